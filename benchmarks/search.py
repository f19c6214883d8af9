"""Search, beside what else one could use: LIKE, FTS5's trigrams, tantivy over bigrams.

    .venv/bin/python -m benchmarks.search                     100,000 real remarks
    .venv/bin/python -m benchmarks.search --size 1000000      put together from real sentences

Every engine answers every query in turn, in the same process and over the same folded text, and
each answer is compared with a plain scan. What is timed is what a person waits for: the exact
total, and the total together with the ten newest remarks and their text. Ours reads more rows
for its ten (meeting, council, agenda) than the others do. The tables are in Markdown.
"""

import argparse
import os
import platform
import shutil
import sqlite3
import statistics
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import TypeVar

import tantivy
from sqlite_utils import Database

from benchmarks import corpus
from store import search, text
from store.db import open_store
from store.queries import And, Filters, Query, Word
from store.viewers import OPERATOR, PUBLIC, Viewer

WORDS = {
    "1字": "人 の 絆 案 町 税 子 橋 介 駅",
    "2字": "人材 福祉 予算 防災 介護 教育 委員 地域 条例 学校 財政 保育 医療 環境 議会 計画 支援 貧困 絆が 過疎",
    "3字": "高齢者 消費税 子ども 障害者 自治体 避難所 市町村 東京都 委員会 町内会 担い手 空き家",
    "4字以上": "人手不足 個人情報 地域福祉 待機児童 人材育成 少子高齢化 生活困窮者 マンパワー 情報公開条例 ワーク・ライフ・バランス 地方公共団体 について",
    "AND": "人材+育成 介護+人材 予算+福祉 防災+避難所 地域+医療+連携 学校+給食 個人情報+保護 の+人材 高齢者+見守り 税+改正",
}
SPEAKERS = ("石破茂", "山崎委員長", "福島みずほ", "笠井亮", "茂木敏充", "赤嶺政賢")
SPOKEN = "人材 予算 地域 の"

Hits = list[int]
Answer = TypeVar("Answer")


@dataclass(frozen=True, slots=True)
class Asked:
    """A query as every engine is given it: folded words, and perhaps one speaker."""

    kind: str
    words: tuple[str, ...]
    speaker: str | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """A remark as the peers keep it."""

    entry_id: int
    folded: str
    speaker: str
    closed: bool


class Ours:
    """store.search as the bot calls it."""

    def __init__(self, db: Database, viewer: Viewer) -> None:
        self.db, self.viewer = db, viewer

    def total(self, asked: Asked) -> int:
        return search.count(self.db, self._query(asked), self.viewer)

    def answer(self, asked: Asked) -> tuple[int, Hits]:
        page = search.find(self.db, self._query(asked), self.viewer)
        return page.total, [hit.remark_id for hit in page.hits]

    @staticmethod
    def _query(asked: Asked) -> Query:
        return Query(
            wanted=And(tuple(map(Word, asked.words))),
            filters=Filters(speakers=(asked.speaker,) if asked.speaker else ()),
        )


