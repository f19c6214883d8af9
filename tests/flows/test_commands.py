"""Empty, unknown and hostile words are answered, not punished."""

import pytest

from tests.flows.reading import words


@pytest.mark.parametrize("typed", ["", "help", "使い方", "ＨＥＬＰ"])
def test_usage_is_shown_with_examples(bot, typed):
    read = words(bot.command(f"/minutes {typed}"))
    assert "会議録（/minutes）の使い方" in read
    assert "`/minutes search 人材`" in read


def test_an_unknown_word_is_answered_with_the_nearest(bot):
    read = words(bot.command("/minutes serch 人材"))
    assert "「serch」という使い方はありません。「search」のことでしょうか。" in read


def test_a_word_unlike_any_other_gets_the_usage(bot):
    read = words(bot.command("/minutes 人材"))
    assert "「人材」という使い方はありません。" in read
    assert "`/minutes search 人材`" in read


@pytest.mark.usefixtures("minutes")
@pytest.mark.parametrize(
    "typed",
    [
        "\0\x01\x02",
        '"',
        "'",
        "( ) *",
        "NEAR AND OR NOT",
        "-x",
        "🙂",
        "a" * 250,
        "*",
        "%_",
        "発言者:",
        "‮人材",
        ";drop table remarks",
    ],
)
def test_hostile_queries_are_answered(bot, typed):
    reply = bot.command(f"/minutes search {typed}")
    assert words(reply)
    assert "受付番号" not in words(reply)


def test_a_query_of_ten_thousand_characters_is_answered(bot):
    assert "10,000字" in words(bot.command("/minutes search " + "人" * 10_000))


@pytest.mark.usefixtures("minutes")
@pytest.mark.parametrize(
    "value",
    [
        "",
        "{}",
        "[]",
        '{"q":1}',
        '{"q":"人材","page":-5}',
        '{"q":"人材","page":"x"}',
        '{"remark":999999}',
    ],
)
@pytest.mark.parametrize(
    "action_id", ["search.page.on", "search.share", "search.around", "minutes.show"]
)
def test_forged_buttons_are_refused_with_a_sentence(bot, slack, value, action_id):
    bot.press({"action_id": action_id, "value": value, "type": "button"})
    said = "".join(words(reply) for reply in slack.told("replies"))
    assert "受付番号" not in said
    assert said


def test_an_unexpected_fault_is_an_apology_with_a_number_and_a_log_line(bot, monkeypatch, caplog):
    def broken(*_, **__):
        raise RuntimeError("内部の事情")

    monkeypatch.setattr("store.meetings.recent", broken)
    read = words(bot.command("/minutes recent"))
    assert "受付番号" in read
    assert "内部の事情" not in read
    reference = read.split("受付番号 ")[1][:8]
    assert reference in caplog.text
    assert "内部の事情" in caplog.text
