"""What people type, as the tree that is meant; and back again, for any text and any tree."""

import re
import time
import unicodedata
from datetime import date
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from handlers.errors import UserError
from handlers.parse import filters, query
from handlers.parse.query import QueryError
from store import text
from store.queries import And, Expression, Filters, Near, Not, Or, Phrase, Query, Word, spellings

TODAY = date(2026, 11, 23)  # 令和8年度

W, P = Word, Phrase
A, B, C, D = W("人材"), W("育成"), W("担い手"), W("予算")


def exact(word: str) -> Word:
    return Word(word, is_exact=True)


def both(*parts: Expression) -> And:
    return And(parts)


def either(*parts: Expression) -> Or:
    return Or(parts)


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        # Words.
        ("人材", A),
        ("  人材　", A),
        ("人材 育成", both(A, B)),
        ("人材　育成", both(A, B)),
        ("人材\n育成\t担い手", both(A, B, C)),
        ("人材 AND 育成", both(A, B)),
        ("人材 かつ 育成", both(A, B)),
        ("人材 ＡＮＤ 育成", both(A, B)),
        ("人材 人材", A),
        ("人材 \u200b", A),
        # Any of them.
        ("人材 OR 担い手", either(A, C)),
        ("人材 or 担い手", either(A, C)),
        ("人材 ＯＲ 担い手", either(A, C)),
        ("人材　ｏｒ　担い手", either(A, C)),
        ("人材|担い手", either(A, C)),
        ("人材｜担い手", either(A, C)),
        ("人材　｜　担い手", either(A, C)),
        ("人材 または 担い手", either(A, C)),
        ("人材 又は 担い手", either(A, C)),
        ("人材 OR 担い手 OR 育成", either(A, C, B)),
        ("人材 OR 人材", A),
        ("人材 OR 担い手 予算", either(A, both(C, D))),
        ("予算 人材 OR 担い手", either(both(D, A), C)),
        ("(人材 OR 担い手) 予算", both(either(A, C), D)),
        ("（人材　ＯＲ　担い手）予算", both(either(A, C), D)),
        ("予算（人材｜担い手）", both(D, either(A, C))),
        ("人材 OR (担い手 OR 育成)", either(A, C, B)),
        ("((人材))", A),
        ("() 人材", A),
        ("人材 (育成 (担い手 予算))", both(A, B, C, D)),
        # Without it.
        ("人材 -予算", both(A, Not(D))),
        ("人材 －予算", both(A, Not(D))),
        ("人材 −予算", both(A, Not(D))),
        ("人材 ‐予算", both(A, Not(D))),
        ("人材 --予算", both(A, Not(D))),
        ("人材 NOT 予算", both(A, Not(D))),
        ("人材 ＮＯＴ　予算", both(A, Not(D))),
        ("-予算 人材", both(Not(D), A)),
        ("人材 -「次年度の予算」", both(A, Not(P("次年度の予算")))),
        ("人材 -(予算 OR 育成)", both(A, Not(either(D, B)))),
        ("人材 -（予算　育成）", both(A, Not(both(D, B)))),
        ("人材 -(育成 NEAR 予算)", both(A, Not(Near(B, D)))),
        ("人材 -=予算", both(A, Not(exact("予算")))),
        ("人材 -or", both(A, Not(P("or")))),
        ("人材 NOT NOT 育成", both(A, B)),
        ("人材 -(-育成)", both(A, B)),
        ("人材 OR -予算", either(A, Not(D))),
        ("人材 -", A),
        ("人材 NOT", A),
        # Exactly these words.
        ('"人材 育成"', P("人材 育成")),
        ("「地域の担い手」", P("地域の担い手")),
        ("『地域の担い手』", P("地域の担い手")),
        ("“人材　育成”", P("人材　育成")),
        ("”人材 育成”", P("人材 育成")),
        ('"人材 育成”', P("人材 育成")),
        ("＂人材 育成＂", P("人材 育成")),
        ('「"人材"の育成」', P('"人材"の育成')),
        ("人材「育成の場」予算", both(A, P("育成の場"), D)),
        ('人材 ""', A),
        ("人材「　」", A),
        ('"OR"', P("OR")),
        ("「発言者:事務局」", P("発言者:事務局")),
        # This word only.
        ("=人材", exact("人材")),
        ("＝人材", exact("人材")),
        ("=or", exact("or")),
        ("=発言者:事務局", exact("発言者:事務局")),
        ("=「人材」", P("人材")),
        ('＝"人材 育成"', P("人材 育成")),
        ("= 人材", both(W("="), A)),
        # Close to each other.
        ("人材 NEAR 育成", Near(A, B)),
        ("人材 near 育成", Near(A, B)),
        ("人材　ＮＥＡＲ　育成", Near(A, B)),
        ("人材 近傍 育成", Near(A, B)),
        ("人材 NEAR/10 育成", Near(A, B, 10)),
        ("人材 ＮＥＡＲ／１０ 育成", Near(A, B, 10)),
        ("人材 近傍/0 育成", Near(A, B, 0)),
        ("人材 NEAR/30 育成", Near(A, B)),
        ("=人材 NEAR 「育成の場」", Near(exact("人材"), P("育成の場"))),
        ("人材 NEAR 育成 予算", both(Near(A, B), D)),
        ("予算 人材 NEAR 育成", both(D, Near(A, B))),
        ("人材 NEAR 育成 OR 担い手 NEAR 予算", either(Near(A, B), Near(C, D))),
        # Words, whatever they look like.
        ("10:30", W("10:30")),
        ("１０：３０", W("１０：３０")),
        ("http://x", W("http://x")),
        ("note:x", W("note:x")),
        ("A-1", W("A-1")),
        ("e-mail", W("e-mail")),
        ("C++", W("C++")),
        ("a=b", W("a=b")),
        ("a*", W("a*")),
        ("^人材$", W("^人材$")),
        ("人.*材", W("人.*材")),
        ("資料1～2", W("資料1～2")),
        ("人材、育成", W("人材、育成")),
        ("人材・育成", W("人材・育成")),
        ("it's", W("it's")),
        ("100%", W("100%")),
        ("ORACLE", W("ORACLE")),
        ("まず人材または育成", W("まず人材または育成")),
        ("near/x", W("near/x")),
        ("tokens:人材", W("tokens:人材")),
        ("👨‍👩‍👧", W("👨‍👩‍👧")),
        ("العربية", W("العربية")),
        ("\u202e材人", W("\u202e材人")),
    ],
)
def test_words_are_read(typed: str, wanted: Expression) -> None:
    assert query.read(typed, TODAY) == Query(wanted=wanted)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("発言者:事務局", {"speakers": ("事務局",)}),
        ("発言者：事務局", {"speakers": ("事務局",)}),
        ("発言者: 事務局", {"speakers": ("事務局",)}),
        ("発言者：　事務局", {"speakers": ("事務局",)}),
        ("speaker:事務局", {"speakers": ("事務局",)}),
        ("ＳＰＥＡＫＥＲ：事務局", {"speakers": ("事務局",)}),
        ('発言者:"事務局 鈴木"', {"speakers": ("事務局 鈴木",)}),
        ("発言者: 「事務局 鈴木」", {"speakers": ("事務局 鈴木",)}),
        ("発言者:事務局(鈴木主幹)", {"speakers": ("事務局(鈴木主幹)",)}),
        ("発言者:佐藤（翔）委員", {"speakers": ("佐藤（翔）委員",)}),
        ("発言者:事務局 発言者:会長", {"speakers": ("事務局", "会長")}),
        ("発言者:事務局 OR 発言者:会長", {"speakers": ("事務局", "会長")}),
        ("発言者:事務局 speaker:事務局", {"speakers": ("事務局",)}),
        ("役割:事務局", {"roles": ("secretariat",)}),
        ("役割:座長 role:副会長", {"roles": ("chair", "vice_chair")}),
        ("役割:参加者 role:member", {"roles": ("participant", "member")}),
        ("会議:令和7年度第2回", {"meetings": ("令和7年度第2回",)}),
        ("meeting:12", {"meetings": ("12",)}),
        ("会議体:福祉", {"councils": ("福祉",)}),
        ("council:「福祉 懇話会」", {"councils": ("福祉 懇話会",)}),
        ("議題:計画 agenda:2(1)", {"agenda": ("計画", "2(1)")}),
        ("年度:令和3", {"fiscal_years": (2021,)}),
        ("年度:令和三年度", {"fiscal_years": (2021,)}),
        ("年度：Ｒ３", {"fiscal_years": (2021,)}),
        ("fy:r3", {"fiscal_years": (2021,)}),
        ("fy:2021", {"fiscal_years": (2021,)}),
        ("年度:２０２１年度", {"fiscal_years": (2021,)}),
        ("年度:令和元年度", {"fiscal_years": (2019,)}),
        ("年度:今年度", {"fiscal_years": (2026,)}),
        ("年度:昨年度 年度:R6", {"fiscal_years": (2025, 2024)}),
        ("期間:今年度", {"since": date(2026, 4, 1), "until": date(2027, 3, 31)}),
        ("期間:先月", {"since": date(2026, 10, 1), "until": date(2026, 10, 31)}),
        (
            "期間:令和3年4月..令和4年3月",
            {"since": date(2021, 4, 1), "until": date(2022, 3, 31)},
        ),
        ("period:2021-04..", {"since": date(2021, 4, 1)}),
        ("期間:..令和3年度", {"until": date(2022, 3, 31)}),
        ("from:2021-04-01", {"since": date(2021, 4, 1)}),
        ("from:先月 to:今日", {"since": date(2026, 10, 1), "until": date(2026, 11, 23)}),
        ("to:令和3年度", {"until": date(2022, 3, 31)}),
        ("以降:R3 以前:R4", {"since": date(2021, 1, 1), "until": date(2022, 12, 31)}),
        ("区分:要望 kind:question", {"kinds": ("request", "question")}),
        ("区分:回答 区分:答弁", {"kinds": ("answer",)}),
    ],
)
def test_filters_are_read_and_are_a_query_of_their_own(
    typed: str, expected: dict[str, Any]
) -> None:
    assert query.read(typed, TODAY) == Query(filters=Filters(**expected))
    assert query.read(f"{typed} 人材", TODAY) == Query(wanted=A, filters=Filters(**expected))
    assert query.read(f"人材　{typed}", TODAY) == Query(wanted=A, filters=Filters(**expected))


