"""What is told of a live meeting: to the one who did something, and to who typed in the thread."""

from collections.abc import Iterable, Sequence

from handlers.views import parts, remarks
from handlers.views.dates import sitting
from handlers.views.live import Shown
from handlers.views.parts import Block, Message
from store.formats.document import ENTRIES
from store.live import Item
from store.meetings import Meeting
from store.recordings import KeptLine

REOPEN = "live.reopen"
BEGIN_ANEW = "live.begin_anew"
RESTORE = "live.restore"
LEFT_ALONE = 10  # remarks shown with a button each


def begun(meeting: Meeting, *, is_posted: bool) -> Message:
    """The meeting is open."""
    at = f"（{meeting.starts_at:%H:%M}）" if meeting.starts_at else ""
    told = f"{meeting.name}を開会しました{at}。"
    if is_posted:
        told += "操作用のメッセージのスレッドに打つと、発言が記録されます。"
    else:
        told += (
            "操作用のメッセージをまだ投稿できていません。届くまで自動で送り直します。"
            "記録は「/minutes note」でもできます。"
        )
    return parts.sentence(told)


def ended_today(meeting: Meeting) -> Message:
    """A meeting was closed not long ago: was it by mistake?"""
    told = f"{meeting.name}は、{sitting(meeting.held_on, meeting.starts_at, meeting.ends_at)}に閉会しています。"
    row = [
        _reopen(meeting),
        parts.button(
            "新しい会議を開会", BEGIN_ANEW, {"council": meeting.council_id},
            spoken=f"{meeting.council}の新しい会議を開会する",
        ),
    ]  # fmt: skip
    return parts.message(told, [parts.plain(told), parts.buttons(row)])


def ended(shown: Shown) -> Message:
    """The meeting is over: what was kept, and what to do next."""
    meeting = shown.meeting
    at = f"（{meeting.ends_at:%H:%M}）" if meeting.ends_at else ""
    told = f"{meeting.name}を閉会しました{at}。発言は{meeting.remarks:,}件です。"
    blocks = [parts.plain(told)]
    if shown.entries:
        blocks.append(parts.bullets(f"【{ENTRIES[kind]}】{body}" for kind, body in shown.entries))  # type: ignore[index]
    blocks.append(
        parts.plain(
            f"記録は「/minutes show {meeting.title}」で読み、直せます。"
            "言い足りないことは、同じスレッドに打ち足せます。"
        )
    )
    blocks.append(parts.buttons([_reopen(meeting)]))
    return parts.message(told, blocks)


def _reopen(meeting: Meeting) -> Block:
    return parts.button(
        "閉会を取り消す", REOPEN, {"meeting": meeting.id}, spoken=f"{meeting.name}の閉会を取り消す"
    )


def reopened(meeting: Meeting) -> Message:
    """The end was taken back."""
    return parts.sentence(f"{meeting.name}の閉会を取り消しました。続けて記録できます。")


def went_on(meeting: Meeting, item: Item) -> Message:
    """The meeting is at another item."""
    return parts.sentence(f"{meeting.title}の議題を「{item.name}」に進めました。")


def broken_off(meeting: Meeting) -> Message:
    """A break began."""
    return parts.sentence(
        f"{meeting.title}の休憩を記録しました。再開するときは「/meeting resume」と入力します。"
    )


def taken_up(meeting: Meeting) -> Message:
    """The break is over."""
    return parts.sentence(f"{meeting.title}の再開を記録しました。")


# --- What is told in the thread, to one person


def not_kept(sentence: str) -> Message:
    """A message that was not recorded; its text stays in the thread."""
    return parts.sentence(f"記録していません。{sentence}")


def not_followed(sentence: str) -> Message:
    """A message was edited into something that cannot be recorded."""
    return parts.sentence(f"直したあとの文は記録できないため、記録は前のままです。{sentence}")


def left_alone(lines: Sequence[KeptLine]) -> Message:
    """An edit did not reach remarks that somebody corrected since; each as it stands."""
    told = (
        f"このメッセージの発言のうち{len(lines):,}件は、記録したあとで直されているため、"
        "そのままにしました。変えるときは、ここから直してください。"
    )
    blocks = [parts.plain(told)]
    for line in lines[:LEFT_ALONE]:
        shown = parts.cut(f"{parts.speaker(line.label)} {line.body}", 200)
        button = remarks.correct_button(line.row_id, spoken=f"{shown} を直す")
        blocks.append(parts.plain(shown, button))
    return parts.message(told, blocks)


def may_not_record(council: str) -> Message:
    """Somebody typed in the thread who is not of the secretariat."""
    return parts.sentence(
        f"このスレッドの文は「{council}」の会議録として記録されますが、"
        "記録できるのは事務局の担当者だけのため、あなたの文は記録していません。"
        "担当者は「/council staff」で加えられます。"
    )


def withdrawn(excerpt: str, key: str) -> Message:
    """The mark was taken off, and the record with it."""
    told = f"{excerpt}　の記録を取り消しました。"
    row = [parts.button("元に戻す", RESTORE, {"recording": key}, spoken=f"{excerpt} を元に戻す")]
    return parts.message(told, [parts.plain(told), parts.buttons(row)])


def restored(excerpt: str) -> Message:
    """A withdrawn record stands again."""
    return parts.sentence(f"{excerpt}　の記録を元に戻しました。")


def known_items(items: Iterable[Item]) -> str:
    """1 開会、2 議題、…: for a sentence that says which there are."""
    return "、".join(f"「{item.name}」" for item in list(items)[:20])
