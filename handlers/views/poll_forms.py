"""The forms of a date poll that is under way: to answer, to choose for whom, to decide."""

import json
from collections.abc import Sequence
from typing import Any

from handlers.views import parts, polls
from handlers.views.parts import Block
from store.polls import Asked, NewReply, Poll, Reply, Tally

REPLY_FORM = "poll_reply_form"
PERSON_FORM = "poll_person_form"
DECIDE_FORM = "poll_decide_form"
DEADLINE_FORM = "poll_deadline_form"

REPLIES: dict[Reply, str] = {
    "yes": "○ 出席できます",
    "maybe": "△ 調整すれば出席できます",
    "no": "× 出席できません",
}
LONGEST_COMMENT = 500
GROUP = 100  # lines of a menu under one heading


def answer(
    poll: Poll,
    one: Asked,
    *,
    on_behalf: bool,
    instead: tuple[Asked, NewReply] | None = None,
) -> dict[str, Any]:
    """○ △ × for each day; `instead`: the answer by another hand that would be overwritten."""
    until = f"締切 {polls.moment(poll.deadline_at)}"
    blocks = [parts.plain(f"{poll.council} 日程調整（{poll.title}）"), parts.context(until)]
    if on_behalf:
        blocks.append(parts.plain(f"「{_name(one)}」さんの回答を、事務局が代わりに入力します。"))
    if instead:
        blocks += _both(poll, *instead)
    shown = instead[1].replies if instead else one.replies
    blocks += [_reply(nth, f"option.{option.id}.{one.id}", polls.full(option.slot), shown.get(option.id))
               for nth, option in enumerate(poll.options)]  # fmt: skip
    comment = parts.field(
        "備考", "comment", hint="事務局だけが見ます。例: 15時以降なら○", limit=LONGEST_COMMENT
    )
    comment["optional"] = True
    comment["element"]["multiline"] = True
    _fill(comment, instead[1].comment if instead else one.comment)
    version = instead[0].version if instead else one.version
    kept = {"poll": poll.id, "asked": one.id, "version": version, "behalf": on_behalf}
    return parts.modal(
        "代わりに回答" if on_behalf else "日程調整に回答",
        [*blocks, comment],
        callback_id=REPLY_FORM,
        submit="上書きする" if instead else "回答する",
        close="やめる",
        private_metadata=_kept(**kept, **({"over": version} if instead else {})),
    )


def person(poll: Poll, saved: str = "") -> dict[str, Any]:
    """For whom the secretariat answers; those who have not answered stand first."""
    told = f"未回答 {len(poll.unanswered):,}名／対象 {len(poll.asked):,}名"
    blocks = [parts.plain(saved)] if saved else []
    blocks.append(parts.context(told))
    answered = [one for one in poll.asked if one.has_replied]
    groups = [*_groups_of("未回答", poll.unanswered), *_groups_of("回答済み", answered)]
    element = {
        "type": "static_select",
        "action_id": "value",
        "placeholder": {"type": "plain_text", "text": "回答する方を選ぶ"},
        "option_groups": groups,
    }
    label = {"type": "plain_text", "text": "どなたの回答ですか"}
    blocks.append({"type": "input", "block_id": "person", "label": label, "element": element})
    return parts.modal(
        "代わりに回答",
        blocks,
        callback_id=PERSON_FORM,
        submit="次へ",
        private_metadata=_kept(poll=poll.id),
    )


