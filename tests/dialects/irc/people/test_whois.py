"""WHOIS, by https://modern.ircdocs.horse/#whois-message."""

from __future__ import annotations

import pytest
from tests.support.memory_chat import MemoryChat

from hubbub.chat.limits.policy import Policy


def numerics(lines: list[str]) -> list[str]:
    return [line.split(" ")[1] for line in lines]


def test_whois_says_who_somebody_is() -> None:
    """RPL_WHOISUSER "<client> <nick> <username> <host> * :<realname>", RPL_WHOISSERVER "<client> <nick> <server>
    :<server info>", RPL_WHOISIDLE "<client> <nick> <secs> <signon> :seconds idle, signon time"."""
    chat = MemoryChat(Policy(description="our chat"))
    alice, bob = chat.irc("alice"), chat.irc("Bob")
    bob.send("JOIN #a", "JOIN #b", "PRIVMSG #a :hello")
    chat.now += 5000
    since = chat.world.users["bob"].arrived // 1000
    assert alice.ask("WHOIS bob") == [
        ":hubbub 311 alice Bob Bob guest * Bob",
        ":hubbub 319 alice Bob :@#a @#b",
        ":hubbub 312 alice Bob hubbub :our chat",
        f":hubbub 317 alice Bob 5 {since} :seconds idle, signon time",
        ":hubbub 318 alice bob :End of /WHOIS list",
    ]


def test_the_end_comes_also_for_nobody() -> None:
    """ "The server SHOULD answer this command with numeric messages ..., ending with RPL_ENDOFWHOIS, even if they did
    not send any other numeric message." "<nick> MUST be exactly the <nick> parameter sent by the client" """
    alice = MemoryChat().irc("alice")
    nobody, end = alice.ask("WHOIS NoBody")
    assert nobody.startswith(":hubbub 401 alice NoBody :")
    assert end == ":hubbub 318 alice NoBody :End of /WHOIS list"


@pytest.mark.parametrize("line", ["WHOIS", "WHOIS :"])
def test_without_a_name_it_is_431(line: str) -> None:
    """ERR_NONICKNAMEGIVEN."""
    assert numerics(MemoryChat().irc("alice").ask(line)) == ["431"]


def test_the_server_or_somebody_on_it_may_be_asked() -> None:
    """ "If the <target> parameter is specified, it SHOULD be a server name or the nick of a user." """
    chat = MemoryChat()
    alice = chat.irc("alice")
    chat.irc("bob")
    for target in ("hubbub", "bob", "alice", "hub*"):
        assert alice.ask(f"WHOIS {target} bob")[0].startswith(":hubbub 311 alice bob ")
    assert alice.ask("WHOIS elsewhere bob")[0].startswith(":hubbub 402 alice elsewhere :")


def test_several_names_have_one_end() -> None:
    """ "if the client sent multiple nicks, this MUST be the comma-separated list of nicks, even if some of them were
    dropped" """
    chat = MemoryChat()
    people = [chat.irc(name) for name in ("ann", "bob", "cid", "dan", "eve")]
    answers = people[0].ask("WHOIS bob,bob,cid,nobody,dan,eve")
    assert [line.split(" ")[3] for line in answers if " 311 " in line] == ["bob", "cid", "dan"]
    assert numerics(answers).count("401") == 1
    assert answers[-1] == ":hubbub 318 ann bob,bob,cid,nobody,dan,eve :End of /WHOIS list"


def test_away_is_said() -> None:
    """ "RPL_AWAY, with the away message, in replies to WHOIS messages" """
    chat = MemoryChat()
    alice, bob = chat.irc("alice"), chat.irc("bob")
    bob.send("AWAY :having tea")
    assert ":hubbub 301 alice bob :having tea" in alice.ask("WHOIS bob")


def test_certificates_are_shown_to_oneself_alone() -> None:
    """ "Clients MUST only be sent this numeric if they are either using the WHOIS command on themselves or they are an
    operator." (RPL_WHOISCERTFP)"""
    chat = MemoryChat()
    alice, bob = chat.irc("alice"), chat.irc("bob")
    bob.session.fingerprint = "c0ffee"
    assert ":hubbub 276 bob bob :has client certificate fingerprint c0ffee" in bob.ask("WHOIS bob")
    assert "276" not in numerics(alice.ask("WHOIS bob"))


