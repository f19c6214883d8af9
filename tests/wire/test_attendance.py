"""The roll over the wire: fifteen members and a quorum, and twenty presses at once."""

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest

from bot.demo import start_bot
from bot.workspace import Workspace
from store import attendance, councils, live, members, rules
from store.db import open_store
from store.history import By
from store.live.moments import JAPAN
from store.members import NewMember
from store.rules import Rules
from tests.cast import BY, CHANNEL, CLERK, OUTSIDER
from tests.office import ROOT, prepare

MANIFEST = json.loads((ROOT / "manifest.json").read_text())
GIVEN = "一二三四五六七八九十壱弐参肆伍陸漆"
REASON = "腰の手術で入院するため"


class Town:
    """A meeting that began yesterday at 18:30, so that any time after that is past."""

    def __init__(self, slack, database, meeting_id):
        self.slack, self.database, self.meeting_id = slack, database, meeting_id

    @property
    def message(self):
        return next(
            m for m in self.slack.messages(CHANNEL)
            if m.by_bot and not m.ephemeral and m.text.startswith("出欠")
        )  # fmt: skip

    def people(self):
        store = open_store(self.database)
        with store.reading() as db:
            found = attendance.roll(db, self.meeting_id)
        store.close()
        return found

    def choose(self, person_id, status):
        value = f"{self.meeting_id}:{person_id}:{status}"
        return self.slack.choose(
            self.message, f"attendance.mark.{person_id}", value, user=CLERK, wait=0
        )


@pytest.fixture
def town(request, tmp_path):
    database = prepare(tmp_path)
    store = open_store(database)
    began = datetime.now(UTC).astimezone(JAPAN) - timedelta(days=1)
    by = By("slack:U_SUZUKI", began.replace(hour=18, minute=30))
    with store.writing() as db:
        [council] = councils.list_all(db)
        for n in range(request.param - 3):  # the minutes name three
            members.add(db, council.id, NewMember(name=f"名簿 {GIVEN[n]}"), BY)
        rules.lay_down(db, council.id, Rules(quorum="more_than_half"), BY)
        meeting_id = live.begin(db, council.id, CHANNEL, by)
    store.close()
    with Workspace(manifest=MANIFEST).running() as slack:
        bot = start_bot(slack, database)
        slack.wait_connected(2, timeout=20)
        yield Town(slack, database, meeting_id)
        bot.terminate()
        assert bot.wait(15) == 0


@pytest.mark.parametrize("town", [15], indirect=True)
def test_the_quorum_is_lost_at_19_05_and_regained(town):
    slack = town.slack
    slack.command("/attendance", "post")
    slack.until(lambda: "必要8名（在任15名）" in town.message.words)
    everybody = town.people()
    for one in everybody[:8]:
        town.choose(one.person_id, "present")
    slack.until(lambda: "成立（あと1名欠けると不成立）" in town.message.words)

    told = slack.command("/attendance", f"out {everybody[0].name}さん 19:05").message
    assert told.ephemeral
    assert "19:05に定足数を欠きました（あと1名）。" in told.words
    assert "/meeting break" in told.words
    slack.until(lambda: "19:05から定足数を欠いています。" in town.message.words)
    assert "あと1名足りません" in town.message.words

    late = everybody[9].name.replace(" ", "")
    told = slack.command("/attendance", f"in {late}委員 19時20分").message
    assert "19:20に定足数を満たしました（19:05から欠いていました）。" in told.words
    slack.until(lambda: "定足数を欠いた時間　19:05～19:20" in town.message.words)

    told = slack.command("/attendance", f"absent {everybody[14].name} {REASON}").message
    assert told.ephemeral
    slack.until(lambda: "欠席1名" in town.message.words)
    seen = slack.command("/attendance", "show", user=OUTSIDER, channel="C_KOTSU").message
    assert everybody[14].name in seen.words
    for message in (seen, town.message):
        assert REASON not in json.dumps(message.blocks, ensure_ascii=False)
    rolls = [m for m in slack.messages(CHANNEL) if m.by_bot and m.text.startswith("出欠　")]
    assert len(rolls) == 1
    assert slack.troubles == []


@pytest.mark.parametrize("town", [20], indirect=True)
def test_twenty_presses_at_once_are_all_counted_and_drawn_in_a_few_updates(town):
    slack = town.slack
    slack.command("/attendance", "post")
    slack.until(lambda: "未回答20名" in town.message.words)
    everybody = town.people()
    assert len(everybody) == 20
    slack.faults.next("chat.update", status=429, retry_after=1, times=2, skip=1)
    with ThreadPoolExecutor(20) as clerks:
        statuses = ["present"] * 17 + ["absent"] * 3
        list(clerks.map(lambda one: town.choose(*one), _with(everybody, statuses)))
    slack.until(lambda: "出席17名　欠席3名" in town.message.words, timeout=20)
    store = open_store(town.database)
    with store.reading() as db:
        found = [one.status for one in attendance.roll(db, town.meeting_id)]
        [marked] = db.conn.execute("select count(*) from history where deed = 'marked'").fetchone()
    store.close()
    assert found == statuses
    assert marked == 20
    assert "未回答" not in town.message.text
    assert len(slack.called("chat.update")) < 15
    assert slack.troubles == []


def _with(people, statuses):
    return [(one.person_id, status) for one, status in zip(people, statuses, strict=True)]
