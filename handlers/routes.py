"""Every Slack name the bot answers to, on one screen."""

import re
from collections.abc import Callable
from functools import partial
from typing import Any

from handlers import (
    answers,
    commands,
    councils,
    delivery,
    export,
    minutes,
    search,
    trend,
    watches,
    words,
)
from handlers.commands import Command
from handlers.views import answers as answer_views
from handlers.views import councils as council_views
from handlers.views import export as export_views
from handlers.views import hits as hit_views
from handlers.views import ladder as ladder_views
from handlers.views import minutes as minutes_views
from handlers.views import search as search_views
from handlers.views import trend as trend_views
from handlers.views import watches as watch_views
from handlers.views import words as word_views
from store.misses import KIND as MISSES
from store.watches import KIND as WATCH

Listener = Callable[..., None]

MINUTES = Command(
    name="/minutes",
    title="会議録",
    subcommands=(
        search.SEARCH,
        answers.ANSWERS,
        minutes.SHOW,
        minutes.RECENT,
        trend.TREND,
        watches.WATCH,
        words.WORDS,
    ),
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
    search_views.PAGE: search.turn_page,
    search_views.WORD: search.switch_word,
    search_views.YEAR: search.narrow_to_year,
    search_views.MEETING: search.narrow_to_meeting,
    search_views.AGAIN: search.search_again,
    search_views.OPEN_FORM: search.open_form,
    ladder_views.STEP: search.search_again,
    minutes_views.PAGE: minutes.turn_pages,
    minutes_views.MEETINGS_PAGE: minutes.turn_meetings,
    minutes_views.SHOW: minutes.turn_pages,
    hit_views.AROUND: search.look_around,
    hit_views.SHARE: search.share,
    answer_views.PAGE: answers.turn_answers,
    answer_views.CORRECT: answers.open_form,
    export_views.CSV: export.hits,
    export_views.XLSX: export.hits,
    export_views.TREND_CSV: export.trend,
    export_views.TREND_XLSX: export.trend,
    trend_views.BY_YEAR: trend.by_year,
    trend_views.BY_MEETING: trend.by_meeting,
    watch_views.PAUSE: watches.pause,
    watch_views.RESUME: watches.resume,
    watch_views.STOP: watches.stop,
    watch_views.SHOW: watches.show,
    watch_views.PAGE: watches.turn_list,
    word_views.PAGE: words.turn_groups,
    word_views.ADD: words.open_new,
    word_views.EDIT: words.open_group,
    word_views.MISSES: words.show_misses,
    council_views.BIND_HERE: councils.bind_here,
    council_views.STAFF: councils.show_staff,
    council_views.APPOINT: councils.appoint,
    council_views.DISMISS: councils.dismiss,
}

FORMS: dict[str, Listener] = {
    search_views.FORM: search.send_form,
    word_views.FORM: words.save,
    answer_views.FORM: answers.correct,
    council_views.FORM: councils.create,
}

SHORTCUTS: dict[str, Listener] = {
    search_views.SHORTCUT: search.open_empty_form,
}

EVENTS: dict[str, Listener] = {
    "app_mention": search.mentioned,
    "message": search.written_to,
}

# What the outbox may hold, and who draws it when it is said.
LETTERS: dict[str, delivery.Draw] = {
    WATCH: watches.draw,
    MISSES: words.draw,
}

# Time rings too: each is called with (store, client, now), in this order.
CLOCK: tuple[Callable[..., None], ...] = (
    watches.notice_new,
    words.weekly,
    partial(delivery.deliver_due, LETTERS),
)


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
    for name, listener in SHORTCUTS.items():
        app.shortcut(name)(guarded(listener))
    for name, listener in EVENTS.items():
        app.event(name)(guarded(listener))
