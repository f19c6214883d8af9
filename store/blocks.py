"""Blocks (発言のまとまり): one speaker's turn; its border means that another person speaks."""

from collections.abc import Iterable

from sqlite_utils import Database

from store import history, layout, search
from store.errors import Refused
from store.history import By, Change
from store.minutes import STANDING
from store.rows import insert

NEEDS_A_NAME = (
    "発言者の記載がない発言は、議題の初めにしか置けません。"
    "ほかの発言の後ろでは、前の人の発言として読まれます。発言者を入れてください。"
)


def begin(
    db: Database, meeting_id: int, agenda_item_id: int | None, position: int, label: str | None
) -> int:
    """Keep a new block, without remarks as yet; give its id."""
    return insert(
        db,
        """insert into blocks (meeting_id, agenda_item_id, position, label)
        values (:meeting_id, :agenda_item_id, :position, :label)""",
        meeting_id=meeting_id,
        agenda_item_id=agenda_item_id,
        position=position,
        label=label,
    )


def before(
    db: Database, meeting_id: int, agenda_item_id: int | None, position: int
) -> tuple[int, str | None] | None:
    """The id and label of the block a remark at this position would go on in, if there is one."""
    return db.conn.execute(
        """select b.id, b.label from blocks b
        where b.meeting_id = :meeting_id and b.agenda_item_id is :item_id
            and b.position < :position
            and exists (select 1 from remarks r where r.block_id = b.id
                and r.withdrawn_at is null)
        order by b.position desc limit 1""",
        {"meeting_id": meeting_id, "item_id": agenda_item_id, "position": position},
    ).fetchone()


def relabel(db: Database, block_id: int, label: str | None, by: By) -> None:
    """Put all remarks of a block under another label."""
    [old] = db.conn.execute("select label from blocks where id = ?", (block_id,)).fetchone()
    if old == label:
        return
    # Where no label was printed, the words follow at once; where one comes, they are parted.
    db.conn.execute(
        """update blocks set label = :label, tail = case
            when printed is null and label is null and tail = '' then char(10) || char(10)
            when printed is null and :label is null and tail is not null then ''
            else tail end
        where id = :block_id""",
        {"label": label, "block_id": block_id},
    )
    _relabelled(db, _remarks(db, block_id), old, label, by)


def name_speaker(db: Database, remark_id: int, label: str | None, by: By) -> None:
    """Let this speaker begin with this remark: its block is relabelled, or divided before it."""
    block_id, is_first = db.conn.execute(
        """select r.block_id, not exists (select 1 from remarks o where o.block_id = r.block_id
            and o.position < r.position and o.withdrawn_at is null)
        from remarks r where r.id = ?""",
        (remark_id,),
    ).fetchone()
    if is_first:
        relabel(db, block_id, label, by)
    else:
        begin_at(db, remark_id, label, by)


def begin_at(db: Database, remark_id: int, label: str | None, by: By) -> int:
    """Let a new block begin with this remark; those after it in its block go along."""
    meeting_id, item_id, old_block, position = db.conn.execute(
        """select b.meeting_id, b.agenda_item_id, b.id, r.position
        from remarks r join blocks b on b.id = r.block_id where r.id = ?""",
        (remark_id,),
    ).fetchone()
    layout.make_room(db, meeting_id, position, 1)
    block_id = begin(db, meeting_id, item_id, position, label)
    hand_over_from(db, old_block, position, block_id, by)
    return block_id


def join_previous(db: Database, block_id: int, by: By) -> None:
    """Let the speaker before go on: the block becomes a part of the one before it in its item."""
    meeting_id, item_id, label, position = db.conn.execute(
        "select meeting_id, agenda_item_id, label, position from blocks where id = ?", (block_id,)
    ).fetchone()
    found = before(db, meeting_id, item_id, position)
    if found is None:
        return
    previous, new = found
    remarks = _remarks(db, block_id)
    _print_first_anew(db, block_id)
    _hand_over(db, remarks, previous)
    drop_if_empty(db, block_id)
    _relabelled(db, remarks, label, new, by)


def hand_over_from(db: Database, block_id: int, position: int, to: int, by: By) -> None:
    """Let the remarks of a block from a position on belong to another block."""
    labels = dict(
        db.conn.execute("select id, label from blocks where id in (?, ?)", (block_id, to))
    )
    remarks = _remarks(db, block_id, position)
    _hand_over(db, remarks, to)
    _relabelled(db, remarks, labels[block_id], labels[to], by)


def drop_if_empty(db: Database, block_id: int) -> None:
    """Let go of a block that has no remarks any more, not even withdrawn ones."""
    db.conn.execute(
        """delete from blocks where id = ?
        and not exists (select 1 from remarks where block_id = blocks.id)""",
        (block_id,),
    )


def require_names(db: Database, meeting_id: int, agenda_item_id: int | None) -> None:
    """Refuse what could not be told apart when it is printed: no name after somebody's words."""
    row = db.conn.execute(
        f"""select 1 from blocks b
        where b.meeting_id = :meeting_id and b.agenda_item_id is :item_id and b.label is null
            and {STANDING}
            and exists (select 1 from blocks earlier
                where earlier.meeting_id = :meeting_id and earlier.agenda_item_id is :item_id
                    and earlier.position < b.position
                    and exists (select 1 from remarks r where r.block_id = earlier.id
                        and r.withdrawn_at is null))""",
        {"meeting_id": meeting_id, "item_id": agenda_item_id},
    ).fetchone()
    if row:
        raise Refused(NEEDS_A_NAME)


def _print_first_anew(db: Database, block_id: int) -> None:
    """Its first words were printed after the label; without it they need a bullet."""
    db.conn.execute(
        """update remarks set lead = null, indent = null, tail = null
        where block_id = :block_id and position <= (select min(position) from remarks
            where block_id = :block_id and withdrawn_at is null)""",
        {"block_id": block_id},
    )


def _remarks(db: Database, block_id: int, from_position: int = 0) -> list[int]:
    """Its remarks, withdrawn ones too: they would come back under the label of the others."""
    rows = db.conn.execute(
        "select id from remarks where block_id = ? and position >= ? order by position",
        (block_id, from_position),
    )
    return [row[0] for row in rows]


def _hand_over(db: Database, remark_ids: Iterable[int], block_id: int) -> None:
    db.conn.executemany(
        "update remarks set block_id = ? where id = ?", [(block_id, id_) for id_ in remark_ids]
    )


def _relabelled(
    db: Database, remark_ids: list[int], old: str | None, new: str | None, by: By
) -> None:
    search.reenter(db, remark_ids)
    if old != new:
        history.record(
            db,
            by,
            (
                Change(
                    noun="remarks", row_id=remark_id, deed="relabelled",
                    before={"label": old}, after={"label": new},
                )
                for remark_id in remark_ids
            ),
        )  # fmt: skip
