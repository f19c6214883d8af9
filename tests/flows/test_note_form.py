"""Remarks written down in a window: one after another, from a message, from wherever one is."""

import json
import sqlite3
import threading
from typing import Any

import pytest

from handlers.views import notes as views
from store import councils, minutes, real_names, recordings
from store import search as index
from store.viewers import OPERATOR, Viewer
from tests.cast import BY, CHANNEL, CHIEF, CLERK, CLOSED, MINUTES, OUTSIDER, keep
from tests.flows.reading import words

Json = dict[str, Any]
ELSEWHERE = "C_KOTSU"


@pytest.fixture
def meeting(store, minutes) -> int:
    """The open meeting, in the channel of its council, with its secretary."""
    with store.writing() as db:
        [council] = councils.list_all(db)
        councils.appoint(db, council.id, CLERK, BY)
        councils.bind(db, council.id, CHANNEL, BY)
    return minutes


@pytest.fixture
def second(store, meeting, tmp_path) -> int:
    """Another council's meeting, which the same secretary serves."""
    text = MINUTES.replace("霧浜市地域福祉懇話会", "霧浜市景観審議会")
    meeting_id = keep(store, tmp_path, text)
    with store.writing() as db:
        councils.appoint(db, councils.find(db, "霧浜市景観審議会").id, CLERK, BY)
    return meeting_id


def press_home(bot, meeting_id: int, user: str = CLERK) -> None:
    """発言を記録 on the Home tab."""
    button = {"action_id": views.OPEN, "value": json.dumps({"meeting": meeting_id})}
    press(bot, {"id": "H1", "type": "home", "hash": "h"}, button, user)


def press(bot, view: Json, button: Json, user: str = CLERK, values: Json | None = None) -> None:
    state = {"values": {block_id: {"value": one} for block_id, one in (values or {}).items()}}
    bot._send(
        {
            "type": "block_actions",
            "user": {"id": user},
            "team": {"id": "T"},
            "trigger_id": "1.2.3",
            "container": {"type": "view", "view_id": view.get("id", "V1")},
            "view": {"id": "V1", "hash": "h", "state": state, **view},
            "actions": [{"block_id": "b", "type": "button", **button}],
        }
    )


def choose_message(
    bot, text: str, user: str = CLERK, channel: str = CHANNEL, ts: str = "1700000000.000100", **more
) -> Json:
    """発言として記録 in a message's menu; the last reply, if there is one."""
    return bot._reply(
        {
            "type": "message_action",
            "callback_id": "record_remark",
            "user": {"id": user},
            "team": {"id": "T"},
            "channel": {"id": channel},
            "trigger_id": "1.2.3",
            "response_url": f"{bot.slack.url}replies",
            "message_ts": ts,
            "message": {"type": "message", "user": "U_SATO", "text": text, "ts": ts, **more},
        }
    )


def opened(slack) -> Json:
    return slack.told("views.open")[-1]["view"]


def values(view: Json, **typed: str) -> Json:
    """The form's state: what it shows, and what was typed or chosen instead."""
    state: Json = {}
    for block in view["blocks"]:
        if block["type"] != "input":
            continue
        name, element = block["block_id"].partition(".")[0], block["element"]
        if element["type"] == "static_select":
            option = element.get("initial_option")
            if name in typed:
                [option] = [o for o in element["options"] if o["text"]["text"] == typed[name]]
            state[block["block_id"]] = {"selected_option": option}
        else:
            state[block["block_id"]] = {"value": typed.get(name, element.get("initial_value"))}
    return state


def submit(bot, view: Json, hash_: str = "h1", user: str = CLERK, **typed: str) -> Json:
    return bot.submit({**view, "hash": hash_}, values(view, **typed), user)


def shown(view: Json, name: str) -> str | None:
    """What a field of the form shows."""
    [element] = [
        block["element"]
        for block in view["blocks"]
        if block["type"] == "input" and block["block_id"].partition(".")[0] == name
    ]
    if element["type"] == "static_select":
        option = element.get("initial_option")
        return option["text"]["text"] if option else None
    return element.get("initial_value")


