"""Working days (開庁日) of the city: not weekends, not national holidays, not its closing days."""

import re
from collections.abc import Iterable
from datetime import date, timedelta

import jpholiday

DAY = timedelta(days=1)


def why_closed(day: date, closing_days: Iterable[str] = ()) -> str | None:
    """Why the city's offices are closed that day: 日曜日, 勤労感謝の日, 閉庁日; None: they are open."""
    holiday = jpholiday.is_holiday_name(day)
    if holiday:
        return holiday
    elif day.weekday() >= 5:
        return ("土曜日", "日曜日")[day.weekday() - 5]
    elif any(_within(day, closing) for closing in closing_days):
        return "閉庁日"
    else:
        return None


def move(day: date, days: int, closing_days: Iterable[str] | None = None) -> date:
    """The day so many days later, or earlier for a number below zero.

    With `closing_days`, even if empty, only working days are counted; the day itself is not
    counted (初日不算入, 民法第140条).
    """
    if closing_days is None:
        return day + days * DAY
    closing_days = tuple(closing_days)
    step = DAY if days > 0 else -DAY
    left = abs(days)
    while left:
        day += step
        left -= why_closed(day, closing_days) is None
    return day


def _within(day: date, closing: str) -> bool:
    """Whether a day is in 「12/29-1/3」 or is 「8/15」."""
    named = [(int(month), int(of)) for month, of in _MONTH_AND_DAY.findall(closing)]
    begins, ends = named[0], named[-1]
    here = (day.month, day.day)
    if begins <= ends:
        return begins <= here <= ends
    else:
        return here >= begins or here <= ends


_MONTH_AND_DAY = re.compile(r"(\d{1,2})/(\d{1,2})")
