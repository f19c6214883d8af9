"""What people type and press, turned into values."""

import json
import re
import unicodedata
from dataclasses import dataclass
from html import unescape
from typing import Any

from handlers.errors import FormError, UserError
from store import text
from store.search import Query

LONGEST_QUERY = 300

_SPEAKER = re.compile(r"(?:発言者|speaker)[:：](.+)", re.IGNORECASE)


def search_query(typed: str) -> Query:
    """人材 発言者:事務局 -> words that must all stand in one remark, and labels."""
    if len(typed) > LONGEST_QUERY:
        raise UserError(
            f"検索する言葉が長すぎます（{len(typed):,}字）。{LONGEST_QUERY}字までで入力してください。"
        )
    words: list[str] = []
    speakers: list[str] = []
    for word in text.clean(typed).split():
        filtered = _SPEAKER.fullmatch(unicodedata.normalize("NFKC", word))
        if filtered:
            speakers.append(filtered[1])
        elif text.fold(word):
            words.append(word)
    if not words and not speakers:
        raise UserError("探したい言葉を入力してください。例: `/minutes search 人材`")
    return Query(words=tuple(words), speakers=tuple(speakers), text=" ".join(typed.split()))


def page(typed: str) -> tuple[str, int]:
    """The words and the page in 令和3年度第1回 2ページ; pages count from 1."""
    found = re.fullmatch(r"(.*?)\s+(\d{1,4})\s*(?:ページ|頁)", unicodedata.normalize("NFKC", typed))
    return (found[1], max(1, int(found[2]))) if found else (typed, 1)


def button(action: dict[str, Any], **wanted: type) -> list[Any]:
    """The values a button of ours carries, in the order they are asked for."""
    try:
        value = json.loads(action["value"])
        found = [value[name] for name in wanted]
    except (KeyError, TypeError, ValueError):
        found = []
    if list(map(type, found)) != list(wanted.values()):
        raise UserError(
            "このボタンは使えません。お手数ですが、もう一度コマンドからお試しください。"
        )
    return found


def council_name(typed: str) -> str:
    """A council's name as it is compared: width, blanks and 異体字 forgiven."""
    return text.fold(unescape(typed))


def council_of_menu(action: dict[str, Any]) -> int:
    """The council a menu belongs to; a menu has no value of its own, so its block's name tells."""
    council_id = action["block_id"].rpartition(".")[2]
    if not council_id.isdecimal():
        raise UserError(
            "このメニューは使えません。お手数ですが、もう一度コマンドからお試しください。"
        )
    return int(council_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class CouncilForm:
    """A council somebody wants to register, and the channel to bind to it."""

    name: str
    channel_id: str | None


def council_form(view: dict[str, Any]) -> CouncilForm:
    """The form for a new council, as it was sent."""
    values = view["state"]["values"]
    name = " ".join(text.clean(values["name"]["value"]["value"] or "").split())
    if not name:
        raise FormError({"name": "会議体の名前を入力してください。例: 福祉のまちづくり懇話会"})
    is_bound = bool(values["bind"]["value"].get("selected_options"))
    channel_id = view.get("private_metadata") or None
    return CouncilForm(name=name, channel_id=channel_id if is_bound else None)
