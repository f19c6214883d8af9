"""Search, beside what else one could use: LIKE, FTS5's trigrams, tantivy and Lucene over bigrams.

    .venv/bin/python -m benchmarks.search                     100,000 real remarks
    .venv/bin/python -m benchmarks.search --size 1000000      put together from real sentences
    .venv/bin/python -m benchmarks.search --size 10000000 --without trigram
    .venv/bin/python -m benchmarks.search --quick             is everything right? Seconds, no times

`--keep FOLDER` keeps what was built and finds it there again. Lucene takes part where there is a
`javac` and LUCENE_CORE names its lucene-core jar (Debian: liblucene8-java).

Every engine answers every query in turn, over the same folded text, and each answer is compared
with a plain scan. Asked for apart: the ten newest with their text, the exact total, the hits of
each meeting (facets), and the ten best by bm25. Of the best only that they are hits is checked:
no two engines weigh alike. Ours reads more rows for its ten (meeting, council, agenda) than the
others do. The tables are in Markdown.
"""

import argparse
import os
import platform
import shutil
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import groupby
from multiprocessing import get_context
from pathlib import Path
from typing import TypeVar

import tantivy
from sqlite_utils import Database

from benchmarks import corpus
from store import search, text
from store.db import open_store
from store.queries import And, Filters, Not, Query, Word
from store.search.entries import POSITION_BITS
from store.viewers import OPERATOR, PUBLIC, Viewer

WORDS = {
    "1字": "人 の 絆 案 町 税 子 橋 介 駅",
    "2字": "人材 福祉 予算 防災 介護 教育 委員 地域 条例 学校 財政 保育 医療 環境 議会 計画 支援 貧困 絆が 過疎",
    "3字": "高齢者 消費税 子ども 障害者 自治体 避難所 市町村 東京都 委員会 町内会 担い手 空き家",
    "4字以上": "人手不足 個人情報 地域福祉 待機児童 人材育成 少子高齢化 生活困窮者 マンパワー 情報公開条例 ワーク・ライフ・バランス 地方公共団体 について",
    "NOT": "人材-育成 予算-福祉 の-人材 委員会-東京都 消費税-増税 橋-東京",
    "AND": "人材+育成 介護+人材 予算+福祉 防災+避難所 地域+医療+連携 学校+給食 個人情報+保護 の+人材 高齢者+見守り 税+改正",
}
SPEAKERS = ("石破茂", "山崎委員長", "福島みずほ", "笠井亮", "茂木敏充", "赤嶺政賢")
SPOKEN = "人材 予算 地域 の"

KINDS = (*WORDS, "発言者:")
ASKED_FOR = {
    "newest": "The ten newest, with their text",
    "total": "The exact total",
    "facets": "Facets: the hits of each meeting",
    "best": "The ten best (bm25)",
}
# Whoever reads everything for each answer is asked once, and not for more than this.
SLOW = ("FTS5 trigram", "LIKE")
QUICK = 2_000

Hits = list[int]
Answer = TypeVar("Answer")


@dataclass(frozen=True, slots=True)
class Asked:
    """A query as every engine is given it: folded words, and perhaps one speaker."""

    kind: str
    words: tuple[str, ...]
    speaker: str | None = None
    unwanted: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """A remark as the peers keep it."""

    entry_id: int
    folded: str
    speaker: str
    closed: bool


@dataclass(frozen=True, slots=True)
class Right:
    """What the plain scan says."""

    total: int
    newest: Hits
    all: frozenset[int]
    by_meeting: Counter[int]


