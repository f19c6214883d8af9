"""The windows of a live meeting: its agenda, and whether the public may attend."""

from typing import Any

from handlers.views import parts
from handlers.views.minutes import DISCLOSURES
from handlers.views.parts import Block
from store.meetings import Meeting

AGENDA_FORM = "live_agenda_form"
DISCLOSURE_FORM = "live_disclosure_form"


def agenda_form(meeting: Meeting, written: str) -> dict[str, Any]:
    """The agenda, one item on a line."""
    field = parts.field(
        "次第",
        "agenda",
        hint="1行に1つずつ。「(1)」で始めるか字下げした行は、上の議題の中の議題になります。"
        "発言を記録した議題は、名前を直せますが、消すことはできません。",
        limit=parts.SECTION,
    )
    field["element"] |= {"multiline": True, "initial_value": written}
    return parts.modal(
        "次第を直す",
        [parts.context(meeting.name), field],
        callback_id=AGENDA_FORM,
        submit="保存する",
        close="やめる",
        private_metadata=str(meeting.id),
    )


def disclosure_form(meeting: Meeting) -> dict[str, Any]:
    """Whether the public may attend, and on what ground not."""
    options = [parts.option(text, name) for name, text in DISCLOSURES.items()]
    chosen = next((one for one in options if one["value"] == meeting.disclosure), None)
    element: Block = {"type": "radio_buttons", "action_id": "value", "options": options}
    radio = {
        "type": "input",
        "block_id": "disclosure",
        "label": {"type": "plain_text", "text": "会議の公開・非公開"},
        "element": element | ({"initial_option": chosen} if chosen else {}),
    }
    hint = "会議録に印刷します。例: 霧浜市情報公開条例第7条第4号に該当するため"
    ground = parts.field("非公開の理由", "ground", hint=hint)
    ground["optional"] = True
    if meeting.disclosure_ground:
        ground["element"]["initial_value"] = meeting.disclosure_ground[:200]
    return parts.modal(
        "公開・非公開",
        [parts.context(meeting.name), radio, ground],
        callback_id=DISCLOSURE_FORM,
        submit="保存する",
        close="やめる",
        private_metadata=str(meeting.id),
    )
