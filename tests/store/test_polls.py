"""Date polls: what is kept, what each day would mean, which is the best, and what is never lost."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from store import councils, history, members, polls, rules
from store.errors import Refused
from store.history import By
from store.members import NewMember, NewOfficer
from store.polls import NewPoll, NewReply, Overwriting, Unfit
from store.rules import Rules
from store.slots import Slot
from tests.cast import BY, CHANNEL, CLERK, NOW

CHAIR = By("slack:U_KAICHO", NOW)
OFFICE = By(f"slack:{CLERK}", NOW)
DAYS = (date(2026, 12, 14), date(2026, 12, 16), date(2026, 12, 18))
SLOTS = tuple(Slot(day=day, starts_at=time(18, 30), ends_at=time(0)) for day in DAYS)
DEADLINE = datetime(2026, 12, 5, 8, 0, tzinfo=UTC)


@pytest.fixture
def db(store, fukushi):
    """A council of six, whose chair and vice chair preside; the quorum is more than half."""
    with store.writing() as db:
        councils.bind(db, fukushi.id, CHANNEL, BY)
        councils.appoint(db, fukushi.id, CLERK, BY)
        rules.lay_down(db, fukushi.id, Rules(quorum="more_than_half"), BY)
        for nth, name in enumerate(("会長", "副会長", "三", "四", "五", "六")):
            role = name if nth < 2 else "委員"
            reading = "あいうえおか"[nth]
            members.add(db, fukushi.id, NewMember(name=name, reading=reading, role=role), BY)
        yield db


@pytest.fixture
def new(fukushi) -> NewPoll:
    return NewPoll(
        council_id=fukushi.id,
        channel_id=CHANNEL,
        title="次回の会議",
        slots=SLOTS,
        deadline_at=DEADLINE,
    )


def answer(db, poll_id, nth, said, by=OFFICE, **more):
    poll = polls.get(db, poll_id)
    signs = {"○": "yes", "△": "maybe", "×": "no"}
    given = zip(poll.options, said, strict=True)
    replies = {option.id: signs[sign] for option, sign in given}
    wanted = NewReply(poll_id=poll_id, asked_id=poll.people[nth].id, replies=replies, **more)
    return polls.reply(db, wanted, by, on_behalf=by is OFFICE)


def weighed(db, poll_id):
    return polls.weigh(db, polls.get(db, poll_id))


def test_a_poll_is_kept_as_it_was_asked(db, new):
    poll = polls.get(db, polls.ask(db, new, BY))
    assert tuple(option.slot for option in poll.options) == SLOTS
    assert [one.name for one in poll.people] == ["会長", "副会長", "三", "四", "五", "六"]
    assert (poll.state, poll.deadline_at, poll.asks_all) == ("open", DEADLINE, True)
    assert [one["deed"] for one in history.of(db, "polls", poll.id)] == ["asked"]


def test_each_day_is_counted_with_its_quorum_and_who_would_preside(db, new):
    poll_id = polls.ask(db, new, BY)
    for nth, said in enumerate(("×○△", "○○×", "○○×", "○△×", "○○×")):
        answer(db, poll_id, nth, said)
    first, second, third = weighed(db, poll_id)
    assert (first.yes, first.maybe, first.no, first.unanswered) == (4, 0, 1, 1)
    assert (first.needed, first.spare, first.quorum) == (4, 0, "met")
    assert first.presides.name == "副会長"
    assert (second.spare, second.quorum, second.presides.name) == (0, "met", "会長")
    assert (third.spare, third.quorum, third.presides) == (-4, "short", None)
    assert not third.is_refused
    assert polls.best((first, second, third)) == second


def test_a_quorum_that_depends_on_some_is_told_apart(db, new):
    poll_id = polls.ask(db, new, BY)
    for nth, said in enumerate(("○○×", "○△×", "○△×", "○△×", "××× ".strip(), "×××")):
        answer(db, poll_id, nth, said)
    first, second, third = weighed(db, poll_id)
    assert (first.quorum, second.quorum, third.quorum) == ("met", "perhaps", "short")
    assert second.spare == -3
    assert third.is_refused
    assert polls.best((second, third)) == second
    assert polls.best((third,)) is None


def test_a_day_without_one_who_is_required_gives_way(db, new):
    poll_id = polls.ask(db, new, BY)
    needs = polls.get(db, poll_id).people[5]
    other = polls.ask(db, replace(new, required=frozenset({needs.person_id})), BY)
    for nth in range(5):
        answer(db, other, nth, "○○×" if nth else "○△×")
    answer(db, other, 5, "×○×")
    first, second, _ = weighed(db, other)
    assert (first.yes, [one.name for one in first.missing]) == (5, ["六"])
    assert (second.yes, second.missing) == (5, ())
    assert polls.best((first, second)) == second


def test_whose_term_ends_before_a_day_does_not_count_towards_its_quorum(db, new, fukushi):
    poll_id = polls.ask(db, new, BY)
    for nth in range(6):
        answer(db, poll_id, nth, "○○○")
    gone = polls.get(db, poll_id).people[5]
    [member] = [
        one
        for one in members.roster(db, fukushi.id, polls.reading.PUBLIC)
        if one.person_id == gone.person_id
    ]
    members.end_term(db, member.id, date(2026, 12, 15), member.version, BY)
    first, second, _ = weighed(db, poll_id)
    assert (first.sure, first.needed) == (6, 4)
    assert (second.sure, second.needed) == (5, 3)
    assert second.yes == 6


def test_another_hand_does_not_overwrite_an_answer_unseen(db, new):
    poll_id = polls.ask(db, new, BY)
    answer(db, poll_id, 0, "○○○", CHAIR)
    with pytest.raises(Overwriting) as found:
        answer(db, poll_id, 0, "×××")
    assert found.value.kept.version == 1
    # The same once more is no change, and asks nothing.
    answer(db, poll_id, 0, "○○○")
    assert not polls.get(db, poll_id).people[0].on_behalf
    answer(db, poll_id, 0, "×××", over=1)
    assert polls.get(db, poll_id).people[0].on_behalf
    with pytest.raises(Overwriting):
        answer(db, poll_id, 0, "○○○", CHAIR, version=1)
    deeds = [one["deed"] for one in history.of(db, "polls", poll_id)]
    assert deeds == ["asked", "replied", "replied on behalf"]


def test_one_s_own_answer_from_an_older_form_is_asked_about_too(db, new):
    poll_id = polls.ask(db, new, BY)
    answer(db, poll_id, 0, "○○○", CHAIR)
    answer(db, poll_id, 0, "○○×", CHAIR, version=1)
    with pytest.raises(Overwriting):
        answer(db, poll_id, 0, "△△△", CHAIR, version=1)


def test_a_deadline_is_the_first_moment_that_is_too_late(db, new):
    poll_id = polls.ask(db, new, BY)
    answer(db, poll_id, 0, "○○○", By("slack:U_KAICHO", DEADLINE - timedelta(seconds=1)))
    with pytest.raises(Refused, match="締切を過ぎました"):
        answer(db, poll_id, 1, "○○○", By("slack:U_FUKU", DEADLINE))
    assert polls.close_due(db, DEADLINE - timedelta(seconds=1)) == []
    assert polls.close_due(db, DEADLINE) == [poll_id]
    assert polls.close_due(db, DEADLINE) == []
    letters = db.conn.execute(
        "select recipient, refs ->> '$.says' from outbox where recipient <> ?", (CHANNEL,)
    ).fetchall()
    assert letters == [(CLERK, "closed")]


def test_everybody_has_answered_is_told_once(db, new):
    poll_id = polls.ask(db, new, BY)
    for nth in range(6):
        answer(db, poll_id, nth, "○○○")
    answer(db, poll_id, 5, "○○×", version=1)
    letters = db.conn.execute(
        "select recipient from outbox where refs ->> '$.says' = 'answered'"
    ).fetchall()
    assert letters == [(CLERK,)]


def test_a_day_is_decided_once(db, new):
    poll_id = polls.ask(db, new, BY)
    options = polls.get(db, poll_id).options
    assert polls.decide(db, poll_id, options[1].id, OFFICE) == SLOTS[1]
    for again in (
        lambda: polls.decide(db, poll_id, options[0].id, OFFICE),
        lambda: polls.cancel(db, poll_id, OFFICE),
        lambda: polls.move_deadline(db, poll_id, DEADLINE, OFFICE),
        lambda: answer(db, poll_id, 0, "○○○"),
    ):
        with pytest.raises(Refused, match="決ま"):
            again()


def test_an_option_of_another_poll_is_none_of_this_one(db, new):
    one, other = polls.ask(db, new, BY), polls.ask(db, new, BY)
    stranger = polls.get(db, other).options[0]
    with pytest.raises(Refused, match="この日程調整にありません"):
        polls.decide(db, one, stranger.id, OFFICE)
    asked = polls.get(db, other).people[0]
    wanted = NewReply(poll_id=one, asked_id=asked.id, replies={})
    with pytest.raises(Refused, match="対象ではありません"):
        polls.reply(db, wanted, OFFICE, on_behalf=True)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"slots": ()}, "candidates"),
        ({"slots": SLOTS * 7}, "candidates"),
        ({"slots": (Slot(day=date(2026, 11, 20)),)}, "candidates"),
        ({"deadline_at": NOW}, "deadline"),
        ({"deadline_at": datetime(2026, 12, 14, 9, 31, tzinfo=UTC)}, "deadline"),
        ({"groups": frozenset({"officers"})}, "groups"),
        ({"required": frozenset({99})}, "required"),
    ],
)
def test_a_poll_that_cannot_end_well_is_not_begun(db, new, change, field):
    with pytest.raises(Unfit) as unfit:
        polls.ask(db, replace(new, **change), BY)
    assert unfit.value.field == field


def test_officers_are_asked_after_the_members(db, new, fukushi):
    officer = NewOfficer(name="山根 進", department="福祉部", post="部長", since=date(2026, 4, 1))
    members.appoint(db, fukushi.id, officer, BY)
    asked = polls.get(
        db, polls.ask(db, replace(new, groups=frozenset({"leaders", "officers"})), BY)
    )
    assert [(one.title, one.name) for one in asked.asked] == [
        ("会長", "会長"),
        ("副会長", "副会長"),
        ("福祉部長", "山根 進"),
    ]
    assert not asked.asks_all
    assert weighed(db, asked.id)[0].needed is None


def test_when_two_who_are_one_were_asked_the_answer_stays(db, new):
    poll_id = polls.ask(db, new, BY)
    answer(db, poll_id, 5, "○△×")
    people = polls.get(db, poll_id).people
    members.merge(db, people[4].person_id, people[5].person_id, BY)
    after = polls.get(db, poll_id)
    [kept] = [one for one in after.people if one.person_id == people[4].person_id]
    assert list(kept.replies.values()) == ["yes", "maybe", "no"]
    assert len(after.people) == 5


def test_drawings_are_paced_and_none_is_forgotten(db, new):
    poll_id = polls.ask(db, new, BY)
    assert polls.claim_drawing(db, poll_id, NOW, 2.0) == 0
    soon = NOW + timedelta(seconds=0.5)
    assert polls.claim_drawing(db, poll_id, soon, 2.0) == pytest.approx(1.5)
    assert polls.claim_drawing(db, poll_id, soon, 2.0) is None  # the one who waits draws it
    polls.mark_drawn(db, polls.get(db, poll_id))
    assert polls.stale(db, NOW) == []
    answer(db, poll_id, 0, "○○○")
    assert polls.stale(db, NOW) == [poll_id]
    polls.rest(db, poll_id, NOW + timedelta(seconds=30))
    assert polls.stale(db, NOW) == []
    assert polls.claim_drawing(db, poll_id, NOW + timedelta(seconds=10), 2.0) is None
    assert polls.stale(db, NOW + timedelta(seconds=30)) == [poll_id]
