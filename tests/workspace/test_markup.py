"""What people type, and what apps send, as Slack keeps it."""

import pytest

from bot.workspace.markup import escape, stored, typed, unescape

NAMES = {"@会議録": "<@U1>", "@会議": "<@U2>", "#公共交通会議": "<#C1|公共交通会議>"}


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("A & B", "A &amp; B"),
        ("@会議録 は", "<@U1> は"),
        ("#公共交通会議 で", "<#C1|公共交通会議> で"),
        ("@channel 集合", "<!channel> 集合"),
        ("見て https://a.lg.jp/x?a=1&b=2 を", "見て <https://a.lg.jp/x?a=1&amp;b=2> を"),
        ("<@U1> と書いた", "&lt;@U1&gt; と書いた"),
    ],
)
def test_what_people_type(written, kept):
    assert typed(written, NAMES)[0] == kept


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("A & B", "A &amp; B"),
        ("A &amp; B", "A &amp; B"),
        ("<@U1> <b>", "<@U1> &lt;b&gt;"),
        ("<https://a.jp|見た目>", "<https://a.jp|見た目>"),
        ("<javascript:alert(1)>", "&lt;javascript:alert(1)&gt;"),
    ],
)
def test_what_apps_send(sent, kept):
    assert stored(sent, live=True) == kept


def test_tokens_are_dead_in_plain_text():
    assert stored("<@U1>", live=False) == "&lt;@U1&gt;"


def test_escaping_is_undone():
    assert unescape(escape("&lt; <b> & &amp;")) == "&lt; <b> & &amp;"
