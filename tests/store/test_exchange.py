"""Minutes in and out: to the letter, once, and never half."""

import pytest

from store import backup, documents, exchange, history, meetings, minutes, remarks, search
from store.errors import Refused
from store.formats import text
from store.viewers import OPERATOR
from tests.asking import asked
from tests.cast import BY, MINUTES, keep

SHAPES = (
    "s01_stacked_labels_paren_dialog",
    "s02_pipe_table_nested_bullets",
    "s03_inline_speakers_in_one_paragraph",
    "s04_numbered_header_numbered_members",
    "s05_half_bracket_speakers",
    "s06_colon_and_inconsistent_labels",
    "s07_circle_used_for_header_and_speaker",
    "s08_whole_document_on_one_line",
)


def export(store, meeting_id: int) -> bytes:
    with store.reading() as db:
        return exchange.export_text(db, meeting_id)


def write(folder, content: str | bytes, name: str = "minutes.txt"):
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def rows(store) -> list[int]:
    tables = ("meetings", "remarks", "blocks", "people", "attendance", "history", "search_entries")
    with store.reading() as db:
        return [db.conn.execute(f"select count(*) from {table}").fetchone()[0] for table in tables]


def test_the_real_minutes_are_kept_whole(store, shared):
    path = shared / "minutes" / "asahikawa_r3_1.txt"
    printed = path.read_text()
    outcome = exchange.import_file(store, path, BY)
    assert (outcome.result, outcome.warnings) == ("imported", ())
    with store.reading() as db:
        kept = minutes.read(db, outcome.meeting_id, OPERATOR)
    assert kept.meeting.council == printed.split()[0]
    assert kept.meeting.title == "令和3年度第1回"
    assert [item.number for item in kept.agenda] == ["1", "2", "2(1)", "2(2)", "3", "4"]
    assert [material.label for material in kept.materials] == ["資料1", "資料2", "資料3"]
    # Names are read from the file, never copied here: the cell up to 敬称略, cut at its commas.
    cell = printed.partition("出席者\t")[2].partition(" (敬称略)")[0]
    assert [p.name for p in kept.roll if p.kind == "member"] == cell.split(", ")
    assert len(cell.split(", ")) == 15
    officers = [(p.department, p.section, p.unit, p.post) for p in kept.roll[15:]]
    assert officers == [
        ("福祉保険部", None, None, "次長"),
        ("福祉保険部", "福祉保険課", None, "主幹"),
        ("福祉保険部", "福祉保険課", "地域福祉係", "主査"),
    ]
    spoken = [turn for turn in kept.turns if turn.label]
    assert len(spoken) == 17
    count = {
        label: sum(len(turn.remarks) for turn in spoken if turn.label == label)
        for label in ("参加者", "事務局")
    }
    assert count == {"参加者": 21, "事務局": 12}
    [report] = [turn for turn in kept.turns if not turn.label]
    assert [len(remark.body) for remark in report.remarks] == [21]
    assert export(store, outcome.meeting_id) == path.read_bytes()


def test_searching_the_real_minutes(store, shared):
    exchange.import_file(store, shared / "minutes" / "asahikawa_r3_1.txt", BY)
    with store.reading() as db:
        total = lambda *words, **more: search.find(db, asked(words=words, **more), OPERATOR).total  # noqa: E731
        assert total("人材") == 4
        assert total("人材", speakers=("参加者",)) == 3
        assert total("広岡") == 0
        assert total("絆") == 2
        assert total("の") > 20


@pytest.mark.parametrize("name", SHAPES)
def test_every_layout_comes_back_to_the_letter_from_the_rows(store, shared, name):
    path = shared / "minutes" / "shapes" / f"{name}.txt"
    outcome = exchange.import_file(store, path, BY)
    assert outcome.result == "imported"
    assert export(store, outcome.meeting_id) == path.read_bytes()
    with store.reading() as db:
        assert backup.check(db) == []


@pytest.mark.parametrize(
    "content",
    [
        MINUTES.encode(),
        MINUTES.replace("\n", "\r\n").encode(),
        b"\xef\xbb\xbf" + MINUTES.encode(),
        MINUTES.encode("cp932"),
        MINUTES.replace("～", "〜").encode("euc_jp"),
        (MINUTES + "\n\n").encode(),
    ],
    ids=["utf-8", "crlf", "bom", "shift_jis", "euc-jp", "blank lines at the end"],
)
def test_bytes_come_back_as_they_were(store, tmp_path, content):
    outcome = exchange.import_file(store, write(tmp_path, content), BY)
    assert export(store, outcome.meeting_id) == content


