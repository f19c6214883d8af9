"""Reminders: they follow their meeting, fall due once, and tell what was missed."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from store import councils, outbox, polls, reminders, rules
from store.errors import Refused
from store.outbox import Letter
from store.reminders import Towards
from store.rows import insert
from store.rules import Rules
from store.slots import Before, Slot
from tests.cast import BY, CHANNEL, CLERK, NOW, OUTSIDER

DAY = timedelta(days=1)


def at(stamp: str) -> datetime:
    """A moment in UTC: Japan's clock shows nine hours more."""
    return datetime.strptime(stamp, "%Y-%m-%d %H:%M").replace(tzinfo=UTC)


@pytest.fixture
def db(store, fukushi):
    with store.writing() as db:
        councils.bind(db, fukushi.id, CHANNEL, BY)
        councils.appoint(db, fukushi.id, CLERK, BY)
        yield db


@pytest.fixture
def meeting(db, fukushi):
    """Wednesday 16 December 2026, 18:25, decided three weeks before."""
    return schedule(db, fukushi.id)


def schedule(db, council_id, held_on="2026-12-16", starts_at="18:25", now=NOW):
    meeting_id = insert(
        db,
        """insert into meetings (council_id, title, fiscal_year, number, status, held_on,
            starts_at, ends_at, venue, created_at)
        values (:council_id, '令和8年度第3回', 2026, 3, 'scheduled', :held_on, :starts_at,
            '19:30', '市民文化会館 第2会議室', '2026-11-23')""",
        council_id=council_id,
        held_on=held_on,
        starts_at=starts_at,
    )
    reminders.follow(db, meeting_id, now, BY)
    return meeting_id


def change(db, meeting_id, now=NOW, **columns):
    for column, value in columns.items():
        db.conn.execute(f"update meetings set {column} = ? where id = ?", (value, meeting_id))
    reminders.follow(db, meeting_id, now, BY)


def plan(db, council_id=1):
    return [
        (one.before, one.due_at, one.state)
        for one in reminders.planned(db, council_id)
        if one.due_at
    ]


def states(db):
    return dict(db.conn.execute("select before, state from reminders order by id"))


def letters(db):
    return [
        (recipient, refs, state)
        for recipient, refs, state in db.conn.execute(
            "select recipient, kind, state from outbox order by id"
        )
    ]


def claimed(db, now) -> Letter:
    letter = outbox.claim_due(db, now)
    assert letter
    return letter


def test_a_meeting_has_the_reminders_its_council_wants(db, meeting):
    assert plan(db) == [
        ("7日前 09:00", at("2026-12-09 00:00"), "planned"),
        ("1日前 09:00", at("2026-12-15 00:00"), "planned"),
        ("1時間前", at("2026-12-16 08:25"), "planned"),
    ]


def test_what_is_past_when_the_meeting_is_decided_is_not_planned(db, fukushi):
    schedule(db, fukushi.id, held_on="2026-11-25")
    assert states(db) == {"7日前 09:00": "passed", "1日前 09:00": "planned", "1時間前": "planned"}
    assert not reminders.is_due(db, NOW)


def test_it_falls_due_at_its_second_and_once(db, meeting):
    reminders.come_due(db, at("2026-12-09 00:00") - timedelta(seconds=1))
    assert letters(db) == []
    reminders.come_due(db, at("2026-12-09 00:00"))
    reminders.come_due(db, at("2026-12-09 00:01"))
    assert letters(db) == [(CHANNEL, "reminder", "due")]
    told = reminders.read(db, claimed(db, at("2026-12-09 00:01")), at("2026-12-09 00:01"))
    assert told is not None
    assert (told.title, told.is_late, told.is_over, told.goes_on) == (
        "霧浜市地域福祉懇話会 令和8年度第3回", False, False, True,
    )  # fmt: skip


def test_the_key_names_council_meeting_kind_audience_and_revision(db, meeting):
    reminders.come_due(db, at("2026-12-09 00:00"))
    [[key]] = db.conn.execute("select key from outbox").fetchall()
    assert key == f"reminder:1:meeting:{meeting}:7日前 09:00:channel:C_FUKUSHI:1"


def test_a_meeting_that_moves_takes_its_reminders_along(db, meeting):
    change(db, meeting, held_on="2026-12-18", starts_at="10:00")
    assert plan(db) == [
        ("7日前 09:00", at("2026-12-11 00:00"), "planned"),
        ("1日前 09:00", at("2026-12-17 00:00"), "planned"),
        ("1時間前", at("2026-12-18 00:00"), "planned"),
    ]


