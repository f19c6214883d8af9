"""A clerk puts remarks right, and nobody's words are lost when two do it at once."""

import json
import sqlite3
import threading

import pytest

from store import councils, exchange, history, minutes, real_names, remarks
from store import search as index
from store.viewers import OPERATOR
from tests.cast import BY, CHIEF, CLERK, MINUTES, OUTSIDER, keep
from tests.flows.correcting import choose, fields, filled, menu, open_form
from tests.flows.reading import button, buttons, words

OTHER = "U_SATO"
HANDS, YOUNG = "担い手が足りない。人手不足が課題である。", "若い世代に声を掛けたい。"
ANSWER = "人材の育成は大きな課題であり、講座を秋に開く。"
NEXT = "次回は11月に開催する。"


@pytest.fixture
def secretariat(store, minutes) -> int:
    """Two clerks serve the council of the open meeting."""
    appoint(store, CLERK, OTHER)
    return minutes


def appoint(store, *users):
    with store.writing() as db:
        [council] = councils.list_all(db)
        for user in users:
            councils.appoint(db, council.id, user, BY)


def printed(store, meeting_id) -> str:
    with store.reading() as db:
        assert index.check(db) == []
        assert history.check(db) == []
        return exchange.as_text(db, meeting_id)


def deeds(store) -> list[tuple[str, str]]:
    with store.reading() as db:
        rows = db.query(
            """select actor, noun || ' ' || deed as deed from history
            where actor like 'slack:%' order by id"""
        )
        return [(row["actor"], row["deed"]) for row in rows]


# --- The menu


@pytest.mark.usefixtures("secretariat")
def test_each_remark_has_a_menu_for_those_who_may(bot):
    mine = bot.command("/minutes show")
    assert [option["text"]["text"] for option in menu(mine, YOUNG)["options"]] == [
        "直す",
        "取り消す",
        "履歴",
    ]
    assert "確定前。発言の右のメニューで直せます。" in words(mine)
    others = bot.command("/minutes show", user=OUTSIDER)
    assert "overflow" not in json.dumps(others)
    assert "確定前" not in words(others)
    assert YOUNG in words(others)


@pytest.mark.usefixtures("secretariat")
def test_a_borrowed_menu_opens_nothing(bot, slack, store):
    mine = bot.command("/minutes show")
    for line in ("直す", "取り消す"):
        assert "担当者だけができます" in words(choose(bot, mine, YOUNG, line, OUTSIDER))
    assert slack.told("views.open") == []
    view = open_form(bot, slack, YOUNG)
    told = bot.submit(view, filled(view, body0="若者。"), user=OUTSIDER)
    assert "担当者だけができます" in told["errors"]["body0.0"]
    assert deeds(store) == []


@pytest.mark.usefixtures("secretariat")
@pytest.mark.parametrize("value", ["", "{}", "[]", '{"do":"edit","remark":"4","v":1}', None])
def test_a_forged_menu_does_nothing(bot, slack, store, value):
    action = {"type": "overflow", "action_id": "remarks.menu", "selected_option": {"value": value}}
    assert "このメニューは使えません。" in words(bot.press(action))
    assert slack.told("views.open") == []
    assert deeds(store) == []


@pytest.mark.usefixtures("secretariat")
def test_the_pages_for_correcting_stay_inside_slacks_limits(bot, store, tmp_path):
    long = "\n".join(f"- ・{n}番目。" + "長い発言です。" * 60 for n in range(1, 31))
    long += "\n- ・" + "あ" * 7_000 + "終わり。"
    keep(store, tmp_path, MINUTES.replace("第2回", "第4回").replace(f"- ・{YOUNG}", long))
    message = bot.command("/minutes show 令和7年度第4回")
    seen = words(message)
    while "次へ" in words(message):
        message = bot.press(button(message, "次へ"))
        assert len(message["blocks"]) <= 50
        assert len(json.dumps(message, ensure_ascii=False)) < 12_000
        seen += words(message)
    assert [n for n in range(1, 31) if f"{n}番目。" not in seen] == []
    assert seen.count("あ") >= 7_000
    assert "終わり。" in seen


