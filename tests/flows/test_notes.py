"""A clerk writes down what is said, in a word, and takes it back."""

import sqlite3
import threading
import time

import pytest

from bot.app import build_clock_client
from handlers import accepting, routes
from store import councils, db, live, minutes, waiting
from store import search as index
from store.viewers import OPERATOR
from tests.cast import BY, CHANNEL, CHIEF, CLERK, CLOSED, MINUTES, NOW, OUTSIDER, keep
from tests.flows.reading import button, buttons, words


@pytest.fixture
def meeting(store, minutes) -> int:
    """The open meeting, in the channel of its council, with its secretary."""
    with store.writing() as written:
        [council] = councils.list_all(written)
        councils.appoint(written, council.id, CLERK, BY)
        councils.bind(written, council.id, CHANNEL, BY)
    return minutes


def said(store, meeting, number="2(1)", since=4):
    """The turns under an item that came from here."""
    with store.reading() as read:
        assert index.check(read) == []
        turns = minutes.read(read, meeting, OPERATOR).turns
    turns = [turn for turn in turns if turn.agenda and turn.agenda.number == number]
    return [(turn.label, [remark.body for remark in turn.remarks]) for turn in turns][since:]


def line(message):
    """What is told, without the buttons below it."""
    return words(message).split("\n")[0]


def count(store):
    with store.reading() as read:
        return read.conn.execute("select count(*) from recordings").fetchone()[0]


def test_a_word_is_recorded_and_told_in_one_line(bot, store, meeting):
    reply = bot.command("/minutes note 2-1 参加者 送迎の足がない")
    assert line(reply) == "「2(1) (参加者) 送迎の足がない」を令和7年度第2回に記録しました。"
    assert buttons(reply) == ["取り消す", "直す"]
    assert reply["response_type"] == "ephemeral"
    assert said(store, meeting) == [("参加者", ["送迎の足がない"])]
    assert "送迎の足がない" in words(bot.command("/minutes search 送迎"))


def test_without_an_item_it_goes_where_the_person_wrote_last(bot, store, meeting):
    bot.command("/minutes 記録 議題２－１　参　送迎の足がない")
    bot.command("/minutes note バスも減った")
    assert said(store, meeting) == [("参加者", ["送迎の足がない", "バスも減った"])]


def test_and_at_first_where_the_last_remarks_are(bot, store, meeting):
    bot.command("/minutes note 参 会場を変えてほしい")
    assert said(store, meeting, "3", 1) == [("参加者", ["会場を変えてほしい"])]


def test_several_lines_are_one_recording(bot, store, meeting):
    reply = bot.command("/minutes note 2-1 参 一つ目\n二つ目\n決定: 案のとおりとする")
    assert "「2(1) (参加者) 一つ目　ほか2件」" in words(reply)
    back = bot.press(button(reply, "取り消す"))
    assert said(store, meeting) == []
    bot.press(button(back, "元に戻す"))
    assert said(store, meeting) == [("参加者", ["一つ目", "二つ目"])]


def test_taking_back_takes_the_place_of_the_line_and_can_be_undone(bot, store, meeting):
    reply = bot.command("/minutes note 2-1 参 送迎の足がない")
    taken = bot.press(button(reply, "取り消す"))
    assert taken["replace_original"] is True
    assert line(taken) == "「2(1) (参加者) 送迎の足がない」の記録を取り消しました。"
    assert said(store, meeting) == []
    put = bot.press(button(taken, "元に戻す"))
    assert "を令和7年度第2回に記録しました。" in words(put)
    assert said(store, meeting) == [("参加者", ["送迎の足がない"])]


def test_putting_right_opens_the_form(bot, slack, meeting):
    reply = bot.command("/minutes note 2-1 参 送迎の足がない")
    bot.press(button(reply, "直す"))
    assert slack.told("views.open")


def test_without_words_the_form_opens(bot, slack, meeting):
    bot.command("/minutes note")
    assert slack.told("views.open")[-1]["view"]["title"]["text"] == "発言を記録"


