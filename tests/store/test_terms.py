"""Terms that end: told ahead, once, and no more once somebody was reappointed."""

import json
from datetime import date, timedelta

import pytest

from store import councils, members, terms
from store.members import NewMember
from store.terms import Ending
from store.viewers import PUBLIC
from tests.cast import BY, CLERK
from tests.store.test_attended import council, join

__all__ = ["council"]

TODAY = date(2026, 11, 23)
BEGINS, ENDS = date(2025, 4, 1), date(2027, 3, 31)


def ending(store, council, today=TODAY):
    with store.reading() as db:
        return terms.ending(db, council, today)


def warn(store, today=TODAY):
    """What letters this day's warning puts into the outbox."""
    with store.writing() as db:
        [last] = db.conn.execute("select coalesce(max(id), 0) from outbox").fetchone()
        if terms.is_time_to_warn(db, today):
            terms.warn(db, today)
        rows = db.conn.execute(
            "select recipient, kind, due_at, refs from outbox where id > ? order by id", (last,)
        ).fetchall()
    return [(to, kind, at, json.loads(refs)["members"]) for to, kind, at, refs in rows]


def reappoint(store, council, name, begins, ends):
    with store.writing() as db:
        [one] = [m for m in members.roster(db, council, PUBLIC) if m.name == name]
        wanted = NewMember(name=name, term_from=begins, term_to=ends)
        members.reappoint(db, one.id, wanted, one.version, BY)


def test_the_soonest_comes_first_and_the_nth_term_is_counted(store, council):
    join(store, council, "井上 翔", "いのうえ", BEGINS, ENDS)
    join(store, council, "浅野 和子", "あさの", date(2023, 4, 1), date(2025, 3, 31))
    reappoint(store, council, "浅野 和子", date(2025, 4, 1), date(2026, 12, 31))
    with store.writing() as db:
        terms.limit(db, council, 2, BY)
    assert ending(store, council) == [
        Ending(member_id=3, name="浅野 和子", role="委員", affiliation="",
               begins=date(2025, 4, 1), ends=date(2026, 12, 31), nth=2, is_last=True),
        Ending(member_id=1, name="井上 翔", role="委員", affiliation="",
               begins=BEGINS, ends=ENDS, nth=1, is_last=False),
    ]  # fmt: skip


def test_a_term_just_over_is_an_oversight_and_an_old_one_is_not(store, council):
    join(store, council, "浅野 和子", "あさの", BEGINS, TODAY - timedelta(days=30))
    join(store, council, "井上 翔", "いのうえ", date(2021, 4, 1), date(2023, 3, 31))
    assert [one.name for one in ending(store, council)] == ["浅野 和子"]


def test_without_an_end_nothing_ends(store, council):
    join(store, council, "浅野 和子", "あさの", BEGINS)
    with store.reading() as db:
        assert terms.without_end(db, council) == 1
    assert ending(store, council) == []


def test_half_a_year_ahead_the_secretariat_is_told_once(store, council):
    join(store, council, "浅野 和子", "あさの", BEGINS, ENDS)
    join(store, council, "井上 翔", "いのうえ", BEGINS, ENDS)
    assert warn(store, date(2026, 9, 29)) == []
    assert warn(store, date(2026, 9, 30)) == [
        (CLERK, "terms", "2026-09-30T00:00:00Z", [1, 2]),
    ]
    assert warn(store, date(2026, 9, 30)) == []
    assert warn(store, date(2026, 12, 1)) == []
    # A month ahead it is told once more.
    assert [refs for *_, refs in warn(store, date(2027, 2, 28))] == [[1, 2]]
    assert warn(store, date(2027, 3, 31)) == []
    assert warn(store, date(2027, 4, 1)) == []


def test_what_ends_within_a_month_already_is_told_of_once_not_twice(store, council):
    join(store, council, "浅野 和子", "あさの", BEGINS, TODAY + timedelta(days=10))
    assert len(warn(store)) == 1
    assert warn(store, TODAY + timedelta(days=1)) == []


def test_who_was_reappointed_is_nobodys_worry(store, council):
    join(store, council, "浅野 和子", "あさの", BEGINS, ENDS)
    reappoint(store, council, "浅野 和子", date(2027, 4, 1), date(2029, 3, 31))
    assert warn(store) == []
    assert [one.ends for one in ending(store, council)] == [date(2029, 3, 31)]


def test_a_term_that_was_moved_is_told_of_anew(store, council):
    join(store, council, "浅野 和子", "あさの", BEGINS, ENDS)
    assert len(warn(store)) == 1
    with store.writing() as db:
        [one] = members.roster(db, council, PUBLIC)
        members.end_term(db, one.id, date(2027, 1, 31), one.version, BY)
    assert len(warn(store)) == 1


def test_without_a_secretariat_it_waits_until_there_is_one(store, fukushi):
    join(store, fukushi.id, "浅野 和子", "あさの", BEGINS, ENDS)
    assert warn(store) == []
    with store.writing() as db:
        councils.appoint(db, fukushi.id, CLERK, BY)
    assert len(warn(store)) == 1


def test_a_term_that_is_merged_away_takes_its_warning_along(store, council):
    first = join(store, council, "浅野 和子", "あさの", BEGINS, ENDS)
    second = join(store, council, "淺野 和子", "あさの", BEGINS, ENDS)
    warn(store)
    with store.writing() as db:
        members.merge(db, first, second, BY)
        [left] = db.conn.execute("select count(*) from term_warnings").fetchone()
    assert left == 1


@pytest.mark.parametrize("ids", [[], [99]])
def test_a_letter_about_nobody_tells_nothing(store, council, ids):
    with store.reading() as db:
        assert terms.told_of(db, council, ids) == []
