"""What is on a person's screen, as values a test can look at."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from bot.workspace.acts import blocks_of
from bot.workspace.forms import elements
from bot.workspace.markup import unescape
from bot.workspace.state import OpenView, Post

Json = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Button:
    """Something on screen that can be pressed or chosen in."""

    type: str
    action_id: str
    block_id: str
    text: str = ""
    value: str | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """A message as `viewer` saw it at one moment."""

    channel: str
    ts: str
    user: str
    viewer: str
    text: str
    blocks: list[Json]
    thread_ts: str | None
    ephemeral: bool
    by_bot: bool
    edited: bool
    metadata: Json | None
    attachments: list[Json]
    files: list[Json]
    reactions: dict[str, list[str]]
    trouble: str | None
    controls: tuple[Button, ...]
    seq: int

    @property
    def words(self) -> str:
        """Everything a person can read in it, line by line."""
        inside = [line for a in self.attachments for line in lines_of(a)]
        return "\n".join(list(lines_of(self.blocks)) + inside) or unescape(self.text)


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """A modal or a Home tab as its owner saw it at one moment."""

    id: str
    user: str
    type: str
    title: str
    submit: str | None
    close: str | None
    callback_id: str
    private_metadata: str
    external_id: str
    blocks: list[Json]
    values: dict[str, dict[str, Json]]
    errors: dict[str, str]
    trouble: str | None
    hash: str
    previous_id: str | None
    controls: tuple[Button, ...]
    seq: int

    @property
    def words(self) -> str:
        """Everything a person can read in it, line by line."""
        return "\n".join([self.title, *lines_of(self.blocks)])


def message(post: Post, viewer: str) -> Message:
    """Take a picture of a message."""
    return Message(
        channel=post.channel,
        ts=post.ts,
        user=post.user,
        viewer=viewer,
        text=post.text,
        blocks=post.blocks,
        thread_ts=post.thread_ts,
        ephemeral=post.seen_by is not None,
        by_bot=post.by_bot,
        edited=post.edited_ts is not None,
        metadata=post.metadata,
        attachments=post.attachments,
        files=post.files,
        reactions={name: list(users) for name, users in post.reactions.items()},
        trouble=post.trouble,
        controls=tuple(controls(blocks_of(post))),
        seq=post.seq,
    )


def view(kept: OpenView) -> View:
    """Take a picture of a view."""
    body = kept.body
    return View(
        id=kept.id,
        user=kept.user,
        type=body["type"],
        title=_text(body.get("title")),
        submit=_text(body.get("submit")) or None,
        close=_text(body.get("close")) or None,
        callback_id=body.get("callback_id", ""),
        private_metadata=body.get("private_metadata", ""),
        external_id=body.get("external_id", ""),
        blocks=body["blocks"],
        values={block_id: dict(actions) for block_id, actions in kept.values.items()},
        errors=dict(kept.errors),
        trouble=kept.trouble,
        hash=kept.hash,
        previous_id=kept.previous_id,
        controls=tuple(controls(body["blocks"])),
        seq=kept.seq,
    )


def controls(blocks: list[Json]) -> Iterator[Button]:
    """Everything that can be pressed or filled in."""
    for block, element in elements(blocks):
        yield Button(
            type=element["type"],
            action_id=element.get("action_id", ""),
            block_id=block["block_id"],
            text=_text(element.get("text")) or _text(block.get("label")),
            value=element.get("value"),
            url=element.get("url"),
        )


def _text(value: Any) -> str:
    return unescape(value["text"]) if isinstance(value, dict) else ""


def lines_of(value: Any) -> Iterator[str]:
    """Every piece of text in blocks, in reading order."""
    if isinstance(value, list):
        if value and all(_is_rich(v) for v in value):
            yield "".join(line for v in value for line in lines_of(v))
            return
        for item in value:
            yield from lines_of(item)
    elif isinstance(value, dict):
        if "confirm" in value:
            value = {k: v for k, v in value.items() if k != "confirm"}
        for key, item in value.items():
            if isinstance(item, str) and key in ("text", "alt_text", "caption"):
                yield unescape(item)
            elif isinstance(item, dict | list):
                yield from lines_of(item)


def _is_rich(value: Any) -> bool:
    kinds = ("text", "user", "link", "emoji", "date", "channel", "broadcast", "usergroup")
    return isinstance(value, dict) and value.get("type") in kinds
