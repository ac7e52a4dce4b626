"""What very many hear of is done in parts, with others' turns in between: whatever they do then, and however it ends.

"No command holds the loop longer than 10 ms": deleting an account took 64 to 110 where ten thousand saw its owner.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from tests.commands.moderation.test_invites import console
from tests.support.memory_chat import MemoryChat, Person

from hubbub.chat import chat as chats
from hubbub.chat.limits.policy import Policy
from hubbub.chat.world import state
from hubbub.commands.people import hosts
from hubbub.commands.rooms import joining
from hubbub.log.tables import MEMBERSHIP

PASSWORD = "password1"


class Parted(MemoryChat):
    """Everything is heard by very many: each step is followed by a turn of others, who do `meanwhile`, and what is done
    in turns waits until `go_on`."""

    def __init__(self, meanwhile: Callable[[], object] = lambda: None) -> None:
        self.meanwhile = meanwhile
        self.later: list[Iterator[object]] = []
        self.turns = 0
        super().__init__(Policy(cloaks=True))

    async def pause(self) -> None:
        self.commit()
        self.turns += 1
        self.meanwhile()
        self.commit()

    def in_turns(self, steps: Iterator[object]) -> None:
        self.later.append(steps)

    def go_on(self) -> None:
        while self.later:
            for _ in self.later.pop(0):
                self.commit()
            self.commit()

    def secure(self, name: str, *caps: str) -> Person:
        person = self.connect(secure=True)
        person.send(f"CAP REQ :{' '.join(caps)}", f"NICK {name}", f"USER {name} 0 * :{name.title()}", "CAP END")
        person.take()
        return person


@pytest.fixture
def chat(monkeypatch: pytest.MonkeyPatch) -> Parted:
    monkeypatch.setattr(chats, "MUCH", -1)
    monkeypatch.setattr(hosts, "AT_ONCE", 1)
    monkeypatch.setattr(state, "OVERLAPS", 0)
    return Parted()


def garden(chat: Parted) -> tuple[Person, Person]:
    """Alice with an account, who said something in two rooms and owns one, and bob, who cannot be told of a host."""
    alice, bob = chat.secure("alice"), chat.secure("bob")
    alice.send(f"NS REGISTER {PASSWORD}", "JOIN #a,#b", "PRIVMSG #a :secret", "PRIVMSG #b :secret")
    bob.send("JOIN #a,#b")
    chat.go_on()
    alice.take(), bob.take()
    return alice, bob


@pytest.mark.parametrize("kept", ["KEEP", "ERASE"])
def test_a_deletion_that_is_killed_in_the_middle_was_made_or_not(chat: Parted, kept: str) -> None:
    """What a start finds at each of its turns is the account with all its rooms, or nothing of it."""
    alice, bob = garden(chat)
    found: list[tuple[bool, int, int]] = []

    def killed() -> None:
        again = MemoryChat(log=chat.log.after_a_crash())
        account = again.world.accounts.named("alice")
        roles = sum(bool(room.roles) for room in again.world.rooms.values())
        found.append((account is not None, roles, len(account.standing) if account else 0))

    chat.meanwhile = killed
    alice.send(f"NS ACCOUNT DELETE {PASSWORD} {kept}")
    chat.go_on()
    killed()
    assert set(found) == {(True, 2, 2), (False, 0, 0)}
    assert found == sorted(found, reverse=True)
    assert alice.session.me.name.startswith("Guest")
    assert f":alice!alice@alice.account NICK :{alice.session.me.name}" not in bob.take()  # its host came before


def test_who_comes_back_while_their_account_is_deleted_is_out_as_well(chat: Parted) -> None:
    alice, _bob = garden(chat)
    came: list[Person] = []

    def comes() -> None:
        if not came:
            came.append(chat.connect(secure=True))
            came[0].send("CAP REQ :sasl", "NICK alice", "USER a 0 * :A", "AUTHENTICATE PLAIN")
            came[0].send("AUTHENTICATE AGFsaWNlAHBhc3N3b3JkMQ==", "CAP END")

    chat.meanwhile = comes
    alice.send(f"NS ACCOUNT DELETE {PASSWORD} KEEP")
    assert chat.world.accounts.named("alice") is None
    assert [one.session.me.account for one in (alice, *came)] == ["", ""]
    assert chat.world.parties.keys() == {user.party for user in chat.world.users.values()}


def test_a_deletion_goes_on_when_who_asked_for_it_has_gone(chat: Parted) -> None:
    alice, bob = garden(chat)

    def goes() -> None:
        if not alice.session.ended:
            alice.vanish()

    chat.meanwhile = goes
    alice.send(f"NS ACCOUNT DELETE {PASSWORD} KEEP")
    chat.go_on()
    assert chat.world.accounts.named("alice") is None
    assert list(chat.world.users) == ["bob"]
    assert sum(" QUIT " in line for line in bob.take()) == 1


def test_two_deletions_of_one_account_delete_it_once(chat: Parted) -> None:
    alice, _bob = garden(chat)
    second = console(chat)
    begun: list[bool] = []

    def deletes() -> None:
        if not begun:
            begun.append(True)
            chat.meanwhile = lambda: None
            second.send("account delete alice keep")

    chat.meanwhile = deletes
    alice.send(f"NS ACCOUNT DELETE {PASSWORD} KEEP")
    assert begun
    assert chat.world.accounts.named("alice") is None
    assert any("There is no account" in line or "no account" in line for line in alice.take())


def test_who_cannot_be_told_of_a_host_sees_them_leave_and_come_at_once(chat: Parted) -> None:
    """Each of them in one go: in between, nobody sees a room without who is in it."""
    alice, bob = garden(chat)
    carol, dan = chat.secure("carol"), chat.secure("dan", "chghost")
    for one in (carol, dan):
        one.send("JOIN #b")
        one.take()
    alice.send("NS LOGOUT")
    for one in (bob, carol, dan):
        one.take()
    alice.send("PRIVMSG #b :hello")  # what is said before is seen in its place
    assert [[line.split()[1] for line in one.take()] for one in (bob, carol, dan)] == [["PRIVMSG"]] * 3
    bob.send("PART #a")
    bob.take()
    chat.go_on()
    user = alice.session.me
    seen = [f":{user.name}!alice@alice.account QUIT :Changing host", f":{user.source} JOIN #b"]
    assert bob.take() == seen
    assert carol.take() == seen
    assert dan.take() == []


def test_who_has_gone_meanwhile_does_not_come_again(chat: Parted) -> None:
    alice, bob = garden(chat)
    alice.send("NS LOGOUT", "QUIT")
    bob.take()
    chat.go_on()
    assert bob.take() == []


def test_of_a_login_and_its_name_they_hear_before_they_hear_that_somebody_is_back(chat: Parted) -> None:
    alice, _bob = garden(chat)
    carol = chat.secure("carol", "away-notify")
    carol.send("JOIN #a")
    alice.send("NICK alicia")
    carol.take()
    alice.vanish()
    went = [line.split()[1:3] for line in carol.take()]
    chat.go_on()
    assert went == [["NICK", ":alice"]]
    assert carol.take() == [":alice!alice@alice.account AWAY :not connected"]
    back = chat.connect(secure=True)
    back.send("CAP REQ :sasl", "NICK alicia", "USER a 0 * :A", "AUTHENTICATE PLAIN")
    back.send("AUTHENTICATE AGFsaWNlAHBhc3N3b3JkMQ==", "CAP END")
    assert carol.take() == [":alice!alice@alice.account NICK :alicia"]
    chat.go_on()
    assert carol.take() == [":alicia!alice@alice.account AWAY"]


def test_who_is_back_already_is_not_told_to_be_away(chat: Parted) -> None:
    alice, _bob = garden(chat)
    carol = chat.secure("carol", "away-notify")
    carol.send("JOIN #a")
    carol.take()
    alice.vanish()
    back = chat.connect(secure=True)
    back.send("CAP REQ :sasl", "NICK alice", "USER a 0 * :A", "AUTHENTICATE PLAIN")
    back.send("AUTHENTICATE AGFsaWNlAHBhc3N3b3JkMQ==", "CAP END")
    chat.go_on()
    assert [line for line in carol.take() if " AWAY" in line] == [":alice!alice@alice.account AWAY"]


def merging(chat: Parted) -> tuple[Person, Person]:
    """Alice, and a guest in rooms of his own who logs in to her account."""
    alice, guest = chat.secure("alice"), chat.secure("guest")
    alice.send(f"NS REGISTER {PASSWORD}", "JOIN #a")
    guest.send("JOIN #a,#b,#c")
    chat.go_on()
    guest.take()
    return alice, guest


def test_a_guest_who_logs_in_to_an_account_that_is_here_takes_part_in_turns(chat: Parted) -> None:
    alice, guest = merging(chat)
    guest.send(f"NS IDENTIFY alice {PASSWORD}")
    assert chat.turns > 2
    assert guest.session.user is alice.session.user
    assert sorted(room.name for room in alice.session.me.rooms) == ["#a", "#b", "#c"]
    assert chat.world.user("guest") is None


@pytest.mark.parametrize("is_here", [True, False])
def test_a_guest_whose_connection_ends_meanwhile_is_nobodys(chat: Parted, *, is_here: bool) -> None:
    alice, guest = merging(chat)
    user = alice.session.me
    if not is_here:
        alice.vanish()

    def goes() -> None:
        if not guest.session.ended:
            guest.vanish()

    chat.meanwhile = goes
    guest.send(f"NS IDENTIFY alice {PASSWORD}")
    assert chat.world.user("guest") is None
    assert user.sessions == ([alice.session] if is_here else [])
    assert user.away == ("" if is_here else "not connected")
    assert all(guest.session not in group for group in chat.world.local.everybody.values())


def test_logins_at_once_do_not_become_more_connections_than_an_account_may_have(chat: Parted) -> None:
    """Each was let in by a count that was taken before others had their turn."""
    alice, guest = merging(chat)
    other = chat.secure("other")
    chat.core.policy = Policy(cloaks=True, connections_per_account=2)

    def comes() -> None:
        chat.meanwhile = lambda: None
        other.send(f"NS IDENTIFY alice {PASSWORD}")

    chat.meanwhile = comes
    guest.send(f"NS IDENTIFY alice {PASSWORD}")
    assert alice.session.me.sessions == [alice.session, other.session]
    assert guest.closed is not None
    assert chat.world.user("guest") is None


def test_a_guest_who_is_made_to_leave_meanwhile_does_not_hand_over_what_he_was(chat: Parted) -> None:
    alice, guest = merging(chat)
    alice.send("JOIN #b")

    def kicked() -> None:
        chat.meanwhile = lambda: None
        room = chat.world.room("#c")
        assert room is not None
        joining.push_out(chat.core, room, guest_user, "op!op@op")

    guest_user = guest.session.me
    chat.meanwhile = kicked
    guest.send(f"NS IDENTIFY alice {PASSWORD}")
    assert guest.session.user is alice.session.user
    assert chat.world.room("#c") is None


def test_an_account_that_is_deleted_while_somebody_logs_in_has_nobody(chat: Parted) -> None:
    alice, guest = merging(chat)
    here = console(chat)

    def deleted() -> None:
        chat.meanwhile = lambda: None
        here.send("account delete alice keep")

    chat.meanwhile = deleted
    guest.send(f"NS IDENTIFY alice {PASSWORD}")
    assert guest.closed == "Logged out"
    assert guest.session.user is None
    assert alice.session.me.account == ""


def test_who_shares_several_rooms_hears_once_of_each_thing(chat: Parted, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whether the rooms are looked through, or all who are here because the rooms name them too often."""
    for overlaps, shared in ((0, 0), (0, 100), (100, 100)):
        monkeypatch.setattr(state, "OVERLAPS", overlaps)
        monkeypatch.setattr(state, "SHARED", shared)
        here = MemoryChat(Policy(cloaks=True))
        alice, bob, carol = here.irc("alice"), here.irc("bob"), here.irc("carol", "setname", "message-tags")
        for one in (alice, bob):
            one.send("JOIN #a,#b,#c")
        carol.send("JOIN #b,#c")
        stranger = here.irc("dan")
        stranger.send("JOIN #d")
        for one in (alice, bob, carol, stranger):
            one.take()
        alice.send("NICK alicia", "SETNAME :other")
        assert [len(one.take()) for one in (alice, bob, carol, stranger)] == [1, 1, 2, 0]
        alice.send("QUIT")
        assert [len(one.take()) for one in (bob, carol, stranger)] == [1, 1, 0]
        carol.send("PART #b,#c", "NICK carola")
        assert carol.take()[-1].endswith(" NICK :carola")


