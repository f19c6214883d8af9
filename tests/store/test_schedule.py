"""The schedule: numbers that follow, what speaks against a day, drafts, files read by others."""

import io
from datetime import date, time, timedelta

import docx
import pytest
import vobject

from store import councils as bodies
from store import history, live, members, numbering, rules, schedule
from store.errors import Refused
from store.formats import calendar, notice
from store.formats.calendar import Entry
from store.formats.notice import Notice
from store.history import By
from store.members import NewMember
from store.rules import Rules
from store.schedule import Draft, NewMaterial, NewMeeting
from store.schedule.ideas import is_promise
from store.slots import Slot
from store.viewers import OPERATOR, PUBLIC
from tests.cast import BY, NOW

TODAY = date(2026, 11, 23)
DECEMBER = Slot(day=date(2026, 12, 16), starts_at=time(18, 25), ends_at=time(19, 30))


def slot(month: int, day: int, hour: int = 10, year: int = 2026) -> Slot:
    return Slot(day=date(year, month, day), starts_at=time(hour), ends_at=time(hour + 1))


def add(store, council, when=DECEMBER, **more):
    with store.writing() as db:
        return schedule.add(db, NewMeeting(council_id=council.id, slot=when, **more), BY)


def titles(store, council):
    with store.reading() as db:
        found = schedule.upcoming(db, council.id, OPERATOR, TODAY)
    return [(one.title, str(one.held_on)) for one in found]


def problems(store, council, when, venue=None, laid=None, besides=None):
    with store.reading() as db:
        return schedule.problems(
            db, council.id, when, venue, laid or Rules(), TODAY, viewer=PUBLIC, besides=besides
        )


def test_numbers_follow_the_order_of_time_and_the_fiscal_year(store, fukushi):
    add(store, fukushi, slot(12, 16))
    add(store, fukushi, slot(4, 14, year=2027))
    add(store, fukushi, slot(12, 1))
    assert titles(store, fukushi) == [
        ("令和8年度第1回", "2026-12-01"),
        ("令和8年度第2回", "2026-12-16"),
        ("令和9年度第1回", "2027-04-14"),
    ]


def test_what_it_would_be_called_is_what_it_is_called(store, fukushi):
    add(store, fukushi, slot(12, 16))
    wanted = [slot(12, 1), slot(12, 16), slot(12, 20), slot(4, 1, year=2027)]
    with store.reading() as db:
        expected = numbering.would_be(db, fukushi.id, wanted, TODAY)
    assert expected == ["令和8年度第1回", "令和8年度第3回", "令和8年度第4回", "令和9年度第1回"]
    made = [add(store, fukushi, one) for one in wanted]
    with store.reading() as db:
        assert [schedule.get(db, one, OPERATOR).meeting.title for one in made] == expected


def test_moved_over_the_new_year_both_years_are_numbered_anew(store, fukushi):
    first = add(store, fukushi, slot(12, 1))
    add(store, fukushi, slot(12, 16))
    with store.writing() as db:
        moved = schedule.change(
            db, first, slot=slot(4, 14, year=2027), venue=None, version=1, by=BY
        )
    assert moved
    assert titles(store, fukushi) == [
        ("令和8年度第1回", "2026-12-16"),
        ("令和9年度第1回", "2027-04-14"),
    ]


def test_a_version_that_was_overtaken_is_refused(store, fukushi):
    meeting_id = add(store, fukushi)
    with store.writing() as db:
        schedule.change(db, meeting_id, slot=slot(12, 17), venue="甲", version=1, by=BY)
    with pytest.raises(Refused, match="ほかの方"), store.writing() as db:
        schedule.change(db, meeting_id, slot=slot(12, 18), venue="乙", version=1, by=BY)
    with store.reading() as db:
        kept = schedule.get(db, meeting_id, OPERATOR)
    assert (kept.meeting.venue, kept.version, kept.revision) == ("甲", 2, 1)


def test_cancelled_twice_is_refused(store, fukushi):
    meeting_id = add(store, fukushi)
    with store.writing() as db:
        schedule.cancel(db, meeting_id, "大雪のため", BY)
    with pytest.raises(Refused, match="すでに中止されています"), store.writing() as db:
        schedule.cancel(db, meeting_id, "大雪のため", BY)
    with store.reading() as db:
        kept = schedule.get(db, meeting_id, OPERATOR)
        assert history.check(db) == []
    assert kept.is_cancelled
    assert kept.cancelled_because == "大雪のため"


