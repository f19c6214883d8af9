import pytest

from store.errors import Refused
from store.formats import text

MEETING = """\
みどり市緑化懇話会 会議録（令和5年度第1回）

日時	令和5年5月10日（水） 10:00～11:30
場所	みどり市役所 第1会議室

1 開会

(会長)

- ・始めます。
"""


def refusal(printed: str) -> text.Unreadable:
    with pytest.raises(text.Unreadable) as refused:
        text.read(printed)
    assert isinstance(refused.value, Refused)
    return refused.value


def test_a_day_that_does_not_exist_is_refused_at_its_line() -> None:
    refused = refusal(MEETING.replace("5月10日（水）", "2月30日（水）"))
    assert refused.line == 3
    assert (
        refused.sentence == "「令和5年2月30日」という日はありません。正しい日付に直してください。"
    )


def test_a_day_without_a_label_that_does_not_exist_is_refused_at_its_line() -> None:
    refused = refusal("令和5年度 第1回みどり市緑化懇話会\n令和5年2月30日\n会長)\n始めます。\n")
    assert refused.line == 2


def test_a_weekday_that_does_not_fit_is_refused_with_the_right_one() -> None:
    refused = refusal(MEETING.replace("（水）", "（木）"))
    assert refused.line == 3
    assert refused.sentence == (
        "曜日が合いません。令和5年5月10日は水曜日ですが、「木」と書かれています。日付か曜日を直してください。"
    )


def test_a_weekday_written_out_is_compared_too() -> None:
    assert refusal(MEETING.replace("（水）", "(日曜日)")).line == 3


def test_a_year_the_era_does_not_have_is_refused() -> None:
    refused = refusal(MEETING.replace("令和5年5月10日（水）", "平成40年5月10日"))
    assert refused.sentence == "平成40年という年はありません。平成は31年までです。"


def test_an_end_before_the_start_is_refused() -> None:
    refused = refusal(MEETING.replace("11:30", "9:30"))
    assert refused.line == 3
    assert refused.sentence == (
        "終了時刻（09:30）が開始時刻（10:00）より前になっています。時刻を直してください。"
    )


def test_an_hour_that_does_not_exist_is_refused() -> None:
    assert (
        refusal(MEETING.replace("11:30", "25:30")).sentence == "「25:30」という時刻はありません。"
    )


def test_two_meetings_in_one_file_are_refused_with_the_line_of_the_second() -> None:
    second = MEETING.replace("第1回", "第2回").replace("5月10日（水）", "6月14日（水）")
    refused = refusal(MEETING + "\n" + second)
    assert refused.line == 12
    assert refused.sentence == (
        "1つのファイルに2つの会議が入っています。2つ目は12行目"
        "「みどり市緑化懇話会 会議録（令和5年度第2回）」から始まります。会議ごとに分けてください。"
    )


def test_two_meetings_on_two_lines_are_refused_too() -> None:
    one = "みどり市緑化懇話会 議事録 1 日時:令和5年5月10日(水) 2 場所:市役所 開会 ○会長  始めます。 ○委員  はい。"
    assert refusal(f"{one}\n{one.replace('5月10日', '6月14日')}\n").line == 2


def test_two_meetings_without_the_word_minutes_are_refused_too() -> None:
    one = "令和5年度 第1回みどり市緑化懇話会\n令和5年5月10日(水) 午後2時から\n会長)\n始めます。\n"
    assert refusal(one + one.replace("5月10日", "6月14日")).line == 5


def test_the_next_meetings_date_is_no_second_meeting() -> None:
    following = "2 その他\n\n次回の予定\n日時 令和5年6月14日（水）\n場所 みどり市役所\n"
    assert text.read(MEETING + "\n" + following).held_on is not None


@pytest.mark.parametrize(
    "printed",
    [
        "昨日は雨だった。\n今日も雨だった。\n",
        "吾輩は猫である。名前はまだ無い。" * 50,
        "a,b,c\n1,2,3\n",
        "{}",
        "   \n\n",
        "○議長（山田太郎）　開会いたします。\n",
    ],
)
def test_what_is_no_minutes_is_refused(printed: str) -> None:
    refused = refusal(printed)
    assert refused.line is None
    assert refused.sentence.startswith("会議録の形をしていません。")


def test_an_agenda_with_speakers_is_read_without_a_header() -> None:
    document = text.read("1 開会\n(会長)\n始めます。\n")
    assert [(one.line, one.sentence) for one in document.notices] == [
        (1, "題名・日時・出席者の欄がありません。会議名と開催日は取り込んだ後で入れてください。")
    ]
