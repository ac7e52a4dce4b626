"""Texts of others: what is a link, a mention, a room; and what never is."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from tests.support.each import each
from tests.support.effort import costs_at_most

from hubbub.views.pieces import only_emoji, pieces, real_host, safe, shown


def parts(text: str) -> list[tuple[str, str]]:
    text = shown(text)
    return [(piece.kind, text[piece.start : piece.end]) for piece in pieces(text, ["Alice"], ["bob"])]


def test_the_parts_of_a_text() -> None:
    assert parts("@alice: #tea, `#tea alice` and https://a.b/c?d=1, alice's @bob @nobody bob #1") == [
        ("me", "@alice"),
        ("room", "#tea"),
        ("code", "`#tea alice`"),
        ("link", "https://a.b/c?d=1"),
        ("me", "alice"),
        ("mention", "@bob"),
    ]


@each(
    "link", ["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "smb://h/x", "ms-msdt:/id", "x-https://a"]
)
def test_other_schemes_are_text(link: str) -> None:
    assert not [kind for kind, _ in parts(link) if kind == "link"]


@each("link", ["HTTP://a.b", "https://a.b/(c)", "irc://a/b", "ircs://a", "mailto:bob@a.b"])
def test_these_are_links(link: str) -> None:
    assert ("link", link) in parts(f"({link}).")


def test_a_look_alike_host_shows_what_it_is() -> None:
    assert shown("https://аpple.com/x.") == "https://аpple.com/x (xn--pple-43d.com)."
    assert shown("https://a.com@b.net/") == "https://a.com@b.net/ (b.net)"
    assert shown("https://пример.рф/") == "https://пример.рф/"
    assert real_host("https://[broken") == ""


def test_nothing_of_others_is_obeyed() -> None:
    assert safe("\x1b]52;c;eA==\x07 \x9b2J \u202eabc \x0304,05red\x0f") == "^[]52;c;eA==^G <9b>2J <202e>abc red"
    assert shown("a\nb\r\n") == "a\nb^M\n"


def test_mentions() -> None:
    assert [piece.target for piece in pieces("ALICE, look", ["alice"]) if piece.kind == "me"] == ["ALICE"]
    assert "me" not in {piece.kind for piece in pieces("malice https://x/alice `alice` alice_", ["alice"])}


@each(
    ("text", "is_so"),
    [("🎉", True), ("👩‍👩‍👧 👍🏽", True), ("🇩🇪", True), ("x🎉", False), ("", False), ("→", False), ("🎉" * 7, False)],
)
def test_only_emoji(text: str, is_so: bool) -> None:
    assert only_emoji(text) is is_so


@given(st.text())
def test_parts_stand_in_order_and_within_the_text(text: str) -> None:
    made = shown(text)
    end = 0
    for piece in pieces(made, ["alice"]):
        assert end <= piece.start < piece.end <= len(made)
        end = piece.end


@each(
    "text",
    [
        "`" * 20_000,
        "https://" * 5_000,
        "#" * 20_000,
        "@" * 20_000,
        "\x0304" * 5_000,
        "http://" + "." * 20_000,
        "http://a" + ")" * 20_000,
    ],
)
def test_long_texts_take_time_in_proportion(text: str) -> None:
    """Four times the text takes about four times the time, where the square would be sixteen times."""
    assert costs_at_most(12, lambda: pieces(shown(text), ["alice"]), lambda: pieces(shown(text * 4), ["alice"]))
