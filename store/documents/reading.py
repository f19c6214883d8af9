"""The rows of a meeting as the elements of its document, in printed order."""

from sqlite_utils import Database

from store.formats.document import (
    AgendaItem,
    Block,
    Element,
    Field,
    Passage,
    Remark,
)
from store.minutes import STANDING


def elements(db: Database, meeting_id: int) -> list[Element]:
    """Everything printed in a meeting's minutes, each element in its place."""
    printed: list[tuple[int, Element]] = []
    for make, rows in (
        (Field, "select position, kind, label, value, lead, tail from header_fields b"),
        (
            AgendaItem,
            "select position, depth, number, title, printed, lead, tail from agenda_items b",
        ),
        (Block, "select position, label, printed, lead, tail from blocks b"),
        (Passage, "select position, kind, body, lead, tail from passages b"),
        (
            Remark,
            """select r.position, r.body, r.lead, r.indent, r.tail
            from blocks b join remarks r on r.block_id = b.id and r.withdrawn_at is null""",
        ),
    ):
        standing = _STANDING.get(make, "1")
        printed += [
            (row.pop("position"), make(**row))
            for row in db.query(
                f"{rows} where b.meeting_id = :meeting_id and {standing}",
                {"meeting_id": meeting_id},
            )
        ]
    printed.sort(key=lambda placed: placed[0])
    return [element for _, element in printed]


_STANDING = {Block: STANDING, Passage: "b.withdrawn_at is null"}
