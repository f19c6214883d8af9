"""`/minutes words` over the wire: lists, the form that stays open, and its confirmation."""

from tests.cast import CLERK, OUTSIDER


def test_a_word_is_answered_to_the_asker_alone(slack):
    reply = slack.command("/minutes", "words 人材", user=OUTSIDER, channel="C_KOTSU")
    assert reply.message.ephemeral
    assert "人手、担い手、マンパワー、育成も探します" in reply.message.words


def test_the_overview_turns_in_place(slack):
    first = slack.command("/minutes", "用語", user=OUTSIDER).message
    second = slack.press(first, "words.page.on").message
    assert second.ts == first.ts
    assert "2／" in second.words


def test_a_group_is_added_and_searched_by_another(slack):
    reply = slack.command("/minutes", "words 夜間の講座", user=CLERK)
    slack.press(reply.message, "words.add")
    slack.until(lambda: slack.views(CLERK))
    stays = slack.submit(slack.view(CLERK), {"words": "夜間の講座"})
    assert "違う言葉を二つ以上" in str(stays.view.errors)
    assert "夜間の講座" in str(slack.view(CLERK).values)
    slack.submit(slack.view(CLERK), {"words": "夜間の講座、夜の講座", "reason": "言い換え"})
    assert "「夜間の講座、夜の講座」の組を登録しました。" in slack.view(CLERK).words
    shown = slack.command("/minutes", "words 夜の講座", user=OUTSIDER).message
    assert "「夜の講座」を検索すると、夜間の講座も探します" in shown.words
    assert "<@U_SUZUKI>" in shown.words or "鈴木" in shown.words


def test_a_shipped_group_opens_as_it_stands(slack):
    reply = slack.command("/minutes", "words 国保", user=CLERK)
    slack.press(reply.message, "words.edit")
    slack.until(lambda: slack.views(CLERK))
    form = slack.view(CLERK)
    assert form.values["words"]["value"]["value"] == "国民健康保険、国保"
    slack.submit(form, {"use": []})
    assert "この組は、検索では使いません。" in slack.view(CLERK).words
    off = slack.command("/minutes", "words 国保", user=CLERK).message
    assert "【使っていません】国民健康保険、国保" in off.words


def test_nothing_the_bot_said_was_refused_by_slack(slack):
    for typed in ("words", "words 人材", "words 宇宙", "words misses", "用語 見つからなかった言葉"):
        for user in (CLERK, OUTSIDER):
            assert slack.command("/minutes", typed, user=user).acked
    assert slack.troubles == []
    assert [call for call in slack.calls if getattr(call, "error", None)] == []
