"""A clerk asks what the office answered before, and puts a pair right."""

import pytest

from store import councils, history, pairs
from tests.cast import BY, CHIEF, CLERK, MINUTES, OUTSIDER, keep
from tests.flows.reading import button, buttons, marked, words


@pytest.fixture
def secretary(store, minutes) -> None:
    """The clerk belongs to the secretariat of the open meeting's council."""
    with store.writing() as db:
        [council] = councils.list_all(db)
        councils.appoint(db, council.id, CLERK, BY)


@pytest.mark.usefixtures("minutes")
def test_an_answer_stands_below_what_it_answers_with_meeting_and_material(bot):
    reply = bot.command("/minutes answers 人材")
    assert reply["response_type"] == "ephemeral"
    read = words(reply).splitlines()
    assert read[0] == "「人材」についての事務局の発言は1件あります（新しい順）"
    assert "霧浜市地域福祉懇話会 令和7年度第2回　2(1) 見守り活動について" in read[1]
    assert read[2:7] == [
        "質疑　(参加者)",
        "担い手が足りない。人手不足が課題である。",
        "↳ 答弁　(事務局)",
        "人材の育成は大きな課題であり、講座を秋に開く。",
        "資料　資料1 見守りの手引き(案)",
    ]
    assert marked(reply) == ["人材"]


@pytest.mark.usefixtures("minutes")
@pytest.mark.parametrize("typed", ["答弁 人材", "ＡＮＳＷＥＲＳ　人材", "answers 人材 役割:参加者"])
def test_it_is_forgiven_how_it_is_typed(bot, typed):
    assert "は1件あります" in words(bot.command(f"/minutes {typed}"))


@pytest.mark.usefixtures("minutes")
def test_what_only_others_said_is_told_with_the_way_to_it(bot):
    read = words(bot.command("/minutes answers バンク"))
    assert "「バンク」についての事務局の発言は見つかりませんでした。" in read
    assert "ほかの人の発言には1件あります。「/minutes search バンク」で" in read


@pytest.mark.usefixtures("minutes")
def test_what_nobody_said_is_told_with_what_to_try(bot):
    read = words(bot.command("/minutes answers 宇宙"))
    assert "見つかりませんでした。" in read
    assert "言葉を短くするか、言い換えて" in read


@pytest.mark.usefixtures("minutes")
def test_without_words_it_asks_for_some(bot):
    assert "例: 「/minutes answers 個人情報」" in words(bot.command("/minutes answers"))


def test_the_pager_turns_pages(bot, store, tmp_path):
    bullets = "\n".join(f"- ・{n}番目の対応を行う。" for n in range(1, 8))
    keep(
        store,
        tmp_path,
        MINUTES.replace("- ・人材の育成は大きな課題であり、講座を秋に開く。", bullets),
    )
    first = bot.command("/minutes answers 対応")
    assert "7件" in words(first)
    second = bot.press(button(first, "次へ"))
    assert "7番目の対応を行う。" in words(second)
    assert "1番目の対応を行う。" in words(bot.press(button(second, "前へ")))


@pytest.mark.usefixtures("minutes")
def test_looking_around_and_sharing_work_from_here(bot, slack):
    reply = bot.command("/minutes answers 人材")
    bot.press(button(reply, "前後を見る"))
    [opened] = slack.told("views.open")
    assert "人材バンクも考えられる" in words(opened["view"])
    assert bot.press(button(reply, "共有"))["response_type"] == "in_channel"


@pytest.mark.usefixtures("closed")
def test_a_closed_meetings_answers_are_for_its_secretariat(bot, store):
    assert "見つかりませんでした" in words(bot.command("/minutes answers 人材", user=OUTSIDER))
    assert "ほかの人の発言" not in words(bot.command("/minutes answers バンク", user=OUTSIDER))
    with store.writing() as db:
        [council] = councils.list_all(db)
        councils.appoint(db, council.id, CLERK, BY)
    reply = bot.command("/minutes answers 人材")
    assert "【非公開】" in words(reply)
    assert buttons(reply) == ["前後を見る", "組を直す"]


# --- 組を直す


def open_form(bot, slack, user=CLERK) -> dict:
    reply = bot.command("/minutes answers 人材", user=user)
    bot.press(button(reply, "組を直す"), user=user)
    return slack.told("views.open")[-1]["view"]


def chosen(view, *beginnings):
    """The form's state with these remarks chosen."""
    [menu] = [b["element"] for b in view["blocks"] if b.get("block_id") == "questions"]
    options = [option for group in menu["option_groups"] for option in group["options"]]
    return {
        "questions": {
            "selected_options": [
                option
                for beginning in beginnings
                for option in options
                if option["text"]["text"].startswith(f"(参加者) {beginning}")
            ]
        }
    }


