"""The calendar file for whoever presses, and the 開催通知 for members on paper."""

from typing import Any

from slack_bolt import Ack, Respond
from slack_sdk import WebClient

from handlers import access
from handlers.errors import FormError, UserError
from handlers.parse import buttons
from handlers.parse import schedule as parse
from handlers.reply import send_file, send_file_once
from handlers.schedule import telling
from handlers.views import schedule as views
from handlers.views import schedule_forms as forms
from handlers.views import schedule_posts as posts
from handlers.visit import Visit
from store import councils, inbox, members, schedule
from store.formats import notice
from store.formats.notice import EVERYBODY, Notice
from store.members import Member
from store.roles import role_of
from store.schedule import Scheduled

Json = dict[str, Any]


def send_calendar(
    ack: Ack, action: Json, body: Json, visit: Visit, respond: Respond, client: WebClient
) -> None:
    """カレンダー用ファイル: to the one who pressed."""
    ack()
    [meeting_id] = buttons.values(action, meeting=int)
    known = _planned(meeting_id, visit)
    # Pressed twice, sent once; a new one when the meeting has changed since.
    stood = body.get("container", {}).get("message_ts")
    pressed = f"calendar:{stood}:{visit.user_id}:{meeting_id}:{known.revision}"
    name, content = posts.calendar_name([known]), telling.calendar_file([known], visit.now)
    if not send_file_once(pressed, name, content, posts.FILE_COMMENT, visit, client):
        respond(**posts.sent_already("カレンダー用ファイル"))
        return
    respond(**posts.sent("カレンダー用ファイル"))


def open_notice(ack: Ack, action: Json, visit: Visit, client: WebClient) -> None:
    """開催通知: to whom it is addressed."""
    ack()
    [meeting_id] = buttons.values(action, meeting=int)
    known = _to_print(meeting_id, visit)
    named = [(one.id, one.name) for one in _roster(known, visit)]
    client.views_open(trigger_id=visit.trigger_id, view=forms.notice(known, named))


def send_notice(ack: Ack, view: Json, visit: Visit, client: WebClient) -> None:
    """つくる: the letter, or a letter for each member, to the clerk."""
    known = _to_print(parse.number(view), visit)
    roster = _roster(known, visit)
    chosen = parse.chosen(view, "addressee")
    if chosen == "all":
        addressees = [EVERYBODY]
    elif chosen == forms.EACH and roster:
        addressees = [one.name for one in roster]
    else:
        addressees = [one.name for one in roster if str(one.id) == chosen]
    if not addressees:
        raise FormError({"addressee": "名簿にない方です。宛名を選び直してください。"})
    with visit.store.writing() as db:
        first = inbox.first_time(db, f"view:{view['id']}:{view.get('hash')}:notice", visit.by)
    ack()
    if first:
        letter = notice.to_word(_notice(known, roster, visit), addressees)
        name = posts.notice_name(known)
        send_file(name, letter, posts.NOTICE_COMMENT, visit.user_id, client)


def _notice(known: Scheduled, roster: list[Member], visit: Visit) -> Notice:
    meeting = known.meeting
    chair = next((one for one in roster if role_of(one.role) == "chair"), None)
    return Notice(
        council=meeting.council,
        title=meeting.title,
        written_on=visit.today,
        when=views.when(known.slot),
        venue=meeting.venue,
        agenda=known.agenda,
        materials=tuple(one.name for one in known.materials),
        sender=f"{chair.role}　{chair.name}" if chair else None,
    )


def _roster(known: Scheduled, visit: Visit) -> list[Member]:
    council_id = known.meeting.council_id
    return members.roster(visit.db, council_id, visit.viewer, on=known.slot.day)


def _planned(meeting_id: int, visit: Visit) -> Scheduled:
    known = schedule.get(visit.db, meeting_id, visit.viewer)
    if known.meeting.held_on is None:
        raise UserError("この会議には開催日がないため、カレンダーに入れられません。")
    return known


def _to_print(meeting_id: int, visit: Visit) -> Scheduled:
    known = _planned(meeting_id, visit)
    access.require_manager(visit, councils.get(visit.db, known.meeting.council_id))
    if known.meeting.status != "scheduled":
        raise UserError("これから開く会議ではないため、開催通知はつくれません。")
    return known
