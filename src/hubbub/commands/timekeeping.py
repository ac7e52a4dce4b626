"""What is done when the time of day is set back: nothing that ends by itself lasts longer for it."""

from __future__ import annotations

from hubbub.chat.chat import Chat
from hubbub.chat.events import ClockSetBack

STEP = 1_000  # milliseconds: less is no setting of a clock, but its being kept right


def look_at_clock(chat: Chat) -> None:
    """Compare the time of day with the clock that never goes back."""
    local = chat.world.local
    ahead = chat.now - local.clock
    if chat.disk_full:
        return
    if local.ahead is not None and ahead < local.ahead - STEP:
        chat.emit(ClockSetBack(at=chat.now))
    local.ahead = ahead
