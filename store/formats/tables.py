"""Tables (表): rows as a CSV or an Excel file that an office opens without harm.

A cell that begins like a formula would be worked out by the reader's spreadsheet; what people
said must only be read. CSV has no types, so such a text gets an apostrophe before it. Excel has
them, so there every text is a text and keeps its letters.
"""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet


@dataclass(frozen=True, slots=True)
class Marked:
    """A text in pieces, some of them marked: what is new is underlined, what is gone struck out."""

    pieces: tuple[tuple[str, bool], ...]
    mark: Literal["new", "gone"]

    def __str__(self) -> str:
        return "".join(text for text, _ in self.pieces)


Value = str | int | float | date | Marked | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column's heading, and how wide it stands in Excel (in half-width characters)."""

    name: str
    width: int = 12
    form: str = "General"  # Excel's own number format, such as 0.0%


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A heading row and the rows under it; the name is the sheet's."""

    name: str
    columns: tuple[Column, ...]
    rows: Sequence[tuple[Value, ...]]


def to_csv(table: Table) -> bytes:
    """The table as CSV: UTF-8 with a BOM, by which Excel knows it, and Windows line ends."""
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\r\n")
    writer.writerow(column.name for column in table.columns)
    writer.writerows([_plain(value) for value in row] for row in table.rows)
    return written.getvalue().encode("utf-8-sig")


def to_excel(table: Table) -> bytes:
    """The table as an Excel file: heading frozen, columns wide enough, long texts wrapped."""
    book = Workbook()
    book.properties.creator = "会議録"
    [sheet] = book.worksheets
    sheet.title = _NOT_IN_A_SHEETS_NAME.sub("", table.name)[:_LONGEST_SHEETS_NAME] or "表"
    _write_heading(sheet, table.columns)
    for number, row in enumerate(table.rows, start=2):
        _write_row(sheet, number, row, table.columns)
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = sheet.dimensions
    sheet.print_title_rows = "1:1"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    saved = io.BytesIO()
    book.save(saved)
    return saved.getvalue()


def _plain(value: Value) -> str:
    match value:
        case None:
            return ""
        case str() | Marked():
            text = str(value)
            return f"'{text}" if text.startswith(_FORMULA_BEGINS) else text
        case date():
            return value.isoformat()
        case _:
            return str(value)


# Excel takes full-width signs for half-width ones; a tab or a line end before a sign is skipped.
_FORMULA_BEGINS = tuple("=+-@＝＋－＠\t\r\n")


def _write_heading(sheet: Worksheet, columns: Iterable[Column]) -> None:
    for place, column in enumerate(columns, start=1):
        cell = sheet.cell(1, place, column.name)
        cell.font = Font(bold=True)
        cell.fill = PatternFill("solid", fgColor="FFDCE6F1")
        cell.alignment = Alignment(vertical="center", wrap_text=True)
        sheet.column_dimensions[get_column_letter(place)].width = column.width


def _write_row(
    sheet: Worksheet, number: int, row: Iterable[Value], columns: Iterable[Column]
) -> None:
    for place, (value, column) in enumerate(zip(row, columns, strict=True), start=1):
        cell = sheet.cell(number, place)
        assert isinstance(cell, Cell)  # none of ours are merged
        cell.alignment = Alignment(vertical="top", wrap_text=True)
        if isinstance(value, str):
            _write_text(cell, value)
        elif isinstance(value, Marked):
            _write_text(cell, str(value))
            _mark(cell, value)
        elif isinstance(value, date) and value.year < _EXCELS_FIRST_YEAR:
            _write_text(cell, value.isoformat())
        elif value is not None:
            cell.value = value
            cell.number_format = "yyyy-mm-dd" if isinstance(value, date) else column.form


def _write_text(cell: Cell, value: str) -> None:
    text = _NOT_IN_XML.sub("", value)
    if len(text) > _LONGEST_CELL:
        text = text[: _LONGEST_CELL - len(_CUT)] + _CUT
    cell.value = text
    cell.data_type = "s"  # or openpyxl would make a formula of =
    cell.number_format = "@"
    # Excel's own apostrophe: the text stays one when somebody edits it.
    cell.quotePrefix = text.startswith(_FORMULA_BEGINS)


def _mark(cell: Cell, value: Marked) -> None:
    """Mark the pieces of a text that stands in its cell whole."""
    if not any(marked for _, marked in value.pieces) or len(str(value)) > _LONGEST_CELL:
        return
    font = _FONTS[value.mark]
    pieces = [(_NOT_IN_XML.sub("", text), marked) for text, marked in value.pieces]
    cell.value = CellRichText(
        [TextBlock(font, text) if marked else text for text, marked in pieces if text]
    )
    cell.data_type = "s"


_FONTS = {
    "new": InlineFont(rFont="Calibri", sz=11, b=True, u="single"),
    "gone": InlineFont(rFont="Calibri", sz=11, strike=True),
}
_LONGEST_CELL = 32_767
_CUT = "…（長いため、ここまで。全文はCSVにあります）"
_EXCELS_FIRST_YEAR = 1901
_NOT_IN_XML = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_NOT_IN_A_SHEETS_NAME = re.compile(r"[\[\]:*?/\\]")
_LONGEST_SHEETS_NAME = 31
