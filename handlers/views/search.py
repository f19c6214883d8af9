"""How search looks: hits with what stands beside them, facets, and the form."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from handlers.parse import query as parse
from handlers.views import export, hits, ladder, parts
from handlers.views.dates import day
from handlers.views.parts import Block, Message
from store import eras, queries
from store.councils import Council
from store.ladder import Step
from store.queries import Expression, Filters, Query
from store.search import Facets, Hit, Page
from store.text import Piece

PAGE = "search.page"
WORD = "search.word"
YEAR = "search.year"
MEETING = "search.meeting"
AGAIN = "search.again"
OPEN_FORM = "search.open_form"
FORM = "search_form"
SHORTCUT = "search_shortcut"

HITS = 5
YEARS = 5
WORDS = 8
MEETINGS = 50  # in the menu; a message holds about 13,000 characters in all
NEIGHBOUR = 2_500
SORTED = {"newest": "新しい順", "oldest": "古い順", "relevance": "関連順"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A page of results with all that is drawn of it.

    `widened` is what was looked for with the words that mean the same; `off` are those of
    them that the person has switched off.
    """

    query: Query
    widened: Expression | None
    added: tuple[str, ...]
    off: tuple[str, ...]
    page: Page
    number: int
    facets: Facets
    beside: Mapping[int, tuple[Hit, ...]]


def results(found: Found) -> Message:
    """What a search found: how many, where, and a page of them."""
    typed = parse.write(found.query)
    told = f"{_asked(found.query)}は{found.page.total:,}件あります（{SORTED[found.query.sort]}）"
    blocks = [parts.plain(told), *_words(found, typed)]
    if found.page.ranked:
        note = f"件数が多いため、新しい{found.page.ranked:,}件の中で関連の強い順に並べています。"
        blocks.append(parts.context(note))
    blocks += _facets(found, typed)
    marks = queries.spellings(found.widened)
    drawn: set[int] = set()
    for hit in found.page.hits:
        if hit.remark_id not in drawn:  # else it stands beside its question already
            others = found.beside.get(hit.remark_id, ())
            blocks += _hit(hit, marks, others)
            drawn |= {hit.remark_id, *(other.remark_id for other in others)}
    blocks += parts.pager(PAGE, _value(typed, found), found.number, found.page.total, HITS)
    blocks += _tools(typed, found.off)
    return parts.message(told, blocks)


def nothing(query: Query, steps: Sequence[Step]) -> Message:
    """No hit is not an end: what else would find something, and whom to ask."""
    told = f"{_asked(query)}は見つかりませんでした。"
    return parts.message(told, [parts.plain(told), *ladder.ladder(steps)])


def mistake(sentence: str, corrected: str | None) -> Message:
    """What is wrong with a query, and the corrected one as a button."""
    blocks = [parts.plain(sentence)]
    if corrected:
        label = f"「{corrected}」で検索する"
        blocks.append(parts.buttons([parts.button(label, AGAIN, {"q": corrected})]))
    return parts.message(sentence, blocks)


def around(neighbours: Sequence[Hit], remark_id: int) -> dict[str, Any]:
    """A remark between its neighbours, in a window."""
    return parts.modal("前後の発言", _around(neighbours, remark_id))


def cited(neighbours: Sequence[Hit], remark_id: int) -> Message:
    """A remark that was cited by its link, between its neighbours."""
    return parts.message(f"発言 {hits.link(remark_id)}", _around(neighbours, remark_id))


