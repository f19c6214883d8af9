"""The filters of the query language (絞り込み): 発言者:事務局 年度:令和3 期間:先月 並び:古い順."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import NamedTuple, TypeVar

from handlers.errors import UserError
from handlers.parse import periods
from store import eras
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
}
KINDS: dict[str, Kind] = {
    "質問": "question",
    "要望": "request",
    "意見": "opinion",
    "答弁": "answer",
    "回答": "answer",
    "報告": "report",
    "説明": "report",
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
    """A filter as it was typed: which one, its value, and where it stands (from 1)."""

    name: str
    value: str
    at: int


def name(typed: str) -> str | None:
    """Which filter is meant by the word before a colon."""
    return NAMES.get(unicodedata.normalize("NFKC", typed).casefold())


def read(typed: Iterable[Typed], today: date) -> tuple[Filters, Sort]:
    """The filters as values, and the order; a mistake names its place and an example."""
    filters, sort = NONE, SORTS["新しい順"]
    for one in typed:
        value = unicodedata.normalize("NFKC", one.value).strip()
        try:
            match one.name:
                case "sort":
                    sort = _one_of(SORTS, value)
                case "since":
                    filters = replace(filters, since=periods.span(value)[0])
                case "until":
                    filters = replace(filters, until=periods.span(value)[1])
                case "period":
                    since, until = periods.period(value, today)
                    filters = replace(filters, since=since, until=until)
                case "fiscal_year":
                    filters = _with(filters, "fiscal_years", _fiscal_year(value, today))
                case "role":
                    filters = _with(filters, "roles", _one_of(ROLES, value))
                case "kind":
                    filters = _with(filters, "kinds", _one_of(KINDS, value))
                case "agenda":
                    filters = _with(filters, "agenda", one.value)
                case name:
                    filters = _with(filters, f"{name}s", one.value)
        except ValueError as error:
            raise UserError(
                f"{one.at}文字目の「{one.value}」が分かりません。{error}例: {EXAMPLES[one.name]}"
            ) from error
    if filters.since and filters.until and filters.since > filters.until:
        raise UserError("期間の終わりが始まりより前です。期間を確かめてください。")
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


def _with(filters: Filters, field: str, value: object) -> Filters:
    values = getattr(filters, field)
    return filters if value in values else replace(filters, **{field: (*values, value)})


def _one_of(choices: dict[str, T], value: str) -> T:
    try:
        return choices[value.casefold()]
    except KeyError:
        raise ValueError(f"{'・'.join(choices)}のどれかを書いてください。") from None


def _fiscal_year(value: str, today: date) -> int:
    relative = {"今年度": 0, "今年": 0, "昨年度": 1, "前年度": 1}
    if value in relative:
        return eras.fiscal_year(today) - relative[value]
    return eras.read_year(re.sub("年?度$", "", value))


def _year(year: int) -> str:
    return eras.fiscal_year_name(year).removesuffix("年度")


def _spoken(choices: Mapping[str, str], value: str) -> str:
    return next(word for word, meant in choices.items() if meant == value)


def _quoted(value: str) -> str:
    if not re.search(r'[\s()（）|｜"“”「『:]', value):
        return value
    return f'"{value}"' if '"' not in value else f"「{value}」"
