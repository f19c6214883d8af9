"""Minutes are confirmed and published, and opened again when something has to be put right."""

import pytest

from store import councils, history
from tests.cast import BY, CHIEF, CLERK, OUTSIDER
from tests.flows.correcting import filled, open_form
from tests.flows.reading import button, buttons, words

NAME = "霧浜市地域福祉懇話会 令和7年度第2回"
YOUNG = "若い世代に声を掛けたい。"


@pytest.fixture
def secretariat(store, minutes) -> int:
    with store.writing() as db:
        [council] = councils.list_all(db)
        councils.appoint(db, council.id, CLERK, BY)
    return minutes


def deeds(store, meeting_id):
    with store.reading() as db:
        past = history.of(db, "meetings", meeting_id)
        return [(row["actor"], row["deed"]) for row in past if row["deed"] != "imported"]


def confirm(bot, user=CLERK):
    return bot.press(button(bot.command("/minutes confirm 令和7年度第2回", user), "確定する"), user)


def test_it_says_what_it_means_and_asks(bot, store, secretariat):
    asked = bot.command("/minutes confirm 令和7年度第2回")
    assert asked["response_type"] == "ephemeral"
    assert f"{NAME}の会議録（発言7件）を確定しますか。" in words(asked)
    assert "訂正、取消しはできなくなります。" in words(asked)
    [pressed] = [
        element
        for block in asked["blocks"]
        if block["type"] == "actions"
        for element in block["elements"]
    ]
    assert pressed["confirm"]["title"]["text"] == "会議録を確定しますか"
    assert deeds(store, secretariat) == []


def test_confirmed_minutes_are_not_put_right_until_they_are_reopened(
    bot, slack, store, secretariat
):
    told = confirm(bot)
    assert f"{NAME}の会議録を確定しました。" in words(told)
    shown = bot.command("/minutes show")
    assert "確定済み。直すには「/minutes reopen」" in words(shown)
    assert "overflow" not in str(shown)
    asked = bot.command("/minutes 確定解除 令和7年度第2回")
    assert "確定を解除しますか。" in words(asked)
    assert "この会議録は公表済みです" not in words(asked)
    assert "発言を直せます。" in words(bot.press(button(asked, "確定を解除する")))
    view = open_form(bot, slack, YOUNG)
    assert "本文を直しました。" in words(bot.submit(view, filled(view, body0="若者に。"))["view"])
    assert deeds(store, secretariat) == [
        ("slack:U_SUZUKI", "confirmed"),
        ("slack:U_SUZUKI", "reopened"),
    ]


def test_minutes_are_published_after_they_are_confirmed(bot, store, secretariat):
    assert "「/minutes confirm」で確定してから" in words(bot.command("/minutes 公表 R7第2回"))
    told = confirm(bot)
    assert buttons(told) == ["公表済みにする", "確定を解除する"]
    asked = bot.command("/minutes publish R7第2回")
    assert "このボットが外に公表することはありません。" in words(asked)
    published = bot.press(button(asked, "公表済みにする"))
    assert f"{NAME}の会議録を公表済みと記録しました。" in words(published)
    assert "公表済み。" in words(bot.command("/minutes show"))
    reopening = bot.command("/minutes reopen R7第2回")
    assert "「/minutes changes」の新旧対照表" in words(reopening)
    bot.press(button(reopening, "確定を解除する"))
    assert [deed for _, deed in deeds(store, secretariat)] == [
        "confirmed",
        "published",
        "reopened",
    ]


def test_pressed_twice_it_is_done_once(bot, store, secretariat):
    asked = bot.command("/minutes confirm R7第2回")
    bot.press(button(asked, "確定する"))
    assert "すでに確定しています。" in words(bot.press(button(asked, "確定する")))
    assert "すでに確定しています。" in words(bot.command("/minutes 確定 R7第2回"))
    assert [deed for _, deed in deeds(store, secretariat)] == ["confirmed"]
    reopening = button(bot.command("/minutes reopen R7第2回"), "確定を解除する")
    bot.press(reopening)
    assert "確定していません。" in words(bot.press(reopening))
    assert "確定していません。" in words(bot.command("/minutes reopen R7第2回"))


@pytest.mark.usefixtures("secretariat")
@pytest.mark.parametrize("verb", ["confirm", "publish", "reopen"])
def test_without_a_meeting_it_asks_for_one(bot, verb):
    assert f"例: 「/minutes {verb} 令和7年度第2回」" in words(bot.command(f"/minutes {verb}"))


@pytest.mark.parametrize("verb", ["confirm", "publish", "reopen"])
def test_only_the_secretariat_and_administrators_may(bot, store, secretariat, verb):
    typed = f"/minutes {verb} 令和7年度第2回"
    assert "担当者だけができます" in words(bot.command(typed, user=OUTSIDER))
    assert "担当者だけができます" not in words(bot.command(typed, user=CHIEF))
    borrowed = button(bot.command("/minutes confirm R7第2回"), "確定する")
    assert "担当者だけができます" in words(bot.press(borrowed, user=OUTSIDER))
    assert deeds(store, secretariat) == []


def test_a_closed_meeting_is_confirmed_but_never_published(bot, store, closed):
    with store.writing() as db:
        [council] = councils.list_all(db)
        councils.appoint(db, council.id, CLERK, BY)
    told = bot.press(button(bot.command("/minutes confirm 令和7年度第3回"), "確定する"))
    assert buttons(told) == ["確定を解除する"]
    refused = bot.command("/minutes publish 令和7年度第3回")
    assert "非公開の会議のため" in words(refused)
    assert "見つかりません" in words(bot.command("/minutes confirm 令和7年度第3回", user=OUTSIDER))
    assert [deed for _, deed in deeds(store, closed)] == ["confirmed"]


@pytest.mark.parametrize(
    ("status", "sentence"),
    [("scheduled", "まだ開かれていない"), ("in_session", "開会中です"), ("cancelled", "中止")],
)
def test_only_what_is_over_is_confirmed(bot, store, secretariat, status, sentence):
    asked = bot.command("/minutes confirm R7第2回")
    with store.writing() as db:
        db.conn.execute("update meetings set status = ?", (status,))
    assert sentence in words(bot.command("/minutes confirm R7第2回"))
    assert sentence in words(bot.press(button(asked, "確定する")))
    assert deeds(store, secretariat) == []


def test_minutes_without_a_word_are_not_confirmed(bot, store, secretariat):
    with store.writing() as db:
        db.conn.execute("delete from search_entries")
        db.conn.execute("update remarks set withdrawn_at = '2026-11-23T00:00:00Z'")
    assert "発言が一つも記録されていない" in words(bot.command("/minutes confirm R7第2回"))
