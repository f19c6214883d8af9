"""Councils as people name them, in words and in the form."""

from dataclasses import dataclass
from html import unescape
from typing import Any

from handlers.errors import FormError
from store import text


def name(typed: str) -> str:
    """A council's name as it is compared: width, blanks and 異体字 forgiven."""
    return text.fold(unescape(typed))


@dataclass(frozen=True, slots=True, kw_only=True)
class CouncilForm:
    """A council somebody wants to register, and the channel to bind to it."""

    name: str
    channel_id: str | None


def form(view: dict[str, Any]) -> CouncilForm:
    """The form for a new council, as it was sent."""
    values = view["state"]["values"]
    name = " ".join(text.clean(values["name"]["value"]["value"] or "").split())
    if not name:
        raise FormError({"name": "会議体の名前を入力してください。例: 地域福祉推進懇話会"})
    is_bound = bool(values["bind"]["value"].get("selected_options"))
    channel_id = view.get("private_metadata") or None
    return CouncilForm(name=name, channel_id=channel_id if is_bound else None)