class Like:
    """No index at all."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self.db = db

    def total(self, asked: Asked) -> int:
        condition, holes = self._condition(asked)
        return self.db.execute(f"select count(*) from plain p where {condition}", holes).fetchone()[
            0
        ]

    def answer(self, asked: Asked) -> tuple[int, Hits]:
        condition, holes = self._condition(asked)
        rows = self.db.execute(
            f"select id, folded from plain p where {condition} order by id desc limit 10", holes
        ).fetchall()
        return self.total(asked), [row[0] for row in rows]

    def _condition(self, asked: Asked) -> tuple[str, list[str]]:
        conditions = ["p.folded like ?"] * len(asked.words)
        holes = [f"%{word}%" for word in asked.words]
        if asked.speaker:
            conditions.append("p.speaker = ?")
            holes.append(asked.speaker)
        return " and ".join(conditions), holes


class Trigram(Like):
    """FTS5's own trigram tokenizer; words of one and two characters are left to a scan."""

    def total(self, asked: Asked) -> int:
        if not self._match(asked):
            return super().total(asked)
        if self._is_whole(asked):
            return self.db.execute(
                "select count(*) from trigram where trigram match ?", [self._match(asked)]
            ).fetchone()[0]
        condition, holes = self._condition(asked)
        return self.db.execute(
            f"""select count(*) from trigram t cross join plain p on p.id = t.rowid
            where t.trigram match ? and {condition}""",
            [self._match(asked), *holes],
        ).fetchone()[0]

    def answer(self, asked: Asked) -> tuple[int, Hits]:
        if not self._match(asked):
            return super().answer(asked)
        condition, holes = ("1", []) if self._is_whole(asked) else self._condition(asked)
        rows = self.db.execute(
            f"""select p.id, p.folded from trigram t cross join plain p on p.id = t.rowid
            where t.trigram match ? and {condition} order by t.rowid desc limit 10""",
            [self._match(asked), *holes],
        ).fetchall()
        return self.total(asked), [row[0] for row in rows]

    @staticmethod
    def _match(asked: Asked) -> str:
        return " AND ".join(f'"{word}"' for word in asked.words if len(word) > 2)

    @staticmethod
    def _is_whole(asked: Asked) -> bool:
        return not asked.speaker and all(len(word) > 2 for word in asked.words)


class Tantivy:
    """tantivy over the same bigrams, with single characters in a field of their own."""

    def __init__(self, folder: Path, db: sqlite3.Connection, rows: list[Row]) -> None:
        self.db = db
        self.schema = (
            tantivy.SchemaBuilder()
            .add_integer_field("entry", fast=True)
            .add_text_field("bigrams", tokenizer_name="whitespace", index_option="position")
            .add_text_field("characters", tokenizer_name="whitespace", index_option="basic")
            .add_text_field("speaker", tokenizer_name="raw", index_option="basic")
            .build()
        )
        folder.mkdir()
        index = tantivy.Index(self.schema, path=str(folder))
        writer = index.writer(heap_size=256_000_000, num_threads=2)
        for row in rows:
            writer.add_document(
                tantivy.Document(
                    entry=row.entry_id,
                    bigrams=[text.tokens(row.folded)],
                    characters=[" ".join(set(row.folded))],
                    speaker=[row.speaker],
                )
            )
        writer.commit()
        writer.wait_merging_threads()
        index.reload()
        self.searcher = index.searcher()

    def total(self, asked: Asked) -> int:
        return self.searcher.search(self._query(asked), limit=1, order_by_field="entry").count or 0

    def answer(self, asked: Asked) -> tuple[int, Hits]:
        result = self.searcher.search(self._query(asked), limit=10, order_by_field="entry")
        ids = [int(entry) for entry, _ in result.hits]
        self.db.execute(
            f"select folded from plain where id in ({','.join('?' * len(ids))})", ids
        ).fetchall()
        return result.count or 0, ids

    def _query(self, asked: Asked) -> tantivy.Query:
        must = [self._word(word) for word in asked.words]
        if asked.speaker:
            must.append(tantivy.Query.term_query(self.schema, "speaker", asked.speaker, "basic"))
        if len(must) == 1:
            return must[0]
        return tantivy.Query.boolean_query([(tantivy.Occur.Must, query) for query in must])

    def _word(self, word: str) -> tantivy.Query:
        if len(word) == 1:
            return tantivy.Query.term_query(self.schema, "characters", word, "basic")
        bigrams = text.tokens(word).split()[:-1]
        if len(bigrams) == 1:
            return tantivy.Query.term_query(self.schema, "bigrams", bigrams[0], "basic")
        # Every second bigram and the last are enough: to its advantage.
        needed = sorted({*range(0, len(bigrams), 2), len(bigrams) - 1})
        return tantivy.Query.phrase_query(
            self.schema, "bigrams", [(at, bigrams[at]) for at in needed]
        )


Engine = Ours | Like | Tantivy


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--size", type=int, default=100_000)
    arguments.add_argument("--rounds", type=int, default=5)
    options = arguments.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="kaigiroku-bench-"))
    try:
        measure(folder, options.size, options.rounds)
    finally:
        shutil.rmtree(folder)


