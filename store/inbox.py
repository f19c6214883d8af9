"""The inbox: what Slack has delivered already; Slack repeats itself, effects must not."""

from sqlite_utils import Database

from store.history import By


def first_time(db: Database, key: str, by: By) -> bool:
    """Note a delivery in the transaction of its effect; False if it was here before."""
    cursor = db.conn.execute(
        "insert into inbox (key, received_at) values (?, ?) on conflict do nothing",
        (key, by.stamp),
    )
    return cursor.rowcount == 1
