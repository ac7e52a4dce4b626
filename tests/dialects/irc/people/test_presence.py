"""Accounts stay in their rooms while none of their connections is there (docs/decisions/0012)."""

from __future__ import annotations

import pytest
from tests.support.each import each
from tests.support.memory_chat import MemoryChat, Person

from hubbub.chat.chat import Chat
from hubbub.chat.limits.policy import Policy
from hubbub.chat.world.people.users import User
from hubbub.chat.world.rooms import Room
from hubbub.commands.sessions import staying

DAY = 86_400_000
LOGIN = "AGFsaWNlAGNvcnJlY3QgaG9yc2U="


def device(chat: MemoryChat, *caps: str, before: str = "PING x", nick: str = "alice") -> Person:
    """A connection of alice's, who has an account; `before`: what it says while it registers."""
    person = chat.connect(secure=True)
    person.send(f"CAP REQ :sasl draft/pre-away {' '.join(caps)}", f"NICK {nick}", "USER alice 0 * :Alice")
    if chat.world.accounts.named("alice") is None:
        person.send("CAP REQ draft/account-registration", "REGISTER * * :correct horse")
    else:
        person.send("AUTHENTICATE PLAIN", f"AUTHENTICATE {LOGIN}")
    person.take()
    person.send(before, "CAP END")
    return person


def together(policy: Policy | None = None, *caps: str) -> tuple[MemoryChat, Person, Person]:
    """alice, who has an account, and bob, both in #tea and #cake."""
    chat = MemoryChat(policy)
    alice, bob = device(chat), chat.irc("bob", *(caps or ("away-notify",)))
    alice.send("JOIN #tea,#cake")
    bob.send("JOIN #tea,#cake")
    alice.take(), bob.take()
    return chat, alice, bob


def members(chat: MemoryChat, name: str) -> dict[str, str]:
    """Who is in the room, and what they are there."""
    room = chat.world.room(name)
    assert room is not None
    return {user.name: member.prefixes for user, member in room.members.items()}


def room_of(chat: MemoryChat, name: str) -> Room:
    room = chat.world.room(name)
    assert room is not None
    return room


@pytest.mark.parametrize("politely", [True, False])
def test_others_hear_that_they_are_away_and_nothing_else(politely: bool) -> None:
    chat, alice, bob = together()
    if politely:
        alice.send("QUIT :bye")
    else:
        alice.vanish()
    assert bob.take() == [":alice!alice@guest AWAY :not connected"]
    assert members(chat, "#tea") == {"alice": "qo", "bob": ""}
    device(chat)
    assert bob.take() == [":alice!alice@guest AWAY"]


def test_who_did_not_ask_for_away_hears_nothing() -> None:
    chat, alice, bob = together(None, "server-time")
    alice.vanish()
    device(chat)
    assert bob.take() == []


def test_a_new_connection_is_in_all_rooms_at_once() -> None:
    chat, alice, bob = together()
    bob.send("TOPIC #tea :leaves")
    alice.vanish()
    bob.send("PRIVMSG #tea :one")
    lines = device(chat, "draft/chathistory").take()
    after = [line for line in lines if any(f" {word} " in line for word in ("JOIN", "332", "353", "366", "PRIVMSG"))]
    assert [line.split(" :")[0] for line in after] == [
        ":alice!alice@guest JOIN #tea",
        ":hubbub 332 alice #tea leaves",
        ":hubbub 353 alice = #tea",
        ":hubbub 366 alice #tea",
        ":alice!alice@guest JOIN #cake",
        ":hubbub 353 alice = #cake",
        ":hubbub 366 alice #cake",
    ]
    bob.send("PRIVMSG #tea :two")


def test_what_was_said_meanwhile_is_in_the_history_also_of_a_private_room() -> None:
    chat, alice, bob = together()
    alice.send("MODE #tea +i")
    alice.vanish()
    bob.send("PRIVMSG #tea :one")
    later = MemoryChat(log=chat.log, now=chat.now + DAY)
    phone = device(later, "draft/chathistory")
    assert [line for line in phone.ask("CHATHISTORY LATEST #tea * 10") if line.endswith("PRIVMSG #tea :one")]


