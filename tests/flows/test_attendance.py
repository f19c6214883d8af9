"""The roll: one message in the channel, two taps at the door, and the quorum beside it."""

import json
from datetime import date
from typing import Any

import pytest

from store import attendance, councils, exchange, meetings, members, rules
from store.history import By
from store.members import NewMember
from store.rows import insert
from store.rules import Rules
from store.viewers import OPERATOR
from tests.cast import BY, CHANNEL, CLERK, OUTSIDER
from tests.flows import meeting_room
from tests.flows.reading import button, buttons, words

Json = dict[str, Any]

clock, bot, ring, council = (
    meeting_room.clock, meeting_room.bot, meeting_room.ring, meeting_room.council
)  # fmt: skip

MEMBER = "U_ASANO"
NAMES = (
    ("浅野 和子", "あさの かずこ"), ("井上 翔", "いのうえ しょう"), ("佐藤 翔", "さとう しょう"),
    ("佐藤 亮", "さとう りょう"), ("廣岡 実", "ひろおか みのる"), ("渡邊 桜", "わたなべ さくら"),
)  # fmt: skip
REASON = "腰の手術で入院するため"


@pytest.fixture
def board_of_six(store, council):
    """Six members in office, of whom more than half must be there."""
    with store.writing() as db:
        for name, reading in NAMES:
            wanted = NewMember(
                name=name, reading=reading, role="会長" if name == "渡邊 桜" else "委員",
                proxy_allowed=name == "井上 翔",
                slack_user=MEMBER if name == "浅野 和子" else None,
                affiliation={"佐藤 翔": "老人クラブ", "佐藤 亮": "商工会"}.get(name, ""),
            )  # fmt: skip
            kept = members.add(db, council.id, wanted, BY)
            members.keep_contacts(db, kept.person_id, {"phone": "0987-65-4321"}, BY)
        rules.lay_down(db, council.id, Rules(quorum="more_than_half"), BY)
    return council


def message(slack) -> Json:
    posted = [m for m in slack.told("chat.postMessage") if m["channel"] == CHANNEL]
    rolls = [m for m in [*posted, *slack.told("chat.update")] if m["text"].startswith("出欠")]
    return rolls[-1]


def lines(slack) -> list[str]:
    return [
        block["text"]["text"] for block in message(slack)["blocks"]
        if block.get("accessory", {}).get("type") == "static_select"
    ]  # fmt: skip


def choose(bot, slack, name, status, user=CLERK):
    """Open the menu beside a name, and choose: two taps."""
    [block] = [
        one for one in message(slack)["blocks"]
        if one.get("accessory") and name in one["text"]["text"]
    ]  # fmt: skip
    menu = block["accessory"]
    [option] = [one for one in menu["options"] if one["text"]["text"] == status]
    action = {
        "type": "static_select", "action_id": menu["action_id"], "selected_option": option,
        "block_id": block["block_id"],
    }  # fmt: skip
    return bot.press(action, user=user)


def scheduled(store, council, day="2026-11-23"):
    with store.writing() as db:
        return insert(
            db,
            """insert into meetings (council_id, title, fiscal_year, number, held_on, status,
                created_at) values (:council_id, '令和8年度第1回', 2026, 1, :day, 'scheduled', '')""",
            council_id=council.id, day=day,
        )  # fmt: skip


def test_the_roll_is_posted_once_and_updated_where_it_stands(bot, slack, clock, board_of_six):
    bot.command("/meeting start")
    assert "出しています" in words(bot.command("/attendance post"))
    bot.command("/attendance 出欠")
    assert lines(slack) == [
        "浅野 和子　未回答", "井上 翔　未回答", "佐藤 翔　未回答", "佐藤 亮　未回答",
        "廣岡 実　未回答", "会長 渡邊 桜　未回答",
    ]  # fmt: skip
    assert "定足数　出席0名／必要4名（在任6名）　あと4名足りません" in words(message(slack))
    for name in ("浅野", "井上", "廣岡", "渡邊"):
        clock.later(seconds=3)
        choose(bot, slack, name, "出席")
    assert lines(slack)[0] == "浅野 和子　出席"
    assert "出席4名　未回答2名" in words(message(slack))
    assert "成立（あと1名欠けると不成立）" in words(message(slack))
    posted = [m for m in slack.told("chat.postMessage") if m["text"].startswith("出欠")]
    assert len(posted) == 1


