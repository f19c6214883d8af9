"""Trends (推移): how often something was said, meeting by meeting and year by year."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby

from sqlite_utils import Database

from store import eras, meetings, search
from store.meetings import Meeting
from store.queries import Query
from store.viewers import Viewer


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingRow:
    """A meeting: how many of its remarks answer the query, and of how many."""

    meeting_id: int
    council: str
    meeting: str  # what it is called inside its council: 令和7年度第2回
    fiscal_year: int | None
    number: int | None
    held_on: date | None
    closed: bool
    hits: int
    remarks: int


@dataclass(frozen=True, slots=True, kw_only=True)
class YearRow:
    """A fiscal year, or the meetings of unknown year: the same, over all its meetings."""

    fiscal_year: int | None
    meetings: int
    closed: bool  # whether a closed meeting is among them
    hits: int
    remarks: int


def by_meeting(db: Database, query: Query, viewer: Viewer) -> list[MeetingRow]:
    """Every meeting of the councils in which it was said, oldest first; none: it was not said.

    What the viewer may not see does not exist: neither its remarks nor the meeting itself.
    Where the query names meetings, years or agenda items, there is nothing outside them.
    """
    hits = _counts(db, query, viewer)
    remarks = _counts(db, _everything_there(query), viewer)
    rows = [
        _row(meeting, hits.get(meeting.id, 0), remarks[meeting.id])
        for meeting in meetings.named(db, remarks, viewer)
    ]
    councils = {row.council for row in rows if row.hits}
    rows = [row for row in rows if row.council in councils]
    return sorted(rows, key=lambda row: (row.held_on or date.min, row.meeting_id))


def years(rows: Iterable[MeetingRow]) -> list[YearRow]:
    """Meetings added up by fiscal year, oldest first; of unknown year before all others.

    A year without any is not in it.
    """
    return [
        _year(list(of_year)) for _, of_year in groupby(sorted(rows, key=_year_of), key=_year_of)
    ]


def _counts(db: Database, query: Query, viewer: Viewer) -> dict[int, int]:
    counted = search.facets(db, query, viewer).meetings
    return {meeting.meeting_id: meeting.hits for meeting in counted}


def _everything_there(query: Query) -> Query:
    """All that was said where the query looks, by whomever."""
    return Query(filters=replace(query.filters, speakers=(), roles=(), kinds=()))


def _row(meeting: Meeting, hits: int, remarks: int) -> MeetingRow:
    fiscal_year = meeting.fiscal_year
    if fiscal_year is None and meeting.held_on:
        fiscal_year = eras.fiscal_year(meeting.held_on)
    return MeetingRow(
        meeting_id=meeting.id,
        council=meeting.council,
        meeting=meeting.title,
        fiscal_year=fiscal_year,
        number=meeting.number,
        held_on=meeting.held_on,
        closed=meeting.disclosure == "closed",
        hits=hits,
        remarks=remarks,
    )


def _year_of(row: MeetingRow) -> int:
    return row.fiscal_year or 0


def _year(of_year: list[MeetingRow]) -> YearRow:
    return YearRow(
        fiscal_year=of_year[0].fiscal_year,
        meetings=len(of_year),
        closed=any(row.closed for row in of_year),
        hits=sum(row.hits for row in of_year),
        remarks=sum(row.remarks for row in of_year),
    )
