"""Whatever is typed about when, it is understood or answered in a sentence, and at once."""

from collections.abc import Callable
from datetime import date, timedelta
from time import perf_counter
from typing import TypeVar

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from handlers.errors import UserError
from handlers.parse import slots

MONDAY = date(2026, 11, 23)

PIECES = [
    *["令和", "平成", "昭和", "R", "h", "元", "8年", "令和8年", "2026", "9999", "0000", "来年"],
    *["12月", "13月", "十二月", "16日", "31日", "三十一", "十六日", "2/29", "12/16", "12.16", "/"],
    *["今日", "明日", "来週", "再来週", "今月", "来月", "月末", "末", "3日後", "99か月後", "次の"],
    *["第3", "第2・第4", "第9", "最終", "週の", "水曜", "火水木", "金～月", "日", "(水)", "【金】"],
    *[
        "18:30",
        "6時半",
        "午前",
        "午後",
        "夜",
        "正午",
        "終日",
        "25時",
        "24:00",
        "1830",
        "930-",
        "半",
    ],
    *[
        "1時間半",
        "90分",
        "0時間",
        "翌",
        "から",
        "まで",
        "～",
        "-",
        "ー",
        "、",
        "・",
        "と",
        "の",
        "に",
    ],
    *[
        "毎月",
        "毎週",
        "隔週",
        "隔月",
        "奇数月",
        "前",
        "当日",
        "前々日",
        "1週間",
        "時間",
        "営業日前",
    ],
    *["市民文化会館", "四日市", "場所：", "候補1:", "①", "\n", "　", " ", ":", ".", "x", "🗓", "²"],
    *["٣", "Ⅲ", "㋋", "㈬", "\u200b", "\ud800", "12/14-18", "1/1-12/31", "14", "0"],
]
WORDS = st.lists(st.sampled_from(PIECES), max_size=14).map("".join) | st.text(max_size=60)
DAYS = st.dates(date(1990, 1, 1), date(2100, 1, 1))
Found = TypeVar("Found")


@given(WORDS, DAYS)
@example("12月31日", date(2026, 12, 31))
@example("2/29", date(2096, 3, 1))
@example("99か月後", MONDAY)
def test_it_is_a_meeting_that_begins_before_it_ends_or_a_sentence(typed: str, today: date) -> None:
    found = _understood(lambda: slots.one(typed, today))
    if found is not None:
        assert found.slot.ends is None or found.slot.begins < found.slot.ends
        assert len(found.rest) <= len(typed)


@given(WORDS, DAYS)
def test_they_are_few_candidates_in_order_or_a_sentence(typed: str, today: date) -> None:
    found = _understood(lambda: slots.many(typed, today))
    if found is not None:
        assert 1 <= len(found.slots) <= slots.MOST_CANDIDATES
        assert list(found.slots) == sorted(set(found.slots), key=lambda slot: slot.place_in_line)


@given(WORDS, DAYS)
def test_it_is_a_deadline_in_japan_or_a_sentence(typed: str, today: date) -> None:
    found = _understood(lambda: slots.deadline(typed, today))
    if found is not None:
        assert found.at.utcoffset() == timedelta(hours=9)


@given(WORDS)
def test_it_is_so_long_before_and_said_again_or_a_sentence(typed: str) -> None:
    found = _understood(lambda: slots.before(typed))
    if found is not None:
        assert slots.before(found.words) == found


@given(WORDS, DAYS, st.integers(1, slots.MOST_IN_SERIES))
@example("偶数月31日", date(2027, 9, 1), 53)
@example("隔月31日", MONDAY, 53)
@example("隔週火・木", MONDAY, 53)
def test_it_is_a_series_of_that_many_or_a_sentence(typed: str, today: date, count: int) -> None:
    found = _understood(lambda: slots.series(typed, today, count))
    if found is not None:
        assert len(found.slots) == count
        assert list(found.slots) == sorted(set(found.slots), key=lambda slot: slot.place_in_line)


LONG = [
    "12/14-" * 33,
    "1/1-3/31," * 22,
    "十" * 200,
    " " * 190 + "x",
    "12/16" + "　" * 190 + "x",
    "第2・" * 60,
    "14、" * 66,
    "月火水木金土日" * 28,
    "(" * 200,
    "午後" * 100,
    "12/16 18:30" + "～" * 180,
    "毎月" + "第1・第2・" * 30,
    "0" * 200,
]


@pytest.mark.parametrize("typed", LONG, ids=lambda typed: typed[:8])
def test_long_words_take_no_time(typed: str) -> None:
    began = perf_counter()
    _understood(lambda: slots.one(typed, MONDAY))
    _understood(lambda: slots.many(typed * 5, MONDAY))
    _understood(lambda: slots.deadline(typed, MONDAY))
    _understood(lambda: slots.before(typed))
    _understood(lambda: slots.series(typed, MONDAY, 53))
    # Generous, so that a busy machine does not fail it; backtracking would take minutes.
    assert perf_counter() - began < 2


def _understood(read: Callable[[], Found]) -> Found | None:
    try:
        return read()
    except UserError as error:
        sentence = error.sentence
    assert sentence.endswith("。") or "例: " in sentence
    return None
