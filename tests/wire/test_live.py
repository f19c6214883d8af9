"""A whole meeting over the wire, with everything that goes wrong in one."""

import json
import re

import pytest

from bot.demo import start_bot
from bot.workspace import Workspace
from store import councils, documents, exchange, live, meetings
from store import search as index
from store.db import open_store
from store.viewers import OPERATOR
from tests.asking import asked
from tests.cast import BY, CHANNEL, CLERK, OUTSIDER
from tests.office import ROOT, prepare

MANIFEST = json.loads((ROOT / "manifest.json").read_text())
CHIEF_CLERK = "U_SATO"  # the second of the secretariat

# What is printed from the agenda on, written out by hand.
EXPECTED = """1 開会

(事務局)

- ・本日の会議は公開で行う。
- ・配布資料の確認をする。
- ・委員の交代を紹介する。

2 議題

- (1) 見守り活動について
(事務局)

- ・資料1に基づき、見守り活動の手引きを説明する。
- ・手引きは町内会ごとに配る。

(参加者)

- ・担い手が足りない。人手不足が課題である。
- ・若い世代に声を掛けたい。

(参加者)

- ・うちの地区では、高齢者が高齢者を見守っている。
- ・冬は雪で回れない日が多い。
- ・電話での見守りも認めてほしい。

(事務局)

- ・電話での見守りも実績に数える。

(参加者)

- ・民生委員との役割の分担が分かりにくい。
- ・手引きの字を大きくしてほしい。

(事務局)

- ・手引きの5ページに図を入れる。

【宿題】図の原案（担当：福祉課）

【決定】手引きは案のとおりとする。

【休憩 TIME～TIME】

- (2) 講座について
(事務局)

- ・人材の育成は大きな課題であり、講座を秋に開く。
- ・定員は30名とする。

(参加者)

- ・講座は夜に開いてほしい。
- ・保育があれば若い世代も来られる。
- ・オンラインでも受けられるとよい。

(参加者)

- ・修了した人を登録する人材バンクが要る。

(事務局)

- ・夜間の講座を2回設ける。
- ・保育は市の事業を使えるか確かめる。
- ・オンラインは来年度に試す。

(参加者)

- ・謝礼はどうなるのか。

(事務局)

- ・交通費を支給する。

(参加者)

- ・町内会の役員は毎年替わる。
- ・毎年案内を出してほしい。

(事務局)

- ・毎年4月に案内を出す。

【情報】県の助成は来年度で終わる。

3 その他

(事務局)

- ・次回は2月に開催する。
- ・会議録の案を年内に送る。
- ・修正は1月10日までに連絡してほしい。

(参加者)

- ・会場は駅の近くがよい。
- ・午後の早い時間がよい。

(事務局)

- ・日程は改めて調整する。

(参加者)

- ・資料は早めに送ってほしい。
- ・図を大きくしてほしい。

(事務局)

- ・1週間前に送る。
- ・図は1枚に一つとする。

4 閉会

(事務局)

- ・以上で閉会する。
- ・お疲れさまでした。
"""


@pytest.fixture
def town(tmp_path):
    """A workspace of its own: this bot is stopped and started."""
    database = prepare(tmp_path)
    store = open_store(database)
    with store.writing() as db:
        [council] = councils.list_all(db)
        councils.appoint(db, council.id, CHIEF_CLERK, BY)
    store.close()
    with Workspace(manifest=MANIFEST).running() as slack:
        town = Town(slack, database)
        town.start()
        yield town
        town.bot.kill()
        town.bot.wait()


class Town:
    """The workspace, and the bot that comes and goes."""

    def __init__(self, slack, database):
        self.slack, self.database = slack, database
        self.control = None

    def start(self):
        self.slack.until(lambda: self.slack.connections == 0, 10)  # a killed bot's sockets go first
        self.bot = start_bot(self.slack, self.database)
        self.slack.wait_connected(2, timeout=20)

    def open(self):
        self.slack.command("/meeting", "start")
        [self.control] = [m for m in self.slack.messages(CHANNEL) if m.by_bot and not m.ephemeral]

    def say(self, text, user=CLERK):
        return self.slack.say(text, user=user, thread=self.control)

    def item(self, typed):
        self.settle()
        self.slack.command("/meeting", f"item {typed}")

    def now(self, message):
        return next(m for m in self.slack.messages(CHANNEL) if m.ts == message.ts)

    def marks(self, message):
        return [
            name for name, users in self.now(message).reactions.items() if "U_KAIGIROKU" in users
        ]

    def settle(self, *but, timeout=40):
        """Wait until every message of the thread has its mark, but for those."""
        try:
            self.slack.until(lambda: self.unmarked() == list(but), timeout=timeout)
        except AssertionError:
            raise AssertionError(f"without a mark: {self.unmarked()}") from None

    def unmarked(self):
        thread = self.slack.thread(self.control)
        mine = [m for m in thread if not m.by_bot and not m.ephemeral and "雑談" not in m.text]
        return [m.text for m in mine if not self.marks(m)]

    def text(self):
        store = open_store(self.database)
        with store.reading() as db:
            [meeting] = [m for m in meetings.recent(db, OPERATOR) if m.title == "令和8年度第1回"]
            text = exchange.as_text(db, meeting.id)
            assert index.check(db) == []
        store.close()
        return text


