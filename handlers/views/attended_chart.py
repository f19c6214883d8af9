"""The picture of attendance: a row for each member, a column for each meeting, ○ △ × in between.

No sign is told by its colour alone.
"""

import io
from collections.abc import Sequence

from PIL import Image, ImageDraw, ImageFont
from pylopdf_fonts_jp import sans_path

from handlers.views import parts
from handlers.views.attended import sign
from handlers.views.charts import GREY, INK, LINE, PAPER
from store import eras
from store.attended import Past
from store.formats.attendance_sheet import LEGEND
from store.meetings import Meeting

MOST_MEETINGS, MOST_PEOPLE = 14, 60
FILE_ALT = 1_000

WIDTH = 1200
LEFT, TOP, ROW, NAMES, RATE = 40, 130, 40, 230, 110
HEADING = 96
SHADE = "#f4f7fa"
COLOURS = {"○": "#1f5a8c", "オ": "#1f5a8c", "△": "#8a5a00", "▽": "#8a5a00", "×": "#b3261e"}


def title(council: str) -> str:
    """霧浜市地域福祉懇話会 出席の経過"""
    return f"{council} 出席の経過"


def grid(council: str, past: Past) -> bytes:
    """The picture as PNG: the latest meetings, in the order they were held."""
    latest = past.meetings[-MOST_MEETINGS:]
    people = past.people[:MOST_PEOPLE]
    height = TOP + HEADING + ROW * (len(people) + 1) + 70
    picture = Image.new("RGB", (WIDTH, height), PAPER)
    pen = ImageDraw.Draw(picture)
    _text(pen, (LEFT, 24), title(council), 32, WIDTH - 2 * LEFT)
    pen.text((LEFT, 76), _subtitle(past), GREY, _font(20))
    step = (WIDTH - 2 * LEFT - NAMES - RATE) / len(latest)
    step = min(step, 110)
    for place, meeting in enumerate(latest):
        _heading(pen, meeting, LEFT + NAMES + step * (place + 0.5), step)
    right = LEFT + NAMES + step * len(latest) + RATE
    pen.text((right - 10, TOP + HEADING - 12), "出席率", INK, _font(18), anchor="rs")
    for number, one in enumerate(people):
        top = TOP + HEADING + ROW * number
        if number % 2 == 0:
            pen.rectangle((LEFT, top, right, top + ROW), SHADE)
        _text(pen, (LEFT + 8, top + 6), one.name, 20, NAMES - 16)
        for place, mark in enumerate(one.marks[-MOST_MEETINGS:]):
            drawn = sign(mark)
            middle = (LEFT + NAMES + step * (place + 0.5), top + ROW / 2)
            pen.text(middle, drawn, COLOURS.get(drawn, GREY), _font(24), anchor="mm")
        rate = "－" if one.rate is None else f"{one.rate:.0%}"
        pen.text((right - 10, top + ROW / 2), rate, INK, _font(20), anchor="rm")
    _sums(pen, past, latest, TOP + HEADING + ROW * len(people), step, right)
    pen.text((LEFT, height - 40), LEGEND, GREY, _font(18))
    saved = io.BytesIO()
    picture.save(saved, "PNG", optimize=True)
    return saved.getvalue()


def alt_text(council: str, past: Past, limit: int = FILE_ALT) -> str:
    """The picture for those who do not see it: how many came to each meeting, and the rates."""
    first = len(past.meetings) - len(past.meetings[-MOST_MEETINGS:])
    came = [
        f"{meeting.title} {past.counted(place)}名中{past.attended(place)}名"
        for place, meeting in enumerate(past.meetings)
        if place >= first
    ]
    rates = [f"{one.name} {one.rate:.0%}" for one in past.people if one.rate is not None]
    told = f"{title(council)}の表。出席者数: {'、'.join(came)}。出席率: {'、'.join(rates)}"
    return parts.cut(told, limit)


def _subtitle(past: Past) -> str:
    notes = ["委員ごと・会議ごと"]
    if len(past.meetings) > MOST_MEETINGS:
        notes.append(f"図は最近の{MOST_MEETINGS}会議（出席率は全{len(past.meetings):,}会議）")
    if len(past.people) > MOST_PEOPLE:
        notes.append(f"図は五十音順の{MOST_PEOPLE}名まで")
    return "　".join(notes)


def _heading(pen: ImageDraw.ImageDraw, meeting: Meeting, middle: float, room: float) -> None:
    held_on = meeting.held_on
    year = meeting.fiscal_year or (eras.fiscal_year(held_on) if held_on else None)
    lines = [
        eras.fiscal_year_name(year) if year else "",
        f"第{meeting.number}回" if meeting.number else "",
        f"{held_on.month}/{held_on.day}" if held_on else "",
    ]
    for number, words in enumerate(lines):
        size = next((n for n in (18, 16, 14, 12) if _font(n).getlength(words) <= room - 4), 10)
        at = (middle, TOP + 24 + 26 * number)
        pen.text(at, words, GREY if number == 0 else INK, _font(size), anchor="mm")


def _sums(
    pen: ImageDraw.ImageDraw,
    past: Past,
    latest: Sequence[Meeting],
    top: float,
    step: float,
    right: float,
) -> None:
    pen.line((LEFT, top, right, top), LINE, 2)
    pen.text((LEFT + 8, top + ROW / 2), "出席者数／対象", INK, _font(18), anchor="lm")
    first = len(past.meetings) - len(latest)
    for place in range(len(latest)):
        told = f"{past.attended(first + place)}／{past.counted(first + place)}"
        middle = (LEFT + NAMES + step * (place + 0.5), top + ROW / 2)
        pen.text(middle, told, INK, _font(16), anchor="mm")


def _text(
    pen: ImageDraw.ImageDraw, at: tuple[float, float], words: str, size: int, room: float
) -> None:
    """A line in as large letters as there is room for, ending in … where there is none."""
    font = next((f for f in map(_font, (size, size - 4)) if f.getlength(words) <= room), None)
    font = font or _font(size - 4)
    while font.getlength(words) > room:
        words = words.removesuffix("…")[:-1] + "…"
    pen.text(at, words, INK, font)


def _font(size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(sans_path()), size, layout_engine=ImageFont.Layout.BASIC)
