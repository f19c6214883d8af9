"""Quick notes over the wire; and the record held by another process, the bot killed meanwhile."""

import json
import sqlite3
import time

from bot.demo import start_bot
from bot.workspace import Workspace
from store import waiting
from tests.cast import CLERK, OUTSIDER
from tests.office import ROOT, prepare

MANIFEST = json.loads((ROOT / "manifest.json").read_text())


def test_a_note_is_one_line_to_the_clerk_alone_and_can_be_taken_back(slack):
    reply = slack.command("/minutes", "note 2-1 参 送迎の足がない", user=CLERK)
    assert reply.acked
    [message] = reply.messages
    assert message.ephemeral
    assert "「2(1) (参加者) 送迎の足がない」を令和7年度第3回に記録しました。" in message.words
    taken = slack.press(message, "recordings.take_back").message
    assert taken.ts == message.ts
    assert "の記録を取り消しました。" in taken.words
    put = slack.press(taken, "recordings.put_back").message
    assert "に記録しました。" in put.words
    undone = slack.command("/minutes", "undo", user=CLERK).message
    assert "送迎の足がない」の記録を取り消しました。" in undone.words
    assert [m for m in slack.messages("C_FUKUSHI", viewer=OUTSIDER) if m.by_bot] == []


def test_words_that_cannot_be_recorded_are_offered_back(slack):
    reply = slack.command("/minutes", "note 2-9 参 送迎 & <b>足</b>", user=CLERK)
    assert "議題 2-9 はありません" in reply.message.words
    assert "2-9 参 送迎 & <b>足</b>" in reply.message.words
    slack.command("/minutes", f"note {'長い' * 20_000}", user=CLERK)
    slack.until(lambda: slack.called("files.completeUploadExternal"))
    assert slack.troubles == []


def test_held_for_seconds_and_killed_meanwhile_a_note_is_kept_and_told_of(tmp_path):
    database = prepare(tmp_path)
    with Workspace(manifest=MANIFEST).running() as slack:
        bot = start_bot(slack, database)
        slack.wait_connected(2, timeout=20)
        other = sqlite3.connect(database, isolation_level=None)
        other.execute("begin immediate")
        since = time.monotonic()
        reply = slack.command("/minutes", "note 2-1 参 送迎の足がない", user=CLERK, wait=6)
        assert reply.acked
        assert "受け付けました。保存でき次第お知らせします。" in reply.message.words
        assert time.monotonic() - since < 5
        bot.kill()
        bot.wait()
        assert len(waiting.left(database)) == 1
        other.execute("rollback")
        other.close()
        slack.until(lambda: slack.connections == 0, 10)
        bot = start_bot(slack, database)
        slack.wait_connected(2, timeout=20)
        told = slack.until(lambda: slack.messages(slack.dm(CLERK)))
        assert [message.words for message in told] == [
            "受け付けた記録（1行）を、非公開の会議の会議録に保存しました。"
        ]
        assert waiting.left(database) == []
        undone = slack.command("/minutes", "undo", user=CLERK).message
        assert "「2(1) (参加者) 送迎の足がない」の記録を取り消しました。" in undone.words
        bot.terminate()
        assert bot.wait(15) == 0
