"""How minutes and lists of meetings look."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from handlers.views import parts
from handlers.views.dates import sitting
from handlers.views.parts import Block, Message
from store.formats.document import ENTRIES
from store.meetings import Meeting
from store.minutes import Minutes, Passage, Remark, Turn

PAGE = "minutes.page"
SHOW = "minutes.show"
MEETINGS_PAGE = "minutes.meetings_page"

MEETINGS = 10
PAGE_CHARACTERS = 3_500
PAGE_TURNS = 14  # a turn takes three blocks at most: agenda item, label, remarks

DISCLOSURES = {"open": "公開", "partly_closed": "一部非公開", "closed": "非公開"}


def minutes(shown: Minutes, page: int) -> Message:
    """A page of a meeting's minutes; the header stands on the first."""
    pages = _pages(in_order(shown))
    page = min(page, len(pages))
    meeting = shown.meeting
    blocks = [parts.heading(f"{meeting.name} 会議録")]
    blocks += header(shown) if page == 1 else []
    agenda = None
    for turn in pages[page - 1]:
        if turn.agenda and turn.agenda != agenda:
            agenda = turn.agenda
            blocks.append(parts.mrkdwn(f"*{parts.escape(f'{agenda.number} {agenda.title}')}*"))
        if isinstance(turn, Passage):
            blocks.append(passage(turn))
            continue
        if turn.label:
            blocks.append(parts.context(parts.speaker(turn.label)))
        if turn.remarks:
            blocks.append(parts.bullets(remark.body for remark in turn.remarks))
    if not shown.turns and not shown.passages:
        blocks.append(parts.plain("この会議には、まだ発言が記録されていません。"))
    blocks += parts.pager(PAGE, {"meeting": meeting.id}, page, len(pages), 1)
    return parts.message(f"{meeting.name} 会議録（{page}／{len(pages)}ページ）", blocks)


def meetings(found: Sequence[Meeting], total: int, page: int) -> Message:
    """The latest meetings, each with a button that shows its minutes."""
    if not total:
        return parts.sentence(
            "まだ会議録がありません。情報システムの担当が「kaigiroku import」で取り込むと、ここに並びます。"
        )
    told = f"会議は{total:,}件あります（新しい順）"
    blocks = [parts.plain(told), *(_meeting(meeting) for meeting in found)]
    blocks += parts.pager(MEETINGS_PAGE, {}, page, total, MEETINGS)
    return parts.message(told, blocks)


def header(shown: Minutes) -> list[Block]:
    """What stands above the minutes: when, where, who."""
    meeting = shown.meeting
    lines = [
        f"日時　{sitting(meeting.held_on, meeting.starts_at, meeting.ends_at)}",
        f"場所　{meeting.venue or '記載なし'}",
    ]
    lines += [f"{label}　{cell}" for label, cell in shown.cells] or ["出席者　記載なし"]
    lines.append(f"公開・非公開　{_disclosure(meeting)}")
    lines.append(f"傍聴者　{meeting.observers or '記載なし'}")
    lines += [f"会議資料　{' '.join(filter(None, (m.label, m.title)))}" for m in shown.materials]
    if shown.drafted:
        lines.insert(0, f"案（確定前）・Slackで記録 {shown.drafted:,}件")
    blocks = [parts.plain(parts.cut("\n".join(lines), parts.SECTION))]
    if shown.memos:
        blocks.append(
            parts.plain("\n".join(["覚え書き（事務局の担当者だけに見えます）", *shown.memos]))
        )
    return [*blocks, {"type": "divider"}]


def _disclosure(meeting: Meeting) -> str:
    printed = DISCLOSURES.get(meeting.disclosure, "記載なし")
    return f"{printed}（{meeting.disclosure_ground}）" if meeting.disclosure_ground else printed


def passage(printed: Passage) -> Block:
    """What is printed between remarks."""
    if printed.kind in ENTRIES:
        return parts.quote([(f"【{ENTRIES[printed.kind]}】", True), (printed.body, False)])
    else:
        return parts.context(printed.body)


def in_order(shown: Minutes) -> Iterable[Turn | Passage]:
    """Turns and passages as they are printed; a passage inside a turn divides it."""
    first = shown.turns[0].position if shown.turns else float("inf")
    yield from (passage for passage in shown.passages if passage.position < first)
    ends = [*(turn.position for turn in shown.turns[1:]), float("inf")]
    for turn, end in zip(shown.turns, ends, strict=False):
        inside = [one for one in shown.passages if turn.position < one.position < end]
        for passage in inside:
            said = tuple(one for one in turn.remarks if one.position < passage.position)
            if said or turn.label:
                yield replace(turn, remarks=said)
            yield passage
            turn = replace(turn, label=None, remarks=turn.remarks[len(said) :])
        if turn.remarks or not inside:
            yield turn


def _pages(turns: Iterable[Turn | Passage]) -> list[list[Turn | Passage]]:
    """Turns put together so that each page stays inside what one Slack message takes."""
    pages: list[list[Turn | Passage]] = [[]]
    room = PAGE_CHARACTERS
    for turn in _short_turns(turns):
        said = [turn] if isinstance(turn, Passage) else turn.remarks
        size = sum(len(one.body) for one in said) + 20
        if pages[-1] and (size > room or len(pages[-1]) == PAGE_TURNS):
            pages.append([])
            room = PAGE_CHARACTERS
        pages[-1].append(turn)
        room -= size
    return pages


def _short_turns(turns: Iterable[Turn | Passage]) -> Iterable[Turn | Passage]:
    """Turns of at most a page; a longer one goes on under the same label."""
    for turn in turns:
        if isinstance(turn, Passage):
            yield turn
            continue
        held: list[Remark] = []
        size = 0
        for remark in turn.remarks:
            for start in range(0, len(remark.body), PAGE_CHARACTERS):
                piece = remark.body[start : start + PAGE_CHARACTERS]
                if held and size + len(piece) > PAGE_CHARACTERS:
                    yield replace(turn, remarks=tuple(held))
                    held, size = [], 0
                held.append(replace(remark, body=piece))
                size += len(piece)
        yield replace(turn, remarks=tuple(held))


def _meeting(meeting: Meeting) -> Block:
    closed = "【非公開】" if meeting.disclosure == "closed" else ""
    line = f"{closed}{meeting.name}\n{sitting(meeting.held_on, meeting.starts_at, meeting.ends_at)}　発言{meeting.remarks:,}件"
    value = {"meeting": meeting.id, "page": 1}
    return parts.plain(
        line, parts.button("会議録を表示", SHOW, value, spoken=f"{meeting.name}の会議録を表示")
    )