@pytest.mark.parametrize(
    ("typed", "sort"),
    [
        ("人材", "newest"),
        ("人材 並び:新しい順", "newest"),
        ("人材 並び:古い順", "oldest"),
        ("並び：古い順　人材", "oldest"),
        ("人材 sort:OLDEST", "oldest"),
        ("人材 並び:関連順", "relevance"),
        ("人材 sort:relevance", "relevance"),
    ],
)
def test_the_order_is_read(typed: str, sort: Any) -> None:
    assert query.read(typed, TODAY) == Query(wanted=A, sort=sort)


def test_filters_apply_to_the_whole_query() -> None:
    asked = query.read("人材 OR 担い手 発言者:事務局 -予算", TODAY)
    assert asked == Query(wanted=either(A, both(C, Not(D))), filters=Filters(speakers=("事務局",)))
    assert query.read("-予算 発言者:事務局", TODAY) == Query(
        wanted=Not(D), filters=Filters(speakers=("事務局",))
    )


@pytest.mark.parametrize(
    ("typed", "sentence", "corrected"),
    [
        ("", "探したい言葉を入力してください。例: 人材 育成", None),
        ("　\u200b", "探したい言葉を入力してください。例: 人材 育成", None),
        ("()", "探したい言葉を入力してください。例: 人材 育成", None),
        ("並び:古い順", "探したい言葉を入力してください。例: 人材 育成", None),
        (
            "-予算",
            "除く言葉だけでは探せません。探したい言葉も一緒に入力してください。例: 人材 -予算",
            "予算",
        ),
        (
            "ＮＯＴ A-1 －「次年度」",
            "除く言葉だけでは探せません。探したい言葉も一緒に入力してください。例: 人材 -予算",
            'A-1 "次年度"',
        ),
        (
            "人材 OR",
            "4文字目の「OR」の両側に言葉を書いてください。例: 人材 OR 担い手",
            "人材",
        ),
        (
            "｜人材",
            "1文字目の「｜」の両側に言葉を書いてください。例: 人材 OR 担い手",
            "人材",
        ),
        (
            "人材 OR ＯＲ 担い手",
            "4文字目の「OR」の両側に言葉を書いてください。例: 人材 OR 担い手",
            "人材 OR 担い手",
        ),
        (
            "人材 NEAR",
            "4文字目の「NEAR」の両側に言葉を一つずつ書いてください。例: 人材 NEAR 育成",
            "人材",
        ),
        (
            "近傍 人材",
            "1文字目の「近傍」の両側に言葉を一つずつ書いてください。例: 人材 NEAR 育成",
            "人材",
        ),
        (
            "(人材 OR 担い手) NEAR 育成",
            "13文字目の「NEAR」の両側に言葉を一つずつ書いてください。例: 人材 NEAR 育成",
            "(人材 OR 担い手) 育成",
        ),
        (
            "人材 NEAR 育成 NEAR 予算",
            "12文字目の「NEAR」の両側に言葉を一つずつ書いてください。例: 人材 NEAR 育成",
            "(人材 NEAR 育成) 予算",
        ),
        ("(人材 育成", "1文字目の ( が閉じていません。", "人材 育成"),
        ("予算（人材 OR 担い手", "3文字目の （ が閉じていません。", "予算 (人材 OR 担い手)"),
        ("人材 育成)", "6文字目の ) に対になる ( がありません。", "人材 育成"),
        (
            '人材 "育成',
            '4文字目の " が閉じていません。終わりに " を付けてください。',
            '人材 "育成"',
        ),
        (
            "「人材 育成",
            "1文字目の 「 が閉じていません。終わりに 」 を付けてください。",
            '"人材 育成"',
        ),
        ('"', '1文字目の " が閉じていません。終わりに " を付けてください。', None),
        ("人材」育成", "3文字目の 」 に対になるかっこがありません。", "人材 育成"),
        (
            "発言者:",
            "1文字目の「発言者:」のあとに、「発言者:事務局」のように書いてください。",
            None,
        ),
        (
            "人材 発言者： OR 育成",
            "4文字目の「発言者:」のあとに、「発言者:事務局」のように書いてください。",
            "人材 OR 育成",
        ),
        (
            "人材 発言者: 年度:R3",
            "4文字目の「発言者:」のあとに、「発言者:事務局」のように書いてください。",
            "人材 年度:令和3",
        ),
        (
            "人材 発言:事務局",
            "4文字目の「発言:」という絞り込みはありません。「発言者:」のことでしょうか。"
            '言葉として探すときは「"」で囲んでください。',
            "人材 発言者:事務局",
        ),
        (
            "speeker:事務局 人材",
            "1文字目の「speeker:」という絞り込みはありません。「speaker:」のことでしょうか。"
            '言葉として探すときは「"」で囲んでください。',
            "人材 発言者:事務局",
        ),
        (
            "人材 -発言者:事務局",
            "5文字目の「発言者:事務局」は、除く条件にできません。"
            "絞り込みは当てはまるものだけを残します。",
            "人材",
        ),
        (
            "(人材 発言者:事務局) OR 育成",
            "5文字目の「発言者:事務局」は、かっこの外に書いてください。"
            "絞り込みは検索の全体に効きます。",
            "人材 OR 育成 発言者:事務局",
        ),
        (
            "人材 OR 発言者:会長",
            "7文字目の「発言者:会長」は「OR」でつなげません。"
            "同じ名前の絞り込みを並べると、どれかに当てはまる発言を探します。",
            "人材 発言者:会長",
        ),
        (
            "年度:R3 OR 発言者:会長",
            "1文字目の「年度:R3」は「OR」でつなげません。"
            "同じ名前の絞り込みを並べると、どれかに当てはまる発言を探します。",
            "発言者:会長 年度:令和3",
        ),
        (
            "人材 役割:事務曲",
            "7文字目の「事務曲」が分かりません。"
            "事務局・会長・副会長・委員・参加者のどれかを書いてください。例: 「役割:委員」",
            "人材 役割:事務局",
        ),
        (
            "人材 区分:苦情",
            "7文字目の「苦情」が分かりません。"
            "質問・要望・意見・答弁・報告のどれかを書いてください。例: 「区分:要望」",
            "人材",
        ),
        (
            "人材 並び:新しいもの",
            "7文字目の「新しいもの」が分かりません。"
            "新しい順・古い順・関連順のどれかを書いてください。例: 「並び:古い順」",
            "人材",
        ),
        (
            "人材 年度:平成32",
            "7文字目の「平成32」が分かりません。"
            "平成32年という年はありません。平成は31年までです。例: 「年度:令和7」",
            "人材",
        ),
        (
            "年度:0000",
            "4文字目の「0000」が分かりません。0年の会議録はありません。例: 「年度:令和7」",
            None,
        ),
        (
            "人材 期間:令和4年度～令和3年度",
            "7文字目の「令和4年度～令和3年度」が分かりません。期間の終わりが始まりより前です。"
            "例: 「期間:令和6年4月..令和7年3月」",
            "人材 期間:2021-04-01..2023-03-31",
        ),
        (
            "from:R4 人材 to:R3",
            "15文字目の「R3」で、期間の終わりが始まりより前になります。",
            "人材 期間:2021-01-01..2022-12-31",
        ),
        (
            "人材 期間:2021-02-30",
            "7文字目の「2021-02-30」が分かりません。「2021-02-30」という日はありません。"
            "正しい日付に直してください。例: 「期間:令和6年4月..令和7年3月」",
            "人材",
        ),
        (
            "会議:99999999999999999999 人材",
            "4文字目の「99999999999999999999」が分かりません。その番号の会議はありません。"
            "例: 「会議:令和7年度第2回」",
            "人材",
        ),
        (
            '人材 発言者:" "',
            "8文字目の「 」が分かりません。コロンのあとに言葉を書いてください。"
            "例: 「発言者:事務局」",
            "人材",
        ),
        (
            "あ" * 301,
            "検索する言葉が長すぎます（301字）。300字までで入力してください。",
            None,
        ),
        ("(" * 30, "かっこの重なりが深すぎます。12段までにしてください。", None),
    ],
)
def test_a_mistake_is_answered_with_its_place_and_the_query_that_was_meant(
    typed: str, sentence: str, corrected: str | None
) -> None:
    with pytest.raises(QueryError) as refused:
        query.read(typed, TODAY)
    assert refused.value.sentence == sentence
    assert refused.value.corrected == corrected
    if corrected:
        assert query.write(query.read(corrected, TODAY)) == corrected


