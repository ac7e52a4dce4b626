"""Hosts that change while their people are here (IRCv3 chghost)."""

from __future__ import annotations

from tests.support.memory_chat import MemoryChat, Person

from hubbub.chat.events import ServerBanned
from hubbub.chat.limits.policy import Policy

CLOAKS = Policy(cloaks=True, stay_days=0)  # so that who logs in is nobody who is here already


def secure(chat: MemoryChat, name: str, *caps: str, address: str = "192.0.2.1") -> Person:
    person = chat.connect(address=address, secure=True)
    person.send(f"CAP REQ :{' '.join(caps)}", f"NICK {name}", f"USER {name} 0 * :{name.title()}", "CAP END")
    person.take()
    return person


def chat_with_bob() -> MemoryChat:
    """There is an account bob, and nobody is here."""
    chat = MemoryChat(CLOAKS)
    bob = secure(chat, "bob")
    bob.send("NICKSERV REGISTER password1", "QUIT")
    return chat


def quiet(*people: Person) -> None:
    for person in people:
        person.take()


def source(person: Person) -> str:
    assert person.session.user is not None
    return person.session.user.source


def test_those_who_share_rooms_and_oneself_are_told() -> None:
    """ "servers MUST send the CHGHOST message to other clients who share channels with the target client and who have
    enabled the chghost capability. Servers SHOULD also send the CHGHOST message to the client whose own username or
    host changed, if that client also supports" it."""
    chat = chat_with_bob()
    alice, carol = secure(chat, "alice", "chghost"), secure(chat, "carol", "chghost")
    guest = secure(chat, "robert", "chghost")
    for person in (alice, guest):
        person.send("JOIN #a", "JOIN #b")
    before = source(guest)
    quiet(alice, carol, guest)
    guest.send("NICKSERV IDENTIFY bob password1")
    change = f":{before} CHGHOST robert bob.account"
    told = guest.take()
    assert told[0].startswith(":hubbub 900 robert ")
    assert told[1] == change
    assert told[2] == ":hubbub 396 robert bob.account :is your displayed host now"
    assert alice.take() == [change, ":robert!robert@bob.account NICK :bob"]
    assert carol.take() == []
    assert alice.ask("WHOIS bob")[0] == ":hubbub 311 alice bob robert bob.account * Robert"


def test_for_others_they_seem_to_come_again() -> None:
    """ "the simulated events SHOULD include appropriate QUIT, JOIN and MODE commands, to restore membership and user
    channel modes." """
    chat = chat_with_bob()
    guest, alice, carol = secure(chat, "robert"), secure(chat, "alice", "away-notify"), secure(chat, "carol")
    guest.send("JOIN #a", "JOIN #b", "AWAY :tea")
    alice.send("JOIN #a")
    carol.send("JOIN #c")
    guest.send("MODE #a +v robert")
    before = source(guest)
    quiet(alice, carol, guest)
    guest.send("NICKSERV IDENTIFY bob password1")
    now = "robert!robert@bob.account"
    assert alice.take() == [
        f":{before} QUIT :Changing host",
        f":{now} JOIN #a",
        ":hubbub MODE #a +ov robert robert",
        f":{now} AWAY :tea",
        f":{now} NICK :bob",
    ]
    assert carol.take() == []
    assert not any(" QUIT " in line or " JOIN " in line for line in guest.take())
    assert "#b" in " ".join(alice.ask("WHOIS bob"))


def test_making_an_account_changes_the_host_too() -> None:
    chat = MemoryChat(CLOAKS)
    bob = secure(chat, "bob", "chghost")
    before = source(bob)
    assert f":{before} CHGHOST bob bob.account" in bob.ask("NICKSERV REGISTER password1")


def test_where_there_are_no_cloaks_nothing_changes() -> None:
    chat = MemoryChat(Policy(cloaks=False))
    bob, alice = secure(chat, "bob"), secure(chat, "alice")
    for person in (bob, alice):
        person.send("JOIN #a")
    quiet(bob, alice)
    assert not any(" 396 " in line for line in bob.ask("NICKSERV REGISTER password1"))
    assert alice.take() == []


def test_who_watches_a_name_closely_is_told_and_others_see_no_quit() -> None:
    """ "If chghost is also enabled, the client will get CHGHOST notifications" (extended-monitor)."""
    chat = chat_with_bob()
    both = secure(chat, "both", "extended-monitor", "chghost")
    watcher = secure(chat, "watcher", "extended-monitor")
    bob = secure(chat, "robert")
    for person in (both, watcher):
        person.send("MONITOR + robert")
    before = source(bob)
    quiet(both, watcher)
    bob.send("NICKSERV IDENTIFY bob password1")
    assert both.take()[0] == f":{before} CHGHOST robert bob.account"
    assert not any(" QUIT " in line for line in watcher.take())


def test_a_ban_of_the_cloak_holds_on_and_one_of_the_new_host_holds() -> None:
    chat = chat_with_bob()
    alice, guest = secure(chat, "alice"), secure(chat, "robert", address="192.0.2.66")
    cloak = source(guest).rpartition("@")[2]
    alice.send("JOIN #a", "JOIN #b", f"MODE #a +b *!*@{cloak}", "MODE #b +b *!*@bob.account")
    assert " 366 " in guest.ask("JOIN #b")[-1]
    guest.send("PART #b", "NICKSERV IDENTIFY bob password1")
    assert " 474 " in guest.ask("JOIN #a")[0]
    assert " 474 " in guest.ask("JOIN #b")[0]


def test_a_ban_of_a_cloak_from_the_server_is_not_got_around_by_an_account() -> None:
    chat = chat_with_bob()
    guest = secure(chat, "robert", address="192.0.2.66")
    cloak = source(guest).rpartition("@")[2]
    guest.send("QUIT")
    chat.core.emit(ServerBanned(at=chat.now, target=f"*!*@{cloak}", until=0, by="console", why="noise"))
    again = chat.connect(address="192.0.2.66", secure=True)
    again.send("CAP REQ sasl", "NICK bob", "USER bob 0 * :Bob", "AUTHENTICATE PLAIN")
    again.send("AUTHENTICATE AGJvYgBwYXNzd29yZDE=", "CAP END")
    assert " 465 " in "".join(again.take())
