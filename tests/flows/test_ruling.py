"""A council's own 要綱 is laid down once, and what is planned follows it."""

import pytest

from handlers.views import ruling as views
from store import councils, history, reminders, rules
from store.rows import insert
from store.rules import Rules
from tests.cast import BY, CHANNEL, CLERK, NOW, OUTSIDER
from tests.flows.reading import button, buttons, words


@pytest.fixture
def council(store, fukushi):
    with store.writing() as db:
        councils.bind(db, fukushi.id, CHANNEL, BY)
        councils.appoint(db, fukushi.id, CLERK, BY)
    return fukushi


@pytest.fixture
def form(bot, slack, council):
    bot.press(button(bot.command("/council rules"), "規則を変える"))
    return slack.told("views.open")[-1]["view"]


def chosen(value):
    return {"selected_option": {"value": value}}


def filled(**changes):
    """The form as the 要綱 of a strict council has it."""
    return {
        "quorum": chosen("half"),
        "quorum_number": {"value": None},
        "proxies_count": {"selected_options": []},
        "notice_days": {"value": "７日前"},
        "papers_days": {"value": "3"},
        "summary_days": {"value": None},
        "minutes_days": {"value": "45日以内"},
        "publication_days": {"value": "なし"},
        "in_working_days": chosen("working"),
        "closing_days": {"value": "12月29日～1月3日、8/13-8/15"},
        "reminders": {"value": "1週間前の朝9時\n前日17時"},
    } | changes


def laid_down(store):
    with store.reading() as db:
        return rules.of(db, 1)


def test_the_rules_are_shown_and_only_the_secretariat_may_change_them(bot, council):
    shown = bot.command("/council 規則")
    assert words(shown).split("\n")[:3] == [
        "「霧浜市地域福祉懇話会」の規則です",
        "定足数　定めない（懇話会など）",
        "開催通知（会議の何日前まで）　決まりなし",
    ]
    assert buttons(shown) == ["規則を変える", "出席者の書き方を変える"]
    assert buttons(bot.command("/council rules", user=OUTSIDER)) == []
    refused = bot.press(button(shown, "規則を変える"), user=OUTSIDER)
    assert "担当者だけができます" in words(refused)


def test_rules_are_laid_down_as_they_are_typed_and_told(bot, slack, store, form):
    assert bot.submit(form, filled()) is None
    assert laid_down(store) == Rules(
        quorum="half", notice_days=7, papers_days=3, minutes_days=45, in_working_days=True,
        closing_days=("12/29-1/3", "8/13-8/15"), reminders=("7日前 09:00", "1日前 17:00"),
    )  # fmt: skip
    told = slack.told("chat.postMessage")[-1]
    assert "「霧浜市地域福祉懇話会」の規則を決めました。" in words(told)
    assert "定足数　半数以上（代理者は数えない）" in words(told)
    with store.reading() as db:
        assert history.of(db, "councils", 1)[-1]["deed"] == "ruled"


def test_the_reminders_of_the_meetings_to_come_follow_the_rules(bot, store, form):
    with store.writing() as db:
        meeting_id = insert(
            db,
            """insert into meetings (council_id, status, held_on, starts_at, created_at)
            values (1, 'scheduled', '2026-12-16', '18:25', '2026-11-01')""",
        )
        reminders.follow(db, meeting_id, NOW, BY)
    bot.submit(form, filled())
    with store.reading() as db:
        assert [one.before for one in reminders.planned(db, 1)] == ["7日前 09:00", "1日前 17:00"]


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("notice_days", {"value": "七日くらい"}, "日数を、366までの数字で"),
        ("minutes_days", {"value": "9999"}, "日数を、366までの数字で"),
        ("closing_days", {"value": "2/30"}, "「2/30」という日はありません"),
        ("closing_days", {"value": "年末年始"}, "「年末年始」は閉庁日として読めません"),
        ("reminders", {"value": "そのうち"}, "お知らせの時期として読めません"),
        ("reminders", {"value": "\n".join(f"{n}日前" for n in range(1, 11))}, "8件までです（10件"),
    ],
)
def test_a_mistake_is_told_under_its_field_and_nothing_is_laid_down(
    bot, store, form, field, value, sentence
):
    told = bot.submit(form, filled(**{field: value}))
    assert told is not None
    assert list(told["errors"]) == [field]
    assert sentence in told["errors"][field]
    assert laid_down(store) == Rules()


