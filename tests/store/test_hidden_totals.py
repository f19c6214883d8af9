"""Many hits and few hidden meetings: what may not be seen is taken off the total."""

from collections.abc import Iterator

import pytest
from sqlite_utils import Database

from store import search
from store.migrations import migrations
from store.queries import And, Filters, Query, Word
from store.viewers import OPERATOR, PUBLIC, Viewer

CLERK = Viewer("U_CLERK")  # of the secretariat of 人材委員会


@pytest.fixture
def db() -> Iterator[Database]:
    db = Database(memory=True)
    migrations.apply(db)
    db.begin()
    for council_id, name in ((1, "人材委員会"), (2, "防災会議")):
        db.execute("insert into councils values (?, ?, '{}', '')", (council_id, name))
    db.execute("insert into secretariat values (1, 'U_CLERK', '')")
    meet(db, 1, 1, "2021-04-21", 700)
    meet(db, 2, 1, "2021-05-12", 4, closed=True)
    meet(db, 3, 2, None, 2, closed=True)
    meet(db, 4, 2, "2021-05-12", 1, closed=True)
    yield db
    db.close()


def meet(
    db: Database, id_: int, council_id: int, held_on: str | None, said: int, closed: bool = False
) -> None:
    """A meeting in which 人材 is said so often, every second time with 育成."""
    db.execute(
        """insert into meetings (id, council_id, title, held_on, disclosure, created_at)
        values (?, ?, '', ?, ?, '')""",
        (id_, council_id, held_on, "closed" if closed else "open"),
    )
    [block_id] = db.execute(
        "insert into blocks (meeting_id, position, label) values (?, 0, '') returning id", (id_,)
    ).fetchone()
    for position in range(said):
        db.execute(
            """insert into remarks (block_id, position, body, source, created_at)
            values (?, ?, ?, 'minutes', '')""",
            (block_id, position, "人材です。" if position % 2 else "人材の育成です。"),
        )
    remarks = db.execute("select id from remarks where block_id = ?", (block_id,))
    search.enter(db, [remark_id for [remark_id] in remarks.fetchall()])


@pytest.mark.parametrize(("viewer", "total"), [(PUBLIC, 700), (CLERK, 704), (OPERATOR, 707)])
def test_a_common_word_is_counted_only_where_it_may_be_seen(
    db: Database, viewer: Viewer, total: int
) -> None:
    query = Query(wanted=Word("人材"))
    assert search.count(db, query, viewer) == total
    assert search.find(db, query, viewer).total == total
    assert search.facets(db, query, viewer).total == total


@pytest.mark.parametrize(("viewer", "total"), [(PUBLIC, 350), (CLERK, 352), (OPERATOR, 354)])
def test_a_rare_one_too(db: Database, viewer: Viewer, total: int) -> None:
    query = Query(wanted=And((Word("人材"), Word("育成"))))
    assert search.count(db, query, viewer) == total
    assert search.facets(db, query, viewer).total == total


@pytest.mark.parametrize(("viewer", "total"), [(PUBLIC, 700), (CLERK, 704), (OPERATOR, 707)])
def test_a_total_counted_before_is_believed(db: Database, viewer: Viewer, total: int) -> None:
    query = Query(wanted=Word("人材"))
    assert search.find(db, query, viewer, total=total) == search.find(db, query, viewer)


def test_weighed_are_only_the_newest_that_may_be_seen(db: Database) -> None:
    query = Query(wanted=Word("人材"), filters=Filters(), sort="relevance")
    assert {hit.meeting_id for hit in search.find(db, query, PUBLIC, limit=700).hits} == {1}
