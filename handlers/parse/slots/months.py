"""Days of a month: 令和8年12月16日, 12/16, 来月25日, 12月第2・第4火曜, 来月末, 16日."""

import re
from calendar import isleap, monthrange
from datetime import date, timedelta
from typing import NamedTuple

from dateutil.relativedelta import relativedelta

from handlers.errors import UserError
from handlers.parse.periods import FIRST_YEAR
from handlers.parse.slots.mistakes import EXAMPLE, in_full, mistake, quoted
from handlers.parse.slots.typed import BLANKS, NUMBER, Typed
from handlers.parse.slots.weekdays import RULES, read_weekdays
from store import eras

# A council plans its term of office; a year beyond that is a slip of the finger.
YEARS_AHEAD = 10

# Without a year, a day of next year this far ahead may be meant as one just over: told.
FAR = timedelta(days=183)


class Place(NamedTuple):
    """A place in a month: its nth day or its nth weekday; -1 is the last."""

    nth: int
    weekday: int | None = None

    def of(self, year: int, month: int) -> date | None:
        """The day in that month, if it has one."""
        first, length = date(year, month, 1), monthrange(year, month)[1]
        if self.weekday is None:
            nth = length if self.nth == -1 else self.nth
            return first.replace(day=nth) if 1 <= nth <= length else None
        start = first if self.nth > 0 else first.replace(day=length)
        day = start + relativedelta(weekday=RULES[self.weekday](self.nth))
        return day if day.month == month else None

    @property
    def words(self) -> str:
        """As it is said: 31日, 末日, 第5水曜日, 最終水曜日."""
        if self.weekday is None:
            return "末日" if self.nth == -1 else f"{self.nth}日"
        nth = "最終" if self.nth == -1 else f"第{self.nth}"
        return f"{nth}{eras.WEEKDAYS[self.weekday]}曜日"


class Month(NamedTuple):
    """A month, perhaps without its year."""

    year: int | None
    month: int


def read_in_month(typed: Typed, since: date, last: date | None, *, bare: bool) -> list[date]:
    """The days that stand next; `last` is the day before them in a list, whose month they share.

    `bare`: a number without 日 is a day, too.
    """
    if eras.begins_with_date(typed.ahead):
        return [_full_date(typed)]
    mark = typed.mark
    year = _read_year(typed)
    # After a day, 18.30 is rather a time.
    if found := typed.take(_SLASHED) or (typed.take(_DOTTED) if last is None else None):
        month = _month(year, eras.number(found["month"]))
        return [_resolved(typed, month, Place(eras.number(found["day"])), since)]
    if month := _read_month(typed, year):
        typed.take(_OF)
        places = read_places(typed, bare=True)
        if not places:
            raise mistake(f"{month.month}月の何日かを入力してください。", "12月16日、12月第3水曜")
        return [_resolved(typed, month, place, since) for place in places]
    if year:
        typed.back(mark)
        return []
    month = Month(last.year, last.month) if last else None
    return [_resolved(typed, month, place, since) for place in read_places(typed, bare=bare)]


def read_places(typed: Typed, *, bare: bool = False) -> list[Place]:
    """The places in a month that stand next: 第2・第4火曜, 最終金曜, 末日, 25日."""
    if typed.take(_END_OF_MONTH):
        return [Place(-1)]
    mark = typed.mark
    found = typed.take(_NTH)
    if found and (weekdays := read_weekdays(typed)):
        nths = [eras.number(nth) for nth in _NUMBERS.findall(found["nths"] or "")] or [-1]
        if found["week"]:
            raise mistake(
                "「第3週の水曜」のような言い方は、数え方が分かれます。第何何曜日かで入力してください。",
                "第3水曜",
            )
        if not all(nth in (-1, 1, 2, 3, 4, 5) for nth in nths):
            raise mistake(f"{quoted(found.group())}はありません。第1から第5までです。", "第3水曜")
        return [Place(nth, weekday) for nth in nths for weekday in weekdays]
    typed.back(mark)
    found = typed.take(_DAY) or (typed.take(_BARE_DAY) if bare else None)
    return [Place(eras.number(found["day"]))] if found else []


def read_month_from(typed: Typed) -> date | None:
    """The first day of the month that stands next, alone; the next such month without a year."""
    mark = typed.mark
    month = _read_month(typed, _read_year(typed))
    if month is None or not typed.sees(_FROM):
        typed.back(mark)
        return None
    today = typed.today
    year = month.year or (today.year if month.month >= today.month else today.year + 1)
    # Of a month that has begun, what is left of it.
    return today if (year, month.month) == (today.year, today.month) else date(year, month.month, 1)


def upcoming(place: Place, since: date) -> date:
    """The next such day, `since` included."""
    month = since.replace(day=1)
    while (day := place.of(month.year, month.month)) is None or day < since:
        month += relativedelta(months=1)
    return day


def _full_date(typed: Typed) -> date:
    ahead = typed.ahead
    try:
        found = eras.find_date(ahead)
    except ValueError as error:
        raise mistake(str(error)) from error
    assert found, "begins_with_date() says there is one"
    typed.skip(found.end)
    _check_year(typed.today, found.day.year)
    return found.day


def _check_year(today: date, year: int) -> None:
    if not FIRST_YEAR <= year <= today.year + YEARS_AHEAD:
        raise mistake(
            f"{year}年の日時は扱えません。{YEARS_AHEAD}年先までの年にしてください。", EXAMPLE
        )


