"""How a trend looks: a chart, the table beside it, and both in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from handlers.views import charts, export, parts
from handlers.views.charts import Bar
from handlers.views.dates import day
from handlers.views.parts import Block, Message
from store import eras, trends
from store.trends import MeetingRow, YearRow

BY_YEAR = "trend.by_year"
BY_MEETING = "trend.by_meeting"

BARS = 40
IMAGE_ALT = 2_000
FILE_ALT = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A bar of the chart and a row of the table."""

    name: str
    when: str  # the day of a meeting, or how many meetings
    label: str
    short: str
    hits: int
    remarks: int
    is_sum: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Trend:
    """What is drawn: of which query, by year or by meeting, oldest first."""

    query: str  # as it was typed
    has_words: bool  # or it only says by whom, where and when
    by: str
    lines: tuple[Line, ...]
    notes: tuple[str, ...] = ()

    @property
    def hits(self) -> int:
        """How many remarks in all."""
        return sum(line.hits for line in self.lines)

    @property
    def remarks(self) -> int:
        """Among how many."""
        return sum(line.remarks for line in self.lines)

    @property
    def title(self) -> str:
        """「人材」を含む発言の数"""
        return f"{self.remarks_meant}の数"

    @property
    def remarks_meant(self) -> str:
        """「人材」を含む発言"""
        return f"「{self.query}」{'を含む' if self.has_words else 'に当たる'}発言"


def by_year(query: str, counted: Sequence[YearRow], *, has_words: bool = True) -> Trend:
    """A trend from year to year."""
    lines, notes = _years(counted, BARS)
    return Trend(
        query=query, has_words=has_words, by="year", lines=tuple(lines), notes=tuple(notes)
    )


def by_meeting(query: str, counted: Sequence[MeetingRow], *, has_words: bool = True) -> Trend:
    """A trend from meeting to meeting; where they are too many, the older ones by year."""
    older, latest = _divided(counted)
    lines, notes = _years(trends.years(older), BARS - len(latest))
    if older:
        lines = [_as_sum(line) for line in lines]
        notes = [
            f"会議が{BARS}を超えるため、古い{len(older):,}会議は年度ごとの合計で示しています。"
            "会議ごとの数は、CSVかExcelで書き出せます。"
        ]
    several = len({meeting.council for meeting in counted}) > 1
    lines += [_meeting(meeting, several) for meeting in latest]
    return Trend(
        query=query, has_words=has_words, by="meeting", lines=tuple(lines), notes=tuple(notes)
    )


def trend(drawn: Trend, *, image: str | None = None, is_sent: bool) -> Message:
    """The answer: the count, the chart (by its file's id) where it can be shown, and the table."""
    told = f"{drawn.remarks_meant}は{drawn.hits:,}件あります（{_axis(drawn)}）"
    other = {"q": drawn.query}
    switch = (
        parts.button("会議ごと", BY_MEETING, other)
        if drawn.by == "year"
        else parts.button("年度ごと", BY_YEAR, other)
    )
    blocks = [
        parts.plain(told),
        *([_image(drawn, image)] if image else []),
        _table(drawn),
        *map(parts.context, [*drawn.notes, (_SENT if is_sent else _NOT_SENT) + _LITERAL]),
        parts.buttons([switch, *export.trend_buttons(drawn.query, drawn.by)]),
    ]
    return parts.message(f"{told}。{_in_words(drawn)}", blocks)


def nothing(query: str) -> Message:
    """Nobody said it."""
    told = f"「{query}」を含む発言は見つかりませんでした。"
    advice = "言葉を短くするか減らして、もう一度お試しください。"
    return parts.message(told + advice, [parts.plain(told), parts.context(advice)])


def picture(drawn: Trend) -> bytes:
    """The chart as PNG."""
    subtitle = f"{_axis(drawn)}（{drawn.lines[0].name}～{drawn.lines[-1].name}）"
    if drawn.by == "meeting" and any(line.is_sum for line in drawn.lines):
        subtitle = "会議ごと。薄い色は、古い会議を年度ごとに合計したもの"
    bars = [
        Bar(label=line.label, short=line.short, value=line.hits, is_sum=line.is_sum)
        for line in drawn.lines
    ]
    return charts.bars(drawn.title, subtitle, bars)


def alt_text(drawn: Trend, limit: int = FILE_ALT) -> str:
    """The chart for those who do not see it: what it is, and its numbers."""
    return parts.cut(f"{drawn.title}の棒グラフ（{_axis(drawn)}）。{_in_words(drawn)}", limit)


_SENT = "図は、会議録ボットとのダイレクトメッセージに送りました。"
_NOT_SENT = "図は送れませんでした。数は表のとおりです。"
_LITERAL = "言い換えた言葉と、非公開の会議は数えていません。"


