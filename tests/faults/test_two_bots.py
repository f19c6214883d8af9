"""Two bots started by mistake on one record: the second refuses, and the first goes on."""

import json
import subprocess
import sys

import pytest

from bot.demo import start_bot
from bot.settings import environment
from bot.workspace import APP_TOKEN, BOT_TOKEN, Workspace
from store.errors import Refused
from store.only_one import only_one
from tests.office import ROOT, prepare

MANIFEST = json.loads((ROOT / "manifest.json").read_text())


def test_the_second_bot_refuses_and_after_kill_9_the_next_one_starts(tmp_path):
    database = prepare(tmp_path)
    with Workspace(manifest=MANIFEST).running() as slack:
        first = start_bot(slack, database)
        slack.wait_connected(2, timeout=20)
        second = subprocess.run(
            [sys.executable, "-m", "bot"],
            cwd=ROOT,
            env=environment(
                SLACK_BOT_TOKEN=BOT_TOKEN,
                SLACK_APP_TOKEN=APP_TOKEN,
                SLACK_API_URL=slack.api_url,
                DATABASE_PATH=str(database),
            ),
            capture_output=True,
            text=True,
            timeout=20,
            check=False,
        )
        assert second.returncode == 1
        assert "すでに会議録ボットが動いています。" in second.stderr
        assert slack.command("/council", "list").message.words
        first.kill()
        first.wait()
        slack.until(lambda: slack.connections == 0, 10)
        third = start_bot(slack, database)
        slack.wait_connected(2, timeout=20)
        third.terminate()
        assert third.wait(15) == 0


def test_only_one_at_a_time_and_the_next_afterwards(tmp_path):
    with only_one(tmp_path / "a.db"):
        with pytest.raises(Refused, match="二重に届きます"), only_one(tmp_path / "a.db"):
            pass
        with only_one(tmp_path / "b.db"):
            pass
    with only_one(tmp_path / "a.db"):
        pass


def test_a_folder_that_is_not_there_is_left_to_whoever_opens_the_record(tmp_path):
    with only_one(tmp_path / "nowhere" / "a.db"):
        pass
    assert not (tmp_path / "nowhere").exists()
