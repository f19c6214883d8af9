"""Delivery (送信): what waits in the outbox is said in Slack, once; see store/outbox.py."""

import hashlib
import json
import logging
import secrets
from collections.abc import Callable, Mapping
from contextlib import suppress
from copy import copy
from datetime import datetime, timedelta
from http.client import HTTPException

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from handlers.views.parts import Message
from store import outbox
from store.db import Store
from store.outbox import Letter

# Draws a letter as it is to be read at this moment; None: there is nothing to say any more.
Draw = Callable[[Store, Letter, datetime], Message | None]

MOST_AT_ONCE = 50  # in one ring of the clock; Slack lets a workspace post a few hundred a minute
# A call whose answer was lost may still be under way; only then is "not found" a proof.
SETTLE = timedelta(minutes=5)
SOON = timedelta(minutes=1)
LATER = timedelta(minutes=10)
# What could not be said for so long is given up; it is told of in the log.
TOO_OLD = timedelta(days=3)
# This machine's clock and Slack's may differ.
EARLIER = timedelta(hours=1)

METADATA = "kaigiroku_outbox"

log = logging.getLogger("kaigiroku")


def deliver_due(drawn: Mapping[str, Draw], store: Store, client: WebClient, now: datetime) -> None:
    """Say what is due, one letter after the other, until Slack wants no more for now.

    The client must not repeat calls by itself: a repeated post is a second message.
    """
    for _ in range(MOST_AT_ONCE):
        with store.writing() as db:
            letter = outbox.claim_due(db, now)
        if letter is None:
            return
        try:
            goes_on = (
                _look_for(letter, store, client, now)
                if letter.in_doubt
                else _say(letter, drawn, store, client, now)
            )
        except Exception:
            # A letter that cannot be drawn must not keep those behind it waiting.
            reference = secrets.token_hex(4)
            log.exception("受付番号 %s: outbox %s", reference, letter.key)
            _put_off(letter, store, now + LATER, now, f"fault {reference}")
            goes_on = True
        if not goes_on:
            return


def deliver_now(
    key: str, drawn: Mapping[str, Draw], store: Store, client: WebClient, now: datetime
) -> None:
    """Say one letter at once, because somebody waits for it; the clock makes up for what fails.

    Where the answer was lost, it is looked for at once, too.
    """
    patient = copy(client)
    patient.retry_handlers = []  # a repeated post is a second message
    with store.writing() as db:
        letter = outbox.claim(db, key, now)
    if letter is None or _say(letter, drawn, store, patient, now):
        return
    with suppress(SlackApiError, OSError, HTTPException):
        channel, ts = _find(letter, patient)
        if ts:
            with store.writing() as db:
                outbox.mark_sent(db, letter, channel, ts)


def _say(
    letter: Letter,
    drawn: Mapping[str, Draw],
    store: Store,
    client: WebClient,
    now: datetime,
) -> bool:
    message = drawn[letter.kind](store, letter, now)
    if message is None:
        with store.writing() as db:
            outbox.supersede(db, letter)
        return True
    try:
        told = client.chat_postMessage(
            channel=letter.recipient,
            text=message["text"],
            blocks=message["blocks"],
            metadata={"event_type": METADATA, "event_payload": {"key": letter.key}},
            unfurl_links=False,
            unfurl_media=False,
        )
    except (SlackApiError, OSError, HTTPException) as error:
        return _not_said(letter, store, now, error)
    with store.writing() as db:
        outbox.mark_sent(db, letter, str(told["channel"]), str(told["ts"]))
    return True


def _not_said(letter: Letter, store: Store, now: datetime, error: Exception) -> bool:
    """What became of a post that was not confirmed; whether it makes sense to go on."""
    reason, wait = reason_of(error), retry_after(error)
    if wait is not None:
        _put_off(letter, store, now + wait, now, reason)
        return False
    elif reason in _OURS_TO_MEND:
        log.error("お知らせを送れません（%s）。トークンと権限を確かめてください。", reason)
        _put_off(letter, store, now + LATER, now, reason)
        return False
    elif isinstance(error, SlackApiError) and _is_refusal(error):
        log.warning("outbox %s: Slack refuses it (%s)", letter.key, reason)
        with store.writing() as db:
            outbox.give_up(db, letter, reason)
        return True
    else:
        log.warning("outbox %s: in doubt (%s)", letter.key, reason)
        with store.writing() as db:
            outbox.mark_unknown(db, letter, now + SOON, reason)
        return False


