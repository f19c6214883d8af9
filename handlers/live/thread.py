"""The thread as it is heard: messages typed, edited and deleted, and marks put on and taken off."""

from typing import Any

from slack_bolt import Ack, BoltContext, BoltRequest, Respond
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from handlers import access, delivery
from handlers.errors import UserError
from handlers.live import control, keeping
from handlers.live.keeping import Desk
from handlers.parse import buttons
from handlers.parse import threads as parse
from handlers.parse.threads import Reaction, Typed
from handlers.views import live_told as views
from handlers.visit import Visit
from store import councils, live, meetings, recordings
from store.history import By
from store.live import Live
from store.recordings import Recording

Json = dict[str, Any]


def heard(
    event: Json, visit: Visit, client: WebClient, context: BoltContext, req: BoltRequest
) -> None:
    """Something was written in a channel; what does not stand in a meeting's thread is not read."""
    typed = parse.event(event)
    if typed is None:
        return
    meeting = live.of_thread(visit.db, typed.channel_id, typed.thread_ts)
    if meeting is None or parse.is_for(typed, context.bot_user_id):
        return
    desk = Desk(store=visit.store, client=client, now=visit.now)
    try:
        _follow(desk, meeting, typed, is_repeated=parse.is_repeated(req.headers))
    except SlackApiError as error:
        _wait(desk, meeting, error)
    control.redraw(visit.store, client, meeting.meeting_id, visit.now)


def _follow(desk: Desk, meeting: Live, typed: Typed, *, is_repeated: bool) -> None:
    match typed.deed:
        case "typed":
            if typed.text.strip():  # else it is a file, and a file says nothing
                keeping.keep(desk, meeting, typed, late=is_repeated)
        case "edited":
            keeping.revise(desk, meeting, typed)
        case "deleted":
            keeping.remove(desk, meeting, typed)


def _wait(desk: Desk, meeting: Live, error: SlackApiError) -> None:
    """What Slack would not take just now is made up for by the clock, when Slack wants it."""
    wait = delivery.retry_after(error)
    if wait is None:
        raise error
    with desk.store.writing() as db:
        live.rest(db, meeting, desk.now + wait)


def reacted(event: Json, visit: Visit, client: WebClient, context: BoltContext) -> None:
    """Our mark was taken off by a person, who withdraws; or put on again, who restores."""
    reaction = parse.reaction(event)
    if reaction is None or reaction.name != keeping.MARK or reaction.user_id == context.bot_user_id:
        return
    known = recordings.find(visit.db, reaction.key)
    meeting = live.find(visit.db, known.meeting_id) if known else None
    if known is None or meeting is None or reaction.channel_id != meeting.channel_id:
        return
    if reaction.user_id not in councils.secretariat(visit.db, meeting.council_id):
        return
    desk = Desk(store=visit.store, client=client, now=visit.now)
    try:
        _turn(desk, meeting, known, reaction)
    except SlackApiError as error:
        _wait(desk, meeting, error)
    control.redraw(visit.store, client, meeting.meeting_id, visit.now)


def _turn(desk: Desk, meeting: Live, known: Recording, reaction: Reaction) -> None:
    by = By(f"slack:{reaction.user_id}", desk.now)
    with desk.store.writing() as db:
        if not live.turn_mark(db, known.key, reaction.event_ts):
            return
        meetings.require_open(db, meeting.meeting_id)
        found = recordings.find(db, known.key)
        if found is None or bool(found.withdrawn_at) != reaction.is_added:
            return
        (recordings.restore if reaction.is_added else recordings.withdraw)(db, found, by)
    typed = _message(meeting, known, reaction.user_id)
    if reaction.is_added:
        keeping.put_on(desk, meeting.channel_id, reaction.ts, keeping.MARK)
    else:
        keeping.take_off(desk, meeting.channel_id, reaction.ts, keeping.MARK)
        message = views.withdrawn(keeping.excerpt(known), known.key)
        keeping.tell(desk, meeting, typed, message, f"withdrawn:{reaction.key}:{reaction.event_ts}")


def restore(ack: Ack, action: Json, visit: Visit, respond: Respond, client: WebClient) -> None:
    """元に戻す, where a mark was taken off by mistake."""
    ack()
    [key] = buttons.values(action, recording=str)
    with visit.store.writing() as db:
        known = recordings.find(db, key)
        meeting = live.find(db, known.meeting_id) if known else None
        if known is None or meeting is None or known.ts is None:
            raise UserError("その記録は見つかりません。")
        access.require_manager(visit, councils.get(db, meeting.council_id))
        meetings.require_open(db, meeting.meeting_id)
        recordings.restore(db, known, visit.by)
    desk = Desk(store=visit.store, client=client, now=visit.now)
    keeping.put_on(desk, meeting.channel_id, known.ts, keeping.MARK)
    respond(**views.restored(keeping.excerpt(known)), replace_original=True)
    control.redraw(visit.store, client, meeting.meeting_id, visit.now)


def _message(meeting: Live, known: Recording, user_id: str) -> Typed:
    """The message of a recording, as far as somebody is told of it."""
    return Typed(
        deed="typed",
        channel_id=meeting.channel_id,
        thread_ts=meeting.thread_ts or "",
        ts=known.ts or "",
        user_id=user_id,
        text="",
    )
