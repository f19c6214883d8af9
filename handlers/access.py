"""Who may do what; what may be seen is decided in the store's own queries."""

from handlers.errors import UserError
from handlers.visit import Visit
from store import councils, meetings
from store.councils import Council
from store.meetings import Meeting


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
            "担当者は「/council staff」で確かめられます。"
        )


def managed_meeting(visit: Visit, meeting_id: int) -> Meeting:
    """The meeting of that id, for its secretariat and administrators."""
    meeting = meetings.get(visit.db, meeting_id, visit.viewer)
    require_manager(visit, councils.get(visit.db, meeting.council_id))
    return meeting


def council_here(visit: Visit) -> Council:
    """The council of this channel; elsewhere the only one the person serves, or there is."""
    here = councils.of_channel(visit.db, visit.channel_id)
    known = councils.served_by(visit.db, visit.user_id) or councils.list_all(visit.db)
    if here:
        return here
    elif len(known) == 1:
        return known[0]
    elif known:
        raise UserError(
            "どの会議体のことか分かりません。その会議体のチャンネルで、もう一度お試しください。"
            "チャンネルを会議体に結び付けるには「/council here 会議体の名前」と入力します。"
        )
    else:
        raise UserError("会議体がまだ登録されていません。管理者が「/council new」で登録できます。")
