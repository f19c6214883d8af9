"""Alerts over the wire on bad days: none is lost, none is said twice."""

import json
import os
import random
import subprocess
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.app import build_clock_client
from bot.workspace import BOT_TOKEN, PEOPLE, Workspace
from handlers import delivery, watches
from store import outbox
from store import watches as kept
from store.db import Store
from tests.cast import BY, CLERK, MINUTES, keep

ROOT = Path(__file__).parents[2]
ROUNDS = int(os.environ.get("KAIGIROKU_FAULT_ROUNDS", "16"))  # scripts/faults asks for 200
MANIFEST = json.loads((ROOT / "manifest.json").read_text())
BAD_DAYS = (
    {"status": 429, "retry_after": 2},
    {"status": 500},
    {"reset": "before"},
    {"reset": "after"},
    {"hang": 0.05},
    {"error": "internal_error"},
)


@dataclass
class Town:
    """A workspace and a record, with one clock that can be put forward."""

    store: Store
    slack: Workspace = field(init=False)
    ahead: float = 0.0

    @property
    def now(self) -> datetime:
        return datetime.fromtimestamp(time.time() + self.ahead, UTC)

    def pass_time(self, **span: float) -> None:
        self.ahead += timedelta(**span).total_seconds()

    def notice(self) -> None:
        watches.notice_new(self.store, self.client, self.now)

    def deliver(self) -> None:
        delivery.deliver_due({"watch": watches.draw}, self.store, self.client, self.now)

    @property
    def client(self):
        client = build_clock_client(BOT_TOKEN, self.slack.api_url)
        client.proxy = None
        return client

    def said(self, user: str = CLERK) -> list[str]:
        """The second line of each alert: which meeting it is about."""
        alerts = [m for m in self.slack.messages(self.slack.dm(user), user) if m.by_bot]
        return [alert.words.splitlines()[1] for alert in alerts]

    def states(self) -> Counter[str]:
        with self.store.reading() as db:
            return Counter(row[0] for row in db.conn.execute("select state from outbox"))


@pytest.fixture
def town(store):
    town = Town(store)
    town.slack = Workspace(manifest=MANIFEST, clock=lambda: time.time() + town.ahead)
    with town.slack.running():
        yield town


@pytest.fixture
def alert(town, tmp_path):
    """One alert that waits to be said."""
    with town.store.writing() as db:
        kept.keep(db, CLERK, "人材", "人材", BY)
    keep(town.store, tmp_path, MINUTES)
    town.notice()
    return "霧浜市地域福祉懇話会 令和7年度第2回"


@pytest.mark.parametrize("trouble", BAD_DAYS, ids=str)
def test_a_bad_day_delays_an_alert_and_neither_loses_nor_repeats_it(town, alert, trouble):
    town.slack.faults.next("chat.postMessage", **trouble)
    for _ in range(20):
        town.deliver()
        town.pass_time(seconds=30)
    assert town.said() == [alert]
    assert town.states() == {"sent": 1}


def test_a_rate_limit_is_waited_for_without_sleeping(town, alert):
    town.slack.faults.next("chat.postMessage", status=429, retry_after=120)
    begun = time.monotonic()
    town.deliver()
    town.deliver()
    assert time.monotonic() - begun < 5
    assert town.slack.called("chat.postMessage")[0].fault == "429"
    assert len(town.slack.called("chat.postMessage")) == 1
    town.pass_time(seconds=119)
    town.deliver()
    assert town.said() == []
    town.pass_time(seconds=2)
    town.deliver()
    assert town.said() == [alert]


def test_what_reached_slack_unseen_is_found_and_not_said_again(town, alert):
    town.slack.faults.next("chat.postMessage", reset="after")
    town.deliver()
    assert town.states() == {"unknown": 1}
    town.pass_time(minutes=1)
    town.deliver()
    assert town.states() == {"sent": 1}
    assert len(town.slack.called("chat.postMessage")) == 1
    assert town.said() == [alert]
    assert [call.fault for call in town.slack.calls if not call.ok] == []


