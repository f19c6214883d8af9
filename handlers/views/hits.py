"""How one hit looks: where it stands, its pair of question and answer, and its buttons."""

from collections.abc import Iterable, Sequence

from handlers.views import parts
from handlers.views.dates import day
from handlers.views.excerpts import window
from handlers.views.parts import Block
from store import text
from store.roles import role_of
from store.search import Hit
from store.text import Piece

AROUND = "search.around"
SHARE = "search.share"

PLACE = 300
OTHERS = 4  # questions or answers drawn beside one remark
OTHER = 160  # characters of each


def where(hit: Hit) -> str:
    """Who said it, when, in which meeting, under which item, and the link that stays."""
    closed = "【非公開】" if hit.closed else ""
    agenda = f"　{hit.agenda}" if hit.agenda else ""
    said = f"{closed}{parts.speaker(hit.speaker)}　{day(hit.held_on)}"
    place = parts.cut(f"{hit.council} {hit.meeting}{agenda}", PLACE)
    drafted = "　Slackで記録・確定前" if hit.drafted else ""
    return f"{said}　{place}　{link(hit.remark_id)}{drafted}"


def link(remark_id: int) -> str:
    """The link of a remark, true as long as the record lasts."""
    return f"kaigiroku:{remark_id}"


def beside(
    hit: Hit, others: Sequence[Hit], marks: Iterable[str] = (), limit: int | None = None
) -> list[Block]:
    """A remark with what pairs.beside() gives for it: the questions above, the answers below."""
    own = _quote(window(text.mark(hit.body, marks), *([limit] if limit else [])))
    if not others:
        elements = [own]
    elif role_of(hit.speaker) == "secretariat":
        elements = [*_others("質疑", others, marks), _line("↳ 答弁", hit), own]
    else:
        elements = [_line("質疑", hit), own, *_others("↳ 答弁", others, marks)]
    return [{"type": "rich_text", "elements": elements}]


def row(hit: Hit) -> list[Block]:
    """The buttons of a hit; what was said behind closed doors has no 共有."""
    value = {"remark": hit.remark_id}
    spoken = f"{hit.meeting} {parts.speaker(hit.speaker)}"
    around = parts.button("前後を見る", AROUND, value, spoken=f"{spoken}の前後を見る")
    if hit.closed:
        return [around]
    return [around, parts.button("共有", SHARE, value, spoken=f"{spoken}を共有")]


def _others(what: str, others: Sequence[Hit], marks: Iterable[str]) -> list[Block]:
    elements: list[Block] = []
    label = object()
    for other in others[:OTHERS]:
        if other.speaker != label:
            label = other.speaker
            elements.append(_line(what, other))
        elements.append(_quote(window(text.mark(other.body, marks), OTHER)))
    if len(others) > OTHERS:
        elements.append(_section(f"ほか{len(others) - OTHERS:,}件の{what.removeprefix('↳ ')}"))
    return elements


def _line(what: str, hit: Hit) -> Block:
    return _section(f"{what}　{parts.speaker(hit.speaker)}")


def _section(line: str) -> Block:
    return {"type": "rich_text_section", "elements": [{"type": "text", "text": line}]}


def _quote(pieces: Iterable[Piece]) -> Block:
    return parts.quote(pieces)["elements"][0]
