"""`/meeting start`, `break`, `resume`, `end`, and the buttons that do the same."""

from collections.abc import Callable
from datetime import timedelta
from http.client import HTTPException
from typing import Any

from slack_bolt import Ack, Respond
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from sqlite_utils import Database

from handlers import access
from handlers.commands import Choice, Subcommand
from handlers.errors import UserError
from handlers.live import control, running
from handlers.parse import buttons
from handlers.parse import live as parse
from handlers.parse.live import Opening
from handlers.views import live_forms as forms
from handlers.views import live_told as views
from handlers.views.parts import Message
from handlers.visit import Visit
from store import councils, live, meetings
from store.councils import Council
from store.history import By
from store.live import Live
from store.viewers import OPERATOR

Json = dict[str, Any]

# Whoever opens a meeting so soon after one has ended may have ended that by mistake.
JUST_NOW = timedelta(hours=3)


def start(typed: str, visit: Visit, respond: Respond, client: WebClient) -> None:
    """`start`: open today's meeting, or a new one; `start 非公開 理由`: and say who may attend."""
    council = _council_here(visit)
    opening = parse.opening(typed)
    _refuse_second(visit, council)
    last = _ended_just_now(visit, council)
    if last:
        raise Choice(views.ended_today(meetings.get(visit.db, last.meeting_id, OPERATOR)))
    _begin(council, opening, visit, respond, client)


def begin_anew(ack: Ack, action: Json, visit: Visit, respond: Respond, client: WebClient) -> None:
    """新しい会議を開会, although one has ended just now."""
    ack()
    [council_id] = buttons.values(action, council=int)
    council = _council_here(visit)
    if council.id != council_id:
        raise UserError("このチャンネルは、別の会議体に結び付けられています。")
    _begin(council, Opening(), visit, respond, client)


def _council_here(visit: Visit) -> Council:
    council = councils.of_channel(visit.db, visit.channel_id)
    if council is None:
        raise UserError(
            "会議は、会議体のチャンネルで開会します。このチャンネルはどの会議体にも結び付いていません。"
            "「/council here 会議体の名前」で結び付けられます。"
        )
    access.require_manager(visit, council)
    return council


def _refuse_second(visit: Visit, council: Council) -> None:
    with visit.store.reading() as db:
        _refuse_running(db, council)


def _refuse_running(db: Database, council: Council) -> None:
    known = live.running(db, council.id)
    if known:
        meeting = meetings.get(db, known.meeting_id, OPERATOR)
        at = f"{meeting.starts_at:%H:%M}から" if meeting.starts_at else ""
        raise UserError(
            f"{meeting.name}を{at}開いています。"
            "次の会議は、「/meeting end」で閉会してから開会してください。"
        )


def _ended_just_now(visit: Visit, council: Council) -> Live | None:
    recent = live.since(visit.db, visit.now - JUST_NOW)
    return next(
        (one for one in recent if one.council_id == council.id and not one.is_settled), None
    )


def _begin(
    council: Council, opening: Opening, visit: Visit, respond: Respond, client: WebClient
) -> None:
    _require_presence(visit.channel_id, client)
    with visit.store.writing() as db:
        _refuse_running(db, council)  # somebody else may have been quicker
        meeting_id = live.begin(
            db,
            council.id,
            visit.channel_id,
            visit.by,
            disclosure=opening.disclosure,
            ground=opening.ground,
        )
        control.letter(db, meeting_id, visit.channel_id, visit.now)
    is_posted = control.post(visit.store, client, meeting_id, visit.now)
    with visit.store.reading() as db:
        meeting = meetings.get(db, meeting_id, OPERATOR)
    respond(**views.begun(meeting, is_posted=is_posted))


def _require_presence(channel_id: str, client: WebClient) -> None:
    """The bot hears a thread only where it was invited; better said before than after."""
    try:
        client.conversations_history(channel=channel_id, limit=1)
    except SlackApiError as error:
        if error.response.get("error") in ("not_in_channel", "channel_not_found"):
            raise UserError(
                "ボットがこのチャンネルに参加していないため、スレッドの発言を記録できません。"
                "「/invite @会議録」で招待してから、もう一度「/meeting start」と入力してください。"
            ) from error
    except (OSError, HTTPException):
        pass  # the line is bad; the outbox will say what has to be said


