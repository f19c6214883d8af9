"""書き出し: what was found, or a trend, as a file for the one who asked and nobody else."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from slack_bolt import Ack, Respond
from slack_sdk import WebClient

from handlers.errors import UserError
from handlers.parse import buttons
from handlers.parse import query as parse
from handlers.reply import send_file_once
from handlers.views import export as views
from handlers.views import parts
from handlers.views.export import Sheet
from handlers.visit import Visit
from store import search, trends, vocabulary
from store.formats import tables
from store.formats.tables import Table
from store.search import Hit
from store.viewers import PUBLIC

Json = dict[str, Any]

WRITERS: dict[str, Callable[[Table], bytes]] = {"csv": tables.to_csv, "xlsx": tables.to_excel}
PAGE = 1_000  # remarks fetched at a time


def hits(
    ack: Ack, action: Json, body: Json, visit: Visit, respond: Respond, client: WebClient
) -> None:
    """CSVで書き出す and Excelで書き出す under search results: all of them, not only the page."""
    ack()
    typed, off = buttons.values(action, q=str, off=str)
    found, left_out = _all_hits(typed, off, visit)
    sheet = views.hits(typed, found, left_out)
    _send(sheet, action, body, visit, respond, client)


def trend(
    ack: Ack, action: Json, body: Json, visit: Visit, respond: Respond, client: WebClient
) -> None:
    """CSV and Excel under a trend: its table, each meeting in its own row."""
    ack()
    typed, by = buttons.values(action, q=str, by=str)
    query = parse.read(typed, visit.today)
    # Nobody's rights go into a file: what was said behind closed doors is in none.
    counted = trends.by_meeting(visit.db, query, PUBLIC)
    left_out = search.count(visit.db, query, visit.viewer) - sum(row.hits for row in counted)
    _refuse_nothing(typed, len(counted), left_out)
    if by == "year":
        sheet = views.by_year(typed, trends.years(counted), left_out)
    else:
        sheet = views.by_meeting(typed, counted, left_out)
    _send(sheet, action, body, visit, respond, client)


def _all_hits(typed: str, off: str, visit: Visit) -> tuple[list[Hit], int]:
    """What everybody may see of what was found, and how many remarks only the person may."""
    query = parse.read(typed, visit.today)
    found: list[Hit] = []
    with visit.store.reading() as db:  # one moment of the record for all the pages
        if query.wanted:
            wanted = vocabulary.widen(db, query.wanted, off.split("、"))
            query = replace(query, wanted=wanted)
        if query.sort == "relevance":  # which weighs the newest only; all of them are wanted
            query = replace(query, sort="newest")
        total = search.count(db, query, PUBLIC)
        left_out = search.count(db, query, visit.viewer) - total
        _refuse_nothing(typed, total, left_out)
        if total > views.LARGEST:
            raise UserError(
                f"「{typed}」に当たる発言は{total:,}件あります。"
                f"一度に書き出せるのは{views.LARGEST:,}件までです。"
                "言葉や発言者を加えて絞り込んでから、もう一度書き出してください。"
            )
        for start in range(0, total, PAGE):
            page = search.find(db, query, PUBLIC, limit=PAGE, offset=start, total=total)
            found += page.hits
    return found, left_out


def _refuse_nothing(typed: str, total: int, left_out: int) -> None:
    if not total and left_out:
        raise UserError("見つかったのは非公開の会議の発言だけです。ファイルには書き出せません。")
    if not total:
        raise UserError(
            f"「{typed}」に当たる発言は、いま見つかりません。もう一度探してから書き出してください。"
        )


def _send(
    sheet: Sheet, action: Json, body: Json, visit: Visit, respond: Respond, client: WebClient
) -> None:
    kind = "xlsx" if "xlsx" in action["action_id"] else "csv"
    content = WRITERS[kind](sheet.table)
    name, comment = views.file_name(sheet, kind), views.comment(sheet)
    pressed = f"export:{body['container']['message_ts']}:{visit.user_id}:{kind}:{action['value']}"
    if send_file_once(pressed, name, content, comment, visit, client):
        respond(**views.sent(sheet))
    else:
        respond(**parts.sent_already())
