"""新旧対照表: what minutes said and what they say now, side by side, as Word or Excel."""

from collections.abc import Iterable
from dataclasses import dataclass

from docx.document import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.table import _Cell
from docx.text.paragraph import Paragraph

from store.formats import tables
from store.formats.paper import CENTRE, blank, printable, repeat_on_every_page, saved
from store.formats.tables import Column, Marked, Table
from store.wording import Word


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One change: where it stands in the minutes, both wordings, and what was done (備考)."""

    place: str
    before: tuple[Word, ...]
    after: tuple[Word, ...]
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """A table of changes under its title, with lines about it (開催日, いつからの変更か)."""

    title: str
    lines: tuple[str, ...]
    rows: tuple[Row, ...]


HEADINGS = ("箇所", "現行", "修正後", "備考")


def to_excel(comparison: Comparison) -> bytes:
    """The comparison as an Excel file."""
    columns = tuple(
        Column(name=name, width=width)
        for name, width in zip(HEADINGS, (18, 56, 56, 20), strict=True)
    )
    rows = [
        (row.place, Marked(row.before, "gone"), Marked(row.after, "new"), row.note)
        for row in comparison.rows
    ]
    return tables.to_excel(Table(name="新旧対照表", columns=columns, rows=rows))


def to_word(comparison: Comparison) -> bytes:
    """The comparison as a Word file: A4 on its side, the heading row on every page."""
    paper = blank(comparison.title, landscape=True)
    _number_pages(paper)
    _write(paper.add_paragraph(), [Word(comparison.title)], Pt(14), is_title=True)
    for line in comparison.lines:
        _write(paper.add_paragraph(), [Word(line)])
    _write_table(paper, comparison.rows)
    return saved(paper)


def _number_pages(paper: Document) -> None:
    [section] = paper.sections
    footer = section.footer.paragraphs[0]
    footer.alignment = CENTRE
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    footer._p.append(field)


_WIDTHS = (Mm(33), Mm(95), Mm(95), Mm(34))


def _write_table(paper: Document, rows: Iterable[Row]) -> None:
    table = paper.add_table(rows=1, cols=len(HEADINGS), style="Table Grid")
    table.autofit = False
    heading = table.rows[0]
    repeat_on_every_page(heading)
    for cell, name, width in zip(heading.cells, HEADINGS, _WIDTHS, strict=True):
        cell.width = width
        _write(cell.paragraphs[0], [Word(name)], is_title=True)
        _shade(cell)
    for row in rows:
        place, before, after, note = table.add_row().cells
        for cell, width in zip((place, before, after, note), _WIDTHS, strict=True):
            cell.width = width
        _write(place.paragraphs[0], [Word(row.place)])
        _write(before.paragraphs[0], row.before, mark="gone")
        _write(after.paragraphs[0], row.after, mark="new")
        _write(note.paragraphs[0], [Word(row.note)])


def _write(
    paragraph: Paragraph,
    words: Iterable[Word],
    size: Pt | None = None,
    *,
    is_title: bool = False,
    mark: str = "",
) -> None:
    if is_title:
        paragraph.alignment = CENTRE
    for word in words:
        run = paragraph.add_run(printable(word.text))  # a line end becomes a break
        run.bold = is_title or (word.is_changed and mark == "new") or None
        run.underline = (word.is_changed and mark == "new") or None
        run.font.strike = (word.is_changed and mark == "gone") or None
        if size:
            run.font.size = size


def _shade(cell: _Cell) -> None:
    shade = OxmlElement("w:shd")
    for name, value in (("val", "clear"), ("color", "auto"), ("fill", "DCE6F1")):
        shade.set(qn(f"w:{name}"), value)
    cell._tc.get_or_add_tcPr().append(shade)
