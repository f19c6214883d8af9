"""Cells (セル): what stands in an Excel or a CSV file, as text; nothing in it is worked out."""

import csv
import io
import warnings
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from openpyxl import load_workbook

from store.formats.errors import Unreadable

LARGEST_FILE = 20 * 1024 * 1024
LARGEST_UNPACKED = 200 * 1024 * 1024
MOST_ROWS = 100_000
MOST_COLUMNS = 100
SAVE_AGAIN = "Excelブック（.xlsx）かCSVで保存し直してください。"


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell's text; a number has lost its leading zeros, a formula is never read."""

    text: str
    problem: str | None = None
    is_number: bool = False
    is_formula: bool = False


def read(data: bytes, file_name: str) -> list[list[Cell]]:
    """The rows of the first sheet of an Excel file, or of a CSV file in UTF-8 or Shift_JIS."""
    if len(data) > LARGEST_FILE:
        raise Unreadable(None, f"{file_name} が大きすぎます。20MBまでです。")
    if not data.strip():
        raise Unreadable(None, f"{file_name} は空です。")
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise Unreadable(
            None,
            f"{file_name} は、古い形式（.xls）か、パスワードの付いたファイルです。{SAVE_AGAIN}",
        )
    if data.startswith(b"PK\x03\x04"):
        return _excel(data, file_name)
    return split(_decoded(data, file_name))


def split(text: str, delimiter: str | None = None) -> list[list[Cell]]:
    """The rows of a text: comma between the cells, or tab."""
    if delimiter is None:
        delimiter = "\t" if "\t" in text.split("\n", 1)[0] else ","
    # A cell copied out of a spreadsheet may hold a line end; then it stands in quotes.
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        return [[_written(cell) for cell in row[:MOST_COLUMNS]] for row in _bounded(reader)]
    except csv.Error as error:
        raise Unreadable(reader.line_num, f"表として読めません。{SAVE_AGAIN}") from error


def _excel(data: bytes, file_name: str) -> list[list[Cell]]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            unpacked = sum(part.file_size for part in packed.infolist())
        if unpacked > LARGEST_UNPACKED:
            raise Unreadable(
                None, f"{file_name} が大きすぎます。要らないシートや書式を除いてください。"
            )
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of extensions that say nothing about the cells
            book = load_workbook(io.BytesIO(data), read_only=True)
            try:
                sheet = book.worksheets[0]
                rows = sheet.iter_rows(max_col=MOST_COLUMNS)
                return [[_typed(cell) for cell in row] for row in _bounded(rows)]
            finally:
                book.close()
    except Unreadable:
        raise
    except Exception as error:
        raise Unreadable(
            None, f"{file_name} をExcelのファイルとして読めません。{SAVE_AGAIN}"
        ) from error


def _bounded(rows: Any) -> Iterator[Any]:
    for number, row in enumerate(rows):
        if number == MOST_ROWS:
            raise Unreadable(None, f"行が多すぎます。{MOST_ROWS:,}行までです。")
        yield row


def _typed(cell: Any) -> Cell:
    value = cell.value
    if cell.data_type == "f":
        return Cell("", "数式は取り込めません。値だけを貼り付けてください。")
    if cell.data_type == "e":
        return Cell("", "セルがエラー（#N/Aなど）になっています。")
    match value:
        case None:
            return Cell("")
        case bool():
            return Cell("○" if value else "")
        case datetime():
            return Cell(value.date().isoformat())
        case date():
            return Cell(value.isoformat())
        case int() | float():
            is_whole = float(value).is_integer()
            return Cell(str(int(value) if is_whole else value), is_number=True)
        case _:
            return Cell(str(value).strip())


def _written(typed: str) -> Cell:
    """A cell of CSV; the apostrophe keeps a spreadsheet from working it out, and is not its text."""
    text = typed.strip()
    if text.startswith("'") and text[1:].startswith(_FORMULA_BEGINS):
        return Cell(text[1:])
    return Cell(text, is_formula=len(text) > 1 and text.startswith(_FORMULA_BEGINS))


_FORMULA_BEGINS = tuple("=+-@＝＋－＠")


def _decoded(data: bytes, file_name: str) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ("utf-16",)
    else:
        encodings = ("utf-8-sig", "cp932")
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise Unreadable(None, f"{file_name} を文字として読めません。{SAVE_AGAIN}")
