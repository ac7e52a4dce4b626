"""Pages of history in any order and of any size are put together as the server has them, with gaps where some lack."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from hubbub.client.state.items import Gap, Happening, Note
from hubbub.client.state.messages import Message
from hubbub.client.state.timeline import Timeline


def message(number: int, pace: int = 1) -> Message:
    """`pace`: how many are said at the same time."""
    return Message(f"m{number}", "bob", str(number), number // pace)


def shown(timeline: Timeline) -> list[str]:
    return ["-" if isinstance(item, Gap) else item.id for item in timeline]


def log(start: int, end: int, pace: int = 1) -> list[Message]:
    return [message(number, pace) for number in range(start, end)]


def timeline_of(*pages: list[Message]) -> Timeline:
    timeline = Timeline()
    for page in pages:
        timeline.merge(page)
    return timeline


def test_what_is_said_live_comes_last_and_once() -> None:
    timeline = Timeline()
    for number in (0, 1, 1):
        timeline.add(message(number))
    assert shown(timeline) == ["m0", "m1"]


def test_a_page_that_was_asked_for_before_an_item_stands_directly_before_it() -> None:
    timeline = Timeline()
    timeline.add(message(9))
    assert len(timeline.merge(log(4, 9), before="m9")) == 5
    assert shown(timeline) == ["m4", "m5", "m6", "m7", "m8", "m9"]


def test_a_page_from_elsewhere_stands_between_gaps() -> None:
    timeline = Timeline()
    for number in (20, 21):
        timeline.add(message(number))
    timeline.merge(log(3, 6))
    assert shown(timeline) == ["m3", "m4", "m5", "-", "m20", "m21"]
    timeline.merge(log(10, 12))
    assert shown(timeline) == ["m3", "m4", "m5", "-", "m10", "m11", "-", "m20", "m21"]
    timeline.merge(log(5, 11))
    assert shown(timeline) == ["m3", *(f"m{n}" for n in range(4, 12)), "-", "m20", "m21"]
    timeline.merge(log(12, 20), before="m20", after="m11")
    assert shown(timeline) == [f"m{n}" for n in range(3, 22)]


def test_a_page_of_an_empty_timeline_has_a_gap_behind_it_unless_it_is_the_last() -> None:
    timeline = timeline_of(log(3, 5))
    assert shown(timeline) == ["m3", "m4", "-"]
    timeline.add(message(9))
    assert shown(timeline) == ["m3", "m4", "-", "m9"]
    timeline = Timeline()
    timeline.merge(log(3, 5), last=True)
    assert shown(timeline) == ["m3", "m4"]


def test_an_empty_page_says_that_nothing_is_missing_there() -> None:
    timeline = timeline_of(log(3, 5))
    timeline.merge([], after="m4")
    assert shown(timeline) == ["m3", "m4"]
    timeline.add_gap(7)
    timeline.add(message(9))
    timeline.merge([], before="m9")
    assert shown(timeline) == ["m3", "m4", "m9"]


def test_what_only_we_know_of_stays_where_it_is() -> None:
    timeline = Timeline()
    timeline.add(message(5))
    timeline.add(Note("~1", 1, "404"))
    timeline.add(message(8))
    timeline.merge(log(4, 9))
    assert shown(timeline) == ["m4", "m5", "m6", "m7", "~1", "m8"] or shown(timeline) == [
        *("m4", "m5", "~1", "m6", "m7", "m8")
    ]
    before = Timeline()
    before.add(Happening("joined", "~2", 3, "alice"))
    before.merge(log(1, 3), last=True)
    assert shown(before) == ["m1", "m2", "~2"]


def test_memory_is_bounded_at_either_end() -> None:
    timeline = Timeline()
    for number in range(50):
        timeline.add(message(number))
    assert timeline.trim(10)
    assert not timeline.trim(10)
    assert shown(timeline) == [f"m{n}" for n in range(40, 50)]
    assert timeline.trim(4, newest=True)
    assert shown(timeline) == ["m40", "m41", "m42", "m43", "-"]
    assert "m44" not in timeline


SIZE = 40
PLACES = st.integers(0, SIZE - 1)
STEPS = st.lists(st.tuples(st.sampled_from(["before", "after", "around", "latest", "between"]), PLACES, PLACES))


@given(STEPS, st.integers(1, 9))
def test_whatever_is_loaded_is_in_order_and_neighbours_are_neighbours(
    steps: list[tuple[str, int, int]], size: int
) -> None:
    timeline = Timeline()
    for what, place, other in steps:
        load(timeline, what, place, other, size)
        check(timeline)
    timeline.merge(log(0, SIZE), last=True)
    assert shown(timeline) == [f"m{n}" for n in range(SIZE)]


@given(STEPS, st.integers(1, 9))
def test_what_was_said_at_the_same_time_gets_its_order_from_pages(steps: list[tuple[str, int, int]], size: int) -> None:
    timeline = Timeline()
    for what, place, other in steps:
        load(timeline, what, place, other, size, pace=5)
    timeline.merge(log(0, SIZE, pace=5), last=True)
    assert shown(timeline) == [f"m{n}" for n in range(SIZE)]


def load(timeline: Timeline, what: str, place: int, other: int, size: int, pace: int = 1) -> None:
    """Ask a server that has said all `SIZE` messages."""
    match what:
        case "latest":
            timeline.merge(log(SIZE - size, SIZE, pace), last=True)
        case "before":
            timeline.merge(log(max(0, place - size), place, pace), before=f"m{place}")
        case "after":
            timeline.merge(log(place + 1, min(SIZE, place + 1 + size), pace), after=f"m{place}")
        case "around":
            timeline.merge(log(max(0, place - size), min(SIZE, place + size), pace))
        case "between" if place < other:
            timeline.merge(log(place + 1, other, pace), after=f"m{place}", before=f"m{other}")


def check(timeline: Timeline) -> None:
    items = list(timeline)
    numbers = [int(item.text) for item in items if isinstance(item, Message)]
    assert numbers == sorted(set(numbers))
    for left, right in pairwise(items):
        assert not (isinstance(left, Gap) and isinstance(right, Gap))
        if isinstance(left, Message) and isinstance(right, Message):
            assert int(right.text) == int(left.text) + 1, shown(timeline)
    if items:
        assert not isinstance(items[0], Gap)
        last = items[-1]
        assert isinstance(last, Gap) or (isinstance(last, Message) and int(last.text) == SIZE - 1)
