"""The roll writer: what stands in 出席者, 欠席者 and 事務局 in each council's custom."""

import json
from collections.abc import Callable
from dataclasses import fields, replace
from datetime import time
from typing import Any, get_args

import pytest
from hypothesis import given as for_all
from hypothesis import strategies as st

from store.formats import rolls, text
from store.formats.document import Attendee, Field, Status
from store.formats.rolls import RollCustom, RollPerson
from store.formats.rolls.names import title

SATO = RollPerson(kind="member", name="佐藤 翔", reading="さとう しょう")
SUZUKI = RollPerson(kind="member", name="鈴木 薫", reading="すずき かおる", role="副会長")
TANAKA = RollPerson(kind="member", name="田中 茂", reading="たなか しげる", role="会長")
HIROOKA = RollPerson(
    kind="member", name="廣岡 葵", reading="ひろおか あおい", role="公募委員",
    affiliation="霧浜市町内会連合会",
)  # fmt: skip
OSHIMA = RollPerson(kind="officer", name="大島 守", department="福祉部", post="次長")
KINOSHITA = RollPerson(
    kind="officer", name="木下 要", department="福祉部", section="福祉課", post="課長"
)
KOGA = RollPerson(kind="officer", name="古賀 葉", title="福祉部福祉課地域福祉係主査")
LISTED = (HIROOKA, TANAKA, SATO, SUZUKI, KOGA, OSHIMA, KINOSHITA)
ABSENT = (replace(HIROOKA, status="absent"), TANAKA, replace(SATO, status="absent"), *LISTED[3:])

OFFICERS = "福祉部次長 大島 守 福祉部福祉課長 木下 要 福祉部福祉課地域福祉係主査 古賀 葉"
OFFICERS_IN_ROW = "福祉部次長 大島 守, 福祉部福祉課長 木下 要, 福祉部福祉課地域福祉係主査 古賀 葉"


@pytest.mark.parametrize(
    ("custom", "members"),
    [
        ({}, "佐藤 翔, 副会長 鈴木 薫, 会長 田中 茂, 廣岡 葵 (敬称略)"),
        (
            {"order": "chairs_first"},
            "会長 田中 茂, 副会長 鈴木 薫, 佐藤 翔, 廣岡 葵 (敬称略)",
        ),
        ({"order": "as_listed"}, "廣岡 葵, 会長 田中 茂, 佐藤 翔, 副会長 鈴木 薫 (敬称略)"),
        ({"roles": "none"}, "佐藤 翔, 鈴木 薫, 田中 茂, 廣岡 葵 (敬称略)"),
        ({"roles": "all"}, "佐藤 翔, 副会長 鈴木 薫, 会長 田中 茂, 公募委員 廣岡 葵 (敬称略)"),
        ({"roles": "marks"}, "佐藤 翔, ○鈴木 薫, ◎田中 茂, 廣岡 葵 (敬称略)"),
        (
            {"roles": "marks", "order": "chairs_first", "separator": "、"},
            "◎田中 茂、○鈴木 薫、佐藤 翔、廣岡 葵 (敬称略)",
        ),
        ({"honorific": ""}, "佐藤 翔, 副会長 鈴木 薫, 会長 田中 茂, 廣岡 葵"),
        ({"honorific": "委員"}, "佐藤 翔 委員, 鈴木 薫 副会長, 田中 茂 会長, 廣岡 葵 委員"),
        (
            {"honorific": "委員", "names": "surname", "separator": "、"},
            "佐藤委員、鈴木副会長、田中会長、廣岡委員",
        ),
        (
            {"honorific": "委員", "names": "surname", "roles": "marks", "separator": "、"},
            "佐藤委員、○鈴木委員、◎田中委員、廣岡委員",
        ),
        (
            {"honorific": "委員", "names": "surname", "roles": "none", "separator": "・"},
            "佐藤委員・鈴木委員・田中委員・廣岡委員",
        ),
        ({"separator": "、"}, "佐藤 翔、副会長 鈴木 薫、会長 田中 茂、廣岡 葵 (敬称略)"),
        ({"separator": "・"}, "佐藤 翔・副会長 鈴木 薫・会長 田中 茂・廣岡 葵 (敬称略)"),
        ({"names": "surname"}, "佐藤, 副会長 鈴木, 会長 田中, 廣岡 (敬称略)"),
        (
            {"affiliation": True},
            "佐藤 翔, 副会長 鈴木 薫, 会長 田中 茂, 廣岡 葵(霧浜市町内会連合会) (敬称略)",
        ),
        ({"members": "count"}, "委員4名"),
        (
            {"members": "both"},
            "委員4名 佐藤 翔, 副会長 鈴木 薫, 会長 田中 茂, 廣岡 葵 (敬称略)",
        ),
        ({"absentees": "inside"}, "佐藤 翔, 副会長 鈴木 薫, 会長 田中 茂, 廣岡 葵 (敬称略)"),
    ],
)
def test_everybody_is_here(custom: dict[str, Any], members: str) -> None:
    assert rolls.cells(LISTED, RollCustom(**custom)) == [("出席者", f"{members} {OFFICERS}")]