def offered(view: Json, name: str) -> list[str]:
    [block] = [b for b in view["blocks"] if b.get("block_id", "").partition(".")[0] == name]
    return [option["text"]["text"] for option in block["element"]["options"]]


def errors(answer: Json) -> Json:
    assert answer["response_action"] == "errors", answer
    return answer["errors"]


def turns(store, meeting_id: int, number: str = "2(1)") -> list[tuple[str | None, list[str]]]:
    with store.reading() as db:
        assert index.check(db) == []
        read = minutes.read(db, meeting_id, OPERATOR)
    return [
        (turn.label, [remark.body for remark in turn.remarks])
        for turn in read.turns
        if turn.agenda and turn.agenda.number == number
    ][4:]


def button_of(view: Json, text: str, nth: int = 0) -> Json:
    found = [
        block["accessory"]
        for block in view["blocks"]
        if block.get("accessory", {}).get("text", {}).get("text") == text
    ]
    return {"action_id": found[nth]["action_id"], "value": found[nth]["value"]}


def test_the_form_asks_for_item_speaker_and_words(bot, slack, meeting):
    press_home(bot, meeting)
    view = opened(slack)
    assert words(view).splitlines()[0] == "霧浜市地域福祉懇話会 令和7年度第2回　令和7年8月6日(水)"
    assert offered(view, "item") == [
        "1 開会",
        "2 議題",
        "2(1) 見守り活動について",
        "3 その他",
        "4 閉会",
    ]
    assert shown(view, "item") == "3 その他"  # where the last words of the minutes stand
    assert offered(view, "label") == ["前の発言者の続き", "参加者", "事務局"]
    assert shown(view, "label") == "前の発言者の続き"
    assert "実際の発言者" in words(view)
    assert "事務局の担当者だけに見えます。" in words(view)


def test_remarks_are_recorded_one_after_another_without_leaving_the_window(
    bot, slack, store, meeting
):
    press_home(bot, meeting)
    first = submit(
        bot,
        opened(slack),
        "h1",
        item="2(1) 見守り活動について",
        label="参加者",
        said="一つ目\n二つ目",
    )
    assert first["response_action"] == "update"
    view = first["view"]
    assert shown(view, "said") is None
    assert shown(view, "item") == "2(1) 見守り活動について"
    assert shown(view, "label") == "参加者"
    read = words(view).splitlines()
    assert read[:2] == ["この画面で記録したもの　1件", "(参加者) 一つ目　ほか1件"]
    second = submit(bot, view, "h2", label="前の発言者の続き", said="三つ目")["view"]
    assert words(second).splitlines()[0] == "この画面で記録したもの　2件"
    submit(bot, second, "h3", label="事務局", said="答える")
    assert turns(store, meeting) == [
        ("参加者", ["一つ目", "二つ目", "三つ目"]),
        ("事務局", ["答える"]),
    ]


def test_fields_of_the_next_turn_have_names_of_their_own(bot, slack, meeting):
    # Slack keeps what was typed under a name it knows already.
    press_home(bot, meeting)
    before = opened(slack)
    after = submit(bot, before, said="一つ目")["view"]
    names = [{b["block_id"] for b in v["blocks"] if b["type"] == "input"} for v in (before, after)]
    assert names[0].isdisjoint(names[1])


def test_a_form_that_is_sent_twice_is_recorded_once(bot, slack, store, meeting):
    press_home(bot, meeting)
    view = opened(slack)
    chosen = {"item": "2(1) 見守り活動について", "label": "参加者", "said": "一つ目"}
    once, twice = (submit(bot, view, "h1", **chosen) for _ in range(2))
    assert once == twice
    assert turns(store, meeting) == [("参加者", ["一つ目"])]


def test_the_form_opens_where_the_person_was_last_in_that_meeting(bot, slack, meeting):
    press_home(bot, meeting)
    submit(bot, opened(slack), item="2(1) 見守り活動について", label="参加者", said="一つ目")
    press_home(bot, meeting)
    assert shown(opened(slack), "item") == "2(1) 見守り活動について"
    assert shown(opened(slack), "label") == "参加者"


