"""Putting remarks right over the wire: the menu, the form, and two clerks at once."""

import pytest

from store import councils
from store.db import open_store
from tests.cast import BY, CLERK

OTHER = "U_TAKAHASHI"
NIGHT = "講座は夜に開いてほしい。人材バンクも考えられる。"


@pytest.fixture(scope="module", autouse=True)
def two_clerks(office):
    store = open_store(office.database)
    with store.writing() as db:
        [council] = councils.list_all(db)[:1]
        councils.appoint(db, council.id, OTHER, BY)
    store.close()


def open_form(slack, user, body):
    """直す in the menu beside the remark that says so."""
    shown = slack.command("/minutes", "show 令和7年度第2回", user=user).message
    [block] = [
        block
        for block in shown.blocks
        if block.get("accessory", {}).get("type") == "overflow" and body in block["text"]["text"]
    ]
    [option] = [one for one in block["accessory"]["options"] if one["text"]["text"] == "直す"]
    slack.choose(shown, "remarks.menu", option["value"], user=user, block_id=block["block_id"])
    slack.until(lambda: slack.views(user))
    return slack.view(user)


def test_a_word_is_put_right_and_put_back(slack):
    form = open_form(slack, CLERK, NIGHT)
    assert form.values["body0.0"]["value"]["value"] == NIGHT
    stays = slack.submit(form, {"body0.0": " "})
    assert "本文が空です" in str(stays.view.errors)
    slack.submit(slack.view(CLERK), {"body0.0": f"夜の{NIGHT}"})
    assert "本文を直しました。" in slack.view(CLERK).words
    slack.press(slack.view(CLERK), "remarks.open.again")
    slack.until(lambda: slack.view(CLERK).values)
    slack.submit(slack.view(CLERK), {"body0.0": NIGHT})
    assert "本文を直しました。" in slack.view(CLERK).words


def test_the_second_of_two_clerks_decides(slack):
    mine, theirs = open_form(slack, CLERK, NIGHT), open_form(slack, OTHER, NIGHT)
    slack.submit(theirs, {"body0.0": f"相手の{NIGHT}"})
    slack.submit(mine, {"body0.0": f"私の{NIGHT}"})
    shown = slack.view(CLERK)
    assert f"相手の{NIGHT}" in shown.words
    assert shown.values["body0.1"]["value"]["value"] == f"私の{NIGHT}"
    slack.submit(shown, {"body0.1": NIGHT})
    assert "本文を直しました。" in slack.view(CLERK).words


def test_nothing_the_bot_said_was_refused_by_slack(slack):
    form = open_form(slack, CLERK, NIGHT)
    slack.press(form, "remarks.history")
    slack.until(lambda: len(slack.views(CLERK)) == 2)
    for typed in ("confirm", "confirm R7第2回", "publish R7第2回", "reopen R7第2回"):
        assert slack.command("/minutes", typed, user=CLERK).acked
    assert slack.troubles == []
    assert [call for call in slack.calls if getattr(call, "error", None)] == []
