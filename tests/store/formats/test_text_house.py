"""The house form: what was never read from a file is written as our own minutes are."""

from dataclasses import replace
from datetime import date, time

import pytest

from store.formats import text
from store.formats.document import (
    AgendaItem,
    Attendee,
    Block,
    Document,
    Field,
    Material,
    Passage,
    Remark,
)
from tests.store.formats.outline import member, people, said

HELD = Document(
    council="みどり市緑化懇話会",
    title="令和5年度第2回",
    fiscal_year=2023,
    number=2,
    held_on=date(2023, 8, 9),
    starts_at=time(10, 0),
    ends_at=time(11, 30),
    venue="みどり市役所 第1会議室",
    disclosure="partly_closed",
    disclosure_ground="条例第7条第4号に該当するため",
    observers="2名(うち報道機関1名)",
    observer_count=2,
    materials=(Material(label=None, title="次第"), Material(label="資料1", title="緑の計画(案)")),
    roll=(
        member("佐藤 一郎", "会長"),
        member("齋藤 花子"),
        Attendee(kind="member", name="鈴木 三郎", status="absent"),
        Attendee(
            kind="officer", name="田中 次郎", title="緑政部緑化課主査",
            department="緑政部", section="緑化課", post="主査",
        ),
    ),
    elements=(
        AgendaItem(depth=1, number="1", title="開会"),
        Block(),
        Remark(body="会長挨拶"),
        AgendaItem(depth=1, number="2", title="議題"),
        AgendaItem(depth=2, number="(1)", title="緑の計画について"),
        Block(label="事務局"),
        Remark(body="資料1に基づき説明した。"),
        Block(label="参加者"),
        Remark(body="木が足りない。"),
        Remark(body="一行目。\n二行目。"),
        Passage(kind="action", body="【異議なし】"),
        Block(label="参加者"),
        Remark(body="水も足りない。"),
        AgendaItem(depth=1, number="3", title="閉会"),
    ),
)  # fmt: skip

PRINTED = """\
みどり市緑化懇話会 会議録（令和5年度第2回）

日時	令和5年8月9日（水） 10:00～11:30
場所	みどり市役所 第1会議室
出席者	会長 佐藤 一郎, 齋藤 花子 (敬称略) 緑政部緑化課主査 田中 次郎
欠席者	鈴木 三郎
会議の公開・非公開	一部非公開（条例第7条第4号に該当するため）
傍聴者	2名(うち報道機関1名)
会議資料	次第 資料1 緑の計画(案)

1 開会

- ・会長挨拶

2 議題

- (1) 緑の計画について
(事務局)

- ・資料1に基づき説明した。

(参加者)

- ・木が足りない。
- ・一行目。
  二行目。

【異議なし】

(参加者)

- ・水も足りない。

3 閉会
"""


def test_a_meeting_recorded_in_slack_is_written_in_the_house_form() -> None:
    assert text.render(HELD) == PRINTED


def test_the_house_form_is_read_again_with_the_same_values() -> None:
    read = text.read(PRINTED)
    for name in (
        "council", "title", "fiscal_year", "number", "held_on", "starts_at", "ends_at", "venue", "disclosure",
        "disclosure_ground", "observers", "observer_count", "materials",
    ):  # fmt: skip
        assert getattr(read, name) == getattr(HELD, name), name
    assert sorted(people(read), key=str) == sorted(people(HELD), key=str)
    assert said(read) == said(HELD)
    assert text.render(read) == PRINTED


def test_what_is_unknown_is_left_out_of_the_house_header() -> None:
    written = text.render(Document(council="みどり市緑化懇話会", elements=(Remark(body="はい。"),)))
    assert written == "みどり市緑化懇話会 会議録\n\n- ・はい。\n"


def test_an_empty_document_is_an_empty_text() -> None:
    assert text.render(Document()) == ""


