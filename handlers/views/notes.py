"""How the note form looks: the window in which remarks are written down, one after another."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from handlers.parse.notes import CONTINUES, NAMED, Message
from handlers.views import parts
from handlers.views.dates import day
from handlers.views.parts import Block
from handlers.views.recordings import PRINTED
from store.meetings import Meeting
from store.minutes import AgendaItem
from store.recordings import KeptLine, Recording

FORM = "note_form"
SHORTCUT = "record_remark"
OPEN = "notes.open"
MEETING = "notes.meeting"
TAKE_BACK = "notes.take_back"
PUT_BACK = "notes.put_back"

# What a field is called; the number of the turn follows, so that each turn begins empty.
ITEM = "item"
LABEL = "label"
OTHER = "other"
REAL = "real"
SAID = "said"

BODY = 3_000  # what one field of a window takes
NAME = 50
LISTED = 10  # recordings of this sitting
EXCERPT = 80

ACCEPTED = "受け付けました。保存でき次第お知らせします。"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """All the form shows: the meeting, what is to choose from, what is chosen, what was typed.

    `turn` counts how often it was sent from this window; no label: the speaker before goes on.
    """

    meeting: Meeting
    items: Sequence[AgendaItem]
    labels: Sequence[str]
    asks_real_name: bool
    item_id: int | None = None
    label: str | None = None
    typed: str = ""
    real_name: str = ""
    turn: int = 0
    message: Message | None = None
    kept: Sequence[Recording] = ()
    total: int = 0
    told: str = ""


def form(asked: Asked) -> dict[str, Any]:
    """The form; above it what was recorded from this window."""
    blocks = _sitting(asked)
    blocks.append(parts.context(_meeting(asked.meeting)))
    blocks += [*_item(asked), _speaker(asked)]
    blocks.append(_focused(_said(asked.turn, asked.typed)))
    blocks += _named(asked)
    return parts.modal(
        "発言を記録",
        blocks,
        callback_id=FORM,
        submit="記録する" if asked.message else "記録して次へ",
        close="やめる" if asked.message else "終わる",
        private_metadata=_metadata(asked.meeting.id, asked.turn, asked.message),
    )


def which(choices: Sequence[Meeting], typed: str, message: Message | None) -> dict[str, Any]:
    """The form before it is known which meeting is meant; what is typed stays when it is."""
    options = [parts.option(_meeting(meeting), str(meeting.id)) for meeting in choices]
    menu = parts.menu("会議を選ぶ", MEETING, options[: parts.OPTIONS])
    chooser = parts.labelled("会議", "meeting", menu) | {"dispatch_action": True}
    return parts.modal(
        "発言を記録",
        [_focused(chooser), _said(0, typed)],
        callback_id=FORM,
        submit="次へ",
        close="やめる",
        private_metadata=_metadata(None, 0, message),
    )


def recorded(recording: Recording | None, told: str) -> dict[str, Any]:
    """A message's words are in the minutes; or, without a recording, why they are not yet."""
    if recording:
        return _told(f"記録しました。{told}", [_kept(recording)])
    else:
        return _told(told)


def known(recording: Recording) -> dict[str, Any]:
    """What became of a message that was recorded before."""
    if recording.withdrawn_at:
        told = "このメッセージの記録は、取り消されています。"
    else:
        told = "このメッセージは、すでに記録されています。"
    return _told(told, [_kept(recording)])


def already() -> dict[str, Any]:
    """A message that stands in minutes which are not this person's."""
    return _told("このメッセージは、すでに記録されています。")


def left_out(lines: int) -> str:
    """Lines off the record were not kept."""
    return f"オフレコの{lines:,}行は、どこにも残していません。"


def _told(told: str, blocks: Sequence[Block] = ()) -> dict[str, Any]:
    return parts.modal("発言を記録", [parts.plain(told), *blocks])


def open_button(meeting: Meeting) -> Block:
    """発言を記録."""
    return parts.button(
        "発言を記録", OPEN, {"meeting": meeting.id}, spoken=f"{meeting.name}の発言を記録"
    )


def _metadata(meeting_id: int | None, turn: int, message: Message | None) -> str:
    kept = {
        "meeting": meeting_id,
        "turn": turn,
        "message": asdict(message) if message else None,
    }
    return json.dumps(kept)


