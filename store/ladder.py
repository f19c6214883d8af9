"""The ladder (次の一手): what to try when a search finds nothing, and how much each try finds.

Every step is a search of its own, counted as it will be answered: for this viewer, with the
words that mean the same. What the viewer may not see is in no number, no place and no spelling.
A search of twelve words asks the index some twenty-five times at most.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from sqlite_utils import Database

from store import councils, meetings, search, text, vocabulary
from store.queries import And, Expression, Filters, Near, Not, Or, Phrase, Query, Word, terms
from store.viewers import VISIBLE, Viewer

Kind = Literal[
    "fewer",  # without one of the words
    "included",  # without one of the words that were excluded
    "apart",  # a long word taken apart
    "synonyms",
    "headings",
    "filters",
    "spelling",
    "people",
]
Where = Literal["agenda", "material", "meeting", "venue"]

MOST_PARTS = 12
MOST_SPELLINGS = 2
# Remarks in which a word of nearly that spelling is looked for.
SAMPLE = 50
SHORTEST_SPELLED = 3
LONGEST_SPELLED = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A heading, a material, a meeting's name or its venue that says the words."""

    meeting_id: int
    meeting: str
    held_on: date | None
    closed: bool
    where: Where
    said: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """The secretariat of a council: whom to ask."""

    council: str
    user_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """Something to try next; `words` say what is left out, added, dropped or spelled instead."""

    kind: Kind
    words: tuple[str, ...] = ()
    total: int = 0
    query: Query | None = None
    places: tuple[Place, ...] = ()
    offices: tuple[Office, ...] = ()


def steps(
    db: Database, query: Query, viewer: Viewer, council_id: int | None = None
) -> tuple[Step, ...]:
    """What to try after a search in vain, in order: only what finds something, then whom to ask.

    `council_id` is the council of the place where it was asked.
    """
    asked = _as_answered(db, query)
    fewer = [
        (part, _counted(db, viewer, kind, words, left)) for part, kind, words, left in _fewer(asked)
    ]
    tried = (
        *(step for _, step in fewer),
        *_apart(db, asked, viewer),
        *_synonyms(db, query, viewer),
        *_headings(db, asked, viewer),
        *_filters(db, asked, viewer),
        *_spelling(db, asked, viewer, [part for part, step in fewer if step.total]),
    )
    return (*(step for step in tried if step.total), _people(db, query, council_id))


def _as_answered(db: Database, query: Query) -> Query:
    return replace(query, wanted=vocabulary.widen(db, query.wanted)) if query.wanted else query


def _counted(db: Database, viewer: Viewer, kind: Kind, words: Iterable[str], query: Query) -> Step:
    total = search.count(db, query, viewer)
    return Step(kind=kind, words=tuple(words), total=total, query=query)


# --- Without one of the words


def _fewer(asked: Query) -> Iterator[tuple[Expression, Kind, list[str], Query]]:
    """Each part of the query with what is left without it."""
    if not isinstance(asked.wanted, And):
        return
    for part in asked.wanted.parts[:MOST_PARTS]:
        rest = tuple(other for other in asked.wanted.parts if other is not part)
        left = rest[0] if len(rest) == 1 else And(rest)
        excluded = isinstance(part, Not)
        words = [term.text for term in terms(part.part if excluded else part)]
        if terms(left):
            kind = "included" if excluded else "fewer"
            yield part, kind, words, replace(asked, wanted=left)


# --- A long word taken apart: 人材確保策について is 人材 and 確保策


def _apart(db: Database, asked: Query, viewer: Viewer) -> Iterator[Step]:
    if isinstance(asked.wanted, Word | Phrase):
        pieces = _pieces(asked.wanted.text)
        if len(pieces) > 1:
            wanted = vocabulary.widen(db, And(tuple(map(Word, pieces))))
            yield _counted(db, viewer, "apart", pieces, replace(asked, wanted=wanted))


def _pieces(word: str) -> list[str]:
    found = [piece for run in _RUNS.findall(word) for piece in _PAIRS.findall(run) or [run]]
    return list(dict.fromkeys(found))[:MOST_PARTS]


# Stretches of one script; between them stand particles and endings. A long stretch of kanji is
# made of words of two, the last perhaps of three.
_KANJI = "[\u3400-\u9fff々]"
_RUNS = re.compile(f"{_KANJI}{{2,}}|[ァ-ヺー]{{2,}}|[A-Za-zＡ-Ｚａ-ｚ]{{2,}}")
_PAIRS = re.compile(f"{_KANJI}{{2}}(?:{_KANJI}(?!{_KANJI}))?")


# --- With the words that mean the same


