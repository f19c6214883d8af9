"""The local Slack as one object: for tests, and for practice in a browser."""

import asyncio
import threading
import time
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Self, TypeVar

from bot.workspace import acts, cast, seen, server
from bot.workspace.api_people import channel_wire
from bot.workspace.cast import Channel, Group, Person
from bot.workspace.faults import Faults
from bot.workspace.forms import Refused, entry
from bot.workspace.messages import Desk
from bot.workspace.scopes import Manifest
from bot.workspace.seen import Message, View
from bot.workspace.socket import Ack, Hub, Reason
from bot.workspace.state import Call, OpenView, Post, World

T = TypeVar("T")
Json = dict[str, Any]

BOT_TOKEN = "xoxb-renshu"  # noqa: S105 - opens nothing but the practice workspace
APP_TOKEN = "xapp-renshu"  # noqa: S105
GLANCE = 0.05
QUIET = 0.03
QUIET_AFTER_CLOSING = 0.15
LONGEST_ACT = 30.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """One envelope as it was sent to the app."""

    id: str
    kind: str
    payload: Json
    attempt: int
    connection: int | None
    acked: bool


class Reply:
    """What came of something a person did. `messages` and `views` look again each time."""

    def __init__(self, workspace: "Workspace", user: str, since: int, ack: Ack | None) -> None:
        self._workspace = workspace
        self._since = since
        self.user = user
        self.acked = ack is not None and ack.arrived
        self.seconds = ack.seconds if ack else 0.0
        self.body = ack.body if ack else None
        self.error = ack.error if ack else None
        self.envelope_id = ack.envelope_id if ack else None
        self.options: list[Json] = []

    @property
    def messages(self) -> list[Message]:
        """Messages that came or changed before this person's eyes since."""
        return self._workspace.news(self.user, self._since)

    @property
    def message(self) -> Message:
        """The latest of them."""
        news = self.messages
        if not news:
            raise AssertionError(f"nothing reached {self.user}; ack: {self.body!r} {self.error}")
        return news[-1]

    @property
    def views(self) -> list[View]:
        """The modals open on this person's screen."""
        return self._workspace.views(self.user)

    @property
    def view(self) -> View:
        """The modal on top."""
        return self._workspace.view(self.user)

    def __repr__(self) -> str:
        return f"<Reply acked={self.acked} error={self.error} body={self.body!r}>"


