"""The secretariat keeps the roster: who is a member, since when, and how they are reached."""

import io
import json
from itertools import count

import pytest
from openpyxl import load_workbook

from store import councils, members
from store.members import NewMember
from store.viewers import OPERATOR
from tests.cast import BY, CHANNEL, CHIEF, CLERK, MINUTES, NOW, OUTSIDER, keep
from tests.flows.reading import button, buttons, words

TODAY = NOW.date()
PHONE, MAIL = "0987-65-4321", "asano@example.jp"


@pytest.fixture
def office(store, tmp_path):
    """The council of the open minutes, with its channel and its secretariat."""
    keep(store, tmp_path, MINUTES)
    with store.writing() as db:
        councils.bind(db, 1, CHANNEL, BY)
        councils.appoint(db, 1, CLERK, BY)
    return 1


@pytest.fixture
def send(bot):
    """Fill in the form that was opened last, and send it; each form is sent in a view of its own."""
    ids = count(1)

    def send(view, user=CLERK, view_id=None, **typed):
        sent = {
            "type": "view_submission",
            "user": {"id": user},
            "team": {"id": "T"},
            "view": {
                **view,
                "id": view_id or f"V{next(ids)}",
                "state": {"values": filled(view, typed)},
            },
        }
        body = bot._send(sent)
        return json.loads(body) if body else None

    return send


def filled(view, typed):
    """What a form holds once something was typed over what it opened with."""
    state = {}
    for block in view["blocks"]:
        if block["type"] != "input":
            continue
        element, name = block["element"], block["block_id"]
        match element["type"]:
            case "plain_text_input":
                value = {"value": typed.get(name, element.get("initial_value"))}
            case "checkboxes":
                begun = bool(element.get("initial_options"))
                ticked = typed.get(name, begun)
                value = {"selected_options": [{"value": name}] if ticked else []}
            case "users_select":
                value = {"selected_user": typed.get(name, element.get("initial_user"))}
            case "static_select":
                begun = element.get("initial_option", {}).get("value")
                chosen = typed.get(name, begun)
                value = {"selected_option": {"value": chosen} if chosen else None}
        state[name] = {"value": value}
    assert set(typed) <= set(state), "the form has no such field"
    return state


def opened(slack):
    return slack.told("views.open")[-1]["view"]


def add(store, name, reading="", **more):
    with store.writing() as db:
        return members.add(db, 1, NewMember(name=name, reading=reading, **more), BY)


def roster(store):
    with store.reading() as db:
        return members.roster(db, 1, OPERATOR, on=TODAY)


# --- Reading


@pytest.mark.usefixtures("office")
@pytest.mark.parametrize("typed", ["members", "委員", "ＭＥＭＢＥＲＳ", "members 地域福祉"])
def test_the_roster_is_shown_in_the_order_of_readings(bot, store, typed):
    add(store, "渡辺 一", "わたなべ はじめ", role="会長", affiliation="医師会")
    add(store, "浅野 和子", "あさの かずこ", category="公募")
    reply = bot.command(f"/council {typed}")
    assert reply["response_type"] == "ephemeral"
    assert reply["text"] == (
        "「霧浜市地域福祉懇話会」の委員は4名です（令和8年11月23日(月)現在、五十音順）"
    )
    read = words(reply)
    assert "ふりがなのない方が2名います。五十音順に並べられないため、最後に並べています。" in read
    assert "会議録から読み取ったままの方が2名います。" in read
    assert "渡辺 一（わたなべ はじめ）\n会長　医師会" in read
    assert "浅野 和子（あさの かずこ）\n委員　公募" in read
    places = [read.index(name) for name in ("浅野 和子", "渡辺 一", "井上 翔", "廣岡 実")]
    assert places == sorted(places)


@pytest.mark.usefixtures("office")
def test_anybody_may_read_the_roster_but_not_change_it(bot, slack, store):
    kept = add(store, "浅野 和子", "あさの かずこ", reached_by="phone", proxy_allowed=True)
    reply = bot.command("/council members", user=OUTSIDER)
    assert "浅野 和子（あさの かずこ）" in words(reply)
    assert "電話" not in words(reply)
    assert "代理" not in words(reply)
    assert buttons(reply) == ["職員の一覧", "任期の終わった委員"]
    forged = {"action_id": "members.edit", "type": "button"}
    for value in ({"council": 1, "member": kept.id}, {"council": 1}, {"council": 99}):
        bot.press(forged | {"value": json.dumps(value)}, user=OUTSIDER)
    contacts = {"council": 1, "show": "members", "word": "", "page": 1, "contacts": True}
    told = bot.press(
        {"action_id": "members.list", "type": "button", "value": json.dumps(contacts)},
        user=OUTSIDER,
    )
    assert "担当者だけができます" in words(told)
    assert slack.told("views.open") == []


