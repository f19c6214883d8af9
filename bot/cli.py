"""`kaigiroku …`: the same nouns as in Slack, for the person at the machine.

Ends with 0 when it was done, 1 when it was refused (with a sentence on stderr), 2 when the
command itself was typed wrongly.
"""

import getpass
import json
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, time
from pathlib import Path
from typing import Any

import click

from bot import clock, settings
from handlers.parse import query as parse
from store import backup as copies
from store import exchange, meetings, minutes
from store import search as index
from store.db import Store, open_store
from store.errors import Refused
from store.formats.document import Disclosure
from store.history import By
from store.meetings import Meeting
from store.minutes import Minutes
from store.viewers import OPERATOR

DISCLOSURES: dict[Disclosure, str | None] = {
    "open": "公開",
    "partly_closed": "一部非公開",
    "closed": "非公開",
    "not_checked": None,
}

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
    files = list(_files(paths))
    if not files:
        raise Refused("取り込むファイル（.txt、.md）が、そのフォルダーにありません。")
    ask = choice is None and not dry_run and not as_json and sys.stdin.isatty()
    with _rehearsal() if dry_run and not path.exists() else _open(path, create=True) as store:
        entries = [
            _import(store, file, choice or "ask", council, dry_run, ask)
            for file in _progress(files, show=not as_json and len(files) > 1)
        ]
    if as_json:
        _print_json(entries)
    else:
        _tell_imports(entries, dry_run, choice)
    if any(_failed(entry, choice) for entry in entries):
        sys.exit(1)


