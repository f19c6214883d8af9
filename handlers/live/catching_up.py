"""Catching up: the thread as it stands, compared with what is kept of it.

Whatever was typed, edited or deleted while nobody listened, and every mark that was not put on
before the power went, is made up for here.
"""

import logging
import secrets
from collections.abc import Iterator
from datetime import datetime, timedelta
from http.client import HTTPException
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from handlers import delivery
from handlers.live import control, keeping
from handlers.live.keeping import Desk
from handlers.parse import threads as parse
from handlers.parse.threads import Typed
from store import live
from store.db import Store
from store.live import Kept, Live

# A clerk adds what was forgotten on the way home, or the day after.
FOLLOWED = timedelta(days=3)
# Soon after its end a meeting is followed as closely as before, later now and then.
CLOSELY = timedelta(hours=1)
# Slack itself deletes messages by age, after a day at the earliest: that withdraws nothing.
DELETED_BY_HAND = timedelta(hours=20)
PAGE = 200

log = logging.getLogger("kaigiroku")


def catch_up(store: Store, client: WebClient, now: datetime) -> None:
    """Bring the record of every running meeting up to what stands in its thread."""
    with store.reading() as db:
        found = live.since(db, now - FOLLOWED)
    if any(meeting.thread_ts is None for meeting in found):
        with store.writing() as db:
            live.adopt_thread(db)
            found = live.since(db, now - FOLLOWED)
    desk = Desk(store=store, client=client, now=now)
    for meeting in found:
        is_due = not meeting.rests_until or live.moment(meeting.rests_until) <= now
        if meeting.thread_ts and not meeting.is_settled and is_due:
            _catch_up(desk, meeting)


def _catch_up(desk: Desk, meeting: Live) -> None:
    try:
        _compare(desk, meeting)
    except SlackApiError as error:
        wait = delivery.retry_after(error)
        if wait is None:
            log.warning(
                "the thread of meeting %s: %s", meeting.meeting_id, delivery.reason_of(error)
            )
        _rest(desk, meeting, wait or timedelta(0))
    except (OSError, HTTPException) as error:
        log.warning("the thread of meeting %s: %s", meeting.meeting_id, delivery.reason_of(error))
    except Exception:
        # A fault in one thread must not keep the other meetings from being followed.
        log.exception("受付番号 %s: meeting %s", secrets.token_hex(4), meeting.meeting_id)
    else:
        if meeting.ended_at and live.moment(meeting.ended_at) < desk.now - CLOSELY:
            _rest(desk, meeting, CLOSELY)
    control.redraw(desk.store, desk.client, meeting.meeting_id, desk.now, pace=0)


def _rest(desk: Desk, meeting: Live, span: timedelta) -> None:
    if span:
        with desk.store.writing() as db:
            live.rest(db, meeting, desk.now + span)


def _compare(desk: Desk, meeting: Live) -> None:
    thread_ts = meeting.thread_ts or ""
    # Read before the thread is: what is kept by now and not found there is gone.
    with desk.store.reading() as db:
        kept = live.kept(db, meeting.meeting_id, thread_ts)
    bot_id = None
    standing: set[str] = set()
    for message in _thread(desk.client, meeting):
        if message["ts"] == thread_ts:
            bot_id = message.get("user") if message.get("bot_id") else None
            continue
        if bot_id is None:
            return  # our message is gone, and what hangs on it is no thread of ours any more
        typed = parse.reply(message, meeting.channel_id)
        if typed and not parse.is_for(typed, bot_id):
            standing.add(typed.ts)
            _follow(desk, meeting, typed, kept.get(typed.ts), bot_id)
    if bot_id is None:
        return
    for ts, known in kept.items():
        if ts not in standing and not known.withdrawn_at and _was_deleted(ts, desk.now):
            keeping.remove(desk, meeting, _gone(meeting, known))


def _thread(client: WebClient, meeting: Live) -> Iterator[dict[str, Any]]:
    """The messages of a thread, oldest first, its parent before them."""
    cursor = None
    while cursor != "":
        page = client.conversations_replies(
            channel=meeting.channel_id, ts=meeting.thread_ts or "", limit=PAGE, cursor=cursor
        )
        yield from page.get("messages") or []
        cursor = (page.get("response_metadata") or {}).get("next_cursor") or ""


def _follow(desk: Desk, meeting: Live, typed: Typed, known: Kept | None, bot_id: str) -> None:
    if known is None:
        if typed.text.strip():
            keeping.keep(desk, meeting, typed, late=True)
        return
    if not known.withdrawn_at and (typed.edited_ts or "") > (known.edited_ts or ""):
        keeping.revise(desk, meeting, typed)
        return
    ours = {name for name, user in typed.marks if user == bot_id} & set(keeping.MARKS)
    if ours != _wanted(known):
        keeping.mark(desk, typed, ours)


def _wanted(known: Kept) -> set[str]:
    if known.withdrawn_at:
        return set()
    return {keeping.MARK if known.is_recorded else keeping.NOTHING_KEPT}


def _was_deleted(ts: str, now: datetime) -> bool:
    return live.moment(ts) > now - DELETED_BY_HAND


def _gone(meeting: Live, known: Kept) -> Typed:
    return Typed(
        deed="deleted",
        channel_id=meeting.channel_id,
        thread_ts=meeting.thread_ts or "",
        ts=known.ts,
        user_id=known.actor.removeprefix("slack:"),
        text="",
    )
