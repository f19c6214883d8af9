"""Boards (出欠のメッセージ): a meeting's one message in its channel, drawn anew where it stands.

Whoever changes the roll makes the message dirty in the same transaction. One at a time holds the
brush: they clean, read, draw, and lay it down only if nothing became dirty in the meantime, so that
many presses are one drawing and the last drawing is the true one.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlite_utils import Database

from store import outbox
from store.outbox import NewLetter

KIND = "attendance"

# Who holds the brush longer than this died with it.
LEASE = timedelta(seconds=60)
# How long after its day a message still follows the roll by the clock's own account.
FOLLOWED = timedelta(days=2)


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    """Where a meeting's message stands, and what it showed last; `state` is the outbox's."""

    meeting_id: int
    letter: int
    state: str | None
    channel: str | None
    ts: str | None
    drawn: str | None
    next_at: datetime | None
    rests_until: datetime | None


def key(meeting_id: int, letter: int) -> str:
    """What a meeting's message is called in the outbox."""
    return f"{KIND}:{meeting_id}:{letter}"


def board(db: Database, meeting_id: int) -> Board | None:
    """The message of a meeting, if it has one."""
    row = db.conn.execute(
        """select b.letter, o.state, o.channel, o.ts, b.drawn, b.next_at, b.rests_until
        from attendance_messages b
        left join outbox o on o.key = :kind || ':' || b.meeting_id || ':' || b.letter
        where b.meeting_id = :meeting_id""",
        {"kind": KIND, "meeting_id": meeting_id},
    ).fetchone()
    if row is None:
        return None
    letter, state, channel, ts, drawn, next_at, rests_until = row
    return Board(
        meeting_id=meeting_id, letter=letter, state=state, channel=channel, ts=ts, drawn=drawn,
        next_at=_moment(next_at), rests_until=_moment(rests_until),
    )  # fmt: skip


def boards_to_watch(db: Database, now: datetime) -> list[Board]:
    """The messages that stand, of meetings that run, are to come, or are not long over."""
    rows = db.conn.execute(
        """select b.meeting_id from attendance_messages b join meetings m on m.id = b.meeting_id
        where m.status = 'in_session' or b.is_dirty or coalesce(m.held_on, '') >= ?
        order by b.meeting_id""",
        ((now - FOLLOWED).date().isoformat(),),
    ).fetchall()
    found = [board(db, row[0]) for row in rows]
    return [one for one in found if one and one.state == "sent"]


def post(db: Database, meeting_id: int, channel_id: str, now: datetime) -> str | None:
    """Put the message into the outbox, the first or in the place of one that is gone; its key.

    None: it stands already, or is on its way.
    """
    known = board(db, meeting_id)
    if known and known.state in ("due", "sending", "unknown", "sent"):
        return None
    letter = known.letter + 1 if known else 1
    db.conn.execute(
        """insert into attendance_messages (meeting_id, letter) values (?, ?)
        on conflict (meeting_id) do update set letter = excluded.letter, drawn = null,
            is_dirty = 0, drawing_until = null, rests_until = null""",
        (meeting_id, letter),
    )
    outbox.put(
        db,
        NewLetter(
            key=key(meeting_id, letter),
            recipient=channel_id,
            kind=KIND,
            due_at=now,
            refs={"meeting": meeting_id},
        ),
    )
    return key(meeting_id, letter)


def smear(db: Database, meeting_id: int) -> None:
    """Something the message tells of has changed."""
    db.conn.execute(
        "update attendance_messages set is_dirty = 1 where meeting_id = ?", (meeting_id,)
    )


def take_brush(db: Database, meeting_id: int, at: datetime) -> Board | None:
    """Take the brush, if there is something to draw and nobody has it."""
    taken = db.conn.execute(
        """update attendance_messages set drawing_until = :until
        where meeting_id = :meeting_id and is_dirty
            and (drawing_until is null or drawing_until <= :now)""",
        {"meeting_id": meeting_id, "now": _stamp(at), "until": _stamp(at + LEASE)},
    )
    found = board(db, meeting_id) if taken.rowcount else None
    if found and found.state != "sent":
        db.conn.execute(
            "update attendance_messages set drawing_until = null where meeting_id = ?",
            (meeting_id,),
        )
        return None
    return found


def start(db: Database, meeting_id: int, at: datetime) -> None:
    """What is read from here on is drawn."""
    db.conn.execute(
        "update attendance_messages set is_dirty = 0, drawing_until = ? where meeting_id = ?",
        (_stamp(at + LEASE), meeting_id),
    )


def finish(db: Database, meeting_id: int, drawn: str, next_at: datetime) -> bool:
    """Note what is shown now, and lay the brush down; False: there is more to draw."""
    mark_drawn(db, meeting_id, drawn)
    laid_down = db.conn.execute(
        """update attendance_messages set next_at = :next_at,
            drawing_until = iif(is_dirty, drawing_until, null)
        where meeting_id = :meeting_id returning is_dirty""",
        {"meeting_id": meeting_id, "next_at": _stamp(next_at)},
    ).fetchone()
    return not laid_down[0]


def mark_drawn(db: Database, meeting_id: int, drawn: str) -> None:
    """Note what the message shows now."""
    db.conn.execute(
        "update attendance_messages set drawn = ? where meeting_id = ?", (drawn, meeting_id)
    )


def put_off(db: Database, meeting_id: int, until: datetime) -> None:
    """It could not be drawn: the brush is laid down, and the clock takes it up then."""
    db.conn.execute(
        """update attendance_messages set is_dirty = 1, drawing_until = null, rests_until = ?
        where meeting_id = ?""",
        (_stamp(until), meeting_id),
    )


def forget(db: Database, meeting_id: int) -> None:
    """The message is gone from Slack; the next one is a new one."""
    db.conn.execute(
        """update outbox set state = 'superseded' where key = (
            select :kind || ':' || meeting_id || ':' || letter from attendance_messages
            where meeting_id = :meeting_id)""",
        {"kind": KIND, "meeting_id": meeting_id},
    )
    db.conn.execute(
        "update attendance_messages set is_dirty = 0, drawing_until = null where meeting_id = ?",
        (meeting_id,),
    )


def _stamp(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def _moment(stamp: str | None) -> datetime | None:
    if stamp is None:
        return None
    return datetime.strptime(stamp, "%Y-%m-%dT%H:%M:%S.%fZ").replace(tzinfo=UTC)
