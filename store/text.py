"""Text (文字): Japanese made storable, and searchable however it was written.

What is stored stays as it was typed. Searching compares *folded* text, in which 齋藤 and 斎藤,
ＡＢＣ and abc, ｶﾀｶﾅ and かたかな are the same and no white space is left. Folding a little too
much costs a stray hit; folding too little costs a remark nobody finds.
"""

import re
import unicodedata
from collections.abc import Iterable
from operator import add
from typing import NamedTuple

import opencc


class Piece(NamedTuple):
    """A stretch of the original text, and whether it is one of the words looked for."""

    text: str
    is_hit: bool


def clean(text: str) -> str:
    """The text as it may be stored: no control characters, no half ones, one kind of line end."""
    return _UNSTORABLE.sub("", _LINE_END.sub("\n", text))


_LINE_END = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")
# Unicode sets 66 code points aside that never stand for a character: tokens() writes some of
# them, so none may come from outside.
_NONCHARACTERS = "\ufdd0-\ufdef" + "".join(
    f"{chr(p << 16 | 0xFFFE)}-{chr(p << 16 | 0xFFFF)}" for p in range(17)
)
_UNSTORABLE = re.compile(f"[\0-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff{_NONCHARACTERS}]")


def fold(text: str) -> str:
    """The text as it is compared; two spellings of one word fold to the same."""
    if _JOINER.search(text):
        folded = "".join(map(_fold_cluster, _CLUSTER.findall(text)))
    else:
        folded = text.translate(_FOLDED)
    return _repeat_where_marked(folded)


def fold_with_offsets(text: str) -> tuple[str, list[tuple[int, int]]]:
    """The folded text and, for each of its characters, the stretch of `text` it came from."""
    pieces: list[str] = []
    origins: list[tuple[int, int]] = []
    for cluster in _CLUSTER.finditer(text):
        folded = _fold_cluster(cluster[0])
        pieces.append(folded)
        origins += [cluster.span()] * len(folded)
    return _repeat_where_marked("".join(pieces)), origins


def mark(text: str, words: Iterable[str]) -> list[Piece]:
    """The text cut where the words stand in it; read one after the other, the pieces are the text."""
    pieces = []
    end = 0
    for hit_start, hit_end in _hits(text, words):
        pieces += [Piece(text[end:hit_start], False), Piece(text[hit_start:hit_end], True)]
        end = hit_end
    pieces.append(Piece(text[end:], False))
    return [piece for piece in pieces if piece.text]


def tokens(folded: str) -> str:
    """The bigrams of a folded text and its last character, for FTS5's `ascii` tokenizer.

    人材育成 becomes "人材 材育 育成 成": whatever stands in the text, from two characters up,
    is a row of neighbouring bigrams, and each single character begins a token.
    """
    folded = unsplit(folded)
    return " ".join(map(add, folded, folded[1:] + " ")).rstrip()


def phrase(folded: str) -> str:
    """The FTS5 phrase that finds a folded word inside tokens(); never empty, never syntax."""
    if len(folded) == 1:
        return f'"{tokens(folded)}"*'
    else:
        return f'"{tokens(folded).rpartition(" ")[0]}"'


def unsplit(folded: str) -> str:
    """A folded text as the tokenizer leaves it in one piece."""
    return folded.translate(_UNSPLITTABLE)


# The tokenizer splits at ASCII punctuation, so each of the 32 marks travels as one of the 32
# noncharacters from U+FDD0 on, which no folded text contains.
_UNSPLITTABLE = str.maketrans(
    dict(zip("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~", map(chr, range(0xFDD0, 0xFDF0)), strict=True))
)


def _hits(text: str, words: Iterable[str]) -> list[tuple[int, int]]:
    folded, origins = fold_with_offsets(text)
    hits: list[tuple[int, int]] = []
    for start, end in sorted(_occurrences(folded, origins, {fold(word) for word in words} - {""})):
        if hits and start <= hits[-1][1]:
            hits[-1] = (hits[-1][0], max(end, hits[-1][1]))
        else:
            hits.append((start, end))
    return hits


def _occurrences(
    folded: str, origins: list[tuple[int, int]], words: set[str]
) -> Iterable[tuple[int, int]]:
    for word in words:
        at = folded.find(word)
        while at >= 0:
            yield origins[at][0], origins[at + len(word) - 1][1]
            at = folded.find(word, at + 1)


# --- A cluster: a character with whatever joins it. Folding looks at one cluster at a time.


def _joiners() -> str:
    """What belongs to the character before it: accents, voicing marks, selectors, format marks."""
    joins = {"Mn", "Mc", "Me", "Cf"}
    found = [chr(c) for c in range(0x300, 0xFFF0) if unicodedata.category(chr(c)) in joins]
    voicing = "゛゜ﾞﾟ"
    hangul = "\u1160-\u11ff\uffa0\uffc2-\uffdc"
    selectors = "\U000e0000-\U000e0fff"
    return "".join(found) + voicing + hangul + selectors


_JOINER_CLASS = _joiners()
_JOINER = re.compile(f"[{_JOINER_CLASS}]")
# Thirty joiners are more than any language writes; a thousand would take Unicode's own
# algorithm quadratic time.
_CLUSTER = re.compile(
    f"[^{_JOINER_CLASS}][{_JOINER_CLASS}]{{0,30}}|[{_JOINER_CLASS}]{{1,30}}", re.DOTALL
)


