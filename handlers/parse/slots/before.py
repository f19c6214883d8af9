"""How long before a meeting somebody is reminded.

3日前 17:00, 前日17時, 1週間前の朝9時, 当日9時    so many days before the meeting's day
1時間前, 1時間半前, 30分前, 開始時刻              so long before the meeting begins
3日前, 前日, 当日                                 without a time: when offices open, 9:00
"""

import re
from datetime import date, time

from handlers.errors import UserError
from handlers.parse.slots.clocks import read_clock
from handlers.parse.slots.mistakes import mistake, quoted
from handlers.parse.slots.typed import BLANKS, NUMBER, Typed
from store import eras
from store.slots import OPENS, Before

# Earlier than that, no council has fixed its day; hours are for the last days.
MOST_DAYS, MOST_HOURS = 180, 72

_EXAMPLE = "3日前 17:00、1時間前"


def before(typed: str) -> Before:
    """What 「3日前 17:00」 says; Before.words says it again, with the time that was left out."""
    words = Typed(typed, _ANY_DAY)
    words.take(_OF_MEETING)
    if not words.ahead:
        raise mistake("いつお知らせするかを入力してください。", _EXAMPLE)
    if words.take(_AT_START):
        found = Before()
    elif length := words.take(_LENGTH):
        found = Before(minutes=_minutes(length))
    else:
        found = Before(days=_days(words), at=_time(words))
    words.take(_END)
    if words.rest:
        raise _unreadable(words)
    return found


def _minutes(found: re.Match[str]) -> int:
    minutes = eras.number(found["only"] or found["minutes"] or "0")
    minutes += 60 * eras.number(found["hours"] or "0")
    minutes += 30 if found["half"] else 0
    if minutes > MOST_HOURS * 60:
        raise mistake(
            f"時間で数えるのは{MOST_HOURS}時間前までです。日数で入力してください。", "4日前"
        )
    return minutes


def _days(words: Typed) -> int:
    if words.take(_UNCOUNTED):
        raise mistake(
            "「か月前」「営業日前」では数えられません。日数で入力してください。", "30日前"
        )
    if word := words.take(_DAY_WORD):
        return _DAYS[word.group()]
    found = words.take(_DAYS_BEFORE)
    if found is None:
        raise _unreadable(words)
    days = eras.number(found["count"]) * (7 if "週" in found["unit"] else 1)
    if days > MOST_DAYS:
        raise mistake(f"お知らせできるのは{MOST_DAYS}日前からです。", _EXAMPLE)
    return days


def _time(words: Typed) -> time:
    words.take(_JOINT)
    minutes = read_clock(words)
    if minutes is None:
        return OPENS
    if minutes == 24 * 60:
        raise mistake("24:00は翌日の0:00のことです。翌日の0:00で入力してください。", "2日前 0:00")
    return time(*divmod(minutes, 60))


def _unreadable(words: Typed) -> UserError:
    return mistake(f"{quoted(words.rest)}は、お知らせの時期として読めません。", _EXAMPLE)


_DAYS = {"当日": 0, "前日": 1, "前々日": 2}
# Nothing here depends on the day it is.
_ANY_DAY = date(2000, 1, 1)
_B = BLANKS
_COUNT = rf"(?:[0-9]{{1,4}}|{NUMBER})"
_OF_MEETING = re.compile(r"(?:会議|開催日?|締切日?|締め切り|期限)の")
_AT_START = re.compile(r"開始時刻?|定刻")
_LENGTH = re.compile(
    rf"(?:(?P<hours>{_COUNT}){_B}時間(?P<half>半)?(?:{_B}(?P<minutes>{NUMBER}){_B}分)?|"
    rf"(?P<only>{_COUNT}){_B}分){_B}前"
)
_UNCOUNTED = re.compile(rf"{_COUNT}{_B}(?:[かヶケヵカ箇]月|営業日|開庁日|年){_B}前")
_DAY_WORD = re.compile("|".join(_DAYS))
_DAYS_BEFORE = re.compile(rf"(?P<count>{_COUNT}){_B}(?P<unit>日|週間?){_B}前")
_JOINT = re.compile("[の,に]?")
_END = re.compile(r"に?(?:通知|お?知らせ)?")
