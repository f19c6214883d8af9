"""The past of a remark: who did what to it and when, the newest last."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlite_utils import Database

from store import councils, meetings, minutes, remarks
from store.errors import Refused
from store.meetings import Meeting
from store.minutes import AgendaItem
from store.remarks import Place
from store.viewers import Viewer


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One deed: whose hand it was (`slack:U123`), when, and what it made of what."""

    at: datetime
    actor: str
    noun: str
    deed: str
    before: dict[str, Any]
    after: dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """A remark where it stands, or stood, and all that happened to it."""

    meeting: Meeting
    agenda: AgendaItem | None
    place: Place
    events: tuple[Event, ...]


def of_remark(db: Database, remark_id: int, viewer: Viewer) -> Past:
    """The past of a remark; of one that is withdrawn, only for the council's secretariat."""
    place = remarks.look(db, remark_id, viewer)
    is_ours = serves(db, place.council_id, viewer)
    if not place.stands and not is_ours:
        raise Refused(remarks.NOT_FOUND)
    return Past(
        meeting=meetings.get(db, place.meeting_id, viewer),
        agenda=minutes.agenda(db, place.meeting_id).get(place.agenda_item_id or 0),
        place=place,
        events=_events(db, remark_id, with_names=is_ours),
    )


def serves(db: Database, council_id: int, viewer: Viewer) -> bool:
    """Whether the viewer is of the council's secretariat."""
    return viewer.everything or viewer.user_id in councils.secretariat(db, council_id)


def _events(db: Database, remark_id: int, *, with_names: bool) -> tuple[Event, ...]:
    rows = db.conn.execute(
        """select at, actor, noun, deed, before, after from history
        where row_id = :remark_id
            and (noun = 'remarks' or (noun = 'real_names' and :with_names))
        order by id""",
        {"remark_id": remark_id, "with_names": with_names},
    )
    return tuple(
        Event(
            at=datetime.strptime(at, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC),
            actor=actor,
            noun=noun,
            deed=deed,
            before=json.loads(before or "{}"),
            after=json.loads(after or "{}"),
        )
        for at, actor, noun, deed, before, after in rows
    )
