"""What follows from attendance, over the wire: the picture, the files, the forms."""

import io
import json

import docx
import pytest
from openpyxl import load_workbook
from PIL import Image

from bot.demo import start_bot
from bot.workspace import Workspace
from store.db import open_store
from tests.cast import CLERK, OUTSIDER
from tests.office import ROOT, prepare


@pytest.fixture(scope="module")
def town(tmp_path_factory):
    """A bot of its own, whose council's members, terms and pay nobody else counts on."""
    database = prepare(tmp_path_factory.mktemp("attended"))
    store = open_store(database)
    with store.writing() as db:
        db.conn.execute("update attendance set status = 'absent' where name = '井上 翔'")
    store.close()
    with Workspace(manifest=json.loads((ROOT / "manifest.json").read_text())).running() as slack:
        bot = start_bot(slack, database)
        slack.wait_connected(2, timeout=20)
        yield slack
        bot.terminate()
        assert bot.wait(15) == 0


@pytest.fixture
def slack(town) -> Workspace:
    town.reset()
    return town


def files(slack, ending):
    sent = [file for m in slack.messages("D_SUZUKI", CLERK) for file in m.files]
    return [slack.file(file["id"]) for file in sent if file["name"].endswith(ending)]


def test_history_is_shown_with_its_picture_and_sent_as_a_sheet(slack):
    reply = slack.command("/attendance", "history", user=CLERK, wait=5)
    shown = slack.until(lambda: reply.messages)[-1]
    assert shown.ephemeral
    assert "出席の経過です（2会議、委員3名）" in shown.words
    [image] = [block for block in shown.blocks if block["type"] == "image"]
    picture = Image.open(io.BytesIO(slack.file(image["slack_file"]["id"])))
    assert picture.size[0] == 1200
    slack.press(shown, "attended.excel", wait=5)
    [sheet] = slack.until(lambda: files(slack, ".xlsx"))
    rows = list(load_workbook(io.BytesIO(sheet)).active.iter_rows(values_only=True))
    # The closed meeting is in no file.
    assert [row[:3] for row in rows[1:]] == [
        ("井上 翔", "委員", "×"), ("廣岡 実", "委員", "○"), ("浅野 和子", "委員", "○"),
    ]  # fmt: skip
    slack.press(shown, "attended.meetings", wait=5)
    turned = slack.until(
        lambda: [m for m in slack.messages("C_FUKUSHI", CLERK) if "欠席・代理" in str(m.blocks)]
    )[-1]
    assert turned.ts == shown.ts


def test_the_rule_for_pay_is_filled_in_and_the_csv_follows(slack):
    first = slack.command("/attendance", "pay", user=CLERK, wait=5).message
    slack.press(first, "attended_pay.open")
    slack.until(lambda: slack.views(CLERK))
    filled = {"hours": "1.5", "short": "8000", "long": "12000", "travel": "浅野 和子 640"}
    slack.submit(slack.view(CLERK), filled)
    assert "1.5時間まで　8,000円" in slack.view(CLERK).words
    shown = slack.command("/attendance", "pay 令和7年度第2回", user=CLERK, wait=5).message
    assert "2件、合わせて16,640円です" in shown.words
    slack.press(shown, "attended_pay.csv", wait=5)
    [sent] = slack.until(lambda: files(slack, ".csv"))
    assert sent.decode("utf-8-sig").count("\r\n") == 3


def test_the_absent_member_gets_a_letter(slack):
    shown = slack.command("/attendance", "pack 令和7年度第2回", user=CLERK, wait=5).message
    slack.press(shown, "attended_pack.word", wait=5)
    [letter] = slack.until(lambda: files(slack, ".docx"))
    lines = [paragraph.text for paragraph in docx.Document(io.BytesIO(letter)).paragraphs]
    assert "井上 翔　様" in lines
    assert "・資料1　見守りの手引き(案)" in lines


def test_nothing_the_bot_said_was_refused_by_slack(slack):
    for typed in ("history", "pay", "terms", "pack", "history いつか", "pay 第9回"):
        for user in (CLERK, OUTSIDER):
            assert slack.command("/attendance", typed, user=user, wait=5).acked
    assert slack.troubles == []
