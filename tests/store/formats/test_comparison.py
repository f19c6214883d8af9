"""新旧対照表 as Word and Excel, opened again as an office would."""

import io

import docx
from docx.oxml.ns import qn
from openpyxl import load_workbook
from openpyxl.cell.rich_text import TextBlock

from store.formats import comparison
from store.formats.comparison import Comparison, Row
from store.wording import Word

SHEET = Comparison(
    title="霧浜市地域福祉懇話会 令和7年度第2回 会議録 新旧対照表",
    lines=("開催日　令和7年8月6日(水)",),
    rows=(
        Row(
            place="2(1) 参加者",
            before=(Word("若い世代"), Word("に", True), Word("声を掛けたい。")),
            after=(Word("若い世代"), Word("にも", True), Word("声を掛けたい。")),
            note="",
        ),
        Row(place="2(1) 事務局", before=(), after=(Word("=1+1\n二行目\x0b", True),), note="追加"),
    ),
)


def test_a_word_file_is_read_again() -> None:
    paper = docx.Document(io.BytesIO(comparison.to_word(SHEET)))
    assert [one.text for one in paper.paragraphs] == [
        "霧浜市地域福祉懇話会 令和7年度第2回 会議録 新旧対照表",
        "開催日　令和7年8月6日(水)",
    ]
    [table] = paper.tables
    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        ["箇所", "現行", "修正後", "備考"],
        ["2(1) 参加者", "若い世代に声を掛けたい。", "若い世代にも声を掛けたい。", ""],
        ["2(1) 事務局", "", "=1+1\n二行目", "追加"],
    ]
    before, after = table.cell(1, 1).paragraphs[0].runs, table.cell(1, 2).paragraphs[0].runs
    assert [(run.text, run.font.strike) for run in before] == [
        ("若い世代", None), ("に", True), ("声を掛けたい。", None),
    ]  # fmt: skip
    assert [(run.text, run.bold, run.underline) for run in after] == [
        ("若い世代", None, None), ("にも", True, True), ("声を掛けたい。", None, None),
    ]  # fmt: skip


def test_a_word_file_is_laid_out_for_an_office() -> None:
    paper = docx.Document(io.BytesIO(comparison.to_word(SHEET)))
    [section] = paper.sections
    assert section.page_width
    assert section.page_height
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (297, 210)
    fonts = paper.styles["Normal"].element.rPr.rFonts
    assert fonts.get(qn("w:eastAsia")) == "游明朝"
    [table] = paper.tables
    assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    assert table.rows[1]._tr.trPr is None


def test_an_excel_file_is_read_again() -> None:
    sheet = load_workbook(io.BytesIO(comparison.to_excel(SHEET)), rich_text=True).active
    assert [cell.value for cell in sheet[1]] == ["箇所", "現行", "修正後", "備考"]
    assert [str(cell.value) for cell in sheet[2]][:3] == [
        "2(1) 参加者",
        "若い世代に声を掛けたい。",
        "若い世代にも声を掛けたい。",
    ]
    [_, struck, _] = sheet["B2"].value
    assert (struck.text, struck.font.strike) == ("に", True)
    [_, new, _] = sheet["C2"].value
    assert (new.text, new.font.b, new.font.u) == ("にも", True, "single")
    [added] = sheet["C3"].value
    assert isinstance(added, TextBlock)
    assert added.text == "=1+1\n二行目"
    # What somebody said is never worked out as a formula, in whichever way it is opened.
    plain = load_workbook(io.BytesIO(comparison.to_excel(SHEET))).active["C3"]
    assert (plain.value, plain.data_type, plain.quotePrefix) == ("=1+1\n二行目", "s", True)
    assert sheet["B3"].value in (None, "")


def test_a_wording_longer_than_a_cell_is_cut_and_says_so() -> None:
    long = (Word("あ" * 40_000, True),)
    rows = (Row(place="2(1)", before=(), after=long, note="追加"),)
    book = load_workbook(io.BytesIO(comparison.to_excel(Comparison(title="", lines=(), rows=rows))))
    assert len(book.active["C2"].value) == 32_767
    assert book.active["C2"].value.endswith("ここまで。全文はCSVにあります）")
