"""The tokens of all windows as themes of Textual, for its own widgets: fields, panels, the cursor."""

from __future__ import annotations

from textual.theme import BUILTIN_THEMES, Theme

from .inks import ANSI, Inks


def theme_name(inks: Inks) -> str:
    return f"hubbub-{inks.theme}{f'-{min(256, inks.colours)}' if inks.colours <= 256 else ''}"


def theme_of(inks: Inks) -> Theme:
    return _few(inks) if inks.few else _full(inks)


def _full(inks: Inks) -> Theme:
    t = inks.tokens
    return Theme(
        name=theme_name(inks),
        primary=t["accent"],
        secondary=t["new"],
        warning=t["new"],
        error=t["bad_ink"],
        success=t["good"],
        accent=t["accent"],
        foreground=t["ink"],
        background=t["ground"],
        surface=t["canvas"],
        panel=t["raised"],
        dark=inks.dark,
        variables={
            "ink-2": t["ink_2"],
            "ink-3": t["ink_3"],
            "edge": t["line_strong"],
            "bar": t["hover_canvas"],
            "warn-soft": t["warn_soft"],
            "accent-ink": t["accent_ink"],
            "bad-ink": t["bad_ink"],
            "input-cursor-background": t["ink"],
            "input-cursor-foreground": t["canvas"],
            "input-selection-background": t["select"],
        },
    )


def _few(inks: Inks) -> Theme:
    """The terminal's own colours by name."""

    def ansi(token: str) -> str:
        return f"ansi_{ANSI.get(token, 'default') if inks.colours else 'default'}"

    return Theme(
        name=theme_name(inks),
        ansi=True,
        primary=ansi("accent"),
        secondary=ansi("new"),
        warning=ansi("new"),
        error=ansi("bad"),
        success=ansi("good"),
        accent=ansi("accent"),
        foreground="ansi_default",
        background="ansi_default",
        surface="ansi_default",
        panel="ansi_default",
        boost="ansi_default",
        dark=inks.dark,
        variables={
            **BUILTIN_THEMES[f"ansi-{'dark' if inks.dark else 'light'}"].variables,
            "ink-2": "ansi_default",
            "ink-3": ansi("ink_3"),
            "edge": ansi("line_strong"),
            "bar": "ansi_default",
            "warn-soft": "ansi_default",
            "accent-ink": f"ansi_{inks.colour('accent_ink') or 'default'}",
            "bad-ink": ansi("bad_ink"),
            "input-cursor-background": "ansi_default",
            "input-cursor-foreground": "ansi_default",
            "input-cursor-text-style": "reverse",
            "input-selection-background": "ansi_default",
        },
    )
