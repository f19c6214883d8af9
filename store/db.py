"""The one SQLite file: opened here, and only here.

One writer, which begins IMMEDIATE; as many read-only readers as there are listeners.
A deferred transaction that reads before it writes would fail at once beside another writer.
"""

import sqlite3
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from sqlite_utils import Database

from store import search
from store.errors import Busy, Refused
from store.migrations import migrations

APPLICATION_ID = 0x4B474B52  # "KGKR" in the file's header: this file is ours

# Shorter than Slack's three seconds, so that a form can still be answered.
PATIENCE_MS = 2_500

WRITER_PRAGMAS = {
    "journal_mode": "wal",
    "synchronous": 2,  # FULL: what was confirmed survives a power cut
    "foreign_keys": 1,
    "recursive_triggers": 1,  # without it, INSERT OR REPLACE slips past the append-only triggers
    "trusted_schema": 0,
    "cell_size_check": 1,
    "secure_delete": 1,
    "temp_store": 2,
    "wal_autocheckpoint": 1000,
    "journal_size_limit": 67_108_864,
    "busy_timeout": PATIENCE_MS,
}
READER_PRAGMAS = {
    "query_only": 1,
    "trusted_schema": 0,
    "cell_size_check": 1,
    "temp_store": 2,
    "busy_timeout": PATIENCE_MS,
}


class Store:
    """The open record: `with store.writing() as db` to change it, `store.reader()` to read."""

    def __init__(self, path: Path, writer: sqlite3.Connection) -> None:
        self.path = path
        self._connection = writer
        self._writer = Database(writer)
        self._lock = threading.Lock()
        self._file = _identity(path)

    @contextmanager
    def writing(self) -> Iterator[Database]:
        """One transaction: all of it is kept, or none of it.

        Busy, if others have the record: in this process or in another, it is one patience.
        """
        since = time.monotonic()
        if not self._lock.acquire(timeout=PATIENCE_MS / 1_000):
            raise Busy(_BUSY)
        try:
            self._still_there()
            waited = int((time.monotonic() - since) * 1_000)
            self._connection.execute(f"pragma busy_timeout = {max(0, PATIENCE_MS - waited)}")
            try:
                self._connection.execute("begin immediate")
                yield self._writer
                self._connection.execute("commit")
            except sqlite3.Error as error:
                self._give_up()
                raise _refusal(self.path, error) from error
            except BaseException:
                self._give_up()
                raise
        finally:
            self._lock.release()

    def reader(self) -> Database:
        """A read-only connection of one's own; whoever asks for it closes it."""
        return Database(_connect(self.path, mode="ro", pragmas=READER_PRAGMAS))

    @contextmanager
    def reading(self) -> Iterator[Database]:
        """A read-only connection for one piece of work, which sees one moment of the record."""
        db = self.reader()
        try:
            db.conn.execute("begin")
            yield db
        finally:
            db.close()

    def close(self) -> None:
        """Close the writer; the write-ahead log is folded into the file."""
        self._writer.close()

    def _give_up(self) -> None:
        # After a full disk SQLite has already rolled back; a second rollback would raise.
        if self._connection.in_transaction:
            self._connection.execute("rollback")

    def _still_there(self) -> None:
        # Linux lets one write into a deleted file: every save would be "confirmed" and gone.
        if _identity(self.path) != self._file:
            raise Refused(
                f"データベースのファイル {self.path} が、起動したあとで消されたか置き換えられています。"
                "ボットを止め、バックアップから戻してから起動し直してください。"
            )


def open_store(path: Path | str, *, create: bool = True) -> Store:
    """Open the record, bringing its schema up to date; refuse a file that is not ours."""
    path = Path(path)
    if not path.exists():
        _may_create(path, create)
    _refuse_shared_folders(path)
    try:
        connection = _connect(path, mode="rwc", pragmas={"busy_timeout": PATIENCE_MS})
        try:
            _refuse_strangers(path, connection)
            _set_pragmas(connection, WRITER_PRAGMAS)
            _migrate(path, connection)
        except BaseException:
            connection.close()
            raise
    except sqlite3.Error as error:
        raise _refusal(path, error) from error
    return Store(path, connection)


def _connect(path: Path, *, mode: str, pragmas: Mapping[str, int | str]) -> sqlite3.Connection:
    connection = sqlite3.connect(
        f"{path.absolute().as_uri()}?mode={mode}",
        uri=True,
        isolation_level=None,  # transactions begin where we say so
        check_same_thread=False,  # the lock in Store keeps threads apart
    )
    try:
        _set_pragmas(connection, pragmas)
    except BaseException:
        connection.close()
        raise
    return connection


def _set_pragmas(connection: sqlite3.Connection, pragmas: Mapping[str, int | str]) -> None:
    for name, wanted in pragmas.items():
        connection.execute(f"pragma {name} = {wanted}")
        [found] = connection.execute(f"pragma {name}").fetchone()
        if found != wanted:
            raise Refused(
                f"データベースを安全に開けません（{name} が {wanted} ではなく {found} になります）。"
                "ネットワーク上の共有フォルダーではなく、このコンピューターのディスクに置いてください。"
            )


