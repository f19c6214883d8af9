"""Wording (文言): what was changed between two wordings, in pieces that read well.

Words are compared, not single letters: runs of kanji, of katakana, of digits. Hiragana, which
carries the endings, is compared letter by letter; and changes with next to nothing between them
are one change, so that no marks are scattered over a sentence.
"""

import re
from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher
from typing import NamedTuple


class Word(NamedTuple):
    """A stretch of a wording, and whether the other wording has it not."""

    text: str
    is_changed: bool = False


class Compared(NamedTuple):
    """Two wordings, each in pieces; read one after the other, they are the wording again."""

    before: tuple[Word, ...]
    after: tuple[Word, ...]


class Change(NamedTuple):
    """A stretch that stayed (`before` and `after` alike), or what one wording has for the other's."""

    before: str
    after: str

    @property
    def is_changed(self) -> bool:
        """Whether the two wordings differ here."""
        return self.before != self.after


def compare(before: str, after: str) -> Compared:
    """Two wordings beside each other, with what differs marked in both."""
    return sides(changed(before, after))


def sides(changes: Iterable[Change]) -> Compared:
    """What one wording has, and what the other."""
    changes = list(changes)
    return Compared(
        tuple(Word(one.before, one.is_changed) for one in changes if one.before),
        tuple(Word(one.after, one.is_changed) for one in changes if one.after),
    )


def changed(before: str, after: str) -> list[Change]:
    """The stretches of two wordings in order: what stayed, and what became what."""
    old, new = _tokens(before, after)
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    steps = matcher.get_opcodes()
    deeds = {deed for deed, *_ in steps} - {"equal"}
    # Words only added, or only taken out, leave the others as they are, however few.
    is_one_sided = deeds <= {"insert"} or deeds <= {"delete"}
    if not is_one_sided and matcher.ratio() < LEAST_ALIKE:
        return [Change(before, after)]
    return _joined(Change("".join(old[i1:i2]), "".join(new[j1:j2])) for _, i1, i2, j1, j2 in steps)


# Less alike than this, and marking what happens to be the same would only confuse.
LEAST_ALIKE = 0.3
# A stretch this short between two changes is marked with them.
SHORTEST_KEPT = 2
# More pairs of words than this are compared sentence by sentence, to be done at once.
MOST_PAIRS = 4_000_000


def _tokens(before: str, after: str) -> tuple[list[str], list[str]]:
    old, new = _WORD.findall(before), _WORD.findall(after)
    if len(old) * len(new) > MOST_PAIRS:
        return _SENTENCE.findall(before), _SENTENCE.findall(after)
    return old, new


_JOINED = "\u0300-\u036f\u3099\u309a\ufe00-\ufe0f\U000e0100-\U000e01ef"  # accents, 異体字 selectors
_WORD = re.compile(
    rf"(?:[々〆ヶ\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff][{_JOINED}]*)+"
    rf"|(?:[ァ-ヺーｦ-ﾟ][{_JOINED}]*)+|[0-9０-９]+|[A-Za-zＡ-Ｚａ-ｚ]+|.[{_JOINED}]*",
    re.DOTALL,
)
_SENTENCE = re.compile(r"[^。\n]*[。\n]|[^。\n]+", re.DOTALL)


def _joined(changes: Iterable[Change]) -> list[Change]:
    joined: list[Change] = []
    for change in changes:
        between = joined[-1] if joined else None
        if between and between.is_changed and change.is_changed:
            joined[-1] = _sum(between, change)
        elif len(joined) > 1 and change.is_changed and _is_next_to_nothing(joined[-1].before):
            joined[-2:] = [_sum(*joined[-2:], change)]
        elif change.before or change.after:
            joined.append(change)
    return joined


def _is_next_to_nothing(kept: str) -> bool:
    return len(kept) <= SHORTEST_KEPT and "\n" not in kept


def _sum(*changes: Change) -> Change:
    return Change("".join(one.before for one in changes), "".join(one.after for one in changes))


def near(changes: Sequence[Change], around: int) -> list[Change]:
    """The changes, with only so many letters of what stayed before and behind each."""
    last = len(changes) - 1
    return [
        change if change.is_changed else _stayed(_near(change.before, around, at > 0, at < last))
        for at, change in enumerate(changes)
    ]


def _stayed(text: str) -> Change:
    return Change(text, text)


def _near(kept: str, around: int, is_after: bool, is_before: bool) -> str:
    begins = kept[:around] if is_after else ""
    ends = kept[-around:] if is_before else ""
    if len(kept) <= len(begins) + len(ends) + 1:
        return kept
    elif begins or ends:
        return f"{begins}…{ends}"
    else:
        return kept if len(kept) <= 2 * around + 1 else f"{kept[: 2 * around]}…"