def test_it_is_looked_for_before_any_second_try_even_while_looking_fails(town, alert):
    town.slack.faults.next("chat.postMessage", reset="after")
    town.slack.faults.next("conversations.history", status=500, times=11)
    for _ in range(12):
        town.deliver()
        town.pass_time(minutes=1)
    assert town.states() == {"unknown": 1}
    assert len(town.slack.called("chat.postMessage")) == 1
    town.deliver()
    assert town.states() == {"sent": 1}
    assert town.said() == [alert]


def test_what_was_proved_absent_is_said_after_five_minutes(town, alert):
    town.slack.faults.next("chat.postMessage", status=500)
    town.deliver()
    town.pass_time(minutes=1)
    town.deliver()
    assert town.states() == {"unknown": 1}
    town.pass_time(minutes=4, seconds=1)
    town.deliver()
    assert town.said() == [alert]


def test_what_slack_refuses_for_good_is_given_up_and_told_in_the_log(town, alert, caplog):
    town.slack.faults.next("chat.postMessage", error="user_not_found")
    town.deliver()
    assert town.states() == {"failed": 1}
    assert "user_not_found" in caplog.text
    assert "人材" not in caplog.text


def test_a_wrong_token_keeps_the_alert_until_it_is_mended(town, alert, caplog):
    town.slack.faults.next("chat.postMessage", error="token_revoked")
    town.deliver()
    assert town.states() == {"due": 1}
    assert "トークンと権限" in caplog.text
    town.pass_time(minutes=10)
    town.deliver()
    assert town.said() == [alert]


def test_a_letter_that_cannot_be_drawn_does_not_hold_up_the_next(town, alert, caplog):
    with town.store.writing() as db:
        outbox.put(
            db,
            outbox.NewLetter(
                key="first",
                recipient=CLERK,
                kind="unheard",
                due_at=BY.at - timedelta(days=1000),
                refs={},
            ),
        )
    town.deliver()
    assert town.said() == [alert]
    assert "受付番号" in caplog.text
    assert town.states() == {"sent": 1, "failed": 1}  # so long overdue, it is given up


def test_kill_9_in_the_middle_of_delivery_loses_and_repeats_nothing(town, tmp_path):
    people = [person.id for person in PEOPLE]
    with town.store.writing() as db:
        for user in people:
            kept.keep(db, user, "人材", "人材", BY)
    chance = random.Random(ROUNDS)
    for n in range(1, ROUNDS + 1):
        keep(town.store, tmp_path, MINUTES.replace("第2回", f"第{n}回"))
        town.notice()
        trouble = (None, *BAD_DAYS)[n % 7]
        if trouble:
            town.slack.faults.next("chat.postMessage", skip=chance.randrange(3), **trouble)
        _deliver_and_kill(town, chance.uniform(0, 0.05))
        town.pass_time(minutes=6)
    town.slack.faults.clear()
    for _ in range(3 * ROUNDS):
        town.deliver()
        town.pass_time(minutes=6)
    with town.store.reading() as db:
        [found] = db.conn.execute("select count(*) from outbox where in_doubt").fetchone()
        [again] = db.conn.execute("select count(*) from outbox where attempts > 1").fetchone()
    assert found, "some must die between Slack's yes and our note, or this test means nothing"
    assert again > found, "and some before"
    everything = sorted(f"霧浜市地域福祉懇話会 令和7年度第{n}回" for n in range(1, ROUNDS + 1))
    for user in people:
        assert sorted(town.said(user)) == everything
    assert town.states() == {"sent": ROUNDS * len(people)}


def _deliver_and_kill(town: Town, seconds: float) -> None:
    child = subprocess.Popen(
        [
            sys.executable, "-m", "tests.faults.deliverer",
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
