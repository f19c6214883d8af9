"""Search over the wire: buttons, the form, a mention, a direct message."""

from tests.cast import CLERK, OUTSIDER


def test_a_word_is_switched_off_and_the_reply_is_redrawn_in_place(slack):
    found = slack.command("/minutes", "search 人材", user=OUTSIDER, channel="C_KOTSU").message
    assert "人手・担い手・マンパワー・育成も探しました。" in found.words
    redrawn = slack.press(found, "search.word.off.0").message
    assert redrawn.ts == found.ts
    assert "担い手・マンパワー・育成も探しました。" in redrawn.words
    assert slack.troubles == []


def test_the_shortcut_opens_a_form_whose_answer_can_be_paged_in_its_window(slack):
    slack.shortcut("search_shortcut", user=CLERK)
    form = slack.until(lambda: slack.views(CLERK))[-1]
    slack.submit(form, {"words": "の"})
    answer = slack.view(CLERK)
    assert "「の」を含む発言は4件あります" in answer.words
    slack.choose(answer, "search.meeting", "1")
    slack.until(lambda: "を含む発言は2件あります" in slack.view(CLERK).words)
    slack.press(slack.view(CLERK), "search.around")
    slack.until(lambda: slack.view(CLERK).title == "前後の発言")
    assert slack.troubles == []


def test_a_mention_is_answered_in_its_thread_to_that_person_alone(slack):
    asked = slack.say("@会議録 バンク", user=CLERK, channel="C_FUKUSHI")
    replies = slack.until(
        lambda: [m for m in slack.messages("C_FUKUSHI", CLERK) if m.by_bot and m.ephemeral]
    )
    assert "「バンク」を含む発言は2件あります" in replies[0].words
    assert replies[0].thread_ts == asked.ts
    assert [m for m in slack.messages("C_FUKUSHI", "U_SATO") if m.by_bot] == []
    assert slack.troubles == []


def test_a_direct_message_is_a_search(slack):
    slack.say("バンク", user=OUTSIDER, channel=slack.dm(OUTSIDER))
    replies = slack.until(
        lambda: [m for m in slack.messages(slack.dm(OUTSIDER), OUTSIDER) if m.by_bot]
    )
    assert "「バンク」を含む発言は1件あります" in replies[0].words
    assert slack.troubles == []


def test_nothing_found_offers_what_would_be_found(slack):
    nothing = slack.command("/minutes", "search バンク 宇宙", user=OUTSIDER).message
    assert "見つかりませんでした" in nothing.words
    found = slack.press(nothing, "search.step.0").message
    assert "「バンク」を含む発言は1件あります" in found.words
