"""The roll (出席者): who is printed in it, in which of its many forms."""

import re
from dataclasses import replace
from typing import Literal, NamedTuple

from store.formats.document import Attendee, Status
from store.formats.text.notes import divided, hidden, noted, told
from store.formats.text.posts import kind_of, name_and_post, officer, post_at_start, unglued
from store.formats.text.words import POSTS


class Roll(NamedTuple):
    """The people a cell of the roll prints, what it says of the observers, and bare counts."""

    attendees: tuple[Attendee, ...]
    observers: str | None
    only_counted: bool


def read_roll(printed: str, kind: str, status: Status = "present") -> Roll:
    """Give the people printed; `kind` is the field's: roll, members, officers or absentees."""
    reader = _Reader(kind, status)
    before, courtesy, after = _cut_at_courtesy(_REMARKS.sub(" ", printed))
    reader.read(before)
    if courtesy and kind == "roll":
        # The house form names the members, says 敬称略, and goes on with the officers.
        reader.group = "officer"
    reader.read(after)
    return Roll(tuple(reader.attendees), reader.observers, reader.counted and not reader.attendees)


_REMARKS = re.compile(
    r"[(（](?:50音順|５０音順|五十音順|順不同|敬称略[・、]?(?:順不同|50音順|五十音順))[)）]"
)
_COURTESY = re.compile(r"[(（]敬称略[)）]")


def _cut_at_courtesy(printed: str) -> tuple[str, bool, str]:
    cut = _COURTESY.search(printed)
    if cut is None:
        return printed, False, ""
    return printed[: cut.start()], True, printed[cut.end() :]


class _Reader:
    """Walks over the words of a roll, remembering whose list it is in."""

    def __init__(self, kind: str, status: Status) -> None:
        self.group = {"members": "member", "officers": "officer"}.get(kind)
        self.status: Status = status
        self.department: str | None = None
        self.attendees: list[Attendee] = []
        self.observers: str | None = None
        self.counted = False
        self.notes: list[str] = []
        self.words: list[str] = []
        self.at = 0

    def read(self, printed: str) -> None:
        """Read the pieces between commas and line ends, word by word."""
        printed = hidden(printed, self.notes)
        for piece in (one for part in _PIECES.split(printed) for one in divided(part)):
            self.words = unglued(_DECORATION.sub(" ", piece).strip()).split()
            self.at = 0
            while self.at < len(self.words):
                if not self._group() and not self._count():
                    self._person()

    def _group(self) -> bool:
        """Read a word that begins a list, spread out or not: 委 員, 事務局(総務部), 傍聴者 2名."""
        words = self.words[self.at : self.at + _LONGEST_SPREAD]
        for length in range(1, len(words) + 1):
            found = _GROUP.fullmatch("".join(words[:length]))
            if found is None:
                continue
            self.at += length
            if found["observers"]:
                self.observers = found["count"]
                if self.observers is None and self.at < len(self.words):
                    self.observers = self.words[self.at]
                    self.at += 1
                return True
            self.group = "officer" if found["officers"] else "member"
            self.department = found["department"]
            self.status = "absent" if found["absent"] else self.status
            self.counted = self.counted or found["count"] is not None
            return True
        return False

    def _count(self) -> bool:
        """Read a count, which names nobody: 「5人」, or 「子ども課 5人」 with its place."""
        for length in (1, 2):
            words = self.words[self.at : self.at + length]
            if len(words) == length and _COUNT.fullmatch(words[-1]):
                self.at += length
                self.counted = True
                return True
        return False

    def _person(self) -> None:
        title, length = post_at_start(self.words[self.at : self.at + _LONGEST_ENTRY])
        self.at += length
        name: list[str] = []
        while self.at < len(self.words) and not self._ends(title, name):
            name.append(self.words[self.at])
            self.at += 1
        if title and not name:
            self._add(None, [title])
        elif title:
            self._add(title, name)
        else:
            for one in _pairs(name):
                self._add(None, one)

    def _ends(self, title: str | None, name: list[str]) -> bool:
        words = self.words[self.at : self.at + _LONGEST_ENTRY]
        if _COUNT.fullmatch(words[0]) or _GROUP.fullmatch(words[0]):
            return True
        return bool(name or title) and post_at_start(words)[0] is not None

    def _add(self, title: str | None, words: list[str]) -> None:
        words, notes = told(words, self.notes)
        words, affiliation = _affiliation(words)
        if title is None and len(words) > 2 and words[-1] in POSTS:
            title = words.pop()
        name = _name(words)
        if title is None:
            name, title = name_and_post(name)
        name = _HONORIFIC.sub("", name)
        if not _NAME.search(name):
            return
        if (self.group or kind_of(title)) == "officer":
            found = officer(name, title, self.department, self.status)
        else:
            title = None if title in ("委員", "議員") else title
            found = Attendee(kind="member", name=name, title=title, status=self.status)
        self.attendees.append(replace(noted(found, notes), affiliation=affiliation))


