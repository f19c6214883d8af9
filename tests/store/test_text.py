import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store import text
from store.text import Piece

# Whatever a keyboard, a PDF or a hostile hand may bring, with our own characters more often.
anything = st.text(
    st.one_of(
        st.sampled_from(
            "人材育成の々ゝゞかがｶﾞ゛\u3099㈱ﬁ齋廣髙 　\n\u200b\u200d\ufe00\U000e0100👨İß\"'()-ー～ヶ"
        ),
        st.characters(exclude_categories=()),
    ),
    max_size=60,
)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("一行目\r\n二行目\r三行目\n", "一行目\n二行目\n三行目\n"),
        ("一頁目\f二頁目\u2028改行", "一頁目\n二頁目\n改行"),
        ("人\0材\x07\x1b[0m\x7f\x85育成", "人材[0m\n育成"),
        ("壊れた\ud83d文字", "壊れた文字"),
        ("非文字\ufdd0\ufffe\U0010ffffも", "非文字も"),
        ("全角　空白\tタブ", "全角　空白\tタブ"),
        ("廣岡 実、飛驒 花子、齋藤、髙橋、辻󠄀", "廣岡 実、飛驒 花子、齋藤、髙橋、辻󠄀"),
        ("👨‍👩‍👧と①㈱ｶﾞ", "👨‍👩‍👧と①㈱ｶﾞ"),
    ],
)
def test_what_is_stored_keeps_every_visible_character(typed: str, kept: str) -> None:
    assert text.clean(typed) == kept


@given(anything)
def test_clean_text_fits_utf8_and_is_clean(typed: str) -> None:
    kept = text.clean(typed)
    assert kept.encode().decode() == kept
    assert text.clean(kept) == kept
    assert not [c for c in kept if unicodedata.category(c) == "Cc" and c not in "\n\t"]


@pytest.mark.parametrize(
    "spellings",
    [
        ["斎藤", "斉藤", "齋藤", "齊藤"],
        ["高橋", "髙橋"],
        ["山崎", "山﨑", "山嵜", "山碕"],
        ["渡辺", "渡邊", "渡邉"],
        ["中島", "中嶋", "中嶌"],
        ["田淵", "田渕"],
        ["横浜", "橫濱", "横濵"],
        ["広岡", "廣岡"],
        ["飛騨", "飛驒"],
        ["国", "國"],
        ["沢", "澤"],
        ["富田", "冨田"],
        ["峰", "峯"],
        ["吉野家", "𠮷野家"],
        ["芥川竜之介", "芥川龍之介"],
        ["辻", "辻󠄀"],
        ["神社", "神社"],
        ["塚", "塚", "塚"],
        ["長青", "⻑⻘", "⾧⾭"],
        ["西", "⻄"],
    ],
)
def test_forms_of_one_character_are_one(spellings: list[str]) -> None:
    assert len({text.fold(spelling) for spelling in spellings}) == 1


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("ＡＢＣ", "abc"),
        ("ａｂｃ", "abc"),
        ("ABC", "abc"),
        ("Straße", "strasse"),
        ("ﬁne", "fine"),
        ("㈱", "(株)"),
        ("①Ⅳ㌔", "1ivきろ"),
        ("ゴミ", "ごみ"),
        ("ｺﾞﾐ", "ごみ"),
        ("カタカナ", "かたかな"),
        ("ｶﾀｶﾅ", "かたかな"),
        ("ヴァイオリン", "ゔぁいおりん"),
        ("か\u3099", "が"),
        ("か゛", "が"),
        ("は゜", "ぱ"),
        ("か\u200b\u3099", "が"),
        ("茅ヶ崎", "茅け崎"),
        ("茅ケ崎", "茅け崎"),
        ("１ヵ月", "1か月"),
        ("佐々木", "佐佐木"),
        ("様々", "様様"),
        ("代々々木", "代代代木"),
        ("金子みすゞ", "金子みすず"),
        ("こゝろ", "こころ"),
        ("学ヽ", "学学"),
        ("々木", "々木"),
        ("國々", "国国"),
        ("人　材", "人材"),
        ("人\r\n材", "人材"),
        ("人\u200b\ufeff材\u202e", "人材"),
        ("人\0\x1f\ud800材", "人材"),
        ("資料１～２", "資料1~2"),
        ("資料1〜2", "資料1~2"),
        ("０１６６−２６−１１１１", "0166-26-1111"),
        ("高齢者、障がい者。", "高齢者,障がい者."),
        ("高齢者，障がい者．", "高齢者,障がい者."),
        ("👨‍👩‍👧", "👨👩👧"),
        ("İ", "i̇"),
        (" \u3000\n\t", ""),
        ("", ""),
    ],
)
def test_folding(written: str, folded: str) -> None:
    assert text.fold(written) == folded


