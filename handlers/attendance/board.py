"""The message with the roll: posted once, and drawn anew where it stands."""

import logging
import time
from copy import copy
from datetime import datetime, timedelta
from http.client import HTTPException

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from sqlite_utils import Database

from handlers import delivery
from handlers.views import attendance as views
from handlers.views.attendance import Shown
from handlers.views.parts import Message
from store import attendance, meetings
from store.attendance import Board
from store.db import Store
from store.history import By
from store.outbox import Letter
from store.viewers import OPERATOR

# Slack takes about one change a second, and now and then a few more.
PACE = timedelta(seconds=0.7)
# What Slack asks us to wait longer for is left to the clock.
PATIENCE = timedelta(seconds=10)
AWHILE = timedelta(seconds=30)

log = logging.getLogger("kaigiroku")


def shown(db: Database, meeting_id: int) -> Shown:
    """A meeting's roll as it is just now, without a word of why somebody is not there.

    It is shown where its secretariat posted it, whatever its minutes' disclosure.
    """
    return Shown(
        meeting=meetings.get(db, meeting_id, OPERATOR),
        entries=attendance.roll(db, meeting_id),
        officers=attendance.officers(db, meeting_id),
        standing=attendance.quorum(db, meeting_id),
        losses=attendance.losses(db, meeting_id),
    )


def post(
    store: Store, client: WebClient, meeting_id: int, channel_id: str, now: datetime
) -> Board | None:
    """Post the message, or draw the one that stands anew; where it stands, if Slack took it."""
    with store.writing() as db:
        attendance.call(db, meeting_id)
        key = attendance.post(db, meeting_id, channel_id, now)
        attendance.smear(db, meeting_id)
    if key:
        delivery.deliver_now(key, {attendance.KIND: draw}, store, client, now)
    redraw(store, client, meeting_id, now)
    with store.reading() as db:
        known = attendance.board(db, meeting_id)
    return known if known and known.state == "sent" else None


def draw(store: Store, letter: Letter, now: datetime) -> Message | None:
    """The message as it is to be posted."""
    meeting_id = letter.refs["meeting"]
    with store.reading() as db:
        message = views.roll(shown(db, meeting_id))
    with store.writing() as db:
        attendance.mark_drawn(db, meeting_id, delivery.digest(message))
    return message


def redraw(
    store: Store,
    client: WebClient,
    meeting_id: int,
    now: datetime,
    *,
    patience: timedelta = PATIENCE,
) -> None:
    """Let the message tell what is true now: whoever holds the brush draws for all."""
    began = time.monotonic()
    patient = copy(client)
    patient.retry_handlers = []  # what is repeated later would be an old drawing over a new one
    goes_on = True
    while goes_on:
        at = now + timedelta(seconds=time.monotonic() - began)
        with store.writing() as db:
            known = attendance.take_brush(db, meeting_id, at)
        if known is None:
            return
        goes_on = _draw(store, patient, known, at, patience)


def _draw(store: Store, client: WebClient, known: Board, at: datetime, patience: timedelta) -> bool:
    """One drawing; whether there may be another to make at once."""
    wait = max((one - at for one in (known.next_at, known.rests_until) if one), default=timedelta())
    if wait > patience:
        with store.writing() as db:
            attendance.put_off(db, known.meeting_id, at + wait)
        return False
    if wait > timedelta():
        time.sleep(wait.total_seconds())
        at += wait
    with store.writing() as db:
        attendance.start(db, known.meeting_id, at)
    with store.reading() as db:
        message = views.roll(shown(db, known.meeting_id))
    if delivery.digest(message) != known.drawn:
        problem = _update(client, known, message)
        if problem:
            return _not_drawn(store, known, problem, at, patience)
    with store.writing() as db:
        is_done = attendance.finish(db, known.meeting_id, delivery.digest(message), at + PACE)
        if not is_done:
            attendance.put_off(db, known.meeting_id, at + PACE)
    return not is_done


def _update(client: WebClient, known: Board, message: Message) -> Exception | None:
    try:
        client.chat_update(
            channel=known.channel or "",
            ts=known.ts or "",
            text=message["text"],
            blocks=message["blocks"],
        )
    except (SlackApiError, OSError, HTTPException) as error:
        return error
    return None


def _not_drawn(
    store: Store, known: Board, error: Exception, at: datetime, patience: timedelta
) -> bool:
    reason = delivery.reason_of(error)
    log.warning("the roll of meeting %s: %s", known.meeting_id, reason)
    with store.writing() as db:
        if reason in _GONE:
            attendance.forget(db, known.meeting_id)
            return False
        wait = delivery.retry_after(error) or AWHILE
        attendance.put_off(db, known.meeting_id, at + wait)
    return wait <= patience


# Somebody deleted the message, or the channel; it can be posted anew.
_GONE = ("message_not_found", "channel_not_found", "not_in_channel", "is_archived")


def ring(store: Store, client: WebClient, now: datetime) -> None:
    """Make up for what was not drawn, and note what another agenda item did to the quorum."""
    with store.reading() as db:
        running = attendance.running(db)
    for meeting_id in running:
        with store.writing() as db:
            attendance.settle(db, meeting_id, By("clock", now))
    with store.reading() as db:
        watched = attendance.boards_to_watch(db, now)
    for known in watched:
        if known.rests_until and known.rests_until > now:
            continue
        with store.reading() as db:
            message = views.roll(shown(db, known.meeting_id))
        if delivery.digest(message) != known.drawn:
            with store.writing() as db:
                attendance.smear(db, known.meeting_id)
            redraw(store, client, known.meeting_id, now, patience=timedelta(seconds=1))
