"""Several connections of one account: listing and ending them, and logging out (G19)."""

from __future__ import annotations

import pytest
from tests.commands.accounts.test_authentication import PASSWORD, person, said, with_alice
from tests.support.each import each
from tests.support.memory_chat import MemoryChat, Person

from hubbub.chat.limits.policy import Policy
from hubbub.chat.world.moderation.bans import Ban

CREDENTIALS = "AGFsaWNlAGNvcnJlY3QgaG9yc2U="  # alice, correct horse


def irc(chat: MemoryChat, *caps: str, nick: str = "alice") -> Person:
    """Another device of alice, on IRC."""
    device = chat.connect(secure=True, address="192.0.2.7")
    device.send(f"CAP REQ :{' '.join(('sasl', *caps))}", f"NICK {nick}", "USER a 0 * :a", "AUTHENTICATE PLAIN")
    device.send(f"AUTHENTICATE {CREDENTIALS}", "CAP END")
    device.take()
    return device


def name(someone: Person) -> str:
    assert someone.session.user is not None
    return someone.session.user.name


def test_the_only_connection_becomes_a_guest_and_keeps_its_rooms() -> None:
    chat = with_alice()
    alice = person(chat, "alice", PASSWORD)
    bob = chat.irc("bob", "account-notify")
    bob.send("JOIN #lobby")
    bob.take()
    alice.send("/logout")
    assert name(alice).startswith("Guest")
    assert bob.take() == [":alice!guest@guest ACCOUNT *", f":alice!guest@guest NICK :{name(alice)}"]
    assert "You are logged out." in said(alice)
    assert chat.world.user("alice") is None
    assert "The name alice is registered." in said(person(chat, "alice"))


def test_irc_clients_are_told_that_they_are_logged_out() -> None:
    """RPL_LOGGEDOUT: "Sent when the user's account name is unset" (modern.ircdocs.horse)."""
    chat = with_alice()
    alice = irc(chat, "account-notify")
    source = ":alice!guest@guest"  # as the one who registered
    away, out, nick, told = alice.ask("NICKSERV LOGOUT")
    assert away == f"{source} ACCOUNT *"
    assert out == ":hubbub 901 alice alice!guest@guest :You are now logged out"
    assert nick == f"{source} NICK :{name(alice)}"
    assert told.endswith(":You are logged out.")


def test_a_name_that_nobody_owns_is_kept() -> None:
    chat = with_alice()
    alice = person(chat, "alice", PASSWORD, "/nick alicia", "/logout")
    assert name(alice) == "alicia"


def test_one_of_several_devices_logs_out_by_itself() -> None:
    """The others stay; the client is told as if it had taken another name and had left its rooms."""
    chat = with_alice()
    other = person(chat, "alice", PASSWORD)
    device = irc(chat)
    nick, out, part, _ = device.ask("NS LOGOUT")
    assert nick == f":alice!guest@guest NICK :{name(device)}"
    assert out.split(" ")[1] == "901"
    assert part == f":{name(device)}!guest@guest PART #lobby :Logged out"
    assert name(other) == "alice"
    assert device.session.user is not None
    assert not device.session.user.rooms
    plain = person(chat, "alice", PASSWORD, "/logout")
    assert f"You are now known as {name(plain)}." in said(plain)
    other.take()
    plain.send("hello")
    assert f"[{name(plain)}]: hello" in said(other)


def test_what_was_said_privately_stays_with_the_account() -> None:
    chat = with_alice()
    alice = person(chat, "alice", PASSWORD)
    person(chat, "bob", "@alice a secret")
    alice.send("/logout")
    alice.take()
    alice.send("/search secret")
    assert "Nothing was found" in said(alice)


def test_logging_out_everywhere_ends_all_others_at_once() -> None:
    chat = with_alice()
    here, there, irc_there = person(chat, "alice", PASSWORD), person(chat, "alice", PASSWORD), irc(chat)
    here.send("/logout everywhere")
    assert "2 other devices logged out." in said(here)
    assert (there.closed, irc_there.closed) == ("Logged out from another device",) * 2
    assert here.closed is None
    assert name(here) == "alice"


def test_another_password_ends_all_others_at_once() -> None:
    chat = with_alice()
    here, there = person(chat, "alice", PASSWORD), person(chat, "alice", PASSWORD)
    here.send("/register another horse")
    assert there.closed == "The password was changed from another device"
    assert here.closed is None


@pytest.mark.parametrize("line", ["/logout everywhere", "/register another horse"])
def test_who_logged_in_before_and_has_no_name_yet_has_to_log_in_again(line: str) -> None:
    chat = with_alice()
    here = person(chat, "alice", PASSWORD)
    device = chat.connect(secure=True)
    device.send("CAP REQ sasl", "NICK alice", "USER a 0 * :a", "AUTHENTICATE PLAIN", f"AUTHENTICATE {CREDENTIALS}")
    here.send(line)
    lines = device.ask("CAP END")
    assert [line.split(" ")[1] for line in lines[:2]] == ["901", "001"]
    assert name(device).startswith("Guest")


def test_the_list_of_devices() -> None:
    chat = with_alice()
    here = person(chat, "alice", PASSWORD)
    irc(chat)
    chat.now += 3 * 3_600_000
    here.send("still here", "/devices")
    lines = [line.partition("] ")[2] for line in said(here).splitlines()][-3:]
    assert lines == [
        "Your devices:",
        "1. plain text from 192.0.2.1, connected 3 hours ago, last said something just now (this one)",
        "2. IRC from 192.0.2.7, connected 3 hours ago, last said something 3 hours ago",
    ]


