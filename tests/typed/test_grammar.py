"""The grammar against spec/commands.json, and what holds for any text."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, get_args

import msgspec
from hypothesis import assume, given
from hypothesis import strategies as st
from tests.support.each import each

from hubbub.terminal import placing
from hubbub.typed import table
from hubbub.typed.grammar import asks, awaits_words, comes_to_nothing, is_for_all, read, says, seen, words
from hubbub.typed.meanings import Meaning, NoRoom, Place, Say
from hubbub.typed.secrets import slipped

SPEC = Path(__file__).parents[2] / "spec" / "commands.json"
CASES: list[dict[str, Any]] = json.loads(SPEC.read_text(encoding="utf-8"))
PLACES = st.sampled_from(Place)
TYPED = st.text() | st.builds(
    "".join,
    st.tuples(
        st.sampled_from(["", "/", "//", "@", " "]),
        st.sampled_from(["", *table.words(), "bob"]),
        st.sampled_from(["", " ", ":", "\t", "\n"]),
        st.text(max_size=10),
    ),
)


def as_data(meaning: Meaning) -> dict[str, Any]:
    fields = {name: value for name, value in msgspec.structs.asdict(meaning).items() if value is not None}
    return {"kind": type(meaning).__name__, **fields}


@each("case", CASES, ids=lambda case: f"{case['place']}: {case['typed'][:30]!r}")
def test_every_case_of_the_spec(case: dict[str, Any]) -> None:
    assert as_data(read(case["typed"], Place(case["place"]))) == case["meaning"]


def test_the_spec_covers_every_meaning_and_every_command_word() -> None:
    assert {case["meaning"]["kind"] for case in CASES} == {kind.__name__ for kind in get_args(Meaning)}
    begun = {case["typed"].split()[0] for case in CASES if case["typed"].strip()}
    assert begun >= {"/" + word for word in table.words()}
    assert len({(case["place"], case["typed"]) for case in CASES}) == len(CASES)


@given(TYPED, PLACES)
def test_any_text_has_a_meaning(text: str, place: Place) -> None:
    assert isinstance(read(text, place), get_args(Meaning))


@given(TYPED, PLACES)
def test_nothing_that_begins_with_one_slash_is_ever_said(text: str, place: Place) -> None:
    typed = "/" + text.lstrip("/")
    assert not isinstance(read(typed, place), Say)


@given(TYPED, PLACES)
def test_nothing_that_begins_with_an_at_sign_is_ever_said(text: str, place: Place) -> None:
    assert not isinstance(read("@" + text, place), Say)


@given(TYPED, st.sampled_from([Place.LOBBY, Place.ROOM]))
def test_two_slashes_say_any_text_with_one(text: str, place: Place) -> None:
    """But a command with a password or a code, whose first slash was typed twice."""
    assume(not slipped(f"//{text}".partition("\n")[0]))
    meaning = read("//" + text + "\n", place)
    assert meaning == Say("/" + text.removesuffix("\r"))


@given(TYPED)
def test_nothing_is_said_outside_of_rooms(text: str) -> None:
    assert not isinstance(read(text, Place.OUTSIDE), Say)


@given(TYPED)
def test_only_a_person_in_no_room_is_told_so(text: str) -> None:
    assert not isinstance(read(text, Place.ROOM), NoRoom)


@given(st.sampled_from(list(table.words())), st.text(max_size=10), PLACES)
def test_capitals_do_not_matter_in_commands(word: str, rest: str, place: Place) -> None:
    command, typed = f"/{word} {rest}", f"/{word.upper()} {rest}"
    assert type(read(command, place)) is type(read(typed, place))


@each(
    ("text", "all_may_know"),
    [
        ("hi", True),
        ("//x", True),
        ("/me waves", True),
        ("/topic x", False),
        ("@bob psst", False),
        ("@", False),
        (" ", False),
    ],
)
def test_others_see_that_one_writes_only_what_is_for_them(text: str, all_may_know: bool) -> None:
    assert is_for_all(text) == all_may_know


@each("text", ["/jion tea", "/login ", "/register", ".login ana hunter2", "/topci x"])
def test_a_command_with_which_nothing_can_be_done_is_kept_by_whoever_typed_it(text: str) -> None:
    assert comes_to_nothing(text)
    assert not any(map(comes_to_nothing, ("hello", "/who", "/join tea", "//x", "@bob hi", "")))


def test_what_is_not_seen_in_front_of_a_command_makes_no_words_of_it() -> None:
    assert [seen(text) for text in ("\ufeff/msg ", "\u200f@bob hi", "\u200fhi /me", "\ufeff", "")] == [
        "/msg ", "@bob hi", "\u200fhi /me", "\ufeff", "",
    ]  # fmt: skip
    assert awaits_words("\ufeff/msg ")
    assert [words(text) for text in ("hi", "//me", "/me hi", "\u200f@bob hi", "@bob a\nb", " /login ana secret1")] == [
        "hi", "/me", None, None, None, None,
    ]  # fmt: skip


@each(
    "typed, asking",
    [
        ("/topic", True),
        ("/topic tea", False),
        ("/mode", True),
        ("/mode b", True),
        ("/mode +beI", True),
        ("/mode +b bob", False),
        ("/mode m", False),
        ("/retention", True),
        ("/retention off", False),
        ("/expire", True),
        ("/expire 1d", False),
        ("/pins", True),
        ("/pin", False),
        ("hello", False),
    ],
)
def test_what_only_asks_is_neither_words_nor_for_the_room_where_one_is(typed: str, asking: bool) -> None:
    meaning = read(typed, Place.ROOM)
    assert asks(meaning) is asking
    assert placing.is_for_here(meaning) is not asking
    assert not (asking and says(meaning))
