"""Members and officers: who they are, since when, in which order; and what nobody is told."""

import json
import sqlite3
from datetime import date

import pytest
from sqlite_utils import Database

from store import councils, exchange, history, members, readings
from store.db import open_store
from store.errors import Refused
from store.members import NewMember, NewOfficer
from store.members.merging import MOVED
from store.migrations import migrations
from store.viewers import OPERATOR, PUBLIC, Viewer
from tests.cast import BY, CLERK, CLOSED, MINUTES, keep

TODAY = date(2026, 11, 23)


@pytest.fixture
def council(store, tmp_path) -> int:
    """The council of the open minutes."""
    keep(store, tmp_path, MINUTES)
    return 1


def add(store, council, name, reading="", **more):
    with store.writing() as db:
        return members.add(db, council, NewMember(name=name, reading=reading, **more), BY)


def names(store, council, viewer=PUBLIC, on=TODAY):
    with store.reading() as db:
        return [member.name for member in members.roster(db, council, viewer, on=on)]


def titles(store, council, on, viewer=PUBLIC):
    with store.reading() as db:
        listed = members.officers(db, council, viewer, on=on)
    return [(officer.name, officer.title) for officer in listed]


# --- In 五十音順


def test_members_stand_in_the_order_of_their_readings_and_the_unread_last(store, fukushi):
    for name, reading in (
        ("渡辺 一", "わたなべ はじめ"),
        ("馬場 愛", "ばば あい"),
        ("林 次郎", "ハヤシ じろう"),
        ("原 恵", "はら けい"),
        ("大田 う", "おおた う"),
        ("大田 あ", "おーた あ"),
        ("未読 太郎", ""),
        ("原田 恵", "はらだ めぐみ"),
    ):
        add(store, fukushi.id, name, reading)
    assert names(store, fukushi.id) == [
        "大田 あ", "大田 う", "馬場 愛", "林 次郎", "原 恵", "原田 恵", "渡辺 一", "未読 太郎",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "whole", "surname"),
    [
        ("浅野 和子", ("あさの かずこ",), ("あさの",)),
        ("浅野和子", ("あさの かずこ",), ()),
        ("浅野 翔", ("あさの しょう", "あさの かける"), ("あさの",)),
        ("東 翔", ("あずま しょう", "あずま かける", "ひがし しょう"), ("あずま", "ひがし")),
        ("浅野 健", (), ("あさの",)),
        ("廣岡 健", (), ()),
    ],
)
def test_a_reading_is_proposed_only_where_somebody_is_read_like_that(name, whole, surname):
    known = [
        ("浅野 和子", "あさの かずこ"),
        ("井上 翔", "いのうえ しょう"),
        ("江口 翔", "えぐち かける"),
        ("東 一", "あずま はじめ"),
        ("東 二", "ひがし つぎ"),
        ("広岡 実", "ひろおか みのる"),
    ]
    assert readings.propose(name, known) == readings.Proposal(whole=whole, surname=surname)


# --- Terms


def test_somebody_is_in_office_within_their_term_only(store, fukushi):
    kept = add(
        store, fukushi.id, "浅野 和子", term_from=date(2026, 4, 1), term_to=date(2028, 3, 31)
    )
    assert names(store, fukushi.id, on=date(2026, 3, 31)) == []
    assert names(store, fukushi.id, on=date(2026, 4, 1)) == ["浅野 和子"]
    assert names(store, fukushi.id, on=date(2028, 3, 31)) == ["浅野 和子"]
    assert names(store, fukushi.id, on=date(2028, 4, 1)) == []
    with store.writing() as db:
        members.end_term(db, kept.id, date(2026, 9, 30), kept.version, BY)
    assert names(store, fukushi.id) == []
    assert names(store, fukushi.id, on=None) == ["浅野 和子"]


def test_who_is_appointed_again_has_two_terms_and_stands_once(store, fukushi):
    kept = add(store, fukushi.id, "浅野 和子", role="委員", term_from=date(2024, 4, 1))
    again = NewMember(name="浅野 和子", role="会長", term_from=date(2026, 4, 1))
    with store.writing() as db:
        members.reappoint(db, kept.id, again, kept.version, BY)
    with store.reading() as db:
        [now] = members.roster(db, fukushi.id, PUBLIC, on=TODAY)
        [then] = members.roster(db, fukushi.id, PUBLIC, on=date(2026, 3, 31))
        [latest] = members.roster(db, fukushi.id, PUBLIC)
    assert (now.role, then.role, latest.role) == ("会長", "委員", "会長")
    assert then.term_to == date(2026, 3, 31)
    assert now.person_id == then.person_id