def _axis(drawn: Trend) -> str:
    return "年度ごと" if drawn.by == "year" else "会議ごと"


def _in_words(drawn: Trend) -> str:
    return "、".join(f"{line.name} {line.hits:,}件" for line in drawn.lines)


def _image(drawn: Trend, file_id: str) -> Block:
    return {
        "type": "image",
        "slack_file": {"id": file_id},
        "alt_text": alt_text(drawn, IMAGE_ALT),
    }


def _table(drawn: Trend) -> Block:
    heading = (
        ("年度", "会議の数", "含む発言", "全発言", "割合")
        if drawn.by == "year"
        else ("会議", "開催日", "含む発言", "全発言", "割合")
    )
    rows = [(line.name, line.when, line.hits, line.remarks) for line in drawn.lines]
    if len(rows) > 1:
        rows.append(("合計", "　", drawn.hits, drawn.remarks))
    written = [
        (name, when, f"{hits:,}", f"{remarks:,}", f"{hits / remarks:.1%}")
        for name, when, hits, remarks in rows
    ]
    return {
        "type": "table",
        "column_settings": [
            {"is_wrapped": True},
            {"align": "left"},
            *({"align": "right"} for _ in range(3)),
        ],
        "rows": [
            [{"type": "raw_text", "text": cell} for cell in row] for row in [heading, *written]
        ],
    }


# --- What stands on a line, in full and in short.


def _years(counted: Sequence[YearRow], room: int) -> tuple[list[Line], list[str]]:
    if len(counted) <= room:
        return [_year(year) for year in counted], []
    older, latest = counted[: len(counted) - room + 1], counted[len(counted) - room + 1 :]
    last = older[-1].fiscal_year
    summed = Line(
        name=f"{export.year(last)}以前",
        when=f"{sum(year.meetings for year in older):,}会議",
        label=f"{_short_year(last)}\n以前",
        short=f"～{_short_year(last)}",
        hits=sum(year.hits for year in older),
        remarks=sum(year.remarks for year in older),
        is_sum=True,
    )
    note = f"年度が{room}を超えるため、{export.year(last)}以前は合計で示しています。"
    return [summed, *map(_year, latest)], [note]


def _year(year: YearRow) -> Line:
    return Line(
        name=export.year(year.fiscal_year),
        when=f"{year.meetings:,}会議",
        label=export.year(year.fiscal_year),
        short=_short_year(year.fiscal_year),
        hits=year.hits,
        remarks=year.remarks,
    )


def _as_sum(line: Line) -> Line:
    # Of the last year summed up, some meetings may still stand alone beside it.
    return Line(
        name=f"{line.name}の{line.when}",
        when="　",
        label=f"{line.label}\nの{line.when}",
        short=f"{line.short}計",
        hits=line.hits,
        remarks=line.remarks,
        is_sum=True,
    )


def _meeting(meeting: MeetingRow, several: bool) -> Line:
    council = f"{meeting.council} " if several else ""
    return Line(
        name=f"{council}{meeting.meeting}",
        when=day(meeting.held_on),
        label=meeting.meeting.replace("年度", "年度\n", 1),
        short=_short_meeting(meeting),
        hits=meeting.hits,
        remarks=meeting.remarks,
    )


def _short_meeting(meeting: MeetingRow) -> str:
    """R7.2 for 令和7年度第2回; without a number its day: R7.8.6."""
    if meeting.fiscal_year and meeting.number:
        return f"{_short_year(meeting.fiscal_year)}.{meeting.number}"
    elif meeting.held_on:
        return f"{_short_of(meeting.held_on)}.{meeting.held_on.month}.{meeting.held_on.day}"
    else:
        return "日付不明"


def _short_year(fiscal_year: int | None) -> str:
    """R7 for 令和7年度, which is named after the era of its middle."""
    return _short_of(date(fiscal_year, 9, 30)) if fiscal_year else "年度不明"


def _short_of(known: date) -> str:
    for era in reversed(eras.ERAS):
        if known >= era.began:
            return f"{era.letter}{known.year - era.began.year + 1}"
    return str(known.year)


def _divided(
    counted: Sequence[MeetingRow],
) -> tuple[Sequence[MeetingRow], Sequence[MeetingRow]]:
    """The older meetings, to be added up by year, and the latest: as many as there is room for."""
    if len(counted) <= BARS:
        return [], counted
    for kept in range(BARS - 1, BARS // 2, -1):
        older = counted[:-kept]
        if len(trends.years(older)) + kept <= BARS:
            return older, counted[-kept:]
    return counted[: -(BARS // 2)], counted[-(BARS // 2) :]
