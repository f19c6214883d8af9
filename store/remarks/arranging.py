"""Remarks put in order: to another item, apart, together, under another speaker."""

import re
from collections.abc import Iterable, Sequence

from sqlite_utils import Database

from store import blocks, history, layout, minutes, real_names, search
from store.errors import Refused
from store.history import By, Change
from store.remarks.keeping import NewRemark, rewrite, take_out, write
from store.remarks.places import Place, Scope, look
from store.viewers import OPERATOR


def split(db: Database, remark_id: int, bodies: Sequence[str], by: By) -> list[int]:
    """Make several remarks of one, by the same speaker; the first of them keeps the id."""
    place = look(db, remark_id, OPERATOR)
    first, *others = bodies
    layout.make_room(db, place.meeting_id, place.position + 1, len(others))
    rewrite(db, remark_id, first, place.version)
    parts = [
        NewRemark(
            block_id=place.block_id,
            position=place.position + nth,
            body=body,
            source=place.source,
            permalink=place.permalink,
        )
        for nth, body in enumerate(others, start=1)
    ]
    ids = write(db, parts, by)
    _name_the_same(db, remark_id, ids, by)
    _count_as_told(db, remark_id, ids)
    _note(
        db, by, "split",
        (remark_id, {"body": place.body}, {"body": first, "parts": ids}),
        *((id_, None, {"body": body, "from": remark_id})
          for id_, body in zip(ids, others, strict=True)),
    )  # fmt: skip
    return [remark_id, *ids]


def join_previous(db: Database, remark_id: int, by: By) -> int:
    """Let a remark go on the one before it under its item, under whose speaker it then stands."""
    place = look(db, remark_id, OPERATOR)
    if place.before is None:
        raise Refused("この議題には、この発言より前の発言がありません。")
    before = look(db, place.before.id, OPERATOR)
    joined = _joined(before.body, place.body)
    rewrite(db, before.id, joined, before.version)
    take_out(db, remark_id, by)
    if not real_names.of(db, [before.id], OPERATOR):
        _name_the_same(db, remark_id, [before.id], by)
    _note(
        db, by, "joined",
        (before.id, {"body": before.body}, {"body": joined, "with": remark_id}),
        (remark_id, {"body": place.body}, {"into": before.id}),
    )  # fmt: skip
    return before.id


def change_speaker(
    db: Database, remark_ids: Sequence[int], label: str | None, scope: Scope, by: By
) -> None:
    """Put neighbours in one block, and what the scope names, under another speaker's label.

    The same label again, for less than the block, tells another person of the same label.
    """
    place = look(db, remark_ids[0], OPERATOR)
    behind = _behind(db, place.block_id, remark_ids[-1])
    if scope == "alone" and behind is not None:
        blocks.begin_at(db, behind, place.label, by)
    if scope == "block":
        blocks.relabel(db, place.block_id, label, by)
    elif scope == "previous":
        label = place.speaker_before.label if place.speaker_before else label
        blocks.join_previous(db, place.block_id, by)
    else:
        blocks.name_speaker(db, place.id, label, by)
    blocks.require_names(db, place.meeting_id, place.agenda_item_id)
    if label == place.label and scope != "block":
        # Only the border between two people changed, and that is worth a line too.
        border = {"label": label, "begins": scope != "previous"}
        _note(db, by, "relabelled", (place.id, {"label": label}, border))


def move(db: Database, remark_ids: Sequence[int], agenda_item_id: int, by: By) -> None:
    """Put neighbours in one block under another item, in the order in which the items were taken.

    Under an earlier item they stand at its end, under a later one at its beginning.
    """
    place = look(db, remark_ids[0], OPERATOR)
    names = _names(db, place, agenda_item_id)
    if names is None:
        return
    door = _door(db, place, agenda_item_id)
    layout.make_room(db, place.meeting_id, door, 1 + len(remark_ids))
    block_id = blocks.begin(db, place.meeting_id, agenda_item_id, door, place.label)
    db.conn.executemany(
        """update remarks set block_id = ?, position = ?, lead = null, indent = null, tail = null
        where id = ?""",
        [(block_id, door + nth, id_) for nth, id_ in enumerate(remark_ids, start=1)],
    )
    search.reenter(db, remark_ids)
    blocks.drop_if_empty(db, place.block_id)
    blocks.require_names(db, place.meeting_id, agenda_item_id)
    _note_moved(db, by, "remarks", remark_ids, names)


def move_from_here(db: Database, remark_id: int, agenda_item_id: int, by: By) -> None:
    """Put a remark and all that is printed behind it under its item under another item."""
    place = look(db, remark_id, OPERATOR)
    names = _names(db, place, agenda_item_id)
    if names is None:
        return
    if _begins_its_block(db, place):
        begin = _position_of_block(db, place.block_id)
    else:
        block_id = blocks.begin_at(db, remark_id, place.label, by)
        begin = _position_of_block(db, block_id)
    rows = _printed(db, place, begin)
    door = _door(db, place, agenda_item_id)
    layout.make_room(db, place.meeting_id, door, len(rows))
    remark_ids = [id_ for table, id_, _ in rows if table == "remarks"]
    search.withdraw(db, remark_ids)
    for nth, (table, id_, _) in enumerate(rows):
        db.conn.execute(
            f"update {table} set position = ?, lead = null, tail = null where id = ?",
            (door + nth, id_),
        )
        if table == "blocks":
            db.conn.execute(
                "update blocks set agenda_item_id = ? where id = ?", (agenda_item_id, id_)
            )
        elif table == "remarks":
            db.conn.execute("update remarks set indent = null where id = ?", (id_,))
    search.enter(db, remark_ids)
    blocks.require_names(db, place.meeting_id, agenda_item_id)
    for noun in ("remarks", "passages"):
        moved = [id_ for table, id_, stands in rows if table == noun and stands]
        _note_moved(db, by, noun, moved, names)


