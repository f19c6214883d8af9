"""Who speaks, as it is typed at the head of a line: 参, 事務局:, （参加者）, 会長, 浅野委員."""

import re
from dataclasses import dataclass, replace

from handlers.errors import NotKept
from store import text
from store.labels import Customs, Known, Speaker
from store.roles import role_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """A line, divided into who begins to speak with it, if that is told, and the rest.

    `called`: everybody a typed name may mean; more than one has to be asked about.
    """

    line: str
    rest: str
    typed: str = ""
    speaker: Speaker | None = None
    called: tuple[Known, ...] = ()
    is_off_record: bool = False

    def off_record(self) -> "Head":
        """The speaker alone, without what they said."""
        return replace(self, line=f"{self.typed}:", rest="", is_off_record=True)


def speaker(typed: str, customs: Customs) -> Speaker:
    """Who is meant by what stands alone in a field for the label."""
    word = " ".join(text.clean(typed).split()).strip("():：（）")
    called = customs.called(word)
    if len(called) > 1:
        names = "、".join(known.name for known in called)
        raise NotKept(
            f"「{word}」に当たる人が{len(called)}人います（{names}）。名前まで入力してください。",
            typed,
        )
    return _known(word, customs) or _printed(word, customs)


def head_of(line: str, customs: Customs) -> Head:
    """Divide a line; bullets before and behind the label are taken off."""
    words = _without_bullet(line)
    for form in (_IN_BRACKETS, _BEFORE_COLON, _BEFORE_NAME, _TWO_WORDS, _ONE_WORD):
        found = form.fullmatch(words)
        if found is None:
            continue
        typed = " ".join(found["label"].split())
        rest = _without_bullet(found["rest"] or "")
        if form is _BEFORE_NAME and not customs.called(found["name"]):
            continue
        called = customs.called(typed)
        if len(called) > 1 and len({known.speaker for known in called}) > 1:
            return Head(line=line, rest=rest, typed=typed, called=called)
        is_certain = form in (_IN_BRACKETS, _BEFORE_COLON, _BEFORE_NAME)
        meant = _known(typed, customs) or _post(typed, customs, is_certain=is_certain)
        if meant:
            head = Head(line=line, rest=rest, typed=typed, speaker=meant)
            return _with_name_after(head, meant, customs)
    return Head(line=line, rest=words)


def _with_name_after(head: Head, meant: Speaker, customs: Customs) -> Head:
    """参 浅野 昼がよい: where no names are printed, a name after the label is who really spoke."""
    if customs.names or meant.real_name or not head.rest:
        return head
    after = head_of(head.rest, customs)
    if not customs.called(after.typed):
        return head
    real_name = after.speaker.real_name if after.speaker else None
    return replace(
        after, line=head.line, speaker=after.speaker and replace(meant, real_name=real_name)
    )


def _without_bullet(words: str) -> str:
    return _BULLET.sub("", words, count=1).strip()


_BULLET = re.compile(r"(?:[-*•‣▪◦–—−－][ \t　]+・?|・(?![・…])|[①-⑳❶-❿])[ \t　]*")
_ASIDE = r"(?:[(（][^()（）\n]{1,20}[)）][^\s:：()（）]{0,6})?"
_COLON = "(?!:[a-z0-9_+'-]{1,64}:)[:：]"  # and not that of :smile:
_IN_BRACKETS = re.compile(
    rf"[(（\[［〔【](?P<label>[^()（）\[\]［］〔〕【】\n]{{1,24}}{_ASIDE})[)）\]］〕】]\s*[:：]?\s*(?P<rest>.*)"
)
_BEFORE_COLON = re.compile(
    rf"[○◯〇◎●]?\s*(?P<label>[^:：()（）\n]{{1,24}}?{_ASIDE})\s*{_COLON}\s*(?P<rest>.*)"
)
# 参加者（浅野）昼がよい: only where the brackets hold somebody's name.
_BEFORE_NAME = re.compile(
    r"(?P<label>[^\s:：()（）]{1,16}[(（](?P<name>[^()（）\n]{1,20})[)）])(?P<rest>.*)"
)
_WORD = rf"[^\s:：()（）]{{1,16}}{_ASIDE}"
_REST = r"(?:[ \t　]+(?P<rest>.*))?"
_TWO_WORDS = re.compile(rf"[○◯〇◎●]?(?P<label>{_WORD}[ \t　]+{_WORD}){_REST}")
_ONE_WORD = re.compile(rf"[○◯〇◎●]?(?P<label>{_WORD}){_REST}")