def test_a_command_delivered_twice_is_recorded_once(bot, store, meeting):
    bot.command("/minutes note 2-1 参 送迎の足がない", trigger="7.7")
    again = bot.command("/minutes note 2-1 参 送迎の足がない", trigger="7.7")
    assert again == {}
    assert said(store, meeting) == [("参加者", ["送迎の足がない"])]


def test_undo_takes_back_ones_own_last_and_then_the_one_before(bot, store, meeting):
    bot.command("/minutes note 2-1 参 一つ目")
    bot.command("/minutes note 二つ目")
    with store.writing() as written:
        councils.appoint(written, 1, OUTSIDER, BY)
    bot.command("/minutes note 2-1 参 ほかの人の", user=OUTSIDER)
    first = bot.command("/minutes undo", trigger="8.8")
    assert line(first) == "「2(1) (参加者) 二つ目」の記録を取り消しました。"
    assert bot.command("/minutes undo", trigger="8.8") == {}
    assert said(store, meeting) == [("参加者", ["一つ目"]), ("参加者", ["ほかの人の"])]
    assert "一つ目" in words(bot.command("/minutes 取消"))
    assert "取り消せる記録がありません" in words(bot.command("/minutes undo"))
    bot.press(button(first, "元に戻す"))
    assert said(store, meeting)[-1] == ("参加者", ["ほかの人の"])


def test_a_real_name_shows_to_the_secretariat_alone(bot, store, meeting):
    reply = bot.command("/minutes note 2-1 廣岡委員：送迎の足がない")
    assert "(参加者)（廣岡 実） 送迎の足がない" in words(reply)
    assert said(store, meeting) == [("参加者", ["送迎の足がない"])]
    for asked in ("search 送迎", "show", "search 送迎 並び:関連順"):
        assert "廣岡 実）" not in words(bot.command(f"/minutes {asked}", user=OUTSIDER))


def test_what_is_off_the_record_is_kept_nowhere(bot, slack, store, meeting):
    reply = bot.command("/minutes note 2-1 参 一つ目\nオフレコ: 予算は通らない")
    assert "オフレコの1行は、どこにも残していません。" in words(reply)
    assert "記録したものはありません" in words(bot.command("/minutes note オフレコ 予算は通らない"))
    assert "予算は通らない" not in words(bot.command("/minutes note 👍\nオフレコ: 予算は通らない"))
    assert count(store) == 1
    for table in ("history", "recordings", "inbox", "memos", "passages", "remarks"):
        with store.reading() as read:
            assert "予算" not in str(list(read.query(f"select * from {table}")))
    assert "予算は通らない" not in str(slack.calls)


def test_it_is_marked_as_coming_from_slack_until_the_minutes_are_confirmed(bot, store, meeting):
    assert "案（確定前）" not in words(bot.command("/minutes show"))
    bot.command("/minutes note 2-1 参 送迎の足がない\nバスも減った")
    assert "案（確定前）・Slackで記録 2件" in words(bot.command("/minutes show"))
    assert "Slackで記録・確定前" in words(bot.command("/minutes search 送迎"))
    assert "Slackで記録・確定前" not in words(bot.command("/minutes search 若い世代"))
    with store.writing() as written:
        written.conn.execute("update meetings set confirmed_at = '2026-11-01T00:00:00Z'")
    assert "Slackで記録" not in words(bot.command("/minutes show"))
    assert "Slackで記録" not in words(bot.command("/minutes search 送迎"))


# --- Where the words go


def test_a_number_before_the_words_is_a_part_of_them_unless_a_speaker_follows(bot, store, meeting):
    bot.command("/minutes note 2-1 5 件の要望があった")
    assert said(store, meeting, since=3)[0][1][-1] == "5 件の要望があった"
    bot.command("/minutes note 3 参 会場を変えてほしい")
    assert said(store, meeting, "3", 1) == [("参加者", ["会場を変えてほしい"])]


def test_an_agenda_number_that_does_not_exist(bot, store, meeting):
    for typed in ("2-5 参 送迎の足がない", "9 参 送迎の足がない", "議題5 送迎の足がない"):
        reply = bot.command(f"/minutes note {typed}")
        assert "はありません。この会議の議題は次のとおりです: 1 開会、2 議題、2(1) 見守り" in words(
            reply
        )
        assert "送迎の足がない" in words(reply)
    assert count(store) == 0


