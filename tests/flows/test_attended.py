"""The clerk looks back: who came, what they are due, whose term ends, what the absent are sent."""

import io
import json
from datetime import date, timedelta

import docx
import pytest
from openpyxl import load_workbook
from PIL import Image

from bot.app import build_clock_client
from handlers import routes
from store import councils, members, pay, rules
from store.members import NewMember
from store.rows import insert
from store.viewers import PUBLIC
from tests.cast import BY, CHANNEL, CHIEF, CLERK, NOW, OUTSIDER
from tests.flows.reading import button, buttons, words
from tests.store.test_attended import held, join

REASON = "入院のため"


@pytest.fixture
def council(store, fukushi):
    with store.writing() as db:
        councils.bind(db, fukushi.id, CHANNEL, BY)
        councils.appoint(db, fukushi.id, CLERK, BY)
    return fukushi


@pytest.fixture
def people(store, council):
    """浅野 (会長), 井上 who is new, 上野 who was excused once."""
    asano = join(store, council.id, "浅野 和子", "あさの", date(2025, 4, 1), date(2027, 3, 31), role="会長")  # fmt: skip
    inoue = join(store, council.id, "井上 翔", "いのうえ", date(2026, 7, 1), date(2028, 6, 30))
    ueno = join(store, council.id, "上野 進", "うえの", date(2025, 4, 1), date(2027, 3, 31))
    return asano, inoue, ueno


@pytest.fixture
def year(store, council, people):
    """Two open meetings, and one behind closed doors."""
    asano, inoue, ueno = people
    held(store, council.id, "2026-05-01", {asano: "present", ueno: "absent"}, excused=[ueno])
    last = held(
        store, council.id, "2026-08-05", {asano: "late", inoue: "proxy", ueno: "absent"}, number=2
    )
    roll = {asano: "present", inoue: "present", ueno: "present"}
    held(store, council.id, "2026-07-15", roll, number=3, disclosure="closed")
    return last


@pytest.fixture
def fees(store, council, people):
    asano, *_ = people
    with store.writing() as db:
        pay.lay_down(db, council.id, pay.Pay(short=8000, long=12000, roles={"会長": (9500, 14000)}), BY)  # fmt: skip
        pay.keep_travel(db, council.id, {asano: 640}, BY)


def table(message):
    [found] = [block for block in message["blocks"] if block["type"] == "table"]
    return [[cell["text"] for cell in row] for row in found["rows"]]


def text_of(document: bytes) -> str:
    paper = docx.Document(io.BytesIO(document))
    cells = [cell.text for t in paper.tables for row in t.rows for cell in row.cells]
    return "\n".join([*(p.text for p in paper.paragraphs), *cells])


# --- 経過


@pytest.mark.usefixtures("year")
def test_history_is_a_table_and_a_picture_for_the_clerk_alone(bot, slack):
    shown = bot.command("/attendance history")
    assert shown["response_type"] == "ephemeral"
    assert "「霧浜市地域福祉懇話会」の出席の経過です（3会議、委員3名）" in words(shown)
    assert table(shown) == [
        ["氏名", "出席", "代理", "欠席", "届出あり", "対象", "出席率"],
        ["浅野 和子（会長）", "3（うち遅参1）", "0", "0", "0", "3", "100%"],
        ["井上 翔", "1", "1", "0", "0", "2", "50%"],
        ["上野 進", "1", "0", "2", "1", "3", "33%"],
    ]
    assert "出席率は、本人の任期の中で" in words(shown)
    assert Image.open(io.BytesIO(slack.uploads["F1"])).format == "PNG"
    [opened] = slack.told("conversations.open")
    assert opened["users"] == CLERK
    [sent] = slack.told("files.getUploadURLExternal")
    # The picture is a file: of the closed meeting and of excuses it knows nothing.
    assert sent["alt_txt"] == (
        "霧浜市地域福祉懇話会 出席の経過の表。"
        "出席者数: 令和8年度第1回 2名中1名、令和8年度第2回 3名中1名。"
        "出席率: 浅野 和子 100%、井上 翔 0%、上野 進 0%"
    )
    [image] = [block for block in shown["blocks"] if block["type"] == "image"]
    assert (image["slack_file"], image["alt_text"]) == ({"id": "F1"}, sent["alt_txt"])
    assert REASON not in str(slack.calls)
    assert slack.told("chat.postMessage") == []


