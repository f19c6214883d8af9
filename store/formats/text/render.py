"""A document written as text: as it was printed, and in the house form what was not read from a file."""

from store.formats.document import (
    AgendaItem,
    Block,
    Document,
    Element,
    Field,
    FieldKind,
    Passage,
    Remark,
)
from store.formats.text.headings import read_heading
from store.formats.text.house import (
    absentees_row,
    agenda_lead,
    agenda_text,
    block_text,
    house_header,
    house_text,
    house_value,
    line_ends_between,
    passage_text,
)
from store.formats.text.marks import INDENT
from store.formats.text.speakers import label_of
from store.formats.text.values import kinds_of, reads_the_same


def render(document: Document) -> str:
    """Write a document; what was read from a text and is unchanged is that text, to the letter."""
    kinds: frozenset[FieldKind] = kinds_of(document)
    header = () if kinds else house_header(document)
    absentees = absentees_row(document)
    if absentees:
        kinds = kinds.union([absentees.kind])
    paper = _Paper()
    for element in (*header, *document.elements):
        if element.lead is None and element.tail is None:
            paper.in_house_form(element)
        else:
            paper.as_printed(element, _printed(element, document, kinds))
        if absentees and isinstance(element, Field) and element.kind in ("roll", "members"):
            paper.in_house_form(absentees)
            absentees = None
    return paper.text()


class _Paper:
    """What is written so far; it knows how many line ends the next element still needs."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.before: Element | None = None
        self.before_is_house = False

    def in_house_form(self, element: Element) -> None:
        text = house_text(element)
        if text or not isinstance(element, Block):
            self._part_from_before(element, "")
            self.parts.append(f"{text}\n")
        self.before, self.before_is_house = element, True

    def as_printed(self, element: Element, printed: str) -> None:
        if self.before_is_house:
            self._part_from_before(element, element.lead or "")
        self.parts += (element.lead or "", printed, element.tail or "")
        self.before, self.before_is_house = element, False

    def _part_from_before(self, element: Element, lead: str) -> None:
        if self.before is None:
            return
        there = _ends_in(self.parts) + len(lead) - len(lead.lstrip("\n"))
        self.parts.append("\n" * max(line_ends_between(self.before, element) - there, 0))

    def text(self) -> str:
        return "".join(self.parts)


def _ends_in(parts: list[str]) -> int:
    """How many line ends the text written so far ends in; two are all that is ever asked for."""
    last = ""
    for part in reversed(parts):
        last = part + last
        if len(last.rstrip("\n")) > 0:
            break
    return 2 if not last.rstrip("\n") else len(last) - len(last.rstrip("\n"))


def _printed(element: Element, document: Document, kinds: frozenset[FieldKind]) -> str:
    """The element between its lead and its tail: as printed as long as that says what it says now."""
    match element:
        case Field():
            same = element.kind == "other" or reads_the_same(element, document, kinds)
            return element.value if same else house_value(element.kind, document, kinds)
        case AgendaItem():
            return _agenda_item(element)
        case Block():
            same = element.printed is not None and label_of(element.printed) == element.label
            return element.printed or "" if same else block_text(element)
        case Remark():
            indent = INDENT if element.indent is None else element.indent
            return element.body.replace("\n", f"\n{indent}") if indent else element.body
        case Passage():
            return passage_text(element)


def _agenda_item(item: AgendaItem) -> str:
    if item.printed is not None:
        heading = read_heading(item.printed)
        if (heading.number, heading.title) == (item.number, item.title):
            return item.printed
    dash = "" if (item.lead or "").endswith("- ") else agenda_lead(item)
    return dash + agenda_text(item)