@pytest.mark.parametrize(
    ("custom", "rows"),
    [
        (
            {},
            [
                ("出席者", f"副会長 鈴木 薫, 会長 田中 茂 (敬称略) {OFFICERS}"),
                ("欠席者", "佐藤 翔, 廣岡 葵"),
            ],
        ),
        (
            {"absentees": "inside"},
            [
                (
                    "出席者",
                    f"副会長 鈴木 薫, 会長 田中 茂 (敬称略) {OFFICERS} 欠席者 佐藤 翔, 廣岡 葵",
                )
            ],
        ),
        (
            {"absentees": "omitted"},
            [("出席者", f"副会長 鈴木 薫, 会長 田中 茂 (敬称略) {OFFICERS}")],
        ),
        (
            {"members": "count", "absentees": "inside"},
            [("出席者", f"委員2名(欠席2名) {OFFICERS}")],
        ),
        (
            {"members": "count"},
            [("出席者", f"委員2名 {OFFICERS}"), ("欠席者", "委員2名")],
        ),
        (
            {"members": "count", "absentees": "omitted"},
            [("出席者", f"委員2名 {OFFICERS}")],
        ),
        (
            {"members": "both"},
            [
                ("出席者", f"委員2名 副会長 鈴木 薫, 会長 田中 茂 (敬称略) {OFFICERS}"),
                ("欠席者", "委員2名 佐藤 翔, 廣岡 葵"),
            ],
        ),
        (
            {"members": "both", "absentees": "inside", "honorific": "委員", "names": "surname"},
            [
                (
                    "出席者",
                    f"委員2名(欠席2名) 鈴木副会長, 田中会長 {OFFICERS} 欠席者 佐藤委員, 廣岡委員",
                )
            ],
        ),
        (
            {"officers": "own_row"},
            [
                ("出席者", "副会長 鈴木 薫, 会長 田中 茂 (敬称略)"),
                ("欠席者", "佐藤 翔, 廣岡 葵"),
                ("事務局", OFFICERS_IN_ROW),
            ],
        ),
        (
            {"officers": "own_row", "officers_label": "市側出席者", "absentees": "omitted"},
            [
                ("出席者", "副会長 鈴木 薫, 会長 田中 茂 (敬称略)"),
                ("市側出席者", OFFICERS_IN_ROW),
            ],
        ),
        (
            {"officers": "own_row", "officers_order": "as_listed", "absentees": "inside"},
            [
                ("出席者", "副会長 鈴木 薫, 会長 田中 茂 (敬称略) 欠席者 佐藤 翔, 廣岡 葵"),
                (
                    "事務局",
                    "福祉部福祉課地域福祉係主査 古賀 葉, 福祉部次長 大島 守, 福祉部福祉課長 木下 要",
                ),
            ],
        ),
        (
            {"order": "as_listed", "officers_order": "as_listed"},
            [
                (
                    "出席者",
                    "会長 田中 茂, 副会長 鈴木 薫 (敬称略) 福祉部福祉課地域福祉係主査 古賀 葉 "
                    "福祉部次長 大島 守 福祉部福祉課長 木下 要",
                ),
                ("欠席者", "廣岡 葵, 佐藤 翔"),
            ],
        ),
        (
            {"order": "chairs_first", "roles": "marks", "names": "surname", "separator": "、"},
            [("出席者", f"◎田中、○鈴木 (敬称略) {OFFICERS}"), ("欠席者", "佐藤、廣岡")],
        ),
    ],
)
def test_two_members_are_absent(custom: dict[str, Any], rows: list[tuple[str, str]]) -> None:
    assert rolls.cells(ABSENT, RollCustom(**custom)) == rows


