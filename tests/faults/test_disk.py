"""A full disk, a lost file, a file that is not ours: a sentence, and nothing half done."""

import os
import shutil
import sqlite3

import pytest

from store import backup, councils, exchange
from store.db import open_store
from store.errors import Refused
from tests.cast import BY, CLOSED, MINUTES, keep


def test_a_full_disk_refuses_keeps_nothing_half_and_goes_on_afterwards(store, tmp_path):
    keep(store, tmp_path, MINUTES)
    [pages] = store._connection.execute("pragma page_count").fetchone()
    store._connection.execute(f"pragma max_page_count = {pages + 1}")
    big = tmp_path / "big.txt"
    big.write_text(
        CLOSED.replace("- ・若い世代に声を掛けたい。", "- ・とても長い発言です。\n" * 3_000)
    )
    with pytest.raises(Refused, match="ディスクの空きがなくなり"):
        exchange.import_file(store, big, BY)
    store._connection.execute("pragma max_page_count = 1073741823")
    with store.reading() as db:
        assert db.conn.execute("select count(*) from meetings").fetchone() == (1,)
        assert backup.check(db) == []
    assert exchange.import_file(store, big, BY).result == "imported"


def test_a_file_that_was_deleted_under_the_bot_is_noticed(store, fukushi):
    store.path.unlink()
    with pytest.raises(Refused, match="消されたか置き換えられて"), store.writing() as db:
        councils.add(db, "霧浜市景観審議会", BY)


def test_another_programs_database_is_refused_untouched(tmp_path):
    path = tmp_path / "other.db"
    other = sqlite3.connect(path)
    other.execute("create table notes (text)")
    other.close()
    before = path.read_bytes()
    with pytest.raises(Refused, match="会議録のデータベースではありません"):
        open_store(path)
    assert path.read_bytes() == before


def test_a_text_file_is_refused_untouched(tmp_path):
    path = tmp_path / "notes.db"
    path.write_text("これはデータベースではありません。" * 100)
    before = path.read_bytes()
    with pytest.raises(Refused, match="会議録のデータベースではありません"):
        open_store(path)
    assert path.read_bytes() == before


def test_a_corrupt_file_is_refused_with_the_way_back(store, tmp_path):
    keep(store, tmp_path, MINUTES)
    store.close()
    broken = bytearray(store.path.read_bytes())
    for page in range(2, len(broken) // 4096):
        broken[page * 4096 : page * 4096 + 64] = os.urandom(64)
    damaged = tmp_path / "damaged.db"
    damaged.write_bytes(broken)
    with pytest.raises(Refused, match="kaigiroku restore"):
        open_store(damaged)


def test_a_newer_file_is_refused(store):
    with store.writing() as db:
        db.conn.execute(
            """insert into _sqlite_migrations (migration_set, name, applied_at)
            values ('kaigiroku', 'm999_from_the_future', '2030-01-01')"""
        )
    with pytest.raises(Refused, match="より新しい版"):
        open_store(store.path)


def test_a_folder_that_is_not_there_is_named(tmp_path):
    with pytest.raises(Refused, match="フォルダー"):
        open_store(tmp_path / "nowhere" / "kaigiroku.db")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_read_only_place_is_refused(store, tmp_path):
    store.close()
    place = tmp_path / "readonly"
    place.mkdir()
    shutil.copy(store.path, place / "kaigiroku.db")
    place.chmod(0o500)
    try:
        with pytest.raises(Refused, match="書き込"):
            open_store(place / "kaigiroku.db")
    finally:
        place.chmod(0o700)
