"""Accepting (受付): what cannot be saved at once is put beside the record, and saved in a moment.

Words are told to be accepted only when they are on the disk (store/waiting.py). Who wrote them
hears of it once, by a letter that is kept in the same transaction as the recording.
"""

import logging
import secrets
import threading
import time
from contextlib import suppress
from dataclasses import asdict, replace
from datetime import datetime, timedelta
from http.client import HTTPException
from typing import Any, Literal

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from sqlite_utils import Database

from handlers import delivery
from handlers.reply import send_file
from handlers.views import recordings as views
from handlers.views.parts import Message
from handlers.visit import Visit
from store import live, meetings, outbox, recordings, waiting
from store.db import Store
from store.errors import Busy, Refused
from store.history import By
from store.outbox import Letter, NewLetter
from store.recordings import Line, NewRecording
from store.viewers import Viewer
from store.waiting import Act

KIND = "accepted"

# Whoever accepted something goes on trying for a little while; after that the clock does.
TRY_EVERY = 2.0  # seconds
TRY_FOR = 20.0

# kept: it is recorded; known: it was before; accepted: it will be.
Outcome = Literal["kept", "known", "accepted"]

log = logging.getLogger("kaigiroku")
_trying = threading.Lock()


def record(visit: Visit, new: NewRecording) -> Outcome:
    """Record something, or accept it for later; refused if the minutes are finished."""
    try:
        _save_all(visit.store, visit.now)  # those who came before stand before
        with visit.store.writing() as db:
            meetings.require_open_for_recording(db, new.meeting_id)
            return "kept" if recordings.add(db, new, visit.by) else "known"
    except Busy:
        waiting.put(visit.store.path, new.key, KIND, _facts(new, visit.by))
        return "accepted"


def save_soon(visit: Visit, client: WebClient) -> None:
    """Try to save what waits, until it is saved or the clock can take over."""
    if not _trying.acquire(blocking=False):
        return  # one listener tries for all of them
    try:
        since = time.monotonic()
        while waiting.left(visit.store.path) and time.monotonic() - since < TRY_FOR:
            time.sleep(TRY_EVERY)
            now = visit.now + timedelta(seconds=time.monotonic() - since)
            with suppress(Busy):
                for key in _settle(visit.store, client, now):
                    letters = {KIND: draw}
                    delivery.deliver_now(_letter_key(key), letters, visit.store, client, now)
    finally:
        _trying.release()


def save_waiting(store: Store, client: WebClient, now: datetime) -> None:
    """The clock rings: save what waits."""
    _settle(store, client, now)


def draw(store: Store, letter: Letter, now: datetime) -> Message | None:
    """What was accepted is recorded; nothing, if it was taken back or is not theirs any more."""
    with store.reading() as db:
        recording = recordings.find(db, letter.refs["recording"])
        if recording is None or recording.withdrawn_at:
            return None
        try:
            meeting = meetings.get(db, recording.meeting_id, Viewer(letter.recipient))
        except Refused:
            return None
        if meeting.disclosure == "closed":
            return views.kept_behind_closed_doors(recording)
        return views.recorded(views.Told(recording=recording, meeting=meeting.title))


def _settle(store: Store, client: WebClient, now: datetime) -> list[str]:
    """Save what waits, and give back what is refused by now; gives the keys of what was saved."""
    try:
        saved, refused = _save_all(store, now)
    except Refused as refusal:
        if not isinstance(refusal, Busy):
            log.warning("受け付けた記録を保存できません: %s", refusal.sentence)
        return []  # the clock rings again
    for act, sentence in refused:
        _give_back(act, sentence, store, client)
    return saved


def _save_all(store: Store, now: datetime) -> tuple[list[str], list[tuple[Act, str]]]:
    saved: list[str] = []
    refused: list[tuple[Act, str]] = []
    for act in waiting.left(store.path):
        try:
            sentence = _save(act, store, now)
        except Refused:
            raise  # of what waits behind it nothing could be saved, either
        except Exception:
            # What cannot be saved must not keep those behind it waiting.
            log.exception("受付番号 %s: waiting %s", secrets.token_hex(4), act.key)
            continue
        if sentence is None:
            waiting.done(store.path, act.key)
            saved.append(act.key)
        else:
            refused.append((act, sentence))
    return saved, refused


def _save(act: Act, store: Store, now: datetime) -> str | None:
    """Save an act that waits; why not, if its meeting takes nothing any more."""
    new, by = _recording(act)
    with store.writing() as db:
        try:
            meetings.require_open_for_recording(db, new.meeting_id)
        except Refused as refusal:
            return None if recordings.find(db, new.key) else refusal.sentence
        if recordings.add(db, _in_its_place(db, new), by):
            letter = NewLetter(
                key=_letter_key(act.key),
                recipient=by.actor.removeprefix("slack:"),
                kind=KIND,
                due_at=now,
                refs={"recording": act.key},
            )
            outbox.put(db, letter)
    return None


def _in_its_place(db: Database, new: NewRecording) -> NewRecording:
    """At the end of the meeting, if its agenda item was taken out meanwhile."""
    items = {item.id for item in live.items(db, new.meeting_id)}
    return new if new.agenda_item_id in items else replace(new, agenda_item_id=None)


def _give_back(act: Act, sentence: str, store: Store, client: WebClient) -> None:
    new, by = _recording(act)
    recipient = by.actor.removeprefix("slack:")
    text = "\n".join(map(_typed, new.lines))
    message = views.given_back(sentence, text)
    try:
        if len(text) > views.SHOWN:
            send_file(views.FILE, text.encode(), views.comment(), recipient, client)
        client.chat_postMessage(
            channel=recipient,
            text=message["text"],
            blocks=message["blocks"],
            unfurl_links=False,
            unfurl_media=False,
        )
    except (SlackApiError, OSError, HTTPException) as error:
        log.warning("could not give back %s: %s", act.key, type(error).__name__)
    else:
        waiting.done(store.path, act.key)


def _typed(line: Line) -> str:
    """A line as it might have been typed; a real name is not repeated."""
    if line.kind != "remark":
        return f"{views.PRINTED[line.kind]}{line.body}"
    return f"{line.label}：{line.body}" if line.begins and line.label else line.body


def _letter_key(key: str) -> str:
    return f"{KIND}:{key}"


def _facts(new: NewRecording, by: By) -> dict[str, Any]:
    return {"recording": asdict(new), "actor": by.actor, "at": by.at.isoformat()}


def _recording(act: Act) -> tuple[NewRecording, By]:
    facts = act.facts["recording"]
    lines = tuple(Line(**line) for line in facts["lines"])
    by = By(act.facts["actor"], datetime.fromisoformat(act.facts["at"]))
    return NewRecording(**{**facts, "lines": lines}), by
