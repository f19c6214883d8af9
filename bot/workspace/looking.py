"""Looking at people's screens, and at what went to and fro between Slack and the app."""

from dataclasses import dataclass
from typing import Any

from bot.workspace import cast, seen
from bot.workspace.api_people import channel_wire
from bot.workspace.engine import Engine
from bot.workspace.seen import Message, View
from bot.workspace.state import Call

Json = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """One envelope as it was sent to the app."""

    id: str
    kind: str
    payload: Json
    attempt: int
    connection: int | None
    acked: bool


class Looking(Engine):
    """What can be seen, by whom."""

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
