"""The form in which a remark is put right, and what it shows when somebody else was quicker."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from handlers.parse import remarks as parse
from handlers.parse.remarks import Seen, Wanted
from handlers.views import parts
from handlers.views import remarks as views
from handlers.views.parts import Block
from handlers.views.remark_fields import FIELD, pieces, radio, typed
from store.meetings import Meeting
from store.minutes import AgendaItem
from store.remarks import LastChange, Place

FORM = "remark_form"
WITHDRAW = "remarks.withdraw"
KEEP = "remarks.keep"

FIELDS = 6  # a window has room for more, and no clerk for it
SHORT = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """All the form shows: where the remark stands, what stands in the fields, what happened.

    Without `real_name` it is not asked for. `told` is what somebody else has done meanwhile.
    """

    meeting: Meeting
    items: Sequence[AgendaItem]
    place: Place
    real_name: str | None
    wanted: Wanted
    round: int = 0
    told: LastChange | None = None


def form(shown: Form) -> dict[str, Any]:
    """The remark as it stands, to be put right; after a conflict, one's own words beside it."""
    place = shown.place
    blocks = [*_told(shown), parts.context(views.where(shown.meeting, place, shown.items))]
    blocks += _body(shown)
    blocks += _border(shown)
    blocks += _speaker(shown)
    blocks += _item(shown)
    blocks += _real_name(shown)
    row = [views.history_button(place.id)]
    if place.stands:
        row.append(_withdraw_button(place))
    blocks.append(parts.buttons(row))
    seen = Seen(
        body=parse.fingerprint(place.body),
        label=place.label,
        item_id=place.agenda_item_id,
        real_name=parse.fingerprint(shown.real_name or ""),
    )
    return parts.modal(
        "発言を直す",
        blocks,
        callback_id=FORM,
        submit=_submit(shown),
        close="やめる" if place.stands else "取り消したままにする",
        private_metadata=parse.metadata(place.id, shown.round, seen, restores=not place.stands),
    )


def joined_meanwhile(shown: Form, into: int) -> dict[str, Any]:
    """The remark has gone on the one before it; one's own words are offered back."""
    blocks = [
        *views.who(shown.told),
        parts.plain(
            "この発言は前の発言の一部になったため、単独では直せません。あなたの文は次のとおりです。"
        ),
        *(views.quoted(piece) for piece in pieces(shown.wanted.body or shown.place.body)),
        parts.buttons([views.into_button(into)]),
    ]
    return parts.modal("発言を直す", blocks)


def shows_whole(body: str) -> bool:
    """Whether a text is short enough to be put right in a window."""
    return len(pieces(body)) <= FIELDS


def _submit(shown: Form) -> str:
    if not shown.place.stands:
        return "元に戻して、この文にする"
    elif shown.told:
        return "自分の文にする"
    else:
        return "記録する"


def _told(shown: Form) -> list[Block]:
    """What somebody else has done since the form was opened, beside what stands in it now."""
    if shown.told is None:
        return []
    blocks = views.who(shown.told)
    if not shown.place.stands:
        line = "下の文は、まだ記録していません。元に戻してこの文にするか、取り消したままにするかを選んでください。"
        return [*blocks, parts.plain(line), {"type": "divider"}]
    blocks.append(parts.context("相手の文（いまの会議録）"))
    blocks += [views.quoted(piece) for piece in pieces(shown.place.body)]
    blocks.append(
        parts.context(
            f"発言者　{parts.speaker(shown.place.label)}　議題　"
            f"{views.item_name(shown.items, shown.place.agenda_item_id)}"
        )
    )
    line = (
        "下にあるのがあなたの文で、まだ記録していません。"
        "このまま、または両方を合わせた文に直してから「自分の文にする」を押すか、「相手の文のままにする」を押してください。"
    )
    keep = parts.buttons([_keep_button(shown.place.id)])
    return [*blocks, parts.plain(line), keep, {"type": "divider"}]


def _body(shown: Form) -> list[Block]:
    body = shown.wanted.body
    if body is None:
        line = "この発言は長すぎて、Slack では本文を直せません。元のファイルを直して取り込み直してください。"
        return [parts.plain(line), views.quoted(shown.place.body)]
    cut = pieces(body)
    label = "あなたの文" if shown.told else "本文"
    return [
        typed(
            f"{parse.BODY}{nth}",
            label if len(cut) == 1 else f"{label}（{nth + 1}／{len(cut)}）",
            piece,
            shown.round,
            limit=FIELD,
            # The first field must say something; the others may be emptied.
            optional=nth > 0,
            multiline=True,
        )
        for nth, piece in enumerate(cut)
    ]


