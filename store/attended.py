"""Attendance looked back on (出席の経過): who attended what, counted inside each person's own term.

A meeting counts for whoever was in office on its day and whose attendance the roll knows. Who is
missing from a roll, or never answered, is not absent: nobody knows. An absence that was excused
(届出あり) counts as any other, so that no rate tells of an excuse; whoever serves the council sees
beside it how many of the absences were.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlite_utils import Database

from store import meetings, readings
from store.formats.document import Status
from store.meetings import Meeting
from store.members.roster import PRINTED
from store.viewers import VISIBLE, Viewer

# In person, if late, for a part of it, or from afar. Who sent somebody else did not attend.
ATTENDED: tuple[Status, ...] = ("present", "late", "left_early", "online")


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """What the roll of one meeting says of a person; None: nothing is known.

    Outside their own term (`is_in_office`) it counts for nothing.
    """

    status: Status | None
    is_in_office: bool
    is_excused: bool = False

    @property
    def counts(self) -> bool:
        """Whether it is known and inside their own term."""
        return self.is_in_office and self.status not in (None, "unanswered")


@dataclass(frozen=True, slots=True, kw_only=True)
class Attendance:
    """A person's attendance, one mark for each meeting."""

    person_id: int
    name: str  # with the mark that tells namesakes apart
    role: str
    marks: tuple[Mark, ...]

    @property
    def counted(self) -> int:
        """At how many meetings it counts."""
        return sum(mark.counts for mark in self.marks)

    @property
    def attended(self) -> int:
        """How many of them they attended."""
        return sum(self.times(status) for status in ATTENDED)

    @property
    def excused(self) -> int:
        """How many of their absences were excused."""
        return sum(mark.counts and mark.is_excused for mark in self.marks)

    @property
    def rate(self) -> float | None:
        """The part they attended; None where nothing counts."""
        return self.attended / self.counted if self.counted else None

    def times(self, status: Status) -> int:
        """How often that counts."""
        return sum(mark.counts and mark.status == status for mark in self.marks)


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """The meetings held, oldest first, and the people in 五十音順.

    `unrolled` meetings have no roll and so are not among them.
    """

    meetings: tuple[Meeting, ...]
    people: tuple[Attendance, ...]
    unrolled: int
    shows_excuses: bool

    def attended(self, place: int) -> int:
        """How many attended the meeting at that place."""
        marks = [person.marks[place] for person in self.people]
        return sum(mark.counts and mark.status in ATTENDED for mark in marks)

    def counted(self, place: int) -> int:
        """How many of those in office its roll knows about."""
        return sum(person.marks[place].counts for person in self.people)


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """A term of a member, as the roster has it; None: not known."""

    person_id: int
    name: str
    reading: str
    role: str
    begins: date | None
    ends: date | None


def past(
    db: Database,
    council_id: int,
    viewer: Viewer,
    *,
    since: date | None = None,
    until: date | None = None,
) -> Past:
    """Who attended what of a council's meetings in a period, as far as the viewer may see them."""
    held, unrolled = _held(db, council_id, viewer, since, until)
    marks = _marks(db, held, viewer)
    seen = _first_seen(db, council_id, viewer)
    by_person: dict[int, list[Term]] = {}
    for term in terms(db, council_id, viewer):
        by_person.setdefault(term.person_id, []).append(term)
    people = [
        Attendance(
            person_id=person_id,
            name=theirs[-1].name,
            role=theirs[-1].role,
            marks=tuple(
                _mark(marks.get((meeting.id, person_id)), theirs, seen.get(person_id), meeting)
                for meeting in held
            ),
        )
        for person_id, theirs in sorted(by_person.items(), key=_in_order)
    ]
    return Past(
        meetings=tuple(held),
        people=tuple(one for one in people if any(m.is_in_office or m.status for m in one.marks)),
        unrolled=unrolled,
        shows_excuses=_serves(db, council_id, viewer),
    )


def _held(
    db: Database, council_id: int, viewer: Viewer, since: date | None, until: date | None
) -> tuple[list[Meeting], int]:
    """The meetings held that have a roll of members, and how many have none."""
    rows = db.conn.execute(
        f"""select m.id, exists (select 1 from attendance a
            where a.meeting_id = m.id and a.kind = 'member')
        from meetings m
        where m.council_id = :council_id and m.status = 'held'
            and m.held_on between :since and :until and {VISIBLE}""",
        {
            "council_id": council_id,
            "since": (since or date.min).isoformat(),
            "until": (until or date.max).isoformat(),
            **viewer.params(),
        },
    ).fetchall()
    rolled = [meeting_id for meeting_id, has_roll in rows if has_roll]
    return meetings.named(db, rolled, viewer)[::-1], len(rows) - len(rolled)


