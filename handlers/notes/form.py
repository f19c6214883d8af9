"""The note form: remarks written down in a window, one after another, or from a message."""

from contextlib import suppress
from dataclasses import replace
from typing import Any

from slack_bolt import Ack
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from handlers import accepting, access
from handlers.errors import FormError, UserError
from handlers.notes import where, window
from handlers.parse import buttons, tasks
from handlers.parse import notes as parse
from handlers.parse.notes import Message, NoteForm
from handlers.views import notes as views
from handlers.visit import Visit
from store import councils, labels, meetings, recordings
from store.errors import Refused
from store.meetings import Meeting
from store.recordings import Line, NewRecording, Recording

Json = dict[str, Any]


def open_form(
    visit: Visit, client: WebClient, *, typed: str = "", meeting_id: int | None = None
) -> None:
    """Open the form for the meeting named, or for the one that is current where somebody is."""
    choices = [where.meant(visit, meeting_id)] if meeting_id else where.current(visit)
    _open(visit, client, choices, typed)


def open_from_button(ack: Ack, action: Json, visit: Visit, client: WebClient) -> None:
    """発言を記録."""
    ack()
    [meeting_id] = buttons.values(action, meeting=int)
    open_form(visit, client, meeting_id=meeting_id)


def open_from_message(ack: Ack, body: Json, visit: Visit, client: WebClient) -> None:
    """The message shortcut 発言として記録."""
    ack()
    message, written = parse.message(body)
    typed = parse.words(written)
    known = recordings.find(visit.db, message.key)
    if known:
        _open_known(known, visit, client)
    elif not typed:
        raise UserError("このメッセージには、発言として記録できる文章がありません。")
    elif len(typed) > views.BODY:
        raise UserError(
            f"このメッセージは{len(typed):,}字あり、記録の画面に入りません（{views.BODY:,}字まで）。"
            "「/minutes note」で画面を開き、分けて貼り付けてください。"
        )
    else:
        linked = replace(message, link=_link(message, client))
        _open(visit, client, _choices(visit), typed, linked)


def choose_meeting(ack: Ack, body: Json, visit: Visit, client: WebClient) -> None:
    """The meeting was chosen: the form's other fields appear, and what was typed stays."""
    ack()
    form = parse.form(body["view"])
    _redraw(body["view"], window.chosen(visit, _meant(form.chosen_id, visit), form), client)


def record_form(ack: Ack, view: Json, visit: Visit, client: WebClient) -> None:
    """The form was sent: record what it says, then show it, and a new turn below."""
    form = parse.form(view)
    try:
        meeting = _meant(form.meeting_id or form.chosen_id, visit)
        if form.meeting_id:
            drawn = _record(form, meeting, view, visit)
        else:
            drawn = window.chosen(visit, meeting, form)
    except Refused as refusal:
        # Under the words themselves, which stay in their field.
        raise FormError({f"{views.SAID}.{form.turn}": refusal.sentence}) from refusal
    ack(response_action="update", view=drawn)
    accepting.save_soon(visit, client)


def take_back(ack: Ack, action: Json, body: Json, visit: Visit, client: WebClient) -> None:
    """取り消す beside what was recorded."""
    ack()
    recording = where.recording(action, visit)
    with visit.store.writing() as db:
        recordings.withdraw(db, recording, visit.by)
    _redraw_kept(recording.key, body["view"], visit, client)


def put_back(ack: Ack, action: Json, body: Json, visit: Visit, client: WebClient) -> None:
    """元に戻す beside what was taken back."""
    ack()
    recording = where.recording(action, visit)
    with visit.store.writing() as db:
        recordings.restore(db, recording, visit.by)
    _redraw_kept(recording.key, body["view"], visit, client)


def _open(
    visit: Visit,
    client: WebClient,
    choices: list[Meeting],
    typed: str,
    message: Message | None = None,
) -> None:
    if len(choices) > 1:
        view = views.which(choices, typed, message)
    else:
        view = window.first(visit, choices[0], typed, message)
    client.views_open(trigger_id=visit.trigger_id, view=view)


def _open_known(known: Recording, visit: Visit, client: WebClient) -> None:
    """A message that is recorded already: what it became, for those whose minutes these are."""
    try:
        meeting = meetings.get(visit.db, known.meeting_id, visit.viewer)
        access.require_manager(visit, councils.get(visit.db, meeting.council_id))
    except Refused:
        view = views.already()
    else:
        view = views.known(known)
    client.views_open(trigger_id=visit.trigger_id, view=view)


def _choices(visit: Visit) -> list[Meeting]:
    """The meetings a message may belong to: also where another council talks."""
    here = councils.of_channel(visit.db, visit.channel_id)
    is_others = here is not None and not access.may_manage(visit, here)
    if is_others and councils.served_by(visit.db, visit.user_id):
        visit = replace(visit, channel_id="")
    return where.current(visit)


def _link(message: Message, client: WebClient) -> str | None:
    """The message's own address; where the bot is not in the channel, there is none."""
    with suppress(SlackApiError):
        found = client.chat_getPermalink(channel=message.channel_id, message_ts=message.ts)
        return found["permalink"]
    return None


def _meant(meeting_id: int | None, visit: Visit) -> Meeting:
    if meeting_id is None:
        raise UserError("会議を選んでください。")
    return where.meant(visit, meeting_id)


def _record(form: NoteForm, meeting: Meeting, view: Json, visit: Visit) -> Json:
    """Record what the form says; give what the window shows then."""
    said = parse.lines(form, labels.customs(visit.db, meeting.council_id, visit.viewer))
    new = _new(form, meeting, tasks.written_out(said.lines, visit.today))
    told = views.left_out(said.off_record) if said.off_record else ""
    if said.lines and accepting.record(visit, new) == "accepted":
        told = f"{views.ACCEPTED}{told}"
    begun = [line.label for line in said.lines if line.begins]
    label = [form.label, *begun][-1]
    after = replace(form, turn=form.turn + 1, label=label, other="", real_name="", typed="")
    with visit.store.reading() as db:  # after a change, the listener's own reader is behind
        if form.message:
            return views.recorded(recordings.find(db, new.key), told)
        return window.again(db, visit, after, view, told)


def _new(form: NoteForm, meeting: Meeting, lines: tuple[Line, ...]) -> NewRecording:
    message = form.message
    return NewRecording(
        key=message.key if message else form.key,
        meeting_id=meeting.id,
        lines=lines,
        agenda_item_id=form.item_id,
        channel_id=message.channel_id if message else None,
        ts=message.ts if message else None,
        permalink=message.link if message else None,
    )


def _redraw_kept(key: str, view: Json, visit: Visit, client: WebClient) -> None:
    with visit.store.reading() as db:
        if view["callback_id"] == views.FORM:
            drawn = window.again(db, visit, parse.form(view), view)
        else:
            recording = recordings.find(db, key)
            assert recording is not None
            drawn = views.known(recording)
    _redraw(view, drawn, client)


def _redraw(view: Json, drawn: Json, client: WebClient) -> None:
    try:
        client.views_update(view_id=view["id"], hash=view["hash"], view=drawn)
    except SlackApiError as error:
        # The window went on meanwhile, and shows by itself what is true now.
        if error.response["error"] not in ("hash_conflict", "not_found"):
            raise