@pytest.mark.usefixtures("secretariat")
def test_a_cited_remark_can_be_put_right_from_its_link(bot, slack):
    shown = bot.command("/minutes show kaigiroku:4")
    assert "直す" in buttons(shown)
    assert "直す" not in buttons(bot.command("/minutes show kaigiroku:4", user=OUTSIDER))
    bot.press(button(shown, "直す"))
    assert fields(slack.told("views.open")[-1]["view"])["body0"] == YOUNG


@pytest.mark.usefixtures("secretariat")
def test_a_remark_can_be_put_right_from_between_its_neighbours(bot, slack):
    found = bot.command("/minutes search 若い世代")
    bot.press(button(found, "前後を見る"))
    window = slack.told("views.open")[-1]["view"]
    bot.press(button(window, "直す"))
    assert fields(slack.told("views.open")[-1]["view"])["body0"] == YOUNG

    found = bot.command("/minutes search 若い世代", user=OUTSIDER)
    bot.press(button(found, "前後を見る"), user=OUTSIDER)
    assert "直す" not in buttons(slack.told("views.open")[-1]["view"])


@pytest.mark.usefixtures("secretariat")
def test_what_happened_to_a_remark_is_shown_in_a_window_of_its_own(bot, slack):
    view = open_form(bot, slack, YOUNG)
    saved = bot.submit(view, filled(view, body0="若者に声を掛けたい。"))
    assert saved["response_action"] == "update"
    choose(bot, bot.command("/minutes show"), "若者に", "履歴")
    assert "<@U_SUZUKI>" in words(slack.told("views.open")[-1]["view"])
    in_window(bot, view, "履歴")
    assert "若者に声を掛けたい。" in words(slack.told("views.push")[-1]["view"])


# --- The form


def test_the_form_shows_the_remark_as_it_stands(bot, slack, secretariat):
    view = open_form(bot, slack, YOUNG)
    assert fields(view) == {
        "body0": YOUNG,
        "border": "as_is",
        "label": "参加者",
        "scope": "block",
        "item": "3",
        "reach": "alone",
        "real": None,
    }
    assert "2(1) 見守り活動について" in words(view)
    assert "kaigiroku:4" in words(view)


def test_words_are_put_right_and_only_their_line_changes(bot, slack, store, secretariat):
    view = open_form(bot, slack, YOUNG)
    saved = bot.submit(view, filled(view, body0="若者にも、声を掛けたい。"))
    assert saved["response_action"] == "update"
    assert "本文を直しました。" in words(saved["view"])
    assert "若者にも、声を掛けたい。" in words(saved["view"])
    assert printed(store, secretariat) == MINUTES.replace(YOUNG, "若者にも、声を掛けたい。")
    assert deeds(store) == [("slack:U_SUZUKI", "remarks edited")]
    assert "1件あります" in words(bot.command("/minutes search 若者にも"))


def test_the_same_form_sent_twice_is_kept_once(bot, slack, store, secretariat):
    view = open_form(bot, slack, HANDS)
    state = filled(view, body0="担い手。\n人手。", border="at_lines")
    assert "2件に分けました。" in words(bot.submit(view, state)["view"])
    assert "すでに記録しています。" in words(bot.submit(view, state)["view"])
    assert printed(store, secretariat).count("人手。") == 1
    assert len(deeds(store)) == 2


def test_a_form_sent_untouched_changes_nothing(bot, slack, store, secretariat):
    view = open_form(bot, slack, YOUNG)
    assert "直したところはありません。" in words(bot.submit(view, filled(view))["view"])
    assert deeds(store) == []


def test_a_remark_is_divided_at_its_line_ends(bot, slack, store, secretariat):
    view = open_form(bot, slack, HANDS)
    state = filled(view, body0="担い手が足りない。\n\n人手不足が課題である。", border="at_lines")
    bot.submit(view, state)
    assert printed(store, secretariat) == MINUTES.replace(
        f"- ・{HANDS}", "- ・担い手が足りない。\n- ・人手不足が課題である。"
    )


