"""How duties look: the council's one message, the list, and what the record lacks."""

from collections.abc import Sequence
from datetime import date

from handlers.views import dates, parts
from handlers.views.parts import Block, Message
from store import eras
from store.duties import Due, Duty
from store.gaps import Gap, Lack

DONE = "duty.done"
UNDONE = "duty.undone"

BOARD = 30  # lines in the channel's message, each with a button
LISTED = 20
GAPS = 15
NAMED = 5

WHAT: dict[Duty, str] = {
    "notice": "開催通知の送付",
    "papers": "会議資料の送付",
    "summary": "会議概要の作成",
    "minutes": "会議録の作成",
    "publication": "会議録の公表",
}
LACKS: dict[Lack, str] = {
    "not_told": "開催日を過ぎていますが、開いたか中止したかの記録がありません",
    "no_minutes": "開催しましたが、会議録（発言の記録）がありません",
    "no_roll": "開催しましたが、出席者の記録がありません",
    "no_file": "ファイルの付いていない資料があります",
    "not_published": "会議録は確定していますが、未公表です",
    "not_held": "中止（開催していないため、会議録はありません）",
}


def board(council: str, due: Sequence[Due], today: date) -> Message:
    """What is due in a council by now, in its channel; anybody sees it, the secretariat presses."""
    if not due:
        return parts.sentence(f"「{council}」に、期限の近い仕事はありません。")
    told = f"「{council}」の期限の近い仕事は{len(due):,}件です"
    blocks = [parts.plain(told), *(_line(one, today, is_board=True) for one in due[:BOARD])]
    if len(due) > BOARD:
        blocks.append(parts.context(f"ほかに{len(due) - BOARD:,}件あります。「/meeting duties」"))
    return parts.message(told, blocks)


def listed(
    council: str,
    due: Sequence[Due],
    gaps: Sequence[Gap],
    today: date,
    *,
    has_rules: bool,
    manages: bool,
) -> Message:
    """All a council has still to do, and what its record lacks."""
    told = f"「{council}」の、期限のある仕事は{len(due):,}件です"
    if not due:
        told = f"「{council}」に、期限のある仕事はありません"
    blocks = [parts.plain(told)]
    if not has_rules:
        blocks.append(
            parts.context("期限の日数がまだ決められていません。「/council rules」で決められます。")
        )
    for one in due[:LISTED]:
        line = _line(one, today, is_board=False)
        if not manages:
            del line["accessory"]
        blocks.append(line)
    if len(due) > LISTED:
        blocks.append(parts.context(f"ほかに{len(due) - LISTED:,}件あります。"))
    if gaps:
        lacking = sum(one.lack != "not_held" for one in gaps)
        head = f"記録の抜けは{lacking:,}件です" if lacking else "記録の抜けはありません"
        blocks += [{"type": "divider"}, parts.plain(head), parts.bullets(map(_gap, gaps[:GAPS]))]
        if len(gaps) > GAPS:
            blocks.append(parts.context(f"ほかに{len(gaps) - GAPS:,}件あります。"))
    else:
        blocks.append(parts.context("記録の抜けはありません。"))
    return parts.message(told, blocks)


def done(title: str, meeting_id: int, duty: Duty) -> Message:
    """A duty is done."""
    told = f"{title}の「{WHAT[duty]}」を済にしました。"
    back = parts.button("取り消す", UNDONE, {"meeting": meeting_id, "duty": duty})
    return parts.message(told, [parts.plain(told, back)])


def undone(title: str, duty: Duty) -> Message:
    """A duty is not done, after all."""
    return parts.sentence(f"{title}の「{WHAT[duty]}」を、済でないものに戻しました。")


def _line(one: Due, today: date, *, is_board: bool) -> Block:
    meeting = one.meeting
    button = parts.button(
        "済",
        DONE,
        {"meeting": meeting.id, "duty": one.duty, "board": is_board},
        spoken=f"{meeting.title} {WHAT[one.duty]}を済にする",
    )
    closed = f"・{one.closed}" if one.closed else ""
    held = f"{eras.long_date(meeting.held_on)}" if meeting.held_on else "開催日未定"
    text = (
        f"{_left(one.due_on, today)}　{WHAT[one.duty]}　{dates.day(one.due_on)}まで{closed}\n"
        f"{meeting.title}（{held}開催）"
    )
    return parts.plain(text, button)


def _left(due_on: date, today: date) -> str:
    days = (due_on - today).days
    if days < 0:
        return f"【{-days}日超過】"
    return "【本日まで】" if days == 0 else f"あと{days}日"


def _gap(gap: Gap) -> str:
    held = f"（{dates.day(gap.meeting.held_on)}）" if gap.meeting.held_on else ""
    named = "、".join(gap.named[:NAMED]) + ("など" if len(gap.named) > NAMED else "")
    return f"{gap.meeting.title}{held}: {LACKS[gap.lack]}" + (f"（{named}）" if named else "")
