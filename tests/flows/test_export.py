"""A clerk takes what was found away as a file, to prepare an answer from it."""

import csv
import io

import pytest
from openpyxl import load_workbook

from store import councils
from tests.cast import BY, CHIEF, CLERK, MINUTES, OUTSIDER, keep
from tests.flows.reading import button, words

CSV = {"action_id": "export.csv", "value": '{"q":"=人材","off":""}', "type": "button"}
XLSX = {"action_id": "export.xlsx", "value": '{"q":"=人材","off":""}', "type": "button"}

HEADING = [
    "会議体", "会議", "開催日(和暦)", "開催日(ISO)", "議題", "発言者", "発言", "番号",
]  # fmt: skip


def read_csv(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))


@pytest.fixture
def secretariat(store, minutes, closed):
    with store.writing() as db:
        council = councils.find(db, "霧浜市地域福祉懇話会")
        assert council
        councils.appoint(db, council.id, CLERK, BY)


@pytest.mark.usefixtures("minutes")
def test_all_hits_arrive_as_csv_in_the_persons_own_messages(bot, slack):
    reply = bot.press(CSV)
    assert "「=人材」の検索結果2件を、ダイレクトメッセージにファイルで送りました。" in words(reply)
    assert reply["response_type"] == "ephemeral"
    assert reply["replace_original"] is False
    [asked] = slack.told("files.getUploadURLExternal")
    assert asked["filename"] == "会議録_=人材_2件.csv"
    [shared] = slack.told("files.completeUploadExternal")
    assert shared["channel_id"] == "D_U_SUZUKI"
    assert shared["initial_comment"] == "書き出した検索結果（2行）です。"
    rows = read_csv(slack.uploads["F1"])
    assert rows[0] == HEADING
    assert rows[1][:7] == [
        "霧浜市地域福祉懇話会",
        "令和7年度第2回",
        "令和7年8月6日(水)",
        "2025-08-06",
        "2(1) 見守り活動について",
        "事務局",
        "人材の育成は大きな課題であり、講座を秋に開く。",
    ]
    assert rows[1][7].startswith("kaigiroku:")
    assert rows[2][5:7] == ["参加者", "講座は夜に開いてほしい。人材バンクも考えられる。"]
    assert len(rows) == 3


@pytest.mark.usefixtures("minutes")
def test_words_that_mean_the_same_are_in_it_unless_they_were_switched_off(bot, slack):
    bot.press(CSV | {"value": '{"q":"人材","off":""}'})
    assert "担い手が足りない。人手不足が課題である。" in [
        row[6] for row in read_csv(slack.uploads["F1"])
    ]
    bot.press(CSV | {"value": '{"q":"人材","off":"担い手、人手、人手不足"}'}, message_ts="10.0")
    assert [row[6] for row in read_csv(slack.uploads["F2"])[1:]] == [
        "人材の育成は大きな課題であり、講座を秋に開く。",
        "講座は夜に開いてほしい。人材バンクも考えられる。",
    ]


@pytest.mark.usefixtures("minutes")
def test_the_buttons_stand_under_what_was_found(bot, slack):
    reply = bot.command("/minutes search =人材")
    bot.press(button(reply, "CSVで書き出す"))
    bot.press(button(reply, "Excelで書き出す"))
    assert [asked["filename"] for asked in slack.told("files.getUploadURLExternal")] == [
        "会議録_=人材_2件.csv",
        "会議録_=人材_2件.xlsx",
    ]


@pytest.mark.usefixtures("minutes")
def test_all_hits_arrive_as_excel(bot, slack):
    bot.press(XLSX)
    [asked] = slack.told("files.getUploadURLExternal")
    assert asked["filename"] == "会議録_=人材_2件.xlsx"
    sheet = load_workbook(io.BytesIO(slack.uploads["F1"])).active
    assert [cell.value for cell in sheet[1]] == HEADING
    assert sheet["G3"].value == "講座は夜に開いてほしい。人材バンクも考えられる。"
    assert sheet.max_row == 3


def test_every_hit_is_in_the_file_beyond_the_page_on_screen(bot, slack, store, tmp_path):
    bullets = "\n".join(f"- ・{n}番目の要望です。" for n in range(1, 1_204))
    keep(store, tmp_path, MINUTES.replace("- ・若い世代に声を掛けたい。", bullets))
    bot.press(CSV | {"value": '{"q":"要望","off":""}'})
    rows = read_csv(slack.uploads["F1"])
    assert [row[6] for row in rows[1:]] == [f"{n}番目の要望です。" for n in range(1, 1_204)]


def test_by_relevance_too_every_hit_is_in_the_file(bot, slack, store, tmp_path):
    keep(store, tmp_path, MINUTES)
    bot.press(CSV | {"value": '{"q":"=人材 並び:関連順","off":""}'})
    assert len(read_csv(slack.uploads["F1"])) == 3


