"""How the schedule looks: what was understood, what is ahead, what a channel is told."""

from collections.abc import Sequence
from dataclasses import dataclass

from handlers.views import dates, parts
from handlers.views.parts import Block, Message
from store.meetings import Meeting
from store.schedule import Draft, Scheduled
from store.slots import Slot

SAVE = "schedule.save"
EDIT = "schedule.edit"
NEW = "schedule.new"
CHANGE = "schedule.change"
CANCEL = "schedule.cancel"
SHOW = "schedule.show"
PAGE = "schedule.page"
CALENDAR = "schedule.calendar"
NOTICE = "schedule.notice"

LISTED = 10  # on a page; each has a line and a row of buttons, and a message 50 blocks
ITEMS = 50
OVERDUE = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """One slot as it was understood: what the meeting would be called, what speaks against it."""

    slot: Slot
    title: str
    problems: tuple[str, ...] = ()


def when(slot: Slot) -> str:
    """令和8年12月16日(水) 18:25～19:30"""
    shown = dates.sitting(slot.day, slot.starts_at, slot.ends_at)
    return f"{shown}（終日）" if slot.is_all_day else shown


# --- What was understood


def understood(council: str, draft: Draft, read: Sequence[Read], draft_id: int) -> Message:
    """What was understood, to be said yes to."""
    deed = "変更" if draft.meeting_id else "登録"
    told = f"次のとおり{deed}します。よろしければ「{deed}する」を押してください。"
    value = {"draft": draft_id}
    row = [
        parts.button(f"{deed}する", SAVE, {**value, "skip": False}, style="primary"),
        parts.button("直す", EDIT, value),
    ]
    if _may_skip(read):
        row.insert(
            1, parts.button("注意のある日を除いて登録", f"{SAVE}.skip", {**value, "skip": True})
        )
    blocks = [parts.plain(told), *understood_blocks(council, draft, read), parts.buttons(row)]
    return parts.message(told, blocks)


def understood_blocks(council: str, draft: Draft, read: Sequence[Read]) -> list[Block]:
    """What was understood, as it stands in the message and in the window."""
    if len(read) == 1:
        [one] = read
        blocks = [parts.plain("\n".join(_understood(council, one, draft)))]
    else:
        head = f"{council}　{len(read)}回分" + (f"\n場所　{draft.venue}" if draft.venue else "")
        blocks = [
            parts.plain(head),
            parts.bullets(f"{one.title}　{when(one.slot)}" for one in read),
        ]
        if draft.agenda or draft.materials:
            blocks.append(parts.plain("議題と資料は、最初の回に入れます。"))
    warnings = list(dict.fromkeys(each for one in read for each in one.problems))
    told = list(dict.fromkeys(draft.notices))
    if told:
        blocks.append(parts.plain("\n".join(told)))
    if warnings:
        blocks.append(parts.plain("ご確認ください"))
        blocks.append(parts.bullets(warnings[:ITEMS]))
    return blocks


def _may_skip(read: Sequence[Read]) -> bool:
    return len(read) > 1 and 0 < sum(bool(one.problems) for one in read) < len(read)


def _understood(council: str, one: Read, draft: Draft) -> list[str]:
    lines = [f"{council}　{one.title}", f"日時　{when(one.slot)}", f"場所　{draft.venue or '未定'}"]
    if draft.agenda is not None:
        lines += _listed("議題", [f"({n}) {each}" for n, each in enumerate(draft.agenda, start=1)])
    if draft.materials is not None:
        lines += _listed("資料", [each.name for each in draft.materials])
    return lines


def _listed(label: str, lines: Sequence[str]) -> list[str]:
    """議題 (1) …, cut where there is more than a message takes."""
    if not lines:
        return [f"{label}　未定"]
    shown = [parts.cut(line, 60) for line in lines[:15]]
    more = [f"ほか{len(lines) - 15}件"] if len(lines) > 15 else []
    return [label, *(f"　{line}" for line in [*shown, *more])]


# --- What is kept


def saved(
    kept: Sequence[Scheduled],
    *,
    is_changed: bool,
    moves: bool,
    is_told: bool,
    absent: Sequence[str],
) -> Message:
    """What was put into the schedule, or changed there, and what can be done next."""
    first = kept[0]
    count = f"ほか{len(kept) - 1}回" if len(kept) > 1 else ""
    told = f"{first.meeting.title}{count}{'の予定を変更しました' if is_changed else 'を登録しました'}。"
    if is_told:
        told += "チャンネルにお知らせします。"
    elif moves or not is_changed:
        told += "会議体のチャンネルがないので、お知らせは出していません。"
    blocks = [parts.plain(told)]
    if len(kept) == 1:
        blocks += [facts(first), *_absent(absent), row_of(first, manages=True)]
    else:
        blocks.append(parts.bullets(f"{one.meeting.title}　{when(one.slot)}" for one in kept))
        blocks.append(parts.context("1回ずつの変更や中止は「/meeting list」からできます。"))
    return parts.message(told, blocks)


def shown(scheduled: Scheduled, absent: Sequence[str], *, manages: bool) -> Message:
    """A meeting to come; who was absent last time is for the secretariat."""
    told = f"{scheduled.meeting.name}"
    blocks = [facts(scheduled), *_absent(absent), row_of(scheduled, manages=manages)]
    return parts.message(told, blocks)


