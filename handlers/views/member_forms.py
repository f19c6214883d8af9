"""The forms of the roster: a member, an officer."""

import json
from collections.abc import Mapping
from typing import Any

from handlers.views import parts
from handlers.views.parts import Block
from store import eras
from store.councils import Council
from store.formats.rosters import CONTACTS, REACHED
from store.members import ContactKind, Member, Officer
from store.readings import Proposal

FORM = "member_form"
OFFICER_FORM = "officer_form"


def member(
    council: Council,
    kept: Member | None,
    contacts: Mapping[ContactKind, str],
    proposal: Proposal,
) -> dict[str, Any]:
    """The form for a member: a new one, or one to be put right."""
    blocks = [
        _field("氏名", "name", kept and kept.name, hint="登録の字のまま、姓と名の間を空けます。例: 廣岡 実", is_needed=True),
        _field("ふりがな", "reading", kept and kept.reading, hint=_reading_hint(proposal)),
        _field("役職", "role", kept.role if kept else "委員", hint="例: 会長、副会長、委員、公募委員"),
        _field("選出区分", "category", kept and kept.category, hint="例: 学識経験者、団体推薦、公募"),
        _field("所属", "affiliation", kept and kept.affiliation, hint="例: 町内会連合会"),
        _field("任期の始め", "term_from", _day(kept and kept.term_from), hint="例: 令和8年4月1日、R8.4.1"),
        _field("任期の終わり", "term_to", _day(kept and kept.term_to)),
        *_deed(kept),
        _checkbox("代理出席", "proxy_allowed", "代理の方の出席を認める", is_ticked=bool(kept and kept.proxy_allowed)),
        _user(kept.slack_user if kept else None),
        _reached_by(kept.reached_by if kept else None),
        *_contacts(contacts),
        _field("区別", "mark", kept and kept.mark, hint="同じ氏名で所属も同じ方がいるときだけ、見分ける言葉を入れます。例: 北地区"),
    ]  # fmt: skip
    meant = {
        "council": council.id,
        "member": kept.id if kept else None,
        "version": kept.version if kept else 0,
    }
    return _form("委員を直す" if kept else "委員を加える", blocks, FORM, meant)


def officer(
    council: Council, kept: Officer | None, contacts: Mapping[ContactKind, str]
) -> dict[str, Any]:
    """The form for an officer: a new one, or one with a new title."""
    since = "この職に就いた日"
    hint = "例: 令和8年4月1日"
    if kept:
        hint = "人事異動のときは、異動の日に変えてください。それより前の会議では、今までの職のままです。"
    blocks = [
        _field("氏名", "name", kept and kept.name, is_needed=True),
        _field("ふりがな", "reading", kept and kept.reading),
        _field("部", "department", kept and kept.department, hint="例: 福祉部"),
        _field("課", "section", kept and kept.section, hint="例: 福祉課"),
        _field("係", "unit", kept and kept.unit),
        _field("職", "post", kept and kept.post, hint="例: 部長、課長、主査"),
        _field(since, "since", _day(kept and kept.since), hint=hint),
    ]
    if kept:
        leaves = "この日から、この会議体の担当ではない"
        blocks.append(_checkbox("異動", "leaves", leaves, is_ticked=False))
    blocks += _contacts(contacts)
    meant = {
        "council": council.id,
        "person": kept.person_id if kept else None,
        "version": kept.version if kept else 0,
    }
    return _form("職員を直す" if kept else "職員を加える", blocks, OFFICER_FORM, meant)


def saved(told: str) -> dict[str, Any]:
    """Somebody is kept; the form becomes this."""
    more = "名簿は「/council members」で表示し直せます。"
    return parts.modal("名簿", [parts.plain(told), parts.context(more)])


def _reading_hint(proposal: Proposal) -> str:
    if proposal.whole:
        known = f"同じ字の方のふりがなは「{'」「'.join(proposal.whole)}」です。"
    elif proposal.surname:
        known = f"同じ姓の方のふりがなは「{'」「'.join(proposal.surname)}」です。"
    else:
        known = ""
    return f"{known}五十音順に並べるために使います。例: ひろおか みのる"


def _deed(kept: Member | None) -> list[Block]:
    """What the form does to a member who is kept already."""
    if kept is None:
        return []
    options = [
        parts.option("登録を直す", "change"),
        parts.option("再任する（新しい任期を加える）", "reappoint"),
        parts.option("退任する（任期の終わりの日まで）", "end"),
        parts.option("名簿から外す（委員ではなかった）", "withdraw"),
    ]
    element = parts.menu("選ぶ", "value", options) | {"initial_option": options[0]}
    label = {"type": "plain_text", "text": "すること"}
    hint = {
        "type": "plain_text",
        "text": "再任では、上の任期を新しい任期に書き換えてください。前の任期の記録は残ります。",
    }
    return [{"type": "input", "block_id": "deed", "label": label, "element": element, "hint": hint}]


def _user(kept: str | None) -> Block:
    element: Block = {"type": "users_select", "action_id": "value"}
    if kept:
        element["initial_user"] = kept
    label = {"type": "plain_text", "text": "Slackを使う方なら、その利用者"}
    return {
        "type": "input", "block_id": "slack_user", "optional": True, "label": label,
        "element": element,
    }  # fmt: skip


def _reached_by(kept: str | None) -> Block:
    [block] = parts.choice(
        "連絡方法", "reached_by", [(text, kind) for kind, text in REACHED.items()]
    )
    if kept:
        block["element"]["initial_option"] = parts.option(REACHED[kept], kept)
    return block


def _contacts(contacts: Mapping[ContactKind, str]) -> list[Block]:
    """Who opens the form may manage the roster, and so may see these."""
    hint = "担当者と管理者だけが見られます。"
    return [_field(REACHED[kind], kind, contacts.get(kind), hint=hint) for kind in CONTACTS]


def _field(
    label: str,
    block_id: str,
    kept: str | None,
    *,
    hint: str | None = None,
    limit: int = 100,
    is_needed: bool = False,
) -> Block:
    field = parts.field(label, block_id, hint=hint, limit=limit)
    if kept:
        field["element"]["initial_value"] = kept[:limit]
    if not is_needed:
        field["optional"] = True
    return field


def _checkbox(label: str, block_id: str, text: str, *, is_ticked: bool) -> Block:
    options = [parts.option(text, block_id)]
    element: Block = {"type": "checkboxes", "action_id": "value", "options": options}
    if is_ticked:
        element["initial_options"] = options
    shown = {"type": "plain_text", "text": label}
    return {
        "type": "input", "block_id": block_id, "optional": True, "label": shown,
        "element": element,
    }  # fmt: skip


def _day(value: Any) -> str:
    return eras.long_date(value) if value else ""


def _form(
    title: str, blocks: list[Block], callback_id: str, meant: Any, submit: str = "登録する"
) -> dict[str, Any]:
    return parts.modal(
        title,
        blocks,
        callback_id=callback_id,
        submit=submit,
        close="やめる",
        private_metadata=json.dumps(meant),
    )
