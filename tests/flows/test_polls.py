"""`/meeting poll`: asked, answered, entered for others, weighed, decided on; and what is refused."""

import io
import json
from datetime import UTC, date, datetime

import pytest
from openpyxl import load_workbook

from handlers import routes
from handlers.polls import boards
from store import councils, history, members, polls, rules
from store.history import By
from store.members import NewMember
from store.rules import Rules
from tests.cast import BY, CHANNEL, CHIEF, CLERK, NOW, OUTSIDER
from tests.flows.reading import button, buttons, words

# In Slack are the chair, the vice chair and one member; the others telephone.
CHAIR, VICE, MEMBER = "U_KAICHO", "U_FUKU", "U_IIN"
NAMES = ("青木 花", "石田 健", "上野 咲", "遠藤 司", "小川 海", "加藤 光", "木村 空", "工藤 歩")
READINGS = ("あおき", "いしだ", "うえの", "えんどう", "おがわ", "かとう", "きむら", "くどう")
WORDS = "poll 12/14(月) 13:30～15:30、12/16(水) 18:30～20:00、12/18(金) 終日 締切 12/5 17:00"


@pytest.fixture(autouse=True)
def no_waiting(monkeypatch):
    monkeypatch.setattr(boards, "PACE", 0)


@pytest.fixture
def council(store, fukushi):
    """Eight members, of whom three are in Slack; the quorum is half of them."""
    with store.writing() as db:
        councils.bind(db, fukushi.id, CHANNEL, BY)
        councils.appoint(db, fukushi.id, CLERK, BY)
        rules.lay_down(db, fukushi.id, Rules(quorum="half"), BY)
        for nth, name in enumerate(NAMES):
            enrol(db, fukushi, name, nth)
    return fukushi


def enrol(db, council, name, nth):
    role = ["会長", "副会長"][nth] if nth < 2 else "委員"
    user = [CHAIR, VICE, MEMBER][nth] if nth < 3 else None
    reached = "slack" if user else ["phone", "fax", "mail"][nth % 3]
    wanted = NewMember(
        name=name, reading=READINGS[nth], role=role, slack_user=user, reached_by=reached
    )
    member = members.add(db, council.id, wanted, BY)
    members.keep_contacts(db, member.person_id, {"phone": f"0987-65-43{nth:02}"}, BY)
    return member


def form(bot):
    return bot.slack.told("views.open")[-1]["view"]


def sent(bot, view, values, user=CLERK):
    """Send a form, and the window it becomes; or what it says is wrong."""
    answer = bot.submit(view, values, user)
    if answer and answer.get("response_action") == "update":
        return answer["view"]
    return answer


def typed(text):
    return {"value": text}


def chosen(value):
    return {"selected_option": {"value": str(value)}}


def ticked(*values):
    return {"selected_options": [{"value": str(value)} for value in values]}


def filled(candidates, deadline="12/5 17:00", **more):
    return {
        "candidates": typed(candidates),
        "deadline": typed(deadline),
        "title": typed("次回の会議"),
        "groups": ticked("members"),
        "required": ticked(),
        "venue": typed(None),
        **more,
    }


def begun(bot, words=WORDS, **more):
    """A poll begun by words; gives what the store knows of it."""
    bot.command(f"/meeting {words}")
    view = form(bot)
    read = {
        block["block_id"]: typed(block["element"].get("initial_value"))
        for block in view["blocks"]
        if block["type"] == "input" and block["element"]["type"] == "plain_text_input"
    }
    assert sent(bot, view, {**read, "groups": ticked("members"), **more}) is None
    return poll(bot)


def poll(bot, poll_id=1):
    with bot.store.reading() as db:
        return polls.get(db, poll_id)


def board(bot):
    """The poll's message as it stands in the channel now."""
    told = bot.slack.told("chat.update") or [
        one for one in bot.slack.told("chat.postMessage") if one["channel"] == CHANNEL
    ]
    return told[-1]


