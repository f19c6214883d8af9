from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store import eras


@pytest.mark.parametrize(
    ("printed", "year"),
    [
        ("令和7年", 2025),
        ("令和３年度", 2021),
        ("令和 3 年", 2021),
        ("令和三年", 2021),
        ("令和元年", 2019),
        ("平成31年", 2019),
        ("平成元年度", 1989),
        ("昭和64年", 1989),
        ("大正十五年", 1926),
        ("明治45年", 1912),
        ("R3", 2021),
        ("Ｒ３", 2021),
        ("h31", 2019),
        ("S64", 1989),
        ("2021", 2021),
        ("２０２１年度", 2021),
        ("令和7年（2025年）", 2025),
    ],
)
def test_a_year_is_read_as_people_print_it(printed: str, year: int) -> None:
    assert eras.read_year(printed) == year


@pytest.mark.parametrize(
    ("printed", "sentence"),
    [
        ("平成32年", "平成32年という年はありません。平成は31年までです。"),
        ("昭和65年", "昭和65年という年はありません。昭和は64年までです。"),
        ("S65", "昭和65年という年はありません。昭和は64年までです。"),
        ("令和0年", "令和0年という年はありません。"),
        ("再来年", "「再来年」は年として読めません。例: 令和3年"),
    ],
)
def test_a_year_the_era_does_not_have_is_refused_in_a_sentence(printed: str, sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        eras.read_year(printed)


@pytest.mark.parametrize(
    ("printed", "day"),
    [
        ("令和3年4月21日", date(2021, 4, 21)),
        ("令和　３年　４月２１日", date(2021, 4, 21)),
        ("令和 7年 2月14日", date(2025, 2, 14)),
        ("令和二年六月十日", date(2020, 6, 10)),
        ("令和二年十二月二十五日", date(2020, 12, 25)),
        ("令和元年5月1日", date(2019, 5, 1)),
        ("平成31年4月30日", date(2019, 4, 30)),
        ("令和7年（2025年）1月6日", date(2025, 1, 6)),
        ("令和2(2020)年5月25日", date(2020, 5, 25)),
        ("2025年（令和7年）1月6日", date(2025, 1, 6)),
        ("R3.4.21", date(2021, 4, 21)),
        ("Ｒ３．４．２１", date(2021, 4, 21)),
        ("2021-04-21", date(2021, 4, 21)),
        ("2021/4/21", date(2021, 4, 21)),
        ("2021年4月21日", date(2021, 4, 21)),
    ],
)
def test_a_date_is_read_as_people_print_it(printed: str, day: date) -> None:
    found = eras.find_date(printed)
    assert found is not None
    assert found.day == day


@pytest.mark.parametrize("printed", ["令和3年2月30日", "2021-13-01", "令和3年4月31日", "R3.0.1"])
def test_a_day_that_does_not_exist_is_refused_with_the_words_printed(printed: str) -> None:
    with pytest.raises(ValueError, match=f"「{printed}」という日はありません。"):
        eras.find_date(printed)


def test_a_date_inside_a_sentence_is_found_with_its_place() -> None:
    assert eras.find_date("次回は令和3年6月2日に開く") == (date(2021, 6, 2), 3, 11)


@pytest.mark.parametrize("printed", ["", "令和3年度第1回", "第3回", "11-22-33-44", "4月21日"])
def test_what_is_no_date_is_not_found(printed: str) -> None:
    assert eras.find_date(printed) is None


@pytest.mark.parametrize(
    ("printed", "value"),
    [
        ("元", 1), ("十", 10), ("十二", 12), ("二十", 20), ("二十三", 23), ("百二十三", 123),
        ("二〇二一", 2021), ("一千", 1000), ("１２", 12), ("12", 12), ("〇", 0), ("六十七", 67),
    ],
)  # fmt: skip
def test_numerals_are_read(printed: str, value: int) -> None:
    assert eras.number(printed) == value


@pytest.mark.parametrize(
    ("value", "written"),
    [(0, "〇"), (1, "一"), (10, "十"), (21, "二十一"), (110, "百十"), (2021, "二千二十一")],
)
def test_numerals_are_written(value: int, written: str) -> None:
    assert eras.kanji(value) == written


@given(st.integers(0, 9999))
def test_every_numeral_written_is_read_again(value: int) -> None:
    assert eras.number(eras.kanji(value)) == value


@given(st.dates(date(1873, 1, 1), date(2999, 12, 31)))
def test_every_date_written_is_read_again(day: date) -> None:
    found = eras.find_date(eras.long_date(day))
    assert found is not None
    assert found.day == day


@pytest.mark.parametrize(
    ("day", "written"),
    [
        (date(2021, 4, 21), "令和3年4月21日"),
        (date(2019, 4, 30), "平成31年4月30日"),
        (date(2019, 5, 1), "令和元年5月1日"),
        (date(1989, 1, 7), "昭和64年1月7日"),
        (date(1989, 1, 8), "平成元年1月8日"),
    ],
)
def test_a_date_is_written_in_the_era_of_its_day(day: date, written: str) -> None:
    assert eras.long_date(day) == written


@pytest.mark.parametrize(
    ("day", "year", "written"),
    [
        (date(2021, 4, 1), 2021, "令和3年度"),
        (date(2022, 3, 31), 2021, "令和3年度"),
        (date(2019, 4, 1), 2019, "令和元年度"),
        (date(2019, 3, 31), 2018, "平成30年度"),
    ],
)
def test_a_fiscal_year_begins_in_april(day: date, year: int, written: str) -> None:
    assert eras.fiscal_year(day) == year
    assert eras.fiscal_year_name(year) == written


def test_a_weekday_is_one_sign() -> None:
    assert [eras.weekday(date(2021, 4, day)) for day in range(19, 26)] == list("月火水木金土日")
