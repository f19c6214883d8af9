"""How one person is called in a roll: ◎佐藤(翔)委員(18:40から出席)."""

import re
from collections.abc import Callable, Iterable

from store.formats.rolls.order import chairs
from store.formats.rolls.values import RollCustom, RollPerson

Call = Callable[[RollPerson], str]


def caller(people: Iterable[RollPerson], custom: RollCustom) -> Call:
    """Tell how each of these people is called, beside all the others."""
    members = {one.name for one in people if one.kind == "member"}
    shown = surnames(members) if custom.names == "surname" else {}

    def call(one: RollPerson) -> str:
        if one.kind == "member":
            called = _member(one, shown.get(one.name, one.name), custom)
        else:
            whole = title(one)
            called = f"{whole} {one.name}" if whole else one.name
        return called + _note(one, custom)

    return call


def surnames(names: Iterable[str]) -> dict[str, str]:
    """The surname of each name, with as much of the given name as tells two of them apart.

    A name is divided at its blank; one without a blank stays whole.
    """
    divided = {name: _divided(name) for name in names}
    return {
        name: _apart(
            surname,
            given,
            [own for other, (same, own) in divided.items() if same == surname and other != name],
        )
        for name, (surname, given) in divided.items()
    }


def _divided(name: str) -> tuple[str, str]:
    surname, _, given = " ".join(name.split()).partition(" ")
    return surname, given


def _apart(surname: str, given: str, others: list[str]) -> str:
    if not others or not given:
        return surname
    letters = _LETTER.findall(given)
    for length in range(1, len(letters)):
        told = letters[:length]
        if all(_LETTER.findall(other)[:length] != told for other in others):
            return f"{surname}({''.join(told)})"
    return f"{surname}({given})"


# A letter with the selector that says in which form it is registered (辻󠄀).
_LETTER = re.compile("[^\ufe00-\ufe0f\U000e0100-\U000e01ef][\ufe00-\ufe0f\U000e0100-\U000e01ef]*")


def _member(one: RollPerson, name: str, custom: RollCustom) -> str:
    mark = _MARKS[chairs(one.role)] if custom.roles == "marks" else ""
    role = _printed_role(one.role, custom)
    if custom.honorific == "委員":
        # 佐藤委員, but 佐藤 翔 委員.
        called = name + (" " if len(name.split()) > 1 else "") + (role or custom.honorific)
    else:
        called = f"{role} {name}" if role else name
    affiliation = f"({one.affiliation})" if custom.affiliation and one.affiliation else ""
    return mark + called + affiliation


_MARKS = {"chair": "◎", "vice": "○", None: ""}


def _printed_role(role: str | None, custom: RollCustom) -> str | None:
    if role in ("委員", "議員"):
        return None
    match custom.roles:
        case "all":
            return role
        case "posts":
            return None if _is_kind_of_member(role) else role
        case "marks":
            return None if _is_kind_of_member(role) or chairs(role) else role
        case "none":
            return None


def _is_kind_of_member(role: str | None) -> bool:
    # 公募委員 tells how somebody was chosen, 会長 and オブザーバー what they are in the room.
    return role is None or role.endswith(("委員", "議員"))


def title(officer: RollPerson) -> str:
    """The whole title (部課職): 福祉部 + 福祉課 + 課長 is 福祉部福祉課長."""
    if officer.title:
        return officer.title
    place = "".join(filter(None, (officer.department, officer.section, officer.unit)))
    post = officer.post or ""
    head, chief, _ = post.partition("長")
    return place.removesuffix(head) + post if chief else place + post


def _note(one: RollPerson, custom: RollCustom) -> str:
    if one.status not in custom.notes:
        return ""
    match one.status:
        case "late" | "left_early":
            return f"({_stay(one)})"
        case "proxy":
            return f"(代理 {one.proxy_name})" if one.proxy_name else "(代理出席)"
        case _:
            return "(オンライン)"


def _stay(one: RollPerson) -> str:
    if one.arrived_at and one.left_at:
        return f"{one.arrived_at:%H:%M}から{one.left_at:%H:%M}まで出席"
    if one.status == "late":
        return f"{one.arrived_at:%H:%M}から出席" if one.arrived_at else "途中から出席"
    return f"{one.left_at:%H:%M}退席" if one.left_at else "途中退席"
