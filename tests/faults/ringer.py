"""A process that rings the clock's bells for reminders, until it is killed.

It says when it is awake; its clock runs ahead of the machine's by so many seconds.
"""

import os
import sys
import time
from datetime import timedelta

from bot import clock
from bot.app import build_clock_client
from bot.workspace import BOT_TOKEN
from handlers import delivery, reminders
from store.db import open_store

LETTERS = {"reminder": reminders.draw, "reminder_missed": reminders.draw_missed}


def main(database: str, api_url: str, ahead: float) -> None:
    store = open_store(database)
    client = build_clock_client(BOT_TOKEN, api_url)
    client.proxy = None
    os.write(1, b".")
    while True:
        now = clock.now() + timedelta(seconds=ahead)
        reminders.ring(store, client, now)
        delivery.deliver_due(LETTERS, store, client, now)
        time.sleep(0.005)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], float(sys.argv[3]))
