"""What is ahead of a council: the meetings scheduled, with their agenda and materials."""

import re
from dataclasses import dataclass
from datetime import date

from sqlite_utils import Database

from store import live, meetings
from store.meetings import Meeting
from store.schedule.planning import SECTION, NewMaterial
from store.slots import Slot
from store.viewers import VISIBLE, Viewer


@dataclass(frozen=True, slots=True, kw_only=True)
class Scheduled:
    """A meeting of the schedule; `revision` counts what calendars are told about it."""

    meeting: Meeting
    version: int
    revision: int
    created_at: str
    cancelled_because: str | None
    agenda: tuple[str, ...]
    materials: tuple[NewMaterial, ...]

    @property
    def slot(self) -> Slot:
        """When it is."""
        meeting = self.meeting
        assert meeting.held_on
        ends_at = meeting.ends_at if meeting.starts_at else None
        return Slot(day=meeting.held_on, starts_at=meeting.starts_at, ends_at=ends_at)

    @property
    def is_cancelled(self) -> bool:
        """Whether it was called off."""
        return self.meeting.status == "cancelled"


def get(db: Database, meeting_id: int, viewer: Viewer) -> Scheduled:
    """The meeting of that id, as it is planned."""
    meeting = meetings.get(db, meeting_id, viewer)
    version, revision, created_at, because = db.conn.execute(
        "select version, revision, created_at, cancelled_because from meetings where id = ?",
        (meeting_id,),
    ).fetchone()
    return Scheduled(
        meeting=meeting,
        version=version,
        revision=revision,
        created_at=created_at,
        cancelled_because=because,
        agenda=_agenda(db, meeting_id),
        materials=tuple(
            NewMaterial(label=label or "", title=title, permalink=permalink)
            for label, title, permalink in db.conn.execute(
                """select label, title, permalink from materials
                where meeting_id = ? order by position""",
                (meeting_id,),
            )
        ),
    )


def upcoming(db: Database, council_id: int, viewer: Viewer, today: date) -> list[Meeting]:
    """The meetings of a council from today on, the next one first."""
    rows = db.conn.execute(
        f"""select m.id from meetings m
        where m.council_id = :council_id and m.status = 'scheduled' and m.held_on >= :today
            and {VISIBLE}
        order by m.held_on, m.starts_at nulls first, m.id""",
        {"council_id": council_id, "today": today.isoformat(), **viewer.params()},
    ).fetchall()
    known = {one.id: one for one in meetings.named(db, [row[0] for row in rows], viewer)}
    return [known[row[0]] for row in rows]


def overdue(db: Database, council_id: int, viewer: Viewer, today: date) -> list[Meeting]:
    """The meetings whose day went by and nobody said whether they were held."""
    rows = db.conn.execute(
        f"""select m.id from meetings m
        where m.council_id = :council_id and m.status = 'scheduled' and m.held_on < :today
            and {VISIBLE}""",
        {"council_id": council_id, "today": today.isoformat(), **viewer.params()},
    ).fetchall()
    return meetings.named(db, [row[0] for row in rows], viewer)


def next_meeting(db: Database, council_id: int, viewer: Viewer, today: date) -> Scheduled | None:
    """The next meeting of a council."""
    ahead = upcoming(db, council_id, viewer, today)
    return get(db, ahead[0].id, viewer) if ahead else None


def numbered(ahead: list[Meeting], words: str) -> tuple[Meeting | None, str]:
    """The meeting that words begin with (第3回, 令和8年度第3回), and the words after it."""
    found = _NUMBER.match(words)
    if not found:
        return None, words
    nth = int(found["nth"])
    year = found["year"]
    meant = [one for one in ahead if one.number == nth and (not year or one.title.startswith(year))]
    return (meant[0], words[found.end() :].strip()) if meant else (None, words)


_NUMBER = re.compile(r"\s*(?P<year>令和\d{1,2}年度)?\s*第\s*(?P<nth>\d{1,3})\s*回\s*(?:を|の)?\s*")


def uid(scheduled: Scheduled) -> str:
    """What calendars know a meeting by, however often it moves; no address of any machine."""
    stamp = re.sub(r"\D", "", scheduled.created_at)
    return f"kaigiroku-{scheduled.meeting.council_id}-{scheduled.meeting.id}-{stamp}"


def _agenda(db: Database, meeting_id: int) -> tuple[str, ...]:
    items = live.items(db, meeting_id)
    section = next((item for item in items if item.title == SECTION and item.depth == 1), None)
    return tuple(item.title for item in items if section and item.parent_id == section.id)
