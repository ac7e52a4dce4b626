"""The face for a terminal: lines above, a prompt that shows the room below, with completion and a memory of lines."""

from __future__ import annotations

from pathlib import Path

from prompt_toolkit import PromptSession
from prompt_toolkit.filters import Condition
from prompt_toolkit.formatted_text import FormattedText
from prompt_toolkit.renderer import print_formatted_text
from prompt_toolkit.styles import Style

from .completion import Words
from .dialogue import Dialogue
from .history import history
from .lines import Line

MANY_LINES = 5  # pasted at once: more are sent only after a question
STYLE = Style.from_dict({"server": "ansiblue", "own": "ansigreen", "other": "", "prompt": "bold"})


class Screen:
    """Lines and prompt on a terminal. `dialogue` is set before anything is asked."""

    asks = True
    dialogue: Dialogue

    def __init__(self, state: Path) -> None:
        self._session: PromptSession[str] = PromptSession(
            message=lambda: FormattedText([("class:prompt", self.dialogue.prompt)]),
            style=STYLE,
            history=history(state, lambda: not self.dialogue.question),
            completer=Words(lambda: self.dialogue),
            complete_while_typing=False,
            is_password=Condition(lambda: self.dialogue.secret),
            erase_when_done=True,
            enable_open_in_editor=False,
        )

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
                    text = await self._session.prompt_async()
                except (EOFError, KeyboardInterrupt):
                    self.dialogue.leave()
                    if self.dialogue.visit.over:
                        return
                    continue
                await self._typed(text)

    async def _typed(self, text: str) -> None:
        lines = text.rstrip("\n").split("\n")  # what is pasted has LF for every kind of line end
        if len(lines) < 2 or self.dialogue.question:
            self.dialogue.line(text)
            return
        if len(lines) > MANY_LINES and not await self._confirmed(len(lines)):
            return
        for line in lines:
            self.dialogue.say(line)

    async def _confirmed(self, count: int) -> bool:
        answer = await self._session.prompt_async(f"Send {count} lines? (yes/no) ")
        self._session.message = lambda: FormattedText([("class:prompt", self.dialogue.prompt)])
        return answer.strip().lower() in ("y", "yes")