def measure(folder: Path, size: int, rounds: int) -> None:
    speeches = corpus.speeches(size)
    characters = sum(len(speech.body) for speech in speeches)
    print(f"{size:,} remarks, mean {characters / size:.0f} characters; {machine()}.\n")

    built: dict[str, tuple[float, int]] = {}
    with timed(built, "ours", folder / "ours.db"):
        db, ids = build_ours(folder / "ours.db", speeches)
    rows = list(read_rows(db))
    plain = sqlite3.connect(folder / "peers.db")
    with timed(built, "plain table (LIKE)", folder / "peers.db"):
        build_plain(plain, rows)
    with timed(built, "FTS5 trigram", folder / "peers.db"):
        build_trigram(plain, rows)
    with timed(built, "tantivy 2-gram", folder / "tantivy"):
        peer = Tantivy(folder / "tantivy", plain, rows)
    print_sizes(built)

    engines: dict[str, Engine] = {
        "ours": Ours(db, OPERATOR),
        "ours, 非公開 hidden": Ours(db, PUBLIC),
        "tantivy 2-gram": peer,
        "FTS5 trigram": Trigram(plain),
        "LIKE": Like(plain),
    }
    queries = list(read_queries())
    expected = {asked: scan(rows, asked) for asked in queries}
    public = [row for row in rows if not row.closed]
    visible = {asked: scan(public, asked) for asked in queries}
    times: dict[tuple[str, str, str], list[float]] = defaultdict(list)
    wrong = 0
    for number in range(rounds):
        for asked in queries:
            for name, engine in turned(list(engines.items()), number):
                total, seconds = clocked(engine.total, asked)
                times[name, asked.kind, "total"].append(seconds)
                (also, hits), seconds = clocked(engine.answer, asked)
                times[name, asked.kind, "answer"].append(seconds)
                hits = [ids[hit] for hit in hits] if isinstance(engine, Ours) else hits
                right = (visible if name.endswith("hidden") else expected)[asked]
                if not (total == also == right[0] and hits == right[1]):
                    wrong += 1
                    print(
                        f"WRONG: {name} {asked}: {total} {also} {hits}, not {right}",
                        file=sys.stderr,
                    )
    print_times(times, list(engines), "answer", "Newest 10 with their text, and the exact total")
    print_times(times, list(engines), "total", "The exact total alone")
    answers = rounds * len(queries) * len(engines)
    print(f"{len(queries)} queries, {answers:,} answers compared with a plain scan: {wrong} wrong.")
    db.close()
    plain.close()


def build_ours(path: Path, speeches: list[corpus.Speech]) -> tuple[Database, dict[int, int]]:
    """The record with its index, one transaction a meeting; every tenth meeting is closed."""
    store = open_store(path)
    councils: dict[str, int] = {}
    remark_id = 0
    meetings = groupby(speeches, key=lambda speech: (speech.held_on, speech.council))
    for meeting_id, ((held_on, council), said) in enumerate(meetings, 1):
        remarks = [(n, speech) for n, speech in enumerate(said, remark_id + 1)]
        with store.writing() as db:
            if council not in councils:
                councils[council] = len(councils) + 1
                db.conn.execute(
                    "insert into councils values (?, ?, '{}', '')", (councils[council], council)
                )
            db.conn.execute(
                """insert into meetings (id, council_id, title, held_on, disclosure, created_at)
                values (?, ?, '', ?, ?, '')""",
                (
                    meeting_id,
                    councils[council],
                    held_on,
                    "closed" if meeting_id % 10 == 0 else "open",
                ),
            )
            db.conn.executemany(
                "insert into blocks (id, meeting_id, position, label) values (?, ?, ?, ?)",
                [(n, meeting_id, 2 * n - 2 * remark_id, speech.speaker) for n, speech in remarks],
            )
            db.conn.executemany(
                """insert into remarks (id, block_id, position, body, source, created_at)
                values (?, ?, ?, ?, 'minutes', '')""",
                [(n, n, 2 * n - 2 * remark_id + 1, speech.body) for n, speech in remarks],
            )
            search.enter(db, [n for n, _ in remarks])
        remark_id += len(remarks)
    db = store.reader()
    store.close()
    return db, dict(db.conn.execute("select remark_id, id from search_entries"))


