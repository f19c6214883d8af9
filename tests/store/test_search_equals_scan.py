"""The index finds what reading every remark would find: no more, no less, in the same order."""

import json
import lzma
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlite_utils import Database

from store import search, text
from store.migrations import migrations
from store.queries import And, Filters, Query, Word
from store.viewers import OPERATOR, PUBLIC, Viewer

CORPUS = Path(__file__).parents[3] / "shared" / "corpus" / "speeches.jsonl.xz"
fold = lru_cache(maxsize=None)(text.fold)
CLERK = Viewer("U_CLERK")  # of the secretariat of every third council


@dataclass(frozen=True)
class Said:
    """A remark as the plain scan knows it."""

    id: int
    council: int
    meeting: int
    held_on: str
    closed: bool
    position: int
    speaker: str | None
    body: str


def scan(record: list[Said], words: list[str], speaker: str | None, viewer: Viewer) -> list[int]:
    """Every remark, one after the other."""
    wanted = [fold(word) for word in words]
    if "" in wanted:
        return []
    hits = []
    for said in record:
        if said.closed and viewer is PUBLIC:
            continue
        if said.closed and viewer is CLERK and said.council % 3:
            continue
        body = fold(said.body)
        if not all(word in body for word in wanted):
            continue
        if speaker is None or _is_called(said.speaker, speaker):
            hits.append(said)
    hits.sort(key=lambda said: said.position)
    hits.sort(key=lambda said: (said.held_on, said.meeting), reverse=True)
    return [said.id for said in hits]


def _is_called(label: str | None, name: str) -> bool:
    label = fold(label or "")
    named = re.compile(re.escape(fold(name)) + "(委員|副?委員長|副?議長|部長|局長|課長|君)?")
    without_brackets = re.sub(r"\(.*?\)", "", label)
    return any(map(named.fullmatch, [label, without_brackets, *re.findall(r"\((.*?)\)", label)]))


def keep(record: list[Said]) -> Database:
    db = Database(memory=True)
    migrations.apply(db)
    db.begin()
    for council in sorted({said.council for said in record}):
        db.execute("insert into councils values (?, ?, '{}', '')", (council, f"会議体{council}"))
        if council % 3 == 0:
            db.execute("insert into secretariat values (?, 'U_CLERK', '')", (council,))
    db.conn.executemany(
        """insert or ignore into meetings (id, council_id, title, held_on, disclosure, created_at)
        values (?, ?, '', ?, ?, '')""",
        [(s.meeting, s.council, s.held_on, "closed" if s.closed else "open") for s in record],
    )
    db.conn.executemany(
        "insert into blocks (id, meeting_id, position, label) values (?, ?, ?, ?)",
        [(s.id, s.meeting, s.position, s.speaker) for s in record],
    )
    db.conn.executemany(
        """insert into remarks (id, block_id, position, body, source, created_at)
        values (?, ?, ?, ?, 'minutes', '')""",
        [(s.id, s.id, s.position, s.body) for s in record],
    )
    search.enter(db, [s.id for s in record])
    return db


def found(
    db: Database, words: list[str], speaker: str | None, viewer: Viewer, total: int
) -> list[int]:
    """All the hits, the first ten on one page and the others on a second."""
    query = Query(
        wanted=And(tuple(map(Word, words))) if words else None,
        filters=Filters(speakers=() if speaker is None else (speaker,)),
    )
    first = search.find(db, query, viewer, limit=10)
    others = search.find(db, query, viewer, limit=1_000_000, offset=10)
    assert first.total == others.total == total
    return [hit.remark_id for hit in first.hits + others.hits]


@pytest.fixture(scope="module")
def speeches() -> list[Said]:
    if not CORPUS.exists():
        pytest.skip(
            f"no corpus of real speeches beside the checkout ({CORPUS.name}); the generated text below is always tried"
        )
    meetings: dict[tuple[str, str], int] = {}
    councils: dict[str, int] = {}
    record = []
    with lzma.open(CORPUS, "rt", encoding="utf-8") as lines:
        # From the middle of the file on, where the speeches of many meetings are mixed.
        for position, line in enumerate(islice(lines, 30_000, 50_000)):
            speech = json.loads(line)
            council = councils.setdefault(speech["meeting"], len(councils) + 1)
            meeting = meetings.setdefault((speech["meeting"], speech["date"]), len(meetings) + 1)
            record.append(
                Said(
                    id=position + 1,
                    council=council,
                    meeting=meeting,
                    held_on=speech["date"],
                    closed=meeting % 10 == 0,
                    position=position,
                    speaker=speech["speaker"],
                    body=speech["text"],
                )
            )
    return record


@pytest.fixture(scope="module")
def index(speeches: list[Said]) -> Iterator[Database]:
    db = keep(speeches)
    yield db
    db.close()


def test_two_hundred_queries_over_real_speeches(speeches: list[Said], index: Database) -> None:
    chance = random.Random(20_000)
    answered = 0
    for number in range(200):
        said = chance.choice(speeches)
        words = [_cut(chance, said.body) for _ in range(chance.choice([1, 1, 1, 2, 2, 3]))]
        if number % 10 == 9:
            words = ["".join(chance.sample(word, len(word))) for word in words]
        speaker = None
        if number % 4 == 0 and said.speaker is not None:
            speaker = re.sub("(委員|副?委員長|副?議長)$", "", said.speaker) or said.speaker
        viewer = (OPERATOR, PUBLIC, CLERK)[number % 3]
        expected = scan(speeches, words, speaker, viewer)
        assert found(index, words, speaker, viewer, len(expected)) == expected, (words, speaker)
        answered += bool(expected)
    assert len({said.held_on for said in speeches}) > 100, "newest first needs many days"
    assert answered > 120, "most of the queries have to find something for this to mean anything"


def test_the_index_of_real_speeches_is_in_step(speeches: list[Said], index: Database) -> None:
    assert search.check(index) == []


def _cut(chance: random.Random, body: str) -> str:
    length = chance.randint(1, 10)
    start = chance.randrange(max(1, len(body) - length))
    return body[start : start + length]


# --- Text nobody would write, of few characters, so that words come together by chance.

alphabet = "ああいかガｶﾞ゛々ゝ人材AaＡ1（(\"'*- 　\n─\u200b\u3099髙㈱👨\U000e0100\ufdd0\0"
bodies = st.text(st.sampled_from(alphabet), min_size=1, max_size=12)
labels = st.sampled_from(["事務局", "委員", "委員長", "佐藤委員長", "佐藤", "事務局（佐藤）"])


@given(
    st.lists(st.tuples(bodies, labels, st.integers(1, 6)), max_size=12),
    st.lists(st.text(st.sampled_from(alphabet), min_size=1, max_size=5), max_size=3),
    st.none() | st.sampled_from(["事務局", "委員", "委員長", "会長"]),
    st.sampled_from([OPERATOR, PUBLIC, CLERK]),
)
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_generated_text(
    rows: list[tuple[str, str, int]], words: list[str], speaker: str | None, viewer: Viewer
) -> None:
    record = [
        Said(
            id=position,
            council=meeting % 4 + 1,
            meeting=meeting,
            held_on=f"2021-04-{meeting % 3 + 1:02}",
            closed=meeting % 2 == 0,
            position=position,
            speaker=label,
            body=body,
        )
        for position, (body, label, meeting) in enumerate(rows, 1)
    ]
    db = keep(record)
    try:
        expected = scan(record, words, speaker, viewer)
        assert found(db, words, speaker, viewer, len(expected)) == expected
        assert search.check(db) == []
    finally:
        db.close()
