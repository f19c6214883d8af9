"""The office keeps the words that mean the same, and learns which words were missing."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from bot.app import build_clock_client
from handlers import routes
from handlers.views import ladder as ladder_views
from store import councils, history, ladder, misses, vocabulary
from store.queries import And, Filters, Query, Word
from store.viewers import PUBLIC
from store.vocabulary import Wording
from tests.cast import BY, CHANNEL, CHIEF, CLERK, MINUTES, NOW, OUTSIDER, keep
from tests.flows.reading import button, buttons, words

NINE = datetime(2026, 11, 23, 0, 0, tzinfo=UTC)  # Monday, nine o'clock in Japan
TODAY = NOW.date()


@pytest.fixture
def office(store, fukushi):
    """The council with its channel and its secretariat."""
    with store.writing() as db:
        councils.bind(db, fukushi.id, CHANNEL, BY)
        councils.appoint(db, fukushi.id, CLERK, BY)
    return fukushi


@pytest.fixture
def ring(store, slack):
    client = build_clock_client("xoxb-test", f"{slack.url}api/")

    def ring(now):
        for bell in routes.CLOCK:
            bell(store, client, now)

    return ring


def look_in_vain(store, word, day=TODAY, times=1):
    with store.writing() as db:
        for _ in range(times):
            misses.note(db, Word(word), day)


def opened(slack):
    return slack.told("views.open")[-1]["view"]


def filled(words, reason="", *, use=True, overlap=False):
    def ticked(name, is_ticked):
        return {"selected_options": [{"value": name}] if is_ticked else []}

    return {
        "words": {"value": words},
        "reason": {"value": reason or None},
        "use": ticked("use", use),
        "overlap": ticked("overlap", overlap),
    }


def groups(store, word):
    with store.reading() as db:
        return [group.words for group in vocabulary.touching(db, word)]


# --- Reading


def test_a_word_shows_what_is_looked_for_beside_it_and_why(bot):
    reply = bot.command("/minutes words 人材")
    assert reply["response_type"] == "ephemeral"
    assert reply["text"] == "「人材」を検索すると、人手、担い手、マンパワー、育成も探します"
    assert (
        "人材、人手、担い手、マンパワー、育成\n人を確保し育てる話は、どの言葉でも語られる　（福祉）"
        in words(reply)
    )


@pytest.mark.parametrize("typed", ["words マンパワー", "用語 まんぱわー", "ＷＯＲＤＳ ﾏﾝﾊﾟﾜｰ"])
def test_words_forgives_how_it_is_typed(bot, typed):
    assert "を検索すると、人材、人手、担い手、育成も探します" in words(
        bot.command(f"/minutes {typed}")
    )


def test_a_word_near_a_group_or_in_none(bot):
    assert "「人材派遣」と同じ組の言葉はありません。近い言葉の組は次のとおりです" in words(
        bot.command("/minutes words 人材派遣")
    )
    assert "「宇宙」の言葉の組は、まだありません" in words(bot.command("/minutes words 宇宙"))


def test_the_overview_turns_its_pages(bot):
    first = bot.command("/minutes words")
    assert "組あります" in words(first)
    assert "人材、人手、担い手、マンパワー、育成" in words(first)
    assert "1／" in words(first)
    second = bot.press(button(first, "次へ"))
    assert "2／" in words(second)
    assert "人材、人手" not in words(second)


@pytest.mark.usefixtures("office")
def test_only_the_secretariat_and_administrators_have_buttons_to_change(bot):
    assert buttons(bot.command("/minutes words 社協", user=OUTSIDER)) == []
    for user in (CLERK, CHIEF):
        assert buttons(bot.command("/minutes words 社協", user=user)) == ["直す", "言葉の組を追加"]


@pytest.mark.usefixtures("office")
def test_nobody_else_changes_anything_even_with_a_borrowed_button(bot, slack, store):
    mine = bot.command("/minutes words 社協")
    for name in ("直す", "言葉の組を追加"):
        assert "事務局の担当者だけ" in words(bot.press(button(mine, name), user=OUTSIDER))
    assert slack.told("views.open") == []
    bot.press(button(mine, "直す"))
    told = bot.submit(opened(slack), filled("社協、ふくし会"), user=OUTSIDER)
    assert told is not None
    assert "事務局の担当者だけ" in told["errors"]["words"]
    assert groups(store, "ふくし会") == []


# --- Changing


@pytest.mark.usefixtures("office")
def test_a_group_is_added_with_a_form_that_becomes_its_confirmation(bot, slack, store):
    reply = bot.command("/minutes words 高島平団地")
    bot.press(button(reply, "言葉の組を追加"))
    form = opened(slack)
    assert form["blocks"][0]["element"]["initial_value"] == "高島平団地"
    told = bot.submit(form, filled(" 高島平団地、高団\n高島平 ", "略した言い方"))
    assert told is not None
    assert told["response_action"] == "update"
    assert "「高島平団地、高団、高島平」の組を登録しました。" in words(told["view"])
    shown = bot.command("/minutes words 高団")
    assert "「高団」を検索すると、高島平も探します" in words(shown)
    assert "略した言い方　（事務局が追加）" in words(shown)
    assert "<@U_SUZUKI> さん が令和8年11月23日(月)に登録" in words(shown)
    with store.reading() as db:
        [told] = history.of(db, "vocabulary_groups", 1)
        assert (told["actor"], told["deed"]) == ("slack:U_SUZUKI", "added")
        assert json.loads(told["after"])["words"] == ["高島平団地", "高団", "高島平"]


@pytest.mark.usefixtures("office")
def test_a_form_that_is_sent_twice_is_kept_once(bot, slack, store):
    bot.press(button(bot.command("/minutes words 足湯"), "言葉の組を追加"))
    for _ in range(2):
        told = bot.submit(opened(slack), filled("足湯、温泉"))
        assert told is not None
        assert told["response_action"] == "update"
    assert groups(store, "足湯") == [("足湯", "温泉")]


@pytest.mark.usefixtures("office")
def test_a_shipped_group_is_put_right_and_switched_off(bot, slack):
    bot.press(button(bot.command("/minutes words 社協"), "直す"))
    form = opened(slack)
    assert form["title"]["text"] == "言葉の組を直す"
    assert form["blocks"][0]["element"]["initial_value"] == "社会福祉協議会、社協"
    told = bot.submit(form, filled("社会福祉協議会、社協", "使わない", use=False))
    assert told is not None
    assert "この組は、検索では使いません。" in words(told["view"])
    shown = words(bot.command("/minutes words 社協"))
    assert "近い言葉の組は次のとおりです" in shown
    assert "【使っていません】社会福祉協議会、社協\n使わない　（福祉）" in shown


@pytest.mark.usefixtures("office")
@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("人材", "違う言葉を二つ以上"),
        ("、、\n", "違う言葉を二つ以上"),
        ("ｶﾀｶﾅ、カタカナ、かたかな", "違う言葉を二つ以上"),
        ("足湯、湯", "「湯」は短すぎます"),
        ("足湯、" + "あ" * 31, "長すぎます。一つの言葉は30字まで"),
        ("、".join(f"語{n}番" for n in range(21)), "一つの組は20語まで"),
        (
            "ワーカー、人手",
            "「人手」は「人材、人手、担い手、マンパワー、育成」の組にもあります。両方の組で使うときは",
        ),
    ],
)
def test_a_form_with_a_mistake_stays_open(bot, slack, store, typed, sentence):
    bot.press(button(bot.command("/minutes words 宇宙"), "言葉の組を追加"))
    told = bot.submit(opened(slack), filled(typed))
    assert told is not None
    assert told["response_action"] == "errors"
    assert sentence in told["errors"]["words"]
    with store.reading() as db:
        assert all(group.version == 0 for group in vocabulary.groups(db))


@pytest.mark.usefixtures("office")
def test_a_mistake_can_be_put_right_in_the_same_form(bot, slack, store):
    bot.press(button(bot.command("/minutes words 宇宙"), "言葉の組を追加"))
    told = bot.submit(opened(slack), filled("ワーカー、人手"))
    assert told is not None
    assert told["response_action"] == "errors"
    told = bot.submit(opened(slack), filled("ワーカー、人手", overlap=True))
    assert told is not None
    assert told["response_action"] == "update"
    assert groups(store, "ワーカー") == [("ワーカー", "人手")]


@pytest.mark.usefixtures("office")
def test_words_that_were_in_the_group_already_are_no_overlap(bot, slack, store):
    with store.writing() as db:
        vocabulary.add(db, Wording(words=("ワーカー", "人手"), reason=""), BY)
    bot.press(button(bot.command("/minutes words ワーカー"), "直す"))
    told = bot.submit(opened(slack), filled("ワーカー、人手、働く人"))
    assert told is not None
    assert told["response_action"] == "update"


@pytest.mark.usefixtures("office")
def test_who_was_slower_is_told_and_overwrites_nothing(bot, slack, store):
    bot.press(button(bot.command("/minutes words 社協"), "直す"))
    with store.writing() as db:
        vocabulary.change(db, "社会福祉協議会", Wording(words=("社協", "福祉協"), reason=""), 0, BY)
    told = bot.submit(opened(slack), filled("社会福祉協議会、社協、ふくし会"))
    assert told is not None
    assert "先に直しています" in told["errors"]["words"]
    assert groups(store, "ふくし会") == []


@pytest.mark.usefixtures("office")
def test_what_people_typed_is_only_ever_plain(bot, slack):
    bot.press(button(bot.command("/minutes words 足湯"), "言葉の組を追加"))
    bot.submit(opened(slack), filled("<!channel>、*足湯*、<@U1>", "&lt;b>"))
    shown = bot.command("/minutes words 足湯")
    parsed = [b for b in shown["blocks"] if b.get("text", {}).get("type") == "mrkdwn"]
    assert "<!channel>" in words(shown)
    assert [block["text"]["text"] for block in parsed] == [
        "<@U_SUZUKI> さん が令和8年11月23日(月)に登録"
    ]


# --- Looked for in vain


@pytest.mark.usefixtures("office")
@pytest.mark.parametrize("typed", ["misses", "見つからなかった言葉"])
def test_the_secretariat_sees_what_was_looked_for_in_vain(bot, store, typed):
    look_in_vain(store, "ごみ屋敷", times=3)
    look_in_vain(store, "足湯", TODAY - timedelta(days=6))
    reply = bot.command(f"/minutes words {typed}")
    assert (
        "令和8年11月17日(火)から令和8年11月23日(月)までに、検索して見つからなかった言葉"
        in words(reply)
    )
    assert "ごみ屋敷　3回\n" in words(reply)
    assert "足湯　1回\n" in words(reply)
    assert "事務局の担当者だけ" in words(bot.command(f"/minutes words {typed}", user=OUTSIDER))


@pytest.mark.usefixtures("office")
def test_a_group_is_added_from_a_word_that_was_missing(bot, slack, store):
    look_in_vain(store, "足湯")
    overview = bot.command("/minutes words")
    listed = bot.press(button(overview, "見つからなかった言葉"))
    bot.press(button(listed, "言葉の組を追加"))
    form = opened(slack)
    assert form["blocks"][0]["element"]["initial_value"] == "足湯"
    bot.submit(form, filled("足湯、温泉"))
    listed = bot.command("/minutes words misses")
    assert "足湯　1回　（言葉の組に入りました）" in words(listed)
    assert buttons(listed) == []


@pytest.mark.usefixtures("office")
def test_a_week_without_misses_says_so(bot):
    assert "見つからなかった言葉はありません。" in words(bot.command("/minutes words misses"))


@pytest.mark.usefixtures("office")
def test_on_monday_at_nine_the_secretariat_gets_last_weeks_words_once(bot, slack, store, ring):
    look_in_vain(store, "足湯", TODAY - timedelta(days=1))
    look_in_vain(store, "今週の言葉", TODAY)
    ring(NINE - timedelta(seconds=30))
    assert slack.told("chat.postMessage") == []
    for minutes in (0, 1, 60, 3 * 24 * 60):
        ring(NINE + timedelta(minutes=minutes))
    [told] = slack.told("chat.postMessage")
    assert told["channel"] == CLERK
    assert (
        told["text"]
        == "令和8年11月16日(月)から令和8年11月22日(日)までに、検索して見つからなかった言葉"
    )
    assert "足湯　1回\n" in words(told)
    assert "今週の言葉" not in words(told)
    ring(NINE + timedelta(days=7))
    assert "今週の言葉　1回\n" in words(slack.told("chat.postMessage")[-1])


@pytest.mark.usefixtures("office")
def test_a_bot_that_slept_through_monday_tells_it_when_it_wakes(slack, store, ring):
    look_in_vain(store, "足湯", TODAY - timedelta(days=1))
    ring(NINE + timedelta(days=2))
    assert len(slack.told("chat.postMessage")) == 1


@pytest.mark.usefixtures("office")
def test_a_week_without_misses_is_not_told_of(slack, ring):
    ring(NINE)
    assert slack.told("chat.postMessage") == []


# --- The ladder, as it is drawn


def climb(store, query):
    with store.reading() as db:
        return {"blocks": ladder_views.ladder(ladder.steps(db, query, PUBLIC))}


@pytest.mark.usefixtures("office", "minutes")
def test_each_step_of_the_ladder_is_a_button_with_its_number(bot, store):
    wanted = And((Word("マンパワー", is_exact=True), Word("見守り")))
    drawn = climb(store, Query(wanted=wanted, filters=Filters(speakers=("会長",))))
    assert buttons(drawn) == []
    drawn = climb(store, Query(wanted=And((Word("人材", is_exact=True), Word("宇宙")))))
    assert buttons(drawn) == ["「宇宙」を外す（2件）"]
    found = bot.press(button(drawn, "「宇宙」を外す（2件）"))
    assert "「=人材」を含む発言は2件あります" in words(found)
    drawn = climb(store, Query(wanted=Word("マンパワー", is_exact=True)))
    assert buttons(drawn) == ["人材、人手、担い手、育成も探す（3件）"]


@pytest.mark.usefixtures("office", "minutes")
def test_the_ladder_shows_headings_and_whom_to_ask(bot, store):
    drawn = climb(store, Query(wanted=Word("手引き")))
    assert words(drawn).split("\n") == [
        "議題・資料・会議名・場所では1件見つかりました。",
        "資料　資料1 見守りの手引き(案)",
        "霧浜市地域福祉懇話会 令和7年度第2回　令和7年8月6日(水)",
        "会議録を表示",
        "会議録にないことは、事務局の担当者にお尋ねください。",
        "• 霧浜市地域福祉懇話会　<@U_SUZUKI>",
    ]
    shown = bot.press(button(drawn, "会議録を表示"))
    assert "霧浜市民会館 第1会議室" in words(shown)


def test_the_ladder_never_ends_in_nothing(store):
    assert words(climb(store, Query(wanted=Word("宇宙")))) == (
        "会議録にないことは、会議体の事務局にお尋ねください。担当者は、まだ登録されていません。"
    )


def test_a_long_query_keeps_the_ladder_within_what_slack_takes(store, tmp_path):
    long = "見" * 60
    keep(store, tmp_path, MINUTES.replace("若い世代に声を掛けたい", f"{long}。宇宙、月面、彗星"))
    parts = tuple(Word(word) for word in (long, "宇宙", "月面", "彗星", "該当なし"))
    drawn = climb(store, Query(wanted=And(parts)))
    assert buttons(drawn) == ["「該当なし」を外す（1件）"]
    drawn = climb(store, Query(wanted=And((Word(f"{long}。宇宙"), Word("該当なし")))))
    assert all(len(text) <= 75 and text.endswith("件）") for text in buttons(drawn))
