"""回答する and 代わりに回答: ○ △ × for each day, by oneself or by the secretariat."""

from typing import Any

from slack_bolt import Ack
from slack_sdk import WebClient

from handlers import access
from handlers.errors import UserError
from handlers.parse import buttons
from handlers.parse import polls as parse
from handlers.polls import boards
from handlers.views import poll_desk as desk_views
from handlers.views import poll_forms as views
from handlers.visit import Visit
from store import councils, polls
from store.polls import Asked, Overwriting, Poll

Json = dict[str, Any]


def open_own(ack: Ack, action: Json, visit: Visit, client: WebClient) -> None:
    """回答する under the poll, or in the message to somebody who has not answered."""
    ack()
    [poll_id] = buttons.values(action, poll=int)
    poll = polls.get(visit.db, poll_id)
    one = _own(poll, visit)
    _require_open(poll, visit)
    client.views_open(trigger_id=visit.trigger_id, view=views.answer(poll, one, on_behalf=False))


def open_people(ack: Ack, action: Json, visit: Visit, client: WebClient) -> None:
    """代わりに回答: for whom."""
    ack()
    [poll_id] = buttons.values(action, poll=int)
    poll = _managed(poll_id, visit)
    _require_undecided(poll)
    client.views_open(trigger_id=visit.trigger_id, view=views.person(poll))


def choose_person(ack: Ack, view: Json, visit: Visit) -> None:
    """The person was chosen: the form for their answer, as it stands."""
    poll_id, asked_id = parse.chosen_person(view)
    poll = _managed(poll_id, visit)
    _require_undecided(poll)
    one = poll.person(asked_id)
    ack(response_action="update", view=views.answer(poll, one, on_behalf=True))


def save(ack: Ack, view: Json, visit: Visit, client: WebClient) -> None:
    """An answer was sent; one by another hand is shown first, and replaced when sent again."""
    form = parse.reply_form(view)
    poll = polls.get(visit.db, form.new.poll_id)
    if form.on_behalf:
        _managed(poll.id, visit)
    elif _own(poll, visit).id != form.new.asked_id:
        raise UserError("ほかの方の回答は入力できません。画面を閉じて、開き直してください。")
    try:
        with visit.store.writing() as db:
            kept = polls.reply(db, form.new, visit.by, on_behalf=form.on_behalf)
    except Overwriting as found:
        ack(
            response_action="update",
            view=views.answer(
                found.poll, found.kept, on_behalf=form.on_behalf, instead=(found.kept, form.new)
            ),
        )
        return
    if form.on_behalf:
        saved = f"「{kept.name}」さんの回答を代理入力しました。続けて入力できます。"
        ack(response_action="update", view=views.person(boards.find(visit, poll.id), saved))
    else:
        ack()
    boards.redraw(visit, client, poll.id)


def _own(poll: Poll, visit: Visit) -> Asked:
    one = polls.asked_as(poll, visit.user_id)
    if one is None:
        raise UserError(desk_views.not_asked(poll))
    return one


def _managed(poll_id: int, visit: Visit) -> Poll:
    poll = polls.get(visit.db, poll_id)
    access.require_manager(visit, councils.get(visit.db, poll.council_id))
    return poll


def _require_open(poll: Poll, visit: Visit) -> None:
    _require_undecided(poll)
    if not poll.takes_replies(visit.now):
        raise UserError("回答の締切を過ぎました。お手数ですが、事務局へ直接お知らせください。")


def _require_undecided(poll: Poll) -> None:
    if poll.state == "decided":
        raise UserError("開催日が決まったため、回答できません。")
    if poll.state == "cancelled":
        raise UserError("この日程調整は取りやめになったため、回答できません。")
