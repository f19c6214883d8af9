"""Acts that wait beside the record: kept on the disk, in order, once, until they are done."""

import stat
import subprocess
import sys
import threading

from store import waiting

PUTS = """
import sys
from pathlib import Path
from store import waiting
for number in range(10_000):
    waiting.put(Path(sys.argv[1]), f"k{number}", "note", {"words": "人手不足" * 50})
    print(number, flush=True)
"""


def keys(path):
    return [act.key for act in waiting.left(path)]


def test_acts_are_kept_in_order_until_they_are_done(tmp_path):
    record = tmp_path / "kaigiroku.db"
    assert waiting.left(record) == []
    waiting.put(record, "a", "note", {"words": "人手が\n足りない"})
    waiting.put(record, "b", "note", {})
    waiting.put(record, "a", "note", {"words": "二度目"})
    assert waiting.left(record) == [
        waiting.Act(key="a", kind="note", facts={"words": "人手が\n足りない"}),
        waiting.Act(key="b", kind="note", facts={}),
    ]
    waiting.done(record, "a")
    assert keys(record) == ["b"]
    waiting.done(record, "b")
    assert waiting.file_of(record).read_bytes() == b""


def test_nobody_else_reads_it(tmp_path):
    record = tmp_path / "kaigiroku.db"
    waiting.put(record, "a", "note", {})
    assert stat.S_IMODE(waiting.file_of(record).stat().st_mode) == 0o600


def test_a_torn_last_line_loses_only_itself(tmp_path):
    record = tmp_path / "kaigiroku.db"
    waiting.put(record, "a", "note", {})
    with waiting.file_of(record).open("ab") as file:
        file.write('{"key": "b", "kind": "note", "facts": {"words": "人'.encode()[:-1])
    assert keys(record) == ["a"]
    waiting.put(record, "c", "note", {})
    assert keys(record) == ["a", "c"]
    waiting.done(record, "a")
    waiting.done(record, "c")
    assert waiting.file_of(record).read_bytes() == b""


def test_many_at_once_lose_nothing(tmp_path):
    record = tmp_path / "kaigiroku.db"

    def put(name):
        for number in range(20):
            waiting.put(record, f"{name}{number}", "note", {"words": "あ" * 5_000})
            if number % 2:
                waiting.done(record, f"{name}{number}")

    threads = [threading.Thread(target=put, args=(name,)) for name in "abcd"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(keys(record)) == sorted(f"{name}{n}" for name in "abcd" for n in range(0, 20, 2))


def test_what_was_accepted_survives_a_kill(tmp_path):
    record = tmp_path / "kaigiroku.db"
    for count in (1, 7, 23):
        writer = subprocess.Popen(
            [sys.executable, "-c", PUTS, str(record)], stdout=subprocess.PIPE, text=True
        )
        assert writer.stdout
        for _ in range(count):
            last = int(writer.stdout.readline())
        writer.kill()
        writer.wait()
        writer.stdout.close()
        left = keys(record)
        assert left[: last + 1] == [f"k{number}" for number in range(last + 1)]
        for key in left:
            waiting.done(record, key)
