"""What people type for a remark's history and a meeting's changes."""

from datetime import date

import pytest

from handlers.errors import UserError
from handlers.parse import changes as parse
from handlers.parse.changes import Asked

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("14", (14, 0)),
        ("kaigiroku:14", (14, 0)),
        ("ＫＡＩＧＩＲＯＫＵ：１４", (14, 0)),
        ("kaigiroku:14 2ページ", (14, 2)),
    ],
)
def test_a_remark_is_named_by_its_number(typed, found) -> None:
    assert parse.remark(typed) == found


@pytest.mark.parametrize("typed", ["", "人材", "kaigiroku:", "14 15", "1" * 16])
def test_anything_else_is_asked_again(typed) -> None:
    with pytest.raises(UserError, match="発言の番号を書いてください"):
        parse.remark(typed)


@pytest.mark.parametrize(
    ("typed", "asked"),
    [
        ("", Asked(words="", since=None, page=1)),
        ("令和7年度第2回", Asked(words="令和7年度第2回", since=None, page=1)),
        ("5 11/1から", Asked(words="5", since=date(2026, 11, 1), page=1)),
        ("5 １２／１から", Asked(words="5", since=date(2025, 12, 1), page=1)),
        ("11月23日以降　5", Asked(words="5", since=TODAY, page=1)),
        ("5 令和8年11月1日から 2ページ", Asked(words="5", since=date(2026, 11, 1), page=2)),
        ("福祉 第2回 昨日から", Asked(words="福祉 第2回", since=date(2026, 11, 22), page=1)),
    ],
)
def test_a_meeting_and_a_day_are_understood(typed, asked) -> None:
    assert parse.changes(typed, TODAY) == asked


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("5 あれから", "「あれ」は日付として読めません。"),
        ("5 2/30から", "「2/30」は日付として読めません。"),
        ("5 令和9年1月1日から", "まだ来ていない日です。"),
    ],
)
def test_a_day_that_cannot_be_is_told(typed, sentence) -> None:
    with pytest.raises(UserError, match=sentence):
        parse.changes(typed, TODAY)
