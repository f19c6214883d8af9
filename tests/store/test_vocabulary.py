"""Words that mean the same: shipped, the office's own, and a search widened by them."""

import tomllib

import pytest

from handlers.parse import query as language
from store import exchange, history, search, text, vocabulary
from store.errors import Refused
from store.history import By
from store.queries import And, Near, Not, Or, Phrase, Query, Word
from store.viewers import PUBLIC
from store.vocabulary import Wording
from tests.cast import BY, NOW

SHIPPED = tomllib.loads(vocabulary.SHIPPED.read_text())
GROUPS = [group for groups in SHIPPED.values() for group in groups]

TAKASHIMADAIRA = Wording(words=("高島平団地", "高団"), reason="略した言い方")


@pytest.fixture
def db(store):
    with store.writing() as db:
        yield db


def also(db, word, without=frozenset()):
    return vocabulary.added(vocabulary.widen(db, Word(word), without))


# --- The shipped list


def test_the_product_brings_groups_of_all_that_committees_speak_of():
    assert len(GROUPS) > 120
    assert list(SHIPPED) == [
        "福祉", "子育て", "学校", "医療・健康", "防災・安全", "予算・財政", "交通", "環境",
        "まちづくり", "情報・DX", "会議の言葉", "送り仮名",
    ]  # fmt: skip


def test_every_shipped_group_gives_its_reason():
    assert [g["words"] for g in GROUPS if not 1 < len(g["reason"]) <= 40] == []


def test_every_shipped_group_has_two_words_of_two_characters_or_more():
    folded = [[text.fold(word) for word in group["words"]] for group in GROUPS]
    assert [words for words in folded if len(set(words)) < 2] == []
    assert [word for words in folded for word in words if not 2 <= len(word) <= 30] == []


def test_a_shipped_word_stands_in_one_group_once():
    words = [text.fold(word) for group in GROUPS for word in group["words"]]
    assert {word for word in words if words.count(word) > 1} == set()


@pytest.mark.parametrize(
    "ordinary",
    [
        "計画の見直しにあたり、次のところなので手を伸ばす。",
        "話を起こすとよいが、助けあうことにする。",
        "よくまもる人の町会議員と、きちっといれてもらう物。",
    ],
)
def test_no_shipped_word_hides_in_ordinary_words(ordinary):
    # Compared folded, シニア is しにあ, コロナ ころな, バス ばす, コスト こすと, ケア けあ.
    expected = {"見直し", "町会"}
    found = {w for g in GROUPS for w in g["words"] if text.fold(w) in text.fold(ordinary)}
    assert found <= expected


# --- Widening


def test_the_word_of_the_first_search_is_widened(db):
    assert also(db, "人材") == ("人手", "担い手", "マンパワー", "育成")
    assert also(db, "まんぱわー") == ("人材", "人手", "担い手", "育成")


def test_on_the_real_minutes_the_remark_that_was_answered_is_found(store, shared):
    exchange.import_file(store, shared / "minutes" / "asahikawa_r3_1.txt", BY)
    with store.reading() as db:
        plain = search.find(db, Query(wanted=Word("人材")), PUBLIC)
        wanted = vocabulary.widen(db, Word("人材"))
        widened = search.find(db, Query(wanted=wanted), PUBLIC)
    assert (plain.total, widened.total) == (4, 7)
    answered = [hit for hit in widened.hits if hit not in plain.hits]
    assert any("人手不足" in hit.body and "マンパワー" in hit.body for hit in answered)


def test_a_word_is_compared_folded_and_whole(db):
    assert "ウェブサイト" in also(db, "ﾎｰﾑﾍﾟｰｼﾞ")
    assert also(db, "人材派遣") == ()
    assert also(db, "宇宙") == ()


def test_words_that_would_find_nothing_more_are_not_added(db):
    # 介護職 stands in 介護職員 and 耐震 in 耐震化, so these add nothing to it, or too much.
    assert also(db, "介護職") == ("介護福祉士", "ヘルパー", "介護士")
    assert also(db, "介護職員") == ("介護福祉士", "ヘルパー", "介護士")
    assert also(db, "申込み") == ("申し込み",)
    assert also(db, "申し込み") == ("申込",)


def test_words_are_left_out_however_they_are_spelled(db):
    assert also(db, "人材", frozenset({"まんぱわー", "育成"})) == ("人手", "担い手")


def test_only_words_that_are_looked_for_are_widened(db):
    wanted = And((
        Word("人材"),
        Word("費用", is_exact=True),
        Phrase("社協"),
        Not(Word("高齢者")),
        Or((Word("社協"), Near(Word("自死"), Phrase("国保")))),
    ))  # fmt: skip
    assert vocabulary.widen(db, wanted, frozenset({"育成"})) == And((
        Word("人材", also=("人手", "担い手", "マンパワー")),
        Word("費用", is_exact=True),
        Phrase("社協"),
        Not(Word("高齢者")),
        Or((
            Word("社協", also=("社会福祉協議会",)),
            Near(Word("自死", also=("自殺",)), Phrase("国保")),
        )),
    ))  # fmt: skip


