"""Facets: how the hits spread over fiscal years and meetings."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from sqlite_utils import Database

from store import meetings
from store.queries import Query
from store.search import places
from store.search.asking import match_expression
from store.search.entries import LAST_MEETING, POSITION_BITS
from store.viewers import VISIBLE, Viewer


@dataclass(frozen=True, slots=True, kw_only=True)
class YearCount:
    """So many hits in a fiscal year; none: neither year nor day of the meeting is known."""

    fiscal_year: int | None
    hits: int


class MeetingCount(NamedTuple):
    """So many hits in a meeting."""  # a tuple: a common word makes thousands of these

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
    rows = db.conn.execute(
        _by_meeting(allowed.filtered),
        {"match": match_expression(query), **allowed.holes, **viewer.params()},
    )
    found = [
        _meeting_count(meeting_id, council, title, held_on, fiscal_year, hits)
        for meeting_id, council, title, held_on, fiscal_year, hits in rows
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


def _by_meeting(condition: str) -> str:
    """The hits of each meeting, counted in the index alone; only those are then looked up.

    What may not be seen is left out then, which is less than asking of every hit where it stands.
    """
    # By the day and the meeting that begin an id: the order wanted, in the one sort it takes.
    return f"""with counted (place, hits) as materialized (
  select i.rowid >> {POSITION_BITS} as place, count(*) from search_index i
  where i.search_index match :match and {condition} group by place
)
select m.id, c.name, m.title, m.held_on, m.fiscal_year, counted.hits
from counted cross join meetings m on m.id = counted.place & {LAST_MEETING}
join councils c on c.id = m.council_id
where {VISIBLE}
order by counted.place desc"""


def _meeting_count(
    meeting_id: int,
    council: str,
    title: str | None,
    held_on: str | None,
    fiscal_year: int | None,
    hits: int,
) -> MeetingCount:
    day = date.fromisoformat(held_on) if held_on else None
    return MeetingCount(
        meeting_id,
        f"{council} {title or meetings.untitled(day)}",
        places.fiscal_year(fiscal_year, day),
        day,
        hits,
    )
