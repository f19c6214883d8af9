"""kill -9 at any moment: what was confirmed is stored, whole."""

import os
import random
import subprocess
import sys
import time
from pathlib import Path

from store import backup, search
from store.db import open_store
from store.viewers import OPERATOR
from tests.asking import asked
from tests.cast import MINUTES, keep

ROOT = Path(__file__).parents[2]
ROUNDS = int(os.environ.get("KAIGIROKU_FAULT_ROUNDS", "10"))  # scripts/faults asks for 200


def test_a_confirmed_remark_survives_kill_9_with_its_entry_and_history(store, tmp_path):
    keep(store, tmp_path, MINUTES)
    with store.reading() as db:
        [before] = db.conn.execute("select count(*) from remarks").fetchone()
        [block_id] = db.conn.execute("select max(id) from blocks").fetchone()
    confirmed: set[int] = set()
    for _ in range(ROUNDS):
        confirmed |= _write_and_kill(store.path, block_id, 1_000 + before + len(confirmed) * 2)
    assert len(confirmed) > ROUNDS, "the writer must get somewhere, or this test means nothing"

    again = open_store(store.path)
    with again.reading() as db:
        stored = {row[0] for row in db.conn.execute("select id from remarks")}
        [told] = db.conn.execute(
            "select count(*) from history where noun = 'remarks' and deed = 'added'"
        ).fetchone()
        found = search.find(db, asked(words=("番目の発言",)), OPERATOR).total
        problems = backup.check(db)
    again.close()
    assert confirmed <= stored
    # At most one remark a round was stored and not yet confirmed when the process died.
    assert len(stored) - before - len(confirmed) <= ROUNDS
    assert told == len(stored)
    assert found == len(stored) - before
    assert problems == []


def _write_and_kill(database: Path, block_id: int, first: int) -> set[int]:
    writer = subprocess.Popen(
        [sys.executable, "-m", "tests.faults.writer", str(database), str(block_id), str(first)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
    )
    assert writer.stdout is not None
    said = os.read(writer.stdout.fileno(), 100)  # it is awake and has kept its first remark
    time.sleep(random.uniform(0, 0.12))
    writer.kill()
    said += writer.stdout.read()
    writer.wait()
    writer.stdout.close()
    whole_lines = said.decode().split("\n")[:-1]
    return {int(line) for line in whole_lines}
