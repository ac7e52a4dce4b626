"""Operators by their accounts: the first one by the server's code, others by the first."""

from __future__ import annotations

import pytest
from tests.commands.accounts.test_authentication import PASSWORD, person, said
from tests.dialects.plain.test_console import console
from tests.support.each import each
from tests.support.memory_chat import MemoryChat, Person

from hubbub.chat.events import OperatorActed, OperatorCodeMade
from hubbub.chat.limits.policy import Operator, Policy
from hubbub.commands.moderation import appointments, operators


def chat_with_code() -> tuple[MemoryChat, str]:
    chat = MemoryChat(lobby="#lobby")
    return chat, appointments.first_code(chat.core)


def operated() -> tuple[MemoryChat, Person]:
    """A chat with alice as its operator, in plain text."""
    chat, code = chat_with_code()
    alice = person(chat, "alice", f"/register {PASSWORD}", f"/operator {code}")
    alice.take()
    return chat, alice


def is_operator(chat: MemoryChat, name: str) -> bool:
    user = chat.world.user(name)
    assert user is not None
    return user.operator


def test_the_code_makes_the_first_operator() -> None:
    chat, code = chat_with_code()
    alice = person(chat, "alice", f"/register {PASSWORD}", f"/operator {code.lower().replace('-', ' ')}")
    assert "You are an operator of this server now" in said(alice)
    assert is_operator(chat, "alice")


def test_the_role_outlives_the_server_and_comes_with_logging_in() -> None:
    chat, _ = operated()
    after = MemoryChat(lobby="#lobby", log=chat.log)
    assert appointments.first_code(after.core) == ""
    assert "You are an operator of this server." in said(person(after, "alice", PASSWORD))
    bob = person(MemoryChat(lobby="#lobby", log=chat.log), "bob", f"/login alice {PASSWORD}")
    assert bob.session.user is not None
    assert bob.session.user.operator
    assert bob.session.user.operator_name == "alice"


def test_irc_clients_hear_of_their_mode() -> None:
    """ "the user will also receive a MODE message" (modern.ircdocs.horse, OPER), also when it comes by logging in."""
    chat, alice = operated()
    alice.send("/quit")
    bob = chat.connect(secure=True)
    bob.send("NICK bob", "USER b 0 * :b", "MONITOR + alice")
    assert ":alice!guest@guest MODE alice +o" in bob.ask(f"NICKSERV IDENTIFY alice :{PASSWORD}")
    device = chat.connect(secure=True)
    device.send("CAP REQ sasl", "NICK alice", "USER a 0 * :a", "AUTHENTICATE PLAIN")
    device.send("AUTHENTICATE AGFsaWNlAGNvcnJlY3QgaG9yc2U=", "CAP END")
    assert ":alice!guest@guest MODE alice +o" in device.take()


def test_the_code_works_once_and_for_accounts_alone() -> None:
    chat, code = chat_with_code()
    guest = person(chat, "guest", f"/operator {code}")
    assert "You are not logged in." in said(guest)
    person(chat, "alice", f"/register {PASSWORD}", f"/operator {code}")
    bob = person(chat, "bob", f"/register {PASSWORD}", f"/operator {code}")
    assert "That code is wrong, or it was used before." in said(bob)
    assert not is_operator(chat, "bob")


@pytest.mark.parametrize("by_settings", [False, True])
def test_the_code_is_good_only_while_nobody_runs_the_server(by_settings: bool) -> None:
    """One was made by the console, or is in settings that were read again."""
    chat, code = chat_with_code()
    bob = person(chat, "bob", f"/register {PASSWORD}")
    person(chat, "alice", f"/register {PASSWORD}")
    if by_settings:
        chat.core.policy = Policy(operators=(Operator("root", "a hash"),))
    else:
        assert console(chat).ask("account operator alice")[-1] == "\x06"
        assert OperatorCodeMade() in chat.happened
    (told,) = bob.ask(f"/operator {code}")
    assert told.endswith("! That code is wrong, or it was used before.")
    assert not is_operator(chat, "bob")


def test_a_code_is_not_taken_in_the_open() -> None:
    chat, code = chat_with_code()
    alice = person(chat, "alice", f"/operator {code}", secure=False)
    assert "only taken over TLS" in said(alice)


def test_codes_are_not_guessed() -> None:
    """The fourth try within a minute is refused, whatever it is."""
    chat, code = chat_with_code()
    eve = person(chat, "eve", f"/register {PASSWORD}", *["/operator AAAA-BBBB-CCCC-DDDD"] * 3, f"/operator {code}")
    assert "Too many tries from your address." in said(eve)
    assert not is_operator(chat, "eve")


def test_where_the_settings_name_operators_there_is_no_code() -> None:
    chat = MemoryChat(Policy(operators=(Operator("root", "sesame"),)))
    assert appointments.first_code(chat.core) == ""


def test_operators_give_the_role_and_take_it() -> None:
    chat, alice = operated()
    bob = person(chat, "bob", f"/register {PASSWORD}")
    chat.happened.clear()
    alice.send("/account operator bob")
    assert "bob is an operator of this server now." in said(alice)
    assert is_operator(chat, "bob")
    bob.send("/account operator alice off")
    assert not is_operator(chat, "alice")
    alice.send("/account operator bob off")
    assert "Permission denied" in said(alice)
    told = [(act.operator, act.command, act.about) for act in chat.happened if isinstance(act, OperatorActed)]
    assert told == [("alice", "APPOINT", "bob"), ("bob", "LOGIN", ""), ("bob", "DISMISS", "alice")]


@each("line", ["/account operator carol", "/account operator", "/account juggle", "/operator x y"])
def test_what_cannot_be_done_says_why(line: str) -> None:
    _, alice = operated()
    alice.send(line)
    assert any(words in said(alice) for words in ("no account named carol", "Type it like this", "code is wrong"))


def test_others_cannot_give_the_role() -> None:
    chat, _ = operated()
    assert "Permission denied" in said(person(chat, "eve", f"/register {PASSWORD}", "/account operator eve"))
    assert not is_operator(chat, "eve")


def test_reading_the_settings_again_leaves_operators_by_account() -> None:
    chat, _ = operated()
    operators.follow(chat.core, Policy())
    assert is_operator(chat, "alice")
