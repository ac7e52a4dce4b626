"""Who may not speak puts no words before others by anything else (hubbub.chat.rights.words: one table, one check)."""

from __future__ import annotations

import pytest
from tests.support.each import each
from tests.support.memory_chat import MemoryChat, Person

from hubbub.chat.rights import CARRIERS
from hubbub.chat.world.moderation.lockdown import Lockdown

SILENT = {
    "muted": "MODE #a +b m:bob!*@*",
    "banned": "MODE #a +b bob!*@*",
    "unvoiced": "MODE #a +m",
    "slowed": "MODE #a +W 600",
}
WORDS = "buy-gold"


def stage(how: str) -> tuple[MemoryChat, Person, Person]:
    chat = MemoryChat()
    alice, bob = chat.irc("alice", "draft/metadata-2", "batch"), chat.irc("bob", "draft/metadata-2", "batch", "setname")
    alice.send("JOIN #a")
    bob.send("JOIN #a")
    alice.send(SILENT[how])
    if how == "slowed":
        bob.send("PRIVMSG #a :the one that is allowed")
    alice.take()
    bob.take()
    return chat, alice, bob


def code(lines: list[str]) -> str:
    return lines[0].split(" ")[1]


@each("how", SILENT)
def test_what_would_be_nothing_but_words_is_refused(how: str) -> None:
    chat, alice, bob = stage(how)
    carol = chat.irc("carol")
    assert code(bob.ask(f"TOPIC #a :{WORDS}")) == "404"
    assert code(bob.ask(f"NICK {WORDS}")) == "447"
    assert code(bob.ask(f"PRIVMSG @#a :{WORDS}")) == "404"
    assert code(bob.ask("INVITE carol #a")) == "404"
    assert "447" != code(bob.ask(f"SETNAME :{WORDS}")) != "SETNAME"
    bob.send(f"METADATA * SET display-name :{WORDS}")
    assert WORDS not in "\n".join([*alice.take(), *carol.take()])
    assert carol.ask("WHOIS bob")[0].endswith(" Bob")


@each("how", SILENT)
@each("line", [f"PART #a :{WORDS}", f"QUIT :{WORDS}", f"AWAY :{WORDS}"])
def test_what_does_something_is_done_without_the_words(how: str, line: str) -> None:
    chat, alice, bob = stage(how)
    dave = chat.irc("dave", "away-notify")
    alice.send("INVITE dave #a")
    dave.send("JOIN #a")
    alice.take()
    dave.take()
    bob.send(line)
    seen = dave.take()
    assert seen
    assert seen[0].split(" ")[1] == line.split(" ")[0]
    assert WORDS not in "\n".join([*seen, *alice.take(), *alice.ask("WHOIS bob")])


def test_why_somebody_is_away_does_not_come_with_them_into_a_room_where_they_are_mute() -> None:
    chat = MemoryChat()
    alice, bob = chat.irc("alice", "away-notify"), chat.irc("bob")
    alice.send("JOIN #a", "MODE #a +b m:bob!*@*")
    alice.take()
    bob.send(f"AWAY :{WORDS}", "JOIN #a")
    assert alice.take()[1] == ":bob!bob@guest AWAY :Away"


@each("how", ["muted", "unvoiced", "slowed", "read-only"])
def test_what_somebody_comes_in_with_is_not_read_where_they_are_mute(how: str) -> None:
    chat, alice, bob = stage("muted" if how == "read-only" else how)
    dave = chat.irc("dave", "extended-join", "draft/metadata-2", "batch")
    dave.send("METADATA * SUB display-name", "JOIN #a")
    bob.send("PART #a", f"SETNAME :{WORDS}", f"METADATA * SET display-name :{WORDS}", "JOIN #open")
    if how == "read-only":
        alice.send("MODE #a -b m:bob!*@*")
        chat.core.world.lockdown = Lockdown.READ_ONLY
    dave.take()
    bob.send("JOIN #a")
    assert [line.split(" ", 1)[1] for line in dave.take()] == ["JOIN #a * :bob"]
    assert dave.ask("PART #a")
    dave.send("JOIN #open")
    bob.send("PART #open")
    chat.core.world.lockdown = Lockdown.OPEN
    dave.take()
    bob.send("JOIN #open")
    seen = dave.take()
    assert seen[0].endswith(f" JOIN #open * :{WORDS}")
    assert seen[1].endswith(f" METADATA bob display-name * {WORDS}")


def test_a_kept_voice_comes_in_with_all_that_is_theirs() -> None:
    chat = MemoryChat()
    alice = chat.irc("alice", "extended-join")
    bob = chat.connect(secure=True)
    bob.send("NICK bob", "USER bob 0 * :Bob", "NS REGISTER secret-word", "JOIN #b")
    alice.send("JOIN #a", "MODE #a +m")
    bob.send("JOIN #a")
    alice.send("MODE #a +v bob")
    bob.send("PART #a", "SETNAME :Bob the builder")
    alice.take()
    bob.send("JOIN #a")
    assert alice.take()[0].endswith(" JOIN #a bob :Bob the builder")


