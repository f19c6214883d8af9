"""Posts (職): which word is one, whose it is, and the 部・課・係 an officer's title is made of."""

import re
from typing import Literal

from store.formats.document import Attendee, Status
from store.formats.text.words import BODY_POSTS, HEAD_POSTS, POSTS


def unglued(words: str) -> str:
    """Part a post from the name printed right after it: 「副委員長谷村　孝彦君」."""
    found = _GLUED.match(words)
    return f"{found[1]} {found[2]}" if found else words


def post_at_start(words: list[str]) -> tuple[str | None, int]:
    """Give the title a person's entry begins with, spread out or not, and how many words it has."""
    for length in range(min(len(words) - 1, _LONGEST_SPREAD), 0, -1):
        title = "".join(words[:length])
        # A spread-out title is nothing but the post; one in one piece may name its section.
        if title in POSTS or (length == 1 and title.endswith(POSTS)):
            return title, length
    return None, 0


def name_and_post(printed: str) -> tuple[str, str | None]:
    """Divide 「大沼部長」 into name and post; 「東 太一」 has none."""
    for post in POSTS:
        if printed.endswith(post) and len(printed) > len(post):
            return printed[: -len(post)].rstrip(), post
    return printed, None


def kind_of(title: str | None) -> Literal["member", "officer"]:
    """Tell whether a title alone makes its holder a member of the body or an officer."""
    if title is None or title in HEAD_POSTS or title.endswith(BODY_POSTS):
        return "member"
    return "officer"


def officer(name: str, title: str | None, department: str | None, status: Status) -> Attendee:
    """Give the officer with the department, section, unit and post the title is made of."""
    if title is None:
        return Attendee(kind="officer", name=name, department=department, status=status)
    post = next((post for post in POSTS if title.endswith(post)), None)
    place = title.removesuffix(post or "")
    if post in _HEADS and place and not place.endswith(_PLACES):
        # 総務部長 heads 総務部, 福祉課長 heads 福祉課: the post's first sign ends the place too.
        place += post[0]
    divided = _DIVISION.fullmatch(place)
    parts = divided.groupdict() if divided else {"department": place}
    return Attendee(
        kind="officer", name=name, title=title, department=parts["department"] or department,
        section=parts.get("section"), unit=parts.get("unit"), post=post, status=status,
    )  # fmt: skip


_GLUED = re.compile(
    rf"(\S{{0,14}}?(?:{'|'.join(POSTS)}))(\S{{1,3}}[　 ]{{1,3}}\S{{1,4}}君|\S{{2,8}}君)$"
)
_LONGEST_SPREAD = 6
_HEADS = ("部長", "局長", "課長", "室長", "係長", "班長")
_PLACES = ("部", "局", "課", "室", "係", "班", "担当")
_DIVISION = re.compile(
    r"(?P<department>.+?[部局])?(?P<section>.+?[課室])?(?P<unit>.+?(?:係|班|担当|グループ))?"
)
