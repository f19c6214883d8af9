"""Japanese days and years (和暦・年度・漢数字): read as people print them, written as the city does."""

import re
from datetime import MAXYEAR, date
from typing import NamedTuple


class Era(NamedTuple):
    """An era (元号) and the day it began."""

    name: str
    letter: str
    began: date


ERAS = (
    Era("明治", "M", date(1868, 10, 23)),
    Era("大正", "T", date(1912, 7, 30)),
    Era("昭和", "S", date(1926, 12, 25)),
    Era("平成", "H", date(1989, 1, 8)),
    Era("令和", "R", date(2019, 5, 1)),
)
WEEKDAYS = "月火水木金土日"


class FoundDate(NamedTuple):
    """A date in a text: what day it is and where it is printed."""

    day: date
    start: int
    end: int


def find_date(text: str) -> FoundDate | None:
    """Give the first date printed in the text; a day that does not exist is a ValueError."""
    found = _DATE.search(text)
    if found is None:
        return None
    year = _year(found)
    try:
        day = date(year, number(found["month"]), number(found["day"]))
    except ValueError as error:
        printed = "".join(found.group().split())
        raise ValueError(
            f"「{printed}」という日はありません。正しい日付に直してください。"
        ) from error
    return FoundDate(day, found.start(), found.end())


def begins_with_date(text: str) -> bool:
    """Tell whether a text begins with a date, be it one that exists or not."""
    return _DATE.match(text) is not None


def read_year(text: str) -> int:
    """Give the year of 「令和3年」, 「令和元年度」, 「R3」, 「２０２１年」 or 「2021」."""
    found = _YEAR_ALONE.fullmatch(text.strip())
    if found is None:
        raise ValueError(f"「{text}」は年として読めません。例: 令和3年")
    return _year(found)


def era_year(era: str, nth: int) -> int:
    """Give the western year of the nth year of an era, named 「令和」 or 「R」."""
    begun = [known for known in ERAS if era in (known.name, known.letter)]
    if not begun:
        raise ValueError(f"「{era}」という元号はありません。")
    [known] = begun
    following = ERAS[ERAS.index(known) + 1 :]
    last = (following[0].began.year if following else MAXYEAR) - known.began.year + 1
    if nth < 1:
        raise ValueError(f"{known.name}{nth}年という年はありません。")
    if nth > last:
        raise ValueError(
            f"{known.name}{nth}年という年はありません。{known.name}は{last}年までです。"
        )
    return known.began.year + nth - 1


def number(text: str) -> int:
    """Give the number printed as 「12」, 「１２」, 「十二」, 「一二」, 「百二十三」 or 「元」."""
    digits = "".join(text.split())
    if digits == "元":
        return 1
    if digits.isdecimal():
        return int(digits)
    if not digits or any(sign not in _DIGITS and sign not in _PLACES for sign in digits):
        raise ValueError(f"「{text}」は数として読めません。")
    if not any(sign in _PLACES for sign in digits):
        return int("".join(str(_DIGITS[sign]) for sign in digits))
    total = pending = 0
    for sign in digits:
        if sign in _PLACES:
            total += (pending or 1) * _PLACES[sign]
            pending = 0
        else:
            pending = pending * 10 + _DIGITS[sign]
    return total + pending


def kanji(value: int) -> str:
    """Write a number from 0 to 9999 in kanji: 23 is 「二十三」."""
    if not 0 <= value <= 9999:
        raise ValueError(f"{value}は漢数字で書けません。0から9999までの数にしてください。")
    if value == 0:
        return "〇"
    written = ""
    for place, sign in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        count, value = divmod(value, place)
        if count:
            written += ("" if count == 1 and sign else "〇一二三四五六七八九"[count]) + sign
    return written


def long_date(day: date) -> str:
    """Write 「令和3年4月21日」."""
    return f"{year_name(day)}{day.month}月{day.day}日"


def year_name(day: date) -> str:
    """Write the year of a day, 「令和3年」; the first year is 「元年」."""
    for era in reversed(ERAS):
        if day >= era.began:
            nth = day.year - era.began.year + 1
            return f"{era.name}{'元' if nth == 1 else nth}年"
    return f"{day.year}年"


def fiscal_year(day: date) -> int:
    """Give the fiscal year (年度) a day is in: it begins in April."""
    return day.year if day.month >= 4 else day.year - 1


def fiscal_year_name(year: int) -> str:
    """Write 「令和3年度」 for the fiscal year 2021."""
    # A fiscal year is named after the era of its middle: 2019 is 令和元年度, 1926 大正15年度.
    return f"{year_name(date(year, 9, 30))}度"


def weekday(day: date) -> str:
    """Write the weekday of a day: 「水」."""
    return WEEKDAYS[day.weekday()]


def _year(found: re.Match[str]) -> int:
    if found["era"] is None:
        return number(found["year"])
    return era_year(found["era"].translate(_HALF_WIDTH), number(found["nth"]))


_DIGITS = {sign: value for value, sign in enumerate("〇一二三四五六七八九")} | {"零": 0}
_DIGITS |= {str(value): value for value in range(10)} | dict(
    zip("０１２３４５６７８９", range(10), strict=True)
)
_PLACES = {"十": 10, "百": 100, "千": 1000}
_HALF_WIDTH = str.maketrans("ＭＴＳＨＲｍｔｓｈｒmtshr", "MTSHRMTSHRMTSHR")

# The blanks are counted, so that no line of blanks makes the search slow.
_GAP = r"[ \t　]{0,4}"
_SMALL = r"(?:[0-9０-９]{1,2}|[一二三四五六七八九十]{1,3})"
_ASIDE = rf"(?:{_GAP}[(（][^()（）\n]{{1,12}}[)）])?"
_ERA = r"(?P<era>明治|大正|昭和|平成|令和|(?<![A-Za-zＡ-Ｚａ-ｚ])[MTSHRmtshrＭＴＳＨＲ])"
_NTH = r"(?P<nth>元|[0-9０-９]{1,3}|[〇零一二三四五六七八九十]{1,4})"
_WESTERN = r"(?P<year>(?<![0-9０-９])(?:[0-9０-９]{4}|[一二][〇一二三四五六七八九]{3}))"
_DATE = re.compile(
    rf"(?:{_ERA}{_GAP}{_NTH}|{_WESTERN}){_ASIDE}{_GAP}(?:年|[-./．／－]){_ASIDE}{_GAP}"
    rf"(?P<month>{_SMALL}){_GAP}(?:月|[-./．／－]){_GAP}(?P<day>{_SMALL})(?:{_GAP}日)?(?![0-9０-９])"
)
_YEAR_ALONE = re.compile(rf"(?:{_ERA}{_GAP}{_NTH}|{_WESTERN}){_ASIDE}{_GAP}(?:年度?)?{_ASIDE}")
