"""Times: 18時半, 午後6時半から1時間, 1830-1930, 正午, 終日.

5時, 6時半        1 to 6 without 午前, 午後 or a leading zero are in the afternoon, where
                  meetings are; the reader is told. 7 to 23 are as written, and so is 06:30
午後6時～8時      an end follows its start into the afternoon; 10時～3時 ends at 15:00
24:00, 0:00       as an end: the end of the day. Nothing goes on over midnight
午前12時          noon to some and midnight to others: refused
午前, 午後, 夜間   as candidates: the hours a meeting room is let by, and the reader is told
終日              the whole day
"""

import re
from collections import defaultdict
from datetime import time
from typing import NamedTuple

from handlers.errors import UserError
from handlers.parse.slots.mistakes import SHORT_EXAMPLE, mistake, quoted
from handlers.parse.slots.typed import AND, BLANKS, NUMBER, Typed
from store import eras
from store.slots import MIDNIGHT


class Span(NamedTuple):
    """From when until when; the whole day without a start."""

    starts_at: time | None
    ends_at: time | None


# 公民館 and 市民会館 let their rooms in the morning, the afternoon and the evening.
MORNING, AFTERNOON, EVENING = (
    Span(time(9), time(12)),
    Span(time(13), time(17)),
    Span(time(18), time(21)),
)
WHOLE_DAY = Span(None, None)

_DAY = 24 * 60


class Clock(NamedTuple):
    """A time as printed: minutes after midnight, the half of the day, and whether that is open."""

    minutes: int
    half: str | None
    is_open: bool
    printed: str


def read_spans(typed: Typed) -> list[Span]:
    """The times that stand next, joined by 、 or と: 10時～11時、14時～15時."""
    spans: list[Span] = []
    while True:
        mark = typed.mark
        if spans and not typed.take(AND):
            return spans
        span = read_span(typed)
        if span is None:
            typed.back(mark)
            return spans
        spans.append(span)


def read_span(typed: Typed) -> Span | None:
    """The times that stand next, if any do."""
    for words, span in _WORDS.items():
        if found := typed.take(words):
            if span.starts_at and span.ends_at:
                between = f"{span.starts_at:%H:%M}～{span.ends_at:%H:%M}"
                typed.tell(f"「{found[1]}」は{between}と読みました。")
            return span
    found = typed.take(CLOCK)
    if found is None:
        return None
    clock = settled(typed, _clock(found))
    if clock.minutes == _DAY:
        raise mistake(
            f"{quoted(clock.printed)}は翌日の0:00のことです。"
            "0:00に始めるなら、翌日の日付で入力してください。",
            "12/17 0:00",
        )
    if typed.sees(_ONLY_END):
        raise mistake("開始時刻がありません。終了時刻だけでは決められません。", SHORT_EXAMPLE)
    typed.take(_OPENING)
    return Span(_time(clock.minutes), _end(typed, clock))


def read_clock(typed: Typed) -> int | None:
    """The one time that stands next, in minutes after midnight: 24:00 is 1440."""
    found = typed.take(CLOCK)
    return settled(typed, _clock(found)).minutes if found else None


def settled(typed: Typed, clock: Clock) -> Clock:
    """The clock on 24 hours: 1 to 6 are in the afternoon if nothing says otherwise."""
    if not clock.is_open or not 60 <= clock.minutes < 7 * 60:
        return clock
    return _in_the_afternoon(typed, clock)


def _in_the_afternoon(typed: Typed, clock: Clock) -> Clock:
    minutes = clock.minutes + 12 * 60
    typed.tell(
        f"{quoted(clock.printed)}は午後（{_time(minutes):%H:%M}）と読みました。"
        f"午前なら「{_time(clock.minutes):%H:%M}」と入力してください。"
    )
    return Clock(minutes, "pm", False, clock.printed)


