"""Marking (出欠の記録): who is there, who is not, who came when and went when."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any, Literal

from sqlite_utils import Database

from store import history, live, meetings
from store.attendance.quorum import follow, quorum
from store.attendance.rolls import NOT_LISTED, Entry, call, entry, roll
from store.errors import Refused
from store.formats.document import Status
from store.history import By, Change
from store.live.moments import JAPAN
from store.meetings import Meeting
from store.viewers import OPERATOR

Turn = Literal["lost", "regained", None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """What a member is marked as; `at` is when they came late or left."""

    person_id: int
    status: Status
    at: time | None = None
    proxy_name: str | None = None


class NotMarked(Refused):
    """A refusal that names the member who could not be marked so."""

    def __init__(self, sentence: str, person_id: int) -> None:
        super().__init__(sentence)
        self.person_id = person_id


def mark(
    db: Database,
    meeting_id: int,
    person_id: int,
    status: Status,
    at: time | None,
    by: By,
    *,
    proxy_name: str | None = None,
) -> Turn:
    """Mark a member; whether the quorum was lost or regained by that.

    `at` is when somebody came late or left; without it that is now, as long as the meeting runs.
    """
    wanted = Mark(person_id=person_id, status=status, at=at, proxy_name=proxy_name)
    return mark_all(db, meeting_id, [wanted], by)


def mark_all(db: Database, meeting_id: int, marks: Sequence[Mark], by: By) -> Turn:
    """Mark several members at once, or none of them."""
    meeting = meetings.get(db, meeting_id, OPERATOR)
    _require_markable(db, meeting)
    if not marks:
        return None
    known = {one.person_id: one for one in roll(db, meeting_id)}
    standing = quorum(db, meeting_id)
    wanted = {one.person_id for one in marks}
    if any(known[person_id].version == 0 for person_id in wanted & set(known)):
        call(db, meeting_id, wanted)
    for one in marks:
        before = known.get(one.person_id)
        if before is None:
            raise NotMarked(NOT_LISTED, one.person_id)
        try:
            arrived_at, left_at = _checked(meeting, before, one, by.at)
        except Refused as refusal:
            raise NotMarked(refusal.sentence, one.person_id) from refusal
        _write(db, meeting_id, one, arrived_at, left_at, by)
    return follow(db, meeting_id, standing, _moment(meeting, marks[-1].at, by.at), by)


def name_proxy(db: Database, meeting_id: int, person_id: int, proxy_name: str, by: By) -> Turn:
    """Say who came in a member's place."""
    return mark(db, meeting_id, person_id, "proxy", None, by, proxy_name=proxy_name or None)


def set_aside(db: Database, meeting_id: int, person_id: int, by: By) -> Turn:
    """Let a member not count while the present agenda item is dealt with (除斥)."""
    item_id = _current_item(db, meeting_id)
    before = entry(db, meeting_id, person_id)
    standing = quorum(db, meeting_id)
    db.conn.execute(
        "insert or ignore into item_absences values (?, ?)", (item_id, before.person_id)
    )
    _note(db, meeting_id, "set_aside", {"person_id": person_id, "agenda_item_id": item_id}, by)
    return follow(db, meeting_id, standing, by.at, by)


def take_back_set_aside(db: Database, meeting_id: int, person_id: int, by: By) -> Turn:
    """Let a member count again before the agenda item is over."""
    item_id = _current_item(db, meeting_id)
    standing = quorum(db, meeting_id)
    gone = db.conn.execute(
        "delete from item_absences where agenda_item_id = ? and person_id = ?",
        (item_id, person_id),
    )
    if gone.rowcount:
        after = {"person_id": person_id, "agenda_item_id": item_id}
        _note(db, meeting_id, "no_longer_set_aside", after, by)
    return follow(db, meeting_id, standing, by.at, by)


def _require_markable(db: Database, meeting: Meeting) -> None:
    meetings.require_open(db, meeting.id)
    if meeting.status == "cancelled":
        raise Refused("この会議は中止されているため、出欠を記録できません。")


def _refuse_too_early(meeting: Meeting, status: Status) -> None:
    if meeting.status == "scheduled" and status == "left_early":
        raise Refused(
            "この会議はまだ始まっていないため、退席は記録できません。"
            "来られなくなった方は「/attendance absent 氏名」で欠席にします。"
        )


