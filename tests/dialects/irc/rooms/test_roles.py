"""What the owners of accounts are in rooms lasts: over leaving, logging in later, and the end of the server."""

from __future__ import annotations

from tests.support.memory_chat import MemoryChat, Person

from hubbub.chat.limits.policy import Policy
from hubbub.chat.world.rooms import Room
from hubbub.commands.rooms.roles import OWNED_ROOMS


def member(chat: MemoryChat, name: str, *, new: bool = True, caps: str = "") -> Person:
    """The owner of an account, logged in."""
    person = chat.connect(secure=True)
    if caps:
        person.send(f"CAP REQ :{caps}")
    person.send(f"NICK {name if new else name + '1'}", f"USER {name} 0 * :{name}", "CAP END")
    person.send("NICKSERV REGISTER password1" if new else f"NICKSERV IDENTIFY {name} password1")
    person.take()
    return person


def standing(chat: MemoryChat, room: str, name: str) -> str:
    """The letters of their modes; "-": not in it."""
    place, user = chat.world.room(room), chat.world.user(name)
    assert place is not None
    return place.members[user].prefixes if user is not None and user in place.members else "-"


def made(chat: MemoryChat, name: str) -> Room:
    room = chat.world.room(name)
    assert room is not None
    return room


def test_an_account_owns_the_room_that_it_makes_and_a_guest_is_its_operator() -> None:
    chat = MemoryChat()
    alice, bob = member(chat, "alice"), chat.irc("bob")
    alice.send("JOIN #tea")
    bob.send("JOIN #milk")
    assert (standing(chat, "#tea", "alice"), standing(chat, "#milk", "bob")) == ("qo", "o")
    bob.send("PART #milk")
    alice.send("PART #tea")
    assert chat.world.room("#milk") is None
    assert made(chat, "#tea").is_owned


def test_who_comes_back_is_what_they_were_and_everybody_hears_it_once() -> None:
    """Others by a MODE of the server, who comes by the list of names as well."""
    chat = MemoryChat()
    alice, bob = member(chat, "alice"), chat.irc("bob", "account-tag", "message-tags")
    alice.send("JOIN #tea")
    bob.send("JOIN #tea")
    alice.send("PART #tea")
    bob.take(), alice.take()
    alice.send("JOIN #tea")
    assert standing(chat, "#tea", "alice") == "qo"
    mine, theirs = alice.take(), bob.take()
    assert [line.split(" ", 1)[1] for line in mine if " MODE " in line] == ["MODE #tea +qo alice alice"]
    assert any(" 353 " in line and "~alice" in line for line in mine)
    (mode,) = [line for line in theirs if " MODE " in line]
    assert mode.endswith(f":{chat.core.policy.server} MODE #tea +qo alice alice")
    assert "account=" not in mode
    assert len(theirs) == 2


def test_what_was_given_and_taken_is_remembered_over_the_end_of_the_server() -> None:
    chat = MemoryChat()
    alice, bob, carol = member(chat, "alice"), member(chat, "bob"), member(chat, "carol")
    for one in (alice, bob, carol):
        one.send("JOIN #tea")
    alice.send("MODE #tea +vho bob bob carol", "MODE #tea -v bob", "MODE #tea -o carol")
    later = MemoryChat(chat.core.policy, log=chat.log)
    for name in ("bob", "carol", "alice"):
        member(later, name, new=False).send("JOIN #tea")
    assert [standing(later, "#tea", name) for name in ("alice", "bob", "carol")] == ["qo", "h", ""]


def test_a_guest_who_registers_keeps_what_they_are_and_who_logs_in_gets_what_they_were() -> None:
    chat = MemoryChat(Policy(stay_days=0))
    alice = chat.irc("alice")
    alice.send("JOIN #tea")
    alice.session.secure = True
    alice.send("NICKSERV REGISTER password1", "PRIVMSG #tea :hello", "QUIT")
    again = chat.connect(secure=True)
    again.send("NICK alan", "USER a 0 * :a", "JOIN #tea")
    assert standing(chat, "#tea", "alan") == ""
    again.take()
    again.send("NICKSERV IDENTIFY alice password1")
    assert standing(chat, "#tea", "alice") == "o"
    assert sum(" MODE #tea +o " in line for line in again.take()) == 1


def test_an_owned_room_stays_with_its_modes_and_its_owner_gets_in() -> None:
    chat = MemoryChat()
    alice, bob = member(chat, "alice"), chat.irc("bob")
    alice.send("JOIN #tea", "MODE #tea +ik sesame", "PART #tea")
    bob.take(), alice.take()
    bob.send("JOIN #tea")
    assert " 473 " in bob.take()[-1]
    alice.send("JOIN #tea")
    assert standing(chat, "#tea", "alice") == "qo"
    alice.send("MODE #tea -q alice", "PART #tea")
    assert chat.world.room("#tea") is None


def test_a_ban_keeps_out_whoever_it_was() -> None:
    chat = MemoryChat()
    alice, bob = member(chat, "alice"), member(chat, "bob")
    alice.send("JOIN #tea")
    bob.send("JOIN #tea")
    alice.send("MODE #tea +o bob", "MODE #tea +b a:bob", "KICK #tea bob")
    bob.take()
    bob.send("JOIN #tea")
    assert " 474 " in bob.take()[-1]


def test_what_somebody_was_is_taken_while_they_are_away_by_no_lower_role() -> None:
    chat = MemoryChat(Policy(stay_days=0))
    alice, bob, carol = member(chat, "alice"), member(chat, "bob"), chat.irc("carol")
    for one in (alice, bob, carol):
        one.send("JOIN #tea")
    alice.send("MODE #tea +ao bob bob", "MODE #tea +o carol")
    bob.send("QUIT")
    carol.take(), alice.take()
    carol.send("MODE #tea -o bob")
    assert " 482 " in carol.take()[-1]
    alice.send("MODE #tea -ao bob bob")
    assert alice.take()[-1].endswith(" MODE #tea -ao bob bob")
    alice.send("MODE #tea -o bob")
    assert " 401 " in alice.take()[-1]
    member(chat, "bob", new=False).send("JOIN #tea")
    assert standing(chat, "#tea", "bob") == ""


def test_one_account_owns_so_many_rooms_and_no_more() -> None:
    chat = MemoryChat()
    alice = member(chat, "alice")
    for number in range(OWNED_ROOMS + 1):
        alice.send(f"JOIN #r{number}", f"PART #r{number}")
    assert len(chat.world.rooms) == OWNED_ROOMS
    alice.send("JOIN #r0", "MODE #r0 -q alice", "PART #r0", "JOIN #more", "PART #more")
    assert chat.world.room("#r0") is None
    assert chat.world.room("#more") is not None
