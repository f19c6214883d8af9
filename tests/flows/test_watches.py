"""A clerk asks to be told when somebody raises 人材 again."""

from datetime import timedelta

import pytest

from bot.app import build_clock_client
from handlers import routes
from handlers.delivery import deliver_due
from handlers.watches import notice_new
from store import councils, meetings, remarks
from store.viewers import OPERATOR
from tests.cast import BY, CHIEF, CLERK, CLOSED, MINUTES, NOW, OUTSIDER, keep
from tests.flows.reading import button, buttons, marked, words


@pytest.fixture
def client(slack):
    return build_clock_client("xoxb-test", f"{slack.url}api/")


@pytest.fixture
def ring(store, client):
    """What the clock does every half a minute."""

    def ring(now=NOW):
        for bell in routes.CLOCK:
            bell(store, client, now)

    return ring


@pytest.fixture
def told(slack):
    """The alerts a person got."""

    def told(user=CLERK):
        return [m for m in slack.told("chat.postMessage") if m["channel"] == user]

    return told


def test_a_new_remark_is_told_once_with_where_and_the_words_marked(
    bot, ring, told, store, tmp_path
):
    reply = bot.command("/minutes watch 人材")
    assert reply["response_type"] == "ephemeral"
    assert "「人材」の通知を設定しました。" in words(reply)
    assert "同じ意味の言葉（" in words(reply)
    ring()
    assert told() == []
    meeting_id = keep(store, tmp_path, MINUTES)
    ring()
    ring(NOW + timedelta(days=1))
    [alert] = told()
    line = "「人材」に合う新しい発言が3件あります（霧浜市地域福祉懇話会 令和7年度第2回）"
    assert alert["text"] == line
    assert words(alert).split("\n") == [
        line,
        "霧浜市地域福祉懇話会 令和7年度第2回",
        "令和7年8月6日(水)　3件",
        "会議録を表示",
        "(参加者)　2(1) 見守り活動について",
        "担い手が足りない。人手不足が課題である。",
        "(事務局)　2(1) 見守り活動について",
        "人材の育成は大きな課題であり、講座を秋に開く。",
        "(参加者)　2(1) 見守り活動について",
        "講座は夜に開いてほしい。人材バンクも考えられる。",
        "通知の言葉　人材",
        "一時停止",
        "通知をやめる",
    ]
    assert marked(alert) == ["担い手", "人手", "人材", "育成", "人材"]
    assert alert["metadata"] == {
        "event_type": "kaigiroku_outbox",
        "event_payload": {"key": f"watch:U_SUZUKI:{meeting_id}:7"},
    }
    assert not alert["unfurl_links"]


def test_a_watch_is_a_query_with_filters(bot, ring, told, store, tmp_path):
    bot.command("/minutes watch 人材 発言者:事務局")
    bot.command("/minutes watch 発言者:参加者 年度:令和6", user=OUTSIDER)
    keep(store, tmp_path, MINUTES)
    ring()
    [alert] = told()
    assert "1件" in alert["text"]
    assert told(OUTSIDER) == []


def test_one_remark_that_answers_two_watches_is_told_once(bot, ring, told, store, tmp_path):
    bot.command("/minutes watch =人材")
    bot.command("/minutes watch =講座")
    keep(store, tmp_path, MINUTES)
    ring()
    [alert] = told()
    assert "「=人材」、「=講座」に合う新しい発言が2件" in alert["text"]
    assert marked(alert) == ["人材", "講座", "講座", "人材"]
    assert buttons(alert).count("通知をやめる") == 2


@pytest.mark.usefixtures("closed")
def test_show_in_an_alert_answers_beside_it(bot, ring, told, store, tmp_path):
    bot.command("/minutes watch 人材")
    keep(store, tmp_path, MINUTES)
    ring()
    [alert] = told()
    shown = bot.press(button(alert, "会議録を表示"))
    assert "霧浜市民会館 第1会議室" in words(shown)
    assert shown["response_type"] == "ephemeral"
    assert shown["replace_original"] is False


def test_typed_twice_in_other_ways_it_is_one(bot):
    bot.command("/minutes watch 人材 OR 担い手")
    for typed in ("watch 人材　ＯＲ　担い手", "通知 人材 または 担い手", "watch 人材|担い手"):
        assert "すでに設定しています" in words(bot.command(f"/minutes {typed}"))
    assert "通知は1件あります" in words(bot.command("/minutes watch"))


def test_a_mistake_in_the_query_is_told_at_once(bot):
    assert "閉じていません" in words(bot.command("/minutes watch 「人材"))
    assert "設定している通知はありません" in words(bot.command("/minutes 通知"))


def test_the_list_pauses_resumes_and_stops_in_its_place(bot, ring, told, store, tmp_path):
    bot.command("/minutes watch 人材")
    bot.command("/minutes watch 講座")
    listed = bot.command("/minutes watch")
    assert "通知は2件あります（50件まで設定できます）" in words(listed)
    paused = bot.press(button(listed, "一時停止"))
    assert paused["replace_original"]
    assert "人材（一時停止中）" in words(paused)
    keep(store, tmp_path, MINUTES)
    ring()
    assert [alert["text"].split("に")[0] for alert in told()] == ["「講座」"]
    resumed = bot.press(button(paused, "再開する"))
    assert "一時停止中" not in words(resumed)
    keep(store, tmp_path, MINUTES.replace("第2回", "第4回"))
    ring()
    assert told()[1]["text"].startswith("「人材」、「講座」に合う")
    stopped = bot.press(button(resumed, "通知をやめる"))
    assert "通知は1件あります" in words(stopped)
    assert "人材" not in words(stopped)


