"""A card that asks: one sentence, perhaps fields, a button that repeats what will happen, and a way out."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable, Sequence
from tkinter import ttk

import msgspec

from hubbub.wire.sanitize import visible

from .entry import Entry
from .look import Look
from .overlay import Overlay, Overlays

WIDE = 440
BESIDE = 60  # letters of choices that stand beside each other
BUSY = 300  # milliseconds after which one is told that the answer is on its way

Hears = Callable[[str], bool]  # gets why nothing came of it, '' when it is done; False: the card is closed already
Waits = Callable[[Hears], object]


class Asked(msgspec.Struct, frozen=True):
    """A field. `secret`: what is typed is not shown; `choices`: one of these, instead of typing, `upright`: one below
    the other, as those with long names are anyway.
    """

    title: str
    text: str = ""
    hint: str = ""
    secret: bool = False
    choices: tuple[str, ...] = ()
    upright: bool = False


class Ask(Overlay):
    """`does` gets what was typed or chosen, one text a field; a sentence that it returns is shown, and the card stays.
    What it returns to be waited for is begun: the card stays, and takes nothing more, until it hears what came of it.

    `others`: further buttons, each with what it does. `cancel`: the way out, '' for none; `careful`: it has the focus.
    """

    def __init__(
        self,
        overlays: Overlays,
        look: Look,
        title: str,
        sentence: str,
        button: str,
        does: Callable[[list[str]], str | Waits | None],
        fields: Sequence[Asked] = (),
        *,
        danger: bool = False,
        others: Sequence[tuple[str, Callable[[], object]]] = (),
        cancel: str = "Cancel",
        careful: bool = False,
    ) -> None:
        super().__init__(overlays, look, padding=20)
        self.does = does
        self.columnconfigure(0, weight=1, minsize=look.px(WIDE - 40))
        self._row = 0
        self._words(title, "head", "ink", 0)
        self._sentence = self._words(sentence, "list", "ink_2", 8) if sentence else None
        self.entries: list[Entry | ttk.Frame] = []
        self.values: list[Callable[[], str]] = [self._field(field) for field in fields]
        self.busy = False
        self._problem: tk.Label | None = None
        self._problem_row, self._row = self._row, self._row + 1  # under the fields
        style = "raised.Danger.TButton" if danger else "raised.Accent.TButton"
        self._out: ttk.Button | None = None
        self._button = go = self._buttons(button, style, others, cancel)
        self.place(relx=0.5, rely=self._height(), anchor="center")
        self.open(self.entries[0] if self.entries else self._out if careful and self._out else go)
        if self.entries and isinstance(self.entries[0], Entry):
            self.entries[0].select_range(0, "end")

    def reword(self, sentence: str) -> None:
        """What it says is different now."""
        if self._sentence is not None and self._sentence.winfo_exists():
            self._sentence.configure(text=self.look.lines(sentence, left=False))

    def _height(self) -> float:
        """Where its middle is to be, as a part of the window: a little above that of the window, if there is room."""
        self.update_idletasks()
        return 0.42 if self.winfo_reqheight() < 0.82 * self.overlays.window.winfo_height() else 0.5

    def _words(self, text: str, font: str, ink: str, above: int) -> tk.Label:
        look = self.look
        label = look.label(self, text, font, ink, "raised", left=False, wraplength=look.px(WIDE - 40), justify="left")
        label.grid(row=self._row, column=0, sticky="w", pady=(look.px(above), 0))
        self._row += 1
        return label

    def _field(self, asked: Asked) -> Callable[[], str]:
        self._words(asked.title, "smallbold", "ink", 12)
        if asked.choices:
            return self._choices(asked)
        entry = Entry(self, self.look, asked.hint, show="•" if asked.secret else "")
        entry.put(asked.text)
        entry.bind("<Return>", lambda event: self._go())
        entry.grid(row=self._row, column=0, sticky="ew", pady=(self.look.px(4), 0))
        self._row += 1
        self.entries.append(entry)
        return entry.text

    def _choices(self, asked: Asked) -> Callable[[], str]:
        chosen = tk.StringVar(self, asked.text or asked.choices[0])
        row = tk.Frame(self, background=self.look.t["raised"])
        row.grid(row=self._row, column=0, sticky="w", pady=(self.look.px(4), 0))
        self._row += 1
        words = [self._short(choice, WIDE - 80) for choice in asked.choices]
        upright = asked.upright or sum(map(len, words)) > BESIDE
        for column, (choice, shown) in enumerate(zip(asked.choices, words, strict=True)):
            button = ttk.Radiobutton(row, text=f"  {shown}", value=choice, variable=chosen, style="raised.TRadiobutton")
            at, across = (column, 0) if upright else (0, column)
            button.grid(row=at, column=across, padx=(0, self.look.px(6)), sticky="w")
            button.bind("<Return>", lambda event: self._go())
        return chosen.get

    def _buttons(
        self, button: str, style: str, others: Sequence[tuple[str, Callable[[], object]]], cancel: str
    ) -> ttk.Button:
        px = self.look.px
        row = tk.Frame(self, background=self.look.t["raised"])
        row.grid(row=self._row, column=0, sticky="e", pady=(px(18), 0))
        self._row += 1
        ways = [*others, *(((cancel, lambda: None),) if cancel else ())]
        for column, (text, does) in enumerate(ways):
            way = ttk.Button(row, text=text, style="raised.TButton", command=lambda does=does: self._leave(does))  # type: ignore[misc]
            way.grid(row=0, column=column, padx=(0, px(8)))
            way.bind("<Return>", lambda event, way=way: way.invoke())  # type: ignore[misc]
            self._out = way if text == cancel else self._out
        go = ttk.Button(row, text=self._short(button, WIDE / 2), style=style, command=self._go)
        go.grid(row=0, column=len(ways))
        go.bind("<Return>", lambda event: self._go())
        return go

    def _short(self, text: str, wide: float) -> str:
        """Words of a button, which may name somebody, in so many pixels of the design."""
        return self.look.fit(visible(text), "list", self.look.px(wide), left=False)

    def _leave(self, does: Callable[[], object]) -> None:
        self.close()
        does()

    def _go(self) -> str:
        problem = None if self.busy else self.does([value() for value in self.values])
        if callable(problem):
            self._turn_busy(on=True)
            problem(self.heard)
        elif problem:
            self._say(problem)
        elif not self.busy:
            self.close()
        return "break"

    def heard(self, problem: str) -> bool:
        """What was waited for has come: why nothing came of it, or ''. Whether the card was still there to hear it."""
        if self not in self.overlays.open_ or not self.winfo_exists():
            return False
        self._turn_busy(on=False)
        if problem:
            self._say(problem)
        else:
            self.close()
        return True

    def _turn_busy(self, *, on: bool) -> None:
        """While it is, what is typed goes nowhere: the focus stays, and its fields take no letters."""
        self.busy = on
        for entry in self.entries:
            entry.state(["readonly" if on else "!readonly"])
        self._button.state(["disabled" if on else "!disabled"])
        if on:
            self._say("")
            self.after(BUSY, self._wait)
        elif self.entries and isinstance(self.entries[0], Entry):
            self.entries[0].select_range(0, "end")

    def _wait(self) -> None:
        if self.busy and self in self.overlays.open_:
            self._say("Asking the server…", bad=False)

    def _say(self, problem: str, *, bad: bool = True) -> None:
        if self._problem is None:
            self._problem = self.look.label(
                self, "", "small", "bad_ink", "raised", wraplength=self.look.px(WIDE - 40), justify="left"
            )
            self._problem.grid(row=self._problem_row, column=0, sticky="w", pady=(self.look.px(8), 0))
        words = self.look.lines(f"! {problem}" if bad and problem else problem, left=False)
        self._problem.configure(text=words, foreground=self.look.t["bad_ink" if bad else "ink_2"])
