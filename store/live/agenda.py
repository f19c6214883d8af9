"""Where a running meeting is in its agenda, and where it was at any moment."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlite_utils import Database

from store import history, layout
from store.errors import Refused
from store.history import By, Change
from store.rows import insert

# What a meeting has whose agenda nobody wrote down.
HOUSE = ((1, "1", "開会"), (1, "2", "議題"), (1, "3", "その他"), (1, "4", "閉会"))

Heading = tuple[int, str, str]  # depth, number and title


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """An agenda item; `number` is its whole path, 2(1), and `own` what is printed before it."""

    id: int
    parent_id: int | None
    depth: int
    own: str
    number: str
    title: str
    position: int
    remarks: int
    is_empty: bool

    @property
    def name(self) -> str:
        """2(1) 見守り活動について"""
        return f"{self.number} {self.title}".strip()

    @property
    def path(self) -> tuple[int, ...]:
        """(2, 1) for 2(1)."""
        return path_of(self.number)


def path_of(number: str) -> tuple[int, ...]:
    """The numbers in a number, however it is printed."""
    return tuple(map(int, re.findall(r"\d+", unicodedata.normalize("NFKC", number))))


def items(db: Database, meeting_id: int) -> tuple[Item, ...]:
    """The agenda of a meeting, in its order, with what was said under each item."""
    rows = db.query(
        """with recursive tree (id, parent_id, depth, own, number, title, position) as (
            select id, parent_id, depth, number, number, title, position from agenda_items
            where meeting_id = :meeting_id and parent_id is null
          union all
            select a.id, a.parent_id, a.depth, a.number, tree.number || a.number, a.title,
                a.position
            from agenda_items a join tree on a.parent_id = tree.id
        ) select tree.*,
            (select count(*) from blocks b join remarks r on r.block_id = b.id
                where b.agenda_item_id = tree.id and r.withdrawn_at is null) as remarks,
            not exists (select 1 from blocks b where b.agenda_item_id = tree.id)
                and not exists (select 1 from memos o where o.agenda_item_id = tree.id)
                and not exists (select 1 from passages p
                    where p.meeting_id = :meeting_id and p.position > tree.position
                    and p.position < coalesce((select min(n.position) from agenda_items n
                        where n.meeting_id = :meeting_id and n.position > tree.position), 1e9)
                ) as is_empty
        from tree order by position""",
        {"meeting_id": meeting_id},
    )
    return tuple(Item(is_empty=bool(row.pop("is_empty")), **row) for row in rows)


def current_item(db: Database, meeting_id: int) -> int | None:
    """The item a meeting is at, or was at when it ended."""
    return item_at(db, meeting_id, None)


def item_at(db: Database, meeting_id: int, at: str | None) -> int | None:
    """The item a meeting was at then; what is older than its beginning belongs to the first."""
    row = db.conn.execute(
        """select agenda_item_id from agenda_steps where meeting_id = :meeting_id
        order by case when :at is null or at <= :at then 0 else 1 end,
            case when :at is null or at <= :at then -id else id end limit 1""",
        {"meeting_id": meeting_id, "at": at},
    ).fetchone()
    return row[0] if row else None


def go_to(db: Database, meeting_id: int, item_id: int, at: str, by: By) -> None:
    """Let the meeting be at an item from that moment on."""
    if item_id == current_item(db, meeting_id):
        return
    db.conn.execute(
        "insert into agenda_steps (meeting_id, agenda_item_id, at) values (?, ?, ?)",
        (meeting_id, item_id, at),
    )
    change = Change(noun="meetings", row_id=meeting_id, deed="went_on", after={"item": item_id})
    history.record(db, by, [change])


def next_item(agenda: Sequence[Item], current_id: int | None) -> Item | None:
    """The item after the current one; what only holds other items together is passed over."""
    ids = [item.id for item in agenda]
    ahead = agenda[ids.index(current_id) + 1 :] if current_id in ids else agenda
    holding = {item.parent_id for item in agenda}
    return next((item for item in ahead if item.id not in holding), None)


def add_house_items(db: Database, meeting_id: int) -> None:
    """Give a meeting the sections every meeting has."""
    position = layout.end_of(db, meeting_id)
    for place, (depth, number, title) in enumerate(HOUSE):
        _insert(db, meeting_id, None, position + place, (depth, number, title))


def add_under(db: Database, meeting_id: int, parent: Item, title: str, by: By) -> Item:
    """Add an item behind those a section has."""
    agenda = items(db, meeting_id)
    inside = _below(agenda, parent)
    number = f"({sum(item.parent_id == parent.id for item in agenda) + 1})"
    position = layout.end_of(db, meeting_id, inside[-1].id)
    layout.make_room(db, meeting_id, position, 1)
    item_id = _insert(db, meeting_id, parent.id, position, (parent.depth + 1, number, title))
    _note(db, by, item_id, "added", {"number": parent.number + number, "title": title})
    return next(item for item in items(db, meeting_id) if item.id == item_id)


def _below(agenda: Sequence[Item], parent: Item) -> list[Item]:
    """An item and all that stand under it, in order."""
    at = agenda.index(parent)
    inside = [parent]
    for item in agenda[at + 1 :]:
        if item.depth <= parent.depth:
            break
        inside.append(item)
    return inside


def rewrite(db: Database, meeting_id: int, headings: Sequence[Heading], by: By) -> None:
    """Let the agenda read so; an item under which something was recorded stays in its order."""
    kept = items(db, meeting_id)
    current = current_item(db, meeting_id)
    pairs = _pair(kept, headings)
    paired = {old.id for old, _ in pairs if old}
    for item in kept:
        if item.id not in paired and (not item.is_empty or item.id == current):
            raise Refused(
                f"「{item.name}」には記録があるか、いまの議題になっているので、次第から外せません。"
                "順番を入れ替えることもできません。行を元に戻してください。"
            )
    removed = [item for item in reversed(kept) if item.id not in paired]
    db.conn.execute("update agenda_items set parent_id = null where meeting_id = ?", (meeting_id,))
    for item in removed:
        db.conn.execute("delete from agenda_items where id = ?", (item.id,))
        _note(db, by, item.id, "removed", None, {"number": item.number, "title": item.title})
    ancestors: list[tuple[int, int]] = []
    for old, heading in pairs:
        while ancestors and ancestors[-1][0] >= heading[0]:
            ancestors.pop()
        parent_id = ancestors[-1][1] if ancestors else None
        item_id = _put(db, meeting_id, old, heading, parent_id, pairs, by)
        ancestors.append((heading[0], item_id))


def _pair(kept: Sequence[Item], headings: Sequence[Heading]) -> list[tuple[Item | None, Heading]]:
    """Each heading beside the item it was, in order: by its title first, then by its number."""
    found: list[tuple[Item | None, Heading]] = []
    paths = _paths(headings)
    start = 0
    for at, heading in enumerate(headings):
        later = {title for _, _, title in headings[at + 1 :]}
        ahead = kept[start:]
        match = next((item for item in ahead if item.title == heading[2]), None) or next(
            (item for item in ahead if item.path == paths[at] and item.title not in later), None
        )
        found.append((match, heading))
        if match:
            start = kept.index(match) + 1
    return found


def _paths(headings: Iterable[Heading]) -> list[tuple[int, ...]]:
    paths = []
    open_: list[tuple[int, tuple[int, ...]]] = []
    for depth, number, _ in headings:
        while open_ and open_[-1][0] >= depth:
            open_.pop()
        path = (open_[-1][1] if open_ else ()) + path_of(number)
        open_.append((depth, path))
        paths.append(path)
    return paths


def _put(
    db: Database,
    meeting_id: int,
    old: Item | None,
    heading: Heading,
    parent_id: int | None,
    pairs: Sequence[tuple[Item | None, Heading]],
    by: By,
) -> int:
    depth, number, title = heading
    if old is None:
        position = _before_next(db, meeting_id, heading, pairs)
        layout.make_room(db, meeting_id, position, 1)
        item_id = _insert(db, meeting_id, parent_id, position, heading)
        _note(db, by, item_id, "added", {"number": number, "title": title})
        return item_id
    changed = (old.depth, old.own, old.title) != heading
    db.conn.execute(
        """update agenda_items set parent_id = :parent_id, depth = :depth, number = :number,
            title = :title, printed = case when :changed then null else printed end
        where id = :id""",
        {"parent_id": parent_id, "depth": depth, "number": number, "title": title,
         "changed": changed, "id": old.id},
    )  # fmt: skip
    if changed:
        before = {"number": old.own, "title": old.title}
        _note(db, by, old.id, "edited", {"number": number, "title": title}, before)
    return old.id


def _before_next(
    db: Database,
    meeting_id: int,
    heading: Heading,
    pairs: Sequence[tuple[Item | None, Heading]],
) -> int:
    """Where a new item goes: before the next one that is there, behind what was said before it."""
    at = next(n for n, (old, given) in enumerate(pairs) if old is None and given is heading)
    following = next((old for old, _ in pairs[at + 1 :] if old), None)
    if following is None:
        return layout.end_of(db, meeting_id)
    [position] = db.conn.execute(
        "select position from agenda_items where id = ?", (following.id,)
    ).fetchone()
    return position


def _insert(
    db: Database, meeting_id: int, parent_id: int | None, position: int, heading: Heading
) -> int:
    depth, number, title = heading
    return insert(
        db,
        """insert into agenda_items (meeting_id, parent_id, position, depth, number, title)
        values (:meeting_id, :parent_id, :position, :depth, :number, :title)""",
        meeting_id=meeting_id,
        parent_id=parent_id,
        position=position,
        depth=depth,
        number=number,
        title=title,
    )


def _note(
    db: Database,
    by: By,
    item_id: int,
    deed: str,
    after: dict[str, str] | None,
    before: dict[str, str] | None = None,
) -> None:
    change = Change(noun="agenda_items", row_id=item_id, deed=deed, before=before, after=after)
    history.record(db, by, [change])
