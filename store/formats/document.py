"""Minutes (会議録) as one document: what the meeting was, and all that is printed, in order.

A document loses nothing. Each printed element keeps the text that stands before it (`lead`)
and after it (`tail`), so that the elements one after the other are the file again. In an
element that was not read from a file both are None, and the house form decides.
"""

from dataclasses import dataclass
from datetime import date, time
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from store.formats.rolls.values import RollCustom

PassageKind = Literal["action", "text", "decision", "task", "information"]
FieldKind = Literal[
    "title", "when", "date", "time", "venue", "roll", "members", "officers", "absentees",
    "disclosure", "observers", "materials", "other",
]  # fmt: skip
Disclosure = Literal["open", "partly_closed", "closed", "not_checked"]
Status = Literal["unanswered", "present", "absent", "late", "left_early", "proxy", "online"]


# What stands in 【】 before a passage of that kind, as it is printed.
ENTRIES: dict[PassageKind, str] = {"decision": "決定", "task": "宿題", "information": "情報"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """A header field (日時, 場所, …); its printed label stands in the lead, its value is as printed."""

    kind: FieldKind
    label: str
    value: str
    lead: str | None = None
    tail: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AgendaItem:
    """An agenda item (議題): depth 1 for 「2 議題」, 2 for 「(1) …について」."""

    depth: int
    number: str
    title: str
    printed: str | None = None
    lead: str | None = None
    tail: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One speaker's turn; its border carries meaning: a new block is another person.

    No label: what is reported without a speaker.
    """

    label: str | None = None
    printed: str | None = None
    lead: str | None = None
    tail: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """A remark (発言) of the block before it; `indent` is printed before its further lines."""

    body: str
    lead: str | None = None
    indent: str | None = None
    tail: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """What is printed but is no remark: an action (【異議なし】), or text not understood.

    A decision, a task and an information are printed after their kind: 【決定】, 【宿題】, 【情報】.
    """

    kind: PassageKind
    body: str
    lead: str | None = None
    tail: str | None = None


Element = Field | AgendaItem | Block | Remark | Passage


@dataclass(frozen=True, slots=True, kw_only=True)
class Attendee:
    """A person of the roll (出席者名簿), with the title they had at this meeting.

    The reading is known from the roster only; no roll prints it.
    """

    kind: Literal["member", "officer"]
    name: str
    title: str | None = None
    department: str | None = None
    section: str | None = None
    unit: str | None = None
    post: str | None = None
    affiliation: str | None = None
    status: Status = "present"
    arrived_at: time | None = None
    left_at: time | None = None
    proxy_name: str | None = None
    reading: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """A document handed out: label 「資料1」, and its title."""

    label: str | None
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """Something the reader of a file should look at; `line` counts from 1."""

    line: int
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """Minutes read from a file, or about to become one; `custom` is how the council prints rolls."""

    council: str | None = None
    title: str | None = None
    fiscal_year: int | None = None
    number: int | None = None
    held_on: date | None = None
    starts_at: time | None = None
    ends_at: time | None = None
    venue: str | None = None
    disclosure: Disclosure = "not_checked"
    disclosure_ground: str | None = None
    observers: str | None = None
    observer_count: int | None = None
    materials: tuple[Material, ...] = ()
    roll: tuple[Attendee, ...] = ()
    custom: "RollCustom | None" = None
    elements: tuple[Element, ...] = ()
    notices: tuple[Notice, ...] = ()
