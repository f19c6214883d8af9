"""Which remarks an answer is said to answer, as the form brings it back."""

from dataclasses import dataclass
from typing import Any

from handlers.errors import UserError


@dataclass(frozen=True, slots=True, kw_only=True)
class PairForm:
    """What an answer answers, as somebody chose it; `by_rule`: the rule is to decide again."""

    answer_id: int
    question_ids: tuple[int, ...]
    by_rule: bool


def form(view: dict[str, Any]) -> PairForm:
    """The form under 組を直す, as it was sent."""
    values = view["state"]["values"]
    chosen = values["questions"]["value"].get("selected_options") or []
    rule = values.get("rule", {}).get("value", {}).get("selected_options")
    return PairForm(
        answer_id=_number(view.get("private_metadata")),
        question_ids=tuple(_number(option.get("value")) for option in chosen),
        by_rule=bool(rule),
    )


def _number(value: object) -> int:
    if isinstance(value, str) and value.isascii() and value.isdecimal() and len(value) < 18:
        return int(value)
    raise UserError("この画面は使えません。お手数ですが、「組を直す」からもう一度お試しください。")
