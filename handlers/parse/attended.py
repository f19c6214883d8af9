"""What is filled in about pay and terms: 8,000円, 2時間, 会長 9500 14000, 浅野 和子 640."""

import json
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from handlers.errors import FormError, UserError
from store import text
from store.members import Member
from store.pay import MOST_YEN, Pay

Json = dict[str, Any]

MOST_HOURS, MOST_TERMS = 24, 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Paid:
    """What is to be paid for: one meeting, or all of a period as it was typed."""

    meeting_id: int | None = None
    when: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """Which council's rule a form is about, and what it was when the form was opened."""

    council: int
    known: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PayForm:
    """A rule as it was filled in, and what the journeys of some people cost."""

    pay: Pay
    travel: Mapping[int, int]


def about(view: Json) -> About:
    """What the form for pay carries with it."""
    try:
        kept = json.loads(view.get("private_metadata") or "")
        return About(council=int(kept["council"]), known=str(kept["known"]))
    except (KeyError, TypeError, ValueError):
        raise _unusable() from None


def council(view: Json) -> int:
    """The council the form for terms is about."""
    try:
        return int(json.loads(view.get("private_metadata") or "")["council"])
    except (KeyError, TypeError, ValueError):
        raise _unusable() from None


def most_terms(view: Json) -> int | None:
    """How many terms one person may serve; an empty field: as many as they like."""
    typed = _plain(_typed(view["state"]["values"], "most"))
    if typed in ("", "なし"):
        return None
    found = re.fullmatch(r"(\d{1,2})\s*期?(?:まで)?", typed)
    if found is None or not 0 < int(found[1]) <= MOST_TERMS:
        raise FormError({"most": "任期の数を、1以上の数字で入力してください。例: 2"})
    return int(found[1])


def pay_form(view: Json, roster: Sequence[Member]) -> PayForm:
    """The rule as it was filled in; every mistake is told under its field."""
    values = view["state"]["values"]
    errors: dict[str, str] = {}
    hours, short, long = 2.0, 0, 0
    roles: dict[str, tuple[int, int]] = {}
    travel: dict[int, int] = {}
    with _noting(errors, "hours"):
        hours = _hours(_typed(values, "hours"))
    with _noting(errors, "short"):
        short = _yen(_typed(values, "short"))
    with _noting(errors, "long"):
        long = _yen(_typed(values, "long"))
    with _noting(errors, "roles"):
        roles = dict(map(_role, _lines(_typed(values, "roles"))))
    with _noting(errors, "travel"):
        travel = dict(_journey(line, roster) for line in _lines(_typed(values, "travel")))
    if errors:
        raise FormError(errors)
    ticked = _element(values, "proxies").get("selected_options") or []
    kept = Pay(hours=hours, short=short, long=long, roles=roles, proxies=bool(ticked))
    return PayForm(pay=kept, travel=travel)


def _unusable() -> UserError:
    return UserError("この画面は使えません。「/attendance」から開き直してください。")


@contextmanager
def _noting(errors: dict[str, str], name: str) -> Iterator[None]:
    try:
        yield
    except UserError as error:
        errors[name] = error.sentence


def _hours(typed: str) -> float:
    found = re.fullmatch(r"(\d{1,2}(?:\.\d)?)(?:時間)?(半)?(?:まで|以内)?", _plain(typed))
    hours = float(found[1]) + (0.5 if found[2] else 0) if found else 0
    if not 0 < hours <= MOST_HOURS:
        raise UserError("時間を、24までの数字で入力してください。例: 2時間、1.5")
    return hours


def _yen(typed: str) -> int:
    found = re.fullmatch(r"[¥\\]?(\d{1,3}(?:,\d{3})+|\d{1,9})円?", _plain(typed))
    yen = int(found[1].replace(",", "")) if found else MOST_YEN + 1
    if yen > MOST_YEN:
        raise UserError(
            f"「{typed[:20]}」は額として読めません。{MOST_YEN:,}円までの数字で入力してください。例: 8000"
        )
    return yen


def _role(line: str) -> tuple[str, tuple[int, int]]:
    role, short, long = [*line.rsplit(maxsplit=2), "", "", ""][:3]
    if not long:
        raise UserError(
            f"「{line[:30]}」は、役職、その時間までの額、超えたときの額の順に、空白で区切って書いてください。"
            "例: 会長 9500 14000"
        )
    return role, (_yen(short), _yen(long))


def _journey(line: str, roster: Sequence[Member]) -> tuple[int, int]:
    name, yen = [*line.rsplit(maxsplit=1), "", ""][:2]
    if not yen:
        raise UserError(
            f"「{line[:30]}」は、氏名と額を空白で区切って書いてください。例: 浅野 和子 640"
        )
    meant = _folded(name)
    found = {
        one.person_id
        for one in roster
        if meant in (_folded(one.name), _folded(f"{one.name}({one.mark})"))
    }
    if not found:
        raise UserError(
            f"「{name[:30]}」という委員は名簿にいません。「/council members」で確かめてください。"
        )
    if len(found) > 1:
        raise UserError(
            f"「{name[:30]}」という委員が二人います。名簿の「区別」を付けて、佐藤 翔(医師会) のように書いてください。"
        )
    return found.pop(), _yen(yen)


def _folded(name: str) -> str:
    return text.fold("".join(name.split()))


def _lines(typed: str) -> list[str]:
    return [line for line in map(_plain, typed.splitlines()) if line]


def _plain(typed: str) -> str:
    return unicodedata.normalize("NFKC", typed).strip()


def _element(values: Mapping[str, Any], name: str) -> Json:
    return next(iter(values.get(name, {}).values()), {})


def _typed(values: Mapping[str, Any], name: str) -> str:
    return _element(values, name).get("value") or ""
