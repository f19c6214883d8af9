"""The command line: the same nouns, exit codes and JSON that a program may rely on."""

import json

import pytest
from click.testing import CliRunner

from bot.cli import main
from tests.cast import CLOSED, MINUTES


@pytest.fixture
def kaigiroku(tmp_path):
    def run(*words: str):
        return CliRunner().invoke(main, ["--db", str(tmp_path / "kaigiroku.db"), *words])

    return run


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "r7_2.txt"
    path.write_text(MINUTES)
    return str(path)


def test_import_says_what_it_kept_and_import_again_that_nothing_changed(kaigiroku, file):
    first = kaigiroku("import", file)
    assert first.exit_code == 0
    assert "霧浜市地域福祉懇話会 令和7年度第2回（発言7件）取り込みました。" in first.stdout
    again = kaigiroku("import", file)
    assert again.exit_code == 0
    assert "記録と同じなので、何も変えていません。" in again.stdout


def test_import_json_has_one_entry_a_file(kaigiroku, file, tmp_path):
    bad = tmp_path / "bad.txt"
    bad.write_text("")
    done = kaigiroku("import", "--json", file, str(bad))
    assert done.exit_code == 1
    good, refused = json.loads(done.stdout)
    assert good == {
        "file": file,
        "outcome": "imported",
        "meeting": "令和7年度第2回",
        "remarks": 7,
        "warnings": [],
        "id": 1,
        "council": "霧浜市地域福祉懇話会",
        "differences": [],
    }
    assert (refused["file"], refused["outcome"], refused["remarks"]) == (str(bad), "refused", 0)
    assert "空です" in refused["warnings"][0]


def test_a_different_file_is_refused_until_it_is_said_which_to_keep(kaigiroku, file, tmp_path):
    kaigiroku("import", file)
    (tmp_path / "r7_2.txt").write_text(MINUTES.replace("秋に開く", "冬に開く"))
    asked = kaigiroku("import", file)
    assert asked.exit_code == 1
    assert "--replace" in asked.stdout
    assert "講座を冬に開く" in asked.stdout
    assert kaigiroku("import", "--skip", file).exit_code == 0
    assert json.loads(kaigiroku("search", "--json", "冬に開く").stdout)["total"] == 0
    assert kaigiroku("import", "--replace", file).exit_code == 0
    assert json.loads(kaigiroku("search", "--json", "冬に開く").stdout)["total"] == 1


def test_dry_run_stores_nothing(kaigiroku, file):
    shown = kaigiroku("import", "--dry-run", file).stdout
    assert "取り込みます。" in shown
    assert "  日時　2025-08-06 18:30～20:00\n  場所　霧浜市民会館 第1会議室\n" in shown
    assert "  出席者　5名　浅野 和子、井上 翔、廣岡 実、福祉部次長 山根 進、" in shown
    assert "  議題　(1) 見守り活動について\n" in shown
    assert "  発言者　参加者　3件\n" in shown
    assert "kaigiroku.db がありません" in kaigiroku("meetings").stderr


def test_a_refused_file_is_named_with_its_line(kaigiroku, tmp_path):
    path = tmp_path / "bad.txt"
    path.write_text(MINUTES.replace("8月6日（水）", "8月6日（木）"))
    done = kaigiroku("import", str(path))
    assert done.exit_code == 1
    assert done.stderr.startswith(f"{path}: 3行目: 曜日が合いません。")


def test_an_empty_folder_is_refused(kaigiroku, tmp_path):
    done = kaigiroku("import", str(tmp_path))
    assert done.exit_code == 1
    assert "取り込むファイル（.txt、.md）が" in done.stderr


def test_a_folder_goes_on_past_a_bad_file_and_lists_it_at_the_end(kaigiroku, tmp_path):
    folder = tmp_path / "会議録"
    folder.mkdir()
    for n in range(1, 31):
        (folder / f"{n:02}.txt").write_text(MINUTES.replace("第2回", f"第{n}回"))
    (folder / "15.txt").write_bytes(b"\x00\x01")
    done = kaigiroku("import", str(folder))
    assert done.exit_code == 1
    assert len(json.loads(kaigiroku("meetings", "--json").stdout)) == 29
    assert "15.txt" in done.stderr
    assert "30件のうち1件は取り込めませんでした。" in done.stderr


def test_meetings_json(kaigiroku, file):
    kaigiroku("import", file)
    assert json.loads(kaigiroku("meetings", "--json").stdout) == [
        {
            "id": 1,
            "council": "霧浜市地域福祉懇話会",
            "title": "令和7年度第2回",
            "held_on": "2025-08-06",
            "remarks": 7,
        }
    ]


def test_search_json(kaigiroku, file):
    kaigiroku("import", file)
    assert json.loads(kaigiroku("search", "バンク", "--json").stdout) == {
        "query": "バンク",
        "total": 1,
        "hits": [
            {
                "id": 6,
                "council": "霧浜市地域福祉懇話会",
                "meeting": "令和7年度第2回",
                "held_on": "2025-08-06",
                "agenda": "2(1) 見守り活動について",
                "speaker": "参加者",
                "text": "講座は夜に開いてほしい。人材バンクも考えられる。",
            }
        ],
    }