def test_a_remark_is_joined_with_the_one_before(bot, slack, store, secretariat):
    view = open_form(bot, slack, YOUNG)
    saved = bot.submit(view, filled(view, body0="若者に。", border="with_previous"))
    assert "前の発言とつないで、一つの発言にしました。" in words(saved["view"])
    assert printed(store, secretariat) == MINUTES.replace(
        f"{HANDS}\n- ・{YOUNG}", f"{HANDS}若者に。"
    )


def test_speaker_and_item_are_put_right_together(bot, slack, store, secretariat):
    view = open_form(bot, slack, YOUNG)
    saved = bot.submit(
        view, filled(view, label="（会長）", scope="alone", item="3 その他", reach="alone")
    )
    assert "発言者を直しました、議題を移しました。" in words(saved["view"])
    assert f"3 その他\n\n(会長)\n\n- ・{YOUNG}\n\n(事務局)" in printed(store, secretariat)
    assert deeds(store) == [
        ("slack:U_SUZUKI", "remarks relabelled"),
        ("slack:U_SUZUKI", "remarks moved"),
    ]


def test_what_follows_is_moved_too(bot, slack, store, secretariat):
    view = open_form(bot, slack, ANSWER)
    bot.submit(view, filled(view, item="3 その他", reach="onward"))
    assert f"3 その他\n\n(事務局)\n\n- ・{ANSWER}\n\n(参加者)" in printed(store, secretariat)
    assert [deed for _, deed in deeds(store)] == ["remarks moved"] * 2


def test_the_speaker_before_goes_on(bot, slack, store, secretariat):
    view = open_form(bot, slack, ANSWER)
    bot.submit(view, filled(view, scope="previous"))
    assert f"- ・{YOUNG}\n- ・{ANSWER}\n" in printed(store, secretariat)


@pytest.mark.usefixtures("secretariat")
@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        ({"body0": None}, "body0.0", "本文が空です。"),
        ({"body0": " \n　"}, "body0.0", "本文が空です。"),
        ({"border": "at_lines"}, "border.0", "本文に改行がありません。"),
        ({"body0": "あ\n" * 51, "border": "at_lines"}, "border.0", "50件までです（いま51行）"),
        ({"border": "with_previous", "label": "会長"}, "border.0", "前の発言と同じになります。"),
        ({"label": None}, "label.0", "発言者を入れてください。"),
    ],
)
def test_a_mistake_is_told_and_the_form_stays_with_its_words(
    bot, slack, store, changes, field, sentence
):
    view = open_form(bot, slack, ANSWER)
    told = bot.submit(view, filled(view, **changes))
    assert told["response_action"] == "errors"
    assert sentence in told["errors"][field]
    assert deeds(store) == []


@pytest.mark.usefixtures("secretariat")
@pytest.mark.parametrize("metadata", ["", "x", "{}", '{"remark": 99999}', "[]"])
def test_a_forged_form_changes_nothing(bot, slack, store, metadata):
    view = open_form(bot, slack, YOUNG)
    state = filled(view, body0="偽の文")
    view["private_metadata"] = metadata
    assert "この画面は使えません" in bot.submit(view, state)["errors"]["body0.0"]
    assert deeds(store) == []


def test_a_long_remark_is_put_together_again_to_the_letter(
    bot, slack, store, tmp_path, secretariat
):
    long = "".join(f"{n}番目の文を述べた。" + "詳しく話した。" * (n % 7) for n in range(250))
    meeting_id = keep(
        store, tmp_path, MINUTES.replace("第2回", "第4回").replace(YOUNG, f"長い発言。{long}")
    )
    view = open_form(bot, slack, "長い発言。", shown="/minutes show 令和7年度第4回")
    pieces = [value for name, value in fields(view).items() if name.startswith("body")]
    assert len(pieces) > 2
    assert "".join(pieces) == f"長い発言。{long}"
    bot.submit(view, filled(view, body1=pieces[1] + "書き足した。"))
    expected = f"長い発言。{long}".replace(pieces[1], pieces[1] + "書き足した。")
    assert f"- ・{expected}\n" in printed(store, meeting_id)