def break_off(typed: str, visit: Visit, respond: Respond, client: WebClient) -> None:
    """`break`: a break begins."""
    _change(running.here(visit), live.pause, views.broken_off, visit, respond, client)


def take_up(typed: str, visit: Visit, respond: Respond, client: WebClient) -> None:
    """`resume`: the break is over."""
    _change(running.here(visit), live.resume, views.taken_up, visit, respond, client)


def end(typed: str, visit: Visit, respond: Respond, client: WebClient) -> None:
    """`end`: the meeting is over."""
    _end(running.here(visit), visit, respond, client)


def close(ack: Ack, action: Json, visit: Visit, respond: Respond, client: WebClient) -> None:
    """閉会."""
    ack()
    _end(running.pressed(action, visit), visit, respond, client)


def reopen(ack: Ack, action: Json, visit: Visit, respond: Respond, client: WebClient) -> None:
    """閉会を取り消す."""
    ack()
    [meeting_id] = buttons.values(action, meeting=int)
    known = running.managed(meeting_id, visit)
    with visit.store.writing() as db:
        again = live.find(db, meeting_id)
        if again and again.ended_at:
            meetings.require_open(db, meeting_id)
            _refuse_running(db, councils.get(db, known.council_id))
            live.reopen(db, meeting_id, visit.by)
    running.say_and_redraw(known, visit, respond, client, views.reopened)


def choose(ack: Ack, action: Json, visit: Visit, respond: Respond, client: WebClient) -> None:
    """The control message's menu: a break, the agenda, the disclosure."""
    ack()
    deed, meeting_id = parse.menu(action)
    known = running.managed(meeting_id, visit)
    meeting = meetings.get(visit.db, meeting_id, OPERATOR)
    if deed == "agenda":
        written = parse.written(live.items(visit.db, meeting_id))
        client.views_open(trigger_id=visit.trigger_id, view=forms.agenda_form(meeting, written))
    elif deed == "disclosure":
        client.views_open(trigger_id=visit.trigger_id, view=forms.disclosure_form(meeting))
    elif deed == "break":
        _change(known, live.pause, views.broken_off, visit, respond, client)
    else:
        _change(known, live.resume, views.taken_up, visit, respond, client)


def save_disclosure(ack: Ack, view: Json, visit: Visit, client: WebClient) -> None:
    """It was said whether the public may attend."""
    known = running.managed(parse.meeting_of(view), visit)
    form = parse.disclosure(view)
    with visit.store.writing() as db:
        meetings.require_open(db, known.meeting_id)
        live.disclose(db, known.meeting_id, form.disclosure or "not_checked", form.ground, visit.by)
    ack()
    control.redraw(visit.store, client, known.meeting_id, visit.now)


def _change(
    known: Live,
    change: Callable[[Database, int, By], None],
    told: Callable[[meetings.Meeting], Message],
    visit: Visit,
    respond: Respond,
    client: WebClient,
) -> None:
    with visit.store.writing() as db:
        running.require_running(db, known)
        change(db, known.meeting_id, visit.by)
    running.say_and_redraw(known, visit, respond, client, told)


def _end(known: Live, visit: Visit, respond: Respond, client: WebClient) -> None:
    with visit.store.writing() as db:
        running.require_running(db, known)
        live.end(db, known.meeting_id, visit.by)
    with visit.store.reading() as db:
        shown = control.shown(db, known.meeting_id)
    respond(**views.ended(shown), replace_original=False)
    control.redraw(visit.store, client, known.meeting_id, visit.now)


START = Subcommand(
    names=("start", "開会"),
    answer=start,
    example="start",
    purpose="会議を開会します。チャンネルに操作用のメッセージを出し、そのスレッドに打った文を発言として記録します。",
)
BREAK = Subcommand(
    names=("break", "休憩"), answer=break_off, example="break", purpose="休憩に入ります。"
)
RESUME = Subcommand(
    names=("resume", "再開"), answer=take_up, example="resume", purpose="休憩を終えて再開します。"
)
END = Subcommand(
    names=("end", "閉会"),
    answer=end,
    example="end",
    purpose="閉会します。記録した件数と、決定・宿題の一覧を表示します。",
)
