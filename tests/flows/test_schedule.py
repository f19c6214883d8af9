"""The next meeting: typed or filled in, read back, kept, told, moved, called off."""

import io
import re
from datetime import date

import docx
import pytest

from bot.app import build_clock_client
from handlers import routes
from store import councils, history, live, meetings, members, schedule
from store.members import NewMember
from store.schedule import NewMeeting
from store.slots import Slot
from store.viewers import OPERATOR
from tests.cast import BY, CHANNEL, CHIEF, CLERK, MINUTES, NOW, OUTSIDER, keep
from tests.flows.reading import button, buttons, words

WEDNESDAY = "令和8年12月16日(水)"


@pytest.fixture
def council(store, minutes):
    with store.writing() as db:
        found = councils.find(db, "霧浜市地域福祉懇話会")
        assert found
        councils.appoint(db, found.id, CLERK, BY)
        councils.bind(db, found.id, CHANNEL, BY)
    return found


@pytest.fixture
def other(store):
    """Another council, with another clerk and a meeting on the 16th."""
    with store.writing() as db:
        found = councils.add(db, "霧浜市交通会議", BY)
        councils.appoint(db, found.id, OUTSIDER, BY)
        slot = Slot(day=date(2026, 12, 16), starts_at=NOW.time().replace(hour=18, minute=0))
        schedule.add(db, NewMeeting(council_id=found.id, slot=slot, venue="市民会館"), BY)
    return found


@pytest.fixture
def ring(store, slack):
    def ring():
        client = build_clock_client("xoxb-test", f"{slack.url}api/")
        for bell in routes.CLOCK:
            bell(store, client, NOW)

    return ring


def ahead(store, council):
    with store.reading() as db:
        found = schedule.upcoming(db, council.id, OPERATOR, date(2026, 11, 23))
        return [schedule.get(db, one.id, OPERATOR) for one in found]


def fill(**values):
    shapes = {"day": "selected_date", "starts_at": "selected_time", "ends_at": "selected_time"}
    filled = {"words": "", "venue": "", "agenda": "", "materials": ""} | values
    state = {name: {shapes.get(name, "value"): value} for name, value in filled.items()}
    if "ideas" in values:
        state["ideas"] = {"selected_options": [{"value": key} for key in values["ideas"]]}
    return state


def posted(slack):
    return [one for one in slack.told("chat.postMessage") if one["channel"] == CHANNEL]


def attached(slack):
    return [one for one in slack.told("files.completeUploadExternal") if one.get("thread_ts")]


def schedule_one(bot, typed="12/16 18:25～19:30 市民文化会館"):
    return bot.press(button(bot.command(f"/meeting schedule {typed}"), "登録する"))


def test_what_was_understood_is_read_back_before_anything_is_kept(bot, store, council):
    shown = bot.command("/meeting schedule 12/16 18時25分～19時30分 市民文化会館 第2会議室")
    assert (
        f"霧浜市地域福祉懇話会　令和8年度第1回\n日時　{WEDNESDAY} 18:25～19:30\n"
        "場所　市民文化会館 第2会議室"
    ) in words(shown)
    assert buttons(shown) == ["登録する", "直す"]
    assert ahead(store, council) == []
    told = bot.press(button(shown, "登録する"))
    assert "令和8年度第1回を登録しました。チャンネルにお知らせします。" in words(told)
    [kept] = ahead(store, council)
    assert (kept.meeting.title, kept.meeting.venue) == ("令和8年度第1回", "市民文化会館 第2会議室")
    assert kept.revision == 0


def test_the_channel_is_told_once_with_the_calendar_in_its_thread(bot, slack, council, ring):
    schedule_one(bot)
    [post] = posted(slack)
    assert f"次の会議の日程です: 令和8年度第1回 {WEDNESDAY} 18:25～19:30" in post["text"]
    [file] = attached(slack)
    assert (file["channel_id"], file["thread_ts"]) == (CHANNEL, "1.1")
    ring()
    ring()
    assert len(posted(slack)) == 1
    assert len(attached(slack)) == 1
    [content] = slack.uploads.values()
    assert b"DTSTART;TZID=Asia/Tokyo:20261216T182500" in content


