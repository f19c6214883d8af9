"""`/meeting remind`: what is said before a meeting and before a deadline, and by the clock."""

from datetime import datetime
from functools import partial
from typing import Any

from slack_bolt import Ack, Respond
from slack_sdk import WebClient
from sqlite_utils import Database

from handlers import access
from handlers.commands import Subcommand
from handlers.errors import UserError
from handlers.parse import buttons
from handlers.parse import reminders as parse
from handlers.reply import Say
from handlers.views import reminders as views
from handlers.views.parts import Message
from handlers.views.reminders import Missed, Planned
from handlers.visit import Visit
from store import councils, meetings, reminders
from store.councils import Council
from store.db import Store
from store.errors import Refused
from store.history import By
from store.outbox import Letter
from store.reminders import Reminder, Subject, Towards
from store.viewers import Viewer

Json = dict[str, Any]


def remind(typed: str, visit: Visit, respond: Respond, client: WebClient) -> None:
    """`remind 3日前 17:00`: remind of the next meeting; without words, what is planned."""
    council = access.council_here(visit)
    if not typed:
        _answer_list(council, 1, visit, respond)
        return
    access.require_manager(visit, council)
    asked = parse.asked(typed, visit.today)
    with visit.store.writing() as db:
        towards = _meant(db, council, asked.subject, visit)
        added = reminders.add(
            db, council.id, towards, asked.before, asked.audience, visit.now, visit.by,
            deadline_at=asked.deadline_at or reminders.deadline_of(db, towards),
        )  # fmt: skip
        title = reminders.title(db, towards, visit.viewer)
    respond(**views.added(Planned(reminder=added, title=title), asked.notices))


def turn_list(ack: Ack, action: Json, visit: Visit, respond: Respond) -> None:
    """次へ and 前へ under what is planned."""
    ack()
    [page] = buttons.values(action, page=int)
    council = access.council_here(visit)
    _answer_list(council, max(1, page), visit, partial(respond, replace_original=True))


def pause(ack: Ack, action: Json, visit: Visit, respond: Respond) -> None:
    """一時停止 beside a planned reminder."""
    ack()
    _change_one(action, visit, respond, reminders.pause)


def resume(ack: Ack, action: Json, visit: Visit, respond: Respond) -> None:
    """再開する beside a paused one."""
    ack()
    _change_one(action, visit, respond, partial(reminders.resume, now=visit.now))


def stop(ack: Ack, action: Json, visit: Visit, respond: Respond) -> None:
    """止める beside a planned reminder."""
    ack()
    _change_one(action, visit, respond, reminders.stop)


def pause_rest(ack: Ack, action: Json, visit: Visit, respond: Respond) -> None:
    """一時停止 in a reminder: what is still to come about its meeting is not said for now."""
    ack()
    towards, title, ahead = _ahead(action, visit)
    planned = [one for one in ahead if one.state == "planned"]
    with visit.store.writing() as db:
        reminders.pause(db, planned, visit.by)
    told = views.paused_rest(title, len(planned), towards.subject, ahead[0].about)
    respond(**told, replace_original=False)


def resume_rest(ack: Ack, action: Json, visit: Visit, respond: Respond) -> None:
    """再開する after that."""
    ack()
    towards, title, ahead = _ahead(action, visit)
    with visit.store.writing() as db:
        reminders.resume(db, ahead, by=visit.by, now=visit.now)
        planned = [one for one in reminders.ahead(db, towards) if one.state == "planned"]
    respond(**views.resumed_rest(title, planned), replace_original=True)


def stop_rest(ack: Ack, action: Json, visit: Visit, respond: Respond) -> None:
    """止める in a reminder: nothing more is said about its meeting."""
    ack()
    _, title, ahead = _ahead(action, visit)
    with visit.store.writing() as db:
        reminders.stop(db, ahead, visit.by)
    respond(**views.stopped_rest(title, len(ahead)), replace_original=False)


def ring(store: Store, client: WebClient, now: datetime) -> None:
    """Put what has come due into letters; the outbox says them."""
    with store.reading() as db:
        is_due, ended = reminders.is_due(db, now), reminders.ended(db)
    if is_due or ended:
        with store.writing() as db:
            reminders.follow_ended(db, now, By("clock", now))
            reminders.come_due(db, now)