def test_agenda_and_materials_are_changed_and_sections_stay(store, fukushi):
    first, second = (NewMaterial(label=f"資料{n}", title=f"第{n}案") for n in (1, 2))
    meeting_id = add(store, fukushi, agenda=("甲", "乙"), materials=(first, second))
    with store.writing() as db:
        moves = schedule.change(
            db, meeting_id, slot=DECEMBER, venue=None, version=1, by=BY, agenda=("乙", "丙", "甲"),
            materials=(second,),
        )  # fmt: skip
        kept = schedule.get(db, meeting_id, OPERATOR)
        names = [item.name for item in live.items(db, meeting_id)]
    assert not moves
    assert kept.agenda == ("乙", "丙", "甲")
    assert kept.materials == (second,)
    assert names == ["1 開会", "2 議題", "2(1) 乙", "2(2) 丙", "2(3) 甲", "3 その他", "4 閉会"]


@pytest.mark.parametrize(
    ("when", "laid", "sentences"),
    [
        (DECEMBER, Rules(), ()),
        (slot(12, 19), Rules(), ("令和8年12月19日(土)は土曜日です。",)),
        (slot(1, 2, year=2027), Rules(), ("令和9年1月2日(土)は土曜日です。",)),
        (slot(12, 30), Rules(), ("令和8年12月30日(水)は閉庁日です。",)),
        (slot(11, 20), Rules(), ("令和8年11月20日(金)は、過ぎた日です。",)),
        (slot(11, 30), Rules(notice_days=7), ()),
        (
            slot(11, 27),
            Rules(notice_days=7),
            (
                "開催通知は会議の7日前（令和8年11月20日(金)）までに送る決まりですが、その日を過ぎています。",
            ),
        ),
        (
            slot(12, 2),
            Rules(notice_days=7, in_working_days=True),
            (
                "開催通知は会議の開庁日で7日前（令和8年11月20日(金)）までに送る決まりですが、その日を過ぎています。",
            ),
        ),
    ],
)
def test_what_the_day_itself_says(store, fukushi, when, laid, sentences):
    assert problems(store, fukushi, when, laid=laid) == sentences


def test_clashes_of_council_venue_and_people(store, fukushi):
    with store.writing() as db:
        kotsu = bodies.add(db, "霧浜市交通会議", BY)
        for council_id in (fukushi.id, kotsu.id):
            members.add(db, council_id, NewMember(name="石川 恵", reading="いしかわ めぐみ"), BY)
    mine = add(store, fukushi, venue="市民会館")
    theirs = "霧浜市地域福祉懇話会 令和8年度第1回"
    assert problems(store, fukushi, slot(12, 16, 19)) == (
        f"{theirs}（18:25から）と時間が重なっています。",
    )
    assert problems(store, fukushi, slot(12, 16, 10)) == (
        f"同じ日に{theirs}（18:25から）があります。",
    )
    assert problems(store, fukushi, slot(12, 16, 19), besides=mine) == ()
    assert problems(store, kotsu, slot(12, 16, 19), "市民 会館") == (
        f"市民 会館では、同じ時間に{theirs}（18:25から）があります。",
        f"{theirs}（18:25から）と時間が重なり、両方の名簿に同じ名前の委員が1名います（石川 恵）。",
    )
    assert problems(store, kotsu, slot(12, 16, 10), "市民会館") == ()


def test_a_closed_meeting_of_another_council_is_not_given_away(store, fukushi):
    with store.writing() as db:
        kotsu = bodies.add(db, "霧浜市交通会議", BY)
    meeting_id = add(store, fukushi, venue="市民会館")
    with store.writing() as db:
        live.disclose(db, meeting_id, "closed", None, BY)
    assert problems(store, kotsu, DECEMBER, "市民会館") == ()


def test_a_draft_is_its_owners_and_is_taken_once(store, fukushi):
    midnight = Slot(day=date(2026, 12, 16), starts_at=time(22), ends_at=time(0))
    draft = Draft(
        council_id=fukushi.id, slots=(midnight, Slot(day=date(2026, 12, 17))), venue="市民会館",
        agenda=("甲",), materials=(NewMaterial(label="資料1", title="乙"),), notices=("丙",),
    )  # fmt: skip
    with store.writing() as db:
        draft_id = schedule.keep_draft(db, draft, "U_SUZUKI", BY)
    with store.writing() as db:
        with pytest.raises(Refused):
            schedule.take_draft(db, draft_id, "U_YAMAMOTO", BY)
        assert schedule.take_draft(db, draft_id, "U_SUZUKI", BY) == draft
        with pytest.raises(Refused):
            schedule.take_draft(db, draft_id, "U_SUZUKI", BY)


