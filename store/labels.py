"""Labels (発言者の表示): under which label a council's minutes print whom."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlite_utils import Database

from store import text
from store.formats.text.words import POSTS
from store.roles import role_of
from store.viewers import VISIBLE, Viewer

_FOLDED_POSTS = tuple(map(text.fold, POSTS))

# Newer minutes tell the custom; older ones only where the newest were short.
LATEST = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Speaker:
    """Who speaks: the label that is printed, and who it was where the label does not tell."""

    label: str
    real_name: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """A person the council knows: the ways they are typed, folded, and how they are printed."""

    name: str
    forms: frozenset[str]
    speaker: Speaker


@dataclass(frozen=True, slots=True, kw_only=True)
class Customs:
    """What a council's minutes print: labels, the most used first, and for whom which.

    `anonymous`: nobody is told from anybody, but the office from those who take part. `names`:
    they print who spoke. What is not known of a council's customs is printed the careful way.
    """

    labels: tuple[str, ...] = ()
    people: tuple[Known, ...] = ()
    participant: str = "参加者"
    secretariat: str = "事務局"
    anonymous: bool = False
    names: bool = False

    def called(self, typed: str) -> tuple[Known, ...]:
        """Everybody these words may mean.

        Where no names are printed, also by a post that no roll gives them (浅野会長): the name
        must not stand in the words.
        """
        folded = text.fold(typed)
        found = tuple(known for known in self.people if folded in known.forms)
        if found or self.names:
            return found
        surnames = {folded.removesuffix(post) for post in _FOLDED_POSTS if folded.endswith(post)}
        return tuple(known for known in self.people if known.forms & surnames)

    def printed(self, typed: str) -> str | None:
        """The label of its minutes that is spelled so, however it was typed."""
        folded = text.fold(typed)
        return next((label for label in self.labels if text.fold(label) == folded), None)


def customs(db: Database, council_id: int, viewer: Viewer) -> Customs:
    """The customs of a council, read from its latest minutes that were not written here just now."""
    labels = _labels(db, council_id, viewer)
    people = _people(db, council_id, viewer)
    roles = {role_of(label) for label in labels}
    participant = _first(labels, "参加者", "出席者", "委員")
    secretariat = _first(labels, "事務局")
    anonymous = bool(labels) and roles <= {"participant", "secretariat"}
    surnames = Counter(text.fold(_surname(row["name"], labels)) for row in people)
    known = []
    for row in people:
        surname = _surname(row["name"], labels)
        label = _label(row, surname, labels, participant, secretariat, anonymous=anonymous)
        is_told = bool(surname) and label.startswith(surname)
        forms = _forms(row, surname)
        if is_told and surnames[text.fold(surname)] > 1:
            label = _told_apart(row["name"], surname, label, labels)
        known.append(
            Known(
                name=row["name"],
                forms=frozenset(map(text.fold, forms)),
                speaker=Speaker(label=label, real_name=None if is_told else row["name"]),
            )
        )
    return Customs(
        labels=labels,
        people=tuple(known),
        participant=participant,
        secretariat=secretariat,
        anonymous=anonymous,
        names=_prints_names(labels),
    )


def _labels(db: Database, council_id: int, viewer: Viewer) -> tuple[str, ...]:
    # What is being written down now is no custom yet: it would change while it is typed.
    rows = db.conn.execute(
        f"""with settled (id) as (
            select m.id from meetings m
            where m.council_id = :council_id and {VISIBLE} and (m.confirmed_at is not null
                or exists (select 1 from blocks b join remarks r on r.block_id = b.id
                    where b.meeting_id = m.id and r.source = 'minutes'))
            order by m.held_on desc nulls last, m.id desc limit :latest)
        select b.label from settled join meetings m on m.id = settled.id
        join blocks b on b.meeting_id = m.id
        where b.label is not null and exists (select 1 from remarks r
            where r.block_id = b.id and r.withdrawn_at is null
                and (r.source = 'minutes' or m.confirmed_at is not null))
        group by b.label order by count(*) desc, min(b.position)""",
        {"council_id": council_id, "latest": LATEST, **viewer.params()},
    )
    return tuple(row[0] for row in rows)


def _people(db: Database, council_id: int, viewer: Viewer) -> list[dict[str, Any]]:
    """Who is on the latest rolls, and whoever else is a member; each once, as known last."""
    rows = db.query(
        f"""with rolls (id, held_on) as (
            select m.id, m.held_on from meetings m
            where m.council_id = :council_id and {VISIBLE}
                and exists (select 1 from attendance a where a.meeting_id = m.id)
            order by m.held_on desc nulls last, m.id desc limit :latest)
        select a.name, a.kind, a.title, a.post, rolls.held_on as day, a.position
        from rolls join attendance a on a.meeting_id = rolls.id
        union all
        select p.name, 'member', c.role, null, null, c.id
        from members c join people p on p.id = c.person_id
        where c.council_id = :council_id and c.source = 'roster' and c.withdrawn_at is null
        order by day desc nulls last, position""",
        {"council_id": council_id, "latest": LATEST, **viewer.params()},
    )
    people: dict[str, dict[str, Any]] = {}
    for row in rows:
        people.setdefault(row["name"], row)
    return list(people.values())


def _first(labels: Iterable[str], *wanted: str) -> str:
    """The first of these that the minutes print; else the first of all."""
    printed = set(labels)
    return next((label for label in wanted if label in printed), wanted[0])


def _surname(name: str, labels: Iterable[str]) -> str:
    """The surname where it is told apart, or where a printed label ends it; else nothing."""
    first, *given = name.split()
    if given:
        return first
    return next((s for s in map(_without_post, labels) if s and name.startswith(s)), "")


def _label(
    row: dict[str, Any],
    surname: str,
    labels: tuple[str, ...],
    participant: str,
    secretariat: str,
    *,
    anonymous: bool,
) -> str:
    """Under which label somebody is printed."""
    is_officer = row["kind"] == "officer"
    title = row["title"] or ""
    if anonymous:
        return secretariat if is_officer else participant
    own = [label for label in labels if surname and _without_post(label) == surname]
    if own:
        return own[0]
    elif is_officer:
        prints_posts = secretariat not in labels and row["post"] and _prints_names(labels)
        return f"{surname}{row['post']}" if prints_posts and surname else secretariat
    elif title in labels:
        return title
    elif _prints_names(labels) and surname:
        return f"{surname}{title or '委員'}"
    elif role_of(title) in ("chair", "vice_chair"):
        return title
    else:
        return participant


def _prints_names(labels: Iterable[str]) -> bool:
    """Whether a label is a surname with a post: 浅野委員, and not 委員 alone."""
    return any(
        role_of(label) in ("member", "chair", "vice_chair")
        and _without_post(label)
        and not _NTH_ONLY.issuperset(_without_post(label))
        for label in labels
    )


_NTH_ONLY = frozenset("0123456789０１２３４５６７８９番ABCDEFGHIJKLMNOPQRSTUVWXYZＡＢＣＤＥＦ")


def _without_post(label: str) -> str:
    """浅野委員 -> 浅野, 佐藤(翔)委員 -> 佐藤; a label that is but a post: nothing."""
    head = label.replace("（", "(").partition("(")[0]
    return next((head.removesuffix(post) for post in POSTS if head.endswith(post)), head)


def _told_apart(name: str, surname: str, label: str, labels: Iterable[str]) -> str:
    """佐藤委員 of whom there are two: 佐藤(翔)委員."""
    given = "".join(name.split()).removeprefix(surname)
    wanted = f"{surname}({given[:1]}){label.removeprefix(surname)}"
    return next((one for one in labels if text.fold(one) == text.fold(wanted)), wanted)


def _forms(row: dict[str, Any], surname: str) -> set[str]:
    """How somebody is typed by those who know them."""
    name = row["name"]
    given = "".join(name.split()).removeprefix(surname)
    posts = {"", "さん", "氏", "様", row["title"] or "", row["post"] or ""}
    if row["kind"] == "member":
        posts |= {"委員"}
    called = {name}
    if surname:
        called |= {surname, f"{surname}({given[:1]})", f"{surname}({given})"}
    return {f"{one}{post}" for one in called for post in posts}
