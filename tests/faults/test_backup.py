"""Backup and the restore drill."""

import pytest

from store import backup, meetings
from store.db import open_store
from store.errors import Refused
from store.viewers import OPERATOR
from tests.cast import MINUTES, keep


def test_a_backup_is_restored_equal_and_sound(store, tmp_path):
    keep(store, tmp_path, MINUTES)
    backup.backup(store, tmp_path / "copy.db")
    backup.restore(tmp_path / "copy.db", tmp_path / "restored.db")
    restored = open_store(tmp_path / "restored.db")
    with restored.reading() as there, store.reading() as here:
        assert meetings.recent(there, OPERATOR) == meetings.recent(here, OPERATOR)
        assert backup.check(there) == []
    restored.close()


def test_nothing_is_written_over(store, tmp_path):
    existing = tmp_path / "existing.db"
    existing.write_text("x")
    with pytest.raises(Refused, match="すでにあります"):
        backup.backup(store, existing)
    with pytest.raises(Refused, match="があります"):
        backup.restore(store.path, existing)


def test_a_log_left_behind_is_not_played_into_the_copy(store, tmp_path):
    backup.backup(store, tmp_path / "copy.db")
    (tmp_path / "lost.db-wal").write_bytes(b"x")
    with pytest.raises(Refused, match=r"lost\.db-wal があります"):
        backup.restore(tmp_path / "copy.db", tmp_path / "lost.db")


def test_check_finds_a_remark_changed_behind_our_back(store, tmp_path):
    keep(store, tmp_path, MINUTES)
    store._connection.execute("update remarks set body = '改ざん' where id = 2")
    with store.reading() as db:
        assert any("発言 2" in problem for problem in backup.check(db))


def test_check_finds_history_rewritten(store, tmp_path):
    keep(store, tmp_path, MINUTES)
    store._connection.execute("drop trigger history_refuses_update")
    store._connection.execute("update history set actor = 'nobody' where id = 3")
    with store.reading() as db:
        assert backup.check(db) == ["履歴の 3 番が、記録されたあとで書き換えられています。"]
