"""Whatever a clerk types in the meeting's thread stands in the minutes, once, in its place."""

import pytest

from store import councils, memos, recordings, remarks
from tests.cast import BY, CHANNEL, CHIEF, CLERK, OUTSIDER
from tests.flows import meeting_room
from tests.flows.reading import button, words

clock, bot, ring, council, room = (
    meeting_room.clock, meeting_room.bot, meeting_room.ring, meeting_room.council,
    meeting_room.room,
)  # fmt: skip

HEAD = "1 開会\n\n2 議題\n\n- (1) 見守り活動について\n"
TAIL = "\n3 その他\n\n4 閉会\n"


def test_a_message_is_a_remark_marked_and_found_at_once(room):
    ts = room.say("参加者: 担い手が足りない。")
    assert room.said == f"{HEAD}(参加者)\n\n- ・担い手が足りない。\n{TAIL}"
    assert room.marks(ts) == ["memo"]
    assert room.found("担い手") == ["担い手が足りない。"]
    assert room.told == []
    assert "2(1)" not in str(room.slack.told("chat.postEphemeral"))
    room.clock.later(seconds=5)
    room.ring()
    assert "(1) 見守り活動について　1件" in words(room.control)


def test_lines_labels_and_entries(room):
    room.say("参 担い手が足りない。\n若い世代に声を掛けたい。\n（事務局）講座を秋に開く。")
    room.say("夜にも開く。")
    room.say("決定: 案のとおりとする。")
    room.say("情報：県の手引きが改まった。")
    room.say("前回欠席: 井上委員に資料を渡した。")
    assert room.said == (
        f"{HEAD}(参加者)\n\n- ・担い手が足りない。\n- ・若い世代に声を掛けたい。\n\n"
        "(事務局)\n\n- ・講座を秋に開く。\n- ・夜にも開く。\n\n"
        f"【決定】案のとおりとする。\n\n【情報】県の手引きが改まった。\n{TAIL}"
    )
    with room.store.reading() as db:
        assert memos.of(db, room.meeting.id) == ["井上委員に資料を渡した。"]


def test_what_is_off_the_record_stands_nowhere(room, store, caplog):
    caplog.set_level("DEBUG", "kaigiroku")
    ts = room.say("オフレコ: 秘密の相談")
    mixed = room.say("参 表の話。\nオフレコ：秘密の内訳\n続きの話。")
    room.edit(
        mixed, "参 表の話。\nオフレコ：秘密の内訳\n続きの話。", "参 表の話。\nオフレコ：秘密の数字"
    )
    refused = room.say(":+1:\nオフレコ: 秘密の絵文字")
    assert room.marks(ts) == ["mute"]
    assert room.marks(mixed) == ["memo"]
    assert room.kept(refused) is None
    assert room.said == f"{HEAD}(参加者)\n\n- ・表の話。\n{TAIL}"
    store.close()
    written = b"".join(path.read_bytes() for path in store.path.parent.glob("kaigiroku.db*"))
    assert "表の話".encode() in written
    assert "秘密".encode() not in written
    assert "秘密" not in caplog.text
    assert "秘密" not in str(room.slack.calls)


def test_a_repeated_delivery_changes_nothing(room):
    room.say("参加者: 担い手が足りない。")
    before = room.said
    room.deliver_again()
    room.deliver_again()
    assert room.said == before


def test_deletion_withdraws_also_when_it_is_heard_of_first(room):
    first = room.say("参加者: 一つ目")
    room.delete(first)
    assert room.kept(first).withdrawn_at
    room.clock.later(seconds=3)
    ts = meeting_room.live.stamp(room.clock.now)
    room.delete(ts, "参加者: 二つ目")
    room.deliver(
        {**room.message("参加者: 二つ目", ts=ts), "channel": CHANNEL, "channel_type": "channel"}
    )
    assert room.said == f"{HEAD}{TAIL}"
    assert room.found("二つ目") == []
    assert room.marks(ts) == []


def test_an_edit_edits_in_any_order_of_arrival(room):
    ts = room.say("参加者: 担い手が足らない。")
    room.edit(
        ts,
        "参加者: 担い手が足らない。",
        "参加者: 担い手が足りない。\n人手も足りない。",
        edited="1795500000.000002",
    )
    room.edit(ts, "", "参加者: 担い手がたりない。", edited="1795500000.000001")
    room.deliver_again(0)
    assert room.said == f"{HEAD}(参加者)\n\n- ・担い手が足りない。\n- ・人手も足りない。\n{TAIL}"
    late = meeting_room.live.stamp(room.clock.now)
    room.edit(late, "参 間違い", "参 直した後")
    room.deliver(
        {**room.message("参 間違い", ts=late), "channel": CHANNEL, "channel_type": "channel"}
    )
    assert "直した後" in room.said
    assert "間違い" not in room.said