def _known(typed: str, customs: Customs) -> Speaker | None:
    """A short form, a label the minutes print, or a person of the council."""
    called = customs.called(typed)
    printed = _short(customs).get(typed) or customs.printed(typed)
    if printed:
        return Speaker(label=printed)
    return called[0].speaker if called else None


def _short(customs: Customs) -> dict[str, str]:
    return {"参": customs.participant, "委": customs.participant, "事": customs.secretariat}


def _post(typed: str, customs: Customs, *, is_certain: bool) -> Speaker | None:
    """A post (会長, 委員A), or somebody's name before one (山本委員); `is_certain`: by its form."""
    folded = "".join(typed.split())
    head, aside = _ASIDE_ALONE.sub("", folded), _ASIDE_ALONE.search(folded)
    if aside and head in _short(customs) and (is_certain or customs.called(aside[1])):
        return _printed(f"{_short(customs)[head]}{aside[0]}", customs)
    posts = _BY_FORM if is_certain else _BY_WORD
    if posts.fullmatch(head) or (is_certain and _NAMED.fullmatch(head)):
        return _printed(folded, customs)
    return None


def _printed(typed: str, customs: Customs) -> Speaker:
    """The label as it is to be printed: without what tells more than the minutes do."""
    head, aside = _ASIDE_ALONE.sub("", typed), _ASIDE_ALONE.search(typed)
    named = customs.called(aside[1]) if aside else ()
    if aside and not customs.names and (named or customs.anonymous):
        # 参加者(浅野): the name is for the secretariat alone.
        real_name = named[0].name if len(named) == 1 else aside[1]
        return Speaker(label=_printed(head, customs).label, real_name=real_name)
    is_named = _NAMED.fullmatch(head) and not _NOBODY.fullmatch(head)
    tells = not customs.names if is_named else customs.anonymous and not _NOBODY.fullmatch(head)
    if not tells:
        return Speaker(label=typed)
    is_office = role_of(typed) == "secretariat"
    return Speaker(label=customs.secretariat if is_office else customs.participant, real_name=typed)


_NTH = "[0-9０-９]{0,2}[A-ZＡ-Ｚ]?"
_NOBODY = re.compile(rf"(?:参加者|出席者|委員|構成員|傍聴[者人]|事務局|市民){_NTH}")
_BODY = (
    "事務局|参加者|出席者|委員|構成員|傍聴[者人]|(?:副|元)?(?:会長|委員長|座長|議長|部会長|分科会長)"
    "|(?:会長|委員長|座長)?職務代理者?|司会者?"
)
_BY_WORD = re.compile(f"(?:{_BODY}){_NTH}")
_BY_FORM = re.compile(
    f"(?:{_BODY}|進行|オブザーバー|アドバイザー|ファシリテーター|説明員|説明者|参考人|当局|市|町|村|市側"
    f"|(?:副)?(?:市長|町長|村長|区長)|教育長|[一-龥々ヶァ-ヶー]{{0,10}}(?:部長|次長|課長|係長|室長|局長|所長|主幹|主査|主任|主事)(?:補佐)?)"
    f"{_NTH}"
)
# 民生委員：3名 speaks of them; 山本委員： lets somebody speak.
_NAMED = re.compile(
    "(?!民生|児童|教育|農業|監査|選挙|推進|協力|相談|調査|指導|専門|常任|運営|実行|評価|審査|各|全|女性|男性|公募|学識|市民|新|他|福祉|地域|町内|自治|連合|商店|老人|婦人|PTA)"
    "[一-龥々ヶ]{1,4}(?:副?(?:会長|委員長|座長|部会長)|委員|議員|さん|氏|教授|先生)"
)
_ASIDE_ALONE = re.compile(r"[(（]([^()（）]*)[)）]")
