"""Socket Mode as Slack speaks it: connections, envelopes, acknowledgements, control frames."""

import asyncio
import json
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Literal
from uuid import uuid4

from aiohttp import WSMsgType, web

from bot.workspace.cast import APP_ID

MOST_CONNECTIONS = 10
TICKET_LIVES = 30.0
TICK = 0.02
# After a refresh Slack ends the old connection itself, soon after the new one stands.
HANDOVER = 0.2
RETRY_DELAYS = (0.0, 0.0, 60.0, 300.0)

Json = dict[str, Any]
Reason = Literal["refresh_requested", "warning", "link_disabled", "too_many_websockets"]


@dataclass(slots=True)
class Ack:
    """How an envelope ended: in time or not, and what the app answered with."""

    envelope_id: str
    arrived: bool
    seconds: float
    body: Any = None
    error: str | None = None


@dataclass(slots=True)
class Connection:
    """One open Socket Mode connection of the app."""

    socket: web.WebSocketResponse
    request: web.Request
    number: int
    retiring: bool = False  # asked to go, yet open and still in use, as in Slack
    cut: bool = False
    sent: int = 0


@dataclass(slots=True)
class Envelope:
    """Something sent to the app, and the future its ack arrives in."""

    id: str
    kind: str
    payload: Json
    sent_at: float
    connection: int | None = None
    attempt: int = 0
    answered: asyncio.Future[Any] | None = None
    begun: float = field(default_factory=time.monotonic)
    acked: bool = False


