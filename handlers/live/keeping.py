"""A message of the thread, kept as recorded lines: typed, edited, deleted, marked.

The same whether it is heard of at once or found later: all that decides is read from the record.
"""

import logging
from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from datetime import datetime
from http.client import HTTPException

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from sqlite_utils import Database

from handlers.errors import NotKept
from handlers.parse import said, tasks
from handlers.parse.said import Said
from handlers.parse.threads import Typed
from handlers.views import live_told as views
from handlers.views import notes as note_views
from handlers.views.parts import Message
from store import councils, inbox, labels, live, meetings, recordings
from store.db import Store
from store.errors import Refused
from store.history import By
from store.live import Live
from store.recordings import KeptLine, NewRecording, Recording
from store.slots import JAPAN
from store.viewers import Viewer

# What the bot answers a message with: it is recorded; it was read, and nothing of it is kept.
MARK = "memo"
NOTHING_KEPT = "mute"
MARKS = (MARK, NOTHING_KEPT)

log = logging.getLogger("kaigiroku")


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """Where a thread is kept: the record, Slack, and the moment it is."""

    store: Store
    client: WebClient
    now: datetime


def keep(desk: Desk, meeting: Live, typed: Typed, *, late: bool) -> None:
    """Record a message and mark it; or say, once, why not.

    Late: it is put where the meeting was when it was typed, not where the meeting is.
    """
    by = By(f"slack:{typed.user_id}", desk.now)
    words = _words(desk, meeting, typed, views.not_kept)
    if words is None:
        return
    with desk.store.writing() as db:
        try:
            meetings.require_open(db, meeting.meeting_id)
        except Refused as refusal:
            told = refusal
        else:
            told = None
            at = typed.ts if late or _is_late(db, meeting, typed) else None
            new = _recording(meeting, typed, words, live.item_at(db, meeting.meeting_id, at))
            if recordings.add(db, new, by):
                live.note_thread(db, typed.key, typed.thread_ts)
    if told:
        tell(desk, meeting, typed, views.not_kept(told.sentence), f"settled:{meeting.meeting_id}")
    else:
        mark(desk, typed)


def revise(desk: Desk, meeting: Live, typed: Typed) -> None:
    """Let what a message became follow its words as they are now."""
    with desk.store.reading() as db:
        known = recordings.find(db, typed.key)
    if known is None:
        keep(desk, meeting, typed, late=True)
        return
    if known.withdrawn_at or not _is_newer(typed, known):
        return
    words = _words(desk, meeting, typed, views.not_followed)
    if words is None:
        return
    by = By(f"slack:{typed.user_id}", desk.now)
    left_alone: tuple[KeptLine, ...] = ()
    told = None
    with desk.store.writing() as db:
        known = recordings.find(db, typed.key)
        if known is None or known.withdrawn_at or not _is_newer(typed, known):
            return
        before = _wanted_mark(known)
        try:
            meetings.require_open(db, meeting.meeting_id)
        except Refused as refusal:
            told = refusal
        else:
            item_id = live.item_of(db, known.id) or live.item_at(db, meeting.meeting_id, typed.ts)
            new = _recording(meeting, typed, words, item_id)
            left_alone = recordings.revise(db, known.id, new, by)
    if told:
        message = views.not_followed(told.sentence)
        tell(desk, meeting, typed, message, f"settled:{meeting.meeting_id}")
    elif left_alone:
        tell(desk, meeting, typed, views.left_alone(left_alone), f"alone:{_edit(typed)}")
    mark(desk, typed, [before] if before else [])


def remove(desk: Desk, meeting: Live, typed: Typed) -> None:
    """Withdraw what a message became, because it was deleted."""
    by = By(f"slack:{typed.user_id}", desk.now)
    with desk.store.writing() as db:
        known = recordings.find(db, typed.key)
        if known is None:
            new = NewRecording(
                key=typed.key,
                meeting_id=meeting.meeting_id,
                channel_id=typed.channel_id,
                ts=typed.ts,
            )
            recordings.forestall(db, new, by)
            live.note_thread(db, typed.key, typed.thread_ts)
            return
        try:
            meetings.require_open(db, meeting.meeting_id)
        except Refused as refusal:
            told = refusal
        else:
            told = None
            recordings.withdraw(db, known, by)
    if told:
        message = views.not_followed(told.sentence)
        tell(desk, meeting, typed, message, f"settled:{meeting.meeting_id}")


