"""`/meeting duties`: what is due by when, what was done, and what the record lacks.

The clock edits one message in each council's channel, and posts it where there is none.
"""

import logging
from datetime import datetime, timedelta
from functools import partial
from http.client import HTTPException
from typing import Any

from slack_bolt import Ack, Respond
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from sqlite_utils import Database

from handlers import access, delivery
from handlers.commands import Subcommand
from handlers.errors import UserError
from handlers.parse import buttons
from handlers.reply import Say
from handlers.views import duties as views
from handlers.views.parts import Message
from handlers.visit import Visit
from store import councils, duties, duty_boards, gaps, meetings, rules
from store.councils import Council
from store.db import Store
from store.duty_boards import Board
from store.meetings import Meeting
from store.outbox import Letter
from store.slots import JAPAN
from store.viewers import PUBLIC

Json = dict[str, Any]

SOON = timedelta(minutes=1)

log = logging.getLogger("kaigiroku")


def show(typed: str, visit: Visit, respond: Respond, client: WebClient) -> None:
    """`duties`: all that is due in the council here, and what its record lacks."""
    _answer_list(access.council_here(visit), visit, respond)


def done(ack: Ack, action: Json, visit: Visit, respond: Respond, client: WebClient) -> None:
    """済 beside a duty."""
    ack()
    meeting_id, duty, is_board = buttons.values(action, meeting=int, duty=str, board=bool)
    meeting, council = _managed(meeting_id, visit)
    with visit.store.writing() as db:
        is_new = duties.mark_done(db, meeting_id, duty, visit.today, visit.by)
    if is_board:
        if not is_new:
            raise UserError("この仕事は、すでに済になっています。")
        respond(**views.done(meeting.name, meeting_id, duty), replace_original=False)
    else:
        _answer_list(council, visit, partial(respond, replace_original=True))
    _redraw_one(council.id, visit, client)


def undone(ack: Ack, action: Json, visit: Visit, respond: Respond, client: WebClient) -> None:
    """取り消す after that."""
    ack()
    meeting_id, duty = buttons.values(action, meeting=int, duty=str)
    meeting, council = _managed(meeting_id, visit)
    with visit.store.writing() as db:
        if not duties.mark_undone(db, meeting_id, duty, visit.by):
            raise UserError("この仕事は、済になっていません。")
    respond(**views.undone(meeting.name, duty), replace_original=True)
    _redraw_one(council.id, visit, client)


def ring(store: Store, client: WebClient, now: datetime) -> None:
    """Let every council's message tell what is due today."""
    with store.reading() as db:
        boards = [_looked_at(db, one, now) for one in duty_boards.councils_with_duties(db)]
    for known, message, is_due in boards:
        _redraw(known, message, is_due, store, client, now)


def draw(store: Store, letter: Letter, now: datetime) -> Message | None:
    """The message as it is to be posted; nothing, if nothing is due any more."""
    council_id = letter.refs["council"]
    with store.reading() as db:
        _, message, is_due = _looked_at(db, council_id, now)
    if not is_due:
        return None
    with store.writing() as db:
        duty_boards.mark_drawn(db, council_id, delivery.digest(message))
    return message


def _redraw_one(council_id: int, visit: Visit, client: WebClient) -> None:
    known, message, is_due = _looked_at(visit.db, council_id, visit.now)
    _redraw(known, message, is_due, visit.store, client, visit.now)


def _looked_at(db: Database, council_id: int, now: datetime) -> tuple[Board, Message, bool]:
    """A council's message, what it should show, and whether anything is due.

    In the channel closed meetings (非公開) do not exist.
    """
    today = now.astimezone(JAPAN).date()
    council = councils.get(db, council_id)
    due = duties.due(db, council_id, PUBLIC, today, only_soon=True)
    return duty_boards.board(db, council_id), views.board(council.name, due, today), bool(due)


def _redraw(
    known: Board, message: Message, is_due: bool, store: Store, client: WebClient, now: datetime
) -> None:
    if known.rests(now) or known.state in ("due", "sending", "unknown"):
        return
    if known.state == "sent":
        if known.drawn != delivery.digest(message):
            _update(known, message, store, client, now)
    elif known.state == "failed" and known.rests_until is None:
        with store.writing() as db:
            duty_boards.rest(db, known.council_id, now + duty_boards.TRY_AGAIN)
    elif is_due:
        with store.writing() as db:
            duty_boards.post(db, known, now)


def _update(known: Board, message: Message, store: Store, client: WebClient, now: datetime) -> None:
    try:
        client.chat_update(
            channel=known.channel or "",
            ts=known.ts or "",
            text=message["text"],
            blocks=message["blocks"],
        )
    except (SlackApiError, OSError, HTTPException) as error:
        reason = delivery.reason_of(error)
        log.warning("the duties of council %s: %s", known.council_id, reason)
        with store.writing() as db:
            if reason in _GONE:
                duty_boards.forget(db, known.council_id)
            else:
                wait = delivery.retry_after(error) or SOON
                duty_boards.rest(db, known.council_id, now + wait)
        return
    with store.writing() as db:
        duty_boards.mark_drawn(db, known.council_id, delivery.digest(message))


# Somebody deleted the message, or the channel; the next one that is due is posted anew.
_GONE = ("message_not_found", "channel_not_found", "not_in_channel", "is_archived")


def _managed(meeting_id: int, visit: Visit) -> tuple[Meeting, Council]:
    meeting = meetings.get(visit.db, meeting_id, visit.viewer)
    council = councils.get(visit.db, meeting.council_id)
    access.require_manager(visit, council)
    return meeting, council


def _answer_list(council: Council, visit: Visit, say: Say) -> None:
    laid = rules.of(visit.db, council.id)
    days = (
        laid.notice_days,
        laid.papers_days,
        laid.summary_days,
        laid.minutes_days,
        laid.publication_days,
    )
    say(
        **views.listed(
            council.name,
            duties.due(visit.db, council.id, visit.viewer, visit.today),
            gaps.gaps(visit.db, council.id, visit.viewer, visit.today),
            visit.today,
            has_rules=any(one is not None for one in days),
            manages=access.may_manage(visit, council),
        )
    )


DUTIES = Subcommand(
    names=("duties", "期限"),
    answer=show,
    example="duties",
    purpose="開催通知や会議録などの期限と、記録の抜けを表示します。",
)
