"""The window on the timeline: what one reads stays on its line, whatever happens above and below."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from textual.strip import Strip

from hubbub.tui.timeline.parts import Drawn
from hubbub.tui.timeline.window import Anchor, Window
from hubbub.views.rows import Row

HEIGHT = 10


def row(key: object, lines: int = 1) -> Row:
    return Row("message", str(key), text="x" * lines)


def lines(row: Row) -> Drawn:
    return Drawn([Strip.blank(1)] * max(1, len(row.text)), ())


def window(rows: list[Row], height: int = HEIGHT) -> Window:
    """One that guesses everything wrong."""
    made = Window(lines, lambda row: 3)
    made.resize(height)
    made.show(rows)
    return made


def shown(window: Window) -> list[str]:
    """What stands on each line."""
    found = (window.at(y) for y in range(window.height))
    return [f"{window.rows[at[0]].key}.{at[1]}" if at else "" for at in found]


def follows(window: Window) -> bool:
    return window.following


def test_it_opens_at_the_end_and_follows() -> None:
    view = window([row(n) for n in range(100)])
    assert shown(view) == [f"{n}.0" for n in range(90, 100)]
    view.update([*view.rows, row("new", 2)])
    assert shown(view)[-3:] == ["99.0", "new.0", "new.1"]


def test_few_rows_stand_at_the_bottom() -> None:
    assert shown(window([row("a"), row("b", 2)])) == [""] * 7 + ["a.0", "b.0", "b.1"]


def test_no_rows_and_no_size() -> None:
    view = window([])
    assert shown(view) == [""] * HEIGHT
    assert not view.in_view()
    assert view.anchor() is None
    view.scroll(-3)
    flat = window([row(n) for n in range(5)], height=0)
    flat.scroll(-1)
    assert not flat.in_view()


def test_coming_back_to_where_one_left() -> None:
    rows = [row(n, n % 4 + 1) for n in range(200)]
    view = window(rows)
    view.to_row("70", 3)
    left, was = view.anchor(), shown(view)
    assert left is not None
    view.show([row("other")])
    view.show(rows, left)
    assert shown(view) == was
    assert not view.following


def test_what_fills_a_gap_comes_on_the_side_where_one_does_not_read() -> None:
    """Above the middle of the window one reads below the gap, else above it."""
    gap = Row("gap", "gap")
    rows = [*(row(n) for n in range(50)), gap, *(row(n) for n in range(90, 120))]
    more = [*rows[:50], *(row(n) for n in range(50, 60)), gap, *(row(n) for n in range(80, 90)), *rows[51:]]
    for top, read in ((48, "92.0"), (43, "45.0")):
        view = window(rows)
        view.to_row(str(top))
        line = shown(view).index(read)
        view.update(more)
        assert shown(view)[line] == read
    assert [known.key for known in view.rows] == [known.key for known in more]
    assert view.around(0).start <= 43 < view.around(0).stop <= view.around(2).stop
    assert not window([]).around(2)


def test_a_row_that_is_gone_gives_its_place_to_the_next() -> None:
    view = window([row(n) for n in range(100)])
    view.to_row("50")
    view.update([known for known in view.rows if known.key != "50"])
    assert shown(view)[0] == "49.0"
    assert shown(view)[1] == "51.0"


def test_older_messages_below_the_line_of_the_day_move_nothing() -> None:
    today = Row("day", "today", text="x")
    later = [row(n) for n in range(50, 100)]
    view = window([today, *later])
    view.to_row("today")
    place = shown(view).index("50.0")
    view.update([today, *(row(n) for n in range(50)), *later])
    assert shown(view)[place] == "50.0"


def test_the_end_is_followed_again_after_scrolling_down() -> None:
    view = window([row(n) for n in range(30)])
    view.scroll(-5)
    assert not view.following
    assert not view.at_end
    view.scroll(99)
    assert view.following


def test_revealing_moves_no_more_than_needed() -> None:
    view = window([row(n) for n in range(100)])
    view.reveal("95")
    assert shown(view)[0] == "90.0"
    view.reveal("80")
    assert shown(view)[0] == "80.0"
    view.reveal("92")
    assert shown(view)[-1] == "92.0"


heights = st.integers(1, 7)
changes = st.lists(
    st.tuples(st.sampled_from(["above", "below", "grow", "drop", "narrow"]), st.integers(0, 10_000), heights),
    max_size=12,
)


@given(st.lists(heights, min_size=30, max_size=80), st.integers(5, 25), changes)
def test_what_one_reads_stays(sizes: list[int], place: int, happening: list[tuple[str, int, int]]) -> None:
    view = window([row(n, size) for n, size in enumerate(sizes)])
    view.to_row(str(place))
    read = view.rows[view.in_view()[0]].key if view.in_view() else None
    if follows(view) or read is None:
        return
    line = shown(view).index(f"{read}.0")
    for number, (what, where, size) in enumerate(happening):
        _happen(view, what, where, size, f"new{number}", read)
        if follows(view):
            return  # so much was taken away that the end came into view
        if view.top > 0:
            assert shown(view).index(f"{read}.0") == line
        else:
            line = shown(view).index(f"{read}.0")  # nothing above is left to scroll to


def _happen(view: Window, what: str, where: int, size: int, key: str, read: str) -> None:
    rows = list(view.rows)
    at = where % len(rows)
    if what == "above":
        rows[:0] = [row(f"{key}-{n}", size) for n in range(3)]
    elif what == "below":
        rows += [row(key, size)]
    elif what == "grow" and rows[at].key != read:
        rows[at] = replace(rows[at], text="x" * size)
    elif what == "drop" and rows[at].key != read:
        del rows[at]
    if what == "narrow":
        view.redraw()
    view.update(rows)


@given(st.lists(st.sampled_from("abcdefgh"), unique=True), st.lists(st.sampled_from("abcdefgh"), unique=True))
def test_other_rows_are_taken_over_whole(before: list[str], now: list[str]) -> None:
    view = window([row(key) for key in before])
    kept = {known.key: known for known in view.rows}
    rows = [kept.get(key) or row(key, 2) for key in now]
    view.update(rows)
    assert list(view.rows) == rows
    assert len(view.heights) == len(rows)
    assert [view.place_of(key) for key in now] == list(range(len(now)))


def test_an_anchor_above_the_window_may_be_partly_hidden() -> None:
    view = window([row(n, 30) for n in range(5)])
    view.scroll(-40)
    left = view.anchor()
    assert left == Anchor("3", view.heights.top(3) - view.top)
    assert left.line < 0