@pytest.mark.usefixtures("office")
def test_three_hundred_members_stand_on_pages(bot, store):
    with store.writing() as db:
        for n in range(300):
            wanted = NewMember(
                name=f"委員 {'甲乙丙丁'[n % 4]}{chr(0x4E00 + n)}", reading="いいん あ"
            )
            members.add(db, 1, wanted, BY)
    reply = bot.command("/council members")
    assert "1／21ページ" in words(reply)
    second = bot.press(button(reply, "次へ"))
    assert second["replace_original"] is True
    assert "2／21ページ" in words(second)
    assert buttons(second).count("直す") == 15


@pytest.mark.usefixtures("office")
def test_somebody_is_found_by_name_reading_or_affiliation(bot, store):
    add(store, "浅野 和子", "あさの かずこ", affiliation="町内会連合会")
    for typed in ("浅野", "アサノ", "町内会"):
        reply = bot.command(f"/council members {typed}")
        assert f"「{typed}」に当たる委員は1名です" in words(reply)
        assert "浅野 和子" in words(reply)
        assert "井上" not in words(reply)
    told = bot.command("/council members 宇宙")
    assert "「宇宙」という会議体も、そういう名前や所属の委員も見つかりません。" in words(told)


@pytest.mark.usefixtures("office")
def test_where_there_are_several_councils_it_is_asked_which(bot, store):
    with store.writing() as db:
        councils.add(db, "霧浜市地域公共交通会議", BY)
    reply = bot.command("/council members", channel="C_ELSEWHERE")
    shown = bot.press(button(reply, "霧浜市地域福祉懇話会"))
    assert "「霧浜市地域福祉懇話会」の委員は3名です" in words(shown)
    told = bot.command("/council members 霧浜市", channel="C_ELSEWHERE")
    assert "どの会議体の名簿でしょうか。" in words(told)


@pytest.mark.usefixtures("closed")
def test_who_is_named_in_closed_minutes_only_is_not_shown(bot):
    assert "委員は0名です" in words(bot.command("/council members"))
    assert "職員は0名です" in words(bot.command("/council members 職員"))


# --- Changing


@pytest.mark.usefixtures("office")
def test_a_member_is_added_once_and_the_form_becomes_the_confirmation(bot, slack, store, send):
    bot.press(button(bot.command("/council members"), "委員を加える"))
    form = opened(slack)
    typed = {
        "name": "渡邊　一", "reading": "わたなべ はじめ", "role": "会長", "category": "学識経験者",
        "affiliation": "医師会", "term_from": "R8.4.1", "term_to": "令和10年3月31日",
        "proxy_allowed": True, "slack_user": "U_SATO", "reached_by": "phone",
        "phone": "０９８７－６５－４３２１",
    }  # fmt: skip
    for _ in range(2):
        told = send(form, view_id="V9", **typed)
        assert "「渡邊 一」さんを登録しました。" in words(told["view"])
    [kept] = [member for member in roster(store) if member.name == "渡邊 一"]
    assert (kept.role, kept.category, kept.slack_user) == ("会長", "学識経験者", "U_SATO")
    with store.reading() as db:
        assert members.contacts_of(db, kept.person_id) == {"phone": PHONE}
    read = words(bot.command("/council members"))
    assert (
        "渡邊 一（わたなべ はじめ）\n会長　学識経験者　医師会　任期 令和8年4月1日～令和10年3月31日\n"
        "連絡は電話　代理出席可　Slackあり" in read
    )
    assert PHONE not in read


@pytest.mark.usefixtures("office")
def test_contacts_are_shown_to_who_asks_for_them_and_may(bot, store):
    kept = add(store, "浅野 和子", "あさの かずこ")
    with store.writing() as db:
        members.keep_contacts(db, kept.person_id, {"phone": PHONE, "mail": MAIL}, BY)
    reply = bot.command("/council members", user=CHIEF)
    assert PHONE not in words(reply)
    shown = bot.press(button(reply, "連絡先も表示"), user=CHIEF)
    assert f"メール {MAIL}　電話 {PHONE}" in words(shown)
    assert shown["response_type"] == "ephemeral"
    hidden = bot.press(button(shown, "連絡先を隠す"), user=CHIEF)
    assert PHONE not in words(hidden)


