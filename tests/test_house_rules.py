"""The house itself: routes, docs and manifest agree, and listeners ask only for what Bolt gives."""

import ast
import inspect
import json
import re
from pathlib import Path

import pytest
from slack_bolt.kwargs_injection.args import Args

from handlers import routes

ROOT = Path(__file__).parents[1]
MANIFEST = json.loads((ROOT / "manifest.json").read_text())
COMMANDS_DOC = (ROOT / "docs" / "commands.md").read_text()
LISTENERS = {
    **routes.COMMANDS,
    **routes.BUTTONS,
    **routes.FORMS,
    **routes.SHORTCUTS,
    **routes.EVENTS,
}
SUBCOMMANDS = [
    (command.name, name)
    for command in (routes.MINUTES, routes.COUNCIL, routes.MEETING, routes.ATTENDANCE)
    for sub in command.subcommands
    for name in sub.names
]


@pytest.mark.parametrize("name", LISTENERS)
def test_a_listener_asks_only_for_names_it_is_given(name):
    # A misspelt parameter would be None in Bolt, not an error.
    given = set(inspect.signature(Args.__init__).parameters) | {"visit"}
    assert set(inspect.signature(LISTENERS[name]).parameters) <= given


def test_the_manifest_and_the_routes_name_the_same_commands():
    in_manifest = {command["command"] for command in MANIFEST["features"]["slash_commands"]}
    assert in_manifest == set(routes.COMMANDS)


def test_the_manifest_and_the_routes_name_the_same_shortcuts_and_events():
    shortcuts = {one["callback_id"] for one in MANIFEST["features"]["shortcuts"]}
    assert shortcuts == set(routes.SHORTCUTS)
    events = MANIFEST["settings"]["event_subscriptions"]["bot_events"]
    assert {event.partition(".")[0] for event in events} == set(routes.EVENTS)
    assert {"app_mentions:read", "im:history"} <= set(MANIFEST["oauth_config"]["scopes"]["bot"])


@pytest.mark.parametrize(("command", "word"), SUBCOMMANDS)
def test_every_subcommand_is_documented(command, word):
    assert f"`{command} {word}" in COMMANDS_DOC or f"`{word}`" in COMMANDS_DOC


def test_every_id_that_is_drawn_has_a_route():
    drawn = {
        value
        for path in (ROOT / "handlers" / "views").glob("*.py")
        for value in re.findall(r'^[A-Z_]+ = "([a-z_]+(?:\.|_)[a-z_.]+)"$', path.read_text(), re.M)
    }
    assert drawn, "views own their ids as constants, or this test means nothing"
    assert drawn == set(routes.BUTTONS) | set(routes.FORMS) | set(routes.SHORTCUTS)


def test_every_method_called_has_its_scope_in_the_manifest():
    scope_of = {
        "chat_getPermalink": None,
        "chat_postEphemeral": "chat:write",
        "chat_postMessage": "chat:write",
        "chat_update": "chat:write",
        "conversations_history": "im:history",
        "conversations_replies": "channels:history",
        "conversations_open": "im:write",
        "files_upload_v2": "files:write",
        "reactions_add": "reactions:write",
        "reactions_remove": "reactions:write",
        "views_open": None,
        "views_publish": None,
        "views_push": None,
        "views_update": None,
    }
    called = {
        node.func.attr
        for path in (ROOT / "handlers").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and isinstance(node.func.value, ast.Name)
        and node.func.value.id == "client"
    }
    assert called <= set(scope_of), "say which scope the new method needs"
    scopes = set(MANIFEST["oauth_config"]["scopes"]["bot"])
    assert {scope_of[name] for name in called} - {None} <= scopes


def test_only_the_clock_reads_the_clock_and_only_settings_the_environment():
    for path in [*(ROOT / "handlers").rglob("*.py"), *(ROOT / "store").rglob("*.py")]:
        source = path.read_text()
        assert "datetime.now" not in source, path
        assert "os.environ" not in source, path
