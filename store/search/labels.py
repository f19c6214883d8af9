"""Which names a printed label answers to: 発言者:事務局 finds 事務局(鈴木主幹)."""

import re
from functools import lru_cache

from store import text


@lru_cache(maxsize=4096)
def speaker_names(label: str | None) -> tuple[str, ...]:
    """The folded names a printed label answers to, whole ones only.

    事務局(鈴木主幹) answers to 事務局(鈴木主幹), 事務局, 鈴木主幹 and 鈴木: to all of it, to what is
    outside and inside its brackets, and to each of these without a title. 委員長 is not 委員.
    """
    whole = folded(label or "")
    parts = [whole, _BRACKETED.sub("", whole), *_BRACKETED.findall(whole)]
    untitled = [
        match["name"]
        for part in parts
        if not _TITLE.fullmatch(part) and (match := _NAME_AND_TITLE.fullmatch(part))
    ]
    return tuple(dict.fromkeys(name for name in parts + untitled if name))


def folded(label: str) -> str:
    """A label without the mark printed before it: ○委員長."""
    return text.fold(label).strip("○◯●◎・")


# Folded, as the labels are.
_BRACKETED = re.compile(r"[(\[〔【<]([^(\[〔【<)\]〕】>]*)[)\]〕】>]")
_TITLE = re.compile(
    "(副|前|元)?(委員長|会長|座長|部会長|分科会長|議長|理事長)(職務)?(代理|代理者)?"
    "|(臨時|専門|特別|公募)?委員|おぶざーばー|参考人|部長|次長|局長|課長|室長|所長|係長|主幹|主査"
    "|主任|参事|教授|先生|氏|君|さん|様"
)
_NAME_AND_TITLE = re.compile(f"(?P<name>.+?)({_TITLE.pattern})")
