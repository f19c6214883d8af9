"""What the room shows of a remark, to those whose remark it is to put right."""

from typing import Any

from sqlite_utils import Database

from handlers import access
from handlers.parse.remarks import Wanted
from handlers.views import remark_form as form_views
from handlers.views import remarks as views
from handlers.views.parts import Message
from handlers.views.remark_form import Form
from handlers.visit import Visit
from store import councils, meetings, minutes, real_names, remarks
from store.remarks import LastChange, Place


def managed(db: Database, remark_id: int, visit: Visit) -> Place:
    """A remark the person may see, and which is theirs to put right."""
    place = remarks.look(db, remark_id, visit.viewer)
    access.require_manager(visit, councils.get(db, place.council_id))
    return place


def withdrawn_or_shown(remark_id: int, version: int, visit: Visit) -> Message:
    """Withdraw what somebody saw; what says something else by now is shown instead."""
    managed(visit.db, remark_id, visit)
    with visit.store.writing() as db:
        place = remarks.look(db, remark_id, visit.viewer)
        meetings.require_open(db, place.meeting_id)
        if place.stands and place.version != version:
            return views.overtaken(place, remarks.last_change(db, remark_id))
        remarks.withdraw(db, remark_id, visit.by)
    return views.taken_out(place)


def drawn(
    db: Database,
    place: Place,
    visit: Visit,
    wanted: Wanted,
    *,
    round_: int = 0,
    told: LastChange | None = None,
) -> Form:
    """All the form shows of a remark."""
    return Form(
        meeting=meetings.get(db, place.meeting_id, visit.viewer),
        items=list(minutes.agenda(db, place.meeting_id).values()),
        place=place,
        real_name=real_name(db, place, visit),
        wanted=wanted,
        round=round_,
        told=told,
    )


def as_it_is(db: Database, place: Place, visit: Visit) -> Wanted:
    """The remark as it stands, as what somebody might want it to be."""
    return Wanted(
        body=place.body if form_views.shows_whole(place.body) else None,
        label=place.label,
        item_id=place.agenda_item_id,
        real_name=real_name(db, place, visit) or "",
    )


def done(db: Database, told: str, remark_id: int, visit: Visit) -> dict[str, Any]:
    """The window after a deed: the remark as it is now, and the way to its neighbours."""
    place = remarks.look(db, remark_id, visit.viewer)
    before, after = remarks.neighbours(db, place)
    return views.done(told, place, where(db, place, visit), before, after)


def where(db: Database, place: Place, visit: Visit) -> str:
    """Where a remark stands, in words."""
    meeting = meetings.get(db, place.meeting_id, visit.viewer)
    return views.where(meeting, place, list(minutes.agenda(db, place.meeting_id).values()))


def real_name(db: Database, place: Place, visit: Visit) -> str | None:
    """Who really spoke; None for whoever is not of the council's secretariat."""
    if visit.user_id not in councils.secretariat(db, place.council_id):
        return None
    return real_names.of(db, [place.id], visit.viewer).get(place.id, "")
