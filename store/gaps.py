"""Gaps (記録の抜け): what the record of a council's meetings lacks, and what it does not lack."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from sqlite_utils import Database

from store import meetings
from store.meetings import Meeting
from store.viewers import VISIBLE, Viewer

# Nobody said whether it was held · no minutes · no roll · a material of which only the name is
# known · minutes confirmed and not published · not held, and so without minutes for good.
Lack = Literal["not_told", "no_minutes", "no_roll", "no_file", "not_published", "not_held"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """Something a meeting's record lacks; `named` is which materials."""

    meeting: Meeting
    lack: Lack
    named: tuple[str, ...] = ()


def gaps(db: Database, council_id: int, viewer: Viewer, today: date) -> list[Gap]:
    """What is lacking, of the newest meeting first."""
    rows = db.conn.execute(
        f"""select m.id, case
            when m.status = 'cancelled' then 'not_held'
            when m.status = 'scheduled' then 'not_told'
            when not {_HAS_MINUTES} then 'no_minutes'
            when m.confirmed_at is not null and m.disclosure <> 'closed' then 'not_published'
            end
        from meetings m
        where m.council_id = :council_id and m.published_at is null and {VISIBLE}
            and (m.status in ('held', 'cancelled')
                or (m.status = 'scheduled' and m.held_on < :today))
      union all
        select m.id, 'no_roll' from meetings m
        where m.council_id = :council_id and m.status = 'held' and not {_HAS_ROLL} and {VISIBLE}""",
        {"council_id": council_id, "today": today.isoformat(), **viewer.params()},
    ).fetchall()
    found: list[tuple[int, Lack, tuple[str, ...]]] = []
    found += [(meeting_id, lack, ()) for meeting_id, lack in rows if lack]
    for meeting_id, names in _without_file(db, council_id, viewer):
        found.append((meeting_id, "no_file", names))
    known = meetings.named(db, {one[0] for one in found}, viewer)
    return [
        Gap(meeting=meeting, lack=lack, named=named)
        for meeting in known
        for meeting_id, lack, named in found
        if meeting_id == meeting.id
    ]


_HAS_MINUTES = """(exists (select 1 from imports i where i.meeting_id = m.id)
    or exists (select 1 from blocks b join remarks r on r.block_id = b.id
        where b.meeting_id = m.id and r.withdrawn_at is null))"""

_HAS_ROLL = """(exists (select 1 from attendance a
        where a.meeting_id = m.id and a.status <> 'unanswered')
    or exists (select 1 from header_fields f
        where f.meeting_id = m.id and f.kind in ('roll', 'members')))"""


def _without_file(
    db: Database, council_id: int, viewer: Viewer
) -> list[tuple[int, tuple[str, ...]]]:
    """The materials nobody has attached a file to; not those an import only names."""
    rows = db.conn.execute(
        f"""select m.id, coalesce(d.label || ' ', '') || d.title
        from meetings m join materials d on d.meeting_id = m.id
        where m.council_id = :council_id and m.status <> 'cancelled' and d.permalink is null
            and not exists (select 1 from imports i where i.meeting_id = m.id) and {VISIBLE}
        order by m.id, d.position""",
        {"council_id": council_id, **viewer.params()},
    )
    found: dict[int, tuple[str, ...]] = {}
    for meeting_id, name in rows:
        found[meeting_id] = (*found.get(meeting_id, ()), name)
    return list(found.items())
