"""The query language (検索式): `人材 OR 担い手 -予算 発言者:事務局 期間:今年度`.

    words side by side      all of them, in one remark
    OR  |  または            any of them
    -word  NOT word         without it
    "…"  「…」               exactly these words in a row
    =word                   this word only, without the words that mean the same
    a NEAR b  a 近傍 b       close to each other (NEAR/10: at most 10 characters between)
    ( … )                   together
    name:value              where the remark stands, see filters.py; for the query as a whole

read() and write() are each other's inverse: what write() gives, read() understands the same.
"""

import re
import unicodedata
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from handlers.errors import UserError
from handlers.parse import filters
from store import text
from store.queries import And, Expression, Near, Not, Or, Phrase, Query, Word

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


def read(typed: str, today: date) -> Query:
    """What somebody looks for; `today` is what 先月 and 今年度 are counted from."""
    typed = text.clean(typed)
    try:
        return _read(typed, today)
    except QueryError as error:
        raise QueryError(error.sentence, _readable(error.corrected, today)) from None


def write(query: Query) -> str:
    """The query as somebody would type it."""
    words = [_write(query.wanted)] if query.wanted else []
    return " ".join([*words, *filters.write(query.filters, query.sort)])


def _read(typed: str, today: date) -> Query:
    if len(typed) > 2 * LONGEST:
        raise _too_long(typed)
    words, filtered = _divided(list(_tokens(typed)), typed)
    try:
        chosen, sort = filters.read(filtered, today)
    except filters.Mistake as mistake:
        raise QueryError(mistake.sentence, _edited(typed, *mistake.instead)) from mistake
    wanted = _Reader(words, typed).whole()
    if wanted is None and chosen == filters.NONE:
        raise QueryError("探したい言葉を入力してください。例: 人材 育成")
    if wanted and chosen == filters.NONE and _only_excludes(wanted):
        raise QueryError(
            "除く言葉だけでは探せません。探したい言葉も一緒に入力してください。例: 人材 -予算",
            _write(_included(wanted)),
        )
    if wanted and _height(wanted) > DEEPEST:
        raise _too_deep()
    query = Query(wanted=wanted, filters=chosen, sort=sort)
    if len(written := write(query)) > LONGEST:
        raise _too_long(written)
    return query


def _readable(corrected: str | None, today: date) -> str | None:
    """The corrected query, corrected as long as there are mistakes in it, if that ends well."""
    for _ in range(_MOST_MISTAKES):
        if not corrected or not corrected.strip():
            return None
        try:
            return write(_read(corrected, today))
        except QueryError as error:
            corrected = error.corrected
    return None


_MOST_MISTAKES = 5


def _too_long(query: str) -> QueryError:
    return QueryError(
        f"検索する言葉が長すぎます（{len(query):,}字）。{LONGEST}字までで入力してください。"
    )


def _too_deep() -> QueryError:
    return QueryError(f"かっこの重なりが深すぎます。{DEEPEST}段までにしてください。")


def _edited(typed: str, *instead: tuple[int, int, str]) -> str:
    for start, end, new in sorted(instead, reverse=True):
        typed = typed[:start] + new + typed[end:]
    return typed


def _without(typed: str, *tokens: Token) -> str:
    return _edited(typed, *((token.start, token.end, " ") for token in tokens))


# --- Into tokens

_HYPHENS = "-－−‐‑"
_BRACKETS = {"(": "(", "（": "(", ")": ")", "）": ")", "|": "or", "｜": "or"}
_OPENING = (*filters.CLOSES,)
_CLOSING = "」』"
_BREAKS = f"()（）|｜{filters.DOUBLE}「」『』"
_RUN = re.compile(rf"[^\s{_BREAKS}]+")
# A value may end in brackets, as labels are printed: 発言者:事務局(鈴木主幹).
_VALUE = re.compile(rf"[^\s{_BREAKS}]+(?:[(（][^\s{_BREAKS}]*[)）][^\s{_BREAKS}]*)*")
_NAMED = re.compile(rf"([^\s:：=＝{_BREAKS}]+)[:：]")
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
_NEAR = re.compile(r"(?:near|近傍)/([0-9]{1,3})")