def test_the_button_pressed_twice_keeps_one_meeting(bot, store, council):
    shown = bot.command("/meeting 予定 12/16 18:30")
    bot.press(button(shown, "登録する"))
    again = bot.press(button(shown, "登録する"))
    assert "この内容は、すでに登録したか" in words(again)
    assert len(ahead(store, council)) == 1


def test_reminders_follow_in_the_same_transaction(bot, store, council):
    schedule_one(bot)
    with store.reading() as db:
        planned = db.execute("select before, state from reminders order by due_at").fetchall()
    assert planned == [
        ("7日前 09:00", "planned"),
        ("1日前 09:00", "planned"),
        ("1時間前", "planned"),
    ]


def test_what_speaks_against_a_day_is_told_and_does_not_forbid_it(bot, store, council, other):
    with store.writing() as db:
        db.execute(
            "update councils set settings = ? where id = ?",
            ('{"notice_days": 30}', council.id),
        )
        for council_id in (council.id, other.id):
            members.add(db, council_id, NewMember(name="石川 恵", reading="いしかわ めぐみ"), BY)
    shown = words(bot.command("/meeting schedule 12/16 18:25～19:30 市民会館"))
    assert (
        "開催通知は会議の30日前（令和8年11月16日(月)）までに送る決まりですが、その日を過ぎています。"
        in shown
    )
    assert "市民会館では、同じ時間に霧浜市交通会議 令和8年度第1回（18:00から）があります。" in shown
    assert "両方の名簿に同じ名前の委員が1名います（石川 恵）。" in shown
    holiday = words(bot.command("/meeting schedule 令和9年1月11日 10時"))
    assert "令和9年1月11日(月)は成人の日です。" in holiday
    assert "令和8年12月20日(日)は日曜日です。" in words(bot.command("/meeting schedule 12/20 10時"))


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("12/16(木) 18:30", "令和8年12月16日は水曜日です。"),
        ("令和8年13月1日", "13月"),
        ("2/30 10時", "ありません"),
        ("12/16 25時", "25時」という時刻はありません"),
        ("来週の木金", "2日を指しています"),
        ("令和8年11月1日 10時", "令和8年11月1日(日)は過ぎた日です。"),
        ("12/16 18:30～17:00", "より後になっていません"),
        ("毎月第2火曜 18:30 50回", "まとめて登録できるのは12回までです。"),
        ("12/16 18:30 " + "あ" * 3000, "日時が長すぎます"),
    ],
)
def test_a_mistake_is_a_sentence_and_nothing_is_kept(bot, store, council, typed, sentence):
    answer = words(bot.command(f"/meeting schedule {typed}"))
    assert sentence in answer
    assert "受付番号" not in answer
    assert ahead(store, council) == []


def test_the_form_is_read_back_in_a_window_over_it(bot, slack, store, council):
    bot.command("/meeting schedule")
    [opened] = slack.told("views.open")
    values = fill(
        day="2026-12-16", starts_at="18:25", ends_at="00:00", venue="市民文化会館",
        agenda="(1) 見守り活動について\n２．その他の計画", materials="手引き(案)\n資料２　名簿",
    )  # fmt: skip
    answer = bot.submit(opened["view"], values)
    assert answer["response_action"] == "push"
    read = words(answer["view"])
    assert f"日時　{WEDNESDAY} 18:25～24:00" in read
    assert (
        "議題\n　(1) 見守り活動について\n　(2) その他の計画\n資料\n　資料1 手引き(案)\n　資料2 名簿"
        in read
    )
    assert ahead(store, council) == []
    cleared = bot.submit(answer["view"], {})
    assert cleared == {"response_action": "clear"}
    [kept] = ahead(store, council)
    assert kept.agenda == ("見守り活動について", "その他の計画")
    assert [one.name for one in kept.materials] == ["資料1 手引き(案)", "資料2 名簿"]
    [post] = posted(slack)
    assert "18:25～24:00" in words(post)
    bot.submit(answer["view"], {})
    assert len(ahead(store, council)) == 1


