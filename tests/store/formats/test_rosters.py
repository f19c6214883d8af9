"""Rosters as files: what is read, and the sentence for each thing that is not."""

import io
from datetime import date

import pytest
from openpyxl import Workbook

from store.errors import Refused
from store.formats import rosters, tables
from store.formats.rosters import BadRows


def excel(*rows) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    saved = io.BytesIO()
    book.save(saved)
    return saved.getvalue()


def refusal(data: bytes | str) -> str:
    with pytest.raises(Refused) as refused:
        rosters.read(data.encode() if isinstance(data, str) else data, "名簿.csv")
    return refused.value.sentence


CSV = """No.,氏名,フリガナ,役職,所属団体,任期の始め,任期満了日,代理,電話番号,E-mail
1,廣岡　実,ヒロオカ　ミノル,会長,町内会連合会,令和8年4月1日,R10.3.31,○,0123-45-6789,h@example.jp

2,浅野 和子,,,,2026/4/1,,,,
"""
PEOPLE = [
    (2, "廣岡 実", {
        "name": "廣岡 実", "reading": "ヒロオカ ミノル", "role": "会長",
        "affiliation": "町内会連合会", "term_from": date(2026, 4, 1),
        "term_to": date(2028, 3, 31), "proxy_allowed": True, "phone": "0123-45-6789",
        "mail": "h@example.jp",
    }),
    (4, "浅野 和子", {
        "name": "浅野 和子", "reading": "", "role": "委員", "affiliation": "",
        "term_from": date(2026, 4, 1), "term_to": None, "proxy_allowed": False, "phone": "",
        "mail": "",
    }),
]  # fmt: skip


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932", "utf-16"])
def test_csv_is_read_in_whatever_excel_saved_it(encoding):
    found = rosters.read(CSV.encode(encoding), "名簿.csv")
    assert [(row.line, row.name, dict(row.given)) for row in found] == PEOPLE


def test_rows_copied_out_of_excel_are_read():
    found = rosters.read_pasted(CSV.replace(",", "\t"))
    assert [(row.line, row.name, dict(row.given)) for row in found] == PEOPLE


def test_excel_is_read_with_a_title_above_the_headings_and_real_dates():
    [row] = rosters.read(
        excel(
            ("○○懇話会 委員名簿", None, None, None),
            (None, None, None, None),
            ("氏名", "任期の始め", "区別", "代理出席"),
            ("廣岡 実", date(2026, 4, 1), 3, True),
        ),
        "名簿.xlsx",
    )
    assert row.line == 4
    assert dict(row.given) == {
        "name": "廣岡 実",
        "term_from": date(2026, 4, 1),
        "mark": "3",
        "proxy_allowed": True,
    }


@pytest.mark.parametrize("write", [tables.to_csv, tables.to_excel])
def test_what_is_written_is_read_the_same(write):
    people = [
        {
            "kind": "member", "name": "廣岡 実", "reading": "ひろおか みのる", "role": "会長",
            "category": "団体推薦", "affiliation": "=町内会", "mark": "北", "proxy_allowed": True,
            "term_from": date(2026, 4, 1), "term_to": date(2028, 3, 31), "slack_user": "U_SATO",
            "reached_by": "fax", "phone": "+81-123-45-6789", "fax": "0123-45-6780",
            "mail": "h@example.jp",
        },
    ]  # fmt: skip
    table = rosters.table(people, with_contacts=True)
    [row] = rosters.read(write(table), "名簿")
    assert {"kind": row.kind, **row.given} == people[0]


