"""Settings: the only reader of the environment."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

SLACK_API_URL = "https://slack.com/api/"


class SettingsError(Exception):
    """What is missing or wrong in the settings, all of it at once, in Japanese."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What the bot must be told before it wakes up."""

    bot_token: str
    app_token: str
    database_path: Path
    api_url: str
    admins: frozenset[str]
    log_level: str

    @classmethod
    def from_env(cls, env: Mapping[str, str] = os.environ) -> "Settings":
        """The settings in the environment; every mistake is named in one SettingsError."""
        problems = [*_missing(env), *_wrong(env)]
        if problems:
            raise SettingsError(
                "設定が足りないか、間違っています（.env.example に説明があります）。\n"
                + "\n".join(f"・{problem}" for problem in problems)
            )
        return cls(
            bot_token=env["SLACK_BOT_TOKEN"],
            app_token=env["SLACK_APP_TOKEN"],
            database_path=Path(env["DATABASE_PATH"]),
            api_url=env.get("SLACK_API_URL") or SLACK_API_URL,
            admins=frozenset(env.get("KAIGIROKU_ADMINS", "").replace(",", " ").split()),
            log_level=(env.get("LOG_LEVEL") or "INFO").upper(),
        )


def database_path(env: Mapping[str, str] = os.environ) -> Path:
    """Where the record lives; the command line needs no more than this."""
    return Path(env.get("DATABASE_PATH") or "kaigiroku.db")


def environment(**settings: str) -> dict[str, str]:
    """This process's environment with other settings: what a child process is given."""
    return {**os.environ, **settings}


def _missing(env: Mapping[str, str]) -> list[str]:
    needed = {
        "SLACK_BOT_TOKEN": "ボットのトークン（xoxb- で始まるもの）",
        "SLACK_APP_TOKEN": "Socket Mode 用のトークン（xapp- で始まるもの）",
        "DATABASE_PATH": "データベースのファイルの場所",
    }
    return [f"{name}（{what}）がありません。" for name, what in needed.items() if not env.get(name)]


def _wrong(env: Mapping[str, str]) -> list[str]:
    problems = []
    for name, start in (("SLACK_BOT_TOKEN", "xoxb-"), ("SLACK_APP_TOKEN", "xapp-")):
        if env.get(name) and not env[name].startswith(start):
            problems.append(
                f"{name} は {start} で始まります。別のトークンが入っていないか確かめてください。"
            )
    if env.get("SLACK_API_URL") and not env["SLACK_API_URL"].endswith("/api/"):
        problems.append("SLACK_API_URL は /api/ で終わる必要があります。")
    level = (env.get("LOG_LEVEL") or "INFO").upper()
    if level not in ("DEBUG", "INFO", "WARNING", "ERROR"):
        problems.append("LOG_LEVEL は DEBUG、INFO、WARNING、ERROR のどれかです。")
    return problems