@pytest.mark.usefixtures("year")
def test_the_table_arrives_without_the_picture_where_slack_will_not_have_it(bot, slack):
    slack.refuses = lambda method, args: "not_allowed" if "files" in method else None
    shown = bot.command("/attendance history")
    assert "出席の経過です（3会議、委員3名）" in words(shown)
    assert [block for block in shown["blocks"] if block["type"] == "image"] == []
    assert "図は、会議録ボットとの" not in words(shown)


@pytest.mark.usefixtures("year")
def test_it_is_turned_to_the_meetings_and_back(bot):
    by_person = bot.command("/attendance 経過")
    by_meeting = bot.press(button(by_person, "会議ごと"))
    assert by_meeting["replace_original"] is True
    assert table(by_meeting) == [
        ["会議", "開催日", "出席", "欠席・代理", "対象"],
        ["令和8年度第2回", "令和8年8月5日(水)", "1", "2", "3"],
        ["【非公開】令和8年度第3回", "令和8年7月15日(水)", "3", "0", "3"],
        ["令和8年度第1回", "令和8年5月1日(金)", "1", "1", "2"],
    ]
    assert table(bot.press(button(by_meeting, "委員ごと"))) == table(by_person)


@pytest.mark.usefixtures("year")
def test_an_administrator_sees_no_excuse_and_no_closed_meeting(bot, slack):
    shown = bot.command("/attendance history", user=CHIEF)
    assert "（2会議、委員3名）" in words(shown)
    assert "届出" not in str(table(shown))
    assert "第3回" not in str(slack.calls)


@pytest.mark.usefixtures("year", "fees")
@pytest.mark.parametrize("typed", ["history", "pay", "terms", "pack"])
def test_nobody_else_learns_anything(bot, slack, typed):
    refused = bot.command(f"/attendance {typed}", user=OUTSIDER)
    assert "の担当者だけができます" in words(refused)
    assert "浅野" not in str(slack.calls)
    assert slack.uploads == {}


@pytest.mark.usefixtures("year")
@pytest.mark.parametrize("kind", ["Word", "Excel"])
def test_the_sheet_for_the_files_comes_once(bot, slack, kind):
    shown = bot.command("/attendance history 令和8年度")
    before = len(slack.uploads)
    told = bot.press(button(shown, f"{kind}で受け取る"))
    assert "出席状況一覧を、ダイレクトメッセージにファイルで送りました" in words(told)
    assert "すでに" in words(bot.press(button(shown, f"{kind}で受け取る")))
    assert len(slack.uploads) == before + 1
    content = list(slack.uploads.values())[-1]
    if kind == "Excel":
        rows = list(load_workbook(io.BytesIO(content)).active.iter_rows(values_only=True))
        assert rows[1:] == [
            ("浅野 和子", "会長", "○", "△", 2, 2, 1),
            ("井上 翔", "委員", None, "代", 0, 1, 0),
            ("上野 進", "委員", "×", "×", 0, 2, 0),
        ]
    else:
        read = text_of(content)
        assert "霧浜市地域福祉懇話会　委員出席状況一覧" in read
        assert "（令和8年度第1回～令和8年度第2回）" in read
        assert "出席者数" in read
        assert "第3回" not in read
        assert "届出" not in read


@pytest.mark.usefixtures("council")
def test_before_there_is_a_roll_it_says_so(bot, slack):
    assert "出欠の記録のある会議がありません" in words(bot.command("/attendance history"))
    assert "期間として読めません" in words(bot.command("/attendance history いつか"))
    assert slack.uploads == {}


