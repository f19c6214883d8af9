"""What members are due: by how long it took, by role, with their journeys."""

import json
from datetime import date, timedelta

import pytest

from store import history, members, pay, rules
from store.errors import Refused
from store.pay import Pay
from store.rules import Rules
from store.viewers import PUBLIC
from tests.cast import BY
from tests.store.test_attended import council, held, join

__all__ = ["council"]

RULE = Pay(hours=2, short=8000, long=12000, roles={"会長": (9500, 14000)})


@pytest.fixture
def asano(store, council) -> int:
    return join(store, council, "浅野 和子", "あさの", date(2026, 1, 1), role="会長")


@pytest.fixture
def inoue(store, council) -> int:
    return join(store, council, "井上 翔", "いのうえ", date(2026, 1, 1))


def lay_down(store, council, rule=RULE):
    with store.writing() as db:
        pay.lay_down(db, council, rule, BY)


def due(store, council):
    with store.reading() as db:
        return pay.due(db, council, PUBLIC, since=None, until=None)


def lasting(store, meeting_id, starts_at, ends_at):
    with store.writing() as db:
        db.conn.execute(
            "update meetings set starts_at = ?, ends_at = ? where id = ?",
            (starts_at, ends_at, meeting_id),
        )


def sums(found):
    return [(line.name, line.fee, line.travel) for line in found.lines]


@pytest.mark.parametrize(
    ("role", "minutes", "yen"),
    [("委員", 1, 8000), ("委員", 120, 8000), ("委員", 121, 12000),
     ("会長", 120, 9500), ("会長", 121, 14000), ("副会長", 90, 8000)],
)  # fmt: skip
def test_two_hours_are_two_hours_and_a_minute_more_is_more(role, minutes, yen):
    assert RULE.fee(role, timedelta(minutes=minutes)) == yen


def test_who_came_is_paid_and_who_travelled_is_paid_for_it(store, council, asano, inoue):
    ueno = join(store, council, "上野 進", "うえの", date(2026, 1, 1))
    lay_down(store, council)
    with store.writing() as db:
        pay.keep_travel(db, council, {asano: 640, inoue: 300, ueno: 500}, BY)
    held(store, council, "2026-05-01", {asano: "late", inoue: "online", ueno: "absent"})
    found = due(store, council)
    assert sums(found) == [("浅野 和子", 9500, 640), ("井上 翔", 8000, 0)]
    assert (found.total, found.problems) == (18140, ())


def test_beyond_two_hours_all_are_paid_the_longer_sum(store, council, asano, inoue):
    lay_down(store, council)
    meeting = held(store, council, "2026-05-01", {asano: "present", inoue: "left_early"})
    lasting(store, meeting, "18:30", "20:31")
    assert sums(due(store, council)) == [("浅野 和子", 14000, 0), ("井上 翔", 12000, 0)]


def test_a_meeting_that_ends_at_midnight_took_its_hours(store, council, asano):
    lay_down(store, council)
    lasting(store, held(store, council, "2026-05-01", {asano: "present"}), "22:30", "00:00")
    [line] = due(store, council).lines
    assert (line.minutes, line.fee) == (90, 9500)


def test_what_cannot_be_told_is_said(store, council, asano, inoue):
    lay_down(store, council)
    first = held(store, council, "2026-05-01", {asano: "present"})
    lasting(store, first, "18:30", None)
    held(store, council, "2026-06-01", {}, number=2)
    held(store, council, "2026-07-01", {asano: "unanswered", inoue: "present"}, number=3)
    held(store, council, "2025-07-01", {inoue: "present"}, number=4)
    assert list(due(store, council).problems) == [
        "令和8年度第4回の井上 翔さんは、名簿ではその日に任期がありません。「委員」の額で入れています。",
        "令和8年度第1回は、開会か閉会の時刻がないため計算していません。",
        "令和8年度第2回は、出席した委員の記録がないため計算していません。",
        "令和8年度第3回の浅野 和子さんは、出欠が未回答のため入れていません。",
    ]


def test_a_proxy_is_paid_only_where_the_rule_says_so(store, council, asano):
    lay_down(store, council)
    meeting = held(store, council, "2026-05-01", {asano: "proxy"})
    assert due(store, council).lines == ()
    lay_down(store, council, Pay(short=8000, long=12000, proxies=True))
    with store.writing() as db:
        db.conn.execute(
            "update attendance set proxy_name = '西田 学' where meeting_id = ?", (meeting,)
        )
    [line] = due(store, council).lines
    assert (line.name, line.stands_for, line.fee, line.travel) == ("西田 学", "浅野 和子", 8000, 0)


def test_a_closed_meeting_is_in_no_sum_that_everybody_may_see(store, council, asano):
    lay_down(store, council)
    held(store, council, "2026-05-01", {asano: "present"}, disclosure="closed")
    assert due(store, council).lines == ()


def test_without_a_rule_it_says_where_to_lay_one_down(store, council):
    with store.writing() as db:
        rules.lay_down(db, council, Rules(pay={"chair": 1}), BY)
    with pytest.raises(Refused, match="報酬の決まりを変える"):
        due(store, council)


def test_a_rule_comes_back_as_it_was_laid_down_beside_the_other_rules(store, council):
    with store.writing() as db:
        rules.lay_down(db, council, Rules(quorum="half"), BY)
    lay_down(store, council)
    with store.reading() as db:
        assert pay.rule(db, council) == RULE
        assert rules.of(db, council).quorum == "half"


def test_the_history_tells_that_a_journey_was_kept_and_not_what_it_costs(store, council, asano):
    for yen in (640, 640, 0):
        with store.writing() as db:
            pay.keep_travel(db, council, {asano: yen}, BY)
    with store.reading() as db:
        assert pay.travel(db, council) == {}
        told = [row for row in history.of(db, "people", asano) if row["deed"] == "travel kept"]
    assert len(told) == 2
    assert "640" not in json.dumps(told)


def test_a_journey_moves_with_the_name_it_was_kept_under(store, council, asano, inoue):
    with store.writing() as db:
        pay.keep_travel(db, council, {inoue: 300}, BY)
        members.merge(db, asano, inoue, BY)
        assert pay.travel(db, council) == {asano: 300}