def test_the_quorum_is_lost_at_the_minute_and_regained(bot, slack, clock, store, board_of_six):
    bot.command("/meeting start")  # 18:30
    bot.command("/attendance post")
    for name in ("浅野", "井上", "廣岡", "渡邊"):
        clock.later(seconds=3)
        bot.command(f"/attendance in {name}")
    clock.later(minutes=40)
    told = words(bot.command("/attendance out 広岡さん 19:05"))
    assert "廣岡 実さんを「退席（19:05まで）」にしました。" in told
    assert "19:05に定足数を欠きました（あと1名）。" in told
    assert "/meeting break" in told
    assert "19:05から定足数を欠いています。" in words(message(slack))
    clock.later(minutes=10)
    told = words(bot.command("/attendance in 佐藤亮 19時20分"))
    assert "「遅参（19:20から）」" in told
    assert "19:20に定足数を満たしました（19:05から欠いていました）。" in told
    assert "定足数を欠いた時間　19:05～19:20" in words(message(slack))
    bot.command("/meeting end")
    text = words(bot.command("/attendance show 令和8年度第1回"))
    assert "定足数を欠いた時間　19:05～19:20" in text
    with store.reading() as db:
        [meeting] = [m for m in meetings.recent(db, OPERATOR) if m.title == "令和8年度第1回"]
        printed = exchange.as_text(db, meeting.id)
    assert (
        "出席者\t浅野 和子, 井上 翔, 佐藤 亮(19:20から出席), 廣岡 実(19:05退席), 会長 渡邊 桜 (敬称略)\n"
        in printed
    )


def test_two_of_one_surname_are_asked_about(bot, slack, board_of_six):
    bot.command("/meeting start")
    bot.command("/attendance post")
    asked = bot.command("/attendance late 佐藤委員")
    assert "当たる委員が2人います" in words(asked)
    assert "佐藤 亮（商工会）" in words(asked)
    told = bot.press(button(asked, "この方", 1))
    assert "佐藤 亮さんを「遅参（18:30から）」にしました。" in words(told)


def test_a_proxy_is_asked_for_by_name_and_only_where_allowed(
    bot, slack, clock, store, board_of_six
):
    bot.command("/meeting start")
    bot.command("/attendance post")
    choose(bot, slack, "井上", "代理出席")
    form = slack.told("views.open")[-1]["view"]
    assert bot.submit(form, {"proxy": {"value": "東　太一"}}) is None
    assert "井上 翔　代理出席（東 太一）" in lines(slack)
    refused = words(bot.command("/attendance in 浅野 代理 東 太一"))
    assert "代理を立てられる委員として登録されていません" in refused
    assert "出席0名／必要4名" in words(message(slack))  # proxies do not count here


def test_a_member_answers_for_themself_before_the_meeting_and_for_nobody_else(
    bot, slack, clock, store, board_of_six
):
    meeting_id = scheduled(store, board_of_six)
    bot.command("/attendance post")
    assert "出席の見込み0名" in words(message(slack))
    choose(bot, slack, "浅野", "出席", user=MEMBER)
    assert "浅野 和子　出席" in lines(slack)
    assert "開会前のご本人だけ" in words(choose(bot, slack, "廣岡", "欠席", user=MEMBER))
    clock.later(seconds=3)
    told = bot.command(f"/attendance absent　{REASON}", user=OUTSIDER, channel="C_KOTSU")
    assert REASON not in words(told)
    bot.press(button(message(slack), "出欠を入力"), user=MEMBER)
    form = slack.told("views.open")[-1]["view"]
    [own] = [block["block_id"] for block in form["blocks"] if block["type"] == "input"]
    clock.later(seconds=3)
    assert bot.submit(form, {own: {"selected_option": {"value": "late"}}}, user=MEMBER) is None
    assert "浅野 和子　遅参" in lines(slack)
    assert bot.submit(form, {own: {"selected_option": {"value": "absent"}}}, user=MEMBER)
    clock.later(seconds=3)
    bot.command("/meeting start")
    assert "開会前のご本人だけ" in words(choose(bot, slack, "浅野", "欠席", user=MEMBER))
    with store.reading() as db:
        assert attendance.quorum(db, meeting_id).present == 0  # announced late, and not yet here


