"""kill -9 in the middle of recording: what has our mark is stored, and nothing is lost or doubled."""

import json
import os
import random
import time
from collections import Counter
from pathlib import Path

from bot.demo import start_bot
from bot.workspace import Workspace
from store import backup, exchange, live
from store import search as index
from store.db import open_store
from store.viewers import OPERATOR
from tests.asking import asked
from tests.cast import CHANNEL, CLERK
from tests.office import prepare

ROOT = Path(__file__).parents[2]
ROUNDS = int(os.environ.get("KAIGIROKU_FAULT_ROUNDS", "8"))  # scripts/faults asks for 200
MANIFEST = json.loads((ROOT / "manifest.json").read_text())
A_ROUND = 4  # messages


def test_a_meeting_survives_any_number_of_kills(tmp_path):
    database = prepare(tmp_path)
    chance = random.Random(ROUNDS)
    with Workspace(manifest=MANIFEST).running() as slack:
        bot = start_bot(slack, database)
        slack.wait_connected(2, timeout=20)
        slack.command("/meeting", "start")
        [control] = [m for m in slack.messages(CHANNEL) if m.by_bot and not m.ephemeral]
        wanted: dict[str, str] = {}
        unmarked = 0
        for n in range(ROUNDS):
            wanted |= _type(slack, control, n, chance)
            time.sleep(chance.uniform(0, 0.15))
            bot.kill()
            bot.wait()
            marked = _marked(slack, control)
            unmarked += len(set(wanted) - marked)
            _what_is_marked_is_stored(database, marked)
            slack.until(lambda: slack.connections == 0, 10)
            bot = start_bot(slack, database)
            slack.wait_connected(2, timeout=20)
        slack.until(lambda: set(wanted) <= _marked(slack, control), timeout=60)
        # The marks are there; the words of a last edit may take one more ring of the clock.
        slack.until(lambda: _lines(database) == list(wanted.values()), timeout=90)
        bot.terminate()
        assert bot.wait(15) == 0
    assert unmarked, "some must die before their mark, or this test means nothing"
    store = open_store(database)
    with store.reading() as db:
        found = index.find(db, asked(words=("番目の発言",)), OPERATOR).total
        assert found == len(wanted)
        assert index.check(db) == []
        assert backup.check(db) == []
        twice = Counter(row[0] for row in db.conn.execute("select key from recordings"))
        assert set(twice.values()) == {1}
    store.close()


def _type(slack, control, n, chance):
    """A clerk types, corrects a word and takes a line back; what is to stand, by the message."""
    said = [
        slack.say(f"参 {n}-{nth}番目の発言", user=CLERK, thread=control) for nth in range(A_ROUND)
    ]
    wanted = {message.ts: f"{n}-{nth}番目の発言" for nth, message in enumerate(said)}
    if chance.random() < 0.5:
        slack.edit(said[1], f"参 {n}-1番目の発言（訂正）")
        wanted[said[1].ts] = f"{n}-1番目の発言（訂正）"
    if chance.random() < 0.5:
        slack.delete(said[2])
        del wanted[said[2].ts]
    return wanted


def _marked(slack, control):
    return {m.ts for m in slack.thread(control) if "U_KAIGIROKU" in m.reactions.get("memo", ())}


def _what_is_marked_is_stored(database, marked):
    store = open_store(database)
    with store.reading() as db:
        stored = {
            row[0]
            for row in db.conn.execute(
                """select r.ts from recordings r
                join recorded_lines l on l.recording_id = r.id
                join search_entries e on e.remark_id = l.remark_id
                where exists (select 1 from history h where h.noun = 'remarks'
                    and h.row_id = l.remark_id and h.deed = 'added')"""
            )
        }
        assert index.check(db) == []
    store.close()
    assert marked <= stored


def _lines(database):
    """The remarks as they are printed, in order."""
    store = open_store(database)
    with store.reading() as db:
        [meeting] = live.since(db, live.moment("0"))
        text = exchange.as_text(db, meeting.meeting_id)
    store.close()
    return [line.removeprefix("- ・") for line in text.splitlines() if line.startswith("- ・")]