def _sitting(asked: Asked) -> list[Block]:
    """What was told and recorded in this window, the newest last, just above the form."""
    blocks = [parts.plain(asked.told)] if asked.told else []
    if asked.kept:
        told = f"この画面で記録したもの　{asked.total:,}件"
        if asked.total > len(asked.kept):
            told += f"（新しい{len(asked.kept)}件）"
        blocks += [parts.context(told), *map(_kept, asked.kept)]
    return [*blocks, {"type": "divider"}] if blocks else []


def _kept(recording: Recording) -> Block:
    value = {"recording": recording.key}
    said = excerpt(recording)
    if recording.withdrawn_at:
        back = parts.button("元に戻す", PUT_BACK, value, spoken=f"{said} を元に戻す")
        return parts.plain(f"（取り消しました）{said}", back)
    away = parts.button("取り消す", TAKE_BACK, value, spoken=f"{said} を取り消す")
    return parts.plain(said, away)


def excerpt(recording: Recording) -> str:
    """A recording in one line: (参加者) 人手不足が課題　ほか2件."""
    if not recording.lines:
        return "（内容なし）"
    first, *others = recording.lines
    said = _line(first)
    return f"{said}　ほか{len(others):,}件" if others else said


def _line(line: KeptLine) -> str:
    who = f"{parts.speaker(line.label)} " if line.kind == "remark" else PRINTED[line.kind]
    return who + parts.cut(" ".join(line.body.split()), EXCERPT)


def _meeting(meeting: Meeting) -> str:
    closed = "【非公開】" if meeting.disclosure == "closed" else ""
    return f"{closed}{meeting.name}　{day(meeting.held_on)}"


def _item(asked: Asked) -> list[Block]:
    if not asked.items:
        return []
    # A menu takes a hundred lines; whoever is so far into a meeting writes at its end.
    shown = asked.items[-parts.OPTIONS :]
    options = [parts.option(f"{item.number} {item.title}", str(item.id)) for item in shown]
    menu = parts.menu("議題を選ぶ", "value", options)
    _choose(menu, str(asked.item_id))
    hint = f"後ろの{len(shown)}件を示しています。" if len(shown) < len(asked.items) else None
    return [parts.labelled("議題", f"{ITEM}.{asked.turn}", menu, hint=hint)]


def _speaker(asked: Asked) -> Block:
    options = [parts.option("前の発言者の続き", CONTINUES)]
    options += [parts.option(label, NAMED + label) for label in asked.labels]
    menu = parts.menu("発言者を選ぶ", "value", options[: parts.OPTIONS])
    _choose(menu, NAMED + asked.label if asked.label else CONTINUES)
    return parts.labelled("発言者", f"{LABEL}.{asked.turn}", menu)


def _said(turn: int, typed: str) -> Block:
    element: Block = {
        "type": "plain_text_input",
        "action_id": "value",
        "multiline": True,
        "max_length": BODY,
    }
    if typed:
        element["initial_value"] = typed
    hint = "改行すると、別の発言になります。「決定:」「宿題:」「情報:」で始める行は、その見出しで記録します。"
    return parts.labelled("発言", f"{SAID}.{turn}", element, hint=hint)


def _named(asked: Asked) -> list[Block]:
    """Who spoke, typed: where the menu does not know them, or where it is not to be printed."""
    other = "一覧にないときに入力します。例: 講師"
    blocks = [_text(f"{OTHER}.{asked.turn}", "ほかの発言者", other)]
    if asked.asks_real_name:
        hint = "事務局の担当者だけに見えます。会議録には印刷しません。"
        blocks.insert(0, _text(f"{REAL}.{asked.turn}", "実際の発言者", hint, asked.real_name))
    return blocks


def _text(block_id: str, label: str, hint: str, typed: str = "") -> Block:
    block: Block = parts.field(label, block_id, hint=hint, limit=NAME) | {"optional": True}
    if typed:
        block["element"]["initial_value"] = typed
    return block


def _focused(block: Block) -> Block:
    return block | {"element": block["element"] | {"focus_on_load": True}}


def _choose(menu: Block, value: str) -> None:
    """Let the line of that value be the chosen one, if the menu has it."""
    for option in menu["options"]:
        if option["value"] == value:
            menu["initial_option"] = option
