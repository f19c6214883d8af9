"""`/minutes answers` and 組を直す over the wire."""

from tests.cast import CLERK, OUTSIDER


def test_an_answer_is_shown_below_its_question_to_the_asker_alone(slack):
    reply = slack.command("/minutes", "answers 人材", user=OUTSIDER, channel="C_KOTSU")
    assert reply.acked
    assert reply.message.ephemeral
    assert "人手不足が課題である。" in reply.message.words
    assert "↳ 答弁　(事務局)" in reply.message.words
    assert "資料1 見守りの手引き(案)" in reply.message.words
    assert slack.troubles == []


def test_a_pair_is_put_right_in_a_window_and_shown_there(slack):
    reply = slack.command("/minutes", "答弁 人材", user=CLERK)
    slack.press(reply.message, "answers.correct")
    slack.until(lambda: slack.views(CLERK))
    view = slack.view(CLERK)
    assert "この答弁が答えている発言" in str(view.blocks)
    slack.submit(view, {"questions": ["(参加者) 若い世代に声を掛けたい。"]})
    slack.until(lambda: "組を記録しました。" in slack.view(CLERK).words)
    assert "若い世代に声を掛けたい。" in slack.view(CLERK).words
    again = slack.command("/minutes", "answers 人材", user=CLERK).message
    assert "若い世代に声を掛けたい。\n" in again.words
    slack.press(again, "answers.correct")
    slack.until(
        lambda: len(slack.views(CLERK)) == 1 and "取り消して" in str(slack.view(CLERK).blocks)
    )
    slack.submit(slack.view(CLERK), {"questions": [], "rule": ["rule"]})
    slack.until(lambda: "自動の組に戻しました。" in slack.view(CLERK).words)
    assert slack.troubles == []
