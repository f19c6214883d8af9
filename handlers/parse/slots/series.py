"""Meetings that come again: 毎月第2火曜 18:30から1時間半, 毎週水曜, 隔週金曜, 奇数月第1月曜, 毎月25日.

毎月第2火曜        from tomorrow on; 4月から毎月… and 12/14から毎週… from that day on
毎月31日, 第5水曜  months without one are skipped, and the reader is told which; 毎月末 is in all
隔週, 隔月         counted from the first one, and the reader is told which that is
"""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from dateutil.rrule import MONTHLY, WEEKLY, rrule

from handlers.parse.slots.clocks import WHOLE_DAY, read_span
from handlers.parse.slots.days import read_days
from handlers.parse.slots.mistakes import SeveralDays, in_full, mistake, quoted
from handlers.parse.slots.months import Place, read_month_from, read_places
from handlers.parse.slots.reading import JOINT, read_venue, slot_of
from handlers.parse.slots.typed import AND, Typed
from handlers.parse.slots.weekdays import RULES, read_weekdays
from store import eras
from store.slots import Slot

# A weekly meeting for a year.
MOST_IN_SERIES = 53

_EXAMPLE = "毎月第2火曜 18:30から1時間半"


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """Slots one after the other; what was typed after them; what the reader should be told."""

    slots: tuple[Slot, ...]
    rest: str = ""
    notices: tuple[str, ...] = ()


def series(typed: str, today: date, count: int) -> Series:
    """The next `count` slots of 「毎月第2火曜 18:30から1時間半」."""
    if not 1 <= count <= MOST_IN_SERIES:
        raise mistake(f"回数は1回から{MOST_IN_SERIES}回までで入力してください。", "6回")
    words = Typed(typed, today)
    if not words.ahead:
        raise mistake("何曜日ごと、または毎月の何日かを入力してください。", _EXAMPLE)
    since = _since(words)
    if found := words.take(_WEEKLY):
        days = _weekly(words, since, count, interval=1 if found["every"] else 2)
    elif found := words.take(_MONTHLY):
        days = _monthly(words, since, count, found["months"])
    else:
        raise mistake(f"{quoted(words.rest)}は繰り返しとして読めません。", _EXAMPLE)
    words.take(JOINT)
    span = read_span(words)
    rest = read_venue(words, timed=span is not None)
    slots = tuple(slot_of(day, span or WHOLE_DAY) for day in days)
    return Series(slots=slots, rest=rest, notices=words.told)


def _since(words: Typed) -> date:
    mark = words.mark
    since = read_month_from(words)
    if since is None and not words.sees(_WEEKLY) and not words.sees(_MONTHLY):
        days = read_days(words)
        if len(days) > 1:
            raise SeveralDays(days)
        since = days[0] if days else None
    if since is None or not words.take(_FROM):
        words.back(mark)
        return words.today + timedelta(days=1)
    if since < words.today:
        raise mistake(f"始まりの{in_full(since)}は過ぎています。", "来月から毎月第2火曜")
    return since


def _weekly(words: Typed, since: date, count: int, *, interval: int) -> list[date]:
    weekdays = read_weekdays(words)
    if not weekdays:
        raise mistake("何曜日かを入力してください。", "毎週水曜 10時")
    start = _midnight(since)
    if interval > 1:
        [first] = rrule(WEEKLY, byweekday=weekdays, dtstart=start, count=1)
        words.tell(f"隔週は、最初の{in_full(first.date())}から数えました。")
        start = first
    found = rrule(WEEKLY, interval=interval, byweekday=weekdays, dtstart=start, count=count)
    return [moment.date() for moment in found]


def _monthly(words: Typed, since: date, count: int, months: str) -> list[date]:
    places = _places(words)
    rule = {
        "bymonth": _MONTHS.get(months),
        "byweekday": [RULES[one.weekday](one.nth) for one in places if one.weekday is not None],
        "bymonthday": [one.nth for one in places if one.weekday is None],
    }
    rule = {part: value for part, value in rule.items() if value}
    start, interval = _midnight(since), 1
    if months == "隔月":
        [start] = rrule(MONTHLY, dtstart=start, count=1, **rule)
        words.tell(f"隔月は、最初の{in_full(start.date())}から数えました。")
        interval = 2
    moments = list(rrule(MONTHLY, interval=interval, dtstart=start, count=count, **rule))
    passed = rrule(
        MONTHLY,
        interval=interval,
        bymonth=rule.get("bymonth"),
        dtstart=start.replace(day=1),
        until=moments[-1],
    )
    _tell_skipped(words, places, [month.date() for month in passed])
    return [moment.date() for moment in moments]


def _places(words: Typed) -> list[Place]:
    places: list[Place] = []
    while True:
        mark = words.mark
        more = [] if places and not words.take(AND) else read_places(words)
        if not more:
            words.back(mark)
            break
        places += more
    if not places:
        raise mistake("毎月の何日か、または第何何曜日かを入力してください。", _EXAMPLE)
    if len({place.weekday is None for place in places}) > 1:
        raise mistake("日付と曜日は、別々の繰り返しとして入力してください。", _EXAMPLE)
    for place in places:
        if place.of(*_LONG_MONTH) is None and place.weekday is None:
            raise mistake(f"{place.words}という日はありません。", "毎月25日")
    return places


def _tell_skipped(words: Typed, places: list[Place], months: list[date]) -> None:
    for place in places:
        skipped = [day for day in months if place.of(day.year, day.month) is None]
        if skipped:
            named = "、".join(
                f"{eras.year_name(day)}{day.month}月" for day in skipped[:_MOST_NAMED]
            )
            more = f"など{len(skipped)}か月" if len(skipped) > _MOST_NAMED else ""
            words.tell(f"{named}{more}には{place.words}がないので、飛ばしました。")


def _midnight(day: date) -> datetime:
    # rrule counts moments; without a zone they are days, nothing more.
    return datetime.combine(day, time())


_MOST_NAMED = 6
_LONG_MONTH = (2024, 1)
_MONTHS = {"奇数月": (1, 3, 5, 7, 9, 11), "偶数月": (2, 4, 6, 8, 10, 12)}
_WEEKLY = re.compile(r"(?P<every>毎週)の?|隔週の?|2週間?(?:ごと|に1[回度])[にの]?")
_MONTHLY = re.compile(r"(?P<months>毎月|各月|奇数月|偶数月|隔月)の?")
_FROM = re.compile(r"(?:から|より|以降)(?:は|,)?")