def _synonyms(db: Database, query: Query, viewer: Viewer) -> Iterator[Step]:
    """Where a word was asked for exactly, or some of the others were switched off."""
    if query.wanted:
        wanted = vocabulary.widen(db, _opened(query.wanted))
        known = vocabulary.added(query.wanted)
        new = [word for word in vocabulary.added(wanted) if word not in known]
        if new:
            yield _counted(db, viewer, "synonyms", new, replace(query, wanted=wanted))


def _opened(wanted: Expression) -> Expression:
    match wanted:
        case Word():
            return Word(wanted.text)
        case Near():
            one, other = (
                Word(term.text) if isinstance(term, Word) else term
                for term in (wanted.one, wanted.other)
            )
            return replace(wanted, one=one, other=other)
        case And() | Or():
            return replace(wanted, parts=tuple(map(_opened, wanted.parts)))
        case Phrase() | Not():
            return wanted


# --- In headings, materials, meeting names and venues


def _headings(db: Database, asked: Query, viewer: Viewer) -> Iterator[Step]:
    """Everywhere the viewer may look: filters are of remarks, and there are few headings."""
    if asked.wanted is None or not terms(asked.wanted):
        return
    says = _says(asked.wanted)
    rows = db.conn.execute(_PLACES, viewer.params())
    found = [_place(*row) for row in rows if says(text.fold(row[-1]))]
    yield Step(
        kind="headings",
        words=tuple(term.text for term in terms(asked.wanted)),
        total=len(found),
        places=tuple(sorted(found, key=lambda place: _WHERE.index(place.where))),
    )


_WHERE: tuple[Where, ...] = ("agenda", "material", "meeting", "venue")

_PLACES = f"""with said (meeting_id, place, said) as (
  select meeting_id, 'agenda', title from agenda_items
  union all
  select meeting_id, 'material', trim(coalesce(label, '') || ' ' || title) from materials
  union all
  select id, 'venue', venue from meetings where venue is not null
  union all
  select m.id, 'meeting', c.name || ' ' || coalesce(m.title, '')
  from meetings m join councils c on c.id = m.council_id
)
select m.id, c.name, m.title, m.held_on, m.disclosure = 'closed', said.place, said.said
from said join meetings m on m.id = said.meeting_id join councils c on c.id = m.council_id
where {VISIBLE}
order by m.held_on desc nulls last, m.id desc"""


def _place(
    meeting_id: int,
    council: str,
    title: str | None,
    day: str | None,
    closed: int,
    where: Where,
    said: str,
) -> Place:
    held_on = date.fromisoformat(day) if day else None
    return Place(
        meeting_id=meeting_id,
        meeting=f"{council} {title or meetings.untitled(held_on)}",
        held_on=held_on,
        closed=bool(closed),
        where=where,
        said=said,
    )


def _says(wanted: Expression) -> Callable[[str], bool]:
    """Whether a folded text says it; the words are folded once, for there are many texts."""
    match wanted:
        case Word() | Phrase():
            also = wanted.also if isinstance(wanted, Word) else ()
            words = [text.fold(word) for word in (wanted.text, *also)]
            return lambda said: any(word in said for word in words)
        case Near():
            return _says(And((wanted.one, wanted.other)))
        case And():
            every = [_says(part) for part in wanted.parts]
            return lambda said: all(says(said) for says in every)
        case Or():
            some = [_says(part) for part in wanted.parts]
            return lambda said: any(says(said) for says in some)
        case Not():
            unwanted = _says(wanted.part)
            return lambda said: not unwanted(said)


# --- In a wider period, in other councils, by anybody: one kind of filter dropped at a time

_FILTERS = {
    "when": ("since", "until", "fiscal_years"),
    "where": ("councils", "meetings"),
    "agenda": ("agenda",),
    "who": ("speakers", "roles"),
    "kind": ("kinds",),
}


def _filters(db: Database, asked: Query, viewer: Viewer) -> Iterator[Step]:
    none = Filters()
    used = [
        (name, {field: getattr(none, field) for field in fields})
        for name, fields in _FILTERS.items()
        if any(getattr(asked.filters, field) for field in fields)
    ]
    found = []
    for name, dropped in used:
        filters = replace(asked.filters, **dropped)
        if asked.wanted or filters != none:
            wider = replace(asked, filters=filters)
            found.append(_counted(db, viewer, "filters", [name], wider))
    yield from found
    if len(used) > 1 and asked.wanted and not any(step.total for step in found):
        yield _counted(db, viewer, "filters", ["all"], replace(asked, filters=none))


# --- As the record spells it


