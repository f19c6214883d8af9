"""Readings (ふりがな): the order they give (五十音順), and which may be proposed for a name."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from store import text

Order = tuple[bool, tuple[str, ...], tuple[str, ...], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """How a name may be read: as a whole, or only its surname."""

    whole: tuple[str, ...] = ()
    surname: tuple[str, ...] = ()


def order(reading: str, name: str) -> Order:
    """What 五十音順 is sorted by: surnames first, voicing last; who has no reading comes at the end."""
    words = [text.fold(word) for word in reading.split()]
    return not words, tuple(map(_bare, words)), tuple(words), name


def is_reading(typed: str) -> bool:
    """Whether a text is kana and blanks alone."""
    return _KANA.fullmatch(unicodedata.normalize("NFKC", typed)) is not None


def propose(name: str, known: Iterable[tuple[str, str]]) -> Proposal:
    """The readings that people of the same name, surname and given name already have.

    `known` are names with their readings. What nobody is read like is not guessed.
    """
    whole: dict[str, None] = {}
    surnames: dict[str, None] = {}
    given: dict[str, None] = {}
    words = name.split()
    for other, reading in known:
        if _closed(other) == _closed(name):
            whole[reading] = None
        parts, read = other.split(), reading.split()
        if len(words) == len(parts) == len(read) == 2:
            if parts[0] == words[0]:
                surnames[read[0]] = None
            if parts[1] == words[1]:
                given[read[1]] = None
    if not whole:
        whole = {f"{one} {other}": None for one in surnames for other in given}
    return Proposal(whole=tuple(whole)[:MOST], surname=tuple(surnames)[:MOST])


MOST = 3  # proposals for one name


def _closed(name: str) -> str:
    return "".join(name.split())


def _bare(folded: str) -> str:
    """Kana without voicing, small kana large, ー as the vowel it prolongs."""
    plain = unicodedata.normalize("NFD", folded).translate(_BARE)
    return _PROLONGED.sub(lambda found: found[1] + _vowel(found[1]) * len(found[2]), plain)


def _vowel(kana: str) -> str:
    return next((row[0] for row in _ROWS if kana in row), kana)


_KANA = re.compile(
    r"[ぁ-ゖァ-ヺー・゛゜ \u3099\u309a]*[ぁ-ゖァ-ヺ][ぁ-ゖァ-ヺー・゛゜ \u3099\u309a]*"
)
_SMALL = dict(zip("ぁぃぅぇぉっゃゅょゎ", "あいうえおつやゆよわ", strict=True))
_BARE = str.maketrans({**_SMALL, "\u3099": "", "\u309a": "", "・": ""})
_PROLONGED = re.compile("(.)(ー+)")
_ROWS = (
    "あかさたなはまやらわ",
    "いきしちにひみり",
    "うくすつぬふむゆる",
    "えけせてねへめれ",
    "おこそとのほもよろを",
)
