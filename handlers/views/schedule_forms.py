"""The windows of the schedule: a meeting filled in, what was understood, calling off, the notice."""

import json
from collections.abc import Sequence
from typing import Any

from handlers.views import dates, parts
from handlers.views import schedule as views
from handlers.views.parts import Block
from handlers.views.schedule import Read
from store.formats.notice import EVERYBODY
from store.meetings import Meeting
from store.schedule import Draft, Idea, NewMaterial, Scheduled

FORM = "schedule_form"
CONFIRM_FORM = "schedule_confirm"
CANCEL_FORM = "schedule_cancel"
NOTICE_FORM = "schedule_notice"

EACH = "each"  # a letter for each member
NAMES = 98  # of Slack's 100 options, two are 委員各位 and 委員ごとに

Json = dict[str, Any]


def form(
    council: str, draft: Draft, title: str, ideas: Sequence[Idea], absent: Sequence[str]
) -> Json:
    """A meeting to be filled in, or to be changed; what is known stands there already."""
    slot = draft.slots[0] if draft.slots else None
    words = _text(
        "日時（ことばで）", "words", "",
        "例: 12/16 18時半～20時、来月第3水曜 午後6時半から1時間、毎月第2火曜 18:30から1時間半 6回。"
        "ここに入力すると、下の開催日と時刻の欄より優先します。",
    )  # fmt: skip
    clocks = (slot.starts_at, slot.ends_at) if slot else (None, None)
    blocks: list[Block] = [
        parts.context(f"{council}　{title}".strip()),
        words,
        _picker("開催日", "day", "datepicker", slot.day.isoformat() if slot else None),
        *(
            _picker(label, name, "timepicker", f"{at:%H:%M}" if at is not None else None)
            for label, name, at in zip(
                ("開始時刻", "終了時刻（24:00までは 00:00）"), ("starts_at", "ends_at"), clocks,
                strict=True,
            )
        ),
        _text("場所", "venue", draft.venue or "", "例: 市民文化会館 第2会議室"),
        _text(
            "議題", "agenda", "\n".join(draft.agenda or ()),
            "1行に1件。番号は自動で付きます。開会・その他・閉会は入力しなくて構いません。",
            lines=True,
        ),
        *_ideas(ideas),
        _text(
            "資料", "materials", "\n".join(map(_material, draft.materials or ())),
            "1行に1件。「資料1」は自動で付きます。Slackのファイルのリンクを行の終わりに貼れます。",
            lines=True,
        ),
    ]  # fmt: skip
    if absent:
        blocks.append(parts.context(f"前回欠席の委員: {'、'.join(absent[:30])}"))
    about = {"council": draft.council_id, "meeting": draft.meeting_id, "version": draft.version}
    return parts.modal(
        "会議の予定", blocks, callback_id=FORM, submit="確認する", close="やめる",
        private_metadata=json.dumps(about),
    )  # fmt: skip


def _material(material: NewMaterial) -> str:
    return " ".join(filter(None, (material.name, material.permalink)))


def _ideas(ideas: Sequence[Idea]) -> list[Block]:
    if not ideas:
        return []
    options = [parts.option(one.title, one.key) for one in ideas]
    return [
        {
            "type": "input",
            "block_id": "ideas",
            "optional": True,
            "label": {"type": "plain_text", "text": "前回から議題に加えるもの"},
            "hint": {
                "type": "plain_text",
                "text": "前回の宿題と、事務局の発言から拾った候補です。選んだものだけ加えます。",
            },
            "element": {"type": "checkboxes", "action_id": "value", "options": options},
        }
    ]


def _text(label: str, block_id: str, value: str, hint: str, *, lines: bool = False) -> Block:
    block = parts.field(label, block_id, hint=hint, limit=parts.SECTION if lines else 200)
    block["optional"] = True
    element = block["element"]
    if value:
        element["initial_value"] = parts.cut(value, element["max_length"])
    if lines:
        element["multiline"] = True
    return block


