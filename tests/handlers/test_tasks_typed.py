"""Tasks typed in a hurry are printed with who does them and by when."""

from datetime import date

import pytest

from handlers.parse import tasks
from store.recordings import Line

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("福祉課 12/10 講座の日程案", "講座の日程案（担当：福祉課、期限：令和8年12月10日）"),
        (
            "福祉課　１２月１０日まで　講座の日程案",
            "講座の日程案（担当：福祉課、期限：令和8年12月10日）",
        ),
        ("12/10 講座の日程案", "講座の日程案（期限：令和8年12月10日）"),
        ("福祉課 月末 資料3の差し替え", "資料3の差し替え（担当：福祉課、期限：令和8年11月30日）"),
        ("福祉課 1/15 資料の 確認", "資料の 確認（担当：福祉課、期限：令和9年1月15日）"),
        ("福祉課 年内 講座の日程案", "福祉課 年内 講座の日程案"),
        ("講座の日程案", "講座の日程案"),
        ("福祉課 12/10", "福祉課 12/10"),
        ("福祉課 13/40 講座", "福祉課 13/40 講座"),
        ("講座の日程案（担当：福祉課）", "講座の日程案（担当：福祉課）"),
    ],
)
def test_a_task_is_printed(typed, printed):
    [line] = tasks.written_out([Line(body=typed, kind="task")], TODAY)
    assert line.body == printed


def test_a_remark_is_left_as_it_was_said():
    line = Line(body="福祉課 12/10 講座の日程案")
    assert tasks.written_out([line], TODAY) == (line,)