@pytest.mark.usefixtures("office")
def test_all_mistakes_in_a_form_are_told_and_it_stays_open(bot, slack, send):
    bot.press(button(bot.command("/council members"), "委員を加える"))
    told = send(
        opened(slack), name="", reading="漢字", term_from="いつか", phone="なし", mail=PHONE
    )
    assert told["response_action"] == "errors"
    assert told["errors"] == {
        "name": "氏名を入力してください。例: 廣岡 実",
        "reading": "ふりがなは、かなで入力してください。例: ひろおか みのる",
        "term_from": "日付として読めません。例: 令和8年4月1日",
        "phone": "電話番号の形ではありません。例: 0123-45-6789",
        "mail": "メールアドレスの形ではありません。",
    }


@pytest.mark.usefixtures("office")
def test_a_member_is_put_right_appointed_again_and_leaves(bot, slack, store, send):
    add(store, "浅野 和子", "あさの かずこ", term_to=TODAY.replace(year=2027))

    def edit(**typed):
        bot.press(button(bot.command("/council members 浅野"), "直す"))
        return send(opened(slack), **typed)

    assert "登録しました" in words(edit(affiliation="町内会", term_from="R6.4.1")["view"])
    told = edit(deed="reappoint", term_to="R10.3.31")
    assert "今の任期の始めより後の日にしてください。" in told["errors"]["name"]
    told = edit(deed="reappoint", role="会長", term_from="R8.4.1", term_to="R10.3.31")
    assert "「浅野 和子」さんの再任を登録しました。" in words(told["view"])
    assert [(m.role, m.affiliation) for m in roster(store) if m.name == "浅野 和子"] == [
        ("会長", "町内会")
    ]
    told = edit(deed="end", term_to="")
    assert told["errors"] == {"term_to": "退任した日（任期の最後の日）を入力してください。"}
    told = edit(deed="end", term_to="R8.11.22")
    assert "「浅野 和子」さんの退任を登録しました。" in words(told["view"])
    reply = bot.command("/council members")
    assert "浅野 和子" not in words(reply)
    past = bot.press(button(reply, "任期の終わった委員"))
    assert "任期の終わった委員は1名です" in words(past)
    assert "任期 令和8年4月1日～令和8年11月22日" in words(past)


@pytest.mark.usefixtures("office")
def test_who_is_no_member_is_taken_off(bot, slack, store, send):
    bot.press(button(bot.command("/council members 井上"), "直す"))
    told = send(opened(slack), deed="withdraw")
    assert "「井上 翔」さんを名簿から外しました。会議録の記載は変わりません。" in words(
        told["view"]
    )
    assert "井上 翔" not in words(bot.command("/council members"))
    assert "井上 翔" in words(bot.command("/minutes show 令和7年度第2回"))


@pytest.mark.usefixtures("office")
def test_who_was_slower_is_told(bot, slack, store, send):
    kept = add(store, "浅野 和子")
    bot.press(button(bot.command("/council members 浅野"), "直す"))
    with store.writing() as db:
        members.change(db, kept.id, NewMember(name="浅野 花"), kept.version, BY)
    told = send(opened(slack), role="会長")
    assert "ほかの人が先に直しています。" in told["errors"]["name"]


@pytest.mark.usefixtures("office")
def test_a_form_of_another_council_changes_nobody(bot, slack, store, send):
    with store.writing() as db:
        other = councils.add(db, "霧浜市地域公共交通会議", BY)
        councils.appoint(db, other.id, OUTSIDER, BY)
    kept = add(store, "浅野 和子")
    bot.press(button(bot.command("/council members 浅野"), "直す"))
    forged = opened(slack) | {
        "private_metadata": json.dumps({"council": other.id, "member": kept.id, "version": 2})
    }
    told = send(forged, user=OUTSIDER, role="会長")
    assert "この会議体の名簿にいない方です。" in told["errors"]["name"]
    assert "担当者だけができます" in send(opened(slack), user=OUTSIDER)["errors"]["name"]


# --- Readings and names that are alike


