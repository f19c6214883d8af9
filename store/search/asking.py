"""A query as the index is asked: an FTS5 expression made of tokens only, nothing as typed."""

from collections.abc import Iterable

from store import text
from store.queries import And, Expression, Near, Not, Or, Phrase, Query, Word
from store.search import labels
from store.search.entries import EVERY, property_token, speaker_token

_ALL = f'"{EVERY}"'
_NOTHING = '"\U0010ffffnothing"'  # no entry has this token


def match_expression(query: Query) -> str:
    """What stands behind `match`: the words, and the filters that are properties of a remark."""
    wanted = [_match(query.wanted)] if query.wanted else []
    filters = query.filters
    wanted += _any_of(filters.speakers, lambda name: speaker_token(labels.folded(name)))
    wanted += _any_of(filters.roles, lambda role: property_token(f"role:{role}"))
    wanted += _any_of(filters.kinds, lambda kind: property_token(f"kind:{kind}"))
    return " AND ".join(wanted) if wanted else _ALL


def _match(expression: Expression) -> str:
    match expression:
        case Word():
            return _either(_phrase(word) for word in (expression.text, *expression.also))
        case Phrase():
            return _phrase(expression.text)
        case Near():
            return _either(
                _near(one, other, expression.within)
                for one in _spellings(expression.one)
                for other in _spellings(expression.other)
            )
        case Not():
            return f"({_ALL} NOT {_match(expression.part)})"
        case Or():
            return _either(map(_match, expression.parts))
        case And():
            return _all(expression)


def _all(expression: And) -> str:
    wanted = [_match(part) for part in expression.parts if not isinstance(part, Not)]
    unwanted = [_match(part.part) for part in expression.parts if isinstance(part, Not)]
    together = f"({' AND '.join(wanted or [_ALL])})"
    return f"({together} NOT {_either(unwanted)})" if unwanted else together


def _near(one: str, other: str, within: int) -> str:
    """At most so many characters of the folded text from the end of one to the start of the other.

    Words that touch or overlap are near each other, and so is a word to itself.
    """
    if not one or not other:
        return _NOTHING
    # FTS5 counts the tokens after the phrase that begins first. The last bigram of a word
    # reaches one character further than its place; a single character does not. Where there is
    # one, the other word gets its last character as a token of its own, too.
    if len(one) == 1 or len(other) == 1:
        return f'NEAR("{text.tokens(one)}"* "{text.tokens(other)}"*, {within})'
    else:
        return f"NEAR({text.phrase(one)} {text.phrase(other)}, {within + 1})"


def _spellings(term: Word | Phrase) -> list[str]:
    also = term.also if isinstance(term, Word) else ()
    return [text.fold(word) for word in (term.text, *also)]


def _phrase(word: str) -> str:
    folded = text.fold(word)
    return text.phrase(folded) if folded else _NOTHING


def _either(parts: Iterable[str]) -> str:
    return f"({' OR '.join(dict.fromkeys(parts))})"


def _any_of(values, token) -> list[str]:
    return [_either(f'"{token(value)}"' for value in values)] if values else []
