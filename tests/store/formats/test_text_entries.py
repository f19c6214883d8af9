"""Typed entries (【決定】…) and odd words: what is written in the house form is read again as it was."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store.formats import text
from store.formats.document import AgendaItem, Block, Document, Element, Field, Passage, Remark
from tests.store.formats.test_text_house import HELD

HEADER = "みどり市緑化懇話会 会議録\n日時：令和5年8月9日\n\n"


def bare(element: Element) -> Element:
    """An element as it would be if it had never been read from a file."""
    match element:
        case Remark():
            return replace(element, lead=None, indent=None, tail=None)
        case Block() | AgendaItem():
            return replace(element, lead=None, printed=None, tail=None)
        case _:
            return replace(element, lead=None, tail=None)


def read_again(*elements: Element) -> tuple[Element, ...]:
    """What elements are after they were written and read, the header apart."""
    printed = text.render(replace(HELD, elements=elements))
    document = text.read(printed)
    assert text.render(document) == printed
    return tuple(bare(one) for one in document.elements if not isinstance(one, Field))


@pytest.mark.parametrize(
    ("printed", "kind", "body"),
    [
        ("【決定】会長案を了承する", "decision", "会長案を了承する"),
        ("【決定】　会長案を了承する。", "decision", "会長案を了承する。"),
        (
            "【宿題】資料3の差し替え（担当：福祉課、期限：令和8年12月10日）",
            "task",
            "資料3の差し替え（担当：福祉課、期限：令和8年12月10日）",
        ),
        ("【情報】次回は12月10日", "information", "次回は12月10日"),
        ("【情報】佐藤委員：欠席", "information", "佐藤委員：欠席"),
        ("【決定】原案【異議なし】", "decision", "原案【異議なし】"),
        ("【休憩 19:05～19:15】", "action", "【休憩 19:05～19:15】"),
        ("【休憩】", "action", "【休憩】"),
    ],
)
def test_a_line_that_begins_with_its_kind_is_a_passage(printed, kind, body) -> None:
    whole = f"{HEADER}1 議題\n\n(会長)\n\n- ・はい。\n\n{printed}\n\n(委員)\n\n- ・よい。\n"
    document = text.read(whole)
    assert text.render(document) == whole
    [passage] = [one for one in document.elements if isinstance(one, Passage)]
    assert (passage.kind, passage.body) == (kind, body)


def test_words_in_the_same_brackets_elsewhere_are_what_was_said() -> None:
    said = ["【決定】とは何か。", "前回の【決定】を見る。", "【提案】夜に開く。"]
    elements = (Block(label="会長"), *(Remark(body=body) for body in said))
    assert read_again(*elements) == elements


def test_an_entry_is_printed_in_one_line_and_edited_in_its_place() -> None:
    printed = f"{HEADER}1 議題\n\n  【決定】 会長案を了承する \n(会長)\n\n- ・はい。\n"
    document = text.read(printed)
    changed = [
        replace(one, body="委員案を\n了承する") if isinstance(one, Passage) else one
        for one in document.elements
    ]
    assert text.render(replace(document, elements=tuple(changed))) == printed.replace(
        "会長案を了承する", "委員案を 了承する"
    )
    new = Document(
        council="みどり市緑化懇話会", elements=(Passage(kind="task", body="集計\nする"),)
    )
    assert text.render(new) == "みどり市緑化懇話会 会議録\n\n【宿題】集計 する\n"


ODD = [
    "はい。", "木が足りない", "1 開会", "2 議題", "(1) 緑の計画について", "- (2) 次の話", "①一つ目", "(事務局)", "（参加者）はい。",
    "佐藤委員：欠席", "○会長　始めます。", "会長", "事務局)", "【異議なし】", "【決定】会長案", "【休憩 19:05～19:15】", "・一つ目", "- ・二つ目",
    "- 三つ目", "* 四つ目", "日時：令和5年8月9日", "場所", "みどり市緑化懇話会 会議録（令和5年度第3回）", "日時\t令和5年9月9日（土）",
    "午前10時00分", "6", "－9 －", "──────", "・・", "…………", "<説明>", "開会", "閉会", "その他", "次第", "〔報告〕", "|", "令和5年8月9日",
    "今日は (佐藤委員)はい。 (鈴木委員)ええ。 ○会長  では。 ○委員11  はい。", "1.議題 (1)件 -説明- (事務局)はい。 (委員)よい。",
    "=1+1", "a　b", "「」", "、", "。", "公開", "傍聴者 2名", "会議資料", "資料1に基づき説明した。", "　", "",
]  # fmt: skip
LINE = st.sampled_from(ODD) | st.text(
    st.sampled_from("会議録日時(（)）○【】決定1１. 　:：|-・。、委員長令和5年"), max_size=12
)
# Stripped as whoever records strips them; blank lines and indents inside stay.
BODY = st.lists(LINE, min_size=1, max_size=4).map("\n".join).map(str.strip).filter(bool)
ENTRY = LINE.map(str.strip).filter(bool)
PASSAGE = st.builds(
    Passage, kind=st.sampled_from(["decision", "task", "information"]), body=ENTRY
) | st.just(Passage(kind="action", body="【休憩 19:05～19:15】"))
TURN = st.builds(
    lambda label, said: (Block(label=label), *said),
    st.sampled_from(["参加者", "事務局", "会長", "浅野委員", "緑化課主査"]),
    st.lists(st.builds(Remark, body=BODY), min_size=1, max_size=3).flatmap(
        lambda said: st.lists(PASSAGE, max_size=2).map(lambda passages: (*said, *passages))
    ),
)
UNSAID = st.builds(
    lambda said: (Block(), *said), st.lists(st.builds(Remark, body=BODY), min_size=1, max_size=2)
)


@st.composite
def agendas(draw) -> tuple[Element, ...]:
    """Items under headings, each with turns; what nobody is named for stands first."""
    elements: list[Element] = []
    for number, title in enumerate(("開会", "議題", "その他", "閉会"), start=1):
        elements.append(AgendaItem(depth=1, number=str(number), title=title))
        items = draw(st.integers(0, 2)) if title == "議題" else 0
        for nth in range(items + 1):
            if nth:
                elements.append(AgendaItem(depth=2, number=f"({nth})", title="緑の計画について"))
            elements += draw(st.just(()) | UNSAID)
            for turn in draw(st.lists(TURN, max_size=3)):
                elements += turn
            elements += draw(st.lists(PASSAGE, max_size=1))
    return tuple(elements)


@settings(max_examples=400, deadline=None)
@given(agendas())
def test_any_minutes_of_ours_are_read_again_as_they_were(elements) -> None:
    assert read_again(*elements) == elements


@settings(max_examples=200, deadline=None)
@given(st.lists(st.builds(Remark, body=BODY), min_size=1, max_size=4))
def test_without_an_agenda_too(remarks) -> None:
    for block in (Block(), Block(label="参加者")):
        assert read_again(block, *remarks) == (block, *remarks)
