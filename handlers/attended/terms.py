"""`/attendance terms`: whose term ends when, and who may be appointed again; told ahead by itself."""

from datetime import datetime
from typing import Any

from slack_bolt import Ack, Respond
from slack_sdk import WebClient

from handlers.attended.asking import council_here, managed
from handlers.commands import Subcommand
from handlers.parse import attended as parse
from handlers.parse import buttons
from handlers.views import attended_terms as views
from handlers.views.parts import Message
from handlers.visit import Visit
from store import councils, terms
from store.db import Store
from store.outbox import Letter
from store.slots import JAPAN

Json = dict[str, Any]


def show(typed: str, visit: Visit, respond: Respond, client: WebClient) -> None:
    """`terms`: the calendar of the terms that end."""
    council = council_here(visit)
    respond(
        **views.calendar(
            council,
            terms.ending(visit.db, council.id, visit.today),
            terms.without_end(visit.db, council.id),
            terms.most_terms(visit.db, council.id),
            visit.today,
        )
    )


def open_form(ack: Ack, action: Json, visit: Visit, client: WebClient) -> None:
    """再任の決まりを変える"""
    ack()
    council = managed(buttons.values(action, council=int)[0], visit)
    view = views.form(council, terms.most_terms(visit.db, council.id))
    client.views_open(trigger_id=visit.trigger_id, view=view)


def save(ack: Ack, view: Json, visit: Visit) -> None:
    """The limit was filled in."""
    council = managed(parse.council(view), visit)
    most = parse.most_terms(view)
    with visit.store.writing() as db:
        terms.limit(db, council.id, most, visit.by)
    ack(response_action="update", view=views.saved(council, most))


def ring(store: Store, client: WebClient, now: datetime) -> None:
    """Let the secretariats know of terms that end within half a year."""
    today = now.astimezone(JAPAN).date()
    with store.reading() as db:
        if not terms.is_time_to_warn(db, today):
            return
    with store.writing() as db:
        terms.warn(db, today)


def draw(store: Store, letter: Letter, now: datetime) -> Message | None:
    """The warning as it is true now; nothing, if all were reappointed or the reader left."""
    council_id = letter.refs["council"]
    with store.reading() as db:
        council = councils.get(db, council_id)
        endings = terms.told_of(db, council_id, letter.refs["members"])
        serves = letter.recipient in councils.secretariat(db, council_id)
    today = now.astimezone(JAPAN).date()
    return views.warning(council, endings, today) if endings and serves else None


TERMS = Subcommand(
    names=("terms", "任期"),
    answer=show,
    example="terms",
    purpose="委員の任期の終わりを、近い順に示します。担当者だけが使えます。",
)