def test_the_story_of_a_meeting(town, tmp_path):
    slack = town.slack
    town.open()
    assert "スレッドに打った文が、1行ずつ発言として記録されます" in town.control.words
    roll_call(slack, town.control)

    # Opening: one clerk, in order.
    town.say("事 本日の会議は公開で行う。")
    town.say("配布資料の確認をする。\n委員の交代を紹介する。")

    # The first item: two clerks, an edit, a deletion, a repeated delivery, prepared lines.
    town.item("2-1 見守り活動について")
    town.say("事務局: 資料1に基づき、見守り活動の手引きを説明する。\n手引きは町内会ごとに配る。")
    town.say("参加者：担い手が足りない。人手不足が課題である。", CHIEF_CLERK)
    wrong = town.say("若い世代に声をかけたい。", CHIEF_CLERK)
    town.say("参 うちの地区では、高齢者が高齢者を見守っている。")
    again = town.say("冬は雪で回れない日が多い。", CHIEF_CLERK)
    gone = town.say("これは打ち間違い。")
    town.settle()
    slack.edit(wrong, "若い世代に声を掛けたい。")
    slack.delete(gone)
    deliveries = [d for d in slack.events("message") if d.payload["event"].get("ts") == again.ts]
    slack.redeliver(deliveries[0])
    slack.redeliver(deliveries[0])
    town.say("電話での見守りも認めてほしい。")
    town.say("事 電話での見守りも実績に数える。")
    town.say("参 民生委員との役割の分担が分かりにくい。", CHIEF_CLERK)
    town.say("手引きの字を大きくしてほしい。")
    town.say("オフレコ: 名前は伏せてほしいとのこと。", CHIEF_CLERK)
    town.say("事 手引きの5ページに図を入れる。")
    town.say("宿題: 図の原案（担当：福祉課）")
    town.say("決定: 手引きは案のとおりとする。", CHIEF_CLERK)
    town.settle()
    slack.command("/meeting", "休憩")
    slack.command("/meeting", "再開")

    # The second item: Slack replaces the connection in the middle.
    town.item("2-2 講座について")
    town.say("事 人材の育成は大きな課題であり、講座を秋に開く。\n定員は30名とする。")
    slack.refresh_socket()
    town.say("参 講座は夜に開いてほしい。")
    slack.close_sockets()
    town.say("保育があれば若い世代も来られる。", CHIEF_CLERK)
    slack.wait_connected(2, timeout=20)
    edited_while_away = town.say("オンラインで受けられるとよい。")
    deleted_while_away = town.say("取り消すことになる発言。")
    town.settle()

    # The power goes; people type on.
    town.bot.kill()
    town.bot.wait()
    slack.edit(edited_while_away, "オンラインでも受けられるとよい。")
    slack.delete(deleted_while_away)
    town.say("参 修了した人を登録する人材バンクが要る。", CHIEF_CLERK)
    town.say("事 夜間の講座を2回設ける。")
    town.say(
        "保育は市の事業を使えるか確かめる。\nオンラインは来年度に試す。\n参 謝礼はどうなるのか。"
    )
    town.say("雑談: 議事とは関係のない委員の文", "U_TANAKA")
    town.say("事 交通費を支給する。")
    town.start()
    town.settle()
    town.say("参 町内会の役員は毎年替わる。\n毎年案内を出してほしい。", CHIEF_CLERK)
    taken_back = town.say("この発言は取り消される。")
    town.settle()
    slack.react(taken_back, "memo", user=CLERK)
    slack.unreact(taken_back, "memo", user=CLERK)
    slack.until(lambda: not town.marks(taken_back))
    town.say("事 毎年4月に案内を出す。")
    town.say("情報: 県の助成は来年度で終わる。")
    town.settle(taken_back.text)

    # その他, by the button; a search finds what was said a moment ago.
    slack.press(town.now(town.control), "live.next")
    slack.until(lambda: "いまの議題: 3 その他" in town.now(town.control).words)
    town.say("事 次回は2月に開催する。")
    town.say("会議録の案を年内に送る。\n修正は1月10日までに連絡してほしい。")
    town.say("参 会場は駅の近くがよい。\n午後の早い時間がよい。", CHIEF_CLERK)
    town.say("事 日程は改めて調整する。")
    town.say("参 資料は早めに送ってほしい。\n図を大きくしてほしい。", CHIEF_CLERK)
    town.say("事 1週間前に送る。\n図は1枚に一つとする。")
    town.settle(taken_back.text)
    found = slack.command("/minutes", "search 駅の近く").message
    assert "1件" in found.words
    assert "会場は駅の近くがよい。" in found.words
    slack.press(town.now(town.control), "live.next")
    slack.until(lambda: "いまの議題: 4 閉会" in town.now(town.control).words)
    town.say("事 以上で閉会する。\n・お疲れさまでした。")
    town.settle(taken_back.text)

    slack.press(town.now(town.control), "live.end")
    [ended] = slack.until(
        lambda: [m for m in slack.messages(CHANNEL) if "を閉会しました" in m.words]
    )
    assert ended.ephemeral
    assert "発言は40件です。" in ended.words
    assert "【決定】手引きは案のとおりとする。" in ended.words
    assert "【宿題】図の原案（担当：福祉課）" in ended.words
    slack.until(lambda: "閉会しました" in town.now(town.control).words)
    assert [m for m in slack.messages(CHANNEL) if m.by_bot and not m.ephemeral] == [
        town.now(town.control)
    ]

    text = town.text()
    header, body = text.split("\n1 開会", 1)
    printed = re.sub(r"\d\d:\d\d", "TIME", f"1 開会{body}")
    assert printed.splitlines() == EXPECTED.splitlines()
    assert re.fullmatch(
        r"霧浜市地域福祉懇話会 会議録（令和8年度第1回）\n\n"
        r"日時\t令和\d+年\d+月\d+日（.） \d\d:\d\d～\d\d:\d\d\n"
        r"出席者\t浅野 和子, 廣岡 実 \(敬称略\) 福祉部福祉課主査 鈴木 学\n"
        r"欠席者\t井上 翔\n",
        header,
    ), header
    the_same_rows_come_back(text, town.database, tmp_path)
    assert slack.troubles == []
    refused = [call for call in slack.calls if not call.ok and call.answer]
    assert {call.answer["error"] for call in refused} <= {"already_reacted", "no_reaction"}


