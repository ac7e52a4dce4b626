"""Whom a typed word means."""

from __future__ import annotations

from tests.support.each import each

from hubbub.typed.person import person


@each(
    ("word", "meant"),
    [
        ("bob", "bob"), ("@bob", "bob"), ("bob:", "bob"), ("@bob:", "bob"), ("Ольга:", "Ольга"), ("[a]|:", "[a]|"),
        ("@", ""), (":", ""), ("", ""), ("bob::", "bob::"), ("2001:db8::", "2001:db8::"), ("#a:", "#a:"),
        ("@#a:", "#a:"), ("b*:", "b*:"), ("bob@host:", "bob@host:"), ("m:bob:", "m:bob:"),
    ],
)  # fmt: skip
def test_signs_around_a_name_are_no_part_of_it(word: str, meant: str) -> None:
    assert person(word) == meant
