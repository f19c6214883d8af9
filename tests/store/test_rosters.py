"""A roster taken in: what becomes of each row, all of them or none."""

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from store import members, rosters
from store.errors import Refused
from store.formats import rosters as files
from store.formats import tables
from store.viewers import OPERATOR, PUBLIC
from tests.cast import BY, MINUTES, keep

TODAY = date(2026, 11, 23)


@pytest.fixture
def take_in(store, fukushi):
    def take_in(*lines: str, council: int = fukushi.id, dry_run: bool = False):
        rows = files.read("\n".join(lines).encode(), "名簿.csv")
        if dry_run:
            return rosters.rehearse(store, council, rows, BY, OPERATOR, TODAY)
        with store.writing() as db:
            return rosters.take_in(db, council, rows, BY, OPERATOR, TODAY)

    return take_in


def became(outcome):
    return [(entry.name, entry.became, entry.changes) for entry in outcome.entries]


def dump(store):
    with store.reading() as db:
        return list(db.conn.iterdump())


def test_people_are_added_changed_renewed_or_left_as_they_are(store, take_in):
    take_in(
        "氏名,役職,任期の始め,任期の終わり,電話",
        "浅野 和子,会長,R6.4.1,R8.3.31,0123-45-6789",
        "井上 翔,委員,R6.4.1,R8.3.31,",
        "大田 一,委員,R8.4.1,R10.3.31,",
    )
    outcome = take_in(
        "氏名,役職,任期の始め,任期の終わり,電話",
        "浅野 和子,副会長,R8.4.1,R10.3.31,0123-99-9999",
        "井上 翔,委員,R6.4.1,R8.3.31,0123-11-1111",
        "大田 一,委員,R8.4.1,R10.3.31,",
        "佐藤 翔,公募委員,R8.4.1,R10.3.31,",
    )
    assert became(outcome) == [
        ("浅野 和子", "renewed", (
            "役職: 会長 → 副会長", "任期の始め: 令和6年4月1日 → 令和8年4月1日",
            "任期の終わり: 令和8年3月31日 → 令和10年3月31日", "電話を変更",
        )),
        ("井上 翔", "changed", ("電話を登録",)),
        ("大田 一", "unchanged", ()),
        ("佐藤 翔", "added", ("公募委員",)),
    ]  # fmt: skip
    with store.reading() as db:
        then = [m.name for m in members.roster(db, 1, PUBLIC, on=date(2025, 1, 1))]
        now = [(m.name, m.role) for m in members.roster(db, 1, PUBLIC, on=TODAY)]
    assert sorted(then) == ["井上 翔", "浅野 和子"]
    assert sorted(now) == [("佐藤 翔", "公募委員"), ("大田 一", "委員"), ("浅野 和子", "副会長")]


def test_a_dry_run_says_the_same_and_keeps_nothing(store, take_in):
    lines = ("氏名,電話", "浅野 和子,0123-45-6789", "広岡 実,")
    before = dump(store)
    tried = take_in(*lines, dry_run=True)
    assert dump(store) == before
    assert take_in(*lines).seal == tried.seal
    assert take_in(*lines, dry_run=True).seal != tried.seal


def test_a_column_that_is_not_there_changes_nothing(store, take_in):
    take_in("氏名,ふりがな,電話", "浅野 和子,あさの かずこ,0123-45-6789")
    take_in("氏名,役職", "浅野 和子,会長")
    with store.reading() as db:
        [kept] = members.roster(db, 1, PUBLIC)
        assert members.contacts_of(db, kept.person_id) == {"phone": "0123-45-6789"}
    assert (kept.reading, kept.role) == ("あさの かずこ", "会長")


def test_one_bad_row_and_nothing_is_taken_in(store, take_in):
    before = dump(store)
    with pytest.raises(Refused) as refused:
        take_in(
            "氏名,任期の始め,任期の終わり",
            "浅野 和子,R8.4.1,R10.3.31",
            "井上 翔,R8.4.1,R6.3.31",
            "大田 一,R8.4.1,R7.3.31",
        )
    assert refused.value.sentence.split("\n") == [
        "名簿を取り込めません。何も変えていません。",
        "3行目: 任期の終わりが始めより前です。日付を確かめてください。",
        "4行目: 任期の終わりが始めより前です。日付を確かめてください。",
    ]
    assert dump(store) == before


