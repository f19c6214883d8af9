"""A withdrawn remark put back where it stood or, where that is gone, at the end of its item."""

from sqlite_utils import Database

from store import blocks, history, layout, minutes, search
from store.history import By, Change
from store.remarks.places import Place, look
from store.viewers import OPERATOR


def restore(db: Database, remark_id: int, by: By) -> None:
    """Put a withdrawn remark back; one that stands is left alone."""
    place = look(db, remark_id, OPERATOR)
    if place.stands:
        return
    if _is_taken(db, place):
        _find_a_place(db, place)
    db.conn.execute(
        "update remarks set withdrawn_at = null, version = version + 1 where id = ?", (remark_id,)
    )
    search.reenter(db, [remark_id])
    place = look(db, remark_id, OPERATOR)
    blocks.require_names(db, place.meeting_id, place.agenda_item_id)
    history.record(db, by, [Change(noun="remarks", row_id=remark_id, deed="restored")])


def _is_taken(db: Database, place: Place) -> bool:
    """Whether the minutes were replaced since, so that something else stands at its place.

    Then its item is not the one printed last before it, or another speaker's block stands
    between its own and it, or something has its very position.
    """
    row = db.conn.execute(
        f"""select 1 from blocks own where own.id = :block_id and (
            own.agenda_item_id is not (select a.id from agenda_items a
                where a.meeting_id = :meeting_id and a.position < :position
                order by a.position desc limit 1)
            or exists (select 1 from blocks b where b.meeting_id = :meeting_id
                and b.id <> own.id and b.position between own.position and :position
                and {minutes.STANDING})
            or exists (select 1 from header_fields f where f.meeting_id = :meeting_id
                and f.position >= own.position and f.kind <> 'time')
            or exists (select 1 from blocks b join remarks r on r.block_id = b.id
                where b.meeting_id = :meeting_id and r.id <> :remark_id
                    and r.position = :position))""",
        {
            "block_id": place.block_id,
            "meeting_id": place.meeting_id,
            "position": place.position,
            "remark_id": place.id,
        },
    ).fetchone()
    return row is not None


def _find_a_place(db: Database, place: Place) -> None:
    """Give it a block of its own, under its speaker, at the end of the item printed there now."""
    row = db.conn.execute(
        """select id from agenda_items where meeting_id = ? and position < ?
        order by position desc limit 1""",
        (place.meeting_id, place.position),
    ).fetchone()
    item_id = row[0] if row else None
    position = layout.end_of(db, place.meeting_id, item_id)
    layout.make_room(db, place.meeting_id, position, 2)
    going_on = blocks.before(db, place.meeting_id, item_id, position)
    if place.label is None and going_on is not None:
        block_id = going_on[0]
    else:
        block_id = blocks.begin(db, place.meeting_id, item_id, position, place.label)
    db.conn.execute(
        """update remarks set block_id = ?, position = ?, lead = null, indent = null, tail = null
        where id = ?""",
        (block_id, position + 1, place.id),
    )
    blocks.drop_if_empty(db, place.block_id)
