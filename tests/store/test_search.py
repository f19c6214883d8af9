import time
from collections.abc import Iterator
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlite_utils import Database

from store import search
from store.db import open_store
from store.migrations import migrations
from store.queries import And, Filters, Query, Word
from store.viewers import OPERATOR, PUBLIC, Viewer

CLERK = Viewer("U_CLERK")  # of the secretariat of 人材委員会
NEIGHBOUR = Viewer("U_NEIGHBOUR")  # of the secretariat of 防災会議


@pytest.fixture
def db() -> Iterator[Database]:
    db = Database(memory=True)
    migrations.apply(db)
    db.begin()
    for council_id, name, user_id in ((1, "人材委員会", "U_CLERK"), (2, "防災会議", "U_NEIGHBOUR")):
        db.execute(
            "insert into councils (id, name, created_at) values (?, ?, '')", (council_id, name)
        )
        db.execute("insert into secretariat values (?, ?, '')", (council_id, user_id))
    yield db
    db.close()


def meet(db: Database, held_on: str | None, *, council: int = 1, disclosure: str = "open") -> int:
    return db.execute(
        """insert into meetings (council_id, title, held_on, disclosure, created_at)
        values (?, ?, ?, ?, '') returning id""",
        (council, f"{held_on}の会議", held_on, disclosure),
    ).fetchone()[0]


def say(
    db: Database, meeting_id: int, label: str | None, *bodies: str, agenda: int | None = None
) -> list[int]:
    [position] = db.execute(
        """select coalesce(max(r.position), 0) from remarks r join blocks b on b.id = r.block_id
        where b.meeting_id = ?""",
        (meeting_id,),
    ).fetchone()
    [block_id] = db.execute(
        """insert into blocks (meeting_id, agenda_item_id, position, label)
        values (?, ?, ?, ?) returning id""",
        (meeting_id, agenda, position + 1, label),
    ).fetchone()
    ids = [
        db.execute(
            """insert into remarks (block_id, position, body, source, created_at)
            values (?, ?, ?, 'minutes', '') returning id""",
            (block_id, place, body),
        ).fetchone()[0]
        for place, body in enumerate(bodies, position + 2)
    ]
    search.enter(db, ids)
    return ids


def asked(*words: str, by: tuple[str, ...] = ()) -> Query:
    """All the words in one remark, by any of the speakers."""
    wanted = And(tuple(map(Word, words))) if words else None
    return Query(wanted=wanted, filters=Filters(speakers=by))


def found(
    db: Database, *words: str, by: tuple[str, ...] = (), viewer: Viewer = OPERATOR
) -> list[str]:
    page = search.find(db, asked(*words, by=by), viewer, limit=100)
    assert page.total == len(page.hits)
    return [hit.body for hit in page.hits]


@pytest.mark.parametrize(
    ("typed", "body"),
    [
        ("人材", "地域の人材が足りない。"),
        ("絆", "絆が失われている。"),
        ("重層的支援体制整備事業", "重層的支援体制整備事業について説明する。"),
        ("ai", "ＡＩの活用を考えたい。"),
        ("ＡＩ", "aiを使う。"),
        ("カタカナ", "ｶﾀｶﾅの名前"),
        ("ごみ", "ゴミの分別"),
        ("広岡", "廣岡委員の言うとおり"),
        ("飛騨", "飛驒市の例"),
        ("斎藤", "齋藤会長に一任"),
        ("斉藤", "齋藤会長に一任"),
        ("佐佐木", "佐々木委員"),
        ("人材", "人\n材の確保"),
        ("人 材", "人材の確保"),
        ("(仮称)", "（仮称）福祉のまちづくり条例"),
        ('"', '"引用"'),
        ("'", "it's"),
        ("*", "5*3"),
        ("NEAR(", "FTS5のNEAR(構文"),
        ("100%", "達成率は１００％"),
        ("a_b", "a_b"),
        ("👨‍👩‍👧", "家族👨‍👩‍👧の絵文字"),
        ("ا", "العربية"),
    ],
)
def test_a_word_is_found_however_it_was_written(db: Database, typed: str, body: str) -> None:
    say(db, meet(db, "2021-04-21"), "参加者", "ほかの話。", body, "関係のない話。")
    assert found(db, typed) == [body]


@pytest.mark.parametrize("typed", ["材人", "人手", "材が足りる", "材。", "a b c"])
def test_what_is_not_there_is_not_found(db: Database, typed: str) -> None:
    say(db, meet(db, "2021-04-21"), "参加者", "地域の人材が足りない。")
    assert found(db, typed) == []


