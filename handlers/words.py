"""`/minutes words`: the words that mean the same, and those that were looked for in vain."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from functools import partial
from typing import Any

from slack_bolt import Ack, Respond
from slack_sdk import WebClient
from sqlite_utils import Database

from handlers.commands import Subcommand
from handlers.errors import FormError, UserError
from handlers.parse import buttons
from handlers.parse import words as parse
from handlers.parse.words import WordsForm
from handlers.views import words as views
from handlers.views.parts import Message
from handlers.visit import Visit
from store import councils, inbox, misses, outbox, text, vocabulary
from store.db import Store
from store.misses import Miss
from store.outbox import Letter, NewLetter
from store.queries import Word
from store.slots import JAPAN
from store.vocabulary import Wording

Answer = Callable[..., object]  # respond(), or respond() in the place of an older message

# On Mondays at nine the office is told of the week before.
TOLD_AT = time(9)


def words(typed: str, visit: Visit, respond: Respond, client: WebClient) -> None:
    """`words`: every group; `words 人材`: those it touches; `words misses`: looked for in vain."""
    if parse.asks_for_misses(typed):
        _answer_misses(visit, respond)
    else:
        _answer_groups(" ".join(typed.split()), 1, visit, respond)


def turn_groups(ack: Ack, action: dict[str, Any], visit: Visit, respond: Respond) -> None:
    """次へ and 前へ under the groups."""
    ack()
    word, page = buttons.values(action, word=str, page=int)
    _answer_groups(word, max(1, page), visit, partial(respond, replace_original=True))


def show_misses(ack: Ack, visit: Visit, respond: Respond) -> None:
    """見つからなかった言葉 under the groups."""
    ack()
    _answer_misses(visit, partial(respond, replace_original=False))


def open_new(ack: Ack, action: dict[str, Any], visit: Visit, client: WebClient) -> None:
    """言葉の組を追加: the form, with the words that were looked for in it."""
    ack()
    _require_secretariat(visit)
    [begun] = buttons.values(action, words=list)
    wording = Wording(words=tuple(map(str, begun)), reason="")
    client.views_open(trigger_id=visit.trigger_id, view=views.form(wording))


def open_group(ack: Ack, action: dict[str, Any], visit: Visit, client: WebClient) -> None:
    """直す: the form, with the group as it stands now."""
    ack()
    _require_secretariat(visit)
    [key] = buttons.values(action, group=str)
    group = vocabulary.get(visit.db, key)
    client.views_open(
        trigger_id=visit.trigger_id,
        view=views.form(group.wording, key=group.key, version=group.version),
    )


def save(ack: Ack, view: dict[str, Any], visit: Visit) -> None:
    """The form was sent: keep the group, and say so in its place."""
    _require_secretariat(visit)
    form = parse.form(view)
    with visit.store.writing() as db:
        if inbox.first_time(db, f"words:{view['id']}", visit.by):
            _save(db, form, visit)
    ack(response_action="update", view=views.saved(form.wording))


def weekly(store: Store, client: WebClient, now: datetime) -> None:
    """Write to each of the secretariats, once a week, what was looked for in vain the week before.

    To the people, not into a channel: whoever looks for a name would read it there.
    """
    monday = _monday(now)
    first, last = monday - timedelta(days=7), monday - timedelta(days=1)
    with store.reading() as db:
        if not misses.between(db, first, last):
            return
        people = {
            user_id
            for council in councils.list_all(db)
            for user_id in councils.secretariat(db, council.id)
        }
    with store.writing() as db:
        for user_id in sorted(people):
            letter = NewLetter(
                key=f"{misses.KIND}:{monday}:{user_id}",
                recipient=user_id,
                kind=misses.KIND,
                due_at=datetime.combine(monday, TOLD_AT, JAPAN),
                refs={"first": first.isoformat(), "last": last.isoformat()},
            )
            outbox.put(db, letter)


def draw(store: Store, letter: Letter, now: datetime) -> Message | None:
    """The week's list; nothing, if it is not kept any more or its reader has left the secretariat."""
    first, last = (date.fromisoformat(letter.refs[name]) for name in ("first", "last"))
    with store.reading() as db:
        if not councils.serves(db, letter.recipient):
            return None
        looked_for = misses.between(db, first, last)
        covered = _covered(db, looked_for)
    return views.misses(looked_for, covered, first, last) if looked_for else None


def _answer_groups(word: str, page: int, visit: Visit, respond: Answer) -> None:
    may_edit = _is_secretariat(visit)
    if text.fold(word):
        found = vocabulary.touching(visit.db, word)
        also = vocabulary.added(vocabulary.widen(visit.db, Word(word)))
        respond(**views.touching(word, found, also, page, may_edit=may_edit))
    else:
        respond(**views.overview(vocabulary.groups(visit.db), page, may_edit=may_edit))


def _answer_misses(visit: Visit, respond: Answer) -> None:
    _require_secretariat(visit)
    looked_for = misses.week(visit.db, visit.today)
    covered = _covered(visit.db, looked_for)
    first = visit.today - timedelta(days=6)
    respond(**views.misses(looked_for, covered, first, visit.today))


def _covered(db: Database, looked_for: tuple[Miss, ...]) -> list[Miss]:
    """Those of which a word stands in a group by now: it will be found, or needs no second group."""
    return [
        miss
        for miss in looked_for
        if any(vocabulary.added(vocabulary.widen(db, Word(word))) for word in miss.words)
    ]


def _save(db: Database, form: WordsForm, visit: Visit) -> None:
    before = vocabulary.get(db, form.key).words if form.key else ()
    known = {text.fold(word) for word in before}
    new = [word for word in form.wording.words if text.fold(word) not in known]
    overlaps = vocabulary.elsewhere(db, new, form.key)
    if overlaps and form.wording.is_on and not form.may_overlap:
        raise FormError({"words": views.overlapping(*overlaps[0])})
    if form.key:
        vocabulary.change(db, form.key, form.wording, form.version, visit.by)
    else:
        vocabulary.add(db, form.wording, visit.by)


def _monday(now: datetime) -> date:
    """The last Monday on which nine o'clock has struck."""
    told = now.astimezone(JAPAN) - timedelta(hours=TOLD_AT.hour)
    return told.date() - timedelta(days=told.weekday())


def _is_secretariat(visit: Visit) -> bool:
    """Whether somebody is an administrator or of any council's secretariat."""
    return visit.is_admin or councils.serves(visit.db, visit.user_id)


def _require_secretariat(visit: Visit) -> None:
    if not _is_secretariat(visit):
        raise UserError(
            "言葉の組を直すことと、見つからなかった言葉を見ることは、事務局の担当者だけができます。"
            "担当者は「/council staff」で確かめられます。"
        )


WORDS = Subcommand(
    names=("words", "用語"),
    answer=words,
    example="words 人材",
    purpose="検索で一緒に探す言葉の組を表示します。事務局の担当者は、組を加え、直すことができます。",
)