@pytest.mark.parametrize(
    ("asked", "written"),
    [
        (Query(wanted=both(A, Not(D))), "人材 -予算"),
        (Query(wanted=either(A, both(B, C))), "人材 OR (育成 担い手)"),
        (Query(wanted=both(Near(A, B, 10), P("次年度 予算"))), '(人材 NEAR/10 育成) "次年度 予算"'),
        (Query(wanted=P('"人材"')), '「"人材"」'),
        (Query(wanted=P('"「人材」"')), '『"「人材」"』'),
        (Query(wanted=exact("人材")), "=人材"),
        (Query(wanted=Not(P("or")), filters=Filters(speakers=("会長",))), '-"or" 発言者:会長'),
        (
            Query(
                wanted=A,
                filters=Filters(
                    speakers=("事務局(鈴木主幹)", "会長"),
                    roles=("secretariat",),
                    councils=("福祉 懇話会",),
                    meetings=("12",),
                    agenda=("10:30",),
                    fiscal_years=(2019, 2021),
                    kinds=("answer",),
                    since=date(2021, 4, 1),
                ),
                sort="oldest",
            ),
            '人材 発言者:"事務局(鈴木主幹)" 発言者:会長 役割:事務局 会議体:"福祉 懇話会" '
            "会議:12 議題:10:30 年度:令和元 年度:令和3 区分:答弁 期間:2021-04-01.. 並び:古い順",
        ),
        # Not typed by anybody, but offered by a step of the ladder.
        (Query(wanted=both(W("or"), W("a(b"))), '"or" "a(b"'),
    ],
)
def test_a_query_is_written_as_somebody_would_type_it(asked: Query, written: str) -> None:
    assert query.write(asked) == written


