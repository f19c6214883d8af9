"""`/meeting schedule`, `change`: what is typed is read back, and kept when somebody says yes."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from slack_bolt import Ack, Respond
from slack_sdk import WebClient
from sqlite_utils import Database

from handlers import access
from handlers.commands import Choice, Subcommand
from handlers.errors import UserError
from handlers.parse import buttons
from handlers.parse import schedule as parse
from handlers.schedule import telling
from handlers.views import schedule as views
from handlers.views import schedule_forms as forms
from handlers.views.parts import Message
from handlers.views.schedule import Read
from handlers.visit import Visit
from store import councils, inbox, meetings, numbering, reminders, rules, schedule
from store.councils import Council
from store.errors import Refused
from store.schedule import Draft, NewMeeting
from store.slots import Slot

Json = dict[str, Any]


def plan(typed: str, visit: Visit, respond: Respond, client: WebClient) -> None:
    """`schedule 12/16 18:30～20:00 場所`: read back what was understood; without words, a form."""
    council = access.council_here(visit)
    access.require_manager(visit, council)
    if not typed:
        _open(council, Draft(council_id=council.id, slots=()), visit, client)
        return
    found = parse.when(typed, visit.today)
    draft = Draft(
        council_id=council.id, slots=found.slots, venue=found.venue or None, notices=found.notices
    )
    _read_back(council, draft, visit, respond)


def change(typed: str, visit: Visit, respond: Respond, client: WebClient) -> None:
    """`change`: the form of the meeting; `change 第3回 12/18 14時`: read back what was understood."""
    council = access.council_here(visit)
    access.require_manager(visit, council)
    ahead = schedule.upcoming(visit.db, council.id, visit.viewer, visit.today)
    meant, words = schedule.numbered(ahead, parse.line(typed))
    if not ahead:
        raise Choice(views.nothing_ahead(council.name, manages=True, council_id=council.id))
    if meant is None and len(ahead) > 1:
        raise Choice(views.which(ahead))
    known = forms.as_draft(schedule.get(visit.db, (meant or ahead[0]).id, visit.viewer))
    if not words:
        _open(council, known, visit, client)
        return
    found = parse.when(words, visit.today, one_only=True)
    draft = replace(
        known, slots=found.slots, venue=found.venue or known.venue, notices=found.notices,
        agenda=None, materials=None,
    )  # fmt: skip
    _read_back(council, draft, visit, respond)


def open_new(ack: Ack, action: Json, visit: Visit, client: WebClient) -> None:
    """次の会議を登録"""
    ack()
    [council_id] = buttons.values(action, council=int)
    council = _managed(council_id, visit)
    _open(council, Draft(council_id=council.id, slots=()), visit, client)


def open_meeting(ack: Ack, action: Json, visit: Visit, client: WebClient) -> None:
    """変更 beside a meeting."""
    ack()
    [meeting_id] = buttons.values(action, meeting=int)
    known = schedule.get(visit.db, meeting_id, visit.viewer)
    council = _managed(known.meeting.council_id, visit)
    if known.meeting.status != "scheduled" or known.meeting.held_on is None:
        raise UserError(
            "この会議の予定は、もう変更できません。「/meeting list」で確かめてください。"
        )
    _open(council, forms.as_draft(known), visit, client)


def edit(ack: Ack, action: Json, visit: Visit, client: WebClient) -> None:
    """直す under what was understood: the form, with what was understood in it."""
    ack()
    [draft_id] = buttons.values(action, draft=int)
    draft = schedule.look_draft(visit.db, draft_id, visit.user_id)
    council = _managed(draft.council_id, visit)
    if len(draft.slots) > 1:
        # A series has no one day to show: its form begins anew.
        draft = Draft(council_id=council.id, slots=(), venue=draft.venue)
    elif draft.meeting_id is not None:
        known = schedule.get(visit.db, draft.meeting_id, visit.viewer)
        draft = replace(draft, agenda=known.agenda, materials=known.materials)
    _open(council, draft, visit, client)


def _open(council: Council, draft: Draft, visit: Visit, client: WebClient) -> None:
    title = ""
    if draft.meeting_id is not None:
        title = meetings.get(visit.db, draft.meeting_id, visit.viewer).title
    view = forms.form(
        council.name,
        draft,
        title,
        schedule.ideas(visit.db, council.id, visit.viewer, visit.today),
        schedule.absentees(visit.db, council.id, visit.viewer, visit.today),
    )
    client.views_open(trigger_id=visit.trigger_id, view=view)


def send_form(ack: Ack, view: Json, visit: Visit) -> None:
    """The form was filled in: what was understood is shown over it."""
    about = parse.about(view)
    council = _managed(about.council, visit)
    if about.meeting is not None:
        known = schedule.get(visit.db, about.meeting, visit.viewer)
        if known.meeting.council_id != council.id:
            raise UserError(meetings.NOT_FOUND)
        if known.version != about.version:
            raise UserError(schedule.OVERTAKEN)
    offered = schedule.ideas(visit.db, council.id, visit.viewer, visit.today)
    draft = parse.draft(view, offered, visit.today)
    read = _read(council, draft, visit)
    with visit.store.writing() as db:
        draft_id = schedule.keep_draft(db, draft, visit.user_id, visit.by)
    ack(response_action="push", view=forms.confirm(council.name, draft, read, draft_id))


def confirm(ack: Ack, view: Json, visit: Visit, client: WebClient) -> None:
    """登録する in the window: it is kept, and both windows close."""
    try:
        draft_id = parse.number(view)
        with visit.store.writing() as db:
            if not inbox.first_time(db, f"schedule:{draft_id}:{visit.user_id}", visit.by):
                ack(response_action="clear")  # sent twice, kept once
                return
            key, told = _keep(db, draft_id, visit, skip=False)
    except Refused as refusal:
        # This window has no field to stand under; the form beneath keeps what was typed.
        ack(response_action="update", view=forms.not_kept(refusal.sentence))
        return
    ack(response_action="clear")
    client.chat_postMessage(channel=visit.user_id, text=told["text"], blocks=told["blocks"])
    telling.post(key, visit.store, client, visit.now)


def save(ack: Ack, action: Json, visit: Visit, respond: Respond, client: WebClient) -> None:
    """登録する under what was understood; 注意のある日を除いて登録."""
    ack()
    draft_id, skip = buttons.values(action, draft=int, skip=bool)
    with visit.store.writing() as db:
        key, told = _keep(db, draft_id, visit, skip=skip)
    respond(**told, replace_original=True)
    telling.post(key, visit.store, client, visit.now)


def _read_back(council: Council, draft: Draft, visit: Visit, respond: Respond) -> None:
    read = _read(council, draft, visit)
    with visit.store.writing() as db:
        draft_id = schedule.keep_draft(db, draft, visit.user_id, visit.by)
    respond(**views.understood(council.name, draft, read, draft_id))


def _read(council: Council, draft: Draft, visit: Visit) -> list[Read]:
    """Each slot with what its meeting would be called, and what speaks against it."""
    laid = rules.of(visit.db, council.id)
    titles = numbering.would_be(visit.db, council.id, draft.slots, visit.today, draft.meeting_id)
    return [
        Read(
            slot=slot,
            title=title,
            problems=schedule.problems(
                visit.db, council.id, slot, draft.venue, laid, visit.today,
                viewer=visit.viewer, besides=draft.meeting_id,
            ),
        )
        for slot, title in zip(draft.slots, titles, strict=True)
    ]  # fmt: skip


def _keep(db: Database, draft_id: int, visit: Visit, *, skip: bool) -> tuple[str | None, Message]:
    """Keep what somebody said yes to, with all that follows from it, in one transaction."""
    draft = schedule.take_draft(db, draft_id, visit.user_id, visit.by)
    council = _managed(draft.council_id, visit)
    slots = draft.slots
    if skip:
        slots = [one.slot for one in _read(council, draft, visit) if not one.problems]
    if not slots or any(slot.day < visit.today for slot in slots):
        raise UserError("日付が過ぎています。もう一度「/meeting schedule」から入力してください。")
    moves = True
    if draft.meeting_id is not None:
        moves = schedule.change(
            db, draft.meeting_id, slot=slots[0], venue=draft.venue, agenda=draft.agenda,
            materials=draft.materials, version=draft.version or 0, by=visit.by,
        )  # fmt: skip
        meeting_ids = [draft.meeting_id]
    else:
        meeting_ids = _add(db, draft, slots, visit)
    for meeting_id in meeting_ids:
        reminders.follow(db, meeting_id, visit.now, visit.by)
    channel = telling.channel_of(db, council, visit)
    deed = "scheduled" if draft.meeting_id is None else "changed"
    key = None
    if channel and moves:
        key = schedule.announce(db, meeting_ids, deed, channel, visit.now)
    kept = [schedule.get(db, meeting_id, visit.viewer) for meeting_id in meeting_ids]
    told = views.saved(
        kept,
        is_changed=draft.meeting_id is not None,
        moves=moves,
        is_told=bool(channel and moves),
        absent=schedule.absentees(db, council.id, visit.viewer, visit.today),
    )
    return key, told


def _add(db: Database, draft: Draft, slots: Sequence[Slot], visit: Visit) -> list[int]:
    """One meeting for each slot; the agenda and the materials are the first one's."""
    return [
        schedule.add(
            db,
            NewMeeting(
                council_id=draft.council_id,
                slot=slot,
                venue=draft.venue,
                agenda=(draft.agenda or ()) if place == 0 else (),
                materials=(draft.materials or ()) if place == 0 else (),
            ),
            visit.by,
        )
        for place, slot in enumerate(slots)
    ]


def _managed(council_id: int, visit: Visit) -> Council:
    council = councils.get(visit.db, council_id)
    access.require_manager(visit, council)
    return council


SCHEDULE = Subcommand(
    names=("schedule", "予定"),
    answer=plan,
    example="schedule 12/16 18:30～20:00 場所",
    purpose="次の会議を登録します。読み取った内容を確かめてから登録します。日時を省くと画面が開きます。",
)
CHANGE = Subcommand(
    names=("change", "変更"),
    answer=change,
    example="change 第3回 12/18 14:00～16:00",
    purpose="会議の予定を変えます。日時を省くと画面が開きます。",
)
