"""Vocabulary (言葉の組): words that mean the same to a committee, for searches to know.

A group is true for every council: the same words find the same remarks wherever they are typed.
The product brings groups of its own (vocabulary.toml); what the office adds, changes or switches
off is kept in the record, whole, and stands before them.
"""

import json
import tomllib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from store import history, text
from store.errors import Refused
from store.history import By, Change
from store.queries import And, Expression, Near, Not, Or, Phrase, Word, terms

SHIPPED = Path(__file__).with_name("vocabulary.toml")

# A word in many groups is looked for with no more than so many others.
MOST_ADDED = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """What a group says: its words, why they belong together, and whether searches use it."""

    words: tuple[str, ...]
    reason: str
    is_on: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """A group of words, as it stands now; version 0: as it was shipped."""

    key: str
    area: str | None  # where it stands in the shipped list; none: the office added it
    words: tuple[str, ...]
    reason: str
    is_on: bool = True
    version: int = 0
    changed_by: str | None = None
    changed_at: datetime | None = None

    @property
    def wording(self) -> Wording:
        """What can be changed of it."""
        return Wording(words=self.words, reason=self.reason, is_on=self.is_on)


# --- Widening a search


def widen(db: Database, wanted: Expression, without: Iterable[str] = frozenset()) -> Expression:
    """The expression with, for each word, those that mean the same; none of those in `without`.

    Exact words and phrases stay, and so does what is excluded: who takes a word out of a
    search does not mean to lose remarks with other words. A group of which two words were
    typed adds nothing: 人材 育成 asks for both, and each would stand for the other.
    """
    unwanted = frozenset(text.fold(word) for word in without)
    typed = {text.fold(term.text) for term in terms(wanted)}
    alike = _alike(db)

    def others(word: str) -> tuple[str, ...]:
        once = [g for g in alike(word) if len(typed & set(map(text.fold, g.words))) < 2]
        return _others(word, once, unwanted)

    return _widened(wanted, others)


def added(expression: Expression | None) -> tuple[str, ...]:
    """The words a search looks for beside those that were typed, in order."""
    return tuple(
        dict.fromkeys(
            other for term in terms(expression) if isinstance(term, Word) for other in term.also
        )
    )


def _widened(wanted: Expression, others: Callable[[str], tuple[str, ...]]) -> Expression:
    match wanted:
        case Word():
            return wanted if wanted.is_exact else replace(wanted, also=others(wanted.text))
        case Phrase() | Not():
            return wanted
        case Near():
            one, other = (_widened_term(term, others) for term in (wanted.one, wanted.other))
            return replace(wanted, one=one, other=other)
        case And() | Or():
            return replace(wanted, parts=tuple(_widened(part, others) for part in wanted.parts))


def _widened_term(term: Word | Phrase, others: Callable[[str], tuple[str, ...]]) -> Word | Phrase:
    if isinstance(term, Phrase) or term.is_exact:
        return term
    else:
        return replace(term, also=others(term.text))


def _others(word: str, groups: Iterable[Group], unwanted: frozenset[str]) -> tuple[str, ...]:
    """The words of the groups that find more than the word does, and no word of it alone."""
    found = {text.fold(other): other for group in groups for other in group.words}
    folded = text.fold(word)
    useful = [
        other
        for other in found
        if other not in unwanted and other not in folded and folded not in other
    ]
    # Whoever looks for 申込 has found 申込書 too.
    shortest = [
        other
        for other in useful
        if not any(shorter != other and shorter in other for shorter in useful)
    ]
    return tuple(found[other] for other in shortest[:MOST_ADDED])


def _alike(db: Database) -> Callable[[str], list[Group]]:
    """For a word, the groups in use that it stands in."""
    kept = _kept(db)
    replaced = {group.key for group in kept}

    def groups(word: str) -> list[Group]:
        folded = text.fold(word)
        ours = [g for g in kept if g.is_on and folded in map(text.fold, g.words)]
        shipped = [g for g in _shipped_with().get(folded, ()) if g.key not in replaced]
        return ours + shipped

    return groups


# --- Looking at the groups


def groups(db: Database) -> tuple[Group, ...]:
    """Every group: what the office added or changed, the latest first, then the shipped ones."""
    kept = _kept(db)
    replaced = {group.key for group in kept}
    return (*kept, *(group for group in _shipped() if group.key not in replaced))


