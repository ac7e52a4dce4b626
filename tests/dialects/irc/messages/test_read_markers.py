"""MARKREAD (https://ircv3.net/specs/extensions/read-marker)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support.each import each
from tests.support.memory_chat import MemoryChat, Person

from hubbub.commands.messages import read_markers
from hubbub.irc.times import format_time, parse_time

CAPS = ("draft/read-marker", "server-time", "standard-replies", "hubbub.chat/token", "echo-message")
PASSWORD = "correct horse"


def device(chat: MemoryChat, *caps: str) -> Person:
    """A connection of alice's, who has an account."""
    person = chat.connect(secure=True)
    person.send(f"CAP REQ :sasl {' '.join(caps)}", "NICK alice", "USER alice 0 * :Alice")
    if chat.world.accounts.named("alice") is None:
        person.send("CAP REQ draft/account-registration", f"REGISTER * * :{PASSWORD}")
    else:
        person.send("AUTHENTICATE PLAIN", "AUTHENTICATE AGFsaWNlAGNvcnJlY3QgaG9yc2U=")
    person.send("CAP END")
    person.take()
    return person


def said(chat: MemoryChat, *times: int) -> list[str]:
    """Something said by bob in #a, once after each of these spans (ms); the times of the messages."""
    bob = chat.irc("bob", "server-time", "echo-message")
    bob.send("JOIN #a")
    found = []
    for span in times:
        chat.now += span
        found.append(bob.ask("PRIVMSG #a :x")[0].split(" ")[0].removeprefix("@time="))
    return found


def marks(lines: list[str]) -> list[str]:
    return [line.partition("MARKREAD ")[2] for line in lines if " MARKREAD " in line]


def test_setting_is_answered_with_what_is_stored() -> None:
    """ "The server MUST reply to a successful MARKREAD client set command using a MARKREAD server command" """
    chat = MemoryChat()
    alice = chat.irc("alice", *CAPS)
    first, second = said(chat, 0, 1000)
    alice.send("JOIN #a")
    assert alice.ask(f"MARKREAD #a timestamp={first}") == [f":hubbub MARKREAD #a timestamp={first}"]
    assert alice.ask(f"MARKREAD #A timestamp={second}") == [f":hubbub MARKREAD #a timestamp={second}"]
    assert alice.ask("MARKREAD #a") == [f":hubbub MARKREAD #a timestamp={second}"]


def test_it_never_goes_back() -> None:
    """ "If the provided timestamp is older than the server's stored value, the server MUST reply to the client with a
    MARKREAD command carrying the server's stored value." """
    chat = MemoryChat()
    alice = chat.irc("alice", *CAPS)
    first, second = said(chat, 0, 1000)
    alice.send("JOIN #a", f"MARKREAD #a timestamp={second}")
    for time in (first, second, "1970-01-01T00:00:00.000Z", "0001-01-01T00:00:00.000Z"):
        assert alice.ask(f"MARKREAD #a timestamp={time}") == [f":hubbub MARKREAD #a timestamp={second}"]


def test_it_never_passes_the_last_entry() -> None:
    """ "it can clamp it between the last read timestamp and the current time" """
    chat = MemoryChat()
    alice = chat.irc("alice", *CAPS)
    alice.send("JOIN #a")
    joined = format_time(chat.now)
    (answer,) = alice.ask("MARKREAD #a timestamp=9999-01-01T00:00:00.000Z")
    assert answer == f":hubbub MARKREAD #a timestamp={joined}"


def test_all_devices_hear_of_it_and_nobody_else() -> None:
    """ "the server SHOULD send a MARKREAD command for that target to all the clients of the user"; "The read markers
    sent by a user MUST NOT be disclosed to other users" """
    chat = MemoryChat()
    one, two, old = device(chat, *CAPS), device(chat, *CAPS), device(chat)
    stranger = chat.irc("eve", *CAPS)
    (time,) = said(chat, 0)
    one.send("JOIN #a")
    stranger.send("JOIN #a")
    for person in (one, two, old, stranger):
        person.take()
    one.send(f"MARKREAD #a timestamp={time}")
    assert one.take() == two.take() == [f":hubbub MARKREAD #a timestamp={time}"]
    assert old.take() == stranger.take() == []
    one.send(f"MARKREAD #a timestamp={time}")
    assert two.take() == []