def test_a_number_is_needed_where_the_quorum_is_a_number(bot, store, form):
    told = bot.submit(form, filled(quorum=chosen("number")))
    assert told is not None
    assert "1以上の数字で" in told["errors"]["quorum_number"]
    ok = filled(quorum=chosen("number"), quorum_number={"value": "８人以上"})
    assert bot.submit(form, ok) is None
    assert (laid_down(store).quorum, laid_down(store).quorum_number) == ("number", 8)


def test_rules_somebody_else_changed_meanwhile_are_not_overwritten(bot, store, form):
    with store.writing() as db:
        rules.lay_down(db, 1, Rules(notice_days=14), BY)
    told = bot.submit(form, filled())
    assert told is not None
    assert "ほかの方が規則を変えました" in str(told["errors"])
    assert laid_down(store) == Rules(notice_days=14)


def test_what_the_form_does_not_ask_stays(bot, slack, store, council):
    with store.writing() as db:
        rules.lay_down(db, 1, Rules(pay={"chair": 1}, roll={"names": "surname"}), BY)
    bot.press(button(bot.command("/council rules"), "規則を変える"))
    bot.submit(slack.told("views.open")[-1]["view"], filled())
    assert laid_down(store).pay == {"chair": 1}
    assert laid_down(store).roll == {"names": "surname"}


def test_a_forged_form_of_another_council_changes_nothing(bot, store, form):
    with store.writing() as db:
        councils.add(db, "霧浜市環境審議会", BY)
    forged = {**form, "private_metadata": form["private_metadata"].replace("1,", "2,", 1)}
    assert forged != form
    told = bot.submit(forged, filled())
    assert "「霧浜市環境審議会」の担当者だけができます" in str(told)
    assert "開き直してください" in str(bot.submit({**form, "private_metadata": "x"}, filled()))


def roll_values(**changes):
    menus = {
        "order": "chairs_first", "roles": "marks", "honorific": "nothing", "separator": "touten",
        "names": "surname", "members": "both", "absentees": "inside",
        "officers_order": "rank", "officers": "own_row",
    } | changes  # fmt: skip
    values = {name: {f"ruling.preview.{name}": chosen(value)} for name, value in menus.items()}
    return values | {
        "affiliation": {"ruling.preview": {"selected_options": []}},
        "notes": {"ruling.preview": {"selected_options": [{"value": "late"}]}},
        "officers_label": {"value": {"value": "事務局職員"}},
    }


@pytest.fixture
def roll_form(bot, slack, council):
    bot.press(button(bot.command("/council rules"), "出席者の書き方を変える"))
    return slack.told("views.open")[-1]["view"]


def test_the_sample_of_the_roll_follows_each_choice(bot, slack, roll_form):
    assert (
        "出席者: 会長 青木 正, 石川 恵(18:40から出席), 佐藤 葵, 副会長 佐藤 翔, "
        "中村 進(代理 西田 学) (敬称略) 福祉部次長 山根 進 福祉部福祉課主査 鈴木 学"
    ) in words(roll_form)
    bot._send(
        {
            "type": "block_actions",
            "user": {"id": CLERK},
            "team": {"id": "T"},
            "trigger_id": "1.2.3",
            "view": {**roll_form, "id": "V1", "state": {"values": roll_values()}},
            "actions": [
                {"type": "static_select", "block_id": "names", "action_id": "ruling.preview.names"}
            ],
        }
    )
    drawn = slack.told("views.update")[-1]["view"]
    assert (
        "出席者: 委員5名(欠席1名) ◎青木、○佐藤(翔)、石川(18:40から出席)、佐藤(葵)、中村 欠席者 吉田"
        in words(drawn)
    )
    assert "事務局職員: 福祉部次長 山根 進" in words(drawn)


def test_how_rolls_are_printed_is_kept_beside_the_other_rules(bot, slack, store, roll_form):
    view = {**roll_form, "id": "V1", "state": {"values": roll_values()}}
    sent = {"type": "view_submission", "user": {"id": CLERK}, "team": {"id": "T"}, "view": view}
    assert not bot._send(sent)
    kept = laid_down(store).roll
    assert (kept["names"], kept["honorific"], kept["separator"]) == ("surname", "", "、")
    assert kept["notes"] == ["late"]
    assert "出席者の書き方を決めました" in words(slack.told("chat.postMessage")[-1])


def test_every_quorum_a_rule_may_have_can_be_chosen():
    assert set(views.QUORUM) == {"none", "half", "more_than_half", "two_thirds", "number"}
