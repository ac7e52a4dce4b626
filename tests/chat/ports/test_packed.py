"""What sleeps, against a dictionary that holds the same."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hubbub.chat.ports import ConversationState, Quiet, packed
from hubbub.chat.ports.packed import Hashed, Packed

NAMES = ["a", "b", "c", "ä"]


class Named(Packed[tuple[int, str]]):
    """Numbers with a name each."""

    def put(self, key: int, name: str) -> None:
        self._pack(key, name.encode(), (key, name))

    def called(self, name: str) -> list[int]:
        return [key for key, _ in self._called(name)]

    def _texts(self, saved: tuple[int, str]) -> tuple[str]:
        return (saved[1][:1],)

    def _read(self, record: memoryview) -> tuple[int, str]:
        return 0, bytes(record).decode()


keys = st.integers(1, 60)
acts = st.lists(
    st.tuples(st.sampled_from(["put", "put", "wake", "note", "forget", "next"]), keys, st.sampled_from(NAMES))
)


@given(acts, st.lists(keys, unique=True).map(sorted))
def test_it_holds_what_was_put_there(acts: list[tuple[str, int, str]], first: list[int]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(packed, "PIECE", 4)
        patch.setattr(packed, "HASHES", 2)
        named, model = Named(), dict[int, str | None]()
        for key in first:
            named.put(key, "a")
            model[key] = "a"
        going, shown, stayed = named.numbers(), list[int](), set(model)
        for number, (act, key, letter) in enumerate(acts):
            name = letter * (1 + number % 5)  # some longer than before, some shorter
            if act == "put" and model.get(key) is None:
                named.put(key, name)
                model[key] = name
            elif act == "wake":
                had = model.get(key)
                assert named.wake(key) == (None if had is None else (0, had))
                if had is not None:
                    model[key] = None
            elif act == "note":
                named.note(key)
                model.setdefault(key, None)
            elif act == "forget":
                named.forget(key)
                model.pop(key, None)
                stayed.discard(key)
            else:
                shown += [one for one in (next(going, None),) if one is not None]
            asleep = {key: name for key, name in sorted(model.items()) if name is not None}
            assert (list(named.numbers()), named.left, len(named)) == (sorted(model), len(asleep), len(asleep))
            assert [name for _, name in named] == list(asleep.values())
            assert [name for _, name in reversed(named)] == list(asleep.values())[::-1]
            assert (named.has(key), named.look(key)) == (key in asleep, (0, asleep[key]) if key in asleep else None)
            for letter in NAMES:
                assert {*named.called(letter)} >= {key for key, name in asleep.items() if name[:1] == letter}
                assert len(named.called(letter)) == len({*named.called(letter)})
        shown += going
        assert shown == sorted(set(shown)), "in their order, none of them twice"
        assert stayed <= set(shown), "however much came, went, woke and fell asleep meanwhile"


@given(st.lists(st.tuples(st.booleans(), st.integers(0, 9), st.text("abc", max_size=2))))
def test_numbers_are_found_by_their_texts_until_they_are_removed(acts: list[tuple[bool, int, str]]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(packed, "HASHES", 2)
        hashed, model = Hashed(), set[tuple[int, str]]()
        for is_new, number, text in acts:
            if is_new and (number, text) not in model:
                hashed.add(number, [text])
                model.add((number, text))
            elif not is_new:
                hashed.remove(number, [text])
                model.discard((number, text))
        for text in {text for _, _, text in acts}:
            found = list(hashed.of(text))
            assert found == sorted(found, reverse=True)
            assert set(found) >= {number for number, one in model if one == text}
        assert sum(map(len, hashed._numbers)) in (0, len(model))


def test_what_wakes_and_sleeps_again_for_ever_takes_no_more() -> None:
    quiet = Quiet(ConversationState(n, ("v1", f"v{n}"), ("a", f"b{n}"), 1, 1) for n in range(2, 100))  # type: ignore[arg-type]
    for number in range(5_000):
        saved = quiet.wake(2 + number % 98)
        assert saved is not None
        saved.last_seq += 1
        quiet.add(saved)
    pieces, found = quiet._pieces, quiet._hashed._numbers
    assert sum(len(piece.records) for piece in pieces) < 3 * sum(piece.used for piece in pieces) + packed.PIECE
    assert (len(quiet), sum(map(len, found))) == (98, 5 * 98)