def mark(desk: Desk, typed: Typed, there: Collection[str] = ()) -> None:
    """Let the reaction on a message tell what became of it; some may be there already."""
    with desk.store.reading() as db:
        known = recordings.find(db, typed.key)
    if known is None:
        return
    wanted = _wanted_mark(known)
    for name in there:
        if name != wanted:
            take_off(desk, typed.channel_id, typed.ts, name)
    if wanted and wanted not in there:
        put_on(desk, typed.channel_id, typed.ts, wanted)


def _wanted_mark(known: Recording) -> str | None:
    if known.withdrawn_at:
        return None
    return MARK if any(line.stands for line in known.lines) else NOTHING_KEPT


def put_on(desk: Desk, channel_id: str, ts: str, name: str) -> None:
    """Put a mark on a message, unless it is there."""
    _react(desk.client.reactions_add, channel_id, ts, name)


def take_off(desk: Desk, channel_id: str, ts: str, name: str) -> None:
    """Take a mark off a message, if it is there."""
    _react(desk.client.reactions_remove, channel_id, ts, name)


def tell(desk: Desk, meeting: Live, typed: Typed, message: Message, once: str) -> None:
    """Say something in the thread that its writer alone sees, and only once."""
    by = By(f"slack:{typed.user_id}", desk.now)
    with desk.store.writing() as db:
        if not inbox.first_time(db, f"told:{once}:{typed.user_id}", by):
            return
    try:
        desk.client.chat_postEphemeral(
            channel=meeting.channel_id,
            user=typed.user_id,
            thread_ts=meeting.thread_ts,
            text=message["text"],
            blocks=message["blocks"],
        )
    except (SlackApiError, OSError, HTTPException) as error:
        log.warning("could not tell %s in the thread: %s", typed.user_id, type(error).__name__)


def excerpt(known: Recording) -> str:
    """A recording in one line."""
    return note_views.excerpt(known)


def _words(desk: Desk, meeting: Live, typed: Typed, drawn: Callable[[str], Message]) -> Said | None:
    """What a message says; nothing where it may not, or cannot, be recorded, which is told."""
    with desk.store.reading() as db:
        may_record = typed.user_id in councils.secretariat(db, meeting.council_id)
        customs = labels.customs(db, meeting.council_id, Viewer(typed.user_id))
        council = councils.get(db, meeting.council_id)
    if not may_record:
        message = views.may_not_record(council.name)
        tell(desk, meeting, typed, message, f"rights:{meeting.meeting_id}")
        return None
    try:
        words = said.lines_of_message(typed.text, customs)
    except NotKept as refusal:
        # Without the words, which stay in the thread.
        tell(desk, meeting, typed, drawn(refusal.sentence), f"refused:{_edit(typed)}")
        return None
    # A day without a year is meant as of the day it was typed, whenever it is read.
    typed_on = live.moment(typed.ts).astimezone(JAPAN).date()
    return replace(words, lines=tasks.written_out(words.lines, typed_on))


def _edit(typed: Typed) -> str:
    return f"{typed.key}:{typed.edited_ts or ''}"


def _is_late(db: Database, meeting: Live, typed: Typed) -> bool:
    return live.is_late(db, meeting.meeting_id, typed.thread_ts, typed.ts)


def _is_newer(typed: Typed, known: Recording) -> bool:
    return (typed.edited_ts or "") > (known.edited_ts or "")


def _recording(meeting: Live, typed: Typed, words: Said, item_id: int | None) -> NewRecording:
    return NewRecording(
        key=typed.key,
        meeting_id=meeting.meeting_id,
        lines=words.lines,
        agenda_item_id=item_id,
        channel_id=typed.channel_id,
        ts=typed.ts,
        edited_ts=typed.edited_ts,
    )


def _react(call: Callable[..., object], channel_id: str, ts: str, name: str) -> None:
    try:
        call(channel=channel_id, timestamp=ts, name=name)
    except SlackApiError as error:
        if error.response.status_code == 429:
            raise
        reason = error.response.get("error")
        if reason not in _AS_WANTED:
            log.warning("could not mark a message: %s", reason or error.response.status_code)
    except (OSError, HTTPException) as error:
        log.warning("could not mark a message: %s", type(error).__name__)


# The mark is there, or gone, already; or the message itself is gone.
_AS_WANTED = ("already_reacted", "no_reaction", "message_not_found")
