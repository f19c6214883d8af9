"""What is planned: reminders follow their meeting, their poll and their council's rules."""

from collections.abc import Iterable
from datetime import datetime

from sqlite_utils import Database

from store import rules
from store.history import By
from store.reminders.occasions import Towards, occasion
from store.reminders.plans import Audience, Reminder, State, new, of, read_before, select, stamp

# Those who have not answered are told once, when there is still a working day to do it.
BEFORE_DEADLINE = ("1日前 09:00",)


def follow(db: Database, meeting_id: int, now: datetime, by: By) -> None:
    """Let all reminders of a meeting follow what it is now, in the transaction that changed it.

    What was planned and not said is superseded; what is past already is not planned any more.
    """
    council_id, status = db.conn.execute(
        "select council_id, status from meetings where id = ?", (meeting_id,)
    ).fetchone()
    laid = rules.of(db, council_id)
    if status == "scheduled":
        meeting = Towards("meeting", meeting_id)
        _lay_out(db, council_id, meeting, laid.reminders, "channel", by)
    elif status == "held" and laid.minutes_days is not None:
        minutes = Towards("minutes", meeting_id)
        _lay_out(db, council_id, minutes, BEFORE_DEADLINE, "secretariat", by)
    for reminder in select(db, "r.meeting_id = :meeting_id", meeting_id=meeting_id):
        replan(db, reminder, now)


def follow_poll(db: Database, poll_id: int, now: datetime, by: By) -> None:
    """Let the reminders of a poll's deadline follow what it is now; as follow() does."""
    [council_id] = db.conn.execute(
        "select council_id from polls where id = ?", (poll_id,)
    ).fetchone()
    _lay_out(db, council_id, Towards("poll", None, poll_id), BEFORE_DEADLINE, "unanswered", by)
    for reminder in select(db, "r.poll_id = :poll_id", poll_id=poll_id):
        replan(db, reminder, now)


def follow_council(db: Database, council_id: int, now: datetime, by: By) -> None:
    """Let the reminders of a council's meetings follow its rules."""
    for (meeting_id,) in db.conn.execute(
        """select id from meetings where council_id = :council_id and (status = 'scheduled'
            or id in (select meeting_id from reminders where state in ('planned', 'paused')))""",
        {"council_id": council_id},
    ).fetchall():
        follow(db, meeting_id, now, by)


def follow_ended(db: Database, now: datetime, by: By) -> None:
    """Plan the reminders of the minutes of meetings that have ended since this was last asked."""
    for meeting_id in ended(db):
        follow(db, meeting_id, now, by)


def ended(db: Database) -> list[int]:
    """The meetings recorded with us whose minutes are waited for and not yet reminded of."""
    rows = db.conn.execute(
        """select m.id from live_meetings l join meetings m on m.id = l.meeting_id
            join councils c on c.id = m.council_id
        where m.status = 'held' and m.confirmed_at is null and m.published_at is null
            and json_extract(c.settings, '$.minutes_days') is not null
            and not exists (select 1 from reminders r
                where r.meeting_id = m.id and r.subject = 'minutes')"""
    )
    return [row[0] for row in rows]


def _lay_out(
    db: Database,
    council_id: int,
    towards: Towards,
    wanted: Iterable[str],
    audience: Audience,
    by: By,
) -> None:
    """Let a meeting or a poll have the reminders its council's rules want, and no others of theirs."""
    words = list(dict.fromkeys(read_before(one).words for one in wanted))
    kept = of(db, towards)
    for reminder in kept:
        is_wanted = reminder.before in words
        if reminder.source == "rules" and is_wanted == (reminder.state == "dropped"):
            _set(db, reminder, "called_off" if is_wanted else "dropped", None)
    has = {(one.before, one.audience) for one in kept}
    for one in words:
        if (one, audience) not in has:
            new(db, council_id, towards, one, audience, "rules", None, by)


def replan(db: Database, reminder: Reminder, now: datetime) -> None:
    """Let one reminder follow its occasion."""
    if reminder.state in ("stopped", "dropped"):
        return
    at = occasion(db, reminder.towards, reminder.deadline_at)
    if at is None:
        if reminder.state in ("planned", "paused", "told", "passed"):
            _set(db, reminder, "called_off", None)
            _call_off_letters(db, reminder)
        return
    due_at = at.moment(read_before(reminder.before))
    if reminder.state == "paused":
        _set(db, reminder, "paused", due_at)
    elif now < due_at <= at.over:
        # What was told for this very moment is not told again, though the clock was put back.
        is_same = reminder.due_at == due_at
        if not (is_same and reminder.state in ("planned", "told", "expired")):
            _set(db, reminder, "planned", due_at)
            _call_off_letters(db, reminder)
    elif reminder.state == "planned" and reminder.due_at and reminder.due_at <= now:
        pass  # overdue: it is said, or told to have been missed, at the clock's next ring
    elif reminder.state in ("planned", "called_off"):
        _set(db, reminder, "passed", due_at)


def _set(db: Database, reminder: Reminder, state: State, due_at: datetime | None) -> None:
    # A new plan is a new revision, so that a letter of the old one knows that it is old.
    db.conn.execute(
        """update reminders set state = :state, due_at = :due_at, revision = revision + :new
        where id = :id""",
        {
            "state": state,
            "due_at": stamp(due_at) if due_at else None,
            "new": state == "planned",
            "id": reminder.id,
        },
    )


def _call_off_letters(db: Database, reminder: Reminder) -> None:
    # What may have been said already is looked for first, and then knows that it is old.
    db.conn.execute(
        """update outbox set state = 'superseded'
        where key >= :begins and key < :begins || char(0x10ffff) and state = 'due'""",
        {"begins": reminder.letters},
    )
