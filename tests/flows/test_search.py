"""A clerk asks whether anybody raised 人材 before."""

import sqlite3

import pytest

from store import exchange
from tests.cast import BY, MINUTES, keep
from tests.flows.reading import button, buttons, marked, words


@pytest.mark.usefixtures("minutes")
def test_search_answers_with_count_words_marked_speaker_and_place(bot):
    reply = bot.command("/minutes search =人材")
    assert reply["response_type"] == "ephemeral"
    assert "「=人材」を含む発言は2件あります（新しい順）" in words(reply)
    assert marked(reply) == ["人材", "人材"]
    assert (
        "(事務局)　令和7年8月6日(水)　霧浜市地域福祉懇話会 令和7年度第2回　2(1) 見守り活動について"
        in words(reply)
    )
    assert reply["text"] == "「=人材」を含む発言は2件あります（新しい順）"


@pytest.mark.usefixtures("minutes")
def test_words_that_mean_the_same_are_looked_for_too_and_can_be_switched_off(bot):
    reply = bot.command("/minutes search 人材")
    assert "「人材」を含む発言は3件あります" in words(reply)
    assert "人手・担い手・マンパワー・育成も探しました。" in words(reply)
    assert "人手不足が課題である。" in words(reply)  # the question the office's answer belongs to
    without = bot.press(button(reply, "「担い手」を外す"))
    assert "人手・マンパワー・育成も探しました。" in words(without)
    without = bot.press(button(without, "「人手」を外す"))
    assert "「人材」を含む発言は2件あります" in words(without)
    again = bot.press(button(without, "「人手」を戻す"))
    assert "「人材」を含む発言は3件あります" in words(again)


@pytest.mark.usefixtures("minutes")
def test_a_hit_shows_the_question_with_its_answer(bot):
    reply = bot.command("/minutes search 講座を秋に")
    read = words(reply)
    assert read.index("質疑　(参加者)") < read.index("人手不足が課題である。")
    assert read.index("人手不足が課題である。") < read.index("↳ 答弁　(事務局)")
    assert read.index("↳ 答弁　(事務局)") < read.index("人材の育成は大きな課題であり")


@pytest.mark.usefixtures("minutes")
@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("search =人材 =育成", "1件"),
        ("search =人材　=育成", "1件"),
        ("検索 ＝人材", "2件"),
        ("ｓｅａｒｃｈ =人材", "2件"),
        ("SEARCH =人材", "2件"),
        ("search =人材 発言者:参加者", "1件"),
        ("search 発言者：事務局", "3件"),
        ("search ばんく", "1件"),
        ("search の", "2件"),
    ],
)
def test_search_forgives_how_it_is_typed(bot, typed, found):
    assert f"は{found}あります" in words(bot.command(f"/minutes {typed}"))


@pytest.mark.usefixtures("minutes")
def test_no_hit_says_so_and_what_to_try(bot):
    reply = bot.command("/minutes search 宇宙開発")
    assert "「宇宙開発」を含む発言は見つかりませんでした。" in words(reply)


@pytest.mark.usefixtures("minutes")
def test_looking_around_shows_the_neighbours_in_a_window(bot, slack):
    reply = bot.command("/minutes search バンク")
    bot.press(button(reply, "前後を見る"))
    [opened] = slack.told("views.open")
    read = words(opened["view"])
    assert "人材の育成は大きな課題であり" in read
    assert "次回は11月に開催する。" in read
    assert marked(opened["view"]) == ["講座は夜に開いてほしい。人材バンクも考えられる。"]


@pytest.mark.usefixtures("minutes")
def test_sharing_posts_once_and_names_who_shared(bot, slack):
    reply = bot.command("/minutes search バンク")
    shared = bot.press(button(reply, "共有"))
    assert shared["response_type"] == "in_channel"
    assert "<@U_SUZUKI> さんが会議録の発言を共有しました。" in words(shared)
    assert "人材バンクも考えられる" in words(shared)
    again = bot.press(button(reply, "共有"))
    assert again["response_type"] == "ephemeral"
    assert "すでにこのチャンネルに共有しています" in words(again)
    assert [told["response_type"] for told in slack.told("replies")].count("in_channel") == 1


def test_the_pager_turns_pages_and_works_as_long_as_the_message_lives(bot, store, tmp_path):
    bullets = "\n".join(f"- ・{n}番目の要望です。" for n in range(1, 13))
    keep(store, tmp_path, MINUTES.replace("- ・若い世代に声を掛けたい。", bullets))
    first = bot.command("/minutes search 要望")
    assert "12件" in words(first)
    assert "1／3ページ" in words(first)
    assert "前へ" not in buttons(first)
    second = bot.press(button(first, "次へ"))
    assert "6番目の要望です。" in words(second)
    third = bot.press(button(second, "次へ"))
    assert "12番目の要望です。" in words(third)
    assert "次へ" not in buttons(third)
    assert "1番目の要望です。" in words(bot.press(button(bot.press(button(third, "前へ")), "前へ")))


@pytest.mark.usefixtures("minutes")
def test_a_search_writes_nothing(bot, store):
    with store.reading() as db:
        before = db.conn.execute("select count(*) from history").fetchone()
    bot.command("/minutes search 人材")
    with store.reading() as db:
        assert db.conn.execute("select count(*) from history").fetchone() == before


@pytest.mark.usefixtures("minutes")
def test_a_full_disk_stops_no_search(bot, slack, store):
    [pages] = store._connection.execute("pragma page_count").fetchone()
    store._connection.execute(f"pragma max_page_count = {pages}")
    assert "は2件あります" in words(bot.command("/minutes search =人材"))
    assert "見つかりませんでした" in words(bot.command("/minutes search " + "宇宙開発" * 20))
    assert "受付番号" not in str(slack.told("replies"))


@pytest.mark.usefixtures("minutes")
def test_a_busy_database_stops_no_search(bot, slack, store):
    other = sqlite3.connect(store.path)
    other.execute("begin immediate")
    assert "は2件あります" in words(bot.command("/minutes search =人材"))
    assert "見つかりませんでした" in words(bot.command("/minutes search 宇宙開発"))
    other.close()
    assert "受付番号" not in str(slack.told("replies"))


def test_what_people_wrote_is_never_read_as_slack_markup(bot, store, tmp_path):
    keep(
        store,
        tmp_path,
        MINUTES.replace("人材バンク", "<!channel> *人材* <http://x|見る> & 人材バンク"),
    )
    reply = bot.command("/minutes search バンク")
    assert "<!channel> *人材* <http://x|見る> & 人材" in words(reply)
    assert "mrkdwn" not in str(reply["blocks"])


def test_the_real_minutes_show_the_question_beside_the_answer(bot, store, shared):
    exchange.import_file(store, shared / "minutes" / "asahikawa_r3_1.txt", BY)
    assert "「=人材」を含む発言は4件あります" in words(bot.command("/minutes search =人材"))
    first = bot.command("/minutes search 人材")
    assert "人手・担い手・マンパワー・育成も探しました。" in words(first)
    read = words(first) + words(bot.press(button(first, "次へ")))
    question = read.index("人手不足が課題。")
    answer = read.index("人材不足はその通り")
    assert read.rindex("質疑　(参加者)", 0, question) < question
    assert question < read.rindex("↳ 答弁　(事務局)", 0, answer) < answer