@pytest.mark.usefixtures("secretariat")
def test_a_remark_too_long_for_a_window_keeps_its_words(bot, slack, store, tmp_path):
    keep(store, tmp_path, MINUTES.replace("第2回", "第4回").replace(YOUNG, "長い。" * 7_000))
    view = open_form(bot, slack, "・長い。", shown="/minutes show 令和7年度第4回")
    assert "長すぎて" in words(view)
    assert "body0" not in fields(view)
    assert "発言者を直しました。" in words(bot.submit(view, filled(view, label="会長"))["view"])


# --- Withdrawn and restored


def test_a_remark_is_withdrawn_from_its_menu_and_restored(bot, store, secretariat):
    told = choose(bot, bot.command("/minutes show"), YOUNG, "取り消す")
    assert "発言を取り消しました。" in words(told)
    assert YOUNG not in printed(store, secretariat)
    assert "見つかりませんでした" in words(bot.command("/minutes search 若い世代"))
    back = bot.press(button(told, "元に戻す"))
    assert "発言を元に戻しました。" in words(back)
    assert printed(store, secretariat) == MINUTES
    assert deeds(store) == [
        ("slack:U_SUZUKI", "remarks withdrawn"),
        ("slack:U_SUZUKI", "remarks restored"),
    ]


def test_the_withdrawn_are_listed_for_the_secretariat(bot, store, secretariat):
    for body in (YOUNG, NEXT):
        choose(bot, bot.command("/minutes show"), body, "取り消す")
    shown = bot.command("/minutes show")
    listed = bot.press(button(shown, "取り消した発言（2件）"))
    assert "取り消した発言は2件あります" in words(listed)
    assert "<@U_SUZUKI> さんが11月23日 13:00に、この発言を取り消しました。" in words(listed)
    assert YOUNG in words(listed)
    borrowed = button(shown, "取り消した発言（2件）")
    assert "担当者だけができます" in words(bot.press(borrowed, user=OUTSIDER))
    assert "担当者だけができます" in words(bot.press(button(listed, "元に戻す"), user=OUTSIDER))
    bot.press(button(listed, "元に戻す", 1))
    bot.press(button(listed, "元に戻す", 1))
    assert "取り消した発言（1件）" in buttons(bot.command("/minutes show"))
    assert len(deeds(store)) == 3


def test_a_remark_is_withdrawn_from_the_form(bot, slack, store, secretariat):
    view = open_form(bot, slack, YOUNG)
    in_window(bot, view, "この発言を取り消す")
    shown = slack.told("views.update")[-1]["view"]
    assert "発言を取り消しました。" in words(shown)
    assert YOUNG not in printed(store, secretariat)


def test_a_remark_that_changed_since_is_not_withdrawn_unseen(bot, slack, store, secretariat):
    mine = bot.command("/minutes show")
    view = open_form(bot, slack, YOUNG)
    theirs = open_form(bot, slack, YOUNG, OTHER)
    bot.submit(theirs, filled(theirs, body0="若者に声を掛けたい。"), user=OTHER)
    told = choose(bot, mine, YOUNG, "取り消す")
    assert "表示したあとで変わっています" in words(told)
    assert "<@U_SATO> さんが" in words(told)
    in_window(bot, view, "この発言を取り消す")
    assert "表示したあとで変わっています" in words(slack.told("views.update")[-1]["view"])
    assert "若者に声を掛けたい。" in printed(store, secretariat)


def in_window(bot, view, text, user=CLERK, nth=0):
    """Press a button of a window."""
    bot._send(
        {
            "type": "block_actions",
            "user": {"id": user},
            "team": {"id": "T"},
            "trigger_id": "1.2.3",
            "container": {"type": "view", "view_id": "V1"},
            "view": {**view, "id": "V1", "state": {"values": {}}},
            "actions": [{"block_id": "b", **button(view, text, nth)}],
        }
    )


