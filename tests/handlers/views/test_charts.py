"""The chart: the right size, readable Japanese, and the same bytes every time."""

import io

from PIL import Image, ImageFont
from pylopdf_fonts_jp import sans_path

from handlers.views import charts
from handlers.views.charts import Bar

YEARS = [
    Bar(label="令和6年度", short="R6", value=3),
    Bar(label="令和7年度", short="R7", value=12),
]


def drawn(title: str = "「人材」を含む発言の数", bars: list[Bar] = YEARS) -> Image.Image:
    return Image.open(io.BytesIO(charts.bars(title, "年度ごと", bars))).convert("RGB")


def count(picture: Image.Image, colour: str) -> int:
    wanted = tuple(bytes.fromhex(colour[1:]))
    return sum(number for number, found in picture.getcolors(1_000_000) if found == wanted)


def test_the_picture_has_its_size_and_its_bars():
    picture = drawn()
    assert picture.size == (1200, 600)
    # Two bars, 3 and 12 high on a scale that ends at 12: 90 wide, 340 at the highest.
    assert 90 * (85 + 340) * 0.97 < count(picture, charts.BAR) < 90 * (85 + 340) * 1.03


def test_the_font_knows_the_letters_and_draws_no_boxes():
    font = ImageFont.truetype(str(sans_path()), 32, layout_engine=ImageFont.Layout.BASIC)
    box = bytes(font.getmask("\U0010fffe"))
    for letter in "人材「」を含む発言の数令和元年度髙﨑𠮷驒齋廣辻濵邉①㈱～：ｱＡ%":
        assert bytes(font.getmask(letter)) != box, letter


def test_the_title_is_drawn_with_them():
    assert (
        drawn().crop((0, 0, 1200, 70)).tobytes()
        != drawn("「人手」を含む発言の数").crop((0, 0, 1200, 70)).tobytes()
    )


def test_the_same_numbers_are_the_same_bytes():
    assert charts.bars("人材", "年度ごと", YEARS) == charts.bars("人材", "年度ごと", YEARS)


def test_nothing_is_drawn_over_the_edge():
    many = [
        Bar(label="令和7年度\n第10回の臨時会", short=f"R7.{n}", value=n * 1_000, is_sum=n < 3)
        for n in range(40)
    ]
    picture = drawn("長い言葉" * 75, many)
    edges = [(0, 0, 1200, 8), (0, 592, 1200, 600), (0, 0, 8, 600), (1192, 0, 1200, 600)]
    for edge in edges:
        assert picture.crop(edge).getcolors() == [
            ((edge[2] - edge[0]) * (edge[3] - edge[1]), (255, 255, 255))
        ]
    assert count(picture, charts.SUM) > 0


def test_one_bar_of_one_is_drawn():
    assert count(drawn(bars=[Bar(label="令和7年度", short="R7", value=1)]), charts.BAR) > 10_000