def _border(shown: Form) -> list[Block]:
    if shown.wanted.body is None or not shown.place.stands:
        return []
    choices = [("このまま", "as_is"), ("改行のところで、別々の発言に分ける", "at_lines")]
    if shown.place.before:
        excerpt = parts.cut(" ".join(shown.place.before.body.split()), SHORT)
        line = f"前の発言「{excerpt}」とつないで一つにする"
        choices.append((line, "with_previous"))
    hint = "分けるときは、本文の中の分けたいところで改行します。"
    return [radio(parse.BORDER, "発言の区切り", choices, shown.wanted.border, shown.round, hint)]


def _speaker(shown: Form) -> list[Block]:
    place = shown.place
    blocks = [
        typed(
            parse.LABEL,
            "発言者",
            shown.wanted.label or "",
            shown.round,
            limit=max(parse.LONGEST_NAME, len(place.label or "")),
            hint="会議録に印刷する名前です。例: 参加者、事務局",
        )
    ]
    choices = _scopes(place)
    if len(choices) > 1:
        hint = "名前を変えずに範囲を狭めると、同じ名前の別の人の発言として区切ります。"
        blocks.append(
            radio(parse.SCOPE, "発言者を直す範囲", choices, shown.wanted.scope, shown.round, hint)
        )
    return blocks


def _scopes(place: Place) -> list[tuple[str, str]]:
    if not place.stands:
        return []
    choices = [("この発言", "block")]
    if place.in_block > 1:
        choices = [(f"この人の続けての発言{place.in_block:,}件すべて", "block")]
        if 0 < place.at < place.in_block - 1:
            choices.append((f"この発言から後ろの{place.in_block - place.at:,}件", "onward"))
        choices.append(("この発言だけ", "alone"))
    if place.at == 0 and place.speaker_before:
        line = f"上の欄によらず、すぐ前の{parts.speaker(place.speaker_before.label)}と同じ人の続きにする"
        choices.append((line, "previous"))
    return choices


def _item(shown: Form) -> list[Block]:
    items = _around(shown.items, shown.place.agenda_item_id)
    if not items:
        return []
    options = [parts.option(f"{item.number} {item.title}".strip(), str(item.id)) for item in items]
    element = parts.menu("議題を選ぶ", "value", options)
    chosen = [option for option in options if option["value"] == str(shown.wanted.item_id)]
    if chosen:
        element["initial_option"] = chosen[0]
    block: Block = {
        "type": "input",
        "block_id": parse.field(parse.ITEM, shown.round),
        "optional": True,
        "label": {"type": "plain_text", "text": "議題"},
        "hint": {
            "type": "plain_text",
            "text": "前の議題に移すとその終わりに、後の議題に移すとその初めに入ります。",
        },
        "element": element,
    }
    onward = shown.place.onward
    if onward < 2 or not shown.place.stands:
        return [block]
    choices = [
        ("この発言だけ", "alone"),
        (f"この発言から後ろの、この議題の発言{onward:,}件すべて", "onward"),
    ]
    return [block, radio(parse.REACH, "議題を移す範囲", choices, shown.wanted.reach, shown.round)]


def _around(items: Sequence[AgendaItem], item_id: int | None) -> Sequence[AgendaItem]:
    """As many items as a menu takes, the remark's own among them."""
    at = next((nth for nth, item in enumerate(items) if item.id == item_id), 0)
    begin = max(0, min(at - parts.OPTIONS // 2, len(items) - parts.OPTIONS))
    return items[begin : begin + parts.OPTIONS]


def _real_name(shown: Form) -> list[Block]:
    if shown.real_name is None:
        return []
    return [
        typed(
            parse.REAL,
            "実際の発言者",
            shown.wanted.real_name,
            shown.round,
            limit=parse.LONGEST_NAME,
            hint="この会議体の担当者だけに見えます。会議録、検索、ファイル、履歴には出ません。",
        )
    ]


def _withdraw_button(place: Place) -> Block:
    value = {"remark": place.id, "v": place.version}
    button = parts.button("この発言を取り消す", WITHDRAW, value, style="danger")
    line = "会議録と検索から外します。入力中の内容は記録しません。あとで元に戻せます。"
    return button | {"confirm": views.confirm("この発言を取り消しますか", line, "取り消す")}


def _keep_button(remark_id: int) -> Block:
    button = parts.button("相手の文のままにする", KEEP, {"remark": remark_id})
    line = "あなたの文は記録しません。"
    return button | {"confirm": views.confirm("相手の文のままにしますか", line, "相手の文にする")}
