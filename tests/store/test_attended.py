"""Who attended what: counted inside one's own term, excuses told to the secretariat alone."""

from datetime import date

import pytest

from store import attended, councils, members
from store.members import NewMember
from store.rows import insert
from store.viewers import PUBLIC, Viewer
from tests.cast import BY, CLERK

CHIEF_CLERK = Viewer(CLERK)


@pytest.fixture
def council(store, fukushi) -> int:
    with store.writing() as db:
        councils.appoint(db, fukushi.id, CLERK, BY)
    return fukushi.id


def join(store, council, name, reading, begins=None, ends=None, **more) -> int:
    with store.writing() as db:
        wanted = NewMember(name=name, reading=reading, term_from=begins, term_to=ends, **more)
        return members.add(db, council, wanted, BY).person_id


def held(store, council, day, roll, *, number=1, disclosure="open", excused=()) -> int:
    """A meeting with the roll given as person -> status."""
    with store.writing() as db:
        meeting_id = insert(
            db,
            """insert into meetings (council_id, title, number, fiscal_year, held_on, starts_at,
                ends_at, disclosure, created_at)
            values (:council, '令和8年度第' || :number || '回', :number, 2026, :day, '18:30',
                '20:30', :disclosure, 'x')""",
            council=council, number=number, day=day, disclosure=disclosure,
        )  # fmt: skip
        for place, (person, status) in enumerate(roll.items()):
            db.conn.execute(
                """insert into attendance (meeting_id, person_id, position, kind, name, status)
                select ?, id, ?, 'member', name, ? from people where id = ?""",
                (meeting_id, place, status, person),
            )
        for person in excused:
            db.conn.execute("insert into excuses values (?, ?, '入院のため')", (meeting_id, person))
    return meeting_id


def past(store, council, viewer=CHIEF_CLERK, **period):
    with store.reading() as db:
        return attended.past(db, council, viewer, **period)


def test_a_rate_is_of_ones_own_term_only(store, council):
    asano = join(store, council, "浅野 和子", "あさの かずこ", date(2026, 1, 1), date(2027, 3, 31))
    inoue = join(store, council, "井上 翔", "いのうえ しょう", date(2026, 7, 1))
    held(store, council, "2026-05-01", {asano: "present", inoue: "present"})
    held(store, council, "2026-08-01", {asano: "absent", inoue: "present"}, number=2)
    held(store, council, "2026-10-01", {asano: "late", inoue: "absent"}, number=3)
    found = past(store, council)
    assert [(one.name, one.attended, one.counted) for one in found.people] == [
        ("浅野 和子", 2, 3),
        ("井上 翔", 1, 2),  # before July, 井上 was no member yet
    ]
    assert [one.rate for one in found.people] == [pytest.approx(2 / 3), 0.5]
    assert [(found.attended(n), found.counted(n)) for n in range(3)] == [(1, 1), (1, 2), (1, 2)]


def test_a_second_term_goes_on_where_the_first_ended_and_a_gap_is_a_gap(store, council):
    asano = join(store, council, "浅野 和子", "あさの", date(2024, 4, 1), date(2026, 3, 31))
    with store.writing() as db:
        [first] = members.roster(db, council, PUBLIC)
        again = NewMember(name="浅野 和子", reading="あさの", term_from=date(2026, 6, 1))
        members.reappoint(db, first.id, again, first.version, BY)
    for number, day in enumerate(("2026-03-31", "2026-05-01", "2026-06-01"), start=1):
        held(store, council, day, {asano: "present"}, number=number)
    [one] = past(store, council).people
    assert [mark.is_in_office for mark in one.marks] == [True, False, True]
    assert (one.attended, one.counted) == (2, 2)


def test_without_a_term_all_meetings_since_first_seen_count(store, council):
    with store.writing() as db:
        asano = members.known_as(db, council, "浅野 和子", "member")
        inoue = members.known_as(db, council, "井上 翔", "member")
    held(store, council, "2026-05-01", {asano: "present"})
    held(store, council, "2026-08-01", {asano: "present", inoue: "present"}, number=2)
    held(store, council, "2026-10-01", {asano: "absent", inoue: "absent"}, number=3)
    assert [(one.name, one.attended, one.counted) for one in past(store, council).people] == [
        ("井上 翔", 1, 2),
        ("浅野 和子", 2, 3),
    ]


def test_nobody_is_absent_who_did_not_answer_or_is_not_on_the_roll(store, council):
    asano = join(store, council, "浅野 和子", "あさの", date(2026, 1, 1))
    inoue = join(store, council, "井上 翔", "いのうえ", date(2026, 1, 1))
    held(store, council, "2026-05-01", {asano: "unanswered"})
    held(store, council, "2026-06-01", {asano: "proxy", inoue: "online"}, number=2)
    [first, second] = past(store, council).people
    assert (first.attended, first.counted, first.times("proxy")) == (0, 1, 1)
    assert (second.attended, second.counted) == (1, 1)


def test_an_excuse_is_told_to_the_secretariat_and_changes_no_rate(store, council):
    asano = join(store, council, "浅野 和子", "あさの", date(2026, 1, 1))
    held(store, council, "2026-05-01", {asano: "absent"}, excused=[asano])
    held(store, council, "2026-06-01", {asano: "present"}, number=2)
    mine, others = past(store, council), past(store, council, PUBLIC)
    assert mine.shows_excuses
    assert not others.shows_excuses
    assert (mine.people[0].excused, mine.people[0].rate) == (1, 0.5)
    assert (others.people[0].excused, others.people[0].rate) == (0, 0.5)


def test_a_closed_meeting_counts_for_its_secretariat_only(store, council):
    asano = join(store, council, "浅野 和子", "あさの", date(2026, 1, 1))
    held(store, council, "2026-05-01", {asano: "present"})
    held(store, council, "2026-06-01", {asano: "absent"}, number=2, disclosure="closed")
    assert past(store, council).people[0].counted == 2
    assert past(store, council, PUBLIC).people[0].counted == 1
    assert past(store, council, Viewer("U_OTHER")).people[0].counted == 1


def test_a_period_and_meetings_without_a_roll(store, council):
    asano = join(store, council, "浅野 和子", "あさの", date(2026, 1, 1))
    held(store, council, "2026-05-01", {asano: "present"})
    held(store, council, "2026-06-01", {}, number=2)
    found = past(store, council)
    assert (len(found.meetings), found.unrolled) == (1, 1)
    assert past(store, council, since=date(2026, 6, 1)).meetings == ()
    assert past(store, council, until=date(2026, 5, 1)).people[0].attended == 1
