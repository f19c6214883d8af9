"""The windows of the roll: all members a page at a time, a proxy's name, what the absent told."""

from collections.abc import Sequence
from typing import Any

from handlers.views import parts
from handlers.views.attendance import choices
from handlers.views.parts import Block
from store.attendance import Entry, Excuse
from store.formats.document import Attendee
from store.meetings import Meeting

FORM = "attendance_form"
OWN_FORM = "attendance_own_form"
PROXY_FORM = "attendance_proxy_form"
DETAILS_FORM = "attendance_details_form"
PICKED = "attendance.picked"

# A window has a hundred blocks; the officers and the heading take some.
PAGE = 90


def form(
    meeting: Meeting, entries: Sequence[Entry], officers: Sequence[Attendee], page: int
) -> dict[str, Any]:
    """The roll, a page of members at a time; the officers stand on the last."""
    pages = max(1, -(-len(entries) // PAGE))
    page = min(page, pages)
    here = entries[(page - 1) * PAGE : page * PAGE]
    told = meeting.name if pages == 1 else f"{meeting.name}　{page}／{pages}ページ"
    blocks = [parts.context(told)]
    if not entries:
        blocks.append(
            parts.plain("委員の名簿がありません。「/council members」で委員を登録できます。")
        )
    blocks += [_member(meeting, one) for one in here]
    if page == pages:
        blocks.append(_officers(officers))
    return parts.modal(
        "出欠",
        blocks,
        callback_id=FORM,
        submit="保存する" if page == pages else "保存して次へ",
        close="やめる",
        private_metadata=f"{meeting.id}:{page}:{pages}",
    )


def own_form(meeting: Meeting, one: Entry) -> dict[str, Any]:
    """A member's own answer."""
    told = (
        f"{meeting.name}へのご出欠をお答えください。欠席のご事情は、事務局に直接お知らせください。"
    )
    return parts.modal(
        "出欠のご回答",
        [parts.context(told), _member(meeting, one)],
        callback_id=OWN_FORM,
        submit="答える",
        close="やめる",
        private_metadata=f"{meeting.id}:1:1",
    )


def _member(meeting: Meeting, one: Entry) -> Block:
    options = [parts.option(text, status) for status, text in choices(meeting, one).items()]
    menu = parts.menu("出欠を選ぶ", "value", options)
    menu["initial_option"] = next(o for o in options if o["value"] == one.status)
    name = f"{one.title} {one.name}" if one.title else one.name
    return {
        "type": "input",
        # What was there when the window opened: only what is chosen anew is saved.
        "block_id": f"member.{one.person_id}.{one.status}.{one.version}",
        "label": {"type": "plain_text", "text": parts.cut(name, 150), "emoji": False},
        "element": menu,
    }


def _officers(officers: Sequence[Attendee]) -> Block:
    written = "\n".join(f"{one.title or ''} {one.name}".strip() for one in officers)
    hint = "1行に1人ずつ、部課職と氏名を入力します。例: 福祉部福祉課主査 鈴木 学"
    field = parts.field("出席した職員", "officers", hint=hint, limit=parts.SECTION)
    field["optional"] = True
    field["element"]["multiline"] = True
    if written:
        field["element"]["initial_value"] = written[: parts.SECTION]
    return field


def proxy_form(meeting: Meeting, one: Entry) -> dict[str, Any]:
    """Who came in a member's place."""
    hint = "会議録に「(代理 …)」と印刷します。"
    field = parts.field("代理の方の氏名", "proxy", hint=hint, limit=50)
    field["optional"] = True
    if one.proxy_name:
        field["element"]["initial_value"] = one.proxy_name
    return parts.modal(
        "代理出席",
        [parts.context(f"{meeting.name}　{one.name}さんの代理"), field],
        callback_id=PROXY_FORM,
        submit="保存する",
        close="やめる",
        private_metadata=f"{meeting.id}:{one.person_id}",
    )


def details_form(
    meeting: Meeting, one: Entry | None, told: Excuse | None, others: Sequence[Entry]
) -> dict[str, Any]:
    """What an absent member told; without a member, first who."""
    blocks = [parts.context(f"{meeting.name}　事務局の担当者だけに見えます。")]
    if one is None:
        options = [
            parts.option(other.name, f"{meeting.id}:{other.person_id}")
            for other in others[: parts.OPTIONS]
        ]
        if not options:
            blocks.append(parts.plain("欠席の方はいません。先に「欠席」と記録してください。"))
            return parts.modal("欠席の届け・意見書", blocks)
        menu = parts.menu("どなたの届けですか", PICKED, options)
        blocks.append(parts.plain("欠席した方", menu))
        if len(others) > parts.OPTIONS:
            blocks.append(
                parts.context(
                    f"欠席の方は{len(others):,}名います。ここにない方は「/attendance absent 氏名 理由」で記録します。"
                )
            )
        return parts.modal("欠席の届け・意見書", blocks)
    blocks += [_excused(told), _line("理由", "reason", told.reason if told else "", 200)]
    opinion = _line("書面による意見", "opinion", told.opinion if told else "", parts.SECTION)
    opinion["element"]["multiline"] = True
    return parts.modal(
        f"{one.name}さん",
        [*blocks, opinion],
        callback_id=DETAILS_FORM,
        submit="保存する",
        close="やめる",
        private_metadata=f"{meeting.id}:{one.person_id}",
    )


def _excused(told: Excuse | None) -> Block:
    options = [parts.option("欠席の届けがあった", "yes")]
    element: Block = {"type": "checkboxes", "action_id": "value", "options": options}
    if told and told.is_excused:
        element["initial_options"] = options
    return {
        "type": "input",
        "block_id": "excused",
        "optional": True,
        "label": {"type": "plain_text", "text": "届け"},
        "element": element,
    }


def _line(label: str, block_id: str, value: str, limit: int) -> Block:
    field = parts.field(label, block_id, limit=limit)
    field["optional"] = True
    if value:
        field["element"]["initial_value"] = value[:limit]
    return field