def _look_for(letter: Letter, store: Store, client: WebClient, now: datetime) -> bool:
    """Whether an earlier attempt reached Slack; if it certainly did not, it is due again."""
    try:
        channel, ts = _find(letter, client)
    except (SlackApiError, OSError, HTTPException) as error:
        reason = reason_of(error)
        if reason in _CLOSED_TO_US:
            # Where we may not look we shall never know, and twice is worse than never.
            log.warning("outbox %s: given up in doubt (%s)", letter.key, reason)
            with store.writing() as db:
                outbox.give_up(db, letter, f"in doubt: {reason}")
            return True
        log.warning("outbox %s: could not be looked for (%s)", letter.key, reason)
        _keep_in_doubt(letter, store, now + (retry_after(error) or SOON), now, reason)
        return False
    with store.writing() as db:
        if ts:
            outbox.mark_sent(db, letter, channel, ts)
        elif now < letter.tried_at + SETTLE:
            outbox.mark_unknown(db, letter, letter.tried_at + SETTLE, "not found yet")
        else:
            outbox.retry_after(db, letter, now)
    return True


def _find(letter: Letter, client: WebClient) -> tuple[str, str | None]:
    """The channel and, if it stands there, the ts of the message with the letter's key."""
    channel = letter.recipient
    if channel.startswith(("U", "W")):
        opened: dict[str, str] = client.conversations_open(users=channel)["channel"] or {}
        channel = opened["id"]
    cursor = None
    while cursor != "":
        page = client.conversations_history(
            channel=channel,
            oldest=str((letter.tried_at - EARLIER).timestamp()),
            include_all_metadata=True,
            limit=200,
            cursor=cursor,
        )
        for message in page.get("messages") or []:
            metadata = message.get("metadata") or {}
            payload = metadata.get("event_payload") or {}
            if metadata.get("event_type") == METADATA and payload.get("key") == letter.key:
                return channel, message["ts"]
        cursor = (page.get("response_metadata") or {}).get("next_cursor") or ""
    return channel, None


def _put_off(letter: Letter, store: Store, at: datetime, now: datetime, reason: str) -> None:
    with store.writing() as db:
        if now > letter.due_at + TOO_OLD:
            log.error("outbox %s: given up (%s)", letter.key, reason)
            outbox.give_up(db, letter, reason)
        else:
            outbox.retry_after(db, letter, at, reason)


def _keep_in_doubt(letter: Letter, store: Store, at: datetime, now: datetime, reason: str) -> None:
    with store.writing() as db:
        if now > letter.due_at + TOO_OLD:
            log.error("outbox %s: given up in doubt (%s)", letter.key, reason)
            outbox.give_up(db, letter, f"in doubt: {reason}")
        else:
            outbox.mark_unknown(db, letter, at, reason)


def reason_of(error: Exception) -> str:
    """Slack's own word for it, or the kind of trouble on the line; never what was said."""
    if isinstance(error, SlackApiError) and _is_refusal(error):
        return str(error.response["error"])
    elif isinstance(error, SlackApiError):
        return f"HTTP {error.response.status_code}"
    else:
        return type(error).__name__


def digest(message: Message) -> str:
    """What tells whether a message that stands in Slack would be drawn otherwise now."""
    drawn = json.dumps(message, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(drawn.encode()).hexdigest()


_CLOSED_TO_US = ("missing_scope", "not_in_channel", "channel_not_found")


def _is_refusal(error: SlackApiError) -> bool:
    """Whether Slack itself said no, and so did nothing."""
    response = error.response
    return response.status_code == 200 and response.get("error") not in _PERHAPS_DONE


def retry_after(error: Exception) -> timedelta | None:
    """How long Slack asks us to wait, where it does."""
    if not isinstance(error, SlackApiError):
        return None
    if error.response.status_code != 429 and error.response.get("error") != "ratelimited":
        return None
    headers = {name.lower(): value for name, value in error.response.headers.items()}
    seconds = str(headers.get("retry-after", ""))
    return timedelta(seconds=int(seconds)) if seconds.isdecimal() else SOON


# Slack's words for "something of it may have happened".
_PERHAPS_DONE = ("internal_error", "fatal_error", "service_unavailable", "request_timeout")
# Nothing is wrong with the letter: the next one would fare the same.
_OURS_TO_MEND = (
    "invalid_auth", "not_authed", "token_revoked", "token_expired", "account_inactive",
    "missing_scope", "not_allowed_token_type", "ekm_access_denied", "access_denied",
)  # fmt: skip
