"""How search results, minutes and lists of meetings look."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from handlers.views import parts
from handlers.views.dates import day, sitting
from handlers.views.parts import Block, Message
from store import text
from store.formats.document import Attendee
from store.meetings import Meeting
from store.minutes import Minutes, Remark, Turn
from store.search import Hit, Page, Query
from store.text import Piece

RESULTS_PAGE = "minutes.results_page"
MINUTES_PAGE = "minutes.minutes_page"
MEETINGS_PAGE = "minutes.meetings_page"
SHOW = "minutes.show"
AROUND = "minutes.around"
SHARE = "minutes.share"

HITS = 5
MEETINGS = 10
WINDOW = 220  # characters of a long remark that are shown around the first word found
PAGE_CHARACTERS = 3_500
PAGE_TURNS = 18
NEIGHBOUR = 2_500

DISCLOSURES = {"open": "公開", "partly_closed": "一部非公開", "closed": "非公開"}


def results(query: Query, found: Page, page: int) -> Message:
    """What a search found: how many, and a page of them."""
    if not found.total:
        return _nothing(query)
    told = f"「{query.text}」を含む発言は{found.total:,}件あります（新しい順）"
    blocks = [parts.plain(told)]
    for hit in found.hits:
        blocks += _hit(hit, query.words)
    blocks += _pager(RESULTS_PAGE, {"q": query.text}, page, found.total, HITS)
    return parts.message(told, blocks)


def around(neighbours: Sequence[Hit], remark_id: int) -> dict[str, object]:
    """A remark between its neighbours."""
    first = neighbours[0]
    blocks = [parts.context(f"{first.council} {first.meeting}　{day(first.held_on)}")]
    agenda = None
    for hit in neighbours:
        if hit.agenda != agenda:
            agenda = hit.agenda
            blocks.append(parts.mrkdwn(f"*{parts.escape(agenda or '（議題なし）')}*"))
        is_asked = hit.remark_id == remark_id
        blocks.append(parts.context(_speaker(hit.speaker) + ("　← この発言" if is_asked else "")))
        blocks.append(parts.quote([Piece(parts.cut(hit.body, NEIGHBOUR), is_asked)]))
    return parts.modal("前後の発言", blocks)


def shared(hit: Hit, user_id: str) -> Message:
    """A remark shown to the whole channel; nothing of the asker's own list goes with it."""
    told = f"<@{user_id}> さんが会議録の発言を共有しました。"
    blocks = [
        parts.mrkdwn(told),
        parts.context(_where(hit)),
        parts.quote([Piece(parts.cut(hit.body, NEIGHBOUR), False)]),
    ]
    return parts.message("", blocks) | {
        "text": told,
        "response_type": "in_channel",
        "replace_original": False,
    }


def shared_already() -> Message:
    """The button was pressed before."""
    return parts.sentence("この発言は、すでにこのチャンネルに共有しています。") | {
        "replace_original": False
    }


def minutes(shown: Minutes, page: int) -> Message:
    """A page of a meeting's minutes; the header stands on the first."""
    pages = _pages(shown.turns)
    page = min(page, len(pages))
    meeting = shown.meeting
    blocks = [parts.heading(f"{meeting.name} 会議録")]
    blocks += _header(shown) if page == 1 else []
    agenda = None
    for turn in pages[page - 1]:
        if turn.agenda and turn.agenda != agenda:
            agenda = turn.agenda
            blocks.append(parts.mrkdwn(f"*{parts.escape(f'{agenda.number} {agenda.title}')}*"))
        if turn.label:
            blocks.append(parts.context(_speaker(turn.label)))
        if turn.remarks:
            blocks.append(parts.bullets(remark.body for remark in turn.remarks))
    if not shown.turns:
        blocks.append(parts.plain("この会議には、まだ発言が記録されていません。"))
    blocks += _pager(MINUTES_PAGE, {"meeting": meeting.id}, page, len(pages), 1)
    return parts.message(f"{meeting.name} 会議録（{page}／{len(pages)}ページ）", blocks)


def meetings(found: Sequence[Meeting], total: int, page: int) -> Message:
    """The latest meetings, each with a button that shows its minutes."""
    if not total:
        return parts.sentence(
            "まだ会議録がありません。`kaigiroku import` で取り込むと、ここに並びます。"
        )
    told = f"会議は{total:,}件あります（新しい順）"
    blocks = [parts.plain(told), *(_meeting(meeting) for meeting in found)]
    blocks += _pager(MEETINGS_PAGE, {}, page, total, MEETINGS)
    return parts.message(told, blocks)


