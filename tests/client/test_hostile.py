"""Servers that send anything at all: the client goes on, and nothing reaches a terminal that it would obey."""

from __future__ import annotations

import json
from inspect import signature
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.support.examples import examples

from hubbub.client.actions.table import ACTIONS
from hubbub.client.changes import MessageAdded, Noticed
from hubbub.client.events import Event
from hubbub.client.protocol.capabilities import WANTED
from hubbub.client.protocol.link import is_word
from hubbub.client.session import Client
from hubbub.client.state.data import of_state
from hubbub.terminal.lines import Lines
from hubbub.uplink.backoff import waits
from hubbub.wire.tags import escape

COMMANDS = [
    *(
        "PRIVMSG",
        "NOTICE",
        "JOIN",
        "PART",
        "KICK",
        "QUIT",
        "NICK",
        "TOPIC",
        "AWAY",
        "BATCH",
        "CAP",
        "TOKEN",
        "PING",
        "PONG",
    ),
    *("ERROR", "FAIL", "NOTE", "WARN", "ACK", "SETNAME", "CHATHISTORY", "TAGMSG", "MODE", "INVITE"),
    *("001", "005", "301", "305", "315", "322", "323", "331", "332", "352", "353", "366", "372", "376", "401", "403"),
    *("404", "421", "422", "432", "433", "442", "464", "999", "000", "x", "\u0661\u0662\u0663"),
    *("REDACT", "EDIT", "MARKREAD", "METADATA", "ACCOUNT", "CHGHOST", "RENAME", "AUTHENTICATE", "221", "900", "901"),
    *("311", "317", "318", "319", "330", "324", "333", "354", "367", "368", "730", "731", "760", "761", "766", "904"),
]
WORDS = st.sampled_from(
    [
        *("alice", "bob", "#lobby", "#team", "*", "+1", "-1", "+2", "-2", "chathistory", "search", "labeled-response"),
        *("draft/chathistory-targets", "hubbub-ready", "hubbub-settled", "LS", "ACK", "NAK", "DEL", "PRIVMSG", "HELD"),
        *("draft/multiline", "netsplit", "metadata", "@#lobby", "+o-v", "%tnfar", "1", "timestamp=*", "avatar"),
        *("INVALID_TOKEN", "TOKEN", "CHATHISTORY", "TARGETS", "LOBBY=#lobby", "CHATHISTORY=x", "held-1", "G", "="),
        *("99999999999999999999", "-5", "\u00b2", "\x1b[2J", "\x01ACTION waves\x01", "\x9b31m", "\u202egpj.exe", ""),
        "batch echo-message message-tags labeled-response server-time draft/chathistory hubbub.chat/token",
    ]
) | st.text(st.characters(exclude_characters="\r\n\0", exclude_categories=["Cs"]), max_size=20)
TIMES = st.sampled_from(
    [
        *(
            "1970-01-01T00:00:00.000Z",
            "9999-12-31T23:59:59.999Z",
            "0001-01-01T00:00:00.000Z",
            "2026-13-01T00:00:00.000Z",
        ),
        *("2026-11-21T09:30:00.123Z", "yesterday", ""),
    ]
)
TAGS = st.fixed_dictionaries(
    {},
    optional={
        "time": TIMES,
        "msgid": st.sampled_from(["a", "b", "c", ""]),
        "batch": st.sampled_from(["1", "2"]),
        "label": st.sampled_from(["q1", "q2", "n-1"]),
        "+draft/react": st.sampled_from(["x", ""]),
        "+draft/unreact": st.just("x"),
        "+draft/reply": st.sampled_from(["a", "b", "c", ""]),
        "+typing": st.sampled_from(["active", "paused", "done", "x"]),
        "account": st.sampled_from(["alice", "*", ""]),
        "bot": st.just(""),
        "draft/multiline-concat": st.just(""),
        "hubbub.chat/reactions": st.sampled_from(['{"x":2}', '{"x":-1}', "{"]),
        "hubbub.chat/edited": TIMES,
        "hubbub.chat/client-id": st.sampled_from(["n-1", "n-2"]),
    },
)
SOURCES = st.sampled_from(["", "alice!u@h", "bob!u@h", "server.example", "!", "\x1b[1m!x@y"])


@st.composite
def lines(draw: st.DrawFn) -> bytes:
    tags = ";".join(f"{key}={escape(value)}" for key, value in draw(TAGS).items())
    source = draw(SOURCES)
    words = draw(st.lists(WORDS, max_size=5))
    start = (f"@{tags} " if tags else "") + (f":{source} " if source else "") + draw(st.sampled_from(COMMANDS))
    middle = "".join(f" {word}" for word in words[:-1])
    return (start + middle + (f" :{words[-1]}" if words else "") + "\r\n").encode()


CAPS = " ".join(WANTED)
WELCOME = (
    f":s CAP * LS :{CAPS}\r\n:s CAP * ACK :{CAPS}\r\n"
    ":s 001 alice :hi\r\n:s 005 alice LOBBY=#lobby WHOX MONITOR=9 :x\r\n"
    ":s 376 alice :end\r\n:s TOKEN t\r\n:alice!u@h JOIN #lobby\r\n:s 366 alice #lobby :end\r\n"
    ":s PONG s hubbub-ready\r\n"
).encode()
TYPED = [
    *(b"hi", b"@bob x", b"/join team", b"leave", b"/who", b"/history", b"/nick x", b"/search a", b"/topic", b"/rooms"),
    *(b"/me x", b"/away", b"/quit", b"join z"),
]
ARGUMENTS: dict[str, st.SearchStrategy[Any]] = {
    "buffer": st.sampled_from(["#lobby", "bob", "#team", "", "a b", "\x1b"]),
    "id": st.sampled_from(["a", "b", "~gap-1", "~1", "n-1", "", " "]),
    **dict.fromkeys(("text", "name", "reason", "words", "command", "topic", "mask", "room"), WORDS),
    **dict.fromkeys(
        ("key", "value", "target", "account", "password", "where", "sender", "about", "time", "reply"), WORDS
    ),
    **dict.fromkeys(("after", "before", "since", "at"), st.integers(0, 1 << 50)),
    "count": st.integers(1, 100),
    "on": st.booleans(),
    "downwards": st.booleans(),
    "letter": st.sampled_from(["o", "v", "", "\n"]),
    "kind": st.sampled_from(["said", "did", "notice"]),
    "level": st.sampled_from(["all", "nothing"]),
    "edit": st.sampled_from(["", "a"]),
}


