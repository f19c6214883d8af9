"""A clerk looks at who changed what, and makes the 新旧対照表 for the next meeting's papers."""

import io
import json
from datetime import timedelta

import docx
import pytest
from openpyxl import load_workbook

from store import councils, exchange, layout, meetings, memos, passages, real_names, remarks
from store.history import By
from store.viewers import OPERATOR
from tests.cast import BY, CHIEF, CLERK, CLOSED, MINUTES, NOW, OUTSIDER, keep
from tests.flows.reading import button, buttons, words

YOUNG = "若い世代に声を掛けたい。"
NEW = "若い世代にも声を掛けたい。"


@pytest.fixture
def staff(store, minutes):
    with store.writing() as db:
        councils.appoint(db, 1, CLERK, BY)


def number(store, body):
    with store.reading() as db:
        [row] = db.conn.execute("select id from remarks where body = ?", (body,))
        return row[0]


def edit(store, old, new, by=None):
    remark_id = number(store, old)
    with store.writing() as db:
        version = remarks.get(db, remark_id, OPERATOR).version
        remarks.edit(db, remark_id, new, version, by or By(f"slack:{CLERK}", NOW))
    return remark_id


def styled(message, style):
    """The words with that mark, in reading order."""
    found = []

    def walk(value):
        if isinstance(value, dict):
            if value.get("type") == "text" and value.get("style", {}).get(style):
                found.append(value["text"])
            for one in value.values():
                walk(one)
        elif isinstance(value, list):
            for one in value:
                walk(one)

    walk(message["blocks"])
    return found


def cells(message):
    """The table of a message in plain words."""
    [table] = [block for block in message["blocks"] if block["type"] == "table"]

    def plain(cell):
        if cell["type"] == "raw_text":
            return cell["text"].strip("　")
        return "".join(one["text"] for one in cell["elements"][0]["elements"])

    return [[plain(cell) for cell in row] for row in table["rows"]]


# --- 履歴


@pytest.mark.usefixtures("staff")
@pytest.mark.parametrize("typed", ["history kaigiroku:{}", "履歴 {}"])
def test_history_tells_who_changed_what_the_newest_last(bot, store, typed):
    remark_id = edit(store, YOUNG, NEW)
    with store.writing() as db:
        remarks.change_speaker(db, [remark_id], "事務局", "alone", By(f"slack:{CHIEF}", NOW))
        remarks.withdraw(db, remark_id, By(f"slack:{CLERK}", NOW))
        remarks.restore(db, remark_id, By("cli:suzuki", NOW))
    reply = bot.command(f"/minutes {typed.format(remark_id)}")
    assert reply["response_type"] == "ephemeral"
    read = words(reply)
    assert "霧浜市地域福祉懇話会 令和7年度第2回\n2(1) 見守り活動について　(事務局)" in read
    told = [
        line for line in read.split("\n")
        if line.startswith("*令和") or line.endswith(("ました", "）"))
    ]  # fmt: skip
    when = "*令和8年11月23日(月) 13:00*"
    assert told == [
        f"発言の履歴（kaigiroku:{remark_id}）",
        f"{when}　コマンド（suzuki）",
        "取り込みました",
        f"{when}　<@U_SUZUKI>",
        "本文を直しました",
        f"{when}　<@U_TAKAHASHI>",
        "発言者を直しました（参加者 → 事務局）",
        f"{when}　<@U_SUZUKI>",
        "取り消しました",
        f"{when}　コマンド（suzuki）",
        "元に戻しました",
    ]
    assert styled(reply, "bold") == ["も"]


