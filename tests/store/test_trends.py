"""A trend counts exactly, and only what its viewer may see."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from store import councils, meetings, remarks, search, trends
from store.db import Store, open_store
from store.queries import Filters, Query, Word
from store.trends import YearRow
from store.viewers import OPERATOR, PUBLIC, Viewer
from tests.cast import BY, CLERK, CLOSED, MINUTES, keep

JINZAI = Query(wanted=Word("人材"))


def by_meeting(store: Store, query: Query = JINZAI, viewer: Viewer = PUBLIC):
    with store.reading() as db:
        return trends.by_meeting(db, query, viewer)


def by_year(store: Store, query: Query = JINZAI, viewer: Viewer = PUBLIC):
    with store.reading() as db:
        return trends.years(trends.by_meeting(db, query, viewer))


def counts(rows) -> list[tuple[str, int, int]]:
    return [(row.meeting, row.hits, row.remarks) for row in rows]


def at(day: str, title: str, text: str = MINUTES) -> str:
    return text.replace("令和7年8月6日（水）", day).replace("令和7年度第2回", title)


@pytest.fixture
def three(store: Store, tmp_path: Path) -> None:
    keep(store, tmp_path, at("令和8年2月4日", "令和7年度第3回").replace("人材バンク", "名簿"))
    keep(store, tmp_path, at("令和6年8月6日", "令和6年度第1回").replace("人材", "人手"))
    keep(store, tmp_path, MINUTES)


@pytest.mark.usefixtures("three")
def test_meetings_stand_oldest_first_with_hits_and_remarks_in_all(store):
    assert counts(by_meeting(store)) == [
        ("令和6年度第1回", 0, 7),
        ("令和7年度第2回", 2, 7),
        ("令和7年度第3回", 1, 7),
    ]
    first = by_meeting(store)[1]
    assert (first.council, first.number) == ("霧浜市地域福祉懇話会", 2)
    assert (first.held_on, first.fiscal_year) == (date(2025, 8, 6), 2025)
    assert not first.closed


@pytest.mark.usefixtures("three")
def test_fiscal_years_add_up_their_meetings(store):
    assert by_year(store) == [
        YearRow(fiscal_year=2024, meetings=1, closed=False, hits=0, remarks=7),
        YearRow(fiscal_year=2025, meetings=2, closed=False, hits=3, remarks=14),
    ]


@pytest.mark.usefixtures("three")
def test_filters_narrow_what_is_counted_and_what_it_is_counted_among(store):
    in_2025 = Query(wanted=Word("人材"), filters=Filters(fiscal_years=(2025,)))
    assert counts(by_meeting(store, in_2025)) == [
        ("令和7年度第2回", 2, 7),
        ("令和7年度第3回", 1, 7),
    ]
    by_office = Query(wanted=Word("人材"), filters=Filters(speakers=("事務局",)))
    assert counts(by_meeting(store, by_office)) == [
        ("令和6年度第1回", 0, 7),
        ("令和7年度第2回", 1, 7),
        ("令和7年度第3回", 1, 7),
    ]


@pytest.mark.usefixtures("three")
def test_what_nobody_said_has_no_trend(store):
    assert by_meeting(store, Query(wanted=Word("宇宙開発"))) == []
    assert by_year(store, Query(wanted=Word("宇宙開発"))) == []


@pytest.mark.usefixtures("three")
def test_a_council_that_never_said_it_is_left_out(store, tmp_path):
    other = MINUTES.replace("霧浜市地域福祉懇話会", "霧浜市公共交通会議")
    keep(store, tmp_path, other.replace("人材", "車両"))
    assert {row.council for row in by_meeting(store)} == {"霧浜市地域福祉懇話会"}
    keep(store, tmp_path, at("令和8年3月4日", "令和7年度第4回", other))
    assert {row.council for row in by_meeting(store)} == {
        "霧浜市地域福祉懇話会",
        "霧浜市公共交通会議",
    }


def test_a_withdrawn_remark_is_not_counted(store, minutes_with_hits):
    with store.writing() as db:
        [hit, _] = search.find(db, JINZAI, PUBLIC).hits
        remarks.withdraw(db, hit.remark_id, BY)
    assert counts(by_meeting(store)) == [("令和7年度第2回", 1, 6)]


@pytest.fixture
def minutes_with_hits(store: Store, tmp_path: Path) -> int:
    return keep(store, tmp_path, MINUTES)


@pytest.mark.usefixtures("minutes_with_hits")
def test_a_closed_meeting_exists_only_for_its_secretariat(store, tmp_path):
    keep(store, tmp_path, CLOSED.replace("令和7年11月5日", "令和8年11月4日"))
    with store.writing() as db:
        [council] = councils.list_all(db)
        councils.appoint(db, council.id, CLERK, BY)
    assert counts(by_meeting(store)) == [("令和7年度第2回", 2, 7)]
    assert [year.fiscal_year for year in by_year(store)] == [2025]
    assert [row.closed for row in by_meeting(store, viewer=Viewer(CLERK))] == [False, True]
    assert [row.closed for row in by_meeting(store, viewer=OPERATOR)] == [False, True]


# --- Whatever is kept and whoever looks: the same numbers as the search itself, meeting by meeting.

WORDS = ["人材", "人手", "担い手"]


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    kept=st.lists(
        st.tuples(
            st.sampled_from(["甲審議会", "乙協議会"]),
            st.integers(2020, 2025),
            st.booleans(),
            st.lists(st.sampled_from(WORDS), min_size=1, max_size=4),
        ),
        min_size=1,
        max_size=6,
    ),
    serves=st.sampled_from([None, "甲審議会", "乙協議会"]),
)
def test_a_trend_agrees_with_the_search_for_every_viewer(tmp_path_factory, kept, serves):
    store = open_store(tmp_path_factory.mktemp("trend") / "kaigiroku.db")
    try:
        _keep_all(store, tmp_path_factory.mktemp("files"), kept)
        viewer = Viewer(CLERK)
        with store.writing() as db:
            council = councils.find(db, serves) if serves else None
            if council:
                councils.appoint(db, council.id, CLERK, BY)
        with store.reading() as db:
            hits = search.find(db, JINZAI, viewer, limit=100).hits
            rows = trends.by_meeting(db, JINZAI, viewer)
            seen = {meeting.id for meeting in meetings.recent(db, viewer, limit=100)}
        assert {row.meeting_id for row in rows} <= seen
        assert {row.meeting_id: row.hits for row in rows if row.hits} == {
            meeting_id: sum(hit.meeting_id == meeting_id for hit in hits)
            for meeting_id in {hit.meeting_id for hit in hits}
        }
        assert sum(year.hits for year in trends.years(rows)) == len(hits)
    finally:
        store.close()


def _keep_all(store: Store, folder: Path, kept) -> None:
    for number, (council, year, closed, said) in enumerate(kept, start=1):
        bullets = "\n".join(f"- ・{word}について" for word in said)
        text = (
            (CLOSED if closed else MINUTES)
            .replace("霧浜市地域福祉懇話会", council)
            .replace("人材", "求人")
            .replace("令和7年8月6日（水）", f"{year}年5月1日")
            .replace("令和7年11月5日（水）", f"{year}年5月1日")
            .replace("令和7年度第2回", f"{year}年度第{number}回")
            .replace("令和7年度第3回", f"{year}年度第{number}回")
            .replace("- ・若い世代に声を掛けたい。", bullets)
        )
        keep(store, folder, text)
