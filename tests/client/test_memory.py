"""Memory is bounded in each place and in all of them; what was let go of can be had again."""

from __future__ import annotations

import re

from hubbub.client import memory
from hubbub.client.changes import HistoryLoaded, ItemsDropped
from hubbub.client.deliver import SLACK, TAIL
from hubbub.client.events import Event
from hubbub.client.protocol.capabilities import WANTED
from hubbub.client.session import Client
from hubbub.client.state.items import Gap
from hubbub.client.state.timeline import MOST
from hubbub.irc.times import format_time

START = 1_760_000_000_000
CAPS = " ".join(WANTED)
WELCOME = (
    f":s CAP * LS :{CAPS}\r\n:s CAP * ACK :{CAPS}\r\n:s 001 alice :hi\r\n:s 005 alice CHATHISTORY=1000 :x\r\n"
    ":s 376 alice :end\r\n:alice!u@h JOIN #tea\r\n:s 366 alice #tea :end\r\n:s PONG s hubbub-ready\r\n"
)


def entered(**options: int) -> Client:
    client = Client("alice", "n", **options)  # type: ignore[arg-type]
    client.connect()
    client.receive(WELCOME.encode(), START)
    answer(client, [0])
    return client


def line(number: int, room: str = "#tea") -> str:
    return f"time={format_time(START + number)};msgid=m{number} :bob!u@h PRIVMSG {room} :{number}\r\n"


def say(client: Client, start: int, end: int, room: str = "#tea") -> list[Event]:
    return client.receive("".join(f"@{line(n, room)}" for n in range(start, end)).encode(), START)


def answer(client: Client, numbers: range | list[int]) -> list[Event]:
    """The page that was asked for last."""
    label = re.findall(r"@label=(\S+) CHATHISTORY", client.bytes_to_send(START).decode())[-1]
    lines = "".join(f"@batch=1;{line(number)}" for number in numbers)
    return client.receive(f"@label={label} :s BATCH +1 chathistory #tea\r\n{lines}:s BATCH -1\r\n".encode(), START)


def test_the_oldest_go_and_are_asked_for_again() -> None:
    client = entered()
    events = say(client, 1, MOST + SLACK)
    buffer = client.state.buffers["#tea"]
    assert len(buffer.timeline) == MOST
    assert ItemsDropped("#tea") in events
    first = buffer.timeline[0].id
    assert first == "m100"
    client.do("load_older", START, buffer="#tea")
    (loaded,) = [event for event in answer(client, range(50, 100)) if isinstance(event, HistoryLoaded)]
    assert (len(loaded.fresh), buffer.timeline[0].id) == (50, "m50")


def test_who_reads_far_above_keeps_that_and_comes_back_over_a_gap() -> None:
    client = entered()
    say(client, 1000, 1000 + MOST)
    buffer = client.state.buffers["#tea"]
    client.do("load_older", START, buffer="#tea", count=500)
    answer(client, range(500, 1000))
    assert len(buffer.timeline) <= MOST
    assert isinstance(buffer.timeline[-1], Gap)
    assert (buffer.timeline[0].id, buffer.far) == ("m500", True)
    say(client, 4000, 4000 + 2 * TAIL)
    assert buffer.timeline[0].id == "m500"
    assert len(buffer.timeline) <= MOST + 1 + TAIL + SLACK
    client.do("load_latest", START, buffer="#tea")
    answer(client, range(4350, 4400))
    assert buffer.timeline[-1].id == "m4399"


def test_who_reads_on_downwards_comes_from_far_above_to_the_newest() -> None:
    """And at its farther end memory lets go, before more is asked for: what comes late takes nothing away."""
    client = entered()
    say(client, 8000, 10_000)
    buffer = client.state.buffers["#tea"]
    client.do("load_around", START, buffer="#tea", id="m4000")
    answer(client, range(3975, 4025))
    now = 4025
    while gap := next((item for item in reversed(buffer.timeline) if isinstance(item, Gap)), None):
        client.do("load_gap", START, buffer="#tea", id=gap.id, downwards=True)
        held = {item.id for item in buffer.timeline if not isinstance(item, Gap)}
        answer(client, range(now, min(now + 95, 10_000)))
        assert held <= {item.id for item in buffer.timeline}
        assert len(buffer.timeline) <= MOST + 1
        now += 95
    ids = [item.id for item in buffer.timeline]
    assert ids == [f"m{number}" for number in range(10_000 - len(ids), 10_000)]
    assert not buffer.far
    say(client, 10_000, 10_000 + MOST)
    assert len(buffer.timeline) <= MOST + SLACK


def test_of_all_places_the_quietest_let_go_first() -> None:
    client = entered()
    rooms = [f"#r{number}" for number in range(12)]
    for place, room in enumerate(rooms):
        client.receive(f":alice!u@h JOIN {room}\r\n:s 366 alice {room} :end\r\n".encode(), START)
        say(client, place * 10_000, place * 10_000 + 1900, room)
    sizes = [len(client.state.buffers[room].timeline) for room in rooms]
    assert sum(sizes) <= memory.MOST
    assert sizes == sorted(sizes)
    assert sizes[0] == memory.LEFT
    assert sizes[-1] == 1901


def test_what_was_missed_can_be_limited_to_a_few_pages() -> None:
    client = entered(most_missed=2)
    client.connection_lost()
    client.connect()
    client.receive(WELCOME.encode(), START)
    answer(client, range(1, 101))
    events = answer(client, range(101, 201))
    assert [(event.cause, event.failed) for event in events if isinstance(event, HistoryLoaded)] == [("missed", True)]
    answer(client, range(900, 1000))
    kinds = ["-" if isinstance(item, Gap) else item.id for item in client.state.buffers["#tea"].timeline]
    assert kinds[kinds.index("m200") :][:3] == ["m200", "-", "m900"]
    assert kinds.count("-") == 1


def test_who_opens_a_place_meanwhile_has_what_was_missed_in_its_order() -> None:
    """A page that is asked for then would stand above what is still to come."""
    before = entered()
    say(before, 1, 3)
    client = Client("alice", "m", most_missed=2)
    client.restore(before.kept())
    client.connect()
    client.receive(WELCOME.encode(), START)
    client.do("open", START, buffer="#tea")
    client.do("load_latest", START, buffer="#tea")
    answer(client, range(3, 103))
    client.do("open", START, buffer="#tea")
    answer(client, range(103, 203))
    answer(client, range(900, 1000))
    shown = [item.id for item in client.state.buffers["#tea"].timeline if item.id.startswith("m")]
    assert shown == [f"m{number}" for number in (*range(3, 203), *range(900, 1000))]


def test_where_little_was_missed_stands_what_was_said_before() -> None:
    before = entered()
    say(before, 1, 3)
    client = Client("alice", "m")
    client.restore(before.kept())
    client.connect()
    client.receive(WELCOME.encode(), START)
    client.do("open", START, buffer="#tea")
    answer(client, [3])
    answer(client, [])
    answer(client, range(4))
    shown = [item.id for item in client.state.buffers["#tea"].timeline if item.id.startswith("m")]
    assert shown == ["m0", "m1", "m2", "m3"]


def test_who_has_all_after_a_few_pages_has_no_gap() -> None:
    client = entered(most_missed=2)
    client.connection_lost()
    client.connect()
    client.receive(WELCOME.encode(), START)
    answer(client, range(1, 101))
    answer(client, range(101, 151))  # and nothing was said behind them
    answer(client, [])
    assert not any(isinstance(item, Gap) for item in client.state.buffers["#tea"].timeline)
    assert not client.catchup.busy
