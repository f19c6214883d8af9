"""`/minutes show` and `recent`: a meeting's minutes, and the list of meetings."""

from typing import Any

from slack_bolt import Ack, Respond
from slack_sdk import WebClient
from sqlite_utils import Database

from handlers import access
from handlers.commands import Subcommand
from handlers.errors import UserError
from handlers.parse import buttons
from handlers.parse import meetings as parse
from handlers.reply import Say, in_place
from handlers.views import manuscript, parts
from handlers.views import minutes as views
from handlers.views import remarks as remark_views
from handlers.views import search as search_views
from handlers.views.parts import Message
from handlers.visit import Visit
from store import confirmations, councils, meetings, minutes, real_names, remarks
from store import search as index
from store.minutes import Minutes

Json = dict[str, Any]


def show(typed: str, visit: Visit, respond: Respond, client: WebClient) -> None:
    """`show 令和7年度第2回`: a meeting's header and remarks; without words, the latest here.

    `show kaigiroku:14`: the remark that link cites.
    """
    if remark_id := parse.cited(typed):
        _answer_cited(remark_id, visit, respond)
        return
    words, page = parse.page(typed)
    council = councils.of_channel(visit.db, visit.channel_id or "")
    council_id = council.id if council else None
    if words:
        meeting = meetings.choose(visit.db, words, visit.viewer, council_id)
    else:
        latest = meetings.recent(visit.db, visit.viewer, council_id=council_id, limit=1)
        if not latest:
            raise UserError(_NO_MINUTES)
        meeting = latest[0]
    _answer_show(meeting.id, page, visit, respond)


def recent(typed: str, visit: Visit, respond: Respond, client: WebClient) -> None:
    """`recent`: the latest meetings."""
    _answer_recent(1, visit, respond)


def turn_pages(
    ack: Ack, action: Json, body: Json, visit: Visit, respond: Respond, client: WebClient
) -> None:
    """次へ and 前へ under a meeting's minutes, and 会議録を表示 in a list of meetings."""
    ack()
    meeting_id, page = buttons.values(action, meeting=int, page=int)
    _answer_show(meeting_id, max(1, page), visit, in_place(body, respond, client))


def turn_meetings(
    ack: Ack, action: Json, body: Json, visit: Visit, respond: Respond, client: WebClient
) -> None:
    """次へ and 前へ under the list of meetings."""
    ack()
    [page] = buttons.values(action, page=int)
    _answer_recent(max(1, page), visit, in_place(body, respond, client))


def _answer_show(meeting_id: int, page: int, visit: Visit, respond: Say) -> None:
    shown = minutes.read(visit.db, meeting_id, visit.viewer)
    if access.may_manage(visit, councils.get(visit.db, shown.meeting.council_id)):
        respond(**_manuscript(visit.db, shown, page, visit))
    else:
        respond(**views.minutes(shown, page))


def _manuscript(db: Database, shown: Minutes, page: int, visit: Visit) -> Message:
    ids = [remark.id for turn in shown.turns for remark in turn.remarks]
    return manuscript.manuscript(
        shown,
        page,
        confirmations.state(db, shown.meeting.id),
        real_names.of(db, ids, visit.viewer),
        len(remarks.withdrawn(db, shown.meeting.id, visit.viewer)),
    )


def _answer_cited(remark_id: int, visit: Visit, respond: Say) -> None:
    neighbours = index.around(visit.db, remark_id, visit.viewer)
    if not neighbours:
        raise UserError(remarks.NOT_FOUND)
    message = search_views.cited(neighbours, remark_id)
    place = remarks.look(visit.db, remark_id, visit.viewer)
    if access.may_manage(visit, councils.get(visit.db, place.council_id)):
        button = remark_views.correct_button(remark_id)
        message = {**message, "blocks": [*message["blocks"], parts.buttons([button])]}
    respond(**message)


def _answer_recent(page: int, visit: Visit, respond: Say) -> None:
    found = meetings.recent(
        visit.db, visit.viewer, limit=views.MEETINGS, offset=(page - 1) * views.MEETINGS
    )
    respond(**views.meetings(found, meetings.count(visit.db, visit.viewer), page))


_NO_MINUTES = (
    "まだ会議録がありません。"
    "情報システムの担当が「kaigiroku import」で取り込むと、ここで表示できます。"
)

SHOW = Subcommand(
    names=("show", "表示"),
    answer=show,
    example="show 令和7年度第2回",
    purpose="会議録を表示します。回を書かないと、いちばん新しい会議録を表示します。",
)

RECENT = Subcommand(
    names=("recent", "最近", "一覧", "list"),
    answer=recent,
    example="recent",
    purpose="最近の会議を一覧にします。",
)
