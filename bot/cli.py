"""`kaigiroku …`: the same nouns as in Slack, for the person at the machine.

Ends with 0 when it was done, 1 when it was refused (with a sentence on stderr), 2 when the
command itself was typed wrongly.
"""

import json
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

from bot import clock, imports, rosters, settings
from bot import plain as drawn
from handlers.parse import query as parse
from store import backup as copies
from store import exchange, meetings, minutes
from store import search as index
from store.db import Store, open_store
from store.errors import Refused
from store.viewers import OPERATOR

as_json = click.option("--json", "as_json", is_flag=True, help="プログラムで読める形で出力します。")


class Sentences(click.Group):
    """A refusal is a sentence on stderr, and exit code 1."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command."""
        try:
            return super().invoke(ctx)
        except Refused as refusal:
            click.echo(refusal.sentence, err=True)
            ctx.exit(1)


@click.group(cls=Sentences, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--db",
    "path",
    type=click.Path(path_type=Path, dir_okay=False),
    help="データベースのファイル（指定しないと DATABASE_PATH、それもなければ kaigiroku.db）",
)
@click.version_option(package_name="kaigiroku", message="%(version)s")
@click.pass_context
def main(ctx: click.Context, path: Path | None) -> None:
    """会議録を取り込み、探し、書き出します。"""
    ctx.obj = path or settings.database_path()


@main.command("import")
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--dry-run", is_flag=True, help="取り込まずに、どうなるかだけを表示します。")
@click.option(
    "--replace",
    "choice",
    flag_value="replace",
    help="記録と違うときは、ファイルの内容に置き換えます。",
)
@click.option(
    "--skip", "choice", flag_value="skip", help="記録と違うときは、記録をそのまま残します。"
)
@click.option("--council", help="ファイルに会議体の名前がないときの、会議体の名前。")
@as_json
@click.pass_obj
def import_(
    path: Path,
    paths: tuple[Path, ...],
    dry_run: bool,
    choice: exchange.Choice | None,
    council: str | None,
    as_json: bool,
) -> None:
    """会議録のファイル（フォルダーなら中のすべて）を取り込みます。"""
    files = list(imports.files(paths))
    if not files:
        raise Refused("取り込むファイル（.txt、.md）が、そのフォルダーにありません。")
    ask = choice is None and not dry_run and not as_json and sys.stdin.isatty()
    with _rehearsal() if dry_run and not path.exists() else _open(path, create=True) as store:
        entries = [
            imports.bring_in(store, file, choice or "ask", council, dry_run, ask)
            for file in imports.progress(files, show=not as_json and len(files) > 1)
        ]
        if imports.is_large(entries) and not dry_run:
            index.settle(store.writing)
    if as_json:
        _print_json(entries)
    else:
        imports.tell(entries, dry_run, choice)
    if any(imports.failed(entry, choice) for entry in entries):
        sys.exit(1)


@main.command("meetings")
@as_json
@click.pass_obj
def list_meetings(path: Path, as_json: bool) -> None:
    """会議を、新しい順に一覧にします。"""
    with _open(path) as store, store.reading() as db:
        listed = meetings.recent(db, OPERATOR, limit=-1)
    if as_json:
        _print_json([drawn.meeting(meeting) for meeting in listed])
    elif not listed:
        click.echo("まだ会議録がありません。`kaigiroku import ファイル` で取り込めます。")
    for meeting in listed if not as_json else ():
        click.echo(
            f"{meeting.id:>4}  {drawn.iso(meeting.held_on) or '----------'}  {meeting.name}  発言{meeting.remarks}件"
        )


