"""A clerk opens a meeting, steers it through its agenda, and closes it."""

import pytest

from store import exchange, live, meetings
from store import search as index
from store.viewers import OPERATOR
from tests.cast import CHANNEL, CLERK, OUTSIDER
from tests.flows import meeting_room
from tests.flows.reading import button, buttons, words

clock, bot, ring, council = (
    meeting_room.clock, meeting_room.bot, meeting_room.ring, meeting_room.council
)  # fmt: skip


def control(slack):
    """The control message as it is shown now."""
    drawn = [m for m in slack.told("chat.postMessage") if m["channel"] == CHANNEL]
    return [*drawn, *slack.told("chat.update")][-1]


def test_start_opens_the_next_meeting_with_one_control_message(bot, slack, store, council):
    reply = bot.command("/meeting start")
    assert "霧浜市地域福祉懇話会 令和8年度第1回を開会しました（18:30）。" in words(reply)
    assert reply["response_type"] == "ephemeral"
    [posted] = slack.told("chat.postMessage")
    assert posted["channel"] == CHANNEL
    assert words(posted).split("\n")[:6] == [
        "霧浜市地域福祉懇話会 令和8年度第1回",
        "いまの議題: 1 開会　18:30開会",
        "いま　1 開会",
        "　　　2 議題",
        "　　　3 その他",
        "　　　4 閉会",
    ]
    assert buttons(posted) == ["議題を進める", "発言を記録", "出欠", "閉会"]
    with store.reading() as db:
        running = live.running(db, council.id)
        assert running
        assert running.thread_ts == "1.1"
        meeting = meetings.get(db, running.meeting_id, OPERATOR)
    assert (meeting.status, meeting.title, meeting.number) == ("in_session", "令和8年度第1回", 1)
    assert (str(meeting.held_on), str(meeting.starts_at)) == ("2026-11-23", "18:30:00")
    assert meeting.disclosure == "not_checked"


@pytest.mark.usefixtures("council")
def test_a_second_start_says_which_meeting_is_running(bot, slack):
    bot.command("/meeting 開会")
    again = bot.command("/meeting 開会")
    assert "令和8年度第1回を18:30から開いています" in words(again)
    assert len(slack.told("chat.postMessage")) == 1


@pytest.mark.usefixtures("council")
def test_the_ground_of_a_closed_meeting_is_noted(bot, slack, store):
    bot.command("/meeting start 非公開（霧浜市情報公開条例第7条第4号に該当するため）")
    assert "【非公開】" in words(control(slack))
    with store.reading() as db:
        [meeting] = [m for m in meetings.recent(db, OPERATOR) if m.status == "in_session"]
    assert meeting.disclosure == "closed"
    assert meeting.disclosure_ground == "霧浜市情報公開条例第7条第4号に該当するため"
    assert "意味が分かりません" in words(bot.command("/meeting start 第4回"))


def test_a_meeting_scheduled_for_today_is_the_one_that_is_opened(bot, slack, store, council):
    with store.writing() as db:
        [[meeting_id]] = db.conn.execute(
            """insert into meetings (council_id, title, fiscal_year, number, status, held_on,
                starts_at, venue, created_at) values (?, '令和8年度第4回', 2026, 4, 'scheduled',
                '2026-11-23', '18:00', '霧浜市民会館', 'x') returning id""",
            [council.id],
        ).fetchall()
        db.conn.execute(
            """insert into agenda_items (meeting_id, position, depth, number, title)
            values (?, 1, 1, '1', '開会'), (?, 2, 1, '2', '計画の見直し')""",
            [meeting_id, meeting_id],
        )
    bot.command("/meeting start")
    assert "令和8年度第4回" in words(control(slack))
    assert "2 計画の見直し" in words(control(slack))
    with store.reading() as db:
        meeting = meetings.get(db, meeting_id, OPERATOR)
    assert (str(meeting.starts_at), meeting.venue) == ("18:30:00", "霧浜市民会館")