def test_they_are_members_wherever_members_are_shown_and_away() -> None:
    _, alice, bob = together()
    alice.vanish()
    bob.take()
    names = bob.ask("NAMES #tea")
    assert sorted(names[0].rpartition(":")[2].split()) == ["bob", "~alice"]
    assert any(" 322 bob #tea 2 " in line for line in bob.ask("LIST"))
    assert [line.split(" ")[8] for line in bob.ask("WHO #tea") if " alice G" in line] == ["G~"]
    assert [line.split(" ")[8] for line in bob.ask("WHO alice") if " 352 " in line] == ["G~"]
    whois = bob.ask("WHOIS alice")
    assert ":hubbub 301 bob alice :not connected" in whois
    assert any(" 319 " in line and "~#tea" in line for line in whois)


def test_they_are_not_online() -> None:
    """MONITOR, ISON and LUSERS are about who can be reached now."""
    chat, alice, bob = together()
    bob.send("MONITOR + alice")
    bob.take()
    alice.vanish()
    assert bob.take() == [":alice!alice@guest AWAY :not connected", ":hubbub 731 * :alice"]
    assert bob.ask("MONITOR S") == [":hubbub 731 bob :alice"]
    assert bob.ask("ISON alice") == [":hubbub 303 bob :"]
    assert any("There are 1 users and 0 invisible" in line for line in bob.ask("LUSERS"))
    device(chat)
    assert bob.take() == [":alice!alice@guest AWAY", ":hubbub 730 * :alice!alice@guest"]


def test_private_messages_wait() -> None:
    chat, alice, bob = together()
    alice.vanish()
    (told,) = bob.ask("PRIVMSG alice :psst")
    assert told.endswith("alice is offline. Your message is kept for them.")
    phone = device(chat)
    assert [line for line in phone.take() if line.endswith("PRIVMSG alice :psst")]
    bob.send("PRIVMSG alice :and now")
    assert phone.take()[-1].endswith("PRIVMSG alice :and now")


def test_who_said_that_they_are_away_is_away_with_that_text_and_back_when_they_come() -> None:
    chat, alice, bob = together()
    alice.send("AWAY :gone fishing")
    alice.vanish()
    assert ":hubbub 301 bob alice :gone fishing" in bob.ask("PRIVMSG alice :hi")
    device(chat)
    assert bob.take()[-1] == ":alice!alice@guest AWAY"


@pytest.mark.parametrize(("said", "text"), [("AWAY *", ":not connected"), ("AWAY :asleep", ":asleep"), ("PING x", "")])
def test_a_client_may_come_back_without_its_person(said: str, text: str) -> None:
    """ "clients MAY send AWAY during connection registration" (pre-away); * is for "automated" connections."""
    chat, alice, bob = together()
    alice.vanish()
    bob.take()
    device(chat, before=said)
    assert bob.take() == [f":alice!alice@guest AWAY {text}".rstrip()]


def test_another_name_than_the_accounts_is_given_up_while_away() -> None:
    chat, alice, bob = together()
    alice.send("NICK lis")
    bob.take()
    alice.vanish()
    assert bob.take() == [":lis!alice@guest NICK :alice", ":alice!alice@guest AWAY :not connected"]
    device(chat, nick="lis")
    assert bob.take() == [":alice!alice@guest NICK :lis", ":lis!alice@guest AWAY"]


def test_a_restart_changes_nothing_but_who_is_connected() -> None:
    chat, alice, _ = together()
    alice.send("MODE #cake +v alice", "PART #tea", "MODE alice +B", "SETNAME :Alice B.")
    alice.vanish()
    later = MemoryChat(log=chat.log, now=chat.now + 1000)
    assert members(later, "#cake") == {"alice": "qov"}
    user = later.world.user("alice")
    assert user is not None
    assert list(user.rooms) == [later.world.room("#cake")]
    assert (user.realname, user.modes, user.away, user.source) == (
        "Alice B.",
        "B",
        "not connected",
        "alice!alice@guest",
    )


@pytest.mark.parametrize(("connected", "said"), [(True, "PING x"), (False, "PING x"), (False, "AWAY *")])
def test_the_text_with_which_they_are_away_is_the_same_after_a_restart(connected: bool, said: str) -> None:
    chat, alice, _ = together()
    alice.send("AWAY :gone fishing")
    if not connected:
        alice.vanish()
    later = MemoryChat(log=chat.log.after_a_crash(), now=chat.now + 1000)
    assert later.world.users["alice"].away == "gone fishing"
    device(later, before=said)
    again = MemoryChat(log=later.log.after_a_crash(), now=later.now + 1000)
    assert again.world.users["alice"].away == ("not connected" if said == "PING x" else "gone fishing")


