"""Where somebody's words go: which meeting, and under which of its agenda items."""

from typing import Any

from sqlite_utils import Database

from handlers import access
from handlers.errors import UserError
from handlers.parse import buttons
from handlers.visit import Visit
from store import councils, live, meetings, recordings, remarks
from store.live import Item
from store.meetings import Meeting
from store.recordings import Recording


def current(visit: Visit) -> list[Meeting]:
    """The meetings somebody may mean: their channel's, else those of the councils they serve."""
    here = councils.of_channel(visit.db, visit.channel_id)
    if here:
        access.require_manager(visit, here)
        served = [here]
    else:
        served = councils.served_by(visit.db, visit.user_id)
    if not served:
        raise UserError(
            "発言を記録できるのは、会議体の事務局の担当者です。"
            "担当者は「/council staff 会議体の名前」で確かめられます。"
        )
    found = (meetings.current(visit.db, council.id, visit.viewer) for council in served)
    open_ones = [meeting for meeting in found if meeting]
    if not open_ones:
        raise UserError(_NONE)
    return open_ones


def meant(visit: Visit, meeting_id: int) -> Meeting:
    """The meeting of that number, if it takes remarks and from this person."""
    meeting = access.managed_meeting(visit, meeting_id)
    meetings.require_open_for_recording(visit.db, meeting_id)
    return meeting


def recording(action: dict[str, Any], visit: Visit) -> Recording:
    """The recording a button means, if its meeting is this person's to write up."""
    [key] = buttons.values(action, recording=str)
    found = recordings.find(visit.db, key)
    if found is None:
        raise UserError(remarks.NOT_FOUND)
    meant(visit, found.meeting_id)
    return found


def item(db: Database, meeting: Meeting, actor: str) -> Item | None:
    """The item a running meeting is at; afterwards where the person wrote last, or anybody."""
    agenda = live.items(db, meeting.id)
    at = live.current_item(db, meeting.id) if meeting.status == "in_session" else None
    habit = recordings.habit(db, meeting.id, actor)
    spoken_to = [one.id for one in agenda if one.remarks]
    by_id = {one.id: one for one in agenda}
    wanted = [at, habit.agenda_item_id if habit else None, *spoken_to[-1:], *list(by_id)[:1]]
    return next((by_id[item_id] for item_id in wanted if item_id in by_id), None)


_NONE = (
    "いま記録できる会議がありません。会議録が確定・公表されているか、会議がまだ登録されていません。"
    "「/meeting start」で開会するか、「/minutes note 会議12 参加者 …」のように会議の番号を付けて"
    "ください（番号は会議の一覧「/minutes recent」で確かめられます）。"
    "確定した会議録を直すときは、担当者が「/minutes reopen」で確定を解除します。"
)
