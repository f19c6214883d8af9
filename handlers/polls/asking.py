"""`/meeting poll`: a poll is begun, by words or in the form; what was understood is shown first."""

from typing import Any

from slack_bolt import Ack, Respond
from slack_sdk import WebClient

from handlers import access
from handlers.commands import Subcommand
from handlers.errors import FormError, UserError
from handlers.parse import buttons
from handlers.parse import polls as parse
from handlers.polls import boards, desk
from handlers.views import poll_begin as views
from handlers.visit import Visit
from store import councils, inbox, members, polls, reminders, rules, schedule
from store.councils import Council
from store.members import Member
from store.polls import NewPoll, Unfit
from store.viewers import PUBLIC

Json = dict[str, Any]

MOST_TOLD = 12  # sentences about candidates


def poll(typed: str, visit: Visit, respond: Respond, client: WebClient) -> None:
    """`poll 12/14-18 の午後 締切 12/5` begins one; without words, the one that is under way."""
    council = access.council_here(visit)
    access.require_manager(visit, council)
    under_way = polls.undecided(visit.db, council.id)
    if not typed and under_way is not None:
        respond(**desk.drawn(visit, boards.find(visit, under_way)))
        return
    view = _form(council, parse.words(typed), visit)
    client.views_open(trigger_id=visit.trigger_id, view=view)


def open_form(ack: Ack, action: Json, visit: Visit, client: WebClient) -> None:
    """新しい日程調整を始める"""
    ack()
    [council_id] = buttons.values(action, council=int)
    council = councils.get(visit.db, council_id)
    access.require_manager(visit, council)
    view = _form(council, parse.words(""), visit)
    client.views_open(trigger_id=visit.trigger_id, view=view)


def begin(ack: Ack, view: Json, visit: Visit, client: WebClient) -> None:
    """The form was sent: first what was understood; sent again unchanged, the poll begins."""
    form = parse.poll_form(view, visit.today)
    council = councils.get(visit.db, form.new.council_id)
    access.require_manager(visit, council)
    if form.new.channel_id not in councils.channels(visit.db, council.id):
        raise UserError(
            "このチャンネルは、もうこの会議体のものではありません。開き直してください。"
        )
    try:
        polls.check(visit.db, form.new, visit.now)
        if not form.is_agreed:
            told = (*form.notices, *_against(form.new, visit))
            ack(
                response_action="update",
                view=views.begin(
                    council.id, council.name, form.new.channel_id, _members(council, visit),
                    understood=form.new, told=told, seal=form.seal,
                ),
            )  # fmt: skip
            return
        with visit.store.writing() as db:
            if not inbox.first_time(db, f"poll:{view['id']}", visit.by):
                ack()
                return
            poll_id = polls.ask(db, form.new, visit.by)
            reminders.follow_poll(db, poll_id, visit.now, visit.by)
    except Unfit as unfit:
        raise FormError({unfit.field: unfit.sentence}) from unfit
    ack()
    boards.post(visit, client, poll_id)


def _form(council: Council, words: parse.Words, visit: Visit) -> Json:
    listed = _members(council, visit)
    if not listed:
        raise UserError(
            f"「{council.name}」の委員の名簿がありません。"
            "「/council members」で委員を登録してから、日程調整を始めてください。"
        )
    channel_id = _channel(council, visit)
    if not words.candidates:
        return views.begin(council.id, council.name, channel_id, listed, deadline=words.deadline)
    read = parse.candidates(words.candidates, visit.today)
    new, seal, told = None, "", list(read.notices)
    if words.deadline:
        until = parse.deadline(words.deadline, visit.today)
        new = NewPoll(
            council_id=council.id,
            channel_id=channel_id,
            title="",
            slots=read.slots,
            deadline_at=until.at,
        )
        polls.check(visit.db, new, visit.now)
        seal = parse.seal_of(new)
        told += [*until.notices, *_against(new, visit)]
    return views.begin(
        council.id, council.name, channel_id, listed,
        candidates=words.candidates, deadline=words.deadline,
        understood=new, told=told, seal=seal,
    )  # fmt: skip


def _members(council: Council, visit: Visit) -> list[Member]:
    return members.roster(visit.db, council.id, PUBLIC, on=visit.today)


def _channel(council: Council, visit: Visit) -> str:
    """The council's channel: this one, or the first that was bound."""
    bound = councils.channels(visit.db, council.id)
    if not bound:
        raise UserError(
            "日程調整を載せるチャンネルがありません。"
            f"会議体のチャンネルで「/council here {council.name}」と入力してください。"
        )
    return visit.channel_id if visit.channel_id in bound else bound[0]


def _against(new: NewPoll, visit: Visit) -> list[str]:
    """What speaks against the candidates: holidays, clashes, the notice period."""
    laid = rules.of(visit.db, new.council_id)
    told = [
        sentence
        for slot in new.slots
        for sentence in schedule.problems(
            visit.db, new.council_id, slot, new.venue or None, laid, visit.today
        )
    ]
    told = list(dict.fromkeys(told))
    more = [f"ほかに{len(told) - MOST_TOLD}件あります。"] if len(told) > MOST_TOLD else []
    return [*told[:MOST_TOLD], *more]


POLL = Subcommand(
    names=("poll", "日程調整"),
    answer=poll,
    example="poll 12/14-18 の午後 締切 12/5",
    purpose="候補日を挙げて日程調整を始めます。言葉を書かないと、進行中の日程調整か、始める画面を開きます。",
)