def test_two_forms_are_two_meetings(bot, slack, store, council):
    for day in ("2026-12-16", "2026-12-17"):
        bot.command("/meeting schedule")
        answer = bot.submit(slack.told("views.open")[-1]["view"], fill(day=day))
        bot.submit(answer["view"], {})
    assert [str(one.meeting.held_on) for one in ahead(store, council)] == [
        "2026-12-16", "2026-12-17",
    ]  # fmt: skip


def test_a_file_slack_had_no_time_for_is_attached_later(bot, slack, council, ring):
    slack.refuses = lambda method, args: (
        "ratelimited" if method == "files.getUploadURLExternal" else None
    )
    schedule_one(bot)
    assert attached(slack) == []
    slack.refuses = lambda method, args: None
    ring()
    ring()
    assert len(attached(slack)) == 1


def test_a_submission_that_came_twice_is_kept_once(bot, slack, store, council):
    bot.command("/meeting schedule")
    answer = bot.submit(slack.told("views.open")[-1]["view"], fill(day="2026-12-16"))
    for _ in range(3):
        assert bot.submit(answer["view"], {}) == {"response_action": "clear"}
    assert len(ahead(store, council)) == 1
    assert len(posted(slack)) == 1


@pytest.mark.parametrize(
    ("values", "field", "sentence"),
    [
        ({}, "words", "日時をことばで入力するか、開催日を選んでください。"),
        ({"words": "12/16(木) 10時"}, "words", "令和8年12月16日は水曜日です。"),
        ({"day": "2026-11-22"}, "day", "過ぎた日です。"),
        ({"day": "2026-12-16", "ends_at": "10:00"}, "starts_at", "開始時刻も選んでください。"),
        (
            {"day": "2026-12-16", "starts_at": "10:00", "ends_at": "09:00"},
            "ends_at",
            "終了時刻が開始時刻より後になっていません。",
        ),
        (
            {"words": "12/16 10時", "agenda": "\n".join(f"議題{n}号" for n in range(51))},
            "agenda",
            "議題は50件までです（いま51件）。",
        ),
        (
            {"words": "12/16 10時", "agenda": "あ" * 3000},
            "agenda",
            "は3,000字）。短くしてください。",
        ),
        (
            {"words": "12/16 10時", "materials": "資料1 甲\n資料１ 乙"},
            "materials",
            "「資料1」が二つあります。",
        ),
        (
            {"words": "12/16 10時", "materials": "甲 https://example.com/a"},
            "materials",
            "Slackのファイルのリンクだけです。",
        ),
    ],
)
def test_the_form_stays_with_a_sentence_under_its_field(
    bot, slack, store, council, values, field, sentence
):
    bot.command("/meeting schedule")
    answer = bot.submit(slack.told("views.open")[-1]["view"], fill(**values))
    assert answer["response_action"] == "errors"
    assert sentence in answer["errors"][field]
    assert ahead(store, council) == []


def test_fifty_items_are_kept_and_full_width_is_read(bot, slack, store, council):
    bot.command("/meeting schedule")
    typed = "\n".join(f"（{n}）第{n}号議案について" for n in range(1, 51))
    values = fill(words="１２／１６　１８：３０～２０：００", agenda=typed)
    answer = bot.submit(slack.told("views.open")[-1]["view"], values)
    assert f"日時　{WEDNESDAY} 18:30～20:00" in words(answer["view"])
    assert "ほか35件" in words(answer["view"])
    bot.submit(answer["view"], {})
    [kept] = ahead(store, council)
    assert len(kept.agenda) == 50
    assert kept.agenda[49] == "第50号議案について"
    assert "ほか35件" in words(bot.command("/meeting next"))