@pytest.mark.parametrize(
    ("changes", "before", "after"),
    [
        ({"venue": "公民館"}, "場所\tみどり市役所 第1会議室\n", "場所\t公民館\n"),
        (
            {"held_on": date(2023, 8, 10)},
            "日時\t令和5年8月9日（水） 10:00～11:30",
            "日時\t令和5年8月10日（木） 10:00～11:30",
        ),
        ({"ends_at": time(12)}, "10:00～11:30", "10:00～12:00"),
        (
            {"title": "令和5年度第3回", "number": 3},
            "会議録（令和5年度第2回）",
            "会議録（令和5年度第3回）",
        ),
        (
            {"observers": "なし", "observer_count": 0},
            "傍聴者\t2名(うち報道機関1名)",
            "傍聴者\tなし",
        ),
        (
            {"disclosure": "open", "disclosure_ground": None},
            "一部非公開（条例第7条第4号に該当するため）",
            "公開",
        ),
        ({"materials": ()}, "会議資料\t次第 資料1 緑の計画(案)", "会議資料\t"),
        (
            {"roll": HELD.roll[1:]},
            "会長 佐藤 一郎, 齋藤 花子 (敬称略)",
            "齋藤 花子 (敬称略)",
        ),
    ],
)
def test_a_changed_value_changes_its_own_field_only(
    changes: dict[str, object], before: str, after: str
) -> None:
    read = text.read(PRINTED)
    if "roll" in changes:
        changes = {"roll": tuple(one for one in read.roll if one.name != "佐藤 一郎")}
    assert text.render(replace(read, **changes)) == PRINTED.replace(before, after)


def test_a_field_keeps_its_own_words_while_they_say_the_same() -> None:
    printed = "みどり市緑化懇話会議事録\n日時：Ｒ５．８．９（水曜日）午前１０時より\n場所：市役所\n"
    read = text.read(printed)
    assert text.render(replace(read, venue="公民館")) == printed.replace("市役所", "公民館")


def test_a_renamed_item_and_label_are_written_in_the_house_form() -> None:
    printed = "みどり市緑化懇話会 会議録\n\n１．開　会\n委　員：はい。\n"
    read = text.read(printed)
    elements = [
        replace(one, title="議題") if isinstance(one, AgendaItem)
        else replace(one, label="参加者") if isinstance(one, Block) else one
        for one in read.elements
    ]  # fmt: skip
    written = text.render(replace(read, elements=tuple(elements)))
    assert written == "みどり市緑化懇話会 会議録\n\n１ 議題\n(参加者)はい。\n"


def test_a_new_remark_among_printed_ones_changes_nothing_else() -> None:
    read = text.read(PRINTED)
    elements = list(read.elements)
    at = next(at for at, one in enumerate(elements) if isinstance(one, Remark) and "木" in one.body)
    elements.insert(at + 1, Remark(body="花も足りない。"))
    written = text.render(replace(read, elements=tuple(elements)))
    assert written == PRINTED.replace(
        "- ・木が足りない。\n", "- ・木が足りない。\n- ・花も足りない。\n"
    )


def test_a_new_block_at_the_end_is_parted_by_a_blank_line() -> None:
    read = text.read("みどり市緑化懇話会 会議録\n\n1 開会\n\n(会長)\n\n- ・はい。")
    new = (Block(label="委員"), Remark(body="私も。"))
    written = text.render(replace(read, elements=read.elements + new))
    assert written == (
        "みどり市緑化懇話会 会議録\n\n1 開会\n\n(会長)\n\n- ・はい。\n\n(委員)\n\n- ・私も。\n"
    )


def test_a_line_added_to_a_printed_remark_keeps_its_indent() -> None:
    printed = "みどり市緑化懇話会 会議録\n\n1 開会\n(会長)\n始めます。\n　続けます。\n"
    read = text.read(printed)
    elements = (
        *read.elements[:-1],
        replace(read.elements[-1], body="始めます。\n続けます。\n終わります。"),
    )
    assert text.render(replace(read, elements=elements)) == f"{printed}　終わります。\n"


def test_only_a_field_that_says_something_else_does_not_read_the_same() -> None:
    venue = Field(kind="venue", label="場所", value=" みどり市役所 第1会議室")
    assert text.reads_the_same(venue, HELD)
    assert not text.reads_the_same(replace(venue, value="公民館"), HELD)
    assert not text.reads_the_same(Field(kind="when", label="", value="令和5年2月30日"), HELD)
