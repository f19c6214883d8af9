"""`/minutes confirm`, `publish` and `reopen`: minutes that are finished, and that are not after all."""

from typing import Any

from slack_bolt import Ack, Respond
from slack_sdk import WebClient

from handlers import access
from handlers.commands import Subcommand
from handlers.errors import UserError
from handlers.parse import buttons
from handlers.views import confirming as views
from handlers.visit import Visit
from store import confirmations, councils, meetings
from store.meetings import Meeting

Json = dict[str, Any]


def confirm(typed: str, visit: Visit, respond: Respond, client: WebClient) -> None:
    """`confirm 令和7年度第2回`: what it means, with the button that does it."""
    meeting = _named(typed, "confirm", visit)
    if confirmations.state(visit.db, meeting.id).confirmed_at:
        respond(**views.confirmed(meeting, is_new=False))
    else:
        confirmations.require_confirmable(meeting)
        respond(**views.ask_to_confirm(meeting))


def publish(typed: str, visit: Visit, respond: Respond, client: WebClient) -> None:
    """`publish 令和7年度第2回`: the same, for what is open to the public by now."""
    meeting = _named(typed, "publish", visit)
    if confirmations.state(visit.db, meeting.id).published_at:
        respond(**views.published(meeting, is_new=False))
    else:
        confirmations.require_publishable(visit.db, meeting)
        respond(**views.ask_to_publish(meeting))


def reopen(typed: str, visit: Visit, respond: Respond, client: WebClient) -> None:
    """`reopen 令和7年度第2回`: the same, for what has to be put right after all."""
    meeting = _named(typed, "reopen", visit)
    state = confirmations.state(visit.db, meeting.id)
    if state.is_open:
        respond(**views.reopened(meeting, is_new=False))
    else:
        respond(**views.ask_to_reopen(meeting, is_published=state.published_at is not None))


def confirm_it(ack: Ack, action: Json, visit: Visit, respond: Respond) -> None:
    """確定する."""
    ack()
    meeting = _pressed(action, visit)
    with visit.store.writing() as db:
        is_new = confirmations.confirm(db, meetings.get(db, meeting.id, visit.viewer), visit.by)
    respond(**views.confirmed(meeting, is_new=is_new), replace_original=True)


def publish_it(ack: Ack, action: Json, visit: Visit, respond: Respond) -> None:
    """公表済みにする."""
    ack()
    meeting = _pressed(action, visit)
    with visit.store.writing() as db:
        is_new = confirmations.publish(db, meetings.get(db, meeting.id, visit.viewer), visit.by)
    respond(**views.published(meeting, is_new=is_new), replace_original=True)


def reopen_it(ack: Ack, action: Json, visit: Visit, respond: Respond) -> None:
    """確定を解除する."""
    ack()
    meeting = _pressed(action, visit)
    with visit.store.writing() as db:
        is_new = confirmations.reopen(db, meeting.id, visit.by)
    respond(**views.reopened(meeting, is_new=is_new), replace_original=True)


def _named(typed: str, verb: str, visit: Visit) -> Meeting:
    """The meeting that is named; without a name there is nothing to guess."""
    if not typed:
        raise UserError(
            f"どの会議の会議録か、回を添えて入力してください。例: 「/minutes {verb} 令和7年度第2回」"
        )
    council = councils.of_channel(visit.db, visit.channel_id)
    meeting = meetings.choose(visit.db, typed, visit.viewer, council.id if council else None)
    access.require_manager(visit, councils.get(visit.db, meeting.council_id))
    return meeting


def _pressed(action: Json, visit: Visit) -> Meeting:
    [meeting_id] = buttons.values(action, meeting=int)
    return access.managed_meeting(visit, meeting_id)


CONFIRM = Subcommand(
    names=("confirm", "確定"),
    answer=confirm,
    example="confirm 令和7年度第2回",
    purpose="会議録を確定します。確定した会議録は、解除するまで直せません（担当者のみ）。",
)

PUBLISH = Subcommand(
    names=("publish", "公表"),
    answer=publish,
    example="publish 令和7年度第2回",
    purpose="確定した会議録を公表したことを記録します（担当者のみ）。",
)

REOPEN = Subcommand(
    names=("reopen", "確定解除"),
    answer=reopen,
    example="reopen 令和7年度第2回",
    purpose="会議録の確定を解除し、直せるようにします（担当者のみ）。",
)