def test_hundreds_of_members_are_turned_page_by_page(bot, store, council):
    with store.writing() as db:
        people = [
            members.add(db, council.id, NewMember(name=f"委員 {n:03}", term_from=date(2026, 1, 1)), BY)
            for n in range(300)
        ]  # fmt: skip
    held(store, council.id, "2026-05-01", {one.person_id: "present" for one in people})
    shown = bot.command("/attendance history")
    assert (len(table(shown)), "1／8ページ" in words(shown)) == (41, True)
    assert len(table(bot.press(button(shown, "次へ")))) == 41


def test_what_forged_buttons_ask_for_is_refused(bot, store, council, year):
    with store.writing() as db:
        other = councils.add(db, "霧浜市環境審議会", BY)
    for action, value in (
        ("attended.people", {"council": other.id, "when": "", "page": 1}),
        ("attended.word", {"council": other.id, "when": ""}),
        ("attended_pay.csv", {"council": other.id, "meeting": year, "when": ""}),
        ("attended_pay.open", {"council": other.id}),
        ("attended_terms.open", {"council": other.id}),
    ):
        pressed = {"type": "button", "action_id": action, "value": json.dumps(value)}
        assert "「霧浜市環境審議会」の担当者だけができます" in words(bot.press(pressed))


# --- 報酬


@pytest.mark.usefixtures("year", "fees")
def test_pay_is_looked_at_and_then_sent_as_csv(bot, slack):
    shown = bot.command("/attendance pay")
    assert "報酬と費用弁償は、1件、合わせて10,140円です" in words(shown)
    assert "令和8年度第2回（令和8年8月5日(水) 18:30～20:30、2時間）" in words(shown)
    assert table(shown) == [
        ["氏名", "役職", "出欠", "報酬", "費用弁償", "計"],
        ["浅野 和子", "会長", "遅参", "9,500円", "640円", "10,140円"],
    ]
    assert slack.uploads == {}
    told = bot.press(button(shown, "CSVで書き出す"))
    assert "（1件、10,140円）を、ダイレクトメッセージにファイルで送りました" in words(told)
    [content] = slack.uploads.values()
    assert content.decode("utf-8-sig").splitlines() == [
        "会議体,会議,開催日,開会,閉会,時間(分),氏名,役職,出欠,備考,報酬(円),費用弁償(円),計(円)",
        "霧浜市地域福祉懇話会,令和8年度第2回,2026-08-05,18:30,20:30,120,浅野 和子,会長,遅参,,9500,640,10140",
    ]


@pytest.mark.usefixtures("year", "fees")
def test_of_a_period_all_meetings_are_paid_and_closed_ones_are_in_no_file(bot, slack):
    shown = bot.command("/attendance 報酬 令和8年度")
    assert "5件、合わせて46,420円です" in words(shown)
    told = bot.press(button(shown, "Excelで書き出す"))
    assert "（2件、20,280円）" in words(told)
    assert "非公開の会議の3件は入れていません。" in words(told)
    rows = list(load_workbook(io.BytesIO(slack.uploads["F1"])).active.iter_rows(values_only=True))
    assert [(row[1], row[6], row[12]) for row in rows[1:]] == [
        ("令和8年度第1回", "浅野 和子", 10140),
        ("令和8年度第2回", "浅野 和子", 10140),
    ]
    named = bot.command("/attendance pay 令和8年度第1回")
    assert "1件、合わせて10,140円です" in words(named)
    reversed_ = bot.command("/attendance pay 2026-08..2026-05")
    assert "期間の終わりが始まりより前です" in words(reversed_)
    closed = bot.command("/attendance pay 令和8年度第3回")
    assert "【非公開】令和8年度第3回" in words(closed)
    assert "ファイルには書き出せません" in words(bot.press(button(closed, "CSVで書き出す")))


