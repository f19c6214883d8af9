"""How what was found looks as a table in a file, and what is told when it is sent."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from handlers.views import parts
from handlers.views.dates import day
from handlers.views.parts import Block, Message
from store import eras
from store.formats.tables import Column, Table
from store.search import Hit
from store.trends import MeetingRow, YearRow

CSV = "export.csv"
XLSX = "export.xlsx"
TREND_CSV = "export.trend_csv"
TREND_XLSX = "export.trend_xlsx"

LARGEST = 10_000  # remarks in one file


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A table to be sent: what it is called, what its file is called, what it holds."""

    told: str
    file: str
    left_out: int  # remarks of closed meetings, which go into no file
    table: Table


def search_buttons(query: str, off: str = "") -> list[Block]:
    """Two to stand under search results: all the hits as a file.

    Off: the words (人手、担い手) that were switched off and are not to be looked for too.
    """
    value = {"q": query, "off": off}
    return [
        parts.button("CSVで書き出す", CSV, value),
        parts.button("Excelで書き出す", XLSX, value),
    ]


def trend_buttons(query: str, by: str) -> list[Block]:
    """Two to stand in a trend's row of buttons: the table beside it, as a file."""
    value = {"q": query, "by": by}
    return [
        parts.button("CSV", TREND_CSV, value, spoken="この表をCSVで書き出す"),
        parts.button("Excel", TREND_XLSX, value, spoken="この表をExcelで書き出す"),
    ]


def hits(query: str, found: Sequence[Hit], left_out: int = 0) -> Sheet:
    """All that was found, a remark in a row; its number is what finds it again."""
    columns = (
        *_MEETING,
        Column(name="議題", width=28),
        Column(name="発言者", width=16),
        Column(name="発言", width=80),
        Column(name="番号", width=18),
    )
    rows = [
        (*_meeting(hit), hit.agenda, hit.speaker, hit.body, f"kaigiroku:{hit.remark_id}")
        for hit in found
    ]
    return Sheet(
        told=f"「{query}」の検索結果{len(found):,}件",
        file=f"会議録_{_short(query)}_{len(found)}件",
        left_out=left_out,
        table=Table(name="検索結果", columns=columns, rows=rows),
    )


def by_year(query: str, counted: Sequence[YearRow], left_out: int = 0) -> Sheet:
    """A trend, a fiscal year in a row."""
    columns = (Column(name="年度", width=14), Column(name="会議の数", width=10), *_COUNTS)
    rows = [(year(row.fiscal_year), row.meetings, *_counts(row)) for row in counted]
    return Sheet(
        told=f"「{query}」の推移（年度ごと）",
        file=f"推移_{_short(query)}_年度ごと",
        left_out=left_out,
        table=Table(name="推移（年度ごと）", columns=columns, rows=rows),
    )


def by_meeting(query: str, counted: Sequence[MeetingRow], left_out: int = 0) -> Sheet:
    """A trend, a meeting in a row."""
    rows = [(*_meeting(row), *_counts(row)) for row in counted]
    return Sheet(
        told=f"「{query}」の推移（会議ごと）",
        file=f"推移_{_short(query)}_会議ごと",
        left_out=left_out,
        table=Table(name="推移（会議ごと）", columns=(*_MEETING, *_COUNTS), rows=rows),
    )


_MEETING = (
    Column(name="会議体", width=28),
    Column(name="会議", width=20),
    Column(name="開催日(和暦)", width=22),
    Column(name="開催日(ISO)", width=12),
)
_COUNTS = (
    Column(name="含む発言", width=10),
    Column(name="全発言", width=10),
    Column(name="割合", width=10, form="0.0%"),
)


def _meeting(row: Hit | MeetingRow) -> tuple[str, str, str, date | None]:
    return row.council, row.meeting, day(row.held_on), row.held_on


def _counts(row: MeetingRow | YearRow) -> tuple[int, int, float]:
    return row.hits, row.remarks, round(row.hits / row.remarks, 4)


def year(fiscal_year: int | None) -> str:
    """令和7年度"""
    return eras.fiscal_year_name(fiscal_year) if fiscal_year else "年度不明"


def file_name(sheet: Sheet, kind: str) -> str:
    """会議録_人材_12件.csv"""
    return f"{sheet.file}.{kind}"


def _short(query: str) -> str:
    return parts.cut(_NOT_IN_A_FILES_NAME.sub("_", query), 40)


_NOT_IN_A_FILES_NAME = re.compile(
    r'[\\/:*?"<>|\s\x00-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2066-\u2069]+'
)


def comment(sheet: Sheet) -> str:
    """Beside the file; nobody's words, for Slack would read marks and links in them."""
    return f"書き出した{sheet.table.name}（{len(sheet.table.rows):,}行）です。{_warning(sheet)}"


def sent(sheet: Sheet) -> Message:
    """Where the button was pressed: the file is there."""
    text = f"{sheet.told}を、ダイレクトメッセージにファイルで送りました。{_warning(sheet)}"
    return parts.sentence(text) | {"replace_original": False}


def _warning(sheet: Sheet) -> str:
    if sheet.left_out:
        return f"非公開の会議の発言{sheet.left_out:,}件は、ファイルに入れていません。"
    else:
        return ""
