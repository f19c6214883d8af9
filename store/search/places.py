"""Where a remark may stand: the meetings and agenda items a query and a viewer allow."""

import json
from collections.abc import Iterable
from typing import Any, NamedTuple

from sqlite_utils import Database

from store import eras, meetings, text
from store.queries import Filters
from store.search.entries import LAST_MEETING, POSITION_BITS
from store.viewers import VISIBLE, Viewer

# An entry's id tells its meeting: the index alone answers, without a look at the remark.
MEETING_OF = f"(i.rowid >> {POSITION_BITS} & {LAST_MEETING})"


class Places(NamedTuple):
    """A condition over `search_index i`, and what fills its holes."""

    condition: str
    holes: dict[str, Any]


def allowed(db: Database, filters: Filters, viewer: Viewer) -> Places:
    """What the viewer may see, and of that what the filters let through."""
    if _names_meetings(filters):
        ids = [meeting.id for meeting in _meetings(db, filters, viewer)]
        places = Places(
            f"{MEETING_OF} in (select value from json_each(:meetings))", _ids("meetings", ids)
        )
    elif hidden := _hidden(db, viewer):
        places = Places(
            f"{MEETING_OF} not in (select value from json_each(:hidden))", _ids("hidden", hidden)
        )
    else:
        places = Places("1", {})
    if filters.agenda:
        return Places(
            f"{places.condition} and {_IN_AGENDA}",
            {**places.holes, **_ids("agenda", _agenda_items(db, filters.agenda))},
        )
    return places


def fiscal_year_of(meeting: meetings.Meeting) -> int | None:
    """The fiscal year the minutes print or, where they print none, that of the day."""
    if meeting.fiscal_year is None and meeting.held_on:
        return eras.fiscal_year(meeting.held_on)
    else:
        return meeting.fiscal_year


def _names_meetings(filters: Filters) -> bool:
    return bool(
        filters.councils
        or filters.meetings
        or filters.fiscal_years
        or filters.since
        or filters.until
    )


def _meetings(db: Database, filters: Filters, viewer: Viewer) -> Iterable[meetings.Meeting]:
    named = {m.id for words in filters.meetings for m in meetings.find(db, words, viewer)}
    councils = [text.fold(name) for name in filters.councils]
    for meeting in meetings.recent(db, viewer, limit=-1):
        if filters.meetings and meeting.id not in named:
            continue
        if councils and not any(name and name in text.fold(meeting.council) for name in councils):
            continue
        if filters.fiscal_years and fiscal_year_of(meeting) not in filters.fiscal_years:
            continue
        if filters.since and not (meeting.held_on and meeting.held_on >= filters.since):
            continue
        if filters.until and not (meeting.held_on and meeting.held_on <= filters.until):
            continue
        yield meeting


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