@pytest.mark.parametrize(
    ("one", "other"), [("埼玉", "崎玉"), ("びよういん", "びょういん"), ("キヤ", "キャ")]
)
def test_different_words_stay_different(one: str, other: str) -> None:
    assert text.fold(one) != text.fold(other)


@given(anything)
def test_offsets_belong_to_the_same_folding(written: str) -> None:
    folded, origins = text.fold_with_offsets(written)
    assert folded == text.fold(written)
    assert len(origins) == len(folded)
    assert all(0 <= start < end <= len(written) for start, end in origins)
    assert origins == sorted(origins)


@given(anything)
def test_folded_text_has_nothing_the_index_would_change(written: str) -> None:
    folded = text.fold(written)
    assert not any(character.isspace() or character in "\0\n" for character in folded)
    assert not any("A" <= character <= "Z" for character in folded)
    assert not any("\ufdd0" <= character <= "\ufdef" for character in folded)
    assert folded.encode().decode() == folded


@pytest.mark.parametrize(
    ("written", "origins"),
    [
        ("人 材", [(0, 1), (2, 3)]),
        ("㈱会", [(0, 1), (0, 1), (0, 1), (1, 2)]),
        ("ﬁx", [(0, 1), (0, 1), (1, 2)]),
        ("ｶﾞｽ", [(0, 2), (2, 3)]),
        ("辻󠄀さん", [(0, 2), (2, 3), (3, 4)]),
        ("佐々木", [(0, 1), (1, 2), (2, 3)]),
    ],
)
def test_where_folded_characters_come_from(written: str, origins: list[tuple[int, int]]) -> None:
    assert text.fold_with_offsets(written)[1] == origins


@pytest.mark.parametrize(
    ("written", "words", "pieces"),
    [
        ("人材の育成", ["人材"], [("人材", True), ("の育成", False)]),
        ("この人 \n材です", ["人材"], [("この", False), ("人 \n材", True), ("です", False)]),
        ("㈱丸山", ["株"], [("㈱", True), ("丸山", False)]),
        ("ｺﾞﾐとごみ", ["ゴミ"], [("ｺﾞﾐ", True), ("と", False), ("ごみ", True)]),
        ("辻󠄀さん", ["辻"], [("辻󠄀", True), ("さん", False)]),
        ("人材育成課", ["人材育", "育成"], [("人材育成", True), ("課", False)]),
        ("人材人材", ["人材"], [("人材人材", True)]),
        ("のののの", ["のの"], [("のののの", True)]),
        ("廣岡 実", ["広岡"], [("廣岡", True), (" 実", False)]),
        ("なし", ["人材"], [("なし", False)]),
        ("なし", ["", " "], [("なし", False)]),
        ("", ["人材"], []),
    ],
)
def test_marking(written: str, words: list[str], pieces: list[tuple[str, bool]]) -> None:
    assert text.mark(written, words) == [Piece(*piece) for piece in pieces]


@given(anything, st.lists(anything, max_size=4))
def test_marked_pieces_are_the_text(written: str, words: list[str]) -> None:
    pieces = text.mark(written, words)
    assert "".join(piece.text for piece in pieces) == written
    assert all(piece.text for piece in pieces)
    assert all(one.is_hit != other.is_hit for one, other in pairwise(pieces))


@given(anything, st.data())
def test_a_word_that_is_there_is_marked(written: str, data: st.DataObject) -> None:
    folded = text.fold(written)
    at = data.draw(st.integers(0, len(folded)))
    word = folded[at : at + data.draw(st.integers(1, 10))]
    marked = any(piece.is_hit for piece in text.mark(written, [word]))
    # What is cut out of a folded text is not always folded: ｨ alone joins nothing, for one.
    assert marked == bool(text.fold(word) and text.fold(word) in folded)


def test_tokens_are_bigrams_and_the_last_character() -> None:
    assert text.tokens("人材育成") == "人材 材育 育成 成"
    assert text.tokens("人") == "人"
    assert text.tokens("") == ""


def test_punctuation_becomes_characters_the_tokenizer_leaves_alone() -> None:
    assert text.tokens('a"b') == "a\ufdd1 \ufdd1b b"


def test_phrases() -> None:
    assert text.phrase("人") == '"人"*'
    assert text.phrase("人材") == '"人材"'
    assert text.phrase("人材育成") == '"人材 材育 育成"'
    assert text.phrase('"') == '"\ufdd1"*'


@pytest.mark.parametrize(
    "hostile", ["\u0301" * 10_000, "\u0300\u0316" * 5_000, "々" * 10_000, "ﷺ" * 5_000]
)
def test_hostile_text_folds_in_bounded_time(hostile: str) -> None:
    assert text.fold(hostile) == text.fold_with_offsets(hostile)[0]
