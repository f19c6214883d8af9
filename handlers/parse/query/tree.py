"""Tokens put together into a tree, by what binds closest."""

import unicodedata

from handlers.parse.query.mistakes import DEEPEST, QueryError, Token, too_deep, without
from handlers.parse.query.tokens import NEAR
from store import text
from store.queries import And, Expression, Near, Not, Or, Phrase, Word


class Reader:
    """Reads tokens from left to right: OR binds loosest, then side by side, NEAR, NOT."""

    def __init__(self, tokens: list[Token], typed: str) -> None:
        self._tokens = tokens
        self._typed = typed
        self._at = 0
        self._depth = 0

    def whole(self) -> Expression | None:
        """The expression all the tokens make; None where they look for nothing."""
        found = self._any()
        if self._next() == ")":
            stray = self._take()
            raise QueryError(
                f"{stray.at}文字目の {stray.text} に対になる ( がありません。",
                without(self._typed, stray),
            )
        return found

    def _any(self) -> Expression | None:
        parts = [self._all()]
        while self._next() == "or":
            operator = self._take()
            parts.append(self._all())
            if parts[-1] is None or parts[0] is None:
                raise QueryError(
                    f"{operator.at}文字目の「{operator.text}」の両側に言葉を書いてください。例: 人材 OR 担い手",
                    without(self._typed, operator),
                )
        return _joined(Or, parts)

    def _all(self) -> Expression | None:
        parts: list[Expression | None] = []
        while self._next() not in (None, "or", ")"):
            if self._next() == "and":
                self._take()
            else:
                parts.append(self._close())
        return _joined(And, parts)

    def _close(self) -> Expression | None:
        one = None if self._next() == "near" else self._one()
        while self._next() == "near":
            operator = self._take()
            other = self._one() if self._next() in ("word", "exact", "phrase") else None
            if not isinstance(one, Word | Phrase) or not isinstance(other, Word | Phrase):
                raise QueryError(
                    f"{operator.at}文字目の「{operator.text}」の両側に言葉を一つずつ書いてください。例: 人材 NEAR 育成",
                    without(self._typed, operator),
                )
            within = NEAR.fullmatch(unicodedata.normalize("NFKC", operator.text).casefold())
            one = Near(one, other, int(within[1])) if within else Near(one, other)
        return one

    def _one(self) -> Expression | None:
        is_excluded = False
        while self._next() == "not":
            self._take()
            is_excluded = not is_excluded
        part = self._part() if self._next() in ("(", "word", "exact", "phrase") else None
        return _not(part) if part and is_excluded else part

    def _part(self) -> Expression | None:
        token = self._take()
        if token.kind == "(":
            return self._together(token)
        elif not text.fold(token.text):
            return None
        elif token.kind == "phrase":
            return Phrase(token.text)
        else:
            return Word(token.text, is_exact=token.kind == "exact")

    def _together(self, opening: Token) -> Expression | None:
        self._depth += 1
        if self._depth > 2 * DEEPEST:  # how deep it really is, the tree will tell
            raise too_deep()
        inside = self._any()
        if self._next() != ")":
            raise QueryError(
                f"{opening.at}文字目の {opening.text} が閉じていません。",
                f"{self._typed.rstrip()})",
            )
        self._take()
        self._depth -= 1
        return inside

    def _next(self) -> str | None:
        return self._tokens[self._at].kind if self._at < len(self._tokens) else None

    def _take(self) -> Token:
        self._at += 1
        return self._tokens[self._at - 1]


def _joined(kind: type[And] | type[Or], parts: list[Expression | None]) -> Expression | None:
    """The parts as one expression; And in And and Or in Or are one level, nothing is nothing."""
    flat: list[Expression] = []
    for part in parts:
        if isinstance(part, kind):
            flat += part.parts
        elif part is not None:
            flat.append(part)
    flat = list(dict.fromkeys(flat))
    return kind(tuple(flat)) if len(flat) > 1 else (flat[0] if flat else None)


def _not(part: Expression) -> Expression:
    return part.part if isinstance(part, Not) else Not(part)


def only_excludes(expression: Expression) -> bool:
    """Whether an expression says only what is not wanted."""
    match expression:
        case Not():
            return True
        case And() | Or():
            return all(map(only_excludes, expression.parts))
        case _:
            return False


def included(expression: Expression) -> Expression:
    """What is excluded, looked for instead."""
    match expression:
        case Not():
            return expression.part
        case And() | Or():
            return type(expression)(tuple(map(included, expression.parts)))
        case _:
            return expression


def height(expression: Expression) -> int:
    """How many levels an expression has."""
    match expression:
        case Not():
            return 1 + height(expression.part)
        case And() | Or():
            return 1 + max(map(height, expression.parts))
        case _:
            return 0
