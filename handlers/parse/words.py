"""The vocabulary as people name it: in words after the command, and in the form."""

import json
import re
import unicodedata
from dataclasses import dataclass
from typing import Any

from handlers.errors import FormError
from store import text
from store.vocabulary import Wording

LONGEST = 30
SHORTEST = 2
MOST = 20

_MISSES = ("misses", "見つからなかった言葉")
_BETWEEN = re.compile(r"[、,，､;；\s]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class WordsForm:
    """A group as somebody wants it; without a key it is a new one."""

    key: str | None
    version: int
    wording: Wording
    may_overlap: bool


def asks_for_misses(typed: str) -> bool:
    """Whether the words that were looked for in vain are meant."""
    return unicodedata.normalize("NFKC", typed).casefold().strip() in _MISSES


def form(view: dict[str, Any]) -> WordsForm:
    """The form for a group of words, as it was sent."""
    values = view["state"]["values"]
    meant = json.loads(view["private_metadata"])
    return WordsForm(
        key=meant["group"],
        version=meant["version"],
        wording=Wording(
            words=_words(values["words"]["value"]["value"] or ""),
            reason=" ".join(text.clean(values["reason"]["value"]["value"] or "").split()),
            is_on=bool(values["use"]["value"]["selected_options"]),
        ),
        may_overlap=bool(values["overlap"]["value"]["selected_options"]),
    )


def _words(typed: str) -> tuple[str, ...]:
    """The words, each once however it is spelled."""
    different = {text.fold(word): word for word in reversed(_BETWEEN.split(text.clean(typed)))}
    words = tuple(word for folded, word in reversed(different.items()) if folded)
    if len(words) < 2:
        raise FormError(
            {"words": "違う言葉を二つ以上、「、」か改行で区切って入力してください。例: 人材、人手"}
        )
    if len(words) > MOST:
        raise FormError(
            {"words": f"一つの組は{MOST}語までです（いま{len(words)}語）。組を分けてください。"}
        )
    for word in words:
        if len(word) > LONGEST:
            raise FormError(
                {
                    "words": f"「{word[:LONGEST]}…」が長すぎます。一つの言葉は{LONGEST}字までにしてください。"
                }
            )
        if len(text.fold(word)) < SHORTEST:
            raise FormError(
                {
                    "words": f"「{word}」は短すぎます。1文字の言葉は多くの発言に当たるため、{SHORTEST}文字以上にしてください。"
                }
            )
    return words
