"""`/council members`: the roster of a council's members and officers, and how it is kept.

How somebody is reached is read here only where access.may_manage() was asked, and said only in
answers to that person alone.
"""

from functools import partial
from typing import Any

from slack_bolt import Ack, Respond
from slack_sdk import WebClient
from sqlite_utils import Database

from handlers import access
from handlers.commands import Subcommand
from handlers.errors import UserError
from handlers.members.asking import asked, found, managed, proposals
from handlers.members.files import open_roster, send_excel, take_in
from handlers.members.forms import (
    open_member,
    open_new,
    open_new_officer,
    open_officer,
    save_member,
    save_officer,
)
from handlers.parse import buttons
from handlers.parse import members as parse
from handlers.parse.members import Shown
from handlers.reply import Say
from handlers.views import members as views
from handlers.views.parts import Message
from handlers.visit import Visit
from store import councils, members
from store.councils import Council
from store.members import Member

__all__ = [
    "MEMBERS",
    "accept_reading",
    "keep_apart",
    "merge",
    "open_member",
    "open_new",
    "open_new_officer",
    "open_officer",
    "open_roster",
    "save_member",
    "save_officer",
    "send_excel",
    "take_in",
    "turn_list",
]

Json = dict[str, Any]


def list_members(typed: str, visit: Visit, respond: Respond, client: WebClient) -> None:
    """`members`: the roster of the council here; `members NAME`: of another, or of somebody."""
    _answer(asked(" ".join(typed.split()), visit), visit, respond)


def turn_list(ack: Ack, action: Json, visit: Visit, respond: Respond) -> None:
    """次へ, 職員の一覧, 連絡先も表示 …: the list in its place, as the button asks for it."""
    ack()
    _answer(parse.shown(action), visit, _in_its_place(respond))


def accept_reading(ack: Ack, action: Json, visit: Visit, respond: Respond) -> None:
    """ふりがなを「…」にする: the reading that was proposed."""
    ack()
    managed(action, visit)
    member = _listed(action, visit)
    reading, version = parse.reading(action)
    with visit.store.writing() as db:
        members.read_as(db, member.person_id, reading, version, visit.by)
    _answer(parse.shown(action), visit, _in_its_place(respond))


def merge(ack: Ack, action: Json, visit: Visit, respond: Respond) -> None:
    """同じ人としてまとめる, after the question whether to."""
    ack()
    keep, gone = _pair(action, visit)
    with visit.store.writing() as db:
        members.merge(db, keep, gone, visit.by)
    _answer(parse.shown(action), visit, _in_its_place(respond))


def keep_apart(ack: Ack, action: Json, visit: Visit, respond: Respond) -> None:
    """別の人: the two are not proposed again."""
    ack()
    keep, gone = _pair(action, visit)
    with visit.store.writing() as db:
        members.keep_apart(db, keep, gone, visit.by)
    _answer(parse.shown(action), visit, _in_its_place(respond))


def _answer(shown: Shown, visit: Visit, say: Say) -> None:
    council = councils.get(visit.db, shown.council)
    may_manage = access.may_manage(visit, council)
    if shown.contacts:
        access.require_manager(visit, council)
    draw = _draw_officers if shown.show == "officers" else _draw_members
    with visit.store.reading() as db:  # after a change, the listener's own reader is behind
        drawn = draw(db, council, shown, visit, may_manage)
    say(**drawn)


def _draw_members(
    db: Database, council: Council, shown: Shown, visit: Visit, may_manage: bool
) -> Message:
    listed = found(db, shown, visit)
    return views.members(
        council,
        listed,
        shown,
        visit.today,
        proposals=proposals(db, listed) if may_manage else {},
        contacts=members.reachable(db, council.id) if shown.contacts else {},
        likenesses=members.likely_same(db, council.id, visit.viewer) if may_manage else [],
        may_manage=may_manage,
    )


def _draw_officers(
    db: Database, council: Council, shown: Shown, visit: Visit, may_manage: bool
) -> Message:
    listed = members.officers(db, council.id, visit.viewer, on=visit.today)
    contacts = members.reachable(db, council.id) if shown.contacts else {}
    return views.officers(council, listed, shown, visit.today, contacts, may_manage=may_manage)


def _listed(action: Json, visit: Visit) -> Member:
    """The member a button is about."""
    council_id, person_id = buttons.values(action, council=int, person=int)
    for member in members.roster(visit.db, council_id, visit.viewer):
        if member.person_id == person_id:
            return member
    raise UserError("その委員は名簿にありません。名簿を表示し直してください。")


def _pair(action: Json, visit: Visit) -> tuple[int, int]:
    """Two people who were asked about, if they still may be one."""
    council = managed(action, visit)
    keep, gone = buttons.values(action, keep=int, gone=int)
    for alike in members.likely_same(visit.db, council.id, visit.viewer):
        if (alike.keep.person_id, alike.gone.person_id) == (keep, gone):
            return keep, gone
    raise UserError("このお尋ねは、もう済んでいます。名簿を表示し直してください。")


def _in_its_place(respond: Respond) -> Say:
    return partial(respond, replace_original=True)


MEMBERS = Subcommand(
    names=("members", "委員"),
    answer=list_members,
    example="members",
    purpose="委員と職員の名簿を表示します。担当者は、加え、直し、Excelで受け取り、取り込めます。",
)