TASKS = MINUTES.replace("第2回", "第1回").replace(
    "- ・次回は11月に開催する。",
    "- ・次回以降、講座の実績を資料の中で見せていきたい。\n\n【宿題】名簿の差し替え（担当：福祉課）",
)


def test_what_the_last_meeting_left_is_offered_for_the_agenda(bot, slack, store, tmp_path, council):
    keep(
        store,
        tmp_path,
        TASKS.replace("令和7年8月6日（水）", "令和8年8月5日（水）").replace(
            "令和7年度", "令和8年度"
        ),
    )
    bot.command("/meeting schedule")
    view = slack.told("views.open")[-1]["view"]
    [box] = [block for block in view["blocks"] if block.get("block_id") == "ideas"]
    offered = {one["text"]["text"]: one["value"] for one in box["element"]["options"]}
    task = "名簿の差し替え（前回の宿題）"
    promise = "次回以降、講座の実績を資料の中で見せていきたい（前回の発言）"
    assert list(offered) == [task, promise]
    ticked = [offered[promise], "remark:1", "remark:999999", "task:x"]
    values = fill(words="12/16 10時", agenda="計画について", ideas=ticked)
    bot.submit(bot.submit(view, values)["view"], {})
    [kept] = ahead(store, council)
    assert kept.agenda == ("計画について", promise)
    assert kept.meeting.title == "令和8年度第2回"


def test_absent_members_are_named_to_the_secretariat_alone(bot, slack, store, council):
    with store.writing() as db:
        db.execute("update attendance set status = 'absent' where name like '井上%'")
    schedule_one(bot)
    assert "前回欠席の委員: 井上 翔（担当者だけに表示）" in words(bot.command("/meeting next"))
    assert "井上" not in words(bot.command("/meeting next", user=OUTSIDER))
    assert all("井上" not in words(post) for post in posted(slack))


def test_starting_takes_the_scheduled_agenda_over(bot, slack, store, council):
    bot.command("/meeting schedule")
    values = fill(words="本日 18時半", agenda="見守り活動について\n計画について")
    answer = bot.submit(slack.told("views.open")[-1]["view"], values)
    bot.submit(answer["view"], {})
    bot.command("/meeting start")
    with store.reading() as db:
        running = live.running(db, council.id)
        assert running
        names = [item.name for item in live.items(db, running.meeting_id)]
    assert names == [
        "1 開会", "2 議題", "2(1) 見守り活動について", "2(2) 計画について", "3 その他", "4 閉会",
    ]  # fmt: skip
    assert ahead(store, council) == []


def test_a_meeting_is_moved_and_everything_follows(bot, slack, store, council):
    schedule_one(bot)
    shown = bot.command("/meeting change 12/18 14:00～16:00")
    assert "日時　令和8年12月18日(金) 14:00～16:00\n場所　市民文化会館" in words(shown)
    assert buttons(shown) == ["変更する", "直す"]
    told = words(bot.press(button(shown, "変更する")))
    assert "令和8年度第1回の予定を変更しました。" in told
    [kept] = ahead(store, council)
    assert kept.revision == 1
    post = posted(slack)[-1]
    assert "会議の日程が変わりました" in words(post)
    assert f"変更前: {WEDNESDAY} 18:25～19:30　市民文化会館" in words(post)
    first, second = slack.uploads.values()
    uid = re.search(rb"UID:(\S+)", first)
    assert uid
    assert uid[0] in second
    assert b"SEQUENCE:1" in second
    with store.reading() as db:
        due = db.execute("select due_at from reminders where before = '1日前 09:00'").fetchone()
    assert due[0].startswith("2026-12-17T00:00")


