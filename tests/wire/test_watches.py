"""`/minutes watch` over the wire: the bot's own clock finds what another process brought."""

import json

from bot import clock
from bot.app import build_clock_client
from bot.demo import start_bot
from bot.workspace import BOT_TOKEN, Workspace
from handlers import routes
from store.db import open_store
from tests.cast import MINUTES, OUTSIDER, keep
from tests.office import ROOT, prepare

MANIFEST = json.loads((ROOT / "manifest.json").read_text())


def test_minutes_imported_while_the_bot_was_away_are_told_once_when_it_wakes(tmp_path):
    database = prepare(tmp_path)
    with Workspace(manifest=MANIFEST).running() as slack:
        bot = start_bot(slack, database)
        slack.wait_connected(2, timeout=20)
        reply = slack.command("/minutes", "watch 人材", user=OUTSIDER)
        assert "「人材」の通知を設定しました。" in reply.message.words
        bot.terminate()
        assert bot.wait(15) == 0

        store = open_store(database)
        keep(store, tmp_path, MINUTES.replace("第2回", "第4回"))
        store.close()

        again = start_bot(slack, database)
        dm = slack.dm(OUTSIDER)
        [alert] = slack.until(lambda: slack.messages(dm, OUTSIDER), timeout=20)
        assert "合う新しい発言が3件あります" in alert.words
        assert "令和7年度第4回" in alert.words

        # Another clock beside the bot's own, as if it rang again and again.
        store = open_store(database)
        client = build_clock_client(BOT_TOKEN, slack.api_url)
        client.proxy = None
        for _ in range(3):
            for ring in routes.CLOCK:
                ring(store, client, clock.now())
        store.close()
        assert len(slack.messages(dm, OUTSIDER)) == 1

        slack.wait_connected(2, timeout=20)
        slack.press(alert, "watch.show")
        shown = slack.until(lambda: beside(slack, dm))[-1]
        assert "霧浜市民会館 第1会議室" in shown.words
        slack.press(alert, "watch.stop")
        stopped = slack.until(lambda: beside(slack, dm)[1:])[-1]
        assert "「人材」の通知をやめました。" in stopped.words
        assert slack.messages(dm, OUTSIDER)[0].words == alert.words
        again.terminate()
        assert again.wait(15) == 0
        assert slack.troubles == []


def beside(slack, dm):
    """What only the person sees beside the alert."""
    return [message for message in slack.messages(dm, OUTSIDER) if message.ephemeral]
