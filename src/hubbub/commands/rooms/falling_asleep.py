"""Rooms in which nobody is, and conversations, fall asleep when nothing of them is remembered: memory comes back."""

from __future__ import annotations

from itertools import islice

from hubbub.chat.chat import Chat

MINUTE_MS = 60_000
LOOKED_AT = 100  # in one go: five milliseconds on a busy machine, if all of them fall asleep


def let_sleep(chat: Chat) -> bool:
    """Look at some of those awake, one after the other, all of them once a minute; whether more are to be looked at."""
    local = chat.world.local
    logs = list(islice(local.awake_to_look_at, LOOKED_AT))
    if not logs and chat.clock >= local.look_at_awake_again:
        local.awake_to_look_at = iter(list(chat.world.journals))
        local.look_at_awake_again = chat.clock + MINUTE_MS
        logs = list(islice(local.awake_to_look_at, LOOKED_AT))
    for log in logs:
        chat.world.fall_asleep(log)
    return len(logs) == LOOKED_AT
