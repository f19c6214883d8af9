"""Duty boards (期限の一覧): one message in each council's channel, edited where it stands."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlite_utils import Database

from store import councils, outbox
from store.duties import KIND
from store.outbox import NewLetter

# Where Slack would not have it, the channel is tried again a day later.
TRY_AGAIN = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    """Where a council's message stands, and what it showed last.

    `letter` is the how-manieth message it is; `state` what became of that in the outbox.
    """

    council_id: int
    letter: int
    state: str | None
    channel: str | None
    ts: str | None
    drawn: str | None
    rests_until: str | None

    def rests(self, now: datetime) -> bool:
        """Whether it is to be left alone for now."""
        return self.rests_until is not None and now < datetime.fromisoformat(self.rests_until)


def councils_with_duties(db: Database) -> list[int]:
    """The councils whose rules name any days, and which have a channel to be told in."""
    rows = db.conn.execute(
        """select c.id from councils c where coalesce(
                json_extract(c.settings, '$.notice_days'), json_extract(c.settings, '$.papers_days'),
                json_extract(c.settings, '$.summary_days'), json_extract(c.settings, '$.minutes_days'),
                json_extract(c.settings, '$.publication_days')) is not null
            and exists (select 1 from council_channels h where h.council_id = c.id)"""
    )
    return [row[0] for row in rows]


def board(db: Database, council_id: int) -> Board:
    """The message of a council, if it has one yet."""
    row = db.conn.execute(
        """select b.letter, o.state, o.channel, o.ts, b.drawn, b.rests_until
        from duty_boards b left join outbox o on o.key = :kind || ':' || b.council_id || ':' || b.letter
        where b.council_id = :council_id""",
        {"kind": KIND, "council_id": council_id},
    ).fetchone()
    letter, state, channel, ts, drawn, rests_until = row or (0, None, None, None, None, None)
    return Board(
        council_id=council_id,
        letter=letter,
        state=state,
        channel=channel,
        ts=ts,
        drawn=drawn,
        rests_until=rests_until,
    )


def post(db: Database, known: Board, now: datetime) -> None:
    """Put a new message into the outbox, the first one or in the place of one that is gone."""
    db.conn.execute(
        """insert into duty_boards (council_id, letter) values (:council_id, 1)
        on conflict (council_id) do update
        set letter = letter + 1, drawn = null, rests_until = null""",
        {"council_id": known.council_id},
    )
    letter = NewLetter(
        key=f"{KIND}:{known.council_id}:{known.letter + 1}",
        recipient=councils.channels(db, known.council_id)[0],
        kind=KIND,
        due_at=now,
        refs={"council": known.council_id},
    )
    outbox.put(db, letter)


def mark_drawn(db: Database, council_id: int, drawn: str) -> None:
    """Note what the message shows now."""
    db.conn.execute("update duty_boards set drawn = ? where council_id = ?", (drawn, council_id))


def rest(db: Database, council_id: int, until: datetime) -> None:
    """Leave the message alone until then."""
    db.conn.execute(
        "update duty_boards set rests_until = ? where council_id = ?",
        (until.astimezone(UTC).isoformat(timespec="seconds"), council_id),
    )


def forget(db: Database, council_id: int) -> None:
    """The message is gone from Slack; the next one is a new one."""
    db.conn.execute(
        "update outbox set state = 'superseded' where key = (select :kind || ':' || council_id "
        "|| ':' || letter from duty_boards where council_id = :council_id)",
        {"kind": KIND, "council_id": council_id},
    )
