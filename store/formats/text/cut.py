"""A text cut into elements, so that the elements one after the other are the text again."""

import re
from itertools import pairwise
from typing import NamedTuple

from store.formats.document import AgendaItem, Block, Element, Field, FieldKind, Passage, Remark
from store.formats.text.headings import read_heading
from store.formats.text.marks import BULLET, INDENT
from store.formats.text.speakers import label_of


class Piece(NamedTuple):
    """A place in the text and what it is: a header field's value, a heading, a label, a remark …"""

    start: int
    end: int
    what: str
    label: str = ""
    field: FieldKind = "other"


def cut(text: str, pieces: list[Piece]) -> list[Element]:
    """Give the elements of a text; all that stands between two pieces goes to one or the other."""
    elements = []
    tail_ends = [_tail_end(text, one, after.start) for one, after in pairwise(pieces)]
    leads = [0, *tail_ends]
    tail_ends.append(len(text))
    for piece, lead_start, tail_end in zip(pieces, leads, tail_ends, strict=False):
        lead = text[lead_start : piece.start]
        printed = text[piece.start : piece.end]
        elements.append(_element(piece, printed, lead, text[piece.end : tail_end]))
    return elements


def _tail_end(text: str, piece: Piece, following: int) -> int:
    """A line belongs to its element; blank lines below a heading or a label too, others to what follows."""
    if piece.end == following:
        return following
    takes_blanks = piece.what in ("item", "block") or piece.field == "title"
    found = (_LINE_AND_BLANKS if takes_blanks else _LINE).match(text, piece.end, following)
    if found is None:
        found = _REST.match(text, piece.end, following)
    return found.end() if found else piece.end


_LINE = re.compile(r"[^\n]*\n")
_LINE_AND_BLANKS = re.compile(r"[^\n]*\n(?:[ \t\r\f　]*\n)*")
_REST = re.compile(r"[:：]?\s*")


def _element(piece: Piece, printed: str, lead: str, tail: str) -> Element:
    match piece.what:
        case "field":
            return Field(kind=piece.field, label=piece.label, value=printed, lead=lead, tail=tail)
        case "item":
            heading = read_heading(printed)
            return AgendaItem(
                depth=heading.depth, number=heading.number, title=heading.title,
                printed=printed, lead=lead, tail=tail,
            )  # fmt: skip
        case "block" if printed:
            return Block(label=label_of(printed), printed=printed, lead=lead, tail=tail)
        case "block":
            return Block(lead=lead, tail=tail)
        case "remark":
            body, indent = _without_indent(printed, is_house=lead.endswith(BULLET))
            return Remark(body=body, indent=indent, lead=lead, tail=tail)
        case "action" | "decision" | "task" | "information" as kind:
            return Passage(kind=kind, body=printed, lead=lead, tail=tail)
        case _:
            return Passage(kind="text", body=printed, lead=lead, tail=tail)


def _without_indent(printed: str, *, is_house: bool) -> tuple[str, str]:
    first, *further = printed.split("\n")
    if not further:
        return printed, ""
    # What the first and the last of all share in sorting, all share.
    blanks = [line[: len(line) - len(line.lstrip(" \t　"))] for line in further]
    least, most = min(blanks), max(blanks)
    shared = 0
    while shared < len(least) and least[shared] == most[shared]:
        shared += 1
    indent = least[:shared]
    if is_house and indent.startswith(INDENT):
        indent = INDENT  # what stands behind it is the body's own
    return "\n".join([first, *(line[len(indent) :] for line in further)]), indent