def grid(message):
    [table] = [block for block in message["blocks"] if block["type"] == "table"]
    return [[cell["text"] for cell in row] for row in table["rows"]]


def replies(view, said, comment=None):
    """What is chosen in an answer's form, ○ △ × in the order of the days."""
    signs = {"○": "yes", "△": "maybe", "×": "no"}
    days = [
        block["block_id"]
        for block in view["blocks"]
        if block.get("block_id", "").startswith("option.")
    ]
    values = {day: chosen(signs[sign]) for day, sign in zip(days, said, strict=True)}
    return {**values, "comment": typed(comment)}


def answers(bot, user, said, comment=None):
    bot.press(button(board(bot), "回答する"), user)
    view = form(bot)
    return sent(bot, view, replies(view, said, comment), user)


def enters(bot, name, said, comment=None, user=CLERK):
    """The clerk answers for a member who telephoned."""
    desk = bot.press(button(board(bot), "事務局の操作"), user)
    bot.press(button(desk, "代わりに回答"), user)
    asked = next(one for one in poll(bot).people if one.name == name)
    view = sent(bot, form(bot), {"person": chosen(asked.id)}, user)
    return sent(bot, view, replies(view, said, comment), user)


def ring(bot, now):
    client = bot.app.client
    for bell in routes.CLOCK:
        bell(bot.store, client, now)


def test_words_are_read_back_and_the_poll_stands_in_the_channel(bot, council):
    bot.command(f"/meeting {WORDS}")
    view = form(bot)
    assert "① 令和8年12月14日(月) 13:30～15:30" in words(view)
    assert "③ 令和8年12月18日(金) 終日" in words(view)
    assert "締切　令和8年12月5日(土) 17:00" in words(view)
    assert view["submit"]["text"] == "この内容で始める"
    begun(bot)
    [posted] = [m for m in bot.slack.told("chat.postMessage") if m["channel"] == CHANNEL]
    assert posted["text"].startswith("霧浜市地域福祉懇話会 日程調整（次回の会議）")
    assert grid(posted)[0] == ["氏名", "① 12/14(月)", "② 12/16(水)", "③ 12/18(金)"]
    assert grid(posted)[1] == ["会長 青木 花", "未回答", "未回答", "未回答"]
    assert len(grid(posted)) == 9
    assert "① 12/14(月) 13:30～15:30　○0 △0 ×0 未回答8　定足数4: あと4名" in words(posted)
    assert buttons(posted) == ["回答する", "一覧を開く", "事務局の操作"]


def test_the_form_shows_what_it_understood_before_anything_begins(bot, council):
    bot.command("/meeting 日程調整")
    view = form(bot)
    shown = sent(bot, view, filled("12/14-18 の午後"))
    assert "⑤ 令和8年12月18日(金) 13:00～17:00" in words(shown)
    assert bot.slack.told("chat.postMessage") == []
    # Something else was typed meanwhile: it is shown first, too.
    again = sent(bot, shown, filled("12/14-17 の午後"))
    assert "⑤" not in words(again)
    assert sent(bot, again, filled("12/14-17 の午後")) is None
    assert len(poll(bot).options) == 4


def test_a_holiday_among_the_candidates_is_told(bot, council):
    bot.command("/meeting poll 12/12 10時～12時、12/31 10時 締切 12/5")
    assert "令和8年12月12日(土)は土曜日です。" in words(form(bot))


