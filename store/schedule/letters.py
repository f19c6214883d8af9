"""What a channel is told of the schedule: once, in a letter that says what is true by then."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Literal

from sqlite_utils import Database

from store import history, outbox
from store.history import By
from store.outbox import NewLetter

KIND = "scheduled"
Deed = Literal["scheduled", "changed", "cancelled"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """When and where a meeting was to be, before it was moved."""

    held_on: date | None
    starts_at: time | None
    ends_at: time | None
    venue: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A letter that stands in a channel, with the meetings it is about."""

    letter_id: int
    meeting_ids: tuple[int, ...]
    channel: str
    ts: str


def announce(
    db: Database, meeting_ids: Sequence[int], deed: Deed, channel: str, now: datetime
) -> str | None:
    """Put into the outbox what the channel is to be told; the letter's key, if there is one.

    What still waits there says what is true when it is said, and so needs no second letter.
    """
    first = meeting_ids[0]
    states = _states(db, first)
    if deed == "cancelled" and not states - {"due", "superseded", "failed"}:
        return None  # nobody was told of it
    if deed == "changed" and "due" in states:
        return None
    if deed == "changed" and not states - {"superseded", "failed"}:
        deed = "scheduled"
    [revision] = db.conn.execute("select revision from meetings where id = ?", (first,)).fetchone()
    key = f"{KIND}:{first}:{revision}:{deed}"
    letter = NewLetter(
        key=key,
        recipient=channel,
        kind=KIND,
        due_at=now,
        refs={"meetings": list(meeting_ids), "deed": deed},
    )
    return key if outbox.put(db, letter) else None


def moved_from(db: Database, meeting_id: int) -> Moved | None:
    """When and where a meeting was to be before it was last moved."""
    moves = [one for one in history.of(db, "meetings", meeting_id) if one["deed"] == "rescheduled"]
    if not moves:
        return None
    before = json.loads(moves[-1]["before"])
    starts_at, ends_at = (
        time.fromisoformat(before[name]) if before[name] else None
        for name in ("starts_at", "ends_at")
    )
    return Moved(
        held_on=date.fromisoformat(before["held_on"]) if before["held_on"] else None,
        starts_at=starts_at,
        ends_at=ends_at,
        venue=before["venue"],
    )


def said_without_file(db: Database) -> list[Said]:
    """The letters that stand in a channel and have no calendar file in their thread yet."""
    rows = db.conn.execute(
        """select id, refs, recipient, ts from outbox o
        where kind = 'scheduled' and state = 'sent' and ts is not null
            and not exists (select 1 from calendar_files f where f.letter_id = o.id)
        order by id"""
    )
    return [
        Said(
            letter_id=row[0],
            meeting_ids=tuple(json.loads(row[1])["meetings"]),
            channel=row[2],
            ts=row[3],
        )
        for row in rows
    ]


def claim_file(db: Database, letter_id: int, by: By) -> bool:
    """Claim the file of a letter, before it is uploaded; False if somebody did.

    An upload cannot be looked for: whoever dies meanwhile leaves none, and the button still gives it.
    """
    cursor = db.conn.execute(
        "insert into calendar_files (letter_id, claimed_at) values (?, ?) on conflict do nothing",
        (letter_id, by.stamp),
    )
    return cursor.rowcount == 1


def unclaim_file(db: Database, letter_id: int) -> None:
    """Slack certainly did not take the file: it is tried again."""
    db.conn.execute("delete from calendar_files where letter_id = ?", (letter_id,))


def _states(db: Database, meeting_id: int) -> set[str]:
    """How far the letters about a meeting have come."""
    rows = db.conn.execute(
        """select distinct state from outbox where kind = 'scheduled' and exists (
            select 1 from json_each(refs, '$.meetings') where value = ?)""",
        (meeting_id,),
    )
    return {row[0] for row in rows}
