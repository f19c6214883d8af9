"""新旧対照表: what minutes said and what they say now, side by side, as Word or Excel."""

import io
import re
from collections.abc import Iterable
from dataclasses import dataclass

import docx
from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.table import _Cell, _Row
from docx.text.paragraph import Paragraph

from store.formats import tables
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
    paper = docx.Document()
    paper.core_properties.author = "会議録"
    paper.core_properties.title = comparison.title
    _lay(paper)
    _write(paper.add_paragraph(), [Word(comparison.title)], Pt(14), is_title=True)
    for line in comparison.lines:
        _write(paper.add_paragraph(), [Word(line)])
    _write_table(paper, comparison.rows)
    saved = io.BytesIO()
    paper.save(saved)
    return saved.getvalue()


FONT = "游明朝"


def _lay(paper: Document) -> None:
    [section] = paper.sections
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(297), Mm(210)
    section.left_margin = section.right_margin = Mm(20)
    section.top_margin = section.bottom_margin = Mm(20)
    style = paper.styles["Normal"]
    style.font.name = FONT  # type: ignore[attr-defined]
    style.font.size = Pt(10.5)  # type: ignore[attr-defined]
    # Word keeps a font of its own for Japanese, which python-docx does not set.
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()  # type: ignore[attr-defined]
    fonts.set(qn("w:eastAsia"), FONT)
    language = OxmlElement("w:lang")
    for name in ("val", "eastAsia"):
        language.set(qn(f"w:{name}"), "ja-JP")
    style.element.get_or_add_rPr().append(language)  # type: ignore[attr-defined]
    style.paragraph_format.space_after = Pt(0)  # type: ignore[attr-defined]
    footer = section.footer.paragraphs[0]
    footer.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _write_page_number(footer)


_WIDTHS = (Mm(33), Mm(95), Mm(95), Mm(34))


def _write_table(paper: Document, rows: Iterable[Row]) -> None:
    table = paper.add_table(rows=1, cols=len(HEADINGS), style="Table Grid")
    table.autofit = False
    heading = table.rows[0]
    _repeat_on_every_page(heading)
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
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for word in words:
        run = paragraph.add_run(_NOT_IN_XML.sub("", word.text))  # a line end becomes a break
        run.bold = is_title or (word.is_changed and mark == "new") or None
        run.underline = (word.is_changed and mark == "new") or None
        run.font.strike = (word.is_changed and mark == "gone") or None
        if size:
            run.font.size = size


def _repeat_on_every_page(row: _Row) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def _shade(cell: _Cell) -> None:
    shade = OxmlElement("w:shd")
    for name, value in (("val", "clear"), ("color", "auto"), ("fill", "DCE6F1")):
        shade.set(qn(f"w:{name}"), value)
    cell._tc.get_or_add_tcPr().append(shade)


def _write_page_number(paragraph: Paragraph) -> None:
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    paragraph._p.append(field)


_NOT_IN_XML = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
