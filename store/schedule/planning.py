"""A meeting put into the schedule, moved and called off; year and number follow by themselves."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import time
from typing import Any

from sqlite_utils import Database

from store import eras, history, live, meetings, numbering
from store.errors import Refused
from store.history import By, Change
from store.live.agenda import HOUSE, Heading
from store.rows import insert
from store.slots import Slot

# Under which section the items of a scheduled meeting stand.
SECTION = "議題"

OVERTAKEN = (
    "この画面を開いている間に、ほかの方がこの会議の予定を変えました。"
    "画面を閉じて「/meeting list」で今の予定を確かめてから、もう一度変えてください。"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewMaterial:
    """A document to be handed out; `permalink` is where its file lies in Slack."""

    label: str
    title: str
    permalink: str | None = None

    @property
    def name(self) -> str:
        """資料1 見守りの手引き"""
        return f"{self.label} {self.title}".strip()


@dataclass(frozen=True, slots=True, kw_only=True)
class NewMeeting:
    """A meeting not yet kept."""

    council_id: int
    slot: Slot
    venue: str | None = None
    agenda: tuple[str, ...] = ()
    materials: tuple[NewMaterial, ...] = ()


def add(db: Database, meeting: NewMeeting, by: By) -> int:
    """Put a meeting into the schedule; those behind it in its year are numbered anew."""
    facts = _facts(meeting.slot, meeting.venue)
    meeting_id = insert(
        db,
        """insert into meetings (council_id, status, held_on, starts_at, ends_at, venue, created_at)
        values (:council_id, 'scheduled', :held_on, :starts_at, :ends_at, :venue, :now)""",
        council_id=meeting.council_id,
        now=by.stamp,
        **facts,
    )
    _note(db, by, meeting_id, "scheduled", None, facts)
    numbering.number(db, meeting.council_id, eras.fiscal_year(meeting.slot.day), by)
    _set_agenda(db, meeting_id, meeting.agenda, by)
    _set_materials(db, meeting_id, meeting.materials, by)
    return meeting_id


def change(
    db: Database,
    meeting_id: int,
    *,
    slot: Slot,
    venue: str | None,
    version: int,
    by: By,
    agenda: tuple[str, ...] | None = None,
    materials: tuple[NewMaterial, ...] | None = None,
) -> bool:
    """Change a scheduled meeting; whether its day, times or venue moved.

    Without an agenda, or materials, these stay as they are.
    """
    council_id, before = _still_scheduled(db, meeting_id, version)
    after = _facts(slot, venue)
    moves = after != before
    db.conn.execute(
        """update meetings set held_on = :held_on, starts_at = :starts_at, ends_at = :ends_at,
            venue = :venue, version = version + 1, revision = revision + 1
        where id = :meeting_id""",
        {**after, "meeting_id": meeting_id},
    )
    if moves:
        _note(db, by, meeting_id, "rescheduled", before, after)
        for year in {numbering.year_of(before["held_on"]), eras.fiscal_year(slot.day)}:
            numbering.number(db, council_id, year, by)
    if agenda is not None:
        _set_agenda(db, meeting_id, agenda, by)
    if materials is not None:
        _set_materials(db, meeting_id, materials, by)
    return moves


def cancel(db: Database, meeting_id: int, reason: str, by: By, version: int | None = None) -> None:
    """Call a scheduled meeting off; the number it had goes to the next one."""
    council_id, before = _still_scheduled(db, meeting_id, version)
    db.conn.execute(
        """update meetings set status = 'cancelled', cancelled_because = :reason,
            version = version + 1, revision = revision + 1
        where id = :meeting_id""",
        {"reason": reason, "meeting_id": meeting_id},
    )
    _note(db, by, meeting_id, "cancelled", None, {"reason": reason})
    numbering.number(db, council_id, numbering.year_of(before["held_on"]), by)


def _still_scheduled(
    db: Database, meeting_id: int, version: int | None
) -> tuple[int, dict[str, Any]]:
    row = db.conn.execute(
        """select council_id, status, version, held_on, starts_at, ends_at, venue
        from meetings where id = ?""",
        (meeting_id,),
    ).fetchone()
    if row is None:
        raise Refused(meetings.NOT_FOUND)
    council_id, status, known, *facts = row
    if status != "scheduled":
        done = {"cancelled": "すでに中止されています", "in_session": "いま開いています"}
        raise Refused(
            f"この会議は{done.get(status, 'すでに終わっています')}。"
            "これから開く会議は「/meeting list」で確かめられます。"
        )
    if version is not None and version != known:
        raise Refused(OVERTAKEN)
    return council_id, dict(zip(("held_on", "starts_at", "ends_at", "venue"), facts, strict=True))


def _set_agenda(db: Database, meeting_id: int, titles: Sequence[str], by: By) -> None:
    """Let these be the items under 議題; the sections around them stay."""
    kept = live.items(db, meeting_id)
    section = next((item for item in kept if item.title == SECTION and item.depth == 1), None)
    inside = [item for item in kept if section and item.parent_id == section.id]
    if kept and [item.title for item in inside] == list(titles):
        return
    headings: list[Heading] = []
    is_inside = False
    for depth, number, title in [(i.depth, i.own, i.title) for i in kept] or list(HOUSE):
        is_inside = is_inside and depth > 1
        if not is_inside:
            headings.append((depth, number, title))
        if depth == 1 and title == SECTION:
            is_inside = True
            headings += [(2, f"({n})", one) for n, one in enumerate(titles, start=1)]
    live.rewrite(db, meeting_id, headings, by)


def _set_materials(db: Database, meeting_id: int, wanted: Iterable[NewMaterial], by: By) -> None:
    """Let these be the materials; one that stays in its place stays the same row."""
    kept = db.conn.execute(
        "select id, label, title, permalink from materials where meeting_id = ? order by position",
        (meeting_id,),
    ).fetchall()
    rows = [(one.label, one.title, one.permalink) for one in wanted]
    if [tuple(row[1:]) for row in kept] == rows:
        return
    for position, (label, title, permalink) in enumerate(rows, start=1):
        holes = {"meeting_id": meeting_id, "position": position, "label": label, "title": title,
                 "permalink": permalink}  # fmt: skip
        if position <= len(kept):
            db.conn.execute(
                """update materials set position = :position, label = :label, title = :title,
                    permalink = :permalink where id = :id""",
                holes | {"id": kept[position - 1][0]},
            )
        else:
            db.conn.execute(
                """insert into materials (meeting_id, position, label, title, permalink)
                values (:meeting_id, :position, :label, :title, :permalink)""",
                holes,
            )
    for material_id, *_ in kept[len(rows) :]:
        db.conn.execute("delete from materials where id = ?", (material_id,))
    _note(
        db, by, meeting_id, "materials",
        {"materials": [f"{row[1] or ''} {row[2]}".strip() for row in kept]} if kept else None,
        {"materials": [f"{row[0]} {row[1]}".strip() for row in rows]},
    )  # fmt: skip


def _facts(slot: Slot, venue: str | None) -> dict[str, Any]:
    return {
        "held_on": slot.day.isoformat(),
        "starts_at": _clock(slot.starts_at),
        "ends_at": _clock(slot.ends_at),
        "venue": venue or None,
    }


def _clock(at: time | None) -> str | None:
    return None if at is None else at.isoformat("minutes")


def _note(
    db: Database,
    by: By,
    meeting_id: int,
    deed: str,
    before: dict[str, Any] | None,
    after: dict[str, Any] | None,
) -> None:
    change = Change(noun="meetings", row_id=meeting_id, deed=deed, before=before, after=after)
    history.record(db, by, [change])
