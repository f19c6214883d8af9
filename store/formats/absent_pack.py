"""欠席者への資料送付状 as Word: what was decided, what is still open, and which papers go with it.

A page for each member who was absent. Remarks are not in it: who wants to read them asks for the
minutes.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from store import eras
from store.formats import paper

EVERYBODY = "委員各位"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pack:
    """What a member who was absent is told; `is_draft`: the minutes are not confirmed yet."""

    council: str
    title: str
    when: str
    written_on: date
    agenda: tuple[str, ...]
    decisions: tuple[str, ...]
    open_points: tuple[str, ...]
    information: tuple[str, ...]
    papers: tuple[str, ...]
    is_draft: bool


def to_word(pack: Pack, addressees: Sequence[str]) -> bytes:
    """One letter for each, on a page of its own; without any, one to whom it may concern."""
    drawn = paper.blank(f"{pack.council} {pack.title} 欠席委員への送付資料")
    for place, name in enumerate(addressees or (EVERYBODY,)):
        if place:
            paper.new_page(drawn)
        _letter(drawn, pack, name)
    return paper.saved(drawn)


def _letter(drawn: paper.Document, pack: Pack, name: str) -> None:
    paper.line(drawn, eras.long_date(pack.written_on), paper.RIGHT)
    paper.line(drawn, name if name == EVERYBODY else f"{name}　様")
    paper.line(drawn, f"{pack.council}事務局", paper.RIGHT)
    paper.line(drawn)
    paper.line(drawn, f"{pack.title}{pack.council}の結果について", paper.CENTRE, 12)
    paper.line(drawn)
    paper.line(
        drawn,
        f"　{pack.when}に開催した標記の会議の結果を、下記のとおりお知らせします。会議資料を同封しますので、御覧ください。",
    )
    if pack.is_draft:
        paper.line(drawn, "　なお、会議録は確定前のため、内容が変わることがあります。")
    paper.line(drawn)
    paper.line(drawn, "記", paper.CENTRE)
    for number, (label, lines) in enumerate(
        (
            ("議題", pack.agenda),
            ("決まったこと", pack.decisions),
            ("継続していること（宿題）", pack.open_points),
            ("お知らせ", pack.information),
            ("会議資料", pack.papers),
        ),
        start=1,
    ):
        paper.line(drawn)
        paper.line(drawn, f"{number}　{label}")
        for words in lines or ("（なし）",):
            paper.hanging(drawn, f"・{words}" if lines else words)
    paper.line(drawn)
    paper.line(drawn, "　御意見がありましたら、事務局までお寄せください。")
    paper.line(drawn, "以上", paper.RIGHT)
