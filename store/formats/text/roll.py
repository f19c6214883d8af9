"""The roll (出席者): who is printed in it, in which of its many forms."""

import re
from typing import NamedTuple

from store.formats.document import Attendee, Status
from store.formats.text.posts import kind_of, name_and_post, officer, post_at_start


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


_REMARKS = re.compile(r"[(（](?:50音順|５０音順|五十音順|順不同|敬称略[・、]?(?:順不同|50音順|五十音順))[)）]")
_COURTESY = re.compile(r"[(（]敬称略[)）]")


def _cut_at_courtesy(printed: str) -> tuple[str, bool, str]:
    cut = _COURTESY.search(printed)
    if cut is None:
        return printed, False, ""
    return printed[: cut.start()], True, printed[cut.end() :]


class _Reader:
    """Walks over the pieces of a roll, remembering whose list it is in."""

    def __init__(self, kind: str, status: Status) -> None:
        self.group = {"members": "member", "officers": "officer"}.get(kind)
        self.status: Status = status
        self.department: str | None = None
        self.attendees: list[Attendee] = []
        self.observers: str | None = None
        self.counted = False

    def read(self, printed: str) -> None:
        for piece in _PIECES.split(printed):
            tokens = _DECORATION.sub(" ", piece).split()
            while tokens:
                tokens = self._group(tokens) or self._people(tokens)

    def _group(self, tokens: list[str]) -> list[str] | None:
        """Take a word that begins a list (委員, 事務局(総務部), 傍聴者 2名) off the tokens."""
        for length in range(1, min(len(tokens), _LONGEST_SPREAD) + 1):
            found = _GROUP.fullmatch("".join(tokens[:length]))
            if found is None:
                continue
            if found["observers"]:
                count = found["count"] or (tokens[length] if len(tokens) > length else None)
                self.observers = count
                return tokens[length + (0 if found["count"] else 1) :] or [""]
            self.group = "officer" if found["officers"] else "member"
            self.department = found["department"]
            self.status = "absent" if found["absent"] else self.status
            return tokens[length:] or [""]
        return None

    def _people(self, tokens: list[str]) -> list[str]:
        """Take one person off the tokens, or a count, which names nobody."""
        if not tokens[0] or _COUNT.fullmatch(tokens[0]):
            self.counted = self.counted or bool(tokens[0])
            return tokens[1:]
        title, rest = post_at_start(tokens)
        name: list[str] = []
        while rest and not self._ends(rest, title, name):
            name.append(rest.pop(0))
        if rest and _COUNT.fullmatch(rest[0]):
            # 「子ども課 5人」: a place and a count, no name.
            self.counted = True
            return rest[1:]
        if title is None:
            for one in _pairs(name):
                self._add(None, one)
        elif name:
            self._add(title, name)
        else:
            self._add(None, [title])
        return rest

    def _ends(self, rest: list[str], title: str | None, name: list[str]) -> bool:
        if _COUNT.fullmatch(rest[0]) or _GROUP.fullmatch(rest[0]):
            return True
        return bool(name or title) and len(rest) > 1 and post_at_start(rest)[0] is not None

    def _add(self, title: str | None, tokens: list[str]) -> None:
        name = _name(tokens)
        if title is None:
            name, title = name_and_post(name)
        name = _HONORIFIC.sub("", name)
        if not name or not _NAME.search(name):
            return
        kind = self.group or kind_of(title)
        if kind == "officer" and title:
            self.attendees.append(officer(name, title, self.department, self.status))
        else:
            plain = title in (None, "委員", "議員") or self.group == title
            self.attendees.append(
                Attendee(kind="member" if kind == "member" else "officer", name=name,
                         title=None if plain else title, status=self.status)
            )  # fmt: skip


_PIECES = re.compile(r"[、,，;；\n|｜]|[0-9０-９]{1,3}番[ 　]")
_DECORATION = re.compile(r"^[\s\-•・○◯◎●※*]+|[(（][0-9０-９]{1,2}[)）]|[(（]計?[0-9０-９]{1,3}[名人][)）]|[【】]|[：:]")
_LONGEST_SPREAD = 5
_COUNT = re.compile(r"(?:計|全)?[0-9０-９一二三四五六七八九十]{1,3}[名人](?:[(（].*[)）])?")
_GROUP = re.compile(
    r"(?:(?P<observers>傍聴[者人]?)"
    r"|(?P<absent>欠席(?:者|委員)?)"
    r"|(?P<officers>事務局|職員|関係職員|説明員|市側|担当課|市職員)"
    r"|(?:出席)?(?:委員|構成員|者))"
    r"(?P<count>[0-9０-９]{1,3}[名人](?:[(（].*[)）])?)?(?:[(（](?P<department>[^()（）]{1,20})[)）])?"
)
_HONORIFIC = re.compile(r"(?<=\S\S\S)君$|(?<=\S)(?:様|氏|さん)$")
_NAME = re.compile(r"[一-龥々〆ヶぁ-んァ-ヶー㐀-䶿豈-﫿𠀀-𪛟A-Za-z]")
_NOBODY = re.compile("なし|無し|無|欠席者なし")


def _pairs(tokens: list[str]) -> list[list[str]]:
    """Full names printed one after the other (東 太一 若林 花) are two tokens each."""
    if tokens and _NOBODY.fullmatch(tokens[0]):
        return []
    if len(tokens) >= 4 and len(tokens) % 2 == 0 and not all(len(one) == 1 for one in tokens):
        return [tokens[at : at + 2] for at in range(0, len(tokens), 2)]
    return [tokens]


def _name(tokens: list[str]) -> str:
    """A name with its blank as it stands; a name spread out over the line is closed."""
    spread = len(tokens) >= 3 and any(len(one) == 1 for one in tokens)
    return ("" if spread else " ").join(tokens)


def looks_like_people(line: str) -> str | None:
    """Tell whether a line without a label is a list of members or of officers."""
    pieces = [piece for piece in _PIECES.split(line) if piece.strip()]
    if len(pieces) < 2 or any(len("".join(piece.split())) > 16 for piece in pieces):
        return None
    people = read_roll(line, "roll").attendees
    if len(people) != len(pieces):
        return None
    return "officers" if all(one.kind == "officer" for one in people) else "members"