def test_what_is_looked_for_is_marked_and_what_is_excluded_is_not() -> None:
    widened = both(Word("人材", also=("人手", "担い手")), Near(B, P("場")), Not(D))
    assert spellings(widened) == ("人材", "人手", "担い手", "育成", "場")
    assert spellings(None) == ()


# --- Trees, at random: what read() can give, write() can say.

TRICKY = (
    "人材 育成 A-1 C++ 10:30 http://x 資料1～2 e-mail a=b = a* ^x$ or' 'or'1'='1 ; -- it's "
    "👨‍👩‍👧 العربية \u202ex tokens:x {x} x^2 100% ー 、 …"
)
runs = st.sampled_from(TRICKY.split()) | st.text(min_size=1, max_size=6).filter(
    lambda typed: not re.search(r"[\s()（）|｜\"“”„‟＂〝〞〟「」『』]", typed)
)
OPERATORS = {"or", "または", "又は", "and", "かつ", "not", "near", "近傍"}


def _is_plain(word: str) -> bool:
    before_colon = re.match(r"([^:：]*)[:：]", word)
    named = before_colon[1] if before_colon else ""
    return (
        word[0] not in "-－−‐‑"
        and (word[0] not in "=＝" or len(word) == 1)
        and text.clean(word) == word
        and bool(text.fold(word))
        and unicodedata.normalize("NFKC", word).casefold() not in OPERATORS
        and not re.fullmatch(r"(near|近傍)/\d{1,3}", word, re.IGNORECASE)
        and filters.name(named) is None
        and filters.nearest_name(named) is None
    )