def _tokens(typed: str) -> Iterator[Token]:
    at = 0
    while at < len(typed):
        character = typed[at]
        if character.isspace():
            at += 1
            continue
        elif character in "=＝" and typed[at + 1 : at + 2] in _OPENING:
            at += 1  # ="…" is "…", which is exact as it is
            continue
        elif character in filters.CLOSES:
            token = _quotation(typed, at)
        elif character in _CLOSING:
            raise QueryError(
                f"{at + 1}文字目の {character} に対になるかっこがありません。",
                _edited(typed, (at, at + 1, " ")),
            )
        elif character in _BRACKETS:
            token = Token(_BRACKETS[character], character, at, at + 1)
        elif character in _HYPHENS:
            token = Token("not", "-", at, _after(typed, at, _HYPHENS))
        elif filtered := _filter(typed, at):
            token = filtered
        else:
            token = _word(typed, at)
        yield token
        at = token.end
        if token[:2] == ("not", "-") and _RUN.match(typed, at):
            token = _filter(typed, at) or _word_as_such(typed, at)
            yield token
            at = token.end


def _quotation(typed: str, at: int) -> Token:
    closing = filters.CLOSES[typed[at]]
    end = next((n for n in range(at + 1, len(typed)) if typed[n] in closing), None)
    if end is None:
        raise QueryError(
            f"{at + 1}文字目の {typed[at]} が閉じていません。終わりに {closing[0]} を付けてください。",
            f"{typed.rstrip()}{closing[0]}",
        )
    return Token("phrase", typed[at + 1 : end], at, end + 1)


def _filter(typed: str, at: int) -> Token | None:
    """発言者:事務局, as one piece; 発言者: 事務局 and 発言者:"事 務 局", too."""
    named = _NAMED.match(typed, at)
    if not named or unicodedata.normalize("NFKC", named[1]).casefold() in _OPERATORS:
        return None
    known = filters.name(named[1])
    if known is None:
        if nearest := filters.nearest_name(named[1]):
            raise QueryError(
                f"{at + 1}文字目の「{filters.shown(named[1])}:」という絞り込みはありません。"
                f'「{nearest}:」のことでしょうか。言葉として探すときは「"」で囲んでください。',
                _edited(typed, (at, named.end(1), nearest)),
            )
        return None
    value = _value(typed, named.end())
    if value is None:
        raise QueryError(
            f"{at + 1}文字目の「{filters.shown(named[1])}:」のあとに、"
            f"{filters.EXAMPLES[known]}のように書いてください。",
            _edited(typed, (at, named.end(), " ")),
        )
    meant = filters.Typed(known, value.text, at, value.start, value.end)
    return Token("filter", typed[at : value.end], at, value.end, meant)


def _value(typed: str, at: int) -> Token | None:
    """What stands after a filter's colon."""
    start = _after(typed, at)
    if typed[start : start + 1] in filters.CLOSES:
        return _quotation(typed, start)
    found = _VALUE.match(typed, start) or _RUN.match(typed, start)
    if found is None:
        return None
    if start > at and (_word(typed, start).kind != "word" or _NAMED.match(typed, start)):
        return None  # 発言者: OR …, 発言者: 年度:令和7
    return Token("value", found[0], start, found.end())


def _word(typed: str, at: int) -> Token:
    run = _RUN.match(typed, at)
    assert run, "whatever else a query may hold was looked for before"
    plain = unicodedata.normalize("NFKC", run[0]).casefold()
    if plain in _OPERATORS:
        return Token(_OPERATORS[plain], run[0], at, run.end())
    elif _NEAR.fullmatch(plain):
        return Token("near", run[0], at, run.end())
    elif run[0][0] in _HYPHENS:
        return Token("not", "-", at, at + 1)
    else:
        is_exact = run[0][0] in "=＝" and len(run[0]) > 1
        return Token("exact" if is_exact else "word", run[0][is_exact:], at, run.end())


def _word_as_such(typed: str, at: int) -> Token:
    """What follows a hyphen is a word, whatever else it would be alone: -or"""
    token = _word(typed, at)
    return token if token.kind in ("word", "exact") else token._replace(kind="phrase")


