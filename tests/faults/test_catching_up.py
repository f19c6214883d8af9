"""What was typed while nobody listened, and what Slack would not take at once."""

import json
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.app import build_clock_client
from bot.workspace import BOT_TOKEN, Workspace
from handlers.live import control
from handlers.live.catching_up import catch_up
from store import councils, exchange, live, recordings
from store.db import Store
from store.history import By
from tests.cast import BY, CHANNEL, CLERK, MINUTES, keep

MANIFEST = json.loads((Path(__file__).parents[2] / "manifest.json").read_text())


@dataclass
class Thread:
    """A meeting's thread, and a clock that rings when it is told to."""

    store: Store
    slack: Workspace
    meeting_id: int = 0
    ahead: float = 0.0

    @property
    def now(self) -> datetime:
        return datetime.fromtimestamp(time.time() + self.ahead, UTC)

    def ring(self, **later: float) -> None:
        self.ahead += timedelta(**later).total_seconds()
        catch_up(self.store, self.client, self.now)

    @property
    def client(self):
        client = build_clock_client(BOT_TOKEN, self.slack.api_url)
        client.proxy = None
        return client

    @property
    def control(self):
        return next(m for m in self.slack.messages(CHANNEL) if m.by_bot and not m.ephemeral)

    def say(self, text: str, user: str = CLERK):
        return self.slack.say(text, user=user, thread=self.control)

    def marks(self, message) -> list[str]:
        [now] = [m for m in self.slack.messages(CHANNEL) if m.ts == message.ts]
        return list(now.reactions)

    @property
    def said(self) -> list[str]:
        with self.store.reading() as db:
            text = exchange.as_text(db, self.meeting_id)
        return [line[3:] for line in text.splitlines() if line.startswith("- ・")]


@pytest.fixture
def thread(store, tmp_path):
    keep(store, tmp_path, MINUTES)
    slack = Workspace(manifest=MANIFEST, clock=lambda: time.time() + thread.ahead)
    thread = Thread(store, slack)
    with slack.running():
        with store.writing() as db:
            [council] = councils.list_all(db)
            councils.appoint(db, council.id, CLERK, BY)
            thread.meeting_id = live.begin(db, council.id, CHANNEL, By(BY.actor, thread.now))
            control.letter(db, thread.meeting_id, CHANNEL, thread.now)
        assert control.post(store, thread.client, thread.meeting_id, thread.now)
        yield thread


def test_what_was_typed_edited_and_deleted_meanwhile_is_kept_in_order_and_once(thread):
    first = thread.say("参 一つ目")
    second = thread.say("二つ目")
    thread.say("三つ目")
    thread.ring()
    assert thread.said == ["一つ目", "二つ目", "三つ目"]
    assert thread.marks(first) == ["memo"]
    thread.slack.edit(second, "二つ目（訂正）")
    thread.slack.delete(first)
    off = thread.say("オフレコ: 秘密")
    thread.ring(seconds=30)
    thread.ring(seconds=30)
    assert thread.said == ["二つ目（訂正）", "三つ目"]
    assert thread.marks(off) == ["mute"]
    assert len(thread.slack.called("reactions.add")) == 4


def test_a_thread_of_many_pages_is_read_whole(thread):
    for n in range(230):
        thread.say(f"参 {n}番目")
    thread.ring()
    assert thread.said == [f"{n}番目" for n in range(230)]
    assert len(thread.slack.called("conversations.replies")) == 2


def test_a_mark_that_was_not_put_on_is_made_up_for(thread):
    thread.slack.faults.next("reactions.add", status=500)
    said = thread.say("参 一つ目")
    thread.ring()
    assert thread.said == ["一つ目"]
    assert thread.marks(said) == []
    thread.ring(seconds=30)
    assert thread.marks(said) == ["memo"]


@pytest.mark.parametrize("method", ["conversations.replies", "reactions.add"])
def test_a_rate_limit_is_honoured(thread, method):
    thread.slack.faults.next(method, status=429, retry_after=120)
    said = thread.say("参 一つ目")
    thread.ring()
    calls = len(thread.slack.called("conversations.replies"))
    thread.ring(seconds=60)
    assert len(thread.slack.called("conversations.replies")) == calls
    thread.ring(seconds=61)
    assert thread.said == ["一つ目"]
    assert thread.marks(said) == ["memo"]


def test_a_message_slack_deleted_by_age_withdraws_nothing(thread):
    said = thread.say("参 一つ目")
    thread.ring()
    with thread.store.writing() as db:
        live.end(db, thread.meeting_id, By(BY.actor, thread.now))
    thread.slack.delete(said)
    thread.ring(hours=25)
    assert thread.said == ["一つ目"]


def test_a_control_message_that_is_gone_withdraws_nothing(thread):
    said = thread.say("参 一つ目")
    thread.ring()
    ts = thread.control.ts
    thread.client.chat_delete(channel=CHANNEL, ts=ts)
    thread.ring(seconds=30)
    assert thread.said == ["一つ目"]
    with thread.store.reading() as db:
        known = recordings.find(db, f"message:{CHANNEL}:{said.ts}")
    assert known
    assert known.withdrawn_at is None


def test_a_meeting_that_is_over_is_followed_more_rarely(thread):
    with thread.store.writing() as db:
        live.end(db, thread.meeting_id, By(BY.actor, thread.now))
    thread.say("事 打ち足した。")
    thread.ring(minutes=30)
    assert thread.said == ["打ち足した。"]
    thread.ring(hours=1)
    calls = len(thread.slack.called("conversations.replies"))
    thread.ring(minutes=30)
    assert len(thread.slack.called("conversations.replies")) == calls
    thread.ring(minutes=31)
    assert len(thread.slack.called("conversations.replies")) == calls + 1
    thread.ring(days=4)
    assert len(thread.slack.called("conversations.replies")) == calls + 1


def test_the_control_message_tells_what_changed_elsewhere(thread):
    thread.say("参 一つ目")
    thread.ring()
    assert "発言1件" in thread.control.words
    updates = len(thread.slack.called("chat.update"))
    thread.ring(seconds=30)
    assert len(thread.slack.called("chat.update")) == updates
