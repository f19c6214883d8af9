"""The roll: who is on it, what a mark does to it, and the cell a clerk would write."""

from datetime import UTC, date, datetime, time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store import attendance, councils, exchange, members, minutes, rules
from store.errors import Refused
from store.formats import text
from store.formats.document import Attendee, Document, Field
from store.formats.rolls import RollCustom
from store.formats.text.roll import read_roll
from store.history import By
from store.members import NewMember
from store.rules import Rules
from store.viewers import OPERATOR, PUBLIC, Viewer
from tests.cast import BY, CLERK, MINUTES, keep

CELL = "出席者\t浅野 和子, 井上 翔, 廣岡 実 (敬称略) 福祉部次長 山根 進 福祉部福祉課主査 鈴木 学\n"


@pytest.fixture
def meeting_id(store, tmp_path):
    return keep(store, tmp_path, MINUTES)


def roll(store, meeting_id):
    with store.reading() as db:
        return attendance.roll(db, meeting_id)


def mark(store, meeting_id, name, status, at=None, **more):
    with store.writing() as db:
        [one] = [one for one in attendance.roll(db, meeting_id) if one.name == name]
        attendance.mark(db, meeting_id, one.person_id, status, at, BY, **more)


def printed(store, meeting_id):
    with store.reading() as db:
        return exchange.as_text(db, meeting_id)


def test_imported_minutes_stay_as_they_are_printed_until_the_roll_changes(store, meeting_id):
    assert printed(store, meeting_id) == MINUTES
    mark(store, meeting_id, "井上 翔", "absent")
    mark(store, meeting_id, "井上 翔", "present")
    assert printed(store, meeting_id) == MINUTES


def test_one_absent_one_late_and_one_proxy_are_printed_as_a_clerk_would(store, meeting_id):
    mark(store, meeting_id, "浅野 和子", "late", time(18, 40))
    mark(store, meeting_id, "井上 翔", "absent")
    mark(store, meeting_id, "廣岡 実", "proxy", proxy_name="東 太一")
    assert printed(store, meeting_id) == MINUTES.replace(
        CELL,
        "出席者\t浅野 和子(18:40から出席), 廣岡 実(代理 東 太一) (敬称略) "
        "福祉部次長 山根 進 福祉部福祉課主査 鈴木 学\n欠席者\t井上 翔\n",
    )
    with store.reading() as db:
        assert minutes.read(db, meeting_id, PUBLIC).cells == (
            (
                "出席者",
                "浅野 和子(18:40から出席), 廣岡 実(代理 東 太一) (敬称略) "
                "福祉部次長 山根 進 福祉部福祉課主査 鈴木 学",
            ),
            ("欠席者", "井上 翔"),
        )


def test_the_cell_follows_the_council_s_own_custom(store, meeting_id):
    custom = RollCustom(separator="・", absentees="inside", honorific="")
    with store.writing() as db:
        rules.lay_down(db, 1, Rules(roll=custom.to_dict()), BY)
    assert printed(store, meeting_id) == MINUTES
    mark(store, meeting_id, "井上 翔", "absent")
    assert (
        "出席者\t浅野 和子・廣岡 実 福祉部次長 山根 進 福祉部福祉課主査 鈴木 学 欠席者 井上 翔\n"
        in printed(store, meeting_id)
    )


def test_a_changed_roll_is_imported_again_as_the_same_roll(store, tmp_path, meeting_id):
    mark(store, meeting_id, "浅野 和子", "late", time(18, 40))
    mark(store, meeting_id, "井上 翔", "absent")
    mark(store, meeting_id, "廣岡 実", "proxy", proxy_name="東 太一")
    with store.reading() as db:
        before = minutes.roll(db, meeting_id)
    path = tmp_path / "again.txt"
    path.write_text(printed(store, meeting_id))
    again = exchange.import_file(store, path, BY)
    assert again.result == "unchanged"
    assert sorted(again.document.roll, key=str) == sorted(before, key=str)


def test_the_real_minutes_with_one_absent_one_late_and_one_proxy(store, shared):
    [path] = (shared / "minutes").glob("asahikawa_r3_1.txt")
    meeting_id = exchange.import_file(store, path, BY).meeting_id
    assert meeting_id
    before = path.read_text()
    assert printed(store, meeting_id) == before
    names = [one.name for one in roll(store, meeting_id)]
    assert len(names) == 15
    mark(store, meeting_id, names[2], "absent")
    mark(store, meeting_id, names[5], "late", time(18, 40))
    mark(store, meeting_id, names[10], "proxy", proxy_name="東 太一")
    cell = before[before.index("出席者\t") : before.index("会議の公開・非公開")]
    expected = (
        cell.replace(f", {names[2]},", ",")
        .replace(names[5], f"{names[5]}(18:40から出席)")
        .replace(names[10], f"{names[10]}(代理 東 太一)")
    ) + f"欠席者\t{names[2]}\n"
    assert printed(store, meeting_id) == before.replace(cell, expected)
    for name in (names[2], names[5], names[10]):
        mark(store, meeting_id, name, "present")
    assert printed(store, meeting_id) == before


