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
    """A condition over `search_index i`, and what fills its holes.

    `hidden`: the meetings the viewer may not see, with their days; `ends` tells where they stand.
    """

    condition: str
    holes: dict[str, Any]
    filtered: str  # the condition without what is hidden
    hidden: list[tuple[int, str | None]]


def allowed(db: Database, filters: Filters, viewer: Viewer) -> Places:
    """What the viewer may see, and of that what the filters let through."""
    conditions: list[str] = []
    holes: dict[str, Any] = {}
    hidden: list[tuple[int, str | None]] = []
    if filters.since or filters.until:
        first, last = _days(filters.since, filters.until)
        conditions.append("i.rowid between :since and :until")
        holes |= {"since": first, "until": last}
    if filters.councils or filters.meetings or filters.fiscal_years:
        places = _meetings(db, filters, viewer)
        stretches = [ends(*meeting) for meeting in places] or [(0, 0)]
        # Their ends besides: the index then begins and stops reading where they stand.
        conditions += [
            "i.rowid between :first and :last",
            f"{MEETING_OF} in (select value from json_each(:meetings))",
        ]
        holes |= {"first": min(stretches)[0], "last": max(stretches)[1]}
        holes |= _ids("meetings", (id_ for id_, _ in places))
    else:
        hidden = _hidden(db, viewer)
    if filters.agenda:
        conditions.append(_IN_AGENDA)
        holes |= _ids("agenda", _agenda_items(db, filters.agenda))
    filtered = " and ".join(conditions) or "1"
    if not hidden:
        return Places(filtered, holes, filtered, [])
    return Places(
        f"{filtered} and {MEETING_OF} not in (select value from json_each(:hidden))",
        holes | _ids("hidden", (id_ for id_, _ in hidden)),
        filtered,
        hidden,
    )


def ends(meeting_id: int, held_on: str | None) -> tuple[int, int]:
    """The first and the last id there can be in a meeting."""
    last = entry_id(held_on, meeting_id, 0)
    return last - LAST_POSITION, last


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
        day = date.fromisoformat(held_on) if held_on else None
        if filters.fiscal_years and fiscal_year(printed_year, day) not in filters.fiscal_years:
            continue
        if councils and not any(name and name in text.fold(council) for name in councils):
            continue
        found.append((id_, held_on))
    return found


def fiscal_year(printed: int | None, held_on: date | None) -> int | None:
    """The fiscal year the minutes print or, where they print none, that of the day."""
    if printed is None and held_on:
        return eras.fiscal_year(held_on)
    else:
        return printed


def _hidden(db: Database, viewer: Viewer) -> list[tuple[int, str | None]]:
    return db.conn.execute(
        f"""select m.id, m.held_on from meetings m
        where not :everything and m.disclosure = 'closed' and not {VISIBLE}""",
        viewer.params(),
    ).fetchall()


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
