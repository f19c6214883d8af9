"""One bot at a time: two on one record would say everything twice."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from store.errors import Refused


@contextmanager
def only_one(path: Path | str) -> Iterator[None]:
    """Be the only bot on this record; refuse where another one is.

    The lock ends with the process, however that ends; the file beside the record stays, empty.
    """
    path = Path(path)
    beside = path.with_name(f"{path.name}.lock")
    if not beside.parent.is_dir():
        yield  # there is no record to be alone on; whoever opens it says so
        return
    try:
        lock = beside.open("ab")
    except PermissionError as error:
        raise Refused(
            f"データベースのフォルダー {beside.parent} に書き込めません。"
            "フォルダーの書き込みの権限を確かめてください。"
        ) from error
    with lock:
        _take(lock.fileno(), path)
        yield


def _take(lock: int, path: Path) -> None:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        raise Refused(
            f"このデータベース {path} では、すでに会議録ボットが動いています。"
            "同じものを二つ動かすと、お知らせが二重に届きます。"
            "動いているほうを止めてから、もう一度起動してください。"
        ) from error
