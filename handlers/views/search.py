"""How search results look: hits, their neighbours, and a remark that is shared."""

from collections.abc import Iterable, Sequence

from handlers.views import parts
from handlers.views.dates import day
from handlers.views.parts import Block, Message
from store import text
from store.search import Hit, Page, Query
from store.text import Piece

PAGE = "search.page"
AROUND = "search.around"
SHARE = "search.share"

HITS = 5
WINDOW = 220  # characters of a long remark that are shown around the first word found
NEIGHBOUR = 2_500


def results(query: Query, found: Page, page: int) -> Message:
    """What a search found: how many, and a page of them."""
    if not found.total:
        return _nothing(query)
    told = f"「{query.text}」を含む発言は{found.total:,}件あります（新しい順）"
    blocks = [parts.plain(told)]
    for hit in found.hits:
        blocks += _hit(hit, query.words)
    blocks += parts.pager(PAGE, {"q": query.text}, page, found.total, HITS)
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
        blocks.append(
            parts.context(parts.speaker(hit.speaker) + ("　← この発言" if is_asked else ""))
        )
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


def _nothing(query: Query) -> Message:
    told = f"「{query.text}」を含む発言は見つかりませんでした。"
    advice = "言葉を短くするか減らして、もう一度お試しください。"
    if query.speakers:
        advice = "発言者の絞り込みを外すか、言葉を短くして、もう一度お試しください。"
    return parts.message(told + advice, [parts.plain(told), parts.context(advice)])


def _hit(hit: Hit, words: Iterable[str]) -> list[Block]:
    value = {"remark": hit.remark_id}
    spoken = f"{hit.meeting} {parts.speaker(hit.speaker)}"
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
    return f"{closed}{parts.speaker(hit.speaker)}　{day(hit.held_on)}　{hit.council} {hit.meeting}{agenda}"


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
