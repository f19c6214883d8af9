"""Baselines: the moment whose minutes later ones are compared with."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from sqlite_utils import Database

from store.errors import Refused
from store.live import moments
from store.meetings import Meeting

JAPAN = ZoneInfo("Asia/Tokyo")


@dataclass(frozen=True, slots=True, kw_only=True)
class Baseline:
    """What the minutes are compared with, and its day; `last` is the last deed before it."""

    kind: Literal["imported", "closed", "held", "day"]
    on: date
    last: int


def baseline(db: Database, meeting: Meeting, since: date | None) -> Baseline:
    """A day's beginning, or else the import, or else the close of the meeting."""
    imported = _imported(db, meeting.id)
    if since:
        last = _last_before(db, datetime.combine(since, time(), JAPAN))
        # To be taken in is no change of what was taken in.
        return Baseline(kind="day", on=since, last=max(last, imported.last if imported else 0))
    return imported or _closed(db, meeting.id) or _held(db, meeting)


def _imported(db: Database, meeting_id: int) -> Baseline | None:
    """The first import: its deeds stand in one row, one for the meeting and one for each remark."""
    row = db.conn.execute(
        """select id, at from history
        where noun = 'meetings' and row_id = ? and deed = 'imported' order by id limit 1""",
        (meeting_id,),
    ).fetchone()
    if row is None:
        return None
    imported, at = row
    [last] = db.conn.execute(
        """select coalesce(max(h.id), :imported) from history h
        join remarks r on r.id = h.row_id join blocks b on b.id = r.block_id
        where h.noun = 'remarks' and h.deed = 'added' and b.meeting_id = :meeting_id
            and json_extract(h.after, '$.source') = 'minutes'
            and h.id < (select coalesce(min(id), h.id + 1) from history
                where noun = 'meetings' and row_id = :meeting_id and deed = 'replaced')""",
        {"imported": imported, "meeting_id": meeting_id},
    ).fetchone()
    day = datetime.strptime(at, _STAMP).replace(tzinfo=UTC).astimezone(JAPAN).date()
    return Baseline(kind="imported", on=day, last=last)


def _closed(db: Database, meeting_id: int) -> Baseline | None:
    row = db.conn.execute(
        "select ended_at from live_meetings where meeting_id = ?", (meeting_id,)
    ).fetchone()
    if row is None:
        return None
    if row[0] is None:
        raise Refused(
            "この会議はまだ閉会していないため、閉会からの変更は示せません。"
            f"日を書くと、その日からの変更を示します。例: 「/minutes changes {meeting_id} 今日から」"
        )
    # What was written in the second of the close was written before it.
    at = moments.moment(row[0]) + timedelta(seconds=1)
    return Baseline(kind="closed", on=moments.day(row[0]), last=_last_before(db, at))


def _held(db: Database, meeting: Meeting) -> Baseline:
    if meeting.held_on is None:
        raise Refused(
            "この会議は開催日が分からないため、いつからの変更かを決められません。"
            f"日を書いてください。例: 「/minutes changes {meeting.id} 今日から」"
        )
    at = datetime.combine(meeting.held_on, meeting.ends_at or time(23, 59), JAPAN)
    last = _last_before(db, at + timedelta(minutes=1))
    return Baseline(kind="held", on=meeting.held_on, last=last)


_STAMP = "%Y-%m-%dT%H:%M:%SZ"


def _last_before(db: Database, at: datetime) -> int:
    [last] = db.conn.execute(
        "select coalesce(max(id), 0) from history where at < ?",
        (at.astimezone(UTC).strftime(_STAMP),),
    ).fetchone()
    return last
