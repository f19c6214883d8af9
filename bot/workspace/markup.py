"""Slack's text: three escaped characters, and tokens such as <@U…> between them."""

import re
from typing import Any

# What stays alive inside mrkdwn; every other `<` is text.
TOKEN = re.compile(r"<(?:[@#!][^<>]+|(?:https?://|mailto:|tel:)[^<>\s][^<>]*)>")
ENTITY = re.compile(r"&(?!(?:amp|lt|gt);)")
URL = re.compile(r"https?://[^\s<>「」（）]+")
BROADCAST = re.compile(r"@(channel|here|everyone)\b")


def escape(text: str) -> str:
    """Escape what a person typed, as Slack does before an app sees it."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def unescape(text: str) -> str:
    """Undo escape."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def stored(text: str, *, live: bool) -> str:
    """Escape what an app sent but had not escaped; tokens stay when they are `live`."""
    kept: list[str] = []
    position = 0
    for token in TOKEN.finditer(text) if live else ():
        kept += (_stored(text[position : token.start()]), token.group())
        position = token.end()
    return "".join(kept) + _stored(text[position:])


def _stored(text: str) -> str:
    return ENTITY.sub("&amp;", text).replace("<", "&lt;").replace(">", "&gt;")


def stored_blocks(value: Any) -> Any:
    """Copy blocks with every text object as Slack hands it back."""
    if isinstance(value, list):
        return [stored_blocks(v) for v in value]
    if not isinstance(value, dict):
        return value
    if value.get("type") in ("plain_text", "mrkdwn") and isinstance(value.get("text"), str):
        return value | {"text": stored(value["text"], live=value["type"] == "mrkdwn")}
    return {k: stored_blocks(v) for k, v in value.items()}


def typed(text: str, mentions: dict[str, str]) -> tuple[str, list[dict[str, Any]]]:
    """Turn what a person typed into message text and its rich_text block.

    `mentions` maps what is typed (`@会議録`, `#公共交通会議`) to a token (`<@U…>`, `<#C…>`).
    """
    words: list[str] = []
    elements: list[dict[str, Any]] = []
    position = 0
    for found in _pattern(mentions).finditer(text):
        _plain(text[position : found.start()], words, elements)
        word, element = _token(found.group(), mentions)
        words.append(word)
        elements.append(element)
        position = found.end()
    _plain(text[position:], words, elements)
    section = {"type": "rich_text_section", "elements": elements}
    return "".join(words), [{"type": "rich_text", "block_id": "rt", "elements": [section]}]


def mentioned(text: str, mentions: dict[str, str]) -> str:
    """Turn only the names in a text into tokens, escaping the rest."""
    return typed(text, mentions)[0]


def _pattern(mentions: dict[str, str]) -> re.Pattern[str]:
    names = sorted(map(re.escape, mentions), key=len, reverse=True)
    return re.compile("|".join([*names, BROADCAST.pattern, URL.pattern]))


def _plain(text: str, words: list[str], elements: list[dict[str, Any]]) -> None:
    if text:
        words.append(escape(text))
        elements.append({"type": "text", "text": text})


def _token(name: str, mentions: dict[str, str]) -> tuple[str, dict[str, Any]]:
    token = mentions.get(name)
    if token is None and name.startswith("@"):
        return f"<!{name[1:]}>", {"type": "broadcast", "range": name[1:]}
    if token is None:
        return f"<{escape(name)}>", {"type": "link", "url": name}
    if token.startswith("<@"):
        return token, {"type": "user", "user_id": token[2:-1]}
    return token, {"type": "channel", "channel_id": token[2:-1].split("|")[0]}
