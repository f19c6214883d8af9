"""The query language (検索式): `人材 OR 担い手 -予算 発言者:事務局 期間:今年度`.

    words side by side      all of them, in one remark
    OR  |  または            any of them
    -word  NOT word         without it
    "…"  「…」               exactly these words in a row
    =word                   this word only, without the words that mean the same
    a NEAR b  a 近傍 b       close to each other (NEAR/10: at most 10 characters between)
    ( … )                   together
    name:value              where the remark stands, see filters.py

read() and write() are each other's inverse: what write() gives, read() understands the same.
"""

import re
import unicodedata
from collections.abc import Iterable
from datetime import date
from difflib import get_close_matches
from typing import NamedTuple

from handlers.errors import UserError
from handlers.parse import filters
from store import text
from store.queries import And, Expression, Near, Not, Or, Phrase, Query, Word

LONGEST = 300
DEEPEST = 12


class QueryError(UserError):
    """A mistake in a query: what it is and, where it can be guessed, the query that was meant."""

    def __init__(self, sentence: str, corrected: str | None = None) -> None:
        super().__init__(sentence)
        self.corrected = corrected


class Token(NamedTuple):
    """A piece of a query: what kind it is, what it says, and where it begins (from 1)."""

    kind: str
    text: str
    at: int


def read(typed: str, today: date) -> Query:
    """What somebody looks for; `today` is what 先月 and 今年度 are counted from."""
    typed = text.clean(typed)
    if len(typed) > LONGEST:
        raise QueryError(
            f"検索する言葉が長すぎます（{len(typed):,}字）。{LONGEST}字までで入力してください。"
        )
    words, filtered = _take_filters(_tokens(typed), typed)
    chosen, sort = filters.read(filtered, today)
    wanted = _Reader(words, typed).whole()
    if wanted is None and chosen == filters.NONE:
        raise QueryError("探したい言葉を入力してください。例: 人材 育成")
    if chosen == filters.NONE and wanted is not None and _only_excludes(wanted):
        asked = typed.translate(_HYPHENS).replace("-", "").replace("NOT", "").strip()
        raise QueryError(
            "除く言葉だけでは探せません。探したい言葉も一緒に入力してください。", asked or None
        )
    return Query(wanted=wanted, filters=chosen, sort=sort)


def search_query(typed: str) -> Query:
    """Until everybody gives the day."""
    return read(typed, date.today())  # noqa: DTZ011


def write(query: Query) -> str:
    """The query as somebody would type it."""
    words = [_write(query.wanted, inside=False)] if query.wanted else []
    return " ".join([*words, *filters.write(query.filters, query.sort)])


def terms(expression: Expression | None) -> list[Word | Phrase]:
    """The words and phrases that are looked for; what is excluded is not among them."""
    match expression:
        case None | Not():
            return []
        case Word() | Phrase():
            return [expression]
        case Near():
            return [expression.one, expression.other]
        case And() | Or():
            return [term for part in expression.parts for term in terms(part)]


def marks(expression: Expression | None) -> list[str]:
    """Every spelling that is to be marked in a remark."""
    found: list[str] = []
    for term in terms(expression):
        found += [term.text, *(term.also if isinstance(term, Word) else ())]
    return found


# --- Into tokens

_HYPHENS = str.maketrans("－−‐‑", "----")
_QUOTES = {'"': '"', "”": "”", "“": "”", "「": "」", "『": "』", "＂": "＂"}
_WORD_ENDS = set('()（）|｜"“”＂「『')
_OPERATORS = {
    "or": "or",
    "または": "or",
    "又は": "or",
    "and": "and",
    "かつ": "and",
    "not": "not",
    "near": "near",
    "近傍": "near",
}
_NEAR = re.compile(r"(?:near|近傍)/(\d{1,3})", re.IGNORECASE)


def _tokens(typed: str) -> list[Token]:
    tokens: list[Token] = []
    at = 0
    while at < len(typed):
        character = typed[at]
        if character.isspace():
            at += 1
        elif character in _QUOTES:
            end = typed.find(_QUOTES[character], at + 1)
            if end < 0:
                closed = f"{typed.rstrip()}{_QUOTES[character]}"
                raise QueryError(
                    f"{at + 1}文字目の {character} が閉じていません。終わりに {_QUOTES[character]} を付けてください。",
                    closed if typed[at + 1 :].strip() else None,
                )
            tokens.append(Token("phrase", typed[at + 1 : end], at + 1))
            at = end + 1
        elif character in "()（）|｜":
            kind = {"(": "(", "（": "(", ")": ")", "）": ")"}.get(character, "or")
            tokens.append(Token(kind, character, at + 1))
            at += 1
        else:
            end = at
            while end < len(typed) and not typed[end].isspace() and typed[end] not in _WORD_ENDS:
                end += 1
            tokens += _word(typed[at:end], at + 1)
            at = end
    return tokens


def _word(typed: str, at: int) -> Iterable[Token]:
    plain = unicodedata.normalize("NFKC", typed).casefold()
    if plain in _OPERATORS:
        return [Token(_OPERATORS[plain], typed, at)]
    if _NEAR.fullmatch(plain):
        return [Token("near", plain, at)]
    if typed.translate(_HYPHENS).startswith("-"):
        rest = typed.translate(_HYPHENS).lstrip("-")
        excluded = [Token("not", "-", at)]
        return [*excluded, *_word(rest, at + len(typed) - len(rest))] if rest else excluded
    if typed[0] in "=＝" and len(typed) > 1:
        return [Token("exact", typed[1:], at)]
    if typed[0] in "=＝":
        return [Token("equals", typed, at)]
    return [Token("word", typed, at)]


