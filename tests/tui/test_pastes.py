"""What is pasted reaches Textual as one text, whatever is in it; letters that an encoding has not are replaced."""

from __future__ import annotations

import pytest
from tests.support.each import each
from textual import events
from textual._xterm_parser import XTermParser

from hubbub.tui.field import pasted
from hubbub.tui.pastes import BEGIN, END, Pastes
from hubbub.tui.terminal_driver import SIGNS, TerminalDriver


def seen(*pieces: str) -> tuple[list[str], str]:
    """The pasted texts, and the keys outside of them."""
    pastes, parser = Pastes(), XTermParser(debug=False)
    found = [event for piece in pieces if (clean := pastes.clean(piece)) for event in parser.feed(clean)]
    texts = [event.text for event in found if isinstance(event, events.Paste)]
    return texts, "".join(event.character or "" for event in found if isinstance(event, events.Key))


@each(
    ("words", "text"),
    [
        ("hello\r/quit\r", "hello\r/quit\r"),
        ("a\x1b[31mred\x1b\r/quit\rb", "a[31mred\r/quit\rb"),
        (f"a{END}\r/quit\rb", "a\r/quit\rb"),
        (f"a{END}\r/quit\r{BEGIN}b", "a\r/quit\rb"),
        ("a\x1b", "a"),
        ("\x1b[20", "[20"),
        ("\x9b2J\u2028\u0085", "\x9b2J\u2028\u0085"),
    ],
)
def test_a_pasted_text_is_a_text_in_whatever_pieces_it_comes(words: str, text: str) -> None:
    whole = f"x{BEGIN}{words}{END}y"
    assert seen(whole) == ([text], "xy")
    if END not in words:
        for at in range(1, len(whole)):
            assert seen(whole[:at], whole[at:]) == ([text], "xy")
        assert seen(*whole) == ([text], "xy")


def test_what_is_typed_goes_through() -> None:
    assert seen("a", "\x1b[", "2", "00", "~b", f"c{END}d") == (["bc"], "ad")
    assert seen("a\x1b[A\x1b", "[Bb") == ([], "ab")


def test_every_line_end_of_unicode_ends_a_line() -> None:
    assert pasted("a\r\nb\rc\x85d\u2028e\u2029f\x0bg\x0ch\ni\x1bj\x9bk\tl") == "a\nb\nc\nd\ne\nf\ng\nh\nijk\tl"


def test_what_the_encoding_has_no_letters_for_is_as_wide() -> None:
    assert "▌ lobby › ●…\u200e é 😀".encode("ascii", SIGNS) == b"| lobby > *. ? ??"
    assert "│ é".encode("latin-1", SIGNS) == b"| \xe9"


def test_a_fault_in_what_reads_the_keys_goes_the_way_of_all_faults(monkeypatch: pytest.MonkeyPatch) -> None:
    class App:
        called: tuple[object, ...] = ()

        def call_later(self, *call: object) -> None:
            self.called = call

        def _handle_exception(self, error: Exception) -> None:
            raise error

    def fails(driver: object) -> None:
        raise ValueError("of ours")

    driver, app = object.__new__(TerminalDriver), App()
    monkeypatch.setattr(TerminalDriver, "run_input_thread", fails)
    monkeypatch.setattr(driver, "_app", app, raising=False)
    driver._run_input_thread()
    handle, error = app.called
    assert (handle, str(error)) == (app._handle_exception, "of ours")
