"""The control message: posted once, and drawn anew where it stands."""

import logging
import time
from datetime import datetime
from http.client import HTTPException

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from sqlite_utils import Database

from handlers import delivery
from handlers.views import live as views
from handlers.views.live import Shown
from handlers.views.parts import Message
from store import live, meetings, outbox
from store.db import Store
from store.live import Live
from store.outbox import Letter, NewLetter
from store.viewers import OPERATOR

# Slack takes about one change a second; people read no faster than every two.
PACE = 2.0

log = logging.getLogger("kaigiroku")


def shown(db: Database, meeting_id: int) -> Shown:
    """A live meeting as it is just now.

    It is shown where its secretariat opened it, whatever its minutes' disclosure.
    """
    known = live.find(db, meeting_id)
    return Shown(
        meeting=meetings.get(db, meeting_id, OPERATOR),
        items=live.items(db, meeting_id),
        current_id=live.current_item(db, meeting_id),
        breaks=live.breaks(db, meeting_id),
        entries=live.entries(db, meeting_id),
        is_over=known is None or known.ended_at is not None,
    )


def letter(db: Database, meeting_id: int, channel_id: str, now: datetime) -> None:
    """Put the control message into the outbox, in the transaction that opens the meeting."""
    outbox.put(
        db,
        NewLetter(
            key=live.letter_key(meeting_id),
            recipient=channel_id,
            kind=live.KIND,
            due_at=now,
            refs={"meeting": meeting_id},
        ),
    )


def draw(store: Store, letter: Letter, now: datetime) -> Message | None:
    """The control message as it is to be posted."""
    meeting_id = letter.refs["meeting"]
    with store.reading() as db:
        known = live.find(db, meeting_id)
        message = views.control(shown(db, meeting_id))
    if known is None or known.thread_ts:
        return None
    with store.writing() as db:
        live.mark_drawn(db, known, delivery.digest(message))
    return message


def post(store: Store, client: WebClient, meeting_id: int, now: datetime) -> bool:
    """Post the control message at once; whether it stands there now."""
    drawn = {live.KIND: draw}
    delivery.deliver_now(live.letter_key(meeting_id), drawn, store, client, now)
    return adopt(store, meeting_id)


def adopt(store: Store, meeting_id: int) -> bool:
    """Learn from the outbox where the control message stands, if it does."""
    with store.writing() as db:
        live.adopt_thread(db)
        known = live.find(db, meeting_id)
    return known is not None and known.thread_ts is not None


def redraw(
    store: Store, client: WebClient, meeting_id: int, now: datetime, *, pace: float = PACE
) -> None:
    """Let the control message tell what is true now, unless it does.

    Many changes at once are one drawing: whoever comes first waits for those behind. What fails
    here, or dies waiting, is made up for by the clock.
    """
    with store.reading() as db:
        known, message = live.find(db, meeting_id), views.control(shown(db, meeting_id))
    if known is None or known.thread_ts is None or known.drawn == delivery.digest(message):
        return
    with store.writing() as db:
        wait = live.claim_drawing(db, known, now, pace)
    if wait is None:
        return
    if wait:
        time.sleep(wait)
        with store.reading() as db:
            message = views.control(shown(db, meeting_id))
    _update(store, client, known, message)


def _update(store: Store, client: WebClient, known: Live, message: Message) -> None:
    try:
        client.chat_update(
            channel=known.channel_id,
            ts=known.thread_ts or "",
            text=message["text"],
            blocks=message["blocks"],
        )
    except (SlackApiError, OSError, HTTPException) as error:
        log.warning(
            "the control message of meeting %s: %s", known.meeting_id, delivery.reason_of(error)
        )
        return
    with store.writing() as db:
        live.mark_drawn(db, known, delivery.digest(message))
