"""The next meeting over the wire: read back, kept, told in the channel, moved, called off."""

import json
from datetime import UTC, datetime

import pytest

from bot.demo import start_bot
from bot.workspace import Workspace
from store import eras
from tests.cast import CHIEF, CLERK, OUTSIDER
from tests.office import ROOT, prepare

CHANNEL = "C_FUKUSHI"


@pytest.fixture(scope="module")
def town(tmp_path_factory):
    """A bot of its own: other stories count on what the next meeting is called."""
    database = prepare(tmp_path_factory.mktemp("schedule"))
    with Workspace(manifest=json.loads((ROOT / "manifest.json").read_text())).running() as slack:
        bot = start_bot(slack, database)
        slack.wait_connected(2, timeout=20)
        yield slack
        bot.terminate()
        assert bot.wait(15) == 0


@pytest.fixture
def slack(town) -> Workspace:
    town.reset()
    return town


def told(slack):
    return [one for one in slack.messages(CHANNEL, viewer=OUTSIDER) if one.by_bot]


def ics(slack, since=0):
    """The calendar files that stand in the channel, as lines."""
    found = slack.until(
        lambda: [f for m in told(slack) for f in m.files if f["name"].endswith(".ics")][since:]
    )
    text = slack.file(found[-1]["id"]).decode().replace("\r\n ", "")
    return text.splitlines()


def test_a_clerk_schedules_moves_and_calls_off(slack):
    reply = slack.command("/meeting", "schedule 来月第3水曜 18:25～19:30 市民文化会館", user=CLERK)
    assert reply.acked
    asked = reply.message
    assert asked.ephemeral
    assert "18:25～19:30\n場所　市民文化会館" in asked.words
    assert told(slack) == []
    slack.press(asked, "schedule.save")
    [kept] = slack.until(
        lambda: [m for m in slack.messages(CHANNEL, CLERK) if "を登録しました。" in m.words]
    )
    assert kept.ts == asked.ts
    [post] = slack.until(lambda: [one for one in told(slack) if not one.files])
    assert "次の会議の日程です" in post.words
    lines = ics(slack)
    uid = next(line for line in lines if line.startswith("UID:"))
    assert "STATUS:CONFIRMED" in lines
    [file] = [one for one in told(slack) if one.files]
    assert file.thread_ts == post.ts

    shown = slack.command("/meeting", "変更 来月第3木曜 14:00～16:00", user=CLERK).message
    slack.press(shown, "schedule.save")
    slack.until(lambda: [one for one in told(slack) if "日程が変わりました" in one.words])
    lines = ics(slack, since=1)
    assert uid in lines
    assert "SEQUENCE:1" in lines

    slack.command("/meeting", "cancel 大雪のため", user=CLERK)
    slack.until(lambda: slack.views(CLERK))
    slack.submit(slack.view(CLERK))
    slack.until(lambda: [one for one in told(slack) if "中止になりました" in one.words])
    lines = ics(slack, since=2)
    assert uid in lines
    assert "STATUS:CANCELLED" in lines
    nothing = slack.command("/meeting", "next", user=OUTSIDER).message
    assert "これから開く会議は登録されていません。" in nothing.words


def test_the_form_is_confirmed_in_a_window_over_it_and_stays_for_corrections(slack):
    slack.command("/meeting", "schedule", user=CHIEF, channel=CHANNEL)
    slack.until(lambda: slack.views(CHIEF))
    form = slack.view(CHIEF)
    stays = slack.submit(form, {"words": "2/30 10時", "agenda": "見守り活動について"})
    assert "例:" in str(stays.view.errors)
    assert stays.view.values["agenda"]["value"]["value"] == "見守り活動について"
    slack.submit(slack.view(CHIEF), {"words": "来月第3水曜 10時～12時"})
    over = slack.view(CHIEF)
    assert "議題\n　(1) 見守り活動について" in over.words
    slack.close(over)
    back = slack.view(CHIEF)
    assert back.values["words"]["value"]["value"] == "来月第3水曜 10時～12時"
    slack.submit(back, {"venue": "市民文化会館"})
    slack.submit(slack.view(CHIEF))
    slack.until(lambda: not slack.views(CHIEF))
    [kept] = slack.until(
        lambda: [m for m in slack.messages(slack.dm(CHIEF), CHIEF) if "を登録しました" in m.words]
    )
    assert "場所　市民文化会館" in kept.words
    slack.press(kept, "schedule.notice", user=CHIEF)
    slack.until(lambda: slack.views(CHIEF))
    slack.submit(slack.view(CHIEF))
    files = slack.until(
        lambda: [f for m in slack.messages(slack.dm(CHIEF), CHIEF) for f in m.files]
    )
    assert files[0]["name"].endswith("_開催通知.docx")
    today = eras.long_date(datetime.now(UTC).date())
    assert today[:4] in kept.words


def test_nothing_the_bot_said_was_refused_by_slack(slack):
    for typed in ("next", "list", "一覧", "change", "cancel", "schedule 毎月第2火曜 10時 3回"):
        for user in (CLERK, OUTSIDER):
            assert slack.command("/meeting", typed, user=user).acked
    assert slack.troubles == []
    assert [call for call in slack.calls if getattr(call, "error", None)] == []