def _is_run(run: str) -> bool:
    return text.clean(run) == run and bool(text.fold(run))


def _can_be_quoted(words: str) -> bool:
    closing = [set('"“”„‟＂〝〞〟'), {"」"}, {"』"}]
    return (
        text.clean(words) == words
        and bool(text.fold(words))
        and any(not closers & set(words) for closers in closing)
    )


quotable = st.text(max_size=8) | st.text(st.sampled_from('人材「」『』"”()|-=: 　OR'), max_size=8)
named = [("secretariat", "chair", "member"), ("question", "answer", "report")]
days = st.dates(date(1868, 1, 1), date(2999, 12, 31))


@st.composite
def terms(draw: st.DrawFn) -> Word | Phrase:
    kind = draw(st.sampled_from(["word", "exact", "phrase"]))
    if kind == "word":
        return Word(draw(runs.filter(_is_plain)))
    elif kind == "exact":
        return exact(draw(runs.filter(_is_run)))
    else:
        return Phrase(draw(quotable.filter(_can_be_quoted)))


def _joined(kind: Any, parts: list[Expression]) -> Expression:
    """As read() gives them: And in And is one level, and nothing is asked twice."""
    flat = [one for part in parts for one in (part.parts if isinstance(part, kind) else (part,))]
    flat = list(dict.fromkeys(flat))
    return kind(tuple(flat)) if len(flat) > 1 else flat[0]


