"""Block Kit's limits: what Slack would refuse, and where in the payload."""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from bot.workspace import elements
from bot.workspace.elements import BUTTON, ID, IMAGE, URL
from bot.workspace.shapes import (
    Check,
    Problem,
    also,
    anything,
    at_least_one,
    boolean,
    by_type,
    exactly_one,
    fields,
    integer,
    items,
    one_of,
    string,
    text,
)

MOST_IN_MESSAGE = 50
MOST_IN_VIEW = 100
LONGEST_MARKDOWN = 12_000
HEAVIEST_VIEW = 250_000

MODAL = {
    *("actions", "alert", "card", "context", "divider", "header", "image", "input"),
    *("rich_text", "section", "video"),
}


def problems_of_message(blocks: Any) -> list[Problem]:
    """List what Slack would refuse in a message's blocks."""
    if not blocks:
        return []
    check = items(_block, 0, MOST_IN_MESSAGE)
    return [
        *check(blocks, "/blocks"),
        *_together(blocks, "/blocks", set(BLOCKS) - {"alert"}),
        *_tables(blocks, "/blocks"),
    ]


def problems_of_view(view: Any) -> list[Problem]:
    """List what Slack would refuse in a modal or a Home tab."""
    if not isinstance(view, dict):
        return [Problem("", "invalid_type", "must be an object")]
    if view.get("type") == "modal":
        return [*VIEW_MODAL(view, ""), *_of_view(view, MODAL), *_needs_submit(view)]
    if view.get("type") == "home":
        allowed = set(BLOCKS) - {"markdown", "alert", "file", "plan"}
        return [
            *VIEW_HOME(view, ""),
            *_of_view(view, allowed),
            *_tables(view.get("blocks"), "/blocks"),
        ]
    return [Problem("/type", "invalid_value", "must be one of modal, home")]


def as_metadata(found: list[Problem], prefix: str = "") -> dict[str, Any]:
    """Write problems as Slack writes them into response_metadata."""
    lines = [f"[ERROR] {p.message} [json-pointer:{prefix}{p.pointer}]" for p in found]
    return {"response_metadata": {"messages": lines}}


def _of_view(view: Any, allowed: set[str]) -> Iterable[Problem]:
    if isinstance(view.get("blocks"), list):
        yield from _together(view["blocks"], "/blocks", allowed)


def _needs_submit(view: Any) -> Iterable[Problem]:
    kinds = [b.get("type") for b in view.get("blocks") or () if isinstance(b, dict)]
    if "input" in kinds and not view.get("submit"):
        yield Problem("", "missing_field", "missing required field: submit")


def _together(blocks: Any, at: str, allowed: set[str]) -> Iterable[Problem]:
    """Check what only shows when all blocks are looked at together."""
    known = [b for b in blocks if isinstance(b, dict)] if isinstance(blocks, list) else []
    for number, block in enumerate(known):
        if block.get("type") in BLOCKS and block["type"] not in allowed:
            where = f"{at}/{number}/type"
            yield Problem(where, "unsupported_type", f"unsupported block here: {block['type']}")
        yield from _doubled_actions(block, f"{at}/{number}")
    ids = Counter(b["block_id"] for b in known if b.get("block_id"))
    for block_id, times in ids.items():
        if times > 1:
            yield Problem(at, "duplicate_block_id", f"block_id already exists: {block_id}")
    written = sum(len(b.get("text") or "") for b in known if b.get("type") == "markdown")
    if written > LONGEST_MARKDOWN:
        limit = f"must be less than {LONGEST_MARKDOWN + 1} characters in all markdown blocks"
        yield Problem(at, "too_long", limit)


def _doubled_actions(block: Any, at: str) -> Iterable[Problem]:
    inside = [e for e in block.get("elements") or () if isinstance(e, dict)]
    ids = Counter(e["action_id"] for e in inside if e.get("action_id"))
    for action_id, times in ids.items():
        if times > 1:
            yield Problem(at, "duplicate_action_id", f"action_id already exists: {action_id}")


def _tables(blocks: Any, at: str) -> Iterable[Problem]:
    kinds = [b.get("type") for b in blocks if isinstance(b, dict)] if blocks else []
    if kinds.count("table") > 1:
        yield Problem(at, "too_many", "only one table allowed")


def _block_of(
    kind: str, required: dict[str, Check], optional: dict[str, Check] | None = None
) -> Check:
    return fields({"type": one_of(kind), **required}, {"block_id": ID, **(optional or {})})


def _rows_are_even(value: Any, at: str) -> Iterable[Problem]:
    rows = value.get("rows")
    widths = {len(r) for r in rows if isinstance(r, list)} if isinstance(rows, list) else set()
    if len(widths) > 1:
        yield Problem(f"{at}/rows", "invalid_value", "every row must have as many cells")


CELL = by_type(
    {
        "raw_text": fields({"type": one_of("raw_text"), "text": string(10_000, shortest=1)}),
        "raw_number": fields({"type": one_of("raw_number"), "value": anything}, {"text": anything}),
        "rich_text": fields({"type": one_of("rich_text"), "elements": items(anything, 1, 100)}),
    },
    "cell",
)
COLUMN = fields({}, {"align": one_of("left", "center", "right"), "is_wrapped": boolean})