@pytest.mark.usefixtures("fees")
def test_a_name_that_begins_like_a_formula_stays_a_name(bot, slack, store, council):
    evil = join(store, council.id, "=HYPERLINK", "わるい", date(2026, 1, 1))
    held(store, council.id, "2026-05-01", {evil: "present"})
    bot.press(button(bot.command("/attendance pay"), "CSVで書き出す"))
    assert ",'=HYPERLINK," in slack.uploads["F1"].decode("utf-8-sig")


FIELDS = {"hours": "2時間", "short": "８,０００円", "long": "12000", "roles": "会長 9500 14000",
          "travel": "浅野和子　640\n井上 翔 300円"}  # fmt: skip


def submit(bot, form, **typed):
    values = {name: {"value": {"value": typed.get(name)}} for name in FIELDS}
    values["proxies"] = {"value": {"selected_options": [{"value": "yes"}]}}
    sent = {
        "type": "view_submission",
        "user": {"id": CLERK},
        "team": {"id": "T"},
        "view": {**form, "id": f"V{json.dumps(typed)}", "state": {"values": values}},
    }
    body = bot._send(sent)
    return json.loads(body) if body else {}


@pytest.mark.usefixtures("year")
def test_the_rule_is_filled_in_and_pay_follows_it(bot, slack, store, council):
    first = bot.command("/attendance pay")
    assert "報酬の決まりが、まだ入力されていません" in words(first)
    bot.press(button(first, "報酬の決まりを変える"))
    form = slack.told("views.open")[-1]["view"]
    wrong = submit(bot, form, **FIELDS | {"short": "八千", "roles": "会長", "travel": "山田 640"})
    assert wrong["errors"] == {
        "short": "「八千」は額として読めません。1,000,000円までの数字で入力してください。例: 8000",
        "roles": "「会長」は、役職、その時間までの額、超えたときの額の順に、空白で区切って書いてください。"
        "例: 会長 9500 14000",
        "travel": "「山田」という委員は名簿にいません。「/council members」で確かめてください。",
    }
    told = submit(bot, form, **FIELDS)
    assert "会長　9,500円／14,000円" in words(told["view"])
    with store.reading() as db:
        assert pay.rule(db, council.id) == pay.Pay(
            hours=2, short=8000, long=12000, roles={"会長": (9500, 14000)}, proxies=True
        )
        assert sorted(pay.travel(db, council.id).values()) == [300, 640]
    assert len(table(bot.command("/attendance pay"))) == 3  # 井上's proxy is paid, too
    # Whoever had the form open meanwhile is told.
    late = submit(bot, form, **FIELDS | {"short": "1"})
    assert "ほかの方が報酬の決まりを変えました" in str(slack.calls) + str(late)
    with store.reading() as db:
        assert pay.rule(db, council.id).short == 8000


# --- 任期


def test_terms_are_listed_by_their_last_day(bot, slack, store, council, people):
    shown = bot.command("/attendance terms")
    assert words(shown).split("\n")[:7] == [
        "「霧浜市地域福祉懇話会」の委員3名の任期の終わりです",
        "令和9年3月31日(水)まで　あと4か月　2名",
        "浅野 和子（会長・1期目）",
        "上野 進（委員・1期目）",
        "令和10年6月30日(金)まで　あと19か月　1名",
        "井上 翔（委員・1期目）",
        "再任の限度は決められていません。任期の6か月前と1か月前に、担当者にお知らせします。",
    ]
    bot.press(button(shown, "再任の決まりを変える"))
    form = slack.told("views.open")[-1]["view"]
    sent = {**form, "id": "V9", "state": {"values": {"most": {"value": {"value": "たくさん"}}}}}
    body = {"type": "view_submission", "user": {"id": CLERK}, "team": {"id": "T"}, "view": sent}
    assert "1以上の数字" in json.loads(bot._send(body))["errors"]["most"]
    sent["state"]["values"]["most"]["value"]["value"] = "１期"
    assert "一人1期まで" in words(json.loads(bot._send(body))["view"])
    with store.reading() as db:
        assert rules.of(db, council.id).most_terms == 1
    assert "浅野 和子（会長・1期目）　再任の限度です" in words(bot.command("/attendance 任期"))


