"""What stands in brackets after a name of the roll, and names that 「・」 parts."""

import re
from dataclasses import replace
from datetime import time

from store.formats.document import Attendee


def hidden(printed: str, notes: list[str]) -> str:
    """Put a sign in the place of each note, so that its blanks part no words; keep the notes."""

    def hide(found: re.Match[str]) -> str:
        notes.append(found[1])
        return chr(_FIRST + len(notes) - 1)

    return _NOTE.sub(hide, printed)


def told(words: list[str], notes: list[str]) -> tuple[list[str], list[str]]:
    """The words of an entry without the signs in them, and the notes these stood for."""
    found = [notes[ord(sign) - _FIRST] for word in words for sign in _SIGN.findall(word)]
    bare = [_SIGN.sub("", word) for word in words]
    return [word for word in bare if word], found


def noted(one: Attendee, notes: list[str]) -> Attendee:
    """The person as the notes after their name tell of them."""
    for note in notes:
        if found := _STAYED.fullmatch(note):
            one = replace(
                one,
                status="late" if found["from"] and not found["until"] else "left_early",
                arrived_at=_clock(found["from"]),
                left_at=_clock(found["until"]),
            )
        elif found := _LEFT.fullmatch(note):
            one = replace(one, status="left_early", left_at=_clock(found["at"]))
        elif found := _PROXY.fullmatch(note):
            one = replace(one, status="proxy", proxy_name=found["name"])
        else:
            one = replace(one, status="online")
    return one


def divided(piece: str) -> list[str]:
    """Names between 「・」, where all of them are full names or all are short ones.

    「総務・企画部長 山田 太郎」 and 「マイケル・スミス」 are one.
    """
    parts = piece.split("・")
    closed = [" ".join(part.split()) for part in parts]
    full = all(" " in part for part in closed)
    short = len(parts) > 2 and not any(" " in part for part in closed)
    is_foreign = any(_KATAKANA.fullmatch(part) for part in closed)
    names = all(closed) and (full or short) and not is_foreign
    return parts if len(parts) > 1 and names else [piece]


def _clock(printed: str | None) -> time | None:
    found = _HOUR_AND_MINUTE.match(printed or "")
    if not found:
        return None
    hour, minute = int(found[1]), int(found[2] or 0)
    return time(hour, minute) if hour < 24 and minute < 60 else None


# Signs of the private use area; whoever prints one of their own in a roll is past our help.
_FIRST = 0xF0000
_SIGN = re.compile("[\U000f0000-\U000ffffd]")
_AT = "[0-9０-９]{1,2}(?:[:：][0-9０-９]{2}|時(?:[0-9０-９]{1,2}分)?)"
_STAYED = re.compile(rf"(?P<from>{_AT}|途中)から(?:(?P<until>{_AT})まで)?(?:出席|参加)")
_LEFT = re.compile(rf"(?P<at>{_AT}|途中)(?:で|に)?(?:退席|退室|早退)")
_PROXY = re.compile(r"代理(?:出席)?(?:[ 　:：]+(?P<name>[^()（）]{1,40}?))?")
_NOTES = "|".join(re.sub(r"\?P<\w+>", "?:", one.pattern) for one in (_STAYED, _LEFT, _PROXY))
_NOTE = re.compile(rf"(?<=\S)[ 　]?[(（]({_NOTES}|オンライン(?:出席|参加)?)[)）]")
_HOUR_AND_MINUTE = re.compile(r"([0-9０-９]{1,2})[:：時](?:([0-9０-９]{1,2}))?")
_KATAKANA = re.compile("[ァ-ヶー ]+")