@main.command()
@click.argument("words", nargs=-1, required=True)
@click.option("--limit", default=20, show_default=True, help="表示する件数。")
@as_json
@click.pass_obj
def search(path: Path, words: tuple[str, ...], limit: int, as_json: bool) -> None:
    """発言を探します。例: kaigiroku search 人材 発言者:事務局"""
    query = parse.read(" ".join(words), clock.today())
    with _open(path) as store, store.reading() as db:
        found = index.find(db, query, OPERATOR, limit=-1 if as_json else limit)
    if as_json:
        hits = [drawn.hit(hit) for hit in found.hits]
        _print_json({"query": parse.write(query), "total": found.total, "hits": hits})
        return
    click.echo(f"「{parse.write(query)}」を含む発言は{found.total:,}件あります。")
    for hit in found.hits:
        where = f"{drawn.iso(hit.held_on) or ''} {hit.council} {hit.meeting} {hit.agenda or ''}"
        click.echo(f"\n{where}\n({hit.speaker or '発言者の記載なし'}) {hit.body}")


@main.command()
@click.argument("meeting")
@as_json
@click.pass_obj
def show(path: Path, meeting: str, as_json: bool) -> None:
    """会議録を表示します。MEETING は番号か「令和3年度第1回」。"""
    with _open(path) as store, store.reading() as db:
        chosen = meetings.choose(db, meeting, OPERATOR)
        if as_json:
            _print_json(drawn.minutes(minutes.read(db, chosen.id, OPERATOR)))
        else:
            click.echo(exchange.as_text(db, chosen.id))


@main.command()
@click.argument("meeting")
@click.option("--format", "form", type=click.Choice(["text"]), default="text", show_default=True)
@click.option(
    "--output",
    "-o",
    type=click.Path(path_type=Path),
    help="書き出すファイル（指定しないと標準出力）。",
)
@click.pass_obj
def export(path: Path, meeting: str, form: str, output: Path | None) -> None:
    """会議録を書き出します。MEETING は番号か「令和3年度第1回」。"""
    with _open(path) as store, store.reading() as db:
        data = exchange.export_text(db, meetings.choose(db, meeting, OPERATOR).id)
    if output is None:
        sys.stdout.buffer.write(data)
    else:
        _write(output, data)


@main.command()
@as_json
@click.pass_obj
def check(path: Path, as_json: bool) -> None:
    """データベースが壊れていないか、索引と履歴が合っているかを確かめます。"""
    with _open(path) as store, store.reading() as db:
        problems = copies.check(db)
    if as_json:
        _print_json({"ok": not problems, "problems": problems})
    elif problems:
        click.echo("\n".join(problems), err=True)
    else:
        click.echo("問題はありません。")
    if problems:
        sys.exit(1)


@main.command()
@click.argument("target", type=click.Path(path_type=Path))
@click.pass_obj
def backup(path: Path, target: Path) -> None:
    """控えを書き出し、読めることまで確かめます。ボットは動かしたままで構いません。"""
    with _open(path) as store:
        copies.backup(store, target)
    click.echo(f"控えを {target} に書き出しました。")


@main.command()
@click.argument("source", type=click.Path(path_type=Path))
@click.pass_obj
def restore(path: Path, source: Path) -> None:
    """控えからデータベースを戻します。ボットを止めてから実行します。"""
    copies.restore(source, path)
    click.echo(f"{source} から {path} に戻しました。")


@main.command()
@click.option("--port", default=0, help="ページの番号（0 なら空いている番号）。")
@click.option(
    "--say", help="このコマンドを送り、返事を表示して終わります。例: --say '/minutes search 人材'"
)
def demo(port: int, say: str | None) -> None:
    """見本の会議録と、手元で動く練習用の Slack で試します。"""
    from bot import demo as practice

    if say is None:
        practice.run(port)
    else:
        click.echo(practice.say(say))


main.add_command(rosters.members)


@contextmanager
def _open(path: Path, *, create: bool = False) -> Iterator[Store]:
    store = open_store(path, create=create)
    try:
        yield store
    finally:
        store.close()


@contextmanager
def _rehearsal() -> Iterator[Store]:
    """An empty record for a dry run before the first import; it leaves nothing behind."""
    with tempfile.TemporaryDirectory() as folder, _open(Path(folder) / "dry.db", create=True) as s:
        yield s


def _print_json(value: Any) -> None:
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))


def _write(output: Path, data: bytes) -> None:
    try:
        output.write_bytes(data)
    except OSError as error:
        raise Refused(
            f"{output} に書き出せません。フォルダーと書き込みの権限を確かめてください。"
        ) from error
