"""Press to updated message: a roll of 300 members, over the wire.

    .venv/bin/python -m benchmarks.attendance [--members 300] [--presses 60]

Each press is timed until chat.update was called with what it changed. In the first row a clerk
presses every two seconds, in the second as soon as the message shows the press before, in the
third twenty at once. Beside them `/attendance show`, which writes and updates nothing. Prints
Markdown.
"""

import argparse
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

from bot import demo
from bot.workspace import Workspace
from store import councils, live, members, rules
from store.db import open_store
from store.history import By
from store.members import NewMember
from store.rules import Rules

CHANNEL = "C_FUKUSHI"


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--members", type=int, default=300)
    asked.add_argument("--presses", type=int, default=60)
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
        waiting = iter(names * 9)
        for label, pause in (("every 2 s", 2.0), ("one after the other", 0.0)):
            before = len(slack.called("chat.update"))
            times = [_press(slack, next(waiting), pause) for _ in range(given.presses)]
            print(_row(label, times, len(slack.called("chat.update")) - before))
        time.sleep(2)
        before = len(slack.called("chat.update"))
        with ThreadPoolExecutor(20) as clerks:
            several = [next(waiting) for _ in range(20)]
            times = list(clerks.map(lambda name: _press(slack, name, 0.0), several))
        print(_row("twenty at once", times, len(slack.called("chat.update")) - before))
        times = [_show(slack) for _ in range(given.presses)]
        print(_row("`show`, for comparison", times, 0))
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
        for known in members.roster(db, council.id, _everything()):
            members.withdraw(db, known.id, known.version, by)
        for name in names:
            members.add(db, council.id, NewMember(name=name), by)
        rules.lay_down(db, council.id, Rules(quorum="more_than_half"), by)
        live.begin(db, council.id, CHANNEL, by)
    store.close()
    return names


def _everything():
    from store.viewers import OPERATOR

    return OPERATOR


def _press(slack: Workspace, name: str, pause: float) -> float:
    began = time.time()
    deed = "absent" if _is_marked(slack, name) else "in"
    slack.command("/attendance", f"{deed} {name}", channel=CHANNEL, wait=0)
    status = {"in": "出席", "absent": "欠席"}[deed]
    while True:
        for call in reversed(slack.called("chat.update")):
            if call.at < began:
                break
            shown = str(call.args)
            if _under(shown, status, name):
                took = call.at - began
                time.sleep(max(0.0, pause - took))
                return took
        if time.time() - began > 20:
            raise SystemExit(f"{name} was not drawn")
        time.sleep(0.01)


def _is_marked(slack: Workspace, name: str) -> bool:
    calls = slack.called("chat.update")
    return bool(calls) and _under(str(calls[-1].args), "出席", name)


def _under(shown: str, status: str, name: str) -> bool:
    """Whether a name stands in the list under that answer."""
    head = shown.find(f"{status}　", shown.find("section"))
    lists = [part for part in shown.split("section") if part.count("、") or name in part]
    return head >= 0 and any(name in part and f"{status}　" in part[:120] for part in lists)


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
