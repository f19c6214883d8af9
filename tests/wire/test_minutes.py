"""`/minutes` over the wire."""

from tests.cast import CLERK, OUTSIDER


def test_search_is_answered_to_the_asker_alone(slack):
    reply = slack.command("/minutes", "search =人材", user=OUTSIDER, channel="C_KOTSU")
    assert reply.acked
    [message] = reply.messages
    assert message.ephemeral
    assert "「=人材」を含む発言は2件あります（新しい順）" in message.words
    assert [m for m in slack.messages("C_KOTSU", viewer=CLERK) if m.by_bot] == []


def test_sharing_reaches_the_channel_even_where_the_bot_is_not(slack):
    reply = slack.command("/minutes", "search バンク", user=OUTSIDER, channel="C_RENRAKU")
    slack.press(reply.message, "search.share")
    shared = slack.until(lambda: [m for m in slack.messages("C_RENRAKU", CLERK) if m.by_bot])
    assert "人材バンクも考えられる" in shared[0].words
    assert not shared[0].ephemeral


def test_looking_around_opens_a_window(slack):
    reply = slack.command("/minutes", "search バンク", user=OUTSIDER)
    pressed = slack.press(reply.message, "search.around")
    slack.until(lambda: slack.views(OUTSIDER))
    assert "人材の育成は大きな課題であり" in slack.view(OUTSIDER).words
    assert pressed.acked


def test_the_list_turns_into_the_minutes_in_place(slack):
    listed = slack.command("/minutes", "recent", user=OUTSIDER).message
    shown = slack.press(listed, "minutes.show").message
    assert shown.ts == listed.ts
    assert "霧浜市民会館 第1会議室" in shown.words


def test_a_closed_meeting_is_only_for_its_secretariat(slack):
    mine = slack.command("/minutes", "search =人材", user=CLERK).message
    others = slack.command("/minutes", "search =人材", user=OUTSIDER, channel="C_KOTSU").message
    assert "4件" in mine.words
    assert "2件" in others.words
    assert "11月5日" not in others.words


def test_a_council_is_registered_with_a_form(slack):
    opened = slack.command("/council", "new", user="U_TAKAHASHI", channel="C_KOTSU")
    assert opened.acked
    slack.until(lambda: slack.views("U_TAKAHASHI"))
    view = slack.view("U_TAKAHASHI")
    stays = slack.submit(view, {"name": "霧浜市地域福祉懇話会"})
    assert "すでに登録されています" in str(stays.view.errors)
    slack.submit(slack.view("U_TAKAHASHI"), {"name": "霧浜市公共交通会議"})
    assert slack.views("U_TAKAHASHI") == []
    reply = slack.command("/council", "here", channel="C_KOTSU")
    assert "「霧浜市公共交通会議」に結び付いています" in reply.message.words


def test_nothing_the_bot_said_was_refused_by_slack(slack):
    for typed in ("", "search =人材", "search", "show", "recent", "serch", "search 宇宙"):
        assert slack.command("/minutes", typed).acked
    for typed in ("", "here", "list", "staff", "sttaf"):
        assert slack.command("/council", typed).acked
    assert slack.troubles == []
    assert [call for call in slack.calls if getattr(call, "error", None)] == []
