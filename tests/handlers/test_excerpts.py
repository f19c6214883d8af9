"""A long remark is cut at the borders of its sentences, around the first word found."""

from handlers.views.excerpts import window
from store.text import Piece, mark


def shown(body: str, word: str, limit: int) -> str:
    return "".join(piece.text for piece in window(mark(body, [word]), limit))


def test_a_short_remark_is_shown_whole():
    assert shown("人材が足りない。", "人材", 100) == "人材が足りない。"


def test_whole_sentences_stand_around_the_word():
    body = "はじめに述べる。次に人材が課題である。最後に予算である。" + "あ" * 100 + "。"
    assert shown(body, "人材", 24) == "…次に人材が課題である。最後に予算である。…"


def test_what_stands_before_is_shown_where_nothing_follows():
    body = "あ" * 50 + "。予算が要る。人材が要る。"
    assert shown(body, "人材", 20) == "…予算が要る。人材が要る。"


def test_one_long_sentence_is_cut_inside():
    body = "い" * 300 + "人材" + "う" * 300
    cut = shown(body, "人材", 90)
    assert cut.startswith("…い")
    assert "人材" in cut
    assert cut.endswith("う…")
    assert len(cut) == 92


def test_without_a_word_the_beginning_is_shown():
    body = "一つ目。" * 100
    assert shown(body, "人材", 20) == "一つ目。" * 5 + "…"


def test_the_marks_stay_marks():
    pieces = window(mark("あ" * 100 + "。人材が要る。", ["人材"]), 20)
    assert pieces == [Piece("…", False), Piece("人材", True), Piece("が要る。", False)]
