"""Over plain text, too: "what was typed or piped for one place is never said in another"."""

from __future__ import annotations

import pytest
from tests.dialects.plain.typist import heard, join, told
from tests.support.each import each
from tests.support.memory_chat import MemoryChat, Person
from tests.support.real_server import running

from hubbub.wire.lines import BadLine, check_line


def in_the_lobby() -> tuple[MemoryChat, Person, Person]:
    """alice, and bob, who is alone in the lobby with her; tea has a key."""
    chat = MemoryChat(lobby="#lobby")
    alice, bob = join(chat, "alice"), join(chat, "bob")
    bob.send("/join tea", "/mode +k secret", "/join lobby")
    heard(alice), heard(bob)
    return chat, alice, bob


def refused(where: str) -> str:
    return f"! Nothing was sent: that was for {where}, and you are in the lobby. To say it here, type it again."


async def test_what_is_piped_behind_a_refused_join_is_said_nowhere() -> None:
    """ "A refused `/join` in a pipe: the next lines are said in the room before"."""
    async with running() as served:
        ear = await served.connect()
        ear.send("ear", "/join tea", "/mode +k secret", "/join lobby")
        await ear.until("You are in the lobby now")
        talker = await served.connect()
        talker.send(
            "talker", "public", "/join tea", "one", "/me two", "/topic three", "@ear psst", "/join open", "four"
        )
        talker.send("/quit")
        lines = [line.partition("] ")[2] for line in await ear.until("has left the chat")]
        assert [line for line in lines if "talker" in line][:-1] == [
            "* talker has joined the chat.",
            "[talker]: public",
            "Private message from talker: psst",
        ]
        told = await talker.rest()
        assert sum("Nothing was sent: that was for tea" in line for line in told) == 3


@pytest.mark.parametrize("pause", [1, 60_000])
def test_a_pipe_is_not_trusted_however_slow_it_is(pause: int) -> None:
    chat, alice, bob = in_the_lobby()
    told(alice, "/join tea")
    for line in ("one", "two", "/topic three"):
        chat.now += pause
        assert told(alice, line) == [refused("tea")]
    assert heard(bob) == []


def test_somebody_who_types_it_again_means_it() -> None:
    chat, alice, bob = in_the_lobby()
    told(alice, "/join tea")
    chat.now += 5_000
    assert told(alice, "hello") == [refused("tea")]
    assert told(alice, "hello") == [refused("tea")], "nobody types that fast"
    chat.now += 5_000
    assert told(alice, "hello") == []
    assert told(alice, "how are you?") == []
    assert heard(bob) == ["[alice]: hello", "[alice]: how are you?"]


@each(
    "line",
    [b"/join caf\xe9", b"/join a\0b", b"/join a\rb", b"/j\0o\0i\0n\0", b"@alice \xff", b"/login x \xff", b"/\xff"],
)
def test_what_comes_with_a_command_that_cannot_be_read_is_said_nowhere(line: bytes) -> None:
    chat, alice, bob = in_the_lobby()
    unreadable = check_line(line)
    assert isinstance(unreadable, BadLine)
    assert told(alice, unreadable)[0].endswith((" was not sent.", " to UTF-8."))
    assert told(alice, "one")[0].startswith("! Nothing was sent: ")
    assert told(alice, "/topic two")[0].startswith("! Nothing was sent: ")
    assert heard(bob) == []
    chat.now += 5_000
    assert told(alice, "three") == []
    assert heard(bob) == ["[alice]: three"]


def test_words_that_cannot_be_read_hold_up_nothing() -> None:
    _, alice, bob = in_the_lobby()
    alice.send("/who", check_line(b"caf\xe9"), "one", "/me two")
    assert heard(bob) == ["[alice]: one", "* alice two"]


def test_to_look_at_a_room_says_nothing_and_is_not_refused() -> None:
    _, alice, _ = in_the_lobby()
    alice.send("/join lobby", "before")
    told(alice, "/join tea")
    assert told(alice, "/history")[0] == "Earlier in the lobby:"
    assert told(alice, "/who here")[0].startswith("In the lobby now")
    for line in ("/topic", "/mode", "/mode b", "/mode +b", "/retention", "/expire", "/pins"):
        assert "Nothing was sent" not in str(told(alice, line)), line
    assert told(alice, "after") == [refused("tea")]


def test_what_is_asked_behind_a_refused_command_is_answered_and_what_follows_is_said() -> None:
    _, alice, bob = in_the_lobby()
    alice.send("/kick nobody", "/topic", "hello")
    assert heard(bob) == ["[alice]: hello"]


def test_joining_a_room_is_another_way_out() -> None:
    _, alice, bob = in_the_lobby()
    assert told(alice, "/join tea", "one", "/join lobby", "two")[-1] != refused("tea")
    assert heard(bob) == ["[alice]: two"]


