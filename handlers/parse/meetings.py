"""Which meeting somebody means, and which page of its minutes."""

import re
import unicodedata


def page(typed: str) -> tuple[str, int]:
    """The words and the page in 令和3年度第1回 2ページ; pages count from 1."""
    found = re.fullmatch(r"(.*?)\s+(\d{1,4})\s*(?:ページ|頁)", unicodedata.normalize("NFKC", typed))
    return (found[1], max(1, int(found[2]))) if found else (typed, 1)


def cited(typed: str) -> int | None:
    """The remark a link cites: kaigiroku:14."""
    found = re.fullmatch(
        r"kaigiroku:(\d{1,15})", unicodedata.normalize("NFKC", typed).strip().lower()
    )
    return int(found[1]) if found else None
