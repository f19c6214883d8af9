"""A meeting's thread as Slack tells of it: messages typed, edited, deleted, and reactions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

Json = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """A message of a thread: typed, edited or deleted; `marks`: the reactions on it, by whom."""

    deed: Literal["typed", "edited", "deleted"]
    channel_id: str
    thread_ts: str
    ts: str
    user_id: str
    text: str
    edited_ts: str | None = None
    marks: tuple[tuple[str, str], ...] = ()

    @property
    def key(self) -> str:
        """What its recording is called."""
        return f"message:{self.channel_id}:{self.ts}"


def event(event: Json) -> Typed | None:
    """What somebody did in a thread; nothing for all else that Slack calls a message."""
    channel_id = event.get("channel") or ""
    match event.get("subtype"):
        case None | "file_share" | "thread_broadcast":
            return _typed(event, channel_id)
        case "message_changed":
            now, before = event.get("message") or {}, event.get("previous_message") or {}
            if now.get("text") == before.get("text"):
                return None  # a link was unfolded, or the like
            return _typed(now, channel_id, "edited")
        case "message_deleted":
            before = event.get("previous_message") or {}
            return _typed(before, channel_id, "deleted")
        case _:
            return None


def reply(message: Json, channel_id: str) -> Typed | None:
    """A message of a thread as it stands there now."""
    return _typed(message, channel_id) if message.get("subtype") in _BY_PEOPLE else None


_BY_PEOPLE = (None, "file_share", "thread_broadcast")


def _typed(
    message: Json, channel_id: str, deed: Literal["typed", "edited", "deleted"] = "typed"
) -> Typed | None:
    thread_ts, ts, user_id = (message.get(name) for name in ("thread_ts", "ts", "user"))
    if not thread_ts or not ts or not user_id or thread_ts == ts or message.get("bot_id"):
        return None
    return Typed(
        deed=deed,
        channel_id=channel_id,
        thread_ts=thread_ts,
        ts=ts,
        user_id=user_id,
        text=message.get("text") or "",
        edited_ts=(message.get("edited") or {}).get("ts"),
        marks=tuple(
            (reaction["name"], user)
            for reaction in message.get("reactions") or ()
            for user in reaction.get("users") or ()
        ),
    )


def is_for(typed: Typed, bot_id: str | None) -> bool:
    """Whether a message speaks to the bot (@会議録 人材): that is a search, and nobody's remark."""
    return bool(bot_id) and typed.text.lstrip().startswith((f"<@{bot_id}>", f"<@{bot_id}|"))


def is_repeated(headers: Mapping[str, Sequence[str]]) -> bool:
    """Whether Slack sent an event before and missed the answer; the first time counts 0."""
    return any(count not in ("", "0") for count in headers.get("x-slack-retry-num", ()))


@dataclass(frozen=True, slots=True, kw_only=True)
class Reaction:
    """A reaction put on a message, or taken off."""

    is_added: bool
    name: str
    user_id: str
    channel_id: str
    ts: str
    event_ts: str

    @property
    def key(self) -> str:
        """What the message's recording is called."""
        return f"message:{self.channel_id}:{self.ts}"


def reaction(event: Json) -> Reaction | None:
    """A reaction to a message; nothing for one to a file."""
    item = event.get("item") or {}
    if item.get("type") != "message":
        return None
    return Reaction(
        is_added=event["type"] == "reaction_added",
        name=event.get("reaction") or "",
        user_id=event.get("user") or "",
        channel_id=item.get("channel") or "",
        ts=item.get("ts") or "",
        event_ts=event.get("event_ts") or "",
    )