@pytest.mark.usefixtures("staff")
def test_a_remark_split_and_joined_says_with_which(bot, store):
    first = number(store, "担い手が足りない。人手不足が課題である。")
    with store.writing() as db:
        by = By(f"slack:{CLERK}", NOW)
        [_, second] = remarks.split(db, first, ["担い手が足りない。", "人手不足が課題である。"], by)
        remarks.join_previous(db, second, by)
    told = words(bot.command(f"/minutes history {first}"))
    assert f"分けました（後ろの発言は kaigiroku:{second}）" in told
    assert f"kaigiroku:{second} をつなぎました" in told
    part = words(bot.command(f"/minutes history {second}"))
    assert "【取り消されています】" in part
    assert f"kaigiroku:{first} から分けました" in part
    assert f"kaigiroku:{first} につなぎました" in part
    assert "その発言は見つかりません" in words(
        bot.command(f"/minutes history {second}", user=OUTSIDER)
    )


@pytest.mark.usefixtures("staff")
def test_who_really_spoke_is_in_nobodys_history(bot, store):
    remark_id = number(store, YOUNG)
    with store.writing() as db:
        real_names.note(db, remark_id, "浅野和子", By(f"slack:{CLERK}", NOW))
    ours = bot.command(f"/minutes history {remark_id}")
    theirs = bot.command(f"/minutes history {remark_id}", user=OUTSIDER)
    assert "実際の発言者を記録しました" in words(ours)
    assert "実際の発言者" not in words(theirs)
    assert "浅野" not in json.dumps([ours, theirs], ensure_ascii=False)


@pytest.mark.usefixtures("staff")
def test_a_long_history_is_paged_and_begins_at_its_end(bot, store):
    body = YOUNG
    for nth in range(24):
        edit(store, body, f"{nth}回目の文です。")
        body = f"{nth}回目の文です。"
    last = bot.command(f"/minutes history {number(store, body)}")
    assert "3／3ページ" in words(last)
    assert "23回目" in words(last)
    assert buttons(last) == ["前へ"]
    first = bot.press(button(bot.press(button(last, "前へ")), "前へ"))
    assert "取り込みました" in words(first)


def test_history_without_a_remark_asks_for_its_number(bot, minutes, closed, store):
    assert "発言の番号を書いてください" in words(bot.command("/minutes history 人材"))
    assert "その発言は見つかりません" in words(bot.command("/minutes history 9999"))
    with store.reading() as db:
        [hidden] = db.conn.execute("select max(id) from remarks").fetchone()
    assert "その発言は見つかりません" in words(bot.command(f"/minutes history {hidden}"))


# --- 新旧対照表


@pytest.mark.usefixtures("staff")
@pytest.mark.parametrize(
    "typed", ["changes 令和7年度第2回", "新旧 1", "新旧対照表", "changes 1 11/23から"]
)
def test_nothing_changed_is_a_sentence(bot, store, typed):
    edit(store, YOUNG, NEW)
    edit(store, NEW, YOUNG)
    read = words(bot.command(f"/minutes {typed}"))
    assert read.startswith("霧浜市地域福祉懇話会 令和7年度第2回の会議録は、")
    assert read.endswith("から変わっていません。")


@pytest.mark.usefixtures("staff")
def test_changes_are_a_table_with_the_changed_words_marked(bot, store):
    edit(store, YOUNG, NEW)
    edit(store, "次回は11月に開催する。", "次回は12月に開催する。")
    with store.writing() as db:
        by = By(f"slack:{CLERK}", NOW)
        office = number(store, "人材の育成は大きな課題であり、講座を秋に開く。")
        remarks.change_speaker(db, [office], "福祉課長", "block", by)
        remarks.withdraw(db, number(store, "担い手が足りない。人手不足が課題である。"), by)
        passages.add(db, 1, 1_000, "decision", "会長案を了承する", by)
    reply = bot.command("/minutes changes 令和7年度第2回")
    assert reply["response_type"] == "ephemeral"
    assert "霧浜市地域福祉懇話会 令和7年度第2回 会議録 新旧対照表" in words(reply)
    assert "取り込んだとき（令和8年11月23日(月)）から、5か所が変わっています。" in words(reply)
    office = "人材の育成は大きな課題であり、講座を秋に開く。"
    assert cells(reply) == [
        ["箇所", "現行", "修正後", "備考"],
        ["2(1) 参加者", "担い手が足りない。人手不足が課題である。", "", "削除"],
        ["2(1) 参加者", YOUNG, NEW, ""],
        ["2(1) 福祉課長", office, office, "発言者の表示を変更（事務局→福祉課長）"],
        ["3 事務局", "次回は11月に開催する。", "次回は12月に開催する。", ""],
        ["4 決定", "", "会長案を了承する", "追加"],
    ]
    assert styled(reply, "strike") == ["担い手が足りない。人手不足が課題である。", "11"]
    assert styled(reply, "bold") == ["も", "12", "会長案を了承する"]
    # What was taken out is no longer there for anybody but the secretariat.
    others = words(bot.command("/minutes changes 令和7年度第2回", user=OUTSIDER))
    assert "4か所が変わっています" in others
    assert "担い手" not in others


