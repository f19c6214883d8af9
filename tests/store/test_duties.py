"""Duties: what is due by when, as each council's rules have it; and what the record lacks."""

from datetime import date

import pytest

from store import councils, duties, gaps, rules
from store.rows import insert
from store.rules import Rules
from store.viewers import PUBLIC, Viewer
from tests.cast import BY, CLERK, MINUTES, keep

TODAY = date(2026, 11, 23)
SECRETARIAT = Viewer(CLERK)


@pytest.fixture
def db(store, fukushi):
    with store.writing() as db:
        councils.appoint(db, fukushi.id, CLERK, BY)
        yield db


def meeting(db, held_on, status="scheduled", **columns):
    meeting_id = insert(
        db,
        """insert into meetings (council_id, title, status, held_on, created_at)
        values (1, :title, :status, :held_on, '2026-11-01')""",
        title=f"{held_on}の会議",
        status=status,
        held_on=held_on,
    )
    for column, value in columns.items():
        db.conn.execute(f"update meetings set {column} = ? where id = ?", (value, meeting_id))
    return meeting_id


def lay_down(db, **laid):
    rules.lay_down(db, 1, Rules(**laid), BY)


def due(db, viewer=SECRETARIAT, today=TODAY):
    return [(one.duty, str(one.due_on)) for one in duties.due(db, 1, viewer, today)]


def test_a_council_without_rules_has_no_duties(db):
    meeting(db, "2026-12-16")
    assert due(db) == []


@pytest.mark.parametrize(
    ("in_working_days", "expected"),
    [
        (False, [("notice", "2026-12-31"), ("papers", "2027-01-04")]),
        # 7 January is a Thursday; 3 January and before are 閉庁日.
        (True, [("notice", "2026-12-23"), ("papers", "2027-01-04")]),
    ],
)
def test_days_before_the_meeting_over_the_new_year(db, in_working_days, expected):
    lay_down(db, notice_days=7, papers_days=3, in_working_days=in_working_days)
    meeting(db, "2027-01-07")
    assert due(db) == expected


def test_days_after_the_meeting_and_after_its_minutes_stand(db):
    lay_down(db, summary_days=2, minutes_days=45, publication_days=7, in_working_days=True)
    held = meeting(db, "2026-11-20", "held")
    # Monday 23 November is 勤労感謝の日; 11 January is 成人の日.
    assert due(db) == [("summary", "2026-11-25"), ("minutes", "2027-02-01")]
    db.conn.execute(
        "update meetings set confirmed_at = '2026-11-27T15:30:00Z' where id = ?", (held,)
    )
    # Half past midnight in Japan: Saturday 28 November; seven working days later is Tuesday week.
    assert due(db) == [("publication", "2026-12-08")]
    db.conn.execute("update meetings set published_at = '2026-11-30T00:00:00Z'")
    assert due(db) == []


def test_a_leap_day_is_a_day(db):
    lay_down(db, notice_days=1)
    meeting(db, "2028-03-01")
    assert due(db) == [("notice", "2028-02-29")]


def test_what_is_due_on_a_day_the_offices_are_closed_says_so(db):
    lay_down(db, notice_days=7)
    meeting(db, "2026-12-06")
    [one] = duties.due(db, 1, SECRETARIAT, TODAY)
    assert (one.due_on, one.closed) == (date(2026, 11, 29), "日曜日")


@pytest.mark.parametrize(
    ("today", "is_soon"),
    [(date(2026, 12, 1), False), (date(2026, 12, 2), True), (date(2026, 12, 16), True)],
)
def test_only_the_coming_week_and_what_is_overdue_is_soon(db, today, is_soon):
    lay_down(db, notice_days=7)
    meeting(db, "2026-12-16")
    assert bool(duties.due(db, 1, SECRETARIAT, today, only_soon=True)) is is_soon


def test_what_was_done_is_not_due_and_can_be_taken_back(db):
    lay_down(db, notice_days=7)
    meeting_id = meeting(db, "2026-12-16")
    assert duties.mark_done(db, meeting_id, "notice", TODAY, BY)
    assert not duties.mark_done(db, meeting_id, "notice", TODAY, BY)
    assert due(db) == []
    assert duties.mark_undone(db, meeting_id, "notice", BY)
    assert due(db) == [("notice", "2026-12-09")]


