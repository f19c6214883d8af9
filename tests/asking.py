"""Queries for tests, without the language they are typed in."""

from store.queries import And, Filters, Query, Word


def asked(words: tuple[str, ...] = (), speakers: tuple[str, ...] = ()) -> Query:
    """All the words in one remark, by any of the speakers."""
    parts = tuple(Word(word, is_exact=True) for word in words)
    wanted = And(parts) if len(parts) > 1 else (parts[0] if parts else None)
    return Query(wanted=wanted, filters=Filters(speakers=speakers))
