"""The forms of the roster: opened, sent, kept."""

from typing import Any

from slack_bolt import Ack
from slack_sdk import WebClient
from sqlite_utils import Database

from handlers import access
from handlers.members.asking import managed, proposals, require_of
from handlers.parse import buttons
from handlers.parse import members as parse
from handlers.parse.members import MemberForm
from handlers.views import member_forms as views
from handlers.visit import Visit
from store import councils, inbox, members
from store.readings import Proposal

Json = dict[str, Any]


def open_new(ack: Ack, action: Json, visit: Visit, client: WebClient) -> None:
    """委員を加える"""
    ack()
    council = managed(action, visit)
    form = views.member(council, None, {}, Proposal())
    client.views_open(trigger_id=visit.trigger_id, view=form)


def open_member(ack: Ack, action: Json, visit: Visit, client: WebClient) -> None:
    """直す beside a member."""
    ack()
    council = managed(action, visit)
    [member_id] = buttons.values(action, member=int)
    member = members.get(visit.db, member_id, visit.viewer)
    require_of(council, member.council_id)
    contacts = members.contacts_of(visit.db, member.person_id)
    proposal = proposals(visit.db, [member]).get(member.person_id, Proposal())
    form = views.member(council, member, contacts, proposal)
    client.views_open(trigger_id=visit.trigger_id, view=form)


def save_member(ack: Ack, view: Json, visit: Visit) -> None:
    """The form for a member was sent: keep what it says, and tell in its place."""
    form = parse.member_form(view)
    council = councils.get(visit.db, form.council_id)
    access.require_manager(visit, council)
    if form.member_id is not None:
        member = members.get(visit.db, form.member_id, visit.viewer)
        require_of(council, member.council_id)
    with visit.store.writing() as db:
        if inbox.first_time(db, f"member:{view['id']}", visit.by):
            _save_member(db, form, visit)
    ack(response_action="update", view=views.saved(_SAVED[form.deed].format(form.wanted.name)))


def open_new_officer(ack: Ack, action: Json, visit: Visit, client: WebClient) -> None:
    """職員を加える"""
    ack()
    form = views.officer(managed(action, visit), None, {})
    client.views_open(trigger_id=visit.trigger_id, view=form)


def open_officer(ack: Ack, action: Json, visit: Visit, client: WebClient) -> None:
    """直す beside an officer."""
    ack()
    council = managed(action, visit)
    [person_id] = buttons.values(action, person=int)
    officer = members.get_officer(visit.db, person_id, visit.viewer, on=visit.today)
    require_of(council, officer.council_id)
    contacts = members.contacts_of(visit.db, person_id)
    client.views_open(trigger_id=visit.trigger_id, view=views.officer(council, officer, contacts))


def save_officer(ack: Ack, view: Json, visit: Visit) -> None:
    """The form for an officer was sent: keep the title from its day on."""
    form = parse.officer_form(view)
    council = councils.get(visit.db, form.council_id)
    access.require_manager(visit, council)
    if form.person_id is not None:
        officer = members.get_officer(visit.db, form.person_id, visit.viewer, on=visit.today)
        require_of(council, officer.council_id)
    with visit.store.writing() as db:
        if inbox.first_time(db, f"officer:{view['id']}", visit.by):
            person_id = members.appoint(
                db, council.id, form.wanted, visit.by,
                person_id=form.person_id, version=form.version,
            )  # fmt: skip
            members.keep_contacts(db, person_id, form.contacts, visit.by)
    ack(response_action="update", view=views.saved(f"「{form.wanted.name}」さんを登録しました。"))


def _save_member(db: Database, form: MemberForm, visit: Visit) -> None:
    wanted, version, by = form.wanted, form.version, visit.by
    if form.member_id is None:
        person_id = members.add(db, form.council_id, wanted, by).person_id
    else:
        person_id = members.get(db, form.member_id, visit.viewer).person_id
        match form.deed:
            case "change":
                members.change(db, form.member_id, wanted, version, by)
            case "reappoint":
                members.reappoint(db, form.member_id, wanted, version, by)
            case "end" if wanted.term_to:
                members.end_term(db, form.member_id, wanted.term_to, version, by)
            case "withdraw":
                members.withdraw(db, form.member_id, version, by)
    if form.deed in ("change", "reappoint"):
        members.keep_contacts(db, person_id, form.contacts, by)


_SAVED = {
    "change": "「{}」さんを登録しました。",
    "reappoint": "「{}」さんの再任を登録しました。前の任期の記録は残っています。",
    "end": "「{}」さんの退任を登録しました。",
    "withdraw": "「{}」さんを名簿から外しました。会議録の記載は変わりません。",
}