def test_what_waits_to_be_said_is_superseded_when_the_meeting_moves(db, meeting):
    reminders.come_due(db, at("2026-12-09 00:00"))
    change(db, meeting, at("2026-12-09 00:01"), held_on="2026-12-18")
    assert letters(db) == [(CHANNEL, "reminder", "superseded")]
    reminders.come_due(db, at("2026-12-11 00:00"))
    assert letters(db) == [
        (CHANNEL, "reminder", "superseded"),
        (CHANNEL, "reminder", "due"),
    ]


def test_what_may_have_been_said_knows_that_it_is_old_when_it_is_tried_again(db, meeting):
    reminders.come_due(db, at("2026-12-09 00:00"))
    letter = claimed(db, at("2026-12-09 00:00"))
    change(db, meeting, at("2026-12-09 00:01"), held_on="2026-12-18")
    outbox.retry_after(db, letter, at("2026-12-09 00:06"))
    again = claimed(db, at("2026-12-09 00:06"))
    assert reminders.read(db, again, at("2026-12-09 00:06")) is None


def test_what_was_said_is_not_said_again_when_only_the_venue_changes(db, meeting):
    reminders.come_due(db, at("2026-12-09 00:00"))
    outbox.mark_sent(db, claimed(db, at("2026-12-09 00:00")), CHANNEL, "1.1")
    change(db, meeting, at("2026-12-10 00:00"), venue="別の会場")
    reminders.come_due(db, at("2026-12-10 00:00"))
    assert letters(db) == [(CHANNEL, "reminder", "sent")]
    assert states(db)["7日前 09:00"] == "told"


def test_what_is_overdue_survives_a_change_of_the_venue(db, meeting):
    # The bot was down at nine; the clerk changes the venue before the clock rings.
    change(db, meeting, at("2026-12-09 01:00"), venue="別の会場")
    reminders.come_due(db, at("2026-12-09 01:00"))
    assert letters(db) == [(CHANNEL, "reminder", "due")]


def test_a_cancelled_meeting_is_not_reminded_of(db, meeting):
    reminders.come_due(db, at("2026-12-09 00:00"))
    change(db, meeting, at("2026-12-09 00:01"), status="cancelled")
    assert plan(db) == []
    assert letters(db) == [(CHANNEL, "reminder", "superseded")]
    change(db, meeting, at("2026-12-09 00:02"), status="scheduled")
    assert [before for before, _, _ in plan(db)] == ["1日前 09:00", "1時間前"]


def test_a_meeting_without_a_day_is_not_reminded_of(db, meeting):
    change(db, meeting, held_on=None)
    assert plan(db) == []


def test_down_for_a_day_and_the_meeting_is_still_to_come_it_is_late(db, meeting):
    now = at("2026-12-10 00:00")
    reminders.come_due(db, now)
    told = reminders.read(db, claimed(db, now), now)
    assert told is not None
    assert told.is_late
    assert not told.is_over


def test_down_until_the_meeting_has_begun_the_clerk_is_told_once(db, meeting):
    now = at("2026-12-16 09:30")
    reminders.come_due(db, now)
    reminders.come_due(db, now + DAY)
    assert states(db) == dict.fromkeys(("7日前 09:00", "1日前 09:00", "1時間前"), "expired")
    assert letters(db) == [(CLERK, "reminder_missed", "due")]
    missed = reminders.missed(db, claimed(db, now))
    assert [one.before for one, _ in missed] == ["7日前 09:00", "1日前 09:00", "1時間前"]


def test_what_waits_in_the_outbox_until_the_meeting_begins_is_expired(db, meeting):
    reminders.come_due(db, at("2026-12-16 08:25"))
    db.conn.execute("update outbox set state = 'superseded' where id < 3")
    now = at("2026-12-16 10:00")
    told = reminders.read(db, claimed(db, now), now)
    assert told is not None
    assert told.is_over
    reminders.expire(db, told.reminder, now)
    reminders.expire(db, told.reminder, now)
    assert letters(db)[3:] == [(CLERK, "reminder_missed", "due")]


def test_what_slack_will_not_have_is_told_to_the_clerk_once(db, meeting):
    now = at("2026-12-09 00:00")
    reminders.come_due(db, now)
    outbox.give_up(db, claimed(db, now), "not_in_channel")
    assert reminders.is_due(db, now)
    reminders.come_due(db, now)
    reminders.come_due(db, now)
    assert letters(db) == [(CHANNEL, "reminder", "failed"), (CLERK, "reminder_missed", "due")]
    [(one, refused_by)] = reminders.missed(db, claimed(db, now))
    assert (one.before, refused_by) == ("7日前 09:00", [CHANNEL])
    assert not reminders.is_due(db, now)


