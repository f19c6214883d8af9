"""In what capacity somebody spoke, read from the printed label."""

import pytest

from store.roles import role_of


@pytest.mark.parametrize(
    "label",
    [
        "事務局",
        "○事務局",
        "事 務 局",
        "事務局（鈴木主幹）",
        "事務局長",
        "福祉課長",
        "交通政策課主幹",
        "担当課",
        "デジタル戦略推進部長",
        "交通局(江草局長)",
        "企画専門官",
        "市",
        "市側",
        "市長（山根進）",
        "教育長",
        "副市長",
        "係員Ａ",
        "福祉総務課",
        "職員ワーキンググループ",
        "説明員",
        "国務大臣",
        "鈴木（福祉課主査）",
    ],
)
def test_the_office(label):
    assert role_of(label) == "secretariat"


@pytest.mark.parametrize(
    ("label", "role"),
    [
        ("会長", "chair"),
        ("○委員長", "chair"),
        ("座長", "chair"),
        ("田中委員長", "chair"),
        ("議長（佐藤篤）", "chair"),
        ("久我会長(霧浜村村長)", "chair"),
        ("司会", "chair"),
        ("副会長", "vice_chair"),
        ("副委員長", "vice_chair"),
        ("会長職務代理者", "vice_chair"),
        ("議長代理", "vice_chair"),
        ("委員", "member"),
        ("委員１", "member"),
        ("委員Ｂ", "member"),
        ("佐藤委員", "member"),
        ("委員(警察署長)", "member"),
        ("教育委員", "member"),
        ("１２番（井上翔議員）", "member"),
        ("7番", "member"),
        ("参加者", "participant"),
        ("参加者（市民課長）", "participant"),
        ("交通事業者", "participant"),
        ("傍聴者", "participant"),
        ("オブザーバー", "participant"),
        ("町内会長", "participant"),
        ("大場教授", "participant"),
        ("佐野", "participant"),
    ],
)
def test_everybody_else(label, role):
    assert role_of(label) == role


@pytest.mark.parametrize("label", [None, ""])
def test_what_is_reported_without_a_speaker_has_no_role(label):
    assert role_of(label) is None