def test_a_new_member_stands_below_the_others_of_an_imported_roll(store, meeting_id):
    with store.writing() as db:
        members.add(db, 1, NewMember(name="渡邊 桜"), BY)
    assert printed(store, meeting_id) == MINUTES
    mark(store, meeting_id, "渡邊 桜", "online")
    assert "浅野 和子, 井上 翔, 廣岡 実, 渡邊 桜(オンライン) (敬称略)" in printed(store, meeting_id)


@pytest.mark.parametrize(
    ("status", "at", "told"),
    [
        ("late", time(18, 20), "18:20は、開会（18:30）より前です。"),
        ("left_early", time(20, 1), "20:01は、閉会（20:00）より後です。"),
    ],
)
def test_a_time_outside_the_meeting_is_refused(store, meeting_id, status, at, told):
    with pytest.raises(Refused, match=told):
        mark(store, meeting_id, "井上 翔", status, at)


def test_who_is_not_in_office_is_not_on_the_roll(store, meeting_id):
    with store.writing() as db:
        ended = members.add(db, 1, NewMember(name="退任 太郎", term_to=date(2025, 3, 31)), BY)
        with pytest.raises(Refused, match="この会議の名簿にありません"):
            attendance.mark(db, meeting_id, ended.person_id, "present", None, BY)


def test_confirmed_minutes_take_no_mark(store, meeting_id):
    with store.writing() as db:
        db.conn.execute("update meetings set confirmed_at = 'x'")
    with pytest.raises(Refused, match="確定"):
        mark(store, meeting_id, "井上 翔", "absent")


def test_who_comes_late_and_leaves_is_printed_with_both(store, meeting_id):
    mark(store, meeting_id, "井上 翔", "late", time(18, 40))
    mark(store, meeting_id, "井上 翔", "left_early", time(19, 5))
    assert "井上 翔(18:40から19:05まで出席)" in printed(store, meeting_id)
    mark(store, meeting_id, "井上 翔", "present")
    assert "井上 翔(18:40から出席)" in printed(store, meeting_id)


@pytest.mark.parametrize(
    ("cell", "people"),
    [
        ("浅野 和子(18:40から出席), 井上 翔", [("浅野 和子", "late", "18:40", None, None, None), ("井上 翔", "present", None, None, None, None)]),
        ("浅野 和子(19:05退席)", [("浅野 和子", "left_early", None, "19:05", None, None)]),
        ("浅野 和子（18時40分から19:05まで出席）", [("浅野 和子", "left_early", "18:40", "19:05", None, None)]),
        ("浅野 和子(途中から出席), 井上 翔(途中退席)", [("浅野 和子", "late", None, None, None, None), ("井上 翔", "left_early", None, None, None, None)]),
        ("浅野 和子(代理 東 太一), 井上 翔(代理出席)", [("浅野 和子", "proxy", None, None, "東 太一", None), ("井上 翔", "proxy", None, None, None, None)]),
        ("浅野 和子(オンライン)", [("浅野 和子", "online", None, None, None, None)]),
        ("浅野 和子(民生委員協議会)(18:40から出席)", [("浅野 和子", "late", "18:40", None, None, "民生委員協議会")]),
        ("浅野 和子・井上 翔(代理 東 太一)・廣岡 実", [("浅野 和子", "present", None, None, None, None), ("井上 翔", "proxy", None, None, "東 太一", None), ("廣岡 実", "present", None, None, None, None)]),
        ("佐藤(翔)・佐藤(亮)・廣岡", [("佐藤(翔)", "present", None, None, None, None), ("佐藤(亮)", "present", None, None, None, None), ("廣岡", "present", None, None, None, None)]),
        ("浅野 和子 委員(19:05退席)、井上 翔 委員", [("浅野 和子", "left_early", None, "19:05", None, None), ("井上 翔", "present", None, None, None, None)]),
        ("マイケル・スミス", [("マイケル・スミス", "present", None, None, None, None)]),
    ],
)  # fmt: skip
def test_what_the_writer_notes_the_reader_reads(cell, people):
    found = read_roll(cell, "members").attendees
    assert [
        (
            one.name, one.status, one.arrived_at and f"{one.arrived_at:%H:%M}",
            one.left_at and f"{one.left_at:%H:%M}", one.proxy_name, one.affiliation,
        )
        for one in found
    ] == people  # fmt: skip


STATUSES = st.sampled_from(["present", "late", "left_early", "proxy", "online", "absent"])
CUSTOMS = st.builds(
    RollCustom,
    order=st.just("as_listed"),
    separator=st.sampled_from([", ", "、", "・"]),
    absentees=st.sampled_from(["own_row", "inside"]),
    affiliation=st.booleans(),
    honorific=st.sampled_from(["(敬称略)", ""]),
)