def test_a_cancelled_meeting_and_one_long_ago_want_nothing(db):
    lay_down(db, notice_days=7, minutes_days=45)
    meeting(db, "2026-12-16", "cancelled")
    meeting(db, "2025-01-16", "held")
    assert due(db) == []


def test_imported_minutes_are_made(store, fukushi, tmp_path):
    keep(store, tmp_path, MINUTES)
    with store.writing() as db:
        lay_down(db, minutes_days=400)
        assert due(db) == []


def test_a_closed_meeting_is_nobodys_business_but_its_secretariats(db):
    lay_down(db, notice_days=7, publication_days=7)
    meeting(db, "2026-12-16", disclosure="closed")
    meeting(db, "2026-11-02", "held", disclosure="closed", confirmed_at="2026-11-09T00:00:00Z")
    assert due(db, PUBLIC) == []
    assert due(db) == [("notice", "2026-12-09")]  # and what is closed is never published


def found(db, viewer=SECRETARIAT):
    return [(str(gap.meeting.held_on), gap.lack) for gap in gaps.gaps(db, 1, viewer, TODAY)]


def test_gaps_tell_not_held_from_not_published_and_from_no_minutes(db):
    meeting(db, "2026-10-01", "held")
    meeting(db, "2026-09-01", "cancelled")
    meeting(db, "2026-08-03", "scheduled")
    meeting(db, "2026-12-16", "scheduled")
    recorded(db, meeting(db, "2026-07-01", "held", confirmed_at="2026-07-15T00:00:00Z"))
    recorded(db, meeting(db, "2026-06-01", "held", confirmed_at="x", published_at="x"))
    assert found(db) == [
        ("2026-10-01", "no_minutes"),
        ("2026-10-01", "no_roll"),
        ("2026-09-01", "not_held"),
        ("2026-08-03", "not_told"),
        ("2026-07-01", "not_published"),
    ]


def test_a_closed_meeting_is_not_unpublished_and_not_told_to_others(db):
    recorded(db, meeting(db, "2026-07-01", "held", confirmed_at="x", disclosure="closed"))
    meeting(db, "2026-10-01", "held", disclosure="closed")
    assert found(db) == [("2026-10-01", "no_minutes"), ("2026-10-01", "no_roll")]
    assert found(db, PUBLIC) == []


def test_a_roll_of_which_nobody_answered_is_no_roll(db):
    held = meeting(db, "2026-10-01", "held")
    recorded(db, held, status="unanswered")
    assert found(db) == [("2026-10-01", "no_roll")]


def recorded(db, meeting_id, status="present"):
    """One remark, and one person on the roll."""
    block = insert(db, "insert into blocks (meeting_id, position) values (:m, 1)", m=meeting_id)
    insert(
        db,
        """insert into remarks (block_id, position, body, source, created_at)
        values (:b, 1, '発言', 'slack', '2026-07-01')""",
        b=block,
    )
    person = insert(db, "insert into people (name, council_id) values ('浅野 和子', 1)")
    insert(
        db,
        """insert into attendance (meeting_id, person_id, position, kind, name, status)
        values (:m, :p, 1, 'member', '浅野 和子', :status)""",
        m=meeting_id, p=person, status=status,
    )  # fmt: skip


def test_a_material_without_its_file_is_named(db):
    meeting_id = meeting(db, "2026-12-16")
    for position, (label, title, permalink) in enumerate(
        (("資料1", "見守りの手引き", "https://霧浜.example/1"), ("資料2", "予算", None))
    ):
        insert(
            db,
            """insert into materials (meeting_id, position, label, title, permalink)
            values (:m, :n, :label, :title, :permalink)""",
            m=meeting_id, n=position, label=label, title=title, permalink=permalink,
        )  # fmt: skip
    [gap] = gaps.gaps(db, 1, SECRETARIAT, TODAY)
    assert (gap.lack, gap.named) == ("no_file", ("資料2 予算",))


def test_imported_minutes_lack_nothing(store, fukushi, tmp_path):
    keep(store, tmp_path, MINUTES)
    with store.writing() as db:
        assert found(db) == []
