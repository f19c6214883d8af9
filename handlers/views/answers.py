"""How questions and answers look: a pair, earlier answers, and the form that puts a pair right."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from handlers.views import parts
from handlers.views import search as search_views
from handlers.views.excerpts import window
from handlers.views.parts import Block, Message
from store import text
from store.formats.document import Material
from store.queries import Sort
from store.roles import role_of
from store.search import Hit, Page
from store.text import Piece

PAGE = "answers.page"
CORRECT = "answers.correct"
FORM = "pair_form"
QUESTIONS = "questions"
RULE = "rule"

ANSWERS = 5
OTHERS = 4  # questions or answers drawn beside one remark
OTHER = 160  # characters of each
WHOLE = 1_500
LABEL = 75


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """An answer, what it answers, and the documents it was given with."""

    answer: Hit
    questions: tuple[Hit, ...]
    materials: tuple[Material, ...]
    may_correct: bool


def beside(
    hit: Hit, others: Sequence[Hit], marks: Iterable[str] = (), limit: int | None = None
) -> list[Block]:
    """A remark with what pairs.beside() gives for it: the questions above, the answers below."""
    own = _quote(window(text.mark(hit.body, marks), *([limit] if limit else [])))
    if not others:
        elements = [own]
    elif role_of(hit.speaker) == "secretariat":
        elements = [*_others("質疑", others), _line("↳ 答弁", hit), own]
    else:
        elements = [_line("質疑", hit), own, *_others("↳ 答弁", others)]
    return [{"type": "rich_text", "elements": elements}]


def correct_button(answer: Hit) -> Block:
    """組を直す, for those who may."""
    return parts.button(
        "組を直す",
        CORRECT,
        {"remark": answer.remark_id},
        spoken=f"{answer.meeting} {parts.speaker(answer.speaker)}の組を直す",
    )


def answers(
    typed: str, sort: Sort, marks: Sequence[str], page: Page, given: Iterable[Given], number: int
) -> Message:
    """A page of the office's answers; `typed` is the query as somebody would type it."""
    order = search_views.SORTED[sort]
    told = f"「{typed}」についての事務局の発言は{page.total:,}件あります（{order}）"
    blocks = [parts.plain(told)]
    for one in given:
        blocks += _given(one, marks)
    blocks += parts.pager(PAGE, {"q": typed}, number, page.total, ANSWERS)
    return parts.message(told, blocks)


def nothing(typed: str, elsewhere: int) -> Message:
    """The office never said it; `elsewhere`: how many remarks of others do."""
    told = f"「{typed}」についての事務局の発言は見つかりませんでした。"
    if elsewhere:
        advice = (
            f"ほかの人の発言には{elsewhere:,}件あります。"
            f"「/minutes search {typed}」で、答弁と並べて見られます。"
        )
    else:
        advice = "言葉を短くするか、言い換えて、もう一度お試しください。例: 人材 → 人手、担い手"
    return parts.message(told + advice, [parts.plain(told), parts.context(advice)])


def form(
    answer: Hit, choices: Sequence[Hit], questions: Iterable[Hit], *, is_corrected: bool
) -> dict[str, Any]:
    """Which of the remarks before it an answer answers."""
    asked = {question.remark_id for question in questions}
    menu: Block = {
        "type": "multi_static_select",
        "action_id": "value",
        "placeholder": {"type": "plain_text", "text": "どの発言への答弁でもない"},
        "option_groups": _groups(choices),
    }
    initial = [_option(choice) for choice in choices if choice.remark_id in asked]
    if initial:
        menu["initial_options"] = initial
    blocks = [
        parts.context(search_views.where(answer)),
        parts.quote([Piece(parts.cut(answer.body, WHOLE), False)]),
        _input(
            QUESTIONS,
            "この答弁が答えている発言",
            menu,
            "いくつでも選べます。一つも選ばないと、どの発言への答弁でもないと記録します。",
        ),
    ]
    if is_corrected:
        blocks.append(_input(RULE, "これまでに直した内容", _rule(), None))
    return parts.modal(
        "組を直す",
        blocks,
        callback_id=FORM,
        submit="記録する",
        close="やめる",
        private_metadata=str(answer.remark_id),
    )


def corrected(answer: Hit, questions: Sequence[Hit], *, by_rule: bool) -> dict[str, Any]:
    """The pair as it stands now."""
    if by_rule:
        told = "直した内容を取り消し、自動の組に戻しました。"
    else:
        told = "組を記録しました。会議録を取り込み直しても、この組で示します。"
    shown = beside(answer, questions)
    if not questions:
        shown.append(parts.context("どの発言への答弁でもない、としています。"))
    advice = "前に出した検索の結果は変わりません。もう一度探すと、新しい組で出ます。"
    return parts.modal("組を直す", [parts.plain(told), *shown, parts.context(advice)])


def _given(given: Given, marks: Iterable[str]) -> list[Block]:
    answer = given.answer
    value = {"remark": answer.remark_id}
    spoken = f"{answer.meeting} {parts.speaker(answer.speaker)}"
    row = [parts.button("前後を見る", search_views.AROUND, value, spoken=f"{spoken}の前後を見る")]
    if not answer.closed:
        row.append(parts.button("共有", search_views.SHARE, value, spoken=f"{spoken}を共有"))
    if given.may_correct:
        row.append(correct_button(answer))
    blocks = [
        parts.context(search_views.where(answer)),
        *beside(answer, given.questions, marks),
    ]
    if given.materials:
        named = "、".join(" ".join(filter(None, (m.label, m.title))) for m in given.materials)
        blocks.append(parts.context(f"資料　{named}"))
    return [*blocks, parts.buttons(row)]


def _others(what: str, others: Sequence[Hit]) -> list[Block]:
    elements: list[Block] = []
    label = object()
    for other in others[:OTHERS]:
        if other.speaker != label:
            label = other.speaker
            elements.append(_line(what, other))
        elements.append(_quote(window([Piece(other.body, False)], OTHER)))
    if len(others) > OTHERS:
        elements.append(_section(f"ほか{len(others) - OTHERS:,}件の{what.removeprefix('↳ ')}"))
    return elements


def _line(what: str, hit: Hit) -> Block:
    return _section(f"{what}　{parts.speaker(hit.speaker)}")


def _section(line: str) -> Block:
    return {"type": "rich_text_section", "elements": [{"type": "text", "text": line}]}


def _quote(pieces: Iterable[Piece]) -> Block:
    return parts.quote(pieces)["elements"][0]


def _groups(choices: Iterable[Hit]) -> list[Block]:
    """The remarks to choose from, under their agenda items."""
    groups: list[Block] = []
    agenda: str | None = None
    for choice in choices:
        if not groups or choice.agenda != agenda:
            agenda = choice.agenda
            label = parts.cut(agenda or "（議題なし）", LABEL)
            groups.append({"label": {"type": "plain_text", "text": label}, "options": []})
        groups[-1]["options"].append(_option(choice))
    return groups


def _option(choice: Hit) -> Block:
    line = f"{parts.speaker(choice.speaker)} {' '.join(choice.body.split())}"
    return parts.option(line, str(choice.remark_id))


def _rule() -> Block:
    return {
        "type": "checkboxes",
        "action_id": "value",
        "options": [parts.option("取り消して、自動の組に戻す", "rule")],
    }


def _input(block_id: str, label: str, element: Block, hint: str | None) -> Block:
    block: Block = {
        "type": "input",
        "block_id": block_id,
        "optional": True,
        "label": {"type": "plain_text", "text": label},
        "element": element,
    }
    if hint:
        block["hint"] = {"type": "plain_text", "text": hint}
    return block
