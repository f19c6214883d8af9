"""`python -m bot`: settings, store, Slack, clock - in that order - and a graceful end."""

import logging
import re
import signal
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from urllib.parse import urlsplit

from slack_bolt.adapter.socket_mode.builtin import SocketModeHandler
from slack_bolt.error import BoltError
from slack_sdk.errors import SlackApiError

from bot import clock
from bot.app import THREADS, build_app, build_client, build_clock_client
from bot.settings import Settings, SettingsError
from handlers import routes
from store.db import Store, open_store
from store.errors import Refused
from store.only_one import only_one

# One connection of any kind loses commands while Slack replaces it; of two, one is always there.
CONNECTIONS = 2
PING_SECONDS = 2
# A letter the clock has in hand is finished, if Slack answers; else it is looked for next time.
CLOCK_PATIENCE = 10

log = logging.getLogger("kaigiroku")


def main() -> int:
    """Run until SIGTERM or SIGINT; accepted work is finished first."""
    try:
        settings = Settings.from_env()
        with only_one(settings.database_path):
            return _run(settings, open_store(settings.database_path))
    except (SettingsError, Refused) as error:
        sys.stderr.write(f"{error}\n")
        return 1


def _run(settings: Settings, store: Store) -> int:
    logging.basicConfig(
        level=settings.log_level, format="%(asctime)s %(levelname)s %(name)s %(message)s"
    )
    # Bolt looks into the environment by itself and warns that our client is the one in use.
    logging.getLogger("slack_bolt.App").addFilter(
        lambda record: "`token` will be unused" not in record.getMessage()
    )
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    pool = ThreadPoolExecutor(THREADS, thread_name_prefix="listener")
    try:
        connections = _connect(settings, store, pool)
    except (SlackApiError, BoltError, OSError) as error:
        sys.stderr.write(f"{_why_not(error)}\n")
        return 1
    else:
        log.info("会議録ボットが Slack につながりました。")
        ticking = _start_clock(settings, store, stop)
        stop.wait()
        _disconnect(connections)
        ticking.join(CLOCK_PATIENCE)
        return 0
    finally:
        pool.shutdown(wait=True)  # what was acknowledged is finished
        store.close()


def _connect(settings: Settings, store: Store, pool: ThreadPoolExecutor) -> list[SocketModeHandler]:
    client = build_client(settings.bot_token, settings.api_url)
    app = build_app(client, store, clock.now, settings.admins, pool)
    connections = [
        SocketModeHandler(app, settings.app_token, ping_interval=PING_SECONDS)
        for _ in range(CONNECTIONS)
    ]
    if _is_local(settings.api_url):
        # slack_sdk takes HTTPS_PROXY but not NO_PROXY: a city's proxy cannot reach this machine.
        client.proxy = None
        for connection in connections:
            connection.client.proxy = None
    for connection in connections:
        connection.connect()
    return connections


def _start_clock(settings: Settings, store: Store, stop: threading.Event) -> threading.Thread:
    client = build_clock_client(settings.bot_token, settings.api_url)
    if _is_local(settings.api_url):
        client.proxy = None
    bells = [partial(ring, store, client) for ring in routes.CLOCK]
    ticking = threading.Thread(
        target=clock.every, args=(clock.TICK, bells, stop), name="clock", daemon=True
    )
    ticking.start()
    return ticking


def _disconnect(connections: list[SocketModeHandler]) -> None:
    for connection in connections:
        connection.client.auto_reconnect_enabled = False
        connection.client.default_auto_reconnect_enabled = False
    closing = [threading.Thread(target=connection.close) for connection in connections]
    for thread in closing:
        thread.start()
    for thread in closing:
        thread.join()


def _is_local(api_url: str) -> bool:
    return urlsplit(api_url).hostname in ("127.0.0.1", "localhost", "::1")


def _why_not(error: Exception) -> str:
    if isinstance(error, OSError):
        return (
            f"Slack に届きません（{error}）。"
            "ネットワークとプロキシの設定（HTTPS_PROXY）、SLACK_API_URL を確かめてください。"
        )
    found = _SLACK_ERROR.search(str(error))
    return (
        f"Slack につながりません（{found[1] if found else '理由不明'}）。"
        "SLACK_BOT_TOKEN と SLACK_APP_TOKEN が、このアプリの今のトークンかどうか確かめてください。"
    )


# Bolt and the SDK put Slack's answer, not the token, into the text of their errors.
_SLACK_ERROR = re.compile(r"'error': '(\w+)'")


if __name__ == "__main__":
    sys.exit(main())
