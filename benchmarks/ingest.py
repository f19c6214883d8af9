"""Keeping minutes: remarks a second into the file, beside sqlite-utils with nothing but the rows.

    .venv/bin/python -m benchmarks.ingest [--size 30000]

Ours keeps a meeting in a transaction, durable before the next begins: rows, search entries and
the history's chain of hashes. The other inserts the same remarks, meeting by meeting or all at
once, into one table: no index, no history, no roll. Each takes its turn, three times over.
"""

import argparse
import itertools
import os
import platform
import sqlite3
import statistics
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from sqlite_utils import Database

from benchmarks import corpus
from store import councils, documents, exchange
from store.db import open_store
from store.formats import text as text_format
from store.formats.document import Block, Document, Element, Remark
from store.history import By

BY = By("cli:bench", datetime(2026, 4, 1, tzinfo=UTC))
COUNCIL = "計測審議会"
ROUNDS = 3


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--size", type=int, default=30_000)
    size = asked.parse_args().size
    # On one line each, as summary minutes have them.
    bodies = ["".join(speech.body.split()) for speech in corpus.put_together(size)]
    print(
        f"{size:,} remarks, mean {sum(map(len, bodies)) / size:.0f} characters; "
        f"{len(os.sched_getaffinity(0))} cores, Python {platform.python_version()}, "
        f"SQLite {sqlite3.sqlite_version}.\n"
    )
    print("| remarks/s | 33 a meeting | 150 a meeting |\n|---|---|---|")
    rates: dict[str, dict[int, list[float]]] = defaultdict(lambda: defaultdict(list))
    for _, length in itertools.product(range(ROUNDS), (33, 150)):
        minutes = meetings(bodies, length)
        for name, keep in WAYS.items():
            with tempfile.TemporaryDirectory() as folder:
                rates[name][length].append(size / keep(Path(folder), minutes))
    for name, by_length in rates.items():
        cells = " | ".join(f"{statistics.median(rate):,.0f}" for rate in by_length.values())
        print(f"| {name} | {cells} |")


def meetings(bodies: list[str], length: int) -> list[Document]:
    """Minutes of so many remarks, two to a speaker, in turns."""
    day = date(2000, 4, 1)
    return [
        Document(
            council=COUNCIL,
            title=f"第{number}回",
            held_on=day + timedelta(number),
            elements=tuple(_turns(bodies[at : at + length])),
        )
        for number, at in enumerate(range(0, len(bodies), length), 1)
    ]


def _turns(bodies: list[str]) -> list[Element]:
    elements: list[Element] = []
    for number, body in enumerate(bodies):
        if number % 2 == 0:
            elements.append(Block(label="事務局" if number % 4 else "参加者"))
        elements.append(Remark(body=body))
    return elements


def keep_documents(folder: Path, minutes: list[Document]) -> float:
    store = open_store(folder / "kaigiroku.db")
    with store.writing() as db:
        council = councils.add(db, COUNCIL, BY)
    began = time.perf_counter()
    for document in minutes:
        with store.writing() as db:
            documents.add(db, council.id, document, BY)
    seconds = time.perf_counter() - began
    store.close()
    return seconds


def import_files(folder: Path, minutes: list[Document]) -> float:
    for number, document in enumerate(minutes):
        (folder / f"{number:05}.txt").write_text(text_format.render(document), encoding="utf-8")
    store = open_store(folder / "kaigiroku.db")
    began = time.perf_counter()
    kept = [
        exchange.import_file(store, path, BY, council=COUNCIL).remarks
        for path in sorted(folder.glob("*.txt"))
    ]
    seconds = time.perf_counter() - began
    store.close()
    if sum(kept) != remarks_in(minutes):
        print(f"(of {remarks_in(minutes):,} remarks {sum(kept):,} were read as remarks)")
    return seconds


def insert_meetings(folder: Path, minutes: list[Document]) -> float:
    return _insert(folder, [_rows([document]) for document in minutes])


def insert_all(folder: Path, minutes: list[Document]) -> float:
    return _insert(folder, [_rows(minutes)])


def _insert(folder: Path, batches: list[list[dict[str, str | None]]]) -> float:
    db = Database(folder / "plain.db")
    db.enable_wal()
    db.execute("pragma synchronous = full")
    began = time.perf_counter()
    for rows in batches:
        db["remarks"].insert_all(rows)
    seconds = time.perf_counter() - began
    db.close()
    return seconds


def _rows(minutes: list[Document]) -> list[dict[str, str | None]]:
    return [
        {"meeting": document.title, "held_on": str(document.held_on), "body": element.body}
        for document in minutes
        for element in document.elements
        if isinstance(element, Remark)
    ]


def remarks_in(minutes: list[Document]) -> int:
    return len(_rows(minutes))


WAYS: dict[str, Callable[[Path, list[Document]], float]] = {
    "`kaigiroku import` of files, read and compared": import_files,
    "documents kept (rows, index, history)": keep_documents,
    "sqlite-utils `insert_all`, a meeting at a time": insert_meetings,
    "sqlite-utils `insert_all`, all at once": insert_all,
}


if __name__ == "__main__":
    main()