def touching(db: Database, word: str) -> tuple[Group, ...]:
    """The groups with a word that is the one given, holds it or stands in it; the same first."""
    folded = text.fold(word)
    same: list[Group] = []
    near: list[Group] = []
    for group in groups(db) if folded else ():
        members = [text.fold(each) for each in group.words]
        if folded in members:
            same.append(group)
        elif any(folded in member or member in folded for member in members):
            near.append(group)
    return (*same, *near)


def elsewhere(
    db: Database, words: Iterable[str], key: str | None = None
) -> tuple[tuple[str, Group], ...]:
    """Which of the words stand in another group in use than the one of that key, and in which."""
    alike = _alike(db)
    return tuple((word, group) for word in words for group in alike(word) if group.key != key)


def get(db: Database, key: str) -> Group:
    """The group of that key."""
    for group in groups(db):
        if group.key == key:
            return group
    raise Refused("その言葉の組は見つかりません。「/minutes words」で一覧を確かめてください。")


# --- Changing them


def add(db: Database, wording: Wording, by: By) -> Group:
    """Keep a new group."""
    cursor = db.conn.execute(
        """insert into vocabulary_groups (words, reason, is_on, changed_by, changed_at)
        values (:words, :reason, :is_on, :changed_by, :changed_at)""",
        _holes(wording, by),
    )
    row_id = cursor.lastrowid or 0
    _note(db, by, row_id, "added", after=wording)
    return get(db, f"#{row_id}")


def change(db: Database, key: str, wording: Wording, version: int, by: By) -> Group:
    """Change a group, or what it stands for from now on; refused if another was faster."""
    before = get(db, key)
    if before.version != version:
        raise Refused(
            "ほかの人がこの言葉の組を先に直しています。一度閉じて、新しい内容を確かめてください。"
        )
    if wording == before.wording:
        return before
    if version:
        [[row_id]] = db.conn.execute(
            """update vocabulary_groups
            set words = :words, reason = :reason, is_on = :is_on, version = version + 1,
              changed_by = :changed_by, changed_at = :changed_at
            where shipped = :key or '#' || id = :key returning id""",
            {**_holes(wording, by), "key": key},
        ).fetchall()
    else:
        [[row_id]] = db.conn.execute(
            """insert into vocabulary_groups
              (shipped, words, reason, is_on, changed_by, changed_at)
            values (:key, :words, :reason, :is_on, :changed_by, :changed_at) returning id""",
            {**_holes(wording, by), "key": key},
        ).fetchall()
    _note(db, by, row_id, "changed", before=before.wording, after=wording)
    return get(db, key)


def _holes(wording: Wording, by: By) -> dict[str, Any]:
    return {
        "words": json.dumps(wording.words, ensure_ascii=False),
        "reason": wording.reason,
        "is_on": wording.is_on,
        "changed_by": by.actor,
        "changed_at": by.stamp,
    }


def _note(
    db: Database,
    by: By,
    row_id: int,
    deed: str,
    *,
    before: Wording | None = None,
    after: Wording,
) -> None:
    change = Change(
        noun="vocabulary_groups",
        row_id=row_id,
        deed=deed,
        before=_facts(before) if before else None,
        after=_facts(after),
    )
    history.record(db, by, [change])


def _facts(wording: Wording) -> dict[str, Any]:
    return {"words": list(wording.words), "reason": wording.reason, "is_on": wording.is_on}


# --- The two places groups come from


def _kept(db: Database) -> list[Group]:
    areas = {group.key: group.area for group in _shipped()}
    return [
        Group(
            key=row["shipped"] or f"#{row['id']}",
            area=areas.get(row["shipped"]),
            words=tuple(json.loads(row["words"])),
            reason=row["reason"],
            is_on=bool(row["is_on"]),
            version=row["version"],
            changed_by=row["changed_by"],
            changed_at=datetime.fromisoformat(row["changed_at"]),
        )
        for row in db.query(
            """select id, shipped, words, reason, is_on, version, changed_by, changed_at
            from vocabulary_groups order by changed_at desc, id desc"""
        )
    ]


@cache
def _shipped() -> tuple[Group, ...]:
    areas = tomllib.loads(SHIPPED.read_text())
    return tuple(
        Group(key=group["words"][0], area=area, words=tuple(group["words"]), reason=group["reason"])
        for area, groups in areas.items()
        for group in groups
    )


@cache
def _shipped_with() -> dict[str, list[Group]]:
    """The shipped groups each word stands in."""
    found: dict[str, list[Group]] = {}
    for group in _shipped():
        for word in group.words:
            found.setdefault(text.fold(word), []).append(group)
    return found