def test_it_is_paused_and_stopped_from_the_message_itself(bot, ring, told, store, tmp_path):
    bot.command("/minutes watch 人材")
    keep(store, tmp_path, MINUTES)
    ring()
    [alert] = told()
    answer = bot.press(button(alert, "一時停止"))
    assert "「人材」の通知を一時停止しました。" in words(answer)
    assert answer["replace_original"] is False
    assert "再開しました" in words(bot.press(button(answer, "再開する")))
    assert "やめました" in words(bot.press(button(alert, "通知をやめる")))
    assert "もうありません" in words(bot.press(button(alert, "通知をやめる")))
    keep(store, tmp_path, MINUTES.replace("第2回", "第4回"))
    ring()
    assert len(told()) == 1


def test_nobody_touches_anothers_watch(bot):
    mine = bot.command("/minutes watch 人材")
    forged = button(mine, "通知をやめる")
    assert "もうありません" in words(bot.press(forged, user=OUTSIDER))
    assert "通知は1件あります" in words(bot.command("/minutes watch"))


def test_fifty_watches_fit_a_list_with_pages(bot):
    for n in range(1, 51):
        bot.command(f"/minutes watch 言葉{n}")
    assert "お一人50件まで" in words(bot.command("/minutes watch もう一つ"))
    first = bot.command("/minutes watch")
    assert len(first["blocks"]) <= 50
    second = bot.press(button(first, "次へ"))
    assert "言葉21" in words(second)
    third = bot.press(button(second, "次へ"))
    assert "言葉50" in words(third)
    assert "2／3ページ" in words(bot.press(button(third, "前へ")))


# --- Closed meetings


@pytest.fixture
def council(store, minutes):
    with store.writing() as db:
        council = councils.find(db, "霧浜市地域福祉懇話会")
        assert council
        councils.appoint(db, council.id, CLERK, BY)
    return council


@pytest.mark.usefixtures("council")
def test_a_closed_meeting_alerts_its_secretariat_only_and_quotes_nothing(
    bot, ring, told, store, tmp_path
):
    for user in (CLERK, OUTSIDER, CHIEF):
        bot.command("/minutes watch 人材", user=user)
    keep(store, tmp_path, CLOSED)
    ring()
    [alert] = told(CLERK)
    assert "【非公開】霧浜市地域福祉懇話会 令和7年度第3回" in words(alert)
    assert "人材の育成" not in words(alert)
    assert "ここには載せません" in words(alert)
    assert "人材の育成" in words(bot.press(button(alert, "会議録を表示")))
    assert told(OUTSIDER) == []
    assert told(CHIEF) == []
    assert "見つかりません" in words(bot.press(button(alert, "会議録を表示"), user=OUTSIDER))


def test_rights_are_those_of_the_moment_it_is_said(bot, client, told, store, tmp_path, council):
    bot.command("/minutes watch 人材")
    keep(store, tmp_path, CLOSED)
    notice_new(store, client, NOW)
    with store.writing() as db:
        councils.dismiss(db, council.id, CLERK, BY)
    deliver_due(routes.LETTERS, store, client, NOW)
    assert told() == []
    with store.reading() as db:
        assert list(db.conn.execute("select state from outbox")) == [("superseded",)]
        assert "人材" not in str(list(db.conn.execute("select * from outbox")))


def test_what_was_withdrawn_before_it_is_said_is_not_told(bot, client, told, store, tmp_path):
    bot.command("/minutes watch =人材")
    keep(store, tmp_path, MINUTES)
    notice_new(store, client, NOW)
    with store.writing() as db:
        remarks.withdraw(db, 5, BY)
    deliver_due(routes.LETTERS, store, client, NOW)
    [alert] = told()
    assert "1件" in alert["text"]
    assert "人材バンク" in words(alert)


def test_an_archive_at_once_is_one_message(bot, ring, told, store, tmp_path):
    bot.command("/minutes watch 人材")
    for n in range(1, 13):
        keep(store, tmp_path, MINUTES.replace("第2回", f"第{n}回"))
    ring()
    [alert] = told()
    assert "36件あります（12の会議）" in alert["text"]
    assert "ほかに2の会議があります。" in words(alert)
    assert len(alert["blocks"]) <= 50
    with store.reading() as db:
        assert meetings.count(db, OPERATOR) == 12


def test_what_people_wrote_is_never_read_as_slack_markup(bot, ring, told, store, tmp_path):
    bot.command("/minutes watch 人材 -&lt;!channel&gt;")
    text = MINUTES.replace("人材バンク", "<!here> *人材* & 人材バンク")
    keep(store, tmp_path, text)
    ring()
    [alert] = told()
    assert "<!here> *人材* & 人材" in words(alert)
    assert "<!" not in alert["text"]
    assert "mrkdwn" not in str(alert["blocks"])