def test_who_is_put_out_of_a_room_does_not_go_on_talking_in_another() -> None:
    chat, alice, bob = in_the_lobby()
    bob.send("/join den")
    alice.send("/join den", "inside")
    bob.send("/kick alice")
    heard(alice), heard(bob)
    assert told(alice, "secret") == [
        "! Nothing was sent: you are in den no more, but in the lobby. To say it here, type it again."
    ]
    chat.now += 5_000
    assert told(alice, "more secrets") == [refused("den")]
    chat.now += 5_000
    assert told(alice, "more secrets") == []
    bob.send("/join lobby")


def test_who_leaves_a_room_talks_where_they_are_told_to_be() -> None:
    _, alice, bob = in_the_lobby()
    alice.send("/join den", "/leave")
    assert told(alice, "back") == []
    assert heard(bob) == ["[alice]: back"]


def test_a_text_behind_a_recipient_that_was_refused_is_not_for_the_room() -> None:
    chat, alice, bob = in_the_lobby()
    assert told(alice, "/message", "boob", "the secret")[-1] == refused("boob")
    assert heard(bob) == []
    chat.now += 2_000
    assert told(alice, "hello") == []


@each(
    "line",
    [
        "/jion tea", "/register", "/register ", "/login alice", "/topic ", "/msg bob", "@bob ", "/kick", "/password ",
        "/reset alice code", "/account password", "/operator", "/unregister",
    ],
)  # fmt: skip
def test_what_comes_in_one_go_with_a_command_that_came_to_nothing_is_said_nowhere(line: str) -> None:
    """ "... both are said in the public lobby, as are the lines behind `/register `, `/topic `, `@bob `": it may be the
    password that the command lacks."""
    chat, alice, bob = in_the_lobby()
    alice.send(line, "secret12")
    last = told(alice, "/me waves")[-1]
    assert last.endswith(
        f"nothing was done with {line.split()[0].replace('@', '/@')} before it. To say it in the lobby, type it again."
    )
    assert heard(bob) == []
    chat.now += 2_000
    chat.tell_time()
    alice.send("hello")
    assert heard(bob) == ["[alice]: hello"]


def test_what_is_typed_later_or_behind_a_command_that_was_done_is_said() -> None:
    chat, alice, bob = in_the_lobby()
    alice.send("/jion tea", "/join lobby", "one", "//jion", "two", "/who ", "hidden")
    chat.now += 2_000
    chat.tell_time()
    alice.send("three")
    assert heard(bob) == ["[alice]: one", "[alice]: /jion", "[alice]: two", "[alice]: three"]


def test_names_with_braces_are_names() -> None:
    """What people wrote is never part of a form that is filled in."""
    _, alice, _ = in_the_lobby()
    alice.send("/join a{b", "/jion tea")
    assert "To say it in a{b, type it again." in told(alice, "hello")[-1]
    alice.send("/leave", "/join {0}", "/jion {x}")
    assert "To say it in {0}, type it again." in told(alice, "hello")[-1]


@each(
    "line",
    [
        "/msg nobody hi", "@nobody hi", "@nobody: hi", "/message nobody hi", "/kick nobody", "/invite nobody",
        "/edit other", "/login bob wrong-password", "/rename bob", "/topic x", "/mode +o nobody", "/pin nothing",
        "/search", "/expire 1h",
    ],
)  # fmt: skip
def test_what_comes_in_one_go_with_a_command_that_was_refused_is_said_nowhere(line: str) -> None:
    """ "what was typed or piped for one place is never said in another": `/msg nobody hi`, and a line behind it."""
    chat, alice, bob = in_the_lobby()
    alice.send("/join den", "/join lobby", "/mode -o alice")
    heard(bob)
    alice.send(line)
    assert told(alice, "secret12")[-1].startswith("! Nothing was sent: nothing was done with /")
    assert heard(bob) == []
    chat.now += 2_000
    chat.tell_time()
    alice.send("hello")
    assert heard(bob) == ["[alice]: hello"]


def test_a_refused_command_holds_up_no_other_command() -> None:
    _, alice, bob = in_the_lobby()
    assert told(alice, "/kick nobody", "/topic secret")[-1].startswith("! Nothing was sent")
    alice.send("/away lunch", "one", "/msg nobody hi", "/kick bob", "two")
    assert heard(bob)[:1] == ["[alice]: one"]
    assert heard(bob) == []


def test_what_comes_behind_text_that_was_refused_is_for_the_same_place() -> None:
    _, alice, bob = in_the_lobby()
    bob.send("/mode +m")
    heard(bob)
    alice.send("one", "/me two")
    bob.send("/mode -m")
    heard(bob)
    alice.send("three")
    assert heard(bob) == ["[alice]: three"]


def test_what_comes_behind_a_private_text_that_was_refused_is_not_for_the_room() -> None:
    chat, alice, bob = in_the_lobby()
    alice.send("/message", "bob")
    chat.core.disk_full = True
    alice.send("secret")
    chat.core.disk_full = False
    heard(bob)
    assert told(alice, "more")[-1] == refused("bob")
    assert heard(bob) == []