_PIECES = re.compile(r"[、,，;；\n|｜]|[0-9０-９]{1,3}番[ 　]")
_DECORATION = re.compile(
    r"^[\s\-•・○◯◎●※*]+|[(（][0-9０-９]{1,2}[)）]|[(（]計?[0-9０-９]{1,3}[名人][)）]|[【】]|[：:]"
)
_LONGEST_SPREAD = 5
_LONGEST_ENTRY = 8
_COUNT = re.compile(r"(?:計|全)?[0-9０-９一二三四五六七八九十]{1,3}[名人](?:[(（].*[)）])?")
_GROUP = re.compile(
    r"(?:(?P<observers>傍聴[者人]?)"
    r"|(?P<absent>欠席(?:者|委員)?)"
    r"|(?P<officers>事務局|職員|関係職員|説明員|市側|担当課|市職員)"
    r"|(?:出席)?(?:委員|構成員|者))"
    r"(?P<count>[0-9０-９]{1,3}[名人](?:[(（].*[)）])?)?(?:[(（](?P<department>[^()（）]{1,20})[)）])?"
)
_HONORIFIC = re.compile(r"(?<=...)君$|(?<=\S)(?:様|氏|さん)$")
_NAME = re.compile(r"[一-龥々〆ヶぁ-んァ-ヶー㐀-䶿豈-﫿𠀀-𪛟A-Za-z]")
_NOBODY = re.compile("なし|無し|無|欠席者なし")


def _pairs(words: list[str]) -> list[list[str]]:
    """Full names printed one after the other (東 太一 若林 花) are two words each."""
    if words and _NOBODY.fullmatch(words[0]):
        return []
    if len(words) >= 4 and len(words) % 2 == 0 and not all(len(one) == 1 for one in words):
        return [words[at : at + 2] for at in range(0, len(words), 2)]
    return [words]


def _affiliation(words: list[str]) -> tuple[list[str], str | None]:
    """Part a full name from where somebody belongs: 佐藤 翔(民生委員協議会); 佐藤(翔) is a name."""
    found = _BELONGS.fullmatch(" ".join(words))
    return (found[1].split(), found[2]) if found else (words, None)


_BELONGS = re.compile(r"(\S+ [^()（）]+?) ?[(（]([^()（）]{2,40})[)）]")


def _name(words: list[str]) -> str:
    """A name with its blank as it stands; a name spread out over the line is closed."""
    spread = len(words) >= 3 and any(len(one) == 1 for one in words)
    return ("" if spread else " ").join(words)


def looks_like_people(line: str) -> Literal["members", "officers"] | None:
    """Tell whether a line without a label is a list of members or of officers."""
    pieces = [piece for piece in _PIECES.split(line) if piece.strip()]
    if len(pieces) < 2 or any(len("".join(piece.split())) > 16 for piece in pieces):
        return None
    people = read_roll(line, "roll").attendees
    if len(people) != len(pieces):
        return None
    return "officers" if all(one.kind == "officer" for one in people) else "members"
