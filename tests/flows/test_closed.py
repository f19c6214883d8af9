"""A closed meeting is found, counted and shown only for its own secretariat."""

import pytest

from store import councils
from tests.cast import BY, CHIEF, CLERK, OUTSIDER
from tests.flows.reading import button, buttons, words


@pytest.fixture
def secretariat(store, minutes, closed):
    with store.writing() as db:
        council = councils.find(db, "霧浜市地域福祉懇話会")
        assert council
        councils.appoint(db, council.id, CLERK, BY)
    return closed


@pytest.mark.usefixtures("secretariat")
@pytest.mark.parametrize(("user", "total"), [(CLERK, 4), (OUTSIDER, 2), (CHIEF, 2)])
def test_only_the_secretariat_finds_and_counts_it(bot, user, total):
    assert f"は{total}件あります" in words(bot.command("/minutes search =人材", user=user))


def test_nobody_else_learns_that_it_exists(bot, secretariat):
    for typed in (
        "recent",
        "show 令和7年度第3回",
        f"show {secretariat}",
        "search 発言者:事務局",
        "show",
    ):
        assert "第3回 " not in words(bot.command(f"/minutes {typed}", user=OUTSIDER)).replace(
            "例: 令和3年度第1回", ""
        )
        assert "11月5日" not in words(bot.command(f"/minutes {typed}", user=OUTSIDER))
    assert "第3回" in words(bot.command("/minutes recent", user=CLERK))


@pytest.mark.usefixtures("secretariat")
def test_its_remarks_cannot_be_shared_nor_looked_around_by_others(bot, slack):
    mine = bot.command("/minutes search =人材", user=CLERK)
    assert buttons(mine).count("共有") == 2
    assert buttons(mine).count("前後を見る") == 4
    around = button(mine, "前後を見る")  # newest first: the closed meeting's
    forged = {**around, "action_id": "search.share"}
    assert "共有できません" in words(bot.press(forged, user=CLERK))
    assert "見つかりません" in words(bot.press(forged, user=OUTSIDER))
    assert "見つかりません" in words(bot.press(around, user=OUTSIDER))
    assert slack.told("views.open") == []
    assert all(told["response_type"] == "ephemeral" for told in slack.told("replies"))


def test_leaving_the_secretariat_takes_effect_at_once(bot, store, secretariat):
    mine = bot.command(f"/minutes show {secretariat}", user=CLERK)
    assert "非公開（霧浜市情報公開条例第7条第4号に該当するため）" in words(mine)
    with store.writing() as db:
        council = councils.find(db, "霧浜市地域福祉懇話会")
        assert council
        councils.dismiss(db, council.id, CLERK, BY)
    assert "見つかりません" in words(bot.command(f"/minutes show {secretariat}", user=CLERK))
