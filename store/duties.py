"""Duties (期限のある仕事): what a council's rules want done around each meeting, and by when."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal, get_args

from sqlite_utils import Database

from store import history, meetings, rules, workdays
from store.errors import Refused
from store.history import By, Change
from store.meetings import Meeting
from store.rules import Rules
from store.slots import JAPAN
from store.viewers import VISIBLE, Viewer

Duty = Literal["notice", "papers", "summary", "minutes", "publication"]
DUTIES: tuple[Duty, ...] = get_args(Duty)

KIND = "duties"  # of the letter that is the council's one message
SOON = timedelta(days=7)  # before that, it is not yet anybody's worry
# A meeting may be held on a day the offices are closed, and the days before it may be closed too.
CLOSED_AT_MOST = timedelta(days=31)
# What an office has left undone for so long it will not do on a reminder; the gaps still tell it.
LONG_AGO = timedelta(days=400)


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """A duty that is not done; `closed` is why the offices are closed on its last day."""

    meeting: Meeting
    duty: Duty
    due_on: date
    closed: str | None


def due(
    db: Database, council_id: int, viewer: Viewer, today: date, *, only_soon: bool = False
) -> list[Due]:
    """What a council still has to do, the most urgent first; or what it is time to think of.

    What is overdue is soon, too.
    """
    laid = rules.of(db, council_id)
    last = today + SOON if only_soon else date.max
    rows = db.conn.execute(
        f"""select m.id, m.status, m.held_on, m.confirmed_at,
            m.disclosure = 'closed', (select json_group_array(d.duty) from duties_done d
                where d.meeting_id = m.id)
        from meetings m
        where m.council_id = :council_id and m.published_at is null and m.held_on between :since and :until
            and m.status in ('scheduled', 'held')
            and not exists (select 1 from imports i where i.meeting_id = m.id) and {VISIBLE}""",
        {
            "council_id": council_id,
            "since": (today - LONG_AGO).isoformat(),
            "until": (_furthest(laid, last) if only_soon else last).isoformat(),
            **viewer.params(),
        },
    ).fetchall()
    wanted: list[tuple[int, Duty, date]] = []
    for meeting_id, status, held_on, confirmed_at, is_closed, done in rows:
        confirmed_on = _day(confirmed_at) if confirmed_at else None
        for duty, due_on in _last_days(
            laid, status, date.fromisoformat(held_on), confirmed_on, today
        ).items():
            is_open = f'"{duty}"' not in done and not (is_closed and duty == "publication")
            if is_open and due_on <= last:
                wanted.append((meeting_id, duty, due_on))
    known = {one.id: one for one in meetings.named(db, {one[0] for one in wanted}, viewer)}
    found = [
        Due(
            meeting=known[meeting_id],
            duty=duty,
            due_on=due_on,
            closed=workdays.why_closed(due_on, laid.closing_days),
        )
        for meeting_id, duty, due_on in wanted
    ]
    return sorted(found, key=lambda one: (one.due_on, one.meeting.id, DUTIES.index(one.duty)))


def _furthest(laid: Rules, last: date) -> date:
    """The last day a meeting may be held of which something is due until that day."""
    days = max(laid.notice_days or 0, laid.papers_days or 0)
    return workdays.move(last, days, _closing(laid)) + CLOSED_AT_MOST


def _closing(laid: Rules) -> tuple[str, ...] | None:
    return laid.closing_days if laid.in_working_days else None


def _last_days(
    laid: Rules, status: str, held_on: date, confirmed_on: date | None, today: date
) -> dict[Duty, date]:
    """The last day of each duty a meeting has in its state."""
    found: dict[Duty, date] = {}
    closing = _closing(laid)

    def lay(duty: Duty, since: date, days: int | None) -> None:
        if days is not None:
            found[duty] = workdays.move(since, days, closing)

    if status == "scheduled" and held_on >= today:
        lay("notice", held_on, -laid.notice_days if laid.notice_days is not None else None)
        lay("papers", held_on, -laid.papers_days if laid.papers_days is not None else None)
    elif status == "held" and confirmed_on is None:
        lay("summary", held_on, laid.summary_days)
        lay("minutes", held_on, laid.minutes_days)
    elif status == "held" and confirmed_on:
        lay("publication", confirmed_on, laid.publication_days)
    return found


def mark_done(db: Database, meeting_id: int, duty: str, today: date, by: By) -> bool:
    """Note that a duty is done; False if it was."""
    if duty not in DUTIES:
        raise Refused("そのような仕事はありません。「/meeting duties」で確かめてください。")
    cursor = db.conn.execute(
        """insert into duties_done (meeting_id, duty, done_on, done_by)
        values (?, ?, ?, ?) on conflict do nothing""",
        (meeting_id, duty, today.isoformat(), by.actor),
    )
    if cursor.rowcount:
        _note(db, by, meeting_id, "duty done", duty)
    return bool(cursor.rowcount)


def mark_undone(db: Database, meeting_id: int, duty: str, by: By) -> bool:
    """Take that back; False if it was not done."""
    cursor = db.conn.execute(
        "delete from duties_done where meeting_id = ? and duty = ?", (meeting_id, duty)
    )
    if cursor.rowcount:
        _note(db, by, meeting_id, "duty undone", duty)
    return bool(cursor.rowcount)


def _day(stamp: str) -> date:
    return datetime.fromisoformat(stamp).astimezone(JAPAN).date()


def _note(db: Database, by: By, meeting_id: int, deed: str, duty: str) -> None:
    change = Change(noun="meetings", row_id=meeting_id, deed=deed, after={"duty": duty})
    history.record(db, by, [change])