@pytest.mark.parametrize(
    ("candidates", "deadline", "field", "sentence"),
    [
        (
            "12/14 10:00",
            "12/20",
            "deadline",
            "締切（令和8年12月20日）が、最初の候補日（令和8年12月14日）より後",
        ),
        ("12/14 10:00", "令和8年11月20日", "deadline", "締切が過ぎた時刻です。"),
        ("12/14 10:00", "そのうち", "deadline", "日時として読めません。"),
        ("12/14 10:00", "", "deadline", "回答の締切を入力してください。"),
        ("12/1-12/20", "11/30", "candidates", None),
        ("12/1-1/19", "11/30", "candidates", "候補は20件までです（50件ありました）。"),
        ("13/14 10:00", "12/5", "candidates", "13月という月はありません。"),
        ("12/14(火) 10:00", "12/5", "candidates", "12月14日は月曜日です。"),
        ("令和8年11月20日 10時", "11/30", "candidates", "過ぎた日時が候補に入っています。"),
    ],
)
def test_what_does_not_fit_is_said_in_its_field(
    bot, council, candidates, deadline, field, sentence
):
    bot.command("/meeting poll")
    answer = sent(bot, form(bot), filled(candidates, deadline))
    if sentence is None:
        assert "⑳" in words(answer)
    else:
        assert answer["response_action"] == "errors"
        assert sentence in answer["errors"][field]
        assert list(answer["errors"]) == [field]
    with bot.store.reading() as db:
        assert polls.undecided(db, council.id) is None


def test_words_that_cannot_be_read_are_answered_with_a_sentence(bot, council):
    reply = bot.command("/meeting poll いつか 締切 12/5")
    assert "候補の日時として読めません。" in words(reply)
    assert bot.slack.told("views.open") == []


def test_only_the_secretariat_begins_a_poll(bot, council):
    assert "担当者だけができます" in words(bot.command(f"/meeting {WORDS}", user=OUTSIDER))


def test_a_council_without_members_is_told_what_to_do(bot, fukushi):
    with bot.store.writing() as db:
        councils.bind(db, fukushi.id, CHANNEL, BY)
        councils.appoint(db, fukushi.id, CLERK, BY)
    assert "「/council members」で委員を登録" in words(bot.command(f"/meeting {WORDS}"))


def test_a_member_answers_and_the_grid_follows(bot, council):
    begun(bot)
    assert answers(bot, CHAIR, "○△×", "夕方は19時から") is None
    assert grid(board(bot))[1] == ["会長 青木 花", "○", "△", "×"]
    assert "① 12/14(月) 13:30～15:30　○1 △0 ×0 未回答7　定足数4: あと3名" in words(board(bot))
    assert "夕方は19時から" not in json.dumps(board(bot), ensure_ascii=False)
    # Once more, and otherwise: their own answer is theirs to change.
    bot.press(button(board(bot), "回答する"), CHAIR)
    view = form(bot)
    initial = [b["element"]["initial_option"]["value"] for b in view["blocks"] if b.get("block_id", "").startswith("option.")]  # fmt: skip
    assert initial == ["yes", "maybe", "no"]
    assert sent(bot, view, replies(view, "○○×"), CHAIR) is None
    assert grid(board(bot))[1] == ["会長 青木 花", "○", "○", "×"]


def test_who_is_not_asked_is_told_so(bot, council):
    begun(bot)
    reply = bot.press(button(board(bot), "回答する"), OUTSIDER)
    assert "あなたは入っていません" in words(reply)
    assert "対象の方と事務局だけ" in words(bot.press(button(board(bot), "一覧を開く"), OUTSIDER))


def test_the_clerk_enters_what_came_by_telephone(bot, council):
    begun(bot)
    after = enters(bot, "遠藤 司", "○○△", "電話 11/23")
    assert "「遠藤 司」さんの回答を代理入力しました。" in words(after)
    assert grid(board(bot))[4] == ["遠藤 司（代理入力）", "○", "○", "△"]
    one = next(one for one in poll(bot).people if one.name == "遠藤 司")
    assert (one.on_behalf, one.replied_by, one.replied_at) == (True, f"slack:{CLERK}", NOW)
    bot.press(button(board(bot), "一覧を開く"))
    shown = words(form(bot))
    assert "遠藤 司　①○ ②○ ③△" in shown
    assert "代理入力 11/23 13:00　備考: 電話 11/23" in shown
    # A member sees the replies, and not what was written beside them.
    bot.press(button(board(bot), "一覧を開く"), CHAIR)
    assert "遠藤 司　①○ ②○ ③△（代理入力）" in words(form(bot))
    assert "電話 11/23" not in words(form(bot))
    with bot.store.reading() as db:
        told = history.of(db, "polls", 1)[-1]
    assert told["deed"] == "replied on behalf"
    assert "電話" not in told["after"]


