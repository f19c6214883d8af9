"""Minutes compared with what they were: at the import, at the close of the meeting, or on a day.

Nothing old is kept twice: the old wording is what stands now with every deed since taken back.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Literal

from sqlite_utils import Database

from store import meetings, minutes
from store.changes.baselines import Baseline, baseline
from store.changes.past import serves
from store.formats.document import PassageKind
from store.meetings import Meeting
from store.viewers import Viewer

Note = Literal["added", "withdrawn", "relabelled", "regrouped", "moved", "split", "joined"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """What a remark or a passage said at one time, under which item and whose label."""

    body: str
    agenda: str
    label: str | None = None
    stands: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A remark (no `kind`) or a passage as it was and as it is; None where it did not stand."""

    kind: PassageKind | None
    before: Version | None
    after: Version | None
    notes: tuple[Note, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What the header says, as the meeting's row keeps it."""

    title: str | None
    held_on: str | None
    starts_at: str | None
    ends_at: str | None
    venue: str | None
    disclosure: str
    disclosure_ground: str | None
    observers: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """What was changed in a meeting's minutes since a baseline, in the order it is printed."""

    meeting: Meeting
    since: Baseline
    before: Facts
    after: Facts
    rows: tuple[Row, ...]


def compare(db: Database, meeting_id: int, viewer: Viewer, since: date | None = None) -> Comparison:
    """What was changed since the import or the close of the meeting, or since a day.

    What was taken out is shown to the council's secretariat only.
    """
    meeting = meetings.get(db, meeting_id, viewer)
    begins = baseline(db, meeting, since)
    after = _facts(db, meeting_id)
    placed = [*_remarks(db, meeting_id, begins), *_passages(db, meeting_id, begins)]
    rows = [row for _, row in sorted(placed, key=lambda one: one[0])]
    if not serves(db, meeting.council_id, viewer):
        rows = [row for row in rows if row.after]
    return Comparison(
        meeting=meeting,
        since=begins,
        before=_facts_before(db, meeting_id, after, begins),
        after=after,
        rows=tuple(rows),
    )


def _remarks(db: Database, meeting_id: int, since: Baseline) -> Iterable[tuple[int, Row]]:
    items = minutes.agenda(db, meeting_id)
    deeds = _deeds(db, "remarks", meeting_id, since)
    for id_, position, body, label, item_id, stands in db.conn.execute(
        """select r.id, r.position, r.body, b.label, b.agenda_item_id, r.withdrawn_at is null
        from remarks r join blocks b on b.id = r.block_id where b.meeting_id = ?""",
        (meeting_id,),
    ):
        item = items.get(item_id)
        now = Version(body=body, agenda=item.name if item else "", label=label, stands=bool(stands))
        if row := _row(None, now, deeds.get(id_, [])):
            yield position, row


def _passages(db: Database, meeting_id: int, since: Baseline) -> Iterable[tuple[int, Row]]:
    items = list(minutes.agenda(db, meeting_id).values())
    deeds = _deeds(db, "passages", meeting_id, since)
    for id_, position, kind, body, stands in db.conn.execute(
        """select id, position, kind, body, withdrawn_at is null
        from passages where meeting_id = ?""",
        (meeting_id,),
    ):
        above = [item.name for item in items if item.position < position]
        now = Version(body=body, agenda=above[-1] if above else "", stands=bool(stands))
        if row := _row(kind, now, deeds.get(id_, [])):
            yield position, row


@dataclass(frozen=True, slots=True)
class _Deed:
    name: str
    before: dict[str, Any]
    after: dict[str, Any]


def _deeds(db: Database, noun: str, meeting_id: int, since: Baseline) -> dict[int, list[_Deed]]:
    """What was done since to the meeting's rows of that noun, by row, the latest first."""
    of_meeting = {
        "remarks": """select r.id from remarks r join blocks b on b.id = r.block_id
            where b.meeting_id = :meeting_id""",
        "passages": "select id from passages where meeting_id = :meeting_id",
        "meetings": "select :meeting_id",
    }[noun]
    found: dict[int, list[_Deed]] = {}
    for row_id, deed, before, after in db.conn.execute(
        f"""select row_id, deed, before, after from history
        where noun = :noun and id > :last and row_id in ({of_meeting}) order by id desc""",
        {"noun": noun, "last": since.last, "meeting_id": meeting_id},
    ):
        one = _Deed(deed, json.loads(before or "{}"), json.loads(after or "{}"))
        found.setdefault(row_id, []).append(one)
    return found


def _row(kind: PassageKind | None, now: Version, deeds: list[_Deed]) -> Row | None:
    was = now
    for deed in deeds:
        was = _undone(was, deed)
    notes = _notes(was, now, deeds)
    same = (was.stands, was.body) == (now.stands, now.body)
    if not (was.stands or now.stands) or (same and not notes):
        return None
    return Row(
        kind=kind,
        before=was if was.stands else None,
        after=now if now.stands else None,
        notes=notes,
    )


def _undone(version: Version, deed: _Deed) -> Version:
    """What a row was before a deed."""
    if _begins(deed):
        return replace(version, stands=False)
    return replace(
        version,
        body=deed.before.get("body", version.body),
        label=deed.before.get("label", version.label),
        agenda=deed.before.get("agenda_item", version.agenda) or "",
        stands=_stood(version, deed),
    )


def _begins(deed: _Deed) -> bool:
    """Whether there was no such row before: it was added, or split off another."""
    return deed.name == "added" or (deed.name == "split" and "from" in deed.after)


def _stood(version: Version, deed: _Deed) -> bool:
    if deed.name == "restored":
        return False
    return deed.name == "withdrawn" or "into" in deed.after or version.stands


def _notes(was: Version, now: Version, deeds: list[_Deed]) -> tuple[Note, ...]:
    names = {deed.name for deed in deeds}
    if not was.stands:
        begun_apart = any(deed.name == "split" and _begins(deed) for deed in deeds)
        return ("split",) if begun_apart else ("added",)
    if not now.stands:
        return ("joined",) if deeds and "into" in deeds[0].after else ("withdrawn",)
    notes: list[Note] = []
    if was.label != now.label:
        notes.append("relabelled")
    elif any("begins" in deed.after for deed in deeds):
        notes.append("regrouped")
    if was.agenda != now.agenda:
        notes.append("moved")
    if was.body != now.body and "split" in names:
        notes.append("split")
    if was.body != now.body and "joined" in names:
        notes.append("joined")
    return tuple(notes)


def _facts(db: Database, meeting_id: int) -> Facts:
    [row] = db.query(
        """select title, held_on, starts_at, ends_at, venue, disclosure, disclosure_ground,
            observers
        from meetings where id = :meeting_id""",
        {"meeting_id": meeting_id},
    )
    return Facts(**row)


def _facts_before(db: Database, meeting_id: int, now: Facts, since: Baseline) -> Facts:
    was = now
    for deed in _deeds(db, "meetings", meeting_id, since).get(meeting_id, []):
        known = {name: value for name, value in deed.before.items() if name in Facts.__slots__}
        was = replace(was, **known)
    return was
