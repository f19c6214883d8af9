"""Closing (締切) and deciding (決定): the end of a poll, by the clock and by the secretariat."""

from datetime import datetime
from typing import Any

from sqlite_utils import Database

from store import history
from store.errors import Refused
from store.history import By, Change
from store.polls.asking import require_deadline, stamp
from store.polls.boards import tell_secretariat, touch
from store.polls.reading import Poll, State, get
from store.slots import Slot


def due_to_close(db: Database, now: datetime) -> bool:
    """Whether there is anything for close_due() to do."""
    row = db.conn.execute(
        "select 1 from polls where state = 'open' and deadline_at <= ? limit 1", (stamp(now),)
    ).fetchone()
    return row is not None


def close_due(db: Database, now: datetime) -> list[int]:
    """Close what its deadline has passed, and tell the secretariat; gives the polls closed."""
    rows = db.conn.execute(
        "select id from polls where state = 'open' and deadline_at <= ? order by id", (stamp(now),)
    ).fetchall()
    for (poll_id,) in rows:
        poll = get(db, poll_id)
        _become(db, poll, "closed", By("clock", now))
        tell_secretariat(db, poll, "closed", now)
    return [row[0] for row in rows]


def close(db: Database, poll_id: int, by: By) -> None:
    """Close a poll before its deadline."""
    poll = get(db, poll_id)
    if poll.state != "open":
        raise Refused("この日程調整は、すでに締め切られています。")
    _become(db, poll, "closed", by)


def move_deadline(db: Database, poll_id: int, deadline_at: datetime, by: By) -> None:
    """Let a poll be open until another moment; one that was closed is open again."""
    poll = get(db, poll_id)
    _require_undecided(poll)
    require_deadline(deadline_at, poll.options[0].slot, by.at)
    db.conn.execute("update polls set deadline_at = ? where id = ?", (stamp(deadline_at), poll_id))
    before = {"deadline_at": stamp(poll.deadline_at)}
    _become(db, poll, "open", by, "deadline moved", {"deadline_at": stamp(deadline_at)}, before)


def decide(db: Database, poll_id: int, option_id: int, by: By) -> Slot:
    """Decide on an option, in the transaction that makes the meeting; gives when that is."""
    poll = get(db, poll_id)
    _require_undecided(poll)
    slot = poll.option(option_id).slot
    if slot.begins <= by.at:
        raise Refused("その候補日は、もう過ぎています。ほかの日を選んでください。")
    db.conn.execute("update polls set option_id = ? where id = ?", (option_id, poll_id))
    _become(db, poll, "decided", by, "decided", {"day": slot.day.isoformat()})
    return slot


def keep_meeting(db: Database, poll_id: int, meeting_id: int) -> None:
    """Remember which meeting a decided poll became."""
    db.conn.execute("update polls set meeting_id = ? where id = ?", (meeting_id, poll_id))


def cancel(db: Database, poll_id: int, by: By) -> None:
    """Give a poll up; what was replied stays on record."""
    poll = get(db, poll_id)
    _require_undecided(poll)
    _become(db, poll, "cancelled", by)


def _require_undecided(poll: Poll) -> None:
    if poll.state == "decided":
        raise Refused("この日程調整は、すでに開催日が決まっています。")
    if poll.state == "cancelled":
        raise Refused("この日程調整は、すでに取りやめになっています。")


def _become(
    db: Database,
    poll: Poll,
    state: State,
    by: By,
    deed: str | None = None,
    after: dict[str, Any] | None = None,
    before: dict[str, Any] | None = None,
) -> None:
    db.conn.execute("update polls set state = ? where id = ?", (state, poll.id))
    touch(db, poll.id)
    change = Change(noun="polls", row_id=poll.id, deed=deed or state, before=before, after=after)
    history.record(db, by, [change])
