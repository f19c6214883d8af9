"""Minutes (会議録) as they are read: the header, the agenda tree, and who said what under it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import time
from typing import Any

from sqlite_utils import Database

from store import meetings, memos, rules
from store.formats import rolls
from store.formats.document import Attendee, Material, PassageKind
from store.formats.rolls import RollCustom
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

    @property
    def name(self) -> str:
        """What it is called: 2(1) 見守り活動について."""
        return f"{self.number} {self.title}".strip()


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """A remark inside its turn."""

    id: int
    body: str
    version: int
    position: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """What is printed between remarks: a decision, a task, an information, an action."""

    id: int
    kind: PassageKind
    body: str
    position: int
    agenda: AgendaItem | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """A speaker's block; no label: reported without a speaker."""

    agenda: AgendaItem | None
    label: str | None
    remarks: tuple[Remark, ...]
    position: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Minutes:
    """The minutes of one meeting."""

    meeting: Meeting
    materials: tuple[Material, ...]
    roll: tuple[Attendee, ...]
    agenda: tuple[AgendaItem, ...]
    turns: tuple[Turn, ...]
    warnings: tuple[str, ...]
    passages: tuple[Passage, ...] = ()
    memos: tuple[str, ...] = ()  # for the council's secretariat only
    cells: tuple[tuple[str, str], ...] = ()  # the roll as the council prints it, by row
    drafted: int = 0  # remarks written in Slack, as long as nobody has confirmed the minutes


def read(db: Database, meeting_id: int, viewer: Viewer) -> Minutes:
    """The minutes of a meeting the viewer may see."""
    meeting = meetings.get(db, meeting_id, viewer)
    items = agenda(db, meeting_id)
    present = roll(db, meeting_id)
    custom = RollCustom.from_dict(rules.of(db, meeting.council_id).roll)
    return Minutes(
        meeting=meeting,
        materials=materials(db, meeting_id),
        roll=present,
        cells=tuple(rolls.cells(rolls.people(present), custom)),
        agenda=tuple(items.values()),
        turns=_turns(db, meeting_id, items),
        warnings=_warnings(db, meeting_id),
        passages=_passages(db, meeting_id, items),
        memos=_memos(db, meeting, viewer),
        drafted=_drafted(db, meeting_id),
    )


def roll(db: Database, meeting_id: int) -> tuple[Attendee, ...]:
    """Who is on the meeting's roll, in its order."""
    rows = db.query(
        """select a.kind, a.name, a.title, a.department, a.section, a.unit, a.post, a.affiliation,
            a.status, a.arrived_at, a.left_at, a.proxy_name, p.reading
        from attendance a join people p on p.id = a.person_id
        where a.meeting_id = :meeting_id order by a.position""",
        {"meeting_id": meeting_id},
    )
    return tuple(_attendee(row) for row in rows)


def _attendee(row: dict[str, Any]) -> Attendee:
    arrived_at, left_at = row.pop("arrived_at"), row.pop("left_at")
    return Attendee(
        **row,
        arrived_at=time.fromisoformat(arrived_at) if arrived_at else None,
        left_at=time.fromisoformat(left_at) if left_at else None,
    )


def materials(db: Database, meeting_id: int) -> tuple[Material, ...]:
    """The documents handed out, in their order."""
    rows = db.query(
        "select label, title from materials where meeting_id = :meeting_id order by position",
        {"meeting_id": meeting_id},
    )
    return tuple(Material(**row) for row in rows)


def agenda(db: Database, meeting_id: int) -> dict[int, AgendaItem]:
    """The agenda items of a meeting in their order, by id."""
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
        """select r.block_id, r.id, r.body, r.version, r.position
        from remarks r join blocks b on b.id = r.block_id
        where b.meeting_id = :meeting_id and r.withdrawn_at is null order by r.position""",
        {"meeting_id": meeting_id},
    ):
        block_id = row.pop("block_id")
        remarks.setdefault(block_id, []).append(Remark(**row))
    blocks: Iterable[dict[str, Any]] = db.query(
        f"""select id, agenda_item_id, label, position from blocks b
        where meeting_id = :meeting_id and {STANDING} order by position""",
        {"meeting_id": meeting_id},
    )
    return tuple(
        Turn(
            agenda=items.get(block["agenda_item_id"]),
            label=block["label"],
            remarks=tuple(remarks.get(block["id"], ())),
            position=block["position"],
        )
        for block in blocks
    )


def _passages(db: Database, meeting_id: int, items: dict[int, AgendaItem]) -> tuple[Passage, ...]:
    rows = db.query(
        """select p.id, p.kind, p.body, p.position,
            (select a.id from agenda_items a
                where a.meeting_id = p.meeting_id and a.position < p.position
                order by a.position desc limit 1) as item_id
        from passages p
        where p.meeting_id = :meeting_id and p.withdrawn_at is null and p.kind <> 'text'
        order by p.position""",
        {"meeting_id": meeting_id},
    )
    return tuple(Passage(agenda=items.get(row.pop("item_id")), **row) for row in rows)


def _memos(db: Database, meeting: Meeting, viewer: Viewer) -> tuple[str, ...]:
    [may_read] = db.conn.execute(
        """select :everything or exists (select 1 from secretariat s
            where s.council_id = :council_id and s.user_id = :viewer)""",
        {"council_id": meeting.council_id, **viewer.params()},
    ).fetchone()
    return tuple(memos.of(db, meeting.id)) if may_read else ()


def _drafted(db: Database, meeting_id: int) -> int:
    [drafted] = db.conn.execute(
        """select count(*) from meetings m join blocks b on b.meeting_id = m.id
        join remarks r on r.block_id = b.id
        where m.id = ? and m.confirmed_at is null and m.published_at is null
            and r.source = 'slack' and r.withdrawn_at is null""",
        (meeting_id,),
    ).fetchone()
    return drafted


def _warnings(db: Database, meeting_id: int) -> tuple[str, ...]:
    rows = db.query(
        """select value from imports, json_each(imports.warnings)
        where imports.id = (select max(id) from imports where meeting_id = :meeting_id)""",
        {"meeting_id": meeting_id},
    )
    return tuple(row["value"] for row in rows)