def test_a_drafts_number_is_never_given_twice(store, fukushi):
    draft = Draft(council_id=fukushi.id, slots=(DECEMBER,))
    later = By("slack:U_SUZUKI", NOW + timedelta(days=30))
    with store.writing() as db:
        old = schedule.keep_draft(db, draft, "U_SUZUKI", BY)
        schedule.take_draft(db, old, "U_SUZUKI", BY)
        assert schedule.keep_draft(db, draft, "U_SUZUKI", later) == old + 1
        assert schedule.keep_draft(db, draft, "U_SUZUKI", later) == old + 2
        [left] = db.execute("select count(*) from meeting_drafts").fetchone()
    assert left == 2


@pytest.mark.parametrize(
    ("label", "body", "expected"),
    [
        ("事務局", "次回以降、資料の中で見せていきたい。", True),
        ("事務局", "御意見を踏まえ、検討していきたい。", True),
        ("事務局", "確認して後日お知らせする。", True),
        ("事務局", "次回は11月に開催する。", False),
        ("事務局", "人材の育成は大きな課題である。", False),
        ("参加者", "次回は資料で見せてほしい。", False),
    ],
)
def test_only_the_secretariat_promises(label, body, expected):
    assert is_promise(label, body) is expected


# --- Files, read by something else than what wrote them


def parsed(content: bytes) -> list[tuple[str, str]]:
    """Lines of RFC 5545, unfolded by hand: name with parameters, and value."""
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))
    text = content.decode().replace("\r\n ", "")
    assert text.endswith("\r\n")
    lines = [line.partition(":") for line in text.split("\r\n")[:-1]]
    return [(name, value) for name, _, value in lines]


def test_a_calendar_file_says_when_in_japan_and_what_it_replaces():
    entry = Entry(
        uid="kaigiroku-1-2-3", sequence=4, title="霧浜市地域福祉懇話会 令和8年度第1回",
        slot=DECEMBER, venue="市民文化会館, 第2会議室", agenda=("見守り; 活動",),
    )  # fmt: skip
    lines = parsed(calendar.invitation([entry], NOW))
    assert lines[0] == ("BEGIN", "VCALENDAR")
    assert lines[-1] == ("END", "VCALENDAR")
    for expected in [
        ("TZID", "Asia/Tokyo"),
        ("TZOFFSETFROM", "+0900"),
        ("TZOFFSETTO", "+0900"),
        ("UID", "kaigiroku-1-2-3"),
        ("SEQUENCE", "4"),
        ("DTSTAMP", "20261123T040000Z"),
        ("DTSTART;TZID=Asia/Tokyo", "20261216T182500"),
        ("DTEND;TZID=Asia/Tokyo", "20261216T193000"),
        ("SUMMARY", "霧浜市地域福祉懇話会 令和8年度第1回"),
        ("LOCATION", "市民文化会館\\, 第2会議室"),
        ("DESCRIPTION", "議題\\n(1) 見守り\\; 活動"),
        ("STATUS", "CONFIRMED"),
    ]:
        assert expected in lines


@pytest.mark.parametrize(
    ("when", "begins", "ends"),
    [
        (
            Slot(day=date(2026, 12, 16)),
            ("DTSTART;VALUE=DATE", "20261216"),
            ("DTEND;VALUE=DATE", "20261217"),
        ),
        (
            Slot(day=date(2026, 12, 31), starts_at=time(22), ends_at=time(0)),
            ("DTSTART;TZID=Asia/Tokyo", "20261231T220000"),
            ("DTEND;TZID=Asia/Tokyo", "20270101T000000"),
        ),
        (
            Slot(day=date(2028, 2, 29), starts_at=time(18)),
            ("DTSTART;TZID=Asia/Tokyo", "20280229T180000"),
            ("DTEND;TZID=Asia/Tokyo", "20280229T200000"),
        ),
    ],
)
def test_whole_days_midnight_and_no_end(when, begins, ends):
    lines = parsed(calendar.invitation([Entry(uid="u", sequence=0, title="会議", slot=when)], NOW))
    assert begins in lines
    assert ends in lines


