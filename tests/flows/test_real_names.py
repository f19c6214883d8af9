"""Who really spoke is known to the council's secretariat, and stands nowhere else."""

import io
import json
import random
import zipfile
from datetime import timedelta

import pytest

from bot.app import build_clock_client
from handlers import routes
from store import councils, exchange, minutes, recordings
from store.recordings import Line, NewRecording
from tests.cast import BY, CHANNEL, CHIEF, CLERK, NOW, OUTSIDER
from tests.flows.correcting import filled, menu, open_form
from tests.flows.reading import button, buttons, words

# Letters that stand in no minutes of ours.
SURNAMES, GIVEN = "鷹鷲鷺隼鴉鵲", "翠瑠璃珊瑚琥珀"
SAYINGS = ("担い手が足りない", "若い世代に", "人材の育成は", "講座は夜に", "次回は11月")


@pytest.fixture
def office(store, minutes, closed):
    """The council with an open and a closed meeting, its channel, and one clerk."""
    with store.writing() as db:
        [council] = councils.list_all(db)
        councils.bind(db, council.id, CHANNEL, BY)
        councils.appoint(db, council.id, CLERK, BY)
    return (minutes, closed)


@pytest.mark.parametrize("seed", range(5))
def test_nobody_else_is_shown_it_and_nothing_posted_carries_it(
    bot, slack, store, office, tmp_path, caplog, seed
):
    draw = random.Random(seed)
    names = [
        "".join(draw.choices(SURNAMES, k=2)) + " " + "".join(draw.choices(GIVEN, k=3))
        for _ in range(4)
    ]
    bot.command("/minutes watch 人材", user=OUTSIDER)
    for meeting_id in office:
        name_speakers(bot, slack, store, meeting_id, draw, names)
    assert_secretariat_sees(bot, office, names)

    slack.calls.clear()
    look_everywhere(bot, slack, OUTSIDER, office)
    look_everywhere(bot, slack, CHIEF, office)
    seen = json.dumps([slack.calls, bot.acks], ensure_ascii=False)
    assert "人材の育成は大きな課題" in seen, "they must have been shown something"
    assert_nowhere(names, seen, "somebody else was shown it")

    slack.calls.clear()
    take_out_as_the_clerk(bot, slack, office)
    ring(store, slack)
    posted = [
        args
        for method, args in slack.calls
        if method == "chat.postMessage" or args.get("response_type") == "in_channel"
    ]
    assert len(posted) > 1, "something must have been posted and an alert sent"
    assert_nowhere(names, json.dumps(posted, ensure_ascii=False), "it was posted")
    assert len(slack.uploads) > 2, "files must have been sent"
    assert_nowhere(names, "".join(map(read, slack.uploads.values())), "it stands in a file")

    with store.reading() as db:
        for meeting_id in office:
            assert_nowhere(names, exchange.as_text(db, meeting_id), "it was exported")
        kept = [list(db.query(f"select * from {table}")) for table in PUBLIC_TABLES]
    assert_nowhere(names, json.dumps(kept, ensure_ascii=False), "it is kept where others read")
    assert_nowhere(names, caplog.text, "it is in the log")


PUBLIC_TABLES = ("history", "search_entries", "inbox", "outbox", "misses", "remarks", "blocks")


def test_whoever_looks_for_it_does_not_find_it(bot, slack, store, office):
    name_speakers(bot, slack, store, office[0], random.Random(1), ["鷹鷲 翠瑠璃"])
    for user in (OUTSIDER, CHIEF, CLERK):
        for typed in ("鷹鷲", "発言者:鷹鷲", "鷹鷲 翠瑠璃", "発言者:翠瑠璃"):
            found = words(bot.command(f"/minutes search {typed}", user=user))
            assert "見つかりませんでした" in found or "ありません" in found