@pytest.mark.usefixtures("office")
def test_a_reading_is_proposed_and_kept_when_it_is_taken(bot, slack, store):
    add(store, "井上 和子", "いのうえ かずこ")
    add(store, "江口 翔", "えぐち しょう")
    reply = bot.command("/council members 井上 翔")
    shown = bot.press(button(reply, "ふりがなを「いのうえ しょう」にする"))
    assert "井上 翔（いのうえ しょう）" in words(shown)
    told = bot.press(button(reply, "ふりがなを「いのうえ しょう」にする"))
    assert "ほかの人が先に直しています。" in words(told)


@pytest.mark.usefixtures("office")
def test_a_surname_known_alone_is_a_hint(bot, slack, store):
    add(store, "廣岡 花", "ひろおか はな")
    reply = bot.command("/council members 廣岡 実")
    assert "ふりがなの手掛かり　同じ姓の方は「ひろおか」です。" in words(reply)
    bot.press(button(reply, "直す"))
    assert "同じ姓の方のふりがなは「ひろおか」です。" in json.dumps(
        opened(slack), ensure_ascii=False
    )


@pytest.mark.usefixtures("office")
def test_one_person_under_two_spellings_is_merged_when_somebody_says_so(bot, store):
    add(store, "広岡 実", "ひろおか みのる", affiliation="町内会連合会")
    reply = bot.command("/council members")
    assert (
        "同じ方でしょうか　「広岡 実」（町内会連合会） と 「廣岡 実」（令和7年度第2回の会議録）"
        in words(reply)
    )
    assert "同じ方でしょうか" not in words(bot.command("/council members", user=OUTSIDER))
    merge = button(reply, "同じ人としてまとめる")
    assert "担当者だけができます" in words(bot.press(merge, user=OUTSIDER))
    shown = bot.press(merge)
    assert "廣岡" not in words(shown)
    assert "広岡 実" in words(shown)
    assert "もう済んでいます" in words(bot.press(merge))
    assert "廣岡 実" in words(bot.command("/minutes show 令和7年度第2回"))


@pytest.mark.usefixtures("office")
def test_two_people_under_like_names_stay_two(bot, store):
    add(store, "広岡 実")
    shown = bot.press(button(bot.command("/council members"), "別の人"))
    assert "同じ方でしょうか" not in words(shown)
    assert {"広岡 実", "廣岡 実"} <= {member.name for member in roster(store)}


# --- Officers


@pytest.mark.usefixtures("office")
def test_an_officer_has_a_new_title_from_a_day(bot, slack, send):
    reply = bot.command("/council members 職員")
    assert "「霧浜市地域福祉懇話会」の職員は2名です（令和8年11月23日(月)現在）" in words(reply)
    assert "福祉部次長 山根 進\n会議録から" in words(reply)
    bot.press(button(reply, "直す"))
    told = send(opened(slack), post="部長", since="")
    assert told["errors"] == {"since": "その職に就いた日を入力してください。例: 令和8年4月1日"}
    told = send(opened(slack), post="部長", since="令和8年4月1日")
    assert "「山根 進」さんを登録しました。" in words(told["view"])
    shown = bot.press(button(bot.command("/council members"), "職員の一覧"))
    assert "福祉部長 山根 進\n令和8年4月1日から" in words(shown)
    assert "福祉部次長 山根 進" in words(bot.command("/minutes show 令和7年度第2回"))


@pytest.mark.usefixtures("office")
def test_an_officer_is_added_and_leaves(bot, slack, send):
    bot.press(button(bot.command("/council members"), "職員を加える"))
    form = opened(slack)
    told = send(form, name="市川 守", since="R8.4.1")
    assert told["errors"] == {"post": "部・課・係・職のどれかを入力してください。例: 主査"}
    send(form, name="市川 守", since="R8.4.1", post="副市長", phone=PHONE)
    reply = bot.command("/council members 職員")
    assert words(reply).index("副市長 市川 守") < words(reply).index("福祉部次長 山根 進")
    bot.press(button(reply, "直す"))
    assert opened(slack)["blocks"][7]["block_id"] == "leaves"
    send(opened(slack), since="R8.11.1", leaves=True)
    assert "市川 守" not in words(bot.command("/council members 職員"))


# --- Excel


