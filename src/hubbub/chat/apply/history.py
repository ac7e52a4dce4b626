"""How reading back changes the world."""

from __future__ import annotations

from hubbub.chat.events import PlaybackCleared
from hubbub.chat.world.state import World

from .rule import Rules, rule, rules

MOST = 1000  # logs of which is remembered what was cleared


def playback_cleared(world: World, event: PlaybackCleared) -> None:
    cleared = world.parties[event.party].cleared
    for log, seq in event.logs.items():
        cleared.pop(log, None)
        cleared[log] = seq
        if len(cleared) > MOST:
            del cleared[next(iter(cleared))]


RULES: Rules = rules(
    rule(PlaybackCleared, playback_cleared),
)
