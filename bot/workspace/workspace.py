"""The local Slack as one object: what a test, or a person at a prompt, does in it."""

import time
from collections.abc import Awaitable, Callable
from typing import Any

from bot.workspace import acts, seen, submissions
from bot.workspace.forms import Refused, entry
from bot.workspace.looking import Delivery, Looking
from bot.workspace.seen import Message, View
from bot.workspace.socket import Ack
from bot.workspace.state import OpenView, Post

Json = dict[str, Any]

QUIET = 0.03
QUIET_AFTER_CLOSING = 0.15


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


class Workspace(Looking):
    """A small Slack on loopback. Start it with `running()`; every method is safe in any thread."""

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
            return await submissions.submit(self.desk, self._kept_view(view))

        return self._act(view.user, act, wait)

    def close(self, view: View, *, everything: bool = False) -> Reply:
        """Close a form, or with `everything` the whole stack."""

        async def act() -> Ack | None:
            return await submissions.close(self.desk, self._kept_view(view), everything=everything)

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

    def redeliver(self, delivery: Delivery) -> Reply:
        """Send an event again, as Slack does when it missed the ack."""
        return self._act(self._world.bot.id, lambda: self._hub.redeliver(delivery.id), 0)

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
