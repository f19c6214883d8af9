"""Settling: after a large import the index is put into one piece, a little at a time."""

from collections.abc import Callable
from contextlib import AbstractContextManager

from sqlite_utils import Database

# So many pages in one transaction take some 50 ms: whoever else wants to write waits no longer.
PAGES = 500


def settle(writing: Callable[[], AbstractContextManager[Database]]) -> None:
    """Merge the index's segments into one: what is rare is then found three times as fast.

    `writing`: Store.writing; every step is a transaction of its own, and whatever happens
    between two of them, the index is whole.
    """
    pages = -PAGES  # less than nothing: all segments are to become one
    is_going_on = True
    while is_going_on:
        with writing() as db:
            is_going_on = _is_in_pieces(db) and _merge(db, pages)
        pages = PAGES


def _is_in_pieces(db: Database) -> bool:
    [segments] = db.conn.execute(
        "select count(*) from (select distinct segid from search_index_idx limit 2)"
    ).fetchone()
    return segments > 1


def _merge(db: Database, pages: int) -> bool:
    before = db.conn.total_changes
    db.conn.execute("insert into search_index (search_index, rank) values ('merge', ?)", [pages])
    # FTS5 always changes one row; when that is all, there was nothing left to merge.
    return db.conn.total_changes - before >= 2
