"""Who has not answered (未回答): by name for the secretariat, for a channel no more than a number."""

from dataclasses import dataclass
from datetime import date

from sqlite_utils import Database

from store import members, polls
from store.reminders.plans import Reminder
from store.viewers import OPERATOR


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """Somebody whose answer is waited for; in Slack or not."""

    name: str
    slack_user: str | None


def waited_for(db: Database, reminder: Reminder) -> tuple[Waiting, ...] | None:
    """Who has not answered what a reminder is about; None where nobody is asked."""
    if reminder.poll_id is not None:
        return tuple(
            Waiting(name=one.name, slack_user=one.slack_user)
            for one in polls.get(db, reminder.poll_id).unanswered
        )
    if reminder.subject == "minutes" or reminder.meeting_id is None:
        return None
    asked = _of_roll(db, reminder.meeting_id)
    if asked is None and reminder.subject == "response":
        return tuple(
            Waiting(name=one.name, slack_user=one.slack_user)
            for one in members.roster(db, reminder.council_id, OPERATOR)
        )
    return asked


def members_in_slack(db: Database, council_id: int, on: date | None) -> list[str]:
    """The members in office on a day who are in Slack."""
    return [
        one.slack_user for one in members.roster(db, council_id, OPERATOR, on=on) if one.slack_user
    ]


def _of_roll(db: Database, meeting_id: int) -> tuple[Waiting, ...] | None:
    """The members who have not answered whether they come; None if nobody was asked yet."""
    rows = db.conn.execute(
        """select a.name, a.status, (select c.slack_user from members c
            where c.person_id = a.person_id and c.slack_user is not null
                and c.withdrawn_at is null order by c.term_from desc limit 1)
        from attendance a where a.meeting_id = ? and a.kind = 'member' order by a.position""",
        (meeting_id,),
    ).fetchall()
    if not rows:
        return None
    return tuple(
        Waiting(name=name, slack_user=slack_user)
        for name, status, slack_user in rows
        if status == "unanswered"
    )
