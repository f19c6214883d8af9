"""The rule: which of a round's answers answers which of its questions."""

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from store import text
from store.queries import Role


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A remark in its item; of a long one, only how it begins and how it ends."""

    id: int
    position: int
    role: Role | None
    words: str
    is_long: bool


@dataclass(slots=True)
class Round:
    """Questions, and the answers given after them."""

    questions: list[int] = field(default_factory=list)
    answers: list[int] = field(default_factory=list)


# --- The rule: rounds of questions and answers. Words are looked at only to see what is neither:
# an explanation, the chair who hands over or moves on. How a remark begins and ends tells it.

SHORT = 120
MOST_READ = 600


def rounds(lines: Iterable[Line]) -> list[Round]:
    """The rounds of an item: questions, and the answers given after them."""
    rounds = [Round()]
    for line in lines:
        match _part(line):
            case "question":
                if rounds[-1].answers:
                    rounds.append(Round())
                rounds[-1].questions.append(line.id)
            case "answer" if rounds[-1].questions:
                rounds[-1].answers.append(line.id)
            case "border":
                rounds.append(Round())
    return [round_ for round_ in rounds if round_.answers]


def _part(line: Line) -> str:
    words = line.words
    match line.role:
        case None:
            return "aside"
        case "secretariat":
            return "border" if explains(line) else "answer"
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


def explains(line: Line) -> bool:
    """Whether a remark explains documents, and so answers nothing."""
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


def answered(round_: Round, bodies: dict[int, str]) -> list[tuple[int, int]]:
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