@pytest.mark.usefixtures("council")
def test_only_the_secretariat_steers(bot, slack, store):
    refused = bot.command("/meeting start", user=OUTSIDER)
    assert "担当者だけができます" in words(refused)
    bot.command("/meeting start")
    for name in ("議題を進める", "閉会", "出欠"):
        pressed = bot.press(button(control(slack), name), user=OUTSIDER)
        assert "担当者だけができます" in words(pressed) or "見つかりません" in words(pressed)
    with store.reading() as db:
        assert meetings.recent(db, OPERATOR)[0].status == "in_session"


def test_where_there_is_no_council_or_no_meeting_the_next_step_is_told(bot, council):
    assert "/council here" in words(bot.command("/meeting start", channel="C_OTHER"))
    for typed in ("item 2", "break", "resume", "end"):
        assert "「/meeting start」で開会できます" in words(bot.command(f"/meeting {typed}"))
    assert "「start」のことでしょうか" in words(bot.command("/meeting strat"))
    assert "/meeting item 2-1" in words(bot.command("/meeting"))


@pytest.mark.usefixtures("council")
def test_a_channel_without_the_bot_is_told_before_anything_is_opened(bot, slack, store):
    slack.refuses = lambda method, args: (
        "not_in_channel" if method == "conversations.history" else None
    )
    assert "「/invite @会議録」" in words(bot.command("/meeting start"))
    with store.reading() as db:
        assert [m.status for m in meetings.recent(db, OPERATOR)] == ["held"]


@pytest.mark.usefixtures("council")
def test_the_agenda_is_gone_through_by_number_by_name_and_by_button(bot, slack, clock):
    bot.command("/meeting start")
    for typed, now in (
        ("item 2-1 見守り活動について", "2(1) 見守り活動について"),
        ("item ２－２　講座について", "2(2) 講座について"),
        ("item 2 1", "2(1) 見守り活動について"),
        ("item 2(2)", "2(2) 講座について"),
        ("議題 見守り", "2(1) 見守り活動について"),
        ("item その他", "3 その他"),
    ):
        clock.later(seconds=5)
        assert f"議題を「{now}」に進めました" in words(bot.command(f"/meeting {typed}"))
        assert f"いまの議題: {now}" in words(control(slack))
    clock.later(seconds=5)
    bot.press(button(control(slack), "議題を進める"))
    assert "いまの議題: 4 閉会" in words(control(slack))
    assert "最後の議題です" in words(bot.press(button(control(slack), "議題を進める")))


@pytest.mark.usefixtures("council")
def test_pressing_on_passes_over_a_section_that_only_holds_items(bot, slack, clock):
    bot.command("/meeting start")
    bot.command("/meeting item 2-1 見守り活動について")
    bot.command("/meeting item 1")
    clock.later(seconds=5)
    bot.press(button(control(slack), "議題を進める"))
    assert "いまの議題: 2(1) 見守り活動について" in words(control(slack))


@pytest.mark.usefixtures("council")
@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("item 9", "9という議題はありません。いまの次第は、「1 開会」、「2 議題」、「3 その他」"),
        ("item 2-3 講座", "2-3という議題はありません"),
        ("item 2-1", "「/meeting item 2-1 議題の名前」のように"),
        ("item 3 講座", "3は「その他」です"),
        ("item 会", "当たる議題がいくつかあります: 「1 開会」、「4 閉会」"),
        ("item", "議題の番号か名前を続けて"),
        ("item 見守り", "見守りという議題はありません"),
        ("item 8-1 講座", "8-1という議題はありません"),
    ],
)
def test_an_item_that_is_not_there_is_told_with_those_that_are(bot, typed, told):
    bot.command("/meeting start")
    assert told in words(bot.command(f"/meeting {typed}"))


def test_a_break_is_printed_where_it_was(bot, slack, store, clock, council):
    bot.command("/meeting start")
    bot.command("/meeting item 2-1 見守り活動について")
    clock.later(minutes=35)
    assert "休憩を記録しました" in words(bot.command("/meeting 休憩"))
    assert "休憩しています（19:05から）" in words(control(slack))
    assert "すでに休憩" in words(bot.command("/meeting break"))
    clock.later(minutes=10)
    bot.command("/meeting 再開")
    assert "休憩 19:05～19:15" in words(control(slack))
    assert "いまは休憩していません" in words(bot.command("/meeting resume"))
    clock.later(minutes=50)
    bot.command("/meeting end")
    with store.reading() as db:
        [meeting] = [m for m in meetings.recent(db, OPERATOR) if m.title == "令和8年度第1回"]
        text = exchange.as_text(db, meeting.id)
    assert text == (
        "霧浜市地域福祉懇話会 会議録（令和8年度第1回）\n\n"
        "日時\t令和8年11月23日（月） 18:30～20:05\n\n"
        "1 開会\n\n2 議題\n\n- (1) 見守り活動について\n\n【休憩 19:05～19:15】\n\n"
        "3 その他\n\n4 閉会\n"
    )


