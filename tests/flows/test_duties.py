"""The clock of duties: one message in the channel, edited, with what is due and no more."""

from datetime import timedelta

import pytest

from bot.app import build_clock_client
from handlers import routes
from store import councils, rules
from store.rows import insert
from store.rules import Rules
from tests.cast import BY, CHANNEL, CLERK, NOW, OUTSIDER
from tests.flows.reading import button, buttons, words

DAY = timedelta(days=1)


@pytest.fixture
def client(slack):
    return build_clock_client("xoxb-test", f"{slack.url}api/")


@pytest.fixture
def ring(store, client):
    def ring(now=NOW):
        for bell in routes.CLOCK:
            bell(store, client, now)

    return ring


@pytest.fixture
def council(store, fukushi):
    with store.writing() as db:
        councils.bind(db, fukushi.id, CHANNEL, BY)
        councils.appoint(db, fukushi.id, CLERK, BY)
        rules.lay_down(db, fukushi.id, Rules(notice_days=7, papers_days=3), BY)
    return fukushi


def meeting(store, held_on="2026-12-02", **columns):
    with store.writing() as db:
        meeting_id = insert(
            db,
            """insert into meetings (council_id, title, status, held_on, starts_at, created_at)
            values (1, '令和8年度第3回', 'scheduled', :held_on, '18:25', '2026-11-01')""",
            held_on=held_on,
        )
        for column, value in columns.items():
            db.conn.execute(f"update meetings set {column} = ? where id = ?", (value, meeting_id))
    return meeting_id


@pytest.fixture
def posted(slack):
    return lambda: [m for m in slack.told("chat.postMessage") if m["channel"] == CHANNEL]


@pytest.fixture
def edited(slack):
    return lambda: slack.told("chat.update")


def test_one_message_tells_what_is_due_and_is_edited_in_place(ring, posted, edited, store, council):
    ring()
    assert posted() == []  # nothing is due, nothing is said
    meeting(store)
    ring()
    ring()
    [board] = posted()
    assert words(board).split("\n") == [
        "「霧浜市地域福祉懇話会」の期限の近い仕事は2件です",
        "あと2日　開催通知の送付　令和8年11月25日(水)まで",
        "令和8年度第3回（令和8年12月2日開催）",
        "済",
        "あと6日　会議資料の送付　令和8年11月29日(日)まで・日曜日",
        "令和8年度第3回（令和8年12月2日開催）",
        "済",
    ]
    assert edited() == []
    ring(NOW + DAY)
    assert len(posted()) == 1
    [edit] = edited()
    assert (edit["channel"], edit["ts"]) == (CHANNEL, "1.1") or edit["ts"] == "1.1"
    assert "あと1日　開催通知の送付" in words(edit)
    ring(NOW + 3 * DAY)
    assert "【1日超過】　開催通知の送付" in words(edited()[-1])


def test_done_in_the_channel_is_done_for_all_and_can_be_taken_back(
    bot, ring, posted, edited, store, council
):
    meeting(store)
    ring()
    [board] = posted()
    refused = bot.press(button(board, "済"), user=OUTSIDER)
    assert "担当者だけができます" in words(refused)
    done = bot.press(button(board, "済"))
    assert words(done).startswith(
        "霧浜市地域福祉懇話会 令和8年度第3回の「開催通知の送付」を済にしました。"
    )
    assert "開催通知" not in words(edited()[-1])
    assert "すでに済になっています" in words(bot.press(button(board, "済")))
    bot.press(button(done, "取り消す"))
    assert "開催通知の送付" in words(edited()[-1])


def test_when_all_is_done_the_message_says_so_and_is_taken_up_again(
    bot, ring, posted, edited, store, council
):
    meeting(store)
    ring()
    for nth in (0, 1):
        bot.press(button(posted()[0], "済", nth))
    assert words(edited()[-1]) == "「霧浜市地域福祉懇話会」に、期限の近い仕事はありません。"
    meeting(store, "2026-12-03")
    ring()
    assert "期限の近い仕事は2件です" in words(edited()[-1])
    assert len(posted()) == 1


