"""What a header field says: its printed value as values of the document."""

import re
from itertools import pairwise
from typing import Any

from store import eras
from store.formats.document import Attendee, Disclosure, Document, Field, FieldKind, Material
from store.formats.text.roll import read_roll
from store.formats.text.titles import read_title
from store.formats.text.when import read_times, read_when

ROLLS = ("roll", "members", "officers", "absentees")


def values(field: Field) -> dict[str, Any]:
    """Give the values a field prints, by the document's own names; what cannot be is a ValueError."""
    match field.kind:
        case "title":
            return _title(field.value)
        case "when" | "date":
            return _printed(read_when(field.value)._asdict())
        case "time":
            starts_at, ends_at = read_times(field.value)
            return _printed({"starts_at": starts_at, "ends_at": ends_at})
        case "venue":
            return _printed({"venue": field.value.strip() or None})
        case "roll" | "members" | "officers" | "absentees":
            status = "absent" if field.kind == "absentees" else "present"
            roll = read_roll(field.value, field.kind, status)
            return {"roll": roll.attendees} | _observers(roll.observers)
        case "disclosure":
            return _disclosure(field.value)
        case "observers":
            return _observers(field.value)
        case "materials":
            return {"materials": read_materials(field.value)}
        case _:
            return {}


def kinds_of(document: Document) -> frozenset[FieldKind]:
    """Give the kinds of fields a document prints, by which the roll is divided between them."""
    return frozenset(one.kind for one in document.elements if isinstance(one, Field))


def reads_the_same(
    field: Field, document: Document, printed: frozenset[FieldKind] | None = None
) -> bool:
    """Tell whether a field's printed value still says what the document says."""
    try:
        said = values(field)
    except ValueError:
        return False
    if "roll" in said:
        part = part_of_roll(field.kind, document, printed or kinds_of(document))
        if _people(said.pop("roll")) != _people(part):
            return False
    return all(getattr(document, name) == value for name, value in said.items())


def names_absent(field: Field) -> bool:
    """Tell whether a field of the roll prints somebody who is absent."""
    return any(one.status == "absent" for one in values(field)["roll"])


def part_of_roll(
    kind: FieldKind, document: Document, printed: frozenset[FieldKind]
) -> tuple[Attendee, ...]:
    """Give those of the document's roll whom a field of this kind prints beside the other fields."""
    return tuple(
        one
        for one in document.roll
        if one.status != "unanswered" and _printed_in(one, printed) == kind
    )


def _printed_in(one: Attendee, printed: frozenset[FieldKind]) -> FieldKind:
    if one.status == "absent" and "absentees" in printed:
        return "absentees"
    own: FieldKind = "members" if one.kind == "member" else "officers"
    # Without a field of their own they stand in the roll's one cell.
    return own if own in printed or "roll" not in printed else "roll"


def _people(roll: tuple[Attendee, ...]) -> list[tuple[object, ...]]:
    return [
        (one.kind, one.name, one.title, one.status, one.arrived_at, one.left_at, one.proxy_name)
        for one in roll
    ]


def _printed(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value is not None}


def _title(printed: str) -> dict[str, Any]:
    said = _printed(read_title(printed)._asdict())
    found = eras.find_date(printed)
    return said | ({"held_on": found.day} if found else {})


def _disclosure(printed: str) -> dict[str, Any]:
    found = _DISCLOSURE.match("".join(printed.split()))
    if found is None:
        return {}
    ground = _GROUND.search(printed)
    return {
        "disclosure": _DISCLOSURES[found[1]],
        "disclosure_ground": ground[1].strip() if ground else None,
    }


_DISCLOSURES: dict[str, Disclosure] = {
    "公開": "open", "全部公開": "open", "一部公開": "partly_closed", "一部非公開": "partly_closed",
    "非公開": "closed", "全部非公開": "closed",
}  # fmt: skip
_DISCLOSURE = re.compile(
    "(全部公開|全部非公開|一部公開|一部非公開|非公開|公開)(?!・|又は|または|/|／)"
)
_GROUND = re.compile(r"[(（](.*)[)）]\s*$", re.DOTALL)


def _observers(printed: str | None) -> dict[str, Any]:
    if printed is None:
        return {}
    return {"observers": printed.strip() or None, "observer_count": _count(printed)}


def _count(printed: str) -> int | None:
    if _NONE.match(printed.strip()):
        return 0
    found = _COUNT.search(printed)
    return eras.number(found[1]) if found else None


_NONE = re.compile("なし|無し|無|いない|おりません")
_COUNT = re.compile(r"([0-9０-９]{1,5}|[〇零一二三四五六七八九十百]{1,5})[ 　]{0,2}[名人]")


def read_materials(printed: str) -> tuple[Material, ...]:
    """Give the documents handed out, each with its whole title."""
    printed = _FILE_FORMAT.sub("", printed)
    starts = [found.start() for found in _LABEL.finditer(printed)]
    cuts = [0, *starts, len(printed)]
    pieces = [printed[begin:end] for begin, end in pairwise(cuts)]
    return tuple(
        material for piece in pieces for line in _lines(piece) if (material := _material(line))
    )


_FILE_FORMAT = re.compile(
    r"[ 　]?[(（](?:PDF|ＰＤＦ|Word|Excel|エクセル|ワード)[^()（）]{0,30}[)）]"
)
_NUMBER = r"[0-9０-９]{1,2}(?:[-－―ー‐][0-9０-９]{1,2})?"
_LABEL = re.compile(
    rf"(?:(?<=\s)|(?<=[、,，])|^)[○・•\-]?[ ]?(?:当日資料|参考資料|追加資料|資料|別紙|別添)(?:№|No\.?)?{_NUMBER}(?![-0-9０-９])"
)


def _lines(piece: str) -> list[str]:
    if _LABEL.match(piece):
        # A long title goes on over the line's end.
        return [" ".join(piece.split())] if "\n" in piece else [piece.strip()]
    return [line.strip() for line in piece.split("\n")]


def _material(printed: str) -> Material | None:
    printed = printed.strip(" 　\t\r|｜・•、,，")
    if not printed or _NONE.fullmatch(printed):
        return None
    found = _LABEL.match(printed)
    if found is None:
        return Material(label=None, title=printed)
    title = printed[found.end() :].strip(" 　\t:：、,，")
    return Material(label=found.group().lstrip("○・•- "), title=title)