@pytest.mark.usefixtures("council")
def test_the_end_tells_what_was_kept_and_can_be_taken_back(bot, slack, store, clock):
    bot.command("/meeting start")
    clock.later(minutes=90)
    ended = bot.press(button(control(slack), "閉会"))
    assert "令和8年度第1回を閉会しました（20:00）。発言は0件です。" in words(ended)
    assert "「/minutes show 令和8年度第1回」" in words(ended)
    assert ended["replace_original"] is False
    assert buttons(control(slack)) == []
    assert "閉会しました　令和8年11月23日(月) 18:30～20:00" in words(control(slack))
    assert "閉会しています" in words(bot.press(button(slack.told("chat.postMessage")[0], "閉会")))
    clock.later(minutes=1)
    asked = bot.command("/meeting start")
    assert "に閉会しています。" in words(asked)
    bot.press(button(asked, "閉会を取り消す"))
    assert "いまの議題: 1 開会" in words(control(slack))
    with store.reading() as db:
        [meeting] = [m for m in meetings.recent(db, OPERATOR) if m.status == "in_session"]
    assert meeting.ends_at is None


@pytest.mark.usefixtures("council")
def test_a_new_meeting_may_follow_at_once(bot, slack, clock):
    bot.command("/meeting start")
    clock.later(minutes=30)
    bot.command("/meeting 閉会")
    began = bot.press(button(bot.command("/meeting start"), "新しい会議を開会"))
    assert "令和8年度第2回を開会しました" in words(began)


def test_the_agenda_is_written_anew_and_what_has_remarks_stays(bot, slack, store, clock, council):
    bot.command("/meeting start")
    form = menu(bot, slack, "agenda")
    assert typed_in(form, "agenda") == "1 開会\n2 議題\n3 その他\n4 閉会"
    clock.later(seconds=5)
    written = "1 開会\n2 議題\n　見守り活動について\n（２）講座について\n3 その他\n4 閉会"
    assert bot.submit(form, {"agenda": {"value": written}}) is None
    assert "　　　　(1) 見守り活動について\n　　　　（２） 講座について" in words(control(slack))
    bot.command("/meeting item 2-1")
    with store.reading() as db:
        running = live.running(db, council.id)
    form = menu(bot, slack, "agenda")
    stays = bot.submit(form, {"agenda": {"value": "1 開会\n2 議題\n3 その他\n4 閉会"}})
    assert "次第から外せません" in str(stays)
    clock.later(seconds=5)
    renamed = "1 開会\n2 議題\n(1) 見守りと声かけ\n3 閉会"
    assert bot.submit(form, {"agenda": {"value": renamed}}) is None
    assert "いまの議題: 2(1) 見守りと声かけ" in words(control(slack))
    with store.reading() as db:
        names = [one.name for one in live.items(db, running.meeting_id)]
    assert names == ["1 開会", "2 議題", "2(1) 見守りと声かけ", "3 閉会"]
    for wrong, told in (
        ("", "1行に1つずつ"),
        ("1 開会\n1 議題", "「1」が二つ"),
        ("\n".join(f"{n} 議題" for n in range(1, 70)), "60行まで"),
    ):
        assert told in str(bot.submit(form, {"agenda": {"value": wrong}}))


@pytest.mark.usefixtures("council")
def test_disclosure_is_decided_in_the_meeting(bot, slack, clock):
    bot.command("/meeting start")
    form = menu(bot, slack, "disclosure")
    clock.later(seconds=5)
    chosen = {"selected_option": {"value": "partly_closed"}}
    sent = bot.submit(form, {"disclosure": chosen, "ground": {"value": "個人情報を扱うため"}})
    assert sent is None
    assert "【一部非公開】" in words(control(slack))
    assert "一部非公開" in words(control(slack))


