"""Tasks (宿題) as they are printed: 「資料3の差し替え（担当：福祉課、期限：令和8年12月10日）」."""

import re
from dataclasses import dataclass
from datetime import date

from store import eras


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """What is to be done, by whom and by when, as far as it was said."""

    what: str
    responsible: str | None = None
    due_on: date | None = None


def write(what: str, responsible: str | None, due_on: date | None) -> str:
    """Write a task as the minutes print it."""
    said = [f"担当：{responsible}"] if responsible else []
    said += [f"期限：{eras.long_date(due_on)}"] if due_on else []
    return f"{what}（{'、'.join(said)}）" if said else what


def read(body: str) -> Task:
    """Give the task a body prints; a day that cannot be read stays in its words."""
    found = _TASK.fullmatch(body)
    if found is None:
        return Task(what=body)
    due_on = _day(found["due"]) if found["due"] else None
    if found["due"] and due_on is None:
        return Task(what=body)
    return Task(what=found["what"], responsible=found["responsible"], due_on=due_on)


_DUE = r"期限[:：][ 　]*(?P<due>[^（）()、]+(?:[（(][月火水木金土日][)）])?)"
_TASK = re.compile(
    r"(?P<what>.*\S)[ 　]*[（(](?=担当[:：]|期限[:：])"
    rf"(?:担当[:：][ 　]*(?P<responsible>.+?))?(?:[、,，]?[ 　]*{_DUE})?[)）]",
    re.DOTALL,
)


def _day(printed: str) -> date | None:
    try:
        found = eras.find_date(printed)
    except ValueError:
        return None
    return found.day if found else None
