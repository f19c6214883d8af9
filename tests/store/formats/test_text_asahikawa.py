"""The real minutes the product starts from: every value is written out by hand."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, time

import pytest

from store.formats import text
from store.formats.document import AgendaItem, Attendee, Block, Document, Field, Material, Remark

MEMBERS = [
    "鬼塚 晃任", "鎌本 かおり", "川口 勤", "神田 典行", "菊池 亮汰", "齋藤 建児", "佐々木 和雄", "高森 崇",
    "玉田 昌嗣", "林 欽一", "飛驒 晶子", "廣岡 輝恵", "廣長 賢治", "堀川 沙織", "吉政 文代",
]  # fmt: skip


@pytest.fixture
def printed(given: Callable[[str], str]) -> str:
    return given("asahikawa_r3_1.txt")


@pytest.fixture
def document(printed: str) -> Document:
    return text.read(printed)


def blocks(document: Document) -> list[tuple[str | None, int]]:
    """The label of each block with the number of its remarks."""
    counted: list[tuple[str | None, int]] = []
    for element in document.elements:
        if isinstance(element, Block):
            counted.append((element.label, 0))
        elif isinstance(element, Remark):
            counted[-1] = (counted[-1][0], counted[-1][1] + 1)
    return counted


def test_it_is_written_back_to_the_letter(printed: str, document: Document) -> None:
    assert text.render(document) == printed


def test_its_header_is_read(document: Document) -> None:
    assert document.council == "旭川市福祉のまちづくりに関する懇話会"
    assert document.title == "令和3年度第1回"
    assert (document.fiscal_year, document.number) == (2021, 1)
    assert document.held_on == date(2021, 4, 21)
    assert (document.starts_at, document.ends_at) == (time(18, 25), time(19, 30))
    assert document.venue == "旭川市民文化会館 第2会議室"
    assert (document.disclosure, document.disclosure_ground) == ("open", None)
    assert (document.observers, document.observer_count) == ("なし", 0)
    assert document.notices == ()


def test_its_members_stand_in_printed_order_with_their_registered_signs(document: Document) -> None:
    members = [one for one in document.roll if one.kind == "member"]
    assert [one.name for one in members] == MEMBERS
    assert {(one.title, one.status) for one in members} == {(None, "present")}


def test_its_officers_have_their_divided_titles(document: Document) -> None:
    assert document.roll[15:] == (
        Attendee(
            kind="officer", name="小島 浩吉志", title="福祉保険部次長", department="福祉保険部", post="次長"
        ),
        Attendee(
            kind="officer", name="古川 雄輔", title="福祉保険部福祉保険課主幹",
            department="福祉保険部", section="福祉保険課", post="主幹",
        ),
        Attendee(
            kind="officer", name="柴田 淳", title="福祉保険部福祉保険課地域福祉係主査",
            department="福祉保険部", section="福祉保険課", unit="地域福祉係", post="主査",
        ),
    )  # fmt: skip


def test_its_materials_have_their_full_titles(document: Document) -> None:
    assert document.materials == (
        Material(
            label="資料1",
            title="(仮称)福祉のまちづくり条例骨子(案)令和2年度第2回懇話会発言等対応内容",
        ),
        Material(label="資料2", title="(仮称)福祉のまちづくり条例骨子(案)新旧対照表"),
        Material(
            label="資料3",
            title="地域住民の複雑化・複合化した支援ニーズに対応する市町村の重層的な支援体制の構築の支援"
            "(令和2年度 地域共生社会の実現に向けた市町村における包括的な支援体制の整備に関する"
            "全国担当者会議資料 抜粋)",
        ),
    )


def test_its_agenda_is_a_tree(document: Document) -> None:
    agenda = [one for one in document.elements if isinstance(one, AgendaItem)]
    assert [(one.depth, one.number, one.title) for one in agenda] == [
        (1, "1", "開会"),
        (1, "2", "議題"),
        (2, "(1)", "(仮称)福祉のまちづくり条例骨子(案)について"),
        (2, "(2)", "重層的支援体制整備事業について"),
        (1, "3", "その他"),
        (1, "4", "閉会"),
    ]


def test_its_blocks_and_remarks_are_counted_as_a_reader_counts_them(document: Document) -> None:
    assert blocks(document) == [
        (None, 1),
        ("事務局", 1), ("参加者", 1),
        ("事務局", 1), ("参加者", 3), ("事務局", 1), ("参加者", 3), ("事務局", 3), ("参加者", 1),
        ("参加者", 2), ("事務局", 1), ("参加者", 2), ("事務局", 2), ("参加者", 3), ("参加者", 2),
        ("事務局", 2), ("参加者", 4),
        ("事務局", 1),
    ]  # fmt: skip


def test_its_unbulleted_explanations_are_remarks_too(document: Document) -> None:
    unbulleted = [one.body for one in document.elements if isinstance(one, Remark) and not one.lead]
    assert unbulleted == [
        "福祉保険課主幹から資料1～2に基づき説明。",
        "福祉保険課主幹から資料3に基づき説明。",
    ]


def test_its_header_is_the_house_form(document: Document) -> None:
    printed = [one for one in document.elements if isinstance(one, Field)]
    house = text.house_header(document)
    assert [(one.kind, one.label, one.value) for one in house] == [
        (one.kind, one.label, one.value) for one in printed
    ]


def test_all_of_it_is_the_house_form_but_the_bullets(printed: str, document: Document) -> None:
    fresh = [
        replace(one, lead=None, tail=None)
        for one in document.elements
        if not isinstance(one, Field)
    ]
    written = text.render(replace(document, elements=tuple(fresh)))
    # The real file begins with blank lines, has no last line end, and forgets some bullets' dots.
    expected = printed.strip("\n") + "\n"
    expected = expected.replace("\n- ・", "\n- ").replace("\n福祉保険課主幹", "\n- 福祉保険課主幹")
    assert written.replace("\n- ・", "\n- ") == expected


def test_a_new_venue_changes_only_its_own_line(printed: str, document: Document) -> None:
    written = text.render(replace(document, venue="旭川市役所 第3会議室"))
    assert written == printed.replace("旭川市民文化会館 第2会議室", "旭川市役所 第3会議室")


def test_a_changed_remark_changes_only_its_own_line(printed: str, document: Document) -> None:
    elements = list(document.elements)
    [at] = [
        at
        for at, one in enumerate(elements)
        if isinstance(one, Remark)
        and one.body == "様々な機関とのつながりや連携を、どのようにできるか検討していきたい。"
    ]
    elements[at] = replace(elements[at], body="様々な機関との連携を検討する。")
    written = text.render(replace(document, elements=tuple(elements)))
    assert written == printed.replace(
        "様々な機関とのつながりや連携を、どのようにできるか検討していきたい。",
        "様々な機関との連携を検討する。",
    )


def test_someone_marked_absent_moves_to_the_end_of_the_cell(
    printed: str, document: Document
) -> None:
    roll = (replace(document.roll[0], status="absent"), *document.roll[1:])
    written = text.render(replace(document, roll=roll))
    assert written == printed.replace("出席者\t鬼塚 晃任, ", "出席者\t").replace(
        "地域福祉係主査 柴田 淳\n", "地域福祉係主査 柴田 淳 欠席者 鬼塚 晃任\n"
    )