@pytest.mark.parametrize(
    ("wanted", "sentence"),
    [
        ({"term_from": date(2026, 4, 1), "term_to": date(2026, 3, 1)}, "終わりが始めより前"),
        ({"term_from": date(2024, 4, 1)}, "今の任期の始めより後の日"),
        ({}, "今の任期の始めより後の日"),
    ],
)
def test_a_term_that_cannot_be_is_refused(store, fukushi, wanted, sentence):
    kept = add(store, fukushi.id, "浅野 和子", term_from=date(2024, 4, 1))
    with pytest.raises(Refused) as refused, store.writing() as db:
        members.reappoint(db, kept.id, NewMember(name="浅野 和子", **wanted), 1, BY)
    assert sentence in refused.value.sentence


def test_who_is_slower_overwrites_nothing(store, fukushi):
    kept = add(store, fukushi.id, "浅野 和子")
    wanted = NewMember(name="浅野 和子", role="会長")
    with store.writing() as db:
        members.change(db, kept.id, wanted, kept.version, BY)
    with pytest.raises(Refused, match="先に直しています"), store.writing() as db:
        members.change(db, kept.id, NewMember(name="浅野 花"), kept.version, BY)
    assert names(store, fukushi.id) == ["浅野 和子"]


# --- People of one name


def test_two_of_a_name_are_two_where_something_tells_them_apart(store, fukushi):
    one = add(store, fukushi.id, "佐藤 翔", affiliation="医師会")
    other = add(store, fukushi.id, "佐藤 翔", affiliation="町内会連合会")
    third = add(store, fukushi.id, "佐藤　翔", affiliation="町内会連合会", mark="北地区")
    assert len({one.person_id, other.person_id, third.person_id}) == 3
    with store.reading() as db:
        assert members.likely_same(db, fukushi.id, OPERATOR) == []
    with pytest.raises(Refused, match="所属か区別を書き分けて"):
        add(store, fukushi.id, "佐藤翔", affiliation="医師会")


def test_who_is_known_from_minutes_becomes_registered_by_the_same_name(store, council):
    assert set(names(store, council)) == {"浅野 和子", "井上 翔", "廣岡 実"}
    kept = add(store, council, "浅野和子", "あさの かずこ", role="会長")
    assert not kept.is_from_minutes
    assert set(names(store, council)) == {"浅野和子", "井上 翔", "廣岡 実"}
    with store.writing() as db:
        assert members.known_as(db, council, "浅野 和子", "member") == kept.person_id


def test_names_spelled_alike_are_proposed_and_merged_only_when_asked(store, council):
    kept = add(store, council, "広岡 実", "ひろおか みのる")
    assert names(store, council)[:1] == ["広岡 実"]
    assert "廣岡 実" in names(store, council)
    with store.reading() as db:
        [alike] = members.likely_same(db, council, PUBLIC)
    assert (alike.keep.name, alike.gone.name) == ("広岡 実", "廣岡 実")
    assert alike.gone.last_seen == "令和7年度第2回"
    with store.writing() as db:
        members.merge(db, alike.keep.person_id, alike.gone.person_id, BY)
    assert "廣岡 実" not in names(store, council)
    with store.writing() as db:
        assert members.likely_same(db, council, PUBLIC) == []
        # The next minutes print the old characters again: they are the same person's.
        assert members.known_as(db, council, "廣岡 実", "member") == kept.person_id
        printed = db.conn.execute(
            "select name from attendance where person_id = ?", (kept.person_id,)
        ).fetchall()
    assert printed == [("廣岡 実",)]
    with pytest.raises(Refused, match="すでにまとめられています"), store.writing() as db:
        members.merge(db, alike.keep.person_id, alike.gone.person_id, BY)


def test_minutes_imported_again_know_who_was_merged(store, council, tmp_path):
    kept = add(store, council, "広岡 実")
    with store.writing() as db:
        [alike] = members.likely_same(db, council, PUBLIC)
        members.merge(db, kept.person_id, alike.gone.person_id, BY)
    keep(store, tmp_path, MINUTES.replace("第2回", "第4回").replace("8月6日（水）", "9月3日（水）"))
    assert sum("岡" in name for name in names(store, council)) == 1
    with store.reading() as db:
        assert members.likely_same(db, council, PUBLIC) == []


def test_two_who_are_told_apart_are_not_proposed_again(store, council):
    add(store, council, "広岡 実")
    with store.writing() as db:
        [alike] = members.likely_same(db, council, PUBLIC)
        members.keep_apart(db, alike.keep.person_id, alike.gone.person_id, BY)
        members.keep_apart(db, alike.gone.person_id, alike.keep.person_id, BY)
        assert members.likely_same(db, council, PUBLIC) == []