def test_added_lists_each_word_once_in_order(db):
    wanted = vocabulary.widen(db, Or((Word("社協"), Word("国保"), Word("社協"))))
    assert vocabulary.added(wanted) == ("社会福祉協議会", "国民健康保険")
    assert vocabulary.added(None) == ()


def test_widening_again_changes_nothing_but_what_is_left_out(db):
    once = vocabulary.widen(db, Word("人材"))
    assert vocabulary.widen(db, once) == once
    assert vocabulary.widen(db, once, frozenset({"人手", "担い手", "育成"})) == Word(
        "人材", also=("マンパワー",)
    )


def test_a_widened_query_is_written_as_it_was_typed(db):
    asked = Query(wanted=vocabulary.widen(db, Word("人材")))
    assert language.write(asked) == "人材"


# --- The office's own


def test_a_group_of_the_office_widens_too_and_stands_first(db):
    added = vocabulary.add(db, TAKASHIMADAIRA, BY)
    assert also(db, "高団") == ("高島平団地",)
    assert vocabulary.groups(db)[0] == added
    assert (added.area, added.version, added.changed_by, added.changed_at) == (
        None, 1, "cli:suzuki", NOW,
    )  # fmt: skip


def test_a_shipped_group_is_changed_for_everybody(db):
    shipped = vocabulary.get(db, "人材")
    changed = vocabulary.change(
        db, "人材", Wording(words=("人材", "人財"), reason="市長の書き方"), shipped.version, BY
    )
    assert also(db, "人材") == ("人財",)
    assert also(db, "人手") == ()
    assert (changed.area, changed.version) == ("福祉", 1)
    assert len(vocabulary.groups(db)) == len(GROUPS)


def test_a_group_that_is_switched_off_is_not_used_but_listed(db):
    off = Wording(words=("人材", "人手"), reason="", is_on=False)
    vocabulary.change(db, "人材", off, 0, BY)
    assert also(db, "人材") == ()
    assert vocabulary.get(db, "人材").is_on is False
    vocabulary.change(db, "人材", Wording(words=("人材", "人手"), reason=""), 1, BY)
    assert also(db, "人材") == ("人手",)


def test_two_people_cannot_change_a_group_over_each_other(db):
    vocabulary.change(db, "人材", TAKASHIMADAIRA, 0, BY)
    with pytest.raises(Refused, match="先に直しています"):
        vocabulary.change(db, "人材", Wording(words=("人材", "人財"), reason=""), 0, BY)
    own = vocabulary.add(db, Wording(words=("足湯", "手湯"), reason=""), BY)
    vocabulary.change(db, own.key, Wording(words=("足湯", "温泉"), reason=""), 1, BY)
    with pytest.raises(Refused, match="先に直しています"):
        vocabulary.change(db, own.key, Wording(words=("足湯", "銭湯"), reason=""), 1, BY)
    assert vocabulary.get(db, own.key).words == ("足湯", "温泉")


@pytest.mark.parametrize("key", ["#1", "#99", "人手", "' or 1=1 --", ""])
def test_a_group_that_is_not_there_is_refused(db, key):
    with pytest.raises(Refused, match="見つかりません"):
        vocabulary.change(db, key, TAKASHIMADAIRA, 0, BY)


def test_history_tells_who_changed_what(db):
    by = By("slack:U_SUZUKI", NOW)
    own = vocabulary.add(db, TAKASHIMADAIRA, by)
    vocabulary.change(db, own.key, TAKASHIMADAIRA, 1, by)  # nothing changed, nothing told
    vocabulary.change(db, own.key, Wording(words=("高島平団地", "団地"), reason="広く"), 1, by)
    told = history.of(db, "vocabulary_groups", int(own.key.removeprefix("#")))
    assert [(row["actor"], row["deed"]) for row in told] == [
        ("slack:U_SUZUKI", "added"),
        ("slack:U_SUZUKI", "changed"),
    ]
    assert '"高団"' in told[1]["before"]
    assert '"団地"' in told[1]["after"]
    assert history.check(db) == []


def test_a_word_in_two_groups_brings_the_words_of_both(db):
    vocabulary.add(db, Wording(words=("人材", "人財"), reason="市長の書き方"), BY)
    assert also(db, "人材") == ("人財", "人手", "担い手", "マンパワー", "育成")
    [(word, group), *_] = vocabulary.elsewhere(db, ["人財", "マンパワー"], None)
    assert (word, group.words) == ("人財", ("人材", "人財"))


def test_elsewhere_leaves_out_the_group_itself_and_those_switched_off(db):
    assert vocabulary.elsewhere(db, ["人材"], "人材") == ()
    vocabulary.change(db, "人材", Wording(words=("人材", "人手"), reason="", is_on=False), 0, BY)
    assert vocabulary.elsewhere(db, ["人材"]) == ()


def test_touching_gives_the_same_word_first_then_near_ones(db):
    found = vocabulary.touching(db, "人手")
    assert [group.words[0] for group in found] == ["人材", "人手不足"]
    assert vocabulary.touching(db, "　") == ()
    assert vocabulary.touching(db, "宇宙") == ()
