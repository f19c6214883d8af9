"""How the hits spread over years and meetings; and the filters a pressed facet puts on."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest
from sqlite_utils import Database

from store import search
from store.migrations import migrations
from store.queries import And, Filters, Query, Word
from store.search import Facets, MeetingCount, YearCount
from store.viewers import OPERATOR, PUBLIC, Viewer

CLERK = Viewer("U_CLERK")  # of the secretariat of 人材委員会
WORD = Query(wanted=Word("人材"))


@pytest.fixture
def db() -> Iterator[Database]:
    db = Database(memory=True)
    migrations.apply(db)
    db.begin()
    for council_id, name in ((1, "人材委員会"), (2, "防災会議")):
        db.execute("insert into councils values (?, ?, '{}', '')", (council_id, name))
    db.execute("insert into secretariat values (1, 'U_CLERK', '')")
    yield db
    db.close()


def meet(
    db: Database,
    title: str,
    held_on: str | None,
    *bodies: str,
    year: int | None = None,
    council: int = 1,
    closed: bool = False,
    agenda: tuple[tuple[int | None, str, str], ...] = (),
) -> int:
    """A meeting in which things are said, one under each agenda item if there are any."""
    [meeting_id] = db.execute(
        """insert into meetings (council_id, title, held_on, fiscal_year, disclosure, created_at)
        values (?, ?, ?, ?, ?, '') returning id""",
        (council, title, held_on, year, "closed" if closed else "open"),
    ).fetchone()
    items: list[int | None] = []
    for position, (above, number, heading) in enumerate(agenda):
        items += db.execute(
            """insert into agenda_items (meeting_id, parent_id, position, depth, number, title)
            values (?, ?, ?, 1, ?, ?) returning id""",
            (meeting_id, None if above is None else items[above], position, number, heading),
        ).fetchone()
    for position, body in enumerate(bodies):
        [block_id] = db.execute(
            """insert into blocks (meeting_id, agenda_item_id, position, label)
            values (?, ?, ?, '参加者') returning id""",
            (meeting_id, items[position] if items else None, position),
        ).fetchone()
        [remark_id] = db.execute(
            """insert into remarks (block_id, position, body, source, created_at)
            values (?, ?, ?, 'minutes', '') returning id""",
            (block_id, position, body),
        ).fetchone()
        search.enter(db, [remark_id])
    return meeting_id


def found(db: Database, query: Query, viewer: Viewer = PUBLIC) -> list[str]:
    return [hit.body for hit in search.find(db, query, viewer).hits]


def filtered(**filters: object) -> Query:
    return replace(WORD, filters=Filters(**filters))  # type: ignore[arg-type]


def test_the_newest_year_and_the_newest_meeting_come_first(db: Database) -> None:
    first = meet(db, "令和2年度第1回", "2021-03-31", "人材 一", "人材 二", year=2020)
    second = meet(db, "令和3年度第1回", "2021-04-21", "人材 三", "ほか", year=2021)
    meet(db, "令和3年度第2回", "2021-08-21", "ほか", year=2021)
    third = meet(db, "令和3年度第3回", "2022-03-21", "人材 四", year=2021, council=2)
    assert search.facets(db, WORD, PUBLIC) == Facets(
        total=4,
        years=(YearCount(fiscal_year=2021, hits=2), YearCount(fiscal_year=2020, hits=2)),
        meetings=(
            MeetingCount(
                meeting_id=third,
                name="防災会議 令和3年度第3回",
                fiscal_year=2021,
                held_on=date(2022, 3, 21),
                hits=1,
            ),
            MeetingCount(
                meeting_id=second,
                name="人材委員会 令和3年度第1回",
                fiscal_year=2021,
                held_on=date(2021, 4, 21),
                hits=1,
            ),
            MeetingCount(
                meeting_id=first,
                name="人材委員会 令和2年度第1回",
                fiscal_year=2020,
                held_on=date(2021, 3, 31),
                hits=2,
            ),
        ),
    )


def test_nothing_found_has_no_facets(db: Database) -> None:
    meet(db, "第1回", "2021-04-21", "ほか")
    assert search.facets(db, WORD, PUBLIC) == Facets(total=0, years=(), meetings=())


def test_where_no_fiscal_year_is_printed_the_day_tells_it(db: Database) -> None:
    meet(db, "第1回", "2021-03-31", "人材 三月")
    meet(db, "第2回", "2021-04-01", "人材 四月")
    meet(db, "第3回", None, "人材 不明")
    years = search.facets(db, WORD, PUBLIC).years
    assert [(year.fiscal_year, year.hits) for year in years] == [(2021, 1), (2020, 1), (None, 1)]
    assert found(db, filtered(fiscal_years=(2020,))) == ["人材 三月"]
    assert found(db, filtered(fiscal_years=(2020, 2021))) == ["人材 四月", "人材 三月"]


def test_a_closed_meeting_is_in_the_facets_of_its_secretariat_only(db: Database) -> None:
    meet(db, "第1回", "2021-04-21", "人材")
    closed = meet(db, "第2回", "2022-04-21", "人材", "人材", closed=True)
    assert [year.fiscal_year for year in search.facets(db, WORD, PUBLIC).years] == [2021]
    assert search.facets(db, WORD, PUBLIC).total == 1
    assert search.facets(db, WORD, CLERK).total == 3
    assert search.facets(db, WORD, CLERK).meetings[0].meeting_id == closed
    for query in (filtered(fiscal_years=(2022,)), filtered(meetings=(str(closed),))):
        assert search.facets(db, query, PUBLIC) == Facets(total=0, years=(), meetings=())
        assert search.facets(db, query, CLERK).total == 2


def test_a_facet_that_is_pressed_gives_as_many_as_it_said(db: Database) -> None:
    meet(db, "第1回", "2020-05-01", "人材", "人材", "ほか", council=2)
    meet(db, "第2回", "2021-05-01", "人材")
    meet(db, "第2回", "2021-05-01", "人材", "人材 予算", council=2)
    meet(db, "第3回", "2021-06-01", "人材", closed=True)
    for viewer in (PUBLIC, CLERK, OPERATOR):
        for query in (WORD, Query(wanted=And((Word("人材"), Word("予算")))), Query()):
            facets = search.facets(db, query, viewer)
            assert facets.total == search.count(db, query, viewer) > 0
            for year in facets.years:
                assert year.fiscal_year
                narrowed = replace(query, filters=Filters(fiscal_years=(year.fiscal_year,)))
                assert search.count(db, narrowed, viewer) == year.hits
            for meeting in facets.meetings:
                narrowed = replace(query, filters=Filters(meetings=(str(meeting.meeting_id),)))
                assert search.count(db, narrowed, viewer) == meeting.hits


AGENDA = ((None, "1", "開会"), (None, "2", "議題"), (1, "(1)", "人材計画"), (1, "(2)", "見守り"))


@pytest.mark.parametrize(
    ("agenda", "bodies"),
    [
        (("開会",), ["人材 開会"]),
        (("議題",), ["人材 議題", "人材 計画", "人材 見守り"]),
        (("計画",), ["人材 計画"]),
        (("2(1)",), ["人材 計画"]),
        (("２（１）",), ["人材 計画"]),
        (("2(1) 人材計画",), ["人材 計画"]),
        (("計画", "開会"), ["人材 開会", "人材 計画"]),
        (("2(3)",), []),
        (("",), []),
    ],
)
def test_an_agenda_item_is_named_as_it_is_shown(
    db: Database, agenda: tuple[str, ...], bodies: list[str]
) -> None:
    said = ("人材 開会", "人材 議題", "人材 計画", "人材 見守り")
    meet(db, "第1回", "2021-04-21", *said, agenda=AGENDA)
    meet(db, "第2回", "2021-05-21", "人材 議題なし")
    assert found(db, filtered(agenda=agenda)) == bodies


@pytest.mark.parametrize(
    ("filters", "bodies"),
    [
        ({"meetings": ("令和3年度第1回",)}, ["人材 一"]),
        ({"meetings": ("R3第1回",)}, ["人材 一"]),
        ({"meetings": ("2021年4月21日",)}, ["人材 一"]),
        ({"meetings": ("1", "2")}, ["人材 二", "人材 一"]),
        ({"meetings": ("第9回",)}, []),
        ({"meetings": ("99",)}, []),
        ({"meetings": ("令和3年13月1日",)}, []),
        ({"councils": ("人材",)}, ["人材 一"]),
        ({"councils": ("防災", "教育")}, ["人材 二"]),
        ({"councils": ("教育",)}, []),
        ({"councils": ("",)}, []),
        ({"speakers": ("",)}, []),
        ({"since": date(2021, 4, 22)}, ["人材 二"]),
        ({"until": date(2021, 4, 21)}, ["人材 一"]),
        ({"since": date(2021, 4, 21), "until": date(2021, 4, 21)}, ["人材 一"]),
        ({"since": date(2030, 1, 1)}, []),
    ],
)
def test_a_filter_that_fits_nothing_finds_nothing(
    db: Database, filters: dict[str, object], bodies: list[str]
) -> None:
    meet(db, "令和3年度第1回", "2021-04-21", "人材 一", year=2021)
    meet(db, "令和3年度第2回", "2021-05-21", "人材 二", year=2021, council=2)
    assert found(db, filtered(**filters)) == bodies
    assert search.count(db, filtered(**filters), PUBLIC) == len(bodies)
