"""The note form as it comes back, and a message that was chosen for the minutes."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from handlers.errors import NotKept, UserError
from handlers.parse import said, slack_text, speakers
from store import text
from store.labels import Customs
from store.recordings import Line

CONTINUES = "continues"  # 前の発言者の続き
NAMED = "label:"

Json = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """A message of Slack's, chosen to be recorded; `link` leads back to it."""

    channel_id: str
    ts: str
    link: str | None = None

    @property
    def key(self) -> str:
        """What its recording is called, by whatever way it was recorded."""
        return f"message:{self.channel_id}:{self.ts}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """Words for the form's fields, taken apart as far as they could be."""

    typed: str = ""
    label: str | None = None
    real_name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteForm:
    """The form as it was filled in; `key` is this one sending of it, whoever repeats it.

    No label and no name: the speaker before goes on. Without a meeting only that was asked.
    """

    key: str
    meeting_id: int | None
    chosen_id: int | None
    turn: int
    message: Message | None
    item_id: int | None
    label: str | None
    other: str
    real_name: str
    typed: str


def form(view: Json) -> NoteForm:
    """The form as it stands, sent or not."""
    kept = _kept(view)
    values = {
        block_id.partition(".")[0]: next(iter(state.values()), {})
        for block_id, state in view["state"]["values"].items()
    }
    label = _chosen(values, "label") or CONTINUES
    return NoteForm(
        key=f"{window(view)}{view['hash']}",
        meeting_id=kept["meeting"],
        chosen_id=_number(_chosen(values, "meeting")),
        turn=kept["turn"],
        message=Message(**kept["message"]) if kept["message"] else None,
        item_id=_number(_chosen(values, "item")),
        label=None if label == CONTINUES else label.removeprefix(NAMED),
        other=_line(values, "other"),
        real_name=_line(values, "real"),
        typed=values.get("said", {}).get("value") or "",
    )


def lines(form: NoteForm, customs: Customs) -> said.Said:
    """What the form says: the chosen speaker begins, unless the words name their own."""
    found = said.lines(form.typed, customs)
    if form.other:
        chosen = speakers.speaker(form.other, customs)
        label, real_name = chosen.label, form.real_name or chosen.real_name
    else:
        label, real_name = form.label, form.real_name
    return replace(found, lines=tuple(_spoken(found.lines, label, real_name or None)))


def message(body: Json) -> tuple[Message, str]:
    """The message whose menu was used, and its words as Slack sends them."""
    chosen = body["message"]
    return Message(channel_id=body["channel"]["id"], ts=chosen["ts"]), chosen.get("text") or ""


def words(typed: str) -> str:
    """A message's words as they are typed in a field."""
    return slack_text.unmarked(slack_text.plain_of_message(text.clean(typed))).strip()


def apart(typed: str, customs: Customs) -> Words:
    """The speaker that words name at their head, and what is said; else the words as they are."""
    try:
        found = said.lines(typed, customs)
    except NotKept:
        return Words(typed=typed)  # said again, with the reason, when the form is sent
    first, *others = found.lines or (Line(body=""),)
    if not first.begins or found.off_record or any(one.begins for one in others):
        return Words(typed=typed)
    if any(one.kind != "remark" for one in others):
        return Words(typed=typed)
    return Words(
        typed="\n".join(line.body for line in found.lines),
        label=first.label,
        real_name=first.real_name or "",
    )


def window(view: Json) -> str:
    """What the keys of all that was recorded from a window begin with."""
    return f"view:{view['id']}:"


def _spoken(lines: Sequence[Line], label: str | None, real_name: str | None) -> list[Line]:
    """The lines up to where the words name a second speaker are the chosen one's."""
    spoken: list[Line] = []
    is_first = True
    for nth, line in enumerate(lines):
        if line.kind != "remark":
            spoken.append(line)
            continue
        if line.begins and not is_first:
            return [*spoken, *lines[nth:]]
        if is_first and not line.begins and label:
            line = replace(line, label=label, begins=True)
        spoken.append(replace(line, real_name=line.real_name or real_name))
        is_first = False
    return spoken


def _kept(view: Json) -> Json:
    """What the window knows of itself."""
    try:
        kept = json.loads(view.get("private_metadata") or "")
        return {name: kept[name] for name in ("meeting", "turn", "message")}
    except (KeyError, TypeError, ValueError) as error:
        raise UserError(
            "この画面は使えません。お手数ですが、閉じてもう一度開いてください。"
        ) from error


def _chosen(values: dict[str, Json], name: str) -> str:
    return (values.get(name, {}).get("selected_option") or {}).get("value") or ""


def _line(values: dict[str, Json], name: str) -> str:
    return " ".join(text.clean(values.get(name, {}).get("value") or "").split())


def _number(value: str) -> int | None:
    return int(value) if value.isascii() and value.isdecimal() and len(value) < 16 else None
