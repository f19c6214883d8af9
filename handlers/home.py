"""The Home tab: what is being written up, at hand for those who write; the search for all."""

from typing import Any

from slack_bolt import Ack
from slack_sdk import WebClient
from sqlite_utils import Database

from handlers import access
from handlers.errors import UserError
from handlers.parse import buttons
from handlers.views import home as views
from handlers.visit import Visit
from store import councils, meetings, memos, recordings, remarks
from store.meetings import Meeting
from store.recordings import Recording

Json = dict[str, Any]


def opened(event: Json, visit: Visit, client: WebClient) -> None:
    """Somebody opened the tab."""
    if event.get("tab") == "home":
        _publish(visit, client)


def turn_pages(ack: Ack, action: Json, visit: Visit, client: WebClient) -> None:
    """次へ and 前へ under the two lists, and 表示を更新."""
    ack()
    _publish(visit, client, *buttons.values(action, meetings=int, recordings=int))


def take_back(ack: Ack, action: Json, visit: Visit, client: WebClient) -> None:
    """取り消す beside what one recorded."""
    ack()
    recording = _own(action, visit)
    with visit.store.writing() as db:
        recordings.withdraw(db, recording, visit.by)
    _publish(visit, client, *buttons.values(action, meetings=int, recordings=int))


def put_back(ack: Ack, action: Json, visit: Visit, client: WebClient) -> None:
    """元に戻す beside what one took back."""
    ack()
    recording = _own(action, visit)
    with visit.store.writing() as db:
        recordings.restore(db, recording, visit.by)
    _publish(visit, client, *buttons.values(action, meetings=int, recordings=int))


def _own(action: Json, visit: Visit) -> Recording:
    """The recording a button means, if it is this person's and its minutes are still open."""
    [key] = buttons.values(action, recording=str)
    recording = recordings.find(visit.db, key)
    if recording is None or recording.actor != visit.by.actor:
        raise UserError(remarks.NOT_FOUND)
    meeting = meetings.get(visit.db, recording.meeting_id, visit.viewer)
    access.require_manager(visit, councils.get(visit.db, meeting.council_id))
    meetings.require_open_for_recording(visit.db, meeting.id)
    return recording


def _publish(visit: Visit, client: WebClient, meeting_page: int = 1, own_page: int = 1) -> None:
    with visit.store.reading() as db:  # after a change, the listener's own reader is behind
        view = _home(db, visit, max(1, meeting_page), max(1, own_page))
    client.views_publish(user_id=visit.user_id, view=view)


def _home(db: Database, visit: Visit, meeting_page: int, own_page: int) -> Json:
    served = councils.served_by(db, visit.user_id)
    if not served:
        return views.visitor()
    current = _in_turn(db, visit, [council.id for council in served])
    start = (meeting_page - 1) * views.MEETINGS
    own = recordings.latest_by(
        db,
        visit.by.actor,
        visit.viewer,
        limit=views.RECORDINGS,
        offset=(own_page - 1) * views.RECORDINGS,
    )
    named = meetings.named(db, {one.meeting_id for one in own}, visit.viewer)
    known = {meeting.id: meeting for meeting in named}
    return views.secretary(
        views.Desk(
            meetings=[
                (meeting, len(memos.of(db, meeting.id)))
                for meeting in current[start : start + views.MEETINGS]
            ],
            meetings_total=len(current),
            recordings=[(one, known[one.meeting_id]) for one in own],
            recordings_total=recordings.count_by(db, visit.by.actor, visit.viewer),
            pages=(meeting_page, own_page),
        )
    )


def _in_turn(db: Database, visit: Visit, council_ids: list[int]) -> list[Meeting]:
    """The meetings these councils record in now; those in session first."""
    found = (meetings.current(db, council_id, visit.viewer) for council_id in council_ids)
    return sorted(
        (meeting for meeting in found if meeting), key=lambda one: one.status != "in_session"
    )
