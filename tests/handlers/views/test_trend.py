"""How a trend is folded into what a picture, a table and a sentence can hold."""

from dataclasses import replace
from datetime import date

from handlers.views import trend as views
from store.trends import MeetingRow, YearRow


def meeting(year: int, number: int, council: str = "霧浜市地域福祉懇話会") -> MeetingRow:
    return MeetingRow(
        meeting_id=year * 100 + number,
        council=council,
        meeting=f"令和{year - 2018}年度第{number}回",
        fiscal_year=year,
        number=number,
        held_on=date(year, min(12, 4 + number), 1),
        closed=False,
        hits=1,
        remarks=10,
    )


def year(fiscal_year: int | None, hits: int = 1) -> YearRow:
    return YearRow(fiscal_year=fiscal_year, meetings=3, closed=False, hits=hits, remarks=10)


def test_up_to_forty_meetings_each_have_a_bar():
    drawn = views.by_meeting("人材", [meeting(2019 + n // 8, n % 8 + 1) for n in range(40)])
    assert [line.short for line in drawn.lines[:2]] == ["R1.1", "R1.2"]
    assert len(drawn.lines) == 40
    assert drawn.notes == ()


def test_of_more_meetings_the_older_ones_are_added_up_by_year_and_that_is_said():
    drawn = views.by_meeting("人材", [meeting(2018 + n // 8, n % 8 + 1) for n in range(64)])
    assert len(drawn.lines) == 40
    assert drawn.hits == 64
    assert [(line.name, line.hits) for line in drawn.lines[:5]] == [
        ("平成30年度の8会議", 8),
        ("令和元年度の8会議", 8),
        ("令和2年度の8会議", 8),
        ("令和3年度の4会議", 4),
        ("令和3年度第5回", 1),
    ]
    assert [line.is_sum for line in drawn.lines[:5]] == [True, True, True, True, False]
    assert [line.short for line in drawn.lines[:2]] == ["H30計", "R1計"]
    assert drawn.notes == (
        "会議が40を超えるため、古い28会議は年度ごとの合計で示しています。"
        "会議ごとの数は、CSVかExcelで書き出せます。",
    )


def test_more_than_forty_years_end_in_one_for_all_before():
    drawn = views.by_year("人材", [year(1970 + n) for n in range(56)])
    assert len(drawn.lines) == 40
    assert drawn.hits == 56
    first = drawn.lines[0]
    assert (first.name, first.short, first.hits) == ("昭和61年度以前", "～S61", 17)
    assert drawn.notes == ("年度が40を超えるため、昭和61年度以前は合計で示しています。",)


def test_the_longest_trend_fits_into_slacks_limits():
    long = "長" * 300
    rows = [meeting(1950 + n, 1, council=f"{n % 2}" + "市" * 60) for n in range(76)]
    message = views.trend(views.by_meeting(long, rows), image="F1", is_sent=True)
    [table] = [block for block in message["blocks"] if block["type"] == "table"]
    assert len(table["rows"]) == 42
    [image] = [block for block in message["blocks"] if block["type"] == "image"]
    assert len(image["alt_text"]) <= 2_000
    assert len(message["text"]) <= 3_000
    assert len(views.alt_text(views.by_meeting(long, rows))) <= 1_000
    assert views.picture(views.by_meeting(long, rows)).startswith(b"\x89PNG")


def test_a_meeting_without_a_number_is_called_by_its_day():
    special = replace(meeting(2025, 1), number=None, meeting="臨時会")
    drawn = views.by_meeting("人材", [special])
    assert drawn.lines[0].short == "R7.5.1"
    unknown = replace(meeting(2025, 1), number=None, fiscal_year=None, held_on=None)
    assert views.by_meeting("人材", [unknown]).lines[0].short == "日付不明"


def test_two_councils_are_told_apart():
    drawn = views.by_meeting("人材", [meeting(2025, 1), meeting(2025, 2, council="乙協議会")])
    assert [line.name for line in drawn.lines] == [
        "霧浜市地域福祉懇話会 令和7年度第1回",
        "乙協議会 令和7年度第2回",
    ]


def test_meetings_of_unknown_year_have_a_bar_of_their_own():
    drawn = views.by_year("人材", [year(None), year(2025)])
    assert [(line.name, line.short) for line in drawn.lines] == [
        ("年度不明", "年度不明"),
        ("令和7年度", "R7"),
    ]
