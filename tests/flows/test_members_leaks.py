"""A number, an address, a reason for absence: told to the secretariat, to nobody else, nowhere.

Whoever does whatever in whatever order, what the bot says is looked through. The numbers may
stand in a form or an answer that only a secretary or an administrator sees, and that is all.
"""

import io
import json
import zipfile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from store import attendance, councils, members
from store.members import NewMember
from store.viewers import OPERATOR
from tests.cast import BY, CHANNEL, CHIEF, CLERK, MINUTES, OUTSIDER, keep

NUMBERS = ("0987-65-4321", "0987-65-4322", "asano@example.jp", "0123-98-7654", "inoue@example.jp")
REASON = "腰の手術で入院するため"
SECRETS = (*NUMBERS, REASON)
MAY_SEE = (CLERK, CHIEF)

COMMANDS = [
    "/council members",
    "/council members 職員",
    "/council members 浅野",
    "/council members 0987-65-4321",
    "/council staff",
    "/council list",
    "/minutes show 令和7年度第2回",
    "/minutes search 浅野",
    "/minutes search 0987-65-4321",
    "/minutes search asano@example.jp",
    "/minutes search 人材",
    "/minutes answers 人材",
    "/minutes recent",
    "/minutes words 電話",
    "/minutes history 1",
    "/minutes changes 令和7年度第2回",
    f"/minutes search {REASON}",
    "/attendance post",
    "/attendance show",
    "/attendance history",
    "/attendance pay",
    "/attendance terms",
    "/attendance pack",
    "/attendance absent 廣岡 18:40",
    f"/attendance absent {REASON}",
    "/meeting start",
    "/meeting duties",
]


def pressed(action_id, **value):
    return {"action_id": action_id, "type": "button", "value": json.dumps(value)}


def listed(**changes):
    shown = {"council": 1, "show": "members", "word": "", "page": 1, "contacts": False}
    return pressed("members.list", **shown | changes)


PRESSES = [
    listed(),
    listed(contacts=True),
    listed(contacts=True, show="officers"),
    listed(contacts=True, show="past"),
    listed(contacts=True, word="浅野"),
    listed(contacts=True, council=2),
    pressed("members.edit", council=1, member=1),
    pressed("members.edit", council=2, member=1),
    pressed("officers.edit", council=1, person=4),
    pressed("officers.edit", council=2, person=4),
    pressed("members.excel", council=1),
    pressed("members.take_in", council=1),
    pressed("members.merge", council=1, show="members", word="", page=1, contacts=False, keep=1, gone=2),
    pressed("export.csv", q="人材", off=""),
    pressed("export.xlsx", q="浅野", off=""),
]  # fmt: skip


def form(callback_id, meant, **typed):
    """A form as somebody may send it, with a number typed where it does not belong."""
    fields = ("name", "reading", "mark", "role", "category", "affiliation", "term_from", "term_to",
              "phone", "fax", "mail", "department", "section", "unit", "post", "since", "rows")  # fmt: skip
    values = {name: {"value": {"value": typed.get(name)}} for name in fields}
    values |= {name: {"value": {}} for name in ("proxy_allowed", "slack_user", "reached_by", "deed", "leaves")}  # fmt: skip
    return {
        "type": "modal",
        "callback_id": callback_id,
        "private_metadata": json.dumps({"seal": "", "version": 1, **meant}),
        "state": {"values": values},
    }


FORMS = [
    form("member_form", {"council": 1, "member": None}, name=SECRETS[0]),
    form("member_form", {"council": 1, "member": None}, name="佐藤 翔", term_from=SECRETS[0], mail=SECRETS[0], phone=SECRETS[2]),
    form("member_form", {"council": 1, "member": 1}, name="浅野 和子", phone=SECRETS[0], fax=SECRETS[1], mail=SECRETS[2]),
    form("member_form", {"council": 2, "member": 1}, name="浅野 和子", phone=SECRETS[0]),
    form("officer_form", {"council": 1, "person": 4}, name="山根 進", since=SECRETS[0], post="部長"),
    form("officer_form", {"council": 1, "person": 4}, name="山根 進", since="R8.4.1", post="部長", phone=SECRETS[0]),
    form("roster_form", {"council": 1}, rows=f"氏名\t任期の始め\t電話\n{SECRETS[0]}\t{SECRETS[0]}\t{SECRETS[2]}\n"),
    form("roster_form", {"council": 1}, rows=f"氏名\t電話\n浅野 和子\t\n浅野 和子\t{SECRETS[3]}\n"),
]  # fmt: skip

