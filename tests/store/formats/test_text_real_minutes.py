"""The real minutes the product starts from, read beside the checkout; nothing of them is copied."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, time

import pytest

from store.formats import text
from store.formats.document import AgendaItem, Block, Document, Field, Remark


def cell(printed: str, label: str) -> str:
    """What stands behind a label in the file: names are read from there, never copied here."""
    return printed.partition(f"{label}\t")[2].partition("\n")[0]


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


def test_its_header_is_read(printed: str, document: Document) -> None:
    assert document.council == printed.split()[0]
    assert document.title == "令和3年度第1回"
    assert (document.fiscal_year, document.number) == (2021, 1)
    assert document.held_on == date(2021, 4, 21)
    assert (document.starts_at, document.ends_at) == (time(18, 25), time(19, 30))
    assert document.venue == cell(printed, "場所")
    assert (document.disclosure, document.disclosure_ground) == ("open", None)
    assert (document.observers, document.observer_count) == ("なし", 0)
    assert document.notices == ()


def test_its_members_stand_in_printed_order(printed: str, document: Document) -> None:
    members = [one for one in document.roll if one.kind == "member"]
    names = cell(printed, "出席者").partition(" (敬称略)")[0].split(", ")
    assert len(names) == 15
    assert [one.name for one in members] == names
    assert {(one.title, one.status) for one in members} == {(None, "present")}


def test_its_officers_have_their_divided_titles(printed: str, document: Document) -> None:
    officers = document.roll[15:]
    assert [(o.kind, o.department, o.section, o.unit, o.post) for o in officers] == [
        ("officer", "福祉保険部", None, None, "次長"),
        ("officer", "福祉保険部", "福祉保険課", None, "主幹"),
        ("officer", "福祉保険部", "福祉保険課", "地域福祉係", "主査"),
    ]
    named = " ".join(f"{one.title} {one.name}" for one in officers)
    assert cell(printed, "出席者").endswith(f"(敬称略) {named}")


def test_its_materials_have_their_full_titles(printed: str, document: Document) -> None:
    assert [one.label for one in document.materials] == ["資料1", "資料2", "資料3"]
    named = " ".join(f"{one.label} {one.title}" for one in document.materials)
    assert named == cell(printed, "会議資料")


def test_its_agenda_is_a_tree(printed: str, document: Document) -> None:
    agenda = [one for one in document.elements if isinstance(one, AgendaItem)]
    assert [(one.depth, one.number) for one in agenda] == [
        (1, "1"), (1, "2"), (2, "(1)"), (2, "(2)"), (1, "3"), (1, "4"),
    ]  # fmt: skip
    assert [agenda[n].title for n in (0, 1, 4, 5)] == ["開会", "議題", "その他", "閉会"]
    for one in agenda[2:4]:
        assert f"\n- {one.number} {one.title}\n" in printed


def test_its_blocks_and_remarks_are_counted_as_a_reader_counts_them(document: Document) -> None:
    assert blocks(document) == [
        (None, 1),
        ("事務局", 1), ("参加者", 1),
        ("事務局", 1), ("参加者", 3), ("事務局", 1), ("参加者", 3), ("事務局", 3), ("参加者", 1),
        ("参加者", 2), ("事務局", 1), ("参加者", 2), ("事務局", 2), ("参加者", 3), ("参加者", 2),
        ("事務局", 2), ("参加者", 4),
        ("事務局", 1),
    ]  # fmt: skip


def test_its_unbulleted_explanations_are_remarks_too(printed: str, document: Document) -> None:
    unbulleted = [one.body for one in document.elements if isinstance(one, Remark) and not one.lead]
    assert len(unbulleted) == 2
    for body in unbulleted:
        assert body.endswith("に基づき説明。")
        assert f"\n\n{body}\n\n" in printed


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
    written = text.render(replace(document, venue="霧浜市役所 第3会議室"))
    assert written == printed.replace(
        f"場所\t{cell(printed, '場所')}", "場所\t霧浜市役所 第3会議室"
    )


def test_a_changed_remark_changes_only_its_own_line(printed: str, document: Document) -> None:
    elements = list(document.elements)
    at = next(n for n, one in enumerate(elements) if isinstance(one, Remark) and n > 30)
    before = elements[at].body
    elements[at] = replace(elements[at], body="様々な機関との連携を検討する。")
    written = text.render(replace(document, elements=tuple(elements)))
    assert printed.count(before) == 1
    assert written == printed.replace(before, "様々な機関との連携を検討する。")


def test_someone_marked_absent_moves_to_the_end_of_the_cell(
    printed: str, document: Document
) -> None:
    absent = document.roll[0].name
    roll = (replace(document.roll[0], status="absent"), *document.roll[1:])
    written = text.render(replace(document, roll=roll))
    before = cell(printed, "出席者")
    after = f"{before.removeprefix(f'{absent}, ')} 欠席者 {absent}"
    assert written == printed.replace(before, after)
