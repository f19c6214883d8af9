"""A document (文書) and the rows it becomes: every printed element keeps its place."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from sqlite_utils import Database

from store import history, minutes, remarks, rules
from store.documents.reading import elements
from store.documents.replacing import match, printed_rows, sweep
from store.documents.writing import lay_out
from store.formats.document import Document
from store.formats.rolls import RollCustom
from store.formats.text import Newline
from store.history import By, Change
from store.rows import insert


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """The file a meeting's minutes came from."""

    file_name: str
    sha256: str
    encoding: str = "utf-8"
    newline: Newline = "\n"


def find(db: Database, document: Document) -> int | None:
    """The id of the kept meeting a document is about, if it is kept."""
    row = db.conn.execute(
        """select m.id from meetings m join councils c on c.id = m.council_id
        where c.name = :council and case when :number is not null and :fiscal_year is not null
            then m.fiscal_year = :fiscal_year and m.number = :number
            else m.number is null and m.title is :title
                and m.held_on is :held_on and m.starts_at is :starts_at end
        order by m.id limit 1""",
        {
            "council": document.council,
            "fiscal_year": document.fiscal_year,
            "number": document.number,
            "title": document.title,
            "held_on": _iso(document.held_on),
            "starts_at": _iso(document.starts_at),
        },
    ).fetchone()
    return row[0] if row else None


def add(db: Database, council_id: int, document: Document, by: By) -> int:
    """Keep a document as a new meeting of a council."""
    facts = _facts(document)
    meeting_id = insert(
        db,
        """insert into meetings (council_id, title, fiscal_year, number, held_on, starts_at,
            ends_at, venue, disclosure, disclosure_ground, observers, observer_count, created_at)
        values (:council_id, :title, :fiscal_year, :number, :held_on, :starts_at, :ends_at,
            :venue, :disclosure, :disclosure_ground, :observers, :observer_count, :now)""",
        council_id=council_id,
        now=by.stamp,
        **facts,
    )
    _note(db, by, meeting_id, "imported", after=facts)
    remarks.add(db, lay_out(db, council_id, meeting_id, document), by)
    return meeting_id


def replace(db: Database, meeting_id: int, document: Document, by: By) -> None:
    """Let a document take the place of a meeting's minutes.

    A remark that is still there keeps its id, so that what cites it stays true; one that is
    gone is withdrawn.
    """
    before = _facts(read(db, meeting_id))
    facts = _facts(document)
    db.conn.execute(
        """update meetings set title = :title, fiscal_year = :fiscal_year, number = :number,
            held_on = :held_on, starts_at = :starts_at, ends_at = :ends_at, venue = :venue,
            disclosure = :disclosure, disclosure_ground = :disclosure_ground,
            observers = :observers, observer_count = :observer_count, version = version + 1
        where id = :meeting_id""",
        {"meeting_id": meeting_id, **facts},
    )
    _note(db, by, meeting_id, "replaced", before=before, after=facts)
    [council_id] = db.conn.execute(
        "select council_id from meetings where id = ?", (meeting_id,)
    ).fetchone()
    old_rows = printed_rows(db, meeting_id)
    new = lay_out(db, council_id, meeting_id, document)
    match(db, meeting_id, new, by)
    sweep(db, old_rows)


def read(db: Database, meeting_id: int) -> Document:
    """A meeting as a document again, every element in its place."""
    [row] = db.query(
        """select m.council_id, c.name as council, m.title, m.fiscal_year, m.number, m.held_on, m.starts_at,
            m.ends_at, m.venue, m.disclosure, m.disclosure_ground, m.observers, m.observer_count
        from meetings m join councils c on c.id = m.council_id where m.id = :meeting_id""",
        {"meeting_id": meeting_id},
    )
    held_on, starts_at, ends_at = row.pop("held_on"), row.pop("starts_at"), row.pop("ends_at")
    laid = rules.of(db, row.pop("council_id"))
    return Document(
        **row,
        custom=RollCustom.from_dict(laid.roll),
        held_on=held_on and date.fromisoformat(held_on),
        starts_at=starts_at and time.fromisoformat(starts_at),
        ends_at=ends_at and time.fromisoformat(ends_at),
        materials=minutes.materials(db, meeting_id),
        roll=minutes.roll(db, meeting_id),
        elements=tuple(elements(db, meeting_id)),
    )


def came_from(
    db: Database, meeting_id: int, source: Source, warnings: Iterable[str], by: By
) -> None:
    """Note which file a meeting's minutes were read from, and what was odd about it."""
    db.conn.execute(
        """insert into imports (meeting_id, file_name, sha256, encoding, newline, warnings,
            imported_at) values (?, ?, ?, ?, ?, ?, ?)""",
        (
            meeting_id,
            source.file_name,
            source.sha256,
            source.encoding,
            source.newline,
            json.dumps(list(warnings), ensure_ascii=False),
            by.stamp,
        ),
    )


def source(db: Database, meeting_id: int) -> Source:
    """The file a meeting's minutes were last read from; a plain one if they were not."""
    row = db.conn.execute(
        """select file_name, sha256, encoding, newline from imports
        where meeting_id = ? order by id desc limit 1""",
        (meeting_id,),
    ).fetchone()
    if row is None:
        return Source(file_name="", sha256="")
    return Source(file_name=row[0], sha256=row[1], encoding=row[2], newline=row[3])


def _facts(document: Document) -> dict[str, Any]:
    return {
        "title": document.title,
        "fiscal_year": document.fiscal_year,
        "number": document.number,
        "held_on": _iso(document.held_on),
        "starts_at": _iso(document.starts_at),
        "ends_at": _iso(document.ends_at),
        "venue": document.venue,
        "disclosure": document.disclosure,
        "disclosure_ground": document.disclosure_ground,
        "observers": document.observers,
        "observer_count": document.observer_count,
    }


def _iso(value: date | time | None) -> str | None:
    if isinstance(value, time):
        return value.isoformat("minutes")
    return value.isoformat() if value else None


def _note(db: Database, by: By, meeting_id: int, deed: str, **facts: dict[str, Any]) -> None:
    history.record(db, by, [Change(noun="meetings", row_id=meeting_id, deed=deed, **facts)])