def test_words_may_name_their_own_speaker_and_be_entries(bot, slack, store, meeting):
    press_home(bot, meeting)
    answer = submit(
        bot,
        opened(slack),
        item="2(1) 見守り活動について",
        label="参加者",
        said="事務局: 講座を開く。\n決定: 案のとおり\n参 賛成\nオフレコ: 秘密",
    )
    assert words(answer["view"]).splitlines()[0] == "オフレコの1行は、どこにも残していません。"
    assert turns(store, meeting) == [("事務局", ["講座を開く。"]), ("参加者", ["賛成"])]
    with sqlite3.connect(store.path) as file:
        assert "秘密" not in "".join(file.iterdump())


def test_only_words_off_the_record_keep_nothing_and_say_so(bot, slack, store, meeting):
    press_home(bot, meeting)
    answer = submit(bot, opened(slack), said="オフレコ: 秘密")
    assert "オフレコの1行は、どこにも残していません。" in words(answer["view"])
    with store.reading() as db:
        assert recordings.last_by(db, f"slack:{CLERK}") is None


def test_the_real_speaker_is_for_the_secretariat_alone(bot, slack, store, meeting):
    press_home(bot, meeting)
    answer = submit(bot, opened(slack), label="参加者", real="浅野 和子", said="一つ目\n二つ目")
    assert "浅野" not in json.dumps(answer, ensure_ascii=False)
    with store.reading() as db:
        ids = [line.row_id for line in recordings.last_by(db, f"slack:{CLERK}").lines]
        assert real_names.of(db, ids, Viewer(CLERK)) == dict.fromkeys(ids, "浅野 和子")
        assert real_names.of(db, ids, Viewer(OUTSIDER)) == {}


def test_a_name_typed_as_speaker_is_not_printed_where_minutes_are_anonymous(
    bot, slack, store, meeting
):
    press_home(bot, meeting)
    submit(bot, opened(slack), item="2(1) 見守り活動について", other="浅野委員", said="一つ目")
    assert turns(store, meeting) == [("参加者", ["一つ目"])]
    with store.reading() as db:
        [line] = recordings.last_by(db, f"slack:{CLERK}").lines
        assert real_names.of(db, [line.row_id], OPERATOR) == {line.row_id: "浅野 和子"}


def test_what_was_recorded_is_taken_back_and_put_back_in_the_window(bot, slack, store, meeting):
    press_home(bot, meeting)
    view = submit(
        bot, opened(slack), item="2(1) 見守り活動について", label="参加者", said="一つ目"
    )["view"]
    typing = values(view, said="書きかけ")
    press(bot, {**view, "hash": "h2"}, button_of(view, "取り消す"), values=typing)
    [told] = slack.told("views.update")
    assert told["hash"] == "h2"
    assert words(told["view"]).splitlines()[:2] == [
        "この画面で記録したもの　0件",
        "（取り消しました）(参加者) 一つ目",
    ]
    assert shown(told["view"], "said") == "書きかけ"
    assert turns(store, meeting) == []
    press(bot, told["view"], button_of(told["view"], "元に戻す"), values=typing)
    assert turns(store, meeting) == [("参加者", ["一つ目"])]


def test_only_the_last_ten_recordings_of_the_window_are_listed(bot, slack, meeting):
    press_home(bot, meeting)
    view = opened(slack)
    for number in range(1, 13):
        view = submit(bot, view, f"h{number:02}", label="参加者", said=f"発言{number}")["view"]
    read = words(view).splitlines()
    assert read[0] == "この画面で記録したもの　12件（新しい10件）"
    assert (read[1], read[10 * 2 - 1]) == ("(参加者) 発言3", "(参加者) 発言12")


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        (":smile: <@U_SATO>", "絵文字や記号、メンションだけの行は記録できません。"),
        ("\n".join(["あ"] * 101), "一度に記録できるのは100行までです（いま101行）。"),
    ],
)
def test_words_that_cannot_be_kept_stay_in_their_field(bot, slack, meeting, said, sentence):
    press_home(bot, meeting)
    told = errors(submit(bot, opened(slack), said=said))
    assert list(told) == ["said.0"]
    assert told["said.0"].startswith(sentence)


