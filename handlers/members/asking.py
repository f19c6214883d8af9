"""Whose roster is meant, and whether the person may change it."""

from typing import Any

from sqlite_utils import Database

from handlers import access, commands
from handlers.errors import UserError
from handlers.parse import buttons
from handlers.parse import councils as parse
from handlers.parse.members import OFFICERS, Shown, is_alike
from handlers.views import members as views
from handlers.visit import Visit
from store import councils, members, readings
from store.councils import Council
from store.members import Member
from store.readings import Proposal

Json = dict[str, Any]


def asked(typed: str, visit: Visit) -> Shown:
    """The council of that name; without one, whoever is called so in the council here."""
    if typed in OFFICERS:
        return Shown(council=_here(visit, Shown(council=0, show="officers")), show="officers")
    if not typed:
        return Shown(council=_here(visit, Shown(council=0)))
    wanted = parse.name(typed)
    known = councils.list_all(visit.db)
    exactly = [council for council in known if parse.name(council.name) == wanted]
    near = exactly or [council for council in known if wanted in parse.name(council.name)]
    if len(near) == 1:
        return Shown(council=near[0].id)
    if near:
        raise commands.Choice(views.which(near, Shown(council=0)))
    shown = Shown(council=_here(visit, Shown(council=0, word=typed)), word=typed)
    if not found(visit.db, shown, visit):
        raise UserError(
            f"「{typed}」という会議体も、そういう名前や所属の委員も見つかりません。"
            "「/council list」で会議体の名前を、「/council members」で委員の一覧を確かめられます。"
        )
    return shown


def _here(visit: Visit, shown: Shown) -> int:
    """The council of this channel, or the only one there is."""
    here = councils.of_channel(visit.db, visit.channel_id)
    known = councils.list_all(visit.db)
    if here or len(known) == 1:
        return (here or known[0]).id
    elif known:
        raise commands.Choice(views.which(known, shown))
    else:
        raise UserError(
            "会議体がまだ登録されていません。管理者が 「/council new」 で登録できます。"
        )


def managed(action: Json, visit: Visit) -> Council:
    """The council of a button, for those who may manage it."""
    [council_id] = buttons.values(action, council=int)
    council = councils.get(visit.db, council_id)
    access.require_manager(visit, council)
    return council


def require_of(council: Council, council_id: int) -> None:
    """Refuse somebody of another council; buttons and forms may be forged."""
    if council.id != council_id:
        raise UserError("この会議体の名簿にいない方です。名簿を表示し直してください。")


def found(db: Database, shown: Shown, visit: Visit) -> list[Member]:
    """In office today, or those whose terms have ended; of these, whom a word is about."""
    listed = members.roster(db, shown.council, visit.viewer, on=visit.today)
    if shown.show == "past":
        in_office = {member.person_id for member in listed}
        everybody = members.roster(db, shown.council, visit.viewer)
        listed = [member for member in everybody if member.person_id not in in_office]
    return [
        member
        for member in listed
        if is_alike(shown.word, member.name, member.reading, member.role, member.affiliation)
    ]


def proposals(db: Database, listed: list[Member]) -> dict[int, Proposal]:
    """How those without a reading may be read, by the readings that are on record."""
    known = members.known_readings(db)
    return {
        member.person_id: readings.propose(member.name, known)
        for member in listed
        if not member.reading
    }
