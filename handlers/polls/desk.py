"""事務局の操作: where a poll stands, who has not answered, and all replies as a list or a file."""

from typing import Any

from slack_bolt import Ack, Respond
from slack_sdk import WebClient

from handlers import access
from handlers.parse import buttons
from handlers.polls import boards
from handlers.reply import send_file_once
from handlers.views import poll_desk as views
from handlers.views import polls as board_views
from handlers.views.parts import Message
from handlers.visit import Visit
from store import councils, members, polls
from store.formats import ballot, tables
from store.formats.tables import Table
from store.polls import Poll
from store.viewers import PUBLIC

Json = dict[str, Any]


def drawn(visit: Visit, poll: Poll, said: str = "") -> Message:
    """What the secretariat sees of a poll."""
    with visit.store.reading() as db:
        tallies = polls.weigh(db, poll)
    return views.desk(poll, tallies, polls.best(tallies), said)


def show(ack: Ack, action: Json, visit: Visit, respond: Respond) -> None:
    """事務局の操作 under the poll."""
    ack()
    respond(**drawn(visit, _managed(action, visit)), replace_original=False)


def open_list(ack: Ack, action: Json, visit: Visit, client: WebClient) -> None:
    """一覧を開く: everybody's replies in a window."""
    ack()
    client.views_open(trigger_id=visit.trigger_id, view=_page(action, visit))


def turn_list(ack: Ack, action: Json, body: Json, visit: Visit, client: WebClient) -> None:
    """次へ and 前へ in that window."""
    ack()
    client.views_update(view_id=body["view"]["id"], view=_page(action, visit))


def show_unanswered(ack: Ack, action: Json, visit: Visit, respond: Respond) -> None:
    """未回答の方: by name, and how to reach them."""
    ack()
    poll = _managed(action, visit)
    contacts = members.reachable(visit.db, poll.council_id)
    respond(**views.unanswered(poll, _reached(poll, visit), contacts), replace_original=False)


def call(ack: Ack, action: Json, visit: Visit, respond: Respond) -> None:
    """Slackの方に知らせる: those who have not answered are written to, once a day."""
    ack()
    poll = _managed(action, visit)
    with visit.store.writing() as db:
        told = polls.tell_unanswered(db, poll, visit.now, visit.today.isoformat())
    respond(**views.called(told, poll.unanswered), replace_original=False)


def send_excel(
    ack: Ack, action: Json, body: Json, visit: Visit, respond: Respond, client: WebClient
) -> None:
    """Excelで受け取る: all replies, in one's own messages."""
    ack()
    poll = _managed(action, visit)
    table = ballot.replies(
        "日程調整", _days(poll), views.voters(poll, poll.asked, with_comments=True)
    )
    _send(poll, table, "回答", body, visit, respond, client)


def send_sheet(
    ack: Ack, action: Json, body: Json, visit: Visit, respond: Respond, client: WebClient
) -> None:
    """書き込み用の表: those who have not answered, to print and write on."""
    ack()
    poll = _managed(action, visit)
    reached = _reached(poll, visit)
    rows = [
        ballot.Voter(
            name=one.name,
            title=one.title,
            marks=(),
            entered=views.REACHED.get(reached.get(one.person_id) or "", ""),
        )
        for one in poll.unanswered
    ]
    table = ballot.to_write_on("未回答の方", _days(poll), rows)
    _send(poll, table, "未回答", body, visit, respond, client)


def _send(
    poll: Poll,
    table: Table,
    what: str,
    body: Json,
    visit: Visit,
    respond: Respond,
    client: WebClient,
) -> None:
    stood_in = body.get("container", {}).get("message_ts", "")
    pressed = f"poll_file:{poll.id}:{poll.revision}:{what}:{visit.user_id}:{stood_in}"
    name, content = views.file_name(poll, what), tables.to_excel(table)
    is_sent = send_file_once(pressed, name, content, views.file_comment(poll), visit, client)
    told = views.file_sent() if is_sent else views.file_sent_already()
    respond(**told, replace_original=False)


def _page(action: Json, visit: Visit) -> Json:
    poll_id, page = buttons.values(action, poll=int, page=int)
    poll = polls.get(visit.db, poll_id)
    manages = access.may_manage(visit, councils.get(visit.db, poll.council_id))
    boards.require_reader(visit, poll, manages=manages)
    return views.page(poll, page, with_comments=manages)


def _reached(poll: Poll, visit: Visit) -> dict[int, str | None]:
    listed = members.roster(visit.db, poll.council_id, PUBLIC)
    return {one.person_id: one.reached_by for one in listed}


def _days(poll: Poll) -> list[str]:
    return [board_views.short(one.slot) for one in poll.options]


def _managed(action: Json, visit: Visit) -> Poll:
    [poll_id] = buttons.values(action, poll=int)
    poll = polls.get(visit.db, poll_id)
    access.require_manager(visit, councils.get(visit.db, poll.council_id))
    return poll
