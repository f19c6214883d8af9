"""人材 発言者:事務局: what somebody looks for, read from what they typed."""

import re
import unicodedata

from handlers.errors import UserError
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
        raise UserError("探したい言葉を入力してください。例: 人材 育成")
    return Query(words=tuple(words), speakers=tuple(speakers), text=" ".join(typed.split()))
