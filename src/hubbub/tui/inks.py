"""The colours of the terminal client by meaning: from the tokens of all windows, or the terminal's own sixteen."""

from __future__ import annotations

from functools import cached_property, lru_cache

from rich.style import Style

from hubbub.theme.tokens import HUES, THEMES
from hubbub.uplink.settings import Settings

from .nearest import in_256

ANSI_HUES = ("cyan", "magenta", "yellow", "bright_cyan", "bright_magenta", "bright_yellow", "red", "white")
ANSI = (
    {  # what has no row here is left to the terminal
        "ink_3": "bright_black",
        "line": "bright_black",
        "line_strong": "bright_black",
        "accent": "blue",
        "accent_ink": "blue",
        "good": "green",
        "good_ink": "green",
        "new": "yellow",
        "new_ink": "yellow",
        "bad": "red",
        "bad_ink": "red",
        "on_badge": "black",
        "badge": "yellow",
        "on_accent": "white",
    }
    | {f"hue_{place}": ink for place, ink in enumerate(ANSI_HUES[:HUES])}
)


class Inks:
    """Styles for one theme. `colours` 16: names of the terminal's colours, grounds left to it; 0: none, and reverse in
    their place where they mean something."""

    def __init__(self, theme: str, colours: int = 1 << 24) -> None:
        self.theme, self.colours = theme, colours
        self.tokens = in_256(theme) if colours == 256 else THEMES[theme]
        self.style = lru_cache(maxsize=None)(self._style)

    @cached_property
    def contrast(self) -> bool:
        """Whether tints carry no meaning here: high contrast, and sixteen colours."""
        return self.theme.endswith("contrast") or self.few

    @property
    def few(self) -> bool:
        return self.colours <= 16

    @property
    def dark(self) -> bool:
        return self.theme.startswith("dark")

    def colour(self, token: str) -> str | None:
        """A colour as Rich names it; None for the terminal's own."""
        if not self.few:
            return self.tokens[token]
        if not self.colours:
            return None
        ink = ANSI.get(token)
        return f"bright_{ink}" if ink == "blue" and self.dark and token != "accent" else ink

    def _style(
        self,
        ink: str = "",
        ground: str = "",
        *,
        bold: bool = False,
        italic: bool = False,
        underline: bool = False,
        reverse: bool = False,
    ) -> Style:
        return Style(
            color=self.colour(ink) if ink else None,
            bgcolor=self.colour(ground) if ground else None,
            bold=bold or None,
            italic=italic or None,
            underline=underline or None,
            reverse=reverse or (ground == "badge" and not self.colours) or None,
        )

    def chosen(self, ground: str = "active_canvas") -> Style:
        """What is laid under something chosen: a ground, or with few colours the reverse."""
        return Style(reverse=True) if self.few else Style(bgcolor=self.tokens[ground])


def inks_for(settings: Settings, colours: int, *, dark: bool = True) -> Inks:
    """What a person wants to see; `dark`: how the terminal is."""
    theme = settings.theme if settings.theme != "system" else "dark" if dark else "light"
    return Inks(f"{theme}-contrast" if settings.more_contrast else theme, colours)
