"""How people are reached (連絡先): asked for only where somebody's right to it was checked.

The history says that a number changed, never the number: it is read by more people than these.
"""

from collections.abc import Mapping
from typing import Literal

from sqlite_utils import Database

from store.history import By
from store.members.people import note

ContactKind = Literal["phone", "fax", "mail"]


def contacts_of(db: Database, person_id: int) -> dict[ContactKind, str]:
    """A person's telephone, fax and mail, as far as they are known."""
    return dict(
        db.conn.execute("select kind, value from contacts where person_id = ?", (person_id,))
    )


def reachable(db: Database, council_id: int) -> dict[int, dict[ContactKind, str]]:
    """The contacts of everybody of a council, by person."""
    found: dict[int, dict[ContactKind, str]] = {}
    for person_id, kind, value in db.conn.execute(
        """select t.person_id, t.kind, t.value from contacts t
        join people p on p.id = t.person_id where p.council_id = ?""",
        (council_id,),
    ):
        found.setdefault(person_id, {})[kind] = value
    return found


def keep_contacts(
    db: Database, person_id: int, contacts: Mapping[ContactKind, str], by: By
) -> None:
    """Keep the kinds that are given; an empty one is forgotten."""
    before = contacts_of(db, person_id)
    for kind, value in contacts.items():
        if value == before.get(kind, ""):
            continue
        db.conn.execute("delete from contacts where person_id = ? and kind = ?", (person_id, kind))
        if value:
            db.conn.execute("insert into contacts values (?, ?, ?)", (person_id, kind, value))
        deed = "contact kept" if value else "contact forgotten"
        note(db, by, "people", person_id, deed, after={"kind": kind})
