"""Rules (規則): what a council's own 要綱 lays down for it; nothing of it is the same everywhere."""

import json
from dataclasses import asdict, dataclass, field, fields
from typing import Any, Literal

from sqlite_utils import Database

from store import history
from store.history import By, Change

Quorum = Literal["none", "half", "more_than_half", "two_thirds", "number"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """A council's rules; None where it has none, and then nothing is due.

    `quorum` is of the members in office: half (半数以上), more_than_half (過半数), two_thirds
    (3分の2以上) or `quorum_number` of them. `…_days` are days before the meeting (notice, papers)
    or after it (summary, minutes), and for the publication after the minutes are confirmed;
    working days of the city where `in_working_days`. `closing_days` are the city's own beside
    weekends and national holidays, as 「12/29-1/3」. `reminders` are told before each meeting,
    as people type them. `roll` is how its roll is printed (store/formats/rolls.py), `pay` what
    its members are due (store/pay.py), `most_terms` how many terms one may serve (再任の限度).
    """

    quorum: Quorum = "none"
    quorum_number: int | None = None
    proxies_count: bool = False
    notice_days: int | None = None
    papers_days: int | None = None
    summary_days: int | None = None
    minutes_days: int | None = None
    publication_days: int | None = None
    in_working_days: bool = False
    closing_days: tuple[str, ...] = ("12/29-1/3",)
    reminders: tuple[str, ...] = ("7日前 9:00", "1日前 9:00", "1時間前")
    roll: dict[str, Any] = field(default_factory=dict)
    pay: dict[str, Any] = field(default_factory=dict)
    most_terms: int | None = None


def of(db: Database, council_id: int) -> Rules:
    """The rules of a council; those that were never laid down are as in Rules."""
    [kept] = db.conn.execute("select settings from councils where id = ?", (council_id,)).fetchone()
    known = {one.name for one in fields(Rules)}
    given: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value
        for name, value in json.loads(kept).items()
        if name in known
    }
    return Rules(**given)


def needed(laid: Rules, in_office: int) -> int | None:
    """How many of the members in office a quorum takes; None where the rules want none."""
    match laid.quorum:
        case "none":
            return None
        case "half":
            return -(-in_office // 2)
        case "more_than_half":
            return in_office // 2 + 1
        case "two_thirds":
            return -(-in_office * 2 // 3)
        case "number":
            return laid.quorum_number


def lay_down(db: Database, council_id: int, rules: Rules, by: By) -> None:
    """Keep a council's rules; what was laid down before is in the history."""
    before = of(db, council_id)
    db.conn.execute(
        "update councils set settings = ? where id = ?",
        (json.dumps(asdict(rules), ensure_ascii=False), council_id),
    )
    changed = {
        one.name: (getattr(before, one.name), getattr(rules, one.name))
        for one in fields(Rules)
        if getattr(before, one.name) != getattr(rules, one.name)
    }
    if changed:
        change = Change(
            noun="councils", row_id=council_id, deed="ruled",
            before={name: old for name, (old, _) in changed.items()},
            after={name: new for name, (_, new) in changed.items()},
        )  # fmt: skip
        history.record(db, by, [change])
