"""Replying (回答): ○ △ × to every option, by oneself or entered by the secretariat (代理入力)."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlite_utils import Database

from store import history
from store.errors import Refused
from store.history import By, Change
from store.polls.boards import tell_secretariat, touch
from store.polls.reading import Asked, Poll, Reply, get

LONGEST_COMMENT = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class NewReply:
    """An answer as somebody wants it kept.

    `version` is of the answer that was there when it was written; `over` of one by another hand
    that they have seen and want to replace.
    """

    poll_id: int
    asked_id: int
    replies: Mapping[int, Reply]
    comment: str = ""
    version: int = 0
    over: int | None = None


class Overwriting(Refused):
    """There is an answer by another hand, which they have not agreed to replace."""

    def __init__(self, poll: Poll, kept: Asked) -> None:
        super().__init__(f"「{kept.name}」さんの回答は、すでに入っています。")
        self.poll = poll
        self.kept = kept


def reply(db: Database, new: NewReply, by: By, *, on_behalf: bool) -> Asked:
    """Keep an answer; an answer by another hand is not overwritten unseen.

    The secretariat may enter what came in late (電話, FAX) until something is decided.
    """
    poll = get(db, new.poll_id)
    _require_open(poll, by, on_behalf=on_behalf)
    kept = poll.person(new.asked_id)
    if set(new.replies) != {option.id for option in poll.options}:
        raise Refused("候補日が変わりました。画面を閉じて、もう一度開いてください。")
    if kept.replies == new.replies and kept.comment == new.comment:
        return kept
    is_anothers = kept.replied_by != by.actor or kept.version != new.version
    if kept.has_replied and is_anothers and new.over != kept.version:
        raise Overwriting(poll, kept)
    _write(db, kept, new, by, on_behalf=on_behalf)
    touch(db, poll.id)
    if not kept.has_replied and {one.id for one in poll.unanswered} == {kept.id}:
        tell_secretariat(db, poll, "answered", by.at)
    return kept


def _require_open(poll: Poll, by: By, *, on_behalf: bool) -> None:
    if poll.state == "decided":
        raise Refused("開催日が決まったため、回答できません。")
    if poll.state == "cancelled":
        raise Refused("この日程調整は取りやめになったため、回答できません。")
    if not on_behalf and not poll.takes_replies(by.at):
        raise Refused("回答の締切を過ぎました。お手数ですが、事務局へ直接お知らせください。")


def _write(db: Database, kept: Asked, new: NewReply, by: By, *, on_behalf: bool) -> None:
    db.conn.execute(
        """update poll_people set comment = :comment, replied_by = :by, replied_at = :at,
            on_behalf = :on_behalf, version = version + 1 where id = :id""",
        {
            "id": kept.id,
            "comment": new.comment,
            "by": by.actor,
            "at": by.stamp,
            "on_behalf": on_behalf,
        },
    )
    db.conn.executemany(
        """insert into poll_replies (asked_id, option_id, reply) values (?, ?, ?)
        on conflict (asked_id, option_id) do update set reply = excluded.reply""",
        [(kept.id, option_id, said) for option_id, said in new.replies.items()],
    )
    # What somebody wrote beside it may be why they cannot come, and the history is read by more.
    change = Change(
        noun="polls",
        row_id=new.poll_id,
        deed="replied on behalf" if on_behalf else "replied",
        before={"person_id": kept.person_id, **_said(kept.replies)} if kept.has_replied else None,
        after={"person_id": kept.person_id, **_said(new.replies)},
    )
    history.record(db, by, [change])


def _said(replies: Mapping[int, Reply]) -> dict[str, Reply]:
    return {str(option_id): said for option_id, said in replies.items()}
