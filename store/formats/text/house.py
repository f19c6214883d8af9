"""The house form: header, headings, labels and bullets as our own minutes print them."""

from dataclasses import replace

from store import eras
from store.formats import rolls
from store.formats.document import (
    ENTRIES,
    AgendaItem,
    Attendee,
    Block,
    Disclosure,
    Document,
    Element,
    Field,
    FieldKind,
    Passage,
    Remark,
)
from store.formats.rolls import RollCustom
from store.formats.text.marks import BULLET, INDENT
from store.formats.text.values import ROLLS, kinds_of, names_absent, part_of_roll

ROWS: tuple[tuple[FieldKind, str], ...] = (
    ("title", ""),
    ("when", "日時"),
    ("venue", "場所"),
    ("roll", "出席者"),
    ("absentees", "欠席者"),
    ("disclosure", "会議の公開・非公開"),
    ("observers", "傍聴者"),
    ("materials", "会議資料"),
)
_BELOW_ROLL = ROWS[5]
DISCLOSURES: dict[Disclosure, str] = {
    "open": "公開",
    "partly_closed": "一部非公開",
    "closed": "非公開",
    "not_checked": "",
}


def house_header(document: Document) -> tuple[Field, ...]:
    """Give the header fields of a document, written from its values only; what is unknown is left out."""
    custom = document.custom or _ROLL
    absent = any(one.status == "absent" for one in document.roll)
    apart = absent and custom.absentees == "own_row"
    rows = [row for row in ROWS if apart or row[0] != "absentees"]
    if custom.officers == "own_row":
        rows.insert(rows.index(_BELOW_ROLL), ("officers", custom.officers_label))
    printed: frozenset[FieldKind] = frozenset(kind for kind, _ in rows)
    fields = [
        Field(kind=kind, label=label, value=house_value(kind, document, printed))
        for kind, label in rows
    ]
    return tuple(field for field in fields if field.value)


def house_value(
    kind: FieldKind, document: Document, printed: frozenset[FieldKind] | None = None
) -> str:
    """Write the value of a field in the house form; `printed` are the kinds of fields beside it."""
    match kind:
        case "title":
            return _title(document)
        case "when":
            return " ".join(part for part in (_day(document), _times(document)) if part)
        case "date":
            return _day(document)
        case "time":
            return _times(document)
        case "venue":
            return document.venue or ""
        case "roll" | "members" | "officers" | "absentees":
            part = part_of_roll(kind, document, printed or kinds_of(document))
            return _roll(part, kind, document.custom or _ROLL)
        case "disclosure":
            ground = f"（{document.disclosure_ground}）" if document.disclosure_ground else ""
            return DISCLOSURES[document.disclosure] + ground
        case "observers":
            return document.observers or ""
        case "materials":
            return " ".join(
                f"{one.label} {one.title}" if one.label else one.title for one in document.materials
            )
        case _:
            return ""


def _title(document: Document) -> str:
    if document.council is None and document.title is None:
        return ""
    name = f"{document.council} 会議録" if document.council else "会議録"
    return f"{name}（{document.title}）" if document.title else name


def _day(document: Document) -> str:
    day = document.held_on
    return f"{eras.long_date(day)}（{eras.weekday(day)}）" if day else ""


def _times(document: Document) -> str:
    starts_at = f"{document.starts_at:%H:%M}" if document.starts_at else ""
    ends_at = f"{document.ends_at:%H:%M}" if document.ends_at else ""
    return f"{starts_at}～{ends_at}" if starts_at or ends_at else ""


def absentees_row(document: Document) -> Field | None:
    """Give the row 欠席者 that a printed head lacks, where the council has one.

    Whose printed roll names the absent goes on naming them there.
    """
    kinds = kinds_of(document)
    custom = document.custom
    if "absentees" in kinds or custom is None or custom.absentees != "own_row":
        return None
    fields = [one for one in document.elements if isinstance(one, Field) and one.kind in ROLLS]
    if not fields or any(names_absent(one) for one in fields):
        return None
    beside: frozenset[FieldKind] = frozenset({*kinds, "absentees"})
    absent = part_of_roll("absentees", document, beside)
    value = _roll(absent, "absentees", custom)
    return Field(kind="absentees", label=rolls.ABSENT, value=value) if value else None


def _roll(people: tuple[Attendee, ...], kind: FieldKind, custom: RollCustom) -> str:
    """The people of one field: in which field somebody stands was decided before."""
    if kind == "absentees":
        custom = replace(custom, absentees="own_row")
    else:
        absentees = "omitted" if custom.absentees == "omitted" else "inside"
        custom = replace(custom, absentees=absentees, officers="same_cell")
    return " ".join(cell for _, cell in rolls.cells(rolls.people(people), custom))


# A document of no council we know lists its people as its roll does, and calls them so.
_ROLL = RollCustom(order="as_listed", officers_order="as_listed", roles="all")


def house_text(element: Element) -> str:
    """Write an element without the blank lines around it."""
    match element:
        case Field():
            return f"{element.label}\t{element.value}" if element.label else element.value
        case AgendaItem():
            return agenda_lead(element) + agenda_text(element)
        case Block():
            return block_text(element)
        case Remark():
            return BULLET + element.body.replace("\n", f"\n{INDENT}")
        case Passage(kind=kind) if kind in ENTRIES:
            return f"【{ENTRIES[kind]}】{passage_text(element)}"
        case Passage():
            return passage_text(element)


def agenda_lead(item: AgendaItem) -> str:
    """Give the dash before the items under a heading."""
    return "" if item.depth == 1 else "- "


def agenda_text(item: AgendaItem) -> str:
    """Write 「2 議題」 or 「(1) …について」."""
    return f"{item.number} {item.title}" if item.number else item.title


def block_text(block: Block) -> str:
    """Write 「(事務局)」; what is reported without a speaker has no label."""
    return f"({block.label})" if block.label else ""


def passage_text(passage: Passage) -> str:
    """Write a passage; after its mark (【決定】) it is one line, for so it is read again."""
    return " ".join(passage.body.split("\n")) if passage.kind in ENTRIES else passage.body


def line_ends_between(before: Element, after: Element) -> int:
    """Give how many line ends stand between two elements: 1 for the next line, 2 for a blank line."""
    match before, after:
        case Field(kind=kind), Field() if kind != "title":
            return 1
        case AgendaItem(depth=depth), Block(label=str()) if depth > 1:
            return 1
        case Remark(), Remark():
            return 1
        case _:
            return 2
