"""The local Slack as a running thing: its thread, its port, waiting, and trouble on demand."""

import asyncio
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Any, Self, TypeVar

from bot.workspace import cast, server
from bot.workspace.cast import Channel, Group, Person
from bot.workspace.faults import Faults
from bot.workspace.messages import Desk
from bot.workspace.scopes import Manifest
from bot.workspace.socket import Hub, Reason
from bot.workspace.state import World

T = TypeVar("T")
Json = dict[str, Any]

BOT_TOKEN = "xoxb-renshu"  # noqa: S105 - opens nothing but the practice workspace
APP_TOKEN = "xapp-renshu"  # noqa: S105
GLANCE = 0.05
LONGEST_ACT = 30.0


class Engine:
    """A server in a thread of its own; every method is safe in any other thread."""

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
        with suppress(KeyboardInterrupt):
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

    # Trouble

    def refresh_socket(
        self, reason: Reason = "refresh_requested", *, every: bool = False, close: bool = False
    ) -> None:
        """Ask the oldest connection (or `every` one) to come anew, as Slack does every few hours."""
        self._run(self._hub.refresh(reason, every=every, close=close))

    def close_sockets(self, code: int = 1000, *, every: bool = False) -> None:
        """Close the oldest connection, or every one, by a close frame."""
        self._run(self._hub.close(code, every=every))

    def drop_sockets(self, *, every: bool = False) -> None:
        """Cut the oldest connection, or every one, without a word."""
        self._do(lambda: self._hub.drop(every=every))

    def lose_next_ack(self, count: int = 1) -> None:
        """Let the next acks vanish on their way."""

        def lose() -> None:
            self._hub.acks_to_lose += count

        self._do(lose)

    # Between threads

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
