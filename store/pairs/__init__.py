"""Pairs (質疑と答弁): which remark answers which.

Minutes do not print it. Inside one agenda item, the office's remarks answer the remarks made
before them, in the same order; see docs/decisions/0010-questions-and-answers.md. The rule is
applied when somebody looks, so it is never behind the record. Kept is only what people put right.
"""

from collections.abc import Collection, Iterable
from itertools import groupby

from sqlite_utils import Database

from store import history, remarks, search
from store.errors import Refused
from store.history import By, Change
from store.pairs.lines import as_json, bodies
from store.pairs.lines import items as lines_of
from store.pairs.named import materials
from store.pairs.rule import answered, rounds
from store.roles import role_of
from store.search import Hit
from store.viewers import Viewer

__all__ = ["MOST_CHOICES", "beside", "choices", "correct", "forget", "is_corrected", "materials"]

MOST_CHOICES = 100


def beside(db: Database, remark_ids: Collection[int], viewer: Viewer) -> dict[int, tuple[Hit, ...]]:
    """Beside an answer its questions, beside a question its answers, in printed order."""
    partners = _partners(db, remark_ids)
    hits = search.hits(db, {other for others in partners.values() for other in others}, viewer)
    return {
        remark_id: tuple(hits[other] for other in partners[remark_id] if other in hits)
        for remark_id in remark_ids
    }


def choices(db: Database, answer_id: int, viewer: Viewer) -> tuple[Hit, ...]:
    """What an answer may be said to answer: what others said before it, the nearest of it."""
    before = search.around(db, answer_id, viewer, before=3 * MOST_CHOICES, after=0)
    asked = [hit for hit in before[:-1] if role_of(hit.speaker) not in ("secretariat", None)]
    return tuple(asked[-MOST_CHOICES:])


def is_corrected(db: Database, answer_id: int) -> bool:
    """Whether somebody has said what a remark answers."""
    return _kept(db, answer_id) is not None


def correct(db: Database, answer_id: int, question_ids: Iterable[int], by: By) -> bool:
    """Keep what an answer answers (nothing, too); False if it was kept so already."""
    wanted = sorted(set(question_ids))
    if not set(wanted) <= _askable(db, answer_id):
        raise Refused(
            "選ばれた発言の中に、この答弁と組にできないものがあります。"
            "会議録が直された場合がありますので、画面を開き直してください。"
        )
    before = _kept(db, answer_id)
    if before == wanted:
        return False
    db.conn.execute("delete from corrected_pairs where answer_id = ?", (answer_id,))
    db.conn.execute(
        """insert into corrected_answers (answer_id, meeting_id, corrected_at)
        select r.id, b.meeting_id, :now from remarks r join blocks b on b.id = r.block_id
        where r.id = :answer_id
        on conflict (answer_id) do update set corrected_at = excluded.corrected_at""",
        {"answer_id": answer_id, "now": by.stamp},
    )
    db.conn.executemany(
        "insert into corrected_pairs (answer_id, question_id) values (?, ?)",
        [(answer_id, question_id) for question_id in wanted],
    )
    _note(db, by, answer_id, "corrected", before, wanted)
    return True


def forget(db: Database, answer_id: int, by: By) -> bool:
    """Let the rule decide again; False if nobody had corrected it."""
    before = _kept(db, answer_id)
    if before is None:
        return False
    db.conn.execute("delete from corrected_pairs where answer_id = ?", (answer_id,))
    db.conn.execute("delete from corrected_answers where answer_id = ?", (answer_id,))
    _note(db, by, answer_id, "forgotten", before, None)
    return True


def _askable(db: Database, answer_id: int) -> set[int]:
    """Every remark that others made before an answer of the office in its meeting."""
    rows = db.conn.execute(
        """select r.id, b.label, r.position < a.position
        from remarks a join blocks own on own.id = a.block_id
        join blocks b on b.meeting_id = own.meeting_id
        join remarks r on r.block_id = b.id and r.withdrawn_at is null
        where a.id = :answer_id and a.withdrawn_at is null and r.position <= a.position""",
        {"answer_id": answer_id},
    ).fetchall()
    if answer_id not in (row[0] for row in rows):
        raise Refused(remarks.NOT_FOUND)
    if any(role_of(label) != "secretariat" for id_, label, _ in rows if id_ == answer_id):
        raise Refused("組を直せるのは、事務局の発言だけです。")
    return {
        id_
        for id_, label, is_before in rows
        if is_before and role_of(label) not in ("secretariat", None)
    }


def _kept(db: Database, answer_id: int) -> list[int] | None:
    row = db.conn.execute(
        "select 1 from corrected_answers where answer_id = ?", (answer_id,)
    ).fetchone()
    if row is None:
        return None
    rows = db.conn.execute(
        "select question_id from corrected_pairs where answer_id = ? order by question_id",
        (answer_id,),
    )
    return [question_id for (question_id,) in rows]


def _note(
    db: Database,
    by: By,
    answer_id: int,
    deed: str,
    before: list[int] | None,
    after: list[int] | None,
) -> None:
    change = Change(
        noun="pairs",
        row_id=answer_id,
        deed=deed,
        before=None if before is None else {"questions": before},
        after=None if after is None else {"questions": after},
    )
    history.record(db, by, [change])


# --- Reading: the rule's pairs, with the corrected ones in their place


def _partners(db: Database, remark_ids: Collection[int]) -> dict[int, list[int]]:
    asked = set(remark_ids)
    items = lines_of(db, asked)
    corrected, place = _corrected(db, {meeting_id for meeting_id, _ in items})
    place |= {line.id: line.position for lines in items.values() for line in lines}
    held = [
        round_
        for lines in items.values()
        for round_ in rounds(lines)
        if asked.intersection(round_.questions + round_.answers)
    ]
    said = bodies(db, (id_ for round_ in held for id_ in round_.questions + round_.answers))
    found = {
        (question, answer)
        for round_ in held
        for question, answer in answered(round_, said)
        if answer not in corrected
    }
    found |= {(question, answer) for answer, named in corrected.items() for question in named}
    partners: dict[int, list[int]] = {remark_id: [] for remark_id in asked}
    for question, answer in found:
        if question in asked:
            partners[question].append(answer)
        if answer in asked:
            partners[answer].append(question)
    return {id_: sorted(others, key=place.__getitem__) for id_, others in partners.items()}


def _corrected(
    db: Database, meeting_ids: Iterable[int]
) -> tuple[dict[int, list[int]], dict[int, int]]:
    """What each corrected answer answers, and where the remarks named stand."""
    named: dict[int, list[int]] = {}
    place: dict[int, int] = {}
    rows = db.conn.execute(
        """select a.id, a.position, q.id, q.position, q.withdrawn_at is null
        from json_each(:meeting_ids) wanted
        join corrected_answers c on c.meeting_id = wanted.value
        join remarks a on a.id = c.answer_id and a.withdrawn_at is null
        left join corrected_pairs p on p.answer_id = c.answer_id
        left join remarks q on q.id = p.question_id
        order by a.id, q.position""",
        {"meeting_ids": as_json(meeting_ids)},
    ).fetchall()
    for answer_id, correction in groupby(rows, key=lambda row: row[0]):
        questions = list(correction)
        standing = [(id_, at) for _, _, id_, at, stands in questions if id_ and stands]
        # When all that was named has gone from the minutes, the correction is about nothing
        # that can be shown, and the rule decides again.
        if standing or questions[0][2] is None:
            named[answer_id] = [id_ for id_, _ in standing]
            place |= {answer_id: questions[0][1], **dict(standing)}
    return named, place
