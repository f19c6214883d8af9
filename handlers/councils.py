"""`/council`: the councils, their channels, and who belongs to their secretariat."""

from typing import Any

from slack_bolt import Ack, Respond
from slack_sdk import WebClient

from handlers import access, commands
from handlers.commands import Subcommand
from handlers.errors import FormError, UserError
from handlers.parse import buttons
from handlers.parse import councils as parse
from handlers.views import councils as views
from handlers.visit import Visit
from store import councils, inbox
from store.councils import Council
from store.errors import Refused


def here(typed: str, visit: Visit, respond: Respond, client: WebClient) -> None:
    """`here`: which council this channel belongs to; `here NAME` binds it."""
    if typed:
        _bind(_named(typed, visit), visit, respond)
    else:
        council = councils.of_channel(visit.db, visit.channel_id)
        if council:
            respond(**views.bound(council))
        else:
            respond(**views.unbound(_manageable(visit)))


def bind_here(ack: Ack, action: dict[str, Any], visit: Visit, respond: Respond) -> None:
    """A council chosen for this channel."""
    ack()
    [council_id] = buttons.values(action, council=int)
    _bind(councils.get(visit.db, council_id), visit, respond)


def new(typed: str, visit: Visit, respond: Respond, client: WebClient) -> None:
    """`new`: the form for a new council."""
    access.require_admin(visit)
    client.views_open(
        trigger_id=visit.trigger_id, view=views.form(name=typed, channel_id=visit.channel_id)
    )


def create(ack: Ack, view: dict[str, Any], visit: Visit, client: WebClient) -> None:
    """The form was sent: keep the council, its channel and its first secretary together."""
    access.require_admin(visit)
    form = parse.form(view)
    with visit.store.writing() as db:
        if not inbox.first_time(db, f"view:{view['id']}", visit.by):
            ack()  # sent twice, kept once
            return
        try:
            council = councils.add(db, form.name, visit.by)
        except Refused as refusal:
            raise FormError({views.NAME: refusal.sentence}) from refusal
        councils.appoint(db, council.id, visit.user_id, visit.by)
        if form.channel_id:
            councils.bind(db, council.id, form.channel_id, visit.by)
    ack()
    told = views.created(council, is_bound=bool(form.channel_id))
    client.chat_postMessage(channel=visit.user_id, **told)


def list_all(typed: str, visit: Visit, respond: Respond, client: WebClient) -> None:
    """`list`: every council, with its channels."""
    listed = [
        (council, councils.channels(visit.db, council.id))
        for council in councils.list_all(visit.db)
    ]
    respond(**views.councils(listed))


def staff(typed: str, visit: Visit, respond: Respond, client: WebClient) -> None:
    """`staff`: who belongs to the secretariat of the council here, or of the one named."""
    respond(**_staff(_named(typed, visit) if typed else _here(visit), visit))


def appoint(ack: Ack, action: dict[str, Any], visit: Visit, respond: Respond) -> None:
    """Somebody was chosen to join the secretariat."""
    ack()
    council = councils.get(visit.db, buttons.council_of_menu(action))
    access.require_manager(visit, council)
    with visit.store.writing() as db:
        councils.appoint(db, council.id, action["selected_user"], visit.by)
    respond(**_staff(council, visit), replace_original=True)


def dismiss(ack: Ack, action: dict[str, Any], visit: Visit, respond: Respond) -> None:
    """担当から外す beside a person's name."""
    ack()
    council_id, user_id = buttons.values(action, council=int, user=str)
    council = councils.get(visit.db, council_id)
    access.require_manager(visit, council)
    with visit.store.writing() as db:
        councils.dismiss(db, council.id, user_id, visit.by)
    respond(**_staff(council, visit), replace_original=True)


def show_staff(ack: Ack, action: dict[str, Any], visit: Visit, respond: Respond) -> None:
    """A council chosen where there was more than one."""
    ack()
    [council_id] = buttons.values(action, council=int)
    respond(**_staff(councils.get(visit.db, council_id), visit))


def _bind(council: Council, visit: Visit, respond: Respond) -> None:
    access.require_manager(visit, council)
    before = councils.of_channel(visit.db, visit.channel_id)
    if before and before != council:
        access.require_manager(visit, before)
    with visit.store.writing() as db:
        councils.bind(db, council.id, visit.channel_id, visit.by)
    respond(**views.bound(council, before))


def _here(visit: Visit) -> Council:
    """The council of this channel, or the only one there is."""
    here = councils.of_channel(visit.db, visit.channel_id)
    known = councils.list_all(visit.db)
    if here:
        return here
    elif len(known) == 1:
        return known[0]
    elif known:
        raise commands.Choice(views.which(known))
    else:
        raise UserError(
            "会議体がまだ登録されていません。管理者が 「/council new」 で登録できます。"
        )


def _named(name: str, visit: Visit) -> Council:
    wanted = parse.name(name)
    known = councils.list_all(visit.db)
    found = [council for council in known if parse.name(council.name) == wanted]
    near = [council for council in known if wanted in parse.name(council.name)]
    match found or near:
        case [council]:
            return council
        case []:
            raise UserError(
                f"会議体「{name}」はありません。「/council list」 で名前を確かめてください。"
            )
        case several:
            names = "、".join(council.name for council in several)
            raise UserError(f"「{name}」に当たる会議体がいくつかあります: {names}")


def _manageable(visit: Visit) -> list[Council]:
    return [c for c in councils.list_all(visit.db) if access.may_manage(visit, c)]


def _staff(council: Council, visit: Visit) -> dict[str, Any]:
    people = councils.secretariat(visit.db, council.id)
    return views.staff(council, people, may_manage=access.may_manage(visit, council))


HERE = Subcommand(
    names=("here", "ここ"),
    answer=here,
    example="here 地域福祉推進懇話会",
    purpose="このチャンネルを会議体に結び付けます。名前を書かないと、今の結び付きを表示します。",
)

NEW = Subcommand(
    names=("new", "新規"),
    answer=new,
    example="new",
    purpose="会議体を登録します（管理者のみ）。",
)

LIST = Subcommand(
    names=("list", "一覧"),
    answer=list_all,
    example="list",
    purpose="会議体と、結び付いているチャンネルを一覧にします。",
)

STAFF = Subcommand(
    names=("staff", "担当"),
    answer=staff,
    example="staff",
    purpose="事務局の担当者を表示し、加えたり外したりします。",
)
