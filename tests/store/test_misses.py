"""Words that were looked for in vain: the words and the day, and nothing about the person."""

from datetime import date, timedelta

import pytest

from store import misses
from store.misses import Miss
from store.queries import And, Not, Or, Phrase, Word

MONDAY = date(2026, 11, 23)


@pytest.fixture
def db(store):
    with store.writing() as db:
        yield db


def note(db, *typed, on=MONDAY):
    for word in typed:
        misses.note(db, Word(word), on)


def test_the_most_often_looked_for_stands_first(db):
    note(db, "宇宙", "月面", "月面")
    assert misses.week(db, MONDAY) == (
        Miss(words=("月面",), times=2),
        Miss(words=("宇宙",), times=1),
    )


def test_spellings_of_a_word_are_one_and_shown_as_last_typed(db):
    note(db, "ﾏﾝﾊﾟﾜｰ", "まんぱわー", "マンパワー")
    assert misses.week(db, MONDAY) == (Miss(words=("マンパワー",), times=3),)


def test_words_that_were_looked_for_together_stay_together(db):
    wanted = And((Word("宇宙"), Phrase("月 の石"), Not(Word("予算")), Or((Word("甲"),))))
    misses.note(db, wanted, MONDAY)
    assert misses.week(db, MONDAY) == (Miss(words=("宇宙", "月の石", "甲"), times=1),)


def test_without_words_nothing_is_noted(db):
    misses.note(db, None, MONDAY)
    misses.note(db, Not(Word("予算")), MONDAY)
    assert misses.week(db, MONDAY) == ()


def test_a_week_is_today_and_the_six_days_before(db):
    note(db, "今日")
    note(db, "六日前", on=MONDAY - timedelta(days=6))
    note(db, "七日前", on=MONDAY - timedelta(days=7))
    assert {miss.words for miss in misses.week(db, MONDAY)} == {("今日",), ("六日前",)}


def test_after_eight_weeks_words_are_forgotten(db):
    note(db, "古い言葉", on=MONDAY - timedelta(weeks=8, days=1))
    note(db, "まだ残る", on=MONDAY - timedelta(weeks=8))
    note(db, "今日")
    kept = {row[0] for row in db.conn.execute("select words from misses")}
    assert kept == {"まだ残る", "今日"}


def test_nothing_about_the_person_is_kept(db):
    note(db, "宇宙")
    columns = [row[1] for row in db.conn.execute("pragma table_info(misses)")]
    assert columns == ["day", "folded", "words", "times"]
    assert db.conn.execute("select count(*) from history").fetchone() == (0,)
