"""History (履歴): who changed what and when; appended to, never altered.

Each row's hash covers the row before it, so a row changed, removed or slipped in afterwards
breaks the chain from there on.
"""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlite_utils import Database

FIRST = "0" * 64


@dataclass(frozen=True, slots=True)
class By:
    """Whose hand it was (`slack:U123`, `cli:suzuki`), and when."""

    actor: str
    at: datetime

    @property
    def stamp(self) -> str:
        """The moment as it is kept: UTC, to the second."""
        return self.at.strftime("%Y-%m-%dT%H:%M:%SZ")


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One change of one row; nothing before: it is new; nothing after: it is gone."""

    noun: str
    row_id: int
    deed: str
    before: dict[str, Any] | None = None
    after: dict[str, Any] | None = None


def record(db: Database, by: By, changes: Iterable[Change]) -> None:
    """Append changes, in the transaction that makes them."""
    last = db.conn.execute("select id, hash from history order by id desc limit 1").fetchone()
    row_id, previous = last or (0, FIRST)
    rows = []
    stamp = by.stamp
    for change in changes:
        row_id += 1
        facts = (stamp, by.actor, change.noun, change.row_id, change.deed,
                 _json(change.before), _json(change.after))  # fmt: skip
        previous = _hash(previous, row_id, facts)
        rows.append((row_id, *facts, previous))
    db.conn.executemany(
        """insert into history (id, at, actor, noun, row_id, deed, before, after, hash)
        values (?, ?, ?, ?, ?, ?, ?, ?, ?)""",
        rows,
    )


def of(db: Database, noun: str, row_id: int) -> list[dict[str, Any]]:
    """All that happened to one row, oldest first."""
    return list(
        db.query(
            """select at, actor, deed, before, after from history
            where noun = :noun and row_id = :row_id order by id""",
            {"noun": noun, "row_id": row_id},
        )
    )


def check(db: Database) -> list[str]:
    """Walk the chain; say where it breaks."""
    previous, expected = FIRST, 1
    for row_id, *facts, stored in db.conn.execute(
        "select id, at, actor, noun, row_id, deed, before, after, hash from history order by id"
    ):
        if row_id != expected:
            return [f"履歴の {expected} 番がありません。"]
        if _hash(previous, row_id, tuple(facts)) != stored:
            return [f"履歴の {row_id} 番が、記録されたあとで書き換えられています。"]
        previous, expected = stored, row_id + 1
    return []


def _json(value: dict[str, Any] | None) -> str | None:
    return None if value is None else json.dumps(value, ensure_ascii=False, sort_keys=True)


def _hash(previous: str, row_id: int, facts: tuple[Any, ...]) -> str:
    line = json.dumps([previous, row_id, *facts], ensure_ascii=False)
    return hashlib.sha256(line.encode()).hexdigest()
