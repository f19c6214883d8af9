"""The menus beside the names, the buttons under them, and the windows these open."""

from collections.abc import Mapping
from typing import Any

from slack_bolt import Ack, Respond
from slack_sdk import WebClient
from sqlite_utils import Database

from handlers import access
from handlers.attendance import board, deeds, typed
from handlers.errors import FormError
from handlers.parse import attendance as parse
from handlers.parse import buttons
from handlers.parse.attendance import Answer
from handlers.views import attendance as views
from handlers.views import attendance_forms as forms
from handlers.visit import Visit
from store import attendance, councils, meetings
from store.attendance import Mark, NotMarked
from store.viewers import OPERATOR

Json = dict[str, Any]


def choose(ack: Ack, action: Json, visit: Visit, respond: Respond, client: WebClient) -> None:
    """The menu beside a name; a proxy is asked for by name first."""
    ack()
    meeting_id, person_id, status = parse.chosen(action)
    meeting = deeds.require_right(meeting_id, person_id, visit)
    if status == "proxy":
        one = attendance.entry(visit.db, meeting_id, person_id)
        client.views_open(trigger_id=visit.trigger_id, view=forms.proxy_form(meeting, one))
        return
    with visit.store.writing() as db:
        turn = attendance.mark(db, meeting_id, person_id, status, None, visit.by)
    _tell_turn(meeting_id, turn, visit, respond)
    board.redraw(visit.store, client, meeting_id, visit.now)


def choose_again(ack: Ack, action: Json, visit: Visit, respond: Respond, client: WebClient) -> None:
    """この方: which of several was meant."""
    ack()
    meeting_id, person_id, asked = parse.again(action)
    meeting = deeds.require_right(meeting_id, person_id, visit)
    one = attendance.entry(visit.db, meeting_id, person_id)
    typed.mark(meeting, one, asked, visit, respond, client)


def open_form(ack: Ack, action: Json, visit: Visit, client: WebClient) -> None:
    """出欠を入力: the whole roll for the secretariat; for a member, before the meeting, their own."""
    ack()
    [meeting_id] = buttons.values(action, meeting=int)
    meeting = meetings.get(visit.db, meeting_id, OPERATOR)
    own = deeds.own_entry(meeting, visit)
    if own and not access.may_manage(visit, councils.get(visit.db, meeting.council_id)):
        view = forms.own_form(meeting, own)
    else:
        access.managed_meeting(visit, meeting_id)
        entries = attendance.roll(visit.db, meeting_id)
        view = forms.form(meeting, entries, attendance.officers(visit.db, meeting_id), 1)
    client.views_open(trigger_id=visit.trigger_id, view=view)


def save(ack: Ack, view: Json, visit: Visit, client: WebClient) -> None:
    """A page of the roll was sent: keep what was chosen anew, and show the next page or close."""
    form = parse.roll(view)
    meeting = access.managed_meeting(visit, form.meeting_id)
    with visit.store.writing() as db:
        turn = _keep(db, meeting.id, form.answers, visit)
        if form.officers is not None:
            attendance.put_officers(db, meeting.id, form.officers, visit.by)
            attendance.smear(db, meeting.id)
    if form.is_last:
        ack()
    else:
        with visit.store.reading() as db:
            entries, officers = attendance.roll(db, meeting.id), attendance.officers(db, meeting.id)
        ack(response_action="update", view=forms.form(meeting, entries, officers, form.page + 1))
    if turn:
        _tell_by_message(meeting.id, turn, visit, client)
    board.redraw(visit.store, client, meeting.id, visit.now)


def save_own(ack: Ack, view: Json, visit: Visit, client: WebClient) -> None:
    """A member answered for themself."""
    form = parse.roll(view)
    for person_id in form.answers:
        deeds.require_right(form.meeting_id, person_id, visit)
    with visit.store.writing() as db:
        _keep(db, form.meeting_id, form.answers, visit)
    ack()
    board.redraw(visit.store, client, form.meeting_id, visit.now)


