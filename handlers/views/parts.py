"""The few blocks all is made of, with Slack's limits and the escaping of people's words."""

import json
from collections.abc import Iterable
from typing import Any

Block = dict[str, Any]
Message = dict[str, Any]
Piece = tuple[str, bool]  # a piece of text, and whether it is marked

HEADER = 150
SECTION = 3_000
CONTEXT = 2_000
BUTTON = 75
TITLE = 24
ID = 255
OPTIONS = 100
OPTION = 75


def message(text: str, blocks: Iterable[Block]) -> Message:
    """An answer for the one who asked, and for nobody else."""
    return {
        "text": cut(escape(text), SECTION),
        "blocks": list(blocks),
        "response_type": "ephemeral",
    }


def sentence(text: str) -> Message:
    """An answer that is a sentence and no more."""
    return message(text, [plain(text)])


def sent_already() -> Message:
    """The button was pressed before; the file is where it was sent."""
    return sentence(
        "このファイルは、すでにダイレクトメッセージに送っています。"
        "届いていないときは、もう一度コマンドを入力してから書き出してください。"
    ) | {"replace_original": False}


def heading(text: str) -> Block:
    """A title line."""
    return {"type": "header", "text": {"type": "plain_text", "text": cut(text, HEADER)}}


def plain(text: str, accessory: Block | None = None) -> Block:
    """People's words, in which nothing is parsed."""
    block: Block = {
        "type": "section",
        "text": {"type": "plain_text", "text": cut(text, SECTION) or "　", "emoji": False},
    }
    return block | ({"accessory": accessory} if accessory else {})


def mrkdwn(text: str, accessory: Block | None = None) -> Block:
    """Our own words with marks; whatever people wrote in it has gone through escape()."""
    block: Block = {
        "type": "section",
        "text": {"type": "mrkdwn", "text": cut(text, SECTION), "verbatim": True},
    }
    return block | ({"accessory": accessory} if accessory else {})


def context(text: str) -> Block:
    """A small grey line; people's words, in which nothing is parsed."""
    return {
        "type": "context",
        "elements": [{"type": "plain_text", "text": cut(text, CONTEXT), "emoji": False}],
    }


def quote(pieces: Iterable[Piece]) -> Block:
    """A quoted passage with its marked pieces in bold; nothing in it is parsed."""
    elements = [
        {"type": "text", "text": text, **({"style": {"bold": True}} if marked else {})}
        for text, marked in pieces
        if text
    ]
    return {"type": "rich_text", "elements": [{"type": "rich_text_quote", "elements": elements}]}


def bullets(lines: Iterable[str]) -> Block:
    """A list of people's words, in which nothing is parsed."""
    items = [
        {"type": "rich_text_section", "elements": [{"type": "text", "text": line}]}
        for line in lines
    ]
    return {
        "type": "rich_text",
        "elements": [{"type": "rich_text_list", "style": "bullet", "elements": items}],
    }


def button(
    text: str, action_id: str, value: Any, *, spoken: str | None = None, style: str | None = None
) -> Block:
    """A button; its value travels as JSON and comes back to parse.button()."""
    block: Block = {
        "type": "button",
        "text": {"type": "plain_text", "text": cut(text, BUTTON)},
        "action_id": action_id,
        "value": json.dumps(value, ensure_ascii=False, separators=(",", ":")),
    }
    if spoken:
        block["accessibility_label"] = cut(spoken, BUTTON)
    if style:
        block["style"] = style
    return block


def buttons(elements: Iterable[Block]) -> Block:
    """A row of buttons."""
    return {"type": "actions", "elements": list(elements)}


def modal(
    title: str,
    blocks: Iterable[Block],
    *,
    callback_id: str = "closed",
    submit: str | None = None,
    close: str = "閉じる",
    private_metadata: str = "",
) -> dict[str, Any]:
    """A window over Slack; without `submit` it is only looked at."""
    view: dict[str, Any] = {
        "type": "modal",
        "callback_id": callback_id,
        "title": {"type": "plain_text", "text": cut(title, TITLE)},
        "close": {"type": "plain_text", "text": cut(close, TITLE)},
        "blocks": list(blocks),
        "private_metadata": private_metadata,
    }
    if submit:
        view["submit"] = {"type": "plain_text", "text": cut(submit, TITLE)}
    return view


def field(label: str, block_id: str, *, hint: str | None = None, limit: int = 200) -> Block:
    """A line to type into; its value is found under its block id."""
    element = {"type": "plain_text_input", "action_id": "value", "max_length": limit}
    return labelled(label, block_id, element, hint=hint)


def labelled(label: str, block_id: str, element: Block, *, hint: str | None = None) -> Block:
    """Whatever can be filled in, with its label and a hint below."""
    block: Block = {
        "type": "input",
        "block_id": block_id,
        "label": {"type": "plain_text", "text": label},
        "element": element,
    }
    if hint:
        block["hint"] = {"type": "plain_text", "text": hint}
    return block


def pager(
    action_id: str, value: dict[str, object], page: int, total: int, size: int
) -> list[Block]:
    """Where we are among the pages, with 前へ and 次へ; nothing where there is one page."""
    last = max(1, -(-total // size))
    if last == 1:
        return []
    row = []
    if page > 1:
        row.append(button("前へ", f"{action_id}.back", {**value, "page": page - 1}))
    if page < last:
        row.append(button("次へ", f"{action_id}.on", {**value, "page": page + 1}))
    return [context(f"{page:,}／{last:,}ページ"), buttons(row)]


def speaker(label: str | None) -> str:
    """A speaker's label as minutes print it: (事務局)."""
    return f"({label})" if label else "(発言者の記載なし)"


def option(text: str, value: str) -> Block:
    """One line of a menu."""
    return {"text": {"type": "plain_text", "text": cut(text, OPTION)}, "value": value}


def menu(placeholder: str, action_id: str, options: Iterable[Block]) -> Block:
    """A menu to choose one line from."""
    return {
        "type": "static_select",
        "action_id": action_id,
        "placeholder": {"type": "plain_text", "text": cut(placeholder, HEADER)},
        "options": list(options),
    }


def choice(label: str, block_id: str, choices: Iterable[tuple[str, str]]) -> list[Block]:
    """A menu in a form, which may be left alone; nothing where there is nothing to choose."""
    options = [option(text, value) for text, value in choices][:OPTIONS]
    if not options:
        return []
    element = menu("指定しない", "value", options)
    shown = {"type": "plain_text", "text": label}
    return [
        {
            "type": "input",
            "block_id": block_id,
            "optional": True,
            "label": shown,
            "element": element,
        }
    ]


def escape(text: str) -> str:
    """People's words made harmless for mrkdwn: exactly & < >, as Slack asks."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def cut(text: str, limit: int) -> str:
    """The text, or as much of it as Slack takes, ending in …."""
    return text if len(text) <= limit else text[: limit - 1] + "…"
