"""Lines that run to the left are joined and turned on X11, broken before that, and left alone elsewhere."""

from hypothesis import given
from hypothesis import strategies as st

from hubbub.tk.bidi import broken, runs_left, visual


def test_hebrew_is_turned_on_x11_only() -> None:
    assert visual("שלום", "x11") == "םולש"
    assert visual("שלום", "win32") == "שלום"
    assert visual("hello", "x11") == "hello"


def test_arabic_letters_are_joined() -> None:
    assert visual("سلام", "x11") != "سلام"[::-1]


def test_the_first_letter_with_a_direction_decides() -> None:
    assert runs_left("12 שלום hello")
    assert not runs_left("@bob שלום")
    assert not runs_left("123 !?")


@given(st.text("ab שלום", max_size=60), st.integers(1, 20))
def test_broken_lines_fit_and_lose_nothing_but_the_spaces_between_them(text: str, width: int) -> None:
    lines = broken(text, len, width)
    assert all(len(line) <= width for line in lines)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
