"""`/attendance pay`: what members are due, looked at first, then sent as a file to accounting."""

import hashlib
import json
from typing import Any

from slack_bolt import Ack, Respond
from slack_sdk import WebClient
from sqlite_utils import Database

from handlers.attended.asking import council_here, latest_held, managed, period, send_once
from handlers.commands import Subcommand
from handlers.errors import UserError
from handlers.parse import attended as parse
from handlers.parse import buttons
from handlers.parse.attended import Paid
from handlers.parse.periods import Reversed
from handlers.views import attended_pay as views
from handlers.visit import Visit
from store import inbox, meetings, members, pay
from store.councils import Council
from store.formats import pay_sheet, tables
from store.pay import Due
from store.viewers import PUBLIC, Viewer

Json = dict[str, Any]

WRITERS = {"csv": tables.to_csv, "xlsx": tables.to_excel}


def show(typed: str, visit: Visit, respond: Respond, client: WebClient) -> None:
    """`pay`: of the latest meeting, of one that is named, or of a period."""
    council = council_here(visit)
    if pay.rule(visit.db, council.id) is None:
        respond(**views.no_rule(council))
        return
    paid = _meant(" ".join(typed.split()), council, visit)
    respond(**views.preview(council, paid, _due(council, paid, visit, visit.viewer), page=1))


def turn(ack: Ack, action: Json, visit: Visit, respond: Respond) -> None:
    """前へ and 次へ under the preview."""
    ack()
    council, paid = _of_button(action, visit)
    [page] = buttons.values(action, page=int)
    due = _due(council, paid, visit, visit.viewer)
    respond(**views.preview(council, paid, due, page=page), replace_original=True)


def send(
    ack: Ack, action: Json, body: Json, visit: Visit, respond: Respond, client: WebClient
) -> None:
    """CSVで書き出す and Excelで書き出す under the preview."""
    ack()
    council, paid = _of_button(action, visit)
    kind = "xlsx" if action["action_id"] == views.EXCEL else "csv"
    # Nobody's rights go into a file: a closed meeting is in none, and that is told.
    due = _due(council, paid, visit, PUBLIC)
    left_out = len(_due(council, paid, visit, visit.viewer).lines) - len(due.lines)
    if not due.lines:
        raise UserError(views.nothing_to_send(left_out))
    content = WRITERS[kind](pay_sheet.table(council.name, views.rows(due)))
    key = f"pay:{kind}:{body['container']['message_ts']}:{action['value']}"
    name = views.file_name(council, visit.today, kind)
    is_first = send_once(key, name, content, views.comment(due, left_out), visit, client)
    respond(**(views.sent(due, left_out) if is_first else views.sent_already()))


def open_form(ack: Ack, action: Json, visit: Visit, client: WebClient) -> None:
    """報酬の決まりを変える"""
    ack()
    council = managed(buttons.values(action, council=int)[0], visit)
    roster = members.roster(visit.db, council.id, visit.viewer)
    kept = pay.rule(visit.db, council.id)
    costs = pay.travel(visit.db, council.id)
    metadata = json.dumps({"council": council.id, "known": _digest(visit.db, council.id)})
    client.views_open(
        trigger_id=visit.trigger_id, view=views.form(council, kept, costs, roster, metadata)
    )


def save(ack: Ack, view: Json, visit: Visit, client: WebClient) -> None:
    """The rule was filled in."""
    about = parse.about(view)
    council = managed(about.council, visit)
    roster = members.roster(visit.db, council.id, visit.viewer)
    wanted = parse.pay_form(view, roster)
    with visit.store.writing() as db:
        if not inbox.first_time(db, f"view:{view['id']}:{view.get('hash')}", visit.by):
            ack()  # sent twice, kept once
            return
        if _digest(db, council.id) != about.known:
            raise UserError(
                "この画面を開いている間に、ほかの方が報酬の決まりを変えました。"
                "画面を閉じて「/attendance pay」からやり直してください。"
            )
        pay.lay_down(db, council.id, wanted.pay, visit.by)
        pay.keep_travel(db, council.id, wanted.travel, visit.by)
        costs = pay.travel(db, council.id)
    ack(response_action="update", view=views.saved(council, wanted.pay, len(costs)))


def _meant(typed: str, council: Council, visit: Visit) -> Paid:
    """The meetings somebody means: the latest, one they name, or all of a period."""
    if not typed:
        return Paid(meeting_id=latest_held(council, visit).id)
    try:
        period(typed, visit.today)
    except UserError as error:
        if isinstance(error.__cause__, Reversed):
            raise
        meeting = meetings.choose(visit.db, typed, visit.viewer, council.id)
        if meeting.council_id != council.id:
            raise UserError(
                f"その会議は「{meeting.council}」の会議です。その会議体のチャンネルでお試しください。"
            ) from None
        return Paid(meeting_id=meeting.id)
    return Paid(when=typed)


def _of_button(action: Json, visit: Visit) -> tuple[Council, Paid]:
    council_id, meeting_id, when = buttons.values(action, council=int, meeting=int, when=str)
    return managed(council_id, visit), Paid(meeting_id=meeting_id or None, when=when)


def _due(council: Council, paid: Paid, visit: Visit, viewer: Viewer) -> Due:
    if paid.meeting_id:
        found = meetings.named(visit.db, [paid.meeting_id], viewer)
        ids = [one.id for one in found if (one.council_id, one.status) == (council.id, "held")]
        return pay.due_for(visit.db, council.id, ids, viewer)
    since, until = period(paid.when, visit.today)
    return pay.due(visit.db, council.id, viewer, since=since, until=until)


def _digest(db: Database, council_id: int) -> str:
    kept = pay.rule(db, council_id)
    known = [kept and kept.to_dict(), sorted(pay.travel(db, council_id).items())]
    return hashlib.sha256(json.dumps(known, ensure_ascii=False).encode()).hexdigest()[:16]


PAY = Subcommand(
    names=("pay", "報酬"),
    answer=show,
    example="pay 令和8年10月",
    purpose="委員の報酬と費用弁償を計算し、経理に渡すファイルにします。担当者だけが使えます。",
)
