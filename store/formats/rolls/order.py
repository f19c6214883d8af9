"""In which order a roll is printed: 五十音順, 正副会長 first, officers by rank."""

import re
import unicodedata
from collections.abc import Iterable
from typing import Literal

from store.formats.rolls.values import RollCustom, RollPerson
from store.text import fold

CHAIRS = ("会長", "委員長", "部会長", "分科会長", "座長", "議長")
VICE_CHAIRS = (
    *(f"副{chair}" for chair in CHAIRS),
    *(f"{chair}{acting}" for chair in ("", *CHAIRS) for acting in ("職務代理者", "職務代理")),
    *(f"{chair}代理" for chair in CHAIRS),
)


def in_order(people: Iterable[RollPerson], custom: RollCustom) -> list[RollPerson]:
    """The members and then the officers, each in the council's order."""
    people = list(people)
    members = [one for one in people if one.kind == "member"]
    officers = [one for one in people if one.kind == "officer"]
    match custom.order:
        case "reading":
            members.sort(key=_by_reading)
        case "chairs_first":
            members.sort(key=lambda one: (_CHAIRS_FIRST[chairs(one.role)], _by_reading(one)))
        case "as_listed":
            pass
    if custom.officers_order == "rank":
        officers.sort(key=_rank)
    return members + officers


def chairs(role: str | None) -> Literal["chair", "vice", None]:
    """Whether a role is this body's 会長 or 副会長; a 町内会長 or 専門部会長 chairs another one."""
    if role in CHAIRS:
        return "chair"
    return "vice" if role in VICE_CHAIRS else None


_CHAIRS_FIRST = {"chair": 0, "vice": 1, None: 2}


def without_reading(people: Iterable[RollPerson]) -> tuple[RollPerson, ...]:
    """The members whose place in 五十音順 is not known: they stand last, as listed."""
    return tuple(one for one in people if one.kind == "member" and not _has_reading(one))


def _has_reading(one: RollPerson) -> bool:
    return bool(reading_order(one.reading or ""))


def _by_reading(one: RollPerson) -> tuple[bool, "ReadingOrder"]:
    return not _has_reading(one), reading_order(one.reading or "")


# --- 五十音順, as JIS X 4061 has it: first the letters (が is か, ゃ is や, ー the vowel before it),
# then 清音 before 濁音 before 半濁音, then ー before small before large.

ReadingOrder = tuple[tuple[str, str, str], ...]


def reading_order(reading: str) -> ReadingOrder:
    """The key that sorts a reading: by the surname first, so that all 林 come before 林田.

    What is no reading has none: () for a blank one, and for one not written in kana.
    """
    words = [fold(word) for word in _BETWEEN_WORDS.split(reading)]
    words = [word for word in words if word]
    if not all(_KANA.fullmatch(word) for word in words):
        return ()
    return tuple(_word_order(word) for word in words)


_BETWEEN_WORDS = re.compile(r"[\s・･]+")
_KANA = re.compile("[ぁ-ゖー]+")


def _word_order(word: str) -> tuple[str, str, str]:
    letters, voices, sizes = "", "", ""
    for kana in word:
        plain, *voice = unicodedata.normalize("NFD", kana)
        if kana == "ー":
            plain = _VOWEL.get(letters[-1:], kana)
        letters += plain.translate(_LARGE)
        voices += voice[0] if voice else " "
        sizes += "0" if kana == "ー" else "1" if ord(kana) in _LARGE else "2"
    return letters, voices, sizes


_LARGE = str.maketrans("ぁぃぅぇぉっゃゅょゎゕゖ", "あいうえおつやゆよわかけ")
_VOWEL = {
    kana: row[0]
    for row in (
        "あかさたなはまやらわ",
        "いきしちにひみりゐ",
        "うくすつぬふむゆる",
        "えけせてねへめれゑ",
        "おこそとのほもよろを",
    )
    for kana in row
}


# --- Officers by rank; cities differ in the middle, so posts that outrank each other here and
# there stand on one line and keep the order they were given in.

_RANKS = (
    "市長 町長 村長 区長 知事",
    "副市長 副町長 副村長 副区長 副知事",
    "教育長",
    "局長 危機管理監 理事",
    "部長 事務局長 会計管理者",
    "次長 副部長 副局長 審議官",
    "参事",
    "課長 室長 所長 館長 園長 校長 院長 センター長",
    "主幹 副参事 課長補佐 室長補佐 補佐 副課長 副所長 副館長",
    "副主幹",
    "係長 班長",
    "主査",
    "主任 主任主事 主任技師",
    "主事 技師 書記 保健師 会計年度任用職員",
)
_RANK = {post: rank for rank, posts in enumerate(_RANKS) for post in posts.split()}


def _rank(officer: RollPerson) -> int:
    # 福祉部次長兼福祉課長 sits where a 次長 sits.
    title = (officer.title or officer.post or "").partition("兼")[0]
    posts = [post for post in _RANK if title.endswith(post)]
    return _RANK[max(posts, key=len)] if posts else len(_RANKS)
