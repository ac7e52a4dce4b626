"""The server's pace is kept, whatever is asked for and however the clock goes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hubbub.client.protocol.rate_limit import COSTS, USUAL_COST, RateLimit, rate_limit_of
from hubbub.client.session import Client
from hubbub.dialects.irc.verbs import VERBS
from hubbub.server.core.rate_limit import TokenBucket


@given(
    st.integers(1, 20),
    st.floats(0.1, 100),
    st.lists(st.tuples(st.sampled_from([0, 1, 2]), st.integers(0, 3000)), max_size=60),
)
def test_who_keeps_the_pace_is_never_held_back(burst: int, rate: float, lines: list[tuple[int, int]]) -> None:
    pace, server, now = RateLimit(burst, rate), TokenBucket(burst, rate), 1_760_000_000_000
    for cost, pause in lines:
        now += pause
        now += pace.wait(now, cost)
        assert pace.wait(now, cost) == 0
        pace.use(cost)
        assert server.take(now / 1000, cost) == 0


def test_a_clock_that_steps_back_gives_nothing_and_takes_nothing() -> None:
    pace = RateLimit(2, 1)
    assert pace.wait(10_000, 1) == 0
    pace.use(1)
    assert 1000 < pace.wait(0, 1) < 1200
    assert pace.wait(1200, 1) == 0


@pytest.mark.parametrize("token", ["", "5", "5/", "/2", "5/0", "-5/2", "nan/2", "5/inf", "5/2/1", "1e9/2"])
def test_tokens_that_say_nothing(token: str) -> None:
    assert rate_limit_of(token) is None


def test_the_costs_are_those_of_the_server() -> None:
    ours = {"CAP", "JOIN", "NICK", "PART", "PING", "PRIVMSG", "TOPIC", "AWAY", "NAMES", *COSTS}
    assert {name: COSTS.get(name, USUAL_COST) for name in ours} == {name: VERBS[name].cost for name in ours}


def test_lines_wait_in_order_and_pongs_do_not() -> None:
    client = Client("alice", "n")
    client.connect()
    client.bytes_to_send(1)
    client.receive(b":s 001 alice :hi\r\n:s 005 alice FLOOD=3/1 :are supported\r\n:s 422 alice :none\r\n", 1)
    client.bytes_to_send(1)
    client.receive(b":s PONG s :hubbub-ready\r\n", 1)
    for number in range(5):
        client.private("bob", f"{number}", 1)
    assert client.bytes_to_send(1).count(b"\r\n") == 1
    client.receive(b"PING x\r\n", 1)
    assert client.bytes_to_send(1) == b"PONG x\r\n"
    now, sent = 1, b""
    while (wait := client.wait(now)) is not None:
        now += wait
        sent += client.bytes_to_send(now)
    assert sent == b"".join(b"PRIVMSG bob :%d\r\n" % number for number in range(1, 5))
    assert 4000 < now < 5000