def _refuse_outside(meeting: Meeting, at: time, now: datetime) -> None:
    """A time is of the meeting: not before it began, not after it ended, not yet to come."""
    if meeting.status == "scheduled":
        raise Refused(
            "この会議はまだ始まっていないため、時刻は記録できません。"
            "遅れるという連絡は、時刻を付けずに「/attendance late 氏名」で記録します。"
        )
    if meeting.starts_at and at < meeting.starts_at:
        raise Refused(
            f"{at:%H:%M}は、開会（{meeting.starts_at:%H:%M}）より前です。時刻を確かめてください。"
        )
    if meeting.ends_at and meeting.status == "held" and at > meeting.ends_at:
        raise Refused(
            f"{at:%H:%M}は、閉会（{meeting.ends_at:%H:%M}）より後です。時刻を確かめてください。"
        )
    here = now.astimezone(JAPAN)
    if meeting.status == "in_session" and _day(meeting, now) == here.date() and at > here.time():
        raise Refused(f"{at:%H:%M}は、まだ来ていない時刻です。時刻を確かめてください。")


def _checked(
    meeting: Meeting, before: Entry, wanted: Mark, now: datetime
) -> tuple[time | None, time | None]:
    """When a member arrived and left, by what they are to be marked as."""
    _refuse_too_early(meeting, wanted.status)
    if wanted.status == "proxy" and not before.may_send_proxy:
        raise Refused(
            f"{before.name}さんは、代理を立てられる委員として登録されていません。"
            "立てられるときは「/council members」の「直す」で登録してから入力してください。"
        )
    at = wanted.at
    if at:
        _refuse_outside(meeting, at, now)
    elif meeting.status == "in_session":
        at = now.astimezone(JAPAN).time().replace(second=0, microsecond=0)
    match wanted.status:
        case "late":
            return at, None
        case "left_early":
            if before.arrived_at and at and at < before.arrived_at:
                raise Refused(
                    f"{at:%H:%M}は、{before.name}さんが着いた{before.arrived_at:%H:%M}より前です。"
                    "時刻を確かめてください。"
                )
            return before.arrived_at, at
        case "present" if before.status == "left_early":
            return before.arrived_at, None  # back again
        case _:
            return None, None


def _write(
    db: Database,
    meeting_id: int,
    wanted: Mark,
    arrived_at: time | None,
    left_at: time | None,
    by: By,
) -> None:
    facts = {
        "status": "late" if wanted.status == "present" and arrived_at else wanted.status,
        "arrived_at": arrived_at and f"{arrived_at:%H:%M}",
        "left_at": left_at and f"{left_at:%H:%M}",
        "proxy_name": wanted.proxy_name,
    }
    changed = db.conn.execute(
        """update attendance set status = :status, arrived_at = :arrived_at, left_at = :left_at,
            proxy_name = :proxy_name, marked_by = :actor, marked_at = :stamp, version = version + 1
        where meeting_id = :meeting_id and person_id = :person_id and kind = 'member'
            and (status, arrived_at, left_at, proxy_name)
                is not (:status, :arrived_at, :left_at, :proxy_name)""",
        {**facts, "actor": by.actor, "stamp": by.stamp, "meeting_id": meeting_id,
         "person_id": wanted.person_id},
    )  # fmt: skip
    if changed.rowcount:
        _note(db, meeting_id, "marked", {"person_id": wanted.person_id, **facts}, by)


def _current_item(db: Database, meeting_id: int) -> int:
    meeting = meetings.get(db, meeting_id, OPERATOR)
    _require_markable(db, meeting)
    item_id = live.current_item(db, meeting_id) if meeting.status == "in_session" else None
    if item_id is None:
        raise Refused(
            "除斥は、開いている会議の、いまの議題について記録します。「/meeting start」で開会してから入力してください。"
        )
    return item_id


def _moment(meeting: Meeting, at: time | None, now: datetime) -> datetime:
    if at is None:
        return now
    return datetime.combine(_day(meeting, now), at, JAPAN).astimezone(UTC)


def _day(meeting: Meeting, now: datetime) -> date:
    return meeting.held_on or now.astimezone(JAPAN).date()


def _note(db: Database, meeting_id: int, deed: str, after: dict[str, Any], by: By) -> None:
    db.conn.execute(
        "update attendance_messages set is_dirty = 1 where meeting_id = ?", (meeting_id,)
    )
    history.record(db, by, [Change(noun="attendance", row_id=meeting_id, deed=deed, after=after)])
