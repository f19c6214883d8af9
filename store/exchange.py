"""Exchange (取込・書出): whole documents into the record and out of it, one transaction each.

A file is proved good before its first row is written. What it says is compared with what is
kept: the same again changes nothing, a difference is a choice that a person makes.
"""

import difflib
import hashlib
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from sqlite_utils import Database

from store import councils, documents, meetings
from store.db import Store
from store.errors import Refused
from store.formats import text as text_format
from store.formats.document import Document, Remark
from store.formats.text import encoding
from store.history import By

UNNAMED = "（会議体名なし）"

Choice = Literal["ask", "replace", "skip"]
Result = Literal["imported", "unchanged", "replaced", "differs"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of one file; `differences` are lines of a unified diff, kept against new."""

    result: Result
    meeting_id: int | None
    document: Document
    warnings: tuple[str, ...] = ()
    differences: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        """What the meeting is called inside its council."""
        return self.document.title or meetings.untitled(self.document.held_on)

    @property
    def remarks(self) -> int:
        """How many remarks the file holds."""
        return sum(isinstance(element, Remark) for element in self.document.elements)


def import_file(
    store: Store,
    path: Path,
    by: By,
    *,
    choice: Choice = "ask",
    council: str | None = None,
    dry_run: bool = False,
) -> Outcome:
    """Bring one file of minutes into the record, or say what would happen; all or nothing."""
    document, source, warnings = _read(path, council)
    result: Result
    with store.reading() if dry_run else store.writing() as db:
        known = documents.find(db, document)
        if known is None:
            result, differences = "imported", ()
        else:
            differences = _differences(documents.read(db, known), document)
            result = _decide(choice, differences)
        if not dry_run and result in ("imported", "replaced"):
            if known is None:
                known = documents.add(db, _council_id(db, document, by), document, by)
            else:
                documents.replace(db, known, document, by)
            documents.came_from(db, known, source, warnings, by)
    return Outcome(
        result=result,
        meeting_id=known,
        document=document,
        warnings=warnings,
        differences=differences,
    )


def export_text(db: Database, meeting_id: int) -> bytes:
    """The minutes of a meeting as a text file, in the encoding of the file they came from."""
    source = documents.source(db, meeting_id)
    return text_format.encode(as_text(db, meeting_id), source.encoding, source.newline)


def as_text(db: Database, meeting_id: int) -> str:
    """The minutes of a meeting as they are printed, rendered from the rows."""
    return text_format.render(documents.read(db, meeting_id))


def _read(path: Path, council: str | None) -> tuple[Document, documents.Source, tuple[str, ...]]:
    data = _bytes(path)
    text, charset, newline = text_format.decode(data)
    document = text_format.read(text)
    warnings = [f"{notice.line}行目: {notice.sentence}" for notice in document.notices]
    if document.council is None:
        if council is None:
            warnings.append(
                f"会議体の名前が書かれていないので「{UNNAMED}」として扱います。"
                "--council で会議体を指定できます。"
            )
        document = replace(document, council=council or UNNAMED)
    source = documents.Source(
        file_name=path.name,
        sha256=hashlib.sha256(data).hexdigest(),
        encoding=charset,
        newline=newline,
    )
    return document, source, tuple(warnings)


def _bytes(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(encoding.LARGEST_FILE + 1)  # one more shows that there is more
    except FileNotFoundError as error:
        raise Refused(f"{path} がありません。場所と名前を確かめてください。") from error
    except OSError as error:
        raise Refused(f"{path} を読めません。読み取りの権限を確かめてください。") from error


def _differences(kept: Document, new: Document) -> tuple[str, ...]:
    before, after = text_format.render(kept), text_format.render(new)
    if before == after:
        return ()
    return tuple(
        difflib.unified_diff(
            before.splitlines(), after.splitlines(), "記録", "ファイル", n=0, lineterm=""
        )
    )


def _decide(choice: Choice, differences: tuple[str, ...]) -> Result:
    if not differences:
        return "unchanged"
    elif choice == "replace":
        return "replaced"
    else:
        return "differs"


def _council_id(db: Database, document: Document, by: By) -> int:
    name = document.council or UNNAMED
    council = councils.find(db, name) or councils.add(db, name, by)
    return council.id