def test_a_clock_that_jumps_back_says_nothing_twice(db, meeting):
    reminders.come_due(db, at("2026-12-09 00:00"))
    for now in (at("2026-12-08 00:00"), at("2026-12-09 00:00"), at("2026-12-09 12:00")):
        reminders.come_due(db, now)
    assert len(letters(db)) == 1


def test_a_clock_that_was_a_day_ahead_does_not_repeat_itself_when_it_is_put_right(db, meeting):
    reminders.come_due(db, at("2026-12-10 00:00"))
    change(db, meeting, at("2026-12-08 00:00"), venue="別の会場")
    reminders.come_due(db, at("2026-12-09 00:00"))
    assert len(letters(db)) == 1


def test_the_start_itself_is_told_by_the_ring_after_it(db, fukushi, meeting):
    towards = Towards("meeting", meeting)
    reminders.add(db, fukushi.id, towards, Before(), "channel", NOW, BY)
    db.conn.execute("update reminders set state = 'stopped' where before <> '開始時刻'")
    reminders.come_due(db, at("2026-12-16 09:25") + timedelta(seconds=29))
    assert letters(db) == [(CHANNEL, "reminder", "due")]


@pytest.mark.parametrize(
    ("held_on", "starts_at", "before", "due"),
    [
        ("2028-03-01", "10:00", Before(days=1, at=time(9)), "2028-02-29 00:00"),  # 閏年
        ("2027-03-01", "10:00", Before(days=1, at=time(9)), "2027-02-28 00:00"),
        ("2027-01-01", "10:00", Before(days=1, at=time(17)), "2026-12-31 08:00"),
        ("2026-12-16", "00:30", Before(minutes=60), "2026-12-15 14:30"),
        ("2026-12-16", None, Before(minutes=60), "2026-12-15 23:00"),  # 終日: 9時から
        ("2026-12-16", None, Before(days=0, at=time(9)), "2026-12-16 00:00"),
    ],
)
def test_moments_over_ends_of_days_months_and_years(db, fukushi, held_on, starts_at, before, due):
    meeting_id = schedule(db, fukushi.id, held_on, starts_at)
    towards = Towards("meeting", meeting_id)
    added = reminders.add(db, fukushi.id, towards, before, "people", NOW, BY)
    assert (added.state, added.due_at) == ("planned", at(due))


def test_a_deadline_at_24_counts_from_its_own_day(db, fukushi, meeting):
    # 12月10日(木) 24:00 is Friday's midnight; a day before it is Wednesday.
    towards = Towards("response", meeting)
    added = reminders.add(
        db, fukushi.id, towards, Before(days=1, at=time(9)), "unanswered", NOW, BY,
        deadline_at=at("2026-12-10 15:00"),
    )  # fmt: skip
    assert added.due_at == at("2026-12-09 00:00")
    hours = reminders.add(
        db, fukushi.id, towards, Before(minutes=120), "unanswered", NOW, BY,
        deadline_at=at("2026-12-10 15:00"),
    )  # fmt: skip
    assert hours.due_at == at("2026-12-10 13:00")


def test_a_deadline_that_moves_takes_its_reminders_along(db, fukushi, meeting):
    towards = Towards("response", meeting)
    add = {"before": Before(days=1, at=time(9)), "audience": "unanswered", "now": NOW, "by": BY}
    reminders.add(db, fukushi.id, towards, **add, deadline_at=at("2026-12-10 08:00"))
    reminders.add(
        db, fukushi.id, towards, **add | {"before": Before(days=2, at=time(9))},
        deadline_at=at("2026-12-14 08:00"),
    )  # fmt: skip
    due = [one.due_at for one in reminders.ahead(db, towards)]
    assert due == [at("2026-12-12 00:00"), at("2026-12-13 00:00")]
    assert reminders.deadline_of(db, towards) == at("2026-12-14 08:00")


@pytest.mark.parametrize(
    ("before", "sentence"),
    [
        (Before(days=30, at=time(9)), "30日前 09:00は、すでに過ぎています。"),
        (Before(days=0, at=time(20)), "当日 20:00は、始まった後になります。"),
    ],
)
def test_a_moment_that_is_over_or_too_late_is_refused(db, fukushi, meeting, before, sentence):
    with pytest.raises(Refused, match=sentence):
        reminders.add(db, fukushi.id, Towards("meeting", meeting), before, "channel", NOW, BY)


