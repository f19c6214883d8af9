"""A council's rules as they are filled in: 7日, 12/29-1/3, 3日前 17:00, and how rolls are printed."""

import json
import re
import unicodedata
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from handlers.errors import FormError, UserError
from handlers.parse import slots
from store import text
from store.formats.rolls import RollCustom
from store.rules import Rules

Json = dict[str, Any]

# A rule of more than a year is a slip of the hand, and no council has so many members.
MOST_DAYS, MOST_MEMBERS = 366, 300
MOST_REMINDERS = 8
MOST_CLOSINGS = 20

DAYS = ("notice_days", "papers_days", "summary_days", "minutes_days", "publication_days")


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """Which council's rules a form is about, and what they were when it was opened."""

    council: int
    known: str


def about(view: Json) -> About:
    """What a form carries with it."""
    try:
        kept = json.loads(view.get("private_metadata") or "")
        return About(council=int(kept["council"]), known=str(kept["known"]))
    except (KeyError, TypeError, ValueError):
        raise UserError(
            "この画面は使えません。「/council rules」から開き直してください。"
        ) from None


def rules(view: Json, before: Rules) -> Rules:
    """The rules as they were filled in; what the form does not ask stays as it was."""
    values = view["state"]["values"]
    errors: dict[str, str] = {}
    found: dict[str, Any] = {
        "quorum": _chosen(values, "quorum") or "none",
        "proxies_count": bool(_ticked(values, "proxies_count")),
        "in_working_days": _chosen(values, "in_working_days") == "working",
        "quorum_number": None,
    }
    for name in DAYS:
        with _noting(errors, name):
            found[name] = _number(_typed(values, name), MOST_DAYS, "日数")
    with _noting(errors, "quorum_number"):
        number = _number(_typed(values, "quorum_number"), MOST_MEMBERS, "人数")
        if found["quorum"] == "number":
            if not number:
                raise UserError("定足数の人数を、1以上の数字で入力してください。例: 8")
            found["quorum_number"] = number
    with _noting(errors, "closing_days"):
        found["closing_days"] = _closing_days(_typed(values, "closing_days"))
    with _noting(errors, "reminders"):
        found["reminders"] = _reminders(_typed(values, "reminders"))
    if errors:
        raise FormError(errors)
    return replace(before, **found)


def roll(view: Json) -> RollCustom:
    """How rolls are to be printed, as it was chosen."""
    values = view["state"]["values"]
    chosen: dict[str, Any] = {
        name: _chosen(values, name)
        for name in (
            "order", "roles", "honorific", "separator", "names", "members", "absentees",
            "officers_order", "officers",
        )
    }  # fmt: skip
    chosen = {name: _BLANK.get(value, value) for name, value in chosen.items() if value}
    label = " ".join(text.clean(_typed(values, "officers_label")).split())
    kept = {
        **chosen,
        "affiliation": bool(_ticked(values, "affiliation")),
        "notes": _ticked(values, "notes"),
    }
    try:
        return RollCustom.from_dict(kept | ({"officers_label": label} if label else {}))
    except ValueError:
        raise UserError(
            "選ばれた書き方が読めません。「/council rules」から開き直してください。"
        ) from None


# A menu's option has a value that is not blank.
_BLANK = {"nothing": "", "comma": ", ", "touten": "、", "dot": "・"}


@contextmanager
def _noting(errors: dict[str, str], name: str) -> Iterator[None]:
    """Note a mistake under its field and go on, so that all are told at once."""
    try:
        yield
    except UserError as error:
        errors[name] = error.sentence


def _number(typed: str, most: int, what: str) -> int | None:
    plain = unicodedata.normalize("NFKC", typed).strip()
    if plain in ("", "なし", "-", "定めない"):
        return None
    found = _NUMBER.fullmatch(plain)
    if found is None or int(found[1]) > most:
        raise UserError(
            f"{what}を、{most}までの数字で入力してください。決まりがなければ空欄に。例: 7"
        )
    return int(found[1])


def _closing_days(typed: str) -> tuple[str, ...]:
    plain = unicodedata.normalize("NFKC", typed)
    plain = re.sub(r"\s*[~〜‐–—ー−-]\s*", "-", plain)
    found = []
    for word in filter(None, re.split(r"[、,\s・]+", plain)):
        named = _CLOSING.fullmatch(word)
        if named is None:
            raise UserError(f"「{word}」は閉庁日として読めません。例: 12/29-1/3、8/15")
        days = [(int(named[1]), int(named[2]))]
        if named[3]:
            days.append((int(named[3]), int(named[4])))
        for month, day in days:
            _check_day(month, day, word)
        found.append("-".join(f"{month}/{day}" for month, day in days))
    if len(found) > MOST_CLOSINGS:
        raise UserError(f"閉庁日は{MOST_CLOSINGS}件までです。")
    return tuple(dict.fromkeys(found))


def _check_day(month: int, day: int, word: str) -> None:
    try:
        date(2024, month, day)  # in a leap year 2/29 is a day
    except ValueError:
        raise UserError(f"「{word}」という日はありません。例: 12/29-1/3、8/15") from None


def _reminders(typed: str) -> tuple[str, ...]:
    lines = [line.strip() for line in re.split(r"[\n、,]+", typed) if line.strip()]
    found = tuple(dict.fromkeys(slots.before(line).words for line in lines))
    if len(found) > MOST_REMINDERS:
        raise UserError(f"お知らせは{MOST_REMINDERS}件までです（{len(found)}件ありました）。")
    return found


def _element(values: Mapping[str, Any], name: str) -> Json:
    return next(iter(values.get(name, {}).values()), {})


def _typed(values: Mapping[str, Any], name: str) -> str:
    return _element(values, name).get("value") or ""


def _chosen(values: Mapping[str, Any], name: str) -> str | None:
    return (_element(values, name).get("selected_option") or {}).get("value")


def _ticked(values: Mapping[str, Any], name: str) -> list[str]:
    return [one["value"] for one in _element(values, name).get("selected_options") or []]


_NUMBER = re.compile(r"(\d{1,4})\s*(?:日|人|名)?\s*(?:前|以内|以上)?(?:まで)?")
_CLOSING = re.compile(r"(\d{1,2})(?:/|月)(\d{1,2})日?(?:-(\d{1,2})(?:/|月)(\d{1,2})日?)?")
