"""`/meeting next`, `list`, `cancel`: what is ahead, and what is called off."""

from functools import partial
from typing import Any

from slack_bolt import Ack, Respond
from slack_sdk import WebClient

from handlers import access
from handlers.commands import Choice, Subcommand
from handlers.errors import FormError, UserError
from handlers.parse import buttons
from handlers.parse import schedule as parse
from handlers.reply import Say
from handlers.schedule import telling
from handlers.views import schedule as views
from handlers.views import schedule_forms as forms
from handlers.visit import Visit
from store import councils, inbox, meetings, reminders, schedule
from store.councils import Council
from store.meetings import Meeting

Json = dict[str, Any]


def show_next(typed: str, visit: Visit, respond: Respond, client: WebClient) -> None:
    """`next`: the next meeting."""
    council = access.council_here(visit)
    manages = access.may_manage(visit, council)
    found = schedule.next_meeting(visit.db, council.id, visit.viewer, visit.today)
    if found is None:
        respond(**views.nothing_ahead(council.name, manages=manages, council_id=council.id))
    else:
        respond(**views.shown(found, _absent(council, visit), manages=manages))


def show_one(ack: Ack, action: Json, visit: Visit, respond: Respond) -> None:
    """詳しく見る beside a meeting."""
    ack()
    [meeting_id] = buttons.values(action, meeting=int)
    found = schedule.get(visit.db, meeting_id, visit.viewer)
    if found.meeting.held_on is None:
        raise UserError(meetings.NOT_FOUND)
    council = councils.get(visit.db, found.meeting.council_id)
    manages = access.may_manage(visit, council) and found.meeting.status == "scheduled"
    told = views.shown(found, _absent(council, visit), manages=manages)
    respond(**told, replace_original=False)


def show_list(typed: str, visit: Visit, respond: Respond, client: WebClient) -> None:
    """`list`: the meetings ahead."""
    _answer_list(access.council_here(visit), 1, visit, respond)


def turn_list(ack: Ack, action: Json, visit: Visit, respond: Respond) -> None:
    """次へ and 前へ under the list."""
    ack()
    council_id, page = buttons.values(action, council=int, page=int)
    council = councils.get(visit.db, council_id)
    _answer_list(council, max(1, page), visit, partial(respond, replace_original=True))


def _answer_list(council: Council, page: int, visit: Visit, say: Say) -> None:
    ahead = schedule.upcoming(visit.db, council.id, visit.viewer, visit.today)
    last = max(1, -(-len(ahead) // views.LISTED))
    manages = access.may_manage(visit, council)
    told = views.listed(council.name, council.id, ahead, min(page, last), manages=manages)
    if manages and page == 1:
        untold = schedule.overdue(visit.db, council.id, visit.viewer, visit.today)
        told["blocks"] += views.overdue(untold)
    say(**told)


def _absent(council: Council, visit: Visit) -> tuple[str, ...]:
    if not access.may_manage(visit, council):
        return ()
    return schedule.absentees(visit.db, council.id, visit.viewer, visit.today)


def call_off(typed: str, visit: Visit, respond: Respond, client: WebClient) -> None:
    """`cancel 大雪のため`: which meeting is called off, and why."""
    council = access.council_here(visit)
    access.require_manager(visit, council)
    ahead = schedule.upcoming(visit.db, council.id, visit.viewer, visit.today)
    if not ahead:
        raise Choice(views.nothing_ahead(council.name, manages=True, council_id=council.id))
    meant, why = schedule.numbered(ahead, parse.line(typed))
    _open_cancel(ahead, meant or ahead[0], why, visit, client)


def open_cancel(ack: Ack, action: Json, visit: Visit, client: WebClient) -> None:
    """中止 beside a meeting."""
    ack()
    [meeting_id] = buttons.values(action, meeting=int)
    meeting = access.managed_meeting(visit, meeting_id)
    if meeting.status != "scheduled":
        raise UserError("この会議は、もう中止にできません。「/meeting list」で確かめてください。")
    ahead = schedule.upcoming(visit.db, meeting.council_id, visit.viewer, visit.today)
    _open_cancel(ahead, meeting, "", visit, client)


def _open_cancel(
    ahead: list[Meeting], chosen: Meeting, why: str, visit: Visit, client: WebClient
) -> None:
    client.views_open(trigger_id=visit.trigger_id, view=forms.cancel(ahead, chosen, why))


def cancel(ack: Ack, view: Json, visit: Visit, client: WebClient) -> None:
    """中止にする: the reminders, the calendars and the channel follow."""
    council = councils.get(visit.db, parse.number(view))
    access.require_manager(visit, council)
    chosen = parse.chosen(view, "meeting")
    if not chosen.isdecimal() or len(chosen) > meetings.LONGEST_ID:
        raise FormError({"meeting": "中止する会議を選んでください。"})
    meeting = access.managed_meeting(visit, int(chosen))
    if meeting.council_id != council.id:
        raise FormError({"meeting": "この会議体の会議ではありません。選び直してください。"})
    try:
        reason = parse.reason(parse.chosen(view, "reason"))
    except UserError as error:
        raise FormError({"reason": error.sentence}) from None
    with visit.store.writing() as db:
        if not inbox.first_time(db, f"view:{view['id']}:{view.get('hash')}:cancel", visit.by):
            ack()  # sent twice, called off once
            return
        schedule.cancel(db, meeting.id, reason, visit.by)
        reminders.follow(db, meeting.id, visit.now, visit.by)
        channel = telling.channel_of(db, council, visit)
        key = None
        if channel:
            key = schedule.announce(db, [meeting.id], "cancelled", channel, visit.now)
    ack()
    told = views.cancelled(meeting, reason, is_told=key is not None)
    client.chat_postMessage(channel=visit.user_id, text=told["text"], blocks=told["blocks"])
    telling.post(key, visit.store, client, visit.now)


NEXT = Subcommand(
    names=("next", "次回"),
    answer=show_next,
    example="next",
    purpose="次の会議の日時、場所、議題、資料を表示します。",
)
LIST = Subcommand(
    names=("list", "一覧"),
    answer=show_list,
    example="list",
    purpose="これから開く会議の一覧を表示します。変更と中止もここからできます。",
)
CANCEL = Subcommand(
    names=("cancel", "中止"),
    answer=call_off,
    example="cancel 大雪のため",
    purpose="会議を中止にします。会議と理由を画面で確かめます。",
)