def _joined(before: str, after: str) -> str:
    """Two texts in one, parted as their script parts words."""
    latin = re.search(r"[0-9A-Za-z.,;:!?]$", before) and re.match("[0-9A-Za-z]", after)
    return f"{before} {after}" if latin else before + after


def _name_the_same(db: Database, remark_id: int, others: Iterable[int], by: By) -> None:
    name = real_names.of(db, [remark_id], OPERATOR).get(remark_id)
    if name:
        for other in others:
            real_names.note(db, other, name, by)


def _count_as_told(db: Database, remark_id: int, parts: Iterable[int]) -> None:
    # Whoever was told of the remark has been told of its parts.
    db.conn.executemany(
        """insert into alerts (user_id, remark_id, meeting_id, outbox_id)
        select user_id, ?, meeting_id, outbox_id from alerts where remark_id = ?""",
        [(part, remark_id) for part in parts],
    )


def _behind(db: Database, block_id: int, remark_id: int) -> int | None:
    """The remark behind one in its block, withdrawn or not."""
    row = db.conn.execute(
        """select id from remarks where block_id = :block_id
            and position > (select position from remarks where id = :remark_id)
        order by position limit 1""",
        {"block_id": block_id, "remark_id": remark_id},
    ).fetchone()
    return row[0] if row else None


def _begins_its_block(db: Database, place: Place) -> bool:
    row = db.conn.execute(
        "select 1 from remarks where block_id = ? and position < ?",
        (place.block_id, place.position),
    ).fetchone()
    return row is None


def _position_of_block(db: Database, block_id: int) -> int:
    [position] = db.conn.execute("select position from blocks where id = ?", (block_id,)).fetchone()
    return position


def _printed(db: Database, place: Place, begin: int) -> list[tuple[str, int, bool]]:
    """What is printed under an item from a position on, as (table, id, whether it stands)."""
    rows = db.conn.execute(
        """select what, id, stands from (
            select 'blocks' as what, b.id, b.position, 1 as stands from blocks b
            where b.meeting_id = :meeting_id and b.agenda_item_id is :item_id
            union all
            select 'remarks', r.id, r.position, r.withdrawn_at is null
            from blocks b join remarks r on r.block_id = b.id
            where b.meeting_id = :meeting_id and b.agenda_item_id is :item_id
            union all
            select 'passages', p.id, p.position, p.withdrawn_at is null from passages p
            where p.meeting_id = :meeting_id and p.position < coalesce(
                (select min(a.position) from agenda_items a
                 where a.meeting_id = :meeting_id and a.position > :begin), p.position + 1))
        where position >= :begin order by position""",
        {"meeting_id": place.meeting_id, "item_id": place.agenda_item_id, "begin": begin},
    )
    return [(what, id_, bool(stands)) for what, id_, stands in rows]


def _names(db: Database, place: Place, agenda_item_id: int) -> tuple[str | None, str] | None:
    """What the old and the new item are called; None if they are the same."""
    items = minutes.agenda(db, place.meeting_id)
    if agenda_item_id not in items:
        raise Refused("その議題は、この会議にありません。議題を選び直してください。")
    if agenda_item_id == place.agenda_item_id:
        return None
    old, new = items.get(place.agenda_item_id or 0), items[agenda_item_id]
    return (
        f"{old.number} {old.title}".strip() if old else None
    ), f"{new.number} {new.title}".strip()


def _door(db: Database, place: Place, agenda_item_id: int) -> int:
    """Where a remark goes into another item; whoever reports without a name stays its first."""
    heading, nameless = db.conn.execute(
        f"""select a.position, (select max(r.position) from remarks r where r.block_id = (
                select b.id from blocks b where b.agenda_item_id = a.id and {minutes.STANDING}
                order by b.position limit 1)
            and (select label from blocks where id = r.block_id) is null)
        from agenda_items a where a.id = :item_id""",
        {"item_id": agenda_item_id},
    ).fetchone()
    if heading < place.position:
        return layout.end_of(db, place.meeting_id, agenda_item_id)
    else:
        return (nameless or heading) + 1


def _note_moved(
    db: Database, by: By, noun: str, row_ids: Iterable[int], names: tuple[str | None, str]
) -> None:
    old, new = names
    history.record(
        db,
        by,
        (
            Change(
                noun=noun, row_id=row_id, deed="moved",
                before={"agenda_item": old}, after={"agenda_item": new},
            )
            for row_id in row_ids
        ),
    )  # fmt: skip


def _note(
    db: Database,
    by: By,
    deed: str,
    *changes: tuple[int, dict[str, object] | None, dict[str, object]],
) -> None:
    history.record(
        db,
        by,
        (
            Change(noun="remarks", row_id=id_, deed=deed, before=before, after=after)
            for id_, before, after in changes
        ),
    )
