"""Periods as people type them: 令和3年4月..令和4年3月, 2021-04.., 先月, 今年度, 令和4年3月まで."""

import re
import unicodedata
from collections.abc import Callable
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

from store import eras

Days = tuple[date, date]
Period = tuple[date | None, date | None]

# The years minutes may be of: outside them, a year is a slip of the finger.
FIRST_YEAR, LAST_YEAR = 1868, 2999


class Reversed(ValueError):
    """The last day is before the first; `meant` is the period the other way round."""

    def __init__(self, meant: str) -> None:
        super().__init__("期間の終わりが始まりより前です。")
        self.meant = meant


def period(typed: str, today: date) -> Period:
    """The first and the last day; None: open. A ValueError says what was not understood."""
    words = _plain(typed)
    ends = _BETWEEN.split(words, maxsplit=1)
    if len(ends) == 1:
        until = _UNTIL.fullmatch(words)
        return (None, days(until[1], today)[1]) if until else days(words, today)
    first, last = ends[0], ends[1].removesuffix("まで")
    if not first and not last:
        raise ValueError("期間の始まりか終わりを書いてください。")
    since = days(first, today)[0] if first else None
    until = days(last, today)[1] if last else None
    if since and until and since > until:
        raise Reversed(f"{last}..{first}")
    return since, until


def days(typed: str, today: date) -> Days:
    """The days a year, a fiscal year, a month or a day stands for; 先月 and 今年度, too."""
    words = _plain(typed)
    if words in _RELATIVE:
        return _RELATIVE[words](today)
    if found := _PAST.fullmatch(words):
        return today - int(found["count"]) * _UNITS[found["unit"]], today
    if found := _FISCAL_YEAR.fullmatch(words):
        return fiscal_year(year(found[1]))
    if found := _MONTH.fullmatch(words):
        return _month(year(found["year"]), eras.number(found["month"]))
    if found := _YEAR.fullmatch(words):
        return _calendar_year(year(found[1]))
    found_day = eras.find_date(words)
    if not found_day or found_day.start or not _WEEKDAY.fullmatch(words, found_day.end):
        raise ValueError(f"「{words}」は日付や期間として読めません。")
    return found_day.day, found_day.day


def year(words: str) -> int:
    """The year of 令和3年 or 2021, if minutes may be of it."""
    found = eras.read_year(words)
    if not FIRST_YEAR <= found <= LAST_YEAR:
        raise ValueError(f"{found}年の会議録はありません。")
    return found


def fiscal_year(first: int) -> Days:
    """年度: from 1 April to 31 March."""
    return date(first, 4, 1), date(first + 1, 3, 31)


def _plain(typed: str) -> str:
    return "".join(unicodedata.normalize("NFKC", typed).split())


def _calendar_year(of: int) -> Days:
    return date(of, 1, 1), date(of, 12, 31)


def _month(of: int, month: int) -> Days:
    if not 1 <= month <= 12:
        raise ValueError(f"{month}月という月はありません。")
    return _month_of(date(of, month, 1))


def _month_of(day: date) -> Days:
    first = day.replace(day=1)
    return first, first + relativedelta(months=1, days=-1)


def _week_of(day: date) -> Days:
    monday = day - timedelta(days=day.weekday())
    return monday, monday + timedelta(days=6)


def _day(day: date) -> Days:
    return day, day


# A hyphen is a border only where it cannot belong to 2021-04-01.
_BETWEEN = re.compile(r"\.\.+|[~〜∼]|(?<=[年月日度])[-ー‐–—―−]|から|以降|以後")
_UNTIL = re.compile(r"(.+)(?:まで|以前)")
_WEEKDAY = re.compile(r"(?:\(?[月火水木金土日](?:曜日?)?\)?)?")
_NTH = r"(?:[0-9]{1,3}|[元〇一二三四五六七八九十]{1,4})"
_YEAR_WORD = rf"((?:明治|大正|昭和|平成|令和|[MTSHR]){_NTH}|[0-9]{{4}})"
_FISCAL_YEAR = re.compile(rf"{_YEAR_WORD}年?度", re.IGNORECASE)
_YEAR = re.compile(rf"{_YEAR_WORD}年?", re.IGNORECASE)
_MONTH = re.compile(
    rf"(?P<year>{_YEAR_WORD})(?:年|[-/.])(?P<month>[0-9]{{1,2}}|[一二三四五六七八九十]{{1,2}})月?",
    re.IGNORECASE,
)
_PAST = re.compile(
    r"(?:過去|直近|最近)の?(?P<count>[0-9]{1,2})(?P<unit>日|週|[かヶケヵカ箇]月|年)間?"
)
_UNITS = {
    "日": relativedelta(days=1),
    "週": relativedelta(weeks=1),
    **dict.fromkeys(("か月", "ヶ月", "ケ月", "ヵ月", "カ月", "箇月"), relativedelta(months=1)),
    "年": relativedelta(years=1),
}
_RELATIVE: dict[str, Callable[[date], Days]] = {
    "今日": _day,
    "本日": _day,
    "昨日": lambda today: _day(today - timedelta(days=1)),
    "今週": _week_of,
    "先週": lambda today: _week_of(today - timedelta(days=7)),
    "今月": _month_of,
    "先月": lambda today: _month_of(today - relativedelta(months=1)),
    "先々月": lambda today: _month_of(today - relativedelta(months=2)),
    "今年": lambda today: _calendar_year(today.year),
    "本年": lambda today: _calendar_year(today.year),
    "昨年": lambda today: _calendar_year(today.year - 1),
    "去年": lambda today: _calendar_year(today.year - 1),
    "一昨年": lambda today: _calendar_year(today.year - 2),
    "今年度": lambda today: fiscal_year(eras.fiscal_year(today)),
    "本年度": lambda today: fiscal_year(eras.fiscal_year(today)),
    "昨年度": lambda today: fiscal_year(eras.fiscal_year(today) - 1),
    "前年度": lambda today: fiscal_year(eras.fiscal_year(today) - 1),
    "一昨年度": lambda today: fiscal_year(eras.fiscal_year(today) - 2),
}
