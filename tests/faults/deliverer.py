"""A process that delivers what the outbox holds, until it is killed.

It says when it is awake; its clock runs ahead of the machine's by so many seconds.
"""

import os
import sys
import time
from datetime import timedelta

from bot import clock
from bot.app import build_clock_client
from bot.workspace import BOT_TOKEN
from handlers import delivery, watches
from store.db import open_store
from store.outbox import Letter
from tests.cast import CLERK, NOW

ANY = Letter(
    id=1,
    key="",
    recipient=CLERK,
    kind="watch",
    refs={},
    due_at=NOW,
    tried_at=NOW,
    attempts=1,
    in_doubt=False,
)


def main(database: str, api_url: str, ahead: float) -> None:
    store = open_store(database)
    client = build_clock_client(BOT_TOKEN, api_url)
    client.proxy = None
    watches.draw(store, ANY, clock.now())  # what is read once only is read by now
    os.write(1, b".")
    while True:
        now = clock.now() + timedelta(seconds=ahead)
        delivery.deliver_due({"watch": watches.draw}, store, client, now)
        time.sleep(0.005)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], float(sys.argv[3]))
