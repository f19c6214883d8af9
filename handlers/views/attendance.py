"""How a roll looks in its channel: who is there, whether the quorum holds, and what can be pressed."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from handlers.views import parts
from handlers.views.dates import sitting
from handlers.views.parts import Block, Message
from store.attendance import Entry, Excuse, Loss, Standing
from store.formats.document import Attendee, Status
from store.meetings import Meeting

MARK = "attendance.mark"
OPEN = "attendance.open"
DETAILS = "attendance.details"
WHO = "attendance.who"

ROWS = 20  # members with a menu each; more are marked in a window
NAMED = 12

STATUSES: dict[Status, str] = {
    "present": "出席",
    "absent": "欠席",
    "late": "遅参",
    "left_early": "退席",
    "proxy": "代理出席",
    "online": "オンライン",
    "unanswered": "未回答",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """All the message tells; why somebody is absent is not among it."""

    meeting: Meeting
    entries: Sequence[Entry]
    officers: Sequence[Attendee]
    standing: Standing
    losses: Sequence[Loss]


def roll(shown: Shown) -> Message:
    """The one message in the channel."""
    meeting = shown.meeting
    title = parts.cut(f"出欠　{_closed(meeting)}{meeting.name}", parts.HEADER)
    blocks = [parts.heading(title), parts.context(_when(meeting))]
    if not shown.entries:
        blocks.append(
            parts.plain("委員の名簿がありません。「/council members」で委員を登録できます。")
        )
    blocks.append(parts.plain("\n".join([_counts(shown.entries), *quorum_lines(shown)])))
    if len(shown.entries) <= ROWS:
        blocks += [_row(meeting, one) for one in shown.entries]
    else:
        blocks += [parts.plain(told) for told in _lists(shown.entries)]
    if shown.officers:
        named = "、".join(f"{one.title or ''} {one.name}".strip() for one in shown.officers)
        blocks.append(parts.context(f"職員　{named}"))
    blocks.append(_buttons(meeting))
    told = "　".join([title, _counts(shown.entries), *quorum_lines(shown)])
    return {"text": parts.cut(parts.escape(told), parts.SECTION), "blocks": blocks}


def quorum_lines(shown: Shown) -> list[str]:
    """Present, needed, spare; and since when it does not hold."""
    standing = shown.standing
    if not standing.needed:
        return []
    over = shown.meeting.status == "held"
    open_loss = next((one for one in shown.losses if one.regained_at is None), None)
    lines = [] if over else [_standing(shown)]
    lines += [
        f"定足数を欠いた時間　{one.lost_at}～{one.regained_at or ''}"
        for one in shown.losses
        if over or one.regained_at
    ]
    if open_loss and not over:
        lines.append(f"{open_loss.lost_at}から定足数を欠いています。{PROPOSAL}")
    return lines


PROPOSAL = "休憩にするときは「/meeting break」、延会にするときは「/meeting end」で閉じ、次の日程を決めます。"


def _standing(shown: Shown) -> str:
    standing, word = shown.standing, "出席"
    if shown.meeting.status == "scheduled":
        word = "出席の見込み"
    told = f"定足数　{word}{standing.present:,}名／必要{standing.needed:,}名（在任{standing.in_office:,}名）　"
    if not standing.holds:
        return f"{told}あと{-standing.spare:,}名足りません"
    elif standing.spare:
        return f"{told}成立（余裕{standing.spare:,}名）"
    else:
        return f"{told}成立（あと1名欠けると不成立）"


def _closed(meeting: Meeting) -> str:
    return {"closed": "【非公開】", "partly_closed": "【一部非公開】"}.get(meeting.disclosure, "")


def _when(meeting: Meeting) -> str:
    held = sitting(meeting.held_on, meeting.starts_at, meeting.ends_at)
    return f"{held}　{meeting.venue}" if meeting.venue else held


def _counts(entries: Sequence[Entry]) -> str:
    found: dict[Status, int] = {
        status: sum(one.status == status for one in entries) for status in STATUSES
    }
    told = [f"{STATUSES[status]}{count:,}名" for status, count in found.items() if count]
    return "　".join(told) or "まだだれも記録されていません"


def _row(meeting: Meeting, one: Entry) -> Block:
    options = [
        parts.option(text, f"{meeting.id}:{one.person_id}:{status}")
        for status, text in choices(meeting, one).items()
    ]
    menu = parts.menu(f"{one.name}の出欠"[: parts.HEADER], f"{MARK}.{one.person_id}", options)
    menu["initial_option"] = next(o for o in options if o["value"].endswith(f":{one.status}"))
    # A menu keeps what somebody chose in it, unless its block is another one.
    block_id = f"roll.{one.person_id}.{one.version}"
    return parts.plain(_line(one), menu) | {"block_id": block_id}


def choices(meeting: Meeting, one: Entry) -> dict[Status, str]:
    """What somebody may be marked as: nobody leaves before it begins, not all send a proxy."""
    never: set[Status] = set()
    if meeting.status == "scheduled":
        never.add("left_early")
    if not one.may_send_proxy:
        never.add("proxy")
    return {
        status: text
        for status, text in STATUSES.items()
        if status not in never or status == one.status
    }


def _line(one: Entry) -> str:
    title = f"{one.title} " if one.title else ""
    told = "" if one.status == "unanswered" else status_of(one)
    aside = "　除斥（いまの議題）" if one.is_set_aside else ""
    return f"{title}{one.name}　{told or '未回答'}{aside}"


def status_of(one: Entry) -> str:
    """遅参（18:40から）, 退席（19:05）, 代理出席（東 太一）."""
    told = STATUSES[one.status]
    if one.status == "proxy":
        return f"{told}（{one.proxy_name}）" if one.proxy_name else told
    stay = [f"{one.arrived_at:%H:%M}から"] if one.arrived_at else []
    stay += [f"{one.left_at:%H:%M}まで"] if one.left_at else []
    return f"{told}（{''.join(stay)}）" if stay else told


def _lists(entries: Sequence[Entry]) -> list[str]:
    """The names under each answer, for a roll too long to have a line for everybody."""
    told = []
    for status, text in STATUSES.items():
        names = [_short(one) for one in entries if one.status == status]
        if names:
            told.append(parts.cut(f"{text}　{len(names):,}名\n{'、'.join(names)}", parts.SECTION))
    return told


def _short(one: Entry) -> str:
    stay = status_of(one).removeprefix(STATUSES[one.status])
    return one.name + stay + ("（除斥）" if one.is_set_aside else "")


def _buttons(meeting: Meeting) -> Block:
    value = {"meeting": meeting.id}
    return parts.buttons(
        [
            parts.button("出欠を入力", OPEN, value, spoken=f"{meeting.title}の出欠を入力する"),
            parts.button(
                "欠席の届け・意見書", DETAILS, value,
                spoken=f"{meeting.title}の欠席の届けと意見書を記録する（担当者だけ）",
            ),
        ]
    )  # fmt: skip


# --- What is told to the one who did something


def posted(meeting: Meeting, channel_id: str, *, is_posted: bool) -> Message:
    """The message stands in the channel."""
    if is_posted:
        return parts.sentence(
            f"{meeting.title}の出欠を、会議体のチャンネルに出しています。入力するたびに、そのメッセージが新しくなります。"
        )
    return parts.sentence(
        f"{meeting.title}の出欠を、まだ投稿できていません。届くまで自動で送り直します。"
        "入力は「/attendance in 氏名」などでもできます。"
    )


def marked(shown: Shown, one: Entry, turn: str | None, *, details: bool) -> Message:
    """Somebody was marked; what that does to the quorum."""
    told = f"{one.name}さんを「{status_of(one)}」にしました。"
    if one.is_set_aside:
        told = f"{one.name}さんを、いまの議題の除斥にしました。"
    blocks = [parts.plain(told), *[parts.context(line) for line in _standing_of(shown)]]
    if turn:
        blocks.append(parts.plain(_turn(shown, turn)))
    if details:
        blocks.append(
            parts.buttons(
                [
                    parts.button(
                        "欠席の届け・意見書", DETAILS,
                        {"meeting": shown.meeting.id, "person": one.person_id},
                        spoken=f"{one.name}さんの欠席の届けと意見書を記録する",
                    )
                ]
            )
        )  # fmt: skip
    return parts.message(told, blocks)


def turned(shown: Shown, turn: str) -> Message:
    """The quorum was lost or regained by what was pressed."""
    return parts.sentence(_turn(shown, turn))


def _turn(shown: Shown, turn: str) -> str:
    last = shown.losses[-1]
    if turn == "lost":
        missing = -shown.standing.spare
        return f"{last.lost_at}に定足数を欠きました（あと{missing:,}名）。{PROPOSAL}"
    return f"{last.regained_at}に定足数を満たしました（{last.lost_at}から欠いていました）。"


def _standing_of(shown: Shown) -> list[str]:
    if not shown.standing.needed or shown.meeting.status == "held":
        return []
    return [_standing(shown)]


def which(words: str, found: Sequence[Entry], values: Sequence[dict[str, Any]]) -> Message:
    """More than one member may be meant."""
    told = f"「{words}」に当たる委員が{len(found):,}人います。どなたですか。"
    blocks = [parts.plain(told)]
    for one, value in list(zip(found, values, strict=True))[:NAMED]:
        title = f"{one.title} " if one.title else ""
        belongs = f"（{one.affiliation}）" if one.affiliation else ""
        button = parts.button(
            "この方", f"{WHO}.{one.person_id}", value, spoken=f"{one.name}{belongs}を選ぶ"
        )
        blocks.append(parts.plain(f"{title}{one.name}{belongs}", button))
    if len(found) > NAMED:
        blocks.append(parts.context("ほかにもいます。氏名を続けて入力してください。"))
    return parts.message(told, blocks)


def listed(shown: Shown, excuses: dict[int, Excuse] | None) -> Message:
    """The roll for one person; with what absent members told, for the secretariat."""
    meeting = shown.meeting
    told = f"{meeting.name}の出欠　{_counts(shown.entries)}"
    blocks = [parts.plain("\n".join([told, *quorum_lines(shown)]))]
    blocks += [parts.plain(line) for line in _lists(shown.entries)]
    if shown.officers:
        named = "、".join(f"{one.title or ''} {one.name}".strip() for one in shown.officers)
        blocks.append(parts.plain(f"職員　{len(shown.officers):,}名\n{named}"))
    lines = [_told_by(one, excuses[one.person_id]) for one in shown.entries
             if excuses and one.person_id in excuses]  # fmt: skip
    if lines:
        blocks.append(parts.context("欠席の届け・意見書（事務局の担当者だけに見えます）"))
        blocks.append(parts.plain("\n".join(lines)))
    if excuses is not None:
        blocks.append(_buttons(meeting))
    return parts.message(told, blocks)


def _told_by(one: Entry, told: Excuse) -> str:
    excused = [f"届けあり（{told.reason}）" if told.reason else "届けあり"]
    opinion = [f"意見書: {told.opinion}"] if told.opinion else []
    return f"{one.name}　" + "　".join((excused if told.is_excused else []) + opinion)