@pytest.fixture
def ring(store, slack):
    client = build_clock_client("xoxb-test", f"{slack.url}api/")

    def ring(now=NOW):
        for bell in routes.CLOCK:
            bell(store, client, now)

    return ring


@pytest.mark.usefixtures("people")
def test_the_secretary_is_told_half_a_year_ahead_and_once(ring, slack):
    ring()
    ring(NOW + timedelta(minutes=1))
    [told] = [one for one in slack.told("chat.postMessage") if "任期" in one["text"]]
    assert told["channel"] == CLERK
    assert words(told).split("\n")[:4] == [
        "「霧浜市地域福祉懇話会」の委員2名の任期が、まもなく終わります",
        "令和9年3月31日(水)まで　あと4か月　2名",
        "浅野 和子（会長・1期目）",
        "上野 進（委員・1期目）",
    ]
    ring(NOW + timedelta(days=100))
    assert len([one for one in slack.told("chat.postMessage") if "任期" in one["text"]]) == 2


def test_who_is_reappointed_before_it_is_said_is_not_told_of(ring, slack, store, council, people):
    early = NOW.replace(hour=0) - timedelta(hours=1)  # 8:00 in Japan; it is said at 9:00
    ring(early)
    with store.writing() as db:
        for one in members.roster(db, council.id, PUBLIC):
            if one.term_to == date(2027, 3, 31):
                again = NewMember(name=one.name, term_from=date(2027, 4, 1))
                members.reappoint(db, one.id, again, one.version, BY)
    ring()
    assert [one for one in slack.told("chat.postMessage") if "任期" in one["text"]] == []


# --- 欠席者資料


def decide(store, meeting_id):
    with store.writing() as db:
        for place, (kind, body) in enumerate(
            (("decision", "手引きを案のとおり決定する"),
             ("task", "名簿の更新（担当：福祉課、期限：令和8年12月10日）"),
             ("information", "次回は11月に開催する")), start=50):  # fmt: skip
            insert(
                db,
                """insert into passages (meeting_id, position, kind, body)
                values (:meeting_id, :place, :kind, :body)""",
                meeting_id=meeting_id, place=place, kind=kind, body=body,
            )  # fmt: skip
        db.conn.execute(
            "insert into materials (meeting_id, position, label, title) values (?, 1, '資料1', '見守りの手引き')",
            (meeting_id,),
        )


def test_the_absent_are_sent_what_was_decided_and_the_papers(bot, slack, store, year):
    decide(store, year)
    shown = bot.command("/attendance pack")
    assert words(shown).split("\n")[:6] == [
        "霧浜市地域福祉懇話会 令和8年度第2回に欠席した委員は1名です",
        "上野 進",
        "決まったこと　1件",
        "手引きを案のとおり決定する",
        "継続していること（宿題）　1件",
        "名簿の更新（担当：福祉課、期限：令和8年12月10日）",
    ]
    assert buttons(shown) == ["Wordで受け取る"]
    bot.press(button(shown, "Wordで受け取る"))
    assert "すでに" in words(bot.press(button(shown, "Wordで受け取る")))
    [content] = slack.uploads.values()
    read = text_of(content)
    assert "上野 進　様" in read
    assert "・資料1　見守りの手引き" in read
    assert "令和8年8月5日(水)に開催した標記の会議の結果を" in read
    assert REASON not in read


def test_of_a_closed_meeting_no_pack_is_made(bot, slack, year):
    assert "非公開の会議の資料は" in words(bot.command("/attendance pack 令和8年度第3回"))
    pressed = {"type": "button", "action_id": "attended_pack.word", "value": '{"meeting":3}'}
    assert "非公開の会議の資料は" in words(bot.press(pressed))
    assert "見つかりません" in words(bot.press(pressed, user=CHIEF))
    assert slack.uploads == {}
