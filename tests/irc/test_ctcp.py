"""CTCP in the text of messages, by https://modern.ircdocs.horse/ctcp.html."""

from __future__ import annotations

from tests.support.each import each

from hubbub.irc.ctcp import action, action_of, is_ctcp


@each(
    ("text", "does"),
    [
        ("\x01ACTION waves\x01", "waves"),
        ("\x01action waves", "waves"),  # "The final <delim> MUST NOT be required"; commands "are case-insensitive"
        ("\x01ACTION\x01", ""),
        ("\x01VERSION\x01", None),
        ("ACTION waves", None),
        ("", None),
    ],
)
def test_what_somebody_does(text: str, does: str | None) -> None:
    assert action_of(text) == does


def test_what_is_written_is_read() -> None:
    assert action_of(action("waves")) == "waves"
    assert is_ctcp(action(""))
