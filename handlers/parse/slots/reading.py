"""When a meeting is, when it may be, and until when: one(), many(), deadline()."""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from handlers.errors import UserError
from handlers.parse.slots.clocks import CLOCK, WHOLE_DAY, Span, read_clock, read_span, read_spans
from handlers.parse.slots.days import read_days
from handlers.parse.slots.mistakes import (
    EXAMPLE,
    SHORT_EXAMPLE,
    SeveralDays,
    mistake,
    quoted,
)
from handlers.parse.slots.typed import LONGEST_LIST, Typed
from store import text
from store.slots import CLOSES, JAPAN, MIDNIGHT, Slot

# As many as one can still weigh against each other, and as Slack's grid has room for.
MOST_CANDIDATES = 20

_POLL_EXAMPLE = "12/14-18 の午後"
_DEADLINE_EXAMPLE = "12/10(木) 17:00"


@dataclass(frozen=True, slots=True, kw_only=True)
class Understood:
    """One slot; what was typed after it (the venue); what the reader should be told."""

    slot: Slot
    rest: str = ""
    notices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidates:
    """Slots in the order of time, each once; what the reader should be told."""

    slots: tuple[Slot, ...]
    notices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """A moment in Japan; what the reader should be told."""

    at: datetime
    notices: tuple[str, ...] = ()


def one(typed: str, today: date) -> Understood:
    """The slot of 「12/16 18時半 市民文化会館」, and the venue as what remains."""
    words = Typed(typed, today)
    day = _one_day(words, EXAMPLE)
    words.take(JOINT)
    span = read_span(words)
    _refuse_another_day(words, day)
    rest = read_venue(words, timed=span is not None)
    return Understood(slot=slot_of(day, span or WHOLE_DAY), rest=rest, notices=words.told)


def many(typed: str, today: date) -> Candidates:
    """The candidates of a poll: several lines, 「12/14-18 の午後」, 「来週の火水木 10時～」."""
    words = text.clean(typed)
    if len(words) > LONGEST_LIST:
        raise mistake(
            f"候補日が長すぎます（{len(words):,}字）。{LONGEST_LIST:,}字までにしてください。",
            _POLL_EXAMPLE,
        )
    slots: set[Slot] = set()
    notices: list[str] = []
    for nth, line in enumerate(lines := words.splitlines(), start=1):
        try:
            read = Typed(_BULLET.sub("", line), today, LONGEST_LIST)
            slots.update(_candidates(read))
        except UserError as error:
            if len(lines) > 1:
                error.sentence = f"{nth}行目: {error.sentence}"
            raise
        notices += read.notices
    if not slots:
        raise mistake("候補の日時を入力してください。", _POLL_EXAMPLE)
    if len(slots) > MOST_CANDIDATES:
        raise mistake(
            f"候補は{MOST_CANDIDATES}件までです（{len(slots)}件ありました）。減らしてください。",
            _POLL_EXAMPLE,
        )
    in_order = sorted(slots, key=lambda slot: slot.place_in_line)
    return Candidates(slots=tuple(in_order), notices=tuple(dict.fromkeys(notices)))


def deadline(typed: str, today: date) -> Deadline:
    """The moment of 「12/10 17時まで」; a day without a time ends when offices close."""
    words = Typed(typed, today)
    day = _one_day(words, _DEADLINE_EXAMPLE)
    words.take(JOINT)
    at = datetime.combine(day, CLOSES, JAPAN)
    minutes = 12 * 60 if words.take(_MORNING) else read_clock(words)
    minutes = 24 * 60 if minutes is None and words.take(_WHOLE_DAY_LONG) else minutes
    if minutes is not None:
        at = datetime.combine(day, MIDNIGHT, JAPAN) + timedelta(minutes=minutes)
    words.take(_UNTIL)
    if words.rest:
        raise mistake(f"{quoted(words.rest)}は締切の時刻として読めません。", _DEADLINE_EXAMPLE)
    return Deadline(at=at, notices=words.told)