def test_a_save_that_fails_leaves_the_window_open_and_may_be_repeated(bot, slack, store, meeting):
    press_home(bot, meeting)
    view = opened(slack)
    chosen = {"item": "2(1) 見守り活動について", "label": "参加者", "said": "一つ目"}
    with store.writing() as db:
        db.execute("update meetings set confirmed_at = '2026-11-01T00:00:00Z'")
    told = errors(submit(bot, view, **chosen))
    assert told["said.0"].startswith("この会議の会議録は確定されているため、")
    with store.writing() as db:
        db.execute("update meetings set confirmed_at = null")
    assert submit(bot, view, **chosen)["response_action"] == "update"
    assert turns(store, meeting) == [("参加者", ["一つ目"])]


def test_who_is_not_of_the_secretariat_may_not_record(bot, slack, store, meeting):
    press_home(bot, meeting, user=OUTSIDER)
    assert slack.told("views.open") == []
    [told] = slack.told("chat.postMessage")
    assert "「霧浜市地域福祉懇話会」の担当者だけができます" in told["text"]
    press_home(bot, meeting)
    answer = submit(bot, opened(slack), user=OUTSIDER, label="参加者", said="一つ目")
    assert "担当者だけができます" in errors(answer)["said.0"]
    assert turns(store, meeting) == []


# --- From a message


def test_a_message_is_recorded_with_its_speaker_taken_apart_and_its_link(
    bot, slack, store, meeting
):
    choose_message(bot, "事務局: 人材 &amp; 講座を &lt;開く&gt;")
    view = opened(slack)
    assert (shown(view, "label"), shown(view, "said")) == ("事務局", "人材 & 講座を <開く>")
    [asked] = slack.told("chat.getPermalink")
    assert (asked["channel"], asked["message_ts"]) == (CHANNEL, "1700000000.000100")
    answer = submit(bot, view, item="2(1) 見守り活動について")
    assert words(answer["view"]).splitlines()[:2] == [
        "記録しました。",
        "(事務局) 人材 & 講座を <開く>",
    ]
    assert turns(store, meeting) == [("事務局", ["人材 & 講座を <開く>"])]


def test_a_message_is_recorded_once_by_whatever_way(bot, slack, store, meeting):
    choose_message(bot, "事務局: 講座を開く")
    first = opened(slack)
    choose_message(bot, "事務局: 講座を開く")
    again = opened(slack)
    submit(bot, first, "h1", item="2(1) 見守り活動について")
    submit(bot, again, "h2", item="2(1) 見守り活動について")
    assert turns(store, meeting) == [("事務局", ["講座を開く"])]
    choose_message(bot, "事務局: 講座を開く")
    read = words(opened(slack)).splitlines()
    assert read[:2] == ["このメッセージは、すでに記録されています。", "(事務局) 講座を開く"]
    press(bot, opened(slack), button_of(opened(slack), "取り消す"))
    assert "取り消されています" in words(slack.told("views.update")[-1]["view"])
    assert turns(store, meeting) == []


def test_what_others_recorded_behind_closed_doors_is_not_told(bot, slack, store, meeting, tmp_path):
    keep(store, tmp_path, CLOSED)
    choose_message(bot, "事務局: 内密の話")
    submit(bot, opened(slack))
    choose_message(bot, "事務局: 内密の話", user=OUTSIDER)
    assert words(opened(slack)) == "このメッセージは、すでに記録されています。"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "このメッセージには、発言として記録できる文章がありません。"),
        ("あ" * 3001, "このメッセージは3,001字あり、記録の画面に入りません（3,000字まで）。"),
    ],
)
def test_a_message_that_does_not_fit_is_answered_with_what_to_do(
    bot, slack, meeting, text, sentence
):
    assert words(choose_message(bot, text)).startswith(sentence)
    assert slack.told("views.open") == []


def test_a_message_is_recorded_where_the_bot_finds_no_link(bot, slack, store, meeting):
    slack.refuses = lambda method, _: "channel_not_found" if method == "chat.getPermalink" else None
    choose_message(bot, "事務局: 講座を開く", channel="C_RENRAKU")
    submit(bot, opened(slack), item="2(1) 見守り活動について")
    assert turns(store, meeting) == [("事務局", ["講座を開く"])]


# --- From where no council is


