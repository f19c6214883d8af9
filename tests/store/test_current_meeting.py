"""Which meeting is written up just now."""

import pytest

from store import councils, meetings
from store.errors import Refused
from store.viewers import OPERATOR, PUBLIC
from tests.cast import CLOSED, MINUTES, keep


@pytest.fixture
def two(store, tmp_path):
    return keep(store, tmp_path, MINUTES), keep(store, tmp_path, CLOSED)


def current(store, viewer=OPERATOR):
    with store.reading() as db:
        [council] = councils.list_all(db)
        found = meetings.current(db, council.id, viewer)
        return found and found.id


def mark(store, meeting_id, column, value):
    with store.writing() as db:
        db.conn.execute(f"update meetings set {column} = ? where id = ?", (value, meeting_id))


def test_the_latest_held_is_current(store, two):
    assert current(store) == two[1]
    assert current(store, PUBLIC) == two[0]


def test_one_in_session_comes_first(store, two):
    mark(store, two[0], "status", "in_session")
    assert current(store) == two[0]


def test_a_meeting_to_come_or_called_off_is_not(store, two):
    for status in ("scheduled", "cancelled"):
        mark(store, two[1], "status", status)
        assert current(store) == two[0]
        with store.reading() as db, pytest.raises(Refused):
            meetings.require_open_for_recording(db, two[1])


@pytest.mark.parametrize("column", ["confirmed_at", "published_at"])
def test_once_the_latest_is_finished_nothing_older_is_taken_for_it(store, two, column):
    mark(store, two[1], column, "2026-11-01T00:00:00Z")
    assert current(store) is None
    with store.reading() as db:
        with pytest.raises(Refused, match="「/minutes reopen」"):
            meetings.require_open(db, two[1])
        meetings.require_open(db, two[0])
    mark(store, two[0], "status", "in_session")
    assert current(store) == two[0]
