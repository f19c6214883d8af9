"""Excuses (欠席の届け) and written opinions: asked for only where somebody's right was checked.

The history says that there is a reason, never the reason: it is read by more people than this.
"""

from dataclasses import dataclass

from sqlite_utils import Database

from store import history, meetings
from store.attendance.rolls import entry
from store.history import By, Change
from store.viewers import Viewer


@dataclass(frozen=True, slots=True, kw_only=True)
class Excuse:
    """What an absent member told the secretariat; no reason: it was not said, or they did not ask."""

    person_id: int
    is_excused: bool
    reason: str
    opinion: str


def excuses_of(db: Database, meeting_id: int, viewer: Viewer) -> dict[int, Excuse]:
    """What absent members told, by person; nothing for those who are not of the secretariat."""
    rows = db.conn.execute(
        """select p.id, e.person_id is not null, coalesce(e.reason, ''), coalesce(w.body, '')
        from meetings m join people p on p.council_id = m.council_id
        left join excuses e on e.meeting_id = m.id and e.person_id = p.id
        left join written_opinions w on w.meeting_id = m.id and w.person_id = p.id
        where m.id = :meeting_id and (e.person_id is not null or w.person_id is not null)
            and (:everything or exists (select 1 from secretariat s
                where s.council_id = m.council_id and s.user_id = :viewer))""",
        {"meeting_id": meeting_id, **viewer.params()},
    )
    return {
        person_id: Excuse(
            person_id=person_id, is_excused=bool(excused), reason=reason, opinion=opinion
        )
        for person_id, excused, reason, opinion in rows
    }


def excuse(db: Database, meeting_id: int, person_id: int, reason: str, by: By) -> None:
    """Note that a member is excused, and why, if they said so."""
    _require(db, meeting_id, person_id)
    db.conn.execute(
        """insert into excuses (meeting_id, person_id, reason) values (?, ?, ?)
        on conflict (meeting_id, person_id) do update set reason = excluded.reason""",
        (meeting_id, person_id, reason),
    )
    _note(db, meeting_id, person_id, "excused", by)


def withdraw_excuse(db: Database, meeting_id: int, person_id: int, by: By) -> None:
    """Forget an excuse."""
    _require(db, meeting_id, person_id)
    gone = db.conn.execute(
        "delete from excuses where meeting_id = ? and person_id = ?", (meeting_id, person_id)
    )
    if gone.rowcount:
        _note(db, meeting_id, person_id, "excuse_withdrawn", by)


def note_opinion(db: Database, meeting_id: int, person_id: int, body: str, by: By) -> None:
    """Keep the written opinion of somebody who cannot come; an empty one is forgotten."""
    _require(db, meeting_id, person_id)
    key = (meeting_id, person_id)
    if body:
        kept = db.conn.execute(
            """insert into written_opinions (meeting_id, person_id, body, received_at)
            values (?, ?, ?, ?) on conflict (meeting_id, person_id)
            do update set body = excluded.body, received_at = excluded.received_at
                where body <> excluded.body""",
            (*key, body, by.stamp),
        )
    else:
        kept = db.conn.execute(
            "delete from written_opinions where meeting_id = ? and person_id = ?", key
        )
    if kept.rowcount:
        _note(db, meeting_id, person_id, "opinion_kept" if body else "opinion_forgotten", by)


def _require(db: Database, meeting_id: int, person_id: int) -> None:
    meetings.require_open(db, meeting_id)
    entry(db, meeting_id, person_id)


def _note(db: Database, meeting_id: int, person_id: int, deed: str, by: By) -> None:
    change = Change(noun="attendance", row_id=meeting_id, deed=deed, after={"person_id": person_id})
    history.record(db, by, [change])