def test_two_on_one_roll_are_two(store, tmp_path):
    keep(store, tmp_path, MINUTES.replace("井上 翔", "広岡 実"))
    with store.writing() as db:
        assert members.likely_same(db, 1, PUBLIC) == []
        ids = dict(db.conn.execute("select name, id from people"))
        with pytest.raises(Refused, match="同じ会議の出席者に並んでいる"):
            members.merge(db, ids["広岡 実"], ids["廣岡 実"], BY)


def test_of_two_who_are_one_nothing_is_lost(store, council):
    kept = add(store, council, "広岡 実", term_from=date(2026, 4, 1))
    gone = add(store, council, "廣岡 実", "ひろおか みのる", term_from=date(2024, 4, 1))
    with store.writing() as db:
        members.keep_contacts(db, gone.person_id, {"phone": "0123-45-6789"}, BY)
        members.merge(db, kept.person_id, gone.person_id, BY)
        assert members.contacts_of(db, kept.person_id) == {"phone": "0123-45-6789"}
        [then] = members.roster(db, council, PUBLIC, on=date(2025, 1, 1))[:1]
    assert (then.person_id, then.reading) == (kept.person_id, "ひろおか みのる")


def test_whatever_speaks_of_a_person_is_moved_when_they_are_merged(store):
    with store.reading() as db:
        speaking = {
            table
            for table in db.table_names()
            for _, _, other, *_ in db.conn.execute(f"pragma foreign_key_list({table})")
            if other == "people"
        }
    # A table that is missing here would keep its rows with a person who is gone:
    # say in store/members/merging.py what becomes of them.
    assert speaking - {"people"} == set(MOVED)


def test_people_of_two_councils_are_never_one(store, fukushi):
    with store.writing() as db:
        other = councils.add(db, "霧浜市地域公共交通会議", BY)
        one = members.known_as(db, fukushi.id, "佐藤 翔", "member")
        assert members.known_as(db, other.id, "佐藤 翔", "member") != one


def test_who_was_taken_off_the_roster_stays_off_until_added_again(store, council, tmp_path):
    kept = add(store, council, "井上 翔")
    with store.writing() as db:
        members.withdraw(db, kept.id, kept.version, BY)
        members.known_as(db, council, "井上 翔", "member")
    assert "井上 翔" not in names(store, council)
    again = add(store, council, "井上 翔", role="公募委員")
    assert again.person_id == kept.person_id
    assert "井上 翔" in names(store, council)


# --- Officers


def test_a_new_title_holds_from_its_day_and_the_old_one_before(store, council):
    assert titles(store, council, TODAY) == [
        ("山根 進", "福祉部次長"),
        ("鈴木 学", "福祉部福祉課主査"),
    ]
    with store.reading() as db:
        yamane, suzuki = members.officers(db, council, PUBLIC, on=TODAY)
    with store.writing() as db:
        for officer, post, since in (
            (yamane, "部長", date(2026, 4, 1)),
            (suzuki, "係長", date(2026, 4, 1)),
        ):
            wanted = NewOfficer(
                name=officer.name, department="福祉部", section=officer.section, post=post,
                since=since,
            )  # fmt: skip
            members.appoint(
                db, council, wanted, BY, person_id=officer.person_id, version=officer.version
            )
    assert titles(store, council, TODAY) == [
        ("山根 進", "福祉部長"),
        ("鈴木 学", "福祉部福祉課係長"),
    ]
    assert titles(store, council, date(2026, 3, 31)) == [
        ("山根 進", "福祉部次長"),
        ("鈴木 学", "福祉部福祉課主査"),
    ]


def test_who_leaves_is_an_officer_no_longer_and_may_come_back(store, fukushi):
    def appoint(post, since, **more):
        with store.writing() as db:
            wanted = NewOfficer(name="山根 進", post=post, since=since)
            return members.appoint(db, fukushi.id, wanted, BY, **more)

    person_id = appoint("主査", date(2024, 4, 1))
    appoint("", date(2026, 4, 1), person_id=person_id, version=1)
    assert titles(store, fukushi.id, date(2025, 4, 1)) == [("山根 進", "主査")]
    assert titles(store, fukushi.id, TODAY) == []
    assert appoint("課長", date(2027, 4, 1)) == person_id
    with pytest.raises(Refused, match="すでに名簿にあります"):
        appoint("課長", date(2028, 4, 1))


@pytest.mark.parametrize(
    ("parts", "title"),
    [
        (("福祉部", "", "", "部長"), "福祉部長"),
        (("福祉部", "", "", "次長"), "福祉部次長"),
        (("福祉部", "福祉課", "", "課長"), "福祉部福祉課長"),
        (("福祉部", "福祉課", "", "課長補佐"), "福祉部福祉課課長補佐"),
        (("福祉部", "福祉課", "計画係", "係長"), "福祉部福祉課計画係長"),
        (("", "", "", "副市長"), "副市長"),
    ],
)
def test_a_title_is_written_as_a_clerk_writes_it(parts, title):
    assert members.title(*parts) == title


