"""A reply that fits its use: facets, links, the form, a mention, a direct message."""

import pytest

from tests.cast import CHANNEL, CLERK, MINUTES, OUTSIDER, keep
from tests.flows.reading import button, buttons, marked, words

LATER = MINUTES.replace("令和7年度第2回", "令和8年度第1回").replace(
    "令和7年8月6日", "令和8年8月5日"
)


@pytest.fixture
def two_years(store, tmp_path):
    keep(store, tmp_path, MINUTES)
    keep(store, tmp_path, LATER)


@pytest.mark.usefixtures("two_years")
def test_years_and_meetings_are_counted_and_can_be_pressed(bot):
    reply = bot.command("/minutes search バンク")
    assert "令和8年度 1件" in buttons(reply)
    assert "令和7年度 1件" in buttons(reply)
    narrowed = bot.press(button(reply, "令和7年度 1件"))
    assert "「バンク 年度:令和7」を含む発言は1件あります" in words(narrowed)
    assert "令和8年8月5日" not in words(narrowed)
    everything = bot.press(button(narrowed, "絞り込みを外す"))
    assert "「バンク」を含む発言は2件あります" in words(everything)


@pytest.mark.usefixtures("two_years")
def test_a_meeting_is_chosen_from_a_menu(bot):
    reply = bot.command("/minutes search バンク")
    [menu] = [b for b in reply["blocks"] if b.get("block_id", "").startswith("search.meeting")]
    options = menu["elements"][0]["options"]
    assert [option["text"]["text"] for option in options] == [
        "霧浜市地域福祉懇話会 令和8年度第1回 1件",
        "霧浜市地域福祉懇話会 令和7年度第2回 1件",
    ]
    chosen = {
        "type": "static_select",
        "action_id": "search.meeting",
        "block_id": menu["block_id"],
        "selected_option": options[1],
    }
    assert "を含む発言は1件あります" in words(bot.press(chosen))


@pytest.mark.usefixtures("minutes")
def test_a_link_stays_true_and_shows_the_remark(bot, store):
    reply = bot.command("/minutes search バンク")
    link = words(reply).partition("kaigiroku:")[2].split()[0]
    shown = bot.command(f"/minutes show kaigiroku:{link}")
    assert "← この発言" in words(shown)
    assert marked(shown) == ["講座は夜に開いてほしい。人材バンクも考えられる。"]
    assert "見つかりません" in words(bot.command("/minutes show kaigiroku:999"))


def test_a_link_to_a_closed_remark_is_only_for_the_secretariat(bot, closed):
    for n in range(1, 8):
        assert "見つかりません" in words(bot.command(f"/minutes show kaigiroku:{n}", user=OUTSIDER))


@pytest.mark.usefixtures("minutes")
@pytest.mark.parametrize(
    ("typed", "sentence", "corrected"),
    [
        ('search "人材', '1文字目の " が閉じていません', '「"人材"」で検索する'),
        ("search (人材", "1文字目の ( が閉じていません", "「人材」で検索する"),
        (
            "search speakr:事務局 人材",
            "「speakr:」という絞り込みはありません",
            "「人材 発言者:事務局」で検索する",
        ),
        ("search -人材", "除く言葉だけでは探せません", "「人材」で検索する"),
    ],
)
def test_a_mistake_says_where_and_offers_the_corrected_query(bot, typed, sentence, corrected):
    reply = bot.command(f"/minutes {typed}")
    assert sentence in words(reply)
    answered = bot.press(button(reply, corrected))
    assert "件あります" in words(answered)


@pytest.mark.usefixtures("minutes")
def test_the_shortcut_opens_the_form_and_the_form_answers_in_its_window(bot, slack):
    bot.shortcut("search_shortcut")
    [opened] = slack.told("views.open")
    sent = {
        "words": {"value": "=人材"},
        "speaker": {"value": "参加者"},
        "fiscal_year": {"selected_option": {"value": "2025"}},
        "council": {"selected_option": None},
        "sort": {"selected_option": {"value": "oldest"}},
    }
    answer = bot.submit(opened["view"], sent)
    assert answer is not None
    assert answer["response_action"] == "update"
    assert "は1件あります（古い順）" in words(answer["view"])
    assert "人材バンクも考えられる。" in words(answer["view"])
    # What needs a channel is not offered in a window.
    assert {"共有", "CSVで書き出す", "条件を変える"}.isdisjoint(buttons(answer["view"]))


@pytest.mark.usefixtures("minutes")
def test_an_empty_form_stays_open_with_a_sentence(bot, slack):
    bot.shortcut("search_shortcut")
    [opened] = slack.told("views.open")
    nothing = {name: {"value": None} for name in ("words", "speaker")}
    told = bot.submit(opened["view"], nothing)
    assert told == {
        "response_action": "errors",
        "errors": {"words": "探す言葉か、絞り込みを一つは入力してください。"},
    }


@pytest.mark.usefixtures("minutes")
def test_a_mention_is_answered_in_the_thread_to_that_person_alone(bot, slack):
    mention = {
        "type": "app_mention",
        "user": CLERK,
        "channel": CHANNEL,
        "ts": "5.5",
        "text": "<@U_BOT> バンク",
    }
    bot.event(mention)
    bot.event(mention)  # Slack repeats itself
    [told] = slack.told("chat.postEphemeral")
    assert (told["channel"], told["user"], told["thread_ts"]) == (CHANNEL, CLERK, "5.5")
    assert "「バンク」を含む発言は1件あります" in words(told)


@pytest.mark.usefixtures("minutes")
@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("検索 バンク", "「バンク」を含む発言は1件あります"),
        ("kaigiroku:6", "← この発言（kaigiroku:6）"),
        ("kaigiroku:999", "その発言は見つかりません"),
    ],
)
def test_a_message_may_say_search_or_cite_a_link(bot, slack, written, found):
    message = {"type": "message", "channel_type": "im", "user": CLERK, "channel": "D1", "ts": "7.7"}
    bot.event({**message, "text": written})
    [told] = slack.told("chat.postMessage")
    assert found in words(told)


@pytest.mark.usefixtures("minutes")
def test_a_direct_message_is_a_search(bot, slack):
    message = {
        "type": "message",
        "channel_type": "im",
        "user": CLERK,
        "channel": "D1",
        "ts": "6.6",
        "text": "バンク &amp; 講座",
    }
    bot.event(message)
    bot.event({**message, "subtype": "message_changed", "ts": "6.7"}, "Ev2")
    [told] = slack.told("chat.postMessage")
    assert told["channel"] == "D1"
    assert "講座" in words(told)


def test_who_said_it_in_what_capacity_and_how_can_be_asked(bot, minutes):
    assert "は3件あります" in words(bot.command("/minutes search 役割:事務局"))
    assert "は1件あります" in words(bot.command("/minutes search 区分:要望"))
    assert "は1件あります" in words(bot.command("/minutes search =人材 -バンク"))
    assert "は3件あります" in words(bot.command("/minutes search 担い手 OR 人材"))
    assert "は1件あります" in words(bot.command("/minutes search 人材 NEAR 育成"))
    assert "は3件あります" in words(bot.command("/minutes search 議題:見守り 期間:令和7年度 -人材"))
