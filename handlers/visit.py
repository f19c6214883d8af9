"""A visit: somebody came to the counter, from some channel, at some moment."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlite_utils import Database

from store.db import Store
from store.history import By
from store.slots import JAPAN
from store.viewers import Viewer


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """Who came, from where and when, with the record opened for them to read (`db`).

    `trigger_id` opens one window, within three seconds.
    """

    user_id: str
    channel_id: str
    trigger_id: str
    now: datetime
    db: Database
    store: Store
    is_admin: bool = False

    @property
    def viewer(self) -> Viewer:
        """The person as one who looks at the record."""
        return Viewer(self.user_id)

    @property
    def today(self) -> date:
        """The day it is in Japan."""
        return self.now.astimezone(JAPAN).date()

    @property
    def by(self) -> By:
        """The person as one who changes the record."""
        return By(f"slack:{self.user_id}", self.now)
