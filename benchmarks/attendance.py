"""Press to updated message: a roll of 300 members, over the wire.

    .venv/bin/python -m benchmarks.attendance [--members 300] [--presses 40]

Each press is timed until chat.update was called with what it changed. In the first row a clerk
presses two seconds after the message showed the press before, in the second at once. Beside them
`/attendance show`, which writes and updates nothing. Prints Markdown.
"""

import argparse
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from bot import demo
from bot.workspace import Workspace
from store import councils, live, members, rules
from store.db import open_store
from store.history import By
from store.members import NewMember
from store.rules import Rules
from store.viewers import OPERATOR

CHANNEL = "C_FUKUSHI"


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--members", type=int, default=300)
    asked.add_argument("--presses", type=int, default=40)
    given = asked.parse_args()
    with tempfile.TemporaryDirectory() as folder, Workspace().running() as slack:
        database = Path(folder) / "bench.db"
        names = _prepare(database, given.members)
        bot = demo.start_bot(slack, database)
        slack.wait_connected(2, timeout=30)
        slack.command("/attendance", "post", channel=CHANNEL)
        slack.until(lambda: slack.called("chat.postMessage"), timeout=10)
        time.sleep(2)
        print("| presses | count | p50 ms | p95 ms | max ms | updates |")
        print("|---|---|---|---|---|---|")
        try:
            come = 0
            for label, pause in (("every 2 s", 2.0), ("one after the other", 0.0)):
                before, times = len(slack.called("chat.update")), []
                for _ in range(given.presses):
                    come += 1
                    times.append(_press(slack, names[come - 1], come))
                    time.sleep(pause)
                print(_row(label, times, len(slack.called("chat.update")) - before))
            times = [_show(slack) for _ in range(given.presses)]
            print(_row("`show`, for comparison", times, 0))
        finally:
            bot.terminate()
            bot.wait(15)


def _prepare(database: Path, count: int) -> list[str]:
    demo.seed(database)
    store = open_store(database)
    by = By("bench", datetime.now(UTC))
    names = [f"名簿 {chr(0x4E00 + n)}{chr(0x5000 + n)}" for n in range(count)]
    with store.writing() as db:
        council = councils.of_channel(db, CHANNEL)
        assert council
        for known in members.roster(db, council.id, OPERATOR):
            members.withdraw(db, known.id, known.version, by)
        for name in names:
            members.add(db, council.id, NewMember(name=name), by)
        rules.lay_down(db, council.id, Rules(quorum="more_than_half"), by)
        live.begin(db, council.id, CHANNEL, by)
    store.close()
    return names


def _press(slack: Workspace, name: str, come: int) -> float:
    """Mark one more as present; how long until the message says so."""
    began = time.time()
    slack.command("/attendance", f"in {name}", channel=CHANNEL, wait=0)
    shown = f"出席{come}名"
    while time.time() < began + 20:
        for call in reversed(slack.called("chat.update")):
            if call.at >= began and shown in str(call.args.get("text")):
                return call.at - began
        time.sleep(0.005)
    raise SystemExit(f"{name} was not drawn")


def _show(slack: Workspace) -> float:
    began = time.time()
    before = len(slack.called("response_url"))
    slack.command("/attendance", "show", channel=CHANNEL, wait=0)
    slack.until(lambda: len(slack.called("response_url")) > before, timeout=10)
    return slack.called("response_url")[-1].at - began


def _row(label: str, times: list[float], updates: int) -> str:
    ordered = sorted(times)
    p50, p95 = (ordered[min(len(ordered) - 1, int(len(ordered) * p))] for p in (0.5, 0.95))
    return (
        f"| {label} | {len(times)} | {p50 * 1e3:.0f} | {p95 * 1e3:.0f} "
        f"| {ordered[-1] * 1e3:.0f} | {updates} |"
    )


if __name__ == "__main__":
    main()