def test_a_message_somebody_deleted_is_posted_anew(ring, posted, slack, store, council):
    meeting(store)
    ring()
    slack.refuses = lambda method, args: "message_not_found" if method == "chat.update" else None
    ring(NOW + DAY)
    ring(NOW + DAY + timedelta(minutes=1))
    assert len(posted()) == 2


def test_slack_asking_for_a_pause_is_given_one(ring, edited, slack, store, council):
    meeting(store)
    ring()
    slack.refuses = lambda method, args: "ratelimited" if method == "chat.update" else None
    ring(NOW + DAY)
    ring(NOW + DAY + timedelta(seconds=30))
    assert len(edited()) == 1
    slack.refuses = lambda method, args: None
    ring(NOW + DAY + timedelta(minutes=2))
    assert len(edited()) == 2


def test_a_channel_without_the_bot_is_tried_again_the_next_day(ring, posted, slack, store, council):
    meeting(store)
    slack.refuses = lambda method, args: "not_in_channel" if method == "chat.postMessage" else None
    for minutes in range(5):
        ring(NOW + timedelta(minutes=minutes))
    assert len(posted()) == 1
    slack.refuses = lambda method, args: None
    ring(NOW + DAY + timedelta(minutes=2))
    ring(NOW + DAY + timedelta(minutes=3))
    assert len(posted()) == 2


def test_the_list_shows_all_that_is_due_and_what_the_record_lacks(bot, store, council):
    meeting(store, "2027-01-20")
    meeting(store, "2026-10-01", status="held")
    meeting(store, "2026-09-01", status="cancelled")
    listed = bot.command("/meeting 期限")
    assert listed["response_type"] == "ephemeral"
    assert words(listed).split("\n") == [
        "「霧浜市地域福祉懇話会」の、期限のある仕事は2件です",
        "あと51日　開催通知の送付　令和9年1月13日(水)まで",
        "令和8年度第3回（令和9年1月20日開催）",
        "済",
        "あと55日　会議資料の送付　令和9年1月17日(日)まで・日曜日",
        "令和8年度第3回（令和9年1月20日開催）",
        "済",
        "記録の抜けは2件です",
        "令和8年度第3回（令和8年10月1日(木)）: 開催しましたが、会議録（発言の記録）がありません",
        "令和8年度第3回（令和8年10月1日(木)）: 開催しましたが、出席者の記録がありません",
        "令和8年度第3回（令和8年9月1日(火)）: 中止（開催していないため、会議録はありません）",
    ]
    done = bot.press(button(listed, "済"))
    assert done["replace_original"]
    assert "開催通知" not in words(done)


def test_others_see_the_list_and_press_nothing(bot, store, council):
    meeting(store)
    listed = bot.command("/meeting duties", user=OUTSIDER)
    assert "期限のある仕事は2件です" in words(listed)
    assert buttons(listed) == []


def test_without_rules_it_says_where_they_are_laid_down(bot, store, fukushi):
    listed = bot.command("/meeting duties", user=OUTSIDER)
    assert "「/council rules」で決められます" in words(listed)


def test_of_a_closed_meeting_the_channel_learns_nothing(bot, ring, posted, store, council):
    meeting(store, disclosure="closed")
    ring()
    assert posted() == []
    assert "仕事は2件です" in words(bot.command("/meeting duties"))
    assert "仕事はありません" in words(bot.command("/meeting duties", user=OUTSIDER))


def test_a_forged_button_changes_nothing(bot, store, council):
    with store.writing() as db:
        councils.add(db, "霧浜市環境審議会", BY)
    other = meeting(store, council_id=2)
    press = {"type": "button", "action_id": "duty.done"}
    value = f'{{"meeting": {other}, "duty": "notice", "board": true}}'
    assert "「霧浜市環境審議会」の担当者だけができます" in words(
        bot.press({**press, "value": value})
    )
    mine = meeting(store)
    value = f'{{"meeting": {mine}, "duty": "holiday", "board": true}}'
    assert "そのような仕事はありません" in words(bot.press({**press, "value": value}))
