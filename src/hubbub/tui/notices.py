"""Notices in a terminal: its bell, or the sequences that some terminals turn into a notification. Off at first."""

from __future__ import annotations

from collections.abc import Callable

from hubbub.client.state.messages import Message
from hubbub.views.notices import Deciding, Notice, Wish

from .desk import Desk

BELL = "\a"


class Notices:
    """`write` sends a sequence to the terminal; `looking`: whether somebody looks at it, None when it does not tell."""

    def __init__(self, desk: Desk, write: Callable[[str], None], looking: Callable[[], bool | None]) -> None:
        self.desk, self.write, self.looking = desk, write, looking
        self.deciding = Deciding()

    def message(self, key: str, message: Message) -> None:
        buffer = self.desk.state.buffers.get(key)
        if buffer is None or self.desk.settings.terminal_signal == "none":
            return
        here = key == self.desk.state.current and self.looking() is not False
        settings = self.desk.settings
        wish = Wish(settings.notices, settings.quiet_from, settings.quiet_until)
        notice = self.deciding.of(buffer, message, looking=here, now=self.desk.core.now(), wish=wish)
        if notice is not None:
            self.write(sequence(self.desk.settings.terminal_signal, notice))

    def looked(self) -> None:
        """Somebody looks at the place that is shown."""
        self.deciding.looked(self.desk.state.current or "")


def sequence(way: str, notice: Notice) -> str:
    """What makes the terminal tell of it. Nothing of others' text can end the sequence: it is safe to show."""
    match way:
        case "bell":
            return BELL if notice.sound else ""
        case "osc9":
            return f"\x1b]9;{notice.title}: {notice.text}{BELL}"
        case "osc777":
            title, text = (part.replace(";", ",") for part in (notice.title, notice.text))
            return f"\x1b]777;notify;{title};{text}{BELL}"
    return ""
