"""The Home tab: what somebody writes up is at hand; what is not theirs does not show."""

import json
from typing import Any

import pytest

from store import councils, memos, recordings
from store.history import By
from store.recordings import Line, NewRecording
from tests.cast import BY, CLERK, CLOSED, MINUTES, NOW, OUTSIDER, keep
from tests.flows.reading import button, buttons, words

Json = dict[str, Any]


@pytest.fixture
def secretary(store, minutes) -> int:
    """The open meeting, whose council the clerk serves."""
    with store.writing() as db:
        [council] = councils.list_all(db)
        councils.appoint(db, council.id, CLERK, BY)
    return minutes


def open_home(bot, user: str = CLERK, tab: str = "home") -> Json:
    bot.event({"type": "app_home_opened", "user": user, "channel": "D1", "tab": tab})
    published = bot.slack.told("views.publish")
    return published[-1]["view"] if published else {}


def press(bot, pressed: Json, user: str = CLERK) -> Json:
    bot._send(
        {
            "type": "block_actions",
            "user": {"id": user},
            "team": {"id": "T"},
            "trigger_id": "1.2.3",
            "container": {"type": "view", "view_id": "V_HOME"},
            "view": {"id": "V_HOME", "type": "home", "hash": "h", "title": None, "callback_id": ""},
            "actions": [{"block_id": "b", **pressed}],
        }
    )
    return bot.slack.told("views.publish")[-1]["view"]


def record(store, meeting_id: int, body: str, user: str = CLERK) -> None:
    with store.writing() as db:
        line = Line(body=body, label="参加者", begins=True)
        new = NewRecording(key=f"view:V:{body}", meeting_id=meeting_id, lines=(line,))
        assert recordings.add(db, new, By(f"slack:{user}", NOW))


def test_a_secretary_finds_the_current_meeting_and_what_they_recorded(bot, store, secretary):
    record(store, secretary, "夜の講座がよい")
    record(store, secretary, "ほかの人の記録", user="U_SATO")
    with store.writing() as db:
        memos.add(db, secretary, None, "廣岡委員に資料を渡す", BY)
    home = open_home(bot)
    assert words(home).splitlines() == [
        "いまの会議",
        "霧浜市地域福祉懇話会 令和7年度第2回",
        "案・確定前　令和7年8月6日(水) 18:30～20:00　発言9件、覚え書き1件",
        "発言を記録",
        "会議録を表示",
        "最近記録したもの",
        "(参加者) 夜の講座がよい",
        "霧浜市地域福祉懇話会 令和7年度第2回",
        "取り消す",
        "直す",
        "会議録を検索",
        "表示を更新",
    ]


def test_the_other_tab_of_the_app_is_left_alone(bot, slack, secretary):
    assert open_home(bot, tab="messages") == {}


def test_whoever_serves_no_council_finds_the_search_and_how_to_ask(bot, slack, secretary):
    home = open_home(bot, user=OUTSIDER)
    assert buttons(home) == ["会議録を検索"]
    assert "このボットへのメッセージに探したい言葉を書いてください。" in words(home)
    assert "霧浜市" not in words(home)
    press(bot, button(home, "会議録を検索"), OUTSIDER)
    assert slack.told("views.open")[-1]["view"]["callback_id"] == "search_form"


def test_a_closed_meeting_shows_to_its_own_secretariat_alone(bot, store, secretary, tmp_path):
    keep(store, tmp_path, CLOSED)
    keep(store, tmp_path, MINUTES.replace("霧浜市地域福祉懇話会", "霧浜市景観審議会"))
    with store.writing() as db:
        councils.appoint(db, councils.find(db, "霧浜市景観審議会").id, OUTSIDER, BY)
    assert "【非公開】霧浜市地域福祉懇話会 令和7年度第3回" in words(open_home(bot))
    other = words(open_home(bot, user=OUTSIDER))
    assert "霧浜市景観審議会 令和7年度第2回" in other
    assert "霧浜市地域福祉懇話会" not in other


def test_a_meeting_in_session_comes_first(bot, store, secretary, tmp_path):
    keep(store, tmp_path, MINUTES.replace("霧浜市地域福祉懇話会", "霧浜市景観審議会"))
    with store.writing() as db:
        council = councils.find(db, "霧浜市景観審議会")
        councils.appoint(db, council.id, CLERK, BY)
        db.execute("update meetings set status = 'in_session' where council_id = ?", [council.id])
    read = words(open_home(bot)).splitlines()
    assert read[1] == "霧浜市景観審議会 令和7年度第2回"
    assert read[2].startswith("会議中　")


def test_the_form_and_the_minutes_open_from_home(bot, slack, secretary):
    home = open_home(bot)
    press(bot, button(home, "発言を記録"))
    assert slack.told("views.open")[-1]["view"]["callback_id"] == "note_form"
    press(bot, button(home, "会議録を表示"))
    shown = slack.told("views.open")[-1]["view"]
    assert shown["title"]["text"] == "会議録"
    assert "霧浜市民会館 第1会議室" in words(shown)


def test_what_one_recorded_is_corrected_from_home(bot, slack, store, secretary):
    record(store, secretary, "夜の講座がよい")
    press(bot, button(open_home(bot), "直す"))
    assert "夜の講座がよい" in json.dumps(slack.told("views.open")[-1], ensure_ascii=False)


def test_what_one_recorded_is_taken_back_and_put_back(bot, store, secretary):
    record(store, secretary, "夜の講座がよい")
    home = press(bot, button(open_home(bot), "取り消す"))
    assert "（取り消しました）(参加者) 夜の講座がよい" in words(home)
    assert "発言7件" in words(home)
    home = press(bot, button(home, "元に戻す"))
    assert "発言8件" in words(home)


def test_nobody_takes_back_what_another_recorded_with_a_button_of_theirs(
    bot, slack, store, secretary
):
    record(store, secretary, "夜の講座がよい")
    pressed = button(open_home(bot), "取り消す")
    press(bot, pressed, OUTSIDER)
    [told] = slack.told("chat.postMessage")
    assert told["channel"] == OUTSIDER
    assert told["text"].startswith("その発言は見つかりません。")
    with store.reading() as db:
        assert recordings.find(db, "view:V:夜の講座がよい").withdrawn_at is None


def test_confirmed_minutes_are_no_longer_current_and_take_nothing_back(
    bot, slack, store, secretary
):
    record(store, secretary, "夜の講座がよい")
    pressed = button(open_home(bot), "取り消す")
    with store.writing() as db:
        db.execute("update meetings set confirmed_at = '2026-11-01T00:00:00Z'")
    press(bot, pressed)
    assert slack.told("chat.postMessage")[-1]["text"].startswith("この会議の会議録は確定されている")
    assert "発言を記録できる会議はありません。" in words(open_home(bot))


def test_what_one_recorded_is_paged_and_the_page_stays_after_taking_back(bot, store, secretary):
    for number in range(1, 8):
        record(store, secretary, f"発言{number}")
    home = open_home(bot)
    assert "(参加者) 発言7" in words(home)
    assert "(参加者) 発言2" not in words(home)
    assert "1／2ページ" in words(home)
    home = press(bot, button(home, "次へ"))
    assert "(参加者) 発言2" in words(home)
    assert buttons(home).count("前へ") == 1
    home = press(bot, button(home, "取り消す"))
    assert "（取り消しました）(参加者) 発言2" in words(home)
    assert "2／2ページ" in words(home)