def roll_call(slack, control):
    slack.press(control, "live.roll")
    slack.until(lambda: slack.views(CLERK))
    form = slack.view(CLERK)
    asano, inoue, hirooka = [name for name in form.values if name.startswith("member.")]
    typed = {"officers": "福祉部福祉課主査 鈴木 学"}
    slack.submit(form, {asano: "present", inoue: "absent", hirooka: "present", **typed})
    assert slack.views(CLERK) == []


def the_same_rows_come_back(text, database, folder):
    path = folder / "export.txt"
    path.write_text(text)
    empty = open_store(folder / "empty.db")
    came_back = exchange.import_file(empty, path, BY)
    store = open_store(database)
    with store.reading() as db, empty.reading() as other:
        [meeting] = [m for m in meetings.recent(db, OPERATOR) if m.title == "令和8年度第1回"]
        assert rows(db, meeting.id) == rows(other, came_back.meeting_id)
        assert exchange.as_text(other, came_back.meeting_id) == text
    store.close()
    empty.close()


def rows(db, meeting_id):
    """What a meeting says, without how it was printed and in which rows."""
    document = documents.read(db, meeting_id)
    shown = [
        {
            name: getattr(element, name)
            for name in ("depth", "number", "title", "label", "body")
            if hasattr(element, name)
        }
        for element in document.elements
        if type(element).__name__ != "Field"
    ]
    facts = (
        document.council, document.title, document.fiscal_year, document.number,
        document.held_on, document.starts_at, document.ends_at,
    )  # fmt: skip
    return facts, shown


def test_start_is_posted_once_though_its_answer_is_lost(town):
    town.slack.faults.next("chat.postMessage", reset="after")
    town.open()
    said = town.say("参 担い手が足りない。")
    town.slack.until(lambda: town.marks(said) == ["memo"], timeout=40)
    assert len(town.slack.called("chat.postMessage")) == 1


def test_a_stranger_sees_nothing_of_it_but_the_message(town):
    town.open()
    reply = town.slack.command("/meeting", "end", user=OUTSIDER, channel="C_KOTSU")
    assert "開いている会議がありません" in reply.message.words
    town.slack.press(town.control, "live.end", user="U_TANAKA")
    seen = town.slack.until(
        lambda: [m for m in town.slack.messages(CHANNEL, "U_TANAKA") if m.ephemeral]
    )
    assert "担当者だけができます" in seen[0].words
    store = open_store(town.database)
    with store.reading() as db:
        [council] = councils.list_all(db)
        assert live.running(db, council.id)
        assert index.find(db, asked(words=("開会",)), OPERATOR).total == 0
    store.close()
