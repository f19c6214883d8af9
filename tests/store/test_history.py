"""The history is appended to, never altered."""

import sqlite3

import pytest

from store import history
from store.history import Change


def test_history_keeps_who_when_before_and_after(store, by):
    with store.writing() as db:
        history.record(
            db,
            by,
            [
                Change(
                    noun="remarks",
                    row_id=7,
                    deed="edited",
                    before={"body": "あ"},
                    after={"body": "い"},
                )
            ],
        )
        assert history.of(db, "remarks", 7) == [
            {
                "at": "2026-11-23T04:00:00Z",
                "actor": "cli:suzuki",
                "deed": "edited",
                "before": '{"body": "あ"}',
                "after": '{"body": "い"}',
            }
        ]
        assert history.check(db) == []


@pytest.mark.parametrize(
    "statement",
    [
        "update history set actor = 'x'",
        "delete from history",
        "insert or replace into history select * from history",
    ],
)
def test_nothing_alters_history(store, by, fukushi, statement):
    with store.writing() as db, pytest.raises(sqlite3.IntegrityError, match="append-only"):
        db.conn.execute(statement)


def test_a_removed_row_breaks_the_chain(store, by):
    with store.writing() as db:
        history.record(db, by, [Change(noun="x", row_id=n, deed="added") for n in range(3)])
    store._connection.execute("drop trigger history_refuses_delete")
    store._connection.execute("delete from history where id = 2")
    with store.reading() as db:
        assert history.check(db) == ["履歴の 2 番がありません。"]
