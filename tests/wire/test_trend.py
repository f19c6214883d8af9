"""A trend and its files over the wire: picture, table and tables as files."""

import io

from openpyxl import load_workbook
from PIL import Image

from tests.cast import CLERK, OUTSIDER


def test_a_trend_shows_its_chart_and_its_table(slack):
    reply = slack.command("/minutes", "trend 人材", user=OUTSIDER, channel="C_KOTSU", wait=5)
    message = slack.until(lambda: reply.messages)[-1]
    assert message.ephemeral
    assert "「人材」を含む発言は2件あります（会議ごと）" in message.words
    [image] = [block for block in message.blocks if block["type"] == "image"]
    content = slack.file(image["slack_file"]["id"])
    assert Image.open(io.BytesIO(content)).size == (1200, 600)
    assert "令和7年度第2回 2件" in image["alt_text"]
    [shared] = [m for m in slack.messages("D_YAMAMOTO", OUTSIDER) if m.files]
    assert shared.files[0]["id"] == image["slack_file"]["id"]


def test_the_chart_is_turned_in_place(slack):
    by_meeting = slack.command("/minutes", "trend 人材", user=OUTSIDER, wait=5).message
    slack.press(by_meeting, "trend.by_year", wait=5)
    turned = slack.until(
        lambda: [m for m in slack.messages("C_FUKUSHI", OUTSIDER) if "（年度ごと）" in m.words]
    )[-1]
    assert turned.ts == by_meeting.ts
    assert "令和7年度" in turned.words


def test_the_table_is_downloaded_from_the_persons_own_messages(slack):
    trend = slack.command("/minutes", "trend 人材", user=CLERK, wait=5).message
    slack.press(trend, "export.trend_xlsx", wait=5)
    slack.until(lambda: _files(slack, CLERK, ".xlsx"))
    [file] = _files(slack, CLERK, ".xlsx")
    assert file["name"] == "推移_人材_会議ごと.xlsx"
    sheet = load_workbook(io.BytesIO(slack.file(file["id"]))).active
    # What was said behind closed doors goes into no file, not even for its secretariat.
    assert [sheet["B2"].value, sheet["B3"].value] == ["令和7年度第2回", None]
    assert _files(slack, OUTSIDER, ".xlsx") == []


def test_nothing_the_bot_said_was_refused_by_slack(slack):
    for typed in ("trend 人材", "trend", "trend 宇宙開発", "推移 の"):
        assert slack.command("/minutes", typed, wait=5).acked
    assert slack.troubles == []
    assert [call for call in slack.calls if getattr(call, "error", None)] == []


def _files(slack, user: str, ending: str) -> list[dict]:
    channel = user.replace("U_", "D_")
    files = [file for m in slack.messages(channel, user) for file in m.files]
    return [file for file in files if file["name"].endswith(ending)]