@pytest.mark.usefixtures("staff")
def test_changes_since_a_day(bot, store):
    edit(store, YOUNG, NEW, By(f"slack:{CLERK}", NOW - timedelta(days=3)))
    edit(store, NEW, "若い人にも声を掛けたい。", By(f"slack:{CLERK}", NOW))
    reply = bot.command("/minutes changes 1 11/22から")
    assert "令和8年11月22日(日)から、1か所が変わっています。" in words(reply)
    assert cells(reply)[1][1:3] == [NEW, "若い人にも声を掛けたい。"]
    assert "まだ来ていない日です" in words(bot.command("/minutes changes 1 令和9年1月1日から"))
    assert "日付として読めません" in words(bot.command("/minutes changes 1 あれから"))


@pytest.mark.usefixtures("staff")
def test_header_facts_are_in_the_table(bot, store, tmp_path):
    path = tmp_path / "again.txt"
    path.write_text(MINUTES.replace("第1会議室", "大会議室").replace("～20:00", "～20:30"))
    exchange.import_file(store, path, BY, choice="replace")
    assert cells(bot.command("/minutes changes"))[1:] == [
        ["日時", "令和7年8月6日(水) 18:30～20:00", "令和7年8月6日(水) 18:30～20:30", ""],
        ["場所", "霧浜市民会館 第1会議室", "霧浜市民会館 大会議室", ""],
    ]


@pytest.mark.usefixtures("staff")
def test_a_long_table_is_paged_inside_slacks_limits(bot, store, tmp_path):
    for nth in range(30):
        with store.writing() as db:
            passages.add(
                db, 1, 1_000 + nth, "task", f"{nth}番" + "あ" * 900, By(f"slack:{CLERK}", NOW)
            )
    page = bot.command("/minutes changes")
    seen = words(page)
    assert "30か所が変わっています" in seen
    while "次へ" in buttons(page):
        page = bot.press(button(page, "次へ"))
        seen += words(page)
        assert sum(len(cell) for row in cells(page) for cell in row) < 10_000
    assert [nth for nth in range(30) if f"{nth}番" not in seen] == []


@pytest.mark.usefixtures("staff")
def test_the_table_arrives_as_word_in_the_persons_own_messages(bot, slack, store):
    edit(store, YOUNG, NEW)
    with store.writing() as db:
        passages.add(db, 1, 1_000, "decision", "=1+1", By(f"slack:{CLERK}", NOW))
    reply = bot.command("/minutes changes")
    told = bot.press(button(reply, "Wordで書き出す"))
    assert "新旧対照表を、ダイレクトメッセージにファイルで送りました。" in words(told)
    [asked] = slack.told("files.getUploadURLExternal")
    assert asked["filename"] == "新旧対照表_霧浜市地域福祉懇話会_令和7年度第2回.docx"
    [shared] = slack.told("files.completeUploadExternal")
    assert shared["channel_id"] == "D_U_SUZUKI"
    assert shared["initial_comment"] == "会議録の新旧対照表（2か所）です。"
    paper = docx.Document(io.BytesIO(slack.uploads["F1"]))
    assert [one.text for one in paper.paragraphs] == [
        "霧浜市地域福祉懇話会 令和7年度第2回 会議録 新旧対照表",
        "開催日　令和7年8月6日(水)",
        "取り込んだとき（令和8年11月23日(月)）からの変更　2か所",
        "作成日　令和8年11月23日(月)",
    ]
    [table] = paper.tables
    assert [[cell.text for cell in row.cells] for row in table.rows][1:] == [
        ["2(1) 参加者", YOUNG, NEW, ""],
        ["4 決定", "", "=1+1", "追加"],
    ]
    assert [run.text for run in table.cell(1, 2).paragraphs[0].runs if run.underline] == ["も"]


