"""Reminders over the wire on bad days, the bot killed at random: all are said, each once."""

import json
import os
import random
import subprocess
import sys
import time
from collections import Counter
from datetime import UTC, datetime, timedelta
from datetime import time as clock_time
from pathlib import Path

import pytest

from bot.app import build_clock_client
from bot.workspace import BOT_TOKEN, Workspace
from handlers import delivery
from handlers import reminders as room
from store import councils, reminders
from store.db import Store
from store.reminders import Towards
from store.rows import insert
from store.slots import JAPAN, Before
from tests.cast import BY, CLERK
from tests.faults.ringer import LETTERS

ROOT = Path(__file__).parents[2]
# scripts/faults asks for 200 rounds, and there the long form is run.
IS_LONG = int(os.environ.get("KAIGIROKU_FAULT_ROUNDS", "20")) > 20
REMINDERS, KILLS = (600, 50) if IS_LONG else (60, 8)
MANIFEST = json.loads((ROOT / "manifest.json").read_text())
BAD_DAYS = (
    {"status": 429, "retry_after": 2},
    {"status": 500},
    {"reset": "before"},
    {"reset": "after"},
    {"hang": 0.05},
    {"error": "internal_error"},
)
CHANNELS = ("C_FUKUSHI", "C_KOTSU")


class Town:
    """A workspace and a record, with one clock that can be put forward."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.ahead = 0.0
        self.slack = Workspace(manifest=MANIFEST, clock=lambda: time.time() + self.ahead)

    @property
    def now(self) -> datetime:
        return datetime.fromtimestamp(time.time() + self.ahead, UTC)

    def go_to(self, moment: datetime) -> None:
        self.ahead = max(self.ahead, moment.timestamp() - time.time())

    def ring(self) -> None:
        client = build_clock_client(BOT_TOKEN, self.slack.api_url)
        client.proxy = None
        room.ring(self.store, client, self.now)
        delivery.deliver_due(LETTERS, self.store, client, self.now)

    def said(self) -> Counter[str]:
        """How often each meeting was reminded of."""
        lines = (
            message.words.splitlines()[0]
            for channel in CHANNELS
            for message in self.slack.messages(channel, CLERK)
            if message.by_bot
        )
        return Counter(line.split("会 ")[1].split("（")[0] for line in lines)


@pytest.fixture
def town(store):
    town = Town(store)
    with town.slack.running():
        yield town


def plan(town: Town) -> list[datetime]:
    """So many meetings in three weeks, their reminders due tomorrow, some at each round."""
    today = town.now.astimezone(JAPAN).date()
    held_on = today + timedelta(days=21)
    due = []
    with town.store.writing() as db:
        for channel, name in zip(CHANNELS, ("地域福祉懇話会", "交通会議協議会"), strict=True):
            council = councils.add(db, name, BY)
            councils.bind(db, council.id, channel, BY)
        for n in range(REMINDERS):
            meeting_id = insert(
                db,
                """insert into meetings (council_id, title, status, held_on, starts_at, created_at)
                values (:council, :title, 'scheduled', :held_on, '18:25', '2026-11-01')""",
                council=n % 2 + 1,
                title=f"令和8年度第{n + 1}回",
                held_on=held_on.isoformat(),
            )
            minutes = 9 * 60 + n * KILLS // REMINDERS * 7
            before = Before(days=20, at=clock_time(*divmod(minutes, 60)))
            added = reminders.add(
                db, n % 2 + 1, Towards("meeting", meeting_id), before, "channel", town.now, BY
            )
            assert added.due_at
            due.append(added.due_at)
    return sorted(set(due))


def test_kill_9_and_bad_days_lose_no_reminder_and_double_none(town):
    rounds = plan(town)
    assert len(rounds) == KILLS
    chance = random.Random(KILLS)
    for n, due_at in enumerate(rounds):
        town.go_to(due_at)
        trouble = (None, *BAD_DAYS)[n % 7]
        if trouble:
            town.slack.faults.next("chat.postMessage", skip=chance.randrange(3), **trouble)
        _ring_and_kill(town, chance.uniform(0, 0.08))
    town.slack.faults.clear()
    for _ in range(3 * KILLS):
        town.ring()
        town.go_to(town.now + timedelta(minutes=6))
        with town.store.reading() as db:
            states = Counter(row[0] for row in db.conn.execute("select state from outbox"))
        if states == {"sent": REMINDERS}:
            break
    with town.store.reading() as db:
        [again] = db.conn.execute("select count(*) from outbox where attempts > 1").fetchone()
        [found] = db.conn.execute("select count(*) from outbox where in_doubt").fetchone()
    assert again, "some must die in hand, or this test means nothing"
    assert found, "some must die between Slack's yes and our note, or this test means nothing"
    said = town.said()
    assert said == dict.fromkeys((f"令和8年度第{n}回" for n in range(1, REMINDERS + 1)), 1)
    assert states == {"sent": REMINDERS}


def _ring_and_kill(town: Town, seconds: float) -> None:
    child = subprocess.Popen(
        [
            sys.executable, "-m", "tests.faults.ringer",
            str(town.store.path), town.slack.api_url, str(town.ahead),
        ],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )  # fmt: skip
    assert child.stdout is not None
    assert os.read(child.stdout.fileno(), 1) == b"."
    time.sleep(seconds)
    child.kill()
    child.wait()
    child.stdout.close()
