"""Pairs (質疑と答弁): which remark answers which.

Minutes do not print it. Inside one agenda item, the office's remarks answer the remarks made
before them, in the same order; see docs/decisions/0010-questions-and-answers.md. The rule is
applied when somebody looks, so it is never behind the record. Kept is only what people put right.
"""

import json
import math
import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import groupby, pairwise
from typing import Any

from sqlite_utils import Database

from store import history, remarks, search, text
from store.errors import Refused
from store.formats.document import Material
from store.history import By, Change
from store.queries import Role
from store.roles import role_of
from store.search import Hit
from store.viewers import VISIBLE, Viewer

MOST_CHOICES = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class _Line:
    """A remark in its item; of a long one, only how it begins and how it ends."""

    id: int
    position: int
    role: Role | None
    words: str
    is_long: bool


@dataclass(slots=True)
class _Round:
    """Questions, and the answers given after them."""

    questions: list[int] = field(default_factory=list)
    answers: list[int] = field(default_factory=list)


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


def materials(
    db: Database, answer_ids: Collection[int], viewer: Viewer
) -> dict[int, tuple[Material, ...]]:
    """The documents an answer names or, if it names none, those its item was explained with."""
    rows = db.conn.execute(
        f"""select r.id, b.meeting_id, r.body from json_each(:remark_ids) wanted
        join remarks r on r.id = wanted.value and r.withdrawn_at is null
        join blocks b on b.id = r.block_id join meetings m on m.id = b.meeting_id
        where {VISIBLE}""",
        {"remark_ids": _json(answer_ids), **viewer.params()},
    ).fetchall()
    explained = _explained(db, [remark_id for remark_id, _, _ in rows])
    handed_out = _handed_out(db, {meeting_id for _, meeting_id, _ in rows})
    found: dict[int, tuple[Material, ...]] = dict.fromkeys(answer_ids, ())
    for remark_id, meeting_id, body in rows:
        labels = _labels(body) or _labels(explained.get(remark_id, ""))
        known = handed_out.get(meeting_id, {})
        found[remark_id] = tuple(
            known.get(text.fold(label)) or Material(label=label, title="") for label in labels
        )
    return found