def test_only_the_agenda_changed_tells_no_channel(bot, slack, council, store):
    schedule_one(bot)
    bot.command("/meeting change")
    view = slack.told("views.open")[-1]["view"]
    values = fill(
        day="2026-12-16", starts_at="18:25", ends_at="19:30", venue="市民文化会館", agenda="計画"
    )
    bot.submit(bot.submit(view, values)["view"], {})
    [kept] = ahead(store, council)
    assert kept.agenda == ("計画",)
    assert len(posted(slack)) == 1


def test_two_clerks_do_not_overwrite_each_other(bot, slack, store, council):
    schedule_one(bot)
    bot.command("/meeting change")
    view = slack.told("views.open")[-1]["view"]
    pushed = bot.submit(view, fill(day="2026-12-17", starts_at="10:00"))["view"]
    bot.press(button(bot.command("/meeting 変更 12/18 14時"), "変更する"))
    late = bot.submit(pushed, {})
    assert late["response_action"] == "update"
    assert "ほかの方がこの会議の予定を変えました" in words(late["view"])
    stays = bot.submit(view, fill(day="2026-12-17", starts_at="10:00"))
    assert "ほかの方がこの会議の予定を変えました" in stays["errors"]["words"]
    [kept] = ahead(store, council)
    assert kept.meeting.held_on == date(2026, 12, 18)


def test_a_meeting_is_called_off_with_its_reason_and_the_next_takes_its_number(
    bot, slack, store, council
):
    schedule_one(bot)
    schedule_one(bot, "令和9年1月20日 10時～12時")
    assert [one.meeting.title for one in ahead(store, council)] == [
        "令和8年度第1回",
        "令和8年度第2回",
    ]
    bot.command("/meeting 中止 大雪のため")
    view = slack.told("views.open")[-1]["view"]
    [reason] = [block for block in view["blocks"] if block.get("block_id") == "reason"]
    assert reason["element"]["initial_value"] == "大雪のため"
    first = ahead(store, council)[0].meeting
    chosen = {"selected_option": {"value": str(first.id)}}
    empty = bot.submit(view, {"meeting": chosen, "reason": {"value": " "}})
    assert "中止の理由を入力してください。" in empty["errors"]["reason"]
    assert bot.submit(view, {"meeting": chosen, "reason": {"value": "大雪のため"}}) is None
    [left] = ahead(store, council)
    assert left.meeting.title == "令和8年度第1回"
    assert "会議は中止になりました" in words(posted(slack)[-1])
    assert "大雪のため" in words(posted(slack)[-1])
    assert b"STATUS:CANCELLED" in list(slack.uploads.values())[-1]
    with store.reading() as db:
        states = db.execute(
            "select distinct state from reminders where meeting_id = ?", (first.id,)
        ).fetchall()
        assert history.check(db) == []
    assert states == [("called_off",)]


def test_a_meeting_nobody_was_told_of_is_called_off_in_silence(bot, slack, store, council):
    slack.refuses = lambda method, args: "ratelimited" if args.get("channel") == CHANNEL else None
    schedule_one(bot)
    slack.refuses = lambda method, args: None
    before = len(posted(slack))
    bot.command("/meeting cancel")
    view = slack.told("views.open")[-1]["view"]
    meeting = ahead(store, council)[0].meeting
    chosen = {"selected_option": {"value": str(meeting.id)}}
    bot.submit(view, {"meeting": chosen, "reason": {"value": "都合により"}})
    client = build_clock_client("xoxb-test", f"{slack.url}api/")
    for bell in routes.CLOCK:
        bell(store, client, NOW.replace(day=24))
    assert len(posted(slack)) == before


