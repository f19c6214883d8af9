"""The eight layouts seen on cities' pages: what is read from each is written out by hand."""

from collections.abc import Callable
from datetime import date, time

import pytest

from store.formats import text
from store.formats.document import Document, Material
from tests.store.formats.outline import people, said

Read = Callable[[str], Document]

S01 = "shapes/s01_stacked_labels_paren_dialog.txt"
S02 = "shapes/s02_pipe_table_nested_bullets.txt"
S03 = "shapes/s03_inline_speakers_in_one_paragraph.txt"
S04 = "shapes/s04_numbered_header_numbered_members.txt"
S05 = "shapes/s05_half_bracket_speakers.txt"
S06 = "shapes/s06_colon_and_inconsistent_labels.txt"
S07 = "shapes/s07_circle_used_for_header_and_speaker.txt"
S08 = "shapes/s08_whole_document_on_one_line.txt"
SHAPES = [S01, S02, S03, S04, S05, S06, S07, S08]


@pytest.fixture
def read(given: Callable[[str], str]) -> Read:
    return lambda name: text.read(given(name))


@pytest.mark.parametrize("name", SHAPES)
def test_every_shape_is_written_back_to_the_letter(name: str, given: Callable[[str], str]) -> None:
    assert text.render(text.read(given(name))) == given(name)


@pytest.mark.parametrize(
    ("name", "council", "title", "fiscal_year", "number"),
    [
        (S01, "霧浜市庁舎整備懇話会", "第3回", 2023, 3),
        (S02, "霧浜市総合計画市民会議 第2分科会", "第4回", 2014, 4),
        (S03, "霧浜市人権懇話会", "令和2年度第3回", 2020, 3),
        (S04, None, None, 2013, None),
        (S05, "霧浜市景観懇話会", "令和5年度第1回", 2023, 1),
        (S06, None, None, None, None),
        (S07, "霧浜市総合教育会議", "令和4年度第1回", 2022, 1),
        (S08, "霧浜市子ども懇話会", "令和6年度第5回", 2024, 5),
    ],
)
def test_what_the_meeting_is_called(
    read: Read,
    name: str,
    council: str | None,
    title: str | None,
    fiscal_year: int | None,
    number: int | None,
) -> None:
    document = read(name)
    assert (document.council, document.title) == (council, title)
    assert (document.fiscal_year, document.number) == (fiscal_year, number)


@pytest.mark.parametrize(
    ("name", "held_on", "starts_at", "ends_at", "venue"),
    [
        (S01, date(2023, 7, 18), time(18, 15), time(19, 50), "霧浜勤労会館 2階 中会議室"),
        (S02, date(2014, 10, 7), time(18, 0), time(20, 5), "霧浜駅前ビル 7階"),
        (S03, date(2021, 2, 9), time(18, 0), time(19, 20), "霧浜市防災センター(オンライン有り)"),
        (S04, date(2013, 9, 3), time(17, 30), time(18, 45), "霧浜公民館2階 第3会議室"),
        (S05, date(2023, 6, 20), time(14, 0), time(15, 10), "霧浜市役所 1階 会議室1"),
        (S06, None, time(10, 0), None, None),
        (S07, date(2022, 11, 8), time(13, 0), time(14, 10), "霧浜市役所本館4階会議室"),
        (S08, date(2024, 12, 3), time(18, 0), time(19, 12), "霧浜会館2階201研修室"),
    ],
)
def test_when_and_where_it_was(
    read: Read,
    name: str,
    held_on: date | None,
    starts_at: time | None,
    ends_at: time | None,
    venue: str | None,
) -> None:
    document = read(name)
    assert document.held_on == held_on
    assert (document.starts_at, document.ends_at) == (starts_at, ends_at)
    assert document.venue == venue


@pytest.mark.parametrize(
    ("name", "disclosure", "observers", "count"),
    [
        (S01, "open", "2名(うち報道機関1名)", 2),
        (S02, "open", "0名", 0),
        (S03, "not_checked", "2名", 2),
        (S04, "not_checked", None, None),
        (S05, "open", "0人", 0),
        (S06, "not_checked", None, None),
        (S07, "not_checked", "4名", 4),
        (S08, "not_checked", "1人", 1),
    ],
)
def test_who_could_listen(
    read: Read, name: str, disclosure: str, observers: str | None, count: int | None
) -> None:
    document = read(name)
    assert document.disclosure == disclosure
    assert (document.observers, document.observer_count) == (observers, count)


@pytest.mark.parametrize(
    ("name", "roll"),
    [
        (
            S01,
            [
                ("member", "朝倉", None, "present"),
                ("member", "井沢", None, "present"),
                ("member", "宇田", None, "present"),
                ("member", "江森", None, "present"),
                ("officer", "大沼", "部長", "present"),
                ("officer", "柿崎", "課長", "present"),
                ("member", "小田", None, "absent"),
            ],
        ),
        (
            S02,
            [
                ("member", "青木", None, "present"),
                ("member", "泉田", None, "present"),
                ("member", "太田", None, "present"),
                ("member", "吉井", None, "absent"),
            ],
        ),
        (S03, [("member", "東 太一", None, "present"), ("member", "若林 花", None, "present")]),
        (
            S04,
            [
                ("member", "長井 一郎", "委員長", "present"),
                ("member", "丸岡 二子", "副委員長", "present"),
                ("member", "田村三枝", None, "present"),
                ("member", "山城四郎", None, "present"),
                ("member", "杉田五郎", None, "present"),
                ("officer", "加納", "館長", "present"),
                ("officer", "星", "副主幹", "present"),
            ],
        ),
        (
            S05,
            [
                ("member", "佐野一", None, "present"),
                ("member", "高木二", None, "present"),
                ("member", "田辺三", None, "present"),
                ("officer", "川端四", "部長", "present"),
                ("officer", "山根五", "課長", "present"),
            ],
        ),
        (S06, []),
        (
            S07,
            [
                ("member", "吉野一郎", "市長", "present"),
                ("member", "三宅二郎", "教育長", "present"),
                ("member", "曽我三子", "教育委員", "present"),
            ],
        ),
        (S08, []),
    ],
)
def test_who_was_there(read: Read, name: str, roll: list[tuple[str, str, str | None, str]]) -> None:
    assert people(read(name)) == roll