@pytest.mark.parametrize(
    ("change", "called"),
    [
        ({"status": "late", "arrived_at": time(18, 40)}, "佐藤 翔(18:40から出席)"),
        ({"status": "late"}, "佐藤 翔(途中から出席)"),
        ({"status": "left_early", "left_at": time(19, 5)}, "佐藤 翔(19:05退席)"),
        ({"status": "left_early"}, "佐藤 翔(途中退席)"),
        (
            {"status": "late", "arrived_at": time(18, 40), "left_at": time(19, 5)},
            "佐藤 翔(18:40から19:05まで出席)",
        ),
        (
            {"status": "left_early", "arrived_at": time(9, 30), "left_at": time(10, 0)},
            "佐藤 翔(09:30から10:00まで出席)",
        ),
        ({"status": "proxy", "proxy_name": "森 茜"}, "佐藤 翔(代理 森 茜)"),
        ({"status": "proxy"}, "佐藤 翔(代理出席)"),
        ({"status": "online"}, "佐藤 翔(オンライン)"),
        # When somebody who was in time came through the door is nobody's business.
        ({"status": "present", "arrived_at": time(18, 20)}, "佐藤 翔"),
    ],
)
def test_what_was_particular_is_noted_behind_the_name(change: dict[str, Any], called: str) -> None:
    people = [replace(SATO, **change), SUZUKI]
    assert rolls.cells(people, RollCustom()) == [("出席者", f"{called}, 副会長 鈴木 薫 (敬称略)")]
    assert rolls.cells(people, RollCustom(notes=())) == [
        ("出席者", "佐藤 翔, 副会長 鈴木 薫 (敬称略)")
    ]


def test_only_the_chosen_notes_are_printed() -> None:
    people = [
        replace(SATO, status="proxy", proxy_name="森 茜"),
        replace(SUZUKI, status="online"),
        replace(TANAKA, status="late", arrived_at=time(18, 40)),
        replace(HIROOKA, status="left_early", left_at=time(19, 5)),
    ]
    assert rolls.cells(people, RollCustom(notes=("proxy", "left_early"))) == [
        (
            "出席者",
            "佐藤 翔(代理 森 茜), 副会長 鈴木 薫, 会長 田中 茂, 廣岡 葵(19:05退席) (敬称略)",
        )
    ]


def test_a_note_stands_behind_everything_else() -> None:
    people = [
        replace(SATO, status="online"),
        replace(SATO, name="佐藤 光", affiliation="霧浜大学", status="late"),
        replace(TANAKA, status="left_early", left_at=time(19, 5)),
    ]
    custom = RollCustom(
        order="as_listed", names="surname", honorific="委員", affiliation=True, separator="、"
    )
    assert rolls.cells(people, custom) == [
        (
            "出席者",
            "佐藤(翔)委員(オンライン)、佐藤(光)委員(霧浜大学)(途中から出席)、田中会長(19:05退席)",
        )
    ]


def test_an_officer_is_noted_and_may_be_absent_like_a_member() -> None:
    people = [SATO, replace(OSHIMA, status="online"), replace(KINOSHITA, status="absent")]
    assert rolls.cells(people, RollCustom()) == [
        ("出席者", "佐藤 翔 (敬称略) 福祉部次長 大島 守(オンライン)"),
        ("欠席者", "福祉部福祉課長 木下 要"),
    ]
    # An officer is no 委員, so a count does not swallow their name.
    assert rolls.cells(people, RollCustom(members="count", absentees="inside")) == [
        ("出席者", "委員1名 福祉部次長 大島 守(オンライン) 欠席者 福祉部福祉課長 木下 要")
    ]