def _spelling(
    db: Database, asked: Query, viewer: Viewer, to_blame: list[Expression]
) -> Iterator[Step]:
    """The word that stands nowhere, if it is to blame, in a spelling that exists."""
    misspelt = next(
        (
            part
            for part in (to_blame if isinstance(asked.wanted, And) else [asked.wanted])
            if isinstance(part, Word | Phrase)
        ),
        None,
    )
    if misspelt is None or search.count(db, Query(wanted=misspelt), viewer):
        return
    found = []
    for spelling in _nearest(db, misspelt.text, viewer):
        word = vocabulary.widen(db, Word(spelling))
        corrected = replace(asked, wanted=_corrected(asked.wanted, misspelt, word))
        found.append(_counted(db, viewer, "spelling", [spelling], corrected))
    yield from sorted(found, key=lambda step: -step.total)


def _corrected(wanted: Expression | None, misspelt: Expression, word: Expression) -> Expression:
    if isinstance(wanted, And):
        return And(tuple(word if part is misspelt else part for part in wanted.parts))
    else:
        return word


def _nearest(db: Database, typed: str, viewer: Viewer) -> list[str]:
    """Words of nearly that spelling: first those that stand in remarks, then the vocabulary's."""
    folded = text.fold(typed)
    if not SHORTEST_SPELLED <= len(folded) <= LONGEST_SPELLED:
        return []
    known = {text.fold(word): word for group in vocabulary.groups(db) for word in group.words}
    in_remarks = _spelled_in_remarks(db, folded, viewer)
    slips = 1 if len(folded) < 6 else 2
    from_vocabulary = [
        word
        for other, word in known.items()
        if folded not in other and other not in in_remarks and _differ(folded, other, slips)
    ]
    # A word that both know is certainly a word.
    ranked = sorted(in_remarks, key=lambda other: other not in known)
    return [*(in_remarks[other] for other in ranked), *from_vocabulary][:MOST_SPELLINGS]


def _spelled_in_remarks(db: Database, folded: str, viewer: Viewer) -> dict[str, str]:
    """What stands, in remarks the viewer may see, where the word with one slip might stand.

    One slip, two characters swapped among them, leaves one end of a word as it was.
    """
    end = max(2, (len(folded) - 1) // 2)
    begins, ends = folded[:end], folded[-end:]
    spellings: dict[str, Counter[str]] = {}
    # Of three characters two are not enough to know the end of a word by.
    for piece in dict.fromkeys((begins, ends) if len(folded) > SHORTEST_SPELLED else (begins,)):
        query = Query(wanted=Word(piece, is_exact=True))
        for hit in search.find(db, query, viewer, limit=SAMPLE).hits:
            for spelled, printed in _windows(hit.body, folded, piece, begins, ends):
                spellings.setdefault(spelled, Counter())[printed] += 1
    often = sorted(spellings, key=lambda spelled: -spellings[spelled].total())
    return {spelled: spellings[spelled].most_common(1)[0][0] for spelled in often}


def _windows(
    body: str, folded: str, piece: str, begins: str, ends: str
) -> Iterator[tuple[str, str]]:
    """Stretches of a remark that begin or end as the word does and differ by one slip."""
    said, origins = text.fold_with_offsets(body)
    for found in re.finditer(re.escape(piece), said):
        for length in range(max(SHORTEST_SPELLED, len(folded) - 1), len(folded) + 2):
            spans = []
            if piece == begins:
                spans.append((found.start(), found.start() + length))
            if piece == ends:
                spans.append((found.end() - length, found.end()))
            for start, end in spans:
                if start < 0 or end > len(said):
                    continue
                window = said[start:end]
                # What stands in the word itself is no other spelling of it.
                if window not in folded and window.isalnum() and _differ(window, folded, 1):
                    yield window, body[origins[start][0] : origins[end - 1][1]]


def _differ(one: str, other: str, most: int) -> bool:
    """Whether so many slips at most lie between two words: a character more, less, other, swapped."""
    if abs(len(one) - len(other)) > most:
        return False
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        earlier, before, row = before, row, [i]
        for j, b in enumerate(other, 1):
            slips = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b:
                slips = min(slips, earlier[j - 2] + 1)
            row.append(slips)
    return row[-1] <= most


# --- Whom to ask


def _people(db: Database, query: Query, council_id: int | None) -> Step:
    """The secretariats of the councils that were named, of the council here, or of all."""
    named = [text.fold(name) for name in query.filters.councils]
    offices = tuple(
        Office(council=council.name, user_ids=tuple(councils.secretariat(db, council.id)))
        for council in councils.list_all(db)
        if (
            any(name in text.fold(council.name) for name in named)
            if named
            else council_id in (None, council.id)
        )
    )
    return Step(kind="people", offices=tuple(office for office in offices if office.user_ids))
