"""`/attendance pack`: what members who were absent are sent: decisions, open points, papers."""

from typing import Any

from slack_bolt import Ack, Respond
from slack_sdk import WebClient

from handlers.attended.asking import council_here, latest_held, managed, send_once
from handlers.commands import Subcommand
from handlers.errors import UserError
from handlers.parse import buttons
from handlers.views import attended_pack as views
from handlers.visit import Visit
from store import attended, meetings, minutes
from store.formats import absent_pack
from store.meetings import Meeting
from store.viewers import PUBLIC

Json = dict[str, Any]


def show(typed: str, visit: Visit, respond: Respond, client: WebClient) -> None:
    """`pack 令和8年度第1回`: who was absent, and what they would be sent."""
    council = council_here(visit)
    words = " ".join(typed.split())
    meeting = (
        meetings.choose(visit.db, words, visit.viewer, council.id)
        if words
        else latest_held(council, visit)
    )
    _check(meeting, visit)
    absent = attended.absent(visit.db, meeting.id)
    pack = views.pack(minutes.read(visit.db, meeting.id, visit.viewer), visit.today)
    respond(**views.preview(meeting, pack, absent))


def send(
    ack: Ack, action: Json, body: Json, visit: Visit, respond: Respond, client: WebClient
) -> None:
    """Wordで受け取る under it."""
    ack()
    [meeting_id] = buttons.values(action, meeting=int)
    meeting = meetings.get(visit.db, meeting_id, visit.viewer)
    _check(meeting, visit)
    pack = views.pack(minutes.read(visit.db, meeting.id, PUBLIC), visit.today)
    content = absent_pack.to_word(pack, attended.absent(visit.db, meeting.id))
    key = f"pack:{body['container']['message_ts']}:{meeting.id}"
    name, comment = views.file_name(meeting), views.comment(meeting)
    is_first = send_once(key, name, content, comment, visit, client)
    respond(**(views.sent(meeting) if is_first else views.sent_already()))


def _check(meeting: Meeting, visit: Visit) -> None:
    managed(meeting.council_id, visit)
    if meeting.status != "held":
        raise UserError(
            "この会議はまだ終わっていません。閉会してから、もう一度お試しください。"
            if meeting.status != "cancelled"
            else "この会議は中止されているため、欠席者に送る資料はありません。"
        )
    if meeting.disclosure == "closed":
        raise UserError("非公開の会議の資料は、ファイルにしません。")


PACK = Subcommand(
    names=("pack", "欠席者資料"),
    answer=show,
    example="pack",
    purpose="欠席した委員に送る資料（決まったこと、宿題、会議資料）を作ります。担当者だけが使えます。",
)