def here_again(chat: Parted) -> Person:
    """One more connection of alice, by her password."""
    person = chat.connect(secure=True)
    person.send("CAP REQ :sasl", "NICK alice", "USER a 0 * :A", "AUTHENTICATE PLAIN")
    person.send("AUTHENTICATE AGFsaWNlAHBhc3N3b3JkMQ==", "CAP END")
    return person


def test_a_page_that_is_loaded_again_holds_no_deletion_up(chat: Parted) -> None:
    """Nothing can be told to it that would end it."""
    alice, _bob = garden(chat)
    page = here_again(chat)
    page.close = lambda reason, text: None  # type: ignore[method-assign]
    chat.core.policy = Policy(cloaks=True, access="accounts")
    alice.send(f"NS ACCOUNT DELETE {PASSWORD} KEEP")
    assert chat.world.accounts.named("alice") is None
    assert list(chat.world.users) == ["bob"]
    assert page.session.user is None


def test_who_comes_while_another_connection_is_logged_out_stays_the_owner(chat: Parted) -> None:
    """ "This connection is a guest's from now on; others of the account stay" what they are."""
    alice, _bob = garden(chat)
    came: list[Person] = []

    def comes() -> None:
        if not came:
            came.append(here_again(chat))

    chat.meanwhile = comes
    alice.send("NS LOGOUT")
    chat.go_on()
    owner = came[0].session.me
    assert (owner.account, alice.session.me.account) == ("alice", "")
    assert [room.members[owner].prefixes for room in owner.rooms] == ["qo", "qo"]


