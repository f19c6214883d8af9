"""The remarks of an agenda item, as the rule looks at them."""

import json
import unicodedata
from collections.abc import Iterable

from sqlite_utils import Database

from store.pairs.rule import MOST_READ, SHORT, Line
from store.roles import role_of


def items(db: Database, remark_ids: Iterable[int]) -> dict[tuple[int, int | None], list[Line]]:
    """The remarks of each agenda item that any of these belongs to, in printed order."""
    rows = db.conn.execute(
        """with asked (meeting_id, agenda_item_id) as (
          select distinct b.meeting_id, b.agenda_item_id from json_each(:remark_ids) wanted
          join remarks r on r.id = wanted.value and r.withdrawn_at is null
          join blocks b on b.id = r.block_id
        )
        select b.meeting_id, b.agenda_item_id, r.id, r.position, b.label,
          case when length(r.body) <= :short then r.body
            else substr(r.body, 1, :short / 2) || '。' || substr(r.body, -:short / 2) end,
          length(r.body) > :short
        from asked
        join blocks b on b.meeting_id = asked.meeting_id
          and b.agenda_item_id is asked.agenda_item_id
        join remarks r on r.block_id = b.id and r.withdrawn_at is null
        order by b.meeting_id, r.position""",
        {"remark_ids": as_json(remark_ids), "short": SHORT},
    )
    found: dict[tuple[int, int | None], list[Line]] = {}
    for meeting_id, item_id, id_, position, label, words, is_long in rows:
        line = Line(
            id=id_,
            position=position,
            role=role_of(label),
            words=unicodedata.normalize("NFKC", words),
            is_long=bool(is_long),
        )
        found.setdefault((meeting_id, item_id), []).append(line)
    return found


def bodies(db: Database, remark_ids: Iterable[int]) -> dict[int, str]:
    """What remarks say, as much of it as the rule reads."""
    rows = db.conn.execute(
        """select r.id, substr(r.body, 1, :most) from json_each(:remark_ids) wanted
        join remarks r on r.id = wanted.value""",
        {"remark_ids": as_json(remark_ids), "most": MOST_READ},
    )
    return dict(rows.fetchall())


def as_json(ids: Iterable[int]) -> str:
    """Ids as SQLite's json_each takes them."""
    return json.dumps(sorted(set(ids)))