def test_a_meeting_is_named_by_its_number(bot, store, meeting, closed):
    bot.command(f"/minutes note 会議{meeting} 2-1 参 送迎の足がない")
    assert said(store, meeting) == [("参加者", ["送迎の足がない"])]
    reply = bot.command(f"/minutes note {meeting} 参 送迎の足がない")
    assert "送迎" in words(reply)
    reply = bot.command("/minutes note 会議99 参 送迎の足がない")
    assert "その会議は見つかりません" in words(reply)
    assert "参 送迎の足がない" in words(reply)


def test_the_newest_meeting_is_the_current_one(bot, store, meeting, closed):
    assert "令和7年度第3回に記録しました" in words(bot.command("/minutes note 2-1 参 送迎の足"))
    assert said(store, closed) == [("参加者", ["送迎の足"])]


def test_of_two_councils_one_is_asked_which_and_the_words_come_along(
    bot, slack, store, meeting, tmp_path
):
    text = MINUTES.replace("霧浜市地域福祉懇話会", "霧浜市景観審議会")
    second = keep(store, tmp_path, text)
    with store.writing() as written:
        council = councils.find(written, "霧浜市景観審議会")
        assert council
        councils.appoint(written, council.id, CLERK, BY)
    reply = bot.command("/minutes note 2-1 参 送迎の足がない", channel="D_CLERK")
    assert "どの会議に記録しますか。まだ記録していません。" in words(reply)
    pressed = bot.press(button(reply, "霧浜市景観審議会 令和7年度第2回"))
    assert "記録しました" in words(pressed)
    bot.press(button(reply, "霧浜市景観審議会 令和7年度第2回"))
    assert said(store, second) == [("参加者", ["送迎の足がない"])]
    long = bot.command(f"/minutes note 2-1 参 {'長い' * 1000}", channel="D_CLERK")
    assert f"（会議{second}）" in words(long)
    assert "長い" * 1000 in words(long)
    too_long = bot.command(f"/minutes note 2-1 参 {'長い' * 20_000}", channel="D_CLERK")
    assert f"（会議{second}）" in words(too_long)
    assert slack.uploads["F1"].decode() == f"2-1 参 {'長い' * 20_000}"


# --- What cannot be recorded


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("参 :smile: 👍", "絵文字や記号、メンションだけの行は記録できません"),
        ("<!channel> <@U1|suzuki>", "絵文字や記号、メンションだけの行は記録できません"),
        ("参加者：", "記録する言葉がありません"),
        ("2-1", "記録する言葉がありません"),
        ("2-1 参加者：", "記録する言葉がありません"),
        ("あ" * 3_001, "一つの発言は3,000字までです"),
        ("\n".join(["参 一つ"] * 200), "一度に記録できるのは100行までです（いま200行）"),
    ],
)
def test_it_is_refused_in_a_sentence_and_offered_back(bot, store, meeting, typed, sentence):
    reply = bot.command(f"/minutes note {typed}")
    assert sentence in words(reply)
    offered = typed.replace("<!channel> <@U1|suzuki>", "@channel @suzuki")
    assert offered in words(reply)
    assert "受付番号" not in words(reply)
    assert count(store) == 0


def test_forty_thousand_characters_come_back_as_a_file(bot, slack, meeting):
    reply = bot.command(f"/minutes note {'あ' * 40_000}")
    assert "入力した文（40,000字）は、ダイレクトメッセージにファイルで送りました。" in words(reply)
    assert slack.uploads["F1"].decode() == "あ" * 40_000
    [asked] = slack.told("files.getUploadURLExternal")
    assert asked["filename"] == "記録していない発言.txt"


def test_control_characters_and_mentions_do_no_harm(bot, store, meeting):
    bot.command("/minutes note 2-1 参 <!channel> へ \x00連絡\x1bする <@U1|suzuki>")
    assert said(store, meeting) == [("参加者", ["@channel へ 連絡する @suzuki"])]


