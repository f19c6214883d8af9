"""From `/minutes search 人材` to search("人材"): subcommands, their other names, and help."""

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from difflib import get_close_matches
from html import unescape
from typing import Any

from slack_bolt import Ack, Respond
from slack_sdk import WebClient

from handlers.errors import UserError
from handlers.views import commands as views
from handlers.views.parts import Message
from handlers.visit import Visit

Answer = Callable[[str, Visit, Respond, WebClient], None]
HELP = ("help", "使い方", "ヘルプ", "?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Subcommand:
    """One word after a slash command: its names, who answers, an example and what it does."""

    names: tuple[str, ...]
    answer: Answer
    example: str
    purpose: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """A slash command and its subcommands."""

    name: str
    title: str
    subcommands: tuple[Subcommand, ...]

    @property
    def examples(self) -> list[tuple[str, str]]:
        """What can be typed, and what each does."""
        lines = [(f"{self.name} {sub.example}", sub.purpose) for sub in self.subcommands]
        return [*lines, (f"{self.name} help", "この使い方を表示します（「使い方」でも同じです）。")]


class Choice(UserError):
    """More than one thing may be meant; the answer asks which."""

    def __init__(self, message: Message) -> None:
        super().__init__(message["text"])
        self.message = message


def listener(meant: Command) -> Callable[..., None]:
    """What Bolt calls when somebody types the command."""

    def typed(
        ack: Ack, command: dict[str, Any], visit: Visit, respond: Respond, client: WebClient
    ) -> None:
        ack()
        answer(meant, command.get("text") or "", visit, respond, client)

    return typed


def answer(command: Command, typed: str, visit: Visit, respond: Respond, client: WebClient) -> None:
    """Let the subcommand that was meant answer; else say how the command is used."""
    word, rest = _split(typed)
    names = {name: sub for sub in command.subcommands for name in sub.names}
    if word in names:
        names[word].answer(rest, visit, respond, client)
    elif not word or word in HELP:
        respond(**views.usage(f"{command.title}（{command.name}）の使い方", command.examples))
    else:
        near = get_close_matches(word, [*names, *HELP], n=1, cutoff=0.5)
        respond(**views.not_understood(word, near[0] if near else None, command.examples))


def _split(typed: str) -> tuple[str, str]:
    """The first word, forgiven its width and case; and the rest, as it was typed."""
    words = unescape(typed).split(maxsplit=1)
    first, rest = [*words, "", ""][:2]
    return unicodedata.normalize("NFKC", first).casefold(), rest.strip()
