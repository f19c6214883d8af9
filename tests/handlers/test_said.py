"""What is typed while somebody speaks, and the lines it becomes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.errors import NotKept
from handlers.parse import said, slack_text, speakers
from store import text
from store.labels import Customs, Known, Speaker
from store.recordings import Line


def known(name, label, *forms, real_name=None):
    return Known(
        name=name,
        forms=frozenset(map(text.fold, (name, *forms))),
        speaker=Speaker(label=label, real_name=real_name),
    )


ANONYMOUS = Customs(
    labels=("参加者", "事務局"),
    anonymous=True,
    people=(
        known("浅野 和子", "参加者", "浅野", "浅野委員", "会長", real_name="浅野 和子"),
        known("廣岡 実", "参加者", "廣岡", "廣岡委員", real_name="廣岡 実"),
        known("佐藤 翔", "参加者", "佐藤", "佐藤(翔)", real_name="佐藤 翔"),
        known("佐藤 健", "参加者", "佐藤", "佐藤(健)", real_name="佐藤 健"),
        known("鈴木 学", "事務局", "鈴木", "鈴木主査", real_name="鈴木 学"),
    ),
)
NAMES = Customs(
    labels=("浅野委員", "会長", "事務局"),
    names=True,
    people=(known("浅野 和子", "浅野委員", "浅野", "浅野委員"),),
)


def one(typed, customs=ANONYMOUS):
    [line] = said.lines(typed, customs).lines
    return (line.label, line.body, line.real_name) if line.begins else line.body


@pytest.mark.parametrize(
    "typed",
    [
        "参 人手が足りない",
        "参　人手が足りない",
        "参: 人手が足りない",
        "参加者 人手が足りない",
        "参加者：人手が足りない",
        "参加者 : 人手が足りない",
        "(参加者)人手が足りない",
        "（参加者）　人手が足りない",
        "【参加者】人手が足りない",
        "・参加者：人手が足りない",
        "- 参 人手が足りない",
        "① 参 人手が足りない",
        "参 ・人手が足りない",
        "(参加者)\n\n- ・人手が足りない",
    ],
)
def test_a_participant_is_typed_in_many_ways(typed):
    assert one(typed) == ("参加者", "人手が足りない", None)


@pytest.mark.parametrize("typed", ["事 講座", "事：講座", "(事務局)講座", "事務局 講座"])
def test_so_is_the_office(typed):
    assert one(typed) == ("事務局", "講座", None)


@pytest.mark.parametrize(
    ("typed", "label", "real_name"),
    [
        ("浅野 夜がよい", "参加者", "浅野 和子"),
        ("浅野委員：夜がよい", "参加者", "浅野 和子"),
        ("浅野 和子 夜がよい", "参加者", "浅野 和子"),
        ("広岡委員 夜がよい", "参加者", "廣岡 実"),
        ("佐藤（健）：夜がよい", "参加者", "佐藤 健"),
        ("鈴木主査 夜がよい", "事務局", "鈴木 学"),
        ("会長 夜がよい", "参加者", "浅野 和子"),
        ("副会長：夜がよい", "参加者", "副会長"),
        ("山本委員：夜がよい", "参加者", "山本委員"),
        ("福祉課長：夜がよい", "事務局", "福祉課長"),
        ("参加者（浅野）：夜がよい", "参加者", "浅野 和子"),
        ("（参加者（来賓））夜がよい", "参加者", "来賓"),
        ("浅野座長 夜がよい", "参加者", "浅野 和子"),
        ("参加者（浅野）夜がよい", "参加者", "浅野 和子"),
        ("参（浅野）：夜がよい", "参加者", "浅野 和子"),
        ("参（山本）：夜がよい", "参加者", "山本"),
        ("参 浅野 夜がよい", "参加者", "浅野 和子"),
        ("参加者：浅野委員　夜がよい", "参加者", "浅野 和子"),
        ("（事務局）鈴木主査 夜がよい", "事務局", "鈴木 学"),
    ],
)
def test_where_nobody_is_told_apart_a_name_is_for_the_secretariat_alone(typed, label, real_name):
    assert one(typed) == (label, "夜がよい", real_name)


@pytest.mark.parametrize(
    ("typed", "label"),
    [
        ("浅野 夜がよい", "浅野委員"),
        ("山本委員：夜がよい", "山本委員"),
        ("会長 夜がよい", "会長"),
        ("○副会長：夜がよい", "副会長"),
        ("事務局(鈴木主査)：夜がよい", "事務局(鈴木主査)"),
        ("委　員：夜がよい", "委員"),
        ("委員A 夜がよい", "委員A"),
    ],
)
def test_where_names_are_printed_they_are_the_label(typed, label):
    assert one(typed, NAMES) == (label, "夜がよい", None)


@pytest.mark.parametrize("typed", ["佐藤会長 夜がよい", "参 佐藤 夜がよい"])
def test_of_two_of_a_name_it_is_asked_who_is_meant(typed):
    with pytest.raises(NotKept) as refusal:
        one(typed)
    assert "佐藤 翔、佐藤 健" in refusal.value.sentence
    assert refusal.value.text == typed


@pytest.mark.parametrize(
    "typed", ["参加者（3名）が挙手した", "委員（公募）の募集", "参（再掲）資料1"]
)
def test_brackets_that_hold_nobodys_name_belong_to_the_words(typed):
    assert one(typed) == typed


def test_of_a_council_without_minutes_posts_are_printed_and_names_are_not():
    assert one("会長 開会する", Customs()) == ("会長", "開会する", None)
    assert one("山本委員：夜がよい", Customs()) == ("参加者", "夜がよい", "山本委員")


@pytest.mark.parametrize(
    "typed",
    [
        "人手が足りない",
        "課題：人手が足りない",
        "民生委員：3名が不足している",
        "情報共有が大切である",
        "10:30から始める",
        "https://example.jp/ を見てほしい",
        "（笑）そうだと思う",
        "-5度の日もあった",
        "5 件の要望があった",
        "オフレコの扱いを決めたい",
        "市民の声を聞きたい",
        "「参加者 全員」と書く",
    ],
)
def test_what_names_no_speaker_goes_on_whole(typed):
    assert one(typed) == typed


def test_several_lines_are_several_remarks_and_a_label_is_another_person():
    found = said.lines(
        "参 一つ目\r\n二つ目\n\n事務局：三つ目\n参 四つ目\n参加者：\n五つ目\n――――――\n六つ目",
        ANONYMOUS,
    )
    assert [(line.begins, line.label, line.body) for line in found.lines] == [
        (True, "参加者", "一つ目"),
        (False, None, "二つ目"),
        (True, "事務局", "三つ目"),
        (True, "参加者", "四つ目"),
        (True, "参加者", "五つ目"),
        (False, None, "六つ目"),
    ]


@pytest.mark.parametrize(
    ("typed", "kind", "body"),
    [
        ("決定: 案のとおりとする", "decision", "案のとおりとする"),
        ("決定：案のとおりとする", "decision", "案のとおりとする"),
        ("・決定 ： 案のとおりとする", "decision", "案のとおりとする"),
        ("【決定】案のとおりとする", "decision", "案のとおりとする"),
        ("宿題：福祉課 12月末 名簿を作る", "task", "福祉課 12月末 名簿を作る"),
        ("情報:講座は10月", "information", "講座は10月"),
        ("前回欠席：井上委員に資料を説明済み", "memo", "井上委員に資料を説明済み"),
    ],
)
def test_entries_have_their_kinds(typed, kind, body):
    assert said.lines(typed, ANONYMOUS).lines == (Line(kind=kind, body=body),)


@pytest.mark.parametrize(
    "typed",
    [
        "オフレコ: 予算は通らない",
        "オフレコ：予算は通らない",
        "ｵﾌﾚｺ 予算は通らない",
        "・おふれこ:予算は通らない",
        "（オフレコ）予算は通らない",
        "【オフレコ】予算は通らない",
        "予算は通らない（オフレコ）",
        "オフレコ:\n予算は通らない",
        "事務局：オフレコ：予算は通らない",
    ],
)
def test_what_is_off_the_record_leaves_no_trace(typed):
    found = said.lines(f"参 一つ目\n{typed}", ANONYMOUS)
    assert [line.body for line in found.lines] == ["一つ目"]
    assert found.off_record >= 1
    with pytest.raises(NotKept) as refused:
        said.lines(f"👍\n{typed}", ANONYMOUS)
    assert "予算" not in refused.value.text
    assert "予算" not in refused.value.sentence


def test_off_the_record_alone_is_nothing_to_record_and_no_mistake():
    assert said.lines("オフレコ: 予算は通らない", ANONYMOUS) == said.Said(lines=(), off_record=1)


def test_whoever_spoke_off_the_record_goes_on_on_it():
    found = said.lines("参 一つ目\n事務局：オフレコ：ここだけ\n二つ目", ANONYMOUS)
    assert [(line.label, line.body) for line in found.lines] == [
        ("参加者", "一つ目"),
        ("事務局", "二つ目"),
    ]


@pytest.mark.parametrize(
    ("typed", "body"),
    [
        ("<@U1|suzuki> に聞く", "@suzuki に聞く"),
        ("<@U1> に聞く", "@利用者 に聞く"),
        ("<!channel> に聞く", "@channel に聞く"),
        ("<!here|@here> に聞く", "@here に聞く"),
        ("<!subteam^S1|@fukushi> に聞く", "@fukushi に聞く"),
        ("<#C1|fukushi> に聞く", "#fukushi に聞く"),
        ("<https://a.example/x|資料1> を見る", "資料1（https://a.example/x） を見る"),
        ("<http://a.example|a.example> を見る", "a.example を見る"),
        ("<mailto:a@b.example|a@b.example> へ", "a@b.example へ"),
        ("a < b > c & d", "a < b > c & d"),
        ("聞こ\x00え\x1bる", "聞こえる"),
    ],
)
def test_slacks_marks_are_words_and_never_call_anybody(typed, body):
    assert one(typed) == body


def test_a_message_is_escaped_and_a_form_is_not():
    [line] = said.lines_of_message("a &lt;!channel&gt; &amp;amp; b", ANONYMOUS).lines
    assert line.body == "a <!channel> &amp; b"
    [line] = said.lines("a &amp; b", ANONYMOUS).lines
    assert line.body == "a &amp; b"


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "記録する言葉がありません"),
        (" 　\n", "記録する言葉がありません"),
        ("参加者：", "記録する言葉がありません"),
        (":smile: 👍", "絵文字や記号、メンションだけ"),
        ("<!channel> <@U1|suzuki>", "絵文字や記号、メンションだけ"),
        ("人手が足りない\n事務局：", "「事務局」のあとに発言がありません"),
        ("参加者：\n事務局：講座", "「参加者」のあとに発言がありません"),
        ("参 。。。", "絵文字や記号、メンションだけ"),
        ("人手が足りない\n1️⃣", "絵文字や記号、メンションだけの行「1️⃣」"),
        ("あ" * 3_001, "一つの発言は3,000字まで"),
        (
            "\n".join(f"{n}行目" for n in range(101)),
            "一度に記録できるのは100行までです（いま101行）",
        ),
        ("佐藤 夜がよい", "「佐藤」に当たる人が2人います（佐藤 翔、佐藤 健）"),
    ],
)
def test_what_cannot_be_recorded_is_refused_and_offered_back(typed, sentence):
    with pytest.raises(NotKept) as refused:
        said.lines(typed, ANONYMOUS)
    assert sentence in refused.value.sentence
    assert slack_text.unmarked(slack_text.plain(typed)).split() == refused.value.text.split()


def test_forty_thousand_characters_are_offered_back_whole():
    with pytest.raises(NotKept) as refused:
        said.lines("あ" * 40_000, ANONYMOUS)
    assert refused.value.text == "あ" * 40_000
    assert len(refused.value.sentence) < 200


def test_a_field_for_a_label_holds_whatever_is_printed():
    assert speakers.speaker("参", ANONYMOUS) == Speaker(label="参加者")
    assert speakers.speaker("浅野", ANONYMOUS) == Speaker(label="参加者", real_name="浅野 和子")
    assert speakers.speaker("浅野", NAMES) == Speaker(label="浅野委員")
    assert speakers.speaker("（一同）", NAMES) == Speaker(label="一同")
    with pytest.raises(NotKept, match="2人います"):
        speakers.speaker("佐藤", ANONYMOUS)


WORDS = st.text(st.characters(codec="utf-8", exclude_categories=("Cs",)), max_size=40)
PIECES = st.sampled_from(
    ["参 ", "事務局：", "(参加者)", "決定:", "・", "①", "<!channel>", "<@U1|a>", "&lt;", ":ok:", "\n", "　", "浅野 ", "佐藤 "]
)  # fmt: skip
TYPED = st.lists(st.one_of(WORDS, PIECES), max_size=12).map("".join)
# What is not kept: bullets, drawn lines, white space, and what became a label or a kind.
TAKEN_OFF = set("・①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳❶❷❸❹❺❻❼❽❾❿-*•‣▪◦–—−－ \t　")


@given(TYPED)
def test_any_text_is_kept_whole_or_refused_and_offered_back(typed):
    words = slack_text.unmarked(slack_text.plain(text.clean(typed)))
    if "オフレコ" in words:
        return
    try:
        found = said.lines(typed, ANONYMOUS).lines
    except NotKept as refused:
        offered = refused.text
    else:
        _is_kept(found, words)
        return
    drawn = [line for line in words.split("\n") if not said.is_rule(line.strip())]
    assert "".join(offered.split()) == "".join("".join(drawn).split())


def _is_kept(found, words):
    left = iter(words)
    for line in found:
        assert len(line.body) <= 3_000
        assert line.body == line.body.strip()
        for character in line.body:  # in order, none invented
            assert character in left, (line, words)
    # Of lines that begin with nobody's name, every character is kept.
    nobody = [one_line.strip() for one_line in words.split("\n")]
    if all(line.kind == "remark" and not line.begins for line in found):
        kept = "".join(line.body for line in found)
        assert sorted(c for c in kept if c not in TAKEN_OFF and not c.isspace()) == sorted(
            c
            for one_line in nobody
            if not said.is_rule(one_line)
            for c in one_line
            if c not in TAKEN_OFF and not c.isspace()
        )


NAMES_TYPED = st.sampled_from(["浅野", "浅野委員", "浅野 和子", "浅野会長", "廣岡", "広岡委員", "廣岡座長"])  # fmt: skip
LABELS = (
    "{} {}", "{}　{}", "{}：{}", "{}: {}", "（{}）{}", "[{}] {}", "・{}：{}", "○{} {}",
    "参 {} {}", "参加者：{}　{}", "参（{}）{}", "参（{}）：{}", "参加者（{}）{}", "（参加者（{}））{}",
)  # fmt: skip
AS_LABELS = st.sampled_from(LABELS)


@given(name=NAMES_TYPED, form=AS_LABELS, entries=st.lists(st.sampled_from(["二つ目", "決定: 案のとおり", "事 三つ目"])))  # fmt: skip
def test_however_a_name_is_typed_as_a_label_it_is_in_no_printed_word(name, form, entries):
    typed = "\n".join([form.format(name, "夜がよい"), *entries])
    first, *others = said.lines(typed, ANONYMOUS).lines
    assert (first.label, first.body) == ("参加者", "夜がよい")
    assert first.real_name in ("浅野 和子", "廣岡 実")
    printed = "".join(f"{line.label}{line.body}" for line in (first, *others))
    assert not any(part in printed for part in ("浅野", "和子", "廣岡", "広岡"))