@st.composite
def trees(draw: st.DrawFn, deep: int = 4) -> Expression:
    kind = draw(st.sampled_from(["term", "near", *(["and", "or", "not"] if deep else [])]))
    match kind:
        case "term":
            return draw(terms())
        case "near":
            within = draw(st.integers(0, 999) | st.just(30))
            return Near(draw(terms()), draw(terms()), within)
        case "not":
            part = draw(trees(deep - 1))
            return part.part if isinstance(part, Not) else Not(part)
        case _:
            parts = draw(st.lists(trees(deep - 1), min_size=2, max_size=3))
            return _joined(And if kind == "and" else Or, parts)


@st.composite
def filtered(draw: st.DrawFn) -> Filters:
    def some(values: st.SearchStrategy[Any]) -> Any:
        return tuple(draw(st.lists(values, max_size=2, unique=True)))

    values = quotable.filter(_can_be_quoted) | runs.filter(_is_run)
    days_in_order = sorted(draw(st.lists(days, max_size=2)))
    since, until = draw(st.permutations([*days_in_order, None, None][:2]))
    if since and until:
        since, until = days_in_order
    return Filters(
        speakers=some(values),
        roles=some(st.sampled_from(named[0])),
        councils=some(values),
        meetings=some(values | st.integers(0, 10**18 - 1).map(str)),
        agenda=some(values),
        fiscal_years=some(st.integers(1868, 2999)),
        kinds=some(st.sampled_from(named[1])),
        since=since,
        until=until,
    )