def test_who_has_not_answered_is_neither_present_nor_absent() -> None:
    people = [SATO, replace(TANAKA, status="unanswered"), replace(SUZUKI, status="absent")]
    assert rolls.cells(people, RollCustom()) == [
        ("出席者", "佐藤 翔 (敬称略)"),
        ("欠席者", "副会長 鈴木 薫"),
    ]
    assert rolls.cells(people, RollCustom(members="count", absentees="inside")) == [
        ("出席者", "委員1名(欠席1名)")
    ]
    assert rolls.unsettled(people) == (people[1],)


def test_a_row_nobody_stands_in_is_left_out() -> None:
    own_row = RollCustom(officers="own_row")
    assert rolls.cells([], own_row) == []
    assert rolls.cells([KOGA], own_row) == [("事務局", "福祉部福祉課地域福祉係主査 古賀 葉")]
    assert rolls.cells([replace(SATO, status="absent")], own_row) == [("欠席者", "佐藤 翔")]
    counted = RollCustom(members="count", absentees="inside")
    assert rolls.cells([replace(SATO, status="absent")], counted) == [
        ("出席者", "委員0名(欠席1名)")
    ]


@pytest.mark.parametrize(
    ("names", "called"),
    [
        (["佐藤 翔", "鈴木 薫"], "佐藤、鈴木"),
        (["佐藤 翔", "佐藤 光"], "佐藤(翔)、佐藤(光)"),
        (["佐藤 太郎", "佐藤 太一", "佐藤 花子"], "佐藤(太郎)、佐藤(太一)、佐藤(花)"),
        (["佐藤 翔", "佐藤 翔太"], "佐藤(翔)、佐藤(翔太)"),
        (["佐藤　翔", "佐藤 光"], "佐藤(翔)、佐藤(光)"),
        # As they are registered these are two surnames.
        (["齋藤 翔", "斎藤 翔"], "齋藤、斎藤"),
        # Nobody can tell where an undivided name is to be divided.
        (["佐藤翔", "佐藤 光"], "佐藤翔、佐藤"),
        (["佐藤", "佐藤 光"], "佐藤、佐藤(光)"),
        # 葛󠄀 with the selector that says which of its forms is registered is one letter.
        (["佐藤 葛\U000e0100子", "佐藤 光"], "佐藤(葛\U000e0100)、佐藤(光)"),
    ],
)
def test_surnames_are_told_apart_where_needed(names: list[str], called: str) -> None:
    people = [RollPerson(kind="member", name=name) for name in names]
    custom = RollCustom(names="surname", separator="、", honorific="")
    assert rolls.cells(people, custom) == [("出席者", called)]


def test_an_absent_namesake_still_has_to_be_told_apart() -> None:
    people = [SATO, RollPerson(kind="member", name="佐藤 光", status="absent"), OSHIMA]
    assert rolls.cells(people, RollCustom(names="surname", honorific="委員")) == [
        ("出席者", "佐藤(翔)委員 福祉部次長 大島 守"),
        ("欠席者", "佐藤(光)委員"),
    ]


@pytest.mark.parametrize(
    "readings",
    [
        ["あおき", "いとう", "うえだ", "えんどう", "おおた"],
        ["わだ", "をがわ", "んだ"],
        # 清音, 濁音, 半濁音
        ["かとう", "かどう", "がとう", "がどう", "かない"],
        ["はやし", "ばやし", "ぱやし", "ひだ"],
        ["たかもり", "たがもり", "たかやま"],
        # The small letters count as letters; only otherwise equal readings are told apart by size.
        ["しょうじ", "しようじ", "じょうじ", "しようた"],
        ["はつとり", "はっとりだ", "はつとりや"],
        # ー is the vowel before it
        ["おおた", "オータム", "おおの"],
        ["サトー", "さとお", "さとおや", "さとか"],
        # 片仮名, half width and ゝ are the same letters
        ["アオキ", "ｲﾄｳ", "ウエダ", "ｶﾞﾄｳ", "がな"],
        ["すず", "すゞき", "すずこ"],
        # The surname decides before the given name does.
        ["はやし きんいち", "はやし わたる", "はやしだ あき"],
        ["かとう やすし", "がとう あきら"],
        ["すみす　じょん", "スミス・メアリー"],
    ],
)
def test_readings_stand_in_the_order_of_the_syllabary(readings: list[str]) -> None:
    backwards = readings[::-1]
    assert sorted(backwards, key=rolls.reading_order) == readings


