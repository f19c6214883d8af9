"""Date polls as they are typed and filled in: 12/14-18 の午後 締切 12/5."""

import hashlib
import json
import re
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, get_args

from handlers.errors import FormError, UserError
from handlers.parse import slots
from handlers.parse.slots import Candidates, Deadline
from store import text
from store.polls import Group, NewPoll, NewReply, Reply

Json = dict[str, Any]

GROUPS: tuple[Group, ...] = ("members", "leaders", "officers")
LONGEST_COMMENT = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What was typed after the command: the candidates, and the deadline (empty: none)."""

    candidates: str
    deadline: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PollForm:
    """A poll as its form asks for it; `is_agreed`: this is what they were shown and agreed to."""

    new: NewPoll
    notices: tuple[str, ...]
    seal: str
    is_agreed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyForm:
    """An answer as its form has it; `on_behalf` where it was opened for somebody else."""

    new: NewReply
    on_behalf: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """The option somebody chose; `agreed_to` is the one whose drawbacks they were shown."""

    poll_id: int
    option_id: int
    venue: str
    agreed_to: int | None


def words(typed: str) -> Words:
    """「12/14-18 の午後 締切 12/5」 in two."""
    found = _DEADLINE.search(typed)
    if found is None:
        return Words(candidates=typed.strip(), deadline="")
    before, after = typed[: found.start()], typed[found.end() :]
    # The deadline may stand first, on a line of its own: the candidates are then behind it.
    until, _, behind = after.strip().partition("\n")
    candidates = "\n".join(part.strip() for part in (before, behind) if part.strip())
    return Words(candidates=candidates.strip(" 　,、。"), deadline=until.strip())


def candidates(typed: str, today: date) -> Candidates:
    """The candidates; a mistake belongs to their field."""
    return _of_field("candidates", slots.many, typed, today)


def deadline(typed: str, today: date) -> Deadline:
    """The deadline; a mistake belongs to its field."""
    if not typed.strip():
        raise FormError({"deadline": "回答の締切を入力してください。例: 12/5 17:00"})
    return _of_field("deadline", slots.deadline, typed, today)


def poll_form(view: Json, today: date) -> PollForm:
    """The form for a new poll, as it was sent."""
    council_id, channel_id, seal = _metadata(view, council=int, channel=str, seal=str)
    values = view["state"]["values"]
    read = candidates(_typed(values, "candidates"), today)
    until = deadline(_typed(values, "deadline"), today)
    groups: frozenset[Group] = frozenset(one for one in GROUPS if one in _ticked(values, "groups"))
    if not groups:
        raise FormError({"groups": "尋ねる相手を選んでください。"})
    chosen = values.get("required", {}).get("value", {}).get("selected_options") or ()
    required = [one["value"] for one in chosen]
    new = NewPoll(
        council_id=council_id,
        channel_id=channel_id,
        title=_typed(values, "title") or "次回の会議",
        slots=read.slots,
        deadline_at=until.at,
        groups=groups,
        required=frozenset(int(one) for one in required if one.isdecimal()),
        venue=_typed(values, "venue"),
    )
    sealed = seal_of(new)
    return PollForm(
        new=new,
        notices=tuple(dict.fromkeys((*read.notices, *until.notices))),
        seal=sealed,
        is_agreed=seal == sealed,
    )


def seal_of(new: NewPoll) -> str:
    """What tells the days and the deadline that were shown from others."""
    shown = f"{new.slots}{new.deadline_at.isoformat()}"
    return hashlib.sha256(shown.encode()).hexdigest()[:16]


def reply_form(view: Json) -> ReplyForm:
    """The form for an answer, as it was sent."""
    poll_id, asked_id, version, on_behalf = _metadata(
        view, poll=int, asked=int, version=int, behalf=bool
    )
    over = json.loads(view["private_metadata"]).get("over")
    replies: dict[int, Reply] = {}
    values = view["state"]["values"]
    for block_id, field in values.items():
        # Named after the person too: Slack keeps what was chosen in a field of the same name.
        name, option_id, *_ = [*block_id.split("."), ""]
        if name == "option" and option_id.isdecimal():
            chosen: Reply | None = (field["value"].get("selected_option") or {}).get("value")
            if chosen is None or chosen not in get_args(Reply):
                raise FormError({block_id: "○ △ × のどれかを選んでください。"})
            replies[int(option_id)] = chosen
    new = NewReply(
        poll_id=poll_id,
        asked_id=asked_id,
        replies=replies,
        comment=_typed(values, "comment")[:LONGEST_COMMENT],
        version=version,
        over=over if isinstance(over, int) else None,
    )
    return ReplyForm(new=new, on_behalf=on_behalf)


def chosen_person(view: Json) -> tuple[int, int]:
    """For whom the secretariat wants to answer, in which poll."""
    [poll_id] = _metadata(view, poll=int)
    chosen = (view["state"]["values"]["person"]["value"].get("selected_option") or {}).get("value")
    if not chosen or not chosen.isdecimal():
        raise FormError({"person": "回答する方を選んでください。"})
    return poll_id, int(chosen)


def decision(view: Json) -> Decision:
    """Which option was chosen."""
    [poll_id] = _metadata(view, poll=int)
    agreed = json.loads(view["private_metadata"]).get("agreed")
    values = view["state"]["values"]
    chosen = (values["option"]["value"].get("selected_option") or {}).get("value")
    if not chosen or not chosen.isdecimal():
        raise FormError({"option": "開催日を選んでください。"})
    return Decision(
        poll_id=poll_id,
        option_id=int(chosen),
        venue=_typed(values, "venue"),
        agreed_to=agreed if isinstance(agreed, int) else None,
    )


def new_deadline(view: Json, today: date) -> tuple[int, datetime]:
    """Until when a poll is to be open."""
    [poll_id] = _metadata(view, poll=int)
    return poll_id, deadline(_typed(view["state"]["values"], "deadline"), today).at


def _of_field(field: str, read: Any, typed: str, today: date) -> Any:
    try:
        return read(typed, today)
    except UserError as error:
        raise FormError({field: error.sentence}) from error


def _metadata(view: Json, **wanted: type) -> list[Any]:
    try:
        kept = json.loads(view["private_metadata"])
        found = [kept[name] for name in wanted]
    except (KeyError, TypeError, ValueError):
        found = []
    if [type(value) for value in found] != list(wanted.values()):
        raise UserError("この画面は使えません。お手数ですが、閉じてもう一度開いてください。")
    return found


def _typed(values: Json, field: str) -> str:
    return text.clean(values.get(field, {}).get("value", {}).get("value") or "").strip()


def _ticked(values: Json, field: str) -> list[str]:
    return [one["value"] for one in values[field]["value"].get("selected_options") or ()]


_DEADLINE = re.compile(
    r"[、,。（(]?\s*(?:回答|返信)?の?(?:締め?切り?|〆切り?|期限)日?(?:は|[:：])?\s*"
)
