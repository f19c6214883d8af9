"""A query finds what reading every remark with it in mind would find: hits, counts and facets."""

import json
import lzma
import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlite_utils import Database

from store import search, text
from store.migrations import migrations
from store.queries import And, Expression, Filters, Near, Not, Or, Phrase, Query, Word
from store.viewers import OPERATOR, PUBLIC, Viewer

CLERK = Viewer("U_CLERK")  # of the secretariat of 人材委員会
COUNCILS = {1: "人材委員会", 2: "防災会議"}

# A label, the names it answers to, and the capacity it speaks in.
LABELS: dict[str | None, tuple[set[str], str | None]] = {
    None: (set(), None),
    "事務局": ({"事務局"}, "secretariat"),
    "事務局（鈴木主幹）": ({"事務局(鈴木主幹)", "事務局", "鈴木主幹", "鈴木"}, "secretariat"),
    "委員長": ({"委員長"}, "chair"),
    "副委員長": ({"副委員長"}, "vice_chair"),
    "佐藤委員": ({"佐藤委員", "佐藤"}, "member"),
    "参加者": ({"参加者"}, "participant"),
}
# How a remark ends, and what that makes of it: said by the office, and by anybody else.
ENDINGS = {
    "": ("answer", "opinion"),
    "。": ("answer", "opinion"),
    "ですか。": ("answer", "question"),
    "してほしい。": ("answer", "request"),
    "を説明した。": ("report", "opinion"),
}
# A meeting's agenda, the same everywhere: path, title, and the place in the list of what it is below.
AGENDA = [
    ("1", "開会", None),
    ("2", "議題", None),
    ("(1)", "見守り活動", 1),
    ("(2)", "人材計画", 1),
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sitting:
    """A meeting as the slow reader knows it."""

    id: int
    council: int
    held_on: str | None
    fiscal_year: int | None
    number: int
    closed: bool

    @property
    def title(self) -> str:
        return f"第{self.number}回"

    @property
    def printed_year(self) -> int | None:
        if self.fiscal_year or not self.held_on:
            return self.fiscal_year
        day = date.fromisoformat(self.held_on)
        return day.year - (day.month < 4)


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A remark as the slow reader knows it."""

    id: int
    sitting: Sitting
    label: str | None
    body: str
    ending: str
    agenda: int | None  # its place in AGENDA
    gone: bool = False


@dataclass(frozen=True, slots=True)
class Record:
    """All that was said."""

    sittings: tuple[Sitting, ...]
    said: tuple[Said, ...]


# --- The slow reader


def answers(said: Said, query: Query, viewer: Viewer) -> bool:
    sitting, filters = said.sitting, query.filters
    names, role = LABELS[said.label]
    by_office, by_others = ENDINGS[said.ending]
    kind = "report" if said.label is None else by_office if role == "secretariat" else by_others
    whole_name = f"{COUNCILS[sitting.council]}{sitting.title}"
    return all(
        (
            not said.gone,
            not sitting.closed or viewer is OPERATOR or (viewer is CLERK and sitting.council == 1),
            not filters.speakers or names & {text.fold(name) for name in filters.speakers},
            not filters.roles or role in filters.roles,
            not filters.kinds or kind in filters.kinds,
            not filters.councils
            or any(name in COUNCILS[sitting.council] for name in filters.councils),
            not filters.meetings
            or {str(sitting.id), sitting.title, whole_name} & set(filters.meetings),
            not filters.agenda or any(_under(said.agenda, words) for words in filters.agenda),
            not filters.fiscal_years or sitting.printed_year in filters.fiscal_years,
            not filters.since or (sitting.held_on and filters.since.isoformat() <= sitting.held_on),
            not filters.until or (sitting.held_on and filters.until.isoformat() >= sitting.held_on),
            query.wanted is None or says(text.fold(said.body + said.ending), query.wanted),
        )
    )


def says(body: str, wanted: Expression) -> bool:
    match wanted:
        case Word() | Phrase():
            return any(word in body for word in _spellings(wanted))
        case Near():
            return any(
                _near(body, one, other, wanted.within)
                for one in _spellings(wanted.one)
                for other in _spellings(wanted.other)
            )
        case And():
            return all(says(body, part) for part in wanted.parts)
        case Or():
            return any(says(body, part) for part in wanted.parts)
        case Not():
            return not says(body, wanted.part)


def _spellings(term: Word | Phrase) -> list[str]:
    also = term.also if isinstance(term, Word) else ()
    return [folded for word in (term.text, *also) if (folded := text.fold(word))]


def _near(body: str, one: str, other: str, within: int) -> bool:
    """Of two occurrences, so many characters from the end of the earlier to the start of the later."""
    places = [(at, at + len(one)) for at in _places(body, one)]
    others = [(at, at + len(other)) for at in _places(body, other)]
    for first in places:
        for second in others:
            earlier, later = sorted((first, second), key=lambda place: place[0])
            if later[0] - earlier[1] <= within:
                return True
    return False


def _places(body: str, word: str) -> list[int]:
    return [at for at in range(len(body)) if body.startswith(word, at)]


def _under(place: int | None, words: str) -> bool:
    path = ""
    while place is not None:
        number, title, above = AGENDA[place]
        path = number if above is None else AGENDA[above][0] + number
        if text.fold(words) in text.fold(f"{path} {title}"):
            return True
        place = above
    return False


def expected(record: Record, query: Query, viewer: Viewer) -> list[Said]:
    """In printed order inside a meeting, the newest meeting first, or the oldest."""
    found = [said for said in record.said if answers(said, query, viewer)]
    found.sort(key=lambda said: said.id)
    found.sort(
        key=lambda said: (said.sitting.held_on or "", said.sitting.id),
        reverse=query.sort != "oldest",
    )
    return found


# --- The same, kept


def keep(db: Database, record: Record) -> None:
    for council_id, name in COUNCILS.items():
        db.execute("insert into councils values (?, ?, '{}', '')", (council_id, name))
    db.execute("insert into secretariat values (1, 'U_CLERK', '')")
    for sitting in record.sittings:
        db.execute(
            """insert into meetings
              (id, council_id, title, held_on, fiscal_year, number, disclosure, created_at)
            values (?, ?, ?, ?, ?, ?, ?, '')""",
            (
                sitting.id,
                sitting.council,
                sitting.title,
                sitting.held_on,
                sitting.fiscal_year,
                sitting.number,
                "closed" if sitting.closed else "open",
            ),
        )
        for place, (number, title, above) in enumerate(AGENDA):
            db.execute(
                """insert into agenda_items
                  (id, meeting_id, parent_id, position, depth, number, title)
                values (?, ?, ?, ?, 1, ?, ?)""",
                (
                    _item(sitting, place),
                    sitting.id,
                    None if above is None else _item(sitting, above),
                    place,
                    number,
                    title,
                ),
            )
    for said in record.said:
        item = None if said.agenda is None else _item(said.sitting, said.agenda)
        db.execute(
            """insert into blocks (id, meeting_id, agenda_item_id, position, label)
            values (?, ?, ?, ?, ?)""",
            (said.id, said.sitting.id, item, said.id, said.label),
        )
        db.execute(
            """insert into remarks (id, block_id, position, body, source, created_at, withdrawn_at)
            values (?, ?, ?, ?, 'minutes', '', ?)""",
            (said.id, said.id, said.id, said.body + said.ending, "2026" if said.gone else None),
        )
    search.enter(db, [said.id for said in record.said])


def _item(sitting: Sitting, place: int) -> int:
    return sitting.id * 10 + place


@pytest.fixture(scope="module")
def empty() -> Iterator[Database]:
    db = Database(memory=True)
    migrations.apply(db)
    yield db
    db.close()


# --- At random

ALPHABET = "人材育成Aの"
bodies = st.text(st.sampled_from(ALPHABET), max_size=10)
sittings = st.lists(
    st.builds(
        Sitting,
        id=st.just(0),
        council=st.sampled_from([1, 2]),
        held_on=st.sampled_from([None, "2020-03-31", "2020-04-01", "2021-04-21", "2021-04-21"]),
        fiscal_year=st.sampled_from([None, None, 2019, 2021]),
        number=st.integers(1, 2),
        closed=st.sampled_from([False, False, True]),
    ),
    min_size=1,
    max_size=4,
)


@st.composite
def records(draw: st.DrawFn) -> Record:
    numbered = tuple(
        Sitting(
            id=n,
            council=one.council,
            held_on=one.held_on,
            fiscal_year=one.fiscal_year,
            number=one.number,
            closed=one.closed,
        )
        for n, one in enumerate(draw(sittings), 1)
    )
    rows = draw(
        st.lists(
            st.tuples(
                st.sampled_from(numbered),
                st.sampled_from(list(LABELS)),
                bodies,
                st.sampled_from(list(ENDINGS)),
                st.sampled_from([None, 0, 1, 2, 3]),
                st.sampled_from([False] * 9 + [True]),
            ),
            min_size=4,
            max_size=16,
        )
    )
    said = tuple(
        Said(
            id=n,
            sitting=sitting,
            label=label,
            body=body or "人材",
            ending=ending,
            agenda=agenda,
            gone=gone,
        )
        for n, (sitting, label, body, ending, agenda, gone) in enumerate(rows, 1)
    )
    return Record(numbered, said)


typed = st.text(st.sampled_from([*ALPHABET, "Ａ", " ", "\u200b"]), max_size=3) | st.sampled_from(
    ["説明", "ほしい。", "か", "。", '"', "NEAR(", "*", "事務局"]
)
terms = st.builds(Word, typed, st.booleans(), st.lists(typed, max_size=2).map(tuple)) | typed.map(
    Phrase
)
trees: st.SearchStrategy[Expression] = st.recursive(
    terms | st.builds(Near, terms, terms, st.integers(0, 4)),
    lambda parts: (
        st.builds(And, st.lists(parts, min_size=1, max_size=3).map(tuple))
        | st.builds(Or, st.lists(parts, min_size=1, max_size=3).map(tuple))
        | st.builds(Not, parts)
    ),
    max_leaves=5,
)
days = st.sampled_from([date(2020, 3, 31), date(2020, 4, 1), date(2021, 4, 20), date(2021, 4, 21)])


def some(*values: Any) -> st.SearchStrategy[tuple[Any, ...]]:
    """Mostly no filter."""
    return st.just(()) | st.just(()) | st.lists(st.sampled_from(values), max_size=2).map(tuple)


asked = st.builds(
    Query,
    wanted=st.none() | trees | trees,
    filters=st.just(Filters())
    | st.builds(
        Filters,
        speakers=some("事務局", "鈴木", "佐藤", "佐藤委員", "委員", "委員長", "参加者", "誰か"),
        roles=some("secretariat", "chair", "vice_chair", "member", "participant"),
        councils=some("人材", "防災", "会", "教育"),
        meetings=some("1", "2", "99", "第1回", "人材委員会第2回", "第7回"),
        agenda=some("開会", "議題", "計画", "(1)", "2(1)", "2(2)", "ない"),
        fiscal_years=some(2019, 2020, 2021),
        kinds=some("question", "request", "opinion", "answer", "report"),
        since=st.none() | st.none() | days,
        until=st.none() | st.none() | days,
    ),
    sort=st.sampled_from(["newest", "oldest", "relevance"]),
)


@given(records(), st.lists(asked, min_size=6, max_size=6))
@settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
def test_any_query_over_any_record(empty: Database, record: Record, queries: list[Query]) -> None:
    db = empty
    db.begin()
    try:
        keep(db, record)
        for query in queries:
            for viewer in (OPERATOR, PUBLIC, CLERK):
                compare(db, record, query, viewer)
    finally:
        db.rollback()


def compare(db: Database, record: Record, query: Query, viewer: Viewer) -> int:
    wanted = expected(record, query, viewer)
    ids = [said.id for said in wanted]
    page = search.find(db, query, viewer, limit=3)
    rest = search.find(db, query, viewer, limit=1_000, offset=3)
    found = [hit.remark_id for hit in (*page.hits, *rest.hits)]
    if query.sort == "relevance":
        found.sort()
        ids.sort()
    assert found == ids
    assert page.total == rest.total == search.count(db, query, viewer) == len(ids)
    facets = search.facets(db, query, viewer)
    assert facets.total == len(ids)
    by_meeting = Counter(said.sitting.id for said in wanted)
    assert {one.meeting_id: one.hits for one in facets.meetings} == dict(by_meeting)
    by_year = Counter(said.sitting.printed_year for said in wanted)
    assert {one.fiscal_year: one.hits for one in facets.years} == dict(by_year)
    return len(ids)


# --- NEAR, by hand


@pytest.mark.parametrize(
    ("one", "other", "within", "body", "found"),
    [
        ("人材", "育成", 0, "人材育成", True),
        ("人材", "育成", 0, "育成人材", True),
        ("人材", "育成", 0, "人材の育成", False),
        ("人材", "育成", 1, "人材の育成", True),
        ("人材", "育成", 1, "育成の人材", True),
        ("人材", "育成", 1, "人材、の育成", False),
        ("人材", "育成", 1, "人材 　の 育成", True),
        ("人材", "場", 1, "人材の場", True),
        ("人材", "場", 1, "人材、の場", False),
        ("人材", "場", 1, "場の人材", True),
        ("人材", "場", 1, "場の、人材", False),
        ("人", "場", 0, "人場", True),
        ("人", "場", 0, "人の場", False),
        ("人", "場", 1, "場の人", True),
        ("人", "場", 1, "人の、場", False),
        ("人材", "材育", 0, "人材育成", True),
        ("人材育成", "材", 0, "人材育成", True),
        ("人材", "人材", 0, "人材", True),
        ("重層的支援", "場", 2, "重層的支援体制の場", False),
        ("重層的支援", "場", 3, "重層的支援体制の場", True),
        ("人材", "", 30, "人材", False),
        ("人材", "予算", 30, "人材", False),
    ],
)
def test_near_counts_the_characters_between(
    empty: Database, one: str, other: str, within: int, body: str, found: bool
) -> None:
    sitting = Sitting(
        id=1, council=1, held_on="2021-04-21", fiscal_year=None, number=1, closed=False
    )
    said = Said(id=1, sitting=sitting, label="参加者", body=body, ending="", agenda=None)
    empty.begin()
    try:
        keep(empty, Record((sitting,), (said,)))
        for near in (
            Near(Word(one), Word(other), within),
            Near(Phrase(other), Phrase(one), within),
            Near(Word("無い", also=(one,)), Word(other), within),
        ):
            query = Query(wanted=near)
            assert search.count(empty, query, PUBLIC) == int(found)
            assert bool(expected(Record((sitting,), (said,)), query, PUBLIC)) == found
    finally:
        empty.rollback()


# --- As deep, as wide and as long as a query may be


def test_the_deepest_and_the_widest_query_is_answered(empty: Database) -> None:
    leaf: Expression = Near(Word("人材", also=("担い手",)), Word("の", also=("場",)), 3)
    deep = leaf
    for level in range(12):
        word = Word(chr(ord("あ") + level) * 2, also=("人手", "担い手"))
        deep = And((word, Not(deep), leaf)) if level % 2 else Or((word, Not(deep), leaf))
    also = tuple(f"{n}番目の言い換え" for n in range(20))
    wide = Or(tuple(Word(f"言葉{n}", also=also) for n in range(150)))
    nears = And(
        tuple(Near(Word(f"い{n}", also=also), Word(f"ろ{n}", also=also), n) for n in range(20))
    )
    for wanted in (deep, wide, nears):
        assert search.count(empty, Query(wanted=wanted), PUBLIC) == 0


# --- Over real speeches


@pytest.fixture
def speeches(shared: Path) -> Record:
    """The first of the corpus, a meeting for each day."""
    record: list[Said] = []
    sittings: dict[str, Sitting] = {}
    with lzma.open(shared / "corpus" / "speeches.jsonl.xz", "rt", encoding="utf-8") as lines:
        for number, line in enumerate(islice(lines, 30_000, 30_400), 1):
            speech = json.loads(line)
            sitting = sittings.setdefault(
                speech["date"],
                Sitting(
                    id=len(sittings) + 1,
                    council=1 + len(sittings) % 2,
                    held_on=speech["date"],
                    fiscal_year=None,
                    number=len(sittings) + 1,
                    closed=len(sittings) % 5 == 4,
                ),
            )
            record.append(
                Said(
                    id=number,
                    sitting=sitting,
                    label=None,
                    body=speech["text"],
                    ending="",
                    agenda=None,
                )
            )
    return Record(tuple(sittings.values()), tuple(record))


def test_fifty_queries_over_real_speeches(empty: Database, speeches: Record) -> None:
    chance = random.Random(3)

    def cut() -> str:
        body = chance.choice(speeches.said).body
        start = chance.randrange(len(body))
        return body[start : start + chance.randint(1, 4)]

    def tree(deep: int) -> Expression:
        match chance.choice(["word", "word", "near", *(["and", "or", "not"] if deep else [])]):
            case "word":
                return Word(cut(), also=tuple(cut() for _ in range(chance.randrange(2))))
            case "near":
                return Near(Word(cut()), Phrase(cut()), chance.choice([0, 5, 30]))
            case "not":
                return Not(tree(deep - 1))
            case "and":
                return And((tree(deep - 1), tree(deep - 1)))
            case _:
                return Or((tree(deep - 1), tree(deep - 1), tree(deep - 1)))

    empty.begin()
    try:
        keep(empty, speeches)
        answered = 0
        for number in range(50):
            query = Query(wanted=tree(3), sort=("newest", "oldest")[number % 2])
            viewer = (OPERATOR, PUBLIC, CLERK)[number % 3]
            answered += bool(compare(empty, speeches, query, viewer))
    finally:
        empty.rollback()
    assert len(speeches.sittings) > 5, "newest first needs several days"
    assert answered > 25, "most of the queries have to find something for this to mean anything"
