"""Weekdays: 水曜日, 火水木, 火・木, 月～金, and the one in brackets beside a day."""

import re
from datetime import date

from dateutil.relativedelta import FR, MO, SA, SU, TH, TU, WE

from handlers.parse.slots.mistakes import check_weekday, mistake, quoted
from handlers.parse.slots.typed import BLANKS, Typed
from store import eras

# dateutil's own, in the order of eras.WEEKDAYS.
RULES = (MO, TU, WE, TH, FR, SA, SU)


def read_weekdays(typed: Typed) -> list[int]:
    """The weekdays that stand next, Monday being 0, in the order of the week."""
    found = typed.take(_RUN)
    if found is None:
        return []
    named = [eras.WEEKDAYS.index(sign) for sign in _NAMED.findall(found.group())]
    if not found["last"]:
        return sorted(set(named))
    *others, first, last = named
    if first > last:
        raise mistake(
            f"{quoted(found.group())}は曜日の順が逆です。週は月曜日から始まります。", "来週の月～金"
        )
    return sorted({*others, *range(first, last + 1)})


def check_given(typed: Typed, day: date) -> None:
    """Refuse the weekday that stands beside the day, if it is not the day's."""
    if found := typed.take(_GIVEN):
        check_weekday(day, found["bracketed"] or found["named"] or found["bare"])
    typed.take(_HOLIDAY)


_B = BLANKS
_SIGN = f"[{eras.WEEKDAYS}]"
# 「日」 may end 「曜日」 or begin 「日曜」: 土曜日曜 are two.
_NAME = rf"{_SIGN}(?:曜日?(?!曜))?"
_NAMED = re.compile(rf"({_SIGN})(?:曜日?(?!曜))?")
# A sign alone is a weekday only where no word goes on with it: 土木会館, 金沢, 木更津.
_ENDS = r"(?:(?<=曜)|(?<=曜日)|(?=$|[ ,・()~とかのはにま0-9午朝昼夕夜晩正終全-]))"
_RUN = re.compile(
    rf"{_NAME}(?:(?:{_B}[,・と]{_B})?{_NAME})*"
    rf"(?:{_B}(?:[~-]|から){_B}(?P<last>{_NAME}))?(?:まで)?{_ENDS}"
)
_HOLIDAY = re.compile(rf"\({_B}(?:祝日?|休日?|振替?休日?){_B}\)")
_GIVEN = re.compile(
    rf"\({_B}(?P<bracketed>{_SIGN})(?:曜日?)?{_B}(?:[・,]?{_B}(?:祝日?|休日?|振替?休日?))?{_B}\)"
    rf"|(?P<named>{_SIGN})曜日?(?!曜)|(?P<bare>{_SIGN})(?=$|[ (~のはに0-9午朝昼夕夜晩正終全-])"
)