@pytest.mark.usefixtures("secretary")
def test_the_secretariat_puts_a_pair_right_and_it_is_remembered(bot, slack, store):
    view = open_form(bot, slack)
    [menu] = [b["element"] for b in view["blocks"] if b.get("block_id") == "questions"]
    assert [group["label"]["text"] for group in menu["option_groups"]] == [
        "2(1) 見守り活動について"
    ]
    assert [option["text"]["text"] for option in menu["initial_options"]] == [
        "(参加者) 担い手が足りない。人手不足が課題である。"
    ]
    saved = bot.submit(view, chosen(view, "担い手", "若い世代"))
    assert saved["response_action"] == "update"
    assert "組を記録しました。" in words(saved["view"])
    assert "若い世代に声を掛けたい。" in words(saved["view"])
    read = words(bot.command("/minutes answers 人材", user=OUTSIDER))
    assert "担い手が足りない。人手不足が課題である。\n若い世代に声を掛けたい。\n↳ 答弁" in read
    with store.reading() as db:
        [change] = db.query("select actor, deed from history where noun = 'pairs'")
    assert change == {"actor": "slack:U_SUZUKI", "deed": "corrected"}


@pytest.mark.usefixtures("secretary")
def test_the_same_form_sent_twice_is_kept_once(bot, slack, store):
    view = open_form(bot, slack)
    for _ in range(2):
        assert bot.submit(view, chosen(view, "若い世代"))["response_action"] == "update"
    with store.reading() as db:
        assert len(list(db.query("select 1 from history where noun = 'pairs'"))) == 1


@pytest.mark.usefixtures("secretary")
def test_an_answer_may_answer_nothing_and_go_back_to_the_rule(bot, slack):
    view = open_form(bot, slack)
    assert "rule" not in [block.get("block_id") for block in view["blocks"]]
    saved = bot.submit(view, chosen(view))
    assert "どの発言への答弁でもない、としています。" in words(saved["view"])
    assert "質疑" not in words(bot.command("/minutes answers 人材"))
    view = open_form(bot, slack)
    back = chosen(view) | {"rule": {"selected_options": [{"value": "rule"}]}}
    assert "自動の組に戻しました。" in words(bot.submit(view, back)["view"])
    assert "質疑　(参加者)\n担い手が足りない。" in words(bot.command("/minutes answers 人材"))


@pytest.mark.usefixtures("secretary")
def test_an_administrator_may_too(bot, slack):
    view = open_form(bot, slack, user=CHIEF)
    saved = bot.submit(view, chosen(view, "若い世代"), user=CHIEF)
    assert "組を記録しました。" in words(saved["view"])


@pytest.mark.usefixtures("secretary")
def test_others_have_no_menu_and_a_forged_one_is_refused(bot, slack, store):
    reply = bot.command("/minutes answers 人材", user=OUTSIDER)
    assert buttons(reply) == ["前後を見る", "共有"]
    mine = bot.command("/minutes answers 人材")
    refused = bot.press(button(mine, "組を直す"), user=OUTSIDER)
    assert "担当者だけができます" in words(refused)
    assert slack.told("views.open") == []
    view = open_form(bot, slack)
    told = bot.submit(view, chosen(view, "若い世代"), user=OUTSIDER)
    assert "担当者だけができます" in told["errors"]["questions"]
    with store.reading() as db:
        assert list(db.query("select * from corrected_answers")) == []


@pytest.mark.usefixtures("secretary")
@pytest.mark.parametrize(
    ("metadata", "values", "sentence"),
    [
        ("", ["1"], "この画面は使えません"),
        ("x", ["1"], "この画面は使えません"),
        ("９", ["1"], "この画面は使えません"),
        ("99999", ["1"], "その発言は見つかりません"),
        ("1", ["1"], "事務局の発言だけ"),
        (None, ["99999"], "組にできない"),
        (None, ["' or 1"], "この画面は使えません"),
        (None, [None], "この画面は使えません"),
    ],
)
def test_a_forged_form_changes_nothing(bot, slack, store, metadata, values, sentence):
    view = open_form(bot, slack)
    if metadata is not None:
        view["private_metadata"] = metadata
    sent = {"questions": {"selected_options": [{"value": value} for value in values]}}
    told = bot.submit(view, sent)
    assert sentence in told["errors"]["questions"]
    with store.reading() as db:
        assert list(db.query("select * from corrected_answers")) == []


@pytest.mark.usefixtures("closed")
def test_an_administrator_does_not_see_a_closed_meeting_by_its_form(bot, slack, store):
    with store.writing() as db:
        [council] = councils.list_all(db)
        councils.appoint(db, council.id, CLERK, BY)
    reply = bot.command("/minutes answers 人材")
    refused = bot.press(button(reply, "組を直す"), user=CHIEF)
    assert "その発言は見つかりません" in words(refused)
    assert slack.told("views.open") == []


def test_a_correction_is_noted_whole(store, minutes):
    with store.writing() as db:
        kept = {
            body[:3]: id_
            for id_, body in db.conn.execute("select id, body from remarks").fetchall()
        }
        pairs.correct(db, kept["人材の"], [kept["若い世"]], BY)
        pairs.correct(db, kept["人材の"], [kept["担い手"]], BY)
        [first, second] = history.of(db, "pairs", kept["人材の"])
    assert first["before"] is None
    assert second["before"] == f'{{"questions": [{kept["若い世"]}]}}'
    assert second["after"] == f'{{"questions": [{kept["担い手"]}]}}'
