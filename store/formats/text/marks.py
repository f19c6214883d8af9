"""What stands between the words: actions (【異議なし】), bullets, rules and page numbers."""

import re

from store.formats.document import ENTRIES, PassageKind
from store.formats.text.when import TIME

# What our own minutes print before a remark, and before its further lines.
BULLET = "- ・"
INDENT = "  "


def entry_at(line: str) -> tuple[PassageKind, int] | None:
    """Give the kind of passage a line begins with (【決定】会長案を了承する), and the length of its mark."""
    found = _ENTRY.match(line)
    return (_KINDS[found[1]], found.end()) if found else None


def is_rule(line: str) -> bool:
    """Tell whether a line is only drawn: ──── or ---|---|."""
    return _RULE.fullmatch(line) is not None


def is_page_number(line: str) -> bool:
    """Tell whether a line is the number of a page: 「6」, 「－9 －」."""
    return len(line) <= 12 and _PAGE.fullmatch(line) is not None


def is_action(line: str) -> bool:
    """Tell whether a line says what was done, not what was said: <資料1に基づき説明>."""
    if len(line) > _LONGEST_ACTION:
        return False
    if line[0] in _PAIRS:
        return (
            line[-1] in _PAIRS[line[0]]
            and _closes_at_end(line)
            and _NUMBER.fullmatch(line[1:-1]) is None
        )
    return _ACTION.fullmatch(line) is not None


def is_time(line: str) -> bool:
    """Tell whether a line is nothing but a time: 「午前10時00分」, 「午前八時五十九分開議」."""
    return len(line) <= 24 and _TIME.fullmatch(line) is not None


def bullet_length(line: str) -> int:
    """Give the length of the bullet a line begins with."""
    found = _BULLET.match(line)
    return found.end() if found else 0


_KINDS: dict[str, PassageKind] = {name: kind for kind, name in ENTRIES.items()}
_ENTRY = re.compile(rf"【({'|'.join(_KINDS)})】[ 　]*(?=[^\s])")
_RULE = re.compile(r"[-－＋+─━＝=―—…‥・*＊_＿~～◇◆○△|｜ 　]{3,}|[|｜]{1,2}")
_PAGE = re.compile(r"[-－―‐ 　]{0,4}[0-9０-９]{1,4}[-－―‐ 　]{0,4}|<PAGE=.{1,8}>")
_LONGEST_ACTION = 120
_PAIRS = {
    "(": ")）", "（": "）)", "【": "】", "‹": "›>", "<": ">›", "＜": "＞", "〈": "〉", "［": "］", "[": "]", "〔": "〕",
}  # fmt: skip
_CLOSING = frozenset(")）】›>＞〉］]〕")
_NUMBER = re.compile("[0-9０-９]{1,4}")
_TIME_WORDS = "開会・開議|開会|開議|閉会|休憩|再開|散会|延会|閉議"
_ACTION = re.compile(
    r"-(?![- ]).{1,80}[^- ]-|[―—─]{1,2}[^―—─].{0,80}[―—─]{1,2}|[◇◆] ?.{1,60} ?[◇◆]"
    rf"|[○〇◯]?[ 　]?(?:{TIME.pattern.replace('?P<', '?P<_')})[ 　]{{0,6}}(?:{_TIME_WORDS})|(?:暫時)?休憩|[～~].{{1,60}}[～~]"
)
_TIME = re.compile(rf"(?:{TIME.pattern})[ 　]{{0,6}}(?:開会|開議|閉会|散会)?")
_BULLET = re.compile(r"- ・[ 　]*|[-*•‣▪・]・?[ 　]+|・(?=[^・…])")


def _closes_at_end(line: str) -> bool:
    depth = 0
    for place, sign in enumerate(line):
        depth += (sign in _PAIRS) - (sign in _CLOSING)
        if depth == 0:
            return place == len(line) - 1
    return False