def test_from_a_saved_remark_one_goes_on_to_the_next(bot, slack, secretariat):
    view = open_form(bot, slack, YOUNG)
    saved = bot.submit(view, filled(view, body0="若者に。"))["view"]
    assert buttons(saved) == ["もう一度直す", "前の発言を直す", "次の発言を直す"]
    in_window(bot, saved, "次の発言を直す")
    shown = slack.told("views.update")[-1]
    assert shown["view_id"] == "V1"
    assert fields(shown["view"])["body0"] == ANSWER


def test_from_home_the_form_opens_as_a_window(bot, slack, secretariat):
    shown = bot.command("/minutes show kaigiroku:4")
    in_window(bot, {"type": "home", "blocks": shown["blocks"]}, "直す")
    assert fields(slack.told("views.open")[-1]["view"])["body0"] == YOUNG
    assert slack.told("views.push") == []


# --- Two at once


def overtaken(bot, slack, mine, theirs):
    """Two clerks have the same form open; the other sends theirs first."""
    view, other = open_form(bot, slack, YOUNG), open_form(bot, slack, YOUNG, OTHER)
    bot.submit(other, filled(other, **theirs), user=OTHER)
    return bot.submit(view, filled(view, **mine))["view"]


def test_the_second_sees_the_firsts_words_beside_their_own(bot, slack, store, secretariat):
    shown = overtaken(bot, slack, {"body0": "私の文。"}, {"body0": "相手の文。"})
    assert "<@U_SATO> さんが11月23日 13:00に、この発言の本文を直しました。" in words(shown)
    assert "相手の文。" in words(shown)
    assert fields(shown)["body0"] == "私の文。"
    assert shown["submit"]["text"] == "自分の文にする"
    assert "相手の文。" in printed(store, secretariat)


def test_one_may_take_ones_own_words_or_both(bot, slack, store, secretariat):
    shown = overtaken(bot, slack, {"body0": "私の文。"}, {"body0": "相手の文。"})
    saved = bot.submit(shown, filled(shown, body0="相手の文。私の文。"))
    assert "本文を直しました。" in words(saved["view"])
    assert printed(store, secretariat) == MINUTES.replace(YOUNG, "相手の文。私の文。")
    with store.reading() as db:
        past = [
            (row["actor"], json.loads(row["after"])["body"]) for row in history.of(db, "remarks", 4)
        ]
    assert past == [
        ("cli:suzuki", YOUNG),
        ("slack:U_SATO", "相手の文。"),
        ("slack:U_SUZUKI", "相手の文。私の文。"),
    ]


def test_one_may_leave_the_others_words(bot, slack, store, secretariat):
    shown = overtaken(bot, slack, {"body0": "私の文。"}, {"body0": "相手の文。"})
    in_window(bot, shown, "相手の文のままにする")
    assert "相手の文のままにしました。" in words(slack.told("views.update")[-1]["view"])
    assert printed(store, secretariat) == MINUTES.replace(YOUNG, "相手の文。")


def test_whoever_is_overtaken_twice_is_asked_twice(bot, slack, store, secretariat):
    shown = overtaken(bot, slack, {"body0": "私の文。"}, {"body0": "相手の文。"})
    other = open_form(bot, slack, "相手の文。", OTHER)
    bot.submit(other, filled(other, body0="相手の二つ目の文。"), user=OTHER)
    again = bot.submit(shown, filled(shown))["view"]
    assert "相手の二つ目の文。" in words(again)
    assert fields(again)["body0"] == "私の文。"
    bot.submit(again, filled(again))
    assert printed(store, secretariat) == MINUTES.replace(YOUNG, "私の文。")


def test_what_does_not_touch_is_kept_from_both(bot, slack, store, secretariat):
    view, other = open_form(bot, slack, YOUNG), open_form(bot, slack, YOUNG, OTHER)
    bot.submit(other, filled(other, body0="相手の文。"), user=OTHER)
    saved = bot.submit(view, filled(view, label="会長", scope="alone"))
    assert "発言者を直しました。" in words(saved["view"])
    assert "(会長)\n\n- ・相手の文。\n" in printed(store, secretariat)