RICH_PART = by_type(
    {
        "rich_text_section": fields({"type": anything, "elements": items(anything, 0, 1000)}),
        "rich_text_list": fields(
            {
                "type": anything,
                "style": one_of("bullet", "ordered"),
                "elements": items(anything, 0, 1000),
            },
            {"indent": integer(0, 8), "offset": integer(0, 10_000), "border": integer(0, 1)},
        ),
        "rich_text_preformatted": fields(
            {"type": anything, "elements": items(anything, 0, 1000)},
            {"border": integer(0, 1), "language": string(50)},
        ),
        "rich_text_quote": fields(
            {"type": anything, "elements": items(anything, 0, 1000)}, {"border": integer(0, 1)}
        ),
    },
    "rich text element",
)

SECTION = also(
    _block_of(
        "section",
        {},
        {
            "text": text(3000),
            "fields": items(text(2000), 1, 10),
            "accessory": elements.section_accessory,
            "expand": boolean,
        },
    ),
    at_least_one("text", "fields"),
)
IMAGE_BLOCK = also(
    _block_of(
        "image",
        {"alt_text": string(2000, shortest=1)},
        {"title": text(2000, mrkdwn=False), "image_url": URL, "slack_file": anything},
    ),
    exactly_one("image_url", "slack_file"),
)
INPUT = _block_of(
    "input",
    {"label": text(2000, mrkdwn=False), "element": elements.input_element},
    {"hint": text(2000, mrkdwn=False), "optional": boolean, "dispatch_action": boolean},
)
TABLE = also(
    _block_of(
        "table",
        {"rows": items(items(CELL, 1, 20), 1, 100)},
        {"column_settings": items(COLUMN, 0, 20)},
    ),
    _rows_are_even,
)
DATA_TABLE = also(
    _block_of(
        "data_table",
        {"caption": string(2000, shortest=1), "rows": items(items(CELL, 1, 20), 2, 101)},
        {
            "page_size": integer(1, 100),
            "row_header_column_index": integer(0, 19),
            "column_settings": items(COLUMN, 0, 20),
        },
    ),
    _rows_are_even,
)
CARD = _block_of(
    "card",
    {},
    {
        "icon": IMAGE,
        "hero_image": IMAGE,
        "title": text(150),
        "subtitle": text(150),
        "body": text(200),
        "actions": items(BUTTON, 1, 3),
    },
)


def _block(value: Any, at: str) -> Iterable[Problem]:
    return by_type(BLOCKS, "block")(value, at)


BLOCKS: dict[str, Check] = {
    "actions": _block_of("actions", {"elements": items(elements.actions_element, 1, 25)}),
    "alert": _block_of("alert", {"text": text(200)}, {"level": anything}),
    "card": CARD,
    "carousel": _block_of("carousel", {"elements": items(CARD, 1, 10)}),
    "container": _block_of(
        "container",
        {"child_blocks": items(_block, 1, 10)},
        {
            "title": text(150),
            "subtitle": text(150),
            "icon": anything,
            "is_collapsible": boolean,
            "default_collapsed": boolean,
            "width": anything,
        },
    ),
    "context": _block_of("context", {"elements": items(elements.context_element, 1, 10)}),
    "context_actions": _block_of(
        "context_actions", {"elements": items(elements.context_action, 1, 5)}
    ),
    "data_table": DATA_TABLE,
    "divider": _block_of("divider", {}),
    "file": _block_of("file", {"external_id": anything, "source": anything}),
    "header": _block_of("header", {"text": text(150, mrkdwn=False)}),
    "image": IMAGE_BLOCK,
    "input": INPUT,
    "markdown": _block_of("markdown", {"text": string(LONGEST_MARKDOWN, shortest=1)}),
    "plan": _block_of("plan", {}, {"title": anything, "tasks": anything, "plan_id": anything}),
    "rich_text": _block_of("rich_text", {"elements": items(RICH_PART, 1, 1000)}),
    "section": SECTION,
    "table": TABLE,
    "video": _block_of(
        "video",
        {"alt_text": anything, "title": anything, "thumbnail_url": URL, "video_url": URL},
        {"author_name": anything, "description": anything, "provider_name": anything}
        | {"title_url": URL, "provider_icon_url": URL},
    ),
}

VIEW_COMMON: dict[str, Check] = {
    "private_metadata": string(3000),
    "callback_id": string(255),
    "external_id": string(255),
}
VIEW_BLOCKS: dict[str, Check] = {"type": anything, "blocks": items(_block, 0, MOST_IN_VIEW)}
VIEW_MODAL = fields(
    {**VIEW_BLOCKS, "title": text(24, mrkdwn=False)},
    {
        **VIEW_COMMON,
        "submit": text(24, mrkdwn=False),
        "close": text(24, mrkdwn=False),
        "clear_on_close": boolean,
        "notify_on_close": boolean,
        "submit_disabled": boolean,
    },
)
VIEW_HOME = fields(VIEW_BLOCKS, VIEW_COMMON)

__all__ = [
    "BLOCKS",
    "HEAVIEST_VIEW",
    "Problem",
    "as_metadata",
    "problems_of_message",
    "problems_of_view",
]