def test_people_of_one_name_are_told_apart_by_affiliation_and_mark(store, take_in):
    take_in("氏名,所属,区別", "佐藤 翔,医師会,", "佐藤 翔,町内会,北", "佐藤 翔,町内会,南")
    outcome = take_in("氏名,所属,区別,役職", "佐藤 翔,町内会,南,会長", "佐藤 翔,医師会,,委員")
    assert [entry.became for entry in outcome.entries] == ["changed", "unchanged"]
    with store.reading() as db:
        [chair] = [m for m in members.roster(db, 1, PUBLIC) if m.role == "会長"]
    assert (chair.affiliation, chair.mark) == ("町内会", "南")
    with pytest.raises(Refused, match="「佐藤 翔」という方が名簿に3名います。"):
        take_in("氏名,役職", "佐藤 翔,副会長")


def test_a_printed_name_is_taken_up_and_a_similar_one_proposed(store, take_in, tmp_path):
    keep(store, tmp_path, MINUTES)
    outcome = take_in("氏名,役職", "浅野和子,会長", "広岡 実,委員")
    assert became(outcome) == [
        ("浅野和子", "added", ("会長",)),
        ("広岡 実", "added", ("委員",)),
    ]
    assert outcome.likenesses == ("「廣岡 実」と「広岡 実」",)
    assert outcome.absent == 2  # 井上 翔 and 廣岡 実, whom only the minutes name
    assert [entry.became for entry in take_in("氏名", "浅野 和子").entries] == ["changed"]


def test_officers_have_a_title_from_a_day(store, take_in, tmp_path):
    keep(store, tmp_path, MINUTES)
    outcome = take_in(
        "種別,氏名,ふりがな,部,課,職,発令日",
        "職員,山根 進,やまね すすむ,福祉部,,部長,R8.4.1",
        "職員,鈴木 学,,福祉部,福祉課,主査,",
        "職員,田中 誠,,福祉部,福祉課,主事,R8.10.1",
    )
    assert became(outcome) == [
        ("山根 進", "added", ("令和8年4月1日から 福祉部長",)),
        ("鈴木 学", "unchanged", ()),
        ("田中 誠", "added", ("令和8年10月1日から 福祉部福祉課主事",)),
    ]
    with store.reading() as db:
        assert [o.title for o in members.officers(db, 1, PUBLIC, on=TODAY)] == [
            "福祉部長", "福祉部福祉課主査", "福祉部福祉課主事",
        ]  # fmt: skip
    with pytest.raises(Refused, match="2行目: 職員には、その職に就いた日（発令日）が要ります。"):
        take_in("種別,氏名,職", "職員,新田 一,主事")


def test_what_is_handed_out_comes_back_unchanged(store, take_in, tmp_path):
    keep(store, tmp_path, MINUTES)
    take_in("氏名,電話,任期の始め,連絡方法", "浅野 和子,0123-45-6789,R8.4.1,電話")
    for write in (tables.to_csv, tables.to_excel):
        with store.reading() as db:
            table = rosters.as_table(db, 1, OPERATOR, on=TODAY, with_contacts=True)
        rows = files.read(write(table), "名簿")
        with store.writing() as db:
            rosters.take_in(db, 1, rows, BY, OPERATOR, TODAY)
        outcome = rosters.rehearse(store, 1, rows, BY, OPERATOR, TODAY)
        assert {entry.became for entry in outcome.entries} == {"unchanged"}


NAMES = st.builds(
    lambda surname, given: f"{surname} {given}",
    st.sampled_from(["佐藤", "廣岡", "広岡", "浅野"]),
    st.sampled_from(["翔", "実", "和子"]),
)
DAYS = st.sampled_from(["", "R6.4.1", "令和8年4月1日", "2026/10/01", "R8.2.30", "来春"])
CELLS = st.tuples(
    NAMES,
    st.sampled_from(["", "ひろおか みのる", "廣岡"]),
    st.sampled_from(["", "医師会", "町内会", "=1"]),
    DAYS,
    DAYS,
    st.sampled_from(["", "0987-65-4321", "0987"]),
)


@given(files_taken=st.lists(st.lists(CELLS, min_size=1, max_size=5), min_size=1, max_size=3))
@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_whatever_is_taken_in_is_done_as_rehearsed_or_not_at_all(store, take_in, files_taken):
    for cells in files_taken:
        lines = [
            "氏名,ふりがな,所属,任期の始め,任期の終わり,電話",
            *(",".join(row) for row in cells),
        ]
        before = dump(store)
        tried, refusal = None, ""
        try:
            tried = take_in(*lines, dry_run=True)
        except Refused as refused:
            refusal = refused.sentence
        assert dump(store) == before
        assert "0987" not in f"{tried}{refusal}"
        if tried:
            assert take_in(*lines).seal == tried.seal
