"""Where a remark stands: its speaker's block, its agenda item, and what stands around it."""

import json
from dataclasses import dataclass, replace
from typing import Literal

from sqlite_utils import Database

from store.errors import Refused
from store.remarks.keeping import NOT_FOUND
from store.viewers import VISIBLE, Viewer

# Whose label is changed with a remark's: all its block's, those from it on, its own alone; or it
# is no other speaker at all, but the one before who goes on.
Scope = Literal["block", "onward", "alone", "previous"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Neighbour:
    """A remark beside another."""

    id: int
    label: str | None
    body: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A remark where it stands, or stood before it was withdrawn.

    `before` and `after` are the remarks beside it under its item; `in_block` and `at` tell how
    many remarks its speaker's block has, and how many of them come before it; `onward` is how
    many remarks its item has from it on; `speaker_before` is whose block comes before its own.
    """

    id: int
    meeting_id: int
    council_id: int
    block_id: int
    agenda_item_id: int | None
    position: int
    label: str | None
    body: str
    version: int
    stands: bool
    source: str
    permalink: str | None
    before: Neighbour | None = None
    after: Neighbour | None = None
    in_block: int = 1
    at: int = 0
    onward: int = 1
    speaker_before: Neighbour | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LastChange:
    """What was last done to a remark: by whom (`slack:U123`), when (UTC); `into`: see joined."""

    deed: str
    actor: str
    at: str
    into: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdrawn:
    """A remark that was taken out; `last` is who did it."""

    place: Place
    last: LastChange


def look(db: Database, remark_id: int, viewer: Viewer) -> Place:
    """The remark of that id where it stands, or stood, for a viewer who may see its meeting."""
    [found] = _select(db, "r.id = :remark_id", viewer, remark_id=remark_id) or [None]
    if found is None:
        raise Refused(NOT_FOUND)
    return _among(found, _of_item(db, found)) if found.stands else found


def neighbours(db: Database, place: Place) -> tuple[int | None, int | None]:
    """The remarks before and after one in the whole meeting."""
    row = db.conn.execute(
        """select
            (select r.id from blocks b join remarks r on r.block_id = b.id
             where b.meeting_id = :meeting_id and r.withdrawn_at is null
                and r.position < :position order by r.position desc limit 1),
            (select r.id from blocks b join remarks r on r.block_id = b.id
             where b.meeting_id = :meeting_id and r.withdrawn_at is null
                and r.position > :position order by r.position limit 1)""",
        {"meeting_id": place.meeting_id, "position": place.position},
    ).fetchone()
    return row[0], row[1]


def last_change(db: Database, remark_id: int) -> LastChange | None:
    """What was last done to a remark."""
    row = db.conn.execute(
        """select deed, actor, at, after from history
        where noun = 'remarks' and row_id = ? order by id desc limit 1""",
        (remark_id,),
    ).fetchone()
    if row is None:
        return None
    deed, actor, at, after = row
    return LastChange(deed=deed, actor=actor, at=at, into=json.loads(after or "{}").get("into"))


def withdrawn(db: Database, meeting_id: int, viewer: Viewer) -> list[Withdrawn]:
    """The remarks that were taken out of a meeting, the latest first."""
    found = _select(
        db,
        "b.meeting_id = :meeting_id and r.withdrawn_at is not null",
        viewer,
        """order by (select max(h.id) from history h
            where h.noun = 'remarks' and h.row_id = r.id) desc""",
        meeting_id=meeting_id,
    )
    changed = ((place, last_change(db, place.id)) for place in found)
    return [Withdrawn(place=place, last=last) for place, last in changed if last]


def _of_item(db: Database, place: Place) -> list[tuple[int, int, str | None, str]]:
    """The remarks of its item in their order, as (id, block, label, body)."""
    return db.conn.execute(
        """select r.id, b.id, b.label, r.body from blocks b join remarks r on r.block_id = b.id
        where b.meeting_id = :meeting_id and b.agenda_item_id is :item_id
            and r.withdrawn_at is null
        order by r.position""",
        {"meeting_id": place.meeting_id, "item_id": place.agenda_item_id},
    ).fetchall()


def _among(place: Place, said: list[tuple[int, int, str | None, str]]) -> Place:
    at = [row[0] for row in said].index(place.id)
    own = [row[0] for row in said if row[1] == place.block_id]
    others_before = [row for row in said[:at] if row[1] != place.block_id]

    def neighbour(row: tuple[int, int, str | None, str]) -> Neighbour:
        return Neighbour(id=row[0], label=row[2], body=row[3])

    return replace(
        place,
        before=neighbour(said[at - 1]) if at else None,
        after=neighbour(said[at + 1]) if at + 1 < len(said) else None,
        in_block=len(own),
        at=own.index(place.id),
        onward=len(said) - at,
        speaker_before=neighbour(others_before[-1]) if others_before else None,
    )


def _select(
    db: Database, condition: str, viewer: Viewer, order: str = "", **holes: int
) -> list[Place]:
    rows = db.query(
        f"""select r.id, b.meeting_id, m.council_id, r.block_id, b.agenda_item_id, r.position,
            b.label, r.body, r.version, r.withdrawn_at is null as stands, r.source, r.permalink
        from remarks r join blocks b on b.id = r.block_id join meetings m on m.id = b.meeting_id
        where ({condition}) and {VISIBLE} {order}""",
        {**holes, **viewer.params()},
    )
    return [Place(stands=bool(row.pop("stands")), **row) for row in rows]
