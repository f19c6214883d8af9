"""Who may do what; what may be seen is decided in the store's own queries."""

from handlers.errors import UserError
from handlers.visit import Visit
from store import councils
from store.councils import Council


def require_admin(visit: Visit) -> None:
    """Refuse anyone but an administrator."""
    if not visit.is_admin:
        raise UserError(
            "会議体の登録は管理者だけができます。"
            "管理者は、情報システムの担当が設定（KAIGIROKU_ADMINS）で決めています。"
        )


def may_manage(visit: Visit, council: Council) -> bool:
    """Whether the person is an administrator or of the council's secretariat."""
    return visit.is_admin or visit.user_id in councils.secretariat(visit.db, council.id)


def require_manager(visit: Visit, council: Council) -> None:
    """Refuse anyone but an administrator or the council's secretariat."""
    if not may_manage(visit, council):
        raise UserError(
            f"この操作は「{council.name}」の担当者だけができます。"
            "担当者は 「/council staff」 で確かめられます。"
        )
