"""The outbox (送信箱): what is said of our own accord, said once whatever breaks.

    due ──► sending ──► sent          superseded: there is nothing to say any more
     ▲         │                      failed: Slack will not have it
     │         ▼
     └───── unknown                   looked for in Slack before it is said again

A letter is claimed, and the claim committed, before Slack is called. Whoever is killed in
between leaves a claim that lapses, and a letter in doubt.
"""

import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlite_utils import Database

# Longer than a whole ring of the clock takes, so that nobody claims what is still in hand.
LEASE = timedelta(minutes=5)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewLetter:
    """Something to be said: to whom, from when on, and what it is about.

    The key is said once, ever. `refs` names rows and holds nobody's words.
    """

    key: str
    recipient: str  # a person or a channel, as Slack names them
    kind: str
    due_at: datetime
    refs: dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A letter that was claimed; in doubt: an earlier attempt may have reached Slack."""

    id: int
    key: str
    recipient: str
    kind: str
    refs: dict[str, Any]
    due_at: datetime
    tried_at: datetime
    attempts: int
    in_doubt: bool


def put(db: Database, letter: NewLetter) -> int | None:
    """Keep a letter in the transaction of what it tells about; None if its key is known."""
    row = db.conn.execute(
        """insert into outbox (key, recipient, kind, refs, due_at, next_at)
        values (:key, :recipient, :kind, :refs, :due_at, :due_at)
        on conflict do nothing returning id""",
        {
            "key": letter.key,
            "recipient": letter.recipient,
            "kind": letter.kind,
            "refs": json.dumps(letter.refs),
            "due_at": _stamp(letter.due_at),
        },
    ).fetchall()
    return row[0][0] if row else None


def call_off(db: Database, key: str) -> bool:
    """Take back a letter that was not said yet; False if it was, or may have been."""
    cursor = db.conn.execute(
        "update outbox set state = 'superseded' where key = ? and state = 'due'", (key,)
    )
    return cursor.rowcount == 1


def claim_due(db: Database, now: datetime, lease: timedelta = LEASE) -> Letter | None:
    """The next letter whose time has come, claimed until the lease lapses."""
    return _claim(db, "1", now, lease)


def claim(db: Database, key: str, now: datetime, lease: timedelta = LEASE) -> Letter | None:
    """The letter of that key, claimed, if its time has come and nobody tried to say it yet."""
    return _claim(db, "key = :key and state = 'due'", now, lease, key=key)


def _claim(
    db: Database, condition: str, now: datetime, lease: timedelta, **holes: str
) -> Letter | None:
    rows = db.conn.execute(
        f"""update outbox set
            state = 'sending', attempts = attempts + 1, next_at = :lapses_at,
            in_doubt = state <> 'due',
            tried_at = case when state = 'due' then :now else tried_at end
        where id = (select id from outbox
            where state in ('due', 'sending', 'unknown') and next_at <= :now and {condition}
            order by next_at, id limit 1)
        returning id, key, recipient, kind, refs, due_at, tried_at, attempts, in_doubt""",
        {"now": _stamp(now), "lapses_at": _stamp(now + lease), **holes},
    ).fetchall()
    return _letter(rows[0]) if rows else None


def mark_sent(db: Database, letter: Letter, channel: str, ts: str) -> None:
    """It stands in Slack; true whoever holds the claim by now."""
    db.conn.execute(
        "update outbox set state = 'sent', channel = ?, ts = ?, error = null where id = ?",
        (channel, ts, letter.id),
    )


def mark_unknown(db: Database, letter: Letter, look_at: datetime, error: str) -> None:
    """Nobody knows whether it reached Slack; it is to be looked for at that time."""
    _let_go(db, letter, "unknown", look_at, error)


def retry_after(db: Database, letter: Letter, at: datetime, error: str | None = None) -> None:
    """It certainly did not reach Slack; it is due again at that time."""
    _let_go(db, letter, "due", at, error)


def give_up(db: Database, letter: Letter, error: str) -> None:
    """Slack will not have it, today or tomorrow."""
    _let_go(db, letter, "failed", letter.due_at, error)


def supersede(db: Database, letter: Letter) -> None:
    """There is nothing to say any more."""
    _let_go(db, letter, "superseded", letter.due_at, None)


def _let_go(db: Database, letter: Letter, state: str, next_at: datetime, error: str | None) -> None:
    # Only by who holds the claim: after a lapse, another may have it.
    db.conn.execute(
        """update outbox set state = :state, next_at = :next_at, error = :error
        where id = :id and state = 'sending' and attempts = :attempts""",
        {
            "state": state,
            "next_at": _stamp(next_at),
            "error": error,
            "id": letter.id,
            "attempts": letter.attempts,
        },
    )


def _letter(row: tuple[Any, ...]) -> Letter:
    id_, key, recipient, kind, refs, due_at, tried_at, attempts, in_doubt = row
    return Letter(
        id=id_,
        key=key,
        recipient=recipient,
        kind=kind,
        refs=json.loads(refs),
        due_at=_moment(due_at),
        tried_at=_moment(tried_at),
        attempts=attempts,
        in_doubt=bool(in_doubt),
    )


def _stamp(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _moment(stamp: str) -> datetime:
    return datetime.strptime(stamp, "%Y-%m-%dT%H:%M:%S%z")