def test_several_words_stand_in_one_remark(db: Database) -> None:
    say(db, meet(db, "2021-04-21"), "参加者", "人材の育成", "人材", "育成", "育成する人材")
    assert found(db, "人材", "育成") == ["人材の育成", "育成する人材"]
    assert found(db, "人材", "人") == ["人材の育成", "人材", "育成する人材"]


def test_words_do_not_reach_over_the_end_of_a_remark_into_the_speaker(db: Database) -> None:
    say(db, meet(db, "2021-04-21"), "事務局", "お答えします")
    assert found(db, "事務局") == []
    assert found(db, "す事") == []
    assert found(db, "事") == []


def test_newest_meeting_first_and_inside_it_the_printed_order(db: Database) -> None:
    old, new, unknown = meet(db, "2020-03-31"), meet(db, "2021-04-21"), meet(db, None)
    say(db, new, "参加者", "人材 三", "人材 四")
    say(db, unknown, "参加者", "人材 七")
    say(db, old, "参加者", "人材 六")
    say(db, new, "事務局", "人材 五")
    same_day = meet(db, "2021-04-21")
    say(db, same_day, "参加者", "人材 一", "人材 二")
    assert [body[-1] for body in found(db, "人材")] == list("一二三四五六七")


def test_a_page_tells_its_place_and_the_exact_total(db: Database) -> None:
    say(db, meet(db, "2021-04-21"), "参加者", *(f"人材 {n}番" for n in range(25)))
    page = search.find(db, asked("人材"), OPERATOR, limit=10, offset=20)
    assert (page.total, page.offset) == (25, 20)
    assert [hit.body for hit in page.hits] == [f"人材 {n}番" for n in range(20, 25)]
    beyond = search.find(db, asked("人材"), OPERATOR, limit=10, offset=30)
    assert (beyond.total, beyond.hits) == (25, ())


def test_a_hit_says_where_it_stands(db: Database) -> None:
    meeting_id = meet(db, "2021-04-21", disclosure="partly_closed")
    db.execute(
        "insert into agenda_items (id, meeting_id, position, depth, number, title) values (1, ?, 1, 1, '2', '議題')",
        (meeting_id,),
    )
    db.execute(
        """insert into agenda_items (id, meeting_id, parent_id, position, depth, number, title)
        values (2, ?, 1, 2, 2, '(2)', '重層的支援体制整備事業について')""",
        (meeting_id,),
    )
    [remark_id] = say(db, meeting_id, "事務局", "人材不足はその通り。", agenda=2)
    [hit] = search.find(db, asked("人材"), PUBLIC).hits
    assert hit == search.Hit(
        remark_id=remark_id,
        meeting_id=meeting_id,
        council="人材委員会",
        meeting="2021-04-21の会議",
        held_on=date(2021, 4, 21),
        agenda_number="2(2)",
        agenda="2(2) 重層的支援体制整備事業について",
        speaker="事務局",
        body="人材不足はその通り。",
        closed=False,
    )


def test_a_hit_without_agenda_day_or_speaker(db: Database) -> None:
    say(db, meet(db, None), None, "事務局の異動について報告")
    db.execute("update meetings set title = ''")
    [hit] = search.find(db, asked("異動"), PUBLIC).hits
    assert hit.meeting == "開催日の分からない会議"
    assert (hit.agenda, hit.agenda_number, hit.held_on, hit.speaker) == (None, None, None, None)


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("事務局", "事務局"),
        ("事務局", "事務局（鈴木主幹）"),
        ("事務局", "事務局(Q)"),
        ("鈴木主幹", "事務局（鈴木主幹）"),
        ("鈴木", "事務局（鈴木主幹）"),
        ("委員長", "○委員長（小野田紀美君）"),
        ("小野田紀美", "○委員長（小野田紀美君）"),
        ("佐藤委員", "佐藤委員"),
        ("佐藤", "佐藤委員"),
        ("佐藤", "佐藤（翔）委員"),
        ("佐藤委員", "佐藤（翔）委員"),
        ("佐藤（翔）", "佐藤（翔）委員"),
        ("斉藤", "齋藤　会長"),
        ("Ｑ", "q"),
        ("委員", "委員"),
        ("委員", "委員（佐藤）"),
    ],
)
def test_a_speaker_is_found_by_name(db: Database, name: str, label: str) -> None:
    say(db, meet(db, "2021-04-21"), "ほかの人", "人材")
    say(db, meet(db, "2021-04-21"), label, "人材")
    [hit] = search.find(db, asked("人材", by=(name,)), OPERATOR).hits
    assert hit.speaker == label


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("委員", "委員長"),
        ("委員", "副委員長"),
        ("副", "副委員長"),
        ("会長", "副会長"),
        ("委員", "佐藤（翔）委員"),
        ("事務", "事務局"),
        ("局", "事務局"),
        ("佐", "佐藤委員"),
        ("参加", "参加者"),
    ],
)
def test_part_of_a_name_is_nobody(db: Database, name: str, label: str) -> None:
    say(db, meet(db, "2021-04-21"), label, "人材")
    assert found(db, "人材", by=(name,)) == []
    assert found(db, "人材", by=(label,)) == ["人材"]


