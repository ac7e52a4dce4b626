"""Ctrl K: a part of a name, Enter, and one is there."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from hubbub.tk.entry import Entry
from hubbub.tk.look import Look
from hubbub.tk.overlay import Overlay, Overlays
from hubbub.tk.rowlist import RowList
from hubbub.views.jump import Target, narrowed

from .presence import draw_presence

WIDE, ROW, MOST = 460, 34, 12
HELP = "↑ ↓ choose      Enter go there      # @ + narrow      Esc close"


class Jump(Overlay):
    """`goes` is told of what was chosen; of a room that nobody has made yet, its name."""

    def __init__(
        self,
        overlays: Overlays,
        look: Look,
        targets: Sequence[Target],
        goes: Callable[[Target], object],
        text: str = "",
    ) -> None:
        super().__init__(overlays, look)
        self.targets, self.goes, px = targets, goes, look.px
        self.columnconfigure(0, weight=1)
        self.rowconfigure(1, weight=1)
        self.entry = Entry(self, look, "A room or a person")
        self.entry.grid(row=0, column=0, sticky="ew", pady=(0, px(8)))
        self.rows: RowList[Target] = RowList(self, look, ROW, "raised", self._paint)
        self.rows.grid(row=1, column=0, sticky="nsew")
        self.rows.configure(takefocus=False)
        self.rows.opened = self._go
        look.label(self, HELP, "tiny", "ink_3", "raised").grid(row=2, column=0, sticky="w", pady=(px(6), 0))
        self._listen()
        self.entry.put(text)
        self.show()
        self.open(self.entry)

    def _listen(self) -> None:
        self.entry.bind("<KeyRelease>", lambda event: self._typed(), add=True)
        for keys, step in (("<Up>", -1), ("<Down>", 1), ("<Prior>", -8), ("<Next>", 8)):
            self.entry.bind(keys, lambda event, step=step: self.rows.walk(step))  # type: ignore[misc]
        for keys in ("<Return>", "<KP_Enter>"):
            self.entry.bind(keys, lambda event: self.rows.open())

    def more(self, targets: Sequence[Target]) -> None:
        """There is more to choose from now."""
        self.targets = targets
        self.show(keep=True)

    def _typed(self) -> None:
        if self.entry.text() != self._shown:
            self.show()

    _shown = ""

    def show(self, *, keep: bool = False) -> None:
        self._shown = typed = self.entry.text()
        found = narrowed(self.targets, typed)
        name = typed.strip().lstrip("#@+").strip()
        if (
            name
            and not typed.startswith("@")
            and not any(target.name.casefold() == name.casefold() for target in found)
        ):
            found.append(Target("", name, "join", "room", "make this room"))
        at = self.rows.cursor if keep else 0
        self.rows.rows, self.rows.cursor, self.rows.top = found, -1, 0
        self.rows.refresh()
        if found:
            self.rows.put(min(max(0, at), len(found) - 1))
        px = self.look.px
        high = px(min(MOST, max(1, len(found))) * ROW + 90)
        self.place(relx=0.5, y=px(96), anchor="n", width=px(WIDE), height=min(high, self._most()))

    def _most(self) -> int:
        return max(self.look.px(160), self.overlays.window.winfo_height() - self.look.px(110))

    def _go(self, place: int) -> None:
        target = self.rows.rows[place]
        self.close()
        self.goes(target)

    def _paint(self, rows: RowList[Target], row: Target, y: int, state: set[str]) -> None:
        look, px = self.look, self.look.px
        middle, wide = y + rows.row_height // 2, rows.winfo_width()
        if "cursor" in state:
            rows.back(y, "accent_soft", 0)
            if look.plain:
                rows.ring(y, 0)
        elif "hover" in state:
            rows.back(y, "hover_raised", 0)
        if row.kind == "person":
            draw_presence(rows, look, px(18), middle, row.presence)
        else:
            rows.word(px(18), middle, "+" if row.goes == "join" else "#", "list", "ink_3", "center")
        right = wide - px(12)
        if row.words:
            rows.word(right, middle, row.words, "tiny", "new_ink" if row.badge else "ink_2", "e")
            right -= look.fonts["tiny"].measure(row.words) + px(10)
        self._draw_name(rows, row.name, px(34), middle, right)

    def _draw_name(self, rows: RowList[Target], name: str, x: int, middle: int, right: int) -> None:
        """With what was typed in bold."""
        look = self.look
        part = self._shown.strip().lstrip("#@+").split(" ")[0].casefold()
        shown = look.fit(name, "listbold", right - x)
        at = shown.casefold().find(part) if part else -1
        pieces = [(shown, "list")]
        if at >= 0 and len(shown.casefold()) == len(shown):
            end = at + len(part)
            pieces = [(shown[:at], "list"), (shown[at:end], "listbold"), (shown[end:], "list")]
        for piece, font in pieces:
            rows.word(x, middle, piece, font)
            x += look.fonts[font].measure(piece)
