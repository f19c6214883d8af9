"""Where putting a remark right begins: its menu and its buttons; and what was withdrawn."""

import json
from typing import Any

from slack_bolt import Ack, Respond
from slack_sdk import WebClient

from handlers import access
from handlers.parse import buttons
from handlers.parse import remarks as parse
from handlers.remarks.showing import as_it_is, drawn, managed, where, withdrawn_or_shown
from handlers.reply import in_place
from handlers.views import histories, windows
from handlers.views import remark_form as form_views
from handlers.views import remarks as views
from handlers.visit import Visit
from store import changes, meetings, remarks

Json = dict[str, Any]


def choose(
    ack: Ack, action: Json, body: Json, visit: Visit, respond: Respond, client: WebClient
) -> None:
    """The menu beside a remark."""
    ack()
    deed, remark_id, version = parse.chosen(action)
    if deed == "edit":
        _open(remark_id, body, visit, client)
    elif deed == "history":
        _open_history(remark_id, body, visit, client)
    else:
        in_place(body, respond, client)(**withdrawn_or_shown(remark_id, version, visit))


def open_form(ack: Ack, action: Json, body: Json, visit: Visit, client: WebClient) -> None:
    """直す: the form; from the window that shows what was put right, in its place."""
    ack()
    [remark_id] = buttons.values(action, remark=int)
    _open(remark_id, body, visit, client, takes_its_place="here" in json.loads(action["value"]))


def show_history(ack: Ack, action: Json, body: Json, visit: Visit, client: WebClient) -> None:
    """履歴: what happened to a remark, in a window above the form."""
    ack()
    [remark_id] = buttons.values(action, remark=int)
    _open_history(remark_id, body, visit, client)


def restore(
    ack: Ack, action: Json, body: Json, visit: Visit, respond: Respond, client: WebClient
) -> None:
    """元に戻す beside a withdrawn remark."""
    ack()
    [remark_id] = buttons.values(action, remark=int)
    managed(visit.db, remark_id, visit)
    with visit.store.writing() as db:
        place = remarks.look(db, remark_id, visit.viewer)
        meetings.require_open(db, place.meeting_id)
        remarks.restore(db, remark_id, visit.by)
    with visit.store.reading() as db:  # after a change, the listener's own reader is behind
        place = remarks.look(db, remark_id, visit.viewer)
        in_place(body, respond, client)(**views.put_back(place, where(db, place, visit)))


def list_withdrawn(
    ack: Ack, action: Json, body: Json, visit: Visit, respond: Respond, client: WebClient
) -> None:
    """取り消した発言 under the minutes."""
    ack()
    meeting_id, page = buttons.values(action, meeting=int, page=int)
    meeting = access.managed_meeting(visit, meeting_id)
    taken = remarks.withdrawn(visit.db, meeting_id, visit.viewer)
    in_place(body, respond, client)(**views.withdrawn(meeting, taken, max(1, page)))


def _open(
    remark_id: int, body: Json, visit: Visit, client: WebClient, *, takes_its_place: bool = False
) -> None:
    place = managed(visit.db, remark_id, visit)
    meetings.require_open(visit.db, place.meeting_id)
    told = None if place.stands else remarks.last_change(visit.db, remark_id)
    shown = drawn(visit.db, place, visit, as_it_is(visit.db, place, visit), told=told)
    view = form_views.form(shown)
    if takes_its_place:
        client.views_update(view_id=body["view"]["id"], view=view)
    else:
        _show(view, body, visit, client)


def _open_history(remark_id: int, body: Json, visit: Visit, client: WebClient) -> None:
    past = changes.of_remark(visit.db, remark_id, visit.viewer)
    _show(windows.window("発言の履歴", histories.history(past, 0)), body, visit, client)


def _show(view: Json, body: Json, visit: Visit, client: WebClient) -> None:
    if body.get("view", {}).get("type") == "modal":
        client.views_push(trigger_id=visit.trigger_id, view=view)
    else:
        client.views_open(trigger_id=visit.trigger_id, view=view)
