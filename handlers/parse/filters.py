"""The filters of the query language (絞り込み): 発言者:事務局 年度:令和3 期間:先月 並び:古い順."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from difflib import get_close_matches
from typing import NamedTuple, TypeVar

from handlers.errors import UserError
from handlers.parse import periods
from store import eras, text
from store.queries import Filters, Kind, Role, Sort

NONE = Filters()

T = TypeVar("T")

# What may be typed before the colon -> which filter it is.
NAMES = {
    "発言者": "speaker",
    "speaker": "speaker",
    "役割": "role",
    "role": "role",
    "会議": "meeting",
    "meeting": "meeting",
    "会議体": "council",
    "council": "council",
    "議題": "agenda",
    "agenda": "agenda",
    "年度": "fiscal_year",
    "fy": "fiscal_year",
    "期間": "period",
    "period": "period",
    "from": "since",
    "以降": "since",
    "to": "until",
    "以前": "until",
    "区分": "kind",
    "kind": "kind",
    "並び": "sort",
    "sort": "sort",
}
EXAMPLES = {
    "speaker": "「発言者:事務局」",
    "role": "「役割:委員」",
    "meeting": "「会議:令和7年度第2回」",
    "council": "「会議体:福祉」",
    "agenda": "「議題:計画」",
    "fiscal_year": "「年度:令和7」",
    "period": "「期間:令和6年4月..令和7年3月」",
    "since": "「from:2024-04-01」",
    "until": "「to:2025-03-31」",
    "kind": "「区分:要望」",
    "sort": "「並び:古い順」",
}
ROLES: dict[str, Role] = {
    "事務局": "secretariat",
    "市": "secretariat",
    "会長": "chair",
    "委員長": "chair",
    "座長": "chair",
    "議長": "chair",
    "副会長": "vice_chair",
    "副委員長": "vice_chair",
    "委員": "member",
    "参加者": "participant",
    "secretariat": "secretariat",
    "chair": "chair",
    "vice_chair": "vice_chair",
    "member": "member",
    "participant": "participant",
}
KINDS: dict[str, Kind] = {
    "質問": "question",
    "要望": "request",
    "意見": "opinion",
    "答弁": "answer",
    "回答": "answer",
    "報告": "report",
    "説明": "report",
    "question": "question",
    "request": "request",
    "opinion": "opinion",
    "answer": "answer",
    "report": "report",
}
SORTS: dict[str, Sort] = {
    "新しい順": "newest",
    "newest": "newest",
    "新": "newest",
    "古い順": "oldest",
    "oldest": "oldest",
    "古": "oldest",
    "関連順": "relevance",
    "relevance": "relevance",
    "関連": "relevance",
}


class Typed(NamedTuple):
    """A filter as it was typed: which one, its value, and where it stands."""

    name: str
    value: str
    start: int
    value_start: int
    end: int

    @property
    def at(self) -> int:
        """Where its value begins, as people count."""
        return self.value_start + 1


class Mistake(UserError):
    """A filter that is not understood, and what would have to stand in its place.

    `instead`: (from, to, text), to be written over what was typed.
    """

    def __init__(self, sentence: str, *instead: tuple[int, int, str]) -> None:
        super().__init__(sentence)
        self.instead = instead


def name(typed: str) -> str | None:
    """Which filter is meant by the word before a colon."""
    return NAMES.get(unicodedata.normalize("NFKC", typed).casefold())


def shown(typed: str) -> str:
    """What was typed, in a sentence about it."""
    return typed if len(typed) <= _SHOWN else f"{typed[:_SHOWN]}…"


_SHOWN = 30


def nearest_name(typed: str) -> str | None:
    """The filter whose name looks like that word; of one character, any would."""
    plain = unicodedata.normalize("NFKC", typed).casefold()
    near = get_close_matches(plain, NAMES, n=1, cutoff=0.7) if len(plain) > 1 else []
    return near[0] if near else None


def read(typed: Iterable[Typed], today: date) -> tuple[Filters, Sort]:
    """The filters as values, and the order; a mistake names its place and an example."""
    filters, sort = NONE, SORTS["新しい順"]
    ends: dict[str, Typed] = {}
    for one in typed:
        value = unicodedata.normalize("NFKC", one.value).strip()
        try:
            match one.name:
                case "sort":
                    sort = _one_of(SORTS, value)
                case "since":
                    filters = replace(filters, since=periods.days(value, today)[0])
                    ends["since"] = one
                case "until":
                    filters = replace(filters, until=periods.days(value, today)[1])
                    ends["until"] = one
                case "period":
                    since, until = periods.period(value, today)
                    filters = replace(filters, since=since, until=until)
                    ends = {"since": one, "until": one}
                case "fiscal_year":
                    filters = _with(filters, "fiscal_years", _fiscal_year(value, today))
                case "role":
                    filters = _with(filters, "roles", _one_of(ROLES, value))
                case "kind":
                    filters = _with(filters, "kinds", _one_of(KINDS, value))
                case "agenda":
                    filters = _with(filters, "agenda", _word(one.value))
                case "meeting":
                    filters = _with(filters, "meetings", _meeting(one.value))
                case other:
                    filters = _with(filters, f"{other}s", _word(one.value))
        except ValueError as error:
            raise _mistake(one, value, error) from error
    if filters.since and filters.until and filters.since > filters.until:
        raise _reversed(ends["since"], ends["until"])
    return filters, sort


def write(filters: Filters, sort: Sort) -> list[str]:
    """The filters as they would be typed, in one fixed order."""
    written = [f"発言者:{_quoted(value)}" for value in filters.speakers]
    written += [f"役割:{_spoken(ROLES, value)}" for value in filters.roles]
    written += [f"会議体:{_quoted(value)}" for value in filters.councils]
    written += [f"会議:{_quoted(value)}" for value in filters.meetings]
    written += [f"議題:{_quoted(value)}" for value in filters.agenda]
    written += [f"年度:{_year(value)}" for value in filters.fiscal_years]
    written += [f"区分:{_spoken(KINDS, value)}" for value in filters.kinds]
    if filters.since or filters.until:
        written.append(f"期間:{filters.since or ''}..{filters.until or ''}")
    if sort != "newest":
        written.append(f"並び:{_spoken(SORTS, sort)}")
    return written


# --- Quotes, for values and phrases alike

# One family: word processors turn " into “ and ”, and people close with whichever comes.
DOUBLE = '"“”„‟＂〝〞〟'
CLOSES = {**dict.fromkeys(DOUBLE, DOUBLE), "「": "」", "『": "』"}


def quoted(words: str) -> str:
    """The words between quotes that do not stand in them."""
    for opening, closing in (('""', DOUBLE), ("「」", "」"), ("『』", "』")):
        if not set(closing) & set(words):
            return f"{opening[0]}{words}{opening[1]}"
    # What came in by typing had quotes around it; this came from elsewhere.
    return f'"{re.sub(f"[{DOUBLE}]", " ", words)}"'


def _quoted(value: str) -> str:
    return quoted(value) if _ENDS_A_VALUE.search(value) else value


_ENDS_A_VALUE = re.compile(rf"[\s()（）|｜{DOUBLE}「」『』]")


# --- Single values


def _with(filters: Filters, field: str, value: object) -> Filters:
    values = getattr(filters, field)
    return filters if value in values else replace(filters, **{field: (*values, value)})


def _word(value: str) -> str:
    if not text.fold(value):
        raise ValueError("コロンのあとに言葉を書いてください。")
    return value


def _meeting(value: str) -> str:
    plain = unicodedata.normalize("NFKC", value).strip()
    if plain.isdecimal() and len(plain) > _LONGEST_ID:
        raise ValueError("その番号の会議はありません。")
    return _word(value)


# SQLite counts no further than 9,223,372,036,854,775,807.
_LONGEST_ID = 18


def _one_of(choices: dict[str, T], value: str) -> T:
    try:
        return choices[value.casefold()]
    except KeyError:
        listed = "・".join(dict.fromkeys(_spoken(choices, meant) for meant in choices.values()))
        raise ValueError(f"{listed}のどれかを書いてください。") from None


def _fiscal_year(value: str, today: date) -> int:
    if value in _RELATIVE:
        return eras.fiscal_year(today) - _RELATIVE[value]
    return periods.year(re.sub("年?度$", "", value))


_RELATIVE = {
    **dict.fromkeys(("今年度", "本年度", "今年", "本年"), 0),
    **dict.fromkeys(("昨年度", "前年度", "昨年", "去年"), 1),
    **dict.fromkeys(("一昨年度", "一昨年"), 2),
}


def _year(year: int) -> str:
    return eras.fiscal_year_name(year).removesuffix("年度")


def _spoken(choices: Mapping[str, T], value: T) -> str:
    return next(word for word, meant in choices.items() if meant == value)


# --- Mistakes


def _mistake(one: Typed, value: str, error: ValueError) -> Mistake:
    why = str(error).partition("例:")[0].strip().replace(value, shown(value))
    return Mistake(
        f"{one.at}文字目の「{shown(one.value)}」が分かりません。{why}例: {EXAMPLES[one.name]}",
        _instead(one, value, error),
    )


def _instead(one: Typed, value: str, error: ValueError) -> tuple[int, int, str]:
    """The value that was probably meant; where it cannot be guessed, no such filter."""
    choices = {"sort": SORTS, "role": ROLES, "kind": KINDS}.get(one.name, {})
    if isinstance(error, periods.Reversed):
        return one.value_start, one.end, error.meant
    elif near := get_close_matches(value.casefold(), choices, n=1, cutoff=0.3):
        return one.value_start, one.end, near[0]
    else:
        return one.start, one.end, " "


def _reversed(since: Typed, until: Typed) -> Mistake:
    later = max(since, until, key=lambda one: one.at)
    swapped = (
        [
            (since.value_start, since.end, _quoted(until.value)),
            (until.value_start, until.end, _quoted(since.value)),
        ]
        if {since.name, until.name} == {"since", "until"}
        else [(later.start, later.end, " ")]
    )
    return Mistake(
        f"{later.at}文字目の「{shown(later.value)}」で、期間の終わりが始まりより前になります。",
        *swapped,
    )
