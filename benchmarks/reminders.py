"""A ring of the clock over pending reminders, beside a plain scan of the same rows.

    .venv/bin/python -m benchmarks.reminders [--pending 10000] [--rings 200]

Nothing is due in most rings; in the last rows twenty reminders fall due at once. Prints Markdown.
"""

import argparse
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from statistics import quantiles

from bot.app import build_clock_client
from handlers import duties as duty_room
from handlers import reminders as room
from handlers.delivery import deliver_due
from store import councils, reminders, rules
from store.db import Store, open_store
from store.history import By
from store.rules import Rules

NOW = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
BY = By("bench", NOW)
COUNCILS = 20


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--pending", type=int, default=10_000)
    asked.add_argument("--rings", type=int, default=200)
    given = asked.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        store = open_store(Path(folder) / "bench.db")
        pending = fill(store, given.pending)
        client = build_clock_client("xoxb-bench", "http://127.0.0.1:9/api/")

        def whole() -> None:
            room.ring(store, client, NOW)
            duty_room.ring(store, client, NOW)
            deliver_due({}, store, client, NOW)

        print(f"{pending:,} pending reminders, {COUNCILS} councils\n")
        print("| a ring | p50 ms | p99 ms |\n|---|---|---|")
        print(
            row("ours: reminders, nothing due", given.rings, lambda: room.ring(store, client, NOW))
        )
        print(row("ours: reminders, duties and outbox, nothing due", given.rings, whole))
        print(
            row(
                "plain scan: every pending row compared in Python", given.rings, lambda: scan(store)
            )
        )
        print(row("ours: 20 fall due", 20, lambda: fall_due(store)))
        store.close()


def fill(store: Store, pending: int) -> int:
    """So many reminders of meetings in the coming two years, of councils with duties."""
    with store.writing() as db:
        for n in range(COUNCILS):
            council = councils.add(db, f"審議会{n + 1}", BY)
            councils.bind(db, council.id, f"C{n}", BY)
            rules.lay_down(db, council.id, Rules(notice_days=7, papers_days=3), BY)
        for n in range(pending // 3):
            held_on = date(2026, 12, 10) + timedelta(days=n % 700)
            db.conn.execute(
                """insert into meetings (id, council_id, title, status, held_on, starts_at, created_at)
                values (?, ?, ?, 'scheduled', ?, '18:25', '2026-11-01')""",
                (n + 1, n % COUNCILS + 1, f"第{n + 1}回", held_on.isoformat()),
            )
            reminders.follow(db, n + 1, NOW, BY)
        [count] = db.conn.execute(
            "select count(*) from reminders where state = 'planned'"
        ).fetchone()
    return count


def scan(store: Store) -> list[int]:
    """What a reader without an index does: every row is fetched, its moment read and compared."""
    with store.reading() as db:
        return [
            row[0]
            for row in db.conn.execute("select id, state, due_at from reminders")
            if row[1] == "planned" and datetime.fromisoformat(row[2]) <= NOW
        ]


def fall_due(store: Store) -> None:
    with store.writing() as db:
        [until] = db.conn.execute(
            """select due_at from reminders where state = 'planned' order by due_at limit 1
            offset 19"""
        ).fetchone()
        db.conn.execute(
            """update reminders set due_at = ? where id in (select id from reminders
                where state = 'planned' order by due_at limit 20)""",
            (until,),
        )
        reminders.come_due(db, datetime.fromisoformat(until))


def row(name: str, rings: int, ring: Callable[[], object]) -> str:
    took = []
    for _ in range(rings):
        began = time.perf_counter()
        ring()
        took.append((time.perf_counter() - began) * 1_000)
    cuts = quantiles(took, n=100)
    return f"| {name} | {cuts[49]:.2f} | {cuts[98]:.2f} |"


if __name__ == "__main__":
    main()