def test_more_than_ten_thousand_hits_are_refused_with_what_to_do(bot, slack, store, tmp_path):
    bullets = "\n".join(f"- ・{n}番目の要望です。" for n in range(1, 10_002))
    keep(store, tmp_path, MINUTES.replace("- ・若い世代に声を掛けたい。", bullets))
    read = words(bot.press(CSV | {"value": '{"q":"要望","off":""}'}))
    assert "「要望」に当たる発言は10,001件あります。" in read
    assert "一度に書き出せるのは10,000件までです。" in read
    assert "絞り込んでから" in read
    assert slack.uploads == {}


@pytest.mark.usefixtures("minutes")
def test_pressed_twice_it_is_sent_once(bot, slack):
    bot.press(CSV)
    again = bot.press(CSV)
    assert "すでにダイレクトメッセージに送っています" in words(again)
    assert len(slack.uploads) == 1
    bot.press(XLSX)
    bot.press(CSV, message_ts="10.0")
    bot.press(CSV, user=OUTSIDER)
    assert len(slack.uploads) == 4


@pytest.mark.usefixtures("secretariat")
def test_what_was_said_behind_closed_doors_goes_into_no_file(bot, slack):
    mine = bot.press(CSV)
    assert "非公開の会議の発言2件は、ファイルに入れていません。" in words(mine)
    others = [bot.press(CSV, user=user) for user in (OUTSIDER, CHIEF)]
    names = [asked["filename"] for asked in slack.told("files.getUploadURLExternal")]
    assert names == ["会議録_=人材_2件.csv"] * 3
    assert [row[1] for row in read_csv(slack.uploads["F1"])[1:]] == ["令和7年度第2回"] * 2
    assert "第3回" not in slack.uploads["F1"].decode("utf-8-sig")
    for number, reply in enumerate(others, start=2):
        assert "非公開" not in words(reply)
        content = slack.uploads[f"F{number}"].decode("utf-8-sig")
        assert "第3回" not in content
        assert "非公開" not in content


def test_what_people_said_is_never_worked_out_as_a_formula(bot, slack, store, tmp_path):
    keep(
        store, tmp_path, MINUTES.replace("講座は夜に", '=HYPERLINK("http://x","人材")　講座は夜に')
    )
    bot.press(CSV)
    bot.press(XLSX)
    said = '=HYPERLINK("http://x","人材")　講座は夜に開いてほしい。人材バンクも考えられる。'
    assert read_csv(slack.uploads["F1"])[2][6] == f"'{said}"
    cell = load_workbook(io.BytesIO(slack.uploads["F2"])).active["G3"]
    assert (cell.value, cell.data_type) == (said, "s")


@pytest.mark.usefixtures("minutes")
def test_a_file_name_is_one_on_any_computer(bot, slack):
    bot.press(CSV | {"value": '{"q":"=人材 OR \\"../../x\\" OR <b>|c","off":""}'})
    [asked] = slack.told("files.getUploadURLExternal")
    assert asked["filename"] == "会議録_=人材_OR_.._.._x_OR_b_c_2件.csv"


@pytest.mark.usefixtures("minutes")
@pytest.mark.parametrize(
    "value", ['{"q":"宇宙開発","off":"","by":"year"}', '{"q":"","off":""}', "{}", "null"]
)
def test_what_cannot_be_exported_is_told_in_a_sentence(bot, slack, value):
    for action_id in ("export.csv", "export.trend_xlsx"):
        reply = bot.press(CSV | {"action_id": action_id, "value": value})
        assert words(reply)
        assert "受付番号" not in words(reply)
    assert slack.uploads == {}


def test_only_closed_remarks_make_no_file(bot, slack, store, closed):
    with store.writing() as db:
        councils.appoint(db, 1, CLERK, BY)
    assert "非公開の会議の発言だけです" in words(bot.press(CSV))
    assert slack.uploads == {}


@pytest.mark.usefixtures("secretariat")
def test_the_table_of_a_trend_is_a_file_too(bot, slack):
    trend = bot.command("/minutes trend 人材")
    bot.press(button(trend, "CSV"))
    assert "非公開の会議の発言2件は、ファイルに入れていません。" in words(
        bot.press(button(trend, "Excel"))
    )
    [_, as_csv, as_excel] = slack.told("files.getUploadURLExternal")
    assert as_csv["filename"] == "推移_人材_会議ごと.csv"
    assert as_excel["filename"] == "推移_人材_会議ごと.xlsx"
    assert read_csv(slack.uploads["F2"]) == [
        ["会議体", "会議", "開催日(和暦)", "開催日(ISO)", "含む発言", "全発言", "割合"],
        [
            "霧浜市地域福祉懇話会", "令和7年度第2回", "令和7年8月6日(水)", "2025-08-06",
            "2", "7", "0.2857",
        ],
    ]  # fmt: skip
    sheet = load_workbook(io.BytesIO(slack.uploads["F3"])).active
    assert sheet["G2"].value == 0.2857
    assert sheet["G2"].number_format == "0.0%"


@pytest.mark.usefixtures("minutes")
def test_the_years_of_a_trend_are_a_file_too(bot, slack):
    bot.press(CSV | {"action_id": "export.trend_csv", "value": '{"q":"人材","by":"year"}'})
    assert read_csv(slack.uploads["F1"]) == [
        ["年度", "会議の数", "含む発言", "全発言", "割合"],
        ["令和7年度", "1", "2", "7", "0.2857"],
    ]