class Ours:
    """store.search as the bot calls it; the total it is told when it is not what is timed."""

    def __init__(self, db: Database, viewer: Viewer, ids: dict[int, int]) -> None:
        self.db, self.viewer, self.ids = db, viewer, ids

    def total(self, asked: Asked) -> int:
        return search.count(self.db, self._query(asked), self.viewer)

    def newest(self, asked: Asked) -> Hits:
        return self._page(self._query(asked))

    def best(self, asked: Asked) -> Hits:
        return self._page(replace(self._query(asked), sort="relevance"))

    def facets(self, asked: Asked) -> dict[int, int]:
        found = search.facets(self.db, self._query(asked), self.viewer)
        return {meeting.meeting_id: meeting.hits for meeting in found.meetings}

    def _page(self, query: Query) -> Hits:
        page = search.find(self.db, query, self.viewer, total=sys.maxsize)
        return [self.ids[hit.remark_id] for hit in page.hits]

    @staticmethod
    def _query(asked: Asked) -> Query:
        unwanted = tuple(Not(Word(word)) for word in asked.unwanted)
        return Query(
            wanted=And((*map(Word, asked.words), *unwanted)),
            filters=Filters(speakers=(asked.speaker,) if asked.speaker else ()),
        )


class Like:
    """No index at all."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self.db = db

    def total(self, asked: Asked) -> int:
        condition, holes = self._condition(asked)
        [total] = self.db.execute(
            f"select count(*) from plain p where {condition}", holes
        ).fetchone()
        return total

    def newest(self, asked: Asked) -> Hits:
        condition, holes = self._condition(asked)
        rows = self.db.execute(
            f"select id, folded from plain p where {condition} order by id desc limit 10", holes
        ).fetchall()
        return [row[0] for row in rows]

    @staticmethod
    def _condition(asked: Asked) -> tuple[str, list[str]]:
        conditions = ["p.folded like ?"] * len(asked.words)
        conditions += ["p.folded not like ?"] * len(asked.unwanted)
        holes = [f"%{word}%" for word in (*asked.words, *asked.unwanted)]
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

    def newest(self, asked: Asked) -> Hits:
        if not self._match(asked):
            return super().newest(asked)
        condition, holes = ("1", []) if self._is_whole(asked) else self._condition(asked)
        rows = self.db.execute(
            f"""select p.id, p.folded from trigram t cross join plain p on p.id = t.rowid
            where t.trigram match ? and {condition} order by t.rowid desc limit 10""",
            [self._match(asked), *holes],
        ).fetchall()
        return [row[0] for row in rows]

    @staticmethod
    def _match(asked: Asked) -> str:
        return " AND ".join(f'"{word}"' for word in asked.words if len(word) > 2)

    @staticmethod
    def _is_whole(asked: Asked) -> bool:
        is_long = all(len(word) > 2 for word in asked.words)
        return is_long and not asked.speaker and not asked.unwanted


class Tantivy:
    """tantivy over the same bigrams, with single characters in a field of their own."""

    def __init__(self, folder: Path, db: sqlite3.Connection) -> None:
        self.db, self.schema = db, tantivy_schema()
        self.searcher = tantivy.Index(self.schema, path=str(folder)).searcher()

    def total(self, asked: Asked) -> int:
        return self.searcher.search(self._query(asked), limit=1, order_by_field="entry").count or 0

    def newest(self, asked: Asked) -> Hits:
        found = self.searcher.search(
            self._query(asked), limit=10, count=False, order_by_field="entry"
        )
        return self._with_text([int(entry or 0) for entry, _ in found.hits])

    def best(self, asked: Asked) -> Hits:
        found = self.searcher.search(self._query(asked), limit=10, count=False)
        entries = self.searcher.fast_field_values("entry", [address for _, address in found.hits])
        return self._with_text([int(entry or 0) for entry in entries])

    def _with_text(self, ids: Hits) -> Hits:
        self.db.execute(
            f"select folded from plain where id in ({','.join('?' * len(ids))})", ids
        ).fetchall()
        return ids

    def _query(self, asked: Asked) -> tantivy.Query:
        must = [self._word(word) for word in asked.words]
        if asked.speaker:
            must.append(tantivy.Query.term_query(self.schema, "speaker", asked.speaker, "basic"))
        must_not = [(tantivy.Occur.MustNot, self._word(word)) for word in asked.unwanted]
        if len(must) == 1 and not must_not:
            return must[0]
        return tantivy.Query.boolean_query(
            [*((tantivy.Occur.Must, query) for query in must), *must_not]
        )

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


class Lucene:
    """Lucene in a process of its own (Lucene.java), which takes its own time."""

    def __init__(self, classes: str, folder: Path) -> None:
        self.java = subprocess.Popen(
            ["java", "-Xmx2g", "-cp", classes, "Lucene", str(folder)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            encoding="utf-8",
        )
        self.seconds = 0.0

    def total(self, asked: Asked) -> int:
        return self._ask("total", asked)[0]

    def newest(self, asked: Asked) -> Hits:
        return self._ask("newest", asked)[1]

    def best(self, asked: Asked) -> Hits:
        return self._ask("best", asked)[1]

    def _ask(self, what: str, asked: Asked) -> tuple[int, Hits]:
        assert self.java.stdin
        assert self.java.stdout
        words, unwanted = "\x01".join(asked.words), "\x01".join(asked.unwanted)
        self.java.stdin.write(f"{what}\t{words}\t{unwanted}\t{asked.speaker or ''}\n")
        self.java.stdin.flush()
        nanoseconds, total, ids = self.java.stdout.readline().rstrip("\n").split("\t")
        self.seconds = int(nanoseconds) / 1e9
        return int(total), [int(entry) for entry in ids.split(",") if entry]

    def close(self) -> None:
        assert self.java.stdin
        self.java.stdin.close()
        self.java.wait()


Engine = Ours | Like | Tantivy | Lucene


def main() -> None:
    arguments = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    arguments.add_argument("--size", type=int, default=100_000)
    arguments.add_argument("--rounds", type=int, default=5)
    arguments.add_argument("--keep", type=Path, metavar="FOLDER")
    arguments.add_argument("--without", action="append", default=[], choices=["trigram", "like"])
    arguments.add_argument("--quick", action="store_true")
    options = arguments.parse_args()
    if options.quick or os.environ.get("KAIGIROKU_BENCH_QUICK"):
        options.size, options.rounds = QUICK, 1
    folder = Path(tempfile.mkdtemp(prefix="kaigiroku-bench-"))
    try:
        kept = options.keep / str(options.size) if options.keep else folder
        kept.mkdir(parents=True, exist_ok=True)
        wrong = measure(kept, options.size, options.rounds, options.without)
    finally:
        shutil.rmtree(folder)
    sys.exit(1 if wrong else 0)


def measure(folder: Path, size: int, rounds: int, without: list[str]) -> int:
    print(f"{size:,} remarks; {machine()}; load {os.getloadavg()[0]:.1f}.\n", flush=True)
    built: dict[str, tuple[float, int]] = {}
    with built_once(built, "ours", folder / "ours.db") as place:
        if place:
            build_ours(place, corpus.speeches(size))
    store = open_store(folder / "ours.db")
    db = store.reader()
    ids = dict(db.conn.execute("select remark_id, id from search_entries"))
    rows = list(read_rows(db))
    print(f"mean {sum(len(row.folded) for row in rows) / size:.0f} characters, folded.\n")
    with built_once(built, "plain table (LIKE)", folder / "plain.db") as place:
        if place:
            build_plain(place, rows)
    plain = sqlite3.connect(folder / "plain.db")
    engines: dict[str, Engine] = {
        "ours": Ours(db, OPERATOR, ids),
        "ours, 非公開 hidden": Ours(db, PUBLIC, ids),
    }
    with built_once(built, "tantivy 2-gram", folder / "tantivy") as place:
        if place:
            build_tantivy(place, rows)
    engines["tantivy 2-gram"] = Tantivy(folder / "tantivy", plain)
    if classes := lucene_classes(folder):
        with built_once(built, "Lucene 2-gram", folder / "lucene") as place:
            if place:
                build_lucene(classes, place, rows)
        engines["Lucene 2-gram"] = Lucene(classes, folder / "lucene")
    if "trigram" not in without:
        with built_once(built, "FTS5 trigram", folder / "trigram.db") as place:
            if place:
                build_trigram(place, rows)
        engines["FTS5 trigram"] = Trigram(sqlite3.connect(folder / "trigram.db"))
        engines["FTS5 trigram"].db.execute(f"attach '{(folder / 'plain.db').absolute()}' as plain")
    if "like" not in without:
        engines["LIKE"] = Like(plain)

    expected = {asked: scan(rows, asked) for asked in read_queries()}
    public = [row for row in rows if not row.closed]
    visible = {asked: scan(public, asked) for asked in expected}
    warm_up(engines, expected)
    times: dict[tuple[str, str, str], list[float]] = defaultdict(list)
    answers = wrong = 0
    for number in range(rounds):
        for asked in expected:
            for name, engine in turned(list(engines.items()), number):
                if number and name in SLOW:
                    continue
                right = (visible if name.endswith("hidden") else expected)[asked]
                for what in ASKED_FOR:
                    if not (ask := getattr(engine, what, None)):
                        continue
                    answer, seconds = clocked(ask, asked)
                    if isinstance(engine, Lucene):
                        seconds = engine.seconds
                    times[name, asked.kind, what].append(seconds)
                    answers += 1
                    if not is_right(what, answer, right):
                        wrong += 1
                        print(f"WRONG: {name} {what} {asked}: {answer}", file=sys.stderr)
    memory = {
        "ours": apart(memory_of_ours, folder),
        "tantivy 2-gram": apart(memory_of_tantivy, folder),
    }
    if isinstance(lucene := engines.get("Lucene 2-gram"), Lucene):
        memory["Lucene 2-gram"] = peak_memory(lucene.java.pid)
        lucene.close()
    print_sizes(built, memory)
    for what, title in ASKED_FOR.items():
        print_times(times, list(engines), what, title)
    print_ratios(times, list(engines))
    print(
        f"{len(expected)} queries, {answers:,} answers compared with a plain scan: {wrong} wrong;"
        f" load {os.getloadavg()[0]:.1f}."
    )
    db.close()
    store.close()
    return wrong


def warm_up(engines: dict[str, Engine], queries: Iterable[Asked]) -> None:
    """Files into memory, and Java's compiler through its work: it takes some thousand answers."""
    for name, engine in engines.items():
        turns = 0 if name in SLOW else 5 if isinstance(engine, Lucene) else 1
        for asked in list(queries) * turns:
            for what in ASKED_FOR:
                if ask := getattr(engine, what, None):
                    ask(asked)


