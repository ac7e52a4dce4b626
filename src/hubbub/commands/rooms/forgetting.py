"""Rooms that belong to nobody, where nobody is and nothing happens any more, and conversations that nobody can read:
forgotten, so that memory comes back."""

from __future__ import annotations

from hubbub.chat.chat import Chat
from hubbub.chat.events import RoomEnded
from hubbub.chat.world.rooms import Room
from hubbub.typed.durations import DAY

HOUR_MS = 3_600_000
LOOKED_AT = 500  # rooms in one go: four milliseconds at most, on a busy machine
FORGOTTEN = 20  # of them, which take a few milliseconds of the commit


def forget_silent(chat: Chat) -> None:
    """Look at some rooms, one after the other, all of them about once an hour, and forget those whose time is over."""
    local = chat.world.local
    days = chat.policy.forget_rooms_days
    if not days or chat.disk_full:
        return
    before, forgotten = chat.aged() - days * DAY, 0
    for _ in range(LOOKED_AT):
        log = next(local.rooms_to_look_at, None)
        if log is None:
            if chat.clock < local.look_at_rooms_again:
                return
            local.rooms_to_look_at = iter(chat.world.every_room)
            local.look_at_rooms_again = chat.clock + HOUR_MS
        elif _is_over(chat, log, before):
            chat.world.journal(log)  # what ends is awake
            chat.emit(RoomEnded(log=log))
            forgotten += 1
            if forgotten >= FORGOTTEN:
                return


def forget_unread(chat: Chat) -> bool:
    """Conversations of who has gone, if nobody can read them any more; whether more are to be looked at."""
    return chat.world.forget_unread()


def _is_over(chat: Chat, log: int, before: int) -> bool:
    """Whether nobody owns it, nobody is in it, and nothing has happened there since."""
    world = chat.world
    asleep = world.asleep.look(log)
    if asleep is not None:
        is_owned = any("q" in prefixes for _, prefixes in asleep.roles)
        return not is_owned and asleep.name != world.lobby and max(asleep.last_at, asleep.created) < before
    room = world.journals.get(log)
    if not isinstance(room, Room) or room.has("members") or room.is_owned or room.name == world.lobby:
        return False
    return max(room.last_at, room.created) < before