def test_a_roll_of_three_hundred_is_marked_in_pages(bot, slack, clock, store, council):
    with store.writing() as db:
        for n in range(297):
            signs = "".join("〇一二三四五六七八九"[int(d)] for d in f"{n:03}")
            members.add(db, council.id, NewMember(name=f"委員 {signs}"), BY)
    bot.command("/meeting start")
    bot.command("/attendance post")
    assert "未回答　300名" in words(message(slack))
    assert len(message(slack)["blocks"]) < 10
    bot.press(button(message(slack), "出欠を入力"))
    form = slack.told("views.open")[-1]["view"]
    for page in range(1, 5):
        values = {
            block["block_id"]: {"selected_option": {"value": "present"}}
            for block in form["blocks"] if block["type"] == "input"
            and block["block_id"].startswith("member.")
        }  # fmt: skip
        if page == 4:
            values["officers"] = {"value": "福祉部福祉課主査 鈴木 学"}
        answer = bot.submit(form, values)
        form = answer and answer["view"]
        clock.later(seconds=3)
    assert form is None
    assert "出席　300名" in words(message(slack))
    assert "職員　福祉部福祉課主査 鈴木 学" in words(message(slack))


def test_an_excuse_is_seen_by_the_secretariat_alone(bot, slack, clock, store, board_of_six):
    scheduled(store, board_of_six)
    bot.command("/attendance post")
    told = bot.command(f"/attendance absent 廣岡 {REASON}")
    assert "欠席の届け・意見書" in buttons(told)
    bot.press(button(told, "欠席の届け・意見書"))
    form = slack.told("views.open")[-1]["view"]
    assert REASON in json.dumps(form, ensure_ascii=False)
    filled = {
        "excused": {"selected_options": [{"value": "yes"}]}, "reason": {"value": REASON},
        "opinion": {"value": "手引きの字を大きくしてほしい。"},
    }  # fmt: skip
    assert bot.submit(form, filled) is None
    shown = words(bot.command("/attendance show"))
    assert f"廣岡 実　届けあり（{REASON}）　意見書: 手引きの字を大きくしてほしい。" in shown
    others = words(bot.command("/attendance show", user=OUTSIDER))
    assert "廣岡 実" in others
    assert REASON not in others
    bot.press(button(message(slack), "欠席の届け・意見書"), user=OUTSIDER)
    assert len(slack.told("views.open")) == 1
    bot.command("/meeting start")
    bot.command("/meeting end")
    public = [m for m in [*slack.told("chat.postMessage"), *slack.told("chat.update")]
              if m["channel"] == CHANNEL]  # fmt: skip
    with store.reading() as db:
        [meeting] = [m for m in meetings.recent(db, OPERATOR) if m.title == "令和8年度第1回"]
        printed = exchange.as_text(db, meeting.id)
        past = db.conn.execute("select group_concat(coalesce(after, '')) from history").fetchone()
    for said in (json.dumps(public, ensure_ascii=False), printed, past[0]):
        assert REASON not in said
        assert "0987-65-4321" not in said
        assert "字を大きく" not in said
    assert "欠席者\t廣岡 実\n" in printed


