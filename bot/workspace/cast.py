"""The people and channels of the practice workspace. All invented."""

from dataclasses import dataclass

TEAM_ID = "T_RENSHU"
TEAM_NAME = "練習用ワークスペース"
TEAM_DOMAIN = "renshu"
APP_ID = "A_KAIGIROKU"
BOT_ID = "B_KAIGIROKU"
BOT_USER = "U_KAIGIROKU"
BOT_NAME = "会議録"


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody who can be seen in Slack."""

    id: str
    name: str
    real_name: str
    title: str = ""
    tz: str = "Asia/Tokyo"
    locale: str = "ja-JP"
    is_bot: bool = False

    @property
    def email(self) -> str:
        """The address users.lookupByEmail finds this person by."""
        return f"{self.name}@example.lg.jp"


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """A place where messages stand, and who is in it at the start."""

    id: str
    name: str
    members: tuple[str, ...]
    topic: str = ""
    is_private: bool = False
    is_im: bool = False
    is_archived: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """A user group (@委員), as usergroups.list knows it."""

    id: str
    handle: str
    name: str
    members: tuple[str, ...]


PEOPLE = (
    Person(id="U_SUZUKI", name="suzuki", real_name="鈴木", title="福祉課 主査"),
    Person(id="U_TAKAHASHI", name="takahashi", real_name="高橋", title="福祉課 主幹"),
    Person(id="U_SATO", name="sato", real_name="佐藤", title="福祉部 課長"),
    Person(id="U_TANAKA", name="tanaka", real_name="田中委員長", title="懇話会 委員長"),
    Person(id="U_YAMAMOTO", name="yamamoto", real_name="山本", title="都市計画課 主事"),
)

CHANNELS = (
    Channel(
        id="C_FUKUSHI",
        name="地域福祉推進懇話会",
        topic="懇話会の準備と記録",
        members=(BOT_USER, "U_SUZUKI", "U_TAKAHASHI", "U_SATO", "U_TANAKA"),
    ),
    Channel(
        id="C_KOTSU",
        name="公共交通会議",
        topic="地域公共交通会議の事務局",
        members=(BOT_USER, "U_SUZUKI", "U_TAKAHASHI", "U_YAMAMOTO"),
    ),
    Channel(
        id="C_RENRAKU",
        name="庁内連絡",
        topic="庁内のお知らせ",
        members=("U_SUZUKI", "U_TAKAHASHI", "U_SATO", "U_YAMAMOTO"),
    ),
)

GROUPS = (
    Group(
        id="S_JIMUKYOKU",
        handle="jimukyoku",
        name="事務局",
        members=("U_SUZUKI", "U_TAKAHASHI", "U_SATO"),
    ),
)


def direct_channel(user: str) -> str:
    """Name the direct messages between this person and the bot."""
    return "D_" + user.removeprefix("U_")
