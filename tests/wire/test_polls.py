"""From a date poll to the end of its meeting, over the wire.

Three members answer in Slack, the clerk enters twelve, a day is decided, told of, moved, called off.
"""

import json
from datetime import UTC, datetime, time, timedelta

import pytest

from bot.app import build_clock_client
from bot.demo import start_bot
from bot.workspace import BOT_TOKEN, Workspace
from handlers import routes
from handlers.views import dates
from store import members, rules
from store.db import open_store
from store.members import NewMember
from store.rules import Rules
from store.slots import JAPAN
from store.viewers import OPERATOR
from tests.cast import BY, CHANNEL, CLERK, OUTSIDER
from tests.office import ROOT, prepare

IN_SLACK = ("U_SATO", "U_TANAKA", "U_YAMAMOTO")
LAST = ("赤井", "井口", "植田", "江口", "岡", "風間", "北", "久保", "剣持", "小池", "坂", "島", "須田", "瀬尾", "反町")  # fmt: skip


@pytest.fixture(scope="module")
def town(tmp_path_factory):
    """A bot of its own, with fifteen members, of whom three are in Slack."""
    database = prepare(tmp_path_factory.mktemp("polls"))
    store = open_store(database)
    with store.writing() as db:
        for known in members.roster(db, 1, OPERATOR):
            members.withdraw(db, known.id, known.version, BY)
        rules.lay_down(db, 1, Rules(quorum="more_than_half"), BY)
        for nth, name in enumerate(LAST):
            wanted = NewMember(
                name=f"{name} 一",
                reading=f"{'あいうえおかきくけこさしすせそ'[nth]} いち",
                role=("会長", "副会長")[nth] if nth < 2 else "委員",
                slack_user=IN_SLACK[nth] if nth < 3 else None,
            )
            members.add(db, 1, wanted, BY)
    store.close()
    with Workspace(manifest=json.loads((ROOT / "manifest.json").read_text())).running() as slack:
        bot = start_bot(slack, database)
        slack.wait_connected(2, timeout=20)
        yield slack, database
        bot.terminate()
        assert bot.wait(15) == 0


def weekdays(count):
    """Days some weeks ahead on which nobody rests, whenever this is run."""
    day = datetime.now(UTC).astimezone(JAPAN).date() + timedelta(days=20)
    found = []
    while len(found) < count:
        day += timedelta(days=1)
        if day.weekday() < 5:
            found.append(day)
    return found


def replies(view, said):
    days = [name for name in view.values if name.startswith("option.")]
    signs = {"○": "yes", "△": "maybe", "×": "no"}
    return {day: signs[sign] for day, sign in zip(days, said, strict=True)}


def ring(slack, database, now):
    """The bot's clock at a moment to come."""
    store = open_store(database)
    client = build_clock_client(BOT_TOKEN, slack.api_url)
    client.proxy = None
    for bell in routes.CLOCK:
        bell(store, client, now)
    store.close()


def reminders_said(slack):
    """What the channel was reminded of, the oldest first."""
    return [
        one
        for one in slack.messages(CHANNEL, OUTSIDER)
        if one.by_bot and not one.ephemeral and "開催のお知らせ" in one.words
    ]


def planned_or_waiting(database):
    """The meeting's reminders that may still be said."""
    store = open_store(database)
    with store.reading() as db:
        rows = db.conn.execute(
            "select due_at from reminders"
            " where subject = 'meeting' and state in ('planned', 'paused') order by due_at"
        ).fetchall()
    store.close()
    return [datetime.fromisoformat(due_at).astimezone(JAPAN) for (due_at,) in rows]


