"""Mistakes in when something is: a sentence, and what could be typed instead."""

from datetime import date, timedelta

from handlers.errors import UserError
from store import eras

EXAMPLE = "令和8年12月16日(水) 18:25～19:30"
SHORT_EXAMPLE = "12/16 18:30～20:00"

# As much of somebody's words as a sentence repeats.
_QUOTED = 30


class WrongWeekday(UserError):
    """The weekday is not that day's; `nearest` is the day nearest to it that has the weekday."""

    def __init__(self, day: date, weekday: str) -> None:
        ahead = (eras.WEEKDAYS.index(weekday) - day.weekday() + 3) % 7 - 3
        self.day, self.nearest = day, day + timedelta(days=ahead)
        super().__init__(
            f"{eras.long_date(day)}は{eras.weekday(day)}曜日です。"
            f"{weekday}曜日なら、いちばん近いのは{in_full(self.nearest)}です。"
            "日付か曜日を直してください。"
        )


class SeveralDays(UserError):
    """More than one day, where one is wanted."""

    def __init__(self, days: list[date]) -> None:
        self.days = days
        some = "、".join(map(in_full, days[:3])) + ("など" if len(days) > 3 else "")
        super().__init__(
            f"{some}の{len(days)}日を指しています。1日だけにしてください。例: {SHORT_EXAMPLE}"
        )


def check_weekday(day: date, weekday: str) -> None:
    """Refuse a weekday (月 to 日) that is not the day's."""
    if eras.weekday(day) != weekday:
        raise WrongWeekday(day, weekday)


def mistake(sentence: str, example: str = EXAMPLE) -> UserError:
    """The sentence with what could be typed instead."""
    return UserError(f"{sentence}例: {example}")


def quoted(words: str) -> str:
    """Somebody's words in 「」, on one line and not too long."""
    line = " ".join(words.split())
    return f"「{line[:_QUOTED]}…」" if len(line) > _QUOTED else f"「{line}」"


def in_full(day: date) -> str:
    """令和8年12月16日(水)"""
    return f"{eras.long_date(day)}({eras.weekday(day)})"
