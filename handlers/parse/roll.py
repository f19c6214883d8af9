"""The roll as it was filled in."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, get_args

from handlers.errors import FormError, UserError
from store import text
from store.formats.document import Attendee, Status
from store.formats.text.posts import officer, post_at_start

LONGEST_NAME = 50
MOST_OFFICERS = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class RollForm:
    """A page of the roll; no officers: they stand on another page."""

    meeting_id: int
    page: int
    is_last: bool
    statuses: Mapping[int, Status]
    officers: tuple[Attendee, ...] | None


def roll(view: dict[str, Any]) -> RollForm:
    """A page of the roll, as it was sent."""
    kept = (view.get("private_metadata") or "").split(":")
    if len(kept) != 3 or not all(part.isdecimal() and len(part) < 16 for part in kept):
        raise UserError("この画面は使えません。お手数ですが、閉じてもう一度開いてください。")
    meeting_id, page, pages = map(int, kept)
    values = view["state"]["values"]
    statuses: dict[int, Status] = {}
    for block_id, field in values.items():
        name, _, person_id = block_id.partition(".")
        if name == "member" and person_id.isdecimal():
            chosen = field["value"]["selected_option"]["value"]
            if chosen not in get_args(Status):
                raise FormError({block_id: "出欠を選んでください。"})
            statuses[int(person_id)] = chosen
    typed = values["officers"]["value"]["value"] if "officers" in values else None
    return RollForm(
        meeting_id=meeting_id,
        page=page,
        is_last=page == pages,
        statuses=statuses,
        officers=officers(typed or "") if "officers" in values else None,
    )


def officers(typed: str) -> tuple[Attendee, ...]:
    """福祉部福祉課主査 鈴木 学, one on a line."""
    lines = [" ".join(line.split()) for line in text.clean(typed).split("\n") if line.strip()]
    if len(lines) > MOST_OFFICERS:
        raise FormError({"officers": f"職員は{MOST_OFFICERS}人までです。"})
    return tuple(map(_officer, lines))


def _officer(line: str) -> Attendee:
    words = line.split()
    title, length = post_at_start(words)
    name = " ".join(words[length:])
    if title is None or not name:
        raise FormError(
            {
                "officers": f"「{line[:40]}」を、部課職と氏名に分けられません。"
                "あいだを空けて入力してください。例: 福祉部福祉課主査 鈴木 学"
            }
        )
    if len(name) > LONGEST_NAME:
        raise FormError({"officers": f"氏名は{LONGEST_NAME}字までです。"})
    return officer(name, title, None, "present")
