"""The minutes themselves, and the list of meetings."""

import pytest

from tests.cast import MINUTES, keep
from tests.flows.reading import button, words


@pytest.mark.usefixtures("minutes")
@pytest.mark.parametrize(
    "typed",
    [
        "show 令和7年度第2回",
        "表示 1",
        "show",
        "show R7第2回",
        "show 霧浜市地域福祉懇話会 令和７年度第２回",
    ],
)
def test_show_gives_header_and_remarks(bot, typed):
    read = words(bot.command(f"/minutes {typed}"))
    assert "霧浜市地域福祉懇話会 令和7年度第2回 会議録" in read
    assert "日時　令和7年8月6日(水) 18:30～20:00" in read
    assert "場所　霧浜市民会館 第1会議室" in read
    assert (
        "出席者　浅野 和子, 井上 翔, 廣岡 実 (敬称略) 福祉部次長 山根 進 福祉部福祉課主査 鈴木 学"
        in read
    )
    assert "公開・非公開　公開" in read
    assert "傍聴者　2名" in read
    assert "会議資料　資料1 見守りの手引き(案)" in read
    assert "*2(1) 見守り活動について*" in read
    assert "若い世代に声を掛けたい。" in read


def test_a_long_meeting_is_paged_inside_slacks_limits(bot, store, tmp_path):
    long = "\n".join(f"- ・{n}番目。" + "長い発言です。" * 60 for n in range(1, 81))
    keep(store, tmp_path, MINUTES.replace("- ・若い世代に声を掛けたい。", long))
    message = bot.command("/minutes show")
    seen = words(message)
    while "次へ" in words(message):
        message = bot.press(button(message, "次へ"))
        assert len(message["blocks"]) <= 50
        assert len(words(message)) < 12_000
        seen += words(message)
    assert [n for n in range(1, 81) if f"{n}番目。" not in seen] == []
    assert "次回は11月に開催する。" in seen


def test_one_remark_longer_than_a_message_is_shown_whole(bot, store, tmp_path):
    keep(store, tmp_path, MINUTES.replace("若い世代に声を掛けたい。", "あ" * 20_000 + "終わり。"))
    message = bot.command("/minutes show")
    seen = words(message)
    while "次へ" in words(message):
        message = bot.press(button(message, "次へ"))
        seen += words(message)
    assert seen.count("あ") >= 20_000
    assert "終わり。" in seen


@pytest.mark.usefixtures("minutes")
def test_recent_lists_meetings_with_a_button_that_shows_them(bot):
    reply = bot.command("/minutes recent")
    assert "会議は1件あります" in words(reply)
    assert "霧浜市地域福祉懇話会 令和7年度第2回\n令和7年8月6日(水) 18:30～20:00　発言7件" in words(
        reply
    )
    shown = bot.press(button(reply, "会議録を表示"))
    assert "場所　霧浜市民会館 第1会議室" in words(shown)


@pytest.mark.usefixtures("minutes")
def test_a_meeting_that_does_not_exist_is_said_to_be_missing(bot):
    assert "会議「令和9年度第9回」は見つかりません。" in words(
        bot.command("/minutes show 令和9年度第9回")
    )


@pytest.mark.usefixtures("minutes")
@pytest.mark.parametrize("typed", ["9" * 30, "kaigiroku:" + "9" * 30])
def test_a_number_beyond_all_numbers_is_not_found(bot, typed):
    assert "見つかりません" in words(bot.command(f"/minutes show {typed}"))


def test_before_the_first_import_there_is_a_next_step(bot):
    assert "kaigiroku import" in words(bot.command("/minutes show"))
    assert "kaigiroku import" in words(bot.command("/minutes recent"))