def is_right(what: str, answer: object, right: Right) -> bool:
    match what:
        case "total":
            return answer == right.total
        case "newest":
            return answer == right.newest
        case "facets":
            return answer == right.by_meeting
        case _:
            assert isinstance(answer, list)
            wanted = min(10, right.total)
            return len(set(answer)) == wanted and right.all.issuperset(answer)


def build_ours(path: Path, speeches: list[corpus.Speech]) -> None:
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
    search.settle(store.writing)  # as after any large import
    store.close()


def read_rows(db: Database) -> Iterator[Row]:
    for entry_id, folded, speaker, closed in db.conn.execute(
        """select e.id, e.folded, b.label, m.disclosure = 'closed'
        from search_entries e join remarks r on r.id = e.remark_id
        join blocks b on b.id = r.block_id join meetings m on m.id = b.meeting_id
        order by e.id desc"""
    ):
        yield Row(entry_id, folded.split("\n")[0], text.fold(speaker), bool(closed))


def build_plain(path: Path, rows: list[Row]) -> None:
    plain = sqlite3.connect(path)
    plain.execute("create table plain (id integer primary key, folded text, speaker text)")
    plain.executemany(
        "insert into plain values (?, ?, ?)",
        ((r.entry_id, r.folded, r.speaker) for r in rows[::-1]),
    )
    plain.commit()
    plain.close()