def _end(typed: Typed, start: Clock) -> time | None:
    mark = typed.mark
    dash = typed.take(_TO)
    if length := typed.take(_LENGTH):
        ends = start.minutes + _length(length)
        if ends > _DAY:
            raise _over_midnight()
        typed.take(_CLOSING)
        return _time(ends)
    if not dash:
        typed.back(mark)
        return None
    if typed.sees(_NEXT_DAY):
        raise _over_midnight()
    found = typed.take(CLOCK) or typed.take(_SHORT_END)
    if found:
        ends = _followed(typed, _clock(found), start)
        typed.take(_CLOSING)
        return ends
    if dash["dash"] and (wrong := typed.sees(_DIGITS)):
        raise mistake(f"終了時刻{quoted(wrong.group())}が読めません。", SHORT_EXAMPLE)
    return None


def _followed(typed: Typed, clock: Clock, start: Clock) -> time:
    minutes = clock.minutes
    if clock.is_open and start.half == "pm":
        minutes += 12 * 60
    elif clock.is_open and minutes <= start.minutes and 60 <= minutes < 7 * 60:
        minutes = _in_the_afternoon(typed, clock).minutes
    elif minutes == 0:
        minutes = _DAY
    if minutes <= start.minutes:
        raise mistake(
            f"終了時刻（{_time(minutes):%H:%M}）が開始時刻（{_time(start.minutes):%H:%M}）より後に"
            "なっていません。日をまたぐ会議は、1日ずつに分けてください。",
            SHORT_EXAMPLE,
        )
    return _time(minutes)


def _over_midnight() -> UserError:
    return mistake(
        "会議が日をまたいでいます。24:00までにし、続きは翌日の会議として入力してください。",
        "12/16 22:00～24:00",
    )


def _length(found: re.Match[str]) -> int:
    hours = found["hours"]
    if hours and "." in hours:
        minutes = round(float(hours) * 60)
    else:
        minutes = eras.number(hours) * 60 if hours else 0
    minutes += 30 if found["half_hour"] else 0
    minutes += eras.number(found["more"] or found["minutes"] or "0")
    if not minutes:
        raise mistake("会議の長さが0分です。", "12/16 18:30から1時間半")
    return minutes


def _clock(found: re.Match[str]) -> Clock:
    printed, read = found.group().strip(), defaultdict(str, found.groupdict(""))
    if read["noon"]:
        return Clock(12 * 60, "pm", False, printed)
    digits = read["hour"] or read["bare"][:-2]
    minutes = (read[name] for name in ("minute", "short", "colon", "short_bare"))
    hour = eras.number(digits)
    minute = 30 if read["thirty"] else eras.number("".join(minutes) or read["bare"][-2:] or "0")
    half = read["half"] or read["after"]
    if minute > 59 or hour * 60 + minute > _DAY:
        raise _no_such_time(printed)
    if not half:
        return Clock(hour * 60 + minute, None, hour < 12 and digits[0] not in "0〇零", printed)
    hour = _on_24_hours(hour, _HALVES.get(half, half.upper()[0] + "M"), printed)
    return Clock(hour * 60 + minute, "pm" if hour >= 12 else "am", False, printed)


def _on_24_hours(hour: int, half: str, printed: str) -> int:
    if hour == 12 and half in ("AM", "PM"):
        raise mistake(
            f"{quoted(printed)}は、昼の12時とも夜の12時とも読めます。"
            "昼なら「12:00」、夜なら「24:00」のように入力してください。",
            "12/16 12:00～13:30",
        )
    if (half == "AM" and hour > 12) or (half == "night" and (hour < 5 or 12 < hour < 17)):
        raise _no_such_time(printed)
    if half == "night" and hour == 12:
        return 24
    if hour >= 12 or half == "AM" or (half == "noon" and hour > 5):
        return hour
    return hour + 12


def _no_such_time(printed: str) -> UserError:
    return mistake(
        f"{quoted(printed)}という時刻はありません。0:00から24:00までで入力してください。",
        SHORT_EXAMPLE,
    )


