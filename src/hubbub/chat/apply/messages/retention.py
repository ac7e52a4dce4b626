"""How changes of how long messages stay change the world."""

from __future__ import annotations

from hubbub.chat import audience, audit
from hubbub.chat.apply.rule import Rules, rule, rules
from hubbub.chat.events import LogTrimmed, MessageExpired, RetentionChanged
from hubbub.chat.world.state import World


def retention_changed(world: World, event: RetentionChanged) -> None:
    world.keep_for(world.journals[event.log], event.what, event.length)


RULES: Rules = rules(
    rule(RetentionChanged, retention_changed, heard=audience.of_parties, act=audit.retention_changed),
    rule(LogTrimmed),
    rule(MessageExpired, heard=audience.of_parties),
)