def test_a_series_is_shown_first_and_is_one_message(bot, slack, store, council):
    shown = bot.command("/meeting schedule 毎月第2木曜 18:30から1時間半 3回 市民会館")
    assert "令和8年度第1回　令和8年12月10日(木) 18:30～20:00" in words(shown)
    assert "令和9年2月11日(木)は建国記念の日です。" in words(shown)
    assert buttons(shown) == ["登録する", "注意のある日を除いて登録", "直す"]
    bot.press(button(shown, "注意のある日を除いて登録"))
    assert [one.meeting.held_on for one in ahead(store, council)] == [
        date(2026, 12, 10), date(2027, 1, 14),
    ]  # fmt: skip
    assert [one.meeting.venue for one in ahead(store, council)] == ["市民会館", "市民会館"]
    [post] = posted(slack)
    assert "霧浜市地域福祉懇話会の会議2回の日程です" in words(post)
    [content] = slack.uploads.values()
    assert content.count(b"BEGIN:VEVENT") == 2


def test_the_list_shows_what_is_ahead_and_the_secretariat_may_change_it(bot, council):
    schedule_one(bot)
    schedule_one(bot, "令和9年1月20日 10時～12時")
    shown = bot.command("/meeting 一覧")
    assert "これから開く会議は2件です" in words(shown)
    assert buttons(shown) == ["詳しく見る", "変更", "中止"] * 2 + ["次の会議を登録"]
    assert buttons(bot.command("/meeting list", user=OUTSIDER)) == ["詳しく見る"] * 2
    which = bot.command("/meeting change")
    assert buttons(which) == ["変更", "変更"]
    asked = bot.command("/meeting change 第2回 1/21 10時")
    assert "令和9年1月21日(木) 10:00～" in words(asked)


def test_an_extra_meeting_takes_the_next_number_and_those_ahead_follow(bot, store, council):
    schedule_one(bot)
    schedule_one(bot, "令和9年1月20日 10時～12時")
    assert "令和8年度第1回を開会しました" in words(bot.command("/meeting start"))
    assert [one.meeting.title for one in ahead(store, council)] == [
        "令和8年度第2回", "令和8年度第3回",
    ]  # fmt: skip


def test_a_day_that_went_by_is_still_called_off_from_the_list(bot, slack, store, council):
    schedule_one(bot)
    with store.writing() as db:
        db.execute("update meetings set held_on = '2026-11-20' where status = 'scheduled'")
    shown = bot.command("/meeting list")
    assert "開いたか中止したかの記録がありません。" in words(shown)
    schedule_one(bot, "12/17 10時")
    assert [one.meeting.title for one in ahead(store, council)] == ["令和8年度第2回"]
    bot.press(button(shown, "中止"))
    view = slack.told("views.open")[-1]["view"]
    [chosen] = [block for block in view["blocks"] if block.get("block_id") == "meeting"]
    picked = chosen["element"]["initial_option"]
    assert picked["text"]["text"] == "令和8年度第1回　令和8年11月20日(金)"
    bot.submit(view, {"meeting": {"selected_option": picked}, "reason": {"value": "流会のため"}})
    assert "記録がありません" not in words(bot.command("/meeting list"))
    assert [one.meeting.title for one in ahead(store, council)] == ["令和8年度第1回"]


def test_nothing_ahead_is_said_with_the_next_step(bot, council):
    assert "これから開く会議は登録されていません。" in words(bot.command("/meeting 次回"))
    assert buttons(bot.command("/meeting list")) == ["次の会議を登録"]
    assert buttons(bot.command("/meeting list", user=OUTSIDER)) == []


def test_the_calendar_comes_to_whoever_presses_once(bot, slack, council):
    schedule_one(bot)
    pressed = button(posted(slack)[-1], "カレンダー用ファイル")
    told = bot.press(pressed, user=OUTSIDER)
    assert "ダイレクトメッセージにファイルで送りました。" in words(told)
    assert "すでに" in words(bot.press(pressed, user=OUTSIDER))
    sent = slack.told("files.completeUploadExternal")
    assert [one["channel_id"] for one in sent] == [CHANNEL, f"D_{OUTSIDER}"]


