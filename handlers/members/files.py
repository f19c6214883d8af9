"""The roster as a file: rows taken in, and the file that is handed out."""

from typing import Any

from slack_bolt import Ack, Respond
from slack_sdk import WebClient

from handlers import access
from handlers.errors import FormError
from handlers.members.asking import managed
from handlers.parse import members as parse
from handlers.reply import send_file_once
from handlers.views import rosters as views
from handlers.visit import Visit
from store import councils, inbox, rosters
from store.errors import Refused
from store.formats import rosters as formats
from store.formats import tables

Json = dict[str, Any]

LONGEST_MISTAKE = 1_500  # characters under a field


def open_roster(ack: Ack, action: Json, visit: Visit, client: WebClient) -> None:
    """名簿を取り込む: the form to paste rows of a spreadsheet into."""
    ack()
    form = views.form(managed(action, visit))
    client.views_open(trigger_id=visit.trigger_id, view=form)


def take_in(ack: Ack, view: Json, visit: Visit) -> None:
    """Rows were sent: first what would come of them; sent again unchanged, it is done."""
    form = parse.roster_form(view)
    council = councils.get(visit.db, form.council_id)
    access.require_manager(visit, council)
    try:
        rows = formats.read_pasted(form.rows)
        tried = rosters.rehearse(visit.store, council.id, rows, visit.by, visit.viewer, visit.today)
        seal = f"{form.pasted}.{tried.seal}"
        if seal != form.seal:
            ack(response_action="update", view=views.form(council, form.rows, tried, seal))
            return
        with visit.store.writing() as db:
            if inbox.first_time(db, f"roster:{view['id']}", visit.by):
                rosters.take_in(db, council.id, rows, visit.by, visit.viewer, visit.today)
    except Refused as refusal:
        raise FormError({"rows": refusal.sentence[:LONGEST_MISTAKE]}) from refusal
    ack(response_action="update", view=views.taken_in(tried))


def send_excel(
    ack: Ack, action: Json, body: Json, visit: Visit, respond: Respond, client: WebClient
) -> None:
    """Excelで受け取る: the roster without contacts, to the person's own messages."""
    ack()
    council = managed(action, visit)
    # A file stays in Slack, where the numbers of citizens are not to stay.
    table = rosters.as_table(
        visit.db, council.id, visit.viewer, on=visit.today, with_contacts=False
    )
    pressed = f"members:{body['container']['message_ts']}:{visit.user_id}:{council.id}"
    name, content = views.file_name(council, visit.today), tables.to_excel(table)
    if send_file_once(pressed, name, content, views.comment(council), visit, client):
        respond(**views.sent(council))
    else:
        respond(**views.sent_already())