def _after(typed: str, at: int, characters: str | None = None) -> int:
    """Where these characters (blanks, if none are named) end."""
    return len(typed) - len(typed[at:].lstrip(characters))


def _divided(tokens: list[Token], typed: str) -> tuple[list[Token], list[filters.Typed]]:
    """Part the filters from the words; filters are of the whole query, not of a part of it."""
    words: list[Token] = []
    taken: list[filters.Typed] = []
    depth = 0
    for n, token in enumerate(tokens):
        if token.filter is None:
            depth += {"(": 1, ")": -1}.get(token.kind, 0)
            words.append(token)
            continue
        joint = tokens[n - 1] if n else None
        if joint and joint.kind == "not":
            raise QueryError(
                f"{token.at}文字目の「{filters.shown(token.text)}」は、除く条件にできません。絞り込みは当てはまるものだけを残します。",
                _without(typed, joint, token),
            )
        if depth > 0:
            raise QueryError(
                f"{token.at}文字目の「{filters.shown(token.text)}」は、かっこの外に書いてください。絞り込みは検索の全体に効きます。",
                f"{token.text} {_without(typed, token)}",
            )
        for joint, other in ((n - 1, n - 2), (n + 1, n + 2)):
            if not 0 <= joint < len(tokens) or tokens[joint].kind not in ("or", "near"):
                continue
            beside = tokens[other].filter if 0 <= other < len(tokens) else None
            if tokens[joint].kind == "near" or not beside or beside.name != token.filter.name:
                raise QueryError(
                    f"{token.at}文字目の「{filters.shown(token.text)}」は「{tokens[joint].text}」でつなげません。"
                    "同じ名前の絞り込みを並べると、どれかに当てはまる発言を探します。",
                    _without(typed, tokens[joint]),
                )
            if joint < n:
                words.pop()  # 発言者:事務局 OR 発言者:会長 is what the two mean side by side
        taken.append(token.filter)
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
            stray = self._take()
            raise QueryError(
                f"{stray.at}文字目の {stray.text} に対になる ( がありません。",
                _without(self._typed, stray),
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
                    _without(self._typed, operator),
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
                    _without(self._typed, operator),
                )
            within = _NEAR.fullmatch(unicodedata.normalize("NFKC", operator.text).casefold())
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
            raise _too_deep()
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


def _only_excludes(expression: Expression) -> bool:
    match expression:
        case Not():
            return True
        case And() | Or():
            return all(map(_only_excludes, expression.parts))
        case _:
            return False


def _included(expression: Expression) -> Expression:
    """What is excluded, looked for instead."""
    match expression:
        case Not():
            return expression.part
        case And() | Or():
            return type(expression)(tuple(map(_included, expression.parts)))
        case _:
            return expression


def _height(expression: Expression) -> int:
    match expression:
        case Not():
            return 1 + _height(expression.part)
        case And() | Or():
            return 1 + max(map(_height, expression.parts))
        case _:
            return 0


# --- Back into text


def _write(expression: Expression) -> str:
    match expression:
        case Word():
            return _write_word(expression)
        case Phrase():
            return filters.quoted(expression.text)
        case Near():
            near = "NEAR" if expression.within == _USUAL else f"NEAR/{expression.within}"
            return f"{_write(expression.one)} {near} {_write(expression.other)}"
        case Not():
            return f"-{_write_inside(expression.part)}"
        case And():
            return " ".join(map(_write_inside, expression.parts))
        case Or():
            return " OR ".join(map(_write_inside, expression.parts))


def _write_inside(expression: Expression) -> str:
    written = _write(expression)
    return written if isinstance(expression, Word | Phrase | Not) else f"({written})"


def _write_word(word: Word) -> str:
    """As it was typed; a word that nobody can have typed so (NEAR, from a title) as a phrase."""
    typed = f"={word.text}" if word.is_exact else word.text
    try:
        read_again = [token[:2] for token in _tokens(typed)]
    except QueryError:
        read_again = []
    is_itself = read_again == [("exact" if word.is_exact else "word", word.text)]
    return typed if is_itself else filters.quoted(word.text)


_USUAL = Near.__dataclass_fields__["within"].default
