"""The frame of the main window: which parts stand side by side, and which lie over the talk in a narrow one."""

from __future__ import annotations

import tkinter as tk

import msgspec

from hubbub.tk.look import Look

from . import sidebar

NO_SIDE, NO_PANEL = 720, 1000  # pixels of the design: narrower, and it lies over the talk


class Shown(msgspec.Struct):
    """What the person wants to see: `panel` is that of members or of what was found."""

    side: bool = True
    panel: bool = True
    side_over: bool = False  # asked for in a narrow window
    panel_over: bool = False


class Layout:
    """Puts the parts into the window's grid. `side`, `panel`: the lists left and right of the talk.

    What goes is removed, not forgotten: a frame that the grid forgets loses its own width, too.
    """

    def __init__(self, root: tk.Misc, look: Look, side: tk.Frame, talk: tk.Frame) -> None:
        self.root, self.look, self.side, self.talk = root, look, side, talk
        self.shown = Shown()
        self.width = self.side_width = 0
        self.panel: tk.Frame | None = None
        root.columnconfigure(2, weight=1)
        root.rowconfigure(2, weight=1)
        self.side_width = look.px(sidebar.WIDE)
        self._lines = {column: look.line(root, upright=True) for column in (1, 3)}
        self._sash = self._lines[1]
        self._sash.configure(cursor="sb_h_double_arrow", width=max(1, int(look.scale)))
        self._sash.bind("<B1-Motion>", self._drag)

    def kept(self) -> dict[str, object]:
        """What the next window is to begin with; widths in pixels of the design."""
        return {
            "side_width": round(self.side_width / self.look.scale),
            "side": self.shown.side,
            "panel": self.shown.panel,
        }

    def go_on(self, kept: object) -> None:
        """As the last window was."""
        if not isinstance(kept, dict):
            return
        px, wide = self.look.px, kept.get("side_width")
        if isinstance(wide, int):
            self.side_width = max(px(sidebar.LEAST), min(px(wide), px(sidebar.MOST)))
        self.shown.side, self.shown.panel = kept.get("side") is not False, kept.get("panel") is not False

    def has_panel(self) -> bool:
        """Whether the panel can be seen now."""
        wide = self.width >= self.look.px(NO_PANEL)
        return self.panel is not None and (self.shown.panel if wide else self.shown.panel_over)

    def narrow(self) -> bool:
        return self.width < self.look.px(NO_SIDE)

    def resized(self, width: int) -> None:
        if width != self.width:
            self.width = width
            self.shown.side_over = self.shown.panel_over = False
            self.arrange()

    def toggle_side(self) -> None:
        if self.narrow():
            self.shown.side_over = not self.shown.side_over
        else:
            self.shown.side = not self.shown.side
        self.arrange()

    def toggle_panel(self) -> None:
        if self.width >= self.look.px(NO_PANEL):
            self.shown.panel = not self.shown.panel
        else:
            self.shown.panel_over = not self.shown.panel_over
        self.arrange()

    def close_over(self) -> bool:
        """Take away what lies over the talk; whether something did."""
        over = self.shown.side_over or self.shown.panel_over
        self.shown.side_over = self.shown.panel_over = False
        if over:
            self.arrange()
        return over

    def arrange(self) -> None:
        self._arrange_side()
        self._arrange_panel()

    def _arrange_side(self) -> None:
        narrow, side = self.narrow(), self.side
        side.configure(width=self.side_width)
        if not narrow and self.shown.side:
            side.place_forget()
            side.grid(row=0, column=0, rowspan=3, sticky="ns")
            self._lines[1].grid(row=0, column=1, rowspan=3, sticky="ns")
            return
        side.grid_remove()
        self._lines[1].grid_remove()
        if narrow and self.shown.side_over:
            side.place(x=0, y=0, relheight=1, width=self.side_width)
            side.lift()
        else:
            side.place_forget()

    def _arrange_panel(self) -> None:
        panel = self.panel
        if panel is None:
            self._lines[3].grid_remove()
            return
        if self.width >= self.look.px(NO_PANEL) and self.shown.panel:
            panel.place_forget()
            panel.grid(row=2, column=4, sticky="ns")
            self._lines[3].grid(row=2, column=3, sticky="ns")
            return
        panel.grid_remove()
        self._lines[3].grid_remove()
        if self.width < self.look.px(NO_PANEL) and self.shown.panel_over:
            top = self.look.px(57)
            panel.place(relx=1, y=top, anchor="ne", relheight=1, height=-top)
            panel.lift()
        else:
            panel.place_forget()

    def set_panel(self, panel: tk.Frame | None) -> None:
        """This one on the right side now."""
        if self.panel is not None and self.panel is not panel:
            self.panel.grid_remove()
            self.panel.place_forget()
        self.panel = panel
        self.arrange()

    def _drag(self, event: tk.Event[tk.Misc]) -> None:
        """The line between the list and the talk moves."""
        px = self.look.px
        wide = event.x_root - self.root.winfo_rootx()
        self.side_width = max(px(sidebar.LEAST), min(wide, px(sidebar.MOST)))
        self.side.configure(width=self.side_width)
