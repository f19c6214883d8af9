"""The poll's message: posted once, drawn anew where it stands; and the clock's part in it."""

import logging
import time
from datetime import datetime, timedelta
from http.client import HTTPException

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from handlers import delivery
from handlers.views import poll_desk as desk_views
from handlers.views import polls as views
from handlers.views.parts import Message
from handlers.visit import Visit
from store import councils, polls, reminders
from store.db import Store
from store.errors import Busy, Refused
from store.history import By
from store.outbox import Letter
from store.polls import Poll

# Slack takes about one change a second; people read no faster than every two.
PACE = 2.0
SOON = timedelta(minutes=1)

log = logging.getLogger("kaigiroku")


def ring(store: Store, client: WebClient, now: datetime) -> None:
    """Close what its deadline has passed, and draw what was not drawn."""
    with store.reading() as db:
        is_due, stale = polls.due_to_close(db, now), polls.stale(db, now)
    if is_due:
        with store.writing() as db:
            for poll_id in polls.close_due(db, now):
                reminders.follow_poll(db, poll_id, now, By("clock", now))
        with store.reading() as db:
            stale = polls.stale(db, now)
    for poll_id in stale:
        _draw_anew(store, client, poll_id, now)


def draw(store: Store, letter: Letter, now: datetime) -> Message | None:
    """A letter about a poll as it is true now; nothing, if it is of no use any more."""
    with store.reading() as db:
        poll = polls.get(db, letter.refs["poll"])
        tallies = polls.weigh(db, poll)
        is_staff = letter.recipient in councils.secretariat(db, poll.council_id)
    says = letter.refs["says"]
    if says == "board":
        with store.writing() as db:
            polls.mark_drawn(db, poll)
        return views.board(poll, tallies)
    elif says == "call":
        one = polls.asked_as(poll, letter.recipient)
        is_waited_for = one is not None and not one.has_replied and poll.takes_replies(now)
        return views.call(poll) if is_waited_for else None
    elif is_staff and poll.state in ("open", "closed"):
        return desk_views.news(poll, tallies, polls.best(tallies), says)
    else:
        return None


def post(visit: Visit, client: WebClient, poll_id: int) -> None:
    """Post the message of a new poll at once, because somebody waits for it."""
    key = polls.board_key(poll_id, 1)
    delivery.deliver_now(key, {polls.KIND: draw}, visit.store, client, visit.now)


def redraw(visit: Visit, client: WebClient, poll_id: int) -> None:
    """Let the message tell what is true now.

    Many changes at once are one drawing: whoever comes first waits for those behind. What fails
    here, or dies waiting, is made up for by the clock.
    """
    try:
        with visit.store.writing() as db:
            wait = polls.claim_drawing(db, poll_id, visit.now, PACE)
    except Busy:
        return  # what was to be kept is kept
    if wait is None:
        return
    time.sleep(wait)
    _draw_anew(visit.store, client, poll_id, visit.now)


def _draw_anew(store: Store, client: WebClient, poll_id: int, now: datetime) -> None:
    with store.reading() as db:
        poll = polls.get(db, poll_id)
        tallies = polls.weigh(db, poll)
    if poll.ts is None or poll.drawn == poll.revision:
        return  # not posted yet: it will be posted as it is by then
    message = views.board(poll, tallies)
    try:
        client.chat_update(
            channel=poll.channel_id, ts=poll.ts, text=message["text"], blocks=message["blocks"]
        )
    except (SlackApiError, OSError, HTTPException) as error:
        _not_drawn(store, poll, now, error)
        return
    with store.writing() as db:
        polls.mark_drawn(db, poll)


def _not_drawn(store: Store, poll: Poll, now: datetime, error: Exception) -> None:
    reason = type(error).__name__
    if isinstance(error, SlackApiError):
        reason = str(error.response.get("error") or error.response.status_code)
    log.warning("the message of poll %s: %s", poll.id, reason)
    with store.writing() as db:
        if reason in _GONE:
            polls.mark_gone(db, poll, now)
        else:
            polls.rest(db, poll.id, now + (delivery.retry_after(error) or SOON))


# Somebody deleted the message: another takes its place.
_GONE = ("message_not_found",)


def find(visit: Visit, poll_id: int) -> Poll:
    """The poll as it is just now; after a change, the listener's own reader is behind."""
    with visit.store.reading() as db:
        return polls.get(db, poll_id)


def require_reader(visit: Visit, poll: Poll, *, manages: bool) -> None:
    """Refuse to show who replied what to those who have nothing to do with it."""
    if not manages and polls.asked_as(poll, visit.user_id) is None:
        raise Refused("一覧は、この日程調整の対象の方と事務局だけが見られます。")
