"""A document's elements, its roll and its materials, written as rows."""

from collections.abc import Iterable
from typing import Any

from sqlite_utils import Database

from store import members, search
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
from store.remarks import NewRemark
from store.rows import insert


def lay_out(db: Database, council_id: int, meeting_id: int, document: Document) -> list[NewRemark]:
    """Write every row of the document but its remarks; give those back with their places."""
    if len(document.elements) > search.LAST_POSITION:
        raise Refused("会議録が長すぎます。いくつかのファイルに分けて取り込んでください。")
    _write_roll(db, council_id, meeting_id, document)
    _write_materials(db, meeting_id, document)
    return _write_elements(db, meeting_id, document.elements)


def _write_roll(db: Database, council_id: int, meeting_id: int, document: Document) -> None:
    db.conn.executemany(
        """insert into attendance (meeting_id, person_id, position, kind, name, title,
            department, section, unit, post, affiliation, status, arrived_at, left_at, proxy_name)
        values (:meeting_id, :person_id, :position, :kind, :name, :title, :department, :section,
            :unit, :post, :affiliation, :status, :arrived_at, :left_at, :proxy_name)""",
        [
            {
                "meeting_id": meeting_id,
                "person_id": members.known_as(db, council_id, person.name, person.kind),
                "position": position,
                **_values(person),
                "arrived_at": person.arrived_at and f"{person.arrived_at:%H:%M}",
                "left_at": person.left_at and f"{person.left_at:%H:%M}",
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
    return insert(
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
    return insert(
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