def test_a_speaker_alone_is_a_query_and_several_are_any_of_them(db: Database) -> None:
    meeting_id = meet(db, "2021-04-21")
    say(db, meeting_id, "参加者", "一")
    say(db, meeting_id, "事務局", "二")
    say(db, meeting_id, "会長", "三")
    assert found(db, by=("事務局",)) == ["二"]
    assert found(db, by=("事務局", "会長")) == ["二", "三"]
    assert found(db, "二", by=("参加者", "会長")) == []


@pytest.mark.parametrize("words", [("",), (" 　", "\0"), ("人材", "\u200b")])
def test_a_word_of_nothing_is_not_found(db: Database, words: tuple[str, ...]) -> None:
    say(db, meet(db, "2021-04-21"), "参加者", "人材")
    assert found(db, *words) == []


def test_without_words_everything_is_found_that_may_be_seen(db: Database) -> None:
    say(db, meet(db, "2021-04-21"), "参加者", "公開")
    say(db, meet(db, "2021-04-22", disclosure="closed"), "参加者", "非公開")
    assert found(db, viewer=PUBLIC) == ["公開"]
    assert found(db, viewer=CLERK) == ["非公開", "公開"]


def test_a_closed_meeting_is_found_and_counted_only_for_its_secretariat(db: Database) -> None:
    say(db, meet(db, "2021-04-21"), "会長", "人材 公開")
    say(db, meet(db, "2021-05-21", disclosure="closed"), "会長", "人材 非公開")
    say(db, meet(db, "2021-06-21", council=2, disclosure="closed"), "会長", "人材 防災")
    say(db, meet(db, None, disclosure="closed"), "会長", "人材 日付なし")
    for by in ((), ("会長",)):
        assert found(db, "人材", by=by, viewer=PUBLIC) == ["人材 公開"]
        assert found(db, "人材", by=by, viewer=CLERK) == [
            "人材 非公開",
            "人材 公開",
            "人材 日付なし",
        ]
        assert found(db, "人材", by=by, viewer=NEIGHBOUR) == ["人材 防災", "人材 公開"]
        assert len(found(db, "人材", by=by, viewer=OPERATOR)) == 4
    [closed] = search.find(db, asked("防災"), NEIGHBOUR).hits
    assert closed.closed


def test_words_beyond_what_the_index_is_asked_stay_as_closed(db: Database) -> None:
    long = "重層的支援体制整備事業の実施計画を策定するための検討委員会の設置について"
    say(db, meet(db, "2021-05-21", disclosure="closed"), "会長", long)
    assert found(db, long, viewer=PUBLIC) == []
    assert found(db, long, viewer=CLERK) == [long]


def test_the_end_of_a_long_word_counts(db: Database) -> None:
    long = "重層的支援体制整備事業の実施計画を策定するための検討委員会の設置について"
    say(db, meet(db, "2021-04-21"), "参加者", long, long[:-1] + "も", "前置き" + long + "後書き")
    assert found(db, long) == [long, "前置き" + long + "後書き"]


def test_the_end_of_a_long_word_is_not_looked_for_in_the_speaker(db: Database) -> None:
    name = "とても長い名前の団体の代表としてお越しいただいた参加者の方"
    say(db, meet(db, "2021-04-21"), name, name[:25])
    assert found(db, name) == []


def test_more_words_than_the_index_is_asked(db: Database) -> None:
    words = [chr(ord("あ") + n) for n in range(60)]
    say(db, meet(db, "2021-04-21"), "参加者", "".join(words), "".join(words[:-1]))
    assert found(db, *words) == ["".join(words)]