@pytest.mark.usefixtures("staff")
def test_the_table_arrives_as_excel_once(bot, slack, store):
    edit(store, "次回は11月に開催する。", "=12月に開催する。")
    reply = bot.command("/minutes changes")
    pressed = button(reply, "Excelで書き出す")
    bot.press(pressed)
    assert "すでにダイレクトメッセージに送っています" in words(bot.press(pressed))
    assert len(slack.uploads) == 1
    sheet = load_workbook(io.BytesIO(slack.uploads["F1"])).active
    assert [cell.value for cell in sheet[2]][:3] == [
        "3 事務局", "次回は11月に開催する。", "=12月に開催する。",
    ]  # fmt: skip
    assert sheet["C2"].data_type == "s"


@pytest.mark.usefixtures("staff")
def test_a_closed_meeting_goes_into_no_file(bot, slack, store, tmp_path):
    closed = keep(store, tmp_path, CLOSED)
    with store.writing() as db:
        passages.add(db, closed, 1_000, "decision", "会長案を了承する", BY)
    mine = bot.command(f"/minutes changes {closed}")
    assert "1か所が変わっています" in words(mine)
    assert "非公開の会議のため、ファイルには書き出せません。" in words(mine)
    assert buttons(mine) == []
    value = json.dumps({"meeting": closed, "since": ""})
    for action_id in ("changes.word", "changes.xlsx"):
        action = {"action_id": action_id, "value": value, "type": "button"}
        assert "ファイルには書き出せません" in words(bot.press(action))
        theirs = words(bot.press(action, user=OUTSIDER))
        assert "その会議は見つかりません" in theirs
    assert "見つかりません" in words(bot.command(f"/minutes changes {closed}", user=OUTSIDER))
    assert slack.uploads == {}


@pytest.mark.usefixtures("staff")
def test_a_button_that_brings_nonsense_is_told_in_a_sentence(bot, slack):
    for value in ("{}", '{"meeting":1,"since":"あ"}', '{"meeting":1,"since":""}'):
        reply = bot.press({"action_id": "changes.word", "value": value, "type": "button"})
        assert words(reply)
        assert "受付番号" not in words(reply)
    assert slack.uploads == {}


def test_without_minutes_there_is_nothing_to_compare(bot):
    assert "まだ会議録がない" in words(bot.command("/minutes changes"))


# --- In the minutes themselves


@pytest.mark.usefixtures("staff")
def test_decisions_stand_in_their_place_and_memos_are_for_the_secretariat(bot, store):
    with store.writing() as db:
        [place] = db.conn.execute(
            "select position from remarks where body = ?", (YOUNG,)
        ).fetchone()
        layout.make_room(db, 1, place, 1)
        passages.add(db, 1, place, "decision", "会長案を了承する", BY)
        memos.add(db, 1, None, "井上委員は前回欠席", BY)
        meeting = meetings.get(db, 1, OPERATOR)
    mine, theirs = (words(bot.command("/minutes show", user=user)) for user in (CLERK, OUTSIDER))
    for read in (mine, theirs):
        places = [
            read.index("担い手が足りない。"),
            read.index("【決定】会長案を了承する"),
            read.index(YOUNG),
        ]
        assert places == sorted(places)
    assert "井上委員は前回欠席" in mine
    assert "井上委員は前回欠席" not in theirs
    assert "覚え書き" not in theirs
    assert meeting.remarks == 7