@pytest.mark.usefixtures("council")
def test_breaks_are_also_in_the_menu(bot, slack, clock):
    bot.command("/meeting start")
    clock.later(seconds=5)
    menu(bot, slack, "break")
    assert "休憩しています" in words(control(slack))
    clock.later(seconds=5)
    menu(bot, slack, "resume")
    assert "休憩しています" not in words(control(slack))


@pytest.mark.usefixtures("council")
def test_many_changes_are_few_drawings_and_a_failed_one_is_made_up_for(bot, slack, clock, ring):
    bot.command("/meeting start")
    clock.later(seconds=5)
    for n in range(1, 8):
        bot.command(f"/meeting item 2-{n} 議題{n}")
    assert len(slack.told("chat.update")) == 2
    slack.refuses = lambda method, args: "internal_error" if method == "chat.update" else None
    clock.later(seconds=5)
    bot.command("/meeting item 3")
    slack.refuses = lambda method, args: None
    clock.later(seconds=30)
    ring()
    assert "いまの議題: 3 その他" in words(control(slack))
    drawn = len(slack.told("chat.update"))
    clock.later(seconds=30)
    ring()
    assert len(slack.told("chat.update")) == drawn


def test_the_roll_is_taken_at_the_door(bot, slack, store, council):
    bot.command("/meeting start")
    bot.press(button(control(slack), "出欠"))
    form = slack.told("views.open")[-1]["view"]
    labels = [block["label"]["text"] for block in form["blocks"] if block["type"] == "input"]
    assert labels == ["浅野 和子", "井上 翔", "廣岡 実", "出席した職員"]
    members = [b["block_id"] for b in form["blocks"] if b["type"] == "input"][:3]
    here = dict(zip(members, ("present", "absent", "present"), strict=True))
    chosen = {block_id: {"selected_option": {"value": said}} for block_id, said in here.items()}
    wrong = bot.submit(form, {**chosen, "officers": {"value": "鈴木学"}})
    assert "部課職と氏名に分けられません" in str(wrong)
    typed = "福祉部次長　山根 進\n福祉部福祉課主査 鈴木 学\n"
    assert bot.submit(form, {**chosen, "officers": {"value": typed}}) is None
    bot.command("/meeting end")
    with store.reading() as db:
        [meeting] = [m for m in meetings.recent(db, OPERATOR) if m.title == "令和8年度第1回"]
        text = exchange.as_text(db, meeting.id)
    assert (
        "出席者\t浅野 和子, 廣岡 実 (敬称略) "
        "福祉部次長 山根 進 福祉部福祉課主査 鈴木 学\n欠席者\t井上 翔\n"
    ) in text


def test_what_was_opened_is_in_the_history_and_the_index_is_whole(bot, store, clock, council):
    bot.command("/meeting start")
    clock.later(minutes=5)
    bot.command("/meeting item 2")
    bot.command("/meeting end")
    with store.reading() as db:
        deeds = db.conn.execute(
            "select deed, actor from history where noun = 'meetings' and actor like 'slack:%'"
        ).fetchall()
        assert index.check(db) == []
    assert [deed for deed, _ in deeds] == ["begun", "went_on", "went_on", "went_on", "ended"]
    assert {actor for _, actor in deeds} == {f"slack:{CLERK}"}


def menu(bot, slack, deed):
    """Choose in the control message's menu; the form that opens, if one does."""
    [overflow] = [
        element
        for block in slack.told("chat.postMessage")[0]["blocks"]
        for element in block.get("elements", [])
        if element.get("type") == "overflow"
    ]
    meeting = overflow["options"][0]["value"].partition(":")[2]
    opened = len(slack.told("views.open"))
    chosen = {"value": f"{deed}:{meeting}"}
    bot.press({"type": "overflow", "action_id": "live.menu", "selected_option": chosen})
    windows = slack.told("views.open")[opened:]
    return windows[0]["view"] if windows else None


def typed_in(form, block_id):
    [block] = [one for one in form["blocks"] if one.get("block_id") == block_id]
    return block["element"]["initial_value"]