def test_a_member_without_a_reading_stands_last_as_listed() -> None:
    people = [
        RollPerson(kind="member", name="渡辺 渚"),
        TANAKA,
        RollPerson(kind="member", name="阿部 司", reading="　"),
        RollPerson(kind="member", name="伊藤 空", reading="伊藤"),
        SATO,
        OSHIMA,
    ]
    assert rolls.cells(people, RollCustom(officers="own_row"))[0] == (
        "出席者",
        "佐藤 翔, 会長 田中 茂, 渡辺 渚, 阿部 司, 伊藤 空 (敬称略)",
    )
    assert [one.name for one in rolls.without_reading(people)] == ["渡辺 渚", "阿部 司", "伊藤 空"]


def test_the_chair_is_first_even_without_a_reading() -> None:
    chair = RollPerson(kind="member", name="渡辺 渚", role="座長")
    [(_, cell)] = rolls.cells([SATO, chair], RollCustom(order="chairs_first"))
    assert cell == "座長 渡辺 渚, 佐藤 翔 (敬称略)"


@pytest.mark.parametrize(
    ("role", "called"),
    [
        ("会長", "◎田中 茂"),
        ("委員長", "◎田中 茂"),
        ("部会長", "◎田中 茂"),
        ("座長", "◎田中 茂"),
        ("副会長", "○田中 茂"),
        ("副委員長", "○田中 茂"),
        ("副部会長", "○田中 茂"),
        ("副座長", "○田中 茂"),
        ("会長職務代理者", "○田中 茂"),
        ("職務代理者", "○田中 茂"),
        ("委員", "田中 茂"),
        ("公募委員", "田中 茂"),
        ("オブザーバー", "オブザーバー 田中 茂"),
        # Who chairs another body does not chair this one.
        ("町内会長", "町内会長 田中 茂"),
    ],
)
def test_the_marks_are_for_who_chairs_this_body(role: str, called: str) -> None:
    chair = replace(TANAKA, role=role)
    [(_, cell)] = rolls.cells([chair], RollCustom(roles="marks"))
    assert cell == f"{called} (敬称略)"


@pytest.mark.parametrize(
    ("parts", "whole"),
    [
        ({"department": "福祉部", "post": "部長"}, "福祉部長"),
        ({"department": "福祉部", "post": "次長"}, "福祉部次長"),
        ({"department": "福祉部", "section": "福祉課", "post": "課長"}, "福祉部福祉課長"),
        ({"section": "福祉課", "post": "課長補佐"}, "福祉課長補佐"),
        ({"section": "福祉課", "post": "主幹"}, "福祉課主幹"),
        ({"section": "福祉課", "unit": "地域係", "post": "係長"}, "福祉課地域係長"),
        ({"department": "教育委員会事務局", "post": "事務局長"}, "教育委員会事務局長"),
        ({"section": "みどり図書館", "post": "館長"}, "みどり図書館長"),
        ({"department": "福祉部"}, "福祉部"),
        ({"title": "福祉部福祉課長", "department": "福祉部", "post": "課長"}, "福祉部福祉課長"),
        ({}, ""),
    ],
)
def test_a_title_is_joined_without_blanks(parts: dict[str, str], whole: str) -> None:
    officer = RollPerson(kind="officer", name="大島 守", **parts)
    assert title(officer) == whole
    assert rolls.cells([officer], RollCustom()) == [("出席者", f"{whole} 大島 守".strip())]


