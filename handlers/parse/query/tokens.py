"""A query cut into tokens: words, quotations, operators, brackets and filters."""

import re
import unicodedata
from collections.abc import Iterator

from handlers.parse import filters
from handlers.parse.query.mistakes import QueryError, Token, edited, without

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
NEAR = re.compile(r"(?:near|近傍)/([0-9]{1,3})")


def tokens(typed: str) -> Iterator[Token]:
    """The tokens of a query, from left to right."""
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
                edited(typed, (at, at + 1, " ")),
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
            token = _filter(typed, at) or word_as_such(typed, at)
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
                edited(typed, (at, named.end(1), nearest)),
            )
        return None
    value = _value(typed, named.end())
    if value is None:
        raise QueryError(
            f"{at + 1}文字目の「{filters.shown(named[1])}:」のあとに、"
            f"{filters.EXAMPLES[known]}のように書いてください。",
            edited(typed, (at, named.end(), " ")),
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
    elif NEAR.fullmatch(plain):
        return Token("near", run[0], at, run.end())
    elif run[0][0] in _HYPHENS:
        return Token("not", "-", at, at + 1)
    else:
        is_exact = run[0][0] in "=＝" and len(run[0]) > 1
        return Token("exact" if is_exact else "word", run[0][is_exact:], at, run.end())


def word_as_such(typed: str, at: int) -> Token:
    """What follows a hyphen is a word, whatever else it would be alone: -or"""
    token = _word(typed, at)
    return token if token.kind in ("word", "exact") else token._replace(kind="phrase")


def _after(typed: str, at: int, characters: str | None = None) -> int:
    """Where these characters (blanks, if none are named) end."""
    return len(typed) - len(typed[at:].lstrip(characters))


def divided(tokens: list[Token], typed: str) -> tuple[list[Token], list[filters.Typed]]:
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
                without(typed, joint, token),
            )
        if depth > 0:
            raise QueryError(
                f"{token.at}文字目の「{filters.shown(token.text)}」は、かっこの外に書いてください。絞り込みは検索の全体に効きます。",
                f"{token.text} {without(typed, token)}",
            )
        for joint, other in ((n - 1, n - 2), (n + 1, n + 2)):
            if not 0 <= joint < len(tokens) or tokens[joint].kind not in ("or", "near"):
                continue
            beside = tokens[other].filter if 0 <= other < len(tokens) else None
            if tokens[joint].kind == "near" or not beside or beside.name != token.filter.name:
                raise QueryError(
                    f"{token.at}文字目の「{filters.shown(token.text)}」は「{tokens[joint].text}」でつなげません。"
                    "同じ名前の絞り込みを並べると、どれかに当てはまる発言を探します。",
                    without(typed, tokens[joint]),
                )
            if joint < n:
                words.pop()  # 発言者:事務局 OR 発言者:会長 is what the two mean side by side
        taken.append(token.filter)
    return words, taken
