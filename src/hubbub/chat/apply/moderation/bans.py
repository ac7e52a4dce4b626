"""How bans from the server change the world."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from hubbub.chat.events import Event, ServerBanLifted, ServerBanned
from hubbub.chat.world.moderation.bans import Ban
from hubbub.chat.world.state import World


def server_banned(world: World, event: ServerBanned) -> None:
    world.ban(Ban(event.target, event.at, event.until, event.by, event.why))


def server_ban_lifted(world: World, event: ServerBanLifted) -> None:
    world.unban(event.target)


APPLY: dict[type[Event], Callable[[World, Any], None]] = {
    ServerBanned: server_banned,
    ServerBanLifted: server_ban_lifted,
}