def name_speakers(bot, slack, store, meeting_id, draw, names):
    """In the form for what is kept, and while recording for what is new; then put it right."""
    shown = f"/minutes show {meeting_id}"
    for saying in draw.sample(SAYINGS, 3):
        view = open_form(bot, slack, saying, shown=shown)
        bot.submit(numbered(view, slack), filled(view, real=draw.choice(names)))
    with store.writing() as db:
        [item] = [i.id for i in minutes.agenda(db, meeting_id).values() if i.number == "2(1)"]
        new = NewRecording(
            key=f"message:C:{meeting_id}.1",
            meeting_id=meeting_id,
            lines=(
                Line(
                    body="人材が要る。確かに要る。",
                    label="参加者",
                    begins=True,
                    real_name=draw.choice(names),
                ),
            ),
            agenda_item_id=item,
        )
        recordings.add(db, new, BY)
    view = open_form(bot, slack, "人材が要る。", shown=shown)
    state = filled(view, body0="人材が要る。\n確かに要る。", border="at_lines")
    bot.submit(numbered(view, slack), state)
    view = open_form(bot, slack, "確かに要る。", shown=shown)
    bot.submit(numbered(view, slack), filled(view, scope="alone", item="3 その他"))


def numbered(view, slack):
    """Each window has an id of its own."""
    return {**view, "hash": str(len(slack.calls))}


def assert_secretariat_sees(bot, office, names):
    for meeting_id in office:
        shown = bot.command(f"/minutes show {meeting_id}")
        assert "実際の発言者　" in words(shown)
        assert any(name in words(shown) for name in names)


def look_everywhere(bot, slack, user, office):
    """All that others can type and press."""
    opened = office[0]
    commands = [
        "search 人材", "search 発言者:参加者", "answers 人材", "recent", "trend 人材", "watch",
        "words 人材", *(f"show {meeting_id}" for meeting_id in office),
        *(f"{verb} kaigiroku:{n}" for n in range(1, 24) for verb in ("show", "history")),
        *(f"changes {meeting_id}" for meeting_id in office), "confirm 令和7年度第3回",
        "search 発言者:(", "show 令和9年度第9回",
    ]  # fmt: skip
    for typed in commands:
        message = bot.command(f"/minutes {typed}", user=user)
        for text in ("前後を見る", "次へ", "CSVで書き出す"):
            if text in buttons(message):
                bot.press(button(message, text), user=user)
    mine = bot.command(f"/minutes show {opened}")
    borrowed = menu(mine, "若い世代に")
    slack.calls.remove(("replies", mine))
    for option in borrowed["options"]:
        action = {
            "type": "overflow",
            "action_id": borrowed["action_id"],
            "selected_option": option,
        }
        bot.press(action, user=user)
    view = slack.told("views.open")
    if view and user != OUTSIDER:
        bot.acks.append(bot.submit(view[-1]["view"], {"real.0": {"value": "偽名"}}, user=user))


def take_out_as_the_clerk(bot, slack, office):
    """What a clerk makes public, or into a file."""
    found = bot.command("/minutes search 人材 会議:令和7年度第2回")
    for text in ("共有", "CSVで書き出す", "Excelで書き出す"):
        bot.press(button(found, text))
    compared = bot.command(f"/minutes changes {office[0]}")
    for text in ("Wordで書き出す", "Excelで書き出す"):
        bot.press(button(compared, text), message_ts=f"9.{len(text)}")


def ring(store, slack):
    client = build_clock_client("xoxb-test", f"{slack.url}api/")
    # What is recorded live is gathered for a while before it is told.
    for now in (NOW, NOW + timedelta(hours=3)):
        for bell in routes.CLOCK:
            bell(store, client, now)


def read(content: bytes) -> str:
    """A file's words, whatever it is packed in."""
    if content.startswith(b"PK"):
        packed = zipfile.ZipFile(io.BytesIO(content))
        return "".join(packed.read(name).decode("utf-8", "replace") for name in packed.namelist())
    return content.decode("utf-8", "replace")


def assert_nowhere(names, text, told):
    for name in names:
        for part in (name, *name.split()):
            assert part not in text, told
