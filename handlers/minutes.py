"""`/minutes`: what was said before, found and shown."""

from collections.abc import Callable
from functools import partial
from typing import Any

from slack_bolt import Ack, Respond
from slack_sdk import WebClient

from handlers import commands, parse
from handlers.commands import Command, Subcommand
from handlers.errors import UserError
from handlers.views import minutes as views
from handlers.visit import Visit
from store import councils, inbox, meetings, minutes, remarks
from store import search as index

Answer = Callable[..., object]  # respond(), or respond() in the place of an older message


def command(
    ack: Ack, command: dict[str, Any], visit: Visit, respond: Respond, client: WebClient
) -> None:
    """Answer `/minutes …`."""
    ack()
    commands.answer(MINUTES, command.get("text") or "", visit, respond, client)


def search(typed: str, visit: Visit, respond: Respond, client: WebClient) -> None:
    """`search 人材`: the remarks that say it, newest first."""
    _answer_search(typed, 1, visit, respond)


def show(typed: str, visit: Visit, respond: Respond, client: WebClient) -> None:
    """`show 令和3年度第1回`: a meeting's header and remarks; without words, the latest here."""
    words, page = parse.page(typed)
    council = councils.of_channel(visit.db, visit.channel_id or "")
    council_id = council.id if council else None
    if words:
        meeting = meetings.choose(visit.db, words, visit.viewer, council_id)
    else:
        latest = meetings.recent(visit.db, visit.viewer, council_id=council_id, limit=1)
        if not latest:
            raise UserError("まだ会議録がありません。`kaigiroku import` で取り込むと表示できます。")
        meeting = latest[0]
    _answer_show(meeting.id, page, visit, respond)


def recent(typed: str, visit: Visit, respond: Respond, client: WebClient) -> None:
    """`recent`: the latest meetings."""
    _answer_recent(1, visit, respond)


def turn_results(ack: Ack, action: dict[str, Any], visit: Visit, respond: Respond) -> None:
    """次へ and 前へ under search results."""
    ack()
    typed, page = parse.button(action, q=str, page=int)
    _answer_search(typed, max(1, page), visit, _in_place(respond))


def turn_pages(ack: Ack, action: dict[str, Any], visit: Visit, respond: Respond) -> None:
    """次へ and 前へ under a meeting's minutes, and 会議録を表示 in a list of meetings."""
    ack()
    meeting_id, page = parse.button(action, meeting=int, page=int)
    _answer_show(meeting_id, max(1, page), visit, _in_place(respond))


def turn_meetings(ack: Ack, action: dict[str, Any], visit: Visit, respond: Respond) -> None:
    """次へ and 前へ under the list of meetings."""
    ack()
    [page] = parse.button(action, page=int)
    _answer_recent(max(1, page), visit, _in_place(respond))


def look_around(
    ack: Ack, action: dict[str, Any], body: dict[str, Any], visit: Visit, client: WebClient
) -> None:
    """前後を見る: the remark with its neighbours, in a window of its own."""
    ack()
    [remark_id] = parse.button(action, remark=int)
    neighbours = index.around(visit.db, remark_id, visit.viewer)
    if not neighbours:
        raise UserError(remarks.NOT_FOUND)
    client.views_open(trigger_id=body["trigger_id"], view=views.around(neighbours, remark_id))


def share(
    ack: Ack, action: dict[str, Any], body: dict[str, Any], visit: Visit, respond: Respond
) -> None:
    """共有: the remark for everybody in the channel, with the name of who shared it."""
    ack()
    [remark_id] = parse.button(action, remark=int)
    [hit] = index.around(visit.db, remark_id, visit.viewer, before=0, after=0) or [None]
    if hit is None:
        raise UserError(remarks.NOT_FOUND)
    if hit.closed:
        raise UserError("非公開の会議の発言は、チャンネルに共有できません。")
    # Pressed twice, shared once: Slack may repeat, and so may an impatient finger.
    pressed = f"share:{body['container']['message_ts']}:{visit.user_id}:{remark_id}"
    with visit.store.writing() as db:
        first = inbox.first_time(db, pressed, visit.by)
    if first:
        respond(**views.shared(hit, visit.user_id))
    else:
        respond(**views.shared_already())


def _in_place(respond: Respond) -> Answer:
    """Let the answer take the place of the message whose button was pressed."""
    return partial(respond, replace_original=True)


def _answer_search(typed: str, page: int, visit: Visit, respond: Answer) -> None:
    query = parse.search_query(typed)
    found = index.find(
        visit.db,
        query,
        visit.viewer,
        limit=views.HITS,
        offset=(page - 1) * views.HITS,
    )
    respond(**views.results(query, found, page))


def _answer_show(meeting_id: int, page: int, visit: Visit, respond: Answer) -> None:
    shown = minutes.read(visit.db, meeting_id, visit.viewer)
    respond(**views.minutes(shown, page))


def _answer_recent(page: int, visit: Visit, respond: Answer) -> None:
    found = meetings.recent(
        visit.db, visit.viewer, limit=views.MEETINGS, offset=(page - 1) * views.MEETINGS
    )
    respond(**views.meetings(found, meetings.count(visit.db, visit.viewer), page))


MINUTES = Command(
    name="/minutes",
    title="会議録",
    subcommands=(
        Subcommand(
            names=("search", "検索", "s"),
            answer=search,
            example="search 人材",
            purpose="発言を探します。言葉を並べると、すべてを含む発言を探します。「発言者:事務局」を加えると発言者で絞ります。",
        ),
        Subcommand(
            names=("show", "表示"),
            answer=show,
            example="show 令和3年度第1回",
            purpose="会議録を表示します。回を書かないと、いちばん新しい会議録を表示します。",
        ),
        Subcommand(
            names=("recent", "最近", "一覧", "list"),
            answer=recent,
            example="recent",
            purpose="最近の会議を一覧にします。",
        ),
    ),
)
