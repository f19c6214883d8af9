"""Facets: how the hits spread over fiscal years and meetings."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from sqlite_utils import Database

from store import meetings
from store.queries import Query
from store.search import places
from store.search.asking import match_expression
from store.viewers import Viewer


@dataclass(frozen=True, slots=True, kw_only=True)
class YearCount:
    """So many hits in a fiscal year; none: neither year nor day of the meeting is known."""

    fiscal_year: int | None
    hits: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingCount:
    """So many hits in a meeting."""

    meeting_id: int
    name: str
    fiscal_year: int | None
    held_on: date | None
    hits: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Facets:
    """How many hits there are, and where; the newest first."""

    total: int
    years: tuple[YearCount, ...]
    meetings: tuple[MeetingCount, ...]


def facets(db: Database, query: Query, viewer: Viewer) -> Facets:
    """Count the hits a viewer may see by fiscal year and by meeting."""
    allowed = places.allowed(db, query.filters, viewer)
    counts = dict(
        db.conn.execute(
            f"""select {places.MEETING_OF} as meeting_id, count(*) from search_index i
            where i.search_index match :match and {allowed.condition} group by meeting_id""",
            {"match": match_expression(query), **allowed.holes},
        )
    )
    found = [
        MeetingCount(
            meeting_id=meeting.id,
            name=meeting.name,
            fiscal_year=places.fiscal_year_of(meeting),
            held_on=meeting.held_on,
            hits=counts[meeting.id],
        )
        for meeting in meetings.named(db, counts, viewer)
    ]
    years: Counter[int | None] = Counter()
    for meeting in found:
        years[meeting.fiscal_year] += meeting.hits
    return Facets(
        total=sum(years.values()),
        years=tuple(
            YearCount(fiscal_year=year, hits=years[year])
            for year in sorted(years, key=lambda year: year or 0, reverse=True)
        ),
        meetings=tuple(found),
    )
