"""The colours of a theme as a terminal with 256 of them has them: the nearest, of those that are read as well."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache

from rich.color import Color, ColorSystem
from rich.color_triplet import ColorTriplet

from hubbub.theme.mixing import contrast
from hubbub.theme.tokens import HUES, THEMES

NUMBERS = range(16, 256)  # those below are the person's own
GREYS = (16, 231, *range(232, 256))
GREY = 16  # as far apart the parts of a colour are, at most, that is seen as grey
GROUNDS = ("ground", "canvas", "raised", "hover_ground", "hover_canvas", "active_ground", "active_canvas")
TALK = ("canvas",)  # what names and own messages lie on
TEXTS = ("ink", "ink_2", "ink_3", "accent_ink", "new_ink", "bad_ink")
SAID = ("good_ink", *(f"hue_{n}" for n in range(HUES)))  # on other grounds they would be no green, and few hues
MARKS = ("line_strong", "good", "new", "accent")
READ, SEEN = 4.5, 3.0  # contrasts (WCAG 2)


@cache
def in_256(theme: str) -> Mapping[str, str]:
    """The theme's tokens, each spelled so that Rich sends the number that was chosen."""
    tokens = THEMES[theme]
    among: dict[str, tuple[int, ...]] = {}
    for inks, grounds, least in ((TEXTS, GROUNDS, READ), (SAID, TALK, READ), (MARKS, GROUNDS[:3], SEEN)):
        under = {_shown(_nearest(tokens[name], NUMBERS)) for name in grounds}
        among |= dict.fromkeys(inks, tuple(number for number in NUMBERS if _stands_out(number, under, least)))
    return {
        name: _spelled(_nearest(colour, among.get(name, NUMBERS))) if colour.startswith("#") else colour
        for name, colour in tokens.items()
    }


def _stands_out(number: int, grounds: set[str], least: float) -> bool:
    return all(contrast(_shown(number), ground) >= least for ground in grounds)


def _nearest(colour: str, numbers: Sequence[int]) -> int:
    """What has almost no colour gets none, where a tint would be one of the cube's; what is green stays green."""
    wanted = Color.parse(colour).get_truecolor()
    lead = _lead(wanted)
    colourless = max(wanted) - min(wanted) <= GREY
    among = [
        number
        for number in numbers
        if number in GREYS or (not colourless and (not lead or _lead(_triplet(number)) == lead))
    ]
    return min(among or numbers, key=lambda number: (_distance(wanted, _triplet(number)), -number))


def _lead(colour: ColorTriplet) -> str:
    """Which part is well ahead of both others; '' for none."""
    parts = sorted(zip(colour, "rgb", strict=True))
    return parts[2][1] if parts[2][0] - parts[1][0] > GREY else ""


def _distance(one: ColorTriplet, other: ColorTriplet) -> float:
    """How different two colours look, as the sum of squares that counts red by how red both are."""
    red = (one.red + other.red) / 2
    parts = [(a - b) ** 2 for a, b in zip(one, other, strict=True)]
    return (2 + red / 256) * parts[0] + 4 * parts[1] + (2 + (255 - red) / 256) * parts[2]


@cache
def _triplet(number: int) -> ColorTriplet:
    return Color.from_ansi(number).get_truecolor()


def _shown(number: int) -> str:
    return _triplet(number).hex


@cache
def _spelled(number: int) -> str:
    """A colour that Rich takes for that number: its own, but for some of the greys."""
    shown = _triplet(number)
    others = (ColorTriplet(level, level, level) for level in range(256))
    return next(one.hex for one in (shown, *others) if _sent(one) == number)


def _sent(colour: ColorTriplet) -> int | None:
    return Color.from_triplet(colour).downgrade(ColorSystem.EIGHT_BIT).number
