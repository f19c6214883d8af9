"""Backup and restore (控え): a whole copy, proved good before it is called one."""

import shutil
import sqlite3
from pathlib import Path

from sqlite_utils import Database

from store import history, search
from store.db import Store, open_store
from store.errors import Refused


def check(db: Database) -> list[str]:
    """Everything that is wrong with the record, each in a sentence; nothing: it is sound."""
    try:
        problems = [
            f"ファイルが壊れています: {row[0]}"
            for row in db.conn.execute("pragma integrity_check")
            if row[0] != "ok"
        ]
        problems += [
            f"{row[0]} の {row[1]} 番が、{row[2]} にないものを指しています。"
            for row in db.conn.execute("pragma foreign_key_check")
        ]
        return problems + search.check(db) + history.check(db)
    except sqlite3.DatabaseError as error:
        return [f"ファイルが壊れていて、読めないところがあります（{error}）。"]


def backup(store: Store, target: Path) -> None:
    """Write a copy of the record as it is at this moment; never over another file."""
    if target.exists():
        raise Refused(
            f"{target} はすでにあります。控えは、まだないファイル名に書き出してください。"
        )
    with store.reading() as db:
        db.conn.execute("commit")  # VACUUM does not run inside a transaction
        db.conn.execute("pragma query_only = 0")
        db.conn.execute("vacuum into ?", (str(target),))
    copy = open_store(target, create=False)
    try:
        with copy.reading() as db:
            problems = check(db)
    finally:
        copy.close()
    if problems:
        raise Refused(f"控えを書き出しましたが、確かめると問題がありました: {problems[0]}")


def restore(source: Path, target: Path) -> None:
    """Put a copy in the place of a record that is not there any more."""
    # A write-ahead log left behind would be played into the copy.
    for left in (target, Path(f"{target}-wal"), Path(f"{target}-shm")):
        if left.exists():
            raise Refused(
                f"{left} があります。ボットを止め、このファイルを別のフォルダーに移してから、"
                "もう一度実行してください（壊れたファイルも消さずに残してください）。"
            )
    if not source.exists():
        raise Refused(f"控え {source} がありません。")
    shutil.copyfile(source, target)
    restored = open_store(target, create=False)
    try:
        with restored.reading() as db:
            problems = check(db)
    finally:
        restored.close()
    if problems:
        raise Refused(f"{target} に戻しましたが、確かめると問題がありました: {problems[0]}")
