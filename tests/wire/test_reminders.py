"""Reminders over the wire: rules, a plan, the right second, a move, a call-off; by the real bot."""

import json
from datetime import datetime, time, timedelta

import pytest

from bot import clock
from bot.app import build_clock_client
from bot.demo import start_bot
from bot.workspace import BOT_TOKEN, Workspace
from handlers import routes
from handlers.views import dates
from store import councils, reminders, schedule
from store.db import open_store
from store.slots import JAPAN, Slot
from tests.cast import BY, CLERK, OUTSIDER
from tests.office import ROOT, prepare

MANIFEST = json.loads((ROOT / "manifest.json").read_text())
CHANNEL = "C_FUKUSHI"
SECOND = timedelta(seconds=1)


class Town:
    """The real bot, and beside its own clock another one that can be put forward."""

    def __init__(self, slack, database):
        self.slack, self.database = slack, database

    def ring(self, now):
        store = open_store(self.database)
        client = build_clock_client(BOT_TOKEN, self.slack.api_url)
        client.proxy = None
        for bell in routes.CLOCK:
            bell(store, client, now)
        store.close()

    def change(self, change):
        store = open_store(self.database)
        with store.writing() as db:
            changed = change(db)
        store.close()
        return changed

    def said(self, word):
        return [
            message
            for message in self.slack.messages(CHANNEL, OUTSIDER)
            if message.by_bot and not message.ephemeral and word in message.words
        ]


@pytest.fixture
def town(tmp_path):
    database = prepare(tmp_path)
    with Workspace(manifest=MANIFEST).running() as slack:
        bot = start_bot(slack, database)
        slack.wait_connected(2, timeout=20)
        yield Town(slack, database)
        bot.terminate()
        assert bot.wait(15) == 0
        assert slack.troubles == []


def test_from_the_rules_to_the_second_to_the_move_to_the_end(town):
    slack = town.slack

    def heard(words):
        """What only the clerk sees in the channel."""
        return [m for m in slack.messages(CHANNEL, CLERK) if m.ephemeral and words in m.words]

    day = clock.today() + timedelta(days=30)

    shown = slack.command("/council", "rules", user=CLERK, channel=CHANNEL).message
    slack.press(shown, "ruling.open")
    slack.until(lambda: slack.views(CLERK))
    stays = slack.submit(slack.view(CLERK), {"closing_days": "2/30"})
    assert "「2/30」という日はありません" in str(stays.view.errors)
    slack.submit(
        slack.view(CLERK),
        {"closing_days": "12/29-1/3", "notice_days": "7", "reminders": "1週間前の朝9時"},
    )
    told = slack.until(lambda: slack.messages(slack.dm(CLERK), CLERK))[-1]
    assert "規則を決めました。" in told.words

    def plan(db):
        [council] = councils.list_all(db)
        slot = Slot(day=day, starts_at=time(18, 25), ends_at=time(19, 30))
        meeting = schedule.NewMeeting(
            council_id=council.id, slot=slot, venue="市民文化会館", agenda=("見守り活動について",)
        )
        meeting_id = schedule.add(db, meeting, BY)
        reminders.follow(db, meeting_id, clock.now(), BY)
        return meeting_id

    meeting_id = town.change(plan)

    added = slack.command("/meeting", "remind 3日前 17:00", user=CLERK, channel=CHANNEL).message
    assert added.ephemeral
    assert "3日前 17:00" in added.words

    first = datetime.combine(day - timedelta(days=7), time(9), JAPAN)
    town.ring(first - SECOND)
    assert town.said("開催のお知らせ") == []
    town.ring(first)
    town.ring(first + SECOND)
    [reminder] = town.said("開催のお知らせ")
    assert "（7日後）" in reminder.words
    assert f"日時　{dates.day(day)} 18:25～19:30" in reminder.words
    assert "見守り活動について" in reminder.words

    [board] = town.said("期限の近い仕事は1件です")
    assert "【本日まで】　開催通知の送付" in board.words
    slack.press(board, "duty.done", user=CLERK)
    slack.until(lambda: town.said("期限の近い仕事はありません"))

    slack.press(reminder, "reminder.rest_pause", user=CLERK)
    paused = slack.until(lambda: heard("お知らせ（1件）を一時停止しました"))[-1]
    slack.press(paused, "reminder.rest_resume", user=CLERK)
    slack.until(lambda: heard("お知らせ（1件）を再開しました"))

    later = day + timedelta(days=2)

    def move(db):
        db.conn.execute(
            "update meetings set held_on = ?, revision = revision + 1 where id = ?",
            (later.isoformat(), meeting_id),
        )
        reminders.follow(db, meeting_id, first + SECOND, BY)

    town.change(move)
    town.ring(datetime.combine(day - timedelta(days=3), time(17), JAPAN))
    assert len(town.said("開催のお知らせ")) == 2  # 7日前 comes again, for the new day
    town.ring(datetime.combine(later - timedelta(days=3), time(17), JAPAN))
    [*_, last] = town.said("開催のお知らせ")
    assert f"日時　{dates.day(later)} 18:25～19:30" in last.words

    def call_off(db):
        db.conn.execute("update meetings set status = 'cancelled' where id = ?", (meeting_id,))
        reminders.follow(db, meeting_id, first, BY)

    town.change(call_off)
    shown = slack.command("/meeting", "remind", user=CLERK, channel=CHANNEL).message
    assert "予定しているお知らせはありません" in shown.words
    lacks = slack.command("/meeting", "期限", user=CLERK, channel=CHANNEL).message
    assert "中止（開催していないため、会議録はありません）" in lacks.words


def test_the_sample_of_the_roll_follows_the_choice_in_its_window(town):
    slack = town.slack
    shown = slack.command("/council", "規則", user=CLERK, channel=CHANNEL).message
    slack.press(shown, "ruling.roll")
    slack.until(lambda: slack.views(CLERK))
    assert "会長 青木 正" in slack.view(CLERK).words
    slack.choose(slack.view(CLERK), "ruling.preview.roles", "marks")
    slack.until(lambda: "◎青木 正" in slack.view(CLERK).words)
    slack.submit(slack.view(CLERK), {})
    told = slack.until(lambda: slack.messages(slack.dm(CLERK), CLERK))[-1]
    assert "出席者の書き方を決めました" in told.words
    assert "◎青木 正" in told.words