@pytest.mark.usefixtures("office")
def test_the_roster_arrives_as_excel_without_contacts(bot, slack, store):
    kept = add(store, "浅野 和子", "あさの かずこ", role="会長", term_from=TODAY)
    with store.writing() as db:
        members.keep_contacts(db, kept.person_id, {"phone": PHONE}, BY)
    press = button(bot.command("/council members"), "Excelで受け取る")
    reply = bot.press(press)
    assert "名簿を、ダイレクトメッセージにファイルで送りました。" in words(reply)
    assert "すでにダイレクトメッセージに送っています" in words(bot.press(press))
    [asked] = slack.told("files.getUploadURLExternal")
    assert asked["filename"] == "名簿_霧浜市地域福祉懇話会_20261123.xlsx"
    [shared] = slack.told("files.completeUploadExternal")
    assert shared["channel_id"] == "D_U_SUZUKI"
    sheet = load_workbook(io.BytesIO(slack.uploads["F1"])).active
    rows = list(sheet.values)
    assert rows[0] == (
        "種別", "氏名", "ふりがな", "役職", "選出区分", "所属", "区別", "任期の始め", "任期の終わり",
        "代理出席", "Slack", "連絡方法", "部", "課", "係", "職", "発令日",
    )  # fmt: skip
    assert rows[1][:4] == ("委員", "浅野 和子", "あさの かずこ", "会長")
    assert [row[1] for row in rows[1:]] == ["浅野 和子", "井上 翔", "廣岡 実", "山根 進", "鈴木 学"]


@pytest.mark.usefixtures("office")
def test_rows_of_excel_are_checked_first_and_taken_in_when_sent_again(bot, slack, store, send):
    bot.press(button(bot.command("/council members"), "名簿を取り込む"))
    rows = f"氏名\tふりがな\t役職\t電話\n浅野 和子\tあさの かずこ\t会長\t{PHONE}\n広岡 実\t\t\t\n"
    asked = send(opened(slack), view_id="V9", rows=rows)
    assert asked["response_action"] == "update"
    assert asked["view"]["submit"]["text"] == "取り込む"
    read = words(asked["view"])
    assert "2名を加えます。名簿にいて、ここにない委員2名は、そのまま残ります。" in read
    assert "加える　浅野 和子（会長）" in read
    assert "名前の似た方がいます: 「廣岡 実」と「広岡 実」。" in read
    assert "まだ取り込んでいません。" in read
    assert all(member.is_from_minutes for member in roster(store))
    done = send(asked["view"], view_id="V9")
    assert "2名を加えました。" in words(done["view"])
    assert [m.name for m in roster(store) if not m.is_from_minutes] == ["浅野 和子", "広岡 実"]
    with store.reading() as db:
        assert members.contacts_of(db, 1) == {"phone": PHONE}


@pytest.mark.usefixtures("office")
def test_rows_that_were_changed_after_the_check_are_checked_again(bot, slack, store, send):
    bot.press(button(bot.command("/council members"), "名簿を取り込む"))
    asked = send(opened(slack), rows="氏名\n佐藤 翔\n")
    again = send(asked["view"], rows="氏名\n佐藤 翔\n田中 誠\n")
    assert "2名を加えます。" in words(again["view"])
    add(store, "田中 誠")
    third = send(again["view"])
    assert "1名を加えます。1名は今の名簿と同じです。" in words(third["view"])
    assert "佐藤 翔" not in [member.name for member in roster(store)]


@pytest.mark.usefixtures("office")
def test_rows_with_mistakes_are_all_refused_with_a_sentence_each(bot, slack, store, send):
    bot.press(button(bot.command("/council members"), "名簿を取り込む"))
    told = send(opened(slack), rows=f"氏名\t電話\n{PHONE}\t\n佐藤 翔\t=1+1\n")
    assert told["errors"]["rows"].split("\n") == [
        "名簿を取り込めません。何も変えていません。",
        "2行目の「氏名」: 氏名に数字や記号は使えません。例: 廣岡 実",
        "3行目の「電話」: 数式は取り込めません。値だけを貼り付けてください。",
    ]
    assert send(opened(slack), rows="佐藤 翔")["errors"]["rows"].startswith(
        "見出しの行が見つかりません。"
    )


@pytest.mark.usefixtures("office")
def test_what_people_typed_is_only_ever_plain(bot, store):
    add(store, "<!channel>", affiliation="*町内会* <@U1>")
    reply = bot.command("/council members")
    assert "<!channel>" in words(reply)
    assert not [b for b in reply["blocks"] if b.get("text", {}).get("type") == "mrkdwn"]
