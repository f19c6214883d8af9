"""Passages: what is printed in minutes yet is no remark, such as a decision (【決定】)."""

from typing import Literal

from sqlite_utils import Database

from store import history
from store.history import By, Change
from store.rows import insert

Kind = Literal["action", "text", "decision", "task", "information"]


def add(db: Database, meeting_id: int, position: int, kind: Kind, body: str, by: By) -> int:
    """Keep a passage at its place; give its id."""
    passage_id = insert(
        db,
        """insert into passages (meeting_id, position, kind, body)
        values (:meeting_id, :position, :kind, :body)""",
        meeting_id=meeting_id,
        position=position,
        kind=kind,
        body=body,
    )
    _note(db, by, passage_id, "added", after={"kind": kind, "body": body})
    return passage_id


def edit(db: Database, passage_id: int, body: str, by: By) -> None:
    """Change what a passage says."""
    [old] = db.conn.execute("select body from passages where id = ?", (passage_id,)).fetchone()
    db.conn.execute(
        "update passages set body = ?, version = version + 1 where id = ?", (body, passage_id)
    )
    _note(db, by, passage_id, "edited", before={"body": old}, after={"body": body})


def withdraw(db: Database, passage_id: int, by: By) -> None:
    """Take a passage out of the minutes; the history still knows it."""
    db.conn.execute("update passages set withdrawn_at = ? where id = ?", (by.stamp, passage_id))
    _note(db, by, passage_id, "withdrawn")


def restore(db: Database, passage_id: int, by: By) -> None:
    """Put a withdrawn passage back where it stood."""
    db.conn.execute("update passages set withdrawn_at = null where id = ?", (passage_id,))
    _note(db, by, passage_id, "restored")


def _note(db: Database, by: By, passage_id: int, deed: str, **facts: dict[str, str]) -> None:
    history.record(db, by, [Change(noun="passages", row_id=passage_id, deed=deed, **facts)])
