"""Roles (役割): in what capacity somebody spoke, read from the label that is printed."""

import re
import unicodedata
from functools import lru_cache

from store.formats.text.words import HEAD_POSTS, STAFF_POSTS
from store.queries import Role


@lru_cache(maxsize=4096)
def role_of(label: str | None) -> Role | None:
    """事務局, ○○部長, 交通局(江草局長) -> secretariat; 座長 -> chair; no label: no role.

    What stands outside the brackets decides where it names a capacity: 委員(警察署長) is a
    member. Whoever is not known otherwise took part: participant.
    """
    if not label:
        return None
    printed = "".join(unicodedata.normalize("NFKC", label).split()).lstrip(_MARKS)
    for part in (_ASIDE.sub("", printed), *_ASIDE.findall(printed)):
        for role, capacity in _CAPACITIES.items():
            if capacity.fullmatch(part.strip("()〔〕[]")):
                return role
    return "participant"


_MARKS = "○◯〇●◎・"
_ASIDE = re.compile(r"[(\[〔][^()\[\]〔〕]*[)\]〕]?")

# A label may end in what tells one of many apart: 委員A, 委員3. The first that fits decides.
_NTH = "[0-9]{0,3}[A-Z]?"
_PRESIDES = "委員長|会長|座長|議長|部会長|分科会長|理事長"
# People of the area who preside elsewhere; and heads of houses that are not the city's.
_OF_THE_AREA = (
    "町内会長|自治会長|町会長|区会長|連合会長|老人会長|婦人会長|女性会長|商工会長|商店会長|PTA会長"
)
_OF_OTHER_HOUSES = ("校長", "園長", "院長", "社会福祉士", "支援員", "幹事")
_STAFF = "|".join({*STAFF_POSTS, *HEAD_POSTS} - {*_OF_OTHER_HOUSES})
_OFFICES = (
    "市|町|村|県|区|都|道|府|市側|町側|村側|県側|当局|執行部|行政|理事者|説明員|説明者|回答者?"
)
_PATTERNS: dict[Role, str] = {
    "participant": f"参加者|出席者|傍聴[者人]|市民|住民|.*事業者|.*({_OF_THE_AREA})",
    "vice_chair": f".*(副({_PRESIDES})|({_PRESIDES})(職務)?代理者?|職務代理者?)",
    "chair": f".*({_PRESIDES})|司会(者|進行)?|進行役?",
    "member": ".*(委員|議員|構成員)(代理)?|[0-9一二三四五六七八九十]{1,3}番.*",
    "secretariat": f"事務局.*|{_OFFICES}|.*職員.*|.*担当(課|者|官|部署)?"
    f"|.*({_STAFF})(代理|級|心得)?|.*(大臣|長官|総裁|政務官|副知事)|.*[^学](局|部|課|室|係|班)",
}
_CAPACITIES: dict[Role, re.Pattern[str]] = {
    role: re.compile(f"({pattern}){_NTH}", re.IGNORECASE) for role, pattern in _PATTERNS.items()
}
