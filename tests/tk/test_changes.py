"""What is drawn anew is what differs, and with it the old rows become the new ones."""

from hypothesis import given
from hypothesis import strategies as st

from hubbub.tk.changes import Stretch, stretches

Row = tuple[int, str]  # its key, and what it says
rows = st.lists(st.tuples(st.integers(0, 12), st.sampled_from("ab")), unique_by=lambda row: row[0], max_size=12)


def changed(old: list[Row], new: list[Row]) -> list[Stretch]:
    return stretches(old, new, lambda row: row[0])


@given(rows, rows)
def test_after_them_the_old_rows_are_the_new_ones(old: list[Row], new: list[Row]) -> None:
    made = list(old)
    for old_at, old_end, new_at, new_end in reversed(changed(old, new)):
        made[old_at:old_end] = new[new_at:new_end]
    assert made == new


@given(rows)
def test_nothing_is_drawn_when_nothing_differs(old: list[Row]) -> None:
    assert changed(old, list(old)) == []


def test_an_edit_and_a_message_below_are_two_stretches() -> None:
    old = [(n, "a") for n in range(100)]
    new = [*old[:40], (40, "b"), *old[41:], (100, "a")]
    assert changed(old, new) == [Stretch(40, 41, 40, 41), Stretch(100, 100, 100, 101)]


def test_history_above_is_one_stretch() -> None:
    old = [(n, "a") for n in range(50, 100)]
    new = [(n, "a") for n in range(100)]
    assert changed(old, new) == [Stretch(0, 0, 0, 50)]
