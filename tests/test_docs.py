"""The papers tell the truth: every example in them is tried, every name in them exists."""

import json
import re
import shlex
import shutil
import tomllib
from pathlib import Path

import pytest
from click.testing import CliRunner

from bot import cli, demo, samples
from handlers.parse import filters
from store.db import open_store
from tests.flows import conftest as flows
from tests.flows.conftest import CHIEF
from tests.flows.reading import words

ROOT = Path(__file__).parents[1]
COMMANDS_DOC = (ROOT / "docs" / "commands.md").read_text()
GLOSSARY = (ROOT / "docs" / "glossary.md").read_text()
README = (ROOT / "README.md").read_text()
PAPERS = [ROOT / "README.md", ROOT / "STYLE.md", ROOT / "CHANGELOG.md", *ROOT.glob("docs/**/*.md")]

slack, bot = flows.slack, flows.bot


def fenced(kind: str) -> list[str]:
    blocks = re.findall(rf"^```{kind}\n(.*?)^```$", COMMANDS_DOC, re.M | re.S)
    return [line for block in blocks for line in block.splitlines() if line]


def rows() -> list[list[str]]:
    """The tables' rows that begin with something to type."""
    return [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in COMMANDS_DOC.splitlines()
        if line.startswith(("| `/minutes ", "| `/council "))
    ]


IN_SLACK = fenced("text")
ON_THE_LINE = fenced("sh")
COMPLETE = [row for row in rows() if not row[1].startswith("`") or row[1].startswith("`/minutes ")]
ALIKE = [(row[0].strip("`"), row[1].strip("`")) for row in COMPLETE if row[1].startswith("`")]
MISTAKES = [(row[0].strip("`"), row[1]) for row in COMPLETE if not row[1].startswith("`")]


def test_the_examples_were_found():
    assert len(IN_SLACK) > 20
    assert len(ON_THE_LINE) > 15
    assert len(ALIKE) > 8
    assert len(MISTAKES) > 8


# --- In Slack: the samples are what scripts/demo shows.


@pytest.fixture(scope="module")
def practice(tmp_path_factory) -> Path:
    database = tmp_path_factory.mktemp("practice") / "practice.db"
    demo.seed(database)
    return database


@pytest.fixture
def store(practice: Path, tmp_path: Path):
    database = tmp_path / "kaigiroku.db"
    shutil.copyfile(practice, database)
    opened = open_store(database)
    yield opened
    opened.close()


@pytest.mark.parametrize("typed", IN_SLACK)
def test_an_example_is_answered(bot, slack, typed):
    assert typed.startswith(("/minutes ", "/council ")), "a text block holds what is typed in Slack"
    read = words(bot.command(typed, user=CHIEF))
    assert read or slack.told("views.open")
    for refusal in ("使い方はありません", "受付番号", "見つかりません", "ください", "に当たる会議"):
        assert refusal not in read


@pytest.mark.parametrize(("one", "other"), ALIKE)
def test_what_is_said_to_be_alike_is_answered_alike(bot, one, other):
    assert _answered(bot, one) == _answered(bot, other)
    assert "見つかりません" not in _answered(bot, one)


@pytest.mark.parametrize(("typed", "sentence"), MISTAKES)
def test_a_mistake_is_answered_as_printed(bot, typed, sentence):
    assert sentence in words(bot.command(typed, user=CHIEF))


def _answered(bot, typed: str) -> str:
    """The answer without the line that repeats what was typed."""
    first, rest = words(bot.command(typed, user=CHIEF)).split("\n", 1)
    return f"{first.rpartition('」')[2]}\n{rest}"


@pytest.mark.parametrize(
    "label",
    sorted(
        {
            label
            for path in (ROOT / "handlers" / "views").glob("*.py")
            for label in re.findall(r'\bbutton\(\s*"([^"]+)"', path.read_text())
        }
    ),
)
def test_every_button_is_documented(label):
    assert label in COMMANDS_DOC


@pytest.mark.parametrize("name", [*filters.NAMES, *filters.ROLES, *filters.KINDS, *filters.SORTS])
def test_every_name_of_the_query_language_is_documented(name):
    assert f"`{name}:`" in COMMANDS_DOC or f"`{name}`" in COMMANDS_DOC


