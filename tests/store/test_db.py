"""One writer, many readers, and the pragmas that keep a promise."""

import sqlite3
import threading
import time
from pathlib import Path

import pytest

from store import councils, db
from store.db import filesystem, open_store
from store.errors import Busy, Refused
from store.migrations import migrations


def test_the_writer_keeps_what_it_confirms(store):
    pragma = lambda name: store._connection.execute(f"pragma {name}").fetchone()[0]  # noqa: E731
    assert pragma("journal_mode") == "wal"
    assert pragma("synchronous") == 2
    assert pragma("foreign_keys") == 1
    assert pragma("recursive_triggers") == 1


def test_a_reader_cannot_write(store):
    with store.reading() as db, pytest.raises(sqlite3.OperationalError, match="readonly"):
        db.conn.execute("delete from councils")


def test_a_transaction_is_all_or_nothing(store, by):
    with store.writing() as db:
        councils.add(db, "霧浜市景観審議会", by)
    with pytest.raises(Refused), store.writing() as db:
        councils.add(db, "霧浜市公共交通会議", by)
        councils.add(db, "霧浜市景観審議会", by)
    with store.reading() as db:
        assert [council.name for council in councils.list_all(db)] == ["霧浜市景観審議会"]


def test_two_writers_that_read_first_lose_nothing(tmp_path, by):
    one, two = (open_store(tmp_path / "kaigiroku.db") for _ in range(2))
    with one.writing() as db:
        db.conn.execute("insert into councils values (1, 'あ', '0', '')")

    def count_up(store):
        for _ in range(50):
            with store.writing() as db:
                [n] = db.conn.execute("select settings from councils").fetchone()
                db.conn.execute("update councils set settings = ?", (str(int(n) + 1),))

    threads = [threading.Thread(target=count_up, args=(s,)) for s in (one, two)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with one.reading() as db:
        assert db.conn.execute("select settings from councils").fetchone() == ("100",)
    one.close()
    two.close()


def test_opening_twice_migrates_once(store):
    again = open_store(store.path)
    with again.reading() as db:
        assert migrations.pending(db) == []
    again.close()


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/srv/kaigiroku/k.db", "ext4"),
        ("/mnt/share/k.db", "cifs"),
        ("/mnt/share name/k.db", "nfs4"),
        ("/k.db", "ext4"),
    ],
)
def test_the_kind_of_file_system_is_told_from_the_mounts(path, kind):
    mounts = """/dev/vda / ext4 rw 0 0
//server/share /mnt/share cifs rw 0 0
server:/x /mnt/share\\040name nfs4 rw 0 0
proc /proc proc rw 0 0"""
    assert filesystem(Path(path), mounts) == kind


def test_whoever_waits_for_the_writer_waits_one_patience_and_is_told(store, monkeypatch):
    monkeypatch.setattr(db, "PATIENCE_MS", 200)
    other = sqlite3.connect(store.path, isolation_level=None)
    other.execute("begin immediate")
    refused = []

    def write():
        try:
            with store.writing():
                pass
        except Busy as busy:
            refused.append(busy.sentence)

    since = time.monotonic()
    writers = [threading.Thread(target=write) for _ in range(4)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert time.monotonic() - since < 1  # together, not one after the other
    assert (
        refused
        == ["データベースがほかの処理で使われています。少し待って、もう一度お試しください。"] * 4
    )
    other.execute("rollback")
    other.close()
    with store.writing() as written:
        assert written.conn.execute("select 1").fetchone() == (1,)
