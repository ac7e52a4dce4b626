"""The conditions of LIST, by https://modern.ircdocs.horse/#elist-parameter."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from tests.support.each import each

from hubbub.irc.elist import parse


@each(
    ("items", "fits"),
    [
        ([], True),
        (["#tea"], True),
        (["#te"], False),
        (["#te*"], True),
        (["#coffee", "*tea*"], True),
        (["!*tea*"], False),
        (["!#coffee"], True),
        (["*e*", "!#t*"], False),
        ([">2"], True),
        ([">3"], False),
        (["<4"], True),
        (["<3"], False),
        (["C<61"], True),
        (["C<60"], False),
        (["C>59"], True),
        (["c>60"], False),
        (["T<6"], True),
        (["T<5"], False),
        (["t>4"], True),
        (["T>5"], False),
        (["#te*", ">2", "C<90"], True),
        (["#te*", ">2", "C>90"], False),
        ([">x"], False),
        (["C>"], False),
    ],
)
def test_a_room_of_three_made_an_hour_ago_with_a_topic_of_five_minutes(items: list[str], fits: bool) -> None:
    """ "C<val ... created either less than val minutes ago"; "T>val ... set more than val minutes ago"; "<val and >val
    ... less or more than val users"; M "Searching based on a mask"; N "the opposite of M"."""
    assert parse(items).fits("#tea", 3, 60.0, 5.0) is fits


def test_a_room_without_a_topic_has_no_topic_time() -> None:
    for condition in ("T<5", "T>5"):
        assert not parse([condition]).fits("#tea", 3, 60.0, None)


@given(st.lists(st.text(max_size=10), max_size=5), st.integers(0, 10**6))
def test_anything_can_be_asked(items: list[str], members: int) -> None:
    assert parse(items).fits("#tea", members, 1.0, None) in (True, False)