# --- What people put right


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
    items = _items(db, asked)
    corrected, place = _corrected(db, {meeting_id for meeting_id, _ in items})
    place |= {line.id: line.position for lines in items.values() for line in lines}
    rounds = [
        round_
        for lines in items.values()
        for round_ in _rounds(lines)
        if asked.intersection(round_.questions + round_.answers)
    ]
    bodies = _bodies(db, (id_ for round_ in rounds for id_ in round_.questions + round_.answers))
    found = {
        (question, answer)
        for round_ in rounds
        for question, answer in _answered(round_, bodies)
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
        {"meeting_ids": _json(meeting_ids)},
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


def _items(db: Database, remark_ids: Iterable[int]) -> dict[tuple[int, int | None], list[_Line]]:
    """The remarks of each agenda item that any of these belongs to, in printed order."""
    rows = db.conn.execute(
        """with asked (meeting_id, agenda_item_id) as (
          select distinct b.meeting_id, b.agenda_item_id from json_each(:remark_ids) wanted
          join remarks r on r.id = wanted.value and r.withdrawn_at is null
          join blocks b on b.id = r.block_id
        )
        select b.meeting_id, b.agenda_item_id, r.id, r.position, b.label,
          case when length(r.body) <= :short then r.body
            else substr(r.body, 1, :short / 2) || '。' || substr(r.body, -:short / 2) end,
          length(r.body) > :short
        from asked
        join blocks b on b.meeting_id = asked.meeting_id
          and b.agenda_item_id is asked.agenda_item_id
        join remarks r on r.block_id = b.id and r.withdrawn_at is null
        order by b.meeting_id, r.position""",
        {"remark_ids": _json(remark_ids), "short": _SHORT},
    )
    items: dict[tuple[int, int | None], list[_Line]] = {}
    for meeting_id, item_id, id_, position, label, words, is_long in rows:
        line = _Line(
            id=id_,
            position=position,
            role=role_of(label),
            words=unicodedata.normalize("NFKC", words),
            is_long=bool(is_long),
        )
        items.setdefault((meeting_id, item_id), []).append(line)
    return items


def _bodies(db: Database, remark_ids: Iterable[int]) -> dict[int, str]:
    rows = db.conn.execute(
        """select r.id, substr(r.body, 1, :most) from json_each(:remark_ids) wanted
        join remarks r on r.id = wanted.value""",
        {"remark_ids": _json(remark_ids), "most": _MOST_READ},
    )
    return dict(rows.fetchall())


def _json(ids: Iterable[int]) -> str:
    return json.dumps(sorted(set(ids)))


# --- The rule: rounds of questions and answers. Words are looked at only to see what is neither:
# an explanation, the chair who hands over or moves on. How a remark begins and ends tells it.

_SHORT = 120
_MOST_READ = 600


def _rounds(lines: Iterable[_Line]) -> list[_Round]:
    rounds = [_Round()]
    for line in lines:
        match _part(line):
            case "question":
                if rounds[-1].answers:
                    rounds.append(_Round())
                rounds[-1].questions.append(line.id)
            case "answer" if rounds[-1].questions:
                rounds[-1].answers.append(line.id)
            case "border":
                rounds.append(_Round())
    return [round_ for round_ in rounds if round_.answers]


def _part(line: _Line) -> str:
    words = line.words
    match line.role:
        case None:
            return "aside"
        case "secretariat":
            return "border" if _explains(line) else "answer"
        case "chair" | "vice_chair" if _MOVES_ON.search(words):
            return "border"
        case "chair" | "vice_chair" if _HANDS_OVER.search(words):
            return "aside"
        case _ if _NEXT_ITEM.search(words):
            return "border"
        case _ if _COURTESY.fullmatch(words):
            return "aside"
        case _:
            return "question"


def _explains(line: _Line) -> bool:
    return line.role == "secretariat" and not line.is_long and bool(_EXPLAINS.search(line.words))


_EXPLAINS = re.compile(
    "(資料|別紙)[^。]{0,30}(に基づ|によ|を用い|に沿)[^。]{0,15}説明(?!した(とおり|通り|ように)|のとおり)"
    "|(から|より)[^。]{0,30}(説明|報告)(があった|した|しました|を行った)?。?$"
)
_NEXT_ITEM = re.compile("次の(議題|議事|案件|項目)[^。]{0,10}(進|移|入)")
_MOVES_ON = re.compile(
    "次の(議題|議事|案件|項目)|(議題|議事|案件|項目)[^。]{0,20}(入り|入る|移り|移る|進み|進む)"
    "|(説明|報告)を(お願い|求め)|説明願|休憩|再開|[開閉]会(し|いた|と)|終了(し|いた|と)|終わり"
)
_HANDS_OVER = re.compile(
    "(事務局|担当|[部課局]長|委員|さん)[^。]{0,20}(お願い|どうぞ|いかが)|答弁(を求|願|をお願)"
    "|(意見|質問|質疑|発言)[^。]{0,15}(伺|いただ|お願い|願い|あり|ござい|求め|ない|なけれ)"
    "|^[^。]{1,24}(委員|議員|大臣|長|君|さん)(、?(どうぞ|お願いします))?。?$"
    "|ありがとうござい|よろしい(か|で)|(こと|もの)と(認め|決)|決しました"
)
_COURTESY = re.compile(
    "(はい、?)?(分かりました|わかりました|了解(です|しました)?|承知(しました|いたしました)"
    "|(どうも)?ありがとうござい(ます|ました)|異議(なし|ありません)|特に(なし|ありません))。?"
)


# --- The rule: inside a round


def _answered(round_: _Round, bodies: dict[int, str]) -> list[tuple[int, int]]:
    """(question, answer) for each pair of a round."""
    questions = round_.questions
    given = [
        id_
        for id_ in round_.answers
        if not _ANNOUNCES.search(unicodedata.normalize("NFKC", bodies[id_]))
        or any(_ASKS_WHEN.search(bodies[question]) for question in questions)
    ]
    if len(questions) == len(given):
        return list(zip(questions, given, strict=True))
    elif given:
        # Those nearest to where the floor went to the office.
        questions, given = questions[-_MOST:], given[:_MOST]
        return [(questions[i], given[j]) for i, j in _aligned(_likeness(questions, given, bodies))]
    else:
        return []


_MOST = 24
_ANNOUNCES = re.compile(
    "^(なお、?)?次回(の(会議|開催|日程)|は[^。]{0,20}(月|開催|日程|予定))|日程[^。]{0,8}(連絡|調整)した"
    "|(こと|旨)を報告した。?$"
)
_ASKS_WHEN = re.compile("次回|日程|いつ")


def _aligned(likeness: Sequence[Sequence[float]]) -> list[tuple[int, int]]:
    """The best way through (question, answer), both only onward, that leaves no answer out.

    likeness[i][j] tells how alike question i and answer j are. An answer may answer several
    neighbours, neighbours may answer one question, and a question may be passed over.
    """
    last = len(likeness) - 1, len(likeness[0]) - 1
    ways: dict[tuple[int, int], tuple[float, _Way]] = {}
    for j in range(len(likeness[0])):
        onward: tuple[float, _Way] = (0.0, None) if j == 0 else _NO_WAY
        for i in range(len(likeness)):
            reached = max(
                onward,
                _dearer(ways.get((i - 1, j), _NO_WAY), _ANOTHER_QUESTION),
                _dearer(ways.get((i, j - 1), _NO_WAY), _ANOTHER_ANSWER),
                key=lambda way: way[0],
            )
            worth = likeness[i][j] + (_LAST_WORD if (i, j) == last else 0)
            onward = max(onward, ways.get((i, j - 1), _NO_WAY), key=lambda way: way[0])
            ways[i, j] = reached[0] + worth, ((i, j), reached[1])
    _, way = max((ways[i, last[1]] for i in range(len(likeness))), key=lambda way: way[0])
    pairs = []
    while way:
        pair, way = way
        pairs.append(pair)
    return pairs[::-1]


# A way is its last pair and the way to it.
_Way = tuple[tuple[int, int], Any] | None
_NO_WAY: tuple[float, _Way] = (-math.inf, None)

# What it takes to say that an answer answers one question more, that a question has one answer
# more; and how much likelier it is that the last answer is to what was asked last.
_ANOTHER_QUESTION = 0.1
_ANOTHER_ANSWER = 0.05
_LAST_WORD = 0.1


def _dearer(way: tuple[float, _Way], cost: float) -> tuple[float, _Way]:
    return way[0] - cost, way[1]


def _likeness(
    questions: Sequence[int], given: Sequence[int], bodies: dict[int, str]
) -> list[list[float]]:
    """How much of what is rare in this round two remarks have in common, 0 to 1."""
    signs = {id_: _signs(bodies[id_]) for id_ in (*questions, *given)}
    count = Counter(sign for of_one in signs.values() for sign in of_one)
    weight = {
        sign: math.log((len(signs) + 1) / times) * (1.0 if len(sign) == 1 else 1.5)
        for sign, times in count.items()
    }
    size = {id_: sum(map(weight.__getitem__, of_one)) for id_, of_one in signs.items()}
    return [
        [
            sum(map(weight.__getitem__, signs[question] & signs[answer]))
            / (math.sqrt(size[question] * size[answer]) or 1.0)
            for answer in given
        ]
        for question in questions
    ]


def _signs(body: str) -> frozenset[str]:
    """What a remark is about, without any vocabulary: its kanji, numbers and pairs of signs."""
    stretches = list(_MEANING.finditer(unicodedata.normalize("NFKC", body)))
    found: set[str] = set()
    folded = text.fold("|".join(stretch[0] for stretch in stretches)).split("|")
    for stretch, signs in zip(stretches, folded, strict=False):
        if stretch.lastgroup == "number":
            found.add(signs)
        else:
            found.update(signs if stretch.lastgroup == "kanji" else ())
            found.update(map("".join, pairwise(signs)))
    return frozenset(found)


# Hiragana is left out: what stands in it is grammar, more often than not.
_MEANING = re.compile(
    "(?P<kanji>[一-鿿][一-鿿々〆]*)|(?P<kana>[ァ-ヴー]{2,})|(?P<latin>[A-Za-z]{2,})|(?P<number>[0-9][0-9,.]*)"
)


# --- Materials


def _explained(db: Database, remark_ids: Collection[int]) -> dict[int, str]:
    """For each answer, the explanation given in its item before it."""
    asked = set(remark_ids)
    found: dict[int, str] = {}
    for lines in _items(db, asked).values():
        explanation = ""
        for line in lines:
            if _explains(line):
                explanation = line.words
            if line.id in asked:
                found[line.id] = explanation
    return found


def _handed_out(db: Database, meeting_ids: Iterable[int]) -> dict[int, dict[str, Material]]:
    found: dict[int, dict[str, Material]] = {}
    for meeting_id, label, title in db.conn.execute(
        """select m.meeting_id, m.label, m.title from json_each(:meeting_ids) wanted
        join materials m on m.meeting_id = wanted.value where m.label is not null""",
        {"meeting_ids": _json(meeting_ids)},
    ):
        material = Material(label=label, title=title)
        found.setdefault(meeting_id, {}).setdefault(text.fold(label), material)
    return found


def _labels(body: str) -> list[str]:
    """資料1～3及び資料5 -> 資料1, 資料2, 資料3, 資料5; 前回の資料2 is another meeting's."""
    labels: dict[str, None] = {}
    for named in _NAMED.finditer(unicodedata.normalize("NFKC", body)):
        before = ""
        for joint, number in _NUMBERS.findall(named["numbers"]):
            numbers = [number]
            if joint in _UP_TO and before.isdecimal() and number.isdecimal():
                numbers = list(map(str, range(int(before) + 1, int(number) + 1)))
            labels |= dict.fromkeys(named["kind"] + each for each in numbers)
            before = number
    return list(labels)


_UP_TO = ("~", "〜", "から")
_NUMBER = r"\d{1,2}(?:-\d{1,2})?(?!\d|\s?(?:ページ|頁|枚|部))"
_NAMED = re.compile(
    r"(?<!前回の)(?<!前回会議の)(?P<kind>参考資料|資料|別紙)\s?(?:No\.?)?"
    rf"(?P<numbers>{_NUMBER}(?:\s?(?:[~〜、,・]|から|及び|と)\s?{_NUMBER})*)"
)
_NUMBERS = re.compile(r"(~|〜|から|、|,|・|及び|と)?\s?(\d{1,2}(?:-\d{1,2})?)")
