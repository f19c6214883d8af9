"""Practice (練習): sample minutes, a local Slack, and the real bot as a process of its own."""

import json
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

from bot import clock, samples
from bot.__main__ import CONNECTIONS
from bot.settings import environment
from bot.workspace import APP_TOKEN, BOT_TOKEN, Workspace
from store import councils, exchange
from store.db import open_store
from store.errors import Refused
from store.history import By

CLERK, CHIEF = "U_SUZUKI", "U_TAKAHASHI"
CHANNELS = ("C_FUKUSHI", "C_KOTSU")
MANIFEST = Path(__file__).parents[1] / "manifest.json"
STARTING = 20.0  # seconds the bot may take to connect


def run(port: int) -> None:
    """Serve the practice page, with the bot behind it, until Ctrl-C."""
    with _practice(port) as workspace:
        click.echo(f"練習用の Slack を開きました: {workspace.url}")
        click.echo(
            "ブラウザーで開いて /minutes search 人材 と入力してください。終えるときは Ctrl-C です。"
        )
        signal.signal(signal.SIGTERM, signal.default_int_handler)
        try:
            threading.Event().wait()
        except KeyboardInterrupt:
            click.echo("\n練習を終わります。")


def say(typed: str) -> str:
    """What the bot answers to one slash command, as a person reads it."""
    name, _, words = typed.strip().partition(" ")
    if name not in (command["command"] for command in _manifest()["features"]["slash_commands"]):
        raise Refused(f"{name} というコマンドはありません。例: --say '/minutes search 人材'")
    with _practice(0) as workspace:
        reply = workspace.command(name, words, user=CLERK, channel=CHANNELS[0], wait=STARTING)
        seen = [*reply.messages, *reply.views]
    return "\n\n".join(shown.words for shown in seen)


def seed(database: Path) -> None:
    """A record with the sample minutes, each council in its channel, with its secretariat."""
    store = open_store(database)
    try:
        by = By("demo", clock.now())
        for file in samples.files():
            exchange.import_file(store, file, by)
        with store.writing() as db:
            for council, channel in zip(councils.list_all(db), CHANNELS, strict=True):
                councils.bind(db, council.id, channel, by)
                councils.appoint(db, council.id, CLERK, by)
    finally:
        store.close()


@contextmanager
def _practice(port: int) -> Iterator[Workspace]:
    with (
        tempfile.TemporaryDirectory(prefix="kaigiroku-") as folder,
        Workspace(manifest=_manifest()).running(port) as workspace,
    ):
        database = Path(folder) / "practice.db"
        seed(database)
        bot = start_bot(workspace, database)
        try:
            workspace.wait_connected(CONNECTIONS, timeout=STARTING)
            yield workspace
        finally:
            bot.kill()  # the record was made for this practice, and goes with it
            bot.wait()


def start_bot(workspace: Workspace, database: Path) -> subprocess.Popen[bytes]:
    """The real bot as a process of its own, told to take the workspace for Slack."""
    return subprocess.Popen(
        [sys.executable, "-m", "bot"],
        cwd=Path(__file__).parents[1],
        env=environment(
            SLACK_BOT_TOKEN=BOT_TOKEN,
            SLACK_APP_TOKEN=APP_TOKEN,
            SLACK_API_URL=workspace.api_url,
            DATABASE_PATH=str(database),
            KAIGIROKU_ADMINS=CHIEF,
            LOG_LEVEL="WARNING",
        ),
    )


def _manifest() -> dict[str, Any]:
    return json.loads(MANIFEST.read_text())
