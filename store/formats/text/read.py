"""Minutes read from a text: the header, then what was said, cut into the elements of a document."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from store import eras
from store.formats.document import AgendaItem, Attendee, Block, Document, Element, Field, Notice
from store.formats.errors import Unreadable
from store.formats.text.body import Body
from store.formats.text.cut import Piece, cut
from store.formats.text.header import Header
from store.formats.text.lines import Line, lines_of
from store.formats.text.meetings import refuse_second_meeting
from store.formats.text.roll import read_roll
from store.formats.text.values import ROLLS, kinds_of, reads_the_same, values


def read(text: str) -> Document:
    """Give the document a text is; what cannot be minutes is Unreadable, with its line."""
    lines = lines_of(text)
    header = Header(text, lines)
    names = _beginnings_of_names(text, header.pieces)
    body = Body(
        text,
        lines[header.at :],
        begins=header.pieces[-1].end if header.pieces else 0,
        names=names,
        knows_time=bool({"when", "time"} & header.kinds),
    )
    refuse_second_meeting(text, lines, header.at)
    pieces = header.pieces + body.pieces
    elements = cut(text, pieces)
    has_header = _refuse_what_is_no_minutes(elements)
    where = [line.start for line in lines]
    starts = [lines[max(bisect_right(where, piece.start) - 1, 0)].number for piece in pieces]
    document, notices = _with_values(elements, starts)
    if not has_header:
        notices.append(_no_header(lines))
    elif document.held_on is None:
        notices.append(
            Notice(line=1, sentence="開催日を読み取れませんでした。取り込んだ後で入れてください。")
        )
    return replace(
        document, notices=tuple(sorted([*header.notices, *notices], key=lambda one: one.line))
    )


def _beginnings_of_names(text: str, pieces: Sequence[Piece]) -> frozenset[str]:
    """By which a speaker may be called: 佐野 where 佐野一 is on the roll."""
    attendees = [
        one
        for piece in pieces
        if piece.field in ROLLS
        for one in read_roll(text[piece.start : piece.end], piece.field).attendees
    ]
    closed = ["".join(one.name.split()) for one in attendees]
    return frozenset(name[:length] for name in closed for length in range(1, len(name) + 1))


def _refuse_what_is_no_minutes(elements: Sequence[Element]) -> bool:
    """Whether the elements have a header; without one there must be an agenda and speakers."""
    fields = [one.kind for one in elements if isinstance(one, Field)]
    speaks = any(isinstance(one, Block) and one.label for one in elements)
    agenda = "other" in fields or any(isinstance(one, AgendaItem) for one in elements)
    has_header = any(kind not in ("other", "time") for kind in fields)
    if not has_header and not (agenda and speaks):
        raise Unreadable(
            None,
            "会議録の形をしていません。題名（○○会議録）、日時、出席者などの見出しがあるか確かめてください。",
        )
    return has_header


def _no_header(lines: Sequence[Line]) -> Notice:
    first = next(line.number for line in lines if line.text)
    return Notice(
        line=first,
        sentence="題名・日時・出席者の欄がありません。会議名と開催日は取り込んだ後で入れてください。",
    )


def _with_values(elements: list[Element], starts: list[int]) -> tuple[Document, list[Notice]]:
    """The document with the values its fields print; the first field that says something has it."""
    found: dict[str, Any] = {}
    roll: list[Attendee] = []
    notices = []
    for line, field in zip(starts, elements, strict=True):
        if not isinstance(field, Field):
            continue
        try:
            said = values(field)
        except ValueError as error:
            raise Unreadable(line, str(error)) from error
        roll += said.pop("roll", ())
        found = said | found
        if notice := _notice(field, said, roll):
            notices.append(Notice(line=line, sentence=notice))
    document = Document(**found, roll=tuple(roll), elements=tuple(elements))
    document, second = _without_second_values(document, starts)
    return _with_fiscal_year(document), notices + second


def _notice(field: Field, said: dict[str, Any], roll: list[Attendee]) -> str | None:
    if field.kind in ("when", "date") and "held_on" not in said and field.value:
        return f"「{field.value}」から日付を読み取れませんでした。"
    if field.kind in ROLLS and read_roll(field.value, field.kind).only_counted:
        return f"{field.label or '出席者'}に氏名がなく、人数だけが書かれています。"
    if field.kind == "disclosure" and not said and field.value:
        return f"「{field.value}」から公開・非公開を読み取れませんでした。"
    return None


def _without_second_values(document: Document, starts: list[int]) -> tuple[Document, list[Notice]]:
    """A field that contradicts one before it is kept as it is printed, and says nothing."""
    elements = list(document.elements)
    notices = []
    contradicts = True
    while contradicts:
        contradicts = False
        printed = kinds_of(document)
        for at, field in enumerate(elements):
            if not isinstance(field, Field) or reads_the_same(field, document, printed):
                continue
            contradicts = True
            elements[at] = replace(field, kind="other")
            sentence = f"「{field.value}」は前に書かれた内容と合いません。前のほうを使います。"
            notices.append(Notice(line=starts[at], sentence=sentence))
        document = replace(document, elements=tuple(elements))
    return document, notices


def _with_fiscal_year(document: Document) -> Document:
    if document.fiscal_year is not None or document.held_on is None:
        return document
    return replace(document, fiscal_year=eras.fiscal_year(document.held_on))
