"""What changes messages, whoever asked: posting, editing, deleting, and telling the app."""

import asyncio
from collections.abc import Callable
from typing import Any

from bot.workspace import payloads
from bot.workspace.markup import stored, stored_blocks
from bot.workspace.socket import Hub
from bot.workspace.state import Post, World, kind_of, post_wire, with_block_ids

Json = dict[str, Any]

EVENT_OF_KIND = {"channel": "message.channels", "group": "message.groups", "im": "message.im"}


class Desk:
    """The world with its post office: events leave for the app from here."""

    def __init__(self, world: World, hub: Hub) -> None:
        self.world = world
        self.hub = hub
        self.base = ""
        self.on_change: list[Callable[[], None]] = []
        self._running: set[asyncio.Task[Any]] = set()

    def tell(self, subscription: str, body: Json) -> None:
        """Send an event to the app if it has subscribed to it."""
        if self.world.manifest.hears(subscription):
            self.later(self.hub.notify(payloads.event(self.world, body)))

    def later(self, work: Any) -> None:
        """Run something beside what is going on."""
        task = asyncio.get_running_loop().create_task(work)
        self._running.add(task)
        task.add_done_callback(self._running.discard)

    async def stop(self) -> None:
        """Let go of all that is under way."""
        running = list(self._running)
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)

    def reset(self) -> None:
        """Start over, keeping the app connected."""
        for task in list(self._running):
            task.cancel()
        self.hub.reset()
        self.world.reset()

    def response_url(self, url_id: str) -> str:
        """Write out where a response_url points."""
        return f"{self.base}/response/{url_id}"

    def post(self, post: Post) -> Post:
        """Put up a message; the app hears of it where it is a member."""
        world = self.world
        world.add_post(post)
        if post.seen_by is None and world.is_member(post.channel, world.bot.id):
            kind = EVENT_OF_KIND[kind_of(world.channels[post.channel])]
            self.tell(kind, payloads.message_event(world, post))
            if kind != "message.im" and f"<@{world.bot.id}>" in post.text and not post.by_bot:
                self.tell("app_mention", payloads.mention_event(world, post))
        return post

    def revise(self, post: Post, **changes: Any) -> None:
        """Change a message in place."""
        before = post_wire(post)
        for name, value in changes.items():
            setattr(post, name, value)
        post.blocks = with_block_ids(post.blocks)
        post.values.clear()
        if post.seen_by is None:
            post.edited_ts = self.world.new_ts()
        self.world.touch(post)
        if post.seen_by is None and self._bot_hears(post):
            kind = EVENT_OF_KIND[kind_of(self.world.channels[post.channel])]
            ts = self.world.new_ts()
            self.tell(kind, payloads.changed_event(self.world, post, before, ts))

    def remove(self, post: Post) -> None:
        """Delete a message."""
        self.world.remove_post(post)
        if post.seen_by is None and self._bot_hears(post):
            kind = EVENT_OF_KIND[kind_of(self.world.channels[post.channel])]
            ts = self.world.new_ts()
            self.tell(kind, payloads.deleted_event(self.world, post, ts))

    def react(self, post: Post, user: str, name: str) -> bool:
        """Put a reaction on a message, unless it is there."""
        users = post.reactions.setdefault(name, [])
        if user in users:
            return False
        users.append(user)
        self._reacted("reaction_added", post, user, name)
        return True

    def unreact(self, post: Post, user: str, name: str) -> bool:
        """Take a reaction off a message, if it is there."""
        if user not in post.reactions.get(name, ()):
            return False
        post.reactions[name].remove(user)
        if not post.reactions[name]:
            del post.reactions[name]
        self._reacted("reaction_removed", post, user, name)
        return True

    def _reacted(self, kind: str, post: Post, user: str, name: str) -> None:
        self.world.touch(post)
        if self._bot_hears(post):
            ts = self.world.new_ts()
            self.tell(kind, payloads.reaction_event(kind, user, name, post, ts))

    def _bot_hears(self, post: Post) -> bool:
        return self.world.is_member(post.channel, self.world.bot.id)

    def by_bot(self, channel: str, content: Json, **more: Any) -> Post:
        """Draw up a message of the app's; `content` has text, blocks and the like."""
        return Post(
            channel=channel,
            ts=self.world.new_ts(),
            user=self.world.bot.id,
            by_bot=True,
            **message_fields(content),
            **more,
        )


def message_fields(content: Json) -> Json:
    """Read the parts of a message an app wrote, as they will be kept."""
    return {
        "text": stored(str(content.get("text") or ""), live=True),
        "blocks": stored_blocks(content.get("blocks") or []),
        "attachments": stored_blocks(content.get("attachments") or []),
        "metadata": content.get("metadata"),
        "mrkdwn": content.get("mrkdwn") not in (False, "false", "0"),
    }
