"""What the search form, the menu of meetings and a message bring."""

import re
from html import unescape
from typing import Any

from handlers.errors import FormError, UserError
from handlers.parse.filters import quoted


def form(view: dict[str, Any]) -> str:
    """The query somebody put together in the form."""
    values = {block: state["value"] for block, state in view["state"]["values"].items()}
    typed = [(values["words"].get("value") or "").strip()]
    if speaker := (values["speaker"].get("value") or "").strip():
        typed.append(f"発言者:{quoted(speaker)}")
    for block, name in (("fiscal_year", "年度"), ("council", "会議体")):
        if chosen := _chosen(values, block):
            typed.append(f"{name}:{quoted(chosen)}")
    if sort := _chosen(values, "sort"):
        typed.append(f"並び:{sort}")
    query = " ".join(filter(None, typed))
    if not query:
        raise FormError({"words": "探す言葉か、絞り込みを一つは入力してください。"})
    return query


def chosen_meeting(action: dict[str, Any]) -> tuple[str, str, str]:
    """The meeting chosen in the menu, the words switched off, and the query it narrows."""
    _, _, rest = unescape(action["block_id"]).partition("|")
    off, separator, typed = rest.partition("|")
    meeting_id = action["selected_option"]["value"]
    if not separator or not typed or not meeting_id.isdecimal():
        raise UserError(
            "このメニューは使えません。お手数ですが、もう一度コマンドからお試しください。"
        )
    return meeting_id, off, typed


def typed_in_message(written: str) -> str:
    """The words of a message, without Slack's tokens for people, channels and links.

    Who is used to commands may write 検索 人材: the word before is no word to look for.
    """
    words = unescape(re.sub(r"<[^>]*>", " ", written)).split()
    if len(words) > 1 and words[0].casefold() in ("search", "検索", "show", "表示"):
        words = words[1:]
    return " ".join(words)


def _chosen(values: dict[str, Any], block: str) -> str | None:
    option = values.get(block, {}).get("selected_option")
    return option["value"] if option else None
