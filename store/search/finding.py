"""Finding remarks: a page of them, how many there are, and what stands around one."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlite_utils import Database

from store import meetings
from store.queries import Query
from store.search import places
from store.search.asking import match_expression
from store.search.entries import LAST_POSITION, POSITION_BITS
from store.viewers import VISIBLE, Viewer

# Weighing every remark that says a common word takes seconds; the newest say what matters.
RANKED = 1_000
# Opening the index at a hidden meeting takes as long as asking of so many hits where they stand.
_WORTH_A_LOOK = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A remark that was found, and where it stands."""

    remark_id: int
    meeting_id: int
    council: str
    meeting: str
    held_on: date | None
    agenda_number: str | None  # its whole path: 2(1)
    agenda: str | None  # path and title
    speaker: str | None  # as printed; none: reported without a speaker
    body: str
    closed: bool
    drafted: bool = False  # written in Slack, and not confirmed yet


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Some of the hits, and how many there are in all.

    `ranked`: by relevance, only so many of the newest were weighed against each other.
    """

    hits: tuple[Hit, ...]
    total: int
    offset: int
    ranked: int | None = None


def find(
    db: Database,
    query: Query,
    viewer: Viewer,
    *,
    limit: int = 10,
    offset: int = 0,
    total: int | None = None,
) -> Page:
    """The remarks a viewer may see that answer a query, in the order it asks for.

    `total`: how many there are, if that was counted before, by the same rights.
    """
    allowed = places.allowed(db, query.filters, viewer)
    match = match_expression(query)
    if total is None:
        total = _count(db, match, allowed)
    if total <= offset:
        return Page(hits=(), total=total, offset=offset)
    rows = db.query(
        _page(allowed.condition, query.sort),
        {
            "match": match,
            "limit": limit,
            "offset": offset,
            **allowed.holes,
            **viewer.params(),
        },
    )
    is_partly_ranked = query.sort == "relevance" and total > RANKED
    return Page(
        hits=tuple(_hit(row) for row in rows),
        total=total,
        offset=offset,
        ranked=RANKED if is_partly_ranked else None,
    )


def count(db: Database, query: Query, viewer: Viewer) -> int:
    """How many remarks a viewer may see answer a query."""
    allowed = places.allowed(db, query.filters, viewer)
    return _count(db, match_expression(query), allowed)


def _count(db: Database, match: str, allowed: places.Places) -> int:
    holes = {"match": match, **allowed.holes}
    if allowed.hidden:
        [total] = db.conn.execute(_counted(allowed.filtered), holes).fetchone()
        if not total:
            return 0  # nobody finds anything, so nobody has to be asked who may see it
        elif total > _WORTH_A_LOOK * len(allowed.hidden):
            # Many hits, few hidden meetings: what stands in these is taken off.
            holes["ranges"] = json.dumps([places.ends(*meeting) for meeting in allowed.hidden])
            [unseen] = db.conn.execute(_counted_in_ranges(allowed.filtered), holes).fetchone()
            return total - unseen
    [total] = db.conn.execute(_counted(allowed.condition), holes).fetchone()
    return total


def around(
    db: Database, remark_id: int, viewer: Viewer, before: int = 3, after: int = 3
) -> tuple[Hit, ...]:
    """A remark among its neighbours in the meeting, in printed order; empty if it may not be seen."""
    rows = db.query(
        _AROUND, {"remark_id": remark_id, "before": before, "after": after, **viewer.params()}
    )
    return tuple(_hit(row) for row in rows)


def hits(db: Database, remark_ids: Iterable[int], viewer: Viewer) -> dict[int, Hit]:
    """Remarks by their ids, as hits; those the viewer may not see are left out."""
    rows = db.query(_BY_ID, {"remark_ids": json.dumps(list(remark_ids)), **viewer.params()})
    return {row["remark_id"]: _hit(row) for row in rows}


_HIT = """r.id as remark_id, m.id as meeting_id, c.name as council, m.title as meeting, m.held_on,
  b.label as speaker, r.body, m.disclosure = 'closed' as closed, a.title as agenda_title,
  r.source = 'slack' and m.confirmed_at is null and m.published_at is null as drafted,
  (with recursive path (parent_id, number, height) as (
     select a.parent_id, a.number, 0
     union all
     select above.parent_id, above.number, height + 1
     from agenda_items above join path on above.id = path.parent_id
   )
   select group_concat(number, '') from (select number from path order by height desc)
  ) as agenda_number"""

_PLACED = """join remarks r on r.id = e.remark_id
join blocks b on b.id = r.block_id
join meetings m on m.id = b.meeting_id
join councils c on c.id = m.council_id
left join agenda_items a on a.id = b.agenda_item_id"""

_ORDERS = {
    "newest": "i.rowid desc",
    # The oldest meeting first, and inside it the printed order still.
    "oldest": f"i.rowid >> {POSITION_BITS}, i.rowid desc",
}


def _counted(condition: str) -> str:
    return f"""select count(*) from search_index i
where i.search_index match :match and {condition}"""


def _counted_in_ranges(condition: str) -> str:
    return f"""select count(*) from json_each(:ranges) hidden cross join search_index i
where i.search_index match :match and {condition}
  and i.rowid between json_extract(hidden.value, '$[0]') and json_extract(hidden.value, '$[1]')"""


def _page(condition: str, sort: str) -> str:
    """A page of entries first, in the index alone; only those are then looked up."""
    matching = f"""search_index i where i.search_index match :match and {condition}"""
    if sort == "relevance":
        newest = f"""select i.rowid as id, bm25(search_index) as weight
          from {matching} order by i.rowid desc limit {RANKED}"""
        page = f"""select id, row_number() over (order by weight, id desc) as place
          from ({newest}) order by weight, id desc limit :limit offset :offset"""
    else:
        order = _ORDERS[sort]
        page = f"""select id, row_number() over () as place from (select i.rowid as id
          from {matching} order by {order} limit :limit offset :offset)"""
    return f"""with page (id, place) as ({page})
select {_HIT}
from page join search_entries e on e.id = page.id
{_PLACED}
where {VISIBLE}
order by page.place"""


_BY_ID = f"""select {_HIT}
from json_each(:remark_ids) wanted join search_entries e on e.remark_id = wanted.value
{_PLACED}
where {VISIBLE}"""

_AROUND = f"""with own (id, first) as (
  select id, id >> {POSITION_BITS} << {POSITION_BITS} from search_entries
  where remark_id = :remark_id
), near (id) as (
  select id from (select e.id from own join search_entries e
    on e.id between own.id and own.first + {LAST_POSITION} order by e.id limit 1 + :before)
  union all
  select id from (select e.id from own join search_entries e
    on e.id >= own.first and e.id < own.id order by e.id desc limit :after)
)
select {_HIT}
from near join search_entries e on e.id = near.id
{_PLACED}
where {VISIBLE}
order by e.id desc"""


def _hit(row: dict[str, Any]) -> Hit:
    number, title = row.pop("agenda_number"), row.pop("agenda_title")
    held_on = date.fromisoformat(row["held_on"]) if row["held_on"] else None
    return Hit(
        **row
        | {
            "meeting": row["meeting"] or meetings.untitled(held_on),
            "held_on": held_on,
            "closed": bool(row["closed"]),
            "drafted": bool(row["drafted"]),
            "agenda_number": number,
            "agenda": f"{number} {title}".strip() if title is not None else None,
        }
    )