def read_venue(words: Typed, *, timed: bool) -> str:
    """What remains, if it is no time that was not understood."""
    words.take(_BEFORE_VENUE)
    if words.sees(CLOCK):
        raise mistake(
            f"{quoted(words.rest)}の時刻が余っています。終わりの時刻は「～」でつないでください。",
            SHORT_EXAMPLE,
        )
    if words.sees(_NO_VENUE):
        raise mistake(f"{quoted(words.rest)}は時刻としても場所としても読めません。")
    if not timed and words.finds(_TIME_LATER):
        raise mistake("時刻は日付のすぐ後に入力してください。場所はその後です。")
    return _AFTER_VENUE.sub("", words.rest)


def slot_of(day: date, span: Span) -> Slot:
    """The slot with these times on that day."""
    return Slot(day=day, starts_at=span.starts_at, ends_at=span.ends_at)


def _candidates(words: Typed) -> list[Slot]:
    words.take(_LABEL)
    slots: list[Slot] = []
    days: list[date] = []
    while words.ahead:
        days = read_days(words, after=days)
        if not days:
            raise mistake(f"{quoted(words.rest)}は候補の日時として読めません。", _POLL_EXAMPLE)
        words.take(JOINT)
        spans = read_spans(words) or [WHOLE_DAY]
        slots += [slot_of(day, span) for day in days for span in spans]
        words.take(_BETWEEN)
    return slots


def _one_day(words: Typed, example: str) -> date:
    words.take(_LABEL)
    if not words.ahead:
        raise mistake("日時を入力してください。", example)
    days = read_days(words)
    if not days and words.sees(CLOCK):
        raise mistake("日付がありません。日付から始めてください。", example)
    if not days:
        raise mistake(
            f"{quoted(words.rest)}は日時として読めません。日付から始めてください。", example
        )
    if len(days) > 1:
        raise SeveralDays(days)
    return days[0]


def _refuse_another_day(words: Typed, day: date) -> None:
    mark = words.mark
    words.take(_BETWEEN)
    try:
        more = read_days(words)
    except UserError:
        more = []  # not to be read as days: it is the venue
    words.back(mark)
    if more:
        raise SeveralDays([day, *more])


_LABEL = re.compile(
    r"(?:開催)?(?:日時|日程|期日|候補日?|締め?切り?日?|期限|回答期限)[0-9]{0,2} {0,4}(?:[:は]| |$)"
    r"|第?[0-9]{1,2}候補 {0,4}[:は]?|次回[はの]"
)
JOINT = re.compile(r"[のにはもTt,]{0,3}")
_BETWEEN = re.compile(r"[,・]|と|または|又は|及び")
_MORNING = re.compile(r"午前中?(?![ の]{0,4}[0-9〇零一二三四五六七八九十])")
_WHOLE_DAY_LONG = re.compile(r"中(?=$|[ にま])|いっぱい|終日")
_UNTIL = re.compile(
    r"(?:頃|ごろ)?(?:まで|迄)?に?[ (]{0,2}(?:必着|厳守|期限|締め?切り?|〆切)?(?:です|とする)?[ )]{0,2}"
)
_BEFORE_VENUE = re.compile(
    r"(?:[にで](?=[ ,]))?[ ,]{0,8}(?:(?:開催)?(?:場所|会場)[ :は]|於[て: ]|@)?"
)
_AFTER_VENUE = re.compile(r"(?<=[一-龥々ァ-ヶー0-9０-９A-Za-z])(?:にて|で)(?:開催)?(?:予定)?$")
_NO_VENUE = re.compile(
    r"[~:-]|[0-9]{1,3} {0,4}(?:[:時])|[0-2]?[0-9]\.[0-5][0-9](?=$|[ ~-])|[0-9]{1,4}$"
    r"|(?:から|より|まで)$|\(?約?[0-9一二三四五六七八九十.]{1,4}(?:時間半?|分間?)(?=$|[ )])"
)
_TIME_LATER = re.compile(r"[0-9]{1,2}:[0-9]{2}|[0-9]{1,2} {0,4}時(?!間)|正午")
_BULLET = re.compile(
    r"^\s*(?:[・●○◯〇■□◆◇※*＊ー–-]|[①-⑳⑴-⒇]|[(（]?[0-9０-９]{1,2}(?:[)）]|[.．、](?=\s)))\s*"
)