@each("restarts", [False, True])
@each("gone", ["PART #tea", "KICK #tea alice"])
def test_who_is_back_in_a_private_room_reads_on_from_where_they_first_joined(gone: str, restarts: bool) -> None:
    """Design: "of a private, invite-only or keyed one, from when they first joined"."""
    chat, alice, bob = together()
    bob.send("PRIVMSG #tea :one")
    alice.send("MODE #tea +o bob", "MODE #tea +i", "MODE #tea -q alice")
    (alice if gone.startswith("PART") else bob).send(gone)
    assert "alice" not in members(chat, "#tea")
    bob.send("MODE #tea -i+k key", "PRIVMSG #tea :two")
    if restarts:
        chat = MemoryChat(log=chat.log.after_a_crash(), now=chat.now + 1000)
        assert "alice" not in members(chat, "#tea")
    phone = device(chat, "draft/chathistory")
    phone.send("JOIN #tea key")
    lines = phone.ask("CHATHISTORY LATEST #tea * 10")
    assert [line.rpartition(":")[2] for line in lines if " PRIVMSG " in line] == ["one", "two"]


def test_the_server_may_die_while_they_are_connected() -> None:
    chat, alice, _ = together()
    alice.send("PART #cake")
    later = MemoryChat(log=chat.log.after_a_crash(), now=chat.now + 1000)
    assert members(later, "#tea") == {"alice": "qo"}


def test_who_is_kicked_or_banned_while_away_is_out() -> None:
    chat, alice, bob = together()
    alice.send("MODE #tea +o bob", "MODE #cake +q bob")
    alice.send("MODE #tea -q alice", "MODE #tea -o alice", "MODE #tea +o bob")
    alice.vanish()
    bob.send("KICK #tea alice")
    assert members(chat, "#tea") == {"bob": "o"}
    later = MemoryChat(log=chat.log, now=chat.now + 1000)
    assert list(later.world.users["alice"].rooms) == [later.world.room("#cake")]


def test_a_room_in_which_everybody_is_away_stays() -> None:
    chat = MemoryChat()
    alice = device(chat)
    alice.send("JOIN #tea", "MODE #tea +i-q alice")
    alice.vanish()
    assert members(chat, "#tea") == {"alice": "o"}


def test_who_is_not_here_for_too_long_leaves() -> None:
    chat, alice, bob = together(Policy(stay_days=30))
    alice.vanish()
    bob.take()
    chat.now += 30 * DAY - 1
    chat.tell_time()
    staying.let_go(chat.core)
    chat.commit()
    assert bob.take() == []
    chat.now += 1
    chat.tell_time()
    staying.let_go(chat.core)
    chat.commit()
    assert bob.take() == [":alice!alice@guest QUIT :Quit: Not here for 30 days"]
    later = MemoryChat(log=chat.log, now=chat.now)
    assert later.world.user("alice") is None
    assert not later.world.journals or "alice" not in [
        user.name for room in later.world.rooms.values() for user in room.members
    ]


def test_a_great_many_who_leave_at_once_do_so_a_few_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(staying, "LET_GO", 1)
    chat, alice, bob = together(Policy(stay_days=30))
    alice.vanish()
    bob.take()
    chat.now += 30 * DAY
    chat.tell_time()
    assert staying.let_go(chat.core)
    assert not staying.let_go(chat.core)
    chat.commit()
    assert bob.take() == [":alice!alice@guest QUIT :Quit: Not here for 30 days"]


