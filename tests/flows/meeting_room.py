"""A meeting room: a clock that goes on, the council's channel, and people who type in the thread."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import pytest

from bot.app import build_app, build_client, build_clock_client
from handlers import routes
from store import councils, exchange, live, meetings, recordings
from store import search as index
from store.db import Store
from store.viewers import OPERATOR
from tests.asking import asked
from tests.cast import BY, CHANNEL, CHIEF, CLERK, NOW
from tests.flows.conftest import Bot, FakeSlack
from tests.flows.reading import button, words

Json = dict[str, Any]


class Clock:
    """Stands at 18:30 in Japan until it is put forward."""

    def __init__(self) -> None:
        self.now: datetime = NOW.replace(hour=9, minute=30)

    def __call__(self) -> datetime:
        return self.now

    def later(self, **span: float) -> None:
        self.now += timedelta(**span)


@dataclass
class Room:
    """A meeting that is open, seen from the channel."""

    bot: Bot
    slack: FakeSlack
    store: Store
    clock: Clock
    ring: Callable[[], None]
    events: list[tuple[Json, str]] = field(default_factory=list)

    # --- What people do

    def say(self, text: str, user: str = CLERK, **more: Any) -> str:
        """Type in the thread; the message's ts."""
        self.clock.later(seconds=3)
        message = self.message(text, user, **more)
        self.deliver({**message, "channel": CHANNEL, "channel_type": "channel"})
        return message["ts"]

    def message(self, text: str, user: str = CLERK, ts: str = "", **more: Any) -> Json:
        ts = ts or live.stamp(self.clock.now)
        return {
            "type": "message", "user": user, "text": text, "ts": ts, "thread_ts": "1.1", **more
        }  # fmt: skip

    def edit(self, ts: str, before: str, text: str, user: str = CLERK, edited: str = "") -> None:
        self.clock.later(seconds=3)
        edited = edited or live.stamp(self.clock.now)
        message = self.message(text, user, ts=ts, edited={"user": user, "ts": edited})
        self.deliver(
            {
                "type": "message",
                "subtype": "message_changed",
                "channel": CHANNEL,
                "channel_type": "channel",
                "ts": edited,
                "message": message,
                "previous_message": self.message(before, user, ts=ts),
            }
        )

    def delete(self, ts: str, text: str = "", user: str = CLERK) -> None:
        self.clock.later(seconds=3)
        self.deliver(
            {
                "type": "message",
                "subtype": "message_deleted",
                "channel": CHANNEL,
                "channel_type": "channel",
                "ts": live.stamp(self.clock.now),
                "deleted_ts": ts,
                "previous_message": self.message(text, user, ts=ts),
            }
        )

    def react(self, ts: str, *, added: bool, user: str = CLERK, name: str = "memo") -> None:
        self.clock.later(seconds=3)
        self.deliver(
            {
                "type": "reaction_added" if added else "reaction_removed",
                "user": user,
                "reaction": name,
                "item": {"type": "message", "channel": CHANNEL, "ts": ts},
                "event_ts": live.stamp(self.clock.now),
            }
        )

    def deliver(self, event: Json) -> None:
        event_id = f"Ev{len(self.events)}"
        self.events.append((event, event_id))
        self.bot.event(event, event_id)

    def deliver_again(self, nth: int = -1) -> None:
        """Slack repeats itself."""
        self.bot.event(*self.events[nth])

    def press(self, name: str, user: str = CLERK) -> Json:
        self.clock.later(seconds=3)
        return self.bot.press(button(self.control, name), user=user)

    def command(self, typed: str) -> str:
        self.clock.later(seconds=3)
        return words(self.bot.command(f"/meeting {typed}"))

    # --- What is seen

    @property
    def control(self) -> Json:
        drawn = [m for m in self.slack.told("chat.postMessage") if m["channel"] == CHANNEL]
        return [*drawn, *self.slack.told("chat.update")][-1]

    def marks(self, ts: str) -> list[str]:
        """The bot's reactions on a message, in the order they came."""
        marks: list[str] = []
        for method, args in self.slack.calls:
            if args.get("timestamp") == ts and method == "reactions.add":
                marks += [args["name"]] if args["name"] not in marks else []
            elif args.get("timestamp") == ts and args.get("name") in marks:
                marks.remove(args["name"])
        return marks

    @property
    def told(self) -> list[tuple[str, str]]:
        """What was told in the thread, and to whom."""
        said = self.slack.told("chat.postEphemeral")
        assert all(one["thread_ts"] == "1.1" for one in said)
        return [(one["user"], words(one)) for one in said]

    @property
    def meeting(self) -> meetings.Meeting:
        with self.store.reading() as db:
            [found] = [m for m in meetings.recent(db, OPERATOR) if m.title == "令和8年度第1回"]
        return found

    @property
    def said(self) -> str:
        """The minutes from the first agenda heading on."""
        with self.store.reading() as db:
            assert index.check(db) == []
            text = exchange.as_text(db, self.meeting.id)
        return text[text.index("1 開会") :]

    def kept(self, ts: str) -> recordings.Recording | None:
        with self.store.reading() as db:
            return recordings.find(db, f"message:{CHANNEL}:{ts}")

    def found(self, word: str) -> list[str]:
        with self.store.reading() as db:
            page = index.find(db, asked(words=(word,)), OPERATOR)
        return [hit.body for hit in page.hits if hit.meeting_id == self.meeting.id]


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def bot(store, slack, clock):
    client = build_client("xoxb-test", f"{slack.url}api/")
    with ThreadPoolExecutor(1) as one_after_another:
        app = build_app(client, store, clock, {CHIEF}, one_after_another)
        yield Bot(app, slack, store)


@pytest.fixture
def ring(store, slack, clock):
    """What the clock does every half a minute."""

    def ring():
        client = build_clock_client("xoxb-test", f"{slack.url}api/")
        for bell in routes.CLOCK:
            bell(store, client, clock.now)

    return ring


@pytest.fixture
def council(store, minutes):
    with store.writing() as db:
        council = councils.find(db, "霧浜市地域福祉懇話会")
        assert council
        councils.appoint(db, council.id, CLERK, BY)
        councils.bind(db, council.id, CHANNEL, BY)
    return council


@pytest.fixture
def room(bot, slack, store, clock, ring, council):
    """A meeting just opened, at 2(1)."""
    room = Room(bot, slack, store, clock, ring)
    room.command("start")
    room.command("item 2-1 見守り活動について")
    return room