@pytest.mark.parametrize("how", ["muted", "unvoiced"])
def test_a_private_message_is_shown_beside_no_room_where_its_sender_is_mute(how: str) -> None:
    chat, _, bob = stage(how)
    bob.send("QUIT")
    bob = chat.irc("bob", "message-tags")
    dave = chat.irc("dave", "message-tags")
    dave.send("JOIN #a")
    bob.send("JOIN #a", "JOIN #open")
    dave.take()
    bob.send("@+draft/channel-context=#a PRIVMSG dave :one", "@+draft/channel-context=#open PRIVMSG dave :two")
    one, two = dave.take()
    assert "channel-context" not in one
    assert "+draft/channel-context=#open" in two


@pytest.mark.parametrize("verb", ["PRIVMSG dave :x", "TAGMSG dave"])
def test_a_room_beside_it_tells_of_no_hidden_one(verb: str) -> None:
    chat = MemoryChat()
    alice, bob, dave = (chat.irc(name, "message-tags") for name in ("alice", "bob", "dave"))
    alice.send("JOIN #hidden", "MODE #hidden +s-n", "JOIN #quiet", "MODE #quiet +m", "JOIN #shown", "MODE #shown -n")
    bob.send("JOIN #quiet")
    for beside in ("#hidden", "#nowhere", "dave", "#quiet"):
        bob.send(f"@+draft/channel-context={beside};+foo=x {verb}")
        (line,) = dave.take()
        assert "+foo=x" in line
        assert "channel-context" not in line
    bob.send(f"@+draft/channel-context=#shown;+foo=x {verb}")
    assert "+draft/channel-context=#shown" in dave.take()[0]
    alice.send(f"@+draft/channel-context=#hidden {verb}")
    assert "+draft/channel-context=#hidden" in dave.take()[0]


@pytest.mark.parametrize("how", ["muted", "banned"])
def test_who_is_mute_logs_in_to_no_other_name_to_speak_by(how: str) -> None:
    """NICK is refused to them; a login to an account that is in the chat went round that, with its name before all."""
    chat, alice, bob = stage(how)
    dave = chat.irc("dave")
    owner = chat.connect(secure=True)
    owner.send(f"NICK {WORDS}", "USER x 0 * :x", "NS REGISTER secret-word", "JOIN #other")
    dave.send("JOIN #a", "JOIN #open")
    bob.session.secure = True
    bob.send("JOIN #open")
    alice.take(), dave.take()
    bob.send(f"NS IDENTIFY {WORDS} secret-word", "PRIVMSG #a :said")
    assert WORDS not in "\n".join(alice.take())
    seen = [line for line in dave.take() if WORDS in line]
    assert [line.split(" ")[1:3] for line in seen] == [["JOIN", "#open"]]


def test_in_slow_mode_a_topic_and_a_reason_are_messages() -> None:
    _, alice, bob = stage("slowed")
    bob.chat.now += 600_000
    bob.send("TOPIC #a :one")
    assert code(bob.ask("PRIVMSG #a :two")) == "404"
    bob.chat.now += 600_000
    bob.send("PART #a :three", "JOIN #a")
    assert code(bob.ask("PRIVMSG #a :four")) == "404"
    bob.chat.now += 600_000
    bob.send("PRIVMSG @#a :five")
    assert code(bob.ask("PRIVMSG #a :six")) == "404"
    alice.take()


def test_read_only_holds_for_all_that_carries_words() -> None:
    chat = MemoryChat()
    alice, bob = chat.irc("alice"), chat.irc("bob")
    alice.send("JOIN #a")
    bob.send("JOIN #a")
    chat.world.lockdown = Lockdown.READ_ONLY
    alice.take()
    assert code(bob.ask(f"NICK {WORDS}")) == "447"
    assert code(alice.ask("INVITE bob #a")) in ("443", "404")
    bob.send(f"AWAY :{WORDS}")
    alice.send(f"KICK #a bob :{WORDS}")
    assert WORDS not in "\n".join([*bob.take(), *alice.take()])


def test_a_voice_is_heard_by_all_of_it() -> None:
    _, alice, bob = stage("muted")
    alice.send("MODE #a +v bob")
    alice.take()
    bob.send("NICK rob", "TOPIC #a :words", "PART #a :words")
    assert [code([line]) for line in alice.take()] == ["NICK", "TOPIC", "PART"]


def test_each_carrier_has_its_fate() -> None:
    assert len(CARRIERS) == 14


def test_nothing_tells_that_a_hidden_room_is_there() -> None:
    """404 for one that is there and 403 for one that is not would."""
    chat = MemoryChat()
    alice, eve = chat.irc("alice", "message-tags"), chat.irc("eve", "message-tags")
    for flag in "sp":
        alice.send(f"JOIN #{flag}", f"MODE #{flag} +{flag}")
        for form in ("PRIVMSG {} :x", "NOTICE {} :x", "PRIVMSG @{} :x", "@+typing=active TAGMSG {}", "TOPIC {} :x"):
            there, nowhere = eve.ask(form.format(f"#{flag}")), eve.ask(form.format("#n"))
            assert [line.replace("#n", f"#{flag}") for line in nowhere] == there


def test_the_invisible_are_not_listed_to_those_who_share_no_room() -> None:
    """User mode i: "not shown to those who share no room"; also in plain text, and in its greeting."""
    chat = MemoryChat(lobby="#lobby")
    alice = chat.irc("alice")
    alice.send("MODE alice +i")
    bob = chat.connect("plain")
    bob.send("bob")
    assert "alice" not in "\n".join([*bob.take(), *bob.ask("/who")])
    alice.send("JOIN #lobby")
    assert "alice" in "\n".join(bob.ask("/who"))
