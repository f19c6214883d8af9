"""Moments as Slack writes them (1795415592.000100), and as minutes print them (19:05)."""

from datetime import UTC, date, datetime

from store.slots import JAPAN


def stamp(at: datetime) -> str:
    """A moment that compares with what was typed in Slack."""
    return f"{int(at.timestamp())}.{at.microsecond:06d}"


def moment(stamped: str) -> datetime:
    """The moment a stamp stands for."""
    return datetime.fromtimestamp(float(stamped), UTC)


def clock_time(stamped: str) -> str:
    """The time it was in Japan: 19:05."""
    return moment(stamped).astimezone(JAPAN).strftime("%H:%M")


def day(stamped: str) -> date:
    """The day it was in Japan."""
    return moment(stamped).astimezone(JAPAN).date()
