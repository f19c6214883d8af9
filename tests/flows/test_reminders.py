"""Nobody forgets the meeting: the channel and the people are told, at the right second, once."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.app import build_clock_client
from handlers import routes
from store import councils, outbox, reminders
from store.rows import insert
from tests.cast import BY, CHANNEL, CHIEF, CLERK, NOW, OUTSIDER
from tests.flows.reading import button, buttons, words

SECOND = timedelta(seconds=1)
SEVEN_DAYS_BEFORE = datetime(2026, 12, 9, 0, 0, tzinfo=UTC)  # 9:00 in Japan
NAME = "霧浜市地域福祉懇話会 令和8年度第3回"


@pytest.fixture
def client(slack):
    return build_clock_client("xoxb-test", f"{slack.url}api/")


@pytest.fixture
def ring(store, client):
    def ring(now=NOW):
        for bell in routes.CLOCK:
            bell(store, client, now)

    return ring


@pytest.fixture
def told(slack):
    def told(where=CHANNEL):
        return [m for m in slack.told("chat.postMessage") if m["channel"] == where]

    return told


@pytest.fixture
def council(store, fukushi):
    with store.writing() as db:
        councils.bind(db, fukushi.id, CHANNEL, BY)
        councils.appoint(db, fukushi.id, CLERK, BY)
    return fukushi


@pytest.fixture
def meeting(store, council):
    return schedule(store, council.id)


def schedule(store, council_id, held_on="2026-12-16", **columns):
    with store.writing() as db:
        meeting_id = insert(
            db,
            """insert into meetings (council_id, title, fiscal_year, number, status, held_on,
                starts_at, ends_at, venue, created_at)
            values (:council_id, '令和8年度第3回', 2026, 3, 'scheduled', :held_on, '18:25',
                '19:30', '市民文化会館 第2会議室', '2026-11-23')""",
            council_id=council_id,
            held_on=held_on,
        )
        for column, value in columns.items():
            db.conn.execute(f"update meetings set {column} = ?", (value,))
        section = insert(
            db,
            """insert into agenda_items (meeting_id, position, depth, number, title)
            values (:meeting, 1, 1, '2', '議題')""",
            meeting=meeting_id,
        )
        insert(
            db,
            """insert into agenda_items (meeting_id, parent_id, position, depth, number, title)
            values (:meeting, :parent, 2, 2, '(1)', '見守り活動について <!channel>')""",
            meeting=meeting_id,
            parent=section,
        )
        reminders.follow(db, meeting_id, NOW, BY)
    return meeting_id


def test_the_channel_is_told_at_the_second_with_day_venue_and_agenda(ring, told, meeting):
    ring(SEVEN_DAYS_BEFORE - SECOND)
    assert told() == []
    ring(SEVEN_DAYS_BEFORE)
    ring(SEVEN_DAYS_BEFORE + 30 * SECOND)
    [reminder] = told()
    assert reminder["text"] == (
        f"開催のお知らせ: {NAME}（7日後）。日時　令和8年12月16日(水) 18:25～19:30"
        "。場所　市民文化会館 第2会議室"
    )
    assert words(reminder).split("\n") == [
        f"開催のお知らせ: {NAME}（7日後）",
        "日時　令和8年12月16日(水) 18:25～19:30",
        "場所　市民文化会館 第2会議室",
        "議題",
        "　(1) 見守り活動について <!channel>",
        "一時停止",
        "止める",
    ]


def test_the_words_of_the_agenda_call_nobody(ring, told, meeting):
    ring(SEVEN_DAYS_BEFORE)
    [reminder] = told()
    assert "<!channel>" not in reminder["text"]
    assert {block["text"]["type"] for block in reminder["blocks"] if "text" in block} == {
        "plain_text"
    }


def test_the_last_one_says_today_and_has_nothing_to_stop(ring, told, meeting):
    ring(SEVEN_DAYS_BEFORE)
    ring(datetime(2026, 12, 15, 0, 0, tzinfo=UTC))
    ring(datetime(2026, 12, 16, 8, 25, tzinfo=UTC))
    assert [message["text"].split("（")[1][:2] for message in told()] == ["7日", "明日", "本日"]
    assert buttons(told()[-1]) == []


def test_down_for_a_day_it_is_told_late(ring, told, meeting):
    ring(SEVEN_DAYS_BEFORE + timedelta(days=1))
    [reminder] = told()
    assert words(reminder).startswith(f"【遅延】開催のお知らせ: {NAME}（6日後）")
    assert "令和8年12月9日(水) 9:00にお知らせする予定でしたが、遅れました。" in words(reminder)


def test_down_until_it_began_the_clerk_is_told_once_and_the_channel_nothing(ring, told, meeting):
    ring(datetime(2026, 12, 16, 10, 0, tzinfo=UTC))
    ring(datetime(2026, 12, 17, 10, 0, tzinfo=UTC))
    assert told() == []
    [missed] = told(CLERK)
    assert missed["text"] == (
        "お知らせできなかったものが3件あります。必要なら、ご連絡をお願いします。"
    )
    assert f"{NAME}（開催）7日前 09:00　令和8年12月9日(水) 9:00の予定" in words(missed).split("\n")


def test_a_channel_the_bot_is_not_in_is_told_to_the_clerk(ring, told, slack, meeting):
    slack.refuses = lambda method, args: (
        "not_in_channel" if method == "chat.postMessage" and args["channel"] == CHANNEL else None
    )
    ring(SEVEN_DAYS_BEFORE)
    ring(SEVEN_DAYS_BEFORE + 30 * SECOND)
    ring(SEVEN_DAYS_BEFORE + 60 * SECOND)
    [missed] = told(CLERK)
    assert f"Slackが受け付けなかった宛先: <#{CHANNEL}>" in words(missed)
    assert "/invite" in words(missed)


def test_the_secretariat_adds_one_and_sees_what_is_planned(bot, ring, told, meeting):
    reply = bot.command("/meeting remind 3日前 17:00")
    assert words(reply).startswith("お知らせを予定しました。")
    assert "3日前 17:00　令和8年12月13日(日) 17:00　チャンネルへ" in words(reply)
    listed = bot.command("/meeting 通知")
    assert words(listed).split("\n")[0] == ("「霧浜市地域福祉懇話会」のお知らせの予定は4件です")
    assert [line for line in words(listed).split("\n") if line.endswith("チャンネルへ")] == [
        "7日前 09:00　令和8年12月9日(水) 9:00　チャンネルへ",
        "3日前 17:00　令和8年12月13日(日) 17:00　チャンネルへ",
        "1日前 09:00　令和8年12月15日(火) 9:00　チャンネルへ",
        "1時間前　令和8年12月16日(水) 17:25　チャンネルへ",
    ]
    ring(datetime(2026, 12, 13, 8, 0, tzinfo=UTC))
    assert "（3日後）" in told()[-1]["text"]


def test_one_is_paused_resumed_and_stopped_in_the_list(bot, meeting):
    listed = bot.command("/meeting remind")
    paused = bot.press(button(listed, "一時停止"))
    assert paused["replace_original"]
    assert "7日前 09:00　令和8年12月9日(水) 9:00　チャンネルへ（一時停止中）" in words(paused)
    resumed = bot.press(button(paused, "再開する"))
    assert "（一時停止中）" not in words(resumed)
    stopped = bot.press(button(resumed, "止める"))
    assert "7日前" not in words(stopped)
    late = bot.press(button(resumed, "止める"))
    assert "すでに済んだか、止められています" in words(late)


def test_the_rest_is_paused_and_stopped_from_the_message(bot, ring, told, meeting):
    ring(SEVEN_DAYS_BEFORE)
    [reminder] = told()
    refused = bot.press(button(reminder, "一時停止"), user=OUTSIDER)
    assert "担当者だけができます" in words(refused)
    paused = bot.press(button(reminder, "一時停止"))
    assert not paused["replace_original"]
    assert "このあとのお知らせ（2件）を一時停止しました" in words(paused)
    resumed = bot.press(button(paused, "再開する"))
    assert words(resumed) == (
        f"{NAME}のお知らせ（2件）を再開しました。次は令和8年12月15日(火) 9:00です。"
    )
    stopped = bot.press(button(reminder, "止める"))
    assert "このあとのお知らせ（2件）を止めました" in words(stopped)
    ring(datetime(2026, 12, 16, 8, 25, tzinfo=UTC))
    assert len(told()) == 1
    assert "もうありません" in words(bot.press(button(reminder, "止める")))


def test_others_see_what_is_planned_and_change_nothing(bot, meeting):
    listed = bot.command("/meeting remind", user=OUTSIDER)
    assert "お知らせの予定は3件です" in words(listed)
    assert buttons(listed) == []
    refused = bot.command("/meeting remind 3日前", user=OUTSIDER)
    assert "担当者だけができます" in words(refused)


def test_the_clerk_has_the_names_and_the_channel_a_number(bot, store, ring, told, meeting):
    with store.writing() as db:
        for position, name in enumerate(("浅野 和子", "井上 翔")):
            person = insert(
                db, "insert into people (name, council_id) values (:name, 1)", name=name
            )
            insert(
                db,
                """insert into attendance (meeting_id, person_id, position, kind, name, status)
                values (:meeting, :person, :position, 'member', :name, 'unanswered')""",
                meeting=meeting, person=person, position=position, name=name,
            )  # fmt: skip
    bot.command("/meeting remind 7日前 担当へ")
    ring(SEVEN_DAYS_BEFORE)
    [in_channel], [to_clerk] = told(), told(CLERK)
    assert "まだ回答のない方　2名" in words(in_channel)
    assert "浅野" not in words(in_channel)
    assert "電話などで確かめる方: 浅野 和子、井上 翔" in words(to_clerk)


def test_a_deadline_for_the_replies_asks_those_who_have_not_answered(
    bot, store, ring, told, meeting
):
    with store.writing() as db:
        for name, user in (("浅野 和子", OUTSIDER), ("井上 翔", None)):
            person = insert(
                db, "insert into people (name, council_id) values (:name, 1)", name=name
            )
            insert(
                db,
                """insert into members (council_id, person_id, slack_user, source)
                values (1, :person, :user, 'roster')""",
                person=person, user=user,
            )  # fmt: skip
    reply = bot.command("/meeting remind 回答期限 12/10 17:00 前日 9時")
    assert "（出欠の回答期限）" in words(reply)
    assert "1日前 09:00　令和8年12月9日(水) 9:00　未回答の方と担当者へ個別に" in words(reply)
    ring(SEVEN_DAYS_BEFORE)
    [asked], [to_clerk] = told(OUTSIDER), told(CLERK)
    assert words(asked).split("\n") == [
        f"出欠の回答期限のお知らせ: {NAME}（明日）",
        "期限　令和8年12月10日(木) 17:00",
        "会議の日時　令和8年12月16日(水) 18:25～19:30",
        "あなたのご回答を、まだいただいていません。出席か欠席かを、事務局までお知らせください。",
    ]
    assert "Slackの方: 浅野 和子" in words(to_clerk)
    assert "電話などで確かめる方: 井上 翔" in words(to_clerk)


def test_a_deadline_at_24_is_said_as_24(bot, ring, told, meeting):
    bot.command("/meeting remind 回答期限 12/10 24:00 前日 担当へ")
    ring(SEVEN_DAYS_BEFORE)
    [asked] = told(CLERK)
    assert "期限　令和8年12月10日(木) 24:00" in words(asked)


def test_the_first_year_of_an_era_is_called_so(bot, store, ring, told, council):
    schedule(store, council.id, "2019-05-15")
    # 令和元年: the reminder that was due in 2019 is over; the list still shows the meeting's day.
    with store.writing() as db:
        meeting_id = db.conn.execute("select id from meetings").fetchone()[0]
        reminders.follow(db, meeting_id, datetime(2019, 5, 1, tzinfo=UTC), BY)
    ring(datetime(2019, 5, 8, 0, 0, tzinfo=UTC))
    assert "日時　令和元年5月15日(水) 18:25～19:30" in words(told()[0])


def test_a_viewer_in_another_zone_reads_japanese_time(ring, told, meeting):
    # Slack would turn <!date^…> into the reader's own zone; a meeting is where it is.
    ring(SEVEN_DAYS_BEFORE)
    assert "<!date" not in str(told())


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("13月前", "は、お知らせの時期として読めません"),
        ("30日前", "30日前 09:00は、すでに過ぎています"),
        ("当日 20時", "始まった後になります"),
        ("会議録 3日前", "会議録を作成中の会議がないか"),
        ("回答期限 2/30", "2月30日"),
    ],
)
def test_what_cannot_be_is_a_sentence_and_nothing_is_planned(bot, store, meeting, typed, sentence):
    assert sentence in words(bot.command(f"/meeting remind {typed}"))
    with store.reading() as db:
        assert len(reminders.planned(db, 1)) == 3


def test_without_a_meeting_to_come_it_says_what_to_do(bot, council):
    assert "「/meeting schedule」" in words(bot.command("/meeting remind 3日前"))
    assert "予定しているお知らせはありません" in words(bot.command("/meeting remind"))


def test_a_forged_button_of_another_council_changes_nothing(bot, store, meeting):
    with store.writing() as db:
        other = councils.add(db, "霧浜市環境審議会", BY)
    other_meeting = schedule(store, other.id)
    refused = bot.press(
        {
            "type": "button",
            "action_id": "reminder.rest_stop",
            "value": f'{{"subject": "meeting", "about": {other_meeting}}}',
        }
    )
    assert "「霧浜市環境審議会」の担当者だけができます" in words(refused)
    nonsense = bot.press(
        {"type": "button", "action_id": "reminder.rest_stop", "value": '{"subject":"x","about":1}'}
    )
    assert "もうありません" in words(nonsense)


def test_of_a_closed_meeting_the_channel_learns_nothing(bot, store, ring, told, council):
    schedule(store, council.id, disclosure="closed")
    ring(SEVEN_DAYS_BEFORE)
    assert told() == []
    assert NAME in words(told(CLERK)[0])
    assert "お知らせはありません" in words(bot.command("/meeting remind", user=OUTSIDER))
    assert "予定は2件です" in words(bot.command("/meeting remind"))


def test_an_administrator_who_is_not_of_the_secretariat_may_stop_them(bot, meeting):
    stopped = bot.press(button(bot.command("/meeting remind", user=CHIEF), "止める"), user=CHIEF)
    assert "予定は2件です" in words(stopped)


def test_a_letter_in_doubt_is_looked_for_in_the_channel(store, ring, slack, meeting):
    with store.writing() as db:
        reminders.come_due(db, SEVEN_DAYS_BEFORE)
        letter = outbox.claim_due(db, SEVEN_DAYS_BEFORE)
        assert letter
        outbox.mark_unknown(db, letter, SEVEN_DAYS_BEFORE, "reset")
    ring(SEVEN_DAYS_BEFORE)
    [asked] = slack.told("conversations.history")
    assert asked["channel"] == CHANNEL
