"""Tables are opened again, as an office would open them."""

import csv
import io
from datetime import date

import pytest
from openpyxl import load_workbook

from store.formats import tables
from store.formats.tables import Column, Table

FORMULAS = [
    "=1+1",
    "+81-90",
    "-2",
    "@SUM(A1)",
    "＝1+1",
    "＋1",
    "－1",
    "＠SUM",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    '=HYPERLINK("http://x")',
    "=cmd|' /C calc'!A0",
]


def one(value: tables.Value) -> Table:
    return Table(name="表", columns=(Column(name="発言"),), rows=[(value,)])


def from_csv(table: Table) -> list[list[str]]:
    return list(csv.reader(io.StringIO(tables.to_csv(table).decode("utf-8-sig"), newline="")))


def sheet_of(table: Table):
    return load_workbook(io.BytesIO(tables.to_excel(table))).active


def test_csv_begins_with_a_bom_and_ends_its_lines_as_windows_does():
    assert tables.to_csv(one("人材")) == b"\xef\xbb\xbf" + "発言\r\n人材\r\n".encode()


def test_csv_keeps_what_is_awkward():
    said = '「人材」は, "宝"だ。\n次の行'
    assert from_csv(one(said)) == [["発言"], [said]]


@pytest.mark.parametrize("said", FORMULAS)
def test_in_csv_a_formula_gets_an_apostrophe(said):
    assert from_csv(one(said))[1] == [f"'{said}"]


@pytest.mark.parametrize("said", ["人材=宝", "1-2", "'=1+1", "", "（-）", "・-1"])
def test_in_csv_other_texts_stay_as_they_are(said):
    assert tables.to_csv(one(said)).decode("utf-8-sig") in (
        f"発言\r\n{said}\r\n",
        f'発言\r\n"{said}"\r\n',
    )


@pytest.mark.parametrize("said", [said for said in FORMULAS if "\r" not in said])
def test_in_excel_a_formula_is_a_text_with_its_own_letters(said):
    cell = sheet_of(one(said))["A2"]
    assert (cell.value, cell.data_type, cell.number_format) == (said, "s", "@")
    assert cell.quotePrefix


def test_in_excel_a_plain_text_is_a_text_without_a_mark():
    cell = sheet_of(one("０１２"))["A2"]
    assert (cell.value, cell.data_type, cell.number_format) == ("０１２", "s", "@")
    assert not cell.quotePrefix


def test_numbers_and_days_keep_their_kind():
    table = Table(
        name="推移",
        columns=(Column(name="件数"), Column(name="割合", form="0.0%"), Column(name="日")),
        rows=[(12, 0.25, date(2025, 8, 6)), (None, None, None), (0, 0.0, date(1889, 2, 11))],
    )
    assert from_csv(table)[1:] == [
        ["12", "0.25", "2025-08-06"],
        ["", "", ""],
        ["0", "0.0", "1889-02-11"],
    ]
    sheet = sheet_of(table)
    assert (sheet["A2"].value, sheet["A2"].data_type) == (12, "n")
    assert (sheet["B2"].value, sheet["B2"].number_format) == (0.25, "0.0%")
    assert sheet["C2"].value.date() == date(2025, 8, 6)
    assert sheet["C2"].number_format == "yyyy-mm-dd"
    assert sheet["A3"].value is None
    assert sheet["C4"].value == "1889-02-11"  # Excel's days begin in 1900


def test_the_sheet_is_ready_to_be_read():
    table = Table(
        name="推移（年度:令和7）",
        columns=(Column(name="会議", width=28), Column(name="発言", width=80)),
        rows=[("令和7年度第2回", "人材の育成は大きな課題である。")],
    )
    sheet = sheet_of(table)
    assert sheet.title == "推移（年度令和7）"
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == "A1:B2"
    assert sheet.column_dimensions["A"].width == 28
    assert sheet.column_dimensions["B"].width == 80
    assert sheet["A1"].font.bold
    assert sheet["B2"].alignment.wrap_text
    assert sheet["B2"].alignment.vertical == "top"
    assert sheet.print_title_rows == "$1:$1"


def test_a_text_longer_than_a_cell_says_that_it_is_cut():
    sheet = sheet_of(one("あ" * 40_000))
    assert len(sheet["A2"].value) == 32_767
    assert sheet["A2"].value.endswith("あ…（長いため、ここまで。全文はCSVにあります）")
    assert from_csv(one("あ" * 40_000))[1] == ["あ" * 40_000]


def test_what_xml_cannot_hold_does_not_break_the_file():
    assert sheet_of(one("人\x00材\x0b\ufffe"))["A2"].value == "人材"


def test_a_table_without_rows_is_its_heading():
    empty = Table(name="表", columns=(Column(name="発言"),), rows=[])
    assert from_csv(empty) == [["発言"]]
    assert sheet_of(empty)["A1"].value == "発言"


def test_a_name_no_sheet_may_have_is_made_one_it_may():
    assert sheet_of(Table(name="[]:*?/\\", columns=(Column(name="x"),), rows=[])).title == "表"
    assert len(sheet_of(Table(name="長" * 50, columns=(Column(name="x"),), rows=[])).title) == 31
