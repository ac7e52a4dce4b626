"""Every pair of colours that is used is read well enough, in each theme (WCAG 2: 4.5 for text, 3 for marks)."""

import pytest
from tests.support.each import each

from hubbub.theme.mixing import contrast, mix
from hubbub.theme.sheet import PALETTE, read
from hubbub.theme.tokens import HUES, THEMES, hue

GROUNDS = ("ground", "canvas", "raised", "hover_ground", "hover_canvas", "active_ground", "mention_soft", "accent_soft")
INKS = ("ink", "ink_2", "ink_3", "accent_ink", "good_ink", "new_ink", "bad_ink", *(f"hue_{n}" for n in range(HUES)))
TEXT = [
    *((ink, ground) for ink in INKS for ground in GROUNDS),
    ("on_accent", "accent"),
    ("on_badge", "badge"),
    ("on_bad", "bad"),
    *((f"hue_{n}", f"hue_{n}_soft") for n in range(HUES)),
]
MARKS = [
    *(("line_strong", ground) for ground in ("canvas", "ground", "raised")),
    ("good", "ground"),
    ("new", "canvas"),
    ("accent", "canvas"),
]


@each("name", THEMES)
def test_all_pairs_are_read_well_enough(name: str) -> None:
    theme = THEMES[name]
    wanted = dict.fromkeys(TEXT, 4.5) | dict.fromkeys(MARKS, 3.0)
    poor = {
        (ink, ground): contrast(theme[ink], theme[ground])
        for (ink, ground), least in wanted.items()
        if contrast(theme[ink], theme[ground]) < least - 0.005
    }
    assert not poor


def test_there_are_four_themes_with_the_same_names() -> None:
    assert set(THEMES) == {"light", "dark", "light-contrast", "dark-contrast"}
    assert len({frozenset(theme) for theme in THEMES.values()}) == 1


def test_layers_of_a_sheet_are_mixed_with_what_they_lie_on() -> None:
    sheet = "".join(
        f"--{name}: light-dark(#ffffff, #000000);"
        for name in ("ground", "canvas", "raised", "mention-soft", "accent-soft")
    )
    sheet += "".join(f"--{name}: light-dark(rgb(0 0 0 / .5), rgb(255 255 255 / .5));" for name in ("hover", "active"))
    themes = read(sheet)
    assert themes["light"]["hover_ground"] == "#808080"
    assert themes["dark"]["active_accent_soft"] == "#808080"


def test_black_on_white_is_21() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert mix("#000000", "#ffffff", 0.5) == "#808080"


def test_a_name_has_the_same_hue_however_it_is_written() -> None:
    assert hue("Bob") == hue("bob")
    assert {hue(name) for name in ("a", "b", "c", "d", "e", "f", "g", "h")} == set(range(HUES))


def test_the_palette_is_beside_the_code() -> None:
    assert PALETTE.exists()
