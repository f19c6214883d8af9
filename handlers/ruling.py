"""`/council rules`: what a council's own 要綱 lays down, and how its rolls are printed."""

import hashlib
import json
from dataclasses import asdict, replace
from datetime import time
from typing import Any

from slack_bolt import Ack, Respond
from slack_sdk import WebClient
from sqlite_utils import Database

from handlers import access
from handlers.commands import Subcommand
from handlers.errors import UserError
from handlers.parse import buttons
from handlers.parse import ruling as parse
from handlers.views import ruling as views
from handlers.views import ruling_roll as roll_views
from handlers.visit import Visit
from store import councils, inbox, reminders, rules
from store.councils import Council
from store.formats.rolls import RollCustom, RollPerson, cells
from store.rules import Rules

Json = dict[str, Any]


def show(typed: str, visit: Visit, respond: Respond, client: WebClient) -> None:
    """`rules`: the rules of the council here."""
    council = access.council_here(visit)
    laid = rules.of(visit.db, council.id)
    respond(**views.rules(council, laid, manages=access.may_manage(visit, council)))


def open_form(ack: Ack, action: Json, visit: Visit, client: WebClient) -> None:
    """規則を変える"""
    ack()
    council = _managed(buttons.values(action, council=int)[0], visit)
    laid = rules.of(visit.db, council.id)
    view = views.form(council, laid, _metadata(council, laid))
    client.views_open(trigger_id=visit.trigger_id, view=view)


def save(ack: Ack, view: Json, visit: Visit, client: WebClient) -> None:
    """The rules were filled in: they are laid down, and what is planned follows them."""
    about = parse.about(view)
    council = _managed(about.council, visit)
    with visit.store.writing() as db:
        if not inbox.first_time(db, f"view:{view['id']}:{view.get('hash')}", visit.by):
            ack()  # sent twice, kept once
            return
        before = _unchanged(db, council, about)
        laid = parse.rules(view, before)
        rules.lay_down(db, council.id, laid, visit.by)
        reminders.follow_council(db, council.id, visit.now, visit.by)
        followed = reminders.meetings_ahead(db, council.id)
    ack()
    _tell(client, visit, views.saved(council, laid, followed))


def open_roll(ack: Ack, action: Json, visit: Visit, client: WebClient) -> None:
    """出席者の書き方を変える"""
    ack()
    council = _managed(buttons.values(action, council=int)[0], visit)
    laid = rules.of(visit.db, council.id)
    custom = RollCustom.from_dict(laid.roll)
    view = roll_views.form(council, custom, cells(SAMPLE, custom), _metadata(council, laid))
    client.views_open(trigger_id=visit.trigger_id, view=view)


def preview(ack: Ack, body: Json, visit: Visit, client: WebClient) -> None:
    """Something was chosen: the sample follows it."""
    ack()
    view = body["view"]
    council = _managed(parse.about(view).council, visit)
    custom = parse.roll(view)
    drawn = roll_views.form(council, custom, cells(SAMPLE, custom), view["private_metadata"])
    client.views_update(view_id=view["id"], view=drawn)


def save_roll(ack: Ack, view: Json, visit: Visit, client: WebClient) -> None:
    """How rolls are printed was chosen."""
    about = parse.about(view)
    council = _managed(about.council, visit)
    custom = parse.roll(view)
    with visit.store.writing() as db:
        if not inbox.first_time(db, f"view:{view['id']}:{view.get('hash')}", visit.by):
            ack()
            return
        before = _unchanged(db, council, about)
        rules.lay_down(db, council.id, replace(before, roll=custom.to_dict()), visit.by)
    ack()
    _tell(client, visit, roll_views.saved(council, cells(SAMPLE, custom)))


def _managed(council_id: int, visit: Visit) -> Council:
    council = councils.get(visit.db, council_id)
    access.require_manager(visit, council)
    return council


def _unchanged(db: Database, council: Council, about: parse.About) -> Rules:
    """The rules as they are, if they are still what the form showed."""
    laid = rules.of(db, council.id)
    if _digest(laid) != about.known:
        raise UserError(
            "この画面を開いている間に、ほかの方が規則を変えました。"
            "画面を閉じて「/council rules」で今の規則を確かめてから、もう一度入力してください。"
        )
    return laid


def _metadata(council: Council, laid: Rules) -> str:
    return json.dumps({"council": council.id, "known": _digest(laid)})


def _digest(laid: Rules) -> str:
    known = json.dumps(asdict(laid), ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(known.encode()).hexdigest()[:16]


def _tell(client: WebClient, visit: Visit, message: Json) -> None:
    client.chat_postMessage(channel=visit.user_id, text=message["text"], blocks=message["blocks"])


# Nobody real: two of one surname, a chair, somebody late, somebody represented, somebody absent.
SAMPLE = (
    RollPerson(kind="member", name="青木 正", reading="あおき ただし", role="会長",
               affiliation="霧浜大学"),
    RollPerson(kind="member", name="石川 恵", reading="いしかわ めぐみ", role="公募委員",
               status="late", arrived_at=time(18, 40)),
    RollPerson(kind="member", name="佐藤 翔", reading="さとう しょう", role="副会長",
               affiliation="霧浜市医師会"),
    RollPerson(kind="member", name="佐藤 葵", reading="さとう あおい", role="委員",
               affiliation="霧浜市町内会連合会"),
    RollPerson(kind="member", name="中村 進", reading="なかむら すすむ", role="委員",
               affiliation="霧浜市商工会", status="proxy", proxy_name="西田 学"),
    RollPerson(kind="member", name="吉田 明", reading="よしだ あきら", role="委員",
               status="absent"),
    RollPerson(kind="officer", name="山根 進", department="福祉部", post="次長"),
    RollPerson(kind="officer", name="鈴木 学", department="福祉部", section="福祉課", post="主査"),
)  # fmt: skip


RULES = Subcommand(
    names=("rules", "規則"),
    answer=show,
    example="rules",
    purpose="定足数、期限の日数、閉庁日、お知らせの時期、出席者の書き方を、会議体ごとに決めます。",
)
