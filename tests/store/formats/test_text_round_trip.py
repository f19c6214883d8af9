"""Whatever is read is written back to the letter: properties over texts nobody wrote."""

import random
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store.formats import text
from store.formats.document import Document

LINES = [
    "みどり市緑化懇話会 会議録（令和5年度第1回）", "令和5年度 第1回みどり市緑化懇話会", "日時\t令和5年5月10日（水） 10:00～11:30",
    "日時", "令和5年5月10日", "午前10時00分", "場所：市役所", "場　所", "○場所 公民館", "1 日時 | 令和5年5月10日 |", "---|---|", "|",
    "出席者\t佐藤 一郎, 鈴木 花子 (敬称略) 緑化課主査 田中 次郎", "出席者", "委員長  佐藤 一郎", "委 員  鈴木花子、田中次郎",
    "欠席者 なし", "事務局  加納館長", "傍聴者 2名", "○傍 聴(4名)", "(傍聴者 0人)", "公 開", "会議の", "公開・", "非公開",
    "会議資料\t次第 資料1 計画 資料2 予算", "会議内容", "次第", "4 議題", "1 開会", "2.議 事", "- (1) 計画について", "(2)その他",
    "⑴教育", "①一つ目", "開会", "閉会", "◎諸般の報告", "日程第１　会期", "(事務局)", "（委員1）はい。", "○会長　始めます。", "○佐藤",
    "【佐藤会長】", "【異議なし】", "<説明>", "-資料の確認-", "事務局)", "佐藤)", "委　員：はい。", "座長", "久我会長(村長)",
    "- ・一つ目。", "・二つ目", "  - 三つ目", "はい。", "　字下げの行。", "終わりのない行", "6", "－9 －", "──────", "…………",
    "○会長  では。 ○委員11  はい。 ○事務局(Q)  ええ。", "1.議題 (1)件 -説明- (事務局)はい。 (委員)よい。", "\r", " ", "　", "\ufeff", "",
]  # fmt: skip


def assert_written_back(printed: str) -> Document | None:
    try:
        document = text.read(printed)
    except text.Unreadable:
        return None
    assert text.render(document) == printed
    return document


@settings(max_examples=600, deadline=None)
@given(
    st.lists(st.sampled_from(LINES), max_size=24),
    st.sampled_from(["\n", "\n\n", "\r\n", " \n", " "]),
    st.sampled_from(["", "\n", "\n\n", " "]),
)
def test_lines_in_any_order_are_written_back(lines: list[str], between: str, end: str) -> None:
    assert_written_back(between.join(lines) + end)


@settings(max_examples=300, deadline=None)
@given(
    st.text(
        st.sampled_from("会議録日時場所(（)）○【】1１. 　\t\n\r:：|-・。、委員長令和5年月日第回"),
        max_size=120,
    )
)
def test_signs_in_any_order_are_written_back(signs: str) -> None:
    assert_written_back("みどり市緑化懇話会 会議録\n" + signs)
    assert_written_back("1 開会\n(会長)\n" + signs)


def test_texts_of_realistic_lines_are_mostly_accepted() -> None:
    draw = random.Random(7)
    accepted = sum(
        assert_written_back("\n".join(draw.choices(LINES, k=20))) is not None for _ in range(400)
    )
    assert accepted > 100, "the property needs texts that are read to mean something"


@pytest.mark.parametrize(
    "name",
    [
        "asahikawa_r3_1.txt",
        "shapes/s01_stacked_labels_paren_dialog.txt",
        "shapes/s02_pipe_table_nested_bullets.txt",
        "shapes/s03_inline_speakers_in_one_paragraph.txt",
        "shapes/s04_numbered_header_numbered_members.txt",
        "shapes/s05_half_bracket_speakers.txt",
        "shapes/s06_colon_and_inconsistent_labels.txt",
        "shapes/s07_circle_used_for_header_and_speaker.txt",
        "shapes/s08_whole_document_on_one_line.txt",
    ],
)
def test_given_minutes_changed_at_random_are_written_back(
    name: str, given: Callable[[str], str]
) -> None:
    printed = given(name)
    draw = random.Random(name)
    accepted = 0
    for _ in range(60):
        changed = list(printed)
        for _ in range(draw.randint(1, 12)):
            at = draw.randrange(len(changed))
            match draw.randrange(4):
                case 0:
                    del changed[at]
                case 1:
                    changed.insert(at, draw.choice(" 　\n\r\t()（）○:：|1。、"))
                case 2:
                    changed[at] = draw.choice(changed)
                case _:
                    to = draw.randrange(len(changed))
                    changed[at:at] = changed[to : to + 30]
        accepted += assert_written_back("".join(changed)) is not None
    assert accepted > 5