def test_paused_ones_are_not_said_and_resumed_from_then_on(db, meeting):
    towards = Towards("meeting", meeting)
    reminders.pause(db, reminders.ahead(db, towards), BY)
    assert not reminders.is_due(db, at("2026-12-10 00:00"))
    change(db, meeting, venue="別の会場")
    assert {state for _, _, state in plan(db)} == {"paused"}
    reminders.resume(db, reminders.ahead(db, towards), at("2026-12-10 00:00"), BY)
    assert states(db) == {"7日前 09:00": "passed", "1日前 09:00": "planned", "1時間前": "planned"}


def test_stopped_ones_stay_stopped_until_asked_for_by_hand(db, fukushi, meeting):
    towards = Towards("meeting", meeting)
    reminders.stop(db, reminders.ahead(db, towards), BY)
    change(db, meeting, held_on="2026-12-18")
    assert plan(db) == []
    reminders.add(db, fukushi.id, towards, Before(minutes=60), "channel", NOW, BY)
    assert plan(db) == [("1時間前", at("2026-12-18 08:25"), "planned")]


def test_new_rules_change_what_is_planned_and_leave_what_was_asked_for_by_hand(
    db, fukushi, meeting
):
    towards = Towards("meeting", meeting)
    reminders.add(db, fukushi.id, towards, Before(days=2, at=time(9)), "channel", NOW, BY)
    rules.lay_down(db, fukushi.id, Rules(reminders=("1日前 09:00", "30分前")), BY)
    reminders.follow_council(db, fukushi.id, NOW, BY)
    assert [before for before, _, _ in plan(db)] == ["2日前 09:00", "1日前 09:00", "30分前"]
    rules.lay_down(db, fukushi.id, Rules(), BY)
    reminders.follow_council(db, fukushi.id, NOW, BY)
    assert [before for before, _, _ in plan(db)] == [
        "7日前 09:00", "2日前 09:00", "1日前 09:00", "1時間前",
    ]  # fmt: skip


def test_a_council_without_a_channel_is_told_by_its_secretariat(db, fukushi, meeting):
    db.conn.execute("delete from council_channels")
    reminders.come_due(db, at("2026-12-09 00:00"))
    assert letters(db) == [(CLERK, "reminder", "due")]


def test_of_a_closed_meeting_only_the_secretariat_is_told(db, fukushi, meeting):
    change(db, meeting, disclosure="closed")
    towards = Towards("meeting", meeting)
    reminders.add(db, fukushi.id, towards, Before(days=7, at=time(9)), "people", NOW, BY)
    add_member(db, fukushi.id, "浅野 和子", OUTSIDER)
    reminders.come_due(db, at("2026-12-09 00:00"))
    assert {recipient for recipient, _, _ in letters(db)} == {CLERK}


def test_a_meeting_closed_after_its_letter_was_written_is_not_told_in_the_channel(db, meeting):
    now = at("2026-12-09 00:00")
    reminders.come_due(db, now)
    db.conn.execute("update meetings set disclosure = 'closed'")
    assert reminders.read(db, claimed(db, now), now) is None


def add_member(db, council_id, name, slack_user=None):
    person_id = insert(
        db, "insert into people (name, council_id) values (:name, :council_id)",
        name=name, council_id=council_id,
    )  # fmt: skip
    insert(
        db,
        """insert into members (council_id, person_id, slack_user, source)
        values (:council_id, :person_id, :slack_user, 'roster')""",
        council_id=council_id, person_id=person_id, slack_user=slack_user,
    )  # fmt: skip
    return person_id


def test_people_are_its_members_in_slack_and_its_secretariat_each_once(db, fukushi, meeting):
    add_member(db, fukushi.id, "浅野 和子", OUTSIDER)
    add_member(db, fukushi.id, "井上 翔")
    add_member(db, fukushi.id, "鈴木 学", CLERK)
    towards = Towards("meeting", meeting)
    reminders.add(db, fukushi.id, towards, Before(days=8, at=time(9)), "people", NOW, BY)
    reminders.come_due(db, at("2026-12-08 00:00"))
    assert [recipient for recipient, _, _ in letters(db)] == [OUTSIDER, CLERK]


