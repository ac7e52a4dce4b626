""" "A command with a password is neither done nor said, in any face": also by programs that read no grammar of ours."""

from __future__ import annotations

from tests.support.each import each
from tests.support.memory_chat import MemoryChat, Person

SAID = ":That was not said, for it may hold a password or a code. Type it like this: "
SLASHES = [
    "/login ana hunter2", " /login ana hunter2", "//login ana hunter2", "\uff0flogin ana hunter2",
    "./login ana hunter2",
    "\u2060/register hunter2", "\u0002/register hunter2", "\u000304,01/register hunter2",
    "/ login ana hunter2", "> /login ana hunter2",
    "/ns identify hunter2", "/quote NS IDENTIFY hunter2", " /msg NickServ IDENTIFY hunter2",
    "@nickserv identify hunter2",
    "/oper root hunter2", "/join #secret hunter2", "/mode +k hunter2", "/mode #secret +k hunter2",
]  # fmt: skip
SIGNS = [
    ".login ana hunter2", "!login ana hunter2", "?register hunter2", "\\login ana hunter2", "7login ana hunter2",
    "!identify hunter2", "-reset ana ABCD hunter2", "\uff01login ana hunter2",
]  # fmt: skip
HONEST = [
    "login ana hunter2", "identify yourself", "...login is broken", "- login is broken", "register now",
    "hello /login a b",
    "type /login name password", "/join seems broken", "/mode looks broken", "@nickserv is down",
    "/etc/passwd is readable",
    "$login = name", "*register now* or never", "/who here", "/login", "/", "7 logins today", "(see /login a b)",
    "\u00037login servers are down", "\u00037register\u0003 here",
]  # fmt: skip


def stage() -> tuple[MemoryChat, Person, Person]:
    chat = MemoryChat()
    alice, bob = (
        chat.irc("alice", "batch", "draft/multiline", "message-tags", "draft/chathistory", "hubbub.chat/edit"),
        chat.irc("bob"),
    )
    alice.send("JOIN #a")
    bob.send("JOIN #a")
    alice.take()
    bob.take()
    return chat, alice, bob


@each("text", [*SLASHES, *SIGNS])
def test_what_was_to_be_a_command_with_a_password_is_not_said(text: str) -> None:
    chat, alice, bob = stage()
    for target in ("#a", "@#a", "#nowhere"):
        (line,) = alice.ask(f"PRIVMSG {target} :{text}")
        assert line.startswith(f":hubbub 404 alice {target} {SAID}")
    assert alice.ask(f"NOTICE #a :{text}") == []
    alice.send("PRIVMSG #a :one", f"PRIVMSG #a :{text}", f"@+x=y PRIVMSG #a,bob :{text}")  # in one go
    assert [line.split(" :", 1)[1] for line in bob.take()] == ["one"]
    assert "hunter2" not in str(chat.happened)


def test_it_is_said_how_the_command_is_typed() -> None:
    _, alice, _ = stage()
    for text in ("/ns identify hunter2", "7identify hunter2", "/quote login ana hunter2"):
        assert f"{SAID}/login name password - or " in alice.ask(f"PRIVMSG #a :{text}")[0]


@each("text", SLASHES)
def test_nor_in_private_nor_as_a_line_of_several_nor_as_a_correction(text: str) -> None:
    chat, alice, bob = stage()
    assert alice.ask(f"PRIVMSG bob :{text}")[0].startswith(f":hubbub 531 alice bob {SAID}")
    alice.send("BATCH +1 draft/multiline #a", "@batch=1 PRIVMSG #a :hello", f"@batch=1 PRIVMSG #a :{text}", "BATCH -1")
    assert " 404 alice #a " in alice.take()[-1]
    alice.send("PRIVMSG #a :hello")
    id = next(
        line.partition("msgid=")[2].partition(" ")[0]
        for line in alice.ask("CHATHISTORY LATEST #a * 1")
        if "msgid=" in line
    )
    bob.take()
    assert alice.ask(f"EDIT #a {id} :{text}")[0].startswith(f":hubbub 404 alice #a {SAID}")
    assert bob.take() == []
    assert "hunter2" not in str(chat.happened)


@each("text", HONEST)
def test_honest_text_is_said(text: str) -> None:
    _, alice, bob = stage()
    alice.send(f"PRIVMSG #a :{text}", f"NOTICE #a :{text}", f"PRIVMSG bob :{text}")
    assert [line.split(" :", 1)[1] for line in bob.take()] == [text, text, text]


@each("text", SIGNS)
def test_programs_are_told_what_to_do_by_signs_of_their_own(text: str) -> None:
    _, alice, bob = stage()
    alice.send(f"PRIVMSG bob :{text}")
    assert text in bob.take()[0]
    bob.send("MODE bob +B")
    bob.take()
    alice.send(f"PRIVMSG #a :{text}")
    assert text in bob.take()[0]
    alice.take()
    bob.send(f"PRIVMSG #a :/login NAME PASSWORD: log in. {text}")
    assert text in alice.take()[0]
    alice.send("PRIVMSG bob :/login ana hunter2")
    assert "hunter2" in bob.take()[0]


def test_a_program_in_a_hidden_room_is_not_told_of_by_that() -> None:
    chat, alice, bob = stage()
    eve = chat.irc("eve")
    bob.send("MODE bob +B")
    alice.send("MODE #a +s")
    there, nowhere = eve.ask("PRIVMSG #a :.login ana hunter2"), eve.ask("PRIVMSG #n :.login ana hunter2")
    assert there == [line.replace("#n", "#a") for line in nowhere]


def test_a_line_of_the_most_words_takes_no_longer() -> None:
    _, alice, _ = stage()
    for text in ("/quote " * 60, "/ " * 200, "." * 400, "7 " * 200):
        assert alice.ask(f"PRIVMSG #a :{text}") == []