@pytest.mark.parametrize(
    ("column", "sentence"), [("confirmed_at", "確定されている"), ("published_at", "公表されている")]
)
def test_finished_minutes_take_nothing(bot, store, meeting, column, sentence):
    reply = bot.command("/minutes note 2-1 参 送迎の足がない")
    with store.writing() as written:
        written.conn.execute(f"update meetings set {column} = '2026-11-01T00:00:00Z'")
    for refused in (
        bot.command(f"/minutes note 会議{meeting} 2-1 参 バスも減った"),
        bot.press(button(reply, "取り消す")),
        bot.command("/minutes undo"),
    ):
        assert sentence in words(refused)
        assert "「/minutes reopen」" in words(refused)
    none = bot.command("/minutes note 2-1 参 バスも減った")
    assert "いま記録できる会議がありません" in words(none)
    assert "参 バスも減った" in words(none)
    assert said(store, meeting) == [("参加者", ["送迎の足がない"])]


def test_somebody_without_the_right_is_told_who_has_it_and_keeps_their_words(bot, store, meeting):
    for channel in (CHANNEL, "D_OUTSIDER"):
        reply = bot.command("/minutes note 参 送迎の足がない", user=OUTSIDER, channel=channel)
        assert "担当者" in words(reply)
        assert "参 送迎の足がない" in words(reply)
    mine = bot.command("/minutes note 2-1 参 バスも減った")
    assert "担当者だけ" in words(bot.press(button(mine, "取り消す"), user=OUTSIDER))
    assert said(store, meeting) == [("参加者", ["バスも減った"])]


def test_a_closed_meeting_is_not_told_of_to_others(bot, store, meeting, tmp_path):
    closed = keep(store, tmp_path, CLOSED)
    reply = bot.command(f"/minutes note 会議{closed} 参 送迎", user=OUTSIDER)
    assert "その会議は見つかりません" in words(reply)
    assert "第3回" not in words(reply)
    assert "非公開" not in words(reply)
    assert "令和7年度第3回に記録しました" in words(bot.command("/minutes note 2-1 参 送迎"))
    assert "見つかりませんでした" in words(bot.command("/minutes search 送迎", user=CHIEF))


# --- The record in other hands


@pytest.fixture
def held(store, monkeypatch):
    """Another process has the record, until this is called; ours wait a tenth of a second."""
    monkeypatch.setattr(db, "PATIENCE_MS", 100)
    monkeypatch.setattr(accepting, "TRY_EVERY", 0.05)
    monkeypatch.setattr(accepting, "TRY_FOR", 0.0)
    other = sqlite3.connect(store.path, isolation_level=None, check_same_thread=False)
    other.execute("begin immediate")
    yield lambda: other.execute("rollback") if other.in_transaction else None
    other.close()


def ring(bot, slack, store):
    client = build_clock_client("xoxb-test", f"{slack.url}api/")
    for bell in routes.CLOCK:
        bell(store, client, NOW)


def test_words_are_accepted_and_told_of_when_they_are_kept(bot, slack, store, meeting, held):
    reply = bot.command("/minutes note 2-1 参 一つ目")
    assert line(reply) == "受け付けました。保存でき次第お知らせします。"
    bot.command("/minutes note 2-1 二つ目")
    assert said(store, meeting) == []
    held()
    bot.command("/minutes note 2-1 三つ目")  # those who came before stand before
    assert said(store, meeting) == [("参加者", ["一つ目", "二つ目", "三つ目"])]
    assert waiting.left(store.path) == []
    assert waiting.file_of(store.path).stat().st_size == 0
    ring(bot, slack, store)
    ring(bot, slack, store)
    told = [line(message) for message in slack.told("chat.postMessage")]
    assert told == [
        "「(参加者) 一つ目」を令和7年度第2回に記録しました。",
        "「(参加者) 二つ目」を令和7年度第2回に記録しました。",
    ]
    assert {message["channel"] for message in slack.told("chat.postMessage")} == {CLERK}
    [first, _] = slack.told("chat.postMessage")
    bot.press(button(first, "取り消す"))
    assert said(store, meeting) == [("参加者", ["二つ目", "三つ目"])]


