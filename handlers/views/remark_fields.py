"""The fields of the form in which a remark is put right; long texts take several."""

from collections.abc import Iterable

from handlers.parse import remarks as parse
from handlers.views import parts
from handlers.views.parts import Block

FIELD = 3_000  # what one field of a window takes
PIECE = 2_400  # what is put into one, so that there is room for more


def pieces(body: str) -> list[str]:
    """A text cut so that each piece fits a field with room to spare; together they are the text."""
    found = []
    while len(body) > FIELD - 200 or (found and len(body) > FIELD):
        end = _cut_at(body)
        found.append(body[:end])
        body = body[end:]
    return [*found, body]


def _cut_at(body: str) -> int:
    """Behind a sentence, and nowhere beside a blank: Slack may trim what stands in a field."""
    for end in range(PIECE, PIECE // 2, -1):
        if body[end - 1] in "。．！？」）" and not body[end].isspace():
            return end
    for end in range(PIECE, PIECE // 2, -1):
        if not body[end - 1].isspace() and not body[end].isspace():
            return end
    return PIECE


def typed(
    name: str,
    label: str,
    value: str,
    round_: int,
    *,
    limit: int,
    hint: str | None = None,
    optional: bool = True,
    multiline: bool = False,
) -> Block:
    """A field to type into, with what stands in it."""
    block = parts.field(label, parse.field(name, round_), hint=hint, limit=limit)
    block["optional"] = optional
    if multiline:
        block["element"]["multiline"] = True
    if value:
        block["element"]["initial_value"] = value
    return block


def radio(
    name: str,
    label: str,
    choices: Iterable[tuple[str, str]],
    chosen: str,
    round_: int,
    hint: str | None = None,
) -> Block:
    """A choice of one, with what is chosen."""
    options = [parts.option(text, value) for text, value in choices]
    initial = next((option for option in options if option["value"] == chosen), options[0])
    block: Block = {
        "type": "input",
        "block_id": parse.field(name, round_),
        "label": {"type": "plain_text", "text": label},
        "element": {
            "type": "radio_buttons",
            "action_id": "value",
            "options": options,
            "initial_option": initial,
        },
    }
    if hint:
        block["hint"] = {"type": "plain_text", "text": hint}
    return block
