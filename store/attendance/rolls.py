"""The roll (出席者名簿): the members in office that day, as they were marked, and the officers."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from sqlite_utils import Database

from store import history, meetings, members
from store.errors import Refused
from store.formats.document import Attendee, Status
from store.history import By, Change
from store.meetings import Meeting
from store.members import Member
from store.viewers import OPERATOR, Viewer

NOT_LISTED = (
    "その委員は、この会議の名簿にありません。"
    "任期が終わっていないかを「/council members」で確かめてください。"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A member on the roll; `version` counts how often they were marked, 0 is never.

    Set aside (除斥): not counted while the present agenda item is dealt with.
    """

    person_id: int
    name: str
    title: str | None
    status: Status
    arrived_at: time | None = None
    left_at: time | None = None
    proxy_name: str | None = None
    version: int = 0
    affiliation: str = ""
    slack_user: str | None = None
    in_office: bool = True
    may_send_proxy: bool = True
    is_set_aside: bool = False


def roll(db: Database, meeting_id: int) -> list[Entry]:
    """The members in office that day, and whoever else is on the roll already.

    In 五十音順 where every reading is known, else as the rolls before this one list them.
    """
    meeting = meetings.get(db, meeting_id, OPERATOR)
    taken = {row["person_id"]: row for row in _rows(db, meeting_id)}
    aside = _set_aside(db, meeting_id)
    found = [
        _entry(one, taken.get(one.person_id), title, one.person_id in aside)
        for one, title in _in_office(db, meeting)
    ]
    known = {one.person_id for one in found}
    return found + [
        Entry(
            **_told(row),
            person_id=person_id,
            name=row["name"],
            title=row["title"],
            in_office=False,
            is_set_aside=person_id in aside,
        )
        for person_id, row in taken.items()
        if person_id not in known
    ]


def entry(db: Database, meeting_id: int, person_id: int) -> Entry:
    """One of the roll."""
    found = next((one for one in roll(db, meeting_id) if one.person_id == person_id), None)
    if found is None:
        raise Refused(NOT_LISTED)
    return found


def officers(db: Database, meeting_id: int) -> list[Attendee]:
    """The officers on the roll, in their order."""
    rows = db.query(
        """select kind, name, title, department, section, unit, post, status from attendance
        where meeting_id = ? and kind = 'officer' order by position""",
        [meeting_id],
    )
    return [Attendee(**row) for row in rows]


def call(db: Database, meeting_id: int, wanted: Collection[int] = ()) -> None:
    """Give everybody in office a place on the roll, unanswered, in the order it is read out.

    Imported minutes list whom they list: of those they do not, only who is `wanted` comes to
    stand there, below the other members.
    """
    listed = roll(db, meeting_id)
    missing = [one for one in listed if one.version == 0]
    order = {one.person_id: place for place, one in enumerate(listed)}
    imported = db.conn.execute("select 1 from imports where meeting_id = ?", (meeting_id,))
    if imported.fetchone():
        missing = [one for one in missing if one.person_id in wanted]
        order = {}
    if missing:
        _place(db, meeting_id, missing)
        _arrange(db, meeting_id, order)


def _place(db: Database, meeting_id: int, missing: Sequence[Entry]) -> None:
    [last] = db.conn.execute(
        "select coalesce(max(position), 0) from attendance where meeting_id = ?", (meeting_id,)
    ).fetchone()
    db.conn.executemany(
        """insert into attendance (meeting_id, person_id, position, kind, name, title, affiliation,
            status)
        values (?, ?, ?, 'member', ?, ?, nullif(?, ''), 'unanswered')""",
        [
            (meeting_id, one.person_id, position, one.name, one.title, one.affiliation)
            for position, one in enumerate(missing, start=last + 1)
        ],
    )


def _arrange(db: Database, meeting_id: int, order: dict[int, int]) -> None:
    """Members before officers, each in that order or else as they stand."""
    rows = db.conn.execute(
        "select id, person_id, kind from attendance where meeting_id = ? order by position, id",
        (meeting_id,),
    ).fetchall()
    rows.sort(key=lambda row: (1, 0) if row[2] == "officer" else (0, order.get(row[1], 0)))
    db.conn.executemany(
        "update attendance set position = ? where id = ?",
        [(position, row[0]) for position, row in enumerate(rows, start=1)],
    )


def meant(db: Database, council_id: int, viewer: Viewer, today: date) -> Meeting | None:
    """The meeting whose roll is meant: the one in session, else the next, else the latest held."""
    row = db.conn.execute(
        """select id from meetings where council_id = :council_id
            and (status = 'in_session' or (status = 'scheduled' and held_on >= :today))
        order by status <> 'in_session', held_on, starts_at, id limit 1""",
        {"council_id": council_id, "today": today.isoformat()},
    ).fetchone()
    if row:
        return next(iter(meetings.named(db, [row[0]], viewer)), None)
    return meetings.current(db, council_id, viewer)