def _marks(
    db: Database, held: Iterable[Meeting], viewer: Viewer
) -> dict[tuple[int, int], tuple[Status, bool]]:
    """What the rolls say; of excuses only to the council's own secretariat."""
    rows = db.conn.execute(
        """select a.meeting_id, a.person_id, a.status,
            a.status = 'absent'
            and exists (select 1 from excuses e
                where e.meeting_id = a.meeting_id and e.person_id = a.person_id)
            and (:everything or exists (select 1 from secretariat s
                where s.council_id = m.council_id and s.user_id = :viewer))
        from attendance a join meetings m on m.id = a.meeting_id
        where a.kind = 'member' and m.id in (select value from json_each(:held))""",
        {"held": str([meeting.id for meeting in held]), **viewer.params()},
    )
    return {
        (meeting_id, person_id): (status, bool(is_excused))
        for meeting_id, person_id, status, is_excused in rows
    }


def _first_seen(db: Database, council_id: int, viewer: Viewer) -> dict[int, date]:
    """The day of the first roll each person stands on."""
    rows = db.conn.execute(
        f"""select a.person_id, min(m.held_on) from attendance a
        join meetings m on m.id = a.meeting_id
        where m.council_id = :council_id and a.kind = 'member' and m.held_on is not null
            and {VISIBLE} group by a.person_id""",
        {"council_id": council_id, **viewer.params()},
    )
    return {person_id: date.fromisoformat(day) for person_id, day in rows}


def _mark(
    found: tuple[Status, bool] | None, theirs: list[Term], seen: date | None, meeting: Meeting
) -> Mark:
    status, is_excused = found or (None, False)
    is_in_office = (
        meeting.held_on is not None and term_on(theirs, meeting.held_on, seen) is not None
    )
    return Mark(status=status, is_in_office=is_in_office, is_excused=is_excused)


def _in_order(one: tuple[int, list[Term]]) -> tuple[Any, int]:
    person_id, theirs = one
    return readings.order(theirs[-1].reading, theirs[-1].name), person_id


def _serves(db: Database, council_id: int, viewer: Viewer) -> bool:
    [serves] = db.conn.execute(
        """select :everything or exists (select 1 from secretariat s
            where s.council_id = :council_id and s.user_id = :viewer)""",
        {"council_id": council_id, **viewer.params()},
    ).fetchone()
    return bool(serves)


def terms(db: Database, council_id: int, viewer: Viewer) -> list[Term]:
    """Every term of everybody on the roster, an earlier one before a later one."""
    rows = db.conn.execute(
        f"""select c.person_id, p.name || iif(p.mark = '', '', '(' || p.mark || ')'),
            coalesce(p.reading, ''), c.role, c.term_from, c.term_to
        from members c join people p on p.id = c.person_id
        where c.council_id = :council_id and c.withdrawn_at is null and p.merged_into is null
            and (c.source = 'roster' or :everything or {PRINTED})
        order by c.person_id, c.term_from nulls first, c.id""",
        {"council_id": council_id, **viewer.params()},
    )
    return [
        Term(person_id=person_id, name=name, reading=reading, role=role,
             begins=_day(begins), ends=_day(ends))
        for person_id, name, reading, role, begins, ends in rows
    ]  # fmt: skip


def term_on(theirs: Sequence[Term], day: date, seen: date | None) -> Term | None:
    """The term somebody is in on a day; one whose beginning is unknown began when first seen."""
    return next(
        (
            term
            for term in reversed(theirs)
            if (term.begins or seen or date.max) <= day <= (term.ends or date.max)
        ),
        None,
    )


def _day(iso: str | None) -> date | None:
    return date.fromisoformat(iso) if iso else None


def absent(db: Database, meeting_id: int) -> list[str]:
    """The members who were absent from a meeting, as its roll prints them."""
    rows = db.conn.execute(
        """select name from attendance
        where meeting_id = ? and kind = 'member' and status = 'absent' order by position""",
        (meeting_id,),
    )
    return [name for (name,) in rows]


def latest_held(db: Database, council_id: int, viewer: Viewer) -> Meeting | None:
    """The meeting a council held last, of those the viewer may see."""
    rows = db.conn.execute(
        f"""select m.id from meetings m
        where m.council_id = :council_id and m.status = 'held' and m.held_on is not null
            and {VISIBLE} order by m.held_on desc, m.id desc limit 1""",
        {"council_id": council_id, **viewer.params()},
    ).fetchall()
    return next(iter(meetings.named(db, [row[0] for row in rows], viewer)), None)
