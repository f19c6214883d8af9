"""What a channel is told of the schedule, with the calendar file in the thread, once."""

import logging
from collections.abc import Sequence
from datetime import datetime
from http.client import HTTPException

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from sqlite_utils import Database

from handlers import delivery
from handlers.views import schedule_posts as views
from handlers.views.parts import Message
from handlers.visit import Visit
from store import councils, schedule
from store.councils import Council
from store.db import Store
from store.errors import Refused
from store.formats import calendar
from store.formats.calendar import Entry
from store.history import By
from store.outbox import Letter
from store.schedule import Scheduled
from store.viewers import PUBLIC

log = logging.getLogger("kaigiroku")


def channel_of(db: Database, council: Council, visit: Visit) -> str | None:
    """The council's channel: this one if it is, else its first."""
    known = councils.channels(db, council.id)
    return visit.channel_id if visit.channel_id in known else next(iter(known), None)


def post(key: str | None, store: Store, client: WebClient, now: datetime) -> None:
    """Tell the channel at once; the clock makes up for what fails."""
    if key is None:
        return
    delivery.deliver_now(key, {schedule.KIND: draw}, store, client, now)
    ring(store, client, now)


def draw(store: Store, letter: Letter, now: datetime) -> Message | None:
    """What is true of these meetings now; nothing of a closed one, or of what is no longer so."""
    deed = letter.refs["deed"]
    with store.reading() as db:
        kept = _seen(db, letter.refs["meetings"])
        kept = [one for one in kept if one.is_cancelled == (deed == "cancelled")]
        kept = [one for one in kept if one.meeting.status in ("scheduled", "cancelled")]
        if not kept:
            return None
        if deed == "scheduled":
            return views.told_scheduled(kept)
        elif deed == "changed":
            return views.told_changed(kept[0], schedule.moved_from(db, kept[0].meeting.id))
        else:
            return views.told_cancelled(kept[0])


def ring(store: Store, client: WebClient, now: datetime) -> None:
    """Attach the calendar file to each message that has none, in its thread."""
    with store.reading() as db:
        bare = schedule.said_without_file(db)
    for said in bare:
        with store.writing() as db:
            kept = _seen(db, said.meeting_ids)
            is_mine = schedule.claim_file(db, said.letter_id, By("clock", now))
        if not is_mine or not kept:
            continue
        try:
            client.files_upload_v2(
                channel=said.channel,
                thread_ts=said.ts,
                filename=views.calendar_name(kept),
                content=calendar_file(kept, now),
            )
        except (SlackApiError, OSError, HTTPException) as error:
            log.warning("the calendar file of letter %s: %s", said.letter_id, type(error).__name__)
            if delivery.retry_after(error):
                with store.writing() as db:
                    schedule.unclaim_file(db, said.letter_id)
                return


def calendar_file(kept: Sequence[Scheduled], now: datetime) -> bytes:
    """The meetings as calendars take them in."""
    entries = [
        Entry(
            uid=schedule.uid(one),
            sequence=one.revision,
            title=one.meeting.name,
            slot=one.slot,
            venue=one.meeting.venue,
            agenda=one.agenda,
            is_cancelled=one.is_cancelled,
        )
        for one in kept
    ]
    return calendar.invitation(entries, now)


def _seen(db: Database, meeting_ids: Sequence[int]) -> list[Scheduled]:
    """The meetings as anybody may see them, in the order of time."""
    found = []
    for meeting_id in meeting_ids:
        try:
            found.append(schedule.get(db, meeting_id, PUBLIC))
        except Refused:
            continue  # a closed one
    return sorted(found, key=lambda one: one.slot.place_in_line)
