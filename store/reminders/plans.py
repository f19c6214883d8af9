"""Reminders as they are kept, and what the store knows of each."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, time
from typing import Any, Literal

from sqlite_utils import Database

from store.errors import Refused
from store.history import By
from store.reminders.occasions import Subject, Towards
from store.rows import insert
from store.slots import Before

# The council's channel; its members and its secretariat, each for themselves; the secretariat
# alone; those who have not answered, and the secretariat with their names.
Audience = Literal["channel", "people", "secretariat", "unanswered"]

State = Literal[
    "planned", "paused", "stopped", "told", "passed", "expired", "called_off", "dropped"
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reminder:
    """A reminder as it is planned; `due_at` is None where its occasion is off."""

    id: int
    council_id: int
    subject: Subject
    meeting_id: int | None
    poll_id: int | None
    before: str
    audience: Audience
    source: Literal["rules", "hand"]
    deadline_at: str | None
    state: State
    due_at: datetime | None
    revision: int

    @property
    def towards(self) -> Towards:
        """Which meeting or poll it is about."""
        return Towards(self.subject, self.meeting_id, self.poll_id)

    @property
    def about(self) -> int:
        """The meeting's id or the poll's."""
        about = self.meeting_id if self.poll_id is None else self.poll_id
        assert about is not None
        return about

    @property
    def letters(self) -> str:
        """How the keys of its letters in the outbox begin."""
        return (
            f"reminder:{self.council_id}:{self.subject}:{self.about}:{self.before}:{self.audience}:"
        )


def get(db: Database, reminder_id: int) -> Reminder:
    """The reminder of that id."""
    found = select(db, "r.id = :id", id=reminder_id)
    if not found:
        raise Refused("そのお知らせは、もうありません。「/meeting remind」で確かめてください。")
    return found[0]


def planned(db: Database, council_id: int) -> list[Reminder]:
    """What a council is going to be reminded of, and what is paused, in the order of time."""
    return select(
        db,
        "r.council_id = :council_id and r.state in ('planned', 'paused')",
        council_id=council_id,
    )


def of(db: Database, towards: Towards) -> list[Reminder]:
    """All that was ever planned for a meeting or a poll."""
    return select(
        db,
        "r.subject = :subject and r.meeting_id is :meeting_id and r.poll_id is :poll_id",
        **towards._asdict(),
    )


def ahead(db: Database, towards: Towards) -> list[Reminder]:
    """What is still to be said about a meeting or a poll."""
    return [one for one in of(db, towards) if one.state in ("planned", "paused")]


def select(db: Database, condition: str, *, page: str = "", **holes: Any) -> list[Reminder]:
    """The reminders of which that is true, in the order of time."""
    rows = db.query(
        f"""select r.id, r.council_id, r.subject, r.meeting_id, r.poll_id, r.before, r.audience,
            r.source, r.deadline_at, r.state, r.due_at, r.revision
        from reminders r where {condition} order by r.due_at nulls last, r.id {page}""",
        holes,
    )
    return [_reminder(row) for row in rows]


def _reminder(row: dict[str, Any]) -> Reminder:
    due_at = row.pop("due_at")
    return Reminder(**row, due_at=datetime.fromisoformat(due_at) if due_at else None)


def new(
    db: Database,
    council_id: int,
    towards: Towards,
    before: str,
    audience: Audience,
    source: str,
    deadline_at: str | None,
    by: By,
) -> int:
    """Keep a reminder that is not planned yet; give its id."""
    return insert(
        db,
        """insert into reminders (council_id, subject, meeting_id, poll_id, before, audience,
            source, deadline_at, state, created_by, created_at)
        values (:council_id, :subject, :meeting_id, :poll_id, :before, :audience, :source,
            :deadline_at, 'called_off', :by, :at)""",
        council_id=council_id,
        before=before,
        audience=audience,
        source=source,
        deadline_at=deadline_at,
        by=by.actor,
        at=by.stamp,
        **towards._asdict(),
    )


def read_before(words: str) -> Before:
    """What Before.words say."""
    found = _WORDS.fullmatch(words)
    if found is None:
        raise ValueError(words)
    if found["at"]:
        return Before(days=int(found["days"] or 0), at=time.fromisoformat(found["at"].zfill(5)))
    return Before(minutes=60 * int(found["hours"] or 0) + int(found["minutes"] or 0))


_WORDS = re.compile(
    r"(?:(?P<days>\d+)日前|当日) (?P<at>\d{1,2}:\d{2})|(?P<hours>\d+)時間前|(?P<minutes>\d+)分前|開始時刻"
)


def stamp(at: datetime) -> str:
    """A moment as it is kept."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