def _picker(label: str, block_id: str, kind: str, value: str | None) -> Block:
    element: Block = {"type": kind, "action_id": "value"}
    if value:
        element["initial_date" if kind == "datepicker" else "initial_time"] = value
    return {
        "type": "input",
        "block_id": block_id,
        "optional": True,
        "label": {"type": "plain_text", "text": label},
        "element": element,
    }


def confirm(council: str, draft: Draft, read: Sequence[Read], draft_id: int) -> Json:
    """What was understood, over the form; closed, the form is there as it was filled in."""
    deed = "変更" if draft.meeting_id else "登録"
    return parts.modal(
        "内容の確認",
        [
            parts.plain(f"次のとおり{deed}します。"),
            *views.understood_blocks(council, draft, read),
        ],
        callback_id=CONFIRM_FORM,
        submit=f"{deed}する",
        close="直す",
        private_metadata=str(draft_id),
    )


def not_kept(sentence: str) -> Json:
    """Why nothing was kept; closed, the form is there as it was filled in."""
    return parts.modal("登録していません", [parts.plain(sentence)], close="戻る")


def cancel(ahead: Sequence[Meeting], chosen: Meeting, reason: str) -> Json:
    """Which meeting is called off, and why."""
    options = [
        parts.option(f"{one.title}　{dates.day(one.held_on)}", str(one.id)) for one in ahead
    ][: parts.OPTIONS]
    mine = parts.option(f"{chosen.title}　{dates.day(chosen.held_on)}", str(chosen.id))
    if mine not in options:
        options = [mine, *options[: parts.OPTIONS - 1]]
    element = parts.menu("会議を選ぶ", "value", options) | {"initial_option": mine}
    why = parts.field("中止の理由", "reason", hint="チャンネルのお知らせに出ます。例: 大雪のため")
    if reason:
        why["element"]["initial_value"] = reason[:200]
    blocks = [
        parts.context(chosen.council),
        {
            "type": "input",
            "block_id": "meeting",
            "label": {"type": "plain_text", "text": "中止する会議"},
            "element": element,
        },
        why,
        parts.context(
            "予定していたお知らせも取り消します。第N回の番号は、後の会議が繰り上がります。"
        ),
    ]
    return parts.modal(
        "会議の中止", blocks, callback_id=CANCEL_FORM, submit="中止にする", close="やめる",
        private_metadata=str(chosen.council_id),
    )  # fmt: skip


def notice(scheduled: Scheduled, names: Sequence[tuple[int, str]]) -> Json:
    """To whom the notice is addressed."""
    options = [parts.option(EVERYBODY, "all")]
    if names:
        options.append(parts.option(f"委員ごとに1枚ずつ（{len(names)}名）", EACH))
    options += [parts.option(f"{name} 様", str(key)) for key, name in names[:NAMES]]
    element = parts.menu("宛名を選ぶ", "value", options) | {"initial_option": options[0]}
    blocks = [
        parts.plain(f"{scheduled.meeting.name}\n{views.when(scheduled.slot)}"),
        {
            "type": "input",
            "block_id": "addressee",
            "label": {"type": "plain_text", "text": "宛名"},
            "element": element,
            "hint": {
                "type": "plain_text",
                "text": "日付は今日、文書番号は空欄です。ファイルはダイレクトメッセージに届きます。",
            },
        },
    ]
    return parts.modal(
        "開催通知", blocks, callback_id=NOTICE_FORM, submit="つくる", close="やめる",
        private_metadata=str(scheduled.meeting.id),
    )  # fmt: skip


def as_draft(scheduled: Scheduled) -> Draft:
    """A meeting as its form shows it."""
    return Draft(
        council_id=scheduled.meeting.council_id,
        meeting_id=scheduled.meeting.id,
        version=scheduled.version,
        slots=(scheduled.slot,),
        venue=scheduled.meeting.venue,
        agenda=scheduled.agenda,
        materials=scheduled.materials,
    )