def draw(store: Store, letter: Letter, now: datetime) -> Message | None:
    """A reminder as it is true now; nothing, if it is old or too late."""
    with store.reading() as db:
        told = reminders.read(db, letter, now)
        if told is None:
            return None
        staff = councils.secretariat(db, told.reminder.council_id)
    if told.is_over:
        with store.writing() as db:
            reminders.expire(db, told.reminder, now)
        return None
    return views.reminder(told, now, letter.recipient, manages=letter.recipient in staff)


def draw_missed(store: Store, letter: Letter, now: datetime) -> Message | None:
    """What was not said, for somebody who still is of the secretariat."""
    told = []
    with store.reading() as db:
        for one, refused_by in reminders.missed(db, letter):
            if letter.recipient not in councils.secretariat(db, one.council_id):
                continue
            title = reminders.title(db, one.towards, Viewer(letter.recipient))
            told.append(Missed(reminder=one, title=title, refused_by=refused_by))
    return views.missed(told) if told else None


def _meant(db: Database, council: Council, subject: Subject, visit: Visit) -> Towards:
    """The next meeting, the open poll, or the meeting whose minutes are waited for."""
    if subject == "poll":
        poll_id = reminders.open_poll(db, council.id)
        if poll_id is None:
            raise UserError(
                "回答を受け付けている日程調整がありません。「/meeting poll」で始められます。"
            )
        return Towards("poll", None, poll_id)
    if subject == "minutes":
        meeting_id = reminders.meeting_without_minutes(db, council.id)
        if meeting_id is None:
            raise UserError(
                "会議録を作成中の会議がないか、会議録の作成期限が決まっていません。"
                "期限は「/council rules」で決められます。"
            )
    else:
        meeting_id = reminders.next_meeting(db, council.id, visit.today)
        if meeting_id is None:
            raise UserError(
                "これから開く会議が登録されていません。「/meeting schedule」で登録してから、"
                "もう一度お試しください。"
            )
    return Towards(subject, meetings.get(db, meeting_id, visit.viewer).id)


def _answer_list(council: Council, page: int, visit: Visit, say: Say) -> None:
    planned = []
    for one in reminders.planned(visit.db, council.id):
        try:
            title = reminders.title(visit.db, one.towards, visit.viewer)
        except Refused:
            continue  # of a closed meeting
        planned.append(Planned(reminder=one, title=title.removeprefix(f"{council.name} ")))
    manages = access.may_manage(visit, council)
    say(**views.listed(council.name, planned, page, manages=manages))


def _change_one(action: Json, visit: Visit, respond: Respond, change: Any) -> None:
    reminder_id, page = buttons.values(action, reminder=int, page=int)
    with visit.store.writing() as db:
        found = reminders.get(db, reminder_id)
        council = councils.get(db, found.council_id)
        access.require_manager(visit, council)
        if found.state not in ("planned", "paused"):
            raise UserError(
                "このお知らせは、すでに済んだか、止められています。「/meeting remind」で確かめられます。"
            )
        change(db, [found], by=visit.by)
    _answer_list(council, page, visit, partial(respond, replace_original=True))


def _ahead(action: Json, visit: Visit) -> tuple[Towards, str, list[Reminder]]:
    """What is still to come about the meeting or the poll of a reminder's button."""
    subject, about = buttons.values(action, subject=str, about=int)
    towards = Towards(subject, *((None, about) if subject == "poll" else (about, None)))
    found = reminders.ahead(visit.db, towards)
    if not found:
        raise UserError("このあとのお知らせは、もうありません。")
    access.require_manager(visit, councils.get(visit.db, found[0].council_id))
    return towards, reminders.title(visit.db, towards, visit.viewer), found


REMIND = Subcommand(
    names=("remind", "通知"),
    answer=remind,
    example="remind 3日前 17:00",
    purpose="次の会議のお知らせを加えます。言葉を書かないと、予定しているお知らせの一覧です。",
)