def test_joining_tells_it_before_the_names() -> None:
    """ "after the server sends a server JOIN command to the client for a corresponding channel, the server MUST send a
    MARKREAD command for that channel. The command MUST be sent before the RPL_ENDOFNAMES reply" """
    chat = MemoryChat()
    alice, plain = chat.irc("alice", *CAPS), chat.irc("plain")
    joined = [line.split(" ")[1:4] for line in alice.ask("JOIN #a")]
    assert joined[0][1:] == ["JOIN", "#a"]
    assert joined[1] == ["MARKREAD", "#a", "*"]
    assert [line[0] for line in joined[2:]] == ["353", "366"]
    assert marks(plain.ask("JOIN #a")) == []
    now = format_time(chat.now)
    alice.send(f"MARKREAD #a timestamp={now}", "PART #a")
    assert marks(alice.ask("JOIN #a")) == [f"#a timestamp={now}"]


def test_a_device_that_connects_is_told_for_each_room() -> None:
    chat = MemoryChat()
    one = device(chat, *CAPS)
    one.send("JOIN #a,#b", f"MARKREAD #b timestamp={format_time(chat.now)}")
    two = chat.connect(secure=True)
    two.send(f"CAP REQ :sasl {' '.join(CAPS)}", "NICK alice", "USER alice 0 * :Alice", "AUTHENTICATE PLAIN")
    two.send("AUTHENTICATE AGFsaWNlAGNvcnJlY3QgaG9yc2U=")
    assert sorted(line[:4] for line in marks(two.ask("CAP END"))) == ["#a *", "#b t"]
    one.take()
    two.take()
    one.send("JOIN #c")
    assert marks(two.take()) == ["#c *"]


def test_a_private_conversation_has_one() -> None:
    """ "user targets where they have to request the initial read timestamp by sending a MARKREAD client get
    command" """
    chat = MemoryChat()
    alice, bob = chat.irc("alice", *CAPS), chat.irc("bob", *CAPS)
    assert alice.ask("MARKREAD Bob") == [":hubbub MARKREAD bob *"]
    assert alice.ask("MARKREAD nobody") == [":hubbub MARKREAD nobody *"]
    bob.send("PRIVMSG alice :hi")
    now = format_time(chat.now)
    bob.send("NICK rob")
    assert marks(alice.ask(f"MARKREAD rob timestamp={now}")) == [f"rob timestamp={now}"]
    assert marks(alice.ask("MARKREAD ROB")) == [f"rob timestamp={now}"]
    assert marks(bob.ask("MARKREAD alice")) == ["alice *"]


def test_an_accounts_markers_outlive_the_server() -> None:
    chat = MemoryChat()
    alice, bob = device(chat, *CAPS), chat.irc("bob")
    alice.send("JOIN #a", "PRIVMSG #a :x")
    there = format_time(chat.now)
    bob.send("PRIVMSG alice :x")
    now = format_time(chat.now)
    alice.send(f"MARKREAD #a timestamp={now}", f"MARKREAD bob timestamp={now}")
    chat = MemoryChat(log=chat.log, now=chat.now)
    alice = device(chat, *CAPS)
    assert marks(alice.ask("MARKREAD #a") + alice.ask("MARKREAD bob")) == [
        f"#a timestamp={there}",
        f"bob timestamp={now}",
    ]


def test_a_guests_markers_belong_to_the_visit() -> None:
    chat = MemoryChat()
    bob = chat.connect()
    bob.send(f"CAP REQ :{' '.join(CAPS)}", "NICK bob", "USER bob 0 * :Bob", "CAP END")
    token = next(line.split(" ")[2] for line in bob.take() if " TOKEN " in line)
    bob.send("JOIN #a", "PRIVMSG #a :x")
    now = format_time(chat.now)
    bob.send(f"MARKREAD #a timestamp={now}")
    bob.vanish()
    stranger = chat.irc("bob", *CAPS)
    assert marks(stranger.ask("JOIN #a")) == ["#a *"]
    stranger.vanish()
    bob = chat.connect()
    bob.send(f"CAP REQ :{' '.join(CAPS)}", f"TOKEN {token}", "NICK bob", "USER bob 0 * :Bob", "CAP END")
    assert marks(bob.ask("JOIN #a")) == [f"#a timestamp={now}"]


def test_a_room_made_anew_is_another_room() -> None:
    chat = MemoryChat()
    alice = device(chat, *CAPS)
    bob = chat.irc("bob")  # a guest: rooms that an account made stay when they are empty
    bob.send("JOIN #a")
    alice.send("JOIN #a", f"MARKREAD #a timestamp={format_time(chat.now)}", "PART #a")
    bob.send("PART #a", "JOIN #a")
    assert marks(alice.ask("JOIN #a")) == ["#a *"]
    alice.send(f"MARKREAD #a timestamp={format_time(chat.now)}")
    bob.send(f"MARKREAD #a timestamp={format_time(chat.now)}", "PART #a")
    assert alice.session.me.read_until
    assert bob.session.me.read_until
    alice.send("PART #a")
    assert not alice.session.me.read_until, "no marker outlives its room"
    assert not bob.session.me.read_until
    after = MemoryChat(log=chat.log, now=chat.now)
    account = after.world.accounts.named("alice")
    assert account is not None
    assert account.read_until == {}


