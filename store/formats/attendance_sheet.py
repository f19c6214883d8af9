"""出席状況一覧 for the files: who attended which meeting, as Word (A4 landscape) and as Excel.

It stays with the secretariat's papers and says nothing of excuses: only who came.
"""

from dataclasses import dataclass
from datetime import date

from store import eras
from store.formats import paper, tables
from store.formats.document import Status
from store.formats.tables import Column, Table

SIGNS: dict[Status, str] = {
    "present": "○",
    "online": "オ",
    "late": "△",
    "left_early": "▽",
    "proxy": "代",
    "absent": "×",
    "unanswered": "－",
}
NOT_KNOWN, NOT_IN_OFFICE = "－", ""
LEGEND = "○出席　オ オンライン出席　△遅参　▽早退　代 代理　×欠席　－記録なし・未回答　空欄は任期の外、( )は任期の外で数えないもの"
HOW_COUNTED = (
    "出席率は、本人の任期の中で出欠の記録がある回を100％としています。代理は出席に数えていません。"
)

# On one A4 page, with the name, the role and three numbers beside them.
MEETINGS_ON_A_PAGE = 14


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A meeting as a heading: 令和8年度第1回, and its day."""

    title: str
    held_on: date | None

    @property
    def heading(self) -> str:
        """In a narrow column: the year, 第1回 and the day, one under the other."""
        day = f"\n{self.held_on.month}/{self.held_on.day}" if self.held_on else ""
        return self.title.replace("年度", "年度\n", 1) + day


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A member's row; `signs` in the order of the meetings."""

    name: str
    role: str
    signs: tuple[str, ...]
    attended: int
    counted: int

    @property
    def rate(self) -> float | None:
        """None: there is nothing to count."""
        return round(self.attended / self.counted, 4) if self.counted else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """The sheet: whose, of when, and what stands on it."""

    council: str
    period: str
    made_on: date
    meetings: tuple[Held, ...]
    rows: tuple[Row, ...]


def to_word(sheet: Sheet) -> bytes:
    """As Word; where the meetings are too many for a page, one table after another."""
    drawn = paper.blank(f"{sheet.council} 出席状況一覧", landscape=True)
    paper.line(drawn, f"{sheet.council}　委員出席状況一覧", paper.CENTRE, 14)
    paper.line(drawn, f"（{sheet.period}）", paper.CENTRE)
    paper.line(drawn, f"{eras.long_date(sheet.made_on)}現在", paper.RIGHT)
    for first in range(0, max(1, len(sheet.meetings)), MEETINGS_ON_A_PAGE):
        if first:
            paper.new_page(drawn)
        _table(drawn, sheet, slice(first, first + MEETINGS_ON_A_PAGE))
    paper.line(drawn)
    paper.line(drawn, LEGEND, size=9)
    paper.line(drawn, HOW_COUNTED, size=9)
    return paper.saved(drawn)


def _table(drawn: paper.Document, sheet: Sheet, part: slice) -> None:
    meetings = sheet.meetings[part]
    heading = ["氏名", "役職", *(one.heading for one in meetings), "出席", "対象", "出席率"]
    rows = [
        [
            row.name,
            row.role,
            *row.signs[part],
            str(row.attended),
            str(row.counted),
            "－" if row.rate is None else f"{row.rate:.0%}",
        ]
        for row in sheet.rows
    ]
    room = (257 - 38 - 20 - 3 * 13) / max(1, len(meetings))
    widths = [38, 20, *(min(22, room) for _ in meetings), 13, 13, 13]
    paper.table(drawn, [heading, *rows, _sums(sheet, part)], widths)


def _sums(sheet: Sheet, part: slice) -> list[str]:
    came = {SIGNS[status] for status in ("present", "online", "late", "left_early")}
    places = range(len(sheet.meetings))[part]
    counts = [str(sum(row.signs[place] in came for row in sheet.rows)) for place in places]
    return ["出席者数", "", *counts, "", "", ""]


def to_excel(sheet: Sheet) -> bytes:
    """As Excel, a member in a row."""
    return tables.to_excel(table(sheet))


def table(sheet: Sheet) -> Table:
    """As a table, to be counted on."""
    return Table(
        name="出席状況",
        columns=(
            Column(name="氏名", width=18),
            Column(name="役職", width=12),
            *(Column(name=one.heading, width=12) for one in sheet.meetings),
            Column(name="出席", width=8),
            Column(name="対象", width=8),
            Column(name="出席率", width=10, form="0.0%"),
        ),
        rows=[
            (row.name, row.role, *row.signs, row.attended, row.counted, row.rate)
            for row in sheet.rows
        ],
    )
