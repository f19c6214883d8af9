"""Working days: weekends, national holidays and the city's own closing days are not counted."""

from datetime import date

import pytest

from store import workdays

NEW_YEAR = ("12/29-1/3",)


@pytest.mark.parametrize(
    ("day", "why"),
    [
        (date(2026, 11, 23), "勤労感謝の日"),
        (date(2026, 11, 24), None),
        (date(2026, 11, 28), "土曜日"),
        (date(2026, 11, 29), "日曜日"),
        (date(2026, 12, 28), None),
        (date(2026, 12, 29), "閉庁日"),
        (date(2027, 1, 1), "元日"),
        (date(2027, 1, 4), None),
        (date(2026, 9, 22), "国民の休日"),
    ],
)
def test_why_the_office_is_closed(day, why):
    assert workdays.why_closed(day, NEW_YEAR) == why


def test_one_closing_day_alone():
    assert workdays.why_closed(date(2026, 8, 14), ("8/14",)) == "閉庁日"
    assert workdays.why_closed(date(2026, 8, 13), ("8/14",)) is None


def test_calendar_days_are_counted_one_by_one():
    assert workdays.move(date(2026, 12, 16), -7) == date(2026, 12, 9)


def test_working_days_leave_out_weekends_holidays_and_new_year():
    assert workdays.move(date(2026, 11, 20), 1, NEW_YEAR) == date(2026, 11, 24)
    assert workdays.move(date(2026, 12, 28), 1, NEW_YEAR) == date(2027, 1, 4)
    assert workdays.move(date(2027, 1, 4), -1, NEW_YEAR) == date(2026, 12, 28)
