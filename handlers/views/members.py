"""How a council's people look: the list of its members, the list of its officers."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import date

from handlers.parse.members import Shown
from handlers.views import parts, rosters
from handlers.views.dates import day
from handlers.views.parts import Block, Message
from store import eras
from store.councils import Council
from store.formats.rosters import REACHED
from store.members import ContactKind, Known, Likeness, Member, Officer
from store.readings import Proposal

LIST = "members.list"
ADD = "members.add"
EDIT = "members.edit"
READING = "members.reading"
ADD_OFFICER = "officers.add"
EDIT_OFFICER = "officers.edit"
MERGE = "members.merge"
APART = "members.apart"

LISTED = 15  # on a page; two blocks for one whose reading is proposed
ASKED = 3  # pairs that may be one person, two blocks each
MOST_CHOICES = 20

Contacts = Mapping[int, Mapping[ContactKind, str]]


def members(
    council: Council,
    listed: Sequence[Member],
    shown: Shown,
    today: date,
    proposals: Mapping[int, Proposal],
    contacts: Contacts,
    likenesses: Sequence[Likeness],
    *,
    may_manage: bool,
) -> Message:
    """A council's members in 五十音順, a page of them; who may manage them has the buttons."""
    told = _told(council, listed, shown, today)
    blocks = [parts.plain(told), *_notes(listed), *_likenesses(likenesses, shown)]
    page = min(shown.page, max(1, -(-len(listed) // LISTED)))
    for member in listed[(page - 1) * LISTED : page * LISTED]:
        blocks += _member(member, shown, proposals, contacts, may_manage=may_manage)
    blocks += parts.pager(LIST, shown.turned(), page, len(listed), LISTED)
    blocks += _buttons(shown, may_manage=may_manage)
    return parts.message(told, blocks)


def officers(
    council: Council,
    listed: Sequence[Officer],
    shown: Shown,
    today: date,
    contacts: Contacts,
    *,
    may_manage: bool,
) -> Message:
    """A council's officers in order of rank, with the titles of the day."""
    told = f"「{council.name}」の職員は{len(listed):,}名です（{day(today)}現在）"
    blocks = [parts.plain(told)]
    page = min(shown.page, max(1, -(-len(listed) // LISTED)))
    for officer in listed[(page - 1) * LISTED : page * LISTED]:
        since = f"{eras.long_date(officer.since)}から" if officer.since else "会議録から"
        lines = [f"{officer.title} {_named(officer.name, officer.reading)}".strip(), since]
        lines += _reached(contacts.get(officer.person_id, {}))
        edit = parts.button(
            "直す",
            EDIT_OFFICER,
            {"council": shown.council, "person": officer.person_id},
            spoken=f"{officer.name}さんの登録を直す",
        )
        blocks.append(parts.plain("\n".join(lines), edit if may_manage else None))
    blocks += parts.pager(LIST, shown.turned(), page, len(listed), LISTED)
    blocks += _buttons(shown, may_manage=may_manage)
    return parts.message(told, blocks)


def which(choices: Sequence[Council], shown: Shown) -> Message:
    """More than one council may be meant."""
    told = (
        "どの会議体の名簿でしょうか。"
        "「/council members 会議体の名前」のように、名前を書いても表示できます。"
    )
    row = [
        parts.button(council.name, f"{LIST}.{council.id}", shown.turned(council=council.id))
        for council in choices[:MOST_CHOICES]
    ]
    return parts.message(told, [parts.plain(told), parts.buttons(row)])


def _told(council: Council, listed: Sequence[Member], shown: Shown, today: date) -> str:
    named = f"「{council.name}」の"
    if shown.word:
        named += f"「{parts.cut(shown.word, 30)}」に当たる"
    if shown.show == "past":
        return f"{named}任期の終わった委員は{len(listed):,}名です"
    else:
        return f"{named}委員は{len(listed):,}名です（{day(today)}現在、五十音順）"


def _notes(listed: Sequence[Member]) -> Iterable[Block]:
    unread = sum(not member.reading for member in listed)
    printed = sum(member.is_from_minutes for member in listed)
    if unread:
        yield parts.context(
            f"ふりがなのない方が{unread:,}名います。五十音順に並べられないため、最後に並べています。"
        )
    if printed:
        yield parts.context(
            f"会議録から読み取ったままの方が{printed:,}名います。役職と任期は、まだ確かめていません。"
        )


def _likenesses(likenesses: Sequence[Likeness], shown: Shown) -> Iterable[Block]:
    for alike in likenesses[:ASKED]:
        told = f"同じ方でしょうか　{_known(alike.keep)} と {_known(alike.gone)}"
        value = {**asdict(shown), "keep": alike.keep.person_id, "gone": alike.gone.person_id}
        pair = f"{alike.keep.person_id}.{alike.gone.person_id}"
        names = f"{alike.keep.name}と{alike.gone.name}"
        merge = parts.button(
            "同じ人としてまとめる", f"{MERGE}.{pair}", value, spoken=f"{names}をまとめる"
        )
        merge["confirm"] = _confirm(alike)
        apart = parts.button("別の人", f"{APART}.{pair}", value, spoken=f"{names}は別の人")
        yield parts.plain(told)
        yield parts.buttons([merge, apart])
    if len(likenesses) > ASKED:
        yield parts.context(f"名前の似た方は、ほかに{len(likenesses) - ASKED:,}組あります。")


def _known(known: Known) -> str:
    seen = f"{known.last_seen}の会議録" if known.last_seen else "会議録"
    where = (known.affiliation or "名簿") if known.is_registered else seen
    return f"「{known.name}」（{where}）"


def _confirm(alike: Likeness) -> Block:
    told = (
        f"「{alike.gone.name}」の出席の記録を「{alike.keep.name}」さんのものにします。元には戻せません。"
        f"会議録に印刷された字は変わりません。登録の字は「{alike.keep.name}」になります。"
    )
    return {
        "title": {"type": "plain_text", "text": "同じ人としてまとめますか"},
        "text": {"type": "plain_text", "text": parts.cut(told, 300)},
        "confirm": {"type": "plain_text", "text": "まとめる"},
        "deny": {"type": "plain_text", "text": "やめる"},
    }


def _member(
    member: Member,
    shown: Shown,
    proposals: Mapping[int, Proposal],
    contacts: Contacts,
    *,
    may_manage: bool,
) -> Iterable[Block]:
    lines = [
        _named(member.name, member.reading) + (f"【{member.mark}】" if member.mark else ""),
        "　".join(filter(None, (member.role, member.category, member.affiliation, _term(member)))),
    ]
    proposal = proposals.get(member.person_id, Proposal())
    if may_manage:
        lines += _for_the_office(member)
        lines += _reached(contacts.get(member.person_id, {}))
        if proposal.surname and not proposal.whole:
            lines.append(
                f"ふりがなの手掛かり　同じ姓の方は「{'」「'.join(proposal.surname)}」です。"
            )
    edit = parts.button(
        "直す",
        EDIT,
        {"council": shown.council, "member": member.id},
        spoken=f"{member.name}さんの登録を直す",
    )
    yield parts.plain("\n".join(filter(None, lines)), edit if may_manage else None)
    if may_manage and proposal.whole:
        value = {**asdict(shown), "person": member.person_id, "version": member.version}
        yield parts.buttons(
            parts.button(
                f"ふりがなを「{reading}」にする",
                f"{READING}.{number}",
                {**value, "reading": reading},
                spoken=f"{member.name}さんのふりがなを{reading}にする",
            )
            for number, reading in enumerate(proposal.whole)
        )


def _named(name: str, reading: str) -> str:
    return f"{name}（{reading}）" if reading else name


def _term(member: Member) -> str:
    ends = (eras.long_date(end) if end else "" for end in (member.term_from, member.term_to))
    term = "～".join(ends)
    return "" if term == "～" else f"任期 {term}"


def _for_the_office(member: Member) -> Iterable[str]:
    """What only the secretariat needs to read."""
    known = (
        "会議録から" if member.is_from_minutes else "",
        f"連絡は{REACHED[member.reached_by]}" if member.reached_by else "",
        "代理出席可" if member.proxy_allowed else "",
        "Slackあり" if member.slack_user else "",
    )
    yield "　".join(filter(None, known))


def _reached(contacts: Mapping[ContactKind, str]) -> Iterable[str]:
    if contacts:
        yield "　".join(f"{REACHED[kind]} {value}" for kind, value in sorted(contacts.items()))


def _buttons(shown: Shown, *, may_manage: bool) -> list[Block]:
    def turn(text: str, name: str, **changes: object) -> Block:
        return parts.button(text, f"{LIST}.{name}", shown.turned(**changes))

    council = {"council": shown.council}
    row: list[Block] = []
    if shown.show != "members" or shown.word:
        row.append(turn("委員の一覧", "members", show="members", word=""))
    if shown.show != "officers":
        row.append(turn("職員の一覧", "officers", show="officers", word=""))
    if shown.show != "past":
        row.append(turn("任期の終わった委員", "past", show="past", word=""))
    if not may_manage:
        return [parts.buttons(row)]
    if shown.contacts:
        row.append(turn("連絡先を隠す", "hide", contacts=False))
    else:
        row.append(turn("連絡先も表示", "contacts", contacts=True))
    office = [
        parts.button("委員を加える", ADD, council),
        parts.button("職員を加える", ADD_OFFICER, council),
        parts.button("名簿を取り込む", rosters.TAKE_IN, council),
        parts.button("Excelで受け取る", rosters.EXCEL, council),
    ]
    return [parts.buttons(row), parts.buttons(office)]
