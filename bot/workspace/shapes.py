"""Small checks that put together say what a JSON value may look like."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with a payload, and where."""

    pointer: str
    code: str
    message: str


Check = Callable[[Any, str], Iterable[Problem]]


def string(longest: int, *, shortest: int = 0, pattern: str | None = None) -> Check:
    """Accept a string within a length."""

    def check(value: Any, at: str) -> Iterable[Problem]:
        if not isinstance(value, str):
            yield Problem(at, "invalid_type", "must be a string")
        elif len(value) < shortest:
            yield Problem(at, "too_short", f"must be more than {shortest - 1} characters")
        elif len(value) > longest:
            yield Problem(at, "too_long", f"must be less than {longest + 1} characters")
        elif pattern and not re.fullmatch(pattern, value):
            yield Problem(at, "invalid_format", "has a wrong format")

    return check


def integer(low: int, high: int) -> Check:
    """Accept a whole number within bounds."""

    def check(value: Any, at: str) -> Iterable[Problem]:
        if isinstance(value, bool) or not isinstance(value, int):
            yield Problem(at, "invalid_type", "must be an integer")
        elif not low <= value <= high:
            yield Problem(at, "out_of_range", f"must be between {low} and {high}")

    return check


def boolean(value: Any, at: str) -> Iterable[Problem]:
    """Accept true or false."""
    if not isinstance(value, bool):
        yield Problem(at, "invalid_type", "must be a boolean")


def anything(value: Any, at: str) -> Iterable[Problem]:
    """Whatever it is."""
    return ()


def one_of(*choices: str) -> Check:
    """One of a few words."""

    def check(value: Any, at: str) -> Iterable[Problem]:
        if value not in choices:
            yield Problem(at, "invalid_value", f"must be one of {', '.join(choices)}")

    return check


def items(each: Check, low: int, high: int) -> Check:
    """Accept a list of some length, each item checked."""

    def check(value: Any, at: str) -> Iterable[Problem]:
        if not isinstance(value, list):
            yield Problem(at, "invalid_type", "must be an array")
            return
        if len(value) < low:
            yield Problem(at, "too_few", f"no fewer than {low} items allowed")
        if len(value) > high:
            yield Problem(at, "too_many", f"no more than {high} items allowed")
        for number, item in enumerate(value):
            yield from each(item, f"{at}/{number}")

    return check


def fields(required: dict[str, Check], optional: dict[str, Check] | None = None) -> Check:
    """Accept an object with these fields and no others."""
    known = {**required, **(optional or {})}

    def check(value: Any, at: str) -> Iterable[Problem]:
        if not isinstance(value, dict):
            yield Problem(at, "invalid_type", "must be an object")
            return
        for name in required:
            if value.get(name) is None:
                yield Problem(at, "missing_field", f"missing required field: {name}")
        for name, item in value.items():
            if name not in known:
                yield Problem(at, "unknown_field", f"invalid additional property: {name}")
            elif item is not None:
                yield from known[name](item, f"{at}/{name}")

    return check


def by_type(kinds: dict[str, Check], what: str) -> Check:
    """Accept an object whose `type` decides what else it holds."""

    def check(value: Any, at: str) -> Iterable[Problem]:
        if not isinstance(value, dict):
            yield Problem(at, "invalid_type", "must be an object")
        elif value.get("type") not in kinds:
            yield Problem(
                f"{at}/type", "unsupported_type", f"unsupported {what}: {value.get('type')}"
            )
        else:
            yield from kinds[value["type"]](value, at)

    return check


def also(*checks: Check) -> Check:
    """All of these."""

    def check(value: Any, at: str) -> Iterable[Problem]:
        for each in checks:
            yield from each(value, at)

    return check


def text(longest: int, *, shortest: int = 1, mrkdwn: bool = True) -> Check:
    """Accept a text object."""
    kind = one_of("plain_text", "mrkdwn") if mrkdwn else one_of("plain_text")
    return fields(
        {"type": kind, "text": string(longest, shortest=shortest)},
        {"emoji": boolean, "verbatim": boolean} if mrkdwn else {"emoji": boolean},
    )


def exactly_one(*names: str) -> Check:
    """One of these fields, not two, not none."""

    def check(value: Any, at: str) -> Iterable[Problem]:
        if sum(value.get(name) is not None for name in names) != 1:
            yield Problem(at, "missing_field", f"must have exactly one of {', '.join(names)}")

    return check


def at_least_one(*names: str) -> Check:
    """One of these fields or more."""

    def check(value: Any, at: str) -> Iterable[Problem]:
        if all(value.get(name) is None for name in names):
            yield Problem(at, "missing_field", f"must have at least one of {', '.join(names)}")

    return check
