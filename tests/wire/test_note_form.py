"""The note form, the message shortcut and the Home tab over the wire."""

from tests.cast import CLERK, OUTSIDER

ITEM = "2(1) 見守り活動について"


def _field(view, name: str) -> str:
    """The form's field of that name in this turn."""
    [block_id] = [
        block["block_id"]
        for block in view.blocks
        if block["type"] == "input" and block["block_id"].partition(".")[0] == name
    ]
    return block_id


def _fill(view, **values: str) -> dict[str, str]:
    return {_field(view, name): value for name, value in values.items()}


def test_remarks_are_recorded_in_a_row_from_home_and_found_at_once(slack):
    home = slack.open_home(CLERK)
    assert "【非公開】霧浜市地域福祉懇話会 令和7年度第3回" in home.words
    slack.press(home, "notes.open")
    view = slack.until(lambda: slack.views(CLERK))[-1]
    for number in range(1, 4):
        values = _fill(view, item=ITEM, label="参加者", said=f"竹馬の話{number}")
        slack.submit(view, values)
        slack.until(lambda n=number: f"記録したもの　{n}件" in slack.view(CLERK).words)
        view = slack.view(CLERK)
        assert view.values[_field(view, "said")]["value"]["value"] is None
    found = slack.command("/minutes", "search 竹馬", user=CLERK).message
    assert "「竹馬」を含む発言は3件あります" in found.words
    outside = slack.command("/minutes", "search 竹馬", user=OUTSIDER, channel="C_KOTSU").message
    assert "見つかりませんでした" in outside.words
    for nth in range(3):
        taken = [button for button in slack.view(CLERK).controls if button.text == "取り消す"]
        slack.press(slack.view(CLERK), "notes.take_back", value=taken[0].value)
        slack.until(lambda n=nth: f"記録したもの　{2 - n}件" in slack.view(CLERK).words)
    home = slack.open_home(CLERK)
    assert "（取り消しました）(参加者) 竹馬の話3" in home.words
    assert slack.troubles == []


def test_a_message_is_recorded_with_its_link_and_only_once(slack):
    said = slack.say("事務局: 竹とんぼの講座を開く", user="U_SATO", channel="C_FUKUSHI")
    seen = next(m for m in slack.messages("C_FUKUSHI", CLERK) if m.ts == said.ts)
    slack.message_shortcut("record_remark", seen, user=CLERK)
    view = slack.until(lambda: slack.views(CLERK))[-1]
    assert view.values[_field(view, "said")]["value"]["value"] == "竹とんぼの講座を開く"
    slack.submit(view, _fill(view, item=ITEM))
    slack.until(lambda: "記録しました。" in slack.view(CLERK).words)
    slack.message_shortcut("record_remark", seen, user=CLERK)
    slack.until(lambda: "すでに記録されています。" in slack.view(CLERK).words)
    slack.press(slack.view(CLERK), "notes.take_back")
    slack.until(lambda: "取り消されています。" in slack.view(CLERK).words)
    assert slack.troubles == []


def test_the_form_opens_in_a_direct_message_to_the_bot(slack):
    slack.command("/minutes", "note", user=CLERK, channel=slack.dm(CLERK))
    view = slack.until(lambda: slack.views(CLERK))[-1]
    assert "霧浜市地域福祉懇話会 令和7年度第3回" in view.words
    assert slack.troubles == []
