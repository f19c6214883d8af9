"""The workspace's memory: messages, open views, files, and the passes Slack hands out."""

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, Literal

from bot.workspace.cast import BOT_ID, BOT_USER, TEAM_ID, Channel, Group, Person, direct_channel
from bot.workspace.scopes import Manifest

TRIGGER_LIVES = 3.0
RESPONSE_URL_LIVES = 30 * 60.0
RESPONSE_URL_USES = 5

Json = dict[str, Any]


@dataclass(slots=True, kw_only=True)
class Post:
    """One message as the workspace keeps it; `seen_by` makes it ephemeral."""

    channel: str
    ts: str
    user: str
    text: str
    blocks: list[Json] = field(default_factory=list)
    by_bot: bool = False
    thread_ts: str | None = None
    seen_by: str | None = None
    edited_ts: str | None = None
    metadata: Json | None = None
    attachments: list[Json] = field(default_factory=list)
    files: list[Json] = field(default_factory=list)
    reactions: dict[str, list[str]] = field(default_factory=dict)
    values: dict[str, dict[str, dict[str, Json]]] = field(default_factory=dict)
    trouble: str | None = None
    mrkdwn: bool = True
    seq: int = 0


@dataclass(slots=True, kw_only=True)
class OpenView:
    """A modal or a Home tab, with what was typed into it so far."""

    id: str
    user: str
    body: Json
    hash: str
    root_id: str
    previous_id: str | None = None
    values: dict[str, dict[str, Json]] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)
    trouble: str | None = None
    response_urls: list[Json] = field(default_factory=list)
    seq: int = 0


@dataclass(slots=True, kw_only=True)
class Trigger:
    """What a press or a command entitles the app to, once and briefly."""

    user: str
    given_at: float
    view_id: str | None = None
    used: bool = False


@dataclass(slots=True, kw_only=True)
class ResponseUrl:
    """Where an app may answer an interaction a few times."""

    id: str
    channel: str
    user: str
    given_at: float
    thread_ts: str | None = None
    original: tuple[str, str] | None = None
    uses: int = 0


@dataclass(slots=True, kw_only=True)
class StoredFile:
    """An uploaded file, published once it has been completed."""

    id: str
    name: str
    length: int
    title: str = ""
    alt_txt: str | None = None
    content: bytes | None = None
    created: float = 0.0
    channels: tuple[str, ...] = ()