@pytest.mark.parametrize(
    ("titles", "ranked"),
    [
        ("主査 主幹 課長 次長 部長", "部長 次長 課長 主幹 主査"),
        ("主事 主任 係長 副主幹 課長補佐", "課長補佐 副主幹 係長 主任 主事"),
        ("総務部長 副市長 市長 教育長", "市長 副市長 教育長 総務部長"),
        # The same rank keeps the order given; an unknown post comes last.
        ("福祉課主査 総務課主査 学芸員 子ども課長 福祉課長", "子ども課長 福祉課長 福祉課主査 総務課主査 学芸員"),
        # The first of two posts decides.
        ("福祉課長 福祉部次長兼主幹", "福祉部次長兼主幹 福祉課長"),
    ],
)  # fmt: skip
def test_officers_stand_by_rank(titles: str, ranked: str) -> None:
    people = [RollPerson(kind="officer", name="某", title=one) for one in titles.split()]
    in_rank = [one.title for one in rolls.in_order(people, RollCustom())]
    assert in_rank == ranked.split()


@pytest.mark.parametrize(
    ("count", "press", "cell"),
    [
        (0, 0, "なし"),
        (1, 0, "1名"),
        (2, 1, "2名(うち報道機関1名)"),
        (12, 12, "12名(うち報道機関12名)"),
    ],
)
def test_observers_are_only_counted(count: int, press: int, cell: str) -> None:
    assert rolls.observers(count, press) == cell


def asahikawa(given: Callable[[str], str]) -> tuple[tuple[Attendee, ...], str]:
    """The real roll as it is read, and its cell as it is printed."""
    document = text.read(given("asahikawa_r3_1.txt"))
    [cell] = [
        one.value for one in document.elements if isinstance(one, Field) and one.kind == "roll"
    ]
    assert len(document.roll) == 18
    return document.roll, cell


def test_the_real_cell_is_written_to_the_letter(given: Callable[[str], str]) -> None:
    people, cell = asahikawa(given)
    assert rolls.cells(map(rolls.person, people), RollCustom()) == [("出席者", cell)]


def test_the_real_cell_with_one_absent_one_late_one_by_proxy(given: Callable[[str], str]) -> None:
    people, cell = asahikawa(given)
    absent, late, proxy = people[3].name, people[7].name, people[14].name
    roll = [rolls.person(one) for one in people]
    roll[3] = replace(roll[3], status="absent", excused=True)
    roll[7] = replace(roll[7], status="late", arrived_at=time(18, 40))
    roll[14] = replace(roll[14], status="proxy", proxy_name="森 茜")
    printed = (
        cell.replace(f"{absent}, ", "")
        .replace(f"{late}, ", f"{late}(18:40から出席), ")
        .replace(f"{proxy} (", f"{proxy}(代理 森 茜) (")
    )
    assert rolls.cells(roll, RollCustom()) == [("出席者", printed), ("欠席者", absent)]


def test_a_roll_in_our_form_is_read_again() -> None:
    rows = dict(rolls.cells(ABSENT, RollCustom()))
    printed = "みどり市緑化懇話会 会議録\n" + "".join(f"{k}\t{v}\n" for k, v in rows.items())
    assert [(one.name, one.title, one.status) for one in text.read(printed).roll] == [
        ("鈴木 薫", "副会長", "present"),
        ("田中 茂", "会長", "present"),
        ("大島 守", "福祉部次長", "present"),
        ("木下 要", "福祉部福祉課長", "present"),
        ("古賀 葉", "福祉部福祉課地域福祉係主査", "present"),
        ("佐藤 翔", None, "absent"),
        ("廣岡 葵", None, "absent"),
    ]


def test_a_custom_is_kept_as_json() -> None:
    custom = RollCustom(order="chairs_first", roles="marks", notes=("proxy",), affiliation=True)
    assert RollCustom.from_dict(json.loads(json.dumps(custom.to_dict()))) == custom
    assert RollCustom.from_dict({}) == RollCustom()
    assert RollCustom.from_dict({"separator": "、", "of a later version": 1}) == RollCustom(
        separator="、"
    )


