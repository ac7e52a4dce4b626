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
    if local.ahead is not None and ahead < local.ahead - STEP:
        # Exactly so much, unless some of what begins later than now began before the leaps that are undone.
        chat.emit(ClockSetBack(at=chat.now, by=local.ahead - ahead if local.leaps.undone <= chat.now else 0))
    local.ahead, local.leaps.undone = ahead, 0
    if leapt or local.leapt:
        _tell_leap(chat)


def _tell_leap(chat: Chat) -> None:
    """The log, which lets go of old rows by itself, and the operators."""
    local = chat.world.local
    length = local.leaps.length()
    if length != local.leapt:
        local.leapt = length
        chat.emit(ClockLeapt(at=chat.now, ahead=length, known=local.leaps.length(known=True)))
