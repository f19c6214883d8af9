"""Days and times as a clerk writes them: 令和3年4月21日(水) 18:25～19:30."""

from datetime import date, time

from store import eras
from store.slots import MIDNIGHT


def day(value: date | None) -> str:
    """令和3年4月21日(水)"""
    return f"{eras.long_date(value)}({eras.weekday(value)})" if value else "開催日不明"


def sitting(held_on: date | None, starts_at: time | None, ends_at: time | None) -> str:
    """令和3年4月21日(水) 18:25～19:30"""
    begins = f"{starts_at:%H:%M}" if starts_at else ""
    # Nothing ends where its own day begins: that is the end of the day.
    ends = "24:00" if ends_at == MIDNIGHT else f"{ends_at:%H:%M}" if ends_at else ""
    return f"{day(held_on)} {begins}～{ends}" if begins or ends else day(held_on)
