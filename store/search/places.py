"""Where a remark may stand: the meetings and agenda items a query and a viewer allow."""

import json
from collections.abc import Iterable
from datetime import date
from typing import Any, NamedTuple

from sqlite_utils import Database

from store import eras, meetings, text
from store.queries import Filters
from store.search.entries import LAST_MEETING, LAST_POSITION, POSITION_BITS, entry_id
from store.viewers import VISIBLE, Viewer

# An entry's id tells its meeting: the index alone answers, without a look at the remark.
MEETING_OF = f"(i.rowid >> {POSITION_BITS} & {LAST_MEETING})"


class Places(NamedTuple):
    """A condition over `search_index i`, and what fills its holes."""

    condition: str
    holes: dict[str, Any]


def allowed(db: Database, filters: Filters, viewer: Viewer) -> Places:
    """What the viewer may see, and of that what the filters let through."""
    conditions: list[str] = []
    holes: dict[str, Any] = {}
    if filters.since or filters.until:
        first, last = _days(filters.since, filters.until)
        conditions.append("i.rowid between :since and :until")
        holes |= {"since": first, "until": last}
    if filters.councils or filters.meetings or filters.fiscal_years:
        places = _meetings(db, filters, viewer)
        # Their ends besides: the index then begins and stops reading where they stand.
        conditions += [
            "i.rowid between :first and :last",
            f"{MEETING_OF} in (select value from json_each(:meetings))",
        ]
        holes |= {
            "first": min(
                (entry_id(held_on, id_, LAST_POSITION) for id_, held_on in places), default=0
            ),
            "last": max((entry_id(held_on, id_, 0) for id_, held_on in places), default=0),
            **_ids("meetings", (id_ for id_, _ in places)),
        }
    elif hidden := _hidden(db, viewer):
        conditions.append(f"{MEETING_OF} not in (select value from json_each(:hidden))")
        holes |= _ids("hidden", hidden)
    if filters.agenda:
        conditions.append(_IN_AGENDA)
        holes |= _ids("agenda", _agenda_items(db, filters.agenda))
    return Places(" and ".join(conditions) or "1", holes)


def _days(since: date | None, until: date | None) -> tuple[int, int]:
    """The ids between two days; a meeting whose day is unknown is in no period."""
    first = entry_id((since or date.min).isoformat(), 0, LAST_POSITION)
    last = entry_id((until or date.max).isoformat(), LAST_MEETING, 0)
    return first, last


def _meetings(db: Database, filters: Filters, viewer: Viewer) -> list[tuple[int, str | None]]:
    """The meetings the filters name, with their days."""
    named = {m.id for words in filters.meetings for m in meetings.find(db, words, viewer)}
    councils = [text.fold(name) for name in filters.councils]
    rows = db.conn.execute(
        f"""select m.id, m.held_on, m.fiscal_year, c.name
        from meetings m join councils c on c.id = m.council_id where {VISIBLE}""",
        viewer.params(),
    )
    found = []
    for id_, held_on, printed_year, council in rows:
        if filters.meetings and id_ not in named:
            continue
        if filters.fiscal_years and fiscal_year(printed_year, held_on) not in filters.fiscal_years:
            continue
        if councils and not any(name and name in text.fold(council) for name in councils):
            continue
        found.append((id_, held_on))
    return found


def fiscal_year(printed: int | None, held_on: str | None) -> int | None:
    """The fiscal year the minutes print or, where they print none, that of the day."""
    if printed is None and held_on:
        return eras.fiscal_year(date.fromisoformat(held_on))
    else:
        return printed


def _hidden(db: Database, viewer: Viewer) -> list[int]:
    rows = db.conn.execute(
        f"""select m.id from meetings m
        where not :everything and m.disclosure = 'closed' and not {VISIBLE}""",
        viewer.params(),
    )
    return [row[0] for row in rows]


def _agenda_items(db: Database, wanted: tuple[str, ...]) -> list[int]:
    """The items whose title or number, 2(1) in full, says it, with all that stands below them."""
    folded = [text.fold(words) for words in wanted]
    rows = db.conn.execute(
        "select id, parent_id, number, title from agenda_items order by meeting_id, position, id"
    )
    paths: dict[int | None, str] = {None: ""}
    found: set[int] = set()
    for item_id, parent_id, number, title in rows:
        paths[item_id] = paths.get(parent_id, "") + number
        name = text.fold(f"{paths[item_id]} {title}")
        if parent_id in found or any(words and words in name for words in folded):
            found.add(item_id)
    return sorted(found)


_IN_AGENDA = """exists (select 1 from search_entries e
    join remarks r on r.id = e.remark_id join blocks b on b.id = r.block_id
  where e.id = i.rowid and b.agenda_item_id in (select value from json_each(:agenda)))"""


def _ids(name: str, ids: Iterable[int]) -> dict[str, str]:
    return {name: json.dumps(list(ids))}