def read_rows(db: Database) -> Iterator[Row]:
    for entry_id, folded, speaker, closed in db.conn.execute(
        """select e.id, e.folded, b.label, m.disclosure = 'closed'
        from search_entries e join remarks r on r.id = e.remark_id
        join blocks b on b.id = r.block_id join meetings m on m.id = b.meeting_id
        order by e.id desc"""
    ):
        yield Row(entry_id, folded.split("\n")[0], text.fold(speaker), bool(closed))


def build_plain(plain: sqlite3.Connection, rows: list[Row]) -> None:
    plain.execute("create table plain (id integer primary key, folded text, speaker text)")
    plain.executemany(
        "insert into plain values (?, ?, ?)",
        ((r.entry_id, r.folded, r.speaker) for r in rows[::-1]),
    )
    plain.commit()


def build_trigram(plain: sqlite3.Connection, rows: list[Row]) -> None:
    plain.execute(
        "create virtual table trigram using fts5 (folded, content='', tokenize='trigram')"
    )
    plain.executemany(
        "insert into trigram (rowid, folded) values (?, ?)",
        ((r.entry_id, r.folded) for r in rows[::-1]),
    )
    plain.commit()


def read_queries() -> Iterator[Asked]:
    for kind, words in WORDS.items():
        for word in words.split():
            yield Asked(kind, tuple(map(text.fold, word.split("+"))))
    for speaker in SPEAKERS:
        for word in SPOKEN.split():
            yield Asked("発言者:", (text.fold(word),), text.fold(speaker))


def scan(rows: list[Row], asked: Asked) -> tuple[int, Hits]:
    hits = [
        row.entry_id
        for row in rows
        if (asked.speaker is None or row.speaker == asked.speaker)
        and all(word in row.folded for word in asked.words)
    ]
    return len(hits), hits[:10]


def turned(engines: list[tuple[str, Engine]], number: int) -> list[tuple[str, Engine]]:
    turn = number % len(engines)
    return engines[turn:] + engines[:turn]


def clocked(ask: Callable[[Asked], Answer], asked: Asked) -> tuple[Answer, float]:
    began = time.perf_counter()
    answer = ask(asked)
    return answer, time.perf_counter() - began


@contextmanager
def timed(built: dict[str, tuple[float, int]], name: str, place: Path) -> Iterator[None]:
    began, before = time.perf_counter(), size_of(place)
    yield
    built[name] = time.perf_counter() - began, size_of(place) - before


def size_of(place: Path) -> int:
    if place.is_dir():
        return sum(file.stat().st_size for file in place.iterdir())
    else:
        return place.stat().st_size if place.exists() else 0


def machine() -> str:
    return (
        f"{platform.machine()}, {len(os.sched_getaffinity(0))} cores, "
        f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}"
    )


def print_sizes(built: dict[str, tuple[float, int]]) -> None:
    print("| kept by | built in s | MB |\n|---|---|---|")
    for name, (seconds, size) in built.items():
        print(f"| {name} | {seconds:.1f} | {size / 1e6:.0f} |")
    print()


def print_times(
    times: dict[tuple[str, str, str], list[float]], engines: list[str], what: str, title: str
) -> None:
    kinds = [*WORDS, "発言者:"]
    print(f"{title}: p50 / p99, ms\n")
    print(f"| | {' | '.join(kinds)} | all |\n|---|{'---|' * (len(kinds) + 1)}")
    for name in engines:
        cells = [times[name, kind, what] for kind in kinds]
        cells.append([seconds for cell in cells for seconds in cell])
        print(f"| {name} | {' | '.join(map(middle_and_end, cells))} |")
    print()


def middle_and_end(seconds: list[float]) -> str:
    centiles = statistics.quantiles(seconds, n=100, method="inclusive")
    return f"{show(centiles[49])} / {show(centiles[98])}"


def show(seconds: float) -> str:
    return f"{seconds * 1e3:.2f}" if seconds < 0.01 else f"{seconds * 1e3:.0f}"


if __name__ == "__main__":
    main()
