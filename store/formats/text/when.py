"""When a meeting was held (日時): the day, its weekday, and from when until when."""

import re
from datetime import date, time
from typing import NamedTuple

from store import eras


class When(NamedTuple):
    """The day and the times a header prints, as far as it prints them."""

    held_on: date | None
    starts_at: time | None
    ends_at: time | None


def read_when(printed: str) -> When:
    """Give the day and the times printed; what cannot be is a ValueError with a sentence."""
    found = eras.find_date(printed)
    if found is None:
        return When(None, *read_times(printed))
    after = printed[found.end :]
    _check_weekday(found.day, after)
    return When(found.day, *read_times(after))


def _check_weekday(day: date, after: str) -> None:
    printed = _WEEKDAY.match(after)
    if printed and printed[1] != eras.weekday(day):
        raise ValueError(
            f"曜日が合いません。{eras.long_date(day)}は{eras.weekday(day)}曜日ですが、"
            f"「{printed[1]}」と書かれています。日付か曜日を直してください。"
        )


_WEEKDAY = re.compile(
    r"[ \t　]{0,4}[(（]?[ 　]?([月火水木金土日])(?:曜日?|(?=[ 　・祝休]{0,3}[)）]))"
)


def read_times(printed: str) -> tuple[time | None, time | None]:
    """Give when it begins and ends: 「18:25～19:30」, 「午後6時から8時まで」, 「18時半」."""
    times = list(TIME.finditer(printed))[:2]
    if not times:
        return None, None
    starts_at = _clock(times[0], half=_half(times[0]))
    if len(times) == 1:
        is_end = _ENDS.match(printed, times[0].end()) is not None
        return (None, starts_at) if is_end else (starts_at, None)
    ends_at = _clock(times[1], half=_half(times[1]) or _half(times[0]), after=starts_at)
    if ends_at < starts_at:
        raise ValueError(
            f"終了時刻（{ends_at:%H:%M}）が開始時刻（{starts_at:%H:%M}）より前になっています。"
            "時刻を直してください。"
        )
    return starts_at, ends_at


_NUMBER = r"(?:[0-9０-９]{1,2}|[〇零一二三四五六七八九十]{1,3})"
TIME = re.compile(
    rf"(?P<noon>正午)|(?P<half>午前|午後)?[ 　]{{0,4}}(?P<hour>{_NUMBER})[ 　]{{0,4}}"
    rf"(?:時(?!間)[ 　]{{0,4}}(?:(?P<minute>{_NUMBER})[ 　]{{0,4}}分|(?P<thirty>半))?"
    rf"|[:：](?P<colon>[0-9０-９]{{2}}))"
)

_ENDS = re.compile(r"[ 　]{0,4}(?:まで|閉会|散会|閉議|終了)")


def _half(found: re.Match[str]) -> str | None:
    return found["half"]


def _clock(found: re.Match[str], half: str | None, after: time | None = None) -> time:
    if found["noon"]:
        return time(12)
    hour = eras.number(found["hour"])
    minute = 30 if found["thirty"] else eras.number(found["minute"] or found["colon"] or "0")
    if half == "午後" and hour < 12:
        # 「午前10時～11時」 stays in the morning, 「午後6時～午前…」 is refused by its caller.
        hour += 12
    try:
        clock = time(hour, minute)
    except ValueError as error:
        raise ValueError(f"「{found.group().strip()}」という時刻はありません。") from error
    if after and clock < after and found["half"] is None and half == "午前" and hour < 12:
        return time(hour + 12, minute)
    return clock
