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

from datetime import date

from handlers.parse import filters
from handlers.parse.query.mistakes import DEEPEST, LONGEST, QueryError, edited, too_deep, too_long
from handlers.parse.query.tokens import divided, tokens
from handlers.parse.query.tree import Reader, height, included, only_excludes
from handlers.parse.query.writing import write_expression
from store import text
from store.queries import Query

__all__ = ["DEEPEST", "LONGEST", "QueryError", "read", "write"]


def read(typed: str, today: date) -> Query:
    """What somebody looks for; `today` is what 先月 and 今年度 are counted from."""
    typed = text.clean(typed)
    try:
        return _read(typed, today)
    except QueryError as error:
        raise QueryError(error.sentence, _readable(error.corrected, today)) from None


def write(query: Query) -> str:
    """The query as somebody would type it."""
    words = [write_expression(query.wanted)] if query.wanted else []
    return " ".join([*words, *filters.write(query.filters, query.sort)])


def _read(typed: str, today: date) -> Query:
    if len(typed) > 2 * LONGEST:
        raise too_long(typed)
    words, filtered = divided(list(tokens(typed)), typed)
    try:
        chosen, sort = filters.read(filtered, today)
    except filters.Mistake as mistake:
        raise QueryError(mistake.sentence, edited(typed, *mistake.instead)) from mistake
    wanted = Reader(words, typed).whole()
    if wanted is None and chosen == filters.NONE:
        raise QueryError("探したい言葉を入力してください。例: 人材 育成")
    if wanted and chosen == filters.NONE and only_excludes(wanted):
        raise QueryError(
            "除く言葉だけでは探せません。探したい言葉も一緒に入力してください。例: 人材 -予算",
            write_expression(included(wanted)),
        )
    if wanted and height(wanted) > DEEPEST:
        raise too_deep()
    query = Query(wanted=wanted, filters=chosen, sort=sort)
    if len(written := write(query)) > LONGEST:
        raise too_long(written)
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
