"""What is done when the time of day is set: back, and nothing that ends by itself lasts longer for it; ahead, and
nothing is let go of for its age before somebody had time to put it right."""

from __future__ import annotations

from hubbub.chat.chat import Chat
from hubbub.chat.events import ClockLeapt, ClockSetBack

STEP = 1_000  # milliseconds: less is no setting of a clock, but its being kept right


def look_at_clock(chat: Chat) -> None:
    """Compare the time of day with the clocks that never go back."""
    local = chat.world.local
    ahead = chat.now - local.clock
    if chat.disk_full:
        return
    leapt = chat.aged() != chat.now
    if local.ahead is not None:
        _set_back(chat, local.ahead - ahead, local.leaps.undone)
    local.ahead, local.leaps.undone = ahead, []
    if leapt or local.leapt:
        _tell_leap(chat)


def _set_back(chat: Chat, by: int, undone: list[tuple[int, int]]) -> None:
    """It was set back by so much in all since the last look: first by the leaps that this undoes, the latest first, as
    times of day before them and lengths. What began before a leap is none of its business."""
    for before, length in undone:
        by = max(0, by - length)
        chat.emit(ClockSetBack(at=chat.now + by, after=before, by=length))
    if undone or by > STEP:
        chat.emit(ClockSetBack(at=chat.now, after=chat.now, by=by))


def _tell_leap(chat: Chat) -> None:
    """The log, which lets go of old rows by itself, and the operators."""
    local = chat.world.local
    length = local.leaps.length()
    if length != local.leapt:
        local.leapt = length
        chat.emit(ClockLeapt(at=chat.now, ahead=length, known=local.leaps.length(known=True)))