@dataclass(slots=True)
class Hub:
    """The app's connections; each envelope goes to exactly one of them."""

    clock: Callable[[], float]
    ack_within: float
    on_change: Callable[[], Any]
    connections: list[Connection] = field(default_factory=list)
    envelopes: list[Envelope] = field(default_factory=list)
    tickets: dict[str, float] = field(default_factory=dict)
    acks_to_lose: int = 0
    opened: int = 0
    turn: int = 0
    closing: set[asyncio.Task[None]] = field(default_factory=set)

    def reset(self) -> None:
        """Forget what was sent; the sockets stay."""
        self.envelopes.clear()
        self.acks_to_lose = 0

    # Connecting

    def new_ticket(self) -> str:
        """Admit one connection, soon."""
        ticket = uuid4().hex
        self.tickets[ticket] = self.clock()
        return ticket

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """Hold one connection until either side ends it."""
        given_at = self.tickets.pop(request.query.get("ticket", ""), None)
        if given_at is None or self.clock() - given_at > TICKET_LIVES:
            return web.Response(status=403, text="invalid ticket")
        socket = web.WebSocketResponse(autoping=True, compress=False)
        await socket.prepare(request)
        self.opened += 1
        connection = Connection(socket, request, self.opened)
        if len(self.connections) >= MOST_CONNECTIONS:
            await self.disconnect(connection, "too_many_websockets")
            await socket.close()
            return socket
        self.connections.append(connection)
        await socket.send_json(self._hello())
        self._relieve()
        self.on_change()
        try:
            async for message in socket:
                if message.type is WSMsgType.TEXT:
                    self._receive(json.loads(message.data))
        finally:
            self._forget(connection)
        return socket

    def _hello(self) -> Json:
        return {
            "type": "hello",
            "num_connections": len(self.connections),
            "connection_info": {"app_id": APP_ID},
            "debug_info": {"host": "renshu", "approximate_connection_time": 18060},
        }

    def _forget(self, connection: Connection) -> None:
        if connection in self.connections:
            self.connections.remove(connection)
        self.on_change()

    # Ending connections

    def _relieve(self) -> None:
        """Let a new connection take over from the oldest one that was asked to go."""
        for old in [c for c in self.connections if c.retiring and not c.cut][:1]:
            task = asyncio.get_running_loop().create_task(self._hand_over(old))
            self.closing.add(task)
            task.add_done_callback(self.closing.discard)

    async def _hand_over(self, old: Connection) -> None:
        await asyncio.sleep(HANDOVER)
        old.cut = True
        await old.socket.close(code=1000)

    async def disconnect(self, connection: Connection, reason: Reason) -> None:
        """Send a control frame; the app should connect anew."""
        connection.retiring = reason != "warning"
        await connection.socket.send_json(
            {"type": "disconnect", "reason": reason, "debug_info": {"host": "renshu"}}
        )

    async def refresh(self, reason: Reason, *, every: bool, close: bool) -> None:
        """Send the control frame on the oldest connection or on all, closing them too if asked."""
        for connection in self._alive(every):
            await self.disconnect(connection, reason)
            if close:
                connection.cut = True
                await connection.socket.close(code=1000)

    async def close(self, code: int = 1000, *, every: bool = True) -> None:
        """End every connection, or the oldest, by a close frame."""
        ending = self._alive(every)
        for connection in ending:
            connection.retiring = connection.cut = True
        for connection in ending:
            await connection.socket.close(code=code)
        await asyncio.gather(*self.closing, return_exceptions=True)

    def drop(self, *, every: bool = True) -> None:
        """Cut every connection, or the oldest, without a word."""
        for connection in self._alive(every):
            connection.retiring = connection.cut = True
            if transport := connection.request.transport:
                transport.abort()

    def _alive(self, every: bool) -> list[Connection]:
        alive = [c for c in self.connections if not c.retiring]
        return list(self.connections) if every else alive[:1]

    # Envelopes

    async def ask(self, kind: str, payload: Json) -> Ack:
        """Send a command or an interaction and wait for its ack; it is never sent twice."""
        envelope = await self._send(kind, payload)
        if envelope.connection is None:
            return Ack(envelope.id, arrived=False, seconds=0.0, error="dispatch_failed")
        return await self._wait(envelope)

    async def notify(self, payload: Json) -> None:
        """Send an event, again if it is not acked: at once, after 1 and after 5 minutes."""
        for attempt, delay in enumerate(RETRY_DELAYS):
            await self._sleep(delay)
            envelope = await self._send("events_api", payload, attempt=attempt)
            if envelope.connection is None:
                await self._sleep(self.ack_within)
            elif (await self._wait(envelope)).arrived:
                return

    async def redeliver(self, envelope_id: str) -> Ack:
        """Send an event once more, as Slack does when it believes the ack was lost."""
        past = next(e for e in self.envelopes if e.id == envelope_id)
        if past.kind != "events_api":
            raise ValueError("only events are ever sent again")
        again = await self._send(past.kind, past.payload, attempt=past.attempt + 1)
        return await self._wait(again)

    async def _send(self, kind: str, payload: Json, *, attempt: int = 0) -> Envelope:
        envelope = Envelope(str(uuid4()), kind, payload, self.clock(), attempt=attempt)
        envelope.answered = asyncio.get_running_loop().create_future()
        self.envelopes.append(envelope)
        wire = {"envelope_id": envelope.id, "type": kind, "payload": payload}
        wire["accepts_response_payload"] = kind != "events_api"
        if kind == "events_api":
            wire |= {"retry_attempt": attempt, "retry_reason": "timeout" if attempt else ""}
        if connection := self._next_connection():
            envelope.connection = connection.number
            connection.sent += 1
            try:
                await connection.socket.send_json(wire)
            except ConnectionError:
                connection.retiring = connection.cut = True
        self.on_change()
        return envelope

    def _next_connection(self) -> Connection | None:
        ready = [c for c in self.connections if not (c.cut or c.socket.closed)]
        self.turn += 1
        return ready[self.turn % len(ready)] if ready else None

    def _receive(self, message: Json) -> None:
        envelope = next((e for e in self.envelopes if e.id == message.get("envelope_id")), None)
        if envelope is None or envelope.answered is None or envelope.answered.done():
            return
        if self._seconds(envelope) >= self.ack_within:
            return
        if self.acks_to_lose:
            self.acks_to_lose -= 1
            return
        envelope.acked = True
        envelope.answered.set_result(message.get("payload"))

    async def _wait(self, envelope: Envelope) -> Ack:
        future = envelope.answered
        if future is None:
            raise ValueError("this envelope was never sent")
        while not future.done() and self._seconds(envelope) < self.ack_within:
            await asyncio.wait([future], timeout=TICK)
        seconds = self._seconds(envelope)
        if future.done():
            ack = Ack(envelope.id, arrived=True, seconds=seconds, body=future.result())
        else:
            future.cancel()
            ack = Ack(envelope.id, arrived=False, seconds=seconds, error="operation_timeout")
        self.on_change()
        return ack

    def _seconds(self, envelope: Envelope) -> float:
        # A clock under a test's control may jump or stand still; real time passes regardless.
        return max(self.clock() - envelope.sent_at, time.monotonic() - envelope.begun)

    async def _sleep(self, seconds: float) -> None:
        begun = self.clock()
        while seconds and self.clock() - begun < seconds:
            await asyncio.sleep(TICK)
