"""Owned names and clients without SASL: PASS, a guest's name at first, IDENTIFY (docs/decisions/0013)."""

from __future__ import annotations

import pytest
from tests.commands.accounts.test_authentication import PASSWORD, hashed, with_alice
from tests.commands.moderation.test_invites import console
from tests.support.each import each
from tests.support.memory_chat import MemoryChat, Person

from hubbub.chat.limits.policy import Policy
from hubbub.commands.moderation import invites


def comes(chat: MemoryChat, *lines: str, nick: str = "alice", secure: bool = True) -> tuple[Person, list[str]]:
    """A client that says these lines, NICK and USER; and what it was answered."""
    person = chat.connect(secure=secure)
    person.send(*lines, f"NICK {nick}", "USER a 0 * :a")
    return person, person.take()


def name(person: Person) -> str:
    assert person.session.user is not None
    return person.session.user.name


def account(person: Person) -> str:
    assert person.session.user is not None
    return person.session.user.account


def test_who_does_not_log_in_comes_in_as_a_guest_and_is_told_the_line_that_gives_the_name() -> None:
    """ "The first parameter of this message is the client's nickname" (RPL_WELCOME, modern.ircdocs.horse)."""
    chat = with_alice()
    person, lines = comes(chat)
    guest = name(person)
    assert guest.startswith("Guest")
    assert lines[0].startswith(f":hubbub 001 {guest} :")
    hint = "type: /msg NickServ IDENTIFY alice PASSWORD"
    assert lines[-1].startswith(f":NickServ!services@hubbub NOTICE {guest} :You are {guest} here, not alice.")
    assert lines[-1].endswith(hint)
    assert person.ask(f"PRIVMSG NickServ :IDENTIFY alice {PASSWORD.replace(' ', '_')}")[0].endswith("no such account.")
    assert f":{guest}!a@guest NICK :alice" in person.ask(f"NS IDENTIFY alice :{PASSWORD}")
    assert account(person) == "alice"


@pytest.mark.parametrize("nick", ["ALICE", "ɑlice", "alice"])
def test_nobody_speaks_under_a_name_that_is_or_looks_like_somebodys(nick: str) -> None:
    chat = with_alice()
    bob = chat.irc("bob")
    bob.send("JOIN #lobby")
    bob.take()
    person, _ = comes(chat, nick=nick)
    person.send("JOIN #lobby", "PRIVMSG #lobby :it is me")
    assert all(line.startswith(f":{name(person)}!") for line in bob.take())
    assert name(person).startswith("Guest")


def test_taking_an_owned_name_later_is_refused_with_the_same_line() -> None:
    chat = with_alice()
    bob, _ = comes(chat, nick="bob")
    (line,) = bob.ask("NICK Alice")
    assert line.startswith(":hubbub 433 bob Alice :")
    assert line.endswith("type: /msg NickServ IDENTIFY alice PASSWORD")
    assert name(bob) == "bob"


def test_without_tls_the_way_in_is_tls() -> None:
    person, lines = comes(with_alice(), secure=False)
    assert "connect with TLS" in lines[-1]
    assert "PASSWORD" not in lines[-1]
    assert "PASSWORD" not in person.ask("NICK alice")[0]


@each(
    ("given", "nick", "becomes"),
    [
        (PASSWORD, "alice", "alice"),
        (PASSWORD, "ALICE", "ALICE"),
        (f"alice:{PASSWORD}", "alice", "alice"),
        (f"Alice:{PASSWORD}", "al", "al"),
    ],
)
def test_pass_logs_in(given: str, nick: str, becomes: str) -> None:
    person, lines = comes(with_alice(), f"PASS :{given}", nick=nick)
    assert lines[0].split(" ")[1] == "900"
    assert (name(person), account(person)) == (becomes, "alice")


def test_a_password_may_have_a_colon_in_it() -> None:
    chat = MemoryChat()
    alice, _ = comes(chat)
    alice.send("NS REGISTER bob:secret", "QUIT")
    assert account(comes(chat, "PASS bob:secret")[0]) == "alice"


def test_pass_brings_another_device_to_who_is_here() -> None:
    chat = with_alice()
    first, _ = comes(chat, f"PASS :{PASSWORD}")
    second, _ = comes(chat, f"PASS :alice:{PASSWORD}", nick="phone")
    assert second.session.user is first.session.user


def test_so_does_logging_in_later() -> None:
    chat = with_alice()
    first, _ = comes(chat, f"PASS :{PASSWORD}")
    second, lines = comes(chat)
    assert lines[-1].endswith("type: /msg NickServ IDENTIFY alice PASSWORD")
    second.send(f"NS IDENTIFY alice :{PASSWORD}")
    assert second.session.user is first.session.user


@pytest.mark.parametrize("given", ["wrong", "alice:wrong"])
def test_a_wrong_password_is_told_and_nobody_gets_the_name_by_it(given: str) -> None:
    person, lines = comes(with_alice(), f"PASS {given}")
    assert lines[0].endswith("That is not the password of alice, or there is no such account.")
    assert (name(person)[:5], account(person)) == ("Guest", "")


def test_guesses_by_pass_are_counted() -> None:
    chat = with_alice()
    answers = [comes(chat, "PASS alice:wrong")[1][0] for _ in range(4)]
    assert "Too many tries" in answers[-1]


def test_pass_over_an_open_line_is_not_tried() -> None:
    chat = with_alice()
    before = hashed(chat)
    person, lines = comes(chat, f"PASS :{PASSWORD}", secure=False)
    assert "Passwords are only taken over TLS" in lines[0]
    assert account(person) == ""
    assert hashed(chat) == before


def test_pass_means_nothing_for_a_name_of_nobody() -> None:
    chat = with_alice()
    before = hashed(chat)
    person, lines = comes(chat, "PASS leftover", nick="bob")
    assert name(person) == "bob"
    assert lines[0].split(" ")[1] == "001"
    assert hashed(chat) == before


def test_an_invitation_is_no_password() -> None:
    chat = with_alice()
    code = invites.make(chat.core, console(chat).session).code
    chat.core.policy = Policy(access="invited")
    before = hashed(chat)
    assert name(comes(chat, f"PASS {code}")[0]).startswith("Guest")
    assert hashed(chat) == before


def test_the_password_of_the_server_is_no_login() -> None:
    chat = with_alice()
    chat.core.policy = Policy(password=PASSWORD)
    person, _ = comes(chat, f"PASS :{PASSWORD}")
    assert (name(person)[:5], account(person)) == ("Guest", "")
    assert comes(chat, f"PASS :alice:{PASSWORD}")[0].closed is not None


def test_the_settings_can_have_such_names_refused() -> None:
    chat = with_alice()
    chat.core.policy = Policy(rename_guests=False)
    person, lines = comes(chat, nick="ALICE")
    assert [line.split(" ")[1:4] for line in lines] == [["433", "*", "ALICE"]]
    assert account(comes(chat, f"PASS :{PASSWORD}")[0]) == "alice"
    assert person.ask("NICK bob")[0].split(" ")[1] == "001"


def test_our_own_clients_ask_their_people_for_another_name() -> None:
    chat = with_alice()
    person, lines = comes(chat, "CAP REQ hubbub.chat/token", "CAP END")
    assert lines[-1].split(" ")[1] == "433"
    assert person.session.user is None


def test_where_only_accounts_may_come_pass_is_a_way_in() -> None:
    chat = with_alice()
    chat.core.policy = Policy(access="accounts")
    assert comes(chat)[0].closed is not None
    assert account(comes(chat, f"PASS :{PASSWORD}")[0]) == "alice"
