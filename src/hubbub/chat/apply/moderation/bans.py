"""How bans from the server change the world."""

from __future__ import annotations

from hubbub.chat.apply.rule import Rules, rule, rules
from hubbub.chat.events import ServerBanLifted, ServerBanned
from hubbub.chat.world.moderation.bans import Ban
from hubbub.chat.world.state import World


def server_banned(world: World, event: ServerBanned) -> None:
    world.ban(Ban(event.target, event.at, event.until, event.by, event.why))


def server_ban_lifted(world: World, event: ServerBanLifted) -> None:
    world.unban(event.target)


RULES: Rules = rules(
    rule(ServerBanned, server_banned),
    rule(ServerBanLifted, server_ban_lifted),
)
