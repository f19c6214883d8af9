"""Agenda headings: 「2 議題」, 「(1) …について」, 「日程第１」, 「次第1」, 「開会」."""

import re
from typing import NamedTuple

from store import eras


class Heading(NamedTuple):
    """An agenda heading: its depth, its number as printed and as a number, and its title."""

    depth: int
    number: str
    title: str
    nth: int | None


def heading_at(line: str) -> tuple[Heading, int] | None:
    """Give the heading a line is, and where on the line it begins; None for any other line."""
    if len(line) > _LONGEST or "。" in line:
        return None
    if line[0] not in _FIRST_SIGNS:
        return (_bare(line), 0) if "".join(line.split()) in KEYWORDS else None
    begins = 2 if _DASHED.match(line) else 0
    printed = line[begins:]
    heading = read_heading(printed)
    if not heading.number or _NO_TITLE.search(heading.title) or not heading.title:
        return None
    return heading, begins


def read_heading(printed: str) -> Heading:
    """Give the depth, the number and the title a heading prints; without a number all is title."""
    inner = _WRAPPED.fullmatch(printed)
    bare = inner[1] if inner else printed
    for depth, pattern in _NUMBERED:
        found = pattern.match(bare)
        if found:
            number = found["number"].strip()
            return Heading(depth, number, closed(found["title"]), _nth(found["nth"]))
    return _bare(bare.lstrip(_MARKS) or bare)


def closed(title: str) -> str:
    """Close a title spread out over the line: 「開　会」 is 「開会」."""
    words = title.split()
    if len(words) >= 2 and all(len(word) == 1 for word in words):
        return "".join(words)
    return title.strip()


def _bare(line: str) -> Heading:
    return Heading(1, "", closed(line), None)


def _nth(printed: str) -> int | None:
    if printed in _CIRCLED:
        return _CIRCLED.index(printed) % 20 + 1
    return eras.number(printed)


KEYWORDS = frozenset((
    "開会", "開会の挨拶", "開会あいさつ", "開会挨拶", "会長挨拶", "会長あいさつ", "議事", "議題", "協議",
    "報告", "報告事項", "協議事項", "審議事項", "意見交換", "その他", "閉会", "閉会の挨拶", "閉会あいさつ",
    "開議", "散会",
))  # fmt: skip
_LONGEST = 120
_MARKS = "△◎○◯〇●◆■"
_CIRCLED = "⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽⑾⑿⒀⒁⒂⒃⒄⒅⒆⒇①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_FIRST_SIGNS = frozenset(
    "0123456789０１２３４５６７８９(（-〔△日次第議一二三四五六七八九十" + _CIRCLED
)
_DASHED = re.compile(r"- (?=[(（][0-9０-９]{1,2}[)）])")
_WRAPPED = re.compile(r"〔(.{1,80})〕")
_KANJI = "[一二三四五六七八九十]{1,3}"
_TITLE = r"(?P<title>\S.*)"
_NUMBERED = (
    (1, re.compile(rf"△?(?P<number>(?:日程第|次第|議題|議事|第)[ 　]?(?P<nth>[0-9０-９]{{1,2}}|{_KANJI}))(?:[ 　]+|[:：、][ 　]*){_TITLE}")),
    (1, re.compile(rf"(?P<number>(?P<nth>[0-9０-９]{{1,2}}))(?:[.．、][ 　]*(?![0-9０-９])|[ 　]+){_TITLE}")),
    (1, re.compile(rf"(?P<number>(?P<nth>{_KANJI}))(?:[、．.][ 　]*|[ 　]+){_TITLE}")),
    (2, re.compile(rf"(?P<number>[(（][ 　]?(?P<nth>[0-9０-９]{{1,2}}|{_KANJI})[ 　]?[)）])[ 　]*{_TITLE}")),
    (2, re.compile(rf"(?P<number>(?P<nth>[⑴-⒇]))[ 　]*{_TITLE}")),
    (3, re.compile(rf"(?P<number>(?P<nth>[①-⑳]))[ 　]*{_TITLE}")),
)  # fmt: skip
_NO_TITLE = re.compile(
    r"[、，,：:]$|^[番名人年月日時分回号%％)）]|(?:です|ます|した|する|ません|ました)$"
)