def test_the_same_correction_by_both_is_no_conflict(bot, slack, store, secretariat):
    shown = overtaken(bot, slack, {"body0": "同じ文。"}, {"body0": "同じ文。\n"})
    assert "直したところはありません。" in words(shown)
    assert deeds(store) == [("slack:U_SATO", "remarks edited")]


def test_words_that_changed_are_not_joined_unseen(bot, slack, store, secretariat):
    shown = overtaken(bot, slack, {"border": "with_previous"}, {"body0": "相手の文。"})
    assert "相手の文。" in words(shown)
    assert fields(shown)["border"] == "with_previous"
    bot.submit(shown, filled(shown))
    assert f"- ・{HANDS}相手の文。\n" in printed(store, secretariat)


def test_a_label_changed_by_both_is_asked_about(bot, slack, store, secretariat):
    shown = overtaken(
        bot,
        slack,
        {"label": "会長", "scope": "alone"},
        {"label": "井上委員", "scope": "alone"},
    )
    assert "<@U_SATO> さんが11月23日 13:00に、この発言の発言者を直しました。" in words(shown)
    assert "発言者　(井上委員)" in words(shown)
    assert fields(shown)["label"] == "会長"
    bot.submit(shown, filled(shown))
    assert f"(会長)\n\n- ・{YOUNG}\n" in printed(store, secretariat)


def test_a_remark_withdrawn_meanwhile_is_put_back_only_if_one_says_so(
    bot, slack, store, secretariat
):
    mine, view = bot.command("/minutes show"), open_form(bot, slack, YOUNG)
    choose(bot, mine, YOUNG, "取り消す", OTHER)
    shown = bot.submit(view, filled(view, body0="私の文。"))["view"]
    assert "<@U_SATO> さんが11月23日 13:00に、この発言を取り消しました。" in words(shown)
    assert fields(shown)["body0"] == "私の文。"
    assert shown["submit"]["text"] == "元に戻して、この文にする"
    assert "私の文。" not in printed(store, secretariat)
    saved = bot.submit(shown, filled(shown))
    assert "元に戻しました、本文を直しました。" in words(saved["view"])
    assert printed(store, secretariat) == MINUTES.replace(YOUNG, "私の文。")


def test_ones_words_for_a_remark_joined_meanwhile_are_offered_back(bot, slack, store, secretariat):
    shown = overtaken(bot, slack, {"body0": "私の文。"}, {"border": "with_previous"})
    assert "前の発言の一部になったため" in words(shown)
    assert "私の文。" in words(shown)
    in_window(bot, shown, "つないだ先の発言を直す")
    assert fields(slack.told("views.push")[-1]["view"])["body0"] == HANDS + YOUNG


def test_a_remark_moved_meanwhile_is_put_right_where_it_is(bot, slack, store, secretariat):
    shown = overtaken(bot, slack, {"body0": "私の文。"}, {"item": "3 その他"})
    assert "本文を直しました。" in words(shown)
    assert "3 その他" in words(shown)
    assert "3 その他\n\n(参加者)\n\n- ・私の文。\n" in printed(store, secretariat)


def test_minutes_confirmed_meanwhile_are_not_changed(bot, slack, store, secretariat):
    mine, view = bot.command("/minutes show"), open_form(bot, slack, YOUNG)
    bot.press(button(bot.command("/minutes confirm 令和7年度第2回"), "確定する"), user=OTHER)
    told = bot.submit(view, filled(view, body0="私の文。"))
    assert "確定されているため" in told["errors"]["body0.0"]
    assert "/minutes reopen" in told["errors"]["body0.0"]
    assert "確定されているため" in words(choose(bot, mine, YOUNG, "取り消す"))
    assert "確定されているため" in words(choose(bot, mine, YOUNG, "直す"))
    assert printed(store, secretariat) == MINUTES


