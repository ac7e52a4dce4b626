"""The face for a terminal: lines above, a prompt that shows the room below, with completion and a memory of lines."""

from __future__ import annotations

import asyncio
import contextlib
from pathlib import Path

from prompt_toolkit import PromptSession
from prompt_toolkit.filters import Condition
from prompt_toolkit.formatted_text import FormattedText
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent
from prompt_toolkit.keys import Keys
from prompt_toolkit.output import Output, create_output
from prompt_toolkit.output.vt100 import Vt100_Output
from prompt_toolkit.renderer import print_formatted_text
from prompt_toolkit.styles import Style

from .completion import WordCompleter
from .dialogue import Dialogue
from .history import history
from .lines import Line

ANSWERED = 1.0  # seconds at most until the next prompt, behind a command that is not answered
STYLE = Style.from_dict({"server": "ansiblue", "own": "ansigreen", "other": "", "prompt": "bold"})


class Screen:
    """Lines and prompt on a terminal. `dialogue` is set before anything is asked."""

    asks = True
    dialogue: Dialogue

    def __init__(self, state: Path) -> None:
        self._session: PromptSession[str] = PromptSession(
            message=lambda: FormattedText([("class:prompt", self.dialogue.prompt)]),
            style=STYLE,
            output=_output(),
            history=history(state, self._may_be_kept),
            completer=WordCompleter(lambda: self.dialogue),
            complete_while_typing=False,
            is_password=Condition(lambda: self.dialogue.asking.secret),
            erase_when_done=True,
            enable_open_in_editor=False,
            enable_suspend=True,
            key_bindings=self._keys(),
        )
        self._pasted = ""  # what the text now being typed began with, when that was pasted
        self._given_back = ""

    def _may_be_kept(self) -> bool:
        """Whether a line may be in the history: no answer, nor what a command may have lacked, such as a password."""
        return not self.dialogue.asking.question and not self.dialogue.typed.holds_words

    def _keys(self) -> KeyBindings:
        keys = KeyBindings()

        @keys.add(Keys.BracketedPaste)
        def paste(event: KeyPressEvent) -> None:
            text = event.data.replace("\r\n", "\n").replace("\r", "\n")
            if not event.current_buffer.text:
                self._pasted = text
            event.current_buffer.insert_text(text)

        return keys

    def show(self, lines: list[Line]) -> None:
        """Above the prompt, at once. (prompt_toolkit's own way gives the terminal its echo back meanwhile, so that a
        key pressed just then would show, or be taken for the terminal's own.)
        """
        app = self._session.app
        if app.is_running:
            app.renderer.erase()
        text = [(f"class:{line.style}", line.text + "\n") for line in lines]
        print_formatted_text(app.output, FormattedText(text), STYLE)
        if app.is_running:
            app.renderer.reset()
            app.renderer.request_absolute_cursor_position()
            app.invalidate()

    def refresh(self) -> None:
        if self._session.app.is_running:
            self._session.app.invalidate()

    async def read_lines(self) -> None:
        """Read what is typed until the person leaves. Between two lines, too, no key is echoed."""
        with self._session.input.raw_mode():
            while True:
                try:
                    text = await self._session.prompt_async(default=self._given_back)
                except (EOFError, KeyboardInterrupt):
                    self.dialogue.leave()
                    if self.dialogue.visit.over:
                        return
                    continue
                self._given_back = ""
                if self._typed(text):  # what was typed ahead of its answer may be for where it was to lead
                    with contextlib.suppress(TimeoutError):
                        await asyncio.wait_for(self.dialogue.answered(text), ANSWERED)
                await asyncio.sleep(0)  # what is given back is given back before the next prompt

    def give_back(self, text: str) -> None:
        """It stands at the prompt again."""
        self._given_back = text

    def _typed(self, text: str) -> bool:
        """Whether it is a command, which may be refused."""
        lines = text.rstrip("\n").split("\n")  # what is pasted has LF for every kind of line end
        pasted, self._pasted = self._pasted.partition("\n")[0], ""
        if len(lines) < 2 or self.dialogue.asking.question:
            return self.dialogue.line(text)
        self.dialogue.typed.lines(lines, pasted=bool(pasted) and lines[0].startswith(pasted))
        return False


def _output() -> Output:
    """The terminal, which is not asked where its cursor stands: at each answer the prompt would be drawn once more, and
    screen readers would read it, with what is half typed, twice for each event.
    """
    output = create_output()
    if isinstance(output, Vt100_Output):
        output.enable_cpr = False
    return output