def test_after_one_remark_was_edited_only_its_line_differs(store, tmp_path):
    meeting_id = keep(store, tmp_path, MINUTES)
    with store.writing() as db:
        remarks.edit(db, 4, "若い世代と、転入した人に声を掛けたい。", 1, BY)
    expected = MINUTES.replace("若い世代に声", "若い世代と、転入した人に声")
    assert expected != MINUTES
    assert export(store, meeting_id).decode() == expected


@pytest.mark.parametrize(
    ("change", "printed", "expected"),
    [
        (
            "venue = '霧浜市役所 大会議室'",
            "場所\t霧浜市民会館 第1会議室",
            "場所\t霧浜市役所 大会議室",
        ),
        (
            "held_on = '2025-08-07'",
            "日時\t令和7年8月6日（水） 18:30～20:00",
            "日時\t令和7年8月7日（木） 18:30～20:00",
        ),
        ("ends_at = '20:15'", "18:30～20:00", "18:30～20:15"),
        ("observers = 'なし', observer_count = 0", "傍聴者\t2名", "傍聴者\tなし"),
    ],
)
def test_a_changed_value_changes_its_own_line_and_no_other(
    store, tmp_path, change, printed, expected
):
    meeting_id = keep(store, tmp_path, MINUTES)
    with store.writing() as db:
        db.conn.execute(f"update meetings set {change}")
    assert printed in MINUTES
    assert export(store, meeting_id).decode() == MINUTES.replace(printed, expected)


def test_the_same_file_again_changes_nothing(store, tmp_path):
    path = write(tmp_path, MINUTES)
    exchange.import_file(store, path, BY)
    before = rows(store)
    again = exchange.import_file(store, path, BY)
    assert (again.result, again.differences) == ("unchanged", ())
    assert rows(store) == before


def test_an_edited_file_shows_what_differs_and_waits_for_a_choice(store, tmp_path):
    exchange.import_file(store, write(tmp_path, MINUTES), BY)
    before = rows(store)
    path = write(tmp_path, MINUTES.replace("講座を秋に開く", "講座を冬に開く"))
    outcome = exchange.import_file(store, path, BY)
    assert outcome.result == "differs"
    assert "-- ・人材の育成は大きな課題であり、講座を秋に開く。" in outcome.differences
    assert "+- ・人材の育成は大きな課題であり、講座を冬に開く。" in outcome.differences
    assert exchange.import_file(store, path, BY, choice="skip").result == "differs"
    assert rows(store) == before


def test_replacing_keeps_the_ids_of_remarks_that_are_still_there(store, tmp_path):
    meeting_id = keep(store, tmp_path, MINUTES)
    edited = (
        MINUTES.replace("- ・若い世代に声を掛けたい。\n", "")
        .replace("講座を秋に開く", "講座を冬に開く")
        .replace(
            "- ・次回は11月に開催する。", "- ・次回は11月に開催する。\n- ・資料は1週間前に送る。"
        )
    )
    with store.reading() as db:
        before = dict(db.conn.execute("select body, id from remarks"))
    outcome = exchange.import_file(store, write(tmp_path, edited), BY, choice="replace")
    assert (outcome.result, outcome.meeting_id) == ("replaced", meeting_id)
    assert export(store, meeting_id).decode() == edited
    with store.reading() as db:
        after = dict(db.conn.execute("select body, id from remarks where withdrawn_at is null"))
        [gone] = db.conn.execute(
            "select body from remarks where withdrawn_at is not null"
        ).fetchall()
        assert gone == ("若い世代に声を掛けたい。",)
        assert (
            after["講座は夜に開いてほしい。人材バンクも考えられる。"]
            == before["講座は夜に開いてほしい。人材バンクも考えられる。"]
        )
        edited_id = before["人材の育成は大きな課題であり、講座を秋に開く。"]
        assert after["人材の育成は大きな課題であり、講座を冬に開く。"] == edited_id
        assert [row["deed"] for row in history.of(db, "remarks", edited_id)] == ["added", "edited"]
        assert search.find(db, asked(words=("若い世代",)), OPERATOR).total == 0
        assert search.find(db, asked(words=("1週間前",)), OPERATOR).total == 1
        assert backup.check(db) == []


def test_a_remark_put_in_before_one_that_was_reworded(store, tmp_path):
    meeting_id = keep(store, tmp_path, MINUTES)
    edited = MINUTES.replace("- ・配布資料の確認", "- ・委員の紹介\n- ・配布資料の確認").replace(
        "若い世代に声を掛けたい。", "若い世代にも声を掛けたい。"
    )
    exchange.import_file(store, write(tmp_path, edited), BY, choice="replace")
    assert export(store, meeting_id).decode() == edited
    with store.reading() as db:
        assert backup.check(db) == []


