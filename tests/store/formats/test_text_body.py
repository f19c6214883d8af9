import pytest

from store.formats import text
from store.formats.document import Block
from store.formats.text.speakers import label_of
from tests.store.formats.outline import said


def body(*lines: str) -> list[tuple[str | None, ...]]:
    printed = "\n".join(
        ["みどり市緑化懇話会 会議録", "日時 令和5年5月10日", "会議内容", *lines, ""]
    )
    document = text.read(printed)
    assert text.render(document) == printed
    return said(document)


@pytest.mark.parametrize(
    ("lines", "label"),
    [
        (["(会長)", "はい。"], "会長"),
        (["（Ａ委員）", "はい。"], "Ａ委員"),
        (["(委員1) はい。"], "委員1"),
        (["○会長　はい。"], "会長"),
        (["◯佐藤委員　　はい。"], "佐藤委員"),
        (["〇会長", "はい。"], "会長"),
        (["◎緑化課長　はい。"], "緑化課長"),
        (["●佐藤委員　はい。"], "佐藤委員"),
        (["○議長（佐藤一郎君）　はい。"], "議長（佐藤一郎君）"),
        (["○（佐藤一郎議長）　はい。"], "佐藤一郎議長"),
        (["○12番（佐藤一郎議員）　はい。"], "12番（佐藤一郎議員）"),
        (["○六十七番（佐藤一郎君）　はい。"], "六十七番（佐藤一郎君）"),
        (["○事務局(佐藤)　はい。"], "事務局(佐藤)"),
        (["○佐藤（さとう）座長：はい。"], "佐藤（さとう）座長"),
        (["【佐藤委員】　はい。"], "佐藤委員"),
        (["【佐藤(翔)会長】", "はい。"], "佐藤(翔)会長"),
        (["‹座長>", "はい。"], "座長"),
        (["事務局)", "はい。"], "事務局"),
        (["委　員：はい。"], "委員"),
        (["会長: はい。"], "会長"),
        (["佐藤部会長", "はい。"], "佐藤部会長"),
        (["交通局長(佐藤)", "はい。"], "交通局長(佐藤)"),
        (["(職員ワーキンググループ)", "はい。"], "職員ワーキンググループ"),
    ],
)
def test_a_speaker_is_known_by_many_marks(lines: list[str], label: str) -> None:
    assert body(*lines) == [(f"{label}:", "はい。")]


@pytest.mark.parametrize(
    "line",
    [
        "(仮称)緑の条例について伺う。",
        "○議事日程のとおり進めます。",
        "資料2)について伺う。",
        "理由：予算がないから。",
        "1,200円では足りない。",
        "令和5年5月の会議で述べた。",
        "(1)については賛成です。",
    ],
)
def test_what_only_looks_like_a_label_is_said(line: str) -> None:
    assert body("(会長)", line) == [("会長:", line)]


@pytest.mark.parametrize(
    "action",
    [
        "<資料1に基づき説明>", "【異議なし】", "-資料の確認-", "―事務局挨拶―", "◇ 午後1時 開会 ◇", "（賛　成　者　起　立）",
        "〔「異議なし」と呼ぶ者あり〕", "[資料を説明]", "午後３時休憩", "（拍手）",
    ],
)  # fmt: skip
def test_an_action_among_remarks_is_no_remark(action: str) -> None:
    assert body("(会長)", "お諮りします。", action, "決定します。") == [
        ("会長:", "お諮りします。"),
        ("action", action, "決定します。"),
    ]


def test_an_action_alone_under_a_label_is_that_speakers_remark() -> None:
    assert body("(事務局)", "<資料1に基づき説明>", "(会長)", "はい。") == [
        ("事務局:", "<資料1に基づき説明>"),
        ("会長:", "はい。"),
    ]


def test_every_bullet_is_a_remark_and_a_paragraph_is_one() -> None:
    assert body(
        "(会長)", "- ・一つ目。", "・二つ目。", "  - 三つ目。", "", "長い話の一行目。", "　二行目。"
    ) == [("会長:", "一つ目。", "二つ目。", "三つ目。", "長い話の一行目。\n二行目。")]


