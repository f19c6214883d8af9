"""Members (委員) and officers: people, their terms, and the title they had at each meeting."""

from sqlite_utils import Database


def known_as(db: Database, council_id: int, name: str, kind: str) -> int:
    """The id of the person this council knows by exactly this name; new if it knows none.

    Exactly: 廣岡 and 広岡 may be two people, and two councils may each have a 佐藤 翔.
    A member's membership is kept too; when the term began and ends is not known from minutes.
    """
    row = db.conn.execute(
        """select p.id from people p where p.name = :name and (
            exists (select 1 from members c
                where c.person_id = p.id and c.council_id = :council_id)
            or exists (select 1 from attendance a join meetings m on m.id = a.meeting_id
                where a.person_id = p.id and m.council_id = :council_id))
        order by p.id limit 1""",
        {"name": name, "council_id": council_id},
    ).fetchone()
    if row:
        person_id = row[0]
    else:
        [[person_id]] = db.conn.execute(
            "insert into people (name) values (?) returning id", (name,)
        ).fetchall()
    if kind == "member":
        db.conn.execute(
            """insert into members (council_id, person_id) select :council_id, :person_id
            where not exists (select 1 from members
                where council_id = :council_id and person_id = :person_id)""",
            {"council_id": council_id, "person_id": person_id},
        )
    return person_id
