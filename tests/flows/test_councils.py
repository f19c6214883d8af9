"""Councils: registered by an administrator, bound to channels, served by a secretariat."""

import pytest

from store import councils
from tests.cast import BY, CHANNEL, CHIEF, CLERK, OUTSIDER
from tests.flows.reading import button, buttons, words


def test_an_administrator_registers_a_council_with_a_form(bot, slack, store):
    bot.command("/council new", user=CHIEF)
    [opened] = slack.told("views.open")
    sent = {
        "name": {"value": " 霧浜市　景観審議会 "},
        "bind": {"selected_options": [{"value": "bind"}]},
    }
    assert bot.submit(opened["view"], sent, user=CHIEF) is None
    with store.reading() as db:
        [council] = councils.list_all(db)
        assert council.name == "霧浜市 景観審議会"
        assert councils.channels(db, council.id) == [CHANNEL]
        assert councils.secretariat(db, council.id) == [CHIEF]
    [told] = slack.told("chat.postMessage")
    assert told["channel"] == CHIEF
    assert "「霧浜市 景観審議会」を登録し" in told["text"]


def test_a_form_that_is_sent_twice_is_kept_once(bot, slack, store):
    bot.command("/council new", user=CHIEF)
    [opened] = slack.told("views.open")
    sent = {"name": {"value": "霧浜市景観審議会"}, "bind": {"selected_options": []}}
    assert bot.submit(opened["view"], sent, user=CHIEF) is None
    assert bot.submit(opened["view"], sent, user=CHIEF) is None
    with store.reading() as db:
        assert [council.name for council in councils.list_all(db)] == ["霧浜市景観審議会"]
    assert len(slack.told("chat.postMessage")) == 1


@pytest.mark.usefixtures("fukushi")
@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("", "会議体の名前を入力してください。"),
        ("　", "会議体の名前を入力してください。"),
        ("霧浜市地域福祉懇話会", "すでに登録されています。"),
    ],
)
def test_a_form_with_a_mistake_stays_open(bot, slack, store, name, sentence):
    bot.command("/council new", user=CHIEF)
    [opened] = slack.told("views.open")
    sent = {"name": {"value": name}, "bind": {"selected_options": []}}
    told = bot.submit(opened["view"], sent, user=CHIEF)
    assert told is not None
    assert told["response_action"] == "errors"
    assert sentence in told["errors"]["name"]
    with store.reading() as db:
        assert len(councils.list_all(db)) == 1


def test_nobody_else_registers_councils(bot, slack):
    assert "管理者だけ" in words(bot.command("/council new"))
    assert slack.told("views.open") == []


def test_a_channel_is_bound_by_name_by_the_secretariat(bot, store, fukushi):
    assert "担当者だけ" in words(bot.command("/council here 地域福祉懇話会"))
    with store.writing() as db:
        councils.appoint(db, fukushi.id, CLERK, BY)
    assert "「霧浜市地域福祉懇話会」に結び付いています" in words(
        bot.command("/council ここ 地域福祉懇話会")
    )
    assert "「霧浜市地域福祉懇話会」に結び付いています" in words(bot.command("/council here"))


@pytest.mark.usefixtures("fukushi")
def test_an_unbound_channel_offers_the_choice(bot, store):
    reply = bot.command("/council here", user=CHIEF)
    assert "まだどの会議体にも結び付いていません" in words(reply)
    bound = bot.press(button(reply, "霧浜市地域福祉懇話会"), user=CHIEF)
    assert "「霧浜市地域福祉懇話会」に結び付いています" in words(bound)
    with store.reading() as db:
        council = councils.of_channel(db, CHANNEL)
        assert council
        assert council.name == "霧浜市地域福祉懇話会"


def test_a_command_that_needs_a_council_takes_the_only_one_or_asks(bot, store, fukushi):
    assert "「霧浜市地域福祉懇話会」の担当者は、まだ" in words(bot.command("/council staff"))
    with store.writing() as db:
        councils.add(db, "霧浜市公共交通会議", BY)
    asked = bot.command("/council staff")
    assert "どの会議体のことでしょうか" in words(asked)
    assert "/council here" in words(asked)
    assert "「霧浜市公共交通会議」の担当者は" in words(
        bot.press(button(asked, "霧浜市公共交通会議"))
    )


def test_the_secretariat_takes_people_in_and_out(bot, store, fukushi):
    reply = bot.command("/council 担当", user=CHIEF)
    chosen = {
        "action_id": "council.appoint",
        "block_id": f"council.appoint.{fukushi.id}",
        "type": "users_select",
        "selected_user": CLERK,
    }
    assert "<@U_SUZUKI>" in words(bot.press(chosen, user=CHIEF))
    with store.reading() as db:
        assert councils.secretariat(db, fukushi.id) == [CLERK]
    refused = bot.press(chosen | {"selected_user": OUTSIDER}, user=OUTSIDER)
    assert "担当者だけ" in words(refused)
    assert "担当から外す" not in buttons(bot.command("/council staff", user=OUTSIDER))
    reply = bot.command("/council staff", user=CLERK)
    bot.press(button(reply, "担当から外す"), user=CLERK)
    with store.reading() as db:
        assert councils.secretariat(db, fukushi.id) == []


def test_list_shows_councils_and_channels(bot, store, fukushi):
    with store.writing() as db:
        councils.bind(db, fukushi.id, CHANNEL, BY)
    assert "霧浜市地域福祉懇話会　<#C_FUKUSHI>" in words(bot.command("/council list"))