def test_neighbouring_blocks_with_one_label_stay_two() -> None:
    assert body("(参加者)", "はい。", "(参加者)", "いいえ。") == [
        ("参加者:", "はい。"),
        ("参加者:", "いいえ。"),
    ]


def test_what_is_reported_without_a_speaker_has_a_block_without_a_label() -> None:
    assert body("1 開会", "- ・会長挨拶", "2 閉会") == [
        ("# 1", "開会"),
        (None, "会長挨拶"),
        ("# 2", "閉会"),
    ]


@pytest.mark.parametrize(
    ("lines", "heading"),
    [
        (["1 開会"], ("# 1", "開会")),
        (["１．開　会"], ("# １", "開会")),
        (["1、開会"], ("# 1", "開会")),
        (["一　開会"], ("# 一", "開会")),
        (["第１　開会"], ("# 第１", "開会")),
        (["日程第１　開会"], ("# 日程第１", "開会")),
        (["次第1 開会"], ("# 次第1", "開会")),
        (["〔1 開会〕"], ("# 1", "開会")),
        (["△開会"], ("#", "開会")),
        (["開　会"], ("#", "開会")),
        (["(1)緑の計画について"], ("## (1)", "緑の計画について")),
        (["- (1) 緑の計画について"], ("## (1)", "緑の計画について")),
        (["⑴緑の計画について"], ("## ⑴", "緑の計画について")),
        (["緑の計画について"], ("#", "緑の計画について")),
    ],
)
def test_a_heading_is_known_by_many_numbers(lines: list[str], heading: tuple[str, str]) -> None:
    assert body(*lines, "(会長)", "はい。") == [heading, ("会長:", "はい。")]


def test_a_list_inside_a_remark_is_no_agenda() -> None:
    lines = ["1 開会", "(会長)", "次の三つです。", "3 予算", "5 人員"]
    assert body(*lines) == [("# 1", "開会"), ("会長:", "次の三つです。\n3 予算\n5 人員")]


def test_page_numbers_are_no_words_of_anyone() -> None:
    assert body("(会長)", "始めます。", "－9 －", "続けます。", "6", "終わります。") == [
        ("会長:", "始めます。"),
        ("text", "－9 －", "続けます。"),
        ("text", "6", "終わります。"),
    ]


def test_speakers_inside_one_paragraph_are_parted() -> None:
    assert body("1.議題 (事務局)説明した。 (委員)よい。 私は賛成。 (委員)私も。") == [
        ("# 1", "議題"),
        ("事務局:", "説明した。"),
        ("委員:", "よい。 私は賛成。"),
        ("委員:", "私も。"),
    ]


@pytest.mark.parametrize("line", ["○事務局　始めます。", "事務局：始めます。", "○委員\n始めます。"])
def test_a_speaker_right_below_the_header_is_no_field(line: str) -> None:
    document = text.read(f"みどり市緑化懇話会 会議録\n日時 令和5年5月10日\n{line}\n")
    label = "委員" if "委員" in line else "事務局"
    assert said(document) == [(f"{label}:", "始めます。")]
    assert document.roll == ()


def test_a_member_is_known_by_the_roll() -> None:
    document = text.read(
        "みどり市緑化懇話会 会議録\n日時 令和5年5月10日\n出席委員 佐藤一郎、鈴木花子\n\n1 議題\n"
        "佐藤：はい。\n理由：なし。\n鈴木花子：いいえ。\n"
    )
    labels = [one.label for one in document.elements if isinstance(one, Block)]
    assert labels == ["佐藤", "鈴木花子"]


@pytest.mark.parametrize(
    ("printed", "label"),
    [
        ("委　員：", "委員"),
        ("○議長（梶　泰久）", "議長（梶　泰久）"),
        ("田辺会長)", "田辺会長"),
        ("‹座長>", "座長"),
    ],
)
def test_a_label_is_bare(printed: str, label: str) -> None:
    assert label_of(printed) == label