def test_nobody_else_enters_for_a_member(bot, council):
    begun(bot)
    desk = button(board(bot), "事務局の操作")
    assert "担当者だけができます" in words(bot.press(desk, CHAIR))
    forged = {**desk, "action_id": "polls.behalf"}
    assert "担当者だけができます" in words(bot.press(forged, CHAIR))
    bot.press(button(board(bot), "回答する"), CHAIR)
    view = form(bot)
    kept = json.loads(view["private_metadata"])
    other = next(one for one in poll(bot).people if one.name == "遠藤 司")
    for change in ({"asked": other.id}, {"asked": other.id, "behalf": True}):
        view = {**view, "private_metadata": json.dumps(kept | change)}
        answer = bot.submit(view, replies(view, "○○○"), CHAIR)
        assert answer["response_action"] == "errors"
    assert all(not one.has_replied for one in poll(bot).people)


def test_an_answer_by_another_hand_is_shown_before_it_is_overwritten(bot, council):
    begun(bot)
    answers(bot, MEMBER, "○○○", "自分で")
    asks = enters(bot, "上野 咲", "○×○", "電話")
    assert "すでに、ご本人が入力した回答があります" in words(asks)
    assert "② 12/16(水) 18:30～20:00　○ → ×" in words(asks)
    assert "備考　自分で → 電話" in words(asks)
    assert asks["submit"]["text"] == "上書きする"
    assert grid(board(bot))[3] == ["上野 咲", "○", "○", "○"]
    # In the meantime it was changed again: that is asked about anew.
    answers(bot, MEMBER, "△△△")
    asks = sent(bot, asks, replies(asks, "○×○", "電話"))
    assert "② 12/16(水) 18:30～20:00　△ → ×" in words(asks)
    sent(bot, asks, replies(asks, "○×○", "電話"))
    assert grid(board(bot))[3] == ["上野 咲（代理入力）", "○", "×", "○"]
    # And the member's own hand does not pass over the clerk's unseen, either.
    asks = answers(bot, MEMBER, "○○○")
    assert "すでに、事務局が代理入力した回答があります" in words(asks)
    assert sent(bot, asks, replies(asks, "○○○"), MEMBER) is None
    assert grid(board(bot))[3] == ["上野 咲", "○", "○", "○"]


def test_those_who_have_not_answered_are_listed_for_the_secretariat_and_told_in_slack(bot, council):
    begun(bot)
    answers(bot, CHAIR, "○○○")
    desk = bot.press(button(board(bot), "事務局の操作"))
    waiting = bot.press(button(desk, "未回答の方"))
    assert waiting["response_type"] == "ephemeral"
    assert "Slackの方　2名\n石田 健、上野 咲" in words(waiting)
    assert "遠藤 司（電話で連絡）　電話 0987-65-4303" in words(waiting)
    assert "青木 花" not in words(waiting)
    told = bot.press(button(waiting, "Slackの方に知らせる"))
    assert "Slackの2名にお知らせします（石田 健、上野 咲）。" in words(told)
    ring(bot, NOW)
    called = {m["channel"] for m in bot.slack.told("chat.postMessage")} - {CHANNEL}
    assert called == {VICE, MEMBER}
    letter = next(m for m in bot.slack.told("chat.postMessage") if m["channel"] == VICE)
    assert "まだご回答をいただいていません。締切は令和8年12月5日(土) 17:00です。" in words(letter)
    # Pressed again on the same day, nobody is written to twice.
    again = bot.press(button(waiting, "Slackの方に知らせる"))
    assert "今日すでにお知らせしています。" in words(again)


