"""Waiting (保存待ち): what was accepted while the record was in other hands.

A file beside the record, a line for each act, on the disk before anybody is told that it was
accepted. A second line with its key says that the act is done; once all are, the file is empty.
"""

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """An act that waits: its key, which Slack gave it, what kind it is, and what it is about."""

    key: str
    kind: str
    facts: dict[str, Any]


def put(path: Path, key: str, kind: str, facts: dict[str, Any]) -> None:
    """Keep an act for the record at this path; once this returns, no crash loses it."""
    with _open(path) as file:
        _append(file, {"key": key, "kind": kind, "facts": facts})


def left(path: Path) -> list[Act]:
    """The acts that wait, in the order they came."""
    if not file_of(path).exists():
        return []
    with _open(path) as file:
        return list(_left(file).values())


def done(path: Path, key: str) -> None:
    """An act was saved, or its words were given back."""
    with _open(path) as file:
        _append(file, {"done": key})
        if not _left(file):
            # Emptied and never deleted: somebody else may have it open to write into.
            os.ftruncate(file, 0)
            os.fsync(file)


def file_of(path: Path) -> Path:
    """The file beside the record."""
    return Path(f"{path}-waiting")


@contextmanager
def _open(path: Path) -> Iterator[int]:
    is_new = not file_of(path).exists()
    file = os.open(file_of(path), os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        if is_new:
            _keep_the_name(path.parent)
        fcntl.flock(file, fcntl.LOCK_EX)
        yield file
    finally:
        os.close(file)


def _keep_the_name(folder: Path) -> None:
    """A new file is safe only when its folder is."""
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


def _append(file: int, line: dict[str, Any]) -> None:
    written = json.dumps(line, ensure_ascii=False).encode() + b"\n"
    size = os.fstat(file).st_size
    if size and os.pread(file, 1, size - 1) != b"\n":
        written = b"\n" + written  # the line before was torn by a power cut
    while written:
        written = written[os.write(file, written) :]
    os.fsync(file)


def _left(file: int) -> dict[str, Act]:
    acts: dict[str, Act] = {}
    for written in os.pread(file, os.fstat(file).st_size, 0).split(b"\n"):
        try:
            line = json.loads(written)
        except ValueError:
            continue  # torn: nobody was told that it was accepted
        if "done" in line:
            acts.pop(line["done"], None)
        else:
            acts.setdefault(line["key"], Act(**line))
    return acts
