"""Kinds of remarks (区分: 質問・要望・意見・答弁・報告), told from who speaks and how it ends.

A proposal by rule, for narrowing a search; what staff decide in the response ledger is theirs.
"""

import re

from store import roles
from store.queries import Kind


def kind_of(label: str | None, body: str) -> Kind:
    """What a remark is: the office answers or reports; others ask, want or think."""
    role = roles.role_of(label)
    if role is None:
        return "report"
    elif role == "secretariat":
        return "report" if _REPORTS.search(body) else "answer"
    elif role in ("chair", "vice_chair") and _PRESIDES.search(body):
        return "opinion"
    elif _ASKS_TO_BE_TOLD.search(body):
        return "question"
    elif _WANTS.search(body):
        return "request"
    elif _ASKS.search(body):
        return "question"
    else:
        return "opinion"


def properties(label: str | None, body: str) -> list[str]:
    """What a search may ask for beside the words: `role:secretariat`, `kind:answer`."""
    role = roles.role_of(label)
    return [*([f"role:{role}"] if role else []), f"kind:{kind_of(label, body)}"]


_END = r"(?:[。．.？?」』）)\s]|$)"
_REPORTS = re.compile(
    r"(?:説明|報告)(?:を?(?:行った|行いました|した|しました|します|する|いたします|いたしました"
    rf"|させていただきます|申し上げます)|が(?:あった|なされた|行われた))?{_END}"
    r"|^(?:なお、?)?次回(?:の(?:会議|開催|日程)|は[^。]{0,20}(?:月|開催|日程|予定))"
)
# Whoever presides puts questions and requests that are about the sitting and not about its subject.
_PRESIDES = re.compile(
    r"異議(?:は|が)?(?:あり|ござい)ません|(?:賛成|反対)の[^。]{0,12}(?:起立|挙手)|静粛に"
    r"|(?:説明|報告|発言|答弁|着席|出席|入室|退室)(?:の?ほど)?[をは]?[、 ]?(?:よろしく)?お?願い"
    r"|(?:意見|質問|質疑|発言)(?:等|など)?[はがを]?[^。]{0,12}(?:あり|ござい)ません"
)
_ASKS_TO_BE_TOLD = re.compile(
    r"(?:教え|聞かせ|示し|説明し|答え)て(?:ほしい|欲しい|いただきたい|頂きたい|もらいたい|ください|下さい)"
    r"|(?:伺い|お?尋ね|お聞き|質問)(?:し|いたし)?(?:たい|ます|する|です)"
)
_WANTS = re.compile(
    r"(?:て|で)(?:ほしい|欲しい|いただきたい|もらいたい|頂きたい|もらえると|いただけると)"
    r"|(?<!よろしく)(?<!よろしく、)お願い(?:したい|いたしたい|したく|できれば|できない)"
    r"|(?:検討|配慮|対応|改善|周知|整備|支援|協力|見直し|実施)(?:方|の?ほど)?(?:を|、)?(?:よろしく)?お願い"
    r"|要望(?:し|す|です|で(?:あ|ご))|べき(?:だ|で|と)|(?:検討|配慮|改善)を求め"
)
_ASKS = re.compile(rf"か{_END}|[?？]")