def _may_create(path: Path, create: bool) -> None:
    if not create:
        raise Refused(
            f"データベース {path} がありません。場所（DATABASE_PATH）を確かめてください。"
            "初めて使うときは `kaigiroku import` で会議録を取り込むと作られます。"
        )
    if not path.parent.is_dir():
        raise Refused(
            f"データベースを置くフォルダー {path.parent} がありません。"
            "フォルダーを作るか、DATABASE_PATH を直してください。"
        )


def _refuse_shared_folders(path: Path) -> None:
    # SQLite's locks and its shared memory do not work over a network.
    kind = filesystem(path, MOUNTS.read_text() if MOUNTS.exists() else "")
    if kind in NETWORK_FILESYSTEMS:
        raise Refused(
            f"データベース {path} はネットワーク上のフォルダー（{kind}）にあります。"
            "壊れるおそれがあるので、このコンピューターのディスクに置いてください。"
        )


def filesystem(path: Path, mounts: str) -> str:
    """The kind of file system a path is on, told from the lines of /proc/self/mounts."""
    place = path.absolute().resolve()
    found = ("", "")
    for line in mounts.splitlines():
        _, point, kind, *_ = line.split(" ")
        point = point.replace("\\040", " ")
        if place.is_relative_to(point) and len(point) >= len(found[0]):
            found = (point, kind)
    return found[1]


MOUNTS = Path("/proc/self/mounts")
NETWORK_FILESYSTEMS = {"nfs", "nfs4", "cifs", "smb3", "smbfs", "fuse.sshfs", "9p", "afs", "ceph"}


def _refuse_strangers(path: Path, connection: sqlite3.Connection) -> None:
    [application_id] = connection.execute("pragma application_id").fetchone()
    [objects] = connection.execute("select count(*) from sqlite_master").fetchone()
    if application_id == APPLICATION_ID:
        [problem] = connection.execute("pragma quick_check(1)").fetchone()
        if problem != "ok":
            raise Refused(_CORRUPT.format(path=path))
    elif application_id or objects:
        raise Refused(
            f"{path} は会議録のデータベースではありません（ほかのソフトの SQLite ファイルです）。"
            "DATABASE_PATH が指す場所を確かめてください。このファイルには何も書き込んでいません。"
        )
    else:
        connection.execute(f"pragma application_id = {APPLICATION_ID}")


def _migrate(path: Path, connection: sqlite3.Connection) -> None:
    db = Database(connection)
    known = {migration.name for migration in migrations._migrations}
    newer = [done.name for done in migrations.applied(db) if done.name not in known]
    if newer:
        raise Refused(
            f"{path} は、より新しい版の会議録ボットで作られています（{newer[-1]}）。"
            "プログラムを新しい版にしてから起動してください。"
        )
    if migrations.pending(db):
        migrations.apply(db)
    [rules] = connection.execute("pragma user_version").fetchone()
    if rules != search.RULES:
        with db.atomic():
            search.rebuild(db)
            connection.execute(f"pragma user_version = {search.RULES}")


_CORRUPT = (
    "データベース {path} が壊れています。ボットは止めたままにし、"
    "`kaigiroku restore` でバックアップから戻してください。壊れたファイルは消さずに残してください。"
)


def _refusal(path: Path, error: sqlite3.Error) -> Exception:
    """Name what is wrong with the file or the disk; a mistake in our own SQL stays as it is."""
    code = (getattr(error, "sqlite_errorcode", 0) or 0) & 0xFF
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return Busy(_BUSY)
    sentence = _SENTENCES.get(code)
    return Refused(sentence.format(path=path)) if sentence else error


_BUSY = "データベースがほかの処理で使われています。少し待って、もう一度お試しください。"
_SENTENCES = {
    sqlite3.SQLITE_FULL: (
        "ディスクの空きがなくなり、保存できませんでした。何も書き込まれていません。"
        "空きを作ってから、もう一度お試しください。"
    ),
    sqlite3.SQLITE_IOERR: (
        "ディスクに書き込めませんでした。何も保存されていません。"
        "ディスクの空きと状態を確かめてから、もう一度お試しください。"
    ),
    sqlite3.SQLITE_READONLY: (
        "データベース {path} に書き込めません。"
        "ファイルとフォルダーの書き込みの権限を確かめてください。"
    ),
    sqlite3.SQLITE_CANTOPEN: (
        "データベース {path} を開けません。場所と、読み書きの権限を確かめてください。"
    ),
    sqlite3.SQLITE_CORRUPT: _CORRUPT,
    sqlite3.SQLITE_NOTADB: (
        "{path} は会議録のデータベースではありません。DATABASE_PATH が指す場所を確かめてください。"
        "このファイルには何も書き込んでいません。"
    ),
}


def _identity(path: Path) -> tuple[int, int] | None:
    try:
        status = path.stat()
    except FileNotFoundError:
        return None
    return status.st_dev, status.st_ino
