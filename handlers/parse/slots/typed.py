"""What somebody typed, read from left to right whatever its width, brackets and dashes."""

import re
import unicodedata
from datetime import date

from handlers.parse.slots.mistakes import mistake
from store import text

# One line, and the twenty lines of a poll.
LONGEST, LONGEST_LIST = 200, 1000

BLANKS = " {0,4}"
NUMBER = "(?:[0-9]{1,2}|[〇零一二三四五六七八九十]{1,3})"
AND = re.compile(r"[,・]|と|及び|または|又は")

_ALIKE = {
    ord(sign): alike
    for alike, signs in {
        "~": "〜∼",
        "-": "−‐–—―ー",
        ",": "、､;",
        "・": "･",
        "(": "【〔〈《[<{「『",
        ")": "】〕〉》]>}」』",
    }.items()
    for sign in signs
}
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufe00-\ufe0f\ufeff]")


class Typed:
    """The words, how far they are read, and what their reader should be told (`notices`)."""

    def __init__(self, words: str, today: date, longest: int = LONGEST) -> None:
        words = _INVISIBLE.sub("", text.clean(words))
        if len(words.strip()) > longest:
            raise mistake(f"日時が長すぎます（{len(words):,}字）。{longest}字までにしてください。")
        self.today = today
        self.notices: list[str] = []
        self.at = 0
        self._words = words
        self._plain = ""
        self._where: list[int] = []
        for place, sign in enumerate(words):
            plain = "".join(unicodedata.normalize("NFKC", sign).split()) or " "
            self._plain += plain.translate(_ALIKE)
            self._where += [place] * len(plain)

    def take(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        """Read what the pattern says, if it stands next; blanks before it are read over."""
        found = pattern.match(self._plain, self._next())
        if found:
            self.at = found.end()
        return found

    def sees(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        """What the pattern says, if it stands next."""
        return pattern.match(self._plain, self._next())

    def finds(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        """What the pattern says, if it stands anywhere in what is not yet read."""
        return pattern.search(self._plain, self.at)

    @property
    def told(self) -> tuple[str, ...]:
        """What the reader should be told."""
        return tuple(self.notices)

    @property
    def ahead(self) -> str:
        """What is not yet read, one width and one kind of bracket, dash and comma."""
        return self._plain[self._next() :]

    def skip(self, length: int) -> None:
        """So much of `ahead` is read."""
        self.at += length

    @property
    def mark(self) -> tuple[int, int]:
        """The place to which one can go back."""
        return self.at, len(self.notices)

    def back(self, mark: tuple[int, int]) -> None:
        """Unread what came after the mark."""
        self.at = mark[0]
        del self.notices[mark[1] :]

    def tell(self, notice: str) -> None:
        """Something the reader should be told, once."""
        if notice not in self.notices:
            self.notices.append(notice)

    @property
    def rest(self) -> str:
        """What is not yet read, as it was typed."""
        return self._words[self._where[self.at] :].strip() if self.at < len(self._plain) else ""

    def _next(self) -> int:
        while self._plain.startswith(" ", self.at):
            self.at += 1
        return self.at
