"""The correcting form, sent: what it does, and what is shown when somebody else was quicker."""

import json
from dataclasses import replace
from typing import Any

from slack_bolt import Ack
from slack_sdk import WebClient
from sqlite_utils import Database

from handlers.errors import FormError
from handlers.parse import buttons
from handlers.parse import remarks as parse
from handlers.parse.remarks import Correction, Wanted
from handlers.remarks.showing import (
    as_it_is,
    done,
    drawn,
    managed,
    real_name,
    withdrawn_or_shown,
)
from handlers.views import remark_form as views
from handlers.visit import Visit
from store import blocks, inbox, meetings, real_names, remarks
from store.errors import Refused
from store.remarks import Place

Json = dict[str, Any]


class _Overtaken(Exception):
    """Somebody else was quicker: nothing of the form is kept, and its sender decides."""


def save(ack: Ack, view: Json, visit: Visit) -> None:
    """Keep what was put right, or show what somebody else did meanwhile."""
    correction = parse.form(view)
    remark_id, told = correction.remark_id, "すでに記録しています。"
    managed(visit.db, remark_id, visit)
    sent = parse.fingerprint(json.dumps([view["private_metadata"], view["state"]]))
    try:
        with visit.store.writing() as db:
            if inbox.first_time(db, f"view:{view['id']}:{sent}", visit.by):
                remark_id, told = _correct(db, correction, visit)
    except _Overtaken:
        ack(response_action="update", view=_beside_theirs(correction, visit))
    else:
        with visit.store.reading() as db:  # after a change, the listener's own reader is behind
            ack(response_action="update", view=done(db, told, remark_id, visit))


def withdraw(ack: Ack, action: Json, body: Json, visit: Visit, client: WebClient) -> None:
    """この発言を取り消す; not if it says something else than when the form was opened."""
    ack()
    remark_id, version = buttons.values(action, remark=int, v=int)
    told = withdrawn_or_shown(remark_id, version, visit)["text"]
    with visit.store.reading() as db:
        view = done(db, told, remark_id, visit)
    client.views_update(view_id=body["view"]["id"], view=view)


def keep_theirs(ack: Ack, action: Json, body: Json, visit: Visit, client: WebClient) -> None:
    """相手の文のままにする: nothing is changed."""
    ack()
    [remark_id] = buttons.values(action, remark=int)
    managed(visit.db, remark_id, visit)
    view = done(visit.db, "相手の文のままにしました。", remark_id, visit)
    client.views_update(view_id=body["view"]["id"], view=view)


# --- What the form does


def _correct(db: Database, correction: Correction, visit: Visit) -> tuple[int, str]:
    """Do what the form says; gives the remark that now has the words, and what to tell."""
    wanted = correction.wanted
    place = remarks.look(db, correction.remark_id, visit.viewer)
    meetings.require_open(db, place.meeting_id)
    if _is_overtaken(db, place, correction, visit):
        raise _Overtaken
    told = []
    if not place.stands:
        remarks.restore(db, place.id, visit.by)
        place = remarks.look(db, place.id, visit.viewer)
        told.append("元に戻しました")
    ids = [place.id]
    if wanted.border == "at_lines":
        ids = remarks.split(db, place.id, wanted.parts, visit.by)
        told.append(f"{len(ids)}件に分けました")
    elif correction.changes("body") and wanted.body and wanted.body != place.body:
        remarks.edit(db, place.id, wanted.body, place.version, visit.by)
        told.append("本文を直しました")
    if correction.changes("real_name") and real_name(db, place, visit) is not None:
        for remark_id in ids:
            real_names.note(db, remark_id, wanted.real_name or None, visit.by)
        told.append("実際の発言者を記録しました")
    if wanted.border == "with_previous":
        return _join(db, correction, visit), "前の発言とつないで、一つの発言にしました。"
    told += _change_speaker(db, ids, correction, visit)
    told += _move(db, ids, correction, visit)
    return place.id, f"{'、'.join(told)}。" if told else "直したところはありません。"


def _join(db: Database, correction: Correction, visit: Visit) -> int:
    place = remarks.look(db, correction.remark_id, visit.viewer)
    if place.before and not views.shows_whole(place.before.body + place.body):
        sentence = (
            "つなぐと長くなりすぎて、Slack で直せなくなります。「このまま」を選んでください。"
        )
        raise FormError({correction.field(parse.BORDER): sentence})
    return remarks.join_previous(db, place.id, visit.by)


def _change_speaker(
    db: Database, ids: list[int], correction: Correction, visit: Visit
) -> list[str]:
    wanted = correction.wanted
    if not correction.changes("label") and wanted.scope == "block":
        return []
    try:
        remarks.change_speaker(db, ids, wanted.label, wanted.scope, visit.by)
    except Refused as refusal:
        raise FormError({correction.field(parse.LABEL): refusal.sentence}) from refusal
    return ["発言者を直しました"]


def _move(db: Database, ids: list[int], correction: Correction, visit: Visit) -> list[str]:
    wanted = correction.wanted
    if not correction.changes("item_id") or wanted.item_id is None:
        return []
    try:
        if wanted.reach == "onward":
            remarks.move_from_here(db, ids[0], wanted.item_id, visit.by)
        else:
            remarks.move(db, ids, wanted.item_id, visit.by)
    except Refused as refusal:
        field = parse.LABEL if refusal.sentence == blocks.NEEDS_A_NAME else parse.ITEM
        raise FormError({correction.field(field): refusal.sentence}) from refusal
    return ["議題を移しました"]


# --- Who was quicker


def _is_overtaken(db: Database, place: Place, correction: Correction, visit: Visit) -> bool:
    """Whether somebody else has changed the very thing that is to be changed, to something else."""
    if place.stands == correction.restores:
        return True
    seen, now = correction.seen, as_it_is(db, place, visit)
    by_others = {
        "body": parse.fingerprint(place.body) != seen.body,
        "label": place.label != seen.label,
        "item_id": place.agenda_item_id != seen.item_id,
        "real_name": parse.fingerprint(now.real_name) != seen.real_name,
    }
    clashes = any(
        has_changed
        and correction.changes(aspect)
        and getattr(correction.wanted, aspect) != getattr(now, aspect)
        for aspect, has_changed in by_others.items()
    )
    # Words that others changed are not divided or joined unseen.
    return clashes or (correction.wanted.border != "as_is" and by_others["body"])


def _beside_theirs(correction: Correction, visit: Visit) -> Json:
    """The form anew: what somebody else made of the remark, beside what its sender wants."""
    with visit.store.reading() as db:
        place = remarks.look(db, correction.remark_id, visit.viewer)
        last = remarks.last_change(db, place.id)
        wanted = _merged(correction, as_it_is(db, place, visit))
        shown = drawn(db, place, visit, wanted, round_=correction.round + 1, told=last)
    if last and last.into and not place.stands:
        return views.joined_meanwhile(shown, last.into)
    else:
        return views.form(shown)


def _merged(correction: Correction, now: Wanted) -> Wanted:
    """What the sender changed, and for the rest what stands now."""
    unchanged = {
        aspect: getattr(now, aspect)
        for aspect in ("body", "label", "item_id", "real_name")
        if not correction.changes(aspect)
    }
    return replace(correction.wanted, **unchanged)