@pytest.mark.parametrize(
    "kept",
    [
        {"order": "いろは順"},
        {"separator": "/"},
        {"notes": ["excused"]},
        {"affiliation": "yes"},
        {"officers_label": None},
    ],
)
def test_a_custom_nobody_could_have_chosen_is_not_read(kept: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=next(iter(kept))):
        RollCustom.from_dict(kept)


# --- Whatever the custom and whoever came. Names, proxies and the writer's own words share no letter.

CUSTOMS = st.builds(
    RollCustom,
    **{
        one.name: st.sampled_from(get_args(one.type))
        for one in fields(RollCustom)
        if one.name not in ("notes", "affiliation", "officers_label")
    },
    notes=st.sets(st.sampled_from(["late", "left_early", "proxy", "online"])).map(tuple),
    affiliation=st.booleans(),
)
# No given name begins like a surname, so no name stands across the border of two others.
SURNAME = [st.sampled_from("甲乙丙")] * 2
GIVEN = [st.sampled_from("丁戊己")] * 2
PEOPLE = st.lists(
    st.builds(
        RollPerson,
        kind=st.sampled_from(["member", "officer"]),
        name=st.builds("{}{} {}{}".format, *SURNAME, *GIVEN),
        reading=st.none() | st.text("あかがぁーアｱ 阿", max_size=4),
        role=st.sampled_from([None, "委員", "会長", "副会長", "公募委員", "アドバイザー"]),
        title=st.sampled_from([None, "福祉部長", "福祉課主査", "参与"]),
        section=st.sampled_from([None, "福祉課"]),
        post=st.sampled_from([None, "課長", "主幹"]),
        affiliation=st.sampled_from([None, "霧浜市社会福祉協議会"]),
        status=st.sampled_from(get_args(Status)),
        arrived_at=st.none() | st.times(),
        left_at=st.none() | st.times(),
        proxy_name=st.none() | st.just("森 茜"),
        excused=st.booleans(),
    ),
    unique_by=lambda one: one.name,
    max_size=12,
)


@for_all(PEOPLE, CUSTOMS)
def test_everyone_is_printed_once_and_in_their_own_place(
    people: list[RollPerson], custom: RollCustom
) -> None:
    custom = replace(custom, names="full", members="names")
    written = "\n".join(f"{label}\t{cell}" for label, cell in rolls.cells(people, custom))
    for one in people:
        absent = one.status == "absent" and custom.absentees != "omitted"
        here = one.status not in ("absent", "unanswered")
        assert written.count(one.name) == (1 if here or absent else 0)
        if absent:
            assert written.index("欠席者") < written.index(one.name)
    assert {one.name for one in rolls.unsettled(people)} == {
        one.name for one in people if one.status == "unanswered"
    }


@for_all(PEOPLE, CUSTOMS)
def test_two_people_are_never_called_alike(people: list[RollPerson], custom: RollCustom) -> None:
    custom = replace(custom, names="surname", members="names", notes=(), absentees="own_row")
    custom = replace(custom, roles="none", affiliation=False, honorific="", separator="、")
    members = [one for one in people if one.kind == "member" and one.status != "unanswered"]
    called = [name for _, cell in rolls.cells(members, custom) for name in cell.split("、")]
    assert len(set(called)) == len(called) == len(members)


def test_a_roll_has_no_room_for_a_reason_or_an_address() -> None:
    assert [one.name for one in fields(RollPerson)] == [
        "kind", "name", "reading", "role", "title", "department", "section", "unit", "post",
        "affiliation", "status", "arrived_at", "left_at", "proxy_name", "excused",
    ]  # fmt: skip


@for_all(PEOPLE, CUSTOMS)
def test_nobody_can_see_who_was_excused(people: list[RollPerson], custom: RollCustom) -> None:
    turned = [replace(one, excused=not one.excused) for one in people]
    assert rolls.cells(turned, custom) == rolls.cells(people, custom)


@for_all(PEOPLE, CUSTOMS)
def test_every_order_keeps_everybody(people: list[RollPerson], custom: RollCustom) -> None:
    ordered = rolls.in_order(people, custom)
    assert sorted(one.name for one in ordered) == sorted(one.name for one in people)
    assert RollCustom.from_dict(json.loads(json.dumps(custom.to_dict()))) == custom