def test_lines_taken_out_by_an_edit_may_come_back_by_another(room):
    ts = room.say("参 い\nろ\nは")
    room.edit(ts, "", "参 い")
    room.edit(ts, "", "参 い\nに")
    assert room.said == f"{HEAD}(参加者)\n\n- ・い\n- ・に\n{TAIL}"
    room.edit(ts, "", "オフレコ: い")
    assert room.said == f"{HEAD}{TAIL}"
    assert room.marks(ts) == ["mute"]
    room.edit(ts, "", "事 ほ")
    assert room.said == f"{HEAD}(事務局)\n\n- ・ほ\n{TAIL}"
    assert room.marks(ts) == ["memo"]


def test_an_unfolded_link_is_no_edit(room):
    ts = room.say("参 手引きは https://example.com にある。")
    history = room.store.reader()
    [before] = history.conn.execute("select count(*) from history").fetchone()
    room.edit(
        ts, "参 手引きは https://example.com にある。", "参 手引きは https://example.com にある。"
    )
    [after] = history.conn.execute("select count(*) from history").fetchone()
    history.close()
    assert before == after


def test_words_corrected_elsewhere_are_left_alone_and_the_editor_is_told(room):
    ts = room.say("参 担い手が足らない。")
    with room.store.writing() as db:
        known = recordings.find(db, f"message:{CHANNEL}:{ts}")
        remarks.edit(db, known.lines[0].row_id, "担い手が足りない（訂正）。", 1, BY)
    room.edit(ts, "", "参 担い手がない。")
    assert "担い手が足りない（訂正）。" in room.said
    [(user, told)] = room.told
    assert user == CLERK
    assert "そのままにしました" in told
    assert "(参加者) 担い手が足りない（訂正）。\n直す" in told


def test_our_mark_taken_off_withdraws_and_put_on_again_restores(room):
    ts = room.say("参 担い手が足りない。")
    room.react(ts, added=True)
    assert "担い手" in room.said
    room.react(ts, added=False, user=OUTSIDER)
    room.react(ts, added=False, name="eyes")
    assert "担い手" in room.said
    room.react(ts, added=False)
    assert room.said == f"{HEAD}{TAIL}"
    assert room.marks(ts) == []
    [(user, told)] = room.told
    assert user == CLERK
    assert told.startswith("(参加者) 担い手が足りない。　の記録を取り消しました。")
    room.react(ts, added=True)
    assert "担い手" in room.said
    assert room.marks(ts) == ["memo"]
    room.deliver_again(-2)  # the removal, heard of once more
    assert "担い手" in room.said
    room.react(ts, added=False)
    [*_, told] = room.slack.told("chat.postEphemeral")
    answer = room.bot.press(button(told, "元に戻す"))
    assert "元に戻しました" in words(answer)
    assert "担い手" in room.said
    room.react(ts, added=False, user="U_BOT")
    assert "担い手" in room.said


def test_who_may_not_record_is_told_once(room):
    for n in range(3):
        ts = room.say(f"参 {n}番目の発言", user=OUTSIDER)
    assert room.said == f"{HEAD}{TAIL}"
    assert room.marks(ts) == []
    [(user, told)] = room.told
    assert user == OUTSIDER
    assert "記録できるのは事務局の担当者だけ" in told
    assert "/council staff" in told
    room.say("参 管理者の発言", user=CHIEF)
    assert room.told[1][0] == CHIEF
    assert room.found("発言") == []


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        (":tada: :+1:", "絵文字や記号、メンションだけ"),
        ("<!channel> <@U_SUZUKI>", "絵文字や記号、メンションだけ"),
        ("あ" * 3_001, "一つの発言は3,000字まで"),
        ("\n".join(f"{n}行目の発言" for n in range(101)), "一度に記録できるのは100行まで"),
    ],
)
def test_what_cannot_be_recorded_is_told_and_stays_unmarked(room, typed, told):
    ts = room.say(typed)
    [(user, sentence)] = room.told
    assert user == CLERK
    assert sentence.startswith("記録していません。")
    assert told in sentence
    assert room.marks(ts) == []
    room.deliver_again()
    assert len(room.told) == 1
    room.edit(ts, typed, "参 直した発言")
    assert "直した発言" in room.said
    assert room.marks(ts) == ["memo"]


