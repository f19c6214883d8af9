"""Days: one, a list or a range of them.

3/4               always month and day
11/20, 16日       without a year or a month: the next such day, today included; the reader is
                  told where that is more than half a year away
水曜              the next one after today; a week begins on Monday, 来週の日曜 is its last day
12/14,15,17       numbers alone are days of the month before them
12/14-18          every day of it; 12/1-25の火木 only these weekdays
12/16(水)         a weekday that is not the day's is refused (WrongWeekday)
"""

import re
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

from handlers.parse.slots.mistakes import in_full, mistake, quoted
from handlers.parse.slots.months import WITH_YEAR, read_in_month
from handlers.parse.slots.typed import AND, BLANKS, NUMBER, Typed
from handlers.parse.slots.weekdays import RULES, check_given, read_weekdays
from store import eras

# Over the new year, not over half a year: that is a range written backwards.
LONGEST_RANGE = timedelta(days=92)


def read_days(typed: Typed, after: list[date] | None = None) -> list[date]:
    """The days that stand next; `after` are those already read in the same line."""
    days: list[date] = []
    since = typed.today
    while True:
        mark = typed.mark
        joined = typed.take(AND) is not None if days else bool(after)
        dated = typed.sees(WITH_YEAR)
        last = (days or after or [None])[-1]
        more = _days_or_range(typed, since, last, bare=joined)
        if not more:
            typed.back(mark)
            return list(dict.fromkeys(days))
        days += more
        if dated:
            since = more[0].replace(day=1)


def _days_or_range(typed: Typed, since: date, last: date | None, *, bare: bool) -> list[date]:
    days = _days(typed, since, last, bare=bare)
    if len(days) != 1:
        return days
    mark, [first] = typed.mark, days
    if typed.take(_TO):
        until = _days(typed, first, first, bare=True)
        if len(until) == 1:
            typed.take(_UNTIL)
            return _every_day(typed, first, until[0])
    typed.back(mark)
    return days


def _every_day(typed: Typed, first: date, last: date) -> list[date]:
    if not timedelta(0) <= last - first <= LONGEST_RANGE:
        raise mistake(
            f"{in_full(first)}から{in_full(last)}までと読めますが、日の順が逆か、"
            f"{LONGEST_RANGE.days}日より長くなっています。",
            "12/14-18 の午後",
        )
    days = [first + timedelta(days=ahead) for ahead in range((last - first).days + 1)]
    mark = typed.mark
    weekdays = read_weekdays(typed) if typed.take(_OF) else []
    if not weekdays:
        typed.back(mark)
        return days
    chosen = [day for day in days if day.weekday() in weekdays]
    if not chosen:
        named = "・".join(eras.WEEKDAYS[weekday] for weekday in weekdays)
        raise mistake(
            f"{in_full(first)}から{in_full(last)}までに{named}曜日はありません。", "12/1-25の火木"
        )
    return chosen


def _days(typed: Typed, since: date, last: date | None, *, bare: bool) -> list[date]:
    days = (
        _counted(typed)
        or _in_a_week(typed)
        or read_in_month(typed, since, last, bare=bare)
        or _coming(typed, last)
    )
    if len(days) == 1:
        check_given(typed, days[0])
    return days


def _counted(typed: Typed) -> list[date]:
    if word := typed.take(_DAY_WORD):
        return [typed.today + timedelta(days=_DAYS_ON[word["word"]])]
    if found := typed.take(_LATER):
        return [typed.today + eras.number(found["count"]) * _UNITS[found["unit"][-1]]]
    return []


def _in_a_week(typed: Typed) -> list[date]:
    found = typed.take(_WEEK)
    if found is None:
        return []
    weekdays = read_weekdays(typed)
    if not weekdays:
        raise mistake(
            f"{quoted(found['week'])}の何曜日かを入力してください。", f"{found['week']}水曜 10時"
        )
    return _of_week(typed.today + timedelta(weeks=_WEEKS_ON[found["week"]]), weekdays)


def _coming(typed: Typed, last: date | None) -> list[date]:
    mark = typed.mark
    following = typed.take(_FOLLOWING)
    if not typed.sees(_WEEKDAY_IN_FULL) or not (weekdays := read_weekdays(typed)):
        typed.back(mark)
        return []
    if last:
        return _of_week(last, weekdays)
    tomorrow = typed.today + timedelta(days=1)
    days = sorted(tomorrow + relativedelta(weekday=RULES[weekday](+1)) for weekday in weekdays)
    if following or typed.today.weekday() in weekdays:
        typed.tell(f"曜日だけなので、次の{'、'.join(map(in_full, days))}と読みました。")
    return days


def _of_week(day: date, weekdays: list[int]) -> list[date]:
    monday = day - timedelta(days=day.weekday())
    return [monday + timedelta(days=weekday) for weekday in weekdays]


_DAYS_ON = {
    **dict.fromkeys(("今日", "本日", "きょう"), 0),
    **dict.fromkeys(("明日", "あした", "あす", "翌日"), 1),
    **dict.fromkeys(("明後日", "あさって", "翌々日"), 2),
    **dict.fromkeys(("明々後日", "明明後日", "しあさって"), 3),
}
_WEEKS_ON = {
    "今週": 0,
    **dict.fromkeys(("来週", "翌週", "次週"), 1),
    **dict.fromkeys(("再来週", "さ来週", "翌々週"), 2),
}
_UNITS = {"日": relativedelta(days=1), "週": relativedelta(weeks=1), "月": relativedelta(months=1)}
_B = BLANKS
# あすか and あしたば are names.
_DAY_WORD = re.compile(
    rf"(?P<word>{'|'.join(_DAYS_ON)})(?=$|[^ぁ-ん]|[のにはと]|から|まで|より|いっぱい)"
)
_LATER = re.compile(rf"(?P<count>{NUMBER}){_B}(?P<unit>日|週|[かヶケヵカ箇]月)間?後")
_WEEK = re.compile(rf"(?P<week>{'|'.join(_WEEKS_ON)})の?")
_FOLLOWING = re.compile(r"(?:次|今度|次回)の?")
_WEEKDAY_IN_FULL = re.compile(rf"[{eras.WEEKDAYS}]曜")
_TO = re.compile(r"[~-]|から|より")
_UNTIL = re.compile(r"まで|迄")
_OF = re.compile("の")