def test_contacts_are_written_only_where_they_are_asked_for():
    people = [{"kind": "member", "name": "廣岡 実", "phone": "0123-45-6789"}]
    table = rosters.table(people, with_contacts=False)
    assert "電話" not in [column.name for column in table.columns]
    assert "0123-45-6789" not in tables.to_csv(table).decode()


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("氏名\n浅野 和子\n、。1\n", "3行目の「氏名」: 氏名に数字や記号は使えません。"),
        ("氏名,所属\n,町内会\n", "2行目の「氏名」: 氏名を入力してください。"),
        ("氏名,ふりがな\n浅野,浅野\n", "2行目の「ふりがな」: ふりがなは、かなで"),
        ("氏名,任期の始め\n浅野,令和8年2月30日\n", "2行目の「任期の始め」: その日付はありません。"),
        ("氏名,任期の始め\n浅野,昭和99年4月1日\n", "2行目の「任期の始め」: その日付はありません。"),
        ("氏名,任期の始め\n浅野,桜の頃\n", "2行目の「任期の始め」: 日付として読めません。例: 令和8年4月1日"),
        ("氏名,電話\n浅野,なし\n", "2行目の「電話」: 電話番号の形ではありません。"),
        ("氏名,メール\n浅野,0123-45-6789\n", "2行目の「メール」: メールアドレスの形ではありません。"),
        ("氏名,連絡方法\n浅野,伝書鳩\n", "2行目の「連絡方法」: 電話・FAX・メール・Slackのどれか"),
        ("氏名,代理出席\n浅野,たぶん\n", "2行目の「代理出席」: ○か空欄に"),
        ("氏名,種別\n浅野,来賓\n", "2行目の「種別」: 委員か職員に"),
        ("氏名,職\n浅野,教授\n", "2行目: 部・課・係・職・発令日は、職員のための列です。"),
        ("氏名,所属\n浅野,=1+1\n", "2行目の「所属」: 数式は取り込めません。"),
        ("氏名,電話\n浅野,=1+1\n", "2行目の「電話」: 数式は取り込めません。"),
        ("氏名,所属\n浅野," + "長" * 61 + "\n", "2行目の「所属」: 60字までにしてください。"),
        ("氏名,ふりかな\n浅野,あさの\n", "見出し「ふりかな」の列は取り込めません。「ふりがな」のことでしょうか。"),
        ("氏名,備考\n浅野,x\n", "見出し「備考」の列は取り込めません。列を除くか"),
        ("氏名,所属,団体名\n浅野,a,b\n", "見出し「団体名」の列が二つあります。"),
        ("氏名,所属\n浅野,町内会,0123\n", "2行目: 見出しのない列に書き込みがあります。"),
        ("氏名\n浅野 和子\n浅野和子\n", "3行目: 「浅野和子」が2行目にもあります。"),
        ("0123-45-6789,浅野\n", "見出しの行が見つかりません。"),
        ("氏名\n", "見出しの下に、委員の行がありません。"),
        ("", "空です"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "古い形式（.xls）か、パスワード"),
        (b"PK\x03\x04 broken", "Excelのファイルとして読めません"),
        (b"\x80\x81\xff\xfe\xfa", "文字として読めません"),
    ],
)  # fmt: skip
def test_a_mistake_has_its_row_and_what_to_do(typed, sentence):
    assert sentence in refusal(typed)


@pytest.mark.parametrize(
    ("cells", "sentence"),
    [
        (
            ("廣岡 実", "=1+1"),
            "2行目の「電話」: 数式は取り込めません。値だけを貼り付けてください。",
        ),
        (("廣岡 実", 123456789), "2行目の「電話」: 数値になっていて、先頭の0が消えているおそれ"),
        (("#N/A", None), "2行目の「氏名」: セルがエラー（#N/Aなど）になっています。"),
    ],
)
def test_a_cell_of_excel_that_cannot_be_trusted_is_refused(cells, sentence):
    assert sentence in refusal(excel(("氏名", "電話"), cells))


def test_all_mistakes_are_told_at_once_and_no_sentence_repeats_a_number():
    typed = "氏名,電話,任期の始め,メール\n浅野,098x-65-4321,0987-65-4321,a@b\n0987-65-4321,,,\n"
    with pytest.raises(BadRows) as bad:
        rosters.read(typed.encode(), "名簿.csv")
    assert len(bad.value.problems) == 4
    assert "65-4321" not in bad.value.sentence
    assert "a@b" not in bad.value.sentence


def test_twenty_mistakes_are_shown_and_the_rest_counted():
    typed = "氏名\n" + "1\n" * 30
    assert "ほかに10か所あります。" in refusal(typed)


def test_ten_thousand_people_are_read_and_one_more_is_refused():
    lines = ["氏名,所属", *(f"浅野 和子,第{n}町内会" for n in range(10_000))]
    assert len(rosters.read("\n".join(lines).encode(), "名簿.csv")) == 10_000
    lines.append("浅野 和子,もう一つ")
    assert "一度に取り込めるのは10,000名まで" in refusal("\n".join(lines))
