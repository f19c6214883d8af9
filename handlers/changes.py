"""履歴 and 新旧対照: who changed a remark and how, and what a meeting's minutes said before."""

from collections.abc import Callable
from datetime import date
from typing import Any

from slack_bolt import Ack, Respond
from slack_sdk import WebClient

from handlers.commands import Subcommand
from handlers.errors import UserError
from handlers.parse import buttons
from handlers.parse import changes as parse
from handlers.reply import Say, in_place, send_file_once
from handlers.views import changes as views
from handlers.views import comparisons, histories, parts
from handlers.visit import Visit
from store import changes, councils, meetings
from store.changes import Comparison
from store.formats import comparison as files
from store.viewers import PUBLIC

Json = dict[str, Any]

WRITERS: dict[str, Callable[[files.Comparison], bytes]] = {
    "docx": files.to_word,
    "xlsx": files.to_excel,
}


def show_history(typed: str, visit: Visit, respond: Respond, client: WebClient) -> None:
    """`history kaigiroku:14`: what happened to a remark."""
    remark_id, page = parse.remark(typed)
    _answer_history(remark_id, page, visit, respond)


def compare(typed: str, visit: Visit, respond: Respond, client: WebClient) -> None:
    """`changes 令和7年度第2回 12/1から`: what a meeting's minutes said before and say now."""
    asked = parse.changes(typed, visit.today)
    council = councils.of_channel(visit.db, visit.channel_id or "")
    council_id = council.id if council else None
    if asked.words:
        meeting = meetings.choose(visit.db, asked.words, visit.viewer, council_id)
    else:
        current = meetings.current(visit.db, council_id, visit.viewer) if council_id else None
        latest = meetings.recent(visit.db, visit.viewer, council_id=council_id, limit=1)
        if not (current or latest):
            raise UserError("まだ会議録がないため、新旧対照表は作れません。")
        meeting = current or latest[0]
    _answer_comparison(meeting.id, asked.since, asked.page, visit, respond)


def turn_history(
    ack: Ack, action: Json, body: Json, visit: Visit, respond: Respond, client: WebClient
) -> None:
    """次へ and 前へ under the history of a remark."""
    ack()
    remark_id, page = buttons.values(action, remark=int, page=int)
    _answer_history(remark_id, max(1, page), visit, in_place(body, respond, client))


def turn_pages(
    ack: Ack, action: Json, body: Json, visit: Visit, respond: Respond, client: WebClient
) -> None:
    """次へ and 前へ under a 新旧対照表."""
    ack()
    meeting_id, since, page = buttons.values(action, meeting=int, since=str, page=int)
    say = in_place(body, respond, client)
    _answer_comparison(meeting_id, parse.since(since), page, visit, say)


def send(
    ack: Ack, action: Json, body: Json, visit: Visit, respond: Respond, client: WebClient
) -> None:
    """Wordで書き出す and Excelで書き出す: the whole table, for the one who asked."""
    ack()
    meeting_id, since = buttons.values(action, meeting=int, since=str)
    compared = changes.compare(visit.db, meeting_id, visit.viewer, parse.since(since))
    _refuse_closed(compared, visit)
    sheet = comparisons.sheet(compared, visit.today)
    if not sheet.rows:
        raise UserError(
            "変わったところが、いまはありません。もう一度「/minutes changes」で確かめてください。"
        )
    kind = "docx" if action["action_id"] == views.WORD else "xlsx"
    content = WRITERS[kind](sheet)
    name, comment = views.file_name(compared, kind), views.comment(sheet)
    pressed = f"changes:{body['container']['message_ts']}:{visit.user_id}:{kind}:{action['value']}"
    if send_file_once(pressed, name, content, comment, visit, client):
        respond(**views.sent(compared))
    else:
        respond(**parts.sent_already())


def _answer_history(remark_id: int, page: int, visit: Visit, respond: Say) -> None:
    past = changes.of_remark(visit.db, remark_id, visit.viewer)
    respond(**histories.history(past, page))


def _answer_comparison(
    meeting_id: int, since: date | None, page: int, visit: Visit, respond: Say
) -> None:
    with visit.store.reading() as db:  # one moment of the record for what was and what is
        compared = changes.compare(db, meeting_id, visit.viewer, since)
    respond(**views.comparison(compared, page))


def _refuse_closed(compared: Comparison, visit: Visit) -> None:
    # Nobody's rights go into a file: what was said behind closed doors is in none.
    if not meetings.named(visit.db, [compared.meeting.id], PUBLIC):
        raise UserError("非公開の会議の新旧対照表です。ファイルには書き出せません。")


HISTORY = Subcommand(
    names=("history", "履歴"),
    answer=show_history,
    example="history kaigiroku:14",
    purpose="発言を、だれがいつどう直したかを示します。",
)

CHANGES = Subcommand(
    names=("changes", "新旧", "新旧対照", "新旧対照表"),
    answer=compare,
    example="changes 令和7年度第2回",
    purpose="会議録の新旧対照表を作ります。「12/1から」のように、いつからの変更かも選べます。",
)
