"""The upper edge of the console: how the server is, and what starts and stops it; the four figures below."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from tkinter import ttk

from hubbub.console import sentences
from hubbub.console.desk import Desk
from hubbub.tk.entry import Entry
from hubbub.tk.graph import graph
from hubbub.tk.look import Look

DOTS = {
    "running": ("good", "full"),
    "starting": ("new", "half"),
    "stopping": ("new", "half"),
    "stopped": ("ink_3", "ring"),
    "lost": ("bad_ink", "ring"),
    "failed": ("bad_ink", "ring"),
}
GRAPH, SHORT, ROOMY = (76, 40), 46, 840  # pixels of the design; the shorter one where the tiles have less than that


class Head(tk.Frame):
    """`start` gets what was typed as address and port; a sentence that it returns is shown."""

    def __init__(self, master: tk.Misc, look: Look, desk: Desk) -> None:
        super().__init__(master, background=look.t["ground"])
        self.look, self.desk = look, desk
        self.stop: Callable[[], object] = lambda: None
        self.invite: Callable[[], object] = lambda: None
        self._made_for = ""
        self._shown: object = None
        t, px = look.t, look.px
        self.columnconfigure(1, weight=1)
        mark = look.pictures.mark((t["accent"], t["good"], t["new"]), 15)
        tk.Label(self, image=mark, background=t["ground"]).grid(row=0, column=0, rowspan=2, padx=(0, px(14)))
        self.name = look.label(self, "", "head")
        self.name.grid(row=0, column=1, sticky="w")
        self.words = look.label(self, "", "small", "ink_2", compound="left", anchor="w", width=1)
        self.words.grid(row=1, column=1, sticky="ew")
        self.ways = tk.Frame(self, background=t["ground"])
        self.ways.grid(row=0, column=2, rowspan=2, sticky="e")
        self.problem = tk.Frame(self, background=t["ground"])
        self.problem.grid(row=2, column=0, columnspan=3, sticky="ew", pady=(px(6), 0))
        self.problem.grid_remove()
        self.host: Entry | None = None
        self.port: Entry | None = None
        self.show()

    def show(self) -> None:
        desk, look = self.desk, self.look
        phase = desk.state.phase
        ink, kind = DOTS[phase]
        shown = desk.title.partition(" · ")[0].removeprefix("hubbub on "), phase, desk.words_of_standing
        if shown != self._shown:
            self._shown = shown
            self.name.configure(text=look.fit(shown[0], "head", look.px(420)))
            self.words.configure(image=look.pictures.dot(look.t[ink], kind), text=f" {look.shown(shown[2])}")
        made_for = f"{phase} {desk.standing}"
        if made_for != self._made_for:
            self._made_for = made_for
            self._make_ways(phase)

    def _make_ways(self, phase: str) -> None:
        for child in (*self.ways.winfo_children(), *self.problem.winfo_children()):
            child.destroy()
        self.host = self.port = None
        self.problem.grid_remove()
        if phase in ("stopped", "failed"):
            self._where()
            self._why()
        elif phase != "starting":
            px, t = self.look.px, self.look.t
            if phase == "running":
                invite = ttk.Button(self.ways, text="Invite people…", command=lambda: self.invite())
                invite.grid(row=0, column=0, padx=px(8))
            picture = self.look.pictures.icon("stop", t["bad_ink"], 16)
            stop = ttk.Button(self.ways, text=" Stop", compound="left", image=picture, style="Danger.TButton")
            stop.configure(command=lambda: self.stop())
            stop.grid(row=0, column=1)

    def _where(self) -> None:
        look, px, t, desk = self.look, self.look.px, self.look.t, self.desk
        for column, (title, text, width) in enumerate(
            (("Address", desk.host or "all", 16), ("Port", str(desk.port), 7))
        ):
            look.label(self.ways, title, "tinybold", "ink_2").grid(row=0, column=column, sticky="w")
            entry = Entry(self.ways, look, width=width)
            entry.put(text)
            entry.bind("<Return>", lambda event: self._start())
            entry.grid(row=1, column=column, padx=(0, px(8)))
            if column:
                self.port = entry
            else:
                self.host = entry
        picture = look.pictures.icon("play", t["on_accent"], 16)
        start = ttk.Button(self.ways, text=" Start", compound="left", image=picture, style="Accent.TButton")
        start.configure(command=self._start)
        start.grid(row=1, column=2, sticky="ns")
        start.bind("<Return>", lambda event: self._start())
        start.focus_set()

    def begin(self) -> None:
        """Start the server where the fields say."""
        self._start()

    def _start(self) -> None:
        if self.host is not None and self.port is not None:
            problem = self.desk.start(self.host.text(), self.port.text())
            if problem:
                self._say(problem)

    def _why(self) -> None:
        standing = self.desk.standing
        if not standing.why:
            return
        self._say(standing.why.splitlines()[0])
        if standing.free:
            self._way(f"Use {standing.free}", lambda: self.desk.start(self.desk.host or "all", str(standing.free)))
        if standing.taken:
            self._way("Look at it", self.desk.server.attach)

    def _say(self, words: str) -> None:
        for child in self.problem.winfo_children():
            child.destroy()
        self.problem.grid()
        look = self.look
        label = look.label(self.problem, f"! {look.shown(words)}", "small", "bad_ink", wraplength=look.px(760))
        label.configure(justify="left")
        label.grid(row=0, column=0, sticky="w")

    def _way(self, words: str, does: Callable[[], object]) -> None:
        way = ttk.Button(self.problem, text=words, command=does)
        way.bind("<Return>", lambda event: way.invoke())
        way.grid(row=0, column=len(self.problem.winfo_children()), padx=(self.look.px(10), 0))


class Tiles(tk.Frame):
    """A click on one, or Enter: a minute, an hour, a day."""

    def __init__(self, master: tk.Misc, look: Look, desk: Desk) -> None:
        super().__init__(master, background=look.t["ground"])
        self.look, self.desk = look, desk
        self.cards: list[tuple[tk.Label, tk.Label, tk.PhotoImage]] = []
        self._drawn: list[object] = [None] * 4
        self._said: list[object] = [None] * 4
        for column, tile in enumerate(sentences.tiles(desk.state)):
            self.columnconfigure(column, weight=1, uniform="tile")
            self._card(column, tile.title)
        self.show()

    def _card(self, column: int, title: str) -> None:
        look, px = self.look, self.look.px
        card = ttk.Frame(self, style="ground.card.TFrame", padding=px(12), takefocus=True)
        card.grid(row=0, column=column, sticky="ew", padx=(0, px(10) if column < 3 else 0))
        card.columnconfigure(0, weight=1)
        parts = [
            look.label(card, title, "tinybold", "ink_2", "raised", anchor="w", width=1),
            look.label(card, "", "figure", "ink", "raised", anchor="w", width=1),
            look.label(card, "", "tiny", "ink_2", "raised", anchor="w", width=1),
        ]
        parts[0].grid(row=0, column=0, sticky="ew")
        parts[1].grid(row=1, column=0, sticky="ew")
        parts[2].grid(row=2, column=0, columnspan=2, sticky="ew")
        picture = tk.PhotoImage(master=self, width=px(GRAPH[0]), height=px(GRAPH[1]))
        line = tk.Label(card, image=picture, background=look.t["raised"], borderwidth=0)
        line.grid(row=0, column=1, rowspan=2, sticky="e")
        for widget in (card, line, *parts):
            widget.bind("<Button-1>", lambda event: self.turn())
        parts[2].bind("<Configure>", lambda event: self.after_idle(self.show))
        card.bind("<Return>", lambda event: self.turn())
        card.bind("<FocusIn>", lambda event: card.state(["focus"]))
        card.bind("<FocusOut>", lambda event: card.state(["!focus"]))
        self.cards.append((parts[1], parts[2], picture))

    def turn(self) -> None:
        """The next length of time."""
        spans = sentences.SPANS
        self.desk.span = spans[(spans.index(self.desk.span) + 1) % len(spans)]
        self.show()

    def show(self) -> None:
        look, t, px = self.look, self.look.t, self.look.px
        span = self.desk.span
        for place, (tile, (figure, more, picture)) in enumerate(
            zip(sentences.tiles(self.desk.state, span), self.cards, strict=True)
        ):
            behind = "" if span == "minute" or not tile.more else f" · last {span}"
            said = tile.figure, tile.more + behind, more.winfo_width()
            if said != self._said[place]:
                self._said[place] = said
                figure.configure(text=said[0])
                more.configure(text=look.fit(said[1], "tiny", max(px(120), said[2])))
            side = px(GRAPH[0] if self.winfo_width() >= px(ROOMY) else SHORT), px(GRAPH[1])
            drawn = side, *tile.values
            if drawn != self._drawn[place]:
                self._drawn[place] = drawn
                picture.configure(width=side[0])
                data = graph(side, tile.values or [0.0, 0.0], t[tile.ink], t["raised"], 1.5 * look.scale)
                picture.configure(data=data, format="png")