def decide(
    poll: Poll,
    tallies: Sequence[Tally],
    best: Tally | None,
    *,
    chosen: Tally | None = None,
    warnings: Sequence[str] = (),
) -> dict[str, Any]:
    """Which day it is to be; `warnings`: what speaks against the one that was chosen."""
    blocks = [parts.plain(polls.recommended(best, tallies))]
    if chosen and warnings:
        asks = "それでもこの日に決める場合は、もう一度「それでもこの日に決める」を押してください。"
        blocks = [parts.plain("\n".join([polls.full(chosen.option.slot), *warnings, asks]))]
    blocks += polls.lines(tallies)
    options = [parts.option(polls.full(one.option.slot), str(one.option.id)) for one in tallies]
    element = parts.menu("開催日を選ぶ", "value", options)
    initial = chosen or best
    if initial:
        element["initial_option"] = options[tallies.index(initial)]
    label = {"type": "plain_text", "text": "開催日"}
    venue = parts.field("場所", "venue", hint="まだ決まっていなければ、空欄のままにします。")
    venue["optional"] = True
    _fill(venue, poll.venue)
    note = "決めると、会議の予定とお知らせが登録され、チャンネルに知らせます。"
    blocks += [
        {"type": "input", "block_id": "option", "label": label, "element": element},
        venue,
        parts.context(note),
    ]
    agreed = {"agreed": chosen.option.id} if chosen and warnings else {}
    return parts.modal(
        "開催日を決める",
        blocks,
        callback_id=DECIDE_FORM,
        submit="それでもこの日に決める" if agreed else "この日に決める",
        close="やめる",
        private_metadata=_kept(poll=poll.id, **agreed),
    )


def deadline(poll: Poll) -> dict[str, Any]:
    """Until when the poll is to be open."""
    field = parts.field("新しい締切", "deadline", hint="例: 12/8 17:00")
    now = f"今の締切は{polls.moment(poll.deadline_at)}です。"
    return parts.modal(
        "締切を変える",
        [parts.context(now), field],
        callback_id=DEADLINE_FORM,
        submit="締切を変える",
        close="やめる",
        private_metadata=_kept(poll=poll.id),
    )


def _both(poll: Poll, kept: Asked, wanted: NewReply) -> list[Block]:
    by = "事務局が代理入力した" if kept.on_behalf else "ご本人が入力した"
    at = polls.moment(kept.replied_at) if kept.replied_at else ""
    who = parts.mrkdwn(f"入力した方: <@{(kept.replied_by or '').removeprefix('slack:')}>")
    lines = [
        f"すでに、{by}回答があります（{at}）。上書きしてよければ「上書きする」を押してください。"
    ]
    for nth, option in enumerate(poll.options):
        before = polls.SIGNS[kept.replies.get(option.id)]
        after = polls.SIGNS[wanted.replies.get(option.id)]
        changed = f"{before} → {after}" if before != after else before
        lines.append(f"{polls.NUMBERS[nth]} {polls.short(option.slot)}　{changed}")
    if kept.comment != wanted.comment:
        lines.append(f"備考　{kept.comment or 'なし'} → {wanted.comment or 'なし'}")
    return [parts.plain("\n".join(lines)), who]


def _reply(nth: int, block_id: str, day: str, said: Reply | None) -> Block:
    options = [parts.option(text, reply) for reply, text in REPLIES.items()]
    element = parts.menu("選んでください", "value", options)
    if said:
        element["initial_option"] = options[list(REPLIES).index(said)]
    label = {"type": "plain_text", "text": f"{polls.NUMBERS[nth]} {day}"}
    return {"type": "input", "block_id": block_id, "label": label, "element": element}


def _groups_of(label: str, people: Sequence[Asked]) -> list[Block]:
    return [
        {
            "label": {"type": "plain_text", "text": label if not start else f"{label}（続き）"},
            "options": [parts.option(_name(one), str(one.id)) for one in some],
        }
        for start in range(0, len(people), GROUP)
        if (some := people[start : start + GROUP])
    ]


def _name(one: Asked) -> str:
    return one.name if one.title in ("", "委員") else f"{one.title} {one.name}"


def _fill(field: Block, typed: str) -> None:
    if typed:
        field["element"]["initial_value"] = typed[: field["element"]["max_length"]]


def _kept(**values: Any) -> str:
    return json.dumps(values, separators=(",", ":"))
