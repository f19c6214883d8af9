"""`/minutes answers`: what the office answered, below what it was asked; and pairs put right."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

from slack_bolt import Ack, Respond
from slack_sdk import WebClient

from handlers import access
from handlers.commands import Subcommand
from handlers.errors import UserError
from handlers.parse import buttons
from handlers.parse import pairs as parse_pairs
from handlers.parse import query as parse
from handlers.views import answers as views
from handlers.visit import Visit
from store import councils, pairs, remarks
from store import search as index
from store.queries import Query, spellings
from store.search import Hit, Page

Answer = Callable[..., object]  # respond(), or respond() in the place of an older message


def answers(typed: str, visit: Visit, respond: Respond, client: WebClient) -> None:
    """`answers 個人情報`: the office's remarks that say it, each with what it answers."""
    if not typed:
        raise UserError(
            "どんなことへの答弁を探すか、言葉を入力してください。例: 「/minutes answers 個人情報」"
        )
    _answer(typed, 1, visit, respond)


def turn_answers(ack: Ack, action: dict[str, Any], visit: Visit, respond: Respond) -> None:
    """次へ and 前へ under earlier answers."""
    ack()
    typed, page = buttons.values(action, q=str, page=int)
    _answer(typed, max(1, page), visit, partial(respond, replace_original=True))


def open_form(ack: Ack, action: dict[str, Any], visit: Visit, client: WebClient) -> None:
    """組を直す: which of the remarks before it an answer answers."""
    ack()
    [answer_id] = buttons.values(action, remark=int)
    answer = _managed(answer_id, visit)
    choices = pairs.choices(visit.db, answer_id, visit.viewer)
    if not choices:
        raise UserError("この発言より前に、組にできる発言がありません。")
    questions = pairs.beside(visit.db, [answer_id], visit.viewer)[answer_id]
    client.views_open(
        trigger_id=visit.trigger_id,
        view=views.form(
            answer, choices, questions, is_corrected=pairs.is_corrected(visit.db, answer_id)
        ),
    )


def correct(ack: Ack, view: dict[str, Any], visit: Visit) -> None:
    """The form was sent: keep the pair, and show it in the form's place."""
    form = parse_pairs.form(view)
    answer = _managed(form.answer_id, visit)
    with visit.store.writing() as db:
        if form.by_rule:
            pairs.forget(db, answer.remark_id, visit.by)
        else:
            pairs.correct(db, answer.remark_id, form.question_ids, visit.by)
    with visit.store.reading() as db:  # after a change, the listener's own reader is behind
        questions = pairs.beside(db, [answer.remark_id], visit.viewer)[answer.remark_id]
    ack(response_action="update", view=views.corrected(answer, questions, by_rule=form.by_rule))


def _answer(typed: str, number: int, visit: Visit, respond: Answer) -> None:
    query = parse.read(typed, visit.today)
    asked = parse.write(query)
    office = _of_the_office(query)
    start = (number - 1) * views.ANSWERS
    page = index.find(visit.db, office, visit.viewer, limit=views.ANSWERS, offset=start)
    if page.total:
        marks = spellings(query.wanted)
        given = _given(page, visit)
        respond(**views.answers(asked, query.sort, marks, page, given, number))
    else:
        anybody = replace(query, filters=replace(query.filters, roles=()))
        respond(**views.nothing(asked, index.count(visit.db, anybody, visit.viewer)))


def _of_the_office(query: Query) -> Query:
    return replace(query, filters=replace(query.filters, roles=("secretariat",)))


def _given(page: Page, visit: Visit) -> list[views.Given]:
    ids = [hit.remark_id for hit in page.hits]
    questions = pairs.beside(visit.db, ids, visit.viewer)
    materials = pairs.materials(visit.db, ids, visit.viewer)
    mine = {name for name in {hit.council for hit in page.hits} if _may_correct(name, visit)}
    return [
        views.Given(
            answer=hit,
            questions=questions[hit.remark_id],
            materials=materials[hit.remark_id],
            may_correct=hit.council in mine,
        )
        for hit in page.hits
    ]


def _may_correct(council_name: str, visit: Visit) -> bool:
    council = councils.find(visit.db, council_name)
    return council is not None and access.may_manage(visit, council)


def _managed(answer_id: int, visit: Visit) -> Hit:
    """An answer the person may see, and whose pairs are theirs to put right."""
    answer = index.hits(visit.db, [answer_id], visit.viewer).get(answer_id)
    council = councils.find(visit.db, answer.council) if answer else None
    if answer is None or council is None:
        raise UserError(remarks.NOT_FOUND)
    access.require_manager(visit, council)
    return answer


ANSWERS = Subcommand(
    names=("answers", "答弁"),
    answer=answers,
    example="answers 個人情報",
    purpose="市がこれまでにした答弁を探します。何への答弁か、どの資料かを添えます。",
)
