"""`/meeting item`, 議題を進める and 次第を直す: where a meeting is, and what lies ahead."""

from collections.abc import Sequence
from typing import Any

from slack_bolt import Ack, Respond
from slack_sdk import WebClient
from sqlite_utils import Database

from handlers.commands import Subcommand
from handlers.errors import UserError
from handlers.live import control, running
from handlers.parse import live as parse
from handlers.parse.live import ItemAsked
from handlers.views import live_told as views
from handlers.visit import Visit
from store import live, meetings, text
from store.history import By
from store.live import Item, Live

Json = dict[str, Any]


def item(typed: str, visit: Visit, respond: Respond, client: WebClient) -> None:
    """`item 2-1`: go to an item; `item 2-2 見守り活動について`: make it, if it is the next one."""
    known = running.here(visit)
    if not typed:
        raise UserError(
            f"議題の番号か名前を続けて入力してください。{_known(visit, known)}例: 「/meeting item 2-1」"
        )
    asked = parse.item(typed)
    with visit.store.writing() as db:
        running.require_running(db, known)
        found = _find_item(db, known.meeting_id, asked, typed, visit.by)
        live.go_to(db, known.meeting_id, found.id, live.stamp(visit.now), visit.by)
    running.say_and_redraw(known, visit, respond, client, lambda m: views.went_on(m, found))


def _find_item(db: Database, meeting_id: int, asked: ItemAsked, typed: str, by: By) -> Item:
    agenda = live.items(db, meeting_id)
    by_path = next((one for one in agenda if asked.path and one.path == asked.path), None)
    if by_path and asked.title and not _is_called(by_path, asked.title):
        raise UserError(
            f"{by_path.number}は「{by_path.title}」です。"
            "名前を変えるときは、操作用のメッセージのメニューの「次第を直す」を使ってください。"
        )
    if by_path:
        return by_path
    titled = [one for one in agenda if _is_called(one, asked.title if not asked.path else typed)]
    if len(titled) == 1:
        return titled[0]
    parent = next((one for one in agenda if asked.path[:-1] == one.path), None)
    if parent and asked.title and asked.path[-1] == _next_number(agenda, parent):
        return live.add_under(db, meeting_id, parent, asked.title, by)
    raise UserError(_no_such_item(agenda, asked, titled, parent))


def _is_called(item: Item, words: str) -> bool:
    wanted = text.fold(words)
    return bool(wanted) and wanted in text.fold(item.title)


def _next_number(agenda: Sequence[Item], parent: Item) -> int:
    inside = [one.path[-1] for one in agenda if one.parent_id == parent.id and one.path]
    return max(inside, default=0) + 1


def _no_such_item(
    agenda: Sequence[Item], asked: ItemAsked, titled: Sequence[Item], parent: Item | None
) -> str:
    if titled:
        return f"当たる議題がいくつかあります: {views.known_items(titled)}。番号で選んでください。"
    number = "-".join(map(str, asked.path))
    told = f"{number or asked.title}という議題はありません。いまの次第は、{views.known_items(agenda)}です。"
    if parent and not asked.title and asked.path[-1] == _next_number(agenda, parent):
        told += (
            f"新しく加えるときは、「/meeting item {number} 議題の名前」のように名前も入力します。"
        )
    return told


def _known(visit: Visit, known: Live) -> str:
    return f"いまの次第は、{views.known_items(live.items(visit.db, known.meeting_id))}です。"


def advance(ack: Ack, action: Json, visit: Visit, respond: Respond, client: WebClient) -> None:
    """議題を進める: on to the next item."""
    ack()
    known = running.pressed(action, visit)
    with visit.store.writing() as db:
        running.require_running(db, known)
        agenda = live.items(db, known.meeting_id)
        following = live.next_item(agenda, live.current_item(db, known.meeting_id))
        if following is None:
            raise UserError("最後の議題です。会議が終わったら「閉会」を押してください。")
        at = parse.pressed_at(action) or live.stamp(visit.now)
        live.go_to(db, known.meeting_id, following.id, at, visit.by)
    control.redraw(visit.store, client, known.meeting_id, visit.now)


def save_agenda(ack: Ack, view: Json, visit: Visit, client: WebClient) -> None:
    """The agenda was written anew."""
    known = running.managed(parse.meeting_of(view), visit)
    headings = parse.agenda(view)
    with visit.store.writing() as db:
        meetings.require_open(db, known.meeting_id)
        live.rewrite(db, known.meeting_id, headings, visit.by)
    ack()
    control.redraw(visit.store, client, known.meeting_id, visit.now)


ITEM = Subcommand(
    names=("item", "議題"),
    answer=item,
    example="item 2-1",
    purpose="いまの議題を変えます。番号と名前を入力すると、次の番号の議題を加えます。",
)
