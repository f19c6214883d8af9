"""A tree written back as somebody would type it."""

from handlers.parse import filters
from handlers.parse.query.mistakes import QueryError
from handlers.parse.query.tokens import tokens
from store.queries import And, Expression, Near, Not, Or, Phrase, Word


def write_expression(expression: Expression) -> str:
    """An expression as somebody would type it."""
    match expression:
        case Word():
            return _write_word(expression)
        case Phrase():
            return filters.quoted(expression.text)
        case Near():
            near = "NEAR" if expression.within == _USUAL else f"NEAR/{expression.within}"
            return f"{write_expression(expression.one)} {near} {write_expression(expression.other)}"
        case Not():
            return f"-{_write_inside(expression.part)}"
        case And():
            return " ".join(map(_write_inside, expression.parts))
        case Or():
            return " OR ".join(map(_write_inside, expression.parts))


def _write_inside(expression: Expression) -> str:
    written = write_expression(expression)
    return written if isinstance(expression, Word | Phrase | Not) else f"({written})"


def _write_word(word: Word) -> str:
    """As it was typed; a word that nobody can have typed so (NEAR, from a title) as a phrase."""
    typed = f"={word.text}" if word.is_exact else word.text
    try:
        read_again = [token[:2] for token in tokens(typed)]
    except QueryError:
        read_again = []
    is_itself = read_again == [("exact" if word.is_exact else "word", word.text)]
    return typed if is_itself else filters.quoted(word.text)


_USUAL = Near.__dataclass_fields__["within"].default