def test_three_answer_the_clerk_enters_twelve_and_the_best_day_becomes_a_meeting(town):
    slack, database = town
    first, second, third = weekdays(3)
    until = first - timedelta(days=7)
    days = "、".join(f"{day:%Y/%m/%d} 13:30～15:30" for day in (first, second, third))
    slack.command("/meeting", f"poll {days} 締切 {until:%Y/%m/%d} 12:00")
    slack.submit(slack.view(CLERK), {"venue": "市民会館 第1会議室"})

    def board():
        return next(m for m in slack.messages(CHANNEL) if "日程調整" in m.words)

    slack.until(lambda: any("日程調整" in m.words for m in slack.messages(CHANNEL)))
    assert "○0 △0 ×0 未回答15　定足数8: あと8名" in board().words

    # Those who are in Slack press, and answer for themselves.
    for user, said in zip(IN_SLACK, ("×○△", "○○×", "○○○"), strict=True):
        slack.press(board(), "polls.answer", user=user)
        slack.until(lambda user=user: slack.views(user))
        slack.submit(slack.view(user), replies(slack.view(user), said))
    slack.until(lambda: "② " in board().words and "○3 △0 ×0 未回答12" in board().words)

    # Twelve came by telephone and fax: the window stays open for the next one.
    slack.press(board(), "polls.desk", user=CLERK)
    desk = next(m for m in slack.messages(CHANNEL, CLERK) if m.ephemeral)
    slack.press(desk, "polls.behalf")
    slack.until(lambda: slack.views(CLERK))
    for nth in range(12):
        options = slack.view(CLERK).blocks[-1]["element"]["option_groups"][0]["options"]
        assert len(options) == 12 - nth
        slack.submit(slack.view(CLERK), {"person": options[0]["value"]})
        said = "○○×" if nth % 2 else "△○×"
        slack.submit(slack.view(CLERK), replies(slack.view(CLERK), said))
        assert "代理入力しました。" in slack.view(CLERK).words
    slack.close(slack.view(CLERK))
    slack.until(lambda: "未回答12" not in board().words and "○15" in board().words, timeout=45)
    assert "○15 △0 ×0 未回答0　定足数8: 7名余裕　会長○ 副会長○" in board().words
    assert "反町 一（代理入力）" in board().words

    # The clerk is told once that everybody has answered, and which day is the best.
    told = slack.until(
        lambda: [m for m in slack.messages(slack.dm(CLERK), CLERK) if "そろいました" in m.words],
        timeout=45,
    )
    assert len(told) == 1
    assert "○が15名と最も多く、定足数（8名）を満たし、会長も出席できるためです。" in told[0].words

    slack.press(told[0], "polls.choose", user=CLERK)
    slack.until(lambda: slack.views(CLERK))
    slack.submit(slack.view(CLERK))  # the best day and the venue are chosen already
    slack.until(lambda: "【決定】" in board().words, timeout=45)
    in_words = f"{second.year - 2018}年{second.month}月{second.day}日"
    assert in_words in board().words
    slack.until(
        lambda: any(in_words in m.words for m in slack.messages(CHANNEL) if m.ts != board().ts),
        timeout=45,
    )

    store = open_store(database)
    with store.reading() as db:
        meetings = db.conn.execute(
            "select held_on, starts_at, ends_at, venue from meetings where status = 'scheduled'"
        ).fetchall()
        planned = db.conn.execute(
            "select before from reminders where subject = 'meeting' and state = 'planned'"
            " order by due_at"
        ).fetchall()
    store.close()
    assert meetings == [(second.isoformat(), "13:30", "15:30", "市民会館 第1会議室")]
    assert planned == [("7日前 09:00",), ("1日前 09:00",), ("1時間前",)]

    # The reminder comes at its second, once.
    week_before = datetime.combine(second - timedelta(days=7), time(9), JAPAN)
    ring(slack, database, week_before - timedelta(seconds=1))
    assert reminders_said(slack) == []
    ring(slack, database, week_before)
    ring(slack, database, week_before + timedelta(seconds=1))
    [reminder] = reminders_said(slack)
    assert f"日時　{dates.day(second)} 13:30～15:30" in reminder.words
    assert "場所　市民会館 第1会議室" in reminder.words

    # Moved: what stood for the old day is superseded, and the new day has its own.
    moved = third + timedelta(days=14)
    while moved.weekday() > 4:
        moved += timedelta(days=1)
    shown = slack.command("/meeting", f"change {moved:%Y/%m/%d} 14:00～16:00", user=CLERK).message
    slack.press(shown, "schedule.save", user=CLERK)
    slack.until(lambda: any("日程が変わりました" in m.words for m in slack.messages(CHANNEL)))
    assert planned_or_waiting(database) == [
        datetime.combine(moved - timedelta(days=7), time(9), JAPAN),
        datetime.combine(moved - timedelta(days=1), time(9), JAPAN),
        datetime.combine(moved, time(13), JAPAN),
    ]
    ring(slack, database, datetime.combine(second, time(12, 30), JAPAN))
    assert len(reminders_said(slack)) == 1, "the old day's reminders are superseded"
    ring(slack, database, datetime.combine(moved - timedelta(days=7), time(9), JAPAN))
    [_, again] = reminders_said(slack)
    assert f"日時　{dates.day(moved)} 14:00～16:00" in again.words

    # Called off: everybody is told, and nothing is said of it any more.
    slack.command("/meeting", "cancel 大雪のため", user=CLERK)
    slack.until(lambda: slack.views(CLERK))
    slack.submit(slack.view(CLERK))
    slack.until(lambda: any("中止になりました" in m.words for m in slack.messages(CHANNEL)))
    assert planned_or_waiting(database) == []
    ring(slack, database, datetime.combine(moved, time(13), JAPAN))
    assert len(reminders_said(slack)) == 2
    nothing = slack.command("/meeting", "remind", user=CLERK, channel=CHANNEL).message
    assert "予定しているお知らせはありません" in nothing.words

    assert slack.troubles == []
    assert [call for call in slack.calls if getattr(call, "error", None)] == []
