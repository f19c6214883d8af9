"""What is kept of a thread, to be compared with what stands there."""

from dataclasses import dataclass

from sqlite_utils import Database


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A message of the thread that is recorded; `is_recorded`: something of it stands."""

    key: str
    actor: str
    ts: str
    edited_ts: str | None
    withdrawn_at: str | None
    is_recorded: bool


def kept(db: Database, meeting_id: int, thread_ts: str) -> dict[str, Kept]:
    """The messages of the thread that are recorded, by their ts."""
    rows = db.query(
        f"""select r.key, r.actor, r.ts, r.edited_ts, r.withdrawn_at, {_IS_RECORDED} as is_recorded
        from recordings r where r.meeting_id = :meeting_id and r.thread_ts = :thread_ts""",
        {"meeting_id": meeting_id, "thread_ts": thread_ts},
    )
    return {row["ts"]: Kept(is_recorded=bool(row.pop("is_recorded")), **row) for row in rows}


_IS_RECORDED = """exists (select 1 from recorded_lines l
    left join remarks s on s.id = l.remark_id left join passages p on p.id = l.passage_id
    left join memos m on m.id = l.memo_id
    where l.recording_id = r.id and coalesce(l.remark_id, l.passage_id, l.memo_id) is not null
        and coalesce(s.withdrawn_at, p.withdrawn_at, m.withdrawn_at) is null)"""


def note_thread(db: Database, key: str, thread_ts: str) -> None:
    """Remember in which thread a recorded message stands."""
    db.conn.execute("update recordings set thread_ts = ? where key = ?", (thread_ts, key))


def turn_mark(db: Database, key: str, event_ts: str) -> bool:
    """Note that somebody put the mark on or took it off; False for what is older than the last."""
    cursor = db.conn.execute(
        """update recordings set marked_ts = :event_ts
        where key = :key and coalesce(marked_ts, '') < :event_ts""",
        {"key": key, "event_ts": event_ts},
    )
    return cursor.rowcount == 1


def is_late(db: Database, meeting_id: int, thread_ts: str, ts: str) -> bool:
    """Whether something typed later in the thread is recorded already."""
    row = db.conn.execute(
        """select 1 from recordings
        where meeting_id = ? and thread_ts = ? and ts > ? limit 1""",
        (meeting_id, thread_ts, ts),
    ).fetchone()
    return row is not None


def entries(db: Database, meeting_id: int) -> list[tuple[str, str]]:
    """The decisions, tasks and information of a meeting, in printed order, as (kind, body)."""
    rows = db.conn.execute(
        """select kind, body from passages where meeting_id = ? and withdrawn_at is null
            and kind in ('decision', 'task', 'information') order by position""",
        (meeting_id,),
    )
    return list(rows)


def item_of(db: Database, recording_id: int) -> int | None:
    """The agenda item under which a recording stands; None where nothing of it tells."""
    row = db.conn.execute(
        """select coalesce(b.agenda_item_id, o.agenda_item_id) as item_id
        from recorded_lines l
        left join remarks r on r.id = l.remark_id left join blocks b on b.id = r.block_id
        left join memos o on o.id = l.memo_id
        where l.recording_id = ? and item_id is not null order by l.line limit 1""",
        (recording_id,),
    ).fetchone()
    return row[0] if row else None
