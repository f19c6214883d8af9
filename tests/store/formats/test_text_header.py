from datetime import date, time

import pytest

from store.formats import text
from store.formats.document import Document, Field, Material
from tests.store.formats.outline import fields, people


def header(*lines: str) -> Document:
    return text.read(
        "\n".join(["みどり市緑化懇話会 会議録", *lines, "", "1 開会", "(会長)", "始めます。", ""])
    )


@pytest.mark.parametrize(
    ("line", "council", "title", "number"),
    [
        ("みどり市緑化懇話会 会議録（令和5年度第2回）", "みどり市緑化懇話会", "令和5年度第2回", 2),
        (
            "令和５年度　第２回　みどり市緑化懇話会　会議録",
            "みどり市緑化懇話会",
            "令和５年度第２回",
            2,
        ),
        (
            "令和五年度第二回みどり市緑化懇話会議事録（要旨）",
            "みどり市緑化懇話会",
            "令和五年度第二回",
            2,
        ),
        ("第12回みどり市緑化懇話会議事要旨", "みどり市緑化懇話会", "第12回", 12),
        ("みどり市庁内連携会議録（第2回）", "みどり市庁内連携会議", "第2回", 2),
        ("みどり市連携会議会議録", "みどり市連携会議", None, None),
        ("令和5年度みどり市緑化懇話会会議録", "みどり市緑化懇話会", None, None),
        ("(仮称)みどり市条例検討委員会 会議録 第3回", "(仮称)みどり市条例検討委員会", "第3回", 3),
    ],
)
def test_the_title_is_divided(
    line: str, council: str, title: str | None, number: int | None
) -> None:
    document = text.read(f"{line}\n日時 令和5年5月10日\n")
    assert (document.council, document.title, document.number) == (council, title, number)
    assert document.fiscal_year == 2023


@pytest.mark.parametrize(
    ("printed", "starts_at", "ends_at"),
    [
        ("10:00～11:30", time(10), time(11, 30)),
        ("１０：００〜１１：３０", time(10), time(11, 30)),
        ("18時半", time(18, 30), None),
        ("午後6時～8時5分", time(18), time(20, 5)),
        ("午前10時から正午まで", time(10), time(12)),
        ("午前10時－3時", time(10), time(15)),
        ("午後零時三十八分開会", time(12, 38), None),
        ("午前9時30分 − 午後0時15分", time(9, 30), time(12, 15)),
        ("", None, None),
        ("2時間の予定", None, None),
    ],
)
def test_times_are_read_in_all_their_forms(
    printed: str, starts_at: time | None, ends_at: time | None
) -> None:
    document = header(f"日時 令和5年5月10日（水） {printed}")
    assert document.held_on == date(2023, 5, 10)
    assert (document.starts_at, document.ends_at) == (starts_at, ends_at)


@pytest.mark.parametrize(
    "lines",
    [
        ["日時\t令和5年5月10日（水）", "場所\t市役所 2階"],
        ["日　時：令和5年5月10日", "場　所：市役所 2階"],
        ["1 日時 令和5年5月10日", "2 場所 市役所 2階"],
        ["(1) 日時 令和5年5月10日", "(2) 場所 市役所 2階"],
        ["１．開催日時　令和5年5月10日", "２．開催場所　市役所 2階"],
        ["○日時 令和5年5月10日", "○場所 市役所 2階"],
        ["日時 | 令和5年5月10日 |", "場所 | 市役所 2階 |"],
        ["日時", "", "令和5年5月10日", "", "場所", "", "市役所 2階"],
        ["日", "時", "", "令和5年5月10日", "場", "所", "", "市役所 2階"],
        ["開催日：2023-05-10", "会場：市役所 2階"],
    ],
)
def test_labels_are_found_however_they_are_printed(lines: list[str]) -> None:
    document = header(*lines)
    assert (document.held_on, document.venue) == (date(2023, 5, 10), "市役所 2階")


@pytest.mark.parametrize(
    ("printed", "roll"),
    [
        (
            "佐藤 一郎, 齋藤 花子 (敬称略) 緑政部緑化課主査 田中 次郎",
            [
                ("member", "佐藤 一郎", None, "present"),
                ("member", "齋藤 花子", None, "present"),
                ("officer", "田中 次郎", "緑政部緑化課主査", "present"),
            ],
        ),
        (
            "委員長 佐藤一郎、委員 齋藤花子",
            [
                ("member", "佐藤一郎", "委員長", "present"),
                ("member", "齋藤花子", None, "present"),
            ],
        ),
        (
            "佐藤会長、齋藤副会長、田中委員（五十音順）",
            [
                ("member", "佐藤", "会長", "present"),
                ("member", "齋藤", "副会長", "present"),
                ("member", "田中", None, "present"),
            ],
        ),
        (
            "佐藤 一郎, 田中 次郎 (敬称略) 欠席者 鈴木 三郎",
            [
                ("member", "佐藤 一郎", None, "present"),
                ("member", "田中 次郎", None, "present"),
                ("member", "鈴木 三郎", None, "absent"),
            ],
        ),
        ("なし", []),
        ("委員12名", []),
    ],
)
def test_people_are_read_from_one_cell(
    printed: str, roll: list[tuple[str, str, str | None, str]]
) -> None:
    assert people(header(f"出席者\t{printed}")) == roll