def test_whoever_accepted_goes_on_trying(bot, slack, store, meeting, held, monkeypatch):
    monkeypatch.setattr(accepting, "TRY_FOR", 5.0)
    letting_go = threading.Timer(0.5, held)
    letting_go.start()
    bot.command("/minutes note 2-1 参 一つ目")
    letting_go.join()
    assert said(store, meeting) == [("参加者", ["一つ目"])]
    [told] = slack.told("chat.postMessage")
    assert "「(参加者) 一つ目」を令和7年度第2回に記録しました。" in words(told)


def test_the_answer_comes_in_time_whatever_others_do(bot, meeting, held):
    since = time.monotonic()
    bot.command("/minutes note 2-1 参 一つ目")
    assert time.monotonic() - since < 2


def test_what_is_accepted_twice_is_kept_once(bot, slack, store, meeting, held):
    bot.command("/minutes note 2-1 参 一つ目", trigger="7.7")
    bot.command("/minutes note 2-1 参 一つ目", trigger="7.7")
    held()
    ring(bot, slack, store)
    bot.command("/minutes note 2-1 参 一つ目", trigger="7.7")
    assert said(store, meeting) == [("参加者", ["一つ目"])]
    assert len(slack.told("chat.postMessage")) == 1


def test_killed_between_saving_and_noting_it_nothing_is_lost_or_told_twice(
    bot, slack, store, meeting, held
):
    bot.command("/minutes note 2-1 参 一つ目")
    [act] = waiting.left(store.path)
    held()
    ring(bot, slack, store)
    waiting.put(store.path, act.key, act.kind, act.facts)  # as if done() had never come
    ring(bot, slack, store)
    assert said(store, meeting) == [("参加者", ["一つ目"])]
    assert len(slack.told("chat.postMessage")) == 1
    assert waiting.left(store.path) == []


def test_minutes_finished_meanwhile_give_the_words_back(bot, slack, store, meeting, held):
    bot.command("/minutes note 2-1 廣岡委員：一つ目\n決定: 案のとおり\nオフレコ: 予算は通らない")
    assert "予算" not in waiting.file_of(store.path).read_text()
    held()
    with store.writing() as written:
        written.conn.execute("update meetings set confirmed_at = '2026-11-01T00:00:00Z'")
    slack.refuses = lambda method, args: "internal_error" if method == "chat.postMessage" else None
    ring(bot, slack, store)
    assert len(waiting.left(store.path)) == 1
    slack.refuses = lambda method, args: None
    ring(bot, slack, store)
    told = slack.told("chat.postMessage")[-1]
    assert "受け付けた記録を保存できませんでした。この会議の会議録は確定されているため" in words(
        told
    )
    assert "参加者：一つ目\n【決定】案のとおり" in words(told)
    assert waiting.left(store.path) == []
    assert count(store) == 0


def test_of_a_closed_meeting_no_word_is_in_the_letter(bot, slack, store, meeting, closed, held):
    bot.command("/minutes note 2-1 参 一つ目")
    held()
    ring(bot, slack, store)
    [told] = slack.told("chat.postMessage")
    assert line(told) == "受け付けた記録（1行）を、非公開の会議の会議録に保存しました。"


def test_an_item_taken_out_meanwhile_lets_the_words_stand_at_the_end(
    bot, slack, store, meeting, held
):
    held()
    with store.writing() as written:
        parent = next(one for one in live.items(written, meeting) if one.number == "2")
        added = live.add_under(written, meeting, parent, "交通について", BY)
    other = sqlite3.connect(store.path, isolation_level=None)
    other.execute("begin immediate")
    bot.command("/minutes note 2-2 参 一つ目")
    other.execute("delete from agenda_items where id = ?", (added.id,))
    other.execute("commit")
    other.close()
    ring(bot, slack, store)
    with store.reading() as read:
        last = minutes.read(read, meeting, OPERATOR).turns[-1]
    assert (last.agenda, [one.body for one in last.remarks]) == (None, ["一つ目"])
