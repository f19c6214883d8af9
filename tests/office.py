"""The real bot, a process of its own, over real Socket Mode against the local workspace."""

import json
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.demo import start_bot
from bot.workspace import Workspace
from store import councils, exchange
from store.db import open_store
from tests.cast import BY, CLERK, CLOSED, MINUTES

ROOT = Path(__file__).parents[1]


@dataclass
class Office:
    """A workspace with the bot in it."""

    slack: Workspace
    database: Path
    bot: subprocess.Popen


@pytest.fixture(scope="session")
def office(tmp_path_factory) -> Iterator[Office]:
    folder = tmp_path_factory.mktemp("wire")
    database = prepare(folder)
    manifest = json.loads((ROOT / "manifest.json").read_text())
    with Workspace(manifest=manifest).running() as slack:
        bot = start_bot(slack, database)
        slack.wait_connected(2, timeout=20)
        yield Office(slack, database, bot)
        bot.terminate()
        assert bot.wait(15) == 0


@pytest.fixture
def slack(office: Office) -> Workspace:
    office.slack.reset()
    return office.slack


def prepare(folder: Path) -> Path:
    """A record with one open and one closed meeting, in the channel of their council."""
    database = folder / "kaigiroku.db"
    store = open_store(database)
    for number, text in enumerate((MINUTES, CLOSED)):
        path = folder / f"{number}.txt"
        path.write_text(text)
        exchange.import_file(store, path, BY)
    with store.writing() as db:
        [council] = councils.list_all(db)
        councils.bind(db, council.id, "C_FUKUSHI", BY)
        councils.appoint(db, council.id, CLERK, BY)
    store.close()
    return database
