"""A clerk asks since when people speak of 人材."""

import io
import json

import pytest
from PIL import Image

from store import councils
from store.db import Store
from tests.cast import BY, CLERK, MINUTES, OUTSIDER, keep
from tests.flows.reading import button, buttons, words

OLDER = MINUTES.replace("令和7年度第2回", "令和6年度第1回").replace(
    "令和7年8月6日（水）", "令和6年8月6日（火）"
)
LATER = MINUTES.replace("第2回", "第4回").replace("令和7年8月6日（水）", "令和8年2月4日（水）")


@pytest.fixture
def two_years(store: Store, tmp_path) -> None:
    """An older year in which 人材 was said once, and the year in which it was said twice."""
    keep(store, tmp_path, OLDER.replace("人材バンク", "名簿"))
    keep(store, tmp_path, MINUTES)


def table(message) -> list[list[str]]:
    [found] = [block for block in message["blocks"] if block["type"] == "table"]
    return [[cell["text"] for cell in row] for row in found["rows"]]


def image(message) -> dict:
    [found] = [block for block in message["blocks"] if block["type"] == "image"]
    return found


@pytest.mark.usefixtures("two_years")
def test_a_trend_is_told_in_a_chart_a_table_and_words(bot, slack):
    reply = bot.command("/minutes trend 人材")
    assert reply["response_type"] == "ephemeral"
    assert "「人材」を含む発言は3件あります（年度ごと）" in words(reply)
    assert table(reply) == [
        ["年度", "会議の数", "含む発言", "全発言", "割合"],
        ["令和6年度", "1会議", "1", "7", "14.3%"],
        ["令和7年度", "1会議", "2", "7", "28.6%"],
        ["合計", "　", "3", "14", "21.4%"],
    ]
    assert reply["text"] == (
        "「人材」を含む発言は3件あります（年度ごと）。令和6年度 1件、令和7年度 2件"
    )
    assert image(reply)["slack_file"] == {"id": "F1"}
    assert image(reply)["alt_text"] == (
        "「人材」を含む発言の数の棒グラフ（年度ごと）。令和6年度 1件、令和7年度 2件"
    )
    picture = Image.open(io.BytesIO(slack.uploads["F1"]))
    assert (picture.format, picture.size) == ("PNG", (1200, 600))


@pytest.mark.usefixtures("two_years")
def test_the_chart_goes_to_the_asker_alone(bot, slack):
    bot.command("/minutes trend 人材")
    [opened] = slack.told("conversations.open")
    assert opened["users"] == CLERK
    [shared] = slack.told("files.completeUploadExternal")
    assert shared["channel_id"] == "D_U_SUZUKI"
    [uploaded] = slack.told("files.getUploadURLExternal")
    assert uploaded["alt_txt"] == (
        "「人材」を含む発言の数の棒グラフ（年度ごと）。令和6年度 1件、令和7年度 2件"
    )
    assert slack.told("chat.postMessage") == []


@pytest.mark.usefixtures("two_years")
def test_the_buttons_switch_between_years_and_meetings(bot):
    by_year = bot.command("/minutes 推移 人材")
    assert buttons(by_year) == ["会議ごと", "CSV", "Excel"]
    by_meeting = bot.press(button(by_year, "会議ごと"))
    assert by_meeting["replace_original"] is True
    assert table(by_meeting)[1:3] == [
        ["令和6年度第1回", "令和6年8月6日(火)", "1", "7", "14.3%"],
        ["令和7年度第2回", "令和7年8月6日(水)", "2", "7", "28.6%"],
    ]
    assert "年度ごと" in buttons(by_meeting)
    again = bot.press(button(by_meeting, "年度ごと"))
    assert table(again) == table(by_year)


@pytest.mark.usefixtures("two_years")
def test_a_chart_that_was_sent_is_not_sent_again(bot, slack):
    by_year = bot.command("/minutes trend 人材")
    once = bot.press(button(by_year, "会議ごと"))
    twice = bot.press(button(by_year, "会議ごと"))
    assert len(slack.uploads) == 2
    assert table(twice) == table(once)


@pytest.mark.usefixtures("minutes")
def test_one_year_is_shown_meeting_by_meeting(bot, store, tmp_path):
    keep(store, tmp_path, LATER.replace("人材", "人手"))
    reply = bot.command("/minutes trend 人材")
    assert "（会議ごと）" in words(reply)
    assert [row[0] for row in table(reply)] == ["会議", "令和7年度第2回", "令和7年度第4回", "合計"]
    assert [row[2] for row in table(reply)] == ["含む発言", "2", "0", "2"]


@pytest.mark.usefixtures("minutes", "closed")
def test_a_closed_meeting_is_not_even_a_gap(bot, store):
    with store.writing() as db:
        council = councils.find(db, "霧浜市地域福祉懇話会")
        assert council
        councils.appoint(db, council.id, CLERK, BY)
    mine = bot.command("/minutes trend 人材")
    assert "第3回" not in str(mine)
    assert "非公開の会議は数えていません" in words(mine)
    others = bot.command("/minutes trend 人材", user=OUTSIDER)
    assert table(others) == [
        ["会議", "開催日", "含む発言", "全発言", "割合"],
        ["令和7年度第2回", "令和7年8月6日(水)", "2", "7", "28.6%"],
    ]
    assert "第3回" not in str(others)
    # A button carries no rights: pressed by somebody else, it tells what that person may see.
    pressed = bot.press(
        {"action_id": "trend.by_meeting", "value": '{"q":"人材"}', "type": "button"}, user=OUTSIDER
    )
    assert table(pressed) == table(others)


@pytest.mark.usefixtures("two_years")
def test_without_words_it_counts_what_somebody_said(bot):
    reply = bot.command("/minutes trend 発言者:事務局")
    assert "「発言者:事務局」に当たる発言は6件あります（年度ごと）" in words(reply)


@pytest.mark.usefixtures("minutes")
def test_nothing_found_says_so_and_sends_no_chart(bot, slack):
    reply = bot.command("/minutes trend 宇宙開発")
    assert "「宇宙開発」を含む発言は見つかりませんでした。" in words(reply)
    assert slack.uploads == {}


def test_without_words_it_is_asked_for_them(bot):
    assert "探したい言葉を入力してください" in words(bot.command("/minutes trend"))


@pytest.mark.usefixtures("two_years")
def test_the_table_arrives_where_slack_refuses_the_chart(bot, slack, caplog):
    slack.refuses = lambda method, _: method == "files.getUploadURLExternal" and "missing_scope"
    reply = bot.command("/minutes trend 人材")
    assert [row[2] for row in table(reply)] == ["含む発言", "1", "2", "3"]
    assert "image" not in [block["type"] for block in reply["blocks"]]
    assert "図は送れませんでした。" in words(reply)
    assert "missing_scope" in caplog.text


@pytest.mark.usefixtures("two_years")
def test_the_table_arrives_where_slack_does_not_show_a_fresh_file(bot, slack):
    slack.refuses = lambda _, args: '"image"' in json.dumps(args) and "invalid_blocks"
    reply = bot.command("/minutes trend 人材")
    assert [row[2] for row in table(reply)] == ["含む発言", "1", "2", "3"]
    assert "image" not in [block["type"] for block in reply["blocks"]]
    assert "ダイレクトメッセージに送りました" in words(reply)