@st.composite
def acts(draw: st.DrawFn) -> tuple[str, dict[str, Any]]:
    """Any act of a face, with any arguments that it takes."""
    name = draw(st.sampled_from(sorted(ACTIONS)))
    taken = [key for key in signature(ACTIONS[name]).parameters if key in ARGUMENTS]
    return name, {key: draw(ARGUMENTS[key]) for key in taken}


STEPS = st.one_of(
    st.tuples(st.just("do"), acts()),
    st.tuples(st.just("receive"), lines() | st.binary(max_size=40)),
    st.tuples(st.just("type"), st.sampled_from(TYPED)),
    st.tuples(st.sampled_from(["lose", "settle", "welcome", "alive"]), st.just(b"")),
)


@settings(max_examples=examples(300), deadline=None)
@given(st.lists(STEPS, max_size=40), st.integers(1, 64))
def test_nothing_a_server_sends_stops_the_client_or_reaches_the_terminal_raw(
    steps: list[tuple[str, Any]], chunk: int
) -> None:
    client = Client("alice", "n")
    writer = Lines(client, lambda: 0)
    client.connect()
    if chunk % 4:
        client.receive(WELCOME, 1)
    ids: list[str] = []
    for what, data in steps:
        events = []
        match what:
            case "receive":
                for start in range(0, len(data), chunk):
                    events += client.receive(data[start : start + chunk], 1)
            case "welcome":
                events = client.receive(WELCOME, 1)
            case "do":
                events = client.do(data[0], 1, **data[1])
            case "type":
                events = client.typed(data.decode(), 1)
            case "lose":
                events = client.connection_lost("x")
                client.connect()
            case "settle":
                client.settle()
            case "alive":
                client.check_alive()
        ids += [event.id for event in events if isinstance(event, MessageAdded) and event.id[:1] != "~"]
        text = "".join(line.text for event in events for line in writer.of(event))
        assert text.replace("\t", "").isprintable() or not any(
            letter in text for letter in "\x1b\x9b\x07\x08\u202e\r\n"
        )
        sent = client.bytes_to_send(1)
        assert not sent or sent.endswith(b"\r\n")
        assert all(len(line) <= 510 + 400 for line in sent.split(b"\r\n"))
        assert json.dumps(of_state(client.state))
        assert is_word(client.name), "a name that nobody can have is none"
    assert len(ids) == len(set(ids))


def entered() -> Client:
    client = Client("alice", "n")
    client.connect()
    client.receive(WELCOME, 1)
    client.bytes_to_send(1)
    return client


def heard(events: list[Event]) -> list[str]:
    return [event.message.text for event in events if isinstance(event, MessageAdded)]


def shown(client: Client, events: list[Event]) -> list[str]:
    return [line.text for event in events for line in Lines(client, lambda: 0).of(event)]


def test_a_repeated_message_id_shows_one_copy() -> None:
    line = b"@msgid=a :bob!u@h PRIVMSG #lobby :hi\r\n"
    assert heard(entered().receive(line * 3, 1)) == ["hi"]


def test_times_far_away_can_be_shown() -> None:
    client = entered()
    for time in ("1970-01-01T00:00:00.000Z", "9999-12-31T23:59:59.999Z", "0001-01-01T00:00:00.000Z"):
        events = client.receive(f"@time={time} :bob!u@h PRIVMSG #lobby :hi\r\n".encode(), 1)
        assert shown(client, events)[0].endswith("[bob]: hi")


def test_an_overlong_line_is_left_out_and_the_next_one_is_read() -> None:
    client = entered()
    overlong = b":bob!u@h PRIVMSG #lobby :" + b"x" * 70_000 + b"\r\n"
    events = client.receive(overlong + b":bob!u@h PRIVMSG #lobby :short\r\n", 1)
    assert heard(events) == ["short"]
    assert [event.note.error for event in events if isinstance(event, Noticed)] == [True]


def test_a_line_without_an_end_gives_the_connection_up() -> None:
    client = entered()
    client.receive(b"x" * 70_000, 1)
    assert client.failed


def test_batches_without_an_end_give_the_connection_up() -> None:
    client = entered()
    client.receive(b"".join(b"BATCH +%d chathistory #lobby\r\n" % number for number in range(200)), 1)
    assert client.failed


def test_escape_sequences_are_shown_in_caret_notation() -> None:
    client = entered()
    events = client.receive(b":bob!u@h PRIVMSG #lobby :\x1b]52;c;eA==\x07 \xc2\x9b2J \x02bold\r\n", 1)
    assert shown(client, events)[0].endswith("[bob]: ^[]52;c;eA==^G <9b>2J bold")


def test_waits_grow_up_to_half_a_minute() -> None:
    longest, shortest = waits(lambda: 0.0), waits(lambda: 1.0)
    assert [longest() for _ in range(7)] == [1, 2, 4, 8, 16, 30, 30]
    assert [shortest() for _ in range(3)] == [0.5, 1, 2]