def test_an_officers_department_is_named_above_the_list(read: Read) -> None:
    officers = [one for one in read(S01).roll if one.kind == "officer"]
    assert [(one.department, one.post) for one in officers] == [
        ("総務部", "部長"),
        ("総務部", "課長"),
    ]


def test_papers_have_titles_without_their_file_format(read: Read) -> None:
    assert read(S01).materials == (
        Material(label=None, title="次第"),
        Material(label="資料1", title="先月の記録"),
    )


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        (
            S01,
            [
                ("#", "開会"),
                ("#", "会議録の確認"),
                ("会長:", "先月の分に直すところはあるか。まず説明を聞く。"),
                ("事務局:", "<資料1に基づき説明>"),
                ("会長:", "気づいた点があれば伺う。"),
                ("委員:", "窓口の位置は図面に入るのか。"),
                ("事務局:", "次回の図面に入れる。"),
            ],
        ),
        (
            S02,
            [
                ("# 1", "座長あいさつ"),
                (None, "本日の進め方", "まとめ方の相談", "書記が下書きを回覧する。"),
                ("委員:", "バス停に屋根がほしい。", "冬は特に必要である。"),
                ("職員ワーキンググループ:", "屋根は年に2か所ずつ付けている。"),
            ],
        ),
        (
            S03,
            [
                ("# 1", "開会"),
                ("action", "-出欠、配布資料についての確認-"),
                ("# 2", "議題"),
                ("## (1)", "意識調査について"),
                ("action", "-資料1を基に事務局より説明-"),
                ("事務局:", "問いは20問ある。数はこれでよいか。"),
                ("委員:", "よいと思う。年齢を聞く欄は最後に回してほしい。"),
                ("委員:", "私も同じ意見である。"),
                ("事務局:", "順番を見直す。"),
            ],
        ),
        (
            S04,
            [
                ("委員長:", "それでは始めます。"),
                ("事務局:", "夜間の開館を週2日に増やす案です。"),
                ("委員1:", "増やすのは何曜日ですか。"),
                ("委員2:", "火曜と金曜がよいと思います。"),
                ("委員1:", "私もそう思います。"),
            ],
        ),
        (
            S05,
            [
                ("text", "別紙のとおり"),
                ("事務局:", "全員そろっているので始める。"),
                ("action", "【配布資料等に基づき事務局が説明】"),
                ("佐野:", "まとめ役は田辺さんがよいと思う。"),
                ("高木:", "賛成する。"),
                ("action", "【異議なし】"),
                ("田辺会長:", "ただいまから、議事に入ります。\n次第のとおり進めます。"),
            ],
        ),
        (
            S06,
            [
                ("# 1", "開会"),
                ("action", "―事務局挨拶―"),
                ("久我会長(霧浜村村長):", "バスは3路線ある。今年度は計画を作る。"),
                ("事務局:", "次は座長の話を聞く。"),
                ("座長:", "乗る人を増やす工夫を話し合いたい。"),
                ("# 2", "議事"),
                ("## (1)", "議案"),
                ("事務局:", "ここからは会長が進める。"),
                ("江原部会長:", "人口は何人減るのでしょうか。"),
                ("大場教授:", "5年間で約2万人です。"),
                ("委員:", "路線は残るのか。"),
                ("事務局:", "検討中である。"),
            ],
        ),
        (
            S07,
            [
                ("action", "◇ 午後1時 開会 ◇"),
                ("大垣教育部長:", "時間になりました。"),
                ("吉野市長:", "よろしくお願いします。"),
                ("三宅(みやけ)教育長:", "資料の2ページをご覧ください。"),
            ],
        ),
        (
            S08,
            [
                ("#", "開会"),
                (None, "会長 挨拶"),
                ("会長:", "では、次第の1番です。事務局より説明をお願いします。"),
                ("# 次第1", "計画(案)について"),
                (None, "事務局より説明 計画(案)(資料1)"),
                ("委員11:", "遊び場の数は去年と同じですか。  もう一つ、雨の日はどうしますか。"),
                ("事務局(Q):", "一つ増えました。雨の日は会館を開けます。"),
                ("会長:", "ほかにありますか。"),
            ],
        ),
    ],
)
def test_what_was_said(read: Read, name: str, lines: list[tuple[str | None, ...]]) -> None:
    assert said(read(name)) == lines


@pytest.mark.parametrize(
    ("name", "notices"),
    [
        (S01, []),
        (S05, [(6, "何の項目か読み取れませんでした。文章のまま残します。")]),
        (
            S06,
            [
                (
                    1,
                    "題名・日時・出席者の欄がありません。会議名と開催日は取り込んだ後で入れてください。",
                )
            ],
        ),
        (S08, [(1, "出席者に氏名がなく、人数だけが書かれています。")]),
    ],
)
def test_what_its_reader_should_look_at(
    read: Read, name: str, notices: list[tuple[int, str]]
) -> None:
    assert [(one.line, one.sentence) for one in read(name).notices] == notices
