"""AWAY before registration (https://ircv3.net/specs/extensions/pre-away) and on joining (.../away-notify)."""

from __future__ import annotations

from tests.support.memory_chat import MemoryChat, Person

from hubbub.chat.limits.policy import Policy


def numerics(lines: list[str]) -> list[str]:
    return [line.split(" ")[1] for line in lines]


def arriving(chat: MemoryChat, *lines: str, token: str = "") -> Person:
    person = chat.connect()
    person.send("CAP REQ :draft/pre-away hubbub.chat/token", *lines)
    person.send(*([f"TOKEN {token}"] if token else []), "NICK bob", "USER bob 0 * :Bob", "CAP END")
    return person


def test_who_joins_and_is_away_is_said_to_be() -> None:
    """away-notify: "as well as when a user joins and has an away message set. (Note that AWAY will not be sent for
    joining users with no away message set.)" """
    chat = MemoryChat()
    alice, bob = chat.irc("alice", "away-notify"), chat.irc("bob", "away-notify")
    plain = chat.irc("plain")
    alice.send("JOIN #a,#b")
    plain.send("JOIN #a")
    alice.take()
    plain.take()
    bob.send("JOIN #b")
    assert alice.take() == [":bob!bob@guest JOIN #b"]
    bob.send("AWAY :tea")
    alice.take()
    assert not any(" AWAY " in line for line in bob.ask("JOIN #a"))
    assert alice.take() == [":bob!bob@guest JOIN #a", ":bob!bob@guest AWAY :tea"]
    assert plain.take() == [":bob!bob@guest JOIN #a"]


def test_away_is_accepted_before_registration_by_who_asked() -> None:
    """pre-away: "If the capability has been negotiated, servers MUST accept the AWAY command before connection
    registration has completed." """
    chat = MemoryChat()
    alice = chat.irc("alice")
    bob = arriving(chat, "AWAY :Gone to lunch.  Back in 5")
    seen = numerics(bob.take())
    assert seen.index("306") < seen.index("001")
    assert ":hubbub 301 alice bob :Gone to lunch.  Back in 5" in alice.ask("WHOIS bob")


def test_others_must_register_first() -> None:
    """ "Clients wishing to make use of this specification MUST negotiate the capability" """
    assert numerics(MemoryChat().connect().ask("AWAY :x")) == ["451"]


def test_the_last_word_before_registration_counts() -> None:
    """ "AWAY with no parameters indicates that the user is present" """
    chat = MemoryChat()
    arriving(chat, "AWAY :x", "AWAY")
    assert chat.world.users["bob"].away == ""


def test_a_text_too_long_is_refused_before_registration_too() -> None:
    chat = MemoryChat(Policy(away_bytes=5))
    bob = chat.connect()
    bob.send("CAP REQ :draft/pre-away standard-replies")
    bob.take()
    assert " FAIL AWAY TEXT_TOO_LONG " in bob.ask("AWAY :123456")[0]


def test_arriving_away_is_still_arriving() -> None:
    """ "AWAY pre-registration sets the away message but does not inhibit reporting of the change in nickname status,
    e.g. via monitor" """
    chat = MemoryChat()
    alice = chat.irc("alice")
    alice.send("MONITOR + bob")
    alice.take()
    arriving(chat, "AWAY *")
    assert alice.take() == [":hubbub 730 * :bob!bob@guest"]
    assert ":hubbub 301 alice bob *" in [line.replace(":*", "*") for line in alice.ask("WHOIS bob")]


def test_for_no_reason_does_not_hide_a_reason() -> None:
    """ "it should not supersede a human-readable AWAY message set by another connection" """
    chat = MemoryChat()
    bob = arriving(chat)
    token = next(line.split(" ")[2] for line in bob.take() if " TOKEN " in line)
    bob.send("AWAY :asleep")
    again = arriving(chat, "AWAY *", token=token)
    assert chat.world.users["bob"].away == "asleep"
    again.send("AWAY")
    arriving(chat, "AWAY *", token=token)
    assert chat.world.users["bob"].away == "*"