def test_markers_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(read_markers, "MOST", 2)
    chat = MemoryChat()
    alice = device(chat, *CAPS)
    for room in ("#a", "#b", "#a", "#c"):
        alice.send(f"JOIN {room}", f"MARKREAD {room} timestamp={format_time(chat.now)}")
    assert alice.ask("MARKREAD #b") == [":hubbub MARKREAD #b *"]
    account = chat.world.accounts.named("alice")
    assert account is not None
    rooms = [chat.world.rooms[name].log for name in ("#a", "#c")]
    assert list(account.read_until) == [log for log, _ in next(iter(chat.log.load(chat.now).accounts)).read] == rooms


@each(
    ("line", "about"),
    [
        ("MARKREAD", ["NEED_MORE_PARAMS"]),
        ("MARKREAD :", ["NEED_MORE_PARAMS"]),
        ("MARKREAD #a *", ["INVALID_PARAMS", "*"]),
        ("MARKREAD #a 2019-01-04T14:33:26.123Z", ["INVALID_PARAMS", "2019-01-04T14:33:26.123Z"]),
        ("MARKREAD #a timestamp=2019-02-30T14:33:26.123Z", ["INVALID_PARAMS", "timestamp=2019-02-30T14:33:26.123Z"]),
        ("MARKREAD #a msgid=1", ["INVALID_PARAMS", "msgid=1"]),
        ("MARKREAD #b timestamp=2019-01-04T14:33:26.123Z", ["INVALID_PARAMS", "#b"]),
        ("MARKREAD nobody timestamp=2019-01-04T14:33:26.123Z", ["INVALID_PARAMS", "nobody"]),
    ],
)
def test_what_is_wrong_is_named(line: str, about: list[str]) -> None:
    """ "If the server receives a MARKREAD command with missing parameters, the NEED_MORE_PARAMS error code MUST be
    returned"; "FAIL MARKREAD INVALID_PARAMS [invalid_parameters] :Invalid parameters" """
    chat = MemoryChat()
    alice = chat.irc("alice", *CAPS)
    alice.send("JOIN #a")
    chat.irc("bob").send("JOIN #b")
    (answer,) = alice.ask(line)
    assert answer.startswith(f":hubbub FAIL MARKREAD {' '.join(about)} :")


def test_a_full_disk_is_said() -> None:
    """ "If the read timestamp cannot be set or returned due to an error, the INTERNAL_ERROR error code SHOULD be
    returned." """
    chat = MemoryChat()
    alice = chat.irc("alice", *CAPS)
    alice.send("JOIN #a")
    chat.core.disk_full = True
    (answer,) = alice.ask(f"MARKREAD #a timestamp={format_time(chat.now)}")
    assert answer.startswith(":hubbub FAIL MARKREAD INTERNAL_ERROR #a :")


@given(st.lists(st.integers(0, 2_000_000_000_000)))
def test_it_only_ever_rises(times: list[int]) -> None:
    """ "The last read timestamp of a target SHOULD only ever increase." """
    chat = MemoryChat()
    alice = chat.irc("alice", *CAPS)
    alice.send("JOIN #a")
    answers = [marks(alice.ask(f"MARKREAD #a timestamp={format_time(time)}"))[0] for time in times]
    stored = [parse_time(answer.partition("=")[2]) for answer in answers]
    assert stored == sorted(stored)


def test_what_is_said_in_the_millisecond_of_the_marker_is_unread() -> None:
    """Rule: a message that comes after the marker was set is later than it, whatever the client took for now."""
    chat = MemoryChat()
    alice = chat.irc("alice", *CAPS)
    bob = chat.irc("bob", "server-time", "echo-message")
    for person in (alice, bob):
        person.send("JOIN #a")
    for _ in range(3):
        chat.now -= 2
        (answer,) = alice.ask(f"MARKREAD #a timestamp={format_time(chat.now + 1)}")
        marked = parse_time(answer.rpartition("timestamp=")[2])
        (said,) = bob.ask("PRIVMSG #a :x")
        assert parse_time(said.split(" ")[0].removeprefix("@time=")) > marked
