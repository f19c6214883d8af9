"""What people mean by the next meeting, the minutes, the poll; and what each is called."""

from datetime import date, datetime

from sqlite_utils import Database

from store import meetings
from store.reminders.occasions import Towards, occasion
from store.reminders.plans import of
from store.viewers import Viewer


def next_meeting(db: Database, council_id: int, today: date) -> int | None:
    """The next meeting of a council that has a day."""
    row = db.conn.execute(
        """select id from meetings
        where council_id = ? and status = 'scheduled' and held_on >= ?
        order by held_on, starts_at, id limit 1""",
        (council_id, today.isoformat()),
    ).fetchone()
    return row[0] if row else None


def meetings_ahead(db: Database, council_id: int) -> int:
    """How many meetings of a council are scheduled."""
    [count] = db.conn.execute(
        "select count(*) from meetings where council_id = ? and status = 'scheduled'", (council_id,)
    ).fetchone()
    return count


def meeting_without_minutes(db: Database, council_id: int) -> int | None:
    """The latest meeting held whose minutes are waited for until some day."""
    for (meeting_id,) in db.conn.execute(
        """select id from meetings where council_id = ? and status = 'held'
        order by held_on desc, id desc limit 5""",
        (council_id,),
    ):
        if occasion(db, Towards("minutes", meeting_id), None):
            return meeting_id
    return None


def open_poll(db: Database, council_id: int) -> int | None:
    """The latest poll of a council that takes replies."""
    row = db.conn.execute(
        "select id from polls where council_id = ? and state = 'open' order by id desc limit 1",
        (council_id,),
    ).fetchone()
    return row[0] if row else None


def deadline_of(db: Database, towards: Towards) -> datetime | None:
    """The deadline that was given with an earlier reminder."""
    known = [one.deadline_at for one in of(db, towards) if one.deadline_at]
    return datetime.fromisoformat(known[0]) if known else None


def title(db: Database, towards: Towards, viewer: Viewer) -> str:
    """What a meeting or a poll is called, for those who may see it."""
    if towards.meeting_id is not None:
        return meetings.get(db, towards.meeting_id, viewer).name
    council, words = db.conn.execute(
        "select c.name, p.title from polls p join councils c on c.id = p.council_id where p.id = ?",
        (towards.poll_id,),
    ).fetchone()
    return f"{council} {words}"
