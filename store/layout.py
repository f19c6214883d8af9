"""Layout (配置): the one numbering of all that is printed in a meeting's minutes, in order."""

from sqlite_utils import Database

from store import search

_NUMBERED = ("header_fields", "agenda_items", "blocks", "passages")


def end_of(db: Database, meeting_id: int, agenda_item_id: int | None = None) -> int:
    """The first free position under an agenda item, before the next heading.

    Without an item: behind all that is printed.
    """
    [position] = db.conn.execute(
        """select coalesce(
            (select min(a.position) from agenda_items a where a.meeting_id = :meeting_id
                and a.position > (select position from agenda_items where id = :item_id)),
            (select max(position) + 1 from (
                select position from header_fields where meeting_id = :meeting_id
                union all select position from agenda_items where meeting_id = :meeting_id
                union all select position from blocks where meeting_id = :meeting_id
                union all select position from passages where meeting_id = :meeting_id
                union all select r.position from remarks r join blocks b on b.id = r.block_id
                    where b.meeting_id = :meeting_id)),
            1)""",
        {"meeting_id": meeting_id, "item_id": agenda_item_id},
    ).fetchone()
    return position


def make_room(db: Database, meeting_id: int, position: int, rows: int) -> None:
    """Move back by so many rows what is printed at this position and behind it."""
    holes = {"meeting_id": meeting_id, "position": position, "rows": rows}
    moved = [
        row[0]
        for row in db.conn.execute(
            """select r.id from remarks r join blocks b on b.id = r.block_id
            where b.meeting_id = :meeting_id and r.position >= :position""",
            holes,
        )
    ]
    # Entries leave their places before any place is taken anew: no two may have one.
    search.withdraw(db, moved)
    for table in _NUMBERED:
        db.conn.execute(
            f"""update {table} set position = position + :rows
            where meeting_id = :meeting_id and position >= :position""",
            holes,
        )
    db.conn.execute(
        """update remarks set position = position + :rows
        where position >= :position
            and block_id in (select id from blocks where meeting_id = :meeting_id)""",
        holes,
    )
    search.enter(db, moved)