@dataclass(slots=True, kw_only=True)
class Scheduled:
    """A message that waits for its time."""

    id: str
    channel: str
    post_at: int
    arguments: Json
    created: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One Web API call the app made, and how it ended."""

    method: str
    args: Json
    at: float
    answer: Json | None = None
    fault: str | None = None

    @property
    def ok(self) -> bool:
        """Whether the app was told it worked."""
        return bool(self.answer and self.answer.get("ok"))


class World:
    """Everything the workspace knows. Touched only on the server's own loop."""

    def __init__(
        self,
        *,
        manifest: Manifest,
        clock: Callable[[], float],
        people: tuple[Person, ...],
        channels: tuple[Channel, ...],
        groups: tuple[Group, ...],
        bot: Person,
        on_change: Callable[[], None],
    ) -> None:
        self.manifest = manifest
        self.clock = clock
        self.bot = bot
        self.people = {p.id: p for p in (*people, bot)}
        direct = [
            Channel(id=direct_channel(p.id), name=p.name, members=(p.id, bot.id), is_im=True)
            for p in people
        ]
        self.channels = {c.id: c for c in (*channels, *direct)}
        self.groups = groups
        self._on_change = on_change
        self._last_ts = 0
        self.seq = 0
        self.reset()

    def reset(self) -> None:
        """Forget all but the people and the channels."""
        self.members = {c.id: list(c.members) for c in self.channels.values()}
        self.posts: defaultdict[str, list[Post]] = defaultdict(list)
        self.stacks: defaultdict[str, list[OpenView]] = defaultdict(list)
        self.homes: dict[str, OpenView] = {}
        self.closed_at: dict[str, int] = {}
        self.triggers: dict[str, Trigger] = {}
        self.response_urls: dict[str, ResponseUrl] = {}
        self.files: dict[str, StoredFile] = {}
        self.scheduled: dict[str, Scheduled] = {}
        self.suggested: dict[tuple[str, str], list[Json]] = {}
        self.calls: list[Call] = []
        self.troubles: list[str] = []
        self.changed()

    def changed(self) -> int:
        """Tell whoever watches that something is different; return its number."""
        self.seq += 1
        self._on_change()
        return self.seq

    def new_id(self, prefix: str) -> str:
        """Make an id that has not been used."""
        self._serial = getattr(self, "_serial", 0) + 1
        return f"{prefix}{self._serial:08d}"

    def new_ts(self) -> str:
        """Make a message's ts from the clock; later posts get later ones."""
        self._last_ts = max(self._last_ts + 1, int(self.clock() * 1_000_000))
        return f"{self._last_ts // 1_000_000}.{self._last_ts % 1_000_000:06d}"

    # People and places

    def is_member(self, channel: str, user: str) -> bool:
        """Whether somebody is in a channel."""
        return user in self.members.get(channel, ())

    def can_see(self, channel: str, user: str) -> bool:
        """Whether somebody may read a channel: public ones are open to all."""
        place = self.channels.get(channel)
        return place is not None and (
            self.is_member(channel, user) or not (place.is_im or place.is_private)
        )

    # Messages

    def add_post(self, post: Post) -> Post:
        """Put a message where people see it."""
        if post.blocks:
            post.blocks = with_block_ids(post.blocks)
        self.posts[post.channel].append(post)
        post.seq = self.changed()
        return post

    def touch(self, thing: Post | OpenView) -> None:
        """Note that a message or a view looks different now."""
        thing.seq = self.changed()

    def find_post(self, channel: str, ts: str) -> Post | None:
        """Find a message by its place."""
        return next((p for p in self.posts[channel] if p.ts == ts), None)

    def remove_post(self, post: Post) -> None:
        """Take a message away."""
        self.posts[post.channel].remove(post)
        self.changed()

    def visible(self, channel: str, viewer: str) -> list[Post]:
        """List what one person sees in a channel, thread replies included."""
        if not self.can_see(channel, viewer):
            return []
        return [p for p in self.posts[channel] if p.seen_by in (None, viewer)]

    def replies(self, channel: str, thread_ts: str) -> list[Post]:
        """List the kept replies of a thread."""
        return [p for p in self.posts[channel] if p.thread_ts == thread_ts and p.seen_by is None]

    # Views

    def views(self) -> Iterator[OpenView]:
        """Every view on anybody's screen."""
        for stack in self.stacks.values():
            yield from stack
        yield from self.homes.values()

    def find_view(self, view_id: str | None, external_id: str | None = None) -> OpenView | None:
        """Find an open view by either of its ids."""
        for view in self.views():
            if view_id is not None and view.id == view_id:
                return view
            if external_id is not None and view.body.get("external_id") == external_id:
                return view
        return None

    def new_hash(self, body: Json) -> str:
        """Make the hash a later update may ask for."""
        digest = hashlib.sha256(f"{self.changed()}{body}".encode()).hexdigest()[:8]
        return f"{int(self.clock())}.{digest}"

    # Passes

    def new_trigger(self, user: str, view_id: str | None = None) -> str:
        """Hand out a trigger_id."""
        trigger_id = f"{self.new_id('')}.{TEAM_ID}.{self.new_id('t')}"
        self.triggers[trigger_id] = Trigger(user=user, given_at=self.clock(), view_id=view_id)
        return trigger_id

    def use_trigger(self, trigger_id: str) -> Trigger | str:
        """Take a trigger_id in, or say what is wrong with it."""
        trigger = self.triggers.get(trigger_id)
        if trigger is None:
            return "invalid_trigger_id"
        if trigger.used:
            return "exchanged_trigger_id"
        if self.clock() - trigger.given_at > TRIGGER_LIVES:
            return "expired_trigger_id"
        trigger.used = True
        return trigger

    def new_response_url(
        self,
        user: str,
        channel: str,
        *,
        thread_ts: str | None = None,
        original: tuple[str, str] | None = None,
    ) -> ResponseUrl:
        """Hand out a response_url."""
        url = ResponseUrl(
            id=self.new_id("R"),
            user=user,
            channel=channel,
            given_at=self.clock(),
            thread_ts=thread_ts,
            original=original,
        )
        self.response_urls[url.id] = url
        return url

    def use_response_url(self, url_id: str) -> ResponseUrl | None:
        """Count one use, or refuse a spent or old one."""
        url = self.response_urls.get(url_id)
        if url is None or url.uses >= RESPONSE_URL_USES:
            return None
        if self.clock() - url.given_at > RESPONSE_URL_LIVES:
            return None
        url.uses += 1
        return url


Kind = Literal["channel", "group", "im"]


def kind_of(channel: Channel) -> Kind:
    """Name the kind of channel as events do."""
    return "im" if channel.is_im else "group" if channel.is_private else "channel"


def with_block_ids(blocks: list[Json]) -> list[Json]:
    """Give each block the id Slack would give it."""
    return [
        b if b.get("block_id") else b | {"block_id": f"b{number}~{digest(b)}"}
        for number, b in enumerate(blocks)
    ]


def digest(value: Any) -> str:
    """Shorten any value to a few letters."""
    return hashlib.sha256(repr(value).encode()).hexdigest()[:5]


def post_wire(post: Post, *, metadata: bool = False) -> Json:
    """Draw a message as the Web API and the events do."""
    wire: Json = {"type": "message", "user": post.user, "text": post.text, "ts": post.ts}
    wire |= {"team": TEAM_ID}
    if post.by_bot:
        wire |= {"bot_id": BOT_ID, "app_id": "A_KAIGIROKU"}
        wire["bot_profile"] = {"id": BOT_ID, "user_id": BOT_USER, "team_id": TEAM_ID}
    if post.thread_ts:
        wire["thread_ts"] = post.thread_ts
    if post.edited_ts:
        wire["edited"] = {"user": post.user, "ts": post.edited_ts}
    if post.reactions:
        wire["reactions"] = [
            {"name": name, "users": list(users), "count": len(users)}
            for name, users in post.reactions.items()
        ]
    for name in ("blocks", "attachments", "files"):
        if value := getattr(post, name):
            wire[name] = value
    if metadata and post.metadata:
        wire["metadata"] = post.metadata
    return wire
