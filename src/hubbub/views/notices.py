"""Which messages are worth a notice, and in which words. Nothing that arrives late, nothing one is looking at.

At most one notice a place until it is looked at, at most one sound in ten seconds.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import msgspec

from hubbub.wire.truncate import shortened

from .pieces import safe

if TYPE_CHECKING:
    from hubbub.client.state.buffers import Buffer
    from hubbub.client.state.messages import Message

LONGEST = 150  # signs of others' text
SOUND_EVERY = 10_000  # milliseconds
LATE = 120_000  # milliseconds: what is older was waiting for us


class Notice(msgspec.Struct, frozen=True):
    """`place`: the key of where a click leads. `sound`: one may be made now."""

    place: str
    title: str
    text: str
    sound: bool


class Wish(msgspec.Struct, frozen=True):
    """What a person wants to be told of where nothing is chosen for a place: `everything`, `mentions`, `nothing`; and
    between which times of day (HH:MM, '' for none) of nothing at all."""

    level: str = "mentions"
    quiet_from: str = ""
    quiet_until: str = ""

    def is_quiet(self, at: int) -> bool:
        """Whether that time is in the quiet hours, which may go over midnight."""
        begin, end = self.quiet_from, self.quiet_until
        if not begin or not end or begin == end:
            return False
        now = f"{datetime.fromtimestamp(at / 1000):%H:%M}"
        return begin <= now < end if begin < end else now >= begin or now < end


def quiet_hours(text: str) -> tuple[str, str] | None:
    """`22:30-7` -> ("22:30", "07:00"); of nothing, none; None: that cannot be read."""
    if not text.strip():
        return "", ""
    times = [_time(part) for part in text.replace("\u2013", "-").split("-")]
    return (times[0], times[1]) if len(times) == 2 and all(times) else None


def _time(text: str) -> str:
    """`7`, `7:30` or `07.30` as HH:MM; '' for what is none."""
    hour, _, minute = text.strip().replace(".", ":").partition(":")
    minute = minute or "00"
    if not (hour.isascii() and hour.isdigit() and minute.isascii() and minute.isdigit() and len(minute) == 2):
        return ""
    return f"{int(hour):02}:{minute}" if len(hour) < 3 and int(hour) < 24 and int(minute) < 60 else ""


MENTIONS = Wish()


class Deciding(msgspec.Struct):
    """What has been told already."""

    told: set[str] = msgspec.field(default_factory=set)
    sounded_at: int = -SOUND_EVERY

    def of(self, buffer: Buffer, message: Message, *, looking: bool, now: int, wish: Wish = MENTIONS) -> Notice | None:
        """`looking`: the place is in view, in a window that has the focus."""
        if message.own or message.late or looking or now - message.at > LATE:
            return None
        if not _wanted(buffer, message, wish.level) or wish.is_quiet(now):
            return None
        if buffer.key in self.told:
            return None
        from .files import said

        self.told.add(buffer.key)
        sound = now - self.sounded_at >= SOUND_EVERY
        self.sounded_at = now if sound else self.sounded_at
        name = safe(message.sender)
        title = name if buffer.kind == "person" else f"{name} in {safe(buffer.name.removeprefix('#'))}"
        return Notice(buffer.key, shortened(title, LONGEST), _one_line(said(message)), sound)

    def looked(self, key: str) -> None:
        """Somebody has looked at that place: the next message may be told of again."""
        self.told.discard(key)


def _wanted(buffer: Buffer, message: Message, level: str) -> bool:
    if buffer.notify == "nothing" or level == "nothing":
        return False
    return buffer.notify == "all" or level == "everything" or message.mention or message.private


def _one_line(text: str) -> str:
    return shortened(safe(" ".join(text.split())), LONGEST)


def escaped(text: str) -> str:
    """For notification servers, many of which read markup."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
