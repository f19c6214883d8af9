"""A text cut into the lines it is read by; several speakers inside one paragraph are several lines."""

import re
from collections.abc import Sequence
from typing import Literal, NamedTuple

from store.formats.text.marks import BULLET, INDENT, entry_at
from store.formats.text.words import LABELS, ROLE

House = Literal["", "begins", "goes on"]


class Line(NamedTuple):
    """What stands in a line without the blanks around it; empty for a blank line.

    `house`: it begins as our own minutes begin a remark or a decision, or goes on under a
    remark; then it is that, whatever its words look like.
    """

    text: str
    start: int
    end: int
    number: int
    house: House = ""


def lines_of(text: str) -> list[Line]:
    """Give the lines of a text with their places in it."""
    lines = []
    place = 0
    all_printed = text.split("\n")
    in_house = _in_house_form(all_printed)
    for number, (printed, house) in enumerate(zip(all_printed, in_house, strict=True), start=1):
        content = printed.strip(_BLANKS)
        start = place + printed.find(content) if content else place
        if house:
            lines.append(Line(content, start, start + len(content), number, house))
        elif len(content) > _SHORTEST_PARAGRAPH and (cuts := _inline_cuts(content)):
            lines += _pieces(content, start, number, cuts)
        else:
            lines.append(Line(content, start, start + len(content), number))
        place += len(printed) + 1
    return lines


def _in_house_form(all_printed: Sequence[str]) -> list[House]:
    in_house: list[House] = []
    is_under = False
    for printed in all_printed:
        if is_under and printed.startswith(INDENT):
            in_house.append("goes on")
            continue
        is_under = printed.startswith(BULLET) and bool(printed[len(BULLET) :].strip(_BLANKS))
        begins = is_under or ("】" in printed and entry_at(printed.strip(_BLANKS)))
        in_house.append("begins" if begins else "")
    # A blank line belongs to a remark only where more of it follows.
    follows: House = ""
    for at in reversed(range(len(all_printed))):
        is_blank = not all_printed[at].strip(_BLANKS)
        if in_house[at] == "goes on" and follows != "goes on" and is_blank:
            in_house[at] = ""
        follows = in_house[at]
    return in_house


def next_line(lines: list[Line], at: int) -> Line | None:
    """Give the next line below that is not blank."""
    below = (lines[place] for place in range(at + 1, len(lines)))
    return next((line for line in below if line.text), None)


_BLANKS = " \t\r\f\v\u3000\ufeff\xa0\x1c\x1d\x1e\x1f\x85\u2028\u2029"
_SHORTEST_PARAGRAPH = 16


def _inline_cuts(line: str) -> list[int]:
    """Where a new line would begin if the paragraph were printed as other minutes are."""
    if not _HINT.search(line):
        return []
    cuts = [
        (found.start(), found.lastgroup)
        for found in _INLINE.finditer(line)
        if found.lastgroup != "speaker" or _is_speaker(found["speaker"])
    ]
    marks = [mark for _, mark in cuts]
    if marks.count("speaker") >= 2 or marks.count("label") >= 2:
        return [cut for cut, _ in cuts]
    if marks.count("action") and _NUMBERED.match(line):
        return [cut for cut, mark in cuts if mark in ("action", "item")]
    return []


def _is_speaker(printed: str) -> bool:
    return ROLE.fullmatch(printed.strip("○◯◎●(（)）").partition("(")[0]) is not None


_HEADER_LABELS = "|".join(
    r"[ 　]?".join(label)
    for label, (_, manner) in sorted(LABELS.items(), key=lambda known: -len(known[0]))
    if "weak" not in manner
)
_HINT = re.compile(r"[\s。][(（○◯◎●]|\s[-―]|\s[0-9０-９]")
_INLINE = re.compile(
    r"(?<=\s)(?P<item>[(（][0-9０-９]{1,2}[)）](?=[^\s0-9０-９]))"
    r"|(?<=[\s。])(?P<speaker>[○◯◎●][^\s　:：()（）]{1,16}(?:[(（][^()（）]{1,16}[)）])?(?=[\s　:：])"
    r"|[(（][^()（）\s]{1,16}[)）](?=\S))"
    r"|(?<=\s)(?P<action>[-―][^-―\s][^-―]{0,80}[-―](?=\s|$))"
    r"|(?<=\s)(?P<bullet>・(?=\S))"
    rf"|(?<=\s)(?P<label>[0-9０-９]{{1,2}}[.．、]?[ 　]*(?:{_HEADER_LABELS})(?=[\s:：|｜]))"
    r"|(?<=\s)(?P<heading>(?:次第|日程第?)[0-9０-９]{1,2}(?=\s)|(?:開会|閉会)(?=\s|$))"
)
_NUMBERED = re.compile(r"[0-9０-９]{1,2}[.．、 　]")


def _pieces(content: str, start: int, number: int, cuts: list[int]) -> list[Line]:
    pieces = []
    for begin, end in zip([0, *cuts], [*cuts, len(content)], strict=True):
        piece = content[begin:end].rstrip(_BLANKS)
        if piece:
            pieces.append(Line(piece, start + begin, start + begin + len(piece), number))
    return pieces
