"""The form in which a date poll begins, with what was understood of it."""

import json
from collections.abc import Sequence
from typing import Any

from handlers.views import parts, polls
from handlers.views.parts import Block
from store.members import Member
from store.polls import NewPoll

FORM = "poll_form"

GROUPS = {
    "members": "委員（会長・副会長を含む全員）",
    "leaders": "会長・副会長だけ",
    "officers": "職員（名簿にある事務局など）",
}
SHOWN = 2_900
GROUP = 100  # lines of a menu under one heading


def begin(
    council_id: int,
    council: str,
    channel_id: str,
    members: Sequence[Member],
    *,
    candidates: str = "",
    deadline: str = "",
    understood: NewPoll | None = None,
    told: Sequence[str] = (),
    seal: str = "",
) -> dict[str, Any]:
    """The form for a new poll; `understood` is what would begin, with what to be told of it."""
    blocks = [parts.context(f"{council}の委員の名簿: {len(members):,}名")]
    if understood:
        blocks += _understood(understood, told)
    typed = parts.field(
        "候補日", "candidates", hint="1行に1つずつ、または「12/14-18 の午後」のように入力します。20件まで。",
        limit=1000,
    )  # fmt: skip
    typed["element"]["multiline"] = True
    _fill(typed, candidates)
    until = parts.field("回答の締切", "deadline", hint="例: 12/5 17:00（時刻がなければ17:00まで）")
    _fill(until, deadline)
    title = parts.field("何の日程か", "title", limit=60)
    _fill(title, "次回の会議")
    venue = parts.field("場所（決まっていれば）", "venue")
    venue["optional"] = True
    blocks += [typed, until, title, _groups(), *_required(members), venue]
    return parts.modal(
        "日程調整を始める",
        blocks,
        callback_id=FORM,
        submit="この内容で始める" if understood else "内容を確かめる",
        close="やめる",
        private_metadata=json.dumps({"council": council_id, "channel": channel_id, "seal": seal}),
    )


def _understood(new: NewPoll, told: Sequence[str]) -> list[Block]:
    days = [f"{polls.NUMBERS[nth]} {polls.full(slot)}" for nth, slot in enumerate(new.slots)]
    until = f"締切　{polls.moment(new.deadline_at)}"
    asks = "次のように読み取りました。よければ「この内容で始める」を押してください。"
    blocks = [parts.plain("\n".join([asks, *days, until])[:SHOWN])]
    if told:
        blocks.append(parts.context("\n".join(told)))
    return blocks


def _groups() -> Block:
    options = [parts.option(text, group) for group, text in GROUPS.items()]
    return {
        "type": "input",
        "block_id": "groups",
        "label": {"type": "plain_text", "text": "尋ねる相手"},
        "element": {
            "type": "checkboxes",
            "action_id": "value",
            "options": options,
            "initial_options": options[:1],
        },
    }


def _required(members: Sequence[Member]) -> list[Block]:
    if not members:
        return []
    groups = [
        {
            "label": {"type": "plain_text", "text": f"{start + 1}～{start + len(some)}人目"},
            "options": [parts.option(_label(one), str(one.person_id)) for one in some],
        }
        for start in range(0, len(members), GROUP)
        if (some := members[start : start + GROUP])
    ]
    element = {
        "type": "multi_static_select",
        "action_id": "value",
        "placeholder": {"type": "plain_text", "text": "いなければ選ばない"},
        "option_groups": groups,
    }
    label = {"type": "plain_text", "text": "必ず出席してほしい方"}
    return [
        {
            "type": "input",
            "block_id": "required",
            "optional": True,
            "label": label,
            "element": element,
        }
    ]


def _label(member: Member) -> str:
    told = f"{member.role} {member.name}" if member.role != "委員" else member.name
    return f"{told}（{member.affiliation}）" if member.affiliation else told


def _fill(field: Block, typed: str) -> None:
    if typed:
        field["element"]["initial_value"] = typed[: field["element"]["max_length"]]
