"""Keys in the order in which they were pressed, each done with before the next is looked at.

Textual hands keys on from queue to queue, so that what is typed fast after a key that changes the place, or opens a
panel, would land where it does not belong. Here each key is done at once; what is typed before a panel is there waits
for it.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from textual import events
from textual.message_pump import MessagePump
from textual.widgets import Input

from hubbub.views.pieces import safe

from .keys import act_of
from .lists import RowList
from .overlays.frame import Overlay

if TYPE_CHECKING:
    from .app import Chat

HOPS = 60  # turns of the loop that a click may take on its way

UNREADABLE = "\N{REPLACEMENT CHARACTER}"  # what Textual makes of bytes that are no UTF-8
NOT_UTF8 = "That is not valid UTF-8 and was not written. Please set your terminal to UTF-8."

Typed = events.Key | events.Paste


class Keyboard:
    def __init__(self, app: Chat) -> None:
        self.app = app
        self._held: deque[Typed] = deque()  # for a panel that is not there yet

    def hold(self, event: Typed) -> None:
        """A key or a paste has come."""
        self._held.append(event)

    def hold_before(self, earlier: Iterable[Typed]) -> None:
        """These came before those."""
        self._held.extendleft(reversed(list(earlier)))

    async def release(self) -> None:
        """Do what waits, unless a panel is just coming."""
        while self._held and not self._panel_is_coming():
            await self._do(self._held.popleft())

    def _panel_is_coming(self) -> bool:
        screen = self.app.screen
        return isinstance(screen, Overlay) and not screen.ready

    async def _do(self, event: Typed) -> None:
        self.app.reading.attended()
        screen = self.app.screen
        if isinstance(event, events.Paste):
            self._paste(event.text)
            return
        if event.character == UNREADABLE:
            self.app.desk.tell(NOT_UTF8, bad=True)
            return
        act = act_of(event.key, "everywhere")
        if act and self.app.going.key(act):
            return
        if screen is self.app.talk:
            await self._press(event)
        elif isinstance(screen, Overlay):
            await self._press_panel(screen, event)

    def _paste(self, text: str) -> None:
        if self.app.screen is self.app.talk:
            self.app.paste(text)
        elif isinstance(self.app.focused, Input) and getattr(self.app.screen, "listens", True):
            self.app.focused.insert_text_at_cursor(safe(text.partition("\n")[0]))
            self._typed_into_panel()

    # Panels

    async def _press_panel(self, panel: Overlay[Any], event: events.Key) -> None:
        focused = self.app.focused
        if panel.press(event.key) or not panel.listens or (isinstance(focused, RowList) and focused.press(event.key)):
            return
        character = written(event)
        if isinstance(focused, Input) and character:
            focused.insert_text_at_cursor(character)
        else:
            await self.app._check_bindings(event.key)
        self._typed_into_panel()

    def _typed_into_panel(self) -> None:
        screen, focused = self.app.screen, self.app.focused
        if isinstance(screen, Overlay) and isinstance(focused, Input):
            screen.typed(focused.value)

    async def drain(self) -> None:
        """After a click: return when what is focused, and all around it, has nothing to do any more."""
        for _ in range(HOPS):
            await asyncio.sleep(0)
            around: list[MessagePump] = [self.app.screen, *([self.app.focused] if self.app.focused else [])]
            around += [
                node for node in (self.app.focused.ancestors if self.app.focused else ()) if node is not self.app
            ]
            if not any(pump.message_queue_size for pump in around):
                return

    # The main screen

    async def _press(self, event: events.Key) -> None:
        talk, focused = self.app.talk, self.app.focused  # a widget hears of its focus only later
        if focused is talk.timeline and (act := act_of(event.key, "message")):
            self.app.going.on_message(act)
            return
        if isinstance(focused, RowList) and focused.press(event.key):
            return
        if written(event) and focused is not talk.field:
            self.app.choosing.leave()
        if focused is talk.field or written(event):
            await self._write(event)

    async def _write(self, event: events.Key) -> None:
        field = self.app.talk.field
        if not field.press(event.key, written(event)):
            await self.app._check_bindings(event.key)  # its cursor, its undo
        self.app.writing.changed(field.text)


def written(event: events.Key) -> str | None:
    """What the key writes, if it does: also what joins pictures or letters (families, flags), and is none itself."""
    character = event.character
    joins = character in ("\u200c", "\u200d") or "\U000e0020" <= (character or "") <= "\U000e007f"
    return character if character and (event.is_printable or joins) else None
