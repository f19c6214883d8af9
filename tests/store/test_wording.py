"""What was changed in a wording, marked as a person would mark it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store import wording
from store.wording import Change, Word


def marked(before: str, after: str) -> tuple[str, str]:
    """Both wordings with [ ] around what is marked."""
    return tuple(  # type: ignore[return-value]
        "".join(f"[{word.text}]" if word.is_changed else word.text for word in side)
        for side in wording.compare(before, after)
    )


@pytest.mark.parametrize(
    ("before", "after", "old", "new"),
    [
        # A word added, taken out, put in the place of another.
        (
            "若い世代に声を掛けたい。", "若い世代にも声を掛けたい。",
            "若い世代に声を掛けたい。", "若い世代に[も]声を掛けたい。",
        ),
        (
            "とても大きな課題である。", "大きな課題である。",
            "[とても]大きな課題である。", "大きな課題である。",
        ),
        (
            "人手不足が課題である。", "人材不足が課題である。",
            "[人手不足]が課題である。", "[人材不足]が課題である。",
        ),
        (
            "福祉課主査から説明した。", "福祉課主幹から説明した。",
            "[福祉課主査]から説明した。", "[福祉課主幹]から説明した。",
        ),
        # Numbers and katakana are whole words.
        ("講座を12月に開く。", "講座を11月に開く。", "講座を[12]月に開く。", "講座を[11]月に開く。"),
        ("ボランティアを募る。", "サポーターを募る。", "[ボランティア]を募る。", "[サポーター]を募る。"),
        # Close changes are one; far ones are two.
        ("12月10日に開く。", "11月9日に開く。", "[12月10]日に開く。", "[11月9]日に開く。"),
        (
            "声を掛けたい。", "声を掛けていく。",
            "声を掛け[たい]。", "声を掛け[ていく]。",
        ),
        (
            "資料1を見ながら、資料2も見る。", "資料3を見ながら、資料4も見る。",
            "資料[1]を見ながら、資料[2]も見る。", "資料[3]を見ながら、資料[4]も見る。",
        ),
        # Punctuation, lines and sentences.
        ("若い世代に声を", "若い、世代に声を", "若い世代に声を", "若い[、]世代に声を"),
        ("一つ目。", "一つ目。\n二つ目。", "一つ目。", "一つ目。[\n二つ目。]"),
        ("一つ目。二つ目。", "二つ目。", "[一つ目。]二つ目。", "二つ目。"),
        # What was split off or joined on is all that is marked.
        (
            "一つ目を述べた。", "一つ目を述べた。二つ目は長く、長く、長く、長く、長く述べた。",
            "一つ目を述べた。", "一つ目を述べた。[二つ目は長く、長く、長く、長く、長く述べた。]",
        ),
        (
            "一つ目。二つ目は長く、長く、長く、長く、長く、長く述べた。", "一つ目。",
            "一つ目。[二つ目は長く、長く、長く、長く、長く、長く述べた。]", "一つ目。",
        ),
        # Another wording altogether is marked whole.
        ("担い手が足りない。", "次回は11月に開催する。", "[担い手が足りない。]", "[次回は11月に開催する。]"),
        ("", "次回。", "", "[次回。]"),
        ("次回。", "", "[次回。]", ""),
        ("同じ。", "同じ。", "同じ。", "同じ。"),
        ("", "", "", ""),
        # A character with its 異体字 selector is one.
        ("辻󠄀委員", "辻委員", "[辻󠄀委員]", "[辻委員]"),
    ],
)  # fmt: skip
def test_what_differs_is_marked(before, after, old, new) -> None:
    assert marked(before, after) == (old, new)


def test_a_long_remark_is_compared_at_once() -> None:
    before = "担い手が足りない。" * 3_000
    after = before.replace("担い手", "人手", 1)
    compared = wording.compare(before, after)
    assert "".join(word.text for word in compared.after) == after
    assert Word("人手が足りない。", True) in compared.after


@given(st.text("一つ二つ目、。ア12\n", max_size=40), st.text("一つ二つ目、。ア12\n", max_size=40))
def test_the_pieces_are_the_wordings(before, after) -> None:
    compared = wording.compare(before, after)
    assert "".join(word.text for word in compared.before) == before
    assert "".join(word.text for word in compared.after) == after
    unmarked = [[word.text for word in side if not word.is_changed] for side in compared]
    assert unmarked[0] == unmarked[1]


def test_only_what_stands_around_a_change_is_shown() -> None:
    kept = [Change(kana * 30, kana * 30) for kana in "あいう"]
    changes = [kept[0], Change("変", "変化"), kept[1], Change("更", ""), kept[2]]
    shown = wording.sides(wording.near(changes, 5))
    assert (
        "".join(word.text for word in shown.before)
        == "…あああああ変いいいいい…いいいいい更ううううう…"
    )
    assert (
        "".join(word.text for word in shown.after)
        == "…あああああ変化いいいいい…いいいいいううううう…"
    )
    assert wording.near([kept[0]], 5) == [Change("ああああああああああ…", "ああああああああああ…")]
    assert wording.near([Change("短い", "短い"), changes[1]], 5)[0].before == "短い"