@pytest.mark.usefixtures("second")
def test_where_no_council_is_the_meeting_is_asked_and_the_words_stay(bot, slack, store, meeting):
    choose_message(bot, "事務局: 講座を開く", channel=ELSEWHERE)
    view = opened(slack)
    assert offered(view, "meeting") == [
        "霧浜市地域福祉懇話会 令和7年度第2回　令和7年8月6日(水)",
        "霧浜市景観審議会 令和7年度第2回　令和7年8月6日(水)",
    ]
    chosen = values(view, meeting="霧浜市地域福祉懇話会 令和7年度第2回　令和7年8月6日(水)")
    menu = {"action_id": views.MEETING, "type": "static_select", **chosen["meeting"]}
    press(bot, view, menu, values=chosen)
    full = slack.told("views.update")[-1]["view"]
    assert (shown(full, "label"), shown(full, "said")) == ("事務局", "講座を開く")
    submit(bot, full, item="2(1) 見守り活動について")
    assert turns(store, meeting) == [("事務局", ["講座を開く"])]


@pytest.mark.usefixtures("second")
def test_a_form_sent_before_its_other_fields_appeared_goes_on_with_them(bot, slack, store, meeting):
    choose_message(bot, "事務局: 講座を開く", channel=ELSEWHERE)
    answer = submit(
        bot, opened(slack), meeting="霧浜市地域福祉懇話会 令和7年度第2回　令和7年8月6日(水)"
    )
    assert answer["response_action"] == "update"
    assert shown(answer["view"], "said") == "講座を開く"
    submit(bot, answer["view"], "h2", item="2(1) 見守り活動について")
    assert turns(store, meeting) == [("事務局", ["講座を開く"])]


@pytest.mark.usefixtures("meeting")
def test_who_serves_one_council_is_not_asked(bot, slack):
    choose_message(bot, "講座を開く", channel=ELSEWHERE)
    assert "霧浜市地域福祉懇話会" in words(opened(slack))


@pytest.mark.usefixtures("meeting")
def test_who_serves_no_council_is_told_who_does(bot, slack):
    told = words(choose_message(bot, "講座を開く", user=OUTSIDER, channel=ELSEWHERE))
    assert told.startswith("発言を記録できるのは、会議体の事務局の担当者です。")
    told = words(choose_message(bot, "講座を開く", user=OUTSIDER))
    assert told.startswith("この操作は「霧浜市地域福祉懇話会」の担当者だけができます。")


@pytest.mark.usefixtures("fukushi")
def test_without_a_meeting_to_record_in_the_next_step_is_told(bot, slack, store):
    with store.writing() as db:
        [council] = councils.list_all(db)
        councils.bind(db, council.id, CHANNEL, BY)
    told = words(choose_message(bot, "講座を開く", user=CHIEF))
    assert told.startswith("いま記録できる会議がありません。")
    assert "「/meeting start」で開会するか" in told


def test_of_a_very_long_agenda_the_last_hundred_are_offered(bot, slack, store, meeting):
    with store.writing() as db:
        db.conn.executemany(
            """insert into agenda_items (meeting_id, position, depth, number, title)
            values (?, ?, 1, ?, '議題')""",
            [(meeting, 1000 + number, f"{number}") for number in range(5, 155)],
        )
    press_home(bot, meeting)
    assert len(offered(opened(slack), "item")) == 100
    assert offered(opened(slack), "item")[-1] == "154 議題"
    assert "後ろの100件を示しています。" in words(opened(slack))


# --- While somebody else writes


def test_a_busy_record_accepts_the_words_and_keeps_them_a_moment_later(bot, slack, store, meeting):
    press_home(bot, meeting)
    view = opened(slack)
    other = sqlite3.connect(store.path, isolation_level=None, check_same_thread=False)
    other.execute("begin immediate")
    release = threading.Timer(3.5, other.execute, ["rollback"])
    release.start()
    # Bolt gives up on an answer after three seconds, and so would Slack.
    answer = submit(bot, view, item="2(1) 見守り活動について", label="参加者", said="一つ目")
    assert words(answer["view"]).startswith("受け付けました。保存でき次第お知らせします。")
    release.join()
    other.close()
    assert turns(store, meeting) == [("参加者", ["一つ目"])]
