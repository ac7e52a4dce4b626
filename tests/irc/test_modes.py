"""The mode tables and what is derived from them."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from tests.support.each import each

from hubbub.irc import modes
from hubbub.irc.modes import Change, MissingArgument, UnknownMode, parse_changes, written


def test_isupport_values_come_from_the_table() -> None:
    assert modes.chanmodes() == "beI,k,lW,Cimnpst"
    assert modes.prefix() == "(qaohv)~&@%+"
    assert modes.letters() == "CIWabehiklmnopqstv"
    assert modes.letters(with_argument=True) == "IWabehkloqv"


@each(
    ("params", "changes"),
    [
        (["+ov-k", "al", "bo", "x"], [Change(True, "o", "al"), Change(True, "v", "bo"), Change(False, "k", "x")]),
        (["nt"], [Change(True, "n"), Change(True, "t")]),
        (["+l", "5"], [Change(True, "l", "5")]),
        (["-l"], [Change(False, "l")]),
        (["b"], [Change(True, "b")]),
        (["-+-+b", "a!*@*"], [Change(True, "b", "a!*@*")]),
        ([], []),
        ([""], []),
    ],
)  # fmt: skip
def test_changes_are_read_in_their_order(params: list[str], changes: list[Change]) -> None:
    assert list(parse_changes(params)) == changes


def test_what_cannot_be_read_does_not_stop_the_rest() -> None:
    unknown, missing, flag = parse_changes(["+Xon"])
    assert isinstance(unknown, UnknownMode)
    assert unknown.letter == "X"
    assert isinstance(missing, MissingArgument)
    assert missing.letter == "o"
    assert flag == Change(True, "n")


@given(st.lists(st.text(), max_size=5))
def test_any_parameters_are_read(params: list[str]) -> None:
    for change in parse_changes(params):
        assert isinstance(change, Change | UnknownMode | MissingArgument)


CHANGES = st.builds(Change, st.booleans(), st.sampled_from("Cimnpst")) | st.builds(
    Change, st.booleans(), st.sampled_from("qaohvbeIk"), st.text("abc!*@", min_size=1)
)


@given(st.lists(CHANGES, min_size=1))
def test_what_is_written_reads_the_same(changes: list[Change]) -> None:
    assert list(parse_changes(written(changes))) == changes
