"""The settings: every change holds at once. Enter or → takes the next value, ← the one before."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from hubbub.tui.lists import Ink, ListRow, RowList
from hubbub.views.notices import quiet_hours

from .ask import Ask
from .frame import Overlay

if TYPE_CHECKING:
    from hubbub.tui.app import Chat


class Choice(msgspec.Struct, frozen=True):
    """One setting: its name in Settings, what it is in words, its values with their words."""

    name: str
    words: str
    values: tuple[tuple[Any, str], ...]


YES_NO = ((True, "yes"), (False, "no"))
CHOICES = (
    Choice("theme", "Colours", (("system", "as the terminal"), ("light", "light"), ("dark", "dark"))),
    Choice("more_contrast", "More contrast", YES_NO),
    Choice("clock", "Clock", (("24", "14:02"), ("12", "2:02 pm"))),
    Choice("come_and_go", "Who comes and goes", (("folded", "in one line"), ("all", "each"), ("none", "not shown"))),
    Choice(
        "terminal_signal",
        "When something is meant for you",
        (("none", "nothing"), ("bell", "the bell"), ("osc9", "a notice (OSC 9)"), ("osc777", "a notice (OSC 777)")),
    ),
    Choice(
        "notices",
        "What is meant for you",
        (("mentions", "mentions and private"), ("everything", "everything"), ("nothing", "nothing")),
    ),
    Choice("quiet", "Quiet hours: of nothing is told", ()),
    Choice("mouse", "The mouse (F4)", ((True, "is ours"), (False, "is the terminal's"))),
    Choice("send_markers", "My other devices know what I have read", YES_NO),
    Choice("send_typing", "Others see that you are typing", YES_NO),
)


class SettingsPanel(Overlay[None]):
    CSS = "SettingsPanel #panel { width: 72; }"

    def __init__(self, app: Chat) -> None:
        super().__init__(app.inks)
        self.chat = app

    def compose(self) -> ComposeResult:
        with Vertical(id="panel"):
            yield Static(Content.assemble(("Settings", "bold")), classes="words", markup=False)
            yield RowList(self.inks, "raised", id="choices")
            yield Static(Content("Enter changes; every change holds at once."), classes="hint", markup=False)

    def fill(self) -> None:
        choices = self.query_one(RowList)
        choices.styles.height = len(CHOICES)
        choices.picked = lambda key, menu: self._change(key, 1)
        self._fill()
        choices.focus()

    def _fill(self) -> None:
        settings = self.chat.desk.settings
        rows = []
        for choice in CHOICES:
            words = dict(choice.values).get(getattr(settings, choice.name, ""), "")
            if choice.name == "quiet":
                words = f"{settings.quiet_from} - {settings.quiet_until}" if settings.quiet_from else "none"
            rows.append(ListRow(choice.name, Ink(choice.words), None, (Ink(f" {words} ", "accent_ink", True),)))
        choices = self.query_one(RowList)
        choices.restyle(self.chat.inks)
        choices.show(rows)

    def _change(self, name: str, step: int) -> None:
        if name == "quiet":
            self._ask_quiet()
            return
        choice = next(choice for choice in CHOICES if choice.name == name)
        values = [value for value, _ in choice.values]
        now = getattr(self.chat.desk.settings, name)
        place = values.index(now) if now in values else 0
        self.chat.prefer(name, values[(place + step) % len(values)])
        self._fill()

    def _ask_quiet(self) -> None:
        """Between which times of day."""
        settings = self.chat.desk.settings
        now = f"{settings.quiet_from}-{settings.quiet_until}" if settings.quiet_from else ""

        def given(text: str | None) -> None:
            if text is not None:
                begin, end = quiet_hours(text) or ("", "")
                self.chat.prefer("quiet_from", begin)
                self.chat.prefer("quiet_until", end)
            self._fill()

        def wrong(text: str) -> str:
            return "" if quiet_hours(text) is not None else "Two times, as in 22:30-7:00."

        sentence = "Between which times is nothing told? As in 22:30-7:00; empty: always."
        ask = Ask(self.inks, sentence, "set", value=now, optional=True, wrong=wrong)
        self.chat.desk.open(ask, given)

    def press(self, key: str) -> bool:
        step = {"right": 1, "left": -1, "space": 1}.get(key)
        if step is None:
            return super().press(key)
        self._change(self.query_one(RowList).marked, step)
        return True
