"""What is read without click says the same as with it, and all else is left to it."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hubbub.cli import direct
from hubbub.cli.serve import serve
from hubbub.cli.serving import Given

OPTIONS = sorted(parameter for option in serve.params for parameter in option.opts)
VALUES = ["", "0", "7777", "65535", "65536", "007", "\u00b2", "-1", "a b", "*", "::1", "irc://[::]:6667", "#room"]
VALUES += ["/x", "\x1b", "\udcff"]
words = st.one_of(
    st.sampled_from(OPTIONS),
    st.sampled_from(VALUES),
    st.builds("{}={}".format, st.sampled_from(OPTIONS), st.sampled_from(VALUES)),
    st.sampled_from(["--", "-h", "--help", "--bogus", "--por", "serve"]),
)
pairs = st.tuples(st.sampled_from(OPTIONS), st.sampled_from(VALUES))
arguments = st.one_of(st.lists(words, max_size=6), st.lists(pairs, max_size=5).map(lambda said: [*sum(said, ())]))


def by_click(said: list[str]) -> Given:
    """What click reads. Raises ClickException."""
    read = dict(serve.make_context("serve", list(said), resilient_parsing=False).params)
    assert not any(read.pop(other) for other in ("ask", "gui", "tui", "check"))
    return Given(**read)


@settings(max_examples=500)
@given(arguments)
def test_what_is_read_without_click_is_what_click_reads(said: list[str]) -> None:
    found = direct.given(["serve", *said])
    if found is not None:
        assert found == by_click(said)


def test_what_most_say_is_read() -> None:
    said = ["serve", "--data", "here", "--port=0", "--host", "127.0.0.1", "--no-limits"]
    said += ["--listen", "irc://:1", "--listen", "[::1]:2"]
    assert direct.given(said) == Given(
        host="127.0.0.1", port=0, addresses=("irc://:1", "[::1]:2"), data=Path("here"), no_limits=True
    )


@pytest.mark.parametrize(
    "said",
    [
        [],
        ["chat"],
        ["--help"],
        ["serve", "--help"],
        ["serve", "--ask"],
        ["serve", "--check"],
        ["serve", "--gui"],
        ["serve", "--port"],
        ["serve", "--port", "seven"],
        ["serve", "--password", "x"],
        ["serve", "here"],
    ],
)
def test_all_else_is_left_to_click(said: list[str]) -> None:
    assert direct.given(said) is None


def test_so_is_what_a_shell_asks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("_HUBBUB_COMPLETE", "bash_complete")
    assert direct.given(["serve"]) is None