def test_another_program_reads_the_calendar_as_it_was_meant():
    entries = [
        Entry(
            uid="kaigiroku-1-2-3", sequence=4, title="霧浜市地域福祉懇話会 令和8年度第1回",
            slot=DECEMBER, venue="市民文化会館, 第2会議室", agenda=("見守り; 活動", "長い議題" * 20),
        ),
        Entry(
            uid="kaigiroku-1-3-4", sequence=5, title="会議",
            slot=Slot(day=date(2026, 12, 17)), is_cancelled=True,
        ),
    ]  # fmt: skip
    read = vobject.readOne(calendar.invitation(entries, NOW).decode())
    held, gone = read.vevent_list
    assert held.uid.value == "kaigiroku-1-2-3"
    assert held.sequence.value == "4"
    assert held.summary.value == "霧浜市地域福祉懇話会 令和8年度第1回"
    assert held.location.value == "市民文化会館, 第2会議室"
    assert held.description.value == "議題\n(1) 見守り; 活動\n(2) " + "長い議題" * 20
    assert held.dtstart.value.isoformat() == "2026-12-16T18:25:00+09:00"
    assert held.dtend.value.isoformat() == "2026-12-16T19:30:00+09:00"
    assert gone.dtstart.value == date(2026, 12, 17)
    assert gone.dtend.value == date(2026, 12, 18)
    assert gone.status.value == "CANCELLED"


def test_a_cancellation_takes_the_entry_out():
    gone = Entry(uid="u", sequence=1, title="会議", slot=DECEMBER, is_cancelled=True)
    lines = parsed(calendar.invitation([gone], NOW))
    assert ("STATUS", "CANCELLED") in lines
    assert ("SUMMARY", "【中止】会議") in lines


def test_the_uid_stays_whatever_moves(store, fukushi):
    meeting_id = add(store, fukushi)
    add(store, fukushi, slot(12, 1))
    with store.reading() as db:
        kept = schedule.get(db, meeting_id, OPERATOR)
    assert kept.meeting.title == "令和8年度第2回"
    assert schedule.uid(kept) == f"kaigiroku-{fukushi.id}-{meeting_id}-20261123040000"


LETTER = Notice(
    council="霧浜市地域福祉懇話会",
    title="令和8年度第1回",
    written_on=TODAY,
    when="令和8年12月16日(水) 18:25～19:30",
    venue="市民文化会館",
    agenda=("見守り活動について", "計画について"),
    materials=("資料1 手引き(案)",),
    sender="会長　石川 恵",
)


def opened(content: bytes):
    paper = docx.Document(io.BytesIO(content))
    return paper, [one.text for one in paper.paragraphs]


def test_the_notice_reads_as_an_office_writes_it():
    paper, lines = opened(notice.to_word(LETTER))
    [page] = paper.sections
    assert page.page_width
    assert page.page_height
    assert (round(page.page_width.mm), round(page.page_height.mm)) == (210, 297)
    wanted = [
        "令和8年11月23日",
        "委員各位",
        "霧浜市地域福祉懇話会",
        "会長　石川 恵",
        "令和8年度第1回霧浜市地域福祉懇話会の開催について（通知）",
        "記",
        "1　日時　　令和8年12月16日(水) 18:25～19:30",
        "2　場所　　市民文化会館",
        "3　議題　　(1) 見守り活動について",
        "　　　　　　(2) 計画について",
        "4　資料　　資料1 手引き(案)",
        "以上",
    ]
    assert [line for line in lines if line in wanted] == wanted
    assert [cell.text for cell in paper.tables[0].column_cells(0)] == [
        "お名前",
        "御出欠",
        "連絡事項",
    ]


def test_each_member_has_a_page_and_control_characters_are_left_out():
    paper, lines = opened(notice.to_word(LETTER, ["石川 恵", "浅野\x07 和子"]))
    assert "石川 恵　様" in lines
    assert "浅野 和子　様" in lines
    assert len(paper.tables) == 2
    assert paper.tables[1].cell(0, 1).text == "浅野 和子"


def test_what_is_not_known_yet_is_told_later():
    bare = Notice(
        council="懇話会", title="第1回", written_on=TODAY, when="令和8年12月16日(水)", venue=None,
        agenda=(), materials=(),
    )  # fmt: skip
    _, lines = opened(notice.to_word(bare))
    assert "2　場所　　追ってお知らせします。" in lines
    assert "3　議題　　追ってお知らせします。" in lines


def test_rules_of_the_council_are_used(store, fukushi):
    with store.writing() as db:
        rules.lay_down(db, fukushi.id, Rules(closing_days=("8/13-8/15",)), BY)
        laid = rules.of(db, fukushi.id)
    told = problems(store, fukushi, slot(8, 13, year=2027), laid=laid)
    assert told == ("令和9年8月13日(金)は閉庁日です。",)
