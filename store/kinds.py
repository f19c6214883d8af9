"""Kinds of remarks (区分: 質問・要望・意見・答弁・報告), told from who speaks and how it ends.

A proposal by rule, for narrowing a search; what staff decide in the response ledger is theirs.
"""

import re

from store import roles
from store.queries import Kind


def kind_of(label: str | None, body: str) -> Kind:
    """What a remark is: the office answers or reports; others ask, want or think."""
    if label is None:
        return "report"
    if roles.role_of(label) == "secretariat":
        return "report" if _REPORTS.search(body) else "answer"
    elif _WANTS.search(body):
        return "request"
    elif _ASKS.search(body):
        return "question"
    else:
        return "opinion"


def properties(label: str | None, body: str) -> list[str]:
    """What a search may ask for beside the words: `role:secretariat`, `kind:answer`."""
    role = roles.role_of(label) if label else None
    return [*([f"role:{role}"] if role else []), f"kind:{kind_of(label, body)}"]


_END = r"(?:[。．.？?」』）)\s]|$)"
_REPORTS = re.compile(rf"(?:説明|報告)(?:を行った|をした|した|する)?{_END}")
_WANTS = re.compile(
    r"(?:て|で)(?:ほしい|欲しい|いただきたい|もらいたい|頂きたい|もらえると|いただけると)"
    r"|(?:お願い|要望)(?:し|す|で)|べき(?:だ|で|と)|(?:検討|配慮)を(?:求|願)"
)
_ASKS = re.compile(
    rf"(?:か|かな|だろうか|でしょうか|のか)(?:{_END}|伺|教え|聞)|[？?]|(?:伺い|お聞きし|教えて)"
)