@given(st.lists(STATUSES, min_size=3, max_size=3), CUSTOMS, st.booleans())
@settings(max_examples=150, deadline=None)
def test_a_roll_that_is_written_is_read_again(statuses, custom, timed):
    people = tuple(
        _person(name, status, timed)
        for name, status in zip(("浅野 和子", "井上 翔", "廣岡 実"), statuses, strict=True)
    )
    document = Document(council="霧浜市懇話会", title="令和8年度第1回", roll=people, custom=custom)
    again = text.read(text.render(document) + "\n1 開会\n")
    expected = sorted(people, key=lambda one: one.status == "absent")
    if not custom.affiliation:
        assert list(again.roll) == [_without_affiliation(one) for one in expected]
    else:
        assert list(again.roll) == expected


def _person(name, status, timed):
    return Attendee(
        kind="member", name=name, status=status, affiliation="民生委員協議会",
        arrived_at=time(18, 40) if timed and status == "late" else None,
        left_at=time(19, 5) if timed and status == "left_early" else None,
        proxy_name="東 太一" if timed and status == "proxy" else None,
    )  # fmt: skip


def _without_affiliation(one):
    from dataclasses import replace

    return replace(one, affiliation=None)


SECRETS = st.text(alphabet=st.sampled_from("痛風入院手術看護葬儀通院裁判"), min_size=6, max_size=30)


@given(SECRETS, SECRETS)
@settings(max_examples=25, deadline=None)
def test_why_somebody_is_absent_is_told_to_the_secretariat_alone(tmp_path_factory, reason, opinion):
    from store.db import open_store

    folder = tmp_path_factory.mktemp("secrets")
    store = open_store(folder / "kaigiroku.db")
    meeting_id = keep(store, folder, MINUTES)
    mark(store, meeting_id, "井上 翔", "absent")
    with store.writing() as db:
        councils.appoint(db, 1, CLERK, BY)
        other = councils.add(db, "霧浜市公共交通会議", BY)
        councils.appoint(db, other.id, "U_OTHER", BY)
        [one] = [one for one in attendance.roll(db, meeting_id) if one.name == "井上 翔"]
        attendance.excuse(db, meeting_id, one.person_id, reason, BY)
        attendance.note_opinion(db, meeting_id, one.person_id, opinion, BY)
        told = attendance.excuses_of(db, meeting_id, Viewer(CLERK))[one.person_id]
        assert (told.reason, told.opinion) == (reason, opinion)
        for stranger in (PUBLIC, Viewer("U_OTHER"), Viewer("U_YAMAMOTO")):
            assert attendance.excuses_of(db, meeting_id, stranger) == {}
        said = [
            exchange.as_text(db, meeting_id),
            str(minutes.read(db, meeting_id, OPERATOR)),
            str(attendance.roll(db, meeting_id)),
            str(db.conn.execute("select * from history").fetchall()),
            str(db.conn.execute("select * from outbox").fetchall()),
        ]
    store.close()
    for public in said:
        assert reason not in public
        assert opinion not in public


def test_many_changes_are_one_drawing_and_none_is_lost(store, meeting_id):
    now = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
    with store.writing() as db:
        assert attendance.post(db, meeting_id, "C_FUKUSHI", now) == f"attendance:{meeting_id}:1"
        assert attendance.post(db, meeting_id, "C_FUKUSHI", now) is None
        db.conn.execute("update outbox set state = 'sent', channel = 'C_FUKUSHI', ts = '1.1'")
    mark(store, meeting_id, "井上 翔", "absent")
    with store.writing() as db:
        assert attendance.take_brush(db, meeting_id, now)
        assert attendance.take_brush(db, meeting_id, now) is None
        attendance.start(db, meeting_id, now)
    mark(store, meeting_id, "廣岡 実", "absent")
    with store.writing() as db:
        assert attendance.take_brush(db, meeting_id, now) is None
        assert not attendance.finish(db, meeting_id, "x", now)
        attendance.start(db, meeting_id, now)
        assert attendance.finish(db, meeting_id, "y", now)
        assert attendance.take_brush(db, meeting_id, now) is None


def test_the_field_read_is_the_field_written():
    field = Field(kind="roll", label="出席者", value="浅野 和子(18:40から出席)")
    assert read_roll(field.value, "roll").attendees[0].arrived_at == time(18, 40)


def test_who_marked_whom_is_in_the_history(store, meeting_id):
    with store.writing() as db:
        [one] = [one for one in attendance.roll(db, meeting_id) if one.name == "井上 翔"]
        by = By("slack:U_SUZUKI", BY.at)
        attendance.mark(db, meeting_id, one.person_id, "absent", None, by)
        attendance.mark(db, meeting_id, one.person_id, "absent", None, by)
        rows = db.conn.execute(
            "select actor, noun, deed from history where deed = 'marked'"
        ).fetchall()
    assert rows == [("slack:U_SUZUKI", "attendance", "marked")]