def _keep(db: Database, meeting_id: int, answers: Mapping[int, Answer], visit: Visit) -> str | None:
    """All that was chosen anew, or nothing; what is wrong stands under its field."""
    versions = {one.person_id: one.version for one in attendance.roll(db, meeting_id)}
    for person_id, answer in answers.items():
        _refuse_stale(versions.get(person_id, 0), answer)
    marks = [Mark(person_id=one, status=answer.status) for one, answer in answers.items()]
    try:
        return attendance.mark_all(db, meeting_id, marks, visit.by)
    except NotMarked as refusal:
        block_id = answers[refusal.person_id].block_id
        raise FormError({block_id: refusal.sentence}) from refusal


def _refuse_stale(version: int, answer: Answer) -> None:
    """Nobody overwrites in silence what somebody else entered while the window was open."""
    # A place on the roll is given with version 1, before anything is marked.
    if max(version, 1) != max(answer.version, 1):
        raise FormError(
            {answer.block_id: "ほかの人が先に入力しました。画面を閉じて、もう一度開いてください。"}
        )


def save_proxy(ack: Ack, view: Json, visit: Visit, client: WebClient) -> None:
    """Who came in a member's place."""
    meeting_id, person_id = parse.about(view)
    deeds.require_right(meeting_id, person_id, visit)
    name = parse.proxy(view)
    with visit.store.writing() as db:
        turn = attendance.name_proxy(db, meeting_id, person_id, name, visit.by)
    ack()
    if turn:
        _tell_by_message(meeting_id, turn, visit, client)
    board.redraw(visit.store, client, meeting_id, visit.now)


def open_details(ack: Ack, action: Json, visit: Visit, client: WebClient) -> None:
    """欠席の届け・意見書: of the member the button stands beside, or else of whom is picked."""
    ack()
    [meeting_id] = buttons.values(action, meeting=int)
    meeting = access.managed_meeting(visit, meeting_id)
    if '"person"' in action["value"]:
        [person_id] = buttons.values(action, person=int)
        client.views_open(trigger_id=visit.trigger_id, view=_details(meeting_id, person_id, visit))
    else:
        entries = attendance.roll(visit.db, meeting_id)
        absent = [one for one in entries if one.status == "absent"]
        view = forms.details_form(meeting, None, None, absent)
        client.views_open(trigger_id=visit.trigger_id, view=view)


def pick(ack: Ack, action: Json, body: Json, visit: Visit, client: WebClient) -> None:
    """Whose excuse it is."""
    ack()
    meeting_id, person_id = parse.picked(action)
    access.managed_meeting(visit, meeting_id)
    view = _details(meeting_id, person_id, visit)
    client.views_update(view_id=body["view"]["id"], view=view)


def _details(meeting_id: int, person_id: int, visit: Visit) -> Json:
    meeting = access.managed_meeting(visit, meeting_id)
    one = attendance.entry(visit.db, meeting_id, person_id)
    told = attendance.excuses_of(visit.db, meeting_id, visit.viewer).get(person_id)
    return forms.details_form(meeting, one, told, [])


def save_details(ack: Ack, view: Json, visit: Visit) -> None:
    """What an absent member told; nothing of it is shown in the channel."""
    meeting_id, person_id = parse.about(view)
    access.managed_meeting(visit, meeting_id)
    told = parse.details(view)
    with visit.store.writing() as db:
        if told.is_excused:
            attendance.excuse(db, meeting_id, person_id, told.reason, visit.by)
        else:
            attendance.withdraw_excuse(db, meeting_id, person_id, visit.by)
        attendance.note_opinion(db, meeting_id, person_id, told.opinion, visit.by)
    ack()


def _tell_turn(meeting_id: int, turn: str | None, visit: Visit, respond: Respond) -> None:
    if turn:
        with visit.store.reading() as db:
            message = views.turned(board.shown(db, meeting_id), turn)
        respond(**message, replace_original=False)


def _tell_by_message(meeting_id: int, turn: str, visit: Visit, client: WebClient) -> None:
    """A window has no reply address: the clerk is told by direct message."""
    with visit.store.reading() as db:
        message = views.turned(board.shown(db, meeting_id), turn)
    client.chat_postMessage(channel=visit.user_id, text=message["text"], blocks=message["blocks"])
