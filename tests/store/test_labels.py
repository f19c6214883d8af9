"""How a council prints whom, as its minutes tell."""

import pytest

from store import councils, labels, recordings
from store.labels import Speaker
from store.recordings import Line, NewRecording
from store.viewers import OPERATOR, PUBLIC
from tests.cast import BY, CLOSED, MINUTES, keep

NAMED = (
    MINUTES.replace("(参加者)\n\n- ・担い手", "(浅野委員)\n\n- ・担い手")
    .replace("(参加者)\n\n- ・講座は夜", "(廣岡委員)\n\n- ・講座は夜")
    .replace("井上 翔", "浅野 健")
)
POSTS = MINUTES.replace("(参加者)\n\n- ・担い手", "(座長)\n\n- ・担い手").replace(
    "浅野 和子", "座長 浅野 和子"
)


def customs(store, viewer=OPERATOR):
    with store.reading() as db:
        [council] = councils.list_all(db)
        return labels.customs(db, council.id, viewer)


def called(found, typed):
    [known] = found.called(typed)
    return known.speaker


def test_where_minutes_name_nobody_a_name_stays_inside(store, tmp_path):
    keep(store, tmp_path, MINUTES)
    found = customs(store)
    assert found.anonymous
    assert not found.names
    assert found.labels == ("事務局", "参加者")
    asano = Speaker(label="参加者", real_name="浅野 和子")
    for typed in ("浅野", "浅野委員", "浅野 和子", "浅野和子", "浅野さん"):
        assert called(found, typed) == asano
    assert called(found, "広岡") == Speaker(label="参加者", real_name="廣岡 実")
    assert called(found, "鈴木主査") == Speaker(label="事務局", real_name="鈴木 学")
    assert found.called("山本") == ()


def test_where_minutes_print_names_so_do_we(store, tmp_path):
    keep(store, tmp_path, NAMED)
    found = customs(store)
    assert found.names
    assert called(found, "廣岡") == Speaker(label="廣岡委員")
    assert len(found.called("浅野")) == 2
    assert called(found, "浅野(健)") == Speaker(label="浅野(健)委員")
    assert called(found, "鈴木") == Speaker(label="事務局", real_name="鈴木 学")


def test_where_minutes_print_posts_a_member_is_one_of_many(store, tmp_path):
    keep(store, tmp_path, POSTS)
    found = customs(store)
    assert not found.anonymous
    assert not found.names
    assert called(found, "井上") == Speaker(label="参加者", real_name="井上 翔")


def test_what_is_written_down_now_is_no_custom_yet(store, tmp_path):
    meeting_id = keep(store, tmp_path, MINUTES)
    with store.writing() as db:
        line = Line(body="一つ目", label="会長", begins=True)
        recordings.add(db, NewRecording(key="k", meeting_id=meeting_id, lines=(line,)), BY)
    assert customs(store).labels == ("事務局", "参加者")


def test_closed_minutes_tell_nothing_to_those_who_may_not_see_them(store, tmp_path):
    keep(store, tmp_path, CLOSED)
    assert customs(store, PUBLIC) == labels.Customs()
    assert customs(store, OPERATOR).labels == ("事務局", "参加者")


@pytest.mark.parametrize("typed", ["参加者", "（参加者）", "参 加 者"])
def test_a_printed_label_is_known_however_it_is_typed(store, tmp_path, typed):
    keep(store, tmp_path, MINUTES)
    assert customs(store).printed(typed.strip("（）")) == "参加者"