def test_on_the_day_before_the_deadline_only_those_who_have_not_answered_are_reminded(bot, council):
    begun(bot)
    answers(bot, CHAIR, "○○○")
    ring(bot, datetime(2026, 12, 3, 23, 59, tzinfo=UTC))
    assert {m["channel"] for m in bot.slack.told("chat.postMessage")} == {CHANNEL}
    ring(bot, datetime(2026, 12, 4, 0, 0, tzinfo=UTC))
    reminded = {m["channel"] for m in bot.slack.told("chat.postMessage")} - {CHANNEL}
    assert reminded == {VICE, MEMBER, CLERK}
    to_clerk = next(m for m in bot.slack.told("chat.postMessage") if m["channel"] == CLERK)
    assert "まだ回答のない方　7名" in words(to_clerk)


def test_the_replies_and_a_sheet_to_write_on_come_as_excel(bot, council):
    begun(bot)
    answers(bot, CHAIR, "○△×", "=SUM(1)")
    desk = bot.press(button(board(bot), "事務局の操作"))
    bot.press(button(desk, "Excelで受け取る"))
    bot.press(button(bot.press(button(desk, "未回答の方")), "書き込み用の表（Excel）"))
    sheets = [
        list(load_workbook(io.BytesIO(raw)).active.values) for raw in bot.slack.uploads.values()
    ]
    first = sheets[0]
    assert first[0] == ("役職", "氏名", "12/14(月) 13:30～15:30", "12/16(水) 18:30～20:00", "12/18(金)", "記入", "備考")  # fmt: skip
    assert first[1] == ("会長", "青木 花", "○", "△", "×", "本人 11/23 13:00", "=SUM(1)")
    assert first[9] == ("計", "○", 1, 0, 0, None, None)
    assert first[12] == ("計", "未回答", 7, 7, 7, None, None)
    second = sheets[1]
    assert second[0][:3] == ("役職", "氏名", "連絡")
    assert second[3][:3] == ("委員", "遠藤 司", "電話")
    assert "0987" not in str(sheets)


def everybody(bot):
    """All have answered: the second day suits best, the third nobody."""
    answers(bot, CHAIR, "△○×")
    answers(bot, VICE, "○○×")
    answers(bot, MEMBER, "××× ".strip())
    for name in NAMES[3:]:
        enters(bot, name, "△○×")


def test_when_everybody_has_answered_the_clerk_is_told_once_with_a_recommendation(bot, council):
    begun(bot)
    everybody(bot)
    enters(bot, "工藤 歩", "○○×")  # changed once more
    ring(bot, NOW)
    ring(bot, NOW)
    [told] = [m for m in bot.slack.told("chat.postMessage") if m["channel"] == CLERK]
    assert "全員（8名）の回答がそろいました。" in words(told)
    assert (
        "お勧めは 令和8年12月16日(水) 18:30～20:00 です。"
        "○が7名と最も多く、定足数（4名）を満たし、会長も出席できるためです。"
        "あと3名まで欠席しても、定足数を満たします。会長が欠席しても、副会長が進行できます。"
    ) in words(told)


