"""The quorum (定足数): how many members are there, how many it takes, and when it was lost."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

from sqlite_utils import Database

from store import history, meetings, rules
from store.attendance.rolls import Entry, roll
from store.history import By, Change
from store.live.moments import JAPAN
from store.rules import Rules
from store.viewers import OPERATOR


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How the quorum stands; `needed` is 0 where the council has none.

    Before the meeting `present` is how many said that they come.
    """

    present: int
    needed: int
    in_office: int

    @property
    def spare(self) -> int:
        """How many more may leave; below zero: how many are missing."""
        return self.present - self.needed

    @property
    def holds(self) -> bool:
        """Whether enough are there."""
        return self.spare >= 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Loss:
    """A time without a quorum, as clocks in Japan show it; no end: it still lasts."""

    lost_at: str
    regained_at: str | None


def quorum(db: Database, meeting_id: int) -> Standing:
    """How the quorum stands by what the roll says now."""
    return _standing(db, meeting_id, roll(db, meeting_id))


def losses(db: Database, meeting_id: int) -> tuple[Loss, ...]:
    """When the quorum was lost and regained."""
    rows = db.conn.execute(
        "select lost_at, regained_at from quorum_losses where meeting_id = ? order by id",
        (meeting_id,),
    )
    return tuple(
        Loss(lost_at=_clock(lost), regained_at=_clock(back) or None) for lost, back in rows
    )


def follow(
    db: Database, meeting_id: int, before: Standing, at: datetime, by: By
) -> Literal["lost", "regained", None]:
    """Note the minute the quorum of a running meeting is lost or regained."""
    if meetings.get(db, meeting_id, OPERATOR).status != "in_session":
        return None
    return _note(db, meeting_id, before.holds, quorum(db, meeting_id), at, by)


def running(db: Database) -> list[int]:
    """The meetings in session."""
    rows = db.conn.execute("select id from meetings where status = 'in_session' order by id")
    return [row[0] for row in rows]


def settle(db: Database, meeting_id: int, by: By) -> Literal["lost", "regained", None]:
    """Note what the step to another agenda item did to the quorum: who was set aside is so no more."""
    entries = roll(db, meeting_id)
    without = _standing(db, meeting_id, entries, heed_set_aside=False)
    held = without.holds and any(one.is_set_aside for one in entries)
    return _note(db, meeting_id, held, _standing(db, meeting_id, entries), by.at, by)


def _note(
    db: Database, meeting_id: int, held: bool, now: Standing, at: datetime, by: By
) -> Literal["lost", "regained", None]:
    lost = db.conn.execute(
        "select id from quorum_losses where meeting_id = ? and regained_at is null", (meeting_id,)
    ).fetchone()
    stamp = at.astimezone(UTC).strftime("%Y-%m-%dT%H:%MZ")
    if now.holds and lost:
        db.conn.execute("update quorum_losses set regained_at = ? where id = ?", (stamp, lost[0]))
        deed = "regained"
    elif not now.holds and not lost and held:
        db.conn.execute(
            "insert into quorum_losses (meeting_id, lost_at) values (?, ?)", (meeting_id, stamp)
        )
        deed = "lost"
    else:
        return None
    after = {"at": stamp, "present": now.present, "needed": now.needed}
    change = Change(noun="meetings", row_id=meeting_id, deed=f"quorum_{deed}", after=after)
    history.record(db, by, [change])
    return deed


def _standing(
    db: Database, meeting_id: int, entries: list[Entry], *, heed_set_aside: bool = True
) -> Standing:
    meeting = meetings.get(db, meeting_id, OPERATOR)
    laid = rules.of(db, meeting.council_id)
    in_office = [one for one in entries if one.in_office]
    present = sum(
        _counts(one, laid, is_yet_to_come=meeting.status == "scheduled")
        and not (heed_set_aside and one.is_set_aside)
        for one in in_office
    )
    needed = rules.needed(laid, len(in_office)) or 0
    return Standing(present=present, needed=needed, in_office=len(in_office))


def _counts(one: Entry, laid: Rules, *, is_yet_to_come: bool) -> bool:
    """Whether somebody counts: not who left, nor who said they would be late and is not yet here."""
    match one.status:
        case "present" | "online":
            return True
        case "late":
            return is_yet_to_come or one.arrived_at is not None
        case "proxy":
            return laid.proxies_count
        case _:
            return False


def _clock(stamp: str | None) -> str:
    if stamp is None:
        return ""
    at = datetime.strptime(stamp, "%Y-%m-%dT%H:%MZ").replace(tzinfo=UTC)
    return at.astimezone(JAPAN).strftime("%H:%M")
