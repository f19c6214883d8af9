"""Command in, reply out: the real bot, a process of its own, at fifty commands a second.

    .venv/bin/python -m benchmarks.wire [--commands 1000] [--rate 50]

Beside it in the same run: `/minutes help`, which reads nothing. Prints Markdown.
"""

import argparse
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from bot import demo
from bot.workspace import Workspace


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--commands", type=int, default=1_000)
    asked.add_argument("--rate", type=float, default=50)
    given = asked.parse_args()
    with tempfile.TemporaryDirectory() as folder, Workspace().running() as slack:
        database = Path(folder) / "bench.db"
        demo.seed(database)
        started = time.perf_counter()
        bot = demo.start_bot(slack, database)
        slack.wait_connected(2, timeout=30)
        print(f"start to connected: {time.perf_counter() - started:.2f} s")
        print(f"memory of the idle bot: {_resident(bot.pid):.0f} MB\n")
        print("| command | sent | un-acked | ack p50 / p99 ms | reply p50 / p99 ms |")
        print("|---|---|---|---|---|")
        for text in ("help", "search 人材"):
            print(_row(slack, text, given.commands, given.rate))
        bot.terminate()
        bot.wait(15)


def _row(slack: Workspace, text: str, commands: int, rate: float) -> str:
    slack.reset()
    began = time.time()
    with ThreadPoolExecutor(64) as clerks:
        waiting = []
        for n in range(commands):
            due = began + n / rate
            time.sleep(max(0.0, due - time.time()))
            waiting.append((time.time(), clerks.submit(slack.command, "/minutes", text, wait=0)))
        acks = [(sent, command.result()) for sent, command in waiting]
    slack.until(lambda: len(slack.called("response_url")) >= commands, timeout=30)
    replied = sorted(call.at for call in slack.called("response_url"))
    # Replies name no command; they are taken in the order the commands were sent.
    replies = [at - sent for (sent, _), at in zip(acks, replied, strict=False)]
    acked = [reply.seconds for _, reply in acks if reply.acked]
    return (
        f"| `/minutes {text}` | {commands:,} | {commands - len(acked)} "
        f"| {_middle_and_end(acked)} | {_middle_and_end(replies)} |"
    )


def _middle_and_end(seconds: list[float]) -> str:
    ordered = sorted(seconds)
    return f"{ordered[len(ordered) // 2] * 1e3:.1f} / {ordered[int(len(ordered) * 0.99)] * 1e3:.1f}"


def _resident(pid: int) -> float:
    [line] = [x for x in Path(f"/proc/{pid}/status").read_text().splitlines() if "VmRSS" in x]
    return int(line.split()[1]) / 1024


if __name__ == "__main__":
    main()