@pytest.mark.parametrize(
    "name", ["1", "令和7年度第2回", "R7第2回", "霧浜市地域福祉懇話会 令和7年度第2回"]
)
def test_show_json(kaigiroku, file, name):
    kaigiroku("import", file)
    shown = json.loads(kaigiroku("show", name, "--json").stdout)
    assert (shown["held_on"], shown["starts_at"], shown["ends_at"]) == (
        "2025-08-06",
        "18:30",
        "20:00",
    )
    assert (shown["venue"], shown["disclosure"], shown["observers"]) == (
        "霧浜市民会館 第1会議室",
        "公開",
        "2名",
    )
    assert shown["materials"] == [{"label": "資料1", "title": "見守りの手引き(案)"}]
    assert shown["attendance"][2] == {
        "name": "廣岡 実",
        "kind": "member",
        "title": None,
        "status": "present",
    }
    assert shown["attendance"][3] == {
        "name": "山根 進",
        "kind": "officer",
        "title": "福祉部次長",
        "status": "present",
    }
    assert shown["agenda"][2] == {"number": "2(1)", "title": "見守り活動について"}
    assert shown["blocks"][2] == {
        "agenda": "2(1)",
        "label": "参加者",
        "remarks": ["担い手が足りない。人手不足が課題である。", "若い世代に声を掛けたい。"],
    }
    assert shown["warnings"] == []


def test_minutes_that_came_in_shift_jis_are_shown_and_given_back(kaigiroku, tmp_path):
    path = tmp_path / "sjis.txt"
    path.write_bytes(MINUTES.encode("cp932"))
    kaigiroku("import", str(path))
    assert "若い世代に声を掛けたい。" in kaigiroku("show", "1").stdout
    assert kaigiroku("export", "1").stdout_bytes == MINUTES.encode("cp932")


def test_export_gives_the_file_back(kaigiroku, file, tmp_path):
    kaigiroku("import", file)
    assert kaigiroku("export", "令和7年度第2回", "--format", "text").stdout == MINUTES
    target = tmp_path / "out.txt"
    assert kaigiroku("export", "1", "-o", str(target)).exit_code == 0
    assert target.read_text() == MINUTES


@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        (("show", "令和9年度第1回"), 1, "見つかりません"),
        (("export", "99"), 1, "見つかりません"),
        (("search", "　"), 1, "探したい言葉"),
        (("import", "nowhere.txt"), 1, "nowhere.txt がありません"),
        (("search",), 2, "Missing argument"),
        (("fly",), 2, "No such command"),
    ],
)
def test_exit_codes(kaigiroku, file, words, code, sentence):
    kaigiroku("import", file)
    done = kaigiroku(*words)
    assert done.exit_code == code
    assert sentence in done.stderr
    assert "Traceback" not in done.stderr


def test_reading_without_a_database_says_where_it_looked_and_makes_none(kaigiroku, tmp_path):
    done = kaigiroku("meetings")
    assert done.exit_code == 1
    assert "kaigiroku.db がありません" in done.stderr
    assert not (tmp_path / "kaigiroku.db").exists()


def test_a_meeting_that_is_not_unique_asks_for_its_number(kaigiroku, file, tmp_path):
    kaigiroku("import", file)
    (tmp_path / "other.txt").write_text(MINUTES.replace("地域福祉懇話会", "公共交通会議"))
    kaigiroku("import", str(tmp_path / "other.txt"))
    done = kaigiroku("show", "令和7年度第2回")
    assert done.exit_code == 1
    assert "2件あります" in done.stderr
    assert kaigiroku("show", "霧浜市公共交通会議 令和7年度第2回").exit_code == 0


def test_check_backup_and_restore(kaigiroku, file, tmp_path):
    kaigiroku("import", file)
    assert kaigiroku("check").stdout == "問題はありません。\n"
    assert kaigiroku("backup", str(tmp_path / "copy.db")).exit_code == 0
    assert kaigiroku("backup", str(tmp_path / "copy.db")).exit_code == 1
    (tmp_path / "kaigiroku.db").rename(tmp_path / "lost.db")
    assert kaigiroku("restore", str(tmp_path / "copy.db")).exit_code == 0
    assert json.loads(kaigiroku("check", "--json").stdout) == {"ok": True, "problems": []}
    assert len(json.loads(kaigiroku("meetings", "--json").stdout)) == 1


def test_the_operator_sees_closed_meetings(kaigiroku, tmp_path):
    path = tmp_path / "closed.txt"
    path.write_text(CLOSED)
    kaigiroku("import", str(path))
    shown = json.loads(kaigiroku("show", "1", "--json").stdout)
    assert shown["disclosure"] == "非公開"
    assert shown["disclosure_ground"] == "霧浜市情報公開条例第7条第4号に該当するため"
