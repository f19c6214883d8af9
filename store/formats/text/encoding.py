"""Bytes <-> text: UTF-8, Shift_JIS or EUC-JP, with the line ends the file came with."""

import re
from typing import Literal

from store.formats.errors import Unreadable

Newline = Literal["\n", "\r\n", "\r", "mixed"]

LARGEST_FILE = 20 * 1024 * 1024
SAVE_AGAIN = "テキスト形式（文字コードはUTF-8）で保存し直してから取り込んでください。"


def decode(data: bytes) -> tuple[str, str, Newline]:
    """Give the text of a file, its encoding and its line ends; `encode` makes the bytes of them."""
    _refuse_what_is_no_text(data)
    text, encoding = _decode(data)
    newline = _newline(text)
    return (text if newline in ("\n", "mixed") else text.replace(newline, "\n")), encoding, newline


def encode(text: str, encoding: str, newline: Newline) -> bytes:
    """Give the bytes of a text; a character the encoding does not have is a sentence."""
    printed = text if newline in ("\n", "mixed") else text.replace("\n", newline)
    try:
        return printed.encode(encoding)
    except UnicodeEncodeError as error:
        line = text.count("\n", 0, error.start) + 1
        raise Unreadable(
            line,
            f"「{printed[error.start]}」は文字コード{encoding}にない文字です。UTF-8で書き出してください。",
        ) from error


def _refuse_what_is_no_text(data: bytes) -> None:
    if len(data) > LARGEST_FILE:
        size = f"{len(data) / 1024 / 1024:.0f}MB"
        raise Unreadable(
            None, f"ファイルが大きすぎます（{size}）。20MBまでです。会議ごとに分けてください。"
        )
    if not data.removeprefix(b"\xef\xbb\xbf").strip():
        raise Unreadable(None, "ファイルが空です。会議録の書かれたファイルを選んでください。")
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise Unreadable(None, f"文字コードがUTF-16です。{SAVE_AGAIN}")
    if _CONTROL.search(data):
        raise Unreadable(None, f"文字のファイルではありません（WordやPDFなど）。{SAVE_AGAIN}")
    if b"\x1b$" in data:
        raise Unreadable(None, f"文字コードがJIS（ISO-2022-JP）です。{SAVE_AGAIN}")


_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a]|\A%PDF-|\APK\x03\x04")


def _decode(data: bytes) -> tuple[str, str]:
    # UTF-8 is so strict that other Japanese text never passes for it.
    encoding = "utf-8-sig" if data.startswith(b"\xef\xbb\xbf") else "utf-8"
    try:
        return data.decode(encoding), encoding
    except UnicodeDecodeError as error:
        broken = error
    readings = [
        (text, name)
        for name in ("cp932", "euc_jp", "euc_jis_2004")
        if (text := _try(data, name)) is not None
    ]
    # Only what can be written back byte for byte counts, as long as there is such a reading.
    faithful = [(text, name) for text, name in readings if _encodes_to(text, name, data)]
    text, encoding = max(
        faithful or readings, key=lambda reading: _plausibility(reading[0]), default=("", "")
    )
    if _KANA.search(text) or _plausibility(text) > 0:
        return text, encoding
    line = data.count(b"\n", 0, broken.start) + 1
    raise Unreadable(line, f"文字コードを判別できません。{SAVE_AGAIN}")


def _try(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _encodes_to(text: str, encoding: str, data: bytes) -> bool:
    try:
        return text.encode(encoding) == data
    except UnicodeEncodeError:
        return False


def _plausibility(text: str) -> float:
    """How much a text is like Japanese: kana abound, half-width katakana and private signs do not."""
    sample = text[:200_000]
    return (
        len(_KANA.findall(sample))
        + 0.3 * len(_KANJI.findall(sample))
        - 3 * len(_ODD.findall(sample))
    )


_KANA = re.compile("[ぁ-んァ-ヶー、。]")
_KANJI = re.compile("[一-龥]")
_ODD = re.compile("[｡-ﾟ\ue000-\uf8ff\x80-\x9f]")


def _newline(text: str) -> Newline:
    pairs = text.count("\r\n")
    returns = text.count("\r") - pairs
    feeds = text.count("\n") - pairs
    if not pairs and not returns:
        return "\n"
    if not returns and not feeds:
        return "\r\n"
    if not pairs and not feeds:
        return "\r"
    return "mixed"
