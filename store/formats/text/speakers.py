"""Speakers' labels: 「(事務局)」, 「○議長（佐藤篤）　」, 「事務局)」, 「委　員：」, 「座長」 alone on its line."""

import re
from collections.abc import Set
from typing import NamedTuple

from store.formats.text.words import LABELS, ROLE


class Turn(NamedTuple):
    """How long the printed label is, and where on the line the remark begins."""

    printed: int
    body: int


def turn_at(line: str, names: Set[str] = frozenset()) -> Turn | None:
    """Give the speaker's label a line begins with; `names` are beginnings of names on the roll."""
    first = line[0]
    if first in _MARKS:
        return _marked(line, names)
    if first in _BRACKETS:
        return _bracketed(line, names)
    return _punctuated(line, names)


def bare_turn(line: str) -> Turn | None:
    """Give the label of a line that is nothing but a speaker: 「久我会長(霧浜村村長)」."""
    if len(line) > _LONGEST_BARE or not line.endswith(_BARE_ENDS):
        return None
    found = _BARE.fullmatch(line)
    if found is None or not _is_role(found[1]) or _is_look_alike(found[1]):
        return None
    return Turn(len(line), len(line))


def label_of(printed: str) -> str:
    """Give a label without marks, brackets and colon, spread-out blanks closed."""
    label = printed.strip().rstrip(":：").strip()
    if label[:1] in _MARKS:
        label = label[1:].strip()
    if label[:1] in _BRACKETS and label.endswith(_BRACKETS[label[0]]) and _is_one_pair(label):
        label = label[1:-1].strip()
    if label.endswith((")", "）")) and not _OPENING.search(label):
        label = label[:-1]
    head, bracket, aside = _divided(label)
    return "".join(head.split()) + bracket + aside


_MARKS = "○◯〇◎●◆"
_BRACKETS = {
    "(": (")", "）"), "（": ("）", ")"), "【": "】", "‹": ("›", ">"), "<": (">", "›"),
    "＜": "＞", "〈": "〉", "［": "］", "[": "]", "〔": "〕",
}  # fmt: skip
_CLOSING = ")）】›>＞〉］]〕"
_OPENING = re.compile("[(（]")
_LONGEST_BARE = 30


def _is_one_pair(label: str) -> bool:
    """Whether the first bracket is closed by the last sign: not so in 「（a）b（c）」."""
    depth = 0
    for place, sign in enumerate(label):
        depth += (sign in _BRACKETS) - (sign in _CLOSING)
        if depth == 0:
            return place == len(label) - 1
    return False


def _divided(label: str) -> tuple[str, str, str]:
    found = _OPENING.search(label)
    if found is None:
        return label, "", ""
    return label[: found.start()], found.group(), label[found.end() :]


def _marked(line: str, names: Set[str]) -> Turn | None:
    found = _MARKED.match(line)
    if found is None:
        return None
    head = found["head"] or ""
    inside = (found["aside"] or "").strip("(（)）")
    tail = found["tail"] or ""
    if _is_look_alike(head + tail) or _is_look_alike(_spread(line[1:])):
        return None
    if (
        _is_role(head + tail)
        or head in names
        or (inside and not head and _is_role(_spread(inside)))
    ):
        return Turn(found.end("label"), found.end())
    return None


_SEPARATOR = r"(?P<after>[ 　]{0,4}[:：][ 　]*|[ 　]+|$)"
_MARKED = re.compile(
    r"[○◯〇◎●◆][ 　]?(?P<label>"
    r"(?P<head>[^\s　:：()（）、。「」]{1,24}(?:[ 　](?:委員長|委員|会長|座長|議長|議員|教育長|市長|部長|課長|局長)(?=[\s:：]))?)?"
    r"(?P<aside>[ 　]?[(（][^()（）\n]{1,30}[)）])?"
    r"(?P<tail>[^\s　:：()（）、。「」]{1,10}(?=[ 　:：]|$))?"
    rf"){_SEPARATOR}"
)


def _bracketed(line: str, names: Set[str]) -> Turn | None:
    found = _BRACKETED.match(line)
    if found is None or found["close"] not in _BRACKETS[line[0]]:
        return None
    label = _spread(found["label"])
    outside = _ASIDE.sub("", label)
    if line[0] not in "(（" and _DEED.search(label):
        return None
    if _is_role(outside) and not _is_look_alike(label):
        return Turn(found.end("close"), found.end())
    alone = found.end() == len(line)
    if line[0] == "【" and alone and _FULL_NAME.fullmatch(label):
        return Turn(found.end("close"), found.end())
    if label in names:
        return Turn(found.end("close"), found.end())
    return None


_BRACKETED = re.compile(
    r"[(（【‹<＜〈［\[〔](?P<label>[^()（）【】‹›<>＜＞〈〉［］\[\]〔〕。、\n]{1,24}(?:[(（][^()（）\n]{1,20}[)）][^()（）】\n。、]{0,10})?)"
    r"(?P<close>[)）】›>＞〉］\]〕])[:：]?[ 　]*"
)
_ASIDE = re.compile(r"[(（][^()（）]*[)）]")
_FULL_NAME = re.compile(r"[一-龥々ヶぁ-んァ-ヶー]{2,8}")
_DEED = re.compile(
    "異議|説明(?!員)|登壇|降壇|拍手|休憩|再開|採決|賛成|反対|開会|閉会|退席|退室|入室|着席|朗読|了承|承認|配[布付]|報告|省略|起立|全員|議事|議題|概要|結果|質疑|意見|次第|資料|出席|欠席|傍聴"
)


def _punctuated(line: str, names: Set[str]) -> Turn | None:
    found = _PUNCTUATED.match(line)
    if found is None:
        return None
    label = _spread(found["label"])
    if _is_look_alike(label):
        return None
    alone = found.end() == len(line) and found["mark"] in ")）"
    if _is_role(label) or label in names or (alone and _SURNAME.fullmatch(label)):
        return Turn(found.end("mark"), found.end())
    return None


_PUNCTUATED = re.compile(
    r"(?P<label>[^\s　:：()（）、。「」『』0-9０-９][^:：()（）、。「」『』\n]{0,23}?)"
    r"(?:[(（][^()（）\n]{1,20}[)）][^\s:：()（）、。]{0,8})?[ 　]{0,4}(?P<mark>[:：]|[)）])[ 　]*"
)
_SURNAME = re.compile("[一-龥々ヶ]{1,4}")
_BARE = re.compile(r"([^()（）0-9０-９・][^()（）]{0,23})(?:[(（][^()（）]{1,16}[)）])?")
_BARE_ENDS = (
    ")", "）", "会長", "委員長", "座長", "議長", "委員", "事務局", "教育長", "市長", "町長", "村長", "区長", "部長", "課長",
    "局長", "次長", "室長", "主幹", "主査", "係長", "館長", "所長", "教授", "先生", "議員", "事務局長", "補佐", "参加者",
)  # fmt: skip


def _spread(label: str) -> str:
    return "".join(label.split())


def _is_role(label: str) -> bool:
    return ROLE.fullmatch(label) is not None


def _is_look_alike(label: str) -> bool:
    head = _OPENING.split(label)[0]
    return (head in LABELS and head not in _LABELS_WHO_SPEAK) or head.endswith(_LISTS)


_LABELS_WHO_SPEAK = (
    "委員",
    "事務局",
    "説明員",
    "参加者",
    "構成員",
    "説明者",
    "出席者",
    "傍聴者",
    "担当",
    "傍聴人",
)
_LISTS = ("署名議員", "署名委員", "出席委員", "欠席委員", "出席議員", "欠席議員", "各位", "新委員")
