"""How questions and answers look: a pair, earlier answers, and the form that puts a pair right."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from handlers.views import hits, parts
from handlers.views.parts import Block, Message
from handlers.views.search import SORTED
from store.formats.document import Material
from store.queries import Sort
from store.search import Hit, Page
from store.text import Piece

PAGE = "answers.page"
CORRECT = "answers.correct"
FORM = "pair_form"
QUESTIONS = "questions"
RULE = "rule"

ANSWERS = 5
WHOLE = 1_500
LABEL = 75


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """An answer, what it answers, and the documents it was given with."""

    answer: Hit
    questions: tuple[Hit, ...]
    materials: tuple[Material, ...]
    may_correct: bool


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
    order = SORTED[sort]
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
        parts.context(hits.where(answer)),
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
    shown = hits.beside(answer, questions)
    if not questions:
        shown.append(parts.context("どの発言への答弁でもない、としています。"))
    advice = "前に出した検索の結果は変わりません。もう一度探すと、新しい組で出ます。"
    return parts.modal("組を直す", [parts.plain(told), *shown, parts.context(advice)])


def _given(given: Given, marks: Iterable[str]) -> list[Block]:
    answer = given.answer
    row = hits.row(answer)
    if given.may_correct:
        row.append(correct_button(answer))
    blocks = [
        parts.context(hits.where(answer)),
        *hits.beside(answer, given.questions, marks),
    ]
    if given.materials:
        named = "、".join(" ".join(filter(None, (m.label, m.title))) for m in given.materials)
        blocks.append(parts.context(f"資料　{named}"))
    return [*blocks, parts.buttons(row)]


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
    return parts.labelled(label, block_id, element, hint=hint) | {"optional": True}
