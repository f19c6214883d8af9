import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.formats import text

LINES = "みどり市緑化懇話会 会議録\n日時\t令和5年5月10日（水）\n(会長)\n廣岡さん、高橋さん、始めます。\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932", "euc_jp"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_each_encoding_and_line_end_is_recognised_and_restored(encoding: str, newline: str) -> None:
    data = LINES.replace("\n", newline).encode(encoding)
    assert text.decode(data) == (LINES, encoding, newline)
    assert text.encode(*text.decode(data)) == data


@pytest.mark.parametrize(
    "words", ["会長", "①髙橋", "ﾃｽﾄです", "～から", "人材が足りない。", "ァィゥ", "委員：はい"]
)
def test_short_shift_jis_is_recognised(words: str) -> None:
    assert text.decode(words.encode("cp932"))[0] == words


@pytest.mark.parametrize(
    "words", ["会議録です。", "人材が足りない。", "委員：はい", "それでは始めます"]
)
def test_short_euc_is_recognised(words: str) -> None:
    assert text.decode(words.encode("euc_jp"))[:2] == (words, "euc_jp")


def test_mixed_line_ends_stay_in_the_text() -> None:
    data = "会議録\r\n日時\n場所\r出席者".encode()
    assert text.decode(data) == ("会議録\r\n日時\n場所\r出席者", "utf-8", "mixed")
    assert text.encode(*text.decode(data)) == data


@given(st.text(st.sampled_from("あ会\r\n \t,1"), min_size=1).filter(str.strip))
def test_every_mixture_of_line_ends_is_restored(words: str) -> None:
    data = words.encode()
    assert text.encode(*text.decode(data)) == data


@pytest.mark.parametrize(
    ("data", "beginning"),
    [
        (b"", "ファイルが空です。"),
        (b" \r\n\t\n", "ファイルが空です。"),
        (b"\xef\xbb\xbf", "ファイルが空です。"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "文字のファイルではありません"),
        (b"%PDF-1.7 abc", "文字のファイルではありません"),
        (b"PK\x03\x04abc", "文字のファイルではありません"),
        ("会議録".encode("utf-16"), "文字コードがUTF-16です。"),
        ("会議録".encode("iso2022_jp"), "文字コードがJIS"),
        (b"\xff\xfd\xfc\xfb abc", "文字コードを判別できません。"),
        (b"a" * (20 * 1024 * 1024 + 1), "ファイルが大きすぎます（20MB）。"),
    ],
)
def test_what_is_no_text_is_refused_in_a_sentence(data: bytes, beginning: str) -> None:
    with pytest.raises(text.Unreadable) as refused:
        text.decode(data)
    assert refused.value.sentence.startswith(beginning)


def test_a_sign_the_encoding_does_not_have_is_named_with_its_line() -> None:
    with pytest.raises(text.Unreadable) as refused:
        text.encode("会議録\n飛驒さん\n", "cp932", "\n")
    assert refused.value.line == 2
    assert refused.value.sentence.startswith("「驒」は文字コードcp932にない文字です。")
