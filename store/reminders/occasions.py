"""Occasions: what a reminder counts towards, as it stands at this moment; none: it is off."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Literal, NamedTuple

from sqlite_utils import Database

from store import rules, workdays
from store.slots import CLOSES, JAPAN, MIDNIGHT, Before, Slot

# A meeting, and until when a poll, the members' replies and the minutes are waited for.
Subject = Literal["meeting", "poll", "response", "minutes"]


class Towards(NamedTuple):
    """Which meeting or poll a reminder is about."""

    subject: Subject
    meeting_id: int | None = None
    poll_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Occasion:
    """A moment to be reminded of: a meeting that begins, a deadline that ends."""

    council_id: int
    day: date
    slot: Slot

    def moment(self, before: Before) -> datetime:
        """The moment a reminder is due; days are counted from the day, not from its midnight."""
        return before.moment(self.slot if before.at is None else Slot(day=self.day))

    @property
    def over(self) -> datetime:
        """From when on there is nothing to remind of; a whole day is over when offices close."""
        if self.slot.is_all_day:
            return datetime.combine(self.day, CLOSES, JAPAN)
        return self.slot.begins


def occasion(db: Database, towards: Towards, deadline_at: str | None) -> Occasion | None:
    """The occasion as it is now; None where it was called off, is over with, or has no day."""
    if towards.subject == "poll":
        return _poll(db, towards.poll_id)
    row = db.conn.execute(
        """select m.council_id, m.status, m.held_on, m.starts_at, m.confirmed_at is not null
            or m.published_at is not null
            or exists (select 1 from imports i where i.meeting_id = m.id)
        from meetings m where m.id = ?""",
        (towards.meeting_id,),
    ).fetchone()
    if row is None or row[2] is None:
        return None
    council_id, status, held_on, starts_at, has_minutes = row
    day = date.fromisoformat(held_on)
    if towards.subject == "minutes":
        waits = status == "held" and not has_minutes
        return _minutes(db, council_id, day) if waits else None
    elif status != "scheduled":
        return None
    elif towards.subject == "response":
        return deadline(council_id, datetime.fromisoformat(deadline_at)) if deadline_at else None
    else:
        starts = time.fromisoformat(starts_at) if starts_at else None
        return Occasion(council_id=council_id, day=day, slot=Slot(day=day, starts_at=starts))


def deadline(council_id: int, at: datetime) -> Occasion:
    """The end of something; at midnight it is 24:00 of the day before."""
    local = at.astimezone(JAPAN)
    slot = Slot(day=local.date(), starts_at=local.time().replace(second=0, microsecond=0))
    is_midnight = slot.starts_at == MIDNIGHT
    day = slot.day - timedelta(days=1) if is_midnight else slot.day
    return Occasion(council_id=council_id, day=day, slot=slot)


def minutes_due(db: Database, council_id: int, held_on: date) -> date | None:
    """The day by which the council's rules want the minutes of a meeting."""
    laid = rules.of(db, council_id)
    if laid.minutes_days is None:
        return None
    return workdays.move(
        held_on, laid.minutes_days, laid.closing_days if laid.in_working_days else None
    )


def _minutes(db: Database, council_id: int, held_on: date) -> Occasion | None:
    day = minutes_due(db, council_id, held_on)
    if day is None:
        return None
    return Occasion(council_id=council_id, day=day, slot=Slot(day=day, starts_at=CLOSES))


def _poll(db: Database, poll_id: int | None) -> Occasion | None:
    row = db.conn.execute(
        "select council_id, deadline_at from polls where id = ? and state = 'open'", (poll_id,)
    ).fetchone()
    return deadline(row[0], datetime.fromisoformat(row[1])) if row and row[1] else None
