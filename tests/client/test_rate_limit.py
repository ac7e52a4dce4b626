"""The server's pace is kept, whatever is asked for and however the clock goes."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from tests.support.each import each

from hubbub.client.protocol.link import Link
from hubbub.client.protocol.rate_limit import COSTS, FREE_ONCE, USUAL_COST, RateLimit, rate_limit_of
from hubbub.client.session import Client
from hubbub.dialects.irc.server.served import served
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


@each("token", ["", "5", "5/", "/2", "5/0", "-5/2", "nan/2", "5/inf", "5/2/1", "1e9/2"])
def test_tokens_that_say_nothing(token: str) -> None:
    assert rate_limit_of(token) is None


def test_the_costs_are_those_of_the_server() -> None:
    """All of them, but for the verbs by which programs ask for what people type as a sentence: no client says those."""
    ours = {name: verb for name, verb in VERBS.items() if verb.run is not served and name != "NS"}
    assert {name: COSTS.get(name, USUAL_COST) for name in ours} == {name: verb.cost for name, verb in ours.items()}
    assert {name for name, verb in VERBS.items() if verb.once} == FREE_ONCE


def test_lines_wait_in_order_and_pongs_do_not() -> None:
    client = Client("alice", "n")
    client.connect()
    client.bytes_to_send(1)
    client.receive(b":s 001 alice :hi\r\n:s 005 alice FLOOD=3/1 :are supported\r\n:s 422 alice :none\r\n", 1)
    client.bytes_to_send(1)
    client.receive(b":s PONG s :hubbub-ready\r\n", 1)
    for number in range(5):
        client.private("bob", f"{number}", 1)
    assert client.bytes_to_send(1).count(b"\r\n") == 3
    client.receive(b"PING x\r\n", 1)
    assert client.bytes_to_send(1) == b"PONG x\r\n"
    now, sent = 1, b""
    while (wait := client.wait(now)) is not None:
        now += wait
        sent += client.bytes_to_send(now)
    assert sent == b"".join(b"PRIVMSG bob :%d\r\n" % number for number in range(3, 5))
    assert 2000 < now < 3000


LET_IN = b":s 001 alice :hi\r\n:s 005 alice FLOOD=5/2 LOBBY=#lobby WHOX :are supported\r\n:s 422 alice :none\r\n"
OFFERED = b":s CAP * LS :batch draft/chathistory draft/metadata-2 labeled-response message-tags\r\n"
ENTERED = b":alice!u@h JOIN #lobby\r\n:s 353 alice = #lobby :alice bob\r\n:s 366 alice #lobby :end\r\n"


def entered() -> Client:
    """Somebody who has come into the lobby just now, at the time 1, and looks at it."""
    client = Client("alice", "n", metadata=("avatar",))
    client.connect()
    client.receive(OFFERED, 1)
    client.receive(OFFERED.replace(b" LS ", b" ACK "), 1)
    client.bytes_to_send(1)
    client.receive(LET_IN, 1)
    assert [line.split()[0] for line in client.bytes_to_send(1).splitlines()][-3:] == [b"METADATA", b"JOIN", b"PING"]
    client.receive(ENTERED + b":s PONG s :hubbub-ready\r\n", 1)
    client.do("open", 1, buffer="#lobby")
    return client


def test_history_and_words_go_out_at_once_who_is_there_is_asked_behind_them() -> None:
    client = entered()
    assert b" CHATHISTORY BEFORE #lobby " in client.bytes_to_send(1)
    client.say("hi", 1)
    assert client.bytes_to_send(1).endswith(b"PRIVMSG #lobby :hi\r\n")
    assert b"WHO #lobby" not in client.bytes_to_send(1000)
    client.say("there", 1001)
    assert client.bytes_to_send(1001).endswith(b"PRIVMSG #lobby :there\r\n")
    wait = client.wait(1001)
    assert wait is not None
    assert b"WHO #lobby" in client.bytes_to_send(1001 + wait)
    client.say("still", 1001 + wait)
    assert client.bytes_to_send(1001 + wait).endswith(b"PRIVMSG #lobby :still\r\n")


def test_words_go_before_pages_but_not_before_what_was_done_before_them() -> None:
    link = Link()
    link.learn(["FLOOD=2/1"])
    for command in ("CHATHISTORY", "CHATHISTORY", "PRIVMSG", "NICK", "PRIVMSG"):
        link.send(command, "x")
    link.send_later("WHO", "x")
    now, sent = 1, []
    while (wait := link.wait(now)) is not None:
        now += wait
        sent += [line.split()[0].decode() for line in link.take(now).splitlines()]
    assert sent == ["CHATHISTORY", "PRIVMSG", "CHATHISTORY", "NICK", "PRIVMSG", "WHO"]


def test_the_latest_of_a_name_goes_out_and_before_a_goodbye() -> None:
    link = Link()
    link.learn(["FLOOD=2/1"])
    link.take(1)
    for at in range(3):
        link.send_later("MARKREAD", "#tea", f"{at}", name="MARKREAD #tea")
    link.send_later("WHO", "#tea")
    link.send("QUIT", "bye")
    now, sent = 1, b""
    while b"QUIT" not in sent:
        now += link.wait(now) or 0
        sent += link.take(now)
    assert sent == b"MARKREAD #tea 2\r\nQUIT :bye\r\n"


def test_one_is_not_seen_to_write_where_that_would_hold_up_the_words() -> None:
    client = entered()
    client.bytes_to_send(1)
    client.do("typing", 1, buffer="#lobby", on=True)
    assert b"TAGMSG" not in client.bytes_to_send(1)
    client.bytes_to_send(5000)
    client.do("typing", 9000, buffer="#lobby", on=True)
    assert b"TAGMSG" in client.bytes_to_send(9000)
