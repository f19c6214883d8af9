"""A clerk at the page: what is typed is answered, and it looks like an answer."""

from playwright.sync_api import Page, expect


def type_command(page: Page, text: str) -> None:
    page.get_by_label("メッセージを入力").fill(text)
    page.keyboard.press("Enter")


def test_a_search_shows_marked_hits_to_the_asker_alone(page: Page):
    type_command(page, "/minutes search 人材")
    expect(page.get_by_text("「人材」を含む発言は6件あります（新しい順）")).to_be_visible()
    expect(page.get_by_text("あなただけに表示されています").last).to_be_visible()
    expect(page.locator("b, strong").filter(has_text="人材").first).to_be_visible()


def test_full_width_and_japanese_words_are_understood(page: Page):
    type_command(page, "/minutes 検索　バンク")
    expect(page.get_by_text("「バンク」を含む発言は")).to_be_visible()


def test_the_neighbours_open_in_a_window(page: Page):
    type_command(page, "/minutes search バンク")
    page.get_by_role("button", name="前後を見る").last.click()
    window = page.get_by_role("dialog")
    expect(window.get_by_text("前後の発言")).to_be_visible()
    expect(window.get_by_text("人材の育成は大きな課題であり")).to_be_visible()


def test_minutes_are_shown_from_the_list(page: Page):
    type_command(page, "/minutes recent")
    page.get_by_role("button", name="会議録を表示").last.click()
    expect(page.get_by_text("霧浜市民会館 第1会議室")).to_be_visible()


def test_a_misspelt_word_gets_the_nearest(page: Page):
    type_command(page, "/minutes serch 人材")
    expect(page.get_by_text("「search」のことでしょうか。")).to_be_visible()


def test_nothing_on_the_page_is_undrawable(page: Page):
    for typed in ("/minutes help", "/minutes show", "/council list", "/council staff"):
        type_command(page, typed)
    expect(page.get_by_text("会議録（/minutes）の使い方")).to_be_visible()
    expect(page.get_by_text("は表示できません")).to_have_count(0)


def test_a_facet_narrows_and_a_step_of_the_ladder_finds(page: Page):
    type_command(page, "/minutes search バンク")
    page.get_by_role("combobox").last.select_option(label="霧浜市地域福祉懇話会 令和7年度第2回 1件")
    expect(page.get_by_text("を含む発言は1件あります")).to_be_visible()
    page.get_by_role("button", name="絞り込みを外す").click()
    expect(page.get_by_text("「バンク」を含む発言は2件あります")).to_be_visible()
    type_command(page, "/minutes search バンク 宇宙")
    page.get_by_role("button", name="「宇宙」を外す（2件）").click()
    expect(page.get_by_text("「バンク」を含む発言は2件あります")).to_have_count(2)


def test_the_form_answers_in_its_window(page: Page):
    page.get_by_role("button", name="ショートカット").first.click()
    page.get_by_role("menuitem", name="会議録を検索").click()
    window = page.get_by_role("dialog")
    window.get_by_label("探す言葉").fill("人材バンク")
    window.get_by_role("button", name="検索する").click()
    expect(window.get_by_text("「人材バンク」を含む発言は2件あります")).to_be_visible()


def test_a_trend_is_a_picture_and_a_table(page: Page):
    type_command(page, "/minutes trend 人材")
    picture = page.get_by_role("img", name="「人材」を含む発言の数の棒グラフ").first
    expect(picture).to_be_visible()
    expect(page.get_by_role("cell", name="令和7年度").first).to_be_visible()