def test_every_way_to_search_without_a_command_is_documented():
    manifest = json.loads((ROOT / "manifest.json").read_text())
    for shortcut in manifest["features"]["shortcuts"]:
        assert f"「{shortcut['name']}」" in COMMANDS_DOC
    assert f"`@{manifest['features']['bot_user']['display_name']} 人材`" in COMMANDS_DOC


# --- On the command line.


@pytest.fixture
def desk(tmp_path: Path, monkeypatch) -> Path:
    """The files the examples speak of, in the folder they are typed in."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("DATABASE_PATH", raising=False)
    folder = tmp_path / "会議録"
    folder.mkdir()
    for file in samples.files():
        shutil.copy(file, folder)
    latest = samples.files()[-1].read_text()
    corrected = latest.replace("5人そろったのか", "6人そろったのか")
    assert corrected != latest
    (tmp_path / "直した会議録.txt").write_text(corrected)
    (tmp_path / "名前のない会議録.txt").write_text(latest.partition("\n")[2])
    return tmp_path


def test_the_examples_run_in_the_order_of_the_page(desk):
    for line in ON_THE_LINE:
        program, *typed = shlex.split(line, comments=True)
        assert program == "kaigiroku", line
        if "demo" in typed:
            typed.append("--help")  # the practice itself is tried over the wire
        ran = CliRunner().invoke(cli.main, typed)
        assert ran.exit_code == 0, f"{line}\n{ran.output}{ran.stderr}"
    assert (desk / "令和8年度第1回.txt").read_bytes() == (desk / "直した会議録.txt").read_bytes()


OPTIONS = [
    (command.name, option)
    for command in [cli.main, *cli.main.commands.values()]
    for parameter in command.params
    for option in parameter.opts
    if option.startswith("-")
]


@pytest.mark.parametrize("name", cli.main.commands)
def test_every_command_of_the_command_line_is_documented(name):
    assert f"kaigiroku {name}" in COMMANDS_DOC


@pytest.mark.parametrize(("name", "option"), OPTIONS)
def test_every_option_is_documented(name, option):
    assert re.search(rf"(?<![\w-]){option}(?![\w-])", COMMANDS_DOC)


@pytest.mark.parametrize(
    "typed", ["import 会議録", "meetings", "search 人材", "show 令和8年度第1回", "check"]
)
def test_every_item_of_the_json_is_documented(desk, typed):
    name, *words = typed.split()
    CliRunner().invoke(cli.main, ["import", "会議録"])
    printed = json.loads(CliRunner().invoke(cli.main, [name, "--json", *words]).output)
    [row] = [row for row in COMMANDS_DOC.splitlines() if row.startswith(f"| `kaigiroku {name}` |")]
    assert _keys(printed) == set(re.findall(r"`([a-z_]+)`", row))


def _keys(value: object) -> set[str]:
    if isinstance(value, dict):
        return set(value).union(*map(_keys, value.values()))
    elif isinstance(value, list):
        return set().union(*map(_keys, value))
    else:
        return set()


# --- What the other papers name.


def test_every_table_is_in_the_glossary(store):
    with store.reading() as db:
        tables = {name for name in db.table_names() if not name.startswith(("_", "search_index_"))}
    assert {name for name in tables if f"`{name}`" not in GLOSSARY} == set()


@pytest.mark.parametrize("paper", PAPERS, ids=lambda path: str(path.relative_to(ROOT)))
def test_files_that_are_named_exist(paper):
    text = paper.read_text()
    named = re.findall(r"`((?:bot|handlers|store|tests|scripts|docs)/[\w./-]*)`", text)
    linked = re.findall(r"(?<!!)\[[^]]*\]\(([^)#:]+)(?:#[^)]*)?\)", text)
    missing = [name for name in named if not (ROOT / name).exists()]
    missing += [link for link in linked if not (paper.parent / link).exists()]
    assert missing == []


def test_the_house_stands_as_it_is_drawn():
    [drawing] = re.findall(r"^```\n(bot/ .*?)^```$", README, re.M | re.S)
    folder = ROOT
    for line in drawing.splitlines():
        names = re.split(r"\s{2,}", line.strip())[0].split(", ")
        if not line.startswith(" "):
            folder = ROOT / names[0]
            names = ["."]
        assert [name for name in names if not (folder / name).exists()] == [], line


def test_the_changelog_begins_with_this_version():
    version = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]
    [newest, *_] = re.findall(r"^## \[([^]]+)\]", (ROOT / "CHANGELOG.md").read_text(), re.M)
    assert newest == version
