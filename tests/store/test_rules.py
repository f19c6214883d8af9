"""Rules: what a council laid down for itself, and who changed it when."""

import json

import pytest

from store import councils, history, rules
from store.rules import Rules
from tests.cast import BY


def test_a_council_without_rules_has_the_plain_ones(store):
    with store.writing() as db:
        council = councils.add(db, "霧浜市地域福祉懇話会", BY)
        assert rules.of(db, council.id) == Rules()


def test_rules_laid_down_are_kept_and_the_history_knows_what_changed(store):
    with store.writing() as db:
        council = councils.add(db, "霧浜市地域福祉懇話会", BY)
        rules.lay_down(db, council.id, Rules(quorum="half", notice_days=7), BY)
        assert rules.of(db, council.id) == Rules(quorum="half", notice_days=7)
        last = history.of(db, "councils", council.id)[-1]
    assert last["deed"] == "ruled"
    assert json.loads(last["after"]) == {"notice_days": 7, "quorum": "half"}


@pytest.mark.parametrize(
    ("quorum", "number", "of_none", "of_one", "of_six", "of_seven", "of_fifteen"),
    [
        ("none", None, None, None, None, None, None),
        ("half", None, 0, 1, 3, 4, 8),
        ("more_than_half", None, 1, 1, 4, 4, 8),
        ("two_thirds", None, 0, 1, 4, 5, 10),
        ("number", 5, 5, 5, 5, 5, 5),
        ("number", None, None, None, None, None, None),
    ],
)
def test_what_a_quorum_takes(quorum, number, of_none, of_one, of_six, of_seven, of_fifteen):
    laid = Rules(quorum=quorum, quorum_number=number)
    taken = [rules.needed(laid, in_office) for in_office in (0, 1, 6, 7, 15)]
    assert taken == [of_none, of_one, of_six, of_seven, of_fifteen]
