"""What is said of a poll: its one message, drawn anew where it stands, and letters to people."""

from datetime import UTC, datetime
from typing import Literal

from sqlite_utils import Database

from store import councils, outbox
from store.outbox import NewLetter
from store.polls.reading import Asked, Poll

KIND = "poll"


def board_key(poll_id: int, letter: int) -> str:
    """The key of a poll's message; another letter, where the one before was deleted."""
    return f"{KIND}:{poll_id}:{letter}"


def stale(db: Database, now: datetime) -> list[int]:
    """The polls whose message does not tell what is true, and may be drawn now."""
    rows = db.conn.execute(
        """select id from polls
        where drawn < revision and (rests_until is null or rests_until <= ?)""",
        (_stamp(now),),
    )
    return [row[0] for row in rows]


def touch(db: Database, poll_id: int) -> None:
    """Something of the poll has changed: its message is to be drawn anew."""
    db.conn.execute("update polls set revision = revision + 1 where id = ?", (poll_id,))


def claim_drawing(db: Database, poll_id: int, now: datetime, pace: float) -> float | None:
    """How many seconds to wait before the message is drawn; None: somebody else will, or later.

    Drawings are `pace` seconds apart, and whoever waits for the next draws what is true by then.
    """
    drawn_at, rests_until = db.conn.execute(
        "select drawn_at, rests_until from polls where id = ?", (poll_id,)
    ).fetchone()
    elapsed = now.timestamp() - float(drawn_at) if drawn_at else pace
    if elapsed < 0 or (rests_until and rests_until > _stamp(now)):
        return None
    wait = max(0.0, pace - elapsed)
    db.conn.execute(
        "update polls set drawn_at = ? where id = ?", (f"{now.timestamp() + wait:.6f}", poll_id)
    )
    return wait


def mark_drawn(db: Database, poll: Poll) -> None:
    """The message tells what was true of this poll."""
    db.conn.execute(
        "update polls set drawn = max(drawn, ?), rests_until = null where id = ? and letter = ?",
        (poll.revision, poll.id, poll.letter),
    )


def rest(db: Database, poll_id: int, until: datetime) -> None:
    """Leave the message alone until then."""
    db.conn.execute("update polls set rests_until = ? where id = ?", (_stamp(until), poll_id))


def mark_gone(db: Database, poll: Poll, now: datetime) -> None:
    """The message was deleted: while the poll is undecided, another takes its place."""
    if poll.state in ("decided", "cancelled"):
        db.conn.execute("update polls set drawn = revision where id = ?", (poll.id,))
        return
    changed = db.conn.execute(
        "update polls set letter = letter + 1, drawn = 0 where id = ? and letter = ?",
        (poll.id, poll.letter),
    )
    if changed.rowcount:
        key = board_key(poll.id, poll.letter + 1)
        _put(db, key, poll.channel_id, poll.id, "board", now)


def tell_secretariat(
    db: Database, poll: Poll, says: Literal["answered", "closed"], now: datetime
) -> None:
    """Everybody has answered, or the deadline is over: each of the secretariat is told once."""
    for user_id in councils.secretariat(db, poll.council_id):
        # A deadline that was moved may be over a second time.
        nth = f":{_stamp(poll.deadline_at)}" if says == "closed" else ""
        _put(db, f"{KIND}_{says}:{poll.id}{nth}:{user_id}", user_id, poll.id, says, now)


def tell_unanswered(db: Database, poll: Poll, now: datetime, day: str) -> list[Asked]:
    """Write to those in Slack who have not answered, once a day; gives whom that reaches."""
    told = []
    for one in poll.unanswered:
        if one.slack_user:
            key = f"{KIND}_call:{poll.id}:{day}:{one.slack_user}"
            if _put(db, key, one.slack_user, poll.id, "call", now):
                told.append(one)
    return told


def _put(db: Database, key: str, recipient: str, poll_id: int, says: str, now: datetime) -> bool:
    letter = NewLetter(
        key=key,
        recipient=recipient,
        kind=KIND,
        due_at=now,
        refs={"poll": poll_id, "says": says},
    )
    return outbox.put(db, letter) is not None


def _stamp(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