# --- What is not told


def test_the_history_knows_that_a_number_changed_but_not_the_number(store, fukushi):
    kept = add(store, fukushi.id, "浅野 和子")
    with store.writing() as db:
        members.keep_contacts(
            db, kept.person_id, {"phone": "0123-45-6789", "mail": "asano@example.jp"}, BY
        )
        members.keep_contacts(db, kept.person_id, {"phone": "0123-99-9999", "mail": ""}, BY)
        assert members.contacts_of(db, kept.person_id) == {"phone": "0123-99-9999"}
        told = history.of(db, "people", kept.person_id)
        everything = "\n".join(
            line for line in db.conn.iterdump() if not line.startswith('INSERT INTO "contacts"')
        )
    assert [(one["deed"], json.loads(one["after"])) for one in told] == [
        ("contact kept", {"kind": "phone"}),
        ("contact kept", {"kind": "mail"}),
        ("contact kept", {"kind": "phone"}),
        ("contact forgotten", {"kind": "mail"}),
    ]
    for secret in ("0123-45-6789", "0123-99-9999", "asano@example.jp"):
        assert secret not in everything


def test_who_is_named_in_closed_minutes_only_is_hidden_like_them(store, tmp_path):
    keep(store, tmp_path, CLOSED.replace("井上 翔", "内緒 花").replace("山根 進", "秘書 守"))
    with store.writing() as db:
        councils.appoint(db, 1, CLERK, BY)
    assert names(store, 1) == []
    assert titles(store, 1, TODAY) == []
    assert "内緒 花" in names(store, 1, Viewer(CLERK))
    assert ("秘書 守", "福祉部次長") in titles(store, 1, TODAY, Viewer(CLERK))
    add(store, 1, "内緒 花")
    assert names(store, 1) == ["内緒 花"]


def test_what_is_done_to_people_is_in_the_history(store, fukushi):
    kept = add(store, fukushi.id, "浅野 和子", term_from=date(2026, 4, 1))
    with store.writing() as db:
        members.change(db, kept.id, NewMember(name="浅野 花", role="会長"), 1, BY)
        deeds = [one["deed"] for one in history.of(db, "members", kept.id)]
        renamed = history.of(db, "people", kept.person_id)
        assert history.check(db) == []
    assert deeds == ["added", "changed"]
    assert json.loads(renamed[0]["after"])["name"] == "浅野 花"


# --- What was there before


def test_people_who_were_on_record_before_the_roster_belong_to_their_council(tmp_path):
    path = tmp_path / "older.db"
    connection = sqlite3.connect(path)
    older = Database(connection)
    migrations.apply(older, stop_before="m012_the_roster")
    connection.executescript(
        """pragma application_id = 0x4B474B52;
        insert into councils (id, name, created_at) values (1, '懇話会', ''), (2, '審議会', '');
        insert into meetings (id, council_id, created_at) values (1, 1, ''), (2, 2, '');
        insert into people (id, name) values (1, '浅野 和子'), (2, '山根 進'), (3, '浅野 和子');
        insert into members (council_id, person_id) values (1, 1), (2, 3);
        insert into attendance (meeting_id, person_id, position, kind, name, title)
            values (1, 1, 1, 'member', '浅野 和子', null), (2, 3, 1, 'member', '浅野 和子', null),
                (2, 2, 2, 'officer', '山根 進', '福祉部次長')"""
    )
    connection.close()
    store = open_store(path)
    with store.writing() as db:
        assert members.known_as(db, 1, "浅野 和子", "member") == 1
        assert members.known_as(db, 2, "浅野 和子", "member") == 3
        assert members.known_as(db, 2, "山根 進", "officer") == 2
    assert names(store, 2) == ["浅野 和子"]
    assert titles(store, 2, TODAY) == [("山根 進", "福祉部次長")]
    store.close()


def test_the_real_roll_becomes_a_roster_whose_variants_are_recognised(store, shared):
    [minutes] = (shared / "minutes").glob("asahikawa_r3_1.txt")
    exchange.import_file(store, minutes, BY)
    printed = names(store, 1)
    assert (len(printed), len(titles(store, 1, TODAY))) == (15, 3)
    modern = str.maketrans("驒齋廣", "騨斎広")
    retyped = [name.translate(modern) for name in printed if name.translate(modern) != name]
    assert len(retyped) == 4
    for name in retyped:
        add(store, 1, name)
    with store.reading() as db:
        alike = members.likely_same(db, 1, PUBLIC)
    assert sorted(one.keep.name for one in alike) == sorted(retyped)
    assert sorted(one.gone.name.translate(modern) for one in alike) == sorted(retyped)
