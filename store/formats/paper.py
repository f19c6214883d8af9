"""Paper (用紙): A4 in Japanese, as python-docx has to be told; what our sheets for the files stand on."""

import io
import re
from collections.abc import Sequence

import docx
from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.table import Table, _Row
from docx.text.paragraph import Paragraph

RIGHT, CENTRE = WD_ALIGN_PARAGRAPH.RIGHT, WD_ALIGN_PARAGRAPH.CENTER
FONT = "游明朝"


def blank(title: str, *, landscape: bool = False, sides: float = 20) -> Document:
    """An empty A4 paper with margins (those at its sides in millimetres) and a Japanese font."""
    paper = docx.Document()
    paper.core_properties.author = "会議録"
    paper.core_properties.title = title[:255]
    [section] = paper.sections
    section.page_width, section.page_height = Mm(210), Mm(297)
    if landscape:
        section.orientation = WD_ORIENT.LANDSCAPE
        section.page_width, section.page_height = Mm(297), Mm(210)
    section.left_margin = section.right_margin = Mm(sides)
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
    return paper


def line(
    paper: Document, words: str = "", place: WD_ALIGN_PARAGRAPH | None = None, size: float = 10.5
) -> Paragraph:
    """A line of people's words."""
    paragraph = paper.add_paragraph()
    if place is not None:
        paragraph.alignment = place
    paragraph.add_run(printable(words)).font.size = Pt(size)
    return paragraph


def hanging(paper: Document, words: str) -> Paragraph:
    """A line of a list, its further lines set in."""
    paragraph = line(paper, words)
    paragraph.paragraph_format.left_indent = Mm(8)
    paragraph.paragraph_format.first_line_indent = -Mm(4)
    return paragraph


def new_page(paper: Document) -> None:
    """What follows stands on a page of its own."""
    paper.add_paragraph().add_run().add_break(WD_BREAK.PAGE)


def table(
    paper: Document, rows: Sequence[Sequence[str]], widths: Sequence[float], size: float = 9
) -> Table:
    """A table whose first row is repeated on every page; widths in millimetres."""
    drawn = paper.add_table(rows=0, cols=len(widths), style="Table Grid")
    drawn.autofit = False
    for number, row in enumerate(rows):
        cells = drawn.add_row().cells
        for place, (cell, words, width) in enumerate(zip(cells, row, widths, strict=True)):
            cell.width = Mm(width)
            [paragraph] = cell.paragraphs
            run = paragraph.add_run(printable(words))
            run.font.size, run.font.bold = Pt(size), number == 0
            if place:
                paragraph.alignment = CENTRE
    repeat_on_every_page(drawn.rows[0])
    return drawn


def repeat_on_every_page(row: _Row) -> None:
    """The row is the heading of its table on every page."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def saved(paper: Document) -> bytes:
    """The paper as a Word file."""
    written = io.BytesIO()
    paper.save(written)
    return written.getvalue()


def printable(words: str) -> str:
    """The words without what XML has no place for, though a keyboard may make it."""
    return _NOT_IN_XML.sub("", words)


_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
