"""Emoji to choose from, by name or by eye."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable, Sequence

from hubbub.tk.entry import Entry
from hubbub.tk.look import Look
from hubbub.tk.overlay import Overlay, Overlays
from hubbub.tk.scrolled import Bar
from hubbub.tk.wheel import bind_wheel
from hubbub.views import emoji
from hubbub.views.emoji import Emoji

ACROSS, CELL, HIGH = 9, 38, 260


class Picker(Overlay):
    """`takes` gets the emoji. `used`: those of this person, the last one first. It opens above `anchor`'s place."""

    def __init__(
        self, overlays: Overlays, look: Look, used: Sequence[str], takes: Callable[[str], object], x: int, y: int
    ) -> None:
        super().__init__(overlays, look, passing=True)
        self.used, self.takes, px = used, takes, look.px
        self.columnconfigure(0, weight=1)
        self.rowconfigure(1, weight=1)
        self.entry = Entry(self, look, "Find an emoji by its name")
        self.entry.grid(row=0, column=0, sticky="ew", pady=(0, px(8)))
        held = Bar(self, "raised")
        held.grid(row=1, column=0, sticky="nsew")
        self.canvas = tk.Canvas(held, background=look.t["raised"], highlightthickness=0, width=1, height=1)
        held.hold(self.canvas)
        self.name = look.label(self, "", "tiny", "ink_2", "raised", anchor="w")
        self.name.grid(row=2, column=0, sticky="ew", pady=(px(6), 0))
        self.cells: list[Emoji] = []
        self.places: list[tuple[int, int]] = []  # of each cell, in pixels
        self.at = 0
        self._listen()
        self._put(x, y)
        self.open(self.entry)
        self.show()

    def _put(self, x: int, y: int) -> None:
        px, window = self.look.px, self.overlays.window
        wide, high = px(ACROSS * CELL + 32), px(HIGH + 100)
        x = max(0, min(x - window.winfo_rootx() - wide, window.winfo_width() - wide))
        y = max(0, y - window.winfo_rooty() - high)
        self.place(x=x, y=y, width=wide, height=min(high, window.winfo_height()))

    def _listen(self) -> None:
        self.entry.bind("<KeyRelease>", lambda event: self._typed(), add=True)
        for keys, step in (("<Left>", -1), ("<Right>", 1), ("<Up>", -ACROSS), ("<Down>", ACROSS)):
            self.entry.bind(keys, lambda event, step=step: self._step(step))  # type: ignore[misc]
        self.entry.bind("<Return>", lambda event: self._take())
        self.canvas.bind("<Motion>", lambda event: self._point(event.x, event.y))
        self.canvas.bind("<Button-1>", self._click)
        bind_wheel(self.canvas, lambda turns: self.canvas.yview_scroll(round(turns * 2), "units"))

    _shown: str | None = None

    def _typed(self) -> None:
        if self.entry.text() != self._shown:
            self.show()

    def _known(self) -> None:
        """How emoji of several signs are drawn here is known now."""
        if self in self.overlays.open_:
            at, top = self.at, self.canvas.yview()[0]
            self.show()
            self.at = at
            self._mark()
            self.canvas.yview_moveto(top)

    def show(self) -> None:
        self._shown = typed = self.entry.text()
        canvas, px = self.canvas, self.look.px
        canvas.delete("all")
        self.cells, self.places, self.at = [], [], 0
        lately = tuple(Emoji(text, ()) for text in emoji.lately(self.used, ACROSS))
        groups = {"": emoji.search(typed)} if typed.strip() else {"Lately used": lately} | emoji.groups()
        y = 0
        for title, some in groups.items():
            y = self._group(title, some, y)
        canvas.configure(scrollregion=(0, 0, px(ACROSS * CELL), y), yscrollincrement=px(CELL) // 2)
        self._mark()

    def _group(self, title: str, some: Sequence[Emoji], y: int) -> int:
        look, px, canvas = self.look, self.look.px, self.canvas
        if title:
            canvas.create_text(
                px(4), y + px(12), text=title, font=look.fonts["tinybold"], fill=look.t["ink_2"], anchor="w"
            )
            y += px(24)
        for n, each in enumerate(some):
            x, row = px(n % ACROSS * CELL), y + px(n // ACROSS * CELL)
            self.cells.append(each)
            self.places.append((x, row))
            middle = x + px(CELL) // 2, row + px(CELL) // 2
            size = -look.fonts["picker"].cget("size")
            picture = look.joined.picture(each.text, size, self._known) if look.wishes.emoji else None
            if picture is not None:
                canvas.create_image(*middle, image=picture)
                continue
            canvas.create_text(
                *middle,
                text=each.text if look.wishes.emoji else each.names[0][:4],
                font=look.fonts["picker" if look.wishes.emoji else "tiny"],
                fill=look.t["ink"],
            )
        return y + px(-(-len(some) // ACROSS) * CELL + 4)

    def _mark(self) -> None:
        look, px, canvas = self.look, self.look.px, self.canvas
        canvas.delete("mark")
        if not self.cells:
            self.name.configure(text="Nothing of that name")
            return
        x, y = self.places[self.at]
        picture = look.pictures.outline(px(CELL), px(CELL), look.t["accent_ink"], 6)
        canvas.create_image(x, y, image=picture, anchor="nw", tags="mark")
        names = self.cells[self.at].names
        self.name.configure(text=f":{names[0]}:" if names else "")

    def _step(self, step: int) -> str:
        if self.cells:
            self.at = max(0, min(self.at + step, len(self.cells) - 1))
            self._mark()
            self._into_view()
        return "break"

    def _into_view(self) -> None:
        canvas, px = self.canvas, self.look.px
        y, top, high = self.places[self.at][1], canvas.canvasy(0), canvas.winfo_height()
        whole = max(1.0, float(canvas.bbox("all")[3]))
        if y < top:
            canvas.yview_moveto(y / whole)
        elif y + px(CELL) > top + high:
            canvas.yview_moveto((y + px(CELL) - high) / whole)

    def _at_pixel(self, x: int, y: int) -> int:
        side, below = self.look.px(CELL), y + int(self.canvas.canvasy(0))
        near = (n for n, (left, top) in enumerate(self.places) if left <= x < left + side and top <= below < top + side)
        return next(near, -1)

    def _point(self, x: int, y: int) -> None:
        place = self._at_pixel(x, y)
        if place >= 0 and place != self.at:
            self.at = place
            self._mark()

    def _click(self, event: tk.Event[tk.Misc]) -> None:
        self._point(event.x, event.y)
        if self._at_pixel(event.x, event.y) >= 0:
            self._take()

    def _take(self) -> str:
        if self.cells:
            text = self.cells[self.at].text
            self.close()
            self.takes(text)
        return "break"
