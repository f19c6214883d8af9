"""Slack replaces its sockets, repeats itself and stops us; nothing accepted is lost."""

import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor

from bot.demo import start_bot
from bot.settings import environment
from bot.workspace import APP_TOKEN, Workspace
from tests.office import ROOT, prepare

COMMANDS = 1_002
LOST_AT_MOST = 2  # in a thousand


def test_commands_survive_the_replacement_of_the_socket(slack):
    """Refresh, close frame and TCP drop, each in the middle of a third of the commands."""
    replacements = [slack.refresh_socket, slack.close_sockets, slack.drop_sockets]
    third = COMMANDS // len(replacements)
    acked = 0
    with ThreadPoolExecutor(4) as clerks:
        for replace in replacements:
            slack.wait_connected(2)
            waiting = []
            for n in range(third):
                waiting.append(clerks.submit(slack.command, "/minutes", "help", wait=0))
                if n == third // 2:
                    replace()
                time.sleep(0.005)
            acked += sum(command.result().acked for command in waiting)
    assert COMMANDS - acked <= LOST_AT_MOST


def test_sigterm_finishes_what_was_accepted(tmp_path):
    database = prepare(tmp_path)
    with Workspace().running() as slack:
        bot = start_bot(slack, database)
        slack.wait_connected(2, timeout=20)
        replies = [slack.command("/minutes", "search =人材", wait=0) for _ in range(5)]
        bot.send_signal(signal.SIGTERM)
        assert bot.wait(15) == 0
        assert all(reply.acked for reply in replies)
        seen = [m for m in slack.messages("C_FUKUSHI") if "「=人材」を含む発言は" in m.words]
        assert len(seen) == 5


def test_the_bot_says_what_is_wrong_and_does_not_start(tmp_path):
    nothing = {"SLACK_BOT_TOKEN": "", "SLACK_APP_TOKEN": "xoxb-1", "DATABASE_PATH": ""}
    started = subprocess.run(
        [sys.executable, "-m", "bot"],
        cwd=ROOT,
        env=environment(**nothing, SLACK_API_URL="http://127.0.0.1:1/"),
        capture_output=True,
        text=True,
        timeout=20,
        check=False,
    )
    assert started.returncode == 1
    for name in ("SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "DATABASE_PATH", "SLACK_API_URL"):
        assert name in started.stderr
    assert "Traceback" not in started.stderr


def test_a_wrong_token_is_told_in_a_sentence(tmp_path):
    token = "xoxb-wrong"
    with Workspace().running() as slack:
        started = subprocess.run(
            [sys.executable, "-m", "bot"],
            cwd=ROOT,
            env=environment(
                SLACK_BOT_TOKEN=token,
                SLACK_APP_TOKEN=APP_TOKEN,
                SLACK_API_URL=slack.api_url,
                DATABASE_PATH=str(tmp_path / "kaigiroku.db"),
            ),
            capture_output=True,
            text=True,
            timeout=20,
            check=False,
        )
    assert started.returncode == 1
    assert "Slack につながりません（invalid_auth）" in started.stderr
    assert "Traceback" not in started.stderr
    assert token not in started.stderr
