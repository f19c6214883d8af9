"""Who is on a roll, and how the council has rolls printed."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, fields, replace
from datetime import time
from typing import Any, Literal, Self, get_args

from store.formats.document import Attendee, Status

Noted = Literal["late", "left_early", "proxy", "online"]
NOTED: tuple[Noted, ...] = get_args(Noted)


@dataclass(frozen=True, slots=True, kw_only=True)
class RollPerson:
    """A person of the roll as the writer needs them: why they are absent, nobody tells it."""

    kind: Literal["member", "officer"]
    name: str  # as registered, 異体字 and all
    reading: str | None = None
    role: str | None = None  # a member's: 会長, 副会長, 公募委員
    title: str | None = None  # an officer's, whole: 福祉部福祉課主査; or in its parts:
    department: str | None = None
    section: str | None = None
    unit: str | None = None
    post: str | None = None
    affiliation: str | None = None
    status: Status = "present"
    arrived_at: time | None = None
    left_at: time | None = None
    proxy_name: str | None = None
    excused: bool = False  # for the secretariat's tables; never printed


@dataclass(frozen=True, slots=True, kw_only=True)
class RollCustom:
    """How a council has its rolls printed; the defaults are the form of our own minutes (旭川)."""

    # 五十音順 of all · 正副会長 first, the rest in 五十音順 · as the roll lists them
    order: Literal["reading", "chairs_first", "as_listed"] = "reading"
    # 会長 佐藤 (but not 公募委員 佐藤) · 公募委員 too · ◎佐藤 · nothing
    roles: Literal["posts", "all", "marks", "none"] = "posts"
    # once, after the members · after each: 佐藤委員, 佐藤会長 · nothing
    honorific: Literal["(敬称略)", "委員", ""] = "(敬称略)"
    separator: Literal[", ", "、", "・"] = ", "
    # 佐藤 翔 · 佐藤, and 佐藤(翔) where there are two
    names: Literal["full", "surname"] = "full"
    affiliation: bool = False
    # their names · 委員15名(欠席2名), fifteen being those present · both
    members: Literal["names", "count", "both"] = "names"
    # a row 欠席者 · 「欠席者 …」 at the cell's end · not at all
    absentees: Literal["own_row", "inside", "omitted"] = "own_row"
    # (18:40から出席) · (19:05退席) · (代理 …) · (オンライン)
    notes: tuple[Noted, ...] = NOTED
    officers_order: Literal["rank", "as_listed"] = "rank"
    officers: Literal["same_cell", "own_row"] = "same_cell"
    officers_label: str = "事務局"

    def to_dict(self) -> dict[str, Any]:
        """The custom as JSON can keep it."""
        return asdict(self) | {"notes": list(self.notes)}

    @classmethod
    def from_dict(cls, kept: Mapping[str, Any]) -> Self:
        """The custom that was kept; what it does not say yet is the default, a value unknown a ValueError."""
        known = {one.name: kept[one.name] for one in fields(cls) if one.name in kept}
        if "notes" in known:
            known["notes"] = tuple(known["notes"])
        custom = cls(**known)
        for one in fields(cls):
            _check(one.name, one.type, getattr(custom, one.name))
        return custom


def _check(name: str, kind: Any, value: Any) -> None:
    if name == "notes":
        known = set(value) <= set(NOTED)
    elif choices := get_args(kind):
        known = value in choices
    else:
        known = isinstance(value, kind)
    if not known:
        raise ValueError(f"{name}: {value!r}")


def person(one: Attendee) -> RollPerson:
    """A person of a document's roll, where a member's title is their role."""
    is_member = one.kind == "member"
    return RollPerson(
        kind=one.kind,
        name=one.name,
        reading=one.reading,
        role=one.title if is_member else None,
        # Of an officer without a title the department stood over the list, not before the name.
        title=None if is_member else one.title,
        affiliation=one.affiliation,
        status=one.status,
        arrived_at=one.arrived_at,
        left_at=one.left_at,
        proxy_name=one.proxy_name,
    )


def people(attendees: Iterable[Attendee]) -> list[RollPerson]:
    """A document's roll for the writer.

    As long as a member's reading is not known, the order that is kept says more than half of
    五十音順.
    """
    found = list(map(person, attendees))
    if all(one.reading for one in found if one.kind == "member"):
        return found
    return [replace(one, reading=None) for one in found]


def unsettled(people: Iterable[RollPerson]) -> tuple[RollPerson, ...]:
    """Those who have not answered (未回答): neither present nor absent, so no cell prints them."""
    return tuple(one for one in people if one.status == "unanswered")
