"""The quorum: of the members in office that day, by the council's own rule."""

from datetime import date, datetime, timedelta, timezone

import pytest

from store import attendance, live, members, rules
from store.attendance import Standing
from store.history import By
from store.members import NewMember
from store.rules import Rules
from store.viewers import OPERATOR

JAPAN = timezone(timedelta(hours=9))


def at(clock: str) -> By:
    hour, minute = map(int, clock.split(":"))
    return By("slack:U_SUZUKI", datetime(2026, 11, 23, hour, minute, tzinfo=JAPAN))


@pytest.fixture
def people(store, fukushi, by):
    """Five in office, and one whose term is over."""
    with store.writing() as db:
        ids = [
            members.add(db, fukushi.id, NewMember(name=name, proxy_allowed=True), by).person_id
            for name in ("浅野 和子", "井上 翔", "佐藤 亮", "廣岡 実", "渡邊 桜")
        ]
        ended = NewMember(name="退任 太郎", term_to=date(2026, 3, 31))
        members.add(db, fukushi.id, ended, by)
    return ids


def laid(store, fukushi, by, **given):
    with store.writing() as db:
        rules.lay_down(db, fukushi.id, Rules(**given), by)


def opened(store, fukushi):
    with store.writing() as db:
        return live.begin(db, fukushi.id, "C_FUKUSHI", at("18:30"))


def mark(store, meeting_id, person_id, status, clock):
    with store.writing() as db:
        return attendance.mark(db, meeting_id, person_id, status, None, at(clock))


def standing(store, meeting_id):
    with store.reading() as db:
        return attendance.quorum(db, meeting_id)


@pytest.mark.parametrize(
    ("given", "needed"),
    [
        ({"quorum": "none"}, 0),
        ({"quorum": "half"}, 3),
        ({"quorum": "more_than_half"}, 3),
        ({"quorum": "two_thirds"}, 4),
        ({"quorum": "number", "quorum_number": 2}, 2),
    ],
)
def test_how_many_it_takes(store, fukushi, by, people, given, needed):
    laid(store, fukushi, by, **given)
    meeting_id = opened(store, fukushi)
    assert standing(store, meeting_id) == Standing(present=0, needed=needed, in_office=5)
    assert standing(store, meeting_id).holds is (needed == 0)


@pytest.mark.parametrize(("quorum", "needed"), [("half", 2), ("more_than_half", 3)])
def test_half_of_four_is_two_and_more_than_half_is_three(
    store, fukushi, by, people, quorum, needed
):
    with store.writing() as db:
        [leaves] = [
            one for one in members.roster(db, fukushi.id, OPERATOR) if one.name == "渡邊 桜"
        ]
        members.withdraw(db, leaves.id, leaves.version, by)
    laid(store, fukushi, by, quorum=quorum)
    assert standing(store, opened(store, fukushi)) == Standing(
        present=0, needed=needed, in_office=4
    )


@pytest.mark.parametrize(
    ("status", "proxies_count", "present"),
    [
        ("present", False, 1), ("online", False, 1), ("late", False, 1), ("left_early", False, 0),
        ("proxy", False, 0), ("proxy", True, 1), ("absent", False, 0), ("unanswered", False, 0),
    ],
)  # fmt: skip
def test_who_counts(store, fukushi, by, people, status, proxies_count, present):
    laid(store, fukushi, by, quorum="half", proxies_count=proxies_count)
    meeting_id = opened(store, fukushi)
    mark(store, meeting_id, people[0], status, "18:40")
    assert standing(store, meeting_id).present == present


def test_officers_do_not_count(store, fukushi, by, people):
    from handlers.parse.attendance import officers

    laid(store, fukushi, by, quorum="half")
    meeting_id = opened(store, fukushi)
    with store.writing() as db:
        attendance.put_officers(db, meeting_id, officers("福祉部福祉課主査 鈴木 学"), by)
    assert standing(store, meeting_id) == Standing(present=0, needed=3, in_office=5)


def test_the_minute_it_is_lost_and_regained(store, fukushi, by, people):
    laid(store, fukushi, by, quorum="more_than_half")
    meeting_id = opened(store, fukushi)
    for person_id in people[:3]:
        assert mark(store, meeting_id, person_id, "present", "18:31") in (None, "regained")
    assert standing(store, meeting_id).spare == 0
    assert mark(store, meeting_id, people[0], "left_early", "19:05") == "lost"
    assert mark(store, meeting_id, people[1], "left_early", "19:06") is None
    assert mark(store, meeting_id, people[3], "late", "19:10") is None
    assert mark(store, meeting_id, people[0], "present", "19:20") == "regained"
    with store.reading() as db:
        assert [(one.lost_at, one.regained_at) for one in attendance.losses(db, meeting_id)] == [
            ("19:05", "19:20")
        ]


def test_a_meeting_that_never_had_it_never_lost_it(store, fukushi, by, people):
    laid(store, fukushi, by, quorum="more_than_half")
    meeting_id = opened(store, fukushi)
    mark(store, meeting_id, people[0], "present", "18:31")
    mark(store, meeting_id, people[0], "absent", "18:32")
    with store.reading() as db:
        assert attendance.losses(db, meeting_id) == ()


def test_who_is_set_aside_counts_again_at_the_next_item(store, fukushi, by, people):
    laid(store, fukushi, by, quorum="more_than_half")
    meeting_id = opened(store, fukushi)
    for person_id in people[:3]:
        mark(store, meeting_id, person_id, "present", "18:31")
    with store.writing() as db:
        assert attendance.set_aside(db, meeting_id, people[0], at("18:40")) == "lost"
        following = live.items(db, meeting_id)[1]
        live.go_to(db, meeting_id, following.id, live.stamp(at("18:50").at), at("18:50"))
        assert attendance.settle(db, meeting_id, at("18:50")) == "regained"
        assert attendance.settle(db, meeting_id, at("18:51")) is None
    assert standing(store, meeting_id).present == 3