PEOPLE = st.sampled_from([CLERK, CHIEF, OUTSIDER])
DEEDS = st.one_of(
    st.tuples(st.just("command"), st.sampled_from(COMMANDS), PEOPLE),
    st.tuples(st.just("press"), st.sampled_from(PRESSES), PEOPLE),
    st.tuples(st.just("send"), st.sampled_from(FORMS), PEOPLE),
)


@pytest.fixture
def office(store, tmp_path):
    keep(store, tmp_path, MINUTES)
    with store.writing() as db:
        councils.add(db, "霧浜市地域公共交通会議", BY)
        councils.bind(db, 1, CHANNEL, BY)
        councils.appoint(db, 1, CLERK, BY)
        councils.appoint(db, 2, OUTSIDER, BY)  # of the other council's secretariat
        for name, numbers in (("浅野 和子", NUMBERS[:3]), ("井上 翔", NUMBERS[3:4] + NUMBERS[3:])):
            kept = members.add(db, 1, NewMember(name=name, reached_by="phone"), BY)
            kinds = dict(zip(("phone", "fax", "mail"), numbers, strict=False))
            members.keep_contacts(db, kept.person_id, kinds, BY)  # pyright: ignore
        yamane = members.officers(db, 1, OPERATOR, on=BY.at.date())[0]
        members.keep_contacts(db, yamane.person_id, {"mail": SECRETS[4]}, BY)
        [inoue] = [one for one in attendance.roll(db, 1) if one.name == "井上 翔"]
        attendance.mark(db, 1, inoue.person_id, "absent", None, BY)
        attendance.excuse(db, 1, inoue.person_id, REASON, BY)


def files(slack):
    """What is written in every file that was sent; a picture's words are drawn, not written."""
    for content in slack.uploads.values():
        if content.startswith(b"PK"):
            with zipfile.ZipFile(io.BytesIO(content)) as parts:
                yield from (
                    parts.read(name).decode("utf-8", "replace") for name in parts.namelist()
                )
        elif not content.startswith(b"\x89PNG"):
            yield content.decode("utf-8-sig")


@pytest.mark.usefixtures("office")
@given(deeds=st.lists(DEEDS, min_size=3, max_size=12))
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_a_number_is_told_to_the_secretariat_alone_and_to_nobody_else(bot, slack, deeds):
    for kind, what, who in deeds:
        before = len(slack.calls)
        answer = do(bot, kind, what, who, before)
        # What somebody typed after a command is repeated to them alone.
        may_see = who in MAY_SEE or (kind == "command" and holds_a_secret(what))
        for method, args in slack.calls[before:]:
            if holds_a_secret(args):
                assert is_private(method, args), (method, what)
                assert may_see, (method, what, who)
        if who not in MAY_SEE:
            assert not holds_a_secret(answer)
        assert not holds_a_secret(answer.get("errors", {}))
    assert not holds_a_secret(list(files(slack)))
    with bot.store.reading() as db:
        assert not holds_a_secret(db.conn.execute("select before, after from history").fetchall())


def do(bot, kind, what, who, nth):
    """Type it, press it or send it; what a sent form is told."""
    if kind == "command":
        bot.command(what, user=who)
    elif kind == "press":
        bot.press(what, user=who, message_ts=f"9.{nth}")
    else:
        view = {**what, "id": f"V{nth}"}
        sent = {"type": "view_submission", "user": {"id": who}, "team": {"id": "T"}, "view": view}
        return json.loads(bot._send(sent) or "{}")
    return {}


def is_private(method, args):
    """Whether only the person who asked sees it, and it does not stay in Slack."""
    return method in ("views.open", "views.update") or (
        method == "replies" and args.get("response_type") == "ephemeral"
    )


def holds_a_secret(said):
    written = json.dumps(said, ensure_ascii=False)
    return any(secret in written for secret in SECRETS)


@pytest.mark.usefixtures("office")
def test_the_numbers_are_there_to_be_seen_or_the_above_means_nothing(bot, slack):
    assert REASON in json.dumps(bot.command("/attendance show"), ensure_ascii=False)
    reply = bot.press(listed(contacts=True))
    assert SECRETS[0] in json.dumps(reply)
    bot.press(pressed("members.edit", council=1, member=1))
    assert SECRETS[2] in json.dumps(slack.told("views.open")[-1])
    bot.press(pressed("members.excel", council=1))
    assert len(slack.uploads) == 1
