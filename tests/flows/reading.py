"""What a person reads in a message, and what they can press."""

from collections.abc import Iterator
from typing import Any

Json = dict[str, Any]


def words(message: Json) -> str:
    return "\n".join(_texts(message.get("blocks", [])))


def marked(message: Json) -> list[str]:
    """The words in bold, in reading order."""
    return [
        element["text"]
        for element in _dicts(message.get("blocks", []))
        if element.get("style", {}).get("bold")
    ]


def button(message: Json, text: str, nth: int = 0) -> Json:
    found = [
        {"action_id": element["action_id"], "value": element["value"], "type": "button"}
        for element in _dicts(message.get("blocks", []))
        if element.get("type") == "button" and element["text"]["text"] == text
    ]
    assert len(found) > nth, f"no button 「{text}」 in {words(message)}"
    return found[nth]


def buttons(message: Json) -> list[str]:
    return [
        e["text"]["text"] for e in _dicts(message.get("blocks", [])) if e.get("type") == "button"
    ]


_WRITTEN = ("rich_text_quote", "rich_text_section", "rich_text_preformatted")


def _texts(value: Any) -> Iterator[str]:
    for element in _dicts(value):
        if element.get("type") in _WRITTEN:
            yield "".join(piece["text"] for piece in element["elements"])
        elif isinstance(element.get("text"), str) and element.get("type") != "text":
            yield element["text"]


def _dicts(value: Any) -> Iterator[Json]:
    if isinstance(value, dict):
        yield value
        for item in value.values():
            yield from _dicts(item)
    elif isinstance(value, list):
        for item in value:
            yield from _dicts(item)