def test_the_day_that_is_decided_becomes_a_meeting_and_the_channel_is_told(bot, council):
    begun(bot)
    everybody(bot)
    desk = bot.press(button(board(bot), "事務局の操作"))
    bot.press(button(desk, "開催日を決める"))
    view = form(bot)
    [menu] = [b["element"] for b in view["blocks"] if b.get("block_id") == "option"]
    assert menu["initial_option"]["text"]["text"] == "令和8年12月16日(水) 18:30～20:00"
    second = menu["initial_option"]["value"]
    answer = sent(bot, view, {"option": chosen(second), "venue": typed("市民会館")})
    assert answer is None
    with bot.store.reading() as db:
        meeting = db.conn.execute(
            "select status, held_on, starts_at, ends_at, venue from meetings"
        ).fetchall()
        planned = db.conn.execute(
            "select before, due_at from reminders where state = 'planned' and subject = 'meeting'"
            " order by due_at"
        ).fetchall()
        waiting = db.conn.execute(
            "select count(*) from reminders where state = 'planned' and subject = 'poll'"
        ).fetchone()
    assert meeting == [("scheduled", "2026-12-16", "18:30", "20:00", "市民会館")]
    assert planned == [
        ("7日前 09:00", "2026-12-09T00:00:00Z"),
        ("1日前 09:00", "2026-12-15T00:00:00Z"),
        ("1時間前", "2026-12-16T08:30:00Z"),
    ]
    assert waiting == (0,)
    assert "【決定】令和8年12月16日(水) 18:30～20:00 に開催します。" in words(board(bot))
    assert buttons(board(bot)) == []
    ring(bot, NOW)
    in_channel = [m for m in bot.slack.told("chat.postMessage") if m["channel"] == CHANNEL]
    assert "令和8年12月16日(水) 18:30～20:00" in words(in_channel[-1])
    # What was decided is not decided twice, and takes no replies.
    answer = sent(bot, view, {"option": chosen(second), "venue": typed(None)})
    assert answer["errors"] == {"option": "この日程調整は、すでに開催日が決まっています。"}
    late = bot.press(button(in_old(bot), "回答する"), CHAIR)
    assert "開催日が決まったため、回答できません。" in words(late)


def in_old(bot):
    """The message as somebody still has it before them."""
    return next(m for m in bot.slack.told("chat.postMessage") if m["channel"] == CHANNEL)


def test_a_day_everybody_refused_is_decided_on_only_when_confirmed(bot, council):
    begun(bot)
    everybody(bot)
    desk = bot.press(button(board(bot), "事務局の操作"))
    bot.press(button(desk, "開催日を決める"))
    third = poll(bot).options[2].id
    asks = sent(bot, form(bot), {"option": chosen(third), "venue": typed(None)})
    assert "この日は、回答した方の全員が×です。" in words(asks)
    assert asks["submit"]["text"] == "それでもこの日に決める"
    assert poll(bot).state == "open"
    assert sent(bot, asks, {"option": chosen(third), "venue": typed(None)}) is None
    assert poll(bot).state == "decided"


def test_a_required_person_who_cannot_come_is_told_of(bot, council):
    bot.command(f"/meeting {WORDS}")
    with bot.store.reading() as db:
        listed = members.roster(db, council.id, polls.reading.PUBLIC, on=date(2026, 11, 23))
    needs = next(one for one in listed if one.name == "小川 海")
    begun(bot, required=ticked(needs.person_id))
    enters(bot, "小川 海", "×○○")
    assert "必須の方の×: 小川 海さん" in words(board(bot))
    assert grid(board(bot))[5][0] == "◎小川 海（代理入力）"


def test_the_deadline_closes_the_poll_and_late_answers_are_refused(bot, council):
    begun(bot)
    answers(bot, CHAIR, "○○○")
    late = datetime(2026, 12, 5, 8, 0, tzinfo=UTC)
    ring(bot, late.replace(hour=7, minute=59))
    assert poll(bot).state == "open"
    ring(bot, late)
    assert poll(bot).state == "closed"
    assert "締め切りました。開催日を検討しています。" in words(board(bot))
    assert buttons(board(bot)) == ["一覧を開く", "事務局の操作"]
    ring(bot, late)
    told = [m for m in bot.slack.told("chat.postMessage") if m["channel"] == CLERK]
    closed = [m for m in told if "締め切りました。未回答の方が7名います。" in words(m)]
    assert len(closed) == 1
    # The button of the old message is still before somebody.
    pressed = bot.press(button(in_old(bot), "回答する"), VICE)
    assert "回答の締切を過ぎました。" in words(pressed)
    # A form that was open when the poll closed stays, with the sentence.
    asked = next(one for one in poll(bot).people if one.slack_user == VICE)
    kept = {"poll": 1, "asked": asked.id, "version": 0, "behalf": False}
    options = [f"option.{one.id}" for one in poll(bot).options]
    view = {"type": "modal", "callback_id": "poll_reply_form", "private_metadata": json.dumps(kept)}
    answer = bot.submit(view, {one: chosen("yes") for one in options}, VICE)
    assert "回答の締切を過ぎました。" in str(answer["errors"])
    # What comes in late by telephone, the secretariat may still enter.
    enters(bot, "遠藤 司", "○○○")
    assert grid(board(bot))[4] == ["遠藤 司（代理入力）", "○", "○", "○"]


