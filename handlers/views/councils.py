"""How councils, their channels and their secretariat look."""

from collections.abc import Iterable, Sequence
from typing import Any

from handlers.views import parts
from handlers.views.parts import Message
from store.councils import Council

FORM = "council_form"
NAME = "name"
BIND = "bind"
BIND_HERE = "council.bind_here"
STAFF = "council.staff"
APPOINT = "council.appoint"
DISMISS = "council.dismiss"

MOST_CHOICES = 20


def bound(council: Council, before: Council | None = None) -> Message:
    """This channel is the council's; which council's it was until now, if another's."""
    told = f"このチャンネルは「{council.name}」に結び付いています。"
    if before and before != council:
        told += f"「{before.name}」との結び付きは外しました。"
    return parts.sentence(told)


def unbound(choices: Sequence[Council]) -> Message:
    """This channel is nobody's; the councils that the person may bind to it."""
    told = "このチャンネルは、まだどの会議体にも結び付いていません。"
    if choices:
        advice = "結び付ける会議体を選んでください。"
    else:
        advice = "会議体の担当者か管理者が 「/council here 会議体の名前」 で結び付けられます。"
    return parts.message(told + advice, [parts.plain(told + advice), *_choices(choices, BIND_HERE)])


def which(choices: Sequence[Council]) -> Message:
    """More than one council may be meant."""
    told = (
        "どの会議体のことでしょうか。"
        "このチャンネルを会議体に結び付けるには 「/council here 会議体の名前」 と入力します。"
    )
    return parts.message(told, [parts.plain(told), *_choices(choices, STAFF)])


def form(*, name: str, channel_id: str) -> dict[str, Any]:
    """The form for a new council."""
    option = {
        "text": {"type": "plain_text", "text": "このチャンネルを会議体に結び付ける"},
        "value": "bind",
    }
    field = parts.field(
        "会議体の名前",
        NAME,
        hint="会議録に印刷されるとおりに入力します。例: 地域福祉推進懇話会",
    )
    if name:
        field["element"]["initial_value"] = name[:200]
    checkbox = {
        "type": "input",
        "block_id": BIND,
        "optional": True,
        "label": {"type": "plain_text", "text": "チャンネル"},
        "element": {
            "type": "checkboxes",
            "action_id": "value",
            "options": [option],
            "initial_options": [option],
        },
    }
    return parts.modal(
        "会議体の登録",
        [field, checkbox],
        callback_id=FORM,
        submit="登録する",
        close="やめる",
        private_metadata=channel_id,
    )


def created(council: Council, *, is_bound: bool) -> dict[str, Any]:
    """The council is kept."""
    told = f"会議体「{council.name}」を登録し、あなたを担当者にしました。"
    if is_bound:
        told += "チャンネルにも結び付けました。"
    return {"text": parts.escape(told)}


def councils(listed: Iterable[tuple[Council, list[str]]]) -> Message:
    """Every council with its channels."""
    lines = [
        f"• {parts.escape(council.name)}　{' '.join(f'<#{c}>' for c in channels) or '（チャンネルなし）'}"
        for council, channels in listed
    ]
    if not lines:
        return parts.sentence(
            "会議体がまだ登録されていません。管理者が 「/council new」 で登録できます。"
        )
    told = f"会議体は{len(lines):,}件あります"
    chunks = ["\n".join(lines[start : start + 20]) for start in range(0, len(lines), 20)]
    return parts.message(told, [parts.plain(told), *map(parts.mrkdwn, chunks[:45])])


def staff(council: Council, people: Sequence[str], *, may_manage: bool) -> Message:
    """Who belongs to the council's secretariat; who may, can change it here."""
    told = f"「{council.name}」の担当者は{len(people)}名です"
    if not people:
        told = f"「{council.name}」の担当者は、まだ決まっていません"
    blocks = [parts.plain(told)]
    for user_id in people[:40]:
        value = {"council": council.id, "user": user_id}
        out = parts.button("担当から外す", DISMISS, value) if may_manage else None
        blocks.append(parts.mrkdwn(f"<@{user_id}>", out))
    if may_manage:
        blocks.append(
            {
                "type": "actions",
                "block_id": f"{APPOINT}.{council.id}",
                "elements": [
                    {
                        "type": "users_select",
                        "action_id": APPOINT,
                        "placeholder": {"type": "plain_text", "text": "担当者に加える人を選ぶ"},
                    }
                ],
            }
        )
    return parts.message(told, blocks)


def _choices(choices: Sequence[Council], action_id: str) -> list[parts.Block]:
    row = [
        parts.button(council.name, f"{action_id}.{council.id}", {"council": council.id})
        for council in choices[:MOST_CHOICES]
    ]
    return [parts.buttons(row)] if row else []