@main.command("meetings")
@as_json
@click.pass_obj
def list_meetings(path: Path, as_json: bool) -> None:
    """会議を、新しい順に一覧にします。"""
    with _open(path) as store, store.reading() as db:
        listed = meetings.recent(db, OPERATOR, limit=-1)
    if as_json:
        _print_json([_meeting_json(meeting) for meeting in listed])
    elif not listed:
        click.echo("まだ会議録がありません。`kaigiroku import ファイル` で取り込めます。")
    for meeting in listed if not as_json else ():
        click.echo(
            f"{meeting.id:>4}  {_iso(meeting.held_on) or '----------'}  {meeting.name}  発言{meeting.remarks}件"
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
        hits = [_hit_json(hit) for hit in found.hits]
        _print_json({"query": parse.write(query), "total": found.total, "hits": hits})
        return
    click.echo(f"「{parse.write(query)}」を含む発言は{found.total:,}件あります。")
    for hit in found.hits:
        where = f"{_iso(hit.held_on) or ''} {hit.council} {hit.meeting} {hit.agenda or ''}"
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
            _print_json(_minutes_json(minutes.read(db, chosen.id, OPERATOR)))
        else:
            click.echo(exchange.export_text(db, chosen.id).decode())


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


def _files(paths: tuple[Path, ...]) -> Iterator[Path]:
    for path in paths:
        if path.is_dir():
            yield from sorted(
                p for p in path.rglob("*") if p.is_file() and p.suffix in (".txt", ".md")
            )
        else:
            yield path


def _progress(files: list[Path], *, show: bool) -> Iterator[Path]:
    if not show:
        yield from files
        return
    with click.progressbar(files, label="取込", show_pos=True, file=sys.stderr) as bar:
        yield from bar


def _import(
    store: Store, file: Path, choice: exchange.Choice, council: str | None, dry_run: bool, ask: bool
) -> dict[str, Any]:
    by = By(f"cli:{_user()}", clock.now())
    try:
        outcome = exchange.import_file(
            store, file, by, choice=choice, council=council, dry_run=dry_run
        )
        if ask and outcome.result == "differs" and _wants_replacing(file, outcome):
            outcome = exchange.import_file(store, file, by, choice="replace", council=council)
    except Refused as refusal:
        return {
            "file": str(file),
            "outcome": "refused",
            "meeting": None,
            "remarks": 0,
            "warnings": [_with_line(refusal)],
        }
    return {
        "file": str(file),
        "outcome": outcome.result,
        "meeting": outcome.title,
        "remarks": outcome.remarks,
        "warnings": list(outcome.warnings),
        "id": outcome.meeting_id,
        "council": outcome.document.council,
        "differences": list(outcome.differences),
    }


def _with_line(refusal: Refused) -> str:
    line = getattr(refusal, "line", None)
    return f"{line}行目: {refusal.sentence}" if line else refusal.sentence


def _wants_replacing(file: Path, outcome: exchange.Outcome) -> bool:
    click.echo(f"{file} は、記録されている「{outcome.title}」と違います。", err=True)
    click.echo("\n".join(outcome.differences), err=True)
    return click.confirm("ファイルの内容に置き換えますか", default=False, err=True)


def _tell_imports(
    entries: list[dict[str, Any]], dry_run: bool, choice: exchange.Choice | None
) -> None:
    told = {
        "imported": "取り込みます" if dry_run else "取り込みました",
        "unchanged": "記録と同じなので、何も変えていません",
        "replaced": "置き換えます" if dry_run else "置き換えました",
        "differs": "記録と違いますが、記録をそのまま残しました"
        if choice == "skip"
        else "記録と違います。置き換えるときは --replace、記録を残すときは --skip を付けてください",
    }
    good = [entry for entry in entries if entry["outcome"] != "refused"]
    for entry in good:
        click.echo(
            f"{entry['file']}: {entry['council']} {entry['meeting']}"
            f"（発言{entry['remarks']}件）{told[entry['outcome']]}。"
        )
        for line in [*entry["warnings"], *entry["differences"]]:
            click.echo(f"  {line}")
    refused = [entry for entry in entries if entry["outcome"] == "refused"]
    for entry in refused:
        click.echo(f"{entry['file']}: {entry['warnings'][0]}", err=True)
    if refused and len(entries) > 1:
        click.echo(f"{len(entries)}件のうち{len(refused)}件は取り込めませんでした。", err=True)


def _failed(entry: dict[str, Any], choice: exchange.Choice | None) -> bool:
    return entry["outcome"] == "refused" or (entry["outcome"] == "differs" and choice != "skip")


def _meeting_json(meeting: Meeting) -> dict[str, Any]:
    return {
        "id": meeting.id,
        "council": meeting.council,
        "title": meeting.title,
        "held_on": _iso(meeting.held_on),
        "remarks": meeting.remarks,
    }


def _hit_json(hit: index.Hit) -> dict[str, Any]:
    return {
        "id": hit.remark_id,
        "council": hit.council,
        "meeting": hit.meeting,
        "held_on": _iso(hit.held_on),
        "agenda": hit.agenda,
        "speaker": hit.speaker,
        "text": hit.body,
    }


def _minutes_json(shown: Minutes) -> dict[str, Any]:
    meeting = shown.meeting
    return {
        "id": meeting.id,
        "council": meeting.council,
        "title": meeting.title,
        "held_on": _iso(meeting.held_on),
        "starts_at": _iso(meeting.starts_at),
        "ends_at": _iso(meeting.ends_at),
        "venue": meeting.venue,
        "disclosure": DISCLOSURES[meeting.disclosure],
        "disclosure_ground": meeting.disclosure_ground,
        "observers": meeting.observers,
        "observer_count": meeting.observer_count,
        "materials": [{"label": m.label, "title": m.title} for m in shown.materials],
        "attendance": [
            {"name": p.name, "kind": p.kind, "title": p.title, "status": p.status}
            for p in shown.roll
        ],
        "agenda": [{"number": item.number, "title": item.title} for item in shown.agenda],
        "blocks": [
            {
                "agenda": turn.agenda.number if turn.agenda else None,
                "label": turn.label,
                "remarks": [remark.body for remark in turn.remarks],
            }
            for turn in shown.turns
        ],
        "warnings": list(shown.warnings),
    }


def _iso(value: date | time | None) -> str | None:
    if isinstance(value, time):
        return value.isoformat("minutes")
    return value.isoformat() if value else None


def _print_json(value: Any) -> None:
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))


def _write(output: Path, data: bytes) -> None:
    try:
        output.write_bytes(data)
    except OSError as error:
        raise Refused(
            f"{output} に書き出せません。フォルダーと書き込みの権限を確かめてください。"
        ) from error


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a user id without a name, as in a container
        return "unknown"
