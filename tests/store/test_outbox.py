"""The outbox: a letter is claimed by one, said once, and in doubt where nobody knows."""

from datetime import timedelta

import pytest

from store import outbox
from store.outbox import NewLetter
from tests.cast import CLERK, NOW

MINUTE = timedelta(minutes=1)


@pytest.fixture
def db(store):
    with store.writing() as db:
        yield db


def put(db, key="a", due_at=NOW):
    return outbox.put(
        db, NewLetter(key=key, recipient=CLERK, kind="watch", due_at=due_at, refs={"meeting": 7})
    )


def states(db):
    return dict(db.conn.execute("select key, state from outbox order by id"))


def test_a_key_is_kept_once(db):
    assert put(db) == 1
    assert put(db) is None
    assert states(db) == {"a": "due"}


def test_what_is_due_is_claimed_once_earliest_first(db):
    put(db, "later", NOW)
    put(db, "sooner", NOW - MINUTE)
    put(db, "tomorrow", NOW + timedelta(days=1))
    first, second, third = (outbox.claim_due(db, NOW) for _ in range(3))
    assert first is not None
    assert second is not None
    assert (first.key, second.key, third) == ("sooner", "later", None)
    assert first.recipient == "U_SUZUKI"
    assert first.refs == {"meeting": 7}
    assert first.due_at == NOW - MINUTE
    assert not first.in_doubt


def test_a_claim_that_lapsed_is_in_doubt_and_stays_so(db):
    put(db)
    outbox.claim_due(db, NOW)
    assert outbox.claim_due(db, NOW + 4 * MINUTE) is None
    again = outbox.claim_due(db, NOW + 5 * MINUTE)
    assert again is not None
    assert again.in_doubt
    assert again.tried_at == NOW
    third = outbox.claim_due(db, NOW + 11 * MINUTE)
    assert third is not None
    assert third.in_doubt
    assert third.tried_at == NOW


def test_a_letter_that_was_proved_absent_is_tried_afresh(db):
    put(db)
    outbox.claim_due(db, NOW)
    looked_for = outbox.claim_due(db, NOW + 5 * MINUTE)
    assert looked_for is not None
    outbox.retry_after(db, looked_for, NOW + 5 * MINUTE)
    fresh = outbox.claim_due(db, NOW + 6 * MINUTE)
    assert fresh is not None
    assert not fresh.in_doubt
    assert fresh.tried_at == NOW + 6 * MINUTE


@pytest.mark.parametrize(
    ("end", "state"),
    [
        (lambda db, letter: outbox.mark_sent(db, letter, "D_SUZUKI", "1.1"), "sent"),
        (lambda db, letter: outbox.give_up(db, letter, "user_not_found"), "failed"),
        (outbox.supersede, "superseded"),
    ],
)
def test_what_has_ended_is_never_claimed_again(db, end, state):
    put(db)
    letter = outbox.claim_due(db, NOW)
    end(db, letter)
    assert states(db) == {"a": state}
    assert outbox.claim_due(db, NOW + timedelta(days=365)) is None


def test_it_is_looked_for_and_tried_again_when_told(db):
    put(db)
    letter = outbox.claim_due(db, NOW)
    assert letter is not None
    outbox.mark_unknown(db, letter, NOW + 2 * MINUTE, "TimeoutError")
    assert outbox.claim_due(db, NOW + MINUTE) is None
    in_doubt = outbox.claim_due(db, NOW + 2 * MINUTE)
    assert in_doubt is not None
    assert in_doubt.in_doubt


def test_who_lost_the_claim_changes_nothing_but_knows_what_was_sent(db):
    put(db)
    slow = outbox.claim_due(db, NOW)
    quick = outbox.claim_due(db, NOW + 5 * MINUTE)
    assert slow is not None
    assert quick is not None
    outbox.give_up(db, slow, "user_not_found")
    assert states(db) == {"a": "sending"}
    outbox.mark_sent(db, slow, "D_SUZUKI", "1.1")
    outbox.retry_after(db, quick, NOW)
    assert states(db) == {"a": "sent"}


def test_only_what_was_not_said_is_called_off(db):
    put(db, "a")
    put(db, "b", NOW + MINUTE)
    outbox.claim_due(db, NOW)
    assert outbox.call_off(db, "b")
    assert not outbox.call_off(db, "a")
    assert states(db) == {"a": "sending", "b": "superseded"}