def test_one_device_is_ended_by_its_number() -> None:
    chat = with_alice()
    here, there = person(chat, "alice", PASSWORD), irc(chat)
    here.send("/devices close 0", "/devices close 3", "/devices close 2")
    heard = said(here)
    assert all(f"There is no device {number} in your list" in heard for number in (0, 3))
    assert there.closed == "Closed from another device"
    assert here.closed is None


@each("line", ["/logout", "/logout everywhere", "/devices", "/devices close 1"])
def test_guests_have_no_devices(line: str) -> None:
    assert "You are not logged in." in said(person(MemoryChat(lobby="#lobby"), "bob", line))


@each("line", ["/logout now", "/devices close", "/devices close x", "/devices 1"])
def test_other_words_are_answered_with_the_usage(line: str) -> None:
    assert "Type it like this: /" in said(person(with_alice(), "alice", PASSWORD, line))


def test_one_device_cannot_take_the_others_to_another_account() -> None:
    chat = with_alice()
    person(chat, "bob", f"/register {PASSWORD}", "/quit")
    here = person(chat, "alice", PASSWORD)
    person(chat, "alice", PASSWORD, f"/login bob {PASSWORD}")
    assert name(here) == "alice"


def test_who_logs_out_is_seen_to_lose_what_the_account_had() -> None:
    """The host of the account and its standing in rooms; the standing itself stays with the account."""
    chat = MemoryChat(Policy(cloaks=True))
    device = chat.connect(secure=True)
    device.send("NICK alice", "USER a 0 * :a", f"NICKSERV REGISTER :{PASSWORD}", "JOIN #tea", "QUIT")
    alice, bob = irc(chat), chat.irc("bob", "account-notify", "chghost")
    alice.send("JOIN #tea")
    bob.send("JOIN #tea")
    bob.take()
    alice.send("NS LOGOUT")
    mode, account, host, nick = bob.take()
    assert mode == ":hubbub MODE #tea -qo alice alice"
    assert account == ":alice!a@alice.account ACCOUNT *"
    assert host.startswith(":alice!a@alice.account CHGHOST a ")
    assert nick.startswith(":alice!a@")
    assert nick.endswith(f".ip NICK :{name(alice)}")
    guest = name(alice)
    assert chat.world.users[guest.lower()].host.endswith(".ip")
    alice.send(f"NS IDENTIFY alice :{PASSWORD}")
    assert [line for line in bob.take() if " MODE " in line] == [f":hubbub MODE #tea +qo {guest} {guest}"]


@each("line", ["/logout", f"/login bea {PASSWORD}"])
@each("mask", ["m:a:alice", "a:alice"])
def test_a_ban_of_the_account_is_not_shed_by_being_somebody_else(line: str, mask: str) -> None:
    """The rooms where it means them are left, and they are told so; in the others they stay."""
    chat = with_alice()
    chat.core.policy = Policy(stay_days=0)
    person(chat, "bea", f"/register {PASSWORD}", "/quit")
    bob = chat.irc("bob")
    alice = person(chat, "alice", PASSWORD)
    bob.send("JOIN #tea")
    alice.send("/join tea")
    bob.send(f"MODE #tea +b {mask}")
    alice.take()
    bob.take()
    alice.send(line)
    assert bob.take() == [":alice!guest@guest PART #tea :Banned or muted here"]
    assert "* alice has left tea (Banned or muted here)." in said(alice)
    user = alice.session.user
    assert user is not None
    assert user.account != "alice"
    assert [room.name for room in user.rooms] == ["#lobby"]


@pytest.mark.parametrize("devices", [1, 2])
def test_where_guests_are_banned_logging_out_is_going(devices: int) -> None:
    chat = with_alice()
    alice, *_ = [irc(chat) for _ in range(devices)]
    chat.world.ban(Ban("guest*!*@*", 0, 0, "root", "no guests"))
    alice.send("NS LOGOUT")
    assert alice.closed == "You are banned from this server: no guests"
    user = chat.world.user("alice")
    assert (user is not None) == (devices == 2)
    assert not any(one.name.startswith("Guest") for one in chat.world.users.values())


def test_where_nobody_is_a_guest_logging_out_is_going() -> None:
    chat = with_alice()
    alice = irc(chat)
    chat.core.policy = Policy(access="accounts")
    alice.send("NS LOGOUT")
    assert alice.closed is not None
    assert chat.world.user("alice") is None


def test_a_guest_does_not_say_how_far_the_account_has_read() -> None:
    chat = with_alice()
    alice = irc(chat, "draft/read-marker")
    alice.send("JOIN #lobby", "NS LOGOUT", "MARKREAD #lobby timestamp=2025-10-01T00:00:00.000Z")
    account = chat.world.accounts.named("alice")
    assert account is not None
    assert not account.read_until


def test_an_account_has_so_many_connections() -> None:
    chat = MemoryChat(Policy(connections_per_account=2), lobby="#lobby")
    person(chat, "alice", f"/register {PASSWORD}")
    person(chat, "alice", PASSWORD)
    third = person(chat, "alice", PASSWORD)
    assert "! alice has 2 connections already. Close one of them first: /devices on another one shows them." in said(
        third
    )
    assert third.session.user is None
    guest = person(chat, "bob", f"/login alice {PASSWORD}")
    assert "! alice has 2 connections already." in said(guest)
    assert guest.session.user is not None
    assert guest.session.user.name == "bob"