@st.composite
def queries(draw: st.DrawFn) -> Query:
    return Query(
        wanted=draw(st.none() | trees()),
        filters=draw(st.just(Filters()) | filtered()),
        sort=draw(st.sampled_from(["newest", "oldest", "relevance"])),
    )


@given(queries())
@settings(max_examples=150, deadline=None)
def test_what_is_written_is_read_as_the_same(asked: Query) -> None:
    again = _attempt(query.write(asked))
    if isinstance(again, UserError):
        assert re.match("検索する言葉が長|探したい言葉を|除く言葉だけ", again.sentence)
    else:
        assert again == asked


# --- Anything at all, typed by anybody.

SYNTAX = (
    '( ) （ ） | ｜ " “ ” 「 」 『 』 - － = ＝ : ： OR ＯＲ AND NOT NEAR NEAR/3 または 近傍/ 人材 育成 a '
    "発言者: 役割： 年度: 期間: from: to: 並び:古い順 区分:要望 R3 令和4 2021-04.. .. 事務局 発言 x:"
)
typed_text = st.lists(st.sampled_from([*SYNTAX.split(), " ", "　", ""]), max_size=25).map(
    "".join
) | st.text(max_size=80)


@given(typed_text)
@settings(max_examples=500, deadline=1_000)
@example("- " * 150 + "人材")
@example("NOT " * 149 + "人材")
@example("(人材 OR (" * 20)
@example("a|" * 149 + "a")
@example("".join(f"{chr(0x3041 + n % 80)}{chr(0x4E00 + n)}|" for n in range(99)) + "b")
@example("期間:先月 " * 40)
@example("fy:R3 " + "".join(f"fy:S{n} " for n in range(1, 64)))
def test_any_text_is_a_query_or_a_mistake_with_a_sentence(typed: str) -> None:
    asked = _attempt(typed)
    if isinstance(asked, Query):
        assert query.read(query.write(asked), TODAY) == asked
    else:
        assert re.search("。$|例: ", asked.sentence)
        corrected = getattr(asked, "corrected", None)
        assert corrected is None or query.write(query.read(corrected, TODAY)) == corrected


@pytest.mark.parametrize(
    "typed",
    [
        "(" * 5_000,
        ")" * 5_000,
        "()" * 2_500,
        '"' * 5_001,
        "「" * 5_000,
        "-" * 5_000,
        "- " * 5_000,
        "=" * 5_000,
        "|" * 5_000,
        "OR " * 5_000,
        "NEAR " * 5_000,
        "発言者:" * 5_000,
        ":" * 5_000,
        "年度:" + "9" * 5_000,
        "期間:" + "." * 5_000,
        "人材" * 5_000,
        "人材 " * 5_000,
        "e" + "\u0301" * 5_000,
        " " * 5_000,
        "\u200b" * 5_000,
        "\0" * 5_000,
    ],
)
def test_five_thousand_of_anything_are_answered_at_once(typed: str) -> None:
    for asked in (typed, typed[:600], typed[:299], f"人材 {typed[:290]}"):
        began = time.monotonic()
        answer = _attempt(asked)
        assert time.monotonic() - began < 1
        assert isinstance(answer, Query) or len(answer.sentence) < 200


@pytest.mark.parametrize(
    "typed",
    [
        "'; drop table remarks; --",
        "1 OR 1=1",
        "%' union select * from history --",
        "NEAR(人材 育成, 5)",
        "{tokens rowid}: 人材",
        'tokens : "人材"',
        "人*",
        "^人材",
        "(.*)+$",
        "[人|材]{2,}",
        r"\d+\\",
        "🏳️‍🌈 👨‍👩‍👧‍👦",
        "\u202e材人\u2066العربية\u2069",
        "\ufeff\u200c\u200d",
        "<script>alert(1)</script>",
        "<!channel> &amp; *人材*",
    ],
)
def test_foreign_syntax_is_words_or_a_mistake(typed: str) -> None:
    asked = _attempt(typed)
    if isinstance(asked, Query):
        assert query.read(query.write(asked), TODAY) == asked
    else:
        assert asked.sentence


def _attempt(typed: str) -> Query | UserError:
    try:
        return query.read(typed, TODAY)
    except UserError as refused:
        return refused
