"""Slots: the truths of a day with its times."""

from datetime import date, datetime, time

import pytest

from store.slots import JAPAN, Before, Slot

DAY = date(2026, 12, 16)


def slot(starts_at: str | None = None, ends_at: str | None = None, day: date = DAY) -> Slot:
    return Slot(
        day=day,
        starts_at=time.fromisoformat(starts_at) if starts_at else None,
        ends_at=time.fromisoformat(ends_at) if ends_at else None,
    )


def test_a_whole_day_is_that_day_in_japan() -> None:
    assert slot().is_all_day
    assert slot().begins == datetime(2026, 12, 16, 0, 0, tzinfo=JAPAN)
    assert slot().ends == datetime(2026, 12, 17, 0, 0, tzinfo=JAPAN)


def test_without_an_end_nobody_knows_when_it_ends() -> None:
    assert slot("18:30").ends is None
    assert not slot("18:30").is_all_day


@pytest.mark.parametrize(
    ("starts_at", "ends_at"), [(None, "18:30"), ("18:30", "18:30"), ("18:30", "18:00")]
)
def test_what_cannot_be_is_no_slot(starts_at: str | None, ends_at: str) -> None:
    with pytest.raises(ValueError, match="a slot"):
        slot(starts_at, ends_at)


@pytest.mark.parametrize(
    ("one", "other", "clash"),
    [
        (slot("10:00", "12:00"), slot("11:00", "13:00"), True),
        (slot("10:00", "12:00"), slot("12:00", "13:00"), False),
        (slot("10:00", "12:00"), slot("10:30", "11:00"), True),
        (slot("10:00", "12:00"), slot("10:00", "12:00", date(2026, 12, 17)), False),
        (slot("10:00"), slot("11:59"), True),
        (slot("10:00"), slot("12:00"), False),
        (slot("23:00", "00:00"), slot("23:30", "23:45"), True),
        (slot("23:00", "00:00"), slot("00:00", "01:00", date(2026, 12, 17)), False),
        (slot("23:00"), slot("00:30", "01:00", date(2026, 12, 17)), True),
        (slot(), slot("10:00", "12:00"), True),
        (slot(), slot(), True),
        (slot(), slot(day=date(2026, 12, 17)), False),
    ],
)
def test_two_slots_clash_where_nobody_can_be_at_both(one: Slot, other: Slot, clash: bool) -> None:
    assert one.clashes_with(other) is clash
    assert other.clashes_with(one) is clash


def test_slots_stand_in_line_the_whole_day_first_and_the_shorter_first() -> None:
    line = [
        slot("10:00", "11:00"),
        slot("10:00"),
        slot(day=date(2026, 12, 17)),
        slot(),
        slot("00:00"),
    ]
    assert sorted(line, key=lambda each: each.place_in_line) == [
        slot(),
        slot("00:00"),
        slot("10:00", "11:00"),
        slot("10:00"),
        slot(day=date(2026, 12, 17)),
    ]


@pytest.mark.parametrize(
    ("days", "minutes", "at"), [(3, 0, None), (3, 60, time(9)), (0, 60, time(9))]
)
def test_before_counts_in_days_with_a_time_or_in_minutes(
    days: int, minutes: int, at: time | None
) -> None:
    with pytest.raises(ValueError, match="either days and a time, or minutes"):
        Before(days=days, minutes=minutes, at=at)
