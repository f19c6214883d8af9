"""How a live meeting looks: the one message it is steered by, its windows, and what is told."""

from collections.abc import Sequence
from dataclasses import dataclass

from handlers.views import notes, parts
from handlers.views.dates import sitting
from handlers.views.minutes import DISCLOSURES
from handlers.views.parts import Block, Message
from store.formats.document import ENTRIES
from store.live import Break, Item
from store.meetings import Meeting

NEXT = "live.next"
ROLL = "live.roll"
END = "live.end"
MENU = "live.menu"

HOW = (
    "このメッセージのスレッドに打った文が、1行ずつ発言として記録されます。"
    "「参加者: …」「事務局: …」で発言者が替わり、付けなければ前の人の続きです。"
    "「決定:」「宿題: 担当 期限」「情報:」「前回欠席:」も使えます。「オフレコ:」の行はどこにも残しません。"
)


AFTERWARDS = "会議録を確定するまでは、このスレッドに打ち足した文も記録されます。"


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """All the control message tells; no thread: Slack has not taken it yet."""

    meeting: Meeting
    items: Sequence[Item]
    current_id: int | None
    breaks: Sequence[Break]
    entries: Sequence[tuple[str, str]]
    is_over: bool

    @property
    def is_broken_off(self) -> bool:
        """Whether there is a break just now."""
        return any(one.ended is None for one in self.breaks)


# --- The control message


def control(shown: Shown) -> Message:
    """The one message in the channel: where the meeting is, and what can be done."""
    meeting = shown.meeting
    told = f"{_closed(meeting)}{meeting.name}　{_state(shown)}"
    blocks = [parts.heading(parts.cut(f"{_closed(meeting)}{meeting.name}", parts.HEADER))]
    blocks.append(parts.plain(f"{_state(shown)}\n{_agenda(shown)}"))
    blocks.append(parts.context(_counts(shown)))
    if shown.is_over:
        blocks.append(parts.context(AFTERWARDS))
    else:
        blocks += [parts.context(HOW), _controls(shown)]
    return {"text": parts.cut(parts.escape(told), parts.SECTION), "blocks": blocks}


def _closed(meeting: Meeting) -> str:
    return {"closed": "【非公開】", "partly_closed": "【一部非公開】"}.get(meeting.disclosure, "")


def _state(shown: Shown) -> str:
    meeting = shown.meeting
    if shown.is_over:
        return f"閉会しました　{sitting(meeting.held_on, meeting.starts_at, meeting.ends_at)}"
    begun = f"{meeting.starts_at:%H:%M}開会" if meeting.starts_at else "開会"
    resting = next((one for one in shown.breaks if one.ended is None), None)
    if resting:
        return f"休憩しています（{resting.began}から）　{begun}"
    current = next((item for item in shown.items if item.id == shown.current_id), None)
    return f"いまの議題: {current.name}　{begun}" if current else begun


def _agenda(shown: Shown) -> str:
    """済 1 開会, いま 2(1) …: each item with what was said under it."""
    ids = [item.id for item in shown.items]
    at = ids.index(shown.current_id) if shown.current_id in ids else -1
    lines = []
    for place, item in enumerate(shown.items):
        if shown.is_over or place < at:
            mark = "済　"
        elif place == at:
            mark = "いま"
        else:
            mark = "　　"
        said = f"　{item.remarks:,}件" if item.remarks else ""
        lines.append(f"{mark}　{'　' * (item.depth - 1)}{item.own} {item.title}{said}")
    return parts.cut("\n".join(lines), parts.SECTION - 300)


def _counts(shown: Shown) -> str:
    told = [f"発言{shown.meeting.remarks:,}件"]
    for kind, name in ENTRIES.items():
        found = sum(one == kind for one, _ in shown.entries)
        told += [f"{name}{found:,}件"] if found else []
    told += [f"休憩 {one.began}～{one.ended}" for one in shown.breaks if one.ended]
    told.append(DISCLOSURES.get(shown.meeting.disclosure, "公開・非公開は未定"))
    return "　".join(told)


def _controls(shown: Shown) -> Block:
    meeting = shown.meeting
    value = {"meeting": meeting.id}
    name = meeting.title
    resting = ("resume", "再開する") if shown.is_broken_off else ("break", "休憩に入る")
    options = (resting, ("agenda", "次第を直す"), ("disclosure", "公開・非公開を決める"))
    menu: Block = {
        "type": "overflow",
        "action_id": MENU,
        "options": [parts.option(text, f"{deed}:{meeting.id}") for deed, text in options],
    }
    return parts.buttons(
        [
            parts.button("議題を進める", NEXT, value, spoken=f"{name}の議題を進める"),
            notes.open_button(meeting),
            parts.button("出欠", ROLL, value, spoken=f"{name}の出欠"),
            parts.button("閉会", END, value, spoken=f"{name}を閉会する"),
            menu,
        ]
    )
