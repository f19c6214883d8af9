"""Header labels (日時, 場所, 出席者 …): where one stands at the beginning of a line."""

import re
from typing import NamedTuple

from store.formats.document import FieldKind
from store.formats.text.lines import Line
from store.formats.text.words import LABELS


class Label(NamedTuple):
    """A label, the place its value begins, and whether the value stands on the same line."""

    name: str
    kind: FieldKind
    manner: str
    numbered: bool
    value: int
    end: int
    aside: tuple[int, int] | None

    def is_(self, manner: str) -> bool:
        """Tell whether the label's value is read in this manner: line, people, list, agenda, body."""
        return manner in self.manner


def label_at(text: str, line: Line) -> Label | None:
    """Give the label a line begins with; a label may be broken over lines (会議の/公開・/非公開)."""
    if not line.text or line.text[0] not in _FIRST_SIGNS:
        return None
    found = _LABEL.match(text, line.start)
    if found is None:
        return None
    name = "".join(found["label"].split())
    kind, manner = LABELS[name]
    stands_out = found["number"] is not None or found["mark"] is not None
    after = found["after"]
    if "weak" in manner and not (
        stands_out or after.strip(" 　") or _ends_line(text, found.end("after"))
    ):
        return None
    return Label(
        name, kind, manner, found["number"] is not None, found.end(), max(found.end("label"), found.end("aside") + 1),
        found.span("aside") if found["aside"] else None,
    )  # fmt: skip


def says_date(text: str, line: Line) -> bool:
    """Tell whether a line is the header's 日時."""
    label = label_at(text, line)
    return label is not None and label.kind == "when"


def _ends_line(text: str, place: int) -> bool:
    return place >= len(text) or text[place] in "\r\n"


# A label's letters may be spread out over the line, or broken over lines in a narrow cell.
_SPREAD = r"[ 　]{0,8}(?:\r?\n[ 　]{0,8})?"
_MARKS = "○◯〇◎●◆■□▪・#"
_FIRST_SIGNS = frozenset(
    [*_MARKS, *"0123456789０１２３４５６７８９(（一二三四五六七八九十〔【[［"]
    + [label[0] for label in LABELS]
)
_LABEL = re.compile(
    rf"(?:(?P<mark>[{_MARKS}])[ 　]{{0,4}})?"
    r"(?P<number>(?:[0-9０-９]{1,2}[.．、]?|[(（][0-9０-９]{1,2}[)）]|[一二三四五六七八九十]{1,2}[、 　])[ 　]{0,4})?"
    rf"(?P<label>{'|'.join(_SPREAD.join(map(re.escape, label)) for label in sorted(LABELS, key=len, reverse=True))})"
    r"(?:[ 　]{0,4}[(（](?![0-9０-９]{1,2}[)）])(?P<aside>[^()（）\n]{0,30})[)）])?"
    r"(?P<after>[ 　]{0,8}[:：|｜\t]|[ 　]+|(?=\r?\n|$))[ 　\t]*"
)