def put_officers(db: Database, meeting_id: int, present: Sequence[Attendee], by: By) -> None:
    """Let these be the officers on the roll."""
    if list(present) == officers(db, meeting_id):
        return
    [council_id] = db.conn.execute(
        "select council_id from meetings where id = ?", (meeting_id,)
    ).fetchone()
    db.conn.execute(
        "delete from attendance where meeting_id = ? and kind = 'officer'", (meeting_id,)
    )
    [last] = db.conn.execute(
        "select coalesce(max(position), 0) from attendance where meeting_id = ?", (meeting_id,)
    ).fetchone()
    db.conn.executemany(
        """insert into attendance (meeting_id, person_id, kind, name, title, department, section,
            unit, post, status, position, marked_by, marked_at)
        values (?, ?, 'officer', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
        [
            (meeting_id, members.known_as(db, council_id, one.name, "officer"), one.name,
             one.title, one.department, one.section, one.unit, one.post, one.status, position,
             by.actor, by.stamp)
            for position, one in enumerate(present, start=last + 1)
        ],
    )  # fmt: skip
    after = {"officers": [f"{one.title or ''} {one.name}".strip() for one in present]}
    change = Change(noun="meetings", row_id=meeting_id, deed="officers_listed", after=after)
    history.record(db, by, [change])


def members_in_office(db: Database, meeting: Meeting) -> list[Member]:
    """The members in office on the day of a meeting."""
    return members.roster(db, meeting.council_id, OPERATOR, on=meeting.held_on)


def _in_office(db: Database, meeting: Meeting) -> list[tuple[Member, str | None]]:
    """The members in office, each with the title the roll gives them."""
    before = _latest(db, meeting)
    found = members_in_office(db, meeting)
    if not all(one.reading for one in found):
        last = (len(before), None)
        found.sort(key=lambda one: before.get(one.person_id, last)[0])
    return [(one, _title(one, before)) for one in found]


def _title(one: Member, before: dict[int, tuple[int, str | None]]) -> str | None:
    """会長: as the office registered it, else as minutes printed it last."""
    registered = None if one.role in ("委員", "") else one.role
    if one.is_from_minutes and one.person_id in before:
        return before[one.person_id][1]
    return registered


def _latest(db: Database, meeting: Meeting) -> dict[int, tuple[int, str | None]]:
    """Where everybody stood, and with which title, on the latest roll they were on until that day."""
    rows = db.conn.execute(
        """select a.person_id, a.position, a.title
        from attendance a join meetings m on m.id = a.meeting_id
        where m.council_id = :council_id and a.kind = 'member'
            and (m.id = :meeting_id or coalesce(m.held_on, '') <= :day)
        order by m.id = :meeting_id, m.held_on nulls first, m.id""",
        {
            "council_id": meeting.council_id,
            "meeting_id": meeting.id,
            "day": (meeting.held_on or date.max).isoformat(),
        },
    )
    return {person_id: (position, title) for person_id, position, title in rows}


def _rows(db: Database, meeting_id: int) -> list[dict[str, Any]]:
    return list(
        db.query(
            """select person_id, name, title, status, arrived_at, left_at, proxy_name, version
            from attendance where meeting_id = ? and kind = 'member' order by position""",
            [meeting_id],
        )
    )


def _set_aside(db: Database, meeting_id: int) -> set[int]:
    """Who is set aside for the agenda item the meeting is at."""
    rows = db.conn.execute(
        """select person_id from item_absences where agenda_item_id = (
            select agenda_item_id from agenda_steps where meeting_id = ?
            order by at desc, id desc limit 1)""",
        (meeting_id,),
    )
    return {row[0] for row in rows}


def _entry(one: Member, row: dict[str, Any] | None, title: str | None, is_aside: bool) -> Entry:
    return Entry(
        **(_told(row) if row else _UNANSWERED),
        person_id=one.person_id,
        name=row["name"] if row else one.name,
        title=row["title"] if row else title,
        affiliation=one.affiliation,
        slack_user=one.slack_user,
        # Of whom the office registered nothing, nobody knows that they may not.
        may_send_proxy=one.proxy_allowed or one.is_from_minutes,
        is_set_aside=is_aside,
    )


_UNANSWERED: dict[str, Any] = {"status": "unanswered"}


def _told(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "status": row["status"],
        "arrived_at": row["arrived_at"] and time.fromisoformat(row["arrived_at"]),
        "left_at": row["left_at"] and time.fromisoformat(row["left_at"]),
        "proxy_name": row["proxy_name"],
        "version": row["version"],
    }