def _nothing(query: Query) -> Message:
    told = f"「{query.text}」を含む発言は見つかりませんでした。"
    advice = "言葉を短くするか減らして、もう一度お試しください。"
    if query.speakers:
        advice = "発言者の絞り込みを外すか、言葉を短くして、もう一度お試しください。"
    return parts.message(told + advice, [parts.plain(told), parts.context(advice)])


def _hit(hit: Hit, words: Iterable[str]) -> list[Block]:
    value = {"remark": hit.remark_id}
    spoken = f"{hit.meeting} {_speaker(hit.speaker)}"
    row = [parts.button("前後を見る", AROUND, value, spoken=f"{spoken}の前後を見る")]
    if not hit.closed:
        row.append(parts.button("共有", SHARE, value, spoken=f"{spoken}を共有"))
    return [
        parts.context(_where(hit)),
        parts.quote(_window(text.mark(hit.body, words))),
        parts.buttons(row),
    ]


def _where(hit: Hit) -> str:
    closed = "【非公開】" if hit.closed else ""
    agenda = f"　{hit.agenda}" if hit.agenda else ""
    return (
        f"{closed}{_speaker(hit.speaker)}　{day(hit.held_on)}　{hit.council} {hit.meeting}{agenda}"
    )


def _speaker(label: str | None) -> str:
    return f"({label})" if label else "(発言者の記載なし)"


def _window(pieces: list[Piece]) -> list[Piece]:
    """As much of a long remark as shows the first word found with what stands around it."""
    if sum(len(piece.text) for piece in pieces) <= WINDOW:
        return pieces
    before = 0
    for piece in pieces:
        if piece.is_hit:
            break
        before += len(piece.text)
    start = max(0, before - WINDOW // 3)
    shown: list[Piece] = []
    at = 0
    for piece in pieces:
        seen = piece.text[max(0, start - at) : max(0, start + WINDOW - at)]
        at += len(piece.text)
        if seen:
            shown.append(Piece(seen, piece.is_hit))
    return [
        *([Piece("…", False)] if start else []),
        *shown,
        *([Piece("…", False)] if at > start + WINDOW else []),
    ]


def _header(shown: Minutes) -> list[Block]:
    meeting = shown.meeting
    present = [person for person in shown.roll if person.status != "absent"]
    absent = [person for person in shown.roll if person.status == "absent"]
    lines = [
        f"日時　{sitting(meeting.held_on, meeting.starts_at, meeting.ends_at)}",
        f"場所　{meeting.venue or '記載なし'}",
        f"出席者　{_names(present)}",
    ]
    if absent:
        lines.append(f"欠席者　{_names(absent)}")
    lines.append(f"公開・非公開　{_disclosure(meeting)}")
    lines.append(f"傍聴者　{meeting.observers or '記載なし'}")
    lines += [f"会議資料　{' '.join(filter(None, (m.label, m.title)))}" for m in shown.materials]
    return [parts.plain(parts.cut("\n".join(lines), parts.SECTION)), {"type": "divider"}]


def _names(people: Iterable[Attendee]) -> str:
    listed = [" ".join(filter(None, (person.title, person.name))) for person in people]
    return "、".join(listed) or "記載なし"


def _disclosure(meeting: Meeting) -> str:
    printed = DISCLOSURES.get(meeting.disclosure, "記載なし")
    return f"{printed}（{meeting.disclosure_ground}）" if meeting.disclosure_ground else printed


def _pages(turns: Sequence[Turn]) -> list[list[Turn]]:
    """Turns put together so that each page stays inside what one Slack message takes."""
    pages: list[list[Turn]] = [[]]
    room = PAGE_CHARACTERS
    for turn in _short_turns(turns):
        size = sum(len(remark.body) for remark in turn.remarks) + 20
        if pages[-1] and (size > room or len(pages[-1]) == PAGE_TURNS):
            pages.append([])
            room = PAGE_CHARACTERS
        pages[-1].append(turn)
        room -= size
    return pages


def _short_turns(turns: Sequence[Turn]) -> Iterable[Turn]:
    """Turns of at most a page; a longer one goes on under the same label."""
    for turn in turns:
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


def _pager(
    action_id: str, value: dict[str, object], page: int, total: int, size: int
) -> list[Block]:
    last = max(1, -(-total // size))
    if last == 1:
        return []
    row = []
    if page > 1:
        row.append(parts.button("前へ", f"{action_id}.back", {**value, "page": page - 1}))
    if page < last:
        row.append(parts.button("次へ", f"{action_id}.on", {**value, "page": page + 1}))
    return [parts.context(f"{page:,}／{last:,}ページ"), parts.buttons(row)]
