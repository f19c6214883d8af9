"""Which remark's history, and which meeting's changes since when, somebody asks for."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

from handlers.errors import UserError
from handlers.parse import meetings, periods


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A meeting in words; `since`: the day from which changes count, if one is named."""

    words: str
    since: date | None
    page: int


def remark(typed: str) -> tuple[int, int]:
    """The remark's number and the page in 14, kaigiroku:14, kaigiroku:14 2ページ; page 0: the last."""
    words, page = meetings.page(typed)
    found = _NUMBER.fullmatch(unicodedata.normalize("NFKC", words).strip().lower())
    if found is None:
        raise UserError(
            "履歴を見る発言の番号を書いてください。例: 「/minutes history kaigiroku:14」"
            "（番号は、検索結果の発言に付いています）"
        )
    return int(found[1]), 0 if words == typed else page


def changes(typed: str, today: date) -> Asked:
    """令和7年度第2回 12/1から 2ページ: the meeting, the day and the page, all of which may be missing."""
    words, page = meetings.page(typed)
    others = []
    since = None
    for word in unicodedata.normalize("NFKC", words).split():
        if found := _SINCE.fullmatch(word):
            since = _day(found[1], today)
        else:
            others.append(word)
    return Asked(words=" ".join(others), since=since, page=page)


def since(written: str) -> date | None:
    """The day a button of ours carries; nothing where it names none."""
    try:
        return date.fromisoformat(written) if written else None
    except ValueError as error:
        raise UserError(
            "このボタンは使えません。お手数ですが、もう一度コマンドからお試しください。"
        ) from error


_NUMBER = re.compile(r"(?:kaigiroku:)?\s*(\d{1,15})")
_SINCE = re.compile(r"(.+?)(?:から|以降|以後)")
_MONTH_AND_DAY = re.compile(r"(\d{1,2})(?:/|月)(\d{1,2})日?")


def _day(typed: str, today: date) -> date:
    try:
        found = _MONTH_AND_DAY.fullmatch(typed)
        day = (
            _latest(int(found[1]), int(found[2]), today) if found else periods.days(typed, today)[0]
        )
    except ValueError as error:
        raise UserError(
            f"「{typed}」は日付として読めません。例: 「12/1から」「令和8年12月1日から」「先週から」"
        ) from error
    if day > today:
        raise UserError(f"「{typed}」は、まだ来ていない日です。今日までの日を書いてください。")
    return day


def _latest(month: int, day: int, today: date) -> date:
    """That day of this year, or of the last year where it is still to come."""
    this_year = date(today.year, month, day)
    return this_year if this_year <= today else date(today.year - 1, month, day)
