"""Fifteen real texts nobody here shaped: read to the letter with sensible blocks, or refused in a sentence."""

from collections import Counter
from collections.abc import Callable

import pytest

from store.formats import text
from store.formats.document import Block, Document


def speakers(document: Document) -> Counter[str]:
    return Counter(one.label for one in document.elements if isinstance(one, Block) and one.label)


@pytest.mark.parametrize(
    ("name", "blocks", "first", "turns"),
    [
        ("01_hakodate_plenary_R6-1.txt", 20, "議長（吉田崇仁）", 15),
        ("03_sumida_emergency_R6-12.txt", 23, "議長（佐藤篤）", 19),
        ("05_sendai_dx_committee_R6-12-26.txt", 50, "デジタル戦略推進部長", 10),
        ("07_katsushika_plenary_R7-1.txt", 33, "伊藤よしのり議長", 24),
        ("09_meguro_plenary_R7-1.txt", 25, "おのせ康裕議長", 10),
        ("10_tokyo_shinginko_committee.txt", 15, "山下委員長", 10),
        ("14_otaru_plenary_H31-1.txt", 138, "議長（鈴木喜明）", 88),
        ("19_mlit_ijuu_nichiiki_1_2023-10-19.txt", 21, "出水企画専門官", 6),
        ("22_cao_kisei_25-10-03.txt", 14, "平大臣", 1),
    ],
)
def test_speakers_are_those_the_index_counts(
    given: Callable[[str], str], name: str, blocks: int, first: str, turns: int
) -> None:
    printed = given(f"real/{name}")
    document = text.read(printed)
    found = speakers(document)
    assert (sum(found.values()), found[first]) == (blocks, turns)
    assert text.render(document) == printed


def test_the_diet_is_read_with_its_line_ends(given: Callable[[str], str]) -> None:
    printed = given("real/17_diet_yosan_2020-06-10.txt")
    document = text.read(printed)
    assert speakers(document)["安倍内閣総理大臣"] == 25
    assert speakers(document)["棚橋委員長"] == 24
    assert text.render(document) == printed


@pytest.mark.parametrize(
    ("name", "line", "sentence"),
    [
        (
            "29_kodaira_kanjicho_kaigi_R2-05-25.md.txt",
            4,
            "曜日が合いません。令和2年5月25日は月曜日ですが、「木」と書かれています。日付か曜日を直してください。",
        ),
        *(
            (
                name,
                None,
                "会議録の形をしていません。題名（○○会議録）、日時、出席者などの見出しがあるか確かめてください。",
            )
            for name in (
                "27_kantei_press_2026-02-18.txt",
                "30_fragment_kamogawa.txt",
                "34_aichi_a_touron.txt",
                "41_numazu_excerpt.txt",
            )
        ),
    ],
)
def test_what_lacks_a_header_or_contradicts_itself_is_refused(
    given: Callable[[str], str], name: str, line: int | None, sentence: str
) -> None:
    with pytest.raises(text.Unreadable) as refused:
        text.read(given(f"real/{name}"))
    assert (refused.value.line, refused.value.sentence) == (line, sentence)
