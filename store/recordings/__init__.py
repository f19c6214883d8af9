"""Recordings (記録): one act of writing down, by one person, of one line or several."""

from dataclasses import dataclass

from sqlite_utils import Database

from store.history import By
from store.recordings.lines import KeptLine, Line, kept_lines, put_away, take_out
from store.recordings.revising import revise
from store.recordings.writing import NewRecording, write
from store.rows import insert
from store.viewers import Viewer

__all__ = [
    "Habit",
    "KeptLine",
    "Line",
    "NewRecording",
    "Recording",
    "add",
    "count_by",
    "count_from",
    "find",
    "forestall",
    "habit",
    "last_by",
    "latest_by",
    "latest_from",
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Habit:
    """How somebody last recorded; `goes_on`: without naming the speaker anew."""

    agenda_item_id: int | None
    label: str | None
    goes_on: bool


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


def latest_from(db: Database, window: str, limit: int) -> list[Recording]:
    """What was recorded from one window, whose keys begin so; the newest last."""
    return _many(db, f"{_FROM} order by r.id desc limit :limit", window=window, limit=limit)[::-1]


def count_from(db: Database, window: str) -> int:
    """How many recordings from one window stand."""
    [total] = db.conn.execute(
        f"select count(*) from recordings r where {_FROM} and r.withdrawn_at is null",
        {"window": window},
    ).fetchone()
    return total


def latest_by(
    db: Database, actor: str, viewer: Viewer, *, limit: int, offset: int = 0
) -> list[Recording]:
    """What somebody recorded for the councils they serve, newest first."""
    return _many(
        db,
        f"{_BY} order by r.id desc limit :limit offset :offset",
        actor=actor,
        limit=limit,
        offset=offset,
        **viewer.params(),
    )


def count_by(db: Database, actor: str, viewer: Viewer) -> int:
    """How many recordings latest_by() knows."""
    [total] = db.conn.execute(
        f"select count(*) from recordings r where {_BY}", {"actor": actor, **viewer.params()}
    ).fetchone()
    return total


def habit(db: Database, meeting_id: int, actor: str) -> Habit | None:
    """Under which item and whose label somebody last recorded a remark in a meeting."""
    row = db.conn.execute(
        """select b.agenda_item_id, b.label, not exists (select 1 from recorded_lines o
            where o.recording_id = r.id and o.begins)
        from recordings r
        join recorded_lines l on l.recording_id = r.id
        join remarks said on said.id = l.remark_id join blocks b on b.id = said.block_id
        where r.meeting_id = :meeting_id and r.actor = :actor and r.withdrawn_at is null
        order by r.id desc, l.line desc limit 1""",
        {"meeting_id": meeting_id, "actor": actor},
    ).fetchone()
    return Habit(agenda_item_id=row[0], label=row[1], goes_on=bool(row[2])) if row else None


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
    return next(iter(_many(db, f"{condition} order by r.id desc limit 1", **holes)), None)


def _many(db: Database, condition: str, **holes: str | int) -> list[Recording]:
    rows = db.query(
        f"""select r.id, r.key, r.meeting_id, r.actor, r.channel_id, r.ts, r.edited_ts,
            r.withdrawn_at
        from recordings r where {condition}""",
        holes,
    )
    return [Recording(**row, lines=kept_lines(db, row["id"])) for row in list(rows)]


# A window's keys are its own and the number of the sending: no other window's begin so.
_FROM = "r.key >= :window and r.key < :window || char(0x10ffff)"
_BY = """r.actor = :actor and exists (select 1 from recorded_lines l where l.recording_id = r.id)
    and (:everything or exists (select 1 from meetings m
        join secretariat s on s.council_id = m.council_id
        where m.id = r.meeting_id and s.user_id = :viewer))"""