def shared(hit: Hit, user_id: str) -> Message:
    """A remark shown to the whole channel; nothing of the asker's own list goes with it."""
    told = f"<@{user_id}> さんが会議録の発言を共有しました。"
    blocks = [
        parts.mrkdwn(told),
        parts.context(hits.where(hit)),
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


def form(typed: str, councils: Iterable[Council], years: Iterable[int]) -> dict[str, Any]:
    """The search as a form, for those who do not type commands."""
    hint = "例: 人材　並べると、すべてを含む発言を探します。"
    words = parts.field("探す言葉", "words", hint=hint, limit=parse.LONGEST)
    words["element"]["initial_value"] = typed
    words["optional"] = True
    speaker = parts.field("発言者", "speaker", hint="例: 事務局")
    speaker["optional"] = True
    blocks = [words, speaker]
    blocks += parts.choice(
        "年度", "fiscal_year", [(eras.fiscal_year_name(y), str(y)) for y in years]
    )
    blocks += parts.choice(
        "会議体", "council", [(council.name, council.name) for council in councils]
    )
    blocks += parts.choice("並び", "sort", [(name, sort) for sort, name in SORTED.items()])
    return parts.modal("会議録を検索", blocks, callback_id=FORM, submit="検索する", close="やめる")


def _asked(query: Query) -> str:
    typed = parse.write(query)
    return f"「{typed}」を含む発言" if query.wanted else f"「{typed}」に当たる発言"


def _value(typed: str, found: Found) -> dict[str, Any]:
    return {"q": typed, "off": "、".join(found.off)}


def _words(found: Found, typed: str) -> list[Block]:
    """The words that were looked for too, each to be switched off, or on again."""
    if not found.added and not found.off:
        return []
    row = [
        _word_button(f"「{word}」を外す", typed, [*found.off, word], f"off.{n}")
        for n, word in enumerate(found.added[:WORDS])
    ]
    row += [
        _word_button(f"「{word}」を戻す", typed, [w for w in found.off if w != word], f"on.{n}")
        for n, word in enumerate(found.off[:WORDS])
    ]
    told = (
        f"{'・'.join(found.added)}も探しました。" if found.added else "言い換えは探していません。"
    )
    return [parts.context(told), parts.buttons(row)]


def _word_button(label: str, typed: str, off: Sequence[str], name: str) -> Block:
    return parts.button(label, f"{WORD}.{name}", {"q": typed, "off": "、".join(off)})


def _facets(found: Found, typed: str) -> list[Block]:
    """How many hits each year and each meeting has; pressed, only those are shown."""
    facets = found.facets
    off = "、".join(found.off)
    row = []
    if len(facets.years) > 1:
        row += [
            parts.button(
                f"{year_name(year.fiscal_year)} {year.hits:,}件",
                f"{YEAR}.{year.fiscal_year}",
                {"q": typed, "off": off, "year": year.fiscal_year},
            )
            for year in facets.years[:YEARS]
            if year.fiscal_year is not None
        ]
    if found.query.filters != Filters() and found.query.wanted:
        everything = parse.write(Query(wanted=found.query.wanted, sort=found.query.sort))
        row.append(parts.button("絞り込みを外す", f"{WORD}.all", {"q": everything, "off": off}))
    blocks = [parts.buttons(row)] if row else []
    menu_id = f"{MEETING}|{off}|{typed}"
    if len(facets.meetings) > 1 and len(menu_id) <= parts.ID:
        # A menu's options have no room for the query, so the block's own name carries it.
        options = [
            parts.option(f"{meeting.name} {meeting.hits:,}件", str(meeting.meeting_id))
            for meeting in facets.meetings[:MEETINGS]
        ]
        menu = parts.menu(f"会議で絞る（{len(facets.meetings):,}件の会議）", MEETING, options)
        blocks.append(parts.buttons([menu]) | {"block_id": menu_id})
    return blocks


def year_name(fiscal_year: int | None) -> str:
    """令和7年度"""
    return eras.fiscal_year_name(fiscal_year) if fiscal_year is not None else "年度不明"


def _hit(hit: Hit, marks: Iterable[str], beside: Sequence[Hit]) -> list[Block]:
    return [
        parts.context(hits.where(hit)),
        *hits.beside(hit, beside, marks),
        parts.buttons(hits.row(hit)),
    ]


def _tools(typed: str, off: Sequence[str]) -> list[Block]:
    form_button = parts.button("条件を変える", OPEN_FORM, {"q": typed})
    return [parts.buttons([*export.search_buttons(typed, "、".join(off)), form_button])]


def _around(neighbours: Sequence[Hit], remark_id: int) -> list[Block]:
    first = neighbours[0]
    blocks = [parts.context(f"{first.council} {first.meeting}　{day(first.held_on)}")]
    agenda = None
    for hit in neighbours:
        if hit.agenda != agenda:
            agenda = hit.agenda
            blocks.append(parts.mrkdwn(f"*{parts.escape(agenda or '（議題なし）')}*"))
        is_asked = hit.remark_id == remark_id
        mark = f"　← この発言（{hits.link(hit.remark_id)}）" if is_asked else ""
        blocks.append(parts.context(parts.speaker(hit.speaker) + mark))
        blocks.append(parts.quote([Piece(parts.cut(hit.body, NEIGHBOUR), is_asked)]))
    return blocks