class Workspace:
    """A small Slack on loopback. Start it with `running()`; every method is safe in any thread."""

    def __init__(
        self,
        *,
        manifest: Json | None = None,
        clock: Callable[[], float] | None = None,
        people: Sequence[Person] = cast.PEOPLE,
        channels: Sequence[Channel] = cast.CHANNELS,
        groups: Sequence[Group] = cast.GROUPS,
        bot_token: str = BOT_TOKEN,
        app_token: str = APP_TOKEN,
        ack_within: float = 3.0,
    ) -> None:
        rules = Manifest(manifest)
        tick = clock or time.time
        name = rules.bot_name or cast.BOT_NAME
        bot = Person(id=cast.BOT_USER, name="kaigiroku", real_name=name, is_bot=True)
        self.bot_token = bot_token
        self.app_token = app_token
        self.faults = Faults()
        self.port = 0
        self._changed = threading.Condition()
        self._desk: Desk | None = None
        self._world = World(
            manifest=rules,
            clock=tick,
            people=tuple(people),
            channels=tuple(channels),
            groups=tuple(groups),
            bot=bot,
            on_change=self._announce,
        )
        self._hub = Hub(clock=tick, ack_within=ack_within, on_change=self._world.changed)
        self._desk = Desk(self._world, self._hub)
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: threading.Thread | None = None
        self._server: server.Server | None = None

    # Starting and stopping

    @contextmanager
    def running(self, port: int = 0) -> Iterator[Self]:
        """Serve in a thread of its own for as long as the block lasts."""
        self.start(port)
        try:
            yield self
        finally:
            self.stop()

    def start(self, port: int = 0) -> Self:
        """Begin to serve in a thread of its own."""
        loop = self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=loop.run_forever, name="workspace", daemon=True)
        self._thread.start()
        try:
            self._server = self._run(self._start(port))
        except BaseException:
            self.stop()
            raise
        return self

    def stop(self) -> None:
        """Stop serving."""
        loop, thread = self._loop, self._thread
        if loop is None or thread is None:
            return
        if self._server:
            self._run(self._server.stop())
        self._run(loop.shutdown_asyncgens())
        loop.call_soon_threadsafe(loop.stop)
        thread.join(10)
        loop.close()
        self._loop = self._thread = self._server = None

    async def serve(self, port: int = 0) -> None:
        """Serve on the caller's own loop until cancelled."""
        self._loop = asyncio.get_running_loop()
        self._server = await self._start(port)
        try:
            await asyncio.Event().wait()
        finally:
            await self._server.stop()

    def run_forever(self, port: int = 0) -> None:
        """Serve until Ctrl-C."""
        asyncio.run(self.serve(port))

    async def _start(self, port: int) -> server.Server:
        running = await server.start(
            self.desk, self.faults, bot_token=self.bot_token, app_token=self.app_token, port=port
        )
        self.port = running.port
        return running

    @property
    def desk(self) -> Desk:
        """The inside of the workspace; only for its own loop."""
        if self._desk is None:
            raise RuntimeError("the workspace is not made yet")
        return self._desk

    @property
    def url(self) -> str:
        """Where the page is."""
        return f"http://{server.HOST}:{self.port}/"

    @property
    def api_url(self) -> str:
        """What SLACK_API_URL should be."""
        return f"{self.url}api/"

    # Waiting

    def until(self, predicate: Callable[[], T], timeout: float = 10.0) -> T:
        """Wait until something is true, and return it."""
        ends = time.monotonic() + timeout
        while not (result := predicate()):
            left = ends - time.monotonic()
            if left <= 0:
                raise AssertionError(f"not within {timeout} s: {predicate}")
            with self._changed:
                self._changed.wait(min(left, GLANCE))
        return result

    def wait_connected(self, connections: int = 1, timeout: float = 10.0) -> Self:
        """Wait until the app has this many Socket Mode connections, and no old ones."""
        self.until(lambda: self.connections >= connections, timeout)
        return self

    @property
    def connections(self) -> int:
        """How many Socket Mode connections are ready."""
        return self._do(lambda: len([c for c in self._hub.connections if not c.retiring]))

    def reset(self) -> None:
        """Forget everything but the people and the sockets; between tests."""
        self.faults.clear()
        self._do(self.desk.reset)

    # Looking

    def messages(self, channel: str, viewer: str = "U_SUZUKI") -> list[Message]:
        """Return what one person sees in a channel, ephemeral messages and replies included."""
        return self._do(
            lambda: [seen.message(p, viewer) for p in self._world.visible(channel, viewer)]
        )

    def thread(self, message: Message, viewer: str | None = None) -> list[Message]:
        """Return the parent and the replies of a thread."""
        root = message.thread_ts or message.ts
        found = self.messages(message.channel, viewer or message.viewer)
        return [m for m in found if root in (m.ts, m.thread_ts)]

    def news(self, viewer: str, since: int = 0) -> list[Message]:
        """Messages before a person's eyes that came or changed after a moment, by others."""
        return self._do(lambda: self._news(viewer, since))

    def _news(self, viewer: str, since: int) -> list[Message]:
        found = [
            p
            for channel in self._world.channels
            for p in self._world.visible(channel, viewer)
            if p.seq > since and p.user != viewer
        ]
        return [seen.message(p, viewer) for p in sorted(found, key=lambda p: p.seq)]

    def views(self, user: str = "U_SUZUKI") -> list[View]:
        """Return the modals open on a person's screen, bottom first."""
        return self._do(lambda: [seen.view(v) for v in self._world.stacks.get(user, ())])

    def view(self, user: str = "U_SUZUKI") -> View:
        """Return the modal on top of a person's screen."""
        stack = self.views(user)
        if not stack:
            raise AssertionError(f"no modal is open for {user}")
        return stack[-1]

    def home(self, user: str = "U_SUZUKI") -> View | None:
        """Return a person's Home tab, if it was published."""
        homes = self._world.homes
        return self._do(lambda: seen.view(homes[user]) if user in homes else None)

    def dm(self, user: str = "U_SUZUKI") -> str:
        """Return the channel of a person's direct messages with the bot."""
        return cast.direct_channel(user)

    def channel(self, channel: str) -> Json:
        """Return a channel as conversations.info draws it."""
        return self._do(
            lambda: channel_wire(self._world, self._world.channels[channel], members=True)
        )

    @property
    def calls(self) -> list[Call]:
        """Every call the app made; `response_url` is named as a method."""
        return self._do(lambda: list(self._world.calls))

    def called(self, method: str) -> list[Call]:
        """Return the calls of one method."""
        return [c for c in self.calls if c.method == method]

    @property
    def deliveries(self) -> list[Delivery]:
        """Every envelope sent to the app."""
        return self._do(self._deliveries)

    def _deliveries(self) -> list[Delivery]:
        return [
            Delivery(
                id=e.id,
                kind=e.kind,
                payload=e.payload,
                attempt=e.attempt,
                connection=e.connection,
                acked=e.acked,
            )
            for e in self._hub.envelopes
        ]

    def events(self, kind: str) -> list[Delivery]:
        """Return the deliveries of one kind of event (`app_mention`, `message`, …)."""
        sent = [d for d in self.deliveries if d.kind == "events_api"]
        return [d for d in sent if d.payload["event"]["type"] == kind]

    @property
    def troubles(self) -> list[str]:
        """Answers of the app that Slack could not use."""
        return self._do(lambda: list(self._world.troubles))

    def file(self, file_id: str) -> bytes:
        """Return the bytes of an uploaded file."""
        return self._do(lambda: self._world.files[file_id].content) or b""

    # Doing

    def command(
        self,
        name: str,
        text: str = "",
        *,
        user: str = "U_SUZUKI",
        channel: str = "C_FUKUSHI",
        thread: str | None = None,
        wait: float = 2.0,
    ) -> Reply:
        """Run a slash command; return when something shows, or `wait` seconds after the ack."""
        return self._act(
            user, lambda: acts.command(self.desk, user, channel, name, text, thread), wait
        )

    def press(
        self,
        where: Message | View,
        action_id: str,
        *,
        value: str | None = None,
        block_id: str | None = None,
        user: str | None = None,
        wait: float = 2.0,
    ) -> Reply:
        """Press a button; `value` or `block_id` tell several of one action_id apart."""
        who = _viewer(where, user)

        async def act() -> Ack:
            kept = self._kept(where)
            found = acts.find_element(kept, action_id, block_id=block_id, value=value)
            return await acts.press(self.desk, kept, who, *found)

        return self._act(who, act, wait)

    def choose(
        self,
        where: Message | View,
        action_id: str,
        value: Any,
        *,
        block_id: str | None = None,
        user: str | None = None,
        wait: float = 2.0,
    ) -> Reply:
        """Choose in a menu, a date picker, boxes or an overflow menu, by the option's value."""
        who = _viewer(where, user)

        async def act() -> Ack | None:
            kept = self._kept(where)
            block, element = acts.find_element(kept, action_id, block_id=block_id)
            return await acts.choose(self.desk, kept, who, block, element, value)

        return self._act(who, act, wait)

    def suggest(
        self,
        where: Message | View,
        action_id: str,
        query: str = "",
        *,
        block_id: str | None = None,
        user: str | None = None,
    ) -> Reply:
        """Type into an external select; the reply's `options` are what the app offered."""
        who = _viewer(where, user)
        offered: list[Json] = []

        async def act() -> Ack:
            kept = self._kept(where)
            block, element = acts.find_element(kept, action_id, block_id=block_id)
            ack, options = await acts.suggest(self.desk, kept, who, block, element, query)
            offered.extend(options)
            return ack

        reply = self._act(who, act, 0)
        reply.options = offered
        return reply

    def fill(self, view: View, values: Json) -> View:
        """Put values into a form without sending it, by block_id or action_id."""
        self._do(lambda: self._fill(view, values))
        return self._do(lambda: seen.view(self._kept_view(view)))

    def _fill(self, view: View, values: Json) -> None:
        kept = self._kept_view(view)
        for name, value in values.items():
            block, element = _named(kept, name)
            suggested = self._world.suggested.get((kept.id, element["action_id"]))
            chosen = entry(element, value, suggested)
            acts.fill(kept, kept.user, block["block_id"], element["action_id"], chosen)

    def submit(self, view: View, values: Json | None = None, *, wait: float = 2.0) -> Reply:
        """Fill in a form (by block_id or action_id) and send it."""

        async def act() -> Ack:
            self._fill(view, values or {})
            return await acts.submit(self.desk, self._kept_view(view))

        return self._act(view.user, act, wait)

    def close(self, view: View, *, everything: bool = False) -> Reply:
        """Close a form, or with `everything` the whole stack."""

        async def act() -> Ack | None:
            return await acts.close(self.desk, self._kept_view(view), everything=everything)

        return self._act(view.user, act, 0)

    def shortcut(self, callback_id: str, *, user: str = "U_SUZUKI", wait: float = 2.0) -> Reply:
        """Choose a global shortcut."""
        return self._act(user, lambda: acts.shortcut(self.desk, user, callback_id), wait)

    def message_shortcut(
        self, callback_id: str, message: Message, *, user: str | None = None, wait: float = 2.0
    ) -> Reply:
        """Choose a shortcut from a message's menu."""
        who = _viewer(message, user)

        async def act() -> Ack:
            kept = self._kept_post(message)
            return await acts.message_shortcut(self.desk, who, callback_id, kept)

        return self._act(who, act, wait)

    def say(
        self,
        text: str,
        *,
        user: str = "U_SUZUKI",
        channel: str = "C_FUKUSHI",
        thread: Message | str | None = None,
    ) -> Message:
        """Post a message; `@会議録` and the like become mentions."""
        root = thread.ts if isinstance(thread, Message) else thread
        return self._do(lambda: seen.message(acts.say(self.desk, user, channel, text, root), user))

    def edit(self, message: Message, text: str) -> Message:
        """Change one's own message."""
        self._do(lambda: acts.edit(self.desk, self._kept_post(message), message.user, text))
        return self._do(lambda: seen.message(self._kept_post(message), message.viewer))

    def delete(self, message: Message) -> None:
        """Delete one's own message."""
        self._do(lambda: acts.delete(self.desk, self._kept_post(message), message.user))

    def react(self, message: Message, name: str, *, user: str | None = None) -> bool:
        """Put a reaction on a message."""
        who = _viewer(message, user)
        return self._do(lambda: self.desk.react(self._kept_post(message), who, name))

    def unreact(self, message: Message, name: str, *, user: str | None = None) -> bool:
        """Take a reaction off."""
        who = _viewer(message, user)
        return self._do(lambda: self.desk.unreact(self._kept_post(message), who, name))

    def open_home(self, user: str = "U_SUZUKI", *, wait: float = 2.0) -> View | None:
        """Open the app's Home tab; return it once the app has published it anew."""
        since = self._do(lambda: self._world.seq)
        self._do(lambda: acts.open_home(self.desk, user))
        if wait:
            self._soon(lambda: (home := self.home(user)) is not None and home.seq > since, wait)
        return self.home(user)

    def join(self, channel: str, *, user: str | None = None, inviter: str | None = None) -> None:
        """Let somebody into a channel; without `user` it is the bot who is invited."""
        who = user or self._world.bot.id
        self._do(lambda: acts.enter(self.desk, who, channel, inviter))

    # Trouble

    def refresh_socket(
        self, reason: Reason = "refresh_requested", *, every: bool = False, close: bool = False
    ) -> None:
        """Ask the oldest connection (or `every` one) to come anew, as Slack does every few hours."""
        self._run(self._hub.refresh(reason, every=every, close=close))

    def close_sockets(self, code: int = 1000) -> None:
        """Close every connection by a close frame."""
        self._run(self._hub.close_all(code))

    def drop_sockets(self) -> None:
        """Cut every connection without a word."""
        self._do(self._hub.drop_all)

    def lose_next_ack(self, count: int = 1) -> None:
        """Let the next acks vanish on their way."""

        def lose() -> None:
            self._hub.acks_to_lose += count

        self._do(lose)

    def redeliver(self, delivery: Delivery) -> Reply:
        """Send an event again, as Slack does when it missed the ack."""
        return self._act(self._world.bot.id, lambda: self._hub.redeliver(delivery.id), 0)

    # Between threads

    def _act(self, user: str, act: Callable[[], Awaitable[Ack | None]], wait: float) -> Reply:
        since = self._do(lambda: self._world.seq)

        async def run() -> Ack | None:
            return await act()

        reply = Reply(self, user, since, self._run(run()))
        if wait and reply.acked:
            self._soon(lambda: self._showed(user, since), wait)
        return reply

    def _showed(self, user: str, since: int) -> bool:
        """Whether something new is on a person's screen and nothing more is coming."""
        before = self._do(lambda: len(self._world.calls))
        if self._do(lambda: bool(self._news(user, since)) or self._view_changed(user, since)):
            time.sleep(QUIET)
        elif self._do(lambda: self._world.closed_at.get(user, 0) > since):
            time.sleep(QUIET_AFTER_CLOSING)
        else:
            return False
        return before == self._do(lambda: len(self._world.calls))

    def _view_changed(self, user: str, since: int) -> bool:
        mine = [v for v in self._world.views() if v.user == user]
        return any(v.seq > since for v in mine)

    def _soon(self, predicate: Callable[[], bool], within: float) -> None:
        ends = time.monotonic() + within
        while not predicate() and (left := ends - time.monotonic()) > 0:
            with self._changed:
                self._changed.wait(min(left, GLANCE))

    def _announce(self) -> None:
        with self._changed:
            self._changed.notify_all()
        if self._desk:
            for listener in self._desk.on_change:
                listener()

    def _do(self, look: Callable[[], T]) -> T:
        async def run() -> T:
            return look()

        return self._run(run())

    def _run(self, work: Any) -> Any:
        if self._loop is None:
            work.close()
            raise RuntimeError("the workspace is not running")
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(LONGEST_ACT)

    def _kept(self, where: Message | View) -> Post | OpenView:
        return self._kept_view(where) if isinstance(where, View) else self._kept_post(where)

    def _kept_post(self, message: Message) -> Post:
        post = self._world.find_post(message.channel, message.ts)
        if post is None:
            raise Refused("this message is gone")
        return post

    def _kept_view(self, view: View) -> OpenView:
        kept = self._world.find_view(view.id)
        if kept is None:
            raise Refused("this view is closed")
        return kept


def _viewer(where: Message | View, user: str | None) -> str:
    return user or (where.viewer if isinstance(where, Message) else where.user)


def _named(view: OpenView, name: str) -> tuple[Json, Json]:
    blocks = [(b, e) for b, e in acts.elements(view.body["blocks"]) if "action_id" in e]
    by_block = [found for found in blocks if found[0]["block_id"] == name]
    by_action = [found for found in blocks if found[1]["action_id"] == name]
    for matches in (by_block, by_action):
        if len(matches) == 1:
            return matches[0]
    raise Refused(f"no single input is named {name!r}")
