"""`kaigiroku import`: files brought in one after the other, and what became of each."""

import getpass
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from bot import clock, plain
from store import exchange
from store.db import Store
from store.errors import Refused
from store.history import By


def files(paths: tuple[Path, ...]) -> Iterator[Path]:
    """Every file to bring in; of a folder, the text files in it and below."""
    for path in paths:
        if path.is_dir():
            yield from sorted(
                p for p in path.rglob("*") if p.is_file() and p.suffix in (".txt", ".md")
            )
        else:
            yield path


def progress(files: list[Path], *, show: bool) -> Iterator[Path]:
    """The files one after the other, with a bar on stderr where somebody watches."""
    if not show:
        yield from files
        return
    with click.progressbar(files, label="取込", show_pos=True, file=sys.stderr) as bar:
        yield from bar


def bring_in(
    store: Store, file: Path, choice: exchange.Choice, council: str | None, dry_run: bool, ask: bool
) -> dict[str, Any]:
    """What became of one file, as a program may read it."""
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
        **({"would_store": plain.document(outcome.document)} if dry_run else {}),
    }


def _with_line(refusal: Refused) -> str:
    line = getattr(refusal, "line", None)
    return f"{line}行目: {refusal.sentence}" if line else refusal.sentence


def _wants_replacing(file: Path, outcome: exchange.Outcome) -> bool:
    click.echo(f"{file} は、記録されている「{outcome.title}」と違います。", err=True)
    click.echo("\n".join(outcome.differences), err=True)
    return click.confirm("ファイルの内容に置き換えますか", default=False, err=True)


def tell(entries: list[dict[str, Any]], dry_run: bool, choice: exchange.Choice | None) -> None:
    """Say what became of each file; those that were refused at the end."""
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
        for line in [*_shown(entry), *entry["warnings"], *entry["differences"]]:
            click.echo(f"  {line}")
    refused = [entry for entry in entries if entry["outcome"] == "refused"]
    for entry in refused:
        click.echo(f"{entry['file']}: {entry['warnings'][0]}", err=True)
    if refused and len(entries) > 1:
        click.echo(f"{len(entries)}件のうち{len(refused)}件は取り込めませんでした。", err=True)


def _shown(entry: dict[str, Any]) -> list[str]:
    """Of a dry run, what would be stored."""
    if "would_store" not in entry:
        return []
    document = entry["would_store"]
    people = [f"{person['title'] or ''} {person['name']}".strip() for person in document["roll"]]
    times = f"{document['starts_at'] or ''}～{document['ends_at'] or ''}".strip("～")
    return [
        f"日時　{document['held_on'] or '読み取れません'} {times}",
        f"場所　{document['venue'] or '読み取れません'}",
        f"出席者　{len(people)}名　{'、'.join(people)}",
        f"公開・非公開　{document['disclosure'] or '読み取れません'}",
        f"傍聴者　{document['observers'] or '読み取れません'}",
        *(f"会議資料　{m['label'] or ''} {m['title']}" for m in document["materials"]),
        *(f"議題　{item['number']} {item['title']}" for item in document["agenda"]),
        *(f"発言者　{label}　{count}件" for label, count in document["speakers"].items()),
    ]


def is_large(entries: list[dict[str, Any]]) -> bool:
    """Whether so much came in that the index is better put into one piece."""
    came = (e["remarks"] for e in entries if e["outcome"] in ("imported", "replaced"))
    return sum(came) >= LARGE


LARGE = 1_000  # remarks


def failed(entry: dict[str, Any], choice: exchange.Choice | None) -> bool:
    """Whether the command as a whole has failed because of this file."""
    return entry["outcome"] == "refused" or (entry["outcome"] == "differs" and choice != "skip")


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a user id without a name, as in a container
        return "unknown"
