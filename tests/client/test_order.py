"""A buffer is in the order of the log: whatever pages come in whatever order, whatever is said between them, whoever is
renamed, and however often the connection is lost."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import example, given, settings
from hypothesis import strategies as st
from tests.client.scripted import Scripted
from tests.support.examples import examples

from hubbub.client.state.buffers import Buffer
from hubbub.client.state.items import Gap
from hubbub.client.state.messages import Message

NUMBERS = st.integers(0, 60)
STEPS = st.lists(
    st.tuples(
        st.sampled_from(
            [
                *("say", "say", "say", "answer", "answer", "answer out of turn", "lose", "return", "rename"),
                *("/history", "open", "latest", "older", "gap", "gap downwards", "around", "around"),
            ]
        ),
        NUMBERS,
    ),
    max_size=40,
)


@settings(max_examples=examples(60), deadline=None)
@example(
    [("lose", 0), ("say", 10), ("say", 40), ("return", 0), ("say", 50), ("say", 52), ("say", 53)], "bob", 1, 8, 2
)  # what came live and is not on the newest page stood behind it
@given(STEPS, st.sampled_from(["#lobby", "bob"]), st.integers(1, 3), st.integers(6, 12), st.sampled_from([0, 2]))
def test_a_buffer_is_in_the_order_of_the_log(
    steps: list[tuple[str, int]], place: str, pace: int, page: int, most_missed: int
) -> None:
    """`pace`: how many messages are said in the same moment; there are more on a page."""
    town = Scripted(place, pace, page, most_missed)
    for what, number in steps:
        take(town, what, number)
        check(town, town.buffer)
    town.comes_back()
    town.answers_all()
    for _ in range(200):
        if not load_more(town):
            break
        town.answers_all()
        check(town, town.buffer)
    assert [item.id for item in town.buffer.timeline if isinstance(item, Message)] == town.ids


def take(town: Scripted, what: str, number: int) -> None:
    buffer = town.buffer
    gaps = [item.id for item in buffer.timeline if isinstance(item, Gap)]
    match what:
        case "say":
            for _ in range(1 + number // 10):
                town.says()
        case "answer":
            town.answers(0)
        case "answer out of turn":
            town.answers(number)
        case "lose":
            town.loses()
        case "return":
            town.comes_back()
        case "rename":
            town.renames()
        case "/history":
            town.typed("/history 5")
        case "open":
            town.does("open")
        case "latest":
            town.does("load_latest", count=1 + number // 10)
        case "older":
            town.does("load_older", count=1 + number // 10)
        case "around" if town.ids:
            town.does("load_around", id=town.ids[number % len(town.ids)], count=1)
        case "gap" | "gap downwards" if gaps:
            town.does("load_gap", id=gaps[number % len(gaps)], downwards=what != "gap", count=1)


def load_more(town: Scripted) -> bool:
    gap = next((item.id for item in town.buffer.timeline if isinstance(item, Gap)), "")
    if gap:
        town.does("load_gap", id=gap)
    elif not town.buffer.beginning:
        town.does("load_older")
    else:
        return False
    return True


def check(town: Scripted, buffer: Buffer) -> None:
    """Messages stand in their order, and directly behind each other only where nothing was said between them."""
    items = [item for item in buffer.timeline if isinstance(item, Gap | Message)]
    places = [town.ids.index(item.id) for item in items if isinstance(item, Message)]
    assert places == sorted(set(places)), places
    for left, right in pairwise(items):
        if isinstance(left, Message) and isinstance(right, Message):
            assert town.ids.index(right.id) == town.ids.index(left.id) + 1, places
