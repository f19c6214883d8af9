"""A long remark cut to what shows the words found, at the borders of its sentences."""

import re

from store.text import Piece

WINDOW = 240  # characters shown of a remark in a list
_SENTENCE = re.compile(r"[^。．！？!?\n]*[。．！？!?\n]*")


def window(pieces: list[Piece], limit: int = WINDOW) -> list[Piece]:
    """The sentences around the first word found, as many whole ones as there is room for."""
    body = "".join(piece.text for piece in pieces)
    if len(body) <= limit:
        return pieces
    start, end = _sentences(body, _first_hit(pieces), limit)
    cut = _slice(pieces, start, end)
    return [
        *([Piece("…", False)] if start else []),
        *cut,
        *([Piece("…", False)] if end < len(body) else []),
    ]


def _first_hit(pieces: list[Piece]) -> tuple[int, int]:
    at = 0
    for piece in pieces:
        if piece.is_hit:
            return at, at + len(piece.text)
        at += len(piece.text)
    return 0, 0


def _sentences(body: str, hit: tuple[int, int], limit: int) -> tuple[int, int]:
    borders = sorted({0, len(body), *(found.end() for found in _SENTENCE.finditer(body))})
    start = max(border for border in borders if border <= hit[0])
    end = min(border for border in borders if border >= max(hit[1], start + 1))
    if end - start > limit:  # one sentence longer than the window: cut inside it
        start = max(start, hit[0] - limit // 3)
        return start, min(end, start + limit)
    for border in borders:  # the sentences after it first: an answer is read on, not back
        if border > end and border - start <= limit:
            end = border
    for border in reversed(borders):
        if border < start and end - border <= limit:
            start = border
    return start, end


def _slice(pieces: list[Piece], start: int, end: int) -> list[Piece]:
    shown: list[Piece] = []
    at = 0
    for piece in pieces:
        seen = piece.text[max(0, start - at) : max(0, end - at)]
        at += len(piece.text)
        if seen:
            shown.append(Piece(seen, piece.is_hit))
    return shown