def build_trigram(path: Path, rows: list[Row]) -> None:
    db = sqlite3.connect(path)
    db.execute("create virtual table trigram using fts5 (folded, content='', tokenize='trigram')")
    db.executemany(
        "insert into trigram (rowid, folded) values (?, ?)",
        ((r.entry_id, r.folded) for r in rows[::-1]),
    )
    db.commit()
    db.close()


def build_tantivy(folder: Path, rows: list[Row]) -> None:
    folder.mkdir()
    index = tantivy.Index(tantivy_schema(), path=str(folder))
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


def tantivy_schema() -> tantivy.Schema:
    return (
        tantivy.SchemaBuilder()
        .add_integer_field("entry", fast=True)
        .add_text_field("bigrams", tokenizer_name="whitespace", index_option="position")
        .add_text_field("characters", tokenizer_name="whitespace", index_option="basic")
        .add_text_field("speaker", tokenizer_name="raw", index_option="basic")
        .build()
    )


def lucene_classes(folder: Path) -> str | None:
    """Lucene.java compiled against the jar; none: no Java, no jar."""
    jar = os.environ.get("LUCENE_CORE")
    if not jar or not shutil.which("javac"):
        print("Without Lucene: no javac, or LUCENE_CORE names no lucene-core jar.\n")
        return None
    classes = folder / "classes"
    source = Path(__file__).with_name("Lucene.java")
    subprocess.run(["javac", "-cp", jar, "-d", str(classes), str(source)], check=True)
    return f"{jar}{os.pathsep}{classes}"


