"""`note 会議12 2-1 参 人手が足りない`: which meeting and which agenda item stand before the words."""

import re
import unicodedata
from dataclasses import dataclass

from handlers.parse.speakers import head_of
from store.labels import Customs
from store.live import Item
from store.live.agenda import path_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """What stands before the words.

    `number` may be an item's or a meeting's, or a part of the words; then they are `whole`.
    """

    rest: str
    whole: str
    meeting_id: int | None = None
    item: str | None = None
    number: int | None = None


def place(typed: str) -> Place:
    """Take apart what was typed after the command."""
    rest, meeting_id = typed.strip(), None
    if found := _MEETING.match(rest):
        rest, meeting_id = rest[found.end() :], _number(found["number"])
    item = number = None
    whole = rest
    if found := _ITEM.match(rest):
        item, rest = found["named"] or found["item"], rest[found.end() :]
    elif found := _NUMBER.match(rest):
        number, rest = _number(found["number"]), rest[found.end() :]
    return Place(rest=rest, whole=whole, meeting_id=meeting_id, item=item, number=number)


def names_speaker(words: str, customs: Customs) -> bool:
    """Whether a speaker's label follows: only then is a bare number no part of the words."""
    head = head_of(words.split("\n", 1)[0].strip(), customs)
    return head.speaker is not None or bool(head.called)


def item(number: str, agenda: tuple[Item, ...]) -> Item | None:
    """The agenda item of that number: 2-1 is 2(1)."""
    path = path_of(number)
    return next((one for one in agenda if one.path == path), None)


def _number(digits: str) -> int:
    return int(unicodedata.normalize("NFKC", digits))


_D = "[0-9０-９]"
_MEETING = re.compile(rf"会議\s*[:：]?\s*(?P<number>{_D}{{1,9}})(?:番)?(?:\s+|$)")
_ITEM = re.compile(
    rf"(?:議題\s*[:：]?\s*(?P<named>{_D}{{1,2}}(?:[-－ー‐.．]{_D}{{1,2}}|[(（]{_D}{{1,2}}[)）])*)"
    rf"|(?P<item>{_D}{{1,2}}(?:[-－ー‐]{_D}{{1,2}}|[(（]{_D}{{1,2}}[)）])+))(?:\s+|$)"
)
_NUMBER = re.compile(rf"(?P<number>{_D}{{1,9}})\s+")
