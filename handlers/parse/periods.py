"""Periods as people type them: 令和3年4月..令和4年3月, 2021-04.., 先月, 今年度."""

import re
import unicodedata
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

from store import eras

Period = tuple[date | None, date | None]


def period(typed: str, today: date) -> Period:
    """The first and the last day; None: open. A ValueError says what was not understood."""
    words = unicodedata.normalize("NFKC", typed).strip()
    if words in _RELATIVE:
        return _RELATIVE[words](today)
    ends = _BETWEEN.split(words, maxsplit=1)
    if len(ends) == 1:
        return span(words)
    since = span(ends[0])[0] if ends[0].strip() else None
    until = span(ends[1])[1] if ends[1].strip() else None
    if since is None and until is None:
        raise ValueError("期間の始まりか終わりを入力してください。例: 期間:令和3年4月..令和4年3月")
    if since and until and since > until:
        raise ValueError("期間の終わりが始まりより前です。")
    return since, until


def span(words: str) -> tuple[date, date]:
    """The days a year, a fiscal year, a month or a day stands for."""
    words = "".join(unicodedata.normalize("NFKC", words).split())
    if found := _FISCAL_YEAR.fullmatch(words):
        return fiscal_year(eras.read_year(found[1]))
    if found := _MONTH.fullmatch(words):
        first = _first_of_month(eras.read_year(found["year"]), int(found["month"]))
        return first, first + relativedelta(months=1, days=-1)
    if found := _YEAR.fullmatch(words):
        year = eras.read_year(found[0])
        return date(year, 1, 1), date(year, 12, 31)
    day = eras.read_date(words)
    return day, day


def fiscal_year(year: int) -> tuple[date, date]:
    """年度: from 1 April to 31 March."""
    return date(year, 4, 1), date(year + 1, 3, 31)


def _first_of_month(year: int, month: int) -> date:
    if not 1 <= month <= 12:
        raise ValueError(f"{month}月という月はありません。")
    return date(year, month, 1)


def _month_of(day: date) -> Period:
    first = day.replace(day=1)
    return first, first + relativedelta(months=1, days=-1)


_BETWEEN = re.compile(r"\.\.+|[~〜∼]|から(?=.)")
_YEAR_WORD = r"(?:(?:明治|大正|昭和|平成|令和|[MTSHR])(?:\d{1,2}|元)|\d{4})"
_FISCAL_YEAR = re.compile(rf"({_YEAR_WORD})年?度", re.IGNORECASE)
_YEAR = re.compile(rf"{_YEAR_WORD}年?", re.IGNORECASE)
_MONTH = re.compile(rf"(?P<year>{_YEAR_WORD})(?:年|[-/.])(?P<month>\d{{1,2}})月?", re.IGNORECASE)
_RELATIVE = {
    "今日": lambda today: (today, today),
    "昨日": lambda today: (today - timedelta(days=1), today - timedelta(days=1)),
    "今月": _month_of,
    "先月": lambda today: _month_of(today - relativedelta(months=1)),
    "今年": lambda today: (date(today.year, 1, 1), date(today.year, 12, 31)),
    "昨年": lambda today: (date(today.year - 1, 1, 1), date(today.year - 1, 12, 31)),
    "去年": lambda today: (date(today.year - 1, 1, 1), date(today.year - 1, 12, 31)),
    "今年度": lambda today: fiscal_year(eras.fiscal_year(today)),
    "昨年度": lambda today: fiscal_year(eras.fiscal_year(today) - 1),
    "前年度": lambda today: fiscal_year(eras.fiscal_year(today) - 1),
    "過去1年": lambda today: (today - relativedelta(years=1), today),
}
