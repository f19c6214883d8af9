"""年度 and 第N回 of what is scheduled: they follow the order of time by themselves."""

from collections.abc import Sequence
from datetime import date

from sqlite_utils import Database

from store import eras, history
from store.history import By, Change
from store.slots import JAPAN, Slot


def number(db: Database, council_id: int, year: int, by: By) -> None:
    """Number what is scheduled in a fiscal year, in the order of time, after what was held.

    A meeting with a title of its own keeps it, and so does one whose day went by untold.
    """
    today = by.at.astimezone(JAPAN).date()
    first, last = max(f"{year}-04-01", today.isoformat()), f"{year + 1}-03-31"
    held = last_held(db, council_id, year, today)
    ahead = db.conn.execute(
        """select id, title, fiscal_year, number from meetings
        where council_id = :council_id and status = 'scheduled'
            and held_on between :first and :last
        order by held_on, starts_at nulls first, id""",
        {"council_id": council_id, "first": first, "last": last},
    ).fetchall()
    for nth, (meeting_id, title, old_year, old_number) in enumerate(ahead, start=held + 1):
        if title is not None and title != title_of(old_year, old_number):
            continue
        if (old_year, old_number) == (year, nth):
            continue
        db.conn.execute(
            """update meetings set title = :title, fiscal_year = :year, number = :number,
                version = version + (title is not null), revision = revision + (title is not null)
            where id = :meeting_id""",
            {"title": title_of(year, nth), "year": year, "number": nth,
             "meeting_id": meeting_id},
        )  # fmt: skip
        change = Change(
            noun="meetings",
            row_id=meeting_id,
            deed="numbered",
            before={"title": title} if title else None,
            after={"title": title_of(year, nth)},
        )
        history.record(db, by, [change])


def last_held(db: Database, council_id: int, year: int, today: date) -> int:
    """The highest number in a fiscal year that is not ahead, and so is not given anew."""
    [number] = db.conn.execute(
        """select coalesce(max(number), 0) from meetings where council_id = :council_id
            and fiscal_year = :year and (status in ('held', 'in_session')
                or (status = 'scheduled' and held_on < :today))""",
        {"council_id": council_id, "year": year, "today": today.isoformat()},
    ).fetchone()
    return number


def would_be(
    db: Database,
    council_id: int,
    slots: Sequence[Slot],
    today: date,
    besides: int | None = None,
) -> list[str]:
    """What meetings in these slots would be called, if they were put into the schedule now."""
    ahead = db.conn.execute(
        """select held_on, coalesce(starts_at, '') from meetings
        where council_id = ? and status = 'scheduled' and held_on >= ? and id is not ?""",
        (council_id, today.isoformat(), besides),
    ).fetchall()
    wanted = [
        (
            slot.day.isoformat(),
            (slot.starts_at.isoformat("minutes") if slot.starts_at is not None else None) or "",
        )
        for slot in slots
    ]
    titles = []
    for day, at in wanted:
        year = year_of(day)
        before = [one for one in [*ahead, *wanted] if year_of(one[0]) == year and one < (day, at)]
        same = [one for one in ahead if one == (day, at)]  # it would be put behind those
        number = last_held(db, council_id, year, today) + len(before) + len(same) + 1
        titles.append(f"{eras.fiscal_year_name(year)}第{number}回")
    return titles


def title_of(year: int | None, number: int | None) -> str | None:
    """令和8年度第1回, as far as both are known."""
    if year is None or number is None:
        return None
    return f"{eras.fiscal_year_name(year)}第{number}回"


def year_of(held_on: str) -> int:
    """The fiscal year of a day as it is kept."""
    return eras.fiscal_year(date.fromisoformat(held_on))
