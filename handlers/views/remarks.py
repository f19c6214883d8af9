"""How a remark is put right: its menu, the form, and what is shown afterwards."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from handlers.views import hits, parts
from handlers.views.dates import day
from handlers.views.parts import Block, Message
from store.meetings import Meeting
from store.minutes import AgendaItem
from store.remarks import LastChange, Place, Withdrawn
from store.slots import JAPAN

MENU = "remarks.menu"
OPEN = "remarks.open"
RESTORE = "remarks.restore"
WITHDRAWN = "remarks.withdrawn"
HISTORY = "remarks.history"

QUOTED = 3_000
LISTED = 10  # withdrawn remarks on a page
LISTED_CHARACTERS = 400


# --- In the minutes


def menu(remark_id: int, version: int) -> Block:
    """What may be done to a remark."""
    return {
        "type": "overflow",
        "action_id": MENU,
        "options": [
            _menu_line("直す", "edit", remark_id, version),
            _menu_line("取り消す", "withdraw", remark_id, version),
            _menu_line("履歴", "history", remark_id, version),
        ],
    }


def correct_button(remark_id: int, spoken: str | None = None) -> Block:
    """直す, where there is no menu."""
    return parts.button("直す", OPEN, {"remark": remark_id}, spoken=spoken)


def history_button(remark_id: int) -> Block:
    """履歴, in a window of its own."""
    return parts.button("履歴", HISTORY, {"remark": remark_id})


def withdrawn_button(meeting_id: int, count: int) -> list[Block]:
    """取り消した発言, if there are any."""
    if not count:
        return []
    value = {"meeting": meeting_id, "page": 1}
    return [parts.buttons([parts.button(f"取り消した発言（{count:,}件）", WITHDRAWN, value)])]


def taken_out(place: Place) -> Message:
    """The remark was withdrawn from its menu; the answer takes the place of the minutes."""
    told = "発言を取り消しました。会議録にも検索にも出ません。"
    blocks = [parts.plain(told), quoted(place.body), parts.buttons([_restore_button(place.id)])]
    return parts.message(told, blocks)


def put_back(place: Place, where: str) -> Message:
    """The remark was restored."""
    told = "発言を元に戻しました。"
    blocks = [parts.plain(told), parts.context(where), quoted(place.body)]
    return parts.message(told, [*blocks, parts.buttons([correct_button(place.id)])])


def overtaken(place: Place, last: LastChange | None) -> Message:
    """It was not withdrawn, because it says something else by now."""
    told = "この発言は、表示したあとで変わっています。新しい内容を確かめてください。"
    blocks = [parts.plain(told), *who(last), quoted(place.body)]
    return parts.message(told, [*blocks, parts.buttons([correct_button(place.id)])])


def withdrawn(meeting: Meeting, taken: Sequence[Withdrawn], page: int) -> Message:
    """The remarks that were taken out of the minutes, each to be put back."""
    if not taken:
        return parts.sentence(f"{meeting.name}に、取り消した発言はありません。")
    told = f"{meeting.name}の取り消した発言は{len(taken):,}件あります（新しい順）"
    blocks = [parts.plain(told)]
    for one in taken[(page - 1) * LISTED : page * LISTED]:
        place = one.place
        blocks += [*who(one.last), _body_line(place)]
        row = [_restore_button(place.id, into=one.last.into)]
        if one.last.into:
            row.append(into_button(one.last.into))
        blocks.append(parts.buttons(row))
    blocks += parts.pager(WITHDRAWN, {"meeting": meeting.id}, page, len(taken), LISTED)
    return parts.message(told, blocks)


def done(
    told: str, place: Place, where: str, before: int | None, after: int | None
) -> dict[str, Any]:
    """What the remark is now, with the way to the next."""
    row = [_here_button("もう一度直す", place.id)] if place.stands else [_restore_button(place.id)]
    if before:
        row.append(_here_button("前の発言を直す", before))
    if after:
        row.append(_here_button("次の発言を直す", after))
    advice = "前に表示した会議録は変わりません。もう一度表示すると、新しい内容で出ます。"
    return parts.modal(
        "発言を直す",
        [
            parts.plain(told),
            parts.context(where),
            quoted(place.body),
            parts.buttons(row),
            parts.context(advice),
        ],
    )


def where(meeting: Meeting, place: Place, items: Sequence[AgendaItem]) -> str:
    """Who said it, when, in which meeting, under which item, and the link that stays."""
    closed = "【非公開】" if meeting.disclosure == "closed" else ""
    said = f"{closed}{parts.speaker(place.label)}　{day(meeting.held_on)}"
    stands = parts.cut(f"{meeting.name}　{item_name(items, place.agenda_item_id)}", hits.PLACE)
    return f"{said}　{stands}　{hits.link(place.id)}"


def item_name(items: Sequence[AgendaItem], item_id: int | None) -> str:
    """2(1) 見守り活動について"""
    found = (f"{item.number} {item.title}".strip() for item in items if item.id == item_id)
    return next(found, "（議題なし）")


# --- Their pieces


def _menu_line(text: str, deed: str, remark_id: int, version: int) -> Block:
    value = json.dumps({"do": deed, "remark": remark_id, "v": version}, separators=(",", ":"))
    return parts.option(text, value)


def _restore_button(remark_id: int, into: int | None = None) -> Block:
    button = parts.button(
        "元に戻す", RESTORE, {"remark": remark_id}, spoken=f"{hits.link(remark_id)}を元に戻す"
    )
    if into is None:
        return button
    line = "つないだ先の本文には、この発言の言葉が残ります。戻したあとで、そちらも直してください。"
    return button | {"confirm": confirm("元に戻しますか", line, "元に戻す")}


def into_button(remark_id: int) -> Block:
    """To the remark another was joined to."""
    return parts.button("つないだ先の発言を直す", OPEN, {"remark": remark_id})


def _here_button(text: str, remark_id: int) -> Block:
    name = {"も": "again", "前": "back", "次": "on"}[text[0]]
    return parts.button(text, f"{OPEN}.{name}", {"remark": remark_id, "here": True})


def quoted(body: str) -> Block:
    """What a remark says."""
    return parts.quote([(parts.cut(body, QUOTED), False)])


def _body_line(place: Place) -> Block:
    return parts.plain(f"{parts.speaker(place.label)} {parts.cut(place.body, LISTED_CHARACTERS)}")


def who(last: LastChange | None) -> list[Block]:
    """Who did it, and when."""
    if last is None:
        return []
    kind, _, name = last.actor.partition(":")
    person = f"<@{name}> さん" if kind == "slack" else parts.escape(last.actor)
    at = _moment(last.at)
    return [parts.mrkdwn(f"{person}が{at}に、{_DEEDS.get(last.deed, '直しました')}。")]


_DEEDS = {
    "added": "この発言を記録しました",
    "edited": "この発言の本文を直しました",
    "relabelled": "この発言の発言者を直しました",
    "moved": "この発言を別の議題に移しました",
    "split": "この発言を分けました",
    "joined": "この発言を前後の発言とつなぎました",
    "withdrawn": "この発言を取り消しました",
    "restored": "取り消されていたこの発言を元に戻しました",
}


def _moment(at: str) -> str:
    local = datetime.fromisoformat(at).astimezone(JAPAN)
    return f"{local.month}月{local.day}日 {local:%H:%M}"


def confirm(title: str, text: str, yes: str) -> Block:
    """What is asked before a button does it."""
    return {
        "title": {"type": "plain_text", "text": title},
        "text": {"type": "plain_text", "text": text},
        "confirm": {"type": "plain_text", "text": yes},
        "deny": {"type": "plain_text", "text": "やめる"},
    }
