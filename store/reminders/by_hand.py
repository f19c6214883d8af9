"""Reminders that people plan, pause, resume and stop by hand."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlite_utils import Database

from store import history
from store.errors import Refused
from store.history import By, Change
from store.reminders.occasions import Towards, occasion
from store.reminders.planning import replan
from store.reminders.plans import Audience, Reminder, State, get, new, of, stamp
from store.slots import Before

MOST = 20  # for one meeting or poll


def add(
    db: Database,
    council_id: int,
    towards: Towards,
    before: Before,
    audience: Audience,
    now: datetime,
    by: By,
    *,
    deadline_at: datetime | None = None,
) -> Reminder:
    """Plan a reminder by hand; one that was stopped is planned again."""
    stamped = stamp(deadline_at) if deadline_at else None
    at = occasion(db, towards, stamped)
    if at is None:
        raise Refused("お知らせする相手の日時が決まっていないか、すでに終わっています。")
    if at.moment(before) <= now:
        raise Refused(
            f"{before.words}は、すでに過ぎています。今より後になる時期で入力してください。例: 1時間前"
        )
    if at.moment(before) > at.over:
        raise Refused(f"{before.words}は、始まった後になります。前の時刻で入力してください。")
    if deadline_at:
        _move_deadline(db, towards, stamped, now)
    kept = of(db, towards)
    same = [one for one in kept if (one.before, one.audience) == (before.words, audience)]
    if not same and len(kept) >= MOST:
        raise Refused(
            f"一つの会議や日程調整へのお知らせは{MOST}件までです。"
            "「/meeting remind」で一覧を開き、要らないものを止めてください。"
        )
    reminder_id = (
        same[0].id
        if same
        else new(db, council_id, towards, before.words, audience, "hand", stamped, by)
    )
    db.conn.execute(
        "update reminders set state = 'called_off', deadline_at = ? where id = ? and state <> 'planned'",
        (stamped, reminder_id),
    )
    replan(db, get(db, reminder_id), now)
    _note(db, by, reminder_id, "added", {"before": before.words, "audience": audience})
    return get(db, reminder_id)


def pause(db: Database, reminders: Iterable[Reminder], by: By) -> None:
    """Say nothing until they are resumed; what falls due meanwhile is not said later either."""
    for reminder in reminders:
        _change_state(db, reminder, "paused", by)


def stop(db: Database, reminders: Iterable[Reminder], by: By) -> None:
    """Never say them; the rules do not bring them back for this meeting."""
    for reminder in reminders:
        _change_state(db, reminder, "stopped", by)


def resume(db: Database, reminders: Iterable[Reminder], now: datetime, by: By) -> None:
    """Say them again, from here on."""
    for reminder in reminders:
        if reminder.state == "paused":
            _change_state(db, reminder, "called_off", by, deed="resumed")
            replan(db, get(db, reminder.id), now)


def _move_deadline(db: Database, towards: Towards, stamped: str | None, now: datetime) -> None:
    """Let all that counts towards the replies count towards their new deadline."""
    db.conn.execute(
        "update reminders set deadline_at = ? where subject = ? and meeting_id = ?",
        (stamped, towards.subject, towards.meeting_id),
    )
    for reminder in of(db, towards):
        replan(db, reminder, now)


def _change_state(
    db: Database, reminder: Reminder, state: State, by: By, deed: str | None = None
) -> None:
    db.conn.execute(
        "update reminders set state = ? where id = ? and state in ('planned', 'paused')",
        (state, reminder.id),
    )
    _note(db, by, reminder.id, deed or state)


def _note(
    db: Database, by: By, reminder_id: int, deed: str, after: dict[str, Any] | None = None
) -> None:
    history.record(db, by, [Change(noun="reminders", row_id=reminder_id, deed=deed, after=after)])
