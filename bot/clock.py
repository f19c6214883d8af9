"""The clock: the only reader of the time of day, and the bot's second doorbell."""

import logging
import secrets
import threading
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime

from store.slots import JAPAN

TICK = 30  # seconds; an alert may be that late, and nobody notices the work

Bell = Callable[[datetime], object]

log = logging.getLogger("kaigiroku")


def today() -> date:
    """The day it is in Japan."""
    return now().astimezone(JAPAN).date()


def now() -> datetime:
    """This moment, in UTC."""
    return datetime.now(UTC)


def every(seconds: float, bells: Sequence[Bell], stop: threading.Event) -> None:
    """Ring every bell with the time, at once and then every so many seconds, until stopped.

    A bell that fails is told of in the log; it rings again next time, and so do the others.
    """
    while not stop.is_set():
        for bell in bells:
            if not stop.is_set():
                _ring(bell)
        stop.wait(seconds)


def _ring(bell: Bell) -> None:
    try:
        bell(now())
    except Exception:
        log.exception("受付番号 %s: the clock", secrets.token_hex(4))