def test_each_of_those_who_are_away_is_looked_at_once_and_so_many_in_one_go(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each part began to look from the start again: with a hundred thousand away, 50 ms each."""
    monkeypatch.setattr(staying, "LET_GO", 1)
    chat = MemoryChat(Policy(stay_days=30))
    for number in range(6):
        chat.now += 30 * DAY if number == 3 else 0
        chat.tell_time()
        person = chat.connect(secure=True)
        person.send(f"NICK person{5 - number}", "USER p 0 * :P", "NICKSERV REGISTER correct-horse-battery")
        person.vanish()
    chat.world.users = dict(sorted(chat.world.users.items()))  # those who are due are the last
    looked: list[str] = []
    is_due = staying._is_due

    def counted(core: Chat, user: User, *more: int) -> bool:
        looked.append(user.name)
        return is_due(core, user, *more)

    monkeypatch.setattr(staying, "_is_due", counted)
    monkeypatch.setattr(staying, "LOOKED_AT", 2, raising=False)
    parts = []
    more = True
    while more:
        before = len(looked)
        more = staying.let_go(chat.core)
        parts.append(len(looked) - before)
    assert (len(looked), max(parts)) == (6, 2)
    assert list(chat.world.users) == ["person0", "person1", "person2"]


def test_it_can_be_turned_off_for_the_whole_server() -> None:
    chat, alice, bob = together(Policy(stay_days=0))
    alice.send("QUIT :bye")
    assert bob.take() == [":alice!alice@guest QUIT :Quit: bye"]
    assert MemoryChat(log=chat.log, now=chat.now).world.user("alice") is None


def test_it_can_be_turned_off_for_one_account() -> None:
    chat, alice, bob = together()
    assert "ACCOUNT STAY on|off" in alice.ask("NS ACCOUNT STAY")[-1]
    alice.send("NS ACCOUNT STAY off")
    assert alice.take()[-1].endswith(":You leave your rooms when your last device disconnects.")
    after = MemoryChat(log=chat.log.after_a_crash(), now=chat.now)
    staying.let_go(after.core)
    assert after.world.user("alice") is None, "also when the server died meanwhile"
    alice.send("QUIT :bye")
    assert bob.take() == [":alice!alice@guest QUIT :Quit: bye"]
    later = MemoryChat(log=chat.log, now=chat.now + 1000)
    alice = device(later)
    alice.send("JOIN #tea", "NS ACCOUNT STAY on")
    alice.vanish()
    assert "alice" in members(later, "#tea")


def test_who_is_not_logged_in_has_nothing_to_choose() -> None:
    assert "You are not logged in." in MemoryChat().irc("bob").ask("NS ACCOUNT STAY off")[-1]


def test_who_comes_back_is_what_they_were_and_gets_what_they_missed() -> None:
    """Roles of accounts last, also when the owner was made something while away; the replay comes behind them."""
    chat, alice, bob = together()
    alice.send("MODE #tea +q bob", "MODE #cake +q bob", "MODE #cake -qo alice alice")
    alice.vanish()
    bob.send("MODE #cake +h alice", "PRIVMSG #cake :you are help now")
    later = MemoryChat(log=chat.log, now=chat.now + 1000)
    lines = device(later, "multi-prefix").take()
    names = [line for line in lines if " 353 " in line]
    assert [line.rpartition(":")[2].split() for line in names] == [["~@alice"], ["%alice"]]
    said = next(place for place, line in enumerate(lines) if line.endswith("you are help now"))
    assert said > max(place for place, line in enumerate(lines) if " 366 " in line)


def test_an_operator_who_is_away_is_none_until_they_come_back() -> None:
    """What OPER's password gave is not there for who comes with the account's."""
    chat, alice, bob = together()
    chat.world.change_user_mode(chat.world.users["alice"], "o", has=True)
    alice.vanish()
    bob.take()
    assert [line.split(" ")[8] for line in bob.ask("WHO alice") if " 352 " in line] == ["G~"]
    device(chat)
    assert not chat.world.users["alice"].operator


def test_a_room_is_heard_by_sessions_alone() -> None:
    """`room.listeners` are exactly the sessions of its members: who is away costs nothing for each message."""
    chat, alice, bob = together()
    alice.vanish()
    assert [session for group in room_of(chat, "#tea").listeners.values() for session in group] == [bob.session]


def test_an_operator_ends_a_presence() -> None:
    chat, alice, bob = together()
    alice.vanish()
    bob.take()
    chat.world.change_user_mode(chat.world.users["bob"], "o", has=True)
    bob.send("KILL alice :enough")
    assert [line for line in bob.take() if " QUIT " in line] == [":alice!alice@guest QUIT :Killed (bob (enough))"]
    assert MemoryChat(log=chat.log, now=chat.now).world.user("alice") is None


def test_a_ban_of_the_account_ends_its_presence_too() -> None:
    chat, alice, bob = together()
    chat.world.change_user_mode(chat.world.users["bob"], "o", has=True)
    alice.vanish()
    bob.send("UBAN add $a:alice", "UBAN add $a:alice")
    assert chat.world.user("alice") is None


def test_a_client_that_gives_its_name_last_has_it() -> None:
    """Some do so once they have logged in, and the capabilities are settled."""
    chat, alice, _ = together()
    alice.vanish()
    person = chat.connect(secure=True)
    person.send("CAP REQ sasl", "AUTHENTICATE PLAIN", f"AUTHENTICATE {LOGIN}", "CAP END", "USER a 0 * :A", "NICK alice")
    assert any(line.startswith(":hubbub 001 alice ") for line in person.take())
