"""Bots that say so, by https://ircv3.net/specs/extensions/bot-mode."""

from __future__ import annotations

from tests.support.memory_chat import MemoryChat


def test_the_letter_is_advertised() -> None:
    """ "The value of the BOT token is the mode character which is used to enable bot mode" """
    someone = MemoryChat().connect()
    someone.send("NICK alice", "USER alice 0 * :Alice")
    assert " BOT=B " in " ".join(line for line in someone.take() if " 005 " in line)
    assert someone.ask("MODE alice +B") == [":alice!alice@guest MODE alice +B"]


def test_all_that_a_bot_does_has_its_tag() -> None:
    """ "This tag SHOULD be added by the server to all commands sent by a bot (e.g. PRIVMSG, JOIN, MODE, NOTICE, and all
    others)"; "Servers MUST NOT send this tag with a value" """
    chat = MemoryChat()
    alice, robo = chat.irc("alice", "message-tags"), chat.irc("robo", "message-tags")
    alice.send("JOIN #a", "MODE #a +n")
    robo.send("MODE robo +B")
    alice.take()
    robo.send("JOIN #a")
    alice.send("MODE #a +o robo")
    alice.take()
    robo.send("PRIVMSG #a :hi", "@+typing=active TAGMSG #a", "TOPIC #a :t", "MODE #a +m", "NICK robot", "QUIT :bye")
    tags = [line.split(" ")[0] for line in alice.take()]
    assert len(tags) == 6
    assert all("bot" in tag[1:].split(";") for tag in tags)


def test_who_has_not_asked_for_tags_sees_none() -> None:
    """ "This tag MUST only be sent to users who have requested the message-tags capability." """
    chat = MemoryChat()
    alice, bob, robo = chat.irc("alice"), chat.irc("bob", "server-time"), chat.irc("robo")
    alice.send("JOIN #a")
    bob.send("JOIN #a")
    robo.send("MODE robo +B")
    alice.take()
    robo.send("JOIN #a", "PRIVMSG #a :hi")
    assert alice.take() == [":robo!robo@guest JOIN #a", ":robo!robo@guest PRIVMSG #a :hi"]
    assert all("bot" not in line.split(" ")[0] for line in bob.take())


def test_numerics_that_a_bot_causes_have_its_tag() -> None:
    """ "The tag SHOULD also be added by the ircd to all numerics directly caused by the bot." """
    chat = MemoryChat()
    alice, robo = chat.irc("alice", "message-tags"), chat.irc("robo", "message-tags", "batch", "labeled-response")
    untagged = chat.irc("plainbot", "server-time")
    robo.send("MODE robo +B", "JOIN #a")
    untagged.send("MODE plainbot +B")
    for line in ("WHOIS alice", "WHO #a", "NAMES #a", "LIST", "MODE #a", "TOPIC #nowhere"):
        assert all(answer.startswith("@bot :hubbub ") for answer in robo.ask(line))
        assert all(answer.startswith(":hubbub ") for answer in [*alice.ask(line), *untagged.ask(line)])
    assert robo.ask("@label=x TOPIC #nowhere")[0].startswith("@label=x;bot :hubbub 403 ")


def test_people_have_no_such_tag() -> None:
    chat = MemoryChat()
    alice, bob = chat.irc("alice", "message-tags"), chat.irc("bob")
    bob.send("MODE bob +iw", "PRIVMSG alice :hi")
    assert "bot" not in alice.take()[0].split(" ")[0]


def test_history_remembers_that_a_bot_said_it() -> None:
    chat = MemoryChat()
    alice, robo = chat.irc("alice", "message-tags"), chat.irc("robo")
    alice.send("JOIN #a")
    robo.send("MODE robo +B", "JOIN #a", "PRIVMSG #a :hi")
    assert ";bot" in alice.ask("CHATHISTORY LATEST #a * 5")[0].split(" ")[0]
