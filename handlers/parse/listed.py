"""The agenda and the materials of a meeting to come, as people list them: one on a line."""

import re
import unicodedata
from dataclasses import replace

from handlers.errors import UserError
from store import text
from store.schedule import NewMaterial

MOST_ITEMS = 50
MOST_MATERIALS = 30
LONGEST_TITLE = 200
LONGEST_FIELD = 3_000  # of Slack's fields: what is kept has to fit into one again


def titles(typed: str, more: tuple[str, ...] = ()) -> tuple[str, ...]:
    """The agenda, one item on a line, without the numbers people put before them."""
    lines = [_NUMBER.sub("", one).strip() for one in _lines(typed)]
    found = [one for one in lines if one]
    found += [one for one in more if one not in found]
    _refuse_too_many(found, MOST_ITEMS, "議題")
    return tuple(found)


def materials(typed: str) -> tuple[NewMaterial, ...]:
    """The materials, one on a line: 「資料1 手引き(案)」, with a link to its file in Slack or not."""
    found: list[NewMaterial] = []
    for one in _lines(typed):
        material = _material(one)
        if not material.label:
            material = replace(material, label=f"資料{len(found) + 1}")
        if not material.title:
            raise UserError(f"「{one[:30]}」に、資料の名前がありません。例: 資料1 見守りの手引き")
        if any(material.label == other.label for other in found):
            raise UserError(f"「{material.label}」が二つあります。番号を直してください。")
        found.append(material)
    _refuse_too_many([one.name for one in found], MOST_MATERIALS, "資料")
    return tuple(found)


def _material(typed: str) -> NewMaterial:
    link = _LINK.search(typed)
    words = (typed[: link.start()] + typed[link.end() :]).strip() if link else typed
    if link and not _SLACK.fullmatch(link["url"]):
        raise UserError(
            "資料に付けられるのは、Slackのファイルのリンクだけです。"
            "ファイルの「リンクをコピー」で写してください。"
        )
    labelled = _LABEL.match(words)
    label = unicodedata.normalize("NFKC", labelled["label"]) if labelled else ""
    return NewMaterial(
        label="".join(label.split()),
        title=words[labelled.end() :].strip() if labelled else words,
        permalink=link["url"] if link else None,
    )


def _refuse_too_many(found: list[str], most: int, noun: str) -> None:
    if len(found) > most:
        raise UserError(f"{noun}は{most}件までです（いま{len(found)}件）。")
    for one in found:
        if len(one) > LONGEST_TITLE:
            raise UserError(
                f"{noun}の名前は{LONGEST_TITLE}字までです"
                f"（「{one[:20]}…」は{len(one):,}字）。短くしてください。"
            )
    if sum(len(one) + 8 for one in found) > LONGEST_FIELD:
        raise UserError(f"{noun}は合わせて{LONGEST_FIELD:,}字までです。短くしてください。")


def _lines(typed: str) -> list[str]:
    cleaned = text.clean(typed).split("\n")
    return [one for one in (" ".join(each.split()) for each in cleaned) if one]


# (1), （１）, 1., ①, ・: the agenda numbers its items itself.
_NUMBER = re.compile(
    r"^(?:[(（][0-9０-９]{1,2}[)）]|[0-9０-９]{1,2}[.．、)）](?![0-9０-９])|[①-⑳]|[・\-*•●○])\s*"
)
_LABEL = re.compile(
    r"(?P<label>(?:参考)?資料\s*[0-9０-９]{1,2}(?:[-－ー][0-9０-９]{1,2})?|参考資料)\s*"
)
_LINK = re.compile(r"<?(?P<url>https?://[^\s|>]+)(?:\|[^>]*)?>?")
_SLACK = re.compile(r"https://[A-Za-z0-9.-]+\.slack\.com/\S{1,400}")