def nothing_ahead(council: str, *, manages: bool, council_id: int) -> Message:
    """No meeting is scheduled."""
    told = f"「{council}」の、これから開く会議は登録されていません。"
    if not manages:
        return parts.sentence(told)
    told += "「/meeting schedule 12/16 18:30～20:00 場所」のように入力すると登録できます。"
    new = parts.button("次の会議を登録", NEW, {"council": council_id})
    return parts.message(told, [parts.plain(told), parts.buttons([new])])


def listed(
    council: str, council_id: int, ahead: Sequence[Meeting], page: int, *, manages: bool
) -> Message:
    """The meetings ahead, the next one first."""
    if not ahead:
        return nothing_ahead(council, manages=manages, council_id=council_id)
    told = f"「{council}」の、これから開く会議は{len(ahead):,}件です"
    blocks = [parts.plain(told)]
    for one in ahead[(page - 1) * LISTED : page * LISTED]:
        line = f"{one.title}　{dates.sitting(one.held_on, one.starts_at, one.ends_at)}"
        value = {"meeting": one.id}
        row = [parts.button("詳しく見る", SHOW, value, spoken=f"{one.title}を詳しく見る")]
        if manages:
            row += _managing(one)
        blocks += [parts.plain(f"{line}\n{one.venue or '場所未定'}"), parts.buttons(row)]
    blocks += parts.pager(PAGE, {"council": council_id}, page, len(ahead), LISTED)
    if manages:
        blocks.append(parts.buttons([parts.button("次の会議を登録", NEW, {"council": council_id})]))
    return parts.message(told, blocks)


def overdue(untold: Sequence[Meeting]) -> list[Block]:
    """The meetings nobody said of whether they were held, the latest first."""
    blocks: list[Block] = []
    for one in untold[:OVERDUE]:
        line = f"{one.title}　{dates.sitting(one.held_on, one.starts_at, one.ends_at)}"
        told = "開催日を過ぎていますが、開いたか中止したかの記録がありません。"
        blocks += [parts.plain(f"{line}\n{told}"), parts.buttons(_managing(one))]
    return blocks


def which(ahead: Sequence[Meeting]) -> Message:
    """Several meetings may be meant: which one is to be changed?"""
    told = "これから開く会議がいくつかあります。変えるものを選んでください。"
    blocks = [parts.plain(told)]
    for one in ahead[:20]:
        change = parts.button(
            "変更", CHANGE, {"meeting": one.id}, spoken=f"{one.title}の予定を変更"
        )
        line = f"{one.title}　{dates.sitting(one.held_on, one.starts_at, one.ends_at)}"
        blocks.append(parts.plain(line, change))
    return parts.message(told, blocks)


def cancelled(meeting: Meeting, reason: str, *, is_told: bool) -> Message:
    """A meeting was called off, and what follows from it."""
    told = f"{meeting.title}（{dates.day(meeting.held_on)}）を中止にしました。理由: {reason}。"
    told += "予定していたお知らせは取り消しました。"
    if is_told:
        told += "チャンネルに中止をお知らせします。"
    calendar = parts.button("カレンダー用ファイル", CALENDAR, {"meeting": meeting.id})
    return parts.message(told, [parts.plain(told), parts.buttons([calendar])])


def facts(scheduled: Scheduled) -> Block:
    """What is known of a meeting to come."""
    meeting = scheduled.meeting
    lines = [meeting.name, f"日時　{when(scheduled.slot)}", f"場所　{meeting.venue or '未定'}"]
    lines += _listed("議題", [f"({n}) {one}" for n, one in enumerate(scheduled.agenda, start=1)])
    lines += _listed("資料", [_material(one.name, one.permalink) for one in scheduled.materials])
    if scheduled.is_cancelled:
        lines.insert(1, f"【中止】{scheduled.cancelled_because or ''}")
    return parts.plain("\n".join(lines))


def _material(name: str, permalink: str | None) -> str:
    return f"{parts.cut(name, 40)}（ファイルあり）" if permalink else name


def _absent(names: Sequence[str]) -> list[Block]:
    if not names:
        return []
    more = f"ほか{len(names) - 30}名" if len(names) > 30 else ""
    return [parts.context(f"前回欠席の委員: {'、'.join(names[:30])}{more}（担当者だけに表示）")]


def row_of(scheduled: Scheduled, *, manages: bool) -> Block:
    """What can be pressed under it."""
    meeting = scheduled.meeting
    value = {"meeting": meeting.id}
    row = [
        parts.button(
            "カレンダー用ファイル", CALENDAR, value,
            spoken=f"{meeting.title}のカレンダー用ファイルを受け取る",
        )
    ]  # fmt: skip
    if manages and not scheduled.is_cancelled:
        row.append(
            parts.button("開催通知", NOTICE, value, spoken=f"{meeting.title}の開催通知をつくる")
        )
        row += _managing(meeting)
    return parts.buttons(row)


def _managing(meeting: Meeting) -> list[Block]:
    value = {"meeting": meeting.id}
    return [
        parts.button("変更", CHANGE, value, spoken=f"{meeting.title}の予定を変更"),
        parts.button("中止", CANCEL, value, spoken=f"{meeting.title}を中止にする"),
    ]