def test_who_is_set_aside_does_not_count_until_the_next_item(bot, slack, clock, ring, board_of_six):
    bot.command("/meeting start")
    bot.command("/attendance post")
    for name in ("浅野", "井上", "廣岡", "渡邊"):
        clock.later(seconds=3)
        bot.command(f"/attendance in {name}")
    clock.later(minutes=5)
    told = words(bot.command("/attendance out 廣岡 除斥"))
    assert "いまの議題の除斥にしました" in told
    assert "18:35に定足数を欠きました" in told
    assert "廣岡 実　出席　除斥（いまの議題）" in lines(slack)
    clock.later(minutes=5)
    bot.command("/meeting item 2")
    ring()
    assert "廣岡 実　出席" in lines(slack)
    assert "定足数を欠いた時間　18:35～18:40" in words(message(slack))


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("in", "氏名を続けて入力してください。"),
        ("in 存在しない", "「存在しない」という委員は名簿に見つかりません。"),
        ("late 浅野 18:20", "18:20は、開会（18:30）より前です。"),
        ("in 浅野 23:50", "23:50は、まだ来ていない時刻です。"),
        ("out 浅野 25:70", "「25:70」を時刻として読めません。例: 18:40、18時40分"),
        ("in 浅野 18:40 18:50", "時刻が2つあります。"),
        ("late 退任", "退任 太郎さんの任期は2026年3月31日で終わっています。"),
        ("post 令和7年度第9回", "見つかりません"),
    ],
)
def test_a_mistake_is_answered_with_a_sentence(bot, slack, clock, store, board_of_six, typed, told):
    with store.writing() as db:
        ended = NewMember(name="退任 太郎", term_to=date(2026, 3, 31))
        members.add(db, board_of_six.id, ended, BY)
    bot.command("/meeting start")
    clock.later(minutes=30)
    assert told in words(bot.command(f"/attendance {typed}"))


def test_a_meeting_not_begun_or_confirmed_takes_no_departures(
    bot, slack, clock, store, board_of_six
):
    meeting_id = scheduled(store, board_of_six)
    assert "まだ始まっていないため、退席は" in words(bot.command("/attendance out 浅野"))
    assert "まだ始まっていないため、時刻は" in words(bot.command("/attendance late 浅野 18:40"))
    assert "「遅参」にしました" in words(bot.command("/attendance late 浅野"))
    bot.command("/attendance post")
    with store.writing() as db:
        db.conn.execute("update meetings set status = 'held', confirmed_at = 'x' where id = ?",
                        (meeting_id,))  # fmt: skip
    assert "確定されているため" in words(choose(bot, slack, "廣岡", "出席"))


@pytest.mark.parametrize(
    "value", ["", "1", "1:2", "x:1:present", "999:1:present", "1:999999:present", "1:1:chief",
              "9" * 30 + ":1:present"],
)  # fmt: skip
def test_a_forged_value_changes_nothing(bot, slack, store, board_of_six, value):
    bot.command("/meeting start")
    action = {"type": "static_select", "action_id": "attendance.mark.1",
              "selected_option": {"value": value}}  # fmt: skip
    assert words(bot.press(action))
    with store.reading() as db:
        assert not db.conn.execute("select 1 from history where deed = 'marked'").fetchall()


def test_another_council_s_secretariat_marks_nobody(bot, slack, store, board_of_six):
    bot.command("/meeting start")
    bot.command("/attendance post")
    with store.writing() as db:
        other = councils.add(db, "霧浜市公共交通会議", By("cli:x", BY.at))
        councils.appoint(db, other.id, OUTSIDER, BY)
    assert "担当者" in words(choose(bot, slack, "浅野", "出席", user=OUTSIDER))
    assert "担当者だけ" in words(bot.command("/attendance in 浅野", user=OUTSIDER))
    assert lines(slack)[0] == "浅野 和子　未回答"


def test_what_slack_refused_is_drawn_by_the_clock(bot, slack, clock, ring, board_of_six):
    bot.command("/meeting start")
    bot.command("/attendance post")
    slack.refuses = lambda method, args: "internal_error" if method == "chat.update" else None
    clock.later(seconds=3)
    choose(bot, slack, "浅野", "出席")
    slack.refuses = lambda method, args: None
    drawn = len(slack.told("chat.update"))
    clock.later(seconds=60)
    ring()
    assert len(slack.told("chat.update")) > drawn
    assert "浅野 和子　出席" in lines(slack)


def test_a_deleted_message_is_posted_anew(bot, slack, clock, board_of_six):
    bot.command("/meeting start")
    bot.command("/attendance post")
    slack.refuses = lambda method, args: "message_not_found" if method == "chat.update" else None
    clock.later(seconds=3)
    choose(bot, slack, "浅野", "出席")
    slack.refuses = lambda method, args: None
    clock.later(seconds=3)
    bot.command("/attendance post")
    posted = [m for m in slack.told("chat.postMessage") if m["text"].startswith("出欠")]
    assert len(posted) == 2
    assert "浅野 和子　出席" in lines(slack)
