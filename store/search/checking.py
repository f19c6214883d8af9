"""Is the index what the remarks say?"""

from collections import Counter

from sqlite_utils import Database

from store.search.entries import entry, entry_id, tokens


def check(db: Database) -> list[str]:
    """Compare entries with remarks, and the index with entries; say what is wrong."""
    problems: list[str] = []
    terms: Counter[str] = Counter()
    for row in db.conn.execute(_ENTRIES_BESIDE_REMARKS):
        remark_id, held_on, meeting_id, position, label, body, live, found_id, found = row
        terms.update(tokens(found or "").split())
        if not live and found is not None:
            problems.append(f"発言 {remark_id} は取り消されたのに、検索に残っています。")
        elif live and found is None:
            problems.append(f"発言 {remark_id} が検索の索引に入っていません。")
        elif live and found != entry(label, body):
            problems.append(f"発言 {remark_id} の索引が、発言の内容と違っています。")
        elif live and found_id != entry_id(held_on, meeting_id, position):
            problems.append(f"発言 {remark_id} の索引が、会議の日付や順序と違っています。")
    return problems + _check_index(db, terms)


def _check_index(db: Database, terms: Counter[str]) -> list[str]:
    # FTS5's own integrity-check compares a contentless index with nothing at all; its list of
    # terms, counted, is compared with ours instead.
    [strays] = db.conn.execute(
        """select count(*) from (select id from search_index_docsize
        except select id from search_entries)"""
    ).fetchone()
    [missing] = db.conn.execute(
        """select count(*) from (select id from search_entries
        except select id from search_index_docsize)"""
    ).fetchone()
    wrong = sum(count != terms.pop(term, 0) for term, count in _index_terms(db)) + len(terms)
    if strays or missing or wrong:
        return [
            f"検索の索引が発言と合っていません（余り {strays} 件、不足 {missing} 件、違う語 {wrong} 件）。"
        ]
    else:
        return []


def _index_terms(db: Database) -> list[tuple[str, int]]:
    # A reader that was opened read-only may still make the temporary table this takes, once
    # query_only is out of the way.
    [query_only] = db.conn.execute("pragma query_only").fetchone()
    db.conn.execute("pragma query_only = 0")
    try:
        db.conn.execute(
            """create virtual table if not exists temp.search_terms
            using fts5vocab('main', 'search_index', 'row')"""
        )
        return db.conn.execute("select term, cnt from temp.search_terms").fetchall()
    finally:
        db.conn.execute("drop table if exists temp.search_terms")
        db.conn.execute(f"pragma query_only = {int(query_only)}")


_ENTRIES_BESIDE_REMARKS = """select r.id, m.held_on, b.meeting_id, r.position, b.label, r.body,
  r.withdrawn_at is null, e.id, e.folded
from remarks r join blocks b on b.id = r.block_id join meetings m on m.id = b.meeting_id
left join search_entries e on e.remark_id = r.id order by r.id"""
