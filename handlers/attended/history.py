"""`/attendance history`: who attended what, as a table, a picture and a sheet for the files."""

import logging
from functools import partial
from typing import Any

from slack_bolt import Ack, Respond
from slack_sdk import WebClient
from slack_sdk.errors import SlackClientError

from handlers.attended.asking import council_here, managed, period, send_once
from handlers.commands import Subcommand
from handlers.errors import NotDrawn, UserError
from handlers.parse import buttons
from handlers.views import attended as views
from handlers.views import attended_chart as charts
from handlers.visit import Visit
from store import attended
from store.attended import Past
from store.councils import Council
from store.formats import attendance_sheet
from store.viewers import PUBLIC, Viewer

Json = dict[str, Any]

log = logging.getLogger("kaigiroku")


def history(typed: str, visit: Visit, respond: Respond, client: WebClient) -> None:
    """`history 令和8年度`: the table, with the picture; without a period, of all meetings."""
    council = council_here(visit)
    when = " ".join(typed.split())
    past = _past(council, when, visit, visit.viewer)
    if not past.meetings:
        respond(**views.nothing(council, when, past.unrolled))
        return
    picture = _send_picture(council, when, visit, client)
    drawn = partial(views.people, council, when, past, page=1, is_sent=picture is not None)
    try:
        respond(**drawn(picture=picture))
    except NotDrawn:
        # Slack still looks through the fresh file; the person has it in their own messages.
        respond(**drawn(picture=None))


def turn_people(ack: Ack, action: Json, visit: Visit, respond: Respond) -> None:
    """委員ごと, and 前へ and 次へ under it."""
    ack()
    council_id, when, page = buttons.values(action, council=int, when=str, page=int)
    council = managed(council_id, visit)
    past = _past(council, when, visit, visit.viewer)
    respond(**views.people(council, when, past, page=page), replace_original=True)


def turn_meetings(ack: Ack, action: Json, visit: Visit, respond: Respond) -> None:
    """会議ごと, and 前へ and 次へ under it."""
    ack()
    council_id, when, page = buttons.values(action, council=int, when=str, page=int)
    council = managed(council_id, visit)
    past = _past(council, when, visit, visit.viewer)
    respond(**views.meetings(council, when, past, page=page), replace_original=True)


def send_sheet(
    ack: Ack, action: Json, body: Json, visit: Visit, respond: Respond, client: WebClient
) -> None:
    """Wordで受け取る and Excelで受け取る: the sheet for the files, without a word of excuses."""
    ack()
    council_id, when = buttons.values(action, council=int, when=str)
    council = managed(council_id, visit)
    # Nobody's rights go into a file: a closed meeting is in none.
    past = _past(council, when, visit, PUBLIC)
    if not past.meetings:
        raise UserError("見られるのは非公開の会議だけです。ファイルには書き出せません。")
    sheet = views.sheet(council, past, visit.today)
    is_word = action["action_id"] == views.WORD
    content = (attendance_sheet.to_word if is_word else attendance_sheet.to_excel)(sheet)
    kind = "docx" if is_word else "xlsx"
    key = f"{kind}:{body['container']['message_ts']}:{council.id}:{when}"
    name = views.file_name(council, visit.today, kind)
    is_first = send_once(key, name, content, views.comment(council), visit, client)
    respond(**(views.sent(council) if is_first else views.sent_already()))


def _past(council: Council, when: str, visit: Visit, viewer: Viewer) -> Past:
    since, until = period(when, visit.today)
    return attended.past(visit.db, council.id, viewer, since=since, until=until)


def _send_picture(
    council: Council, when: str, visit: Visit, client: WebClient
) -> tuple[str, str] | None:
    """Send the picture to the person's own messages; without it, the table must still arrive."""
    past = _past(council, when, visit, PUBLIC)
    if not past.meetings:
        return None
    alt = charts.alt_text(council.name, past)
    try:
        opened = client.conversations_open(users=visit.user_id)
        sent = client.files_upload_v2(
            channel=opened.get("channel", {})["id"],
            filename="出席の経過.png",
            title=charts.title(council.name),
            content=charts.grid(council.name, past),
            alt_txt=alt,
        )
    except (SlackClientError, OSError):
        log.exception("could not send the picture of attendance")
        return None
    return sent.get("file", {})["id"], alt


HISTORY = Subcommand(
    names=("history", "経過"),
    answer=history,
    example="history 令和8年度",
    purpose="委員ごと・会議ごとの出席の経過を、表と図で示します。担当者だけが使えます。",
)
