"""Mistakes in a query, and how a query is corrected."""

from typing import NamedTuple

from handlers.errors import UserError
from handlers.parse import filters

# Of a query as write() gives it, so that what we wrote ourselves is never too long to be read.
LONGEST = 300
DEEPEST = 12


class QueryError(UserError):
    """A mistake in a query: what it is and, where it can be guessed, the query that was meant."""

    def __init__(self, sentence: str, corrected: str | None = None) -> None:
        super().__init__(sentence)
        self.corrected = corrected


class Token(NamedTuple):
    """A piece of a query: what kind it is, what it says, and where it stands."""

    kind: str
    text: str
    start: int
    end: int
    filter: filters.Typed | None = None

    @property
    def at(self) -> int:
        """Where it begins, as people count."""
        return self.start + 1


def too_long(query: str) -> QueryError:
    """There is more of it than a query may have."""
    return QueryError(
        f"検索する言葉が長すぎます（{len(query):,}字）。{LONGEST}字までで入力してください。"
    )


def too_deep() -> QueryError:
    """Its brackets stand in too many brackets."""
    return QueryError(f"かっこの重なりが深すぎます。{DEEPEST}段までにしてください。")


def edited(typed: str, *instead: tuple[int, int, str]) -> str:
    """The query with other text in the place of each stretch (start, end, new)."""
    for start, end, new in sorted(instead, reverse=True):
        typed = typed[:start] + new + typed[end:]
    return typed


def without(typed: str, *tokens: Token) -> str:
    """The query without these tokens."""
    return edited(typed, *((token.start, token.end, " ") for token in tokens))