def build_lucene(classes: str, folder: Path, rows: list[Row]) -> None:
    written = folder.with_suffix(".tsv")
    with written.open("w", encoding="utf-8") as file:
        for row in rows:
            file.write(f"{row.entry_id}\t{row.speaker}\t{row.folded}\n")
    command = ["java", "-Xmx2g", "-cp", classes, "Lucene", str(folder), str(written)]
    subprocess.run(command, check=True)
    written.unlink()


def apart(peak: Callable[[Path], int], folder: Path) -> int:
    """The peak memory of a process that does nothing else."""
    with get_context("spawn").Pool(1) as process:
        return process.apply(peak, (folder,))


def memory_of_ours(folder: Path) -> int:
    store = open_store(folder / "ours.db")
    with store.reading() as db:
        return memory_after(Ours(db, OPERATOR, defaultdict(int)))


def memory_of_tantivy(folder: Path) -> int:
    return memory_after(Tantivy(folder / "tantivy", sqlite3.connect(folder / "plain.db")))


def memory_after(engine: Ours | Tantivy) -> int:
    for asked in read_queries():
        for ask in (engine.total, engine.newest, engine.best):
            ask(asked)
    return peak_memory(os.getpid())


def peak_memory(process: int) -> int:
    # Not getrusage: it knows the parent's peak from before exec.
    status = Path(f"/proc/{process}/status").read_text()
    [peak] = [line for line in status.splitlines() if line.startswith("VmHWM")]
    return int(peak.split()[1]) * 1024


def read_queries() -> Iterator[Asked]:
    for kind, words in WORDS.items():
        for written in words.split():
            wanted, *unwanted = written.split("-") if kind == "NOT" else (written,)
            folded = tuple(map(text.fold, wanted.split("+")))
            yield Asked(kind, folded, unwanted=tuple(map(text.fold, unwanted)))
    for speaker in SPEAKERS:
        for word in SPOKEN.split():
            yield Asked("発言者:", (text.fold(word),), text.fold(speaker))