def test_a_deadline_is_moved_and_a_closed_poll_is_open_again(bot, council):
    begun(bot)
    desk = bot.press(button(board(bot), "事務局の操作"))
    desk = bot.press(button(desk, "今すぐ締め切る"))
    assert "締め切りました。" in words(desk)
    bot.press(button(desk, "締切を変える"))
    answer = sent(bot, form(bot), {"deadline": typed("12/25")})
    assert "締切（令和8年12月25日）が、最初の候補日" in answer["errors"]["deadline"]
    assert sent(bot, form(bot), {"deadline": typed("12/10 12:00")}) is None
    assert "回答の締切 令和8年12月10日(木) 12:00" in words(board(bot))
    assert "回答する" in buttons(board(bot))


def test_a_poll_is_given_up(bot, council):
    begun(bot)
    desk = bot.press(button(board(bot), "事務局の操作"))
    gone = bot.press(button(desk, "取りやめる"))
    assert "日程調整を取りやめました。" in words(gone)
    bot.press(button(gone, "新しい日程調整を始める"))
    assert form(bot)["submit"]["text"] == "内容を確かめる"
    assert "取りやめました。" in words(board(bot))
    again = bot.press(button(desk, "今すぐ締め切る"))
    assert "すでに締め切られています。" in words(again)


def test_the_poll_under_way_is_found_again(bot, council):
    begun(bot)
    desk = bot.command("/meeting poll")
    assert "回答 0／8名　未回答 8名" in words(desk)
    assert "開催日を決める" in buttons(desk)


def test_a_removed_member_is_neither_counted_nor_asked(bot, council):
    begun(bot)
    answers(bot, MEMBER, "○○○")
    with bot.store.writing() as db:
        [member] = [one for one in members.roster(db, council.id, polls.reading.PUBLIC) if one.slack_user == MEMBER]  # fmt: skip
        members.withdraw(db, member.id, member.version, BY)
    asked = next(one for one in poll(bot).people if one.name == "上野 咲")
    answers(bot, CHAIR, "○○○")
    assert len(grid(board(bot))) == 8
    assert "定足数4: あと3名" in words(board(bot))
    refused = bot.press(button(board(bot), "回答する"), MEMBER)
    assert "あなたは入っていません" in words(refused)
    desk = bot.press(button(board(bot), "事務局の操作"))
    bot.press(button(desk, "代わりに回答"))
    answer = bot.submit(form(bot), {"person": chosen(asked.id)})
    assert "名簿にいない" in answer["errors"]["person"]
    bot.press(button(board(bot), "一覧を開く"))
    assert "上野 咲　名簿から外れたため、数えていません。" in words(form(bot))


