"""Days and times as a clerk writes them: 令和3年4月21日(水) 18:25～19:30."""

from datetime import date, time

from store import eras


def day(value: date | None) -> str:
    """令和3年4月21日(水)"""
    return f"{eras.long_date(value)}({eras.weekday(value)})" if value else "開催日不明"


def sitting(held_on: date | None, starts_at: time | None, ends_at: time | None) -> str:
    """令和3年4月21日(水) 18:25～19:30"""
    times = "～".join(at.strftime("%H:%M") if at else "" for at in (starts_at, ends_at))
    return day(held_on) if times == "～" else f"{day(held_on)} {times}"
