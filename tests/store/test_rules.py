"""Rules: what a council laid down for itself, and who changed it when."""

import json

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