def test_markup_in_a_message_is_words(room):
    room.say("参 &lt;!channel&gt; と <!here> と A&amp;B、<https://example.com|資料> を見た。")
    assert "<!channel> と @here と A&B、資料（https://example.com） を見た。" in room.said


@pytest.mark.parametrize(
    "other",
    [
        {"bot_id": "B_OTHER"},
        {"subtype": "channel_join"},
        {"thread_ts": "9.9"},
        {"text": "<@U_BOT> 人材"},
        {"text": "", "subtype": "file_share"},
    ],
)
def test_what_is_no_persons_message_in_the_thread_is_not_read(room, other):
    ts = room.say("参 発言", **other) if "text" not in other else room.say(**other)
    assert room.kept(ts) is None
    assert room.told == []
    assert room.said == f"{HEAD}{TAIL}"


def test_a_file_with_words_is_recorded_by_its_words(room):
    room.say("参 白板の写真のとおり。", subtype="file_share", files=[{"id": "F1"}])
    assert "白板の写真のとおり。" in room.said


def test_a_late_message_stands_under_the_item_it_was_typed_under(room):
    room.clock.later(minutes=1)
    early = meeting_room.live.stamp(room.clock.now)
    room.command("item 2-2 講座について")
    room.say("事 講座は夜に開く。")
    room.deliver(
        {**room.message("参 見守りの話。", ts=early), "channel": CHANNEL, "channel_type": "channel"}
    )
    assert room.said == (
        f"{HEAD}(参加者)\n\n- ・見守りの話。\n\n- (2) 講座について\n(事務局)\n\n- ・講座は夜に開く。\n{TAIL}"
    )


def test_a_break_stands_between_what_was_said_before_and_after(room):
    room.say("参 休憩の前。")
    room.clock.later(seconds=3)
    early = meeting_room.live.stamp(room.clock.now)
    room.command("break")
    room.clock.later(minutes=10)
    room.command("resume")
    room.deliver(
        {**room.message("休憩の直前。", ts=early), "channel": CHANNEL, "channel_type": "channel"}
    )
    room.say("休憩の後。")
    assert room.said == (
        f"{HEAD}(参加者)\n\n- ・休憩の前。\n- ・休憩の直前。\n\n"
        f"【休憩 18:30～18:40】\n\n- ・休憩の後。\n{TAIL}"
    )


def test_two_clerks_type_at_once(room, council):
    with room.store.writing() as db:
        councils.appoint(db, council.id, OUTSIDER, BY)
    room.say("参 一人目。")
    room.say("事 市の答え。", user=OUTSIDER)
    room.say("続き。")
    assert "(参加者)\n\n- ・一人目。\n\n(事務局)\n\n- ・市の答え。\n- ・続き。" in room.said


def test_after_the_end_what_was_forgotten_is_added_until_the_minutes_are_confirmed(room):
    kept = room.say("参 担い手が足りない。")
    room.command("end")
    room.say("事 閉会後に打ち足した。")
    assert room.said.endswith("4 閉会\n\n(事務局)\n\n- ・閉会後に打ち足した。\n")
    with room.store.writing() as db:
        db.conn.execute("update meetings set confirmed_at = 'x' where id = ?", (room.meeting.id,))
    before = room.said
    room.say("事 遅すぎる。")
    room.say("事 遅すぎる。")
    room.edit(kept, "", "参 書き換え")
    room.delete(kept)
    room.react(kept, added=False)
    assert room.said == before
    assert [user for user, _ in room.told] == [CLERK]
    assert "確定" in room.told[0][1]


def test_a_person_no_longer_of_the_secretariat_records_nothing(room, council):
    with room.store.writing() as db:
        councils.dismiss(db, council.id, CLERK, BY)
    ts = room.say("参 発言")
    assert room.kept(ts) is None


def test_a_mark_put_on_and_taken_off_is_told_in_the_wrong_order(room):
    ts = room.say("参 担い手が足りない。")
    event = {
        "user": CLERK,
        "reaction": "memo",
        "item": {"type": "message", "channel": CHANNEL, "ts": ts},
    }
    room.deliver({**event, "type": "reaction_removed", "event_ts": "1795500000.000002"})
    room.deliver({**event, "type": "reaction_added", "event_ts": "1795500000.000001"})
    assert room.said == f"{HEAD}{TAIL}"
    assert room.marks(ts) == []
