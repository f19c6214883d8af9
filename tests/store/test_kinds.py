"""What a remark is, told from who speaks and how it ends."""

import pytest

from store.kinds import kind_of, properties


@pytest.mark.parametrize(
    ("label", "body", "kind"),
    [
        # The office reports what it explains, and answers with everything else.
        ("事務局", "福祉課主査から資料1に基づき説明。", "report"),
        ("事務局", "資料2により説明を行った。", "report"),
        ("事務局", "それでは、資料１につきまして御説明させていただきます。", "report"),
        ("福祉課長", "前回の結果について報告します", "report"),
        ("事務局（鈴木主幹）", "市長から報告があった。", "report"),
        ("事務局", "次回の会議は11月に開催する。", "report"),
        ("事務局", "なお、次回は11月の予定である。", "report"),
        ("事務局", "先ほど説明したとおり、講座を秋に開く。", "answer"),
        ("事務局", "人材の育成は大きな課題であり、講座を秋に開く。", "answer"),
        ("事務局", "御要望として受け止め、検討していきたい。", "answer"),
        ("福祉部長", "広報でお知らせしてほしいとの声は多いと考える。", "answer"),
        ("市", "いかがでしょうか。", "answer"),
        # Others ask …
        ("参加者", "講座は何回開くのか。", "question"),
        ("参加者", "講座は何回開くのでしょうか", "question"),
        ("佐藤委員", "資料2の数字は昨年度のものですか？", "question"),
        ("佐藤委員", "なぜ減ったのか、教えていただきたい。", "question"),
        ("佐藤委員", "今後の予定を伺いたい。", "question"),
        ("佐藤委員", "２点質問いたします。", "question"),
        ("佐藤委員", "その点をお聞きしたい。", "question"),
        ("会長", "予算の規模はどのくらいですか。", "question"),
        # … want …
        ("参加者", "講座は夜に開いてほしい。", "request"),
        ("参加者", "夜に開いて欲しいがどうか。", "request"),
        ("佐藤委員", "会場を増やしていただきたい。", "request"),
        ("佐藤委員", "資料は一週間前に送ってもらえると助かる。", "request"),
        ("佐藤委員", "周知をお願いしたい。", "request"),
        ("佐藤委員", "早めの対応をよろしくお願いします。", "request"),
        ("佐藤委員", "窓口の改善を要望します。", "request"),
        ("佐藤委員", "計画に書くべきだ。", "request"),
        ("会長", "次の計画には入れてほしい。", "request"),
        # … or think.
        ("参加者", "担い手が足りない。人手不足が課題である。", "opinion"),
        ("参加者", "若い世代に声を掛けたい。", "opinion"),
        ("佐藤委員", "佐藤です。よろしくお願いします。", "opinion"),
        ("佐藤委員", "先日、会場を訪ねて話を伺いました。", "opinion"),
        ("佐藤委員", "不便だという声をよく聞きますので、広げるとよい。", "opinion"),
        ("佐藤委員", "確かに良い案だ。", "opinion"),
        ("座長", "御異議ありませんか。", "opinion"),
        ("議長", "ほかに質疑はありませんか。", "opinion"),
        ("委員長", "事務局から説明をお願いします。", "opinion"),
        ("副会長", "説明のほど、よろしくお願いします。", "opinion"),
        # What nobody is said to have said is reported.
        (None, "異動した職員を紹介した。", "report"),
        (None, "次回はいつか。", "report"),
    ],
)
def test_a_remark_is_of_a_kind(label: str | None, body: str, kind: str) -> None:
    assert kind_of(label, body) == kind


@pytest.mark.parametrize(
    ("label", "body", "asked_for_by"),
    [
        ("事務局", "お答えします。", ["role:secretariat", "kind:answer"]),
        ("副委員長", "それはなぜか。", ["role:vice_chair", "kind:question"]),
        ("参加者", "広げてほしい。", ["role:participant", "kind:request"]),
        (None, "配布資料の確認", ["kind:report"]),
        ("", "配布資料の確認", ["kind:report"]),
    ],
)
def test_a_search_may_ask_for_the_role_and_the_kind(
    label: str | None, body: str, asked_for_by: list[str]
) -> None:
    assert properties(label, body) == asked_for_by


def test_a_remark_of_any_length_is_told_at_once() -> None:
    for body in (
        "か" * 100_000,
        "説明" * 50_000,
        "次回は" * 30_000,
        "お願い" * 30_000,
        "意見" * 50_000,
    ):
        assert kind_of("委員長", body)
        assert kind_of("事務局", body)
