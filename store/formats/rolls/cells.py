"""The cells of a roll: 出席者, and where the council has them, 欠席者 and 事務局; 傍聴者 by number."""

from collections.abc import Iterable

from store.formats.rolls.names import Call, caller
from store.formats.rolls.order import in_order
from store.formats.rolls.values import RollCustom, RollPerson

PRESENT = "出席者"
ABSENT = "欠席者"


def cells(people: Iterable[RollPerson], custom: RollCustom) -> list[tuple[str, str]]:
    """Each row's label and what stands in it; a row nobody stands in is left out.

    Who has not answered stands in none of them (see `unsettled`).
    """
    people = in_order(people, custom)
    call = caller(people, custom)
    absent = [one for one in people if one.status == "absent"]
    here = [one for one in people if one.status not in ("absent", "unanswered")]
    rows = [(PRESENT, _present(here, absent, custom, call))]
    if custom.absentees == "own_row":
        rows.append((ABSENT, _joined(_counted(absent, custom), _named(absent, custom, call))))
    if custom.officers == "own_row":
        rows.append((custom.officers_label, _named(_officers(here), custom, call)))
    return [(label, cell) for label, cell in rows if cell]


def _present(
    here: list[RollPerson], absent: list[RollPerson], custom: RollCustom, call: Call
) -> str:
    members = _named(_members(here), custom, call)
    return _joined(
        _counted(here, custom, absent if custom.absentees == "inside" else []),
        members,
        custom.honorific if members and custom.honorific == "(敬称略)" else "",
        *(call(one) for one in _officers(here) if custom.officers == "same_cell"),
        _absent_inside(absent, custom, call),
    )


def _absent_inside(absent: list[RollPerson], custom: RollCustom, call: Call) -> str:
    named = _named(absent, custom, call) if custom.absentees == "inside" else ""
    return f"{ABSENT} {named}" if named else ""


def _counted(
    people: list[RollPerson], custom: RollCustom, absent: Iterable[RollPerson] = ()
) -> str:
    """Write 「委員13名」 or 「委員13名(欠席2名)」."""
    count, missing = len(_members(people)), len(_members(absent))
    if custom.members == "names" or count + missing == 0:
        return ""
    return f"委員{count}名" + (f"(欠席{missing}名)" if missing else "")


def _named(people: list[RollPerson], custom: RollCustom, call: Call) -> str:
    counted = custom.members == "count"
    return custom.separator.join(
        call(one) for one in people if not (counted and one.kind == "member")
    )


def _members(people: Iterable[RollPerson]) -> list[RollPerson]:
    return [one for one in people if one.kind == "member"]


def _officers(people: Iterable[RollPerson]) -> list[RollPerson]:
    return [one for one in people if one.kind == "officer"]


def _joined(*parts: str) -> str:
    return " ".join(part for part in parts if part)


def observers(count: int, press: int = 0) -> str:
    """Write 「2名(うち報道機関1名)」, the cell of 傍聴者."""
    assert 0 <= press <= count, "the press is among the observers"
    if count == 0:
        return "なし"
    return f"{count}名" + (f"(うち報道機関{press}名)" if press else "")
