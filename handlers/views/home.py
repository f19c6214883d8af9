"""How the Home tab looks: the meetings being written up, and what one recorded last."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from handlers.views import minutes as minutes_views
from handlers.views import notes as note_views
from handlers.views import parts
from handlers.views import remarks as remark_views
from handlers.views import search as search_views
from handlers.views.dates import sitting
from handlers.views.parts import Block
from store.meetings import Meeting
from store.recordings import Recording

PAGE = "home.page"
TAKE_BACK = "home.take_back"
PUT_BACK = "home.put_back"

MEETINGS = 5
RECORDINGS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """What lies on a secretary's desk: a page of the meetings, a page of their own recordings."""

    meetings: Sequence[tuple[Meeting, int]]  # each with the number of its memos
    meetings_total: int
    recordings: Sequence[tuple[Recording, Meeting]]
    recordings_total: int
    pages: tuple[int, int] = (1, 1)


def secretary(desk: Desk) -> dict[str, Any]:
    """Home of somebody who serves a council."""
    blocks = [parts.heading("いまの会議")]
    for meeting, memos in desk.meetings:
        blocks += _meeting(meeting, memos)
    if not desk.meetings:
        blocks.append(parts.plain("発言を記録できる会議はありません。"))
    blocks += _pager("meetings", 0, desk, desk.meetings_total, MEETINGS)
    blocks += [{"type": "divider"}, parts.heading("最近記録したもの")]
    for recording, meeting in desk.recordings:
        blocks += _recording(recording, meeting, desk)
    if not desk.recordings:
        blocks.append(
            parts.plain(
                "まだありません。「発言を記録」を押すか、チャンネルで「/minutes note 発言」と入力します。"
            )
        )
    blocks += _pager("recordings", 1, desk, desk.recordings_total, RECORDINGS)
    again = parts.button("表示を更新", PAGE, {"meetings": 1, "recordings": 1})
    blocks += [{"type": "divider"}, parts.buttons([_search(), again])]
    return _home(blocks)


def visitor() -> dict[str, Any]:
    """Home of everybody else."""
    return _home(
        [
            parts.heading("会議録を探す"),
            parts.plain(
                "「会議録を検索」を押すか、このボットへのメッセージに探したい言葉を書いてください。"
                "チャンネルでは「/minutes search 人材」と入力します。"
            ),
            parts.buttons([_search()]),
            parts.context(
                "発言を記録できるのは、会議体の事務局の担当者です。"
                "担当者は「/council staff」で確かめられます。使い方は「/minutes help」で表示します。"
            ),
        ]
    )


def _meeting(meeting: Meeting, memos: int) -> list[Block]:
    closed = "【非公開】" if meeting.disclosure == "closed" else ""
    state = "会議中" if meeting.status == "in_session" else "案・確定前"
    counts = f"発言{meeting.remarks:,}件" + (f"、覚え書き{memos:,}件" if memos else "")
    lines = (
        f"{closed}{meeting.name}",
        f"{state}　{sitting(meeting.held_on, meeting.starts_at, meeting.ends_at)}　{counts}",
    )
    show = parts.button(
        "会議録を表示",
        minutes_views.SHOW,
        {"meeting": meeting.id, "page": 1},
        spoken=f"{meeting.name}の会議録を表示",
    )
    return [
        parts.plain("\n".join(lines)),
        parts.buttons([note_views.open_button(meeting), show]),
    ]


def _recording(recording: Recording, meeting: Meeting, desk: Desk) -> list[Block]:
    said = note_views.excerpt(recording)
    value = {"recording": recording.key, "meetings": desk.pages[0], "recordings": desk.pages[1]}
    if recording.withdrawn_at:
        shown = f"（取り消しました）{said}"
        row = [parts.button("元に戻す", PUT_BACK, value, spoken=f"{said} を元に戻す")]
    else:
        shown = said
        row = [parts.button("取り消す", TAKE_BACK, value, spoken=f"{said} を取り消す")]
        row += [
            remark_views.correct_button(line.row_id, spoken=f"{said} を直す")
            for line in [line for line in recording.lines if line.kind == "remark"][:1]
        ]
    return [parts.plain(f"{shown}\n{meeting.name}"), parts.buttons(row)]


def _pager(what: str, nth: int, desk: Desk, total: int, size: int) -> list[Block]:
    """前へ and 次へ of one of the two lists; the other stays on its page."""
    value: dict[str, object] = {"meetings": desk.pages[0], "recordings": desk.pages[1]}
    last = max(1, -(-total // size))
    page = desk.pages[nth]
    row = [
        parts.button(text, f"{PAGE}.{what}.{way}", {**value, what: to})
        for text, way, to in (("前へ", "back", page - 1), ("次へ", "on", page + 1))
        if 1 <= to <= last
    ]
    return [parts.context(f"{page:,}／{last:,}ページ"), parts.buttons(row)] if row else []


def _search() -> Block:
    return parts.button("会議録を検索", search_views.OPEN_FORM, {"q": ""})


def _home(blocks: list[Block]) -> dict[str, Any]:
    return {"type": "home", "blocks": blocks}
