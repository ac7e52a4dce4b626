"""Rooms that belong to nobody, where nobody is and nothing happens any more: forgotten, so that memory comes back."""

from __future__ import annotations

from hubbub.chat.chat import Chat
from hubbub.chat.events import RoomEnded
from hubbub.chat.world.rooms import Room
from hubbub.typed.durations import DAY

HOUR_MS = 3_600_000
LOOKED_AT = 1_000  # rooms in one go: a millisecond
FORGOTTEN = 20  # of them, which take a few milliseconds of the commit


def forget_silent(chat: Chat) -> None:
    """Look at some rooms, one after the other, all of them about once an hour, and forget those whose time is over."""
    local = chat.world.local
    days = chat.policy.forget_rooms_days
    if not days or chat.disk_full:
        return
    if not local.rooms_to_look_at and chat.clock >= local.look_at_rooms_again:
        local.rooms_to_look_at = list(chat.world.rooms.values())
        local.look_at_rooms_again = chat.clock + HOUR_MS
    before, forgotten = chat.now - days * DAY, 0
    for _ in range(LOOKED_AT):
        if not local.rooms_to_look_at or forgotten >= FORGOTTEN:
            return
        room = local.rooms_to_look_at.pop()
        if _is_over(chat, room, before):
            chat.emit(RoomEnded(log=room.log))
            forgotten += 1


def _is_over(chat: Chat, room: Room, before: int) -> bool:
    """Whether nobody owns it, nobody is in it, and nothing has happened there since."""
    if room.has("members") or room.is_owned or room.name == chat.world.lobby:
        return False
    return max(room.last_at, room.created) < before and chat.world.journals.get(room.log) is room
