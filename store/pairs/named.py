"""The documents an answer names, or was explained with."""

import re
import unicodedata
from collections.abc import Collection, Iterable

from sqlite_utils import Database

from store import text
from store.formats.document import Material
from store.pairs.lines import as_json
from store.pairs.lines import items as lines_of
from store.pairs.rule import explains
from store.viewers import VISIBLE, Viewer


def materials(
    db: Database, answer_ids: Collection[int], viewer: Viewer
) -> dict[int, tuple[Material, ...]]:
    """The documents an answer names or, if it names none, those its item was explained with."""
    rows = db.conn.execute(
        f"""select r.id, b.meeting_id, r.body from json_each(:remark_ids) wanted
        join remarks r on r.id = wanted.value and r.withdrawn_at is null
        join blocks b on b.id = r.block_id join meetings m on m.id = b.meeting_id
        where {VISIBLE}""",
        {"remark_ids": as_json(answer_ids), **viewer.params()},
    ).fetchall()
    explained = _explained(db, [remark_id for remark_id, _, _ in rows])
    handed_out = _handed_out(db, {meeting_id for _, meeting_id, _ in rows})
    found: dict[int, tuple[Material, ...]] = dict.fromkeys(answer_ids, ())
    for remark_id, meeting_id, body in rows:
        labels = _labels(body) or _labels(explained.get(remark_id, ""))
        known = handed_out.get(meeting_id, {})
        found[remark_id] = tuple(
            known.get(text.fold(label)) or Material(label=label, title="") for label in labels
        )
    return found


# --- What people put right


# --- Materials


def _explained(db: Database, remark_ids: Collection[int]) -> dict[int, str]:
    """For each answer, the explanation given in its item before it."""
    asked = set(remark_ids)
    found: dict[int, str] = {}
    for lines in lines_of(db, asked).values():
        explanation = ""
        for line in lines:
            if explains(line):
                explanation = line.words
            if line.id in asked:
                found[line.id] = explanation
    return found


def _handed_out(db: Database, meeting_ids: Iterable[int]) -> dict[int, dict[str, Material]]:
    found: dict[int, dict[str, Material]] = {}
    for meeting_id, label, title in db.conn.execute(
        """select m.meeting_id, m.label, m.title from json_each(:meeting_ids) wanted
        join materials m on m.meeting_id = wanted.value where m.label is not null""",
        {"meeting_ids": as_json(meeting_ids)},
    ):
        material = Material(label=label, title=title)
        found.setdefault(meeting_id, {}).setdefault(text.fold(label), material)
    return found


def _labels(body: str) -> list[str]:
    """資料1～3及び資料5 -> 資料1, 資料2, 資料3, 資料5; 前回の資料2 is another meeting's."""
    labels: dict[str, None] = {}
    for named in _NAMED.finditer(unicodedata.normalize("NFKC", body)):
        before = ""
        for joint, number in _NUMBERS.findall(named["numbers"]):
            numbers = [number]
            if joint in _UP_TO and before.isdecimal() and number.isdecimal():
                numbers = list(map(str, range(int(before) + 1, int(number) + 1)))
            labels |= dict.fromkeys(named["kind"] + each for each in numbers)
            before = number
    return list(labels)


_UP_TO = ("~", "〜", "から")
_NUMBER = r"\d{1,2}(?:-\d{1,2})?(?!\d|\s?(?:ページ|頁|枚|部))"
_NAMED = re.compile(
    r"(?<!前回の)(?<!前回会議の)(?P<kind>参考資料|資料|別紙)\s?(?:No\.?)?"
    rf"(?P<numbers>{_NUMBER}(?:\s?(?:[~〜、,・]|から|及び|と)\s?{_NUMBER})*)"
)
_NUMBERS = re.compile(r"(~|〜|から|、|,|・|及び|と)?\s?(\d{1,2}(?:-\d{1,2})?)")
