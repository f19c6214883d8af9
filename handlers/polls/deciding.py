"""開催日を決める, 今すぐ締め切る, 締切を変える, 取りやめる: the end of a poll."""

from functools import partial
from typing import Any

from slack_bolt import Ack, Respond
from slack_sdk import WebClient

from handlers import access
from handlers.errors import FormError
from handlers.parse import buttons
from handlers.parse import polls as parse
from handlers.polls import boards, desk
from handlers.views import poll_forms as views
from handlers.views import polls as board_views
from handlers.visit import Visit
from store import councils, polls, reminders, schedule
from store.errors import Refused
from store.polls import Poll, Unfit

Json = dict[str, Any]


def open_form(ack: Ack, action: Json, visit: Visit, client: WebClient) -> None:
    """開催日を決める: the days with what was replied to each."""
    ack()
    poll = _managed(buttons.values(action, poll=int)[0], visit)
    _require_undecided(poll)
    tallies = polls.weigh(visit.db, poll)
    view = views.decide(poll, tallies, polls.best(tallies))
    client.views_open(trigger_id=visit.trigger_id, view=view)


def decide(ack: Ack, view: Json, visit: Visit, client: WebClient) -> None:
    """A day was chosen: what speaks against it is told first; else it becomes a meeting.

    The meeting, its reminders and the letter to the channel are one transaction.
    """
    wanted = parse.decision(view)
    poll = _managed(wanted.poll_id, visit)
    tallies = polls.weigh(visit.db, poll)
    option = poll.option(wanted.option_id)
    [chosen] = [one for one in tallies if one.option == option]
    warnings = board_views.warnings(chosen)
    if warnings and wanted.agreed_to != option.id and poll.state in ("open", "closed"):
        asks = views.decide(poll, tallies, polls.best(tallies), chosen=chosen, warnings=warnings)
        ack(response_action="update", view=asks)
        return
    try:
        with visit.store.writing() as db:
            slot = polls.decide(db, poll.id, option.id, visit.by)
            meeting_id = schedule.add(
                db,
                schedule.NewMeeting(
                    council_id=poll.council_id, slot=slot, venue=wanted.venue or None
                ),
                visit.by,
            )
            polls.keep_meeting(db, poll.id, meeting_id)
            reminders.follow(db, meeting_id, visit.now, visit.by)
            reminders.follow_poll(db, poll.id, visit.now, visit.by)
            schedule.announce(db, [meeting_id], "scheduled", poll.channel_id, visit.now)
    except Refused as refusal:
        raise FormError({"option": refusal.sentence}) from refusal
    ack()
    boards.redraw(visit, client, poll.id)


def close(ack: Ack, action: Json, visit: Visit, respond: Respond, client: WebClient) -> None:
    """今すぐ締め切る"""
    ack()
    poll = _managed(buttons.values(action, poll=int)[0], visit)
    with visit.store.writing() as db:
        polls.close(db, poll.id, visit.by)
        reminders.follow_poll(db, poll.id, visit.now, visit.by)
    _answer_desk(poll, "締め切りました。", visit, respond)
    boards.redraw(visit, client, poll.id)


def open_deadline(ack: Ack, action: Json, visit: Visit, client: WebClient) -> None:
    """締切を変える"""
    ack()
    poll = _managed(buttons.values(action, poll=int)[0], visit)
    _require_undecided(poll)
    client.views_open(trigger_id=visit.trigger_id, view=views.deadline(poll))


def move_deadline(ack: Ack, view: Json, visit: Visit, client: WebClient) -> None:
    """Another deadline was typed; a poll that was closed is open again."""
    poll_id, at = parse.new_deadline(view, visit.today)
    poll = _managed(poll_id, visit)
    try:
        with visit.store.writing() as db:
            polls.move_deadline(db, poll.id, at, visit.by)
            reminders.follow_poll(db, poll.id, visit.now, visit.by)
    except Unfit as unfit:
        raise FormError({unfit.field: unfit.sentence}) from unfit
    ack()
    boards.redraw(visit, client, poll.id)


def cancel(ack: Ack, action: Json, visit: Visit, respond: Respond, client: WebClient) -> None:
    """取りやめる, after the question whether to."""
    ack()
    poll = _managed(buttons.values(action, poll=int)[0], visit)
    with visit.store.writing() as db:
        polls.cancel(db, poll.id, visit.by)
        reminders.follow_poll(db, poll.id, visit.now, visit.by)
    _answer_desk(poll, "日程調整を取りやめました。", visit, respond)
    boards.redraw(visit, client, poll.id)


def _answer_desk(poll: Poll, said: str, visit: Visit, respond: Respond) -> None:
    say = partial(respond, replace_original=True)
    say(**desk.drawn(visit, boards.find(visit, poll.id), said))


def _managed(poll_id: int, visit: Visit) -> Poll:
    poll = polls.get(visit.db, poll_id)
    access.require_manager(visit, councils.get(visit.db, poll.council_id))
    return poll


def _require_undecided(poll: Poll) -> None:
    if poll.state == "decided":
        raise Refused("この日程調整は、すでに開催日が決まっています。")
    if poll.state == "cancelled":
        raise Refused("この日程調整は、すでに取りやめになっています。")
