"""Tasks: what the body prints is what is known, who and until when."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.formats import tasks
from store.formats.tasks import Task

DUE = date(2026, 12, 10)


@pytest.mark.parametrize(
    ("body", "task"),
    [
        (
            "資料3の差し替え（担当：福祉課、期限：令和8年12月10日）",
            Task(what="資料3の差し替え", responsible="福祉課", due_on=DUE),
        ),
        ("資料3の差し替え（担当：福祉課）", Task(what="資料3の差し替え", responsible="福祉課")),
        ("資料3の差し替え（期限：令和8年12月10日）", Task(what="資料3の差し替え", due_on=DUE)),
        ("資料3の差し替え", Task(what="資料3の差し替え")),
        (
            "手引きの案（改訂版）の送付（担当：福祉課（高齢者係）、期限：令和8年12月10日）",
            Task(what="手引きの案（改訂版）の送付", responsible="福祉課（高齢者係）", due_on=DUE),
        ),
        (
            "資料3の差し替え(担当:福祉課、期限:令和8年12月10日(木))",
            Task(what="資料3の差し替え", responsible="福祉課", due_on=DUE),
        ),
        (
            "資料3の差し替え（担当：福祉課、期限：年内）",
            Task(what="資料3の差し替え（担当：福祉課、期限：年内）"),
        ),
        (
            "資料3の差し替え（期限：令和8年12月40日）",
            Task(what="資料3の差し替え（期限：令和8年12月40日）"),
        ),
        ("手引き（案）", Task(what="手引き（案）")),
        ("", Task(what="")),
    ],
)
def test_a_task_is_read_out_of_its_body(body: str, task: Task) -> None:
    assert tasks.read(body) == task


def test_a_task_is_written_as_it_is_read() -> None:
    assert tasks.write("資料3の差し替え", "福祉課", DUE) == (
        "資料3の差し替え（担当：福祉課、期限：令和8年12月10日）"
    )
    assert tasks.write("資料3の差し替え", None, DUE) == "資料3の差し替え（期限：令和8年12月10日）"
    assert tasks.write("資料3の差し替え", "福祉課", None) == "資料3の差し替え（担当：福祉課）"
    assert tasks.write("資料3の差し替え", None, None) == "資料3の差し替え"


@given(
    st.text(st.sampled_from("資料3（）の、差し替え 担当"), min_size=1).map(str.strip).filter(bool),
    st.none() | st.from_regex("[福祉課、]{0,4}課(（高齢者係）)?", fullmatch=True),
    st.none() | st.dates(date(2020, 1, 1), date(2040, 1, 1)),
)
def test_whatever_is_written_is_read_again(what, responsible, due_on) -> None:
    written = tasks.write(what, responsible, due_on)
    assert tasks.read(written) == Task(what=what, responsible=responsible, due_on=due_on)
