"""What the app's manifest allows: scopes, commands, shortcuts and subscribed events."""

from dataclasses import dataclass
from typing import Any

READ_BY_KIND = ("channels:read", "groups:read", "im:read")
HISTORY_BY_KIND = ("channels:history", "groups:history", "im:history")

# Any one of the scopes is enough; an empty tuple means the method needs none.
METHOD_SCOPES: dict[str, tuple[str, ...]] = {
    "api.test": (),
    "auth.test": (),
    "apps.connections.open": (),
    "blocks.validate": (),
    "bots.info": ("users:read",),
    "chat.delete": ("chat:write",),
    "chat.deleteScheduledMessage": ("chat:write",),
    "chat.getPermalink": (),
    "chat.postEphemeral": ("chat:write",),
    "chat.postMessage": ("chat:write",),
    "chat.scheduleMessage": ("chat:write",),
    "chat.scheduledMessages.list": (),
    "chat.update": ("chat:write",),
    "conversations.history": HISTORY_BY_KIND,
    "conversations.info": READ_BY_KIND,
    "conversations.join": ("channels:join",),
    "conversations.list": READ_BY_KIND,
    "conversations.members": READ_BY_KIND,
    "conversations.open": ("im:write", "mpim:write"),
    "conversations.replies": HISTORY_BY_KIND,
    "files.completeUploadExternal": ("files:write",),
    "files.getUploadURLExternal": ("files:write",),
    "files.info": ("files:read",),
    "reactions.add": ("reactions:write",),
    "reactions.remove": ("reactions:write",),
    "team.info": ("team:read",),
    "usergroups.list": ("usergroups:read",),
    "usergroups.users.list": ("usergroups:read",),
    "users.info": ("users:read",),
    "users.list": ("users:read",),
    "users.lookupByEmail": ("users:read.email",),
    "views.open": (),
    "views.publish": (),
    "views.push": (),
    "views.update": (),
}

EVENT_SCOPES: dict[str, tuple[str, ...]] = {
    "app_home_opened": (),
    "app_mention": ("app_mentions:read",),
    "member_joined_channel": ("channels:read", "groups:read"),
    "message.channels": ("channels:history",),
    "message.groups": ("groups:history",),
    "message.im": ("im:history",),
    "reaction_added": ("reactions:read",),
    "reaction_removed": ("reactions:read",),
}


@dataclass(frozen=True, slots=True)
class Manifest:
    """The manifest, asked in our words. Without one everything is allowed."""

    source: dict[str, Any] | None

    @property
    def scopes(self) -> tuple[str, ...]:
        """The bot scopes it asks for."""
        return tuple(self._at("oauth_config", "scopes", "bot") or ())

    @property
    def commands(self) -> list[dict[str, Any]]:
        """The slash commands, as written."""
        return list(self._at("features", "slash_commands") or ())

    @property
    def home_enabled(self) -> bool:
        """Whether the app has a Home tab."""
        return self.source is None or bool(self._at("features", "app_home", "home_tab_enabled"))

    @property
    def interactive(self) -> bool:
        """Whether buttons and forms reach the app at all."""
        return self.source is None or bool(self._at("settings", "interactivity", "is_enabled"))

    @property
    def bot_name(self) -> str | None:
        """The name the bot goes by."""
        return self._at("features", "bot_user", "display_name") or self._at(
            "display_information", "name"
        )

    def shortcuts(self, kind: str) -> list[dict[str, Any]]:
        """List the shortcuts of one kind: `global` or `message`."""
        return [s for s in self._at("features", "shortcuts") or () if s.get("type") == kind]

    def command(self, name: str) -> dict[str, Any] | None:
        """Find a slash command; without a manifest every name is one."""
        if self.source is None:
            return {"command": name}
        return next((c for c in self.commands if c.get("command") == name), None)

    def has_shortcut(self, kind: str, callback_id: str) -> bool:
        """Whether people are offered this shortcut."""
        return self.source is None or any(
            s.get("callback_id") == callback_id for s in self.shortcuts(kind)
        )

    def holds(self, scopes: tuple[str, ...]) -> bool:
        """Whether one of these scopes is asked for, or none is needed."""
        return self.source is None or not scopes or any(s in self.scopes for s in scopes)

    def hears(self, event: str) -> bool:
        """Whether the app is subscribed to an event and holds the scope for it."""
        if self.source is None:
            return True
        subscribed = self._at("settings", "event_subscriptions", "bot_events") or ()
        return event in subscribed and self.holds(EVENT_SCOPES.get(event, ()))

    def _at(self, *path: str) -> Any:
        value: Any = self.source or {}
        for key in path:
            value = value.get(key) if isinstance(value, dict) else None
        return value


def of_channel(scopes: tuple[str, ...], *, private: bool, im: bool) -> tuple[str, ...]:
    """Narrow a family of scopes to the one this kind of channel needs."""
    if len(scopes) != len(READ_BY_KIND):
        return scopes
    public_scope, private_scope, im_scope = scopes
    return (im_scope,) if im else (private_scope,) if private else (public_scope,)