def test_the_notice_is_a_word_file_addressed_to_all_or_to_each(bot, slack, store, council):
    with store.writing() as db:
        members.add(
            db, council.id, NewMember(name="石川 恵", reading="いしかわ めぐみ", role="会長"), BY
        )
    told = schedule_one(bot)
    bot.press(button(told, "開催通知"))
    view = slack.told("views.open")[-1]["view"]
    before = set(slack.uploads)
    bot.submit(view, {"addressee": {"selected_option": {"value": "all"}}})
    [new] = set(slack.uploads) - before
    lines = [one.text for one in docx.Document(io.BytesIO(slack.uploads[new])).paragraphs]
    assert "委員各位" in lines
    assert "令和8年11月23日" in lines
    assert f"1　日時　　{WEDNESDAY} 18:25～19:30" in lines
    assert "会長　石川 恵" in lines
    forged = bot.submit(view, {"addressee": {"selected_option": {"value": "99999"}}})
    assert "名簿にない方です。" in forged["errors"]["addressee"]


def test_forged_values_of_another_council_are_refused(bot, slack, store, council, other):
    schedule_one(bot)
    [theirs] = ahead(store, other)
    for name in ("schedule.change", "schedule.cancel", "schedule.notice"):
        forged = {
            "action_id": name,
            "value": f'{{"meeting":{theirs.meeting.id}}}',
            "type": "button",
        }
        assert "担当者だけができます" in words(bot.press(forged))
    forged = {"action_id": "schedule.new", "value": f'{{"council":{other.id}}}', "type": "button"}
    assert "担当者だけができます" in words(bot.press(forged))
    bot.command("/meeting change")
    view = slack.told("views.open")[-1]["view"]
    about = f'{{"council":{council.id},"meeting":{theirs.meeting.id},"version":1}}'
    forged = {**view, "private_metadata": about}
    answer = bot.submit(forged, fill(day="2026-12-17"))
    assert "その会議は見つかりません。" in answer["errors"]["words"]
    bot.command("/meeting cancel")
    view = slack.told("views.open")[-1]["view"]
    chosen = {"selected_option": {"value": str(theirs.meeting.id)}}
    answer = bot.submit(view, {"meeting": chosen, "reason": {"value": "いたずら"}})
    assert "担当者だけができます" in str(answer["errors"])
    shown = bot.command("/meeting schedule 12/17 10時")
    assert "確認の画面が古く" in words(bot.press(button(shown, "登録する"), user=CHIEF))
    for value in ("{}", '{"draft":-1,"skip":false}', '{"draft":"1","skip":false}', "x"):
        press = {"action_id": "schedule.save", "value": value, "type": "button"}
        assert "受付番号" not in words(bot.press(press))
    assert [one.meeting.id for one in ahead(store, other)] == [theirs.meeting.id]


def test_only_the_secretariat_plans(bot, store, council):
    for typed in ("schedule 12/16 10時", "change", "cancel 大雪"):
        assert "担当者だけができます" in words(bot.command(f"/meeting {typed}", user=OUTSIDER))
    assert ahead(store, council) == []


def test_a_closed_meeting_is_not_told_of(bot, slack, store, council):
    slack.refuses = lambda method, args: "ratelimited" if args.get("channel") == CHANNEL else None
    schedule_one(bot)
    slack.refuses = lambda method, args: None
    before = len(posted(slack))
    with store.writing() as db:
        [meeting] = [one for one in meetings.recent(db, OPERATOR) if one.status == "scheduled"]
        live.disclose(db, meeting.id, "closed", None, BY)
    client = build_clock_client("xoxb-test", f"{slack.url}api/")
    for bell in routes.CLOCK:
        bell(store, client, NOW.replace(day=24))
    assert len(posted(slack)) == before
    assert "登録されていません" in words(bot.command("/meeting next", user=OUTSIDER))
    with store.reading() as db:
        assert history.check(db) == []
