"""The roster as people ask for it: which council and whom, the pressed buttons, the sent forms."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from hashlib import sha256
from typing import Any, Literal

from handlers.errors import FormError, UserError
from handlers.parse import buttons
from store import particulars, text
from store.members import ContactKind, NewMember, NewOfficer

Json = dict[str, Any]
Deed = Literal["change", "reappoint", "end", "withdraw"]

CONTACTS: tuple[ContactKind, ...] = ("phone", "fax", "mail")
OFFICERS = ("officers", "職員")


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What a list of people shows, so that its buttons can change one thing of it."""

    council: int
    show: str = "members"
    word: str = ""
    page: int = 1
    contacts: bool = False

    def turned(self, **changes: Any) -> Json:
        """A button's value for the same list with something changed, from its first page."""
        return asdict(replace(self, **{"page": 1, **changes}))


def shown(action: Json) -> Shown:
    """The list a pressed button asks for."""
    council, show, word, page, contacts = buttons.values(
        action, council=int, show=str, word=str, page=int, contacts=bool
    )
    return Shown(council=council, show=show, word=word, page=max(1, page), contacts=contacts)


def reading(action: Json) -> tuple[str, int]:
    """The reading a pressed button proposed, and which state of the person it was proposed for."""
    proposed, version = buttons.values(action, reading=str, version=int)
    try:
        return particulars.reading(proposed), version
    except ValueError as error:
        raise UserError(str(error)) from error


def is_alike(word: str, *told: str) -> bool:
    """Whether a word stands in what is told of somebody, however it is spelled."""
    return any(text.fold(word) in text.fold(one) for one in told)


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberForm:
    """A member as somebody wants them; without `member_id` one new to the roster."""

    council_id: int
    member_id: int | None
    version: int
    deed: Deed
    wanted: NewMember
    contacts: Mapping[ContactKind, str]


def member_form(view: Json) -> MemberForm:
    """The form for a member, as it was sent."""
    meant = json.loads(view["private_metadata"])
    found = _checked(
        view,
        ("name", "reading", "mark", "role", "category", "affiliation", "term_from", "term_to"),
    )
    contacts: dict[ContactKind, str] = {kind: found.pop(kind) for kind in CONTACTS}
    values = view["state"]["values"]
    deed: Deed = (_chosen(values, "deed") or "change") if meant["member"] else "change"
    if deed == "end" and not found["term_to"]:
        raise FormError({"term_to": "退任した日（任期の最後の日）を入力してください。"})
    if deed == "reappoint" and not found["term_from"]:
        raise FormError({"term_from": "再任の任期の始めを入力してください。"})
    role = found.pop("role") or "委員"
    wanted = NewMember(
        **found,
        role=role,
        proxy_allowed=bool(values["proxy_allowed"]["value"].get("selected_options")),
        slack_user=values["slack_user"]["value"].get("selected_user"),
        reached_by=_chosen(values, "reached_by"),
    )
    return MemberForm(
        council_id=meant["council"],
        member_id=meant["member"],
        version=meant["version"],
        deed=deed,
        wanted=wanted,
        contacts=contacts,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficerForm:
    """An officer as somebody wants them; without `person_id` one new to the roster."""

    council_id: int
    person_id: int | None
    version: int
    wanted: NewOfficer
    contacts: Mapping[ContactKind, str]


def officer_form(view: Json) -> OfficerForm:
    """The form for an officer, as it was sent."""
    meant = json.loads(view["private_metadata"])
    parts = ("department", "section", "unit", "post")
    found = _checked(view, ("name", "reading", *parts, "since"))
    contacts: dict[ContactKind, str] = {kind: found.pop(kind) for kind in CONTACTS}
    values = view["state"]["values"]
    leaves = bool(values.get("leaves", {}).get("value", {}).get("selected_options"))
    if not found["since"]:
        raise FormError({"since": "その職に就いた日を入力してください。例: 令和8年4月1日"})
    if leaves:
        found |= dict.fromkeys(parts, "")
    elif not any(found[part] for part in parts):
        raise FormError({"post": "部・課・係・職のどれかを入力してください。例: 主査"})
    return OfficerForm(
        council_id=meant["council"],
        person_id=meant["person"],
        version=meant["version"],
        wanted=NewOfficer(**found),
        contacts=contacts,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class RosterForm:
    """Rows somebody pasted, and the seal of what they were shown would come of them."""

    council_id: int
    rows: str
    seal: str

    @property
    def pasted(self) -> str:
        """The same for the same rows."""
        return sha256(self.rows.encode()).hexdigest()[:16]


def roster_form(view: Json) -> RosterForm:
    """The form for rows of a spreadsheet, as it was sent."""
    meant = json.loads(view["private_metadata"])
    rows = view["state"]["values"]["rows"]["value"].get("value") or ""
    return RosterForm(council_id=meant["council"], rows=rows, seal=meant["seal"])


def _checked(view: Json, fields: tuple[str, ...]) -> Json:
    """The fields typed into, each checked; all their mistakes at once."""
    values = view["state"]["values"]
    found: Json = {}
    mistakes: dict[str, str] = {}
    for field in (*fields, *CONTACTS):
        try:
            found[field] = particulars.CHECKS[field](values[field]["value"].get("value") or "")
        except ValueError as error:
            mistakes[field] = str(error)
    if mistakes:
        raise FormError(mistakes)
    return found


def _chosen(values: Json, block_id: str) -> Any:
    option = values.get(block_id, {}).get("value", {}).get("selected_option")
    return option["value"] if option else None
