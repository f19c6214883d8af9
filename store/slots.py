"""Slots (日時): the day and the times something is, in Japan, wherever it is looked at from."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

JAPAN = ZoneInfo("Asia/Tokyo")

# When city offices open; and a deadline should find somebody still there (they close at 17:15).
OPENS, CLOSES = time(9), time(17)

# Two hours are what a sitting is planned for, and what pay by time counts as one (大田区).
USUAL_LENGTH = timedelta(hours=2)

MIDNIGHT = time(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """A day with its times; without a start it is the whole day (終日).

    An end of 00:00 is 24:00, the end of that day: nothing ends where its own day begins.
    """

    day: date
    starts_at: time | None = None
    ends_at: time | None = None

    def __post_init__(self) -> None:
        if self.ends_at is None:
            return
        if self.starts_at is None:
            raise ValueError("a slot that ends has to start")
        if self.ends_at != MIDNIGHT and self.ends_at <= self.starts_at:
            raise ValueError("a slot has to end after it starts")

    @property
    def is_all_day(self) -> bool:
        """Whether it is the whole day."""
        return self.starts_at is None

    @property
    def begins(self) -> datetime:
        """The moment it begins; a whole day begins at midnight."""
        return datetime.combine(self.day, self.starts_at or MIDNIGHT, JAPAN)

    @property
    def ends(self) -> datetime | None:
        """The moment it ends, if that is known; a whole day ends at midnight."""
        if self.is_all_day or self.ends_at == MIDNIGHT:
            return datetime.combine(self.day + timedelta(days=1), MIDNIGHT, JAPAN)
        return datetime.combine(self.day, self.ends_at, JAPAN) if self.ends_at else None

    @property
    def place_in_line(self) -> tuple[datetime, bool, datetime]:
        """What slots are sorted by: when they begin, the whole day first, the shorter first."""
        return self.begins, not self.is_all_day, self._over

    def clashes_with(self, other: "Slot") -> bool:
        """Whether nobody can be at both; without an end, a slot has the usual length."""
        return self.begins < other._over and other.begins < self._over

    @property
    def _over(self) -> datetime:
        return self.ends or self.begins + USUAL_LENGTH


@dataclass(frozen=True, slots=True, kw_only=True)
class Before:
    """How long before a slot something is due.

    With `at`: at that time, so many days before (当日: none). Without: so many minutes before it
    begins; a whole day begins when offices open.
    """

    days: int = 0
    minutes: int = 0
    at: time | None = None

    def __post_init__(self) -> None:
        if (self.at is None and self.days) or (self.at is not None and self.minutes):
            raise ValueError("either days and a time, or minutes")

    def moment(self, slot: Slot) -> datetime:
        """The moment it is due for that slot; 当日 may fall after the slot begins."""
        if self.at is None:
            opens = datetime.combine(slot.day, OPENS, JAPAN)
            begins = opens if slot.is_all_day else slot.begins
            return (begins - timedelta(minutes=self.minutes)).astimezone(UTC)
        day = slot.day - timedelta(days=self.days)
        return datetime.combine(day, self.at, JAPAN).astimezone(UTC)

    @property
    def words(self) -> str:
        """As it is said, and as it is read again: 3日前 17:00, 当日 09:00, 1時間前, 開始時刻."""
        if self.at is not None:
            return f"{f'{self.days}日前' if self.days else '当日'} {self.at:%H:%M}"
        if not self.minutes:
            return "開始時刻"
        hours, minutes = divmod(self.minutes, 60)
        return f"{self.minutes}分前" if minutes else f"{hours}時間前"