def _time(minutes: int) -> time:
    return MIDNIGHT if minutes == _DAY else time(*divmod(minutes, 60))


_HALVES = {
    **dict.fromkeys(("午前", "朝"), "AM"),
    **dict.fromkeys(("午後", "夕方", "夕"), "PM"),
    **dict.fromkeys(("昼", "お昼"), "noon"),
    **dict.fromkeys(("夜", "晩"), "night"),
}
_B = BLANKS
_HALF = rf"(?P<half>午前|午後|朝|お?昼|夕方|夕|夜|晩|[AaPp]\.?[Mm]\.?)の?{_B}"
# Digits alone are a time on the hour's fives only, so that 1201 is a room.
_END_OF_DIGITS = r"(?=$|[ ,()~-]|から|より|まで|開|に)"
_HOURS_FOLLOW = rf"(?={_B}(?:[~-]|から){_B}{NUMBER}{_B}時(?!間))"
CLOCK = re.compile(
    rf"(?:{_HALF})?(?:(?P<noon>正午)|(?P<bare>[0-2][0-9][0-5][05]){_END_OF_DIGITS}"
    rf"|(?P<hour>{NUMBER})(?:{_B}時(?!間|限|保育|避難|預)(?:{_B}(?P<thirty>半)|{_B}(?P<minute>{NUMBER}){_B}分(?!間)"
    rf"|{_B}(?P<short>[0-9]{{2}})(?![0-9階号番人名]))?"
    rf"|{_B}:{_B}(?P<colon>[0-9]{{2}})(?::00)?(?![0-9:])|{_HOURS_FOLLOW}"
    rf"|(?={_B}[AaPp]\.?[Mm]\b)|(?P<short_bare>[0-5][05])(?=-[0-9]{{3,4}}{_END_OF_DIGITS})))"
    rf"(?:{_B}(?P<after>[AaPp]\.?[Mm]\b\.?))?"
)
_SHORT_END = re.compile(rf"(?P<bare>[0-9][0-5][05]){_END_OF_DIGITS}")
_WORDS = {
    re.compile(r"(午前)中?(?=$|[ ,・)と])"): MORNING,
    re.compile(r"(午後)(?=$|[ ,・)と])"): AFTERNOON,
    re.compile(r"(夜間?)(?=$|[ ,・)と])"): EVENING,
    re.compile(r"(終日|全日|一日中)"): WHOLE_DAY,
}
_OPENING = re.compile(r"(?:頃|ごろ)?(?:(?:の|に|,)?(?:開会|開始|開催|スタ-ト))?(?:予定)?")
_ONLY_END = re.compile(r"(?:頃|ごろ)?(?:まで|迄|終了|閉会)")
_TO = re.compile(rf"(?P<dash>[~-])|から|より|,(?=[^,]{{1,12}}(?:閉会|終了))|{_B}→")
_NEXT_DAY = re.compile(r"翌")
_DIGITS = re.compile(r"[0-9][0-9:時.]*(?=$|[ ,)])")
_LENGTH = re.compile(
    rf"\(?{_B}(?:約|およそ)?{_B}(?:(?P<hours>[0-9]{{1,2}}(?:\.[0-9])?|{NUMBER}){_B}時間"
    rf"(?:{_B}(?P<half_hour>半)|{_B}(?P<more>{NUMBER}){_B}分)?"
    rf"|(?P<minutes>[0-9]{{1,3}}|{NUMBER}){_B}分間?)(?:程度|ほど|くらい|ぐらい)?(?:の?予定)?{_B}\)?"
)
_CLOSING = re.compile(
    rf"(?:頃|ごろ)?(?:まで|迄)?(?:(?:の|に|,)?(?:閉会|終了|散会))?{_B}(?:\({_B}予定{_B}\)|予定)?"
)