def test_people_are_read_from_fields_of_their_own() -> None:
    document = header(
        "出席委員：佐藤一郎、齋藤花子",
        "欠席委員：鈴木三郎",
        "事務局：緑政部長 田中次郎、緑化課 高橋",
    )
    assert people(document)[:4] == [
        ("member", "佐藤一郎", None, "present"),
        ("member", "齋藤花子", None, "present"),
        ("member", "鈴木三郎", None, "absent"),
        ("officer", "田中次郎", "緑政部長", "present"),
    ]


@pytest.mark.parametrize(
    ("title", "department", "section", "unit", "post"),
    [
        ("緑政部次長", "緑政部", None, None, "次長"),
        ("緑政部緑化課主幹", "緑政部", "緑化課", None, "主幹"),
        ("緑政部緑化課公園係主査", "緑政部", "緑化課", "公園係", "主査"),
        ("緑政部長", "緑政部", None, None, "部長"),
        ("緑政部緑化課長", "緑政部", "緑化課", None, "課長"),
        ("課長補佐", None, None, None, "課長補佐"),
    ],
)
def test_an_officers_title_is_divided(
    title: str, department: str | None, section: str | None, unit: str | None, post: str
) -> None:
    [officer] = header(f"事務局職員：{title} 田中 次郎").roll
    assert (officer.name, officer.title) == ("田中 次郎", title)
    assert (officer.department, officer.section, officer.unit, officer.post) == (
        department, section, unit, post,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("printed", "disclosure", "ground"),
    [
        ("公開", "open", None),
        ("公　開", "open", None),
        ("非公開", "closed", None),
        (
            "一部非公開（条例第7条第4号に該当するため）",
            "partly_closed",
            "条例第7条第4号に該当するため",
        ),
        ("一部公開", "partly_closed", None),
        ("公開・非公開", "not_checked", None),
    ],
)
def test_whether_it_was_open(printed: str, disclosure: str, ground: str | None) -> None:
    document = header(f"会議の公開・非公開\t{printed}")
    assert (document.disclosure, document.disclosure_ground) == (disclosure, ground)


@pytest.mark.parametrize(
    ("printed", "count"),
    [("なし", 0), ("0名", 0), ("２名（うち報道機関１名）", 2), ("十二人", 12), ("多数", None)],
)
def test_observers_are_counted_as_far_as_they_are_counted(printed: str, count: int | None) -> None:
    document = header(f"傍聴者\t{printed}")
    assert (document.observers, document.observer_count) == (printed, count)


def test_materials_are_divided_at_their_labels_only() -> None:
    document = header(
        "会議資料\t次第 資料1 緑の計画(令和4年度 資料 抜粋) 資料2-1 予算 参考資料1 地図"
    )
    assert document.materials == (
        Material(label=None, title="次第"),
        Material(label="資料1", title="緑の計画(令和4年度 資料 抜粋)"),
        Material(label="資料2-1", title="予算"),
        Material(label="参考資料1", title="地図"),
    )


def test_what_is_not_understood_stays_as_text_with_a_notice() -> None:
    document = header("日時 令和5年5月10日", "なぞの一行")
    assert [(one.line, one.sentence) for one in document.notices] == [
        (3, "何の項目か読み取れませんでした。文章のまま残します。")
    ]


def test_a_field_that_contradicts_an_earlier_one_is_kept_as_printed() -> None:
    printed = "みどり市緑化懇話会 会議録\n場所 市役所\n場所 公民館\n"
    document = text.read(printed)
    assert document.venue == "市役所"
    kinds = [one.kind for one in document.elements if isinstance(one, Field)]
    assert kinds == ["title", "venue", "other"]
    assert "「公民館」は前に書かれた内容と合いません。前のほうを使います。" in [
        one.sentence for one in document.notices
    ]
    assert text.render(document) == printed


def test_the_list_of_items_in_a_header_is_a_field() -> None:
    document = text.read(
        "みどり市緑化懇話会 会議録\n次第\n1 開会\n2 議題\n3 閉会\n\n1 開会\n(会長)\n始めます。\n"
    )
    assert fields(document)["次第"] == "1 開会\n2 議題\n3 閉会"