def test_while_the_record_is_busy_the_form_keeps_its_words(bot, slack, store, secretariat):
    view = open_form(bot, slack, YOUNG)
    locked = threading.Event()
    done = threading.Event()

    def hold():
        connection = sqlite3.connect(store.path, isolation_level=None)
        connection.execute("begin immediate")
        locked.set()
        done.wait(10)
        connection.execute("rollback")
        connection.close()

    holding = threading.Thread(target=hold)
    holding.start()
    try:
        locked.wait(10)
        told = bot.submit(view, filled(view, body0="私の文。"))
    finally:
        done.set()
        holding.join()
    assert "ほかの処理で使われています" in told["errors"]["body0.0"]
    assert "本文を直しました。" in words(bot.submit(view, filled(view, body0="私の文。"))["view"])


# --- Closed meetings, and who really spoke


@pytest.mark.usefixtures("closed")
def test_a_closed_meetings_remark_is_only_for_its_secretariat(bot, slack, store):
    appoint(store, CLERK)
    mine = bot.command("/minutes show")
    for user in (OUTSIDER, CHIEF):
        assert "その発言は見つかりません" in words(choose(bot, mine, YOUNG, "直す", user))
        assert "その発言は見つかりません" in words(choose(bot, mine, YOUNG, "取り消す", user))
    view = open_form(bot, slack, YOUNG)
    assert "【非公開】" in words(view)
    told = bot.submit(view, filled(view, body0="偽"), user=CHIEF)
    assert "その発言は見つかりません" in told["errors"]["body0.0"]


def test_who_really_spoke_is_for_the_secretariat_alone(bot, slack, store, secretariat):
    view = open_form(bot, slack, YOUNG)
    saved = bot.submit(view, filled(view, real="浅野 和子"))
    assert "実際の発言者を記録しました。" in words(saved["view"])
    assert "浅野 和子" not in words(saved["view"])
    assert "実際の発言者　浅野 和子（担当者だけに見えます）" in words(bot.command("/minutes show"))
    assert "実際の発言者" not in words(bot.command("/minutes show", user=CHIEF))
    assert "real" not in fields(open_form(bot, slack, YOUNG, CHIEF))
    assert fields(open_form(bot, slack, YOUNG, OTHER))["real"] == "浅野 和子"
    assert printed(store, secretariat) == MINUTES
    view = open_form(bot, slack, YOUNG)
    bot.submit(view, filled(view, real=None))
    with store.reading() as db:
        assert real_names.of(db, [4], OPERATOR) == {}
        told = [dict(row) for row in db.query("select * from history where noun = 'real_names'")]
    assert [row["deed"] for row in told] == ["named", "unnamed"]
    assert "浅野" not in str(told)


def test_everything_is_still_there_afterwards(bot, slack, store, secretariat):
    """One afternoon of corrections, and the record is whole."""
    for body, changes in (
        (HANDS, {"body0": "担い手。\n人手。", "border": "at_lines"}),
        ("人手。", {"label": "会長", "scope": "onward"}),
        (ANSWER, {"item": "3 その他", "reach": "onward"}),
        (NEXT, {"border": "with_previous"}),
    ):
        view = open_form(bot, slack, body)
        assert bot.submit(view, filled(view, **changes))["response_action"] == "update"
    with store.reading() as db:
        shown = minutes.read(db, secretariat, OPERATOR)
        assert len(remarks.withdrawn(db, secretariat, OPERATOR)) == 1
    assert [
        (turn.agenda.number, turn.label, [remark.body for remark in turn.remarks])
        for turn in shown.turns[2:]
    ] == [
        ("2(1)", "参加者", ["担い手。"]),
        ("2(1)", "会長", ["人手。", YOUNG]),
        ("3", "事務局", [ANSWER]),
        ("3", "参加者", [f"講座は夜に開いてほしい。人材バンクも考えられる。{NEXT}"]),
    ]
    assert "人手。" in printed(store, secretariat)