def _fold_cluster(cluster: str) -> str:
    return _FOLDED[ord(cluster)] if len(cluster) == 1 else _fold_afresh(cluster)


class _Folded(dict[int, str]):
    """What a single character folds to, worked out the first time it is met."""

    def __missing__(self, code: int) -> str:
        self[code] = folded = _fold_afresh(chr(code))
        return folded


_FOLDED = _Folded()


def _fold_afresh(cluster: str) -> str:
    folded = cluster.translate(_SPACED_VOICING)
    before = None
    # Lower case may decompose (İ) and a composed form may have a lower case again: go on
    # until nothing moves, so that no capital is left for the tokenizer to fold in its own way.
    while folded != before:
        before = folded
        visible = "".join(character for character in folded if _is_visible(character))
        folded = unicodedata.normalize("NFKC", visible).casefold()
        folded = unicodedata.normalize("NFKC", folded)
    return folded.translate(_ONE_SPELLING)


def _is_visible(character: str) -> bool:
    return not (
        character.isspace()
        or unicodedata.category(character) in {"Cc", "Cf", "Cs", "Zs", "Zl", "Zp"}
        or _INVISIBLE.match(character)
    )


# Variation selectors (辻󠄀 with its selector is 辻), Hangul fillers, and noncharacters.
_INVISIBLE = re.compile(
    f"[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u3164\ufe00-\ufe0f\uffa0\U000e0000-\U000e0fff{_NONCHARACTERS}]"
)
_SPACED_VOICING = str.maketrans("゛゜", "\u3099\u309a")


# --- 々 and its kin repeat the character before them. One for one, so offsets stay true.


def _repeat_where_marked(folded: str) -> str:
    return _REPEATED.sub(_repeat, folded) if _REPEAT.search(folded) else folded


_REPEAT = re.compile("[々〻ゝゞ]")
_REPEATED = re.compile("([^々〻ゝゞ])([々〻ゝゞ]+)")


def _repeat(match: re.Match[str]) -> str:
    character, marks = match.groups()
    return character + "".join(_voiced(character) if m == "ゞ" else character for m in marks)


def _voiced(character: str) -> str:
    composed = unicodedata.normalize("NFC", character + "\u3099")
    return composed if len(composed) == 1 else character


# --- One spelling of each character: kana, 異体字, marks that minutes print either way.

# The first of each row is the form all the others fold to. These are what OpenCC lacks: forms
# found in registered names, and the simplified forms of JIS X 0208. 埼 stays itself (埼玉).
_VARIANTS = """
辺邉 浜濵 高髙 崎﨑嵜碕㟢 島嶋嶌 淵渕 斎斉 富冨 騨驒 柳栁 吉𠮷 桑桒 薮藪 篭籠 館舘 園薗 土圡
昇曻 野埜 松枩 奇竒 秋穐龝 船舩 鶴靏靍鸖 橋𣘺 隆𨺓 喜㐂 鉄銕鐡 杯盃 裏裡 涼凉 青靑 清淸 教敎
強强 尚尙 既旣 皓晧 闊濶 煙烟 窓窗牎 略畧 隷隸 連聨 仙僊 叱𠮟 剥剝 頬頰 涜瀆 箪簞 顛顚 屏屛
蛎蠣 崖崕 場塲 飲飮 鴬鶯 侭儘 壷壺 瑶瑤 梼檮 蝿蠅 諌諫 賎賤 迩邇 頚頸 潅灌 鎌鐮 鯵鰺 鰮鰯
"""
# Radicals that PDF readers hand out in place of the characters they look like.
_RADICALS = "⺟母⺠民⻁虎⻄西⻑長⻘青⻝食⻤鬼⻨麦⻩黄⻫斎⻭歯⻯竜⻲亀⻆角⺍小⻌辶⺼肉"
# ヶ and ヵ are printed small or large (茅ヶ崎, 茅ケ崎); 、 and ， and the dashes by house style.
_EITHER_WAY = "ゖけゕか、,。.〜~∼~‐-‑-‒-–-—-―-−-─-"


def _one_spelling() -> dict[int, str]:
    table = _modern_forms()
    for kept, *others in _VARIANTS.split():
        table |= {ord(other): kept for other in others}
    table |= {ord(kata): chr(ord(kata) - 0x60) for kata in map(chr, range(0x30A1, 0x30F7))}
    table |= {ord("ヽ"): "ゝ", ord("ヾ"): "ゞ"}
    for either, kept in zip(*[iter(_RADICALS + _EITHER_WAY)] * 2, strict=True):
        table[ord(either)] = kept
    # OpenCC's 齊 is 斉, which is our 斎, and ヶ is ゖ is け: follow each form to its end.
    return {code: _last(table, kept) for code, kept in table.items()}


def _modern_forms() -> dict[int, str]:
    """Which old character form is which new one (國 → 国, 龍 → 竜), from OpenCC."""
    old = [chr(c) for block in _CJK for c in block]
    new = opencc.OpenCC("t2jp").convert("\n".join(old)).split("\n")
    return {ord(a): b for a, b in zip(old, new, strict=True) if a != b}


# The blocks in which t2jp knows any character.
_CJK = (range(0x3400, 0x4DC0), range(0x4E00, 0xA000))


def _last(table: dict[int, str], character: str) -> str:
    seen = {character}
    while (further := table.get(ord(character), character)) not in seen:
        seen.add(further)
        character = further
    return character


_ONE_SPELLING = _one_spelling()
