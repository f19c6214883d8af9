"""Rows: one row written, and its id."""

from typing import Any

from sqlite_utils import Database


def insert(db: Database, statement: str, **holes: Any) -> int:
    """Write one row; give its id."""
    [[row_id]] = db.conn.execute(f"{statement} returning id", holes).fetchall()
    return row_id
