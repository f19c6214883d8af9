"""Every Slack name the bot answers to, on one screen."""

import re
from collections.abc import Callable
from typing import Any

from handlers import commands, councils, minutes, search
from handlers.commands import Command
from handlers.views import councils as council_views
from handlers.views import minutes as minutes_views
from handlers.views import search as search_views

Listener = Callable[..., None]

MINUTES = Command(
    name="/minutes",
    title="会議録",
    subcommands=(search.SEARCH, minutes.SHOW, minutes.RECENT),
)
COUNCIL = Command(
    name="/council",
    title="会議体",
    subcommands=(councils.HERE, councils.NEW, councils.LIST, councils.STAFF),
)

COMMANDS: dict[str, Listener] = {
    command.name: commands.listener(command) for command in (MINUTES, COUNCIL)
}

# A button's name may go on after a dot, where one message has several of a kind.
BUTTONS: dict[str, Listener] = {
    search_views.PAGE: search.turn_results,
    minutes_views.PAGE: minutes.turn_pages,
    minutes_views.MEETINGS_PAGE: minutes.turn_meetings,
    minutes_views.SHOW: minutes.turn_pages,
    search_views.AROUND: search.look_around,
    search_views.SHARE: search.share,
    council_views.BIND_HERE: councils.bind_here,
    council_views.STAFF: councils.show_staff,
    council_views.APPOINT: councils.appoint,
    council_views.DISMISS: councils.dismiss,
}

FORMS: dict[str, Listener] = {
    council_views.FORM: councils.create,
}


def pattern(name: str) -> re.Pattern[str]:
    """What Slack may call a button of that name."""
    return re.compile(rf"{re.escape(name)}(\..+)?")


def register(app: Any, guarded: Callable[[Listener], Listener]) -> None:
    """Give every name to Bolt, each listener guarded against its own faults."""
    for name, listener in COMMANDS.items():
        app.command(name)(guarded(listener))
    for name, listener in BUTTONS.items():
        app.action(pattern(name))(guarded(listener))
    for name, listener in FORMS.items():
        app.view(name)(guarded(listener))
