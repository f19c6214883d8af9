"""Recordings (記録): one act of writing down, by one person, of one line or several."""

from dataclasses import dataclass

from sqlite_utils import Database

from store.history import By
from store.recordings.lines import KeptLine, Line, kept_lines, put_away, take_out
from store.recordings.revising import revise
from store.recordings.writing import NewRecording, write
from store.rows import insert

__all__ = [
    "KeptLine",
    "Line",
    "NewRecording",
    "Recording",
    "add",
    "find",
    "forestall",
    "last_by",
    "restore",
    "revise",
    "withdraw",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Recording:
    """A recording, as kept; `ts` where it was a message of Slack's."""

    id: int
    key: str
    meeting_id: int
    actor: str
    channel_id: str | None
    ts: str | None
    edited_ts: str | None
    withdrawn_at: str | None
    lines: tuple[KeptLine, ...]


def add(db: Database, new: NewRecording, by: By) -> Recording | None:
    """Keep what somebody wrote down; None if this very act is kept already."""
    recording_id = _note_down(db, new, by)
    if recording_id is None:
        return None
    write(db, new, recording_id, by)
    return find(db, new.key)


def forestall(db: Database, new: NewRecording, by: By) -> None:
    """Know of an act that was taken back before it was heard of, so that it is not kept later."""
    if _note_down(db, new, by) is not None:
        _mark(db, new.key, by.stamp)


def find(db: Database, key: str) -> Recording | None:
    """The recording of that key, if it is kept."""
    return _one(db, "r.key = :key", key=key)


def last_by(db: Database, actor: str) -> Recording | None:
    """The last recording of somebody's that stands."""
    return _one(db, "r.actor = :actor and r.withdrawn_at is null", actor=actor)


def withdraw(db: Database, recording: Recording, by: By) -> None:
    """Take back all a recording wrote."""
    if recording.withdrawn_at is None:
        put_away(db, recording.lines, by)
        _mark(db, recording.key, by.stamp)


def restore(db: Database, recording: Recording, by: By) -> None:
    """Put back what a recording wrote before it was withdrawn."""
    if recording.withdrawn_at is not None:
        take_out(db, recording.lines, by)
        _mark(db, recording.key, None)


def _note_down(db: Database, new: NewRecording, by: By) -> int | None:
    if find(db, new.key):
        return None
    return insert(
        db,
        """insert into recordings (key, meeting_id, actor, channel_id, ts, edited_ts, recorded_at)
        values (:key, :meeting_id, :actor, :channel_id, :ts, :edited_ts, :now)""",
        key=new.key,
        meeting_id=new.meeting_id,
        actor=by.actor,
        channel_id=new.channel_id,
        ts=new.ts,
        edited_ts=new.edited_ts,
        now=by.stamp,
    )


def _mark(db: Database, key: str, withdrawn_at: str | None) -> None:
    db.conn.execute("update recordings set withdrawn_at = ? where key = ?", (withdrawn_at, key))


def _one(db: Database, condition: str, **holes: str) -> Recording | None:
    row = next(
        db.query(
            f"""select r.id, r.key, r.meeting_id, r.actor, r.channel_id, r.ts, r.edited_ts,
                r.withdrawn_at
            from recordings r where {condition} order by r.id desc limit 1""",
            holes,
        ),
        None,
    )
    return Recording(**row, lines=kept_lines(db, row["id"])) if row else None