def test_values_of_another_council_are_refused(bot, council, store):
    begun(bot)
    with store.writing() as db:
        other = councils.add(db, "霧浜市交通会議", BY)
        councils.appoint(db, other.id, OUTSIDER, BY)
    for verb in ("desk", "behalf", "unanswered", "call", "excel", "sheet", "choose", "deadline", "close", "cancel"):  # fmt: skip
        forged = {"type": "button", "action_id": f"polls.{verb}", "value": '{"poll":1}'}
        assert "「霧浜市地域福祉懇話会」の担当者だけ" in words(bot.press(forged, OUTSIDER)), verb
    nothing = {"type": "button", "action_id": "polls.desk", "value": '{"poll":99}'}
    assert "その日程調整は見つかりません。" in words(bot.press(nothing))
    # An option of another poll is none of this one's.
    view = {"type": "modal", "callback_id": "poll_decide_form", "private_metadata": '{"poll":1}'}
    answer = bot.submit(view, {"option": chosen(77), "venue": typed(None)})
    assert "この日程調整にありません" in str(answer["errors"])
    # Nor does a poll begin in a channel that is not the council's.
    bot.command("/meeting poll 12/21 10時 締切 12/5")
    kept = json.loads(form(bot)["private_metadata"])
    view = {**form(bot), "private_metadata": json.dumps(kept | {"channel": "C_KOTSU"})}
    assert "会議体のものではありません" in str(bot.submit(view, filled("12/21 10時"))["errors"])
    assert poll(bot).state == "open"


def test_officers_and_only_the_chairs_can_be_asked(bot, council):
    begun(bot, groups=ticked("leaders"))
    assert [row[0] for row in grid(board(bot))] == ["氏名", "会長 青木 花", "副会長 石田 健"]
    assert "定足数" not in words(board(bot))  # not all members are asked


def test_three_hundred_members_and_twenty_days_stay_inside_slacks_limits(bot, council, store):
    with store.writing() as db:
        for nth in range(8, 300):
            members.add(db, council.id, NewMember(name=f"委員 第{nth}"), BY)
    begun(bot, "poll 12/7-26 の午後 締切 12/5 17:00")
    # A fixture refuses whatever Slack would not draw.
    message = board(bot)
    assert [b["type"] for b in message["blocks"]].count("table") == 0
    assert "対象が300名のため" in words(message)
    bot.press(button(message, "一覧を開く"))
    first = form(bot)
    assert "1／10ページ" in words(first)
    bot._reply(
        {
            "type": "block_actions",
            "user": {"id": CLERK},
            "team": {"id": "T"},
            "trigger_id": "1.2.3",
            "container": {"type": "view", "view_id": "V1"},
            "view": {**first, "id": "V1"},
            "actions": [{"block_id": "b", **button(first, "次へ")}],
        }
    )
    assert "2／10ページ" in words(bot.slack.told("views.update")[-1]["view"])
    desk = bot.press(button(message, "事務局の操作"))
    bot.press(button(desk, "代わりに回答"))
    [menu] = [b["element"] for b in form(bot)["blocks"] if b.get("block_id") == "person"]
    assert [len(group["options"]) for group in menu["option_groups"]] == [100, 100, 100]
    bot.press(button(desk, "開催日を決める"))
    waiting = bot.press(button(desk, "未回答の方"))
    assert "ほか257名" in words(waiting)


def test_a_message_that_was_deleted_is_posted_anew(bot, council):
    begun(bot)
    gone = {"chat.update": "message_not_found"}
    bot.slack.refuses = lambda method, args: gone.get(method)
    bot.press(button(in_old(bot), "回答する"), CHAIR)
    view = form(bot)
    sent(bot, view, replies(view, "○○○"), CHAIR)
    bot.slack.refuses = lambda method, args: None
    ring(bot, NOW)
    posted = [m for m in bot.slack.told("chat.postMessage") if m["channel"] == CHANNEL]
    assert len(posted) == 2
    assert grid(posted[1])[1] == ["会長 青木 花", "○", "○", "○"]


def test_what_slack_repeats_happens_once(bot, council):
    bot.command(f"/meeting {WORDS}")
    view = form(bot)
    values = filled("12/14(月) 13:30～15:30、12/16(水) 18:30～20:00、12/18(金) 終日")
    bot.submit(view, values)
    bot.submit(view, values)
    with bot.store.reading() as db:
        assert db.conn.execute("select count(*) from polls").fetchone() == (1,)


def test_an_administrator_may_do_what_the_secretariat_may(bot, council):
    begun(bot)
    assert "回答 0／8名" in words(bot.press(button(board(bot), "事務局の操作"), CHIEF))
    assert isinstance(BY, By)
