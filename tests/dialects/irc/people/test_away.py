"""AWAY, ISON, USERHOST, SETNAME and changing names."""

from __future__ import annotations

from tests.support.memory_chat import MemoryChat

from hubbub.chat.limits.policy import Policy


def numerics(lines: list[str]) -> list[str]:
    return [line.split(" ")[1] for line in lines]


def test_away_and_back_are_confirmed_and_told_to_those_who_asked() -> None:
    """away-notify: ":nick!user@host AWAY [:message]" to those who share a room."""
    chat = MemoryChat()
    alice, bob, carol = chat.irc("alice"), chat.irc("bob", "away-notify"), chat.irc("carol")
    for person in (alice, bob, carol):
        person.send("JOIN #a")
    bob.take()
    carol.take()
    assert numerics(alice.ask("AWAY :tea")) == ["306"]
    assert bob.take() == [":alice!alice@guest AWAY :tea"]
    assert carol.take() == []
    assert numerics(alice.ask("AWAY")) == ["305"]
    assert bob.take() == [":alice!alice@guest AWAY"]
    assert numerics(alice.ask("AWAY :")) == ["305"]
    assert bob.take() == []


def test_an_away_text_too_long_is_refused() -> None:
    alice = MemoryChat(Policy(away_bytes=5)).irc("alice", "standard-replies")
    assert alice.ask("AWAY :123456")[0].startswith(":hubbub FAIL AWAY TEXT_TOO_LONG :")
    assert numerics(alice.ask("AWAY :12345")) == ["306"]


def test_ison_names_those_who_are_here() -> None:
    chat = MemoryChat()
    alice = chat.irc("alice")
    chat.irc("Bob")
    assert alice.ask("ISON BOB zed alice") == [":hubbub 303 alice :Bob alice"]
    assert alice.ask("ISON zed") == [":hubbub 303 alice :"]
    assert alice.ask("ISON :bob zed") == [":hubbub 303 alice :Bob"]
    assert numerics(alice.ask("ISON")) == ["461"]


def test_ison_and_userhost_take_as_many_lines_as_they_need() -> None:
    """No list is cut in the middle of a name at 512 bytes."""
    chat = MemoryChat(Policy(cloaks=False))
    alice = chat.irc("alice" + "x" * 27)
    crowd = [chat.irc(f"u{number:02}{'n' * 29}").session.me for number in range(15)]
    asked = " ".join(user.name for user in crowd)
    shown = alice.ask(f"ISON {asked}")
    assert [name for line in shown for name in line.rpartition(" :")[2].split()] == asked.split()
    for user in crowd:
        user.host = "h" * 60
    shown = alice.ask(f"USERHOST {asked}")
    assert [one.partition("=")[0] for line in shown for one in line.rpartition(" :")[2].split()] == asked.split()[:5]
    assert all(len(line) <= 510 for line in shown)


def test_userhost_answers_five_names_and_says_who_is_away() -> None:
    """RPL_USERHOST: nickname "=" isaway hostname; ""+" represents that the user is not away"."""
    chat = MemoryChat()
    alice, bob = chat.irc("alice"), chat.irc("bob")
    bob.send("AWAY :tea")
    assert alice.ask("USERHOST alice bob zed") == [":hubbub 302 alice :alice=+alice@guest bob=-bob@guest"]
    assert alice.ask("USERHOST a b c d e alice") == [":hubbub 302 alice :"]
    assert numerics(alice.ask("USERHOST")) == ["461"]


def test_setname_changes_the_real_name_and_tells_those_who_asked() -> None:
    """setname: refused with "FAIL SETNAME INVALID_REALNAME"."""
    chat = MemoryChat()
    alice, bob = chat.irc("alice", "setname", "standard-replies"), chat.irc("bob", "setname")
    carol = chat.irc("carol")
    for person in (alice, bob, carol):
        person.send("JOIN #a")
    bob.take()
    carol.take()
    assert alice.ask("SETNAME :A. Liddell") == [":alice!alice@guest SETNAME :A. Liddell"]
    assert bob.take() == [":alice!alice@guest SETNAME :A. Liddell"]
    assert carol.take() == []
    assert alice.ask("WHO alice")[0].endswith(":0 A. Liddell")
    assert alice.ask("SETNAME :" + "x" * 151)[0].startswith(":hubbub FAIL SETNAME INVALID_REALNAME :")


def test_a_new_name_is_told_once_to_everybody_who_shares_a_room() -> None:
    """NICK: "the <source> of the message will be the old nickname"."""
    chat = MemoryChat()
    alice, bob = chat.irc("alice"), chat.irc("bob")
    for person in (alice, bob):
        person.send("JOIN #a,#b")
    bob.take()
    assert alice.ask("NICK Alice") == [":alice!alice@guest NICK :Alice"]
    assert bob.take() == [":alice!alice@guest NICK :Alice"]
    assert alice.ask("NICK Alice") == []
    assert alice.ask("NICK BOB")[0].startswith(":hubbub 433 Alice BOB :")
    bob.send("PRIVMSG alice :hi", "PRIVMSG #a :all")
    assert alice.take() == [":bob!bob@guest PRIVMSG Alice :hi", ":bob!bob@guest PRIVMSG #a :all"]
