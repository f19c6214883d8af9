"""What has come due: into letters, to whom, and what becomes of what could not be said."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlite_utils import Database

from store import councils, meetings, outbox
from store.errors import Refused
from store.live.agenda import HOUSE, items
from store.meetings import Meeting
from store.outbox import Letter, NewLetter
from store.reminders.meant import title
from store.reminders.occasions import Occasion, Towards, occasion
from store.reminders.plans import Reminder, ahead, get, select, stamp
from store.reminders.waiting import Waiting, members_in_slack, waited_for
from store.slots import JAPAN
from store.viewers import OPERATOR, Viewer

KIND = "reminder"
MISSED = "reminder_missed"  # of the letter that tells the secretariat what was not said

MOST_AT_ONCE = 200
# What is due at the very beginning is said by the clock's next ring, just after it.
GRACE = timedelta(minutes=5)
# Later than that is told to be late (遅延).
LATE = timedelta(minutes=15)


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """A reminder with all its reader may be told of at this moment.

    `title` is what it is about, in full. `waiting` is who has not answered; None where nobody is
    asked. `goes_on`: more is planned. `is_over`: it is too late.
    """

    reminder: Reminder
    title: str
    meeting: Meeting | None
    agenda: tuple[str, ...]
    at: Occasion
    waiting: tuple[Waiting, ...] | None
    goes_on: bool
    is_late: bool
    is_over: bool


def is_due(db: Database, now: datetime) -> bool:
    """Whether there is anything for come_due() to do."""
    row = db.conn.execute(
        "select 1 from reminders where state = 'planned' and due_at <= ? limit 1", (stamp(now),)
    ).fetchone()
    return row is not None or bool(_refused(db))


def come_due(db: Database, now: datetime) -> None:
    """Put what has come due into letters; what is too late for that, the secretariat is told of."""
    expired: dict[int, list[Reminder]] = {}
    for reminder in select(
        db,
        "r.state = 'planned' and r.due_at <= :now",
        page=f"limit {MOST_AT_ONCE}",
        now=stamp(now),
    ):
        at = occasion(db, reminder.towards, reminder.deadline_at)
        if at is None:
            _settle(db, reminder, "called_off")
        elif _is_over(reminder, at, now):
            _settle(db, reminder, "expired")
            expired.setdefault(reminder.council_id, []).append(reminder)
        else:
            _put_letters(db, reminder)
            _settle(db, reminder, "told")
    for council_id, unsaid in expired.items():
        _tell_missed(db, council_id, unsaid, "late", now)
    for reminder in _refused(db):
        _tell_missed(db, reminder.council_id, [reminder], "refused", now)


def expire(db: Database, reminder: Reminder, now: datetime) -> None:
    """It waited in the outbox until it was too late; the secretariat is told once."""
    if _settle(db, reminder, "expired"):
        _tell_missed(db, reminder.council_id, [reminder], "late", now)


def read(db: Database, letter: Letter, now: datetime) -> Telling | None:
    """What a letter says now; None if it is old, or its reader may not be told (any more)."""
    try:
        reminder = get(db, letter.refs["reminder"])
    except Refused:
        return None
    at = occasion(db, reminder.towards, reminder.deadline_at)
    is_old = reminder.state != "told" or reminder.revision != letter.refs["revision"]
    if is_old or at is None:
        return None
    try:
        meeting = _meeting(db, reminder.towards, letter.recipient)
    except Refused:
        return None
    waiting = waited_for(db, reminder)
    if reminder.audience == "unanswered" and not waiting:
        return None
    return Telling(
        reminder=reminder,
        title=meeting.name if meeting else title(db, reminder.towards, OPERATOR),
        meeting=meeting,
        agenda=agenda(db, meeting.id) if meeting else (),
        at=at,
        waiting=waiting,
        goes_on=any(one.state == "planned" for one in ahead(db, reminder.towards)),
        is_late=bool(reminder.due_at) and now - reminder.due_at > LATE,
        is_over=_is_over(reminder, at, now),
    )


def missed(db: Database, letter: Letter) -> list[tuple[Reminder, list[str]]]:
    """What a letter to the secretariat tells of: reminders, and to whom Slack would not say them."""
    return [
        (reminder, _refused_by(db, reminder))
        for reminder in select(
            db,
            "r.id in (select value from json_each(:ids))",
            ids=str(letter.refs["reminders"]),
        )
    ]


def agenda(db: Database, meeting_id: int) -> tuple[str, ...]:
    """What a meeting is about: its agenda without 開会, 議題 and the other sections all have."""
    house = {title for _, _, title in HOUSE}
    listed = items(db, meeting_id)
    return tuple(
        f"{item.own} {item.title}".strip()
        for item in listed
        if item.depth > 1 or item.title not in house
    )


def _meeting(db: Database, towards: Towards, recipient: str) -> Meeting | None:
    if towards.meeting_id is None:
        return None
    is_person = recipient.startswith(("U", "W"))
    return meetings.get(db, towards.meeting_id, Viewer(recipient if is_person else ""))


def _is_over(reminder: Reminder, at: Occasion, now: datetime) -> bool:
    due_at = reminder.due_at or now
    return now > max(at.over, due_at + GRACE)


def _put_letters(db: Database, reminder: Reminder) -> None:
    assert reminder.due_at
    for recipient in _recipients(db, reminder):
        letter = NewLetter(
            key=f"{reminder.letters}{recipient}:{reminder.revision}",
            recipient=recipient,
            kind=KIND,
            due_at=reminder.due_at,
            refs={"reminder": reminder.id, "revision": reminder.revision},
        )
        outbox.put(db, letter)


def _recipients(db: Database, reminder: Reminder) -> list[str]:
    """The channel or the people; of a closed meeting (非公開) nobody but its secretariat is told."""
    staff = councils.secretariat(db, reminder.council_id)
    channels = councils.channels(db, reminder.council_id)
    if _is_closed(db, reminder.meeting_id) or reminder.audience == "secretariat":
        return staff
    elif reminder.audience == "channel":
        return channels[:1] or staff
    elif reminder.audience == "people":
        day = reminder.due_at.astimezone(JAPAN).date() if reminder.due_at else None
        return _each_once(members_in_slack(db, reminder.council_id, day), staff)
    else:
        waiting = waited_for(db, reminder) or ()
        return _each_once((one.slack_user for one in waiting), staff) if waiting else []


def _each_once(*groups: Iterable[str | None]) -> list[str]:
    return list(dict.fromkeys(one for group in groups for one in group if one))


def _is_closed(db: Database, meeting_id: int | None) -> bool:
    row = db.conn.execute(
        "select 1 from meetings where id = ? and disclosure = 'closed'", (meeting_id,)
    ).fetchone()
    return row is not None


def _settle(db: Database, reminder: Reminder, state: str) -> bool:
    cursor = db.conn.execute(
        "update reminders set state = :state where id = :id and revision = :revision and state = :was",
        {
            "state": state,
            "id": reminder.id,
            "revision": reminder.revision,
            "was": reminder.state,
        },
    )
    return cursor.rowcount == 1


def _tell_missed(
    db: Database, council_id: int, unsaid: list[Reminder], why: str, now: datetime
) -> None:
    first = unsaid[0]
    for user_id in councils.secretariat(db, council_id):
        letter = NewLetter(
            key=f"{MISSED}:{why}:{first.id}:{first.revision}:{user_id}",
            recipient=user_id,
            kind=MISSED,
            due_at=now,
            refs={"reminders": [one.id for one in unsaid]},
        )
        outbox.put(db, letter)


def _refused(db: Database) -> list[Reminder]:
    """Reminders that Slack would not say to somebody, and that nobody was told of."""
    return select(
        db,
        """r.id in (select o.refs ->> '$.reminder' from outbox o
                where o.kind = :kind and o.state = 'failed')
            and not exists (select 1 from outbox t where t.kind = :missed
                and t.key >= :missed || ':refused:' || r.id || ':' || r.revision || ':'
                and t.key < :missed || ':refused:' || r.id || ':' || r.revision || ';')""",
        kind=KIND,
        missed=MISSED,
    )


def _refused_by(db: Database, reminder: Reminder) -> list[str]:
    rows = db.conn.execute(
        """select recipient from outbox where kind = :kind and state = 'failed'
            and key >= :begins and key < :begins || char(0x10ffff) order by id""",
        {"kind": KIND, "begins": reminder.letters},
    )
    return [row[0] for row in rows]