def test_who_ends_while_they_are_logged_out_is_in_their_rooms_what_they_were(chat: Parted) -> None:
    alice, _bob = garden(chat)
    user = alice.session.me

    def goes() -> None:
        if not alice.session.ended:
            alice.vanish()

    chat.meanwhile = goes
    alice.send("NS LOGOUT")
    assert here_again(chat).session.user is user
    assert [room.members[user].prefixes for room in user.rooms] == ["qo", "qo"]


@pytest.mark.parametrize(
    "what", ["uban add 192.0.2.9 out", "kill guest out", "NS LOGOUT everywhere", "NS PASSWD password2"]
)
def test_a_guest_who_is_ended_while_he_logs_in_is_ended(chat: Parted, what: str) -> None:
    """Between two parts of it his connection is nobody's, so that nobody who ends people finds it."""
    alice, guest = merging(chat)
    guest.session.address = "192.0.2.9"
    here = console(chat)

    def ended() -> None:
        chat.meanwhile = lambda: None
        (alice if what.startswith("NS") else here).send(what)

    chat.meanwhile = ended
    guest.send(f"NS IDENTIFY alice {PASSWORD}")
    assert guest.closed
    assert guest.session.user is None
    assert alice.session.me.sessions == [alice.session]
    assert chat.world.user("guest") is None


