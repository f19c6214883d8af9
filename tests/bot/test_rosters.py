"""`kaigiroku members`: a roster taken in from a file, checked first, and handed out."""

import csv
import io

import pytest
from click.testing import CliRunner

from bot.cli import main
from store import councils
from store.db import open_store
from tests.cast import BY, MINUTES, keep

ROSTER = (
    "氏名,ふりがな,役職,電話\n浅野 和子,あさの かずこ,会長,0987-65-4321\n佐藤 翔,さとう しょう,,\n"
)


@pytest.fixture
def kaigiroku(tmp_path):
    store = open_store(tmp_path / "kaigiroku.db")
    keep(store, tmp_path, MINUTES)
    store.close()

    def run(*words: str):
        return CliRunner().invoke(main, ["--db", str(tmp_path / "kaigiroku.db"), *words])

    return run


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "名簿.csv"
    path.write_bytes(ROSTER.encode("cp932"))
    return str(path)


def rows_of(path):
    return list(csv.DictReader(io.StringIO(path.read_text("utf-8-sig"))))


def test_a_dry_run_says_what_would_be_and_keeps_nothing(kaigiroku, file):
    for _ in range(2):
        tried = kaigiroku("members", "import", file, "--dry-run")
        assert tried.exit_code == 0
        assert tried.stdout.split("\n") == [
            "  2行目 加える　浅野 和子　会長",
            "  3行目 加える　佐藤 翔　委員",
            "「霧浜市地域福祉懇話会」の名簿: これから2名を加えます。0名を直します。0名を再任として加えます。"
            "0名は今の名簿と同じです。名簿にいてファイルにない委員2名は、そのまま残ります。",
            "",
        ]


def test_a_roster_is_taken_in_and_handed_out_again(kaigiroku, file, tmp_path):
    assert "2名を加えました。" in kaigiroku("members", "import", file).stdout
    assert "2名は今の名簿と同じです。" in kaigiroku("members", "import", file).stdout
    path = tmp_path / "書き出し.csv"
    told = kaigiroku("members", "export", "-o", str(path))
    assert "の名簿（6名）を" in told.stdout
    assert [row["氏名"] for row in rows_of(path)] == [
        "浅野 和子", "佐藤 翔", "井上 翔", "廣岡 実", "山根 進", "鈴木 学",
    ]  # fmt: skip
    assert "電話" not in rows_of(path)[0]
    kaigiroku("members", "export", "--contacts", "-o", str(path))
    assert rows_of(path)[0]["電話"] == "0987-65-4321"
    assert kaigiroku("members", "export", "-o", str(tmp_path / "名簿.xlsx")).exit_code == 0
    again = kaigiroku("members", "import", "--dry-run", str(tmp_path / "名簿.xlsx"))
    assert again.exit_code == 0


def test_every_mistake_is_told_with_its_row(kaigiroku, tmp_path):
    path = tmp_path / "名簿.csv"
    path.write_text("氏名\n" + "1\n" * 25)
    told = kaigiroku("members", "import", str(path))
    assert told.exit_code == 1
    lines = told.stderr.strip().split("\n")
    assert lines[0] == "名簿を取り込めません。何も変えていません。"
    assert lines[-1] == "26行目の「氏名」: 氏名に数字や記号は使えません。例: 廣岡 実"
    assert len(lines) == 26


def test_it_has_to_be_clear_which_council_and_which_file(kaigiroku, file, tmp_path):
    store = open_store(tmp_path / "kaigiroku.db")
    with store.writing() as db:
        councils.add(db, "霧浜市地域公共交通会議", BY)
    store.close()
    assert "--council で指定" in kaigiroku("members", "import", file).stderr
    wrong = kaigiroku("members", "import", file, "--council", "交通")
    assert (
        "会議体「交通」はありません。登録されている会議体: 霧浜市地域福祉懇話会、" in wrong.stderr
    )
    right = kaigiroku("members", "import", file, "--council", "霧浜市地域公共交通会議")
    assert right.exit_code == 0
    assert (
        "読めません"
        in kaigiroku("members", "import", str(tmp_path / "ない.csv"), "--council", "x").stderr
    )
    told = kaigiroku("members", "export", "--council", "霧浜市地域公共交通会議", "-o", "名簿.pdf")
    assert ".xlsx か .csv" in told.stderr
