"""A bar chart as a picture: values in, PNG out, the same on every machine.

The font comes with the bot (Noto Sans JP) and the letters are set by FreeType alone, so that
nothing depends on what else is installed.
"""

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from PIL import Image, ImageDraw, ImageFont
from pylopdf_fonts_jp import sans_path

WIDTH, HEIGHT = 1200, 600
LEFT, RIGHT, TOP, BOTTOM = 80, 1170, 160, 500  # where the bars stand

INK, GREY, LINE, PAPER = "#1d1c1d", "#616061", "#dddddd", "#ffffff"
BAR, SUM = "#1f5a8c", "#9db8cf"

WIDEST_BAR = 90


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One bar: what stands under it, in full and in short, and how high it is."""

    label: str  # may be two lines
    short: str
    value: int
    is_sum: bool = False  # of a whole year among single meetings: drawn paler


def bars(title: str, subtitle: str, drawn: Sequence[Bar]) -> bytes:
    """A bar chart with its values on the bars, 1200 × 600."""
    picture = Image.new("RGB", (WIDTH, HEIGHT), PAPER)
    pen = ImageDraw.Draw(picture)
    pen.text((40, 24), _fitting(title, _font(32), WIDTH - 80), INK, _font(32))
    pen.text((40, 72), _fitting(subtitle, _font(20), WIDTH - 80), GREY, _font(20))
    step = _step(max(bar.value for bar in drawn))
    top = max(step, -(-max(bar.value for bar in drawn) // step) * step)
    _scale(pen, step, top)
    slot = (RIGHT - LEFT) / len(drawn)
    above = _largest_fitting([f"{bar.value:,}" for bar in drawn], slot - 8)
    for place, bar in enumerate(drawn):
        _bar(pen, bar, LEFT + slot * (place + 0.5), min(WIDEST_BAR, slot * 0.7), top, above)
    pen.line((LEFT, BOTTOM, RIGHT, BOTTOM), GREY, 2)
    _labels(picture, drawn, slot)
    saved = io.BytesIO()
    picture.save(saved, "PNG", optimize=True)
    return saved.getvalue()


def _font(size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(sans_path()), size, layout_engine=ImageFont.Layout.BASIC)


def _fitting(text: str, font: ImageFont.FreeTypeFont, room: float) -> str:
    """As much of a line as there is room for, ending in …."""
    if font.getlength(text) <= room:
        return text
    while text and font.getlength(text + "…") > room:
        text = text[:-1]
    return text + "…"


def _largest_fitting(texts: Iterable[str], room: float) -> ImageFont.FreeTypeFont:
    longest = max(texts, key=len)
    fonts = map(_font, (22, 18, 15, 12, 10))
    return next((font for font in fonts if font.getlength(longest) <= room), _font(9))


def _step(highest: int) -> int:
    """From one line of the scale to the next: 1, 2 or 5, and a power of ten; at most six lines."""
    power = 1
    while True:
        for step in (power, 2 * power, 5 * power):
            if highest <= 6 * step:
                return step
        power *= 10


def _scale(pen: ImageDraw.ImageDraw, step: int, top: int) -> None:
    font = _font(16)
    for value in range(0, top + 1, step):
        y = _height(value, top)
        pen.line((LEFT, y, RIGHT, y), LINE, 1)
        pen.text((LEFT - 12, y), f"{value:,}", GREY, font, anchor="rm")
    pen.text((LEFT - 12, TOP - 24), "件", GREY, font, anchor="rm")


def _height(value: int, top: int) -> float:
    return BOTTOM - (BOTTOM - TOP) * value / top


def _bar(
    pen: ImageDraw.ImageDraw,
    bar: Bar,
    middle: float,
    width: float,
    top: int,
    font: ImageFont.FreeTypeFont,
) -> None:
    y = _height(bar.value, top)
    if bar.value:
        box = (middle - width / 2, y, middle + width / 2, BOTTOM)
        pen.rectangle(box, SUM if bar.is_sum else BAR)
    pen.text((middle, y - 6), f"{bar.value:,}", INK if bar.value else GREY, font, anchor="ms")


def _labels(picture: Image.Image, drawn: Sequence[Bar], slot: float) -> None:
    """Labels in full where there is room for them, else short ones, and upright at the worst."""
    pen = ImageDraw.Draw(picture)
    large, small = _font(20), _font(16)
    room = slot - 10
    is_roomy = all(large.getlength(x) <= room for bar in drawn for x in bar.label.split("\n"))
    is_narrow = any(small.getlength(bar.short) > slot - 4 for bar in drawn)
    for place, bar in enumerate(drawn):
        middle = LEFT + slot * (place + 0.5)
        if is_roomy:
            pen.multiline_text(
                (middle, BOTTOM + 14), bar.label, INK, large, anchor="ma", align="center"
            )
        elif is_narrow:
            _upright(picture, bar.short, small, middle)
        else:
            pen.text((middle, BOTTOM + 14), bar.short, INK, small, anchor="ma")


def _upright(picture: Image.Image, text: str, font: ImageFont.FreeTypeFont, middle: float) -> None:
    """A label read from below."""
    text = _fitting(text, font, HEIGHT - BOTTOM - 24)
    line = Image.new("RGB", (round(font.getlength(text)) + 2, 24), PAPER)
    ImageDraw.Draw(line).text((0, 12), text, INK, font, anchor="lm")
    turned = line.rotate(90, expand=True)
    picture.paste(turned, (round(middle - turned.width / 2), BOTTOM + 12))