def scan(rows: list[Row], asked: Asked) -> Right:
    hits = [
        row.entry_id
        for row in rows
        if (asked.speaker is None or row.speaker == asked.speaker)
        and all(word in row.folded for word in asked.words)
        and not any(word in row.folded for word in asked.unwanted)
    ]
    by_meeting = Counter(hit >> POSITION_BITS & search.LAST_MEETING for hit in hits)
    return Right(len(hits), hits[:10], frozenset(hits), by_meeting)


def turned(engines: list[tuple[str, Engine]], number: int) -> list[tuple[str, Engine]]:
    turn = number % len(engines)
    return engines[turn:] + engines[:turn]


def clocked(ask: Callable[[Asked], Answer], asked: Asked) -> tuple[Answer, float]:
    began = time.perf_counter()
    answer = ask(asked)
    return answer, time.perf_counter() - began


@contextmanager
def built_once(
    built: dict[str, tuple[float, int]], name: str, place: Path
) -> Iterator[Path | None]:
    """Where to build it; none: it is there already, and how long it took then stands beside it."""
    note = place.with_name(f"{place.name}.seconds")
    if note.exists():
        yield None
    else:
        began = time.perf_counter()
        yield place
        note.write_text(f"{time.perf_counter() - began:.1f}")
    built[name] = float(note.read_text()), size_of(place)


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


def print_sizes(built: dict[str, tuple[float, int]], memory: dict[str, int]) -> None:
    print("| kept by | built in s | MB | peak memory MB |\n|---|---|---|---|")
    for name, (seconds, size) in built.items():
        peak = f"{memory[name] / 1e6:.0f}" if name in memory else "-"
        print(f"| {name} | {seconds:.1f} | {size / 1e6:.0f} | {peak} |")
    print()


def print_times(
    times: dict[tuple[str, str, str], list[float]], engines: list[str], what: str, title: str
) -> None:
    print(f"{title}: p50 / p99, ms\n")
    print(f"| | {' | '.join(KINDS)} | all |\n|---|{'---|' * (len(KINDS) + 1)}")
    for name in engines:
        if (name, KINDS[0], what) not in times:
            continue
        cells = [times[name, kind, what] for kind in KINDS]
        cells.append(over_all(times, name, what))
        print(f"| {name} | {' | '.join(map(middle_and_end, cells))} |")
    print()


def print_ratios(times: dict[tuple[str, str, str], list[float]], engines: list[str]) -> None:
    """Ours as a multiple of another's time, and facets as a multiple of our own total."""
    print("Ours as a multiple, p50 / p99 over all queries\n")
    print("| | newest | total | best |\n|---|---|---|---|")
    for name in engines:
        if name.startswith("ours") or name in SLOW:
            continue
        cells = [
            multiple(over_all(times, "ours", what), over_all(times, name, what))
            for what in ("newest", "total", "best")
        ]
        print(f"| of {name} | {' | '.join(cells)} |")
    facets = multiple(over_all(times, "ours", "facets"), over_all(times, "ours", "total"))
    print(f"\nFacets as a multiple of the total: {facets}.\n")


def over_all(times: dict[tuple[str, str, str], list[float]], name: str, what: str) -> list[float]:
    return [seconds for kind in KINDS for seconds in times[name, kind, what]]


def multiple(ours: list[float], theirs: list[float]) -> str:
    (middle, end), (their_middle, their_end) = centiles(ours), centiles(theirs)
    return f"{middle / their_middle:.2f} / {end / their_end:.2f}"


def centiles(seconds: list[float]) -> tuple[float, float]:
    found = statistics.quantiles(seconds, n=100, method="inclusive")
    return found[49], found[98]


def middle_and_end(seconds: list[float]) -> str:
    middle, end = centiles(seconds)
    return f"{show(middle)} / {show(end)}"


def show(seconds: float) -> str:
    return f"{seconds * 1e3:.2f}" if seconds < 0.01 else f"{seconds * 1e3:.0f}"


if __name__ == "__main__":
    main()