def test_replacing_back_and_forth_ends_where_it_began(store, tmp_path):
    meeting_id = keep(store, tmp_path, MINUTES)
    other = MINUTES.replace("(参加者)", "(委員)").replace("2 議題", "2 議事")
    for text_ in (other, MINUTES, other, MINUTES):
        exchange.import_file(store, write(tmp_path, text_), BY, choice="replace")
        assert export(store, meeting_id).decode() == text_
    with store.reading() as db:
        assert backup.check(db) == []


def test_a_dry_run_stores_nothing(store, tmp_path):
    before = rows(store)
    outcome = exchange.import_file(store, write(tmp_path, MINUTES), BY, dry_run=True)
    assert (outcome.result, outcome.meeting_id, outcome.remarks) == ("imported", None, 7)
    assert rows(store) == before


@pytest.mark.parametrize(
    ("content", "sentence", "line"),
    [
        (b"", "空です", None),
        (b"\x00\x01\x02" * 100, "文字のファイルではありません", None),
        ("\ufeff".encode(), "空です", None),
        ("きょうは天気がよい。\nあすは雨。\n", "会議録の形をしていません", None),
        (MINUTES.replace("8月6日（水）", "8月32日（水）"), "8月32日", 3),
        (MINUTES.replace("8月6日（水）", "8月6日（木）"), "水曜日", 3),
        (MINUTES.replace("18:30～20:00", "20:00～18:30"), "終", 3),
        (MINUTES + "\n\n" + MINUTES.replace("第2回", "第3回"), "2つ目は42行目", 42),
    ],
    ids=[
        "empty",
        "binary",
        "only a bom",
        "prose",
        "no such day",
        "weekday",
        "end before start",
        "two meetings",
    ],
)
def test_a_file_that_is_wrong_is_refused_with_its_line_and_stores_nothing(
    store, tmp_path, content, sentence, line
):
    before = rows(store)
    with pytest.raises(Refused, match=sentence) as refusal:
        exchange.import_file(store, write(tmp_path, content), BY)
    assert getattr(refusal.value, "line", None) == line
    assert rows(store) == before


def test_a_file_of_fifty_megabytes_is_refused_quickly(store, tmp_path):
    path = tmp_path / "big.txt"
    with path.open("wb") as file:
        file.truncate(50 * 1024 * 1024)
    with pytest.raises(Refused, match="大きすぎます"):
        exchange.import_file(store, path, BY)


def test_a_file_that_is_not_there_is_named(store, tmp_path):
    with pytest.raises(Refused, match=r"nowhere\.txt がありません"):
        exchange.import_file(store, tmp_path / "nowhere.txt", BY)


def test_a_council_can_be_named_where_the_file_names_none(store, tmp_path):
    nameless = MINUTES.replace("霧浜市地域福祉懇話会 会議録（令和7年度第2回）\n\n", "")
    outcome = exchange.import_file(
        store, write(tmp_path, nameless), BY, council="霧浜市地域福祉懇話会"
    )
    with store.reading() as db:
        meeting = meetings.get(db, outcome.meeting_id, OPERATOR)
        assert meeting.name == "霧浜市地域福祉懇話会 令和7年8月6日の会議"
    assert export(store, outcome.meeting_id).decode() == nameless


def test_a_person_is_known_again_in_the_same_council_but_not_under_another_form(store, tmp_path):
    keep(store, tmp_path, MINUTES)
    keep(store, tmp_path, MINUTES.replace("第2回", "第3回").replace("廣岡", "広岡"))
    with store.reading() as db:
        names = [row[0] for row in db.conn.execute("select name from people order by id")]
    assert names == ["浅野 和子", "井上 翔", "廣岡 実", "山根 進", "鈴木 学", "広岡 実"]


def test_a_document_without_layout_is_printed_in_the_house_form(store, tmp_path):
    meeting_id = keep(store, tmp_path, MINUTES)
    with store.writing() as db:
        for table in ("agenda_items", "blocks"):
            db.conn.execute(f"update {table} set printed = null, lead = null, tail = null")
        db.conn.execute("update remarks set lead = null, indent = null, tail = null")
        db.conn.execute("delete from header_fields")
    with store.reading() as db:
        assert text.render(documents.read(db, meeting_id)).strip() == MINUTES.replace(
            "福祉課主査から資料1に基づき説明。", "- ・福祉課主査から資料1に基づき説明。"
        )