def _read_year(typed: Typed) -> int | None:
    found = typed.take(_YEAR)
    if found is None:
        return None
    if found["relative"]:
        return typed.today.year + _YEARS_ON[found["relative"]]
    try:
        year = eras.read_year(found["year"])
    except ValueError as error:
        raise mistake(str(error)) from error
    _check_year(typed.today, year)
    return year


def _read_month(typed: Typed, year: int | None) -> Month | None:
    if year is None and (word := typed.take(_MONTH_WORD)):
        day = typed.today + relativedelta(months=_MONTHS_ON[word.group()])
        return Month(day.year, day.month)
    found = typed.take(_MONTH)
    return _month(year, eras.number(found["month"])) if found else None


def _month(year: int | None, month: int) -> Month:
    if not 1 <= month <= 12:
        raise mistake(f"{month}月という月はありません。1月から12月までで入力してください。")
    return Month(year, month)


def _resolved(typed: Typed, month: Month | None, place: Place, since: date) -> date:
    if place.weekday is None and not (place.nth == -1 or 1 <= place.nth <= 31):
        raise mistake(f"{place.nth}日という日はありません。1日から31日までで入力してください。")
    if month is None:
        return upcoming(place, since)
    year = month.year or (since.year if month.month >= since.month else since.year + 1)
    day = place.of(year, month.month)
    if month.year is None and day and day < since:
        year += 1
        day = place.of(year, month.month)
    if day is None:
        raise _missing(place, year, month.month)
    if not month.year and since == typed.today and year > since.year and day - since > FAR:
        typed.tell(f"年の指定がないので、次の{in_full(day)}と読みました。")
    return day


def _missing(place: Place, year: int, month: int) -> UserError:
    named = f"{eras.year_name(date(year, month, 1))}{month}月"
    if place.weekday is not None:
        return mistake(f"{named}に{place.words}はありません。", f"{month}月最終水曜")
    if (month, place.nth) == (2, 29):
        leap = next(later for later in range(year, year + 9) if isleap(later))
        following = f"{eras.year_name(date(leap, 2, 29))}2月29日"
        return mistake(f"{named}29日という日はありません。次の2月29日は閏年にあります。", following)
    return mistake(f"{month}月{place.nth}日という日はありません。正しい日付に直してください。")


_YEARS_ON = {"今年": 0, "本年": 0, "来年": 1, "翌年": 1, "再来年": 2}
_MONTHS_ON = {
    **dict.fromkeys(("今月", "当月", "本月"), 0),
    **dict.fromkeys(("来月", "翌月"), 1),
    **dict.fromkeys(("再来月", "さ来月", "翌々月"), 2),
}
_B = BLANKS
_NTH_YEAR = rf"{_B}(?:元|[0-9]{{1,3}}|[〇零一二三四五六七八九十]{{1,4}})"
_YEAR = re.compile(
    rf"(?:(?P<year>(?:(?:明治|大正|昭和|平成|令和|[MTSHRmtshr]){_NTH_YEAR}|[0-9]{{4}}){_B}年)"
    rf"(?:\([^()]{{1,12}}\))?|(?P<relative>{'|'.join(_YEARS_ON)}))の?"
)
WITH_YEAR = re.compile(rf"{_YEAR.pattern}|[MTSHRmtshr]{_NTH_YEAR}[./-]|[0-9]{{4}}[./-]")
_MONTH_WORD = re.compile("|".join(_MONTHS_ON))
_MONTH = re.compile(rf"(?P<month>{NUMBER}){_B}月(?!曜)")
_OF = re.compile("の?")
_FROM = re.compile("から|より|以降")
_MONTH_AND = rf"(?P<month>[0-9]{{1,2}}){_B}"
_SLASHED = re.compile(rf"{_MONTH_AND}/{_B}(?P<day>[0-9]{{1,2}})(?![0-9/:時.])日?")
_DOTTED = re.compile(rf"{_MONTH_AND}\.{_B}(?P<day>[0-9]{{1,2}})(?=$|[ (~,・のとかま午-])")

_END_OF_MONTH = re.compile(r"月末日?|末日|末(?=$|[ (~,のまに0-9午朝昼夕夜晩正終全中-])")
_NTHS = r"[0-9]{1,2}|[一二三四五六]"
_NUMBERS = re.compile(_NTHS)
_NTH = re.compile(
    rf"(?:(?P<nths>第{_B}(?:{_NTHS})(?:{_B}(?:[,・と]{_B}第?|第){_B}(?:{_NTHS}))*)|最終|最後の)"
    rf"{_B}(?P<week>週の?)?"
)
# 四日市, 十日町 and 三日月 are places; 「14～18日」 says 日 once for both.
_DAY = re.compile(
    rf"(?P<day>{NUMBER})(?:{_B}日(?![間目前後曜]|月(?!曜)|[町村](?!民))"
    rf"(?!(?<=[一二三四五六七八九十]日)市(?!民|役所))"
    rf"|(?=(?:{_B}[~,・と-]{_B}{NUMBER}){{1,20}}{_B}日))"
)
_BARE_DAY = re.compile(
    rf"(?P<day>[0-9]{{1,2}})(?!{_B}[時:])(?!{_B}(?:[~-]|から){_B}{NUMBER}{_B}[時:])"
    r"(?=$|[ (~,・とのまかに午朝昼夕夜晩正終全月火水木金土-])"
)
