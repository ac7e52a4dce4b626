"""The colours of a terminal that has 256: what Rich sends for them is seen, and read as well as the theme's own."""

from rich.color import Color, ColorSystem
from tests.support.each import each

from hubbub.theme.mixing import contrast, rgb
from hubbub.theme.tokens import THEMES
from hubbub.tui.inks import Inks
from hubbub.tui.nearest import GROUNDS, MARKS, READ, SAID, SEEN, TALK, TEXTS, in_256
from hubbub.tui.themes import theme_name, theme_of


def shown(colour: str) -> str:
    """What a terminal shows of the number that is sent."""
    number = Color.parse(colour).downgrade(ColorSystem.EIGHT_BIT).number
    assert number is not None
    assert number >= 16, "the first sixteen are the person's own"
    return Color.from_ansi(number).get_truecolor().hex


@each("theme", THEMES)
def test_texts_and_marks_stand_out_from_what_they_lie_on(theme: str) -> None:
    tokens = in_256(theme)
    assert tokens.keys() == THEMES[theme].keys()
    for inks, grounds, least in ((TEXTS, GROUNDS, READ), (SAID, TALK, READ), (MARKS, GROUNDS[:3], SEEN)):
        for ink in inks:
            for ground in grounds:
                assert contrast(shown(tokens[ink]), shown(tokens[ground])) >= least, (ink, ground)
    for ink, ground in (("on_badge", "badge"), ("on_accent", "accent"), ("on_bad", "bad")):
        assert contrast(shown(tokens[ink]), shown(tokens[ground])) >= READ


def test_the_parts_of_the_dark_screen_are_greys_of_their_own() -> None:
    parts = [rgb(shown(in_256("dark")[name])) for name in ("ground", "canvas", "raised", "active_canvas")]
    assert all(len(set(part)) == 1 for part in parts)
    assert parts == sorted(set(parts))


def test_own_words_are_green_and_the_servers_blue() -> None:
    for theme in THEMES:
        red, green, blue = rgb(shown(in_256(theme)["good_ink"]))
        assert green > max(red, blue)
        red, green, blue = rgb(shown(in_256(theme)["accent_ink"]))
        assert blue > max(red, green)


def test_a_theme_is_another_one_where_there_are_fewer_colours() -> None:
    assert len({theme_name(Inks("dark", colours)) for colours in (0, 16, 256, 1 << 24)}) == 4
    assert theme_of(Inks("dark", 256)).background == in_256("dark")["ground"]