def _take_filters(tokens: list[Token], typed: str) -> tuple[list[Token], list[filters.Typed]]:
    """Part the filters (発言者:事務局) from the words; 発言者: 事務局 and 発言者:"事 務 局" too."""
    words: list[Token] = []
    taken: list[filters.Typed] = []
    rest = iter(tokens)
    for token in rest:
        name, colon, value = token.text.replace("：", ":", 1).partition(":")
        if token.kind != "word" or not colon or not name:
            words.append(token)
            continue
        known = filters.name(name)
        if known is None:
            near = get_close_matches(name.casefold(), filters.NAMES, n=1, cutoff=0.6)
            if near and len(name) > 1:
                raise QueryError(
                    f"{token.at}文字目の「{name}:」という絞り込みはありません。「{near[0]}:」のことでしょうか。",
                    typed.replace(name, near[0], 1),
                )
            words.append(token)
            continue
        if not value:
            following = next(rest, None)
            if following is None or following.kind not in ("word", "phrase"):
                raise QueryError(
                    f"{token.at}文字目の「{name}:」のあとに、{filters.EXAMPLES[known]}のように書いてください。"
                )
            value = following.text
        taken.append(filters.Typed(known, value, token.at))
    return words, taken


# --- Into a tree


class _Reader:
    """Reads tokens from left to right: OR binds loosest, then side by side, NEAR, NOT."""

    def __init__(self, tokens: list[Token], typed: str) -> None:
        self._tokens = tokens
        self._typed = typed
        self._at = 0
        self._depth = 0

    def whole(self) -> Expression | None:
        found = self._any()
        if self._next() == ")":
            stray = self._tokens[self._at]
            cleaned = self._typed[: stray.at - 1] + self._typed[stray.at :]
            raise QueryError(f"{stray.at}文字目の ) に対になる ( がありません。", cleaned.strip())
        return found

    def _any(self) -> Expression | None:
        parts = [self._all()]
        while self._next() == "or":
            operator = self._take()
            parts.append(self._all())
            if parts[-1] is None or parts[0] is None:
                without = (
                    self._typed[: operator.at - 1]
                    + self._typed[operator.at - 1 + len(operator.text) :]
                )
                raise QueryError(
                    f"{operator.at}文字目の「{operator.text}」の両側に言葉を書いてください。例: 人材 OR 担い手",
                    " ".join(without.split()) or None,
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
        one = self._one()
        while self._next() == "near":
            operator = self._take()
            other = self._one() if self._next() in ("word", "exact", "phrase") else None
            if not isinstance(one, Word | Phrase) or not isinstance(other, Word | Phrase):
                raise QueryError(
                    f"{operator.at}文字目の「{operator.text}」の両側に言葉を一つずつ書いてください。例: 人材 NEAR 育成"
                )
            within = _NEAR.fullmatch(operator.text)
            one = Near(one, other, int(within[1])) if within else Near(one, other)
        return one

    def _one(self) -> Expression | None:
        if self._next() is None:
            return None
        token = self._take()
        match token.kind:
            case "not":
                part = self._one() if self._next() not in (None, "or", ")", "and", "near") else None
                return Not(part) if part else None
            case "(":
                return self._together(token)
            case "exact":
                return Word(token.text, is_exact=True) if text.fold(token.text) else None
            case "phrase":
                return Phrase(token.text) if text.fold(token.text) else None
            case "near":
                raise QueryError(
                    f"{token.at}文字目の「{token.text}」の両側に言葉を一つずつ書いてください。例: 人材 NEAR 育成"
                )
            case _:
                return Word(token.text) if text.fold(token.text) else None

    def _together(self, opening: Token) -> Expression | None:
        self._depth += 1
        if self._depth > DEEPEST:
            raise QueryError(f"かっこの重なりが深すぎます。{DEEPEST}段までにしてください。")
        inside = self._any()
        if self._next() != ")":
            raise QueryError(
                f"{opening.at}文字目の ( が閉じていません。", f"{self._typed.rstrip()})"
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


def _only_excludes(expression: Expression) -> bool:
    match expression:
        case Not():
            return True
        case And() | Or():
            return all(map(_only_excludes, expression.parts))
        case _:
            return False


# --- Back into text


def _write(expression: Expression, *, inside: bool) -> str:
    match expression:
        case Word():
            return f"={expression.text}" if expression.is_exact else expression.text
        case Phrase():
            return f"「{expression.text}」" if '"' in expression.text else f'"{expression.text}"'
        case Near():
            near = "NEAR" if expression.within == 30 else f"NEAR/{expression.within}"
            ends = (_write(end, inside=True) for end in (expression.one, expression.other))
            return f" {near} ".join(ends)
        case Not():
            return (
                f"-{_write(expression.part, inside=True)}"
                if isinstance(expression.part, Word)
                else f"NOT {_write(expression.part, inside=True)}"
            )
        case And():
            written = " ".join(_write(part, inside=True) for part in expression.parts)
        case Or():
            written = " OR ".join(_write(part, inside=True) for part in expression.parts)
    return f"({written})" if inside else written
