"""Memos (覚え書き): the secretariat's own lines about a meeting, which no minutes print.

What was told to those who were absent the time before (前回欠席) names them, and so stays inside.
"""

from sqlite_utils import Database

from store import history
from store.history import By, Change
from store.rows import insert


def add(db: Database, meeting_id: int, agenda_item_id: int | None, body: str, by: By) -> int:
    """Keep a memo; give its id."""
    memo_id = insert(
        db,
        """insert into memos (meeting_id, agenda_item_id, body, created_at)
        values (:meeting_id, :agenda_item_id, :body, :now)""",
        meeting_id=meeting_id,
        agenda_item_id=agenda_item_id,
        body=body,
        now=by.stamp,
    )
    _note(db, by, memo_id, "added")
    return memo_id


def of(db: Database, meeting_id: int) -> list[str]:
    """The memos of a meeting, in the order they were written; for its secretariat only."""
    rows = db.conn.execute(
        "select body from memos where meeting_id = ? and withdrawn_at is null order by id",
        (meeting_id,),
    )
    return [row[0] for row in rows]


def edit(db: Database, memo_id: int, body: str, by: By) -> None:
    """Change what a memo says."""
    db.conn.execute("update memos set body = ? where id = ?", (body, memo_id))
    _note(db, by, memo_id, "edited")


def withdraw(db: Database, memo_id: int, by: By) -> None:
    """Put a memo away."""
    db.conn.execute("update memos set withdrawn_at = ? where id = ?", (by.stamp, memo_id))
    _note(db, by, memo_id, "withdrawn")


def restore(db: Database, memo_id: int, by: By) -> None:
    """Take a memo out again."""
    db.conn.execute("update memos set withdrawn_at = null where id = ?", (memo_id,))
    _note(db, by, memo_id, "restored")


def _note(db: Database, by: By, memo_id: int, deed: str) -> None:
    # Never its words: the history of a meeting is read by more people than its memos.
    history.record(db, by, [Change(noun="memos", row_id=memo_id, deed=deed)])
