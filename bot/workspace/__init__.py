"""A small local Slack on loopback, for practice and for tests. It knows nothing of the app."""

from bot.workspace.cast import CHANNELS, GROUPS, PEOPLE, Channel, Group, Person
from bot.workspace.engine import APP_TOKEN, BOT_TOKEN
from bot.workspace.faults import Fault, Faults
from bot.workspace.forms import Refused
from bot.workspace.looking import Delivery
from bot.workspace.seen import Button, Message, View
from bot.workspace.state import Call
from bot.workspace.workspace import Reply, Workspace

__all__ = [
    "APP_TOKEN",
    "BOT_TOKEN",
    "CHANNELS",
    "GROUPS",
    "PEOPLE",
    "Button",
    "Call",
    "Channel",
    "Delivery",
    "Fault",
    "Faults",
    "Group",
    "Message",
    "Person",
    "Refused",
    "Reply",
    "View",
    "Workspace",
]
