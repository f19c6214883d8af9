"""What a channel is told of the schedule, and the files that go with it."""

from collections.abc import Iterable, Sequence

from handlers.views import dates, parts
from handlers.views import schedule as views
from handlers.views.parts import Block, Message
from store.meetings import Meeting
from store.schedule import Moved, Scheduled


def told_scheduled(kept: Sequence[Scheduled]) -> Message:
    """Meetings were scheduled."""
    first = kept[0]
    if len(kept) == 1:
        told = f"次の会議の日程です: {first.meeting.title} {views.when(first.slot)}"
        return _post(told, [parts.plain("次の会議の日程です"), views.facts(first)], first)
    told = f"{first.meeting.council}の会議{len(kept)}回の日程です"
    lines = [
        f"{one.meeting.title}　{views.when(one.slot)}　{one.meeting.venue or '場所未定'}"
        for one in kept
    ]
    return _post(told, [parts.plain(told), parts.bullets(lines)], None)


def told_changed(scheduled: Scheduled, before: Moved | None) -> Message:
    """A meeting was moved."""
    told = f"会議の日程が変わりました: {scheduled.meeting.title} {views.when(scheduled.slot)}"
    blocks = [parts.plain("会議の日程が変わりました"), views.facts(scheduled)]
    if before:
        was = dates.sitting(before.held_on, before.starts_at, before.ends_at)
        blocks.append(parts.context(f"変更前: {was}　{before.venue or '場所未定'}"))
    return _post(told, blocks, scheduled)


def told_cancelled(scheduled: Scheduled) -> Message:
    """A meeting was called off."""
    meeting = scheduled.meeting
    told = f"会議は中止になりました: {meeting.title} {views.when(scheduled.slot)}"
    lines = (
        f"{meeting.name}\n{views.when(scheduled.slot)}\n理由　{scheduled.cancelled_because or ''}"
    )
    blocks = [parts.plain("会議は中止になりました"), parts.plain(lines)]
    return _post(told, blocks, scheduled)


def _post(told: str, blocks: Iterable[Block], about: Scheduled | None) -> Message:
    row = [views.row_of(about, manages=False)] if about else []
    return {"text": parts.cut(parts.escape(told), parts.SECTION), "blocks": [*blocks, *row]}


# --- Files


def calendar_name(kept: Sequence[Scheduled]) -> str:
    """霧浜市地域福祉懇話会_令和8年度第1回.ics"""
    return f"{_file(kept[0].meeting)}.ics"


def notice_name(scheduled: Scheduled) -> str:
    """霧浜市地域福祉懇話会_令和8年度第1回_開催通知.docx"""
    return f"{_file(scheduled.meeting)}_開催通知.docx"


def _file(meeting: Meeting) -> str:
    words = f"{meeting.council}_{meeting.title}"
    return parts.cut("".join("_" if sign in _NOT_IN_A_NAME else sign for sign in words), 80)


_NOT_IN_A_NAME = set('\\/:*?"<>| \t\n')

FILE_COMMENT = "カレンダーに取り込むファイルです。予定が変わったときは、新しいファイルを取り込むと置き換わります。"
NOTICE_COMMENT = "開催通知です。文書番号と返信の期限を書き入れてお使いください。"


def sent(what: str) -> Message:
    """Where the button was pressed: the file is there."""
    told = f"{what}を、ダイレクトメッセージにファイルで送りました。"
    return parts.sentence(told) | {"replace_original": False}


def sent_already(what: str) -> Message:
    """The button was pressed before."""
    told = f"{what}は、すでにダイレクトメッセージに送っています。"
    return parts.sentence(told) | {"replace_original": False}
