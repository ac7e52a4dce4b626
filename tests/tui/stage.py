"""A terminal client on a stage: a core that notes what it is asked to do, in a terminal without a terminal."""

from __future__ import annotations

import unicodedata
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from typing import Any

from tests.support import sample
from textual import events
from textual.keys import _character_to_key, _get_unicode_name_from_key
from textual.pilot import Pilot

from hubbub.client import changes as c
from hubbub.client.events import Answered
from hubbub.client.state.items import Note
from hubbub.client.state.store import State
from hubbub.tui.app import Chat
from hubbub.tui.core import Unkept
from hubbub.tui.inks import Inks


class FakeCore:
    """Holds a state, and does the little that a face cannot be without: changing the place, keeping drafts."""

    def __init__(self, state: State) -> None:
        self.state = state
        self.done: list[tuple[str, dict[str, Any]]] = []
        self.lines: list[tuple[str, str | None]] = []
        self.by = ""  # the name under which somebody waits for the latest answer
        self.left = self.retried = False
        self.sharing: Any = None
        self.app: Chat | None = None

    def now(self) -> int:
        return sample.NOW

    def do(self, action: str, *, by: str = "", **arguments: Any) -> None:
        self.done.append((action, arguments))
        self.by = by or self.by
        if action == "open":
            self.state.current = arguments["buffer"]
            self.tell(c.CurrentChanged(arguments["buffer"]))
        elif action == "draft":
            from hubbub.client.state.buffers import Draft

            buffer = self.state.buffers[arguments["buffer"]]
            buffer.draft = Draft(arguments["text"], arguments["reply"], arguments["edit"])
            self.tell(c.BufferChanged(buffer.key, ("draft",)))

    def asked(self, action: str) -> list[dict[str, Any]]:
        return [arguments for name, arguments in self.done if name == action]

    def typed(self, text: str, buffer: str | None, *, by: str = "") -> None:
        self.lines.append((text, buffer))
        self.by = by or self.by

    def retry(self) -> None:
        self.retried = True

    def leave(self) -> None:
        self.left = True

    def share(self, work: Callable[[Any], Awaitable[Any]], then: Callable[[Any], None], failed: object) -> None:
        """Done with `sharing`, at once."""
        with suppress(StopIteration):
            work(self.sharing).__await__().send(None)

    def tell(self, *told: object) -> None:
        if self.app is not None:
            self.app.changed(told)


class Stage:
    def __init__(self, app: Chat, core: FakeCore, pilot: Pilot[int]) -> None:
        self.app, self.core, self.pilot = app, core, pilot
        self.state = core.state

    def screen(self) -> list[str]:
        """What stands in each line of the terminal."""
        return [strip.text.replace("\u200e", "") for strip in self.app.screen._compositor.render_strips()]

    def text(self) -> str:
        return "\n".join(self.screen())

    async def settle(self) -> None:
        """Everything that was asked for is painted."""
        await self.pilot.pause()
        self.app.paint()
        await self.pilot.pause()

    async def press(self, *keys: str) -> None:
        """One after the other, as fast as they are done with: the pilot would wait for each."""
        for key in keys:
            name = key if len(key) > 1 or key.isalnum() else _character_to_key(key)
            event = events.Key(name, _character(key))
            event.set_sender(self.app)
            self.app.post_message(event)
        await self.settle()

    async def answer(self, *notes: Note) -> None:
        """The server answers what was asked by name last; no notes: it is done."""
        self.core.tell(Answered(self.core.by, notes))
        await self.settle()

    async def write(self, text: str) -> None:
        self.app.talk.field.write(text)
        self.app.writing.changed(self.app.talk.field.text)
        await self.settle()


def _character(key: str) -> str | None:
    """What that key writes."""
    if len(key) == 1:
        return key
    try:
        return unicodedata.lookup(_get_unicode_name_from_key(key))
    except KeyError:
        return None


@asynccontextmanager
async def on_stage(
    state: State | None = None, size: tuple[int, int] = (124, 36), theme: str = "dark", colours: int = 1 << 24
) -> AsyncIterator[Stage]:
    core = FakeCore(state or sample.sample())
    app = Chat(core, Unkept(), Inks(theme, colours), sample.SERVER)
    core.app = app
    async with app.run_test(size=size) as pilot:
        stage = Stage(app, core, pilot)
        await stage.settle()
        yield stage