def test_who_has_not_answered_is_asked_and_the_clerk_has_their_names(db, fukushi, meeting):
    people = [
        add_member(db, fukushi.id, "浅野 和子", OUTSIDER),
        add_member(db, fukushi.id, "井上 翔"),
        add_member(db, fukushi.id, "廣岡 実", "U_TANAKA"),
    ]
    for position, (person_id, status) in enumerate(
        zip(people, ("unanswered", "unanswered", "present"), strict=True)
    ):
        insert(
            db,
            """insert into attendance (meeting_id, person_id, position, kind, name, status)
            select :meeting, :person, :position, 'member', name, :status from people
            where id = :person""",
            meeting=meeting, person=person_id, position=position, status=status,
        )  # fmt: skip
    towards = Towards("response", meeting)
    reminders.add(
        db, fukushi.id, towards, Before(days=1, at=time(9)), "unanswered", NOW, BY,
        deadline_at=at("2026-12-07 08:00"),
    )  # fmt: skip
    now = at("2026-12-06 00:00")
    reminders.come_due(db, now)
    assert [recipient for recipient, _, _ in letters(db)] == [OUTSIDER, CLERK]
    told = reminders.read(db, claimed(db, now), now)
    assert told is not None
    assert [(one.name, one.slack_user) for one in told.waiting or ()] == [
        ("浅野 和子", OUTSIDER),
        ("井上 翔", None),
    ]
    db.conn.execute("update attendance set status = 'present'")
    assert reminders.read(db, claimed(db, now), now) is None


def test_minutes_are_reminded_of_a_day_before_they_are_due(db, fukushi, meeting):
    rules.lay_down(db, fukushi.id, Rules(minutes_days=10, in_working_days=True), BY)
    change(db, meeting, at("2026-12-16 10:30"), status="held")
    # Ten working days after 16 December: 29 December to 3 January are 閉庁日.
    assert reminders.minutes_due(db, fukushi.id, date(2026, 12, 16)) == date(2027, 1, 5)
    assert plan(db) == [("1日前 09:00", at("2027-01-04 00:00"), "planned")]
    db.conn.execute("update meetings set confirmed_at = '2026-12-28T00:00:00Z'")
    reminders.come_due(db, at("2027-01-04 00:00"))
    assert letters(db) == []


def test_a_meeting_that_ended_is_found_once(db, fukushi, meeting):
    rules.lay_down(db, fukushi.id, Rules(minutes_days=45), BY)
    db.conn.execute(
        """insert into live_meetings (meeting_id, channel_id, began_at, ended_at)
        values (?, 'C', '1', '2')""",
        (meeting,),
    )
    db.conn.execute("update meetings set status = 'held'")
    assert reminders.ended(db) == [meeting]
    reminders.follow_ended(db, at("2026-12-16 10:30"), BY)
    assert reminders.ended(db) == []
    assert plan(db) == [("1日前 09:00", at("2027-01-29 00:00"), "planned")]


@pytest.fixture
def poll(db, fukushi):
    """Two are asked; the deadline is Thursday 10 December, 24:00."""
    add_member(db, fukushi.id, "浅野 和子", OUTSIDER)
    add_member(db, fukushi.id, "井上 翔")
    new = polls.NewPoll(
        council_id=fukushi.id,
        channel_id=CHANNEL,
        title="次回の日程",
        slots=(Slot(day=date(2026, 12, 16)), Slot(day=date(2026, 12, 17))),
        deadline_at=at("2026-12-10 15:00"),
    )
    poll_id = polls.ask(db, new, BY)
    db.conn.execute("delete from outbox")  # the poll's own message in the channel
    return poll_id


def test_the_deadline_of_a_poll_is_told_to_those_who_have_not_replied(db, poll):
    reminders.follow_poll(db, poll, NOW, BY)
    assert plan(db) == [("1日前 09:00", at("2026-12-09 00:00"), "planned")]
    now = at("2026-12-09 00:00")
    reminders.come_due(db, now)
    assert [recipient for recipient, _, _ in letters(db)] == [OUTSIDER, CLERK]
    told = reminders.read(db, claimed(db, now), now)
    assert told is not None
    assert told.title == "霧浜市地域福祉懇話会 次回の日程"
    assert {one.name for one in told.waiting or ()} == {"浅野 和子", "井上 翔"}


def test_a_deadline_of_a_poll_that_moves_or_closes_takes_its_reminders_along(db, poll):
    reminders.follow_poll(db, poll, NOW, BY)
    polls.move_deadline(db, poll, at("2026-12-12 08:00"), BY)
    reminders.follow_poll(db, poll, NOW, BY)
    assert plan(db) == [("1日前 09:00", at("2026-12-11 00:00"), "planned")]
    polls.close(db, poll, BY)
    reminders.follow_poll(db, poll, NOW, BY)
    assert plan(db) == []