def test_a_withdrawn_remark_is_not_found(db: Database) -> None:
    [kept, gone] = say(db, meet(db, "2021-04-21"), "参加者", "人材 残る", "人材 消える")
    search.withdraw(db, [gone, gone])
    db.execute("update remarks set withdrawn_at = '2021-05-01' where id = ?", (gone,))
    search.withdraw(db, [gone])
    search.reenter(db, [kept, gone])
    assert found(db, "人材") == ["人材 残る"]
    assert found(db, "消") == []
    assert search.check(db) == []


def test_an_edited_remark_is_found_by_its_new_words_only(db: Database) -> None:
    [remark_id] = say(db, meet(db, "2021-04-21"), "参加者", "人材の育成")
    db.execute("update remarks set body = '人手の確保' where id = ?", (remark_id,))
    search.reenter(db, [remark_id])
    assert found(db, "人材") == []
    assert found(db, "人手の確保") == ["人手の確保"]
    assert search.check(db) == []


def test_remarks_may_change_places_and_meetings_their_day(db: Database) -> None:
    meeting_id = meet(db, "2021-04-21")
    one, two = say(db, meeting_id, "参加者", "人材 一", "人材 二")
    db.execute("update remarks set position = 5 - position where id in (?, ?)", (one, two))
    db.execute("update meetings set held_on = '2021-04-22' where id = ?", (meeting_id,))
    search.reenter(db, [one, two])
    assert found(db, "人材") == ["人材 二", "人材 一"]
    assert search.check(db) == []


def test_neighbours_in_printed_order(db: Database) -> None:
    before, meeting_id, after = (
        meet(db, "2021-04-20"),
        meet(db, "2021-04-21"),
        meet(db, "2021-04-22"),
    )
    ids = say(db, meeting_id, "参加者", *"一二三四五六七")
    say(db, before, "参加者", "前の会議")
    say(db, after, "参加者", "後の会議")
    search.withdraw(db, [ids[4]])

    def bodies(remark_id: int, **counts: int) -> str:
        return "".join(hit.body for hit in search.around(db, remark_id, PUBLIC, **counts))

    assert bodies(ids[3], before=2, after=2) == "二三四六七"
    assert bodies(ids[0]) == "一二三四"
    assert bodies(ids[6]) == "三四六七"
    assert bodies(ids[3], before=0, after=0) == "四"
    assert bodies(ids[4]) == ""
    assert bodies(999) == ""


def test_neighbours_of_a_closed_remark_are_closed(db: Database) -> None:
    [remark_id] = say(db, meet(db, "2021-04-21", disclosure="closed"), "会長", "人材")
    assert search.around(db, remark_id, PUBLIC) == ()
    assert search.around(db, remark_id, NEIGHBOUR) == ()
    [hit] = search.around(db, remark_id, CLERK)
    assert hit.closed


@given(
    st.dates(),
    st.integers(1, search.LAST_MEETING),
    st.integers(0, search.LAST_POSITION),
    st.integers(0, search.LAST_POSITION),
)
def test_entry_ids_fit_and_follow_the_record(
    day: date, meeting_id: int, one: int, two: int
) -> None:
    ids = [search.entry_id(day.isoformat(), meeting_id, position) for position in (one, two)]
    assert all(0 < entry_id < 2**63 for entry_id in ids)
    assert (ids[0] > ids[1]) == (one < two)
    assert search.entry_id(None, search.LAST_MEETING, 0) < ids[0]
    if day < date.max:
        after = date.fromordinal(day.toordinal() + 1).isoformat()
        assert search.entry_id(after, 1, search.LAST_POSITION) > max(ids)


@pytest.mark.parametrize(
    "day", ["0001-01-01", "1868-10-23", "2000-02-29", "2021-04-21", "9999-12-31"]
)
def test_the_query_knows_a_closed_meeting_by_the_same_day(db: Database, day: str) -> None:
    say(db, meet(db, day, disclosure="closed"), "会長", "人材")
    assert search.find(db, asked("人材"), PUBLIC).total == 0
    assert search.find(db, asked("人材"), CLERK).total == 1


@pytest.mark.parametrize(
    ("meeting_id", "position"),
    [(search.LAST_MEETING + 1, 0), (1, search.LAST_POSITION + 1), (1, -1)],
)
def test_what_has_no_place_is_refused(meeting_id: int, position: int) -> None:
    with pytest.raises(ValueError, match="no place"):
        search.entry_id("2021-04-21", meeting_id, position)


