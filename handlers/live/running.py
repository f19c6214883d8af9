"""Which live meeting is meant, whether it may be steered, and how its steering is answered."""

from collections.abc import Callable
from typing import Any

from slack_bolt import Respond
from slack_sdk import WebClient
from sqlite_utils import Database

from handlers import access
from handlers.errors import UserError
from handlers.live import control
from handlers.parse import buttons
from handlers.views.parts import Message
from handlers.visit import Visit
from store import councils, live, meetings
from store.errors import Refused
from store.live import Live
from store.meetings import Meeting
from store.viewers import OPERATOR

Json = dict[str, Any]


def here(visit: Visit) -> Live:
    """The meeting in session of this channel's council, or the one the person serves."""
    council = councils.of_channel(visit.db, visit.channel_id)
    if council:
        access.require_manager(visit, council)
        served = [council]
    else:
        served = [one for one in councils.list_all(visit.db) if access.may_manage(visit, one)]
    found = [one for one in (live.running(visit.db, each.id) for each in served) if one]
    if len(found) == 1:
        return found[0]
    if found:
        raise UserError("いくつかの会議を開いています。会議体のチャンネルで入力してください。")
    where = "" if council else "会議体のチャンネルで"
    raise UserError(f"開いている会議がありません。{where}「/meeting start」で開会できます。")


def pressed(action: Json, visit: Visit) -> Live:
    """The meeting a button is about, for those who may steer it."""
    [meeting_id] = buttons.values(action, meeting=int)
    return managed(meeting_id, visit)


def managed(meeting_id: int, visit: Visit) -> Live:
    """The live meeting of that id, for those who may steer it."""
    known = live.find(visit.db, meeting_id)
    if known is None:
        raise UserError(meetings.NOT_FOUND)
    access.require_manager(visit, councils.get(visit.db, known.council_id))
    return known


def require_running(db: Database, known: Live) -> None:
    """Refuse to steer a meeting that is over by now."""
    now = live.find(db, known.meeting_id)
    if now is None or now.ended_at:
        raise Refused("この会議は閉会しています。「/minutes show」で記録を読めます。")


def say_and_redraw(
    known: Live,
    visit: Visit,
    respond: Respond,
    client: WebClient,
    told: Callable[[Meeting], Message],
) -> None:
    """Tell the person what they did, and let the control message tell everybody."""
    with visit.store.reading() as db:
        meeting = meetings.get(db, known.meeting_id, OPERATOR)
    respond(**told(meeting), replace_original=False)
    control.redraw(visit.store, client, known.meeting_id, visit.now)
