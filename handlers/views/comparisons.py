"""The rows of a 新旧対照表 in the words of an office, as they are shown and as they go into files."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, time

from handlers.views import parts
from handlers.views.dates import day, sitting
from handlers.views.minutes import DISCLOSURES
from store import wording
from store.changes import Baseline, Comparison, Facts, Note, Row
from store.formats import comparison as files
from store.formats.document import ENTRIES
from store.wording import Change


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A row of the table: where it stands, the wordings, and what was done (備考)."""

    place: str
    changes: Sequence[Change]
    note: str = ""


def lines(compared: Comparison) -> list[Line]:
    """The rows: the header's first, then what was said in its order."""
    return [*_facts(compared.before, compared.after), *map(_line, compared.rows)]


def sheet(compared: Comparison, today: date) -> files.Comparison:
    """The whole table as it goes into a file; no rows: there is nothing to write."""
    told = lines(compared)
    rows = tuple(
        files.Row(place=line.place, before=before, after=after, note=line.note)
        for line in told
        for before, after in [wording.sides(line.changes)]
    )
    about = (
        f"開催日　{day(compared.meeting.held_on)}",
        f"{since(compared.since)}からの変更　{len(told):,}か所",
        f"作成日　{day(today)}",
    )
    return files.Comparison(title=title(compared), lines=about, rows=rows)


def title(compared: Comparison) -> str:
    """What the table is called."""
    return f"{compared.meeting.name} 会議録 新旧対照表"


def since(baseline: Baseline) -> str:
    """Since when: 取り込んだとき（令和8年11月23日(月)）."""
    match baseline.kind:
        case "imported":
            return f"取り込んだとき（{day(baseline.on)}）"
        case "closed":
            return f"閉会したとき（{day(baseline.on)}）"
        case "held":
            return f"開催日（{day(baseline.on)}）の終わり"
        case "day":
            return day(baseline.on)


def _facts(before: Facts, after: Facts) -> Iterator[Line]:
    for (place, old), (_, new) in zip(_printed(before), _printed(after), strict=True):
        if old != new:
            yield Line(place=place, changes=wording.changed(old, new))


def _printed(facts: Facts) -> list[tuple[str, str]]:
    held_on = date.fromisoformat(facts.held_on) if facts.held_on else None
    times = [time.fromisoformat(at) if at else None for at in (facts.starts_at, facts.ends_at)]
    disclosure = DISCLOSURES.get(facts.disclosure, "")
    ground = f"（{facts.disclosure_ground}）" if facts.disclosure_ground else ""
    return [
        ("会議名", facts.title or ""),
        ("日時", sitting(held_on, *times)),
        ("場所", facts.venue or ""),
        ("公開・非公開", disclosure + ground),
        ("傍聴者", facts.observers or ""),
    ]


def _line(row: Row) -> Line:
    old, new = row.before.body if row.before else "", row.after.body if row.after else ""
    placed = row.after or row.before
    who = ENTRIES.get(row.kind, "") if row.kind else (placed and placed.label) or ""
    where = _number(placed.agenda) if placed else ""
    return Line(
        place=" ".join(filter(None, (where, who))),
        changes=wording.changed(old, new),
        note="、".join(_note(note, row) for note in row.notes),
    )


def _number(agenda: str) -> str:
    """2(1) of 2(1) 見守り活動について; the title where it has no number."""
    first = agenda.partition(" ")[0]
    return first if _HAS_NUMBER.search(first) else parts.cut(agenda, 20)


_HAS_NUMBER = re.compile(r"[0-9０-９⑴-⒇①-⑳]|^[一二三四五六七八九十]{1,3}$")


def _note(note: Note, row: Row) -> str:
    if row.before and row.after:
        if note == "relabelled":
            old, new = row.before.label or "記載なし", row.after.label or "記載なし"
            return f"発言者の表示を変更（{old}→{new}）"
        if note == "moved":
            return f"議題を移動（{_number(row.before.agenda)}→{_number(row.after.agenda)}）"
    return _NOTES[note]


_NOTES: dict[Note, str] = {
    "added": "追加",
    "withdrawn": "削除",
    "relabelled": "発言者の表示を変更",
    "regrouped": "発言者の区切りを変更",
    "moved": "議題を移動",
    "split": "発言を分割",
    "joined": "発言を統合",
}
