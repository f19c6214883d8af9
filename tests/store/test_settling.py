"""Settling: the index in one piece, and saying what it said before."""

from pathlib import Path

from sqlite_utils import Database

from store import search
from store.db import Store, open_store
from store.queries import Query, Word
from store.viewers import OPERATOR


def test_an_index_in_pieces_becomes_one_and_says_the_same(tmp_path: Path) -> None:
    store = open_store(tmp_path / "k.db")
    remark_ids = [keep(store, number) for number in range(12)]
    with store.reading() as db:
        assert pieces(db) > 1
    with store.writing() as db:
        search.withdraw(db, remark_ids[:1])
    search.settle(store.writing)
    with store.reading() as db:
        assert pieces(db) == 1
        found = search.find(db, Query(wanted=Word("人材")), OPERATOR, limit=20)
    assert [hit.remark_id for hit in found.hits] == remark_ids[:0:-1]
    assert found.total == 11
    store.close()


def test_what_is_in_one_piece_is_left_alone(tmp_path: Path) -> None:
    store = open_store(tmp_path / "k.db")
    keep(store, 0)
    with store.reading() as db:
        before = index(db)
    search.settle(store.writing)
    search.settle(store.writing)
    with store.reading() as db:
        assert index(db) == before
    store.close()


def test_an_empty_index_is_settled_already(tmp_path: Path) -> None:
    store = open_store(tmp_path / "k.db")
    search.settle(store.writing)
    with store.reading() as db:
        assert pieces(db) == 0
    store.close()


def keep(store: Store, number: int) -> int:
    """A meeting with one remark, in a transaction of its own."""
    with store.writing() as db:
        db.conn.execute("insert or ignore into councils values (1, '人材委員会', '{}', '')")
        [meeting_id] = db.conn.execute(
            """insert into meetings (council_id, title, held_on, created_at)
            values (1, '', ?, '') returning id""",
            (f"2021-04-{number + 1:02}",),
        ).fetchone()
        [block_id] = db.conn.execute(
            "insert into blocks (meeting_id, position) values (?, 0) returning id", (meeting_id,)
        ).fetchone()
        [remark_id] = db.conn.execute(
            """insert into remarks (block_id, position, body, source, created_at)
            values (?, 0, '人材です。', 'minutes', '') returning id""",
            (block_id,),
        ).fetchone()
        search.enter(db, [remark_id])
    return remark_id


def pieces(db: Database) -> int:
    [found] = db.conn.execute("select count(distinct segid) from search_index_idx").fetchone()
    return found


def index(db: Database) -> list[tuple[int, bytes]]:
    return db.conn.execute("select id, block from search_index_data order by id").fetchall()
