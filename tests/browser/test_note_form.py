"""A clerk who listens while typing: the cursor waits in an empty field after each remark."""

from playwright.sync_api import Page, expect

from tests.office import Office


def test_remark_after_remark_is_typed_without_touching_the_mouse(page: Page, office: Office):
    page.goto(f"{office.slack.url}#/U_SUZUKI/home")
    page.get_by_role("button", name="発言を記録").first.click()
    window = page.get_by_role("dialog")
    words = window.get_by_label("発言", exact=True)
    for number in range(1, 3):
        expect(words).to_be_focused()
        expect(words).to_have_value("")
        page.keyboard.type(f"独楽の話{number}")
        window.get_by_role("button", name="記録して次へ").click()
        expect(window.get_by_text(f"この画面で記録したもの　{number}件")).to_be_visible()
    for nth in range(2):
        window.get_by_role("button", name="取り消す").first.click()
        expect(window.get_by_role("button", name="元に戻す")).to_have_count(nth + 1)
    window.get_by_role("button", name="終わる").click()
    expect(window).to_have_count(0)
    page.get_by_role("button", name="表示を更新").click()
    expect(page.get_by_text("独楽の話2")).to_be_visible()
    expect(page.get_by_text("は表示できません")).to_have_count(0)
