"""A live meeting (進行中の会議): a sitting that is being recorded, in a thread of its channel."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlite_utils import Database

from store.live.agenda import (
    Item,
    add_under,
    current_item,
    go_to,
    item_at,
    items,
    next_item,
    rewrite,
)
from store.live.moments import clock_time, moment, stamp
from store.live.sitting import Break, begin, breaks, disclose, end, pause, reopen, resume
from store.live.thread import Kept, entries, is_late, item_of, kept, note_thread, turn_mark

__all__ = [
    "Break",
    "Item",
    "Kept",
    "Live",
    "add_under",
    "adopt_thread",
    "begin",
    "breaks",
    "claim_drawing",
    "clock_time",
    "current_item",
    "disclose",
    "end",
    "entries",
    "find",
    "go_to",
    "is_late",
    "item_at",
    "item_of",
    "items",
    "kept",
    "letter_key",
    "mark_drawn",
    "moment",
    "next_item",
    "note_thread",
    "of_thread",
    "pause",
    "reopen",
    "rest",
    "resume",
    "rewrite",
    "running",
    "since",
    "stamp",
    "turn_mark",
]

KIND = "live"  # of the letter that is the control message


@dataclass(frozen=True, slots=True, kw_only=True)
class Live:
    """A meeting that has a control message; `thread_ts` once Slack has taken it.

    Moments are written as Slack writes them, so that they compare with what was typed.
    """

    meeting_id: int
    council_id: int
    channel_id: str
    thread_ts: str | None
    began_at: str
    ended_at: str | None
    drawn_at: str | None
    drawn: str | None
    rests_until: str | None
    is_settled: bool


def find(db: Database, meeting_id: int) -> Live | None:
    """The live side of a meeting, if it ever had one."""
    return _one(db, "l.meeting_id = :meeting_id", meeting_id=meeting_id)


def running(db: Database, council_id: int) -> Live | None:
    """The meeting of a council that is in session; there is one at most."""
    return _one(db, "m.council_id = :council_id and l.ended_at is null", council_id=council_id)


def of_thread(db: Database, channel_id: str, thread_ts: str) -> Live | None:
    """The meeting that is recorded in this thread."""
    return _one(
        db,
        "l.channel_id = :channel_id and l.thread_ts = :thread_ts",
        channel_id=channel_id,
        thread_ts=thread_ts,
    )


def since(db: Database, ended_after: datetime) -> list[Live]:
    """The meetings in session, and those that ended after that moment."""
    return _some(
        db, "l.ended_at is null or l.ended_at > :ended_after", ended_after=stamp(ended_after)
    )


def letter_key(meeting_id: int) -> str:
    """What the control message is called in the outbox."""
    return f"{KIND}:{meeting_id}"


def adopt_thread(db: Database) -> None:
    """Take over from the outbox where Slack put the control messages."""
    db.conn.execute(
        """update live_meetings set thread_ts = o.ts
        from outbox o where o.key = :kind || ':' || live_meetings.meeting_id
            and o.state = 'sent' and live_meetings.thread_ts is null""",
        {"kind": KIND},
    )


def claim_drawing(db: Database, live: Live, now: datetime, pace: float) -> float | None:
    """How many seconds to wait before the control message is drawn; None: somebody else will.

    Drawings are `pace` seconds apart, and whoever waits for the next draws what is true by then.
    """
    [drawn_at] = db.conn.execute(
        "select drawn_at from live_meetings where meeting_id = ?", (live.meeting_id,)
    ).fetchone()
    elapsed = now.timestamp() - float(drawn_at) if drawn_at else pace
    if elapsed < 0:
        return None
    wait = max(0.0, pace - elapsed)
    db.conn.execute(
        "update live_meetings set drawn_at = ? where meeting_id = ?",
        (f"{now.timestamp() + wait:.6f}", live.meeting_id),
    )
    return wait


def mark_drawn(db: Database, live: Live, drawn: str) -> None:
    """Note what the control message shows now."""
    db.conn.execute(
        "update live_meetings set drawn = ? where meeting_id = ?", (drawn, live.meeting_id)
    )


def rest(db: Database, live: Live, until: datetime) -> None:
    """Leave the thread alone until then, as Slack asked."""
    db.conn.execute(
        "update live_meetings set rests_until = ? where meeting_id = ?",
        (stamp(until), live.meeting_id),
    )


def _one(db: Database, condition: str, **holes: Any) -> Live | None:
    return next(iter(_some(db, condition, **holes)), None)


def _some(db: Database, condition: str, **holes: Any) -> list[Live]:
    rows = db.query(
        f"""select l.meeting_id, m.council_id, l.channel_id, l.thread_ts, l.began_at, l.ended_at,
            l.drawn_at, l.drawn, l.rests_until,
            coalesce(m.confirmed_at, m.published_at) is not null as is_settled
        from live_meetings l join meetings m on m.id = l.meeting_id
        where {condition} order by l.meeting_id desc""",
        holes,
    )
    return [Live(is_settled=bool(row.pop("is_settled")), **row) for row in rows]