@pytest.mark.parametrize(
    ("harm", "problem"),
    [
        ("update remarks set body = '別の言葉'", "発言 1 の索引が、発言の内容と違っています。"),
        ("update remarks set withdrawn_at = ''", "発言 1 は取り消されたのに、検索に残っています。"),
        ("update blocks set label = '会長'", "発言 1 の索引が、発言の内容と違っています。"),
        ("update meetings set held_on = null", "発言 1 の索引が、会議の日付や順序と違っています。"),
        ("update remarks set position = 9", "発言 1 の索引が、会議の日付や順序と違っています。"),
    ],
)
def test_check_names_the_remark_that_is_out_of_step(db: Database, harm: str, problem: str) -> None:
    say(db, meet(db, "2021-04-21"), "参加者", "人材の育成")
    assert search.check(db) == []
    db.execute(harm)
    assert search.check(db) == [problem]
    search.rebuild(db)
    assert search.check(db) == []


@pytest.mark.parametrize(
    ("harm", "problem"),
    [
        ("delete from search_entries", "発言 1 が検索の索引に入っていません。"),
        ("insert into search_index (rowid, tokens) values (1, '人材')", "余り 1 件"),
        ("insert into search_index (search_index) values ('delete-all')", "不足 1 件"),
        (
            """insert into search_index (search_index, rowid, tokens)
            select 'delete', id, '人材' from search_entries""",
            "違う語",
        ),
    ],
)
def test_check_notices_an_index_out_of_step(db: Database, harm: str, problem: str) -> None:
    say(db, meet(db, "2021-04-21"), "参加者", "人材の育成")
    db.execute(harm)
    assert problem in "".join(search.check(db))
    search.rebuild(db)
    assert search.check(db) == []
    assert found(db, "人材") == ["人材の育成"]


def test_check_works_for_a_reader(tmp_path) -> None:
    store = open_store(tmp_path / "kaigiroku.db")
    with store.writing() as db:
        db.execute("insert into councils (id, name, created_at) values (1, '人材委員会', '')")
        say(db, meet(db, "2021-04-21"), "参加者", "人材の育成")
    with store.reading() as db:
        assert search.check(db) == []
        assert db.execute("pragma query_only").fetchone() == (1,)
        assert found(db, "人材") == ["人材の育成"]
    store.close()


HOSTILE = {
    "nul": "\0",
    "nul inside": "人\0材",
    "controls": "".join(map(chr, range(32))) + "\x7f\x9f",
    "half a character": "\ud83d人",
    "noncharacters": "\ufdd0\ufdd1\uffff\U0010fffe事務局",
    "long": "人材育成" * 2_500,
    "one character": "の" * 10_000,
    "a line": "─" * 10_000,
    "parentheses": "(" * 5_000,
    "closing": ")" * 5_000,
    "operators": "AND OR NOT NEAR",
    "minus": "-人材",
    "quote": '"',
    "quotes": '"' * 5_001,
    "apostrophe": "'; drop table remarks; --",
    "column": "tokens:人材",
    "prefix": "人*",
    "start": "^人材",
    "braces": "{tokens rowid}:人",
    "near": 'NEAR("人材" "育成", 5)',
    "expression": '"人材" OR "育成"',
    "regular expression": "(.*)+$",
    "like": "%_%",
    "emoji": "👨‍👩‍👧‍👦🏳️‍🌈",
    "right to left": "\u202e材人\u2066العربية\u2069",
    "zero width": "\u200b\u200c\u200d\ufeff",
    "accents": "e" + "\u0301" * 9_999,
    "long word": "a" * 10_000,
}


@pytest.mark.parametrize("typed", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_queries_are_answered(db: Database, typed: str) -> None:
    say(db, meet(db, "2021-04-21"), "参加者", "ほかの話" * 50, "の" * 500, "─" * 500, "(" * 500)
    began = time.monotonic()
    for query in (
        asked(typed),
        asked(by=(typed,)),
        asked("人材", typed, by=("事務局", typed)),
        asked(*typed),
    ):
        assert search.find(db, query, PUBLIC).total >= 0
    assert time.monotonic() - began < 5


@pytest.mark.parametrize(
    "typed", ["人材 OR 育成", "人*", "-人材", '"人材"', "tokens:人材", "人材 NOT 育成"]
)
def test_what_is_typed_is_never_syntax(db: Database, typed: str) -> None:
    say(db, meet(db, "2021-04-21"), "参加者", "人材", "育成", f"「{typed}」と書いた")
    assert found(db, typed) == [f"「{typed}」と書いた"]