def test_rooms_are_shown_as_the_asker_may_see_them() -> None:
    """ "secret channels will not show up in the RPL_WHOISCHANNELS numeric unless the user the numeric is being sent to
    is joined to that channel" """
    chat = MemoryChat()
    alice, bob, carol = chat.irc("alice"), chat.irc("bob"), chat.irc("carol")
    bob.send("JOIN #a,#secret,#private", "MODE #private +p")
    carol.send("JOIN #secret")
    bob.send("MODE #secret +s")
    assert ":hubbub 319 alice bob :@#a" in alice.ask("WHOIS bob")
    assert ":hubbub 319 carol bob :@#a @#secret" in carol.ask("WHOIS bob")
    assert ":hubbub 319 bob bob :@#a @#secret @#private" in bob.ask("WHOIS bob")


def test_rooms_of_the_invisible_are_shown_to_those_who_share_them() -> None:
    """ "some servers hide all channels from the WHOIS reply of an invisible user they do not share with the user that
    submitted the command" """
    chat = MemoryChat()
    alice, bob = chat.irc("alice"), chat.irc("bob")
    bob.send("JOIN #a,#b", "MODE bob +i")
    assert "319" not in numerics(alice.ask("WHOIS bob"))
    alice.send("JOIN #b")
    assert ":hubbub 319 alice bob :@#b" in alice.ask("WHOIS bob")


def test_many_rooms_take_several_lines() -> None:
    """ "RPL_WHOISCHANNELS can be sent multiple times in the same whois reply" """
    chat = MemoryChat()
    alice = chat.irc("alice")
    rooms = [f"#{'x' * 50}{number}" for number in range(30)]
    for room in rooms:
        alice.send(f"JOIN {room}")
    lines = [line for line in alice.ask("WHOIS alice") if " 319 " in line]
    assert len(lines) > 1
    assert all(len(line.encode()) <= 510 for line in lines)
    assert [word[1:] for line in lines for word in line.split(" :")[1].split(" ")] == rooms


def test_a_secure_connection_is_said() -> None:
    """RPL_WHOISSECURE "<client> <nick> :is using a secure connection"."""
    chat = MemoryChat()
    alice, bob = chat.irc("alice"), chat.irc("bob")
    assert "671" not in numerics(alice.ask("WHOIS bob"))
    bob.session.secure = True
    assert ":hubbub 671 alice bob :is using a secure connection" in alice.ask("WHOIS bob")


def test_addresses_and_modes_are_for_oneself_and_operators() -> None:
    """ "Servers typically send some of these numerics only to the client itself and to servers operators, as they
    contain privacy-sensitive information" """
    chat = MemoryChat()
    alice, bob = chat.irc("alice"), chat.irc("bob")
    alice.send("MODE alice +i")
    private = [
        ":hubbub 338 alice alice alice@guest 192.0.2.1 :is actually using host",
        ":hubbub 378 alice alice :is connecting from *@192.0.2.1 192.0.2.1",
        ":hubbub 379 alice alice :is using modes +i",
    ]
    assert [line for line in alice.ask("WHOIS alice") if line.split(" ")[1] in ("338", "378", "379")] == private
    assert not {"338", "378", "379"} & set(numerics(bob.ask("WHOIS alice")))
    chat.world.change_user_mode(chat.world.users["bob"], "o", has=True)
    assert {"338", "378", "379"} <= set(numerics(bob.ask("WHOIS alice")))
    assert ":hubbub 313 alice bob :is an operator of this server" in alice.ask("WHOIS bob")


def test_an_ipv6_address_never_begins_with_a_colon() -> None:
    """ "IPv6 addresses such as ::1 are prefixed with a zero" """
    chat = MemoryChat()
    alice = chat.connect(address="::1")
    alice.send("NICK alice", "USER alice 0 * :Alice")
    assert ":hubbub 338 alice alice alice@guest 0::1 :is actually using host" in alice.ask("WHOIS alice")


def test_a_bot_is_said_to_be_one() -> None:
    """bot-mode: "This numeric is returned as part of a bot's WHOIS reply." """
    chat = MemoryChat()
    alice, bob = chat.irc("alice"), chat.irc("bob")
    bob.send("MODE bob +B")
    assert ":hubbub 335 alice bob :is a bot" in alice.ask("WHOIS bob")


def test_an_empty_real_name_is_empty() -> None:
    chat = MemoryChat()
    alice = chat.connect()
    alice.send("NICK alice", "USER alice 0 * :Alice")
    alice.session.me.realname = ""  # as of who comes in by the API
    assert ":hubbub 311 alice alice alice guest * :" in alice.ask("WHOIS alice")