def test_who_loses_the_account_while_logging_in_is_noted_as_nobodys(chat: Parted) -> None:
    alice, here = chat.secure("alice"), console(chat)
    alice.send("JOIN #a,#b")

    def deleted() -> None:
        if chat.world.accounts.named("alice") is not None:
            chat.meanwhile = lambda: None
            here.send("account delete alice keep")

    chat.meanwhile = deleted
    alice.send(f"NS REGISTER {PASSWORD}")
    assert alice.session.me.account == ""
    assert not chat.log._tables.rows(MEMBERSHIP)


def test_who_ends_as_one_of_many_and_comes_into_a_room_by_another_connection_hurts_nobody(chat: Parted) -> None:
    """A ban of many means one connection of somebody: it hears nothing more, and is one of theirs still."""
    alice, bob = garden(chat)
    banned = chat.connect(secure=True)
    banned.send("CAP REQ :sasl away-notify", "NICK alice", "USER a 0 * :A", "AUTHENTICATE PLAIN")
    banned.send("AUTHENTICATE AGFsaWNlAHBhc3N3b3JkMQ==", "CAP END")
    chat.world.local.hear_nothing(banned.session)
    bob.send("JOIN #c")
    alice.send("JOIN #c")
    bob.send("NICK bobby")
    assert alice.take()[-1].endswith(" NICK :bobby")


def test_a_guest_hears_his_rooms_while_he_logs_in(chat: Parted) -> None:
    """Until he is the owner he is the guest, whatever is said and whoever comes and goes meanwhile."""
    _alice, guest = merging(chat)
    bob = chat.secure("bob")
    bob.send("JOIN #b")
    guest.take()

    def goes() -> None:
        chat.meanwhile = lambda: None
        bob.send("PRIVMSG #b :meanwhile", "PART #b")

    chat.meanwhile = goes
    guest.send(f"NS IDENTIFY alice {PASSWORD}")
    said = [line for line in guest.take() if line.startswith(":bob!")]
    assert [line.split()[1] for line in said] == ["PRIVMSG", "PART"]


def test_who_ends_while_they_make_an_account_stays_in_their_rooms(chat: Parted) -> None:
    alice = chat.secure("alice")
    alice.send("JOIN #a,#b")
    user = alice.session.me

    def goes() -> None:
        if not alice.session.ended and user.number:
            alice.vanish()

    chat.meanwhile = goes
    alice.send(f"NS REGISTER {PASSWORD}")
    again = MemoryChat(log=chat.log.after_a_crash())
    for world in (chat.world, again.world):
        (stays,) = world.users.values()
        assert {room.name: room.members[stays].prefixes for room in stays.rooms} == {"#a": "o", "#b": "o"}
