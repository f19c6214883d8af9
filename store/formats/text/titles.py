"""What a meeting is called: the body (会議体), the fiscal year and the 第N回 in its title line."""

import re
from typing import NamedTuple

from store import eras
from store.formats.text.words import BODY_NOUN, RECORD


class Title(NamedTuple):
    """What a title line says; `year` is the fiscal year where one is printed."""

    council: str | None
    title: str | None
    fiscal_year: int | None
    number: int | None


def read_title(printed: str) -> Title:
    """Give the body, the title, the fiscal year and the number a title line prints."""
    year = _YEAR.search(printed)
    round_ = _ROUND.search(printed)
    name = _PARENTHESES.sub(_keep_parentheses, printed)
    for found in (_YEAR, _ROUND):
        name = found.sub(" ", name, count=1)
    council = _body(name)
    pieces = [_closed(found.group()) for found in (year, round_) if found]
    return Title(
        council=council or None,
        title="".join(pieces) if round_ else None,
        fiscal_year=eras.read_year(year.group()) if year and "度" in year.group() else None,
        number=eras.number(round_["number"]) if round_ else None,
    )


def is_record_title(line: str) -> bool:
    """Tell whether a line says that it is a record of a meeting: 「…会議録（令和3年度第1回）」."""
    return _is_short(line) and _RECORD_TITLE.search(line) is not None


def is_meeting_title(line: str) -> bool:
    """Tell whether a line names a meeting: 「令和5年度 第1回霧浜市景観懇話会」."""
    return _is_short(line) and _MEETING_TITLE.search(line) is not None


def _is_short(line: str) -> bool:
    return len(line) <= 100 and not _SENTENCE.search(line)


_NUMBER = r"(?:[0-9０-９]{1,3}|[〇一二三四五六七八九十]{1,4})"
_YEAR = re.compile(
    rf"(?:(?:明治|大正|昭和|平成|令和)[ 　]{{0,4}}(?:元|{_NUMBER})|(?<![0-9０-９])[0-9０-９]{{4}})"
    r"[ 　]{0,4}年度?(?![ 　]{0,4}[0-9０-９一二三四五六七八九十]{1,3}[ 　]{0,4}月)"
)
_ROUND = re.compile(rf"第[ 　]{{0,4}}(?P<number>{_NUMBER})[ 　]{{0,4}}回")
_SENTENCE = re.compile(r"[。「」>＞|｜\t]|(?:する|した|ます|です)$")
_ASIDE_END = r"(?:[ 　]*(?:[(（][^()（）]{0,40}[)）]|第[ 　]{0,2}[0-9０-９一二三四五六七八九十]{1,3}[ 　]{0,2}[号回]|[0-9]{4}-[0-9]{2}-[0-9]{2})){0,3}$"
_RECORD_TITLE = re.compile(rf"(?:{RECORD})[ 　]*(?:要旨|概要|案|本文)?{_ASIDE_END}")
_MEETING_TITLE = re.compile(
    rf"{_ROUND.pattern}.{{0,60}}(?:{BODY_NOUN}){_ASIDE_END}|(?:{BODY_NOUN})[ 　]*{_ASIDE_END[:-1]}[ 　]*"
    rf"{_ROUND.pattern.replace('?P<number>', '?:')}{_ASIDE_END}"
)
_PARENTHESES = re.compile(r"[(（][^()（）]{0,60}[)）]")
_OCCASION = re.compile(
    rf"{_NUMBER}[ 　]{{0,2}}[回日]|年度|開催|^.(?:案|要旨|概要|公開用|未定稿|全文).$"
)


def _keep_parentheses(found: re.Match[str]) -> str:
    return " " if _OCCASION.search(found.group()) else found.group()


def _body(name: str) -> str:
    """The name of the body alone: 総合教育会議会議録 is the record of 総合教育会議."""
    name = _closed_runs(_DATE_TAIL.sub("", name).strip(" 　"))
    bare = _RECORD_END.sub("", name).strip(" 　")
    if bare and not _BODY_END.search(bare) and name.endswith("会議録") and " " not in name:
        return f"{bare}会議"
    return bare


_DATE_TAIL = re.compile(
    r"[ 　]*[0-9]{4}-[0-9]{2}-[0-9]{2}$|[ 　]*第[ 　]*[0-9０-９一二三四五六七八九十]{1,3}[ 　]*号$"
)
_RECORD_END = re.compile(rf"(?:の)?(?:{RECORD})(?:[ 　]*(?:要旨|概要|案|本文))?$")
_BODY_END = re.compile(rf"(?:{BODY_NOUN}|[)）]|回|班|室|課)$")


def _closed_runs(text: str) -> str:
    return " ".join(text.split())


def _closed(text: str) -> str:
    return "".join(text.split())
