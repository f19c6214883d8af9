"""A document (文書) and the rows it becomes: every printed element keeps its place."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, time
from difflib import SequenceMatcher
from typing import Any

from sqlite_utils import Database

from store import history, members, minutes, remarks, search
from store.errors import Refused
from store.formats.document import (
    AgendaItem,
    Attendee,
    Block,
    Document,
    Element,
    Field,
    Passage,
    Remark,
)
from store.formats.text import Newline
from store.history import By, Change
from store.minutes import STANDING
from store.remarks import NewRemark


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
    meeting_id = _insert(
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
    remarks.add(db, _lay_out(db, council_id, meeting_id, document), by)
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
    old_rows = _ids(db, meeting_id)
    new = _lay_out(db, council_id, meeting_id, document)
    _match(db, meeting_id, new, by)
    _sweep(db, old_rows)


def read(db: Database, meeting_id: int) -> Document:
    """A meeting as a document again, every element in its place."""
    [row] = db.query(
        """select c.name as council, m.title, m.fiscal_year, m.number, m.held_on, m.starts_at,
            m.ends_at, m.venue, m.disclosure, m.disclosure_ground, m.observers, m.observer_count
        from meetings m join councils c on c.id = m.council_id where m.id = :meeting_id""",
        {"meeting_id": meeting_id},
    )
    held_on, starts_at, ends_at = row.pop("held_on"), row.pop("starts_at"), row.pop("ends_at")
    return Document(
        **row,
        held_on=held_on and date.fromisoformat(held_on),
        starts_at=starts_at and time.fromisoformat(starts_at),
        ends_at=ends_at and time.fromisoformat(ends_at),
        materials=minutes.materials(db, meeting_id),
        roll=minutes.roll(db, meeting_id),
        elements=tuple(_elements(db, meeting_id)),
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


def _lay_out(db: Database, council_id: int, meeting_id: int, document: Document) -> list[NewRemark]:
    """Write every row of the document but its remarks; give those back with their places."""
    if len(document.elements) > search.LAST_POSITION:
        raise Refused("会議録が長すぎます。いくつかのファイルに分けて取り込んでください。")
    _write_roll(db, council_id, meeting_id, document)
    _write_materials(db, meeting_id, document)
    return _write_elements(db, meeting_id, document.elements)


def _write_roll(db: Database, council_id: int, meeting_id: int, document: Document) -> None:
    db.conn.executemany(
        """insert into attendance (meeting_id, person_id, position, kind, name, title,
            department, section, unit, post, status)
        values (:meeting_id, :person_id, :position, :kind, :name, :title,
            :department, :section, :unit, :post, :status)""",
        [
            {
                "meeting_id": meeting_id,
                "person_id": members.known_as(db, council_id, person.name, person.kind),
                "position": position,
                **_values(person),
            }
            for position, person in enumerate(document.roll, start=1)
        ],
    )


def _write_materials(db: Database, meeting_id: int, document: Document) -> None:
    db.conn.executemany(
        "insert into materials (meeting_id, position, label, title) values (?, ?, ?, ?)",
        [
            (meeting_id, position, material.label, material.title)
            for position, material in enumerate(document.materials, start=1)
        ],
    )


def _write_elements(db: Database, meeting_id: int, elements: Iterable[Element]) -> list[NewRemark]:
    remarks: list[NewRemark] = []
    ancestors: list[tuple[int, int]] = []  # (depth, id) from the section down to where we are
    block_id = None
    for position, element in enumerate(elements, start=1):
        match element:
            case Remark():
                if block_id is None:
                    block_id = _write_block(db, meeting_id, position, ancestors, Block())
                remarks.append(
                    NewRemark(
                        block_id=block_id,
                        position=position,
                        body=element.body,
                        lead=element.lead,
                        indent=element.indent,
                        tail=element.tail,
                    )
                )
            case Block():
                block_id = _write_block(db, meeting_id, position, ancestors, element)
            case AgendaItem():
                block_id = None
                while ancestors and ancestors[-1][0] >= element.depth:
                    ancestors.pop()
                item_id = _write_agenda_item(db, meeting_id, position, ancestors, element)
                ancestors.append((element.depth, item_id))
            case Field():
                db.conn.execute(
                    """insert into header_fields
                        (meeting_id, position, kind, label, value, lead, tail)
                    values (:meeting_id, :position, :kind, :label, :value, :lead, :tail)""",
                    {"meeting_id": meeting_id, "position": position, **_values(element)},
                )
            case Passage():
                db.conn.execute(
                    """insert into passages (meeting_id, position, kind, body, lead, tail)
                    values (:meeting_id, :position, :kind, :body, :lead, :tail)""",
                    {"meeting_id": meeting_id, "position": position, **_values(element)},
                )
    return remarks


def _write_agenda_item(
    db: Database,
    meeting_id: int,
    position: int,
    ancestors: list[tuple[int, int]],
    item: AgendaItem,
) -> int:
    return _insert(
        db,
        """insert into agenda_items
            (meeting_id, parent_id, position, depth, number, title, printed, lead, tail)
        values (:meeting_id, :parent_id, :position, :depth, :number, :title, :printed, :lead,
            :tail)""",
        meeting_id=meeting_id,
        parent_id=ancestors[-1][1] if ancestors else None,
        position=position,
        **_values(item),
    )


def _write_block(
    db: Database,
    meeting_id: int,
    position: int,
    ancestors: list[tuple[int, int]],
    block: Block,
) -> int:
    return _insert(
        db,
        """insert into blocks
            (meeting_id, agenda_item_id, position, label, printed, lead, tail)
        values (:meeting_id, :agenda_item_id, :position, :label, :printed, :lead, :tail)""",
        meeting_id=meeting_id,
        agenda_item_id=ancestors[-1][1] if ancestors else None,
        position=position,
        **_values(block),
    )


def _values(element: Attendee | Element) -> dict[str, Any]:
    # asdict() copies deeply what cannot change, and that is half the time of a small insert.
    return {name: getattr(element, name) for name in element.__slots__}


def _insert(db: Database, statement: str, **holes: Any) -> int:
    [[row_id]] = db.conn.execute(f"{statement} returning id", holes).fetchall()
    return row_id


def _elements(db: Database, meeting_id: int) -> list[Element]:
    printed: list[tuple[int, Element]] = []
    for make, rows in (
        (Field, "select position, kind, label, value, lead, tail from header_fields b"),
        (
            AgendaItem,
            "select position, depth, number, title, printed, lead, tail from agenda_items b",
        ),
        (Block, "select position, label, printed, lead, tail from blocks b"),
        (Passage, "select position, kind, body, lead, tail from passages b"),
        (
            Remark,
            """select r.position, r.body, r.lead, r.indent, r.tail
            from blocks b join remarks r on r.block_id = b.id and r.withdrawn_at is null""",
        ),
    ):
        standing = STANDING if make is Block else "1"
        printed += [
            (row.pop("position"), make(**row))
            for row in db.query(
                f"{rows} where b.meeting_id = :meeting_id and {standing}",
                {"meeting_id": meeting_id},
            )
        ]
    printed.sort(key=lambda placed: placed[0])
    return [element for _, element in printed]


def _match(db: Database, meeting_id: int, new: list[NewRemark], by: By) -> None:
    """Let kept remarks move to their new places; add what is new, withdraw what is gone."""
    old = list(
        db.query(
            """select r.id, b.label, r.body, r.version
            from remarks r join blocks b on b.id = r.block_id
            where b.meeting_id = :meeting_id and r.withdrawn_at is null order by r.position""",
            {"meeting_id": meeting_id},
        )
    )
    # Places are free before any is taken anew: no two entries may have one place.
    search.withdraw(db, [remark["id"] for remark in old])
    labels = dict(
        db.conn.execute("select id, label from blocks where meeting_id = ?", (meeting_id,))
    )
    matcher = SequenceMatcher(
        None,
        [(remark["label"], remark["body"]) for remark in old],
        [(labels[remark.block_id], remark.body) for remark in new],
        autojunk=False,
    )
    added: list[NewRemark] = []
    moved: list[int] = []
    for _, i1, i2, j1, j2 in matcher.get_opcodes():
        for before, after in _pairs(old[i1:i2], new[j1:j2]):
            if before is None and after is not None:
                added.append(after)
            elif before is not None and after is None:
                remarks.withdraw(db, before["id"], by)
            elif before is not None and after is not None:
                _move(db, before["id"], after)
                moved.append(before["id"])
                if before["body"] != after.body:
                    remarks.edit(db, before["id"], after.body, before["version"], by)
    search.reenter(db, moved)
    remarks.add(db, added, by)


def _pairs(
    old: list[dict[str, Any]], new: list[NewRemark]
) -> Iterator[tuple[dict[str, Any] | None, NewRemark | None]]:
    """Each kept remark beside the one it has become; None where one was taken out or put in."""
    at = 0
    for after in new:
        ahead = range(at, min(at + LOOK_AHEAD, len(old)))
        found = next((n for n in ahead if _alike(old[n]["body"], after.body)), None)
        if found is None:
            yield None, after
        else:
            yield from ((gone, None) for gone in old[at:found])
            yield old[found], after
            at = found + 1
    yield from ((gone, None) for gone in old[at:])


# How many remarks taken out in a row are looked past; more than this, and the rest is new.
LOOK_AHEAD = 20


def _alike(before: str, after: str) -> bool:
    if before == after:
        return True
    matcher = SequenceMatcher(None, before[:500], after[:500], autojunk=False)
    return matcher.real_quick_ratio() >= 0.5 and matcher.ratio() >= 0.5


def _move(db: Database, remark_id: int, place: NewRemark) -> None:
    db.conn.execute(
        """update remarks set block_id = ?, position = ?, lead = ?, indent = ?, tail = ?
        where id = ?""",
        (place.block_id, place.position, place.lead, place.indent, place.tail, remark_id),
    )


_PRINTED_TABLES = ("header_fields", "passages", "materials", "attendance", "blocks", "agenda_items")


def _ids(db: Database, meeting_id: int) -> dict[str, list[tuple[int]]]:
    return {
        table: db.conn.execute(
            f"select id from {table} where meeting_id = ?", (meeting_id,)
        ).fetchall()
        for table in _PRINTED_TABLES
    }


def _sweep(db: Database, old: dict[str, list[tuple[int]]]) -> None:
    """Delete the old rows; a block that holds withdrawn remarks stays with them, unprinted."""
    db.conn.executemany("update blocks set agenda_item_id = null where id = ?", old["blocks"])
    for table in _PRINTED_TABLES:
        held = "not exists (select 1 from remarks where block_id = blocks.id)"
        condition = held if table == "blocks" else "1"
        rows = reversed(old[table])  # children of the agenda before their parents
        db.conn.executemany(f"delete from {table} where id = ? and {condition}", rows)


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
