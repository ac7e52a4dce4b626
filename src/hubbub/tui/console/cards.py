"""Panels over the console: a question with fields, a choice of answers, a QR code, the keys."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widget import Widget
from textual.widgets import Input, Static

from hubbub.console.acts import Act, Field
from hubbub.console.orders import Waits
from hubbub.typed import qr
from hubbub.wire.sanitize import visible

STYLE = """
Card, Ask, Page { background: transparent; align: center middle; }
#panel { width: 64; max-width: 100%; height: auto; max-height: 95%; background: $panel; }
#panel { border: round $edge; padding: 0 1; }
#panel Input { border: none; height: 1; padding: 0 1; background: $bar; }
#panel Input:focus { border: none; }
#panel Static { width: 1fr; height: auto; }
#panel .title { text-style: bold; }
#panel .quiet { color: $ink-2; }
#panel .bad { color: $bad-ink; }
#panel Choice, #panel Answer { height: 1; width: 1fr; padding: 0 1; }
#panel Choice:focus, #panel Answer:focus { background: $bar; text-style: bold; }
#panel .grave { color: $bad-ink; }
"""


class Choice(Widget, can_focus=True):
    """One of several: the arrows go through them."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "turn(-1)", show=False),
        Binding("right", "turn(1)", show=False),
        Binding("space", "turn(1)", show=False),
    ]

    def __init__(self, field: Field) -> None:
        super().__init__()
        self.choices = field.choices
        self.place = field.choices.index(field.text) if field.text in field.choices else 0

    @property
    def value(self) -> str:
        return self.choices[self.place]

    def action_turn(self, step: int) -> None:
        self.place = (self.place + step) % len(self.choices)
        self.refresh()

    def on_click(self) -> None:
        self.action_turn(1)

    def render(self) -> Content:
        return Content(f"◂ {visible(self.value)} ▸   ({self.place + 1} of {len(self.choices)})")


class Card(ModalScreen[None]):
    """`does` gets what was written, one text a field; a sentence that it returns is shown, and the card stays. What it
    returns to be waited for is begun: the card stays, and takes nothing more, until it hears what came of it.
    """

    CSS = STYLE
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", show=False),
        Binding("enter", "go", show=False),
        Binding("down", "app.focus_next", show=False),
        Binding("up", "app.focus_previous", show=False),
    ]

    def __init__(self, act: Act, does: Callable[[list[str]], str | Waits]) -> None:
        super().__init__()
        self.busy = self.past = False
        self.act, self.does = act, does
        self.parts: list[Input | Choice] = [
            Choice(field) if field.choices else Input(field.text, placeholder="", id=f"field-{n}")
            for n, field in enumerate(act.fields)
        ]

    def compose(self) -> ComposeResult:
        with Vertical(id="panel"):
            yield Static(Content(self.act.title), classes="title grave" if self.act.danger else "title", markup=False)
            yield Static(Content(self.act.sentence), classes="quiet", markup=False)
            for field, part in zip(self.act.fields, self.parts, strict=True):
                hint = f" ({field.hint})" if field.hint else ""
                yield Static(Content(f"\n{field.title}{hint}"), markup=False)
                yield part
            yield Static("", classes="bad", id="problem", markup=False)
            yield Static(Content(f"\nEnter: {self.act.button}   Esc: cancel"), classes="quiet", markup=False)

    def on_mount(self) -> None:
        if self.parts:
            self.parts[0].focus()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter in a field: what was typed before it is in there by then."""
        event.stop()
        self.action_go()

    def action_go(self) -> None:
        if self.busy:
            return
        found = self.does([part.value for part in self.parts])
        if callable(found):
            self._turn_busy(on=True)
            found(self.heard)
        elif found:
            self.query_one("#problem", Static).update(Content(found))
        else:
            self.dismiss()

    def heard(self, problem: str) -> bool:
        """What was waited for has come: why nothing came of it, or ''. Whether the card was still there to hear it."""
        if not self.is_mounted or self not in self.app.screen_stack:
            return False
        self._turn_busy(on=False)
        self.query_one("#problem", Static).update(Content(problem))
        self.past = not problem
        self.on_screen_resume()
        return True

    def on_screen_resume(self) -> None:
        """What is done closes when nothing stands above it any more."""
        if self.past and self.is_active:
            self.dismiss()

    def _turn_busy(self, *, on: bool) -> None:
        self.busy = on
        self.query_one("#panel").disabled = on
        if self.parts and not on:
            self.parts[0].focus()

    def action_leave(self) -> None:
        self.dismiss()


class Answer(Widget, can_focus=True):
    """One of the answers."""

    def __init__(self, words: str, does: Callable[[], object], *, grave: bool = False) -> None:
        super().__init__(classes="grave" if grave else "")
        self.words, self.does = words, does

    def render(self) -> Content:
        return Content(f"{'▸' if self.has_focus else ' '} {self.words}")

    def on_click(self) -> None:
        self.screen.answer(self)  # type: ignore[attr-defined]


class Ask(ModalScreen[None]):
    """A question with several answers; the last one, which Esc is too, changes nothing. `sentence`: what there is to
    know, as it is now.
    """

    CSS = STYLE
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", show=False),
        Binding("enter", "go", show=False),
        Binding("down,right", "app.focus_next", show=False),
        Binding("up,left", "app.focus_previous", show=False),
    ]

    def __init__(self, title: str, sentence: Callable[[], str], answers: Sequence[Answer]) -> None:
        super().__init__()
        self.title_, self.sentence, self.answers = title, sentence, answers
        self._words = Static("", classes="quiet", markup=False)

    def compose(self) -> ComposeResult:
        with Vertical(id="panel"):
            yield Static(Content(self.title_), classes="title", markup=False)
            yield self._words
            yield from self.answers

    def on_mount(self) -> None:
        self.paint()
        self.answers[-1].focus()

    def paint(self) -> None:
        """Say it as it is now."""
        self._words.update(Content(f"{self.sentence()}\n"))

    def action_go(self) -> None:
        if isinstance(self.focused, Answer):
            self.answer(self.focused)

    def action_leave(self) -> None:
        self.dismiss()

    def answer(self, answer: Answer) -> None:
        self.dismiss()
        answer.does()


class Page(ModalScreen[None]):
    """Lines to be read; with a link, its QR code, dark on white whatever the theme."""

    CSS = STYLE + "#panel.wide { width: auto; } #code { width: auto; color: #ffffff; background: #000000; }"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,enter,q", "leave", show=False),
        Binding("c", "copy", show=False),
    ]

    def __init__(self, title: str, lines: Sequence[str], link: str = "") -> None:
        super().__init__()
        self.title_, self.lines, self.link = title, lines, link

    def compose(self) -> ComposeResult:
        with VerticalScroll(id="panel"):
            yield Static(Content(self.title_), classes="title", markup=False)
            if self.link:
                yield Static(Content("\n".join(qr.lines(self.link))), id="code", markup=False)
            yield Static(Content("\n".join(self.lines)), markup=False)
            keys = "c: copy the link   Esc: close" if self.link else "Esc: close"
            yield Static(Content(f"\n{keys}"), classes="quiet", markup=False)

    def action_copy(self) -> None:
        if self.link:
            self.app.copy_to_clipboard(self.link)

    def action_leave(self) -> None:
        self.dismiss()
