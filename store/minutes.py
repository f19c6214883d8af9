"""Minutes (会議録) as they are read: the header, the agenda tree, and who said what under it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlite_utils import Database

from store import meetings
from store.formats.document import Attendee, Material
from store.meetings import Meeting
from store.viewers import Viewer

# A block whose every remark was withdrawn goes with them; one that never had any stays.
STANDING = """(not exists (select 1 from remarks r where r.block_id = b.id)
    or exists (select 1 from remarks r where r.block_id = b.id and r.withdrawn_at is null))"""


@dataclass(frozen=True, slots=True, kw_only=True)
class AgendaItem:
    """An agenda item; `number` is its whole path: 2(1)."""

    id: int
    number: str
    title: str
    position: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """A remark inside its turn."""

    id: int
    body: str
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """A speaker's block; no label: reported without a speaker."""

    agenda: AgendaItem | None
    label: str | None
    remarks: tuple[Remark, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Minutes:
    """The minutes of one meeting."""

    meeting: Meeting
    materials: tuple[Material, ...]
    roll: tuple[Attendee, ...]
    agenda: tuple[AgendaItem, ...]
    turns: tuple[Turn, ...]
    warnings: tuple[str, ...]


def read(db: Database, meeting_id: int, viewer: Viewer) -> Minutes:
    """The minutes of a meeting the viewer may see."""
    meeting = meetings.get(db, meeting_id, viewer)
    items = _agenda(db, meeting_id)
    return Minutes(
        meeting=meeting,
        materials=materials(db, meeting_id),
        roll=roll(db, meeting_id),
        agenda=tuple(items.values()),
        turns=_turns(db, meeting_id, items),
        warnings=_warnings(db, meeting_id),
    )


def roll(db: Database, meeting_id: int) -> tuple[Attendee, ...]:
    """Who is on the meeting's roll, in its order."""
    rows = db.query(
        """select kind, name, title, department, section, unit, post, status
        from attendance where meeting_id = :meeting_id order by position""",
        {"meeting_id": meeting_id},
    )
    return tuple(Attendee(**row) for row in rows)


def materials(db: Database, meeting_id: int) -> tuple[Material, ...]:
    """The documents handed out, in their order."""
    rows = db.query(
        "select label, title from materials where meeting_id = :meeting_id order by position",
        {"meeting_id": meeting_id},
    )
    return tuple(Material(**row) for row in rows)


def _agenda(db: Database, meeting_id: int) -> dict[int, AgendaItem]:
    rows = db.query(
        """with recursive tree (id, number, title, position) as (
            select id, number, title, position from agenda_items
            where meeting_id = :meeting_id and parent_id is null
          union all
            select a.id, tree.number || a.number, a.title, a.position
            from agenda_items a join tree on a.parent_id = tree.id
        ) select id, number, title, position from tree order by position""",
        {"meeting_id": meeting_id},
    )
    return {row["id"]: AgendaItem(**row) for row in rows}


def _turns(db: Database, meeting_id: int, items: dict[int, AgendaItem]) -> tuple[Turn, ...]:
    remarks: dict[int, list[Remark]] = {}
    for row in db.query(
        """select r.block_id, r.id, r.body, r.version
        from remarks r join blocks b on b.id = r.block_id
        where b.meeting_id = :meeting_id and r.withdrawn_at is null order by r.position""",
        {"meeting_id": meeting_id},
    ):
        block_id = row.pop("block_id")
        remarks.setdefault(block_id, []).append(Remark(**row))
    blocks: Iterable[dict[str, Any]] = db.query(
        f"""select id, agenda_item_id, label from blocks b
        where meeting_id = :meeting_id and {STANDING} order by position""",
        {"meeting_id": meeting_id},
    )
    return tuple(
        Turn(
            agenda=items.get(block["agenda_item_id"]),
            label=block["label"],
            remarks=tuple(remarks.get(block["id"], ())),
        )
        for block in blocks
    )


def _warnings(db: Database, meeting_id: int) -> tuple[str, ...]:
    rows = db.query(
        """select value from imports, json_each(imports.warnings)
        where imports.id = (select max(id) from imports where meeting_id = :meeting_id)""",
        {"meeting_id": meeting_id},
    )
    return tuple(row["value"] for row in rows)
