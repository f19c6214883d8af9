"""`kaigiroku members`: the roster taken in from Excel or CSV, and handed out."""

import getpass
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from sqlite_utils import Database

from bot import clock
from store import councils, rosters
from store.councils import Council
from store.db import Store, open_store
from store.errors import Refused
from store.formats import rosters as files
from store.formats import tables
from store.formats.rosters import BadRows
from store.history import By
from store.viewers import OPERATOR

council_named = click.option(
    "--council", "name", help="会議体の名前（登録が一つだけなら省けます）。"
)


@click.group()
def members() -> None:
    """委員と職員の名簿を取り込み、書き出します。"""


@members.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@council_named
@click.option("--dry-run", is_flag=True, help="取り込まずに、どうなるかだけを表示します。")
@click.pass_obj
def import_(path: Path, file: Path, name: str | None, dry_run: bool) -> None:
    """名簿のファイル（.xlsx、.csv）を取り込みます。1か所でも誤りがあれば、何も変えません。"""
    try:
        rows = files.read(_bytes(file), file.name)
        with _open(path) as store:
            by = By(f"cli:{_user()}", clock.now())
            with store.reading() as db:
                council = _council(db, name)
            if dry_run:
                outcome = rosters.rehearse(store, council.id, rows, by, OPERATOR, clock.today())
            else:
                with store.writing() as db:
                    outcome = rosters.take_in(db, council.id, rows, by, OPERATOR, clock.today())
    except BadRows as bad:
        raise Refused("\n".join([bad.sentence.split("\n")[0], *bad.problems])) from bad
    _tell(council, outcome, dry_run)


@members.command("export")
@council_named
@click.option(
    "--output",
    "-o",
    required=True,
    type=click.Path(path_type=Path),
    help="書き出すファイル（.xlsx か .csv）。",
)
@click.option(
    "--contacts", is_flag=True, help="電話・FAX・メールも書き出します。ファイルの扱いに注意します。"
)
@click.pass_obj
def export(path: Path, name: str | None, output: Path, contacts: bool) -> None:
    """名簿をファイルに書き出します。直して、そのまま取り込めます。"""
    writers = {".xlsx": tables.to_excel, ".csv": tables.to_csv}
    if output.suffix.lower() not in writers:
        raise Refused("書き出すファイルの名前は、.xlsx か .csv で終わらせてください。")
    with _open(path) as store, store.reading() as db:
        council = _council(db, name)
        table = rosters.as_table(db, council.id, OPERATOR, on=clock.today(), with_contacts=contacts)
    try:
        output.write_bytes(writers[output.suffix.lower()](table))
    except OSError as error:
        raise Refused(
            f"{output} に書き出せません。フォルダーと書き込みの権限を確かめてください。"
        ) from error
    click.echo(f"「{council.name}」の名簿（{len(table.rows):,}名）を {output} に書き出しました。")


def _tell(council: Council, outcome: rosters.Outcome, dry_run: bool) -> None:
    """Say what became of each person who changed, and how many did not."""
    became = {"added": "加える", "changed": "直す", "renewed": "再任"}
    for entry in outcome.entries:
        if entry.became != "unchanged":
            changes = "、".join(entry.changes)
            click.echo(
                f"  {entry.line}行目 {became[entry.became]}　{entry.name}　{changes}".rstrip()
            )
    for pair in outcome.likenesses:
        click.echo(f"  名前の似た方がいます: {pair}（Slackの名簿で、まとめるか別の人かを選べます）")
    counts = outcome.counts
    done = "これから" if dry_run else ""
    ends = ("加えます", "直します", "再任として加えます") if dry_run else (
        "加えました", "直しました", "再任として加えました",
    )  # fmt: skip
    click.echo(
        f"「{council.name}」の名簿: {done}{counts['added']:,}名を{ends[0]}。"
        f"{counts['changed']:,}名を{ends[1]}。{counts['renewed']:,}名を{ends[2]}。"
        f"{counts['unchanged']:,}名は今の名簿と同じです。"
        f"名簿にいてファイルにない委員{outcome.absent:,}名は、そのまま残{'り' if dry_run else 'してい'}ます。"
    )


def _council(db: Database, name: str | None) -> Council:
    known = councils.list_all(db)
    if name is None and len(known) == 1:
        return known[0]
    if name is None:
        raise Refused("会議体の名前を --council で指定してください。")
    found = councils.find(db, name)
    if found is None:
        names = "、".join(council.name for council in known)
        raise Refused(f"会議体「{name}」はありません。登録されている会議体: {names or 'なし'}")
    return found


def _bytes(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise Refused(f"{file} を読めません。場所と権限を確かめてください。") from error


@contextmanager
def _open(path: Path) -> Iterator[Store]:
    store = open_store(path, create=False)
    try:
        yield store
    finally:
        store.close()


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a user id without a name, as in a container
        return "unknown"
