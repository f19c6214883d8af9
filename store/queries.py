"""Queries (検索式): what somebody looks for, as a small tree of values."""

from dataclasses import dataclass, field
from datetime import date
from typing import Literal

Role = Literal["secretariat", "chair", "vice_chair", "member", "participant"]
Kind = Literal["question", "request", "opinion", "answer", "report"]
Sort = Literal["newest", "oldest", "relevance"]


@dataclass(frozen=True, slots=True)
class Word:
    """A word that stands in the remark, or one of the words that mean the same (`also`).

    Exact (=人材): this word and no other, whatever the vocabulary says.
    """

    text: str
    is_exact: bool = False
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Phrase:
    """Exactly these words in a row: 「地域の担い手」."""

    text: str


@dataclass(frozen=True, slots=True)
class Near:
    """Two terms with at most `within` characters between them, in either order."""

    one: "Word | Phrase"
    other: "Word | Phrase"
    within: int = 30


@dataclass(frozen=True, slots=True)
class And:
    """All of these, in one remark."""

    parts: "tuple[Expression, ...]"


@dataclass(frozen=True, slots=True)
class Or:
    """Any of these."""

    parts: "tuple[Expression, ...]"


@dataclass(frozen=True, slots=True)
class Not:
    """Not this."""

    part: "Expression"


Expression = Word | Phrase | Near | And | Or | Not


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """Where a remark has to stand; of several values under one name, any will do."""

    speakers: tuple[str, ...] = ()
    roles: tuple[Role, ...] = ()
    councils: tuple[str, ...] = ()
    meetings: tuple[str, ...] = ()
    agenda: tuple[str, ...] = ()
    fiscal_years: tuple[int, ...] = ()
    kinds: tuple[Kind, ...] = ()
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """What somebody looks for; without words, everything the filters let through."""

    wanted: Expression | None = None
    filters: Filters = field(default_factory=Filters)
    sort: Sort = "newest"


def terms(expression: Expression | None) -> tuple[Word | Phrase, ...]:
    """The words and phrases an expression looks for, in order; not those it excludes."""
    match expression:
        case None | Not():
            return ()
        case Word() | Phrase():
            return (expression,)
        case Near():
            return (expression.one, expression.other)
        case And() | Or():
            return tuple(term for part in expression.parts for term in terms(part))


def spellings(expression: Expression | None) -> tuple[str, ...]:
    """Every spelling an expression looks for: what is marked in a remark that was found."""
    return tuple(
        spelling
        for term in terms(expression)
        for spelling in (term.text, *(term.also if isinstance(term, Word) else ()))
    )
