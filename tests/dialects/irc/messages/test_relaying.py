"""RELAYMSG (draft/relaymsg), quoted as of the proposal; the codes and the rest are Ergo's, as in irctest."""

from __future__ import annotations

from tests.support.each import each
from tests.support.memory_chat import MemoryChat, Person

from hubbub.chat.world.moderation.lockdown import Lockdown

CAPS = ("draft/relaymsg", "batch", "draft/chathistory")


def bridged(*caps: str) -> tuple[MemoryChat, Person, Person]:
    """#tea, where the bridge `matrix` is an operator, and bob listens."""
    chat = MemoryChat()
    matrix, bob = chat.irc("matrix", *CAPS), chat.irc("bob", *caps)
    matrix.send("JOIN #tea")
    bob.send("JOIN #tea")
    matrix.take()
    bob.take()
    return chat, matrix, bob


def test_a_message_is_relayed_and_always_echoed() -> None:
    """ "translate the message to a PRIVMSG: @relaymsg=<botnick> :spoofednick!<ident>@<host> PRIVMSG <channel>" """
    _, matrix, bob = bridged()
    line = ":carol/matrix!relay@relayed PRIVMSG #tea :hi there"
    assert matrix.ask("RELAYMSG #tea carol/matrix :hi there") == [f"@draft/relaymsg=matrix {line}"]
    assert bob.take() == [line]


def test_the_tag_is_for_who_asked_for_it() -> None:
    """ "set to the nick of the sender. This allows the sender to distinguish relayed messages" """
    _, matrix, bob = bridged("draft/relaymsg", "message-tags")
    matrix.send("RELAYMSG #tea carol/matrix hi")
    (line,) = bob.take()
    assert line.startswith("@draft/relaymsg=matrix;msgid=")
    matrix.send("PRIVMSG #tea :hi")
    assert "relaymsg" not in bob.take()[0]


def test_the_capability_says_which_character_marks_them() -> None:
    """ "These characters aren't allowed in normal nicknames, and if given one MUST be present in spoofed" ones."""
    chat = MemoryChat()
    assert "draft/relaymsg=/" in " ".join(chat.connect().ask("CAP LS 302")).split(" ")
    assert " 432 " in chat.connect().ask("NICK carol/matrix")[0]


BAD = ["carol", "carol/", "/carol", "/", "c!d/x", "a@b/x", "a,b/x", "a.b/x", "$a/x", "\u200bc/x", "c/" + "x" * 63]


@each("name", BAD)
def test_names_that_cannot_be_relayed(name: str) -> None:
    """ "Servers MUST also sanitize or reject nicks that contain reserved IRC characters" """
    _, matrix, bob = bridged()
    assert matrix.ask(f"RELAYMSG #tea {name} :hi")[0].startswith(":hubbub FAIL RELAYMSG INVALID_NICK :")
    assert bob.take() == []


def test_only_operators_of_the_room_relay() -> None:
    """ "Restricting RELAYMSG to IRC operators, channel operators, or other approved users" """
    _, matrix, bob = bridged()
    assert bob.ask("RELAYMSG #tea carol/matrix :hi")[0].startswith(":hubbub FAIL RELAYMSG PRIVS_NEEDED :")
    matrix.send("MODE #tea +o bob")
    bob.take()
    assert bob.ask("RELAYMSG #tea carol/matrix :hi") == [":carol/matrix!relay@relayed PRIVMSG #tea :hi"]
    assert " 403 " in bob.ask("RELAYMSG #none carol/matrix :hi")[0]
    assert " 412 " in bob.ask("RELAYMSG #tea carol/matrix :")[0]
    assert " 461 " in bob.ask("RELAYMSG #tea carol/matrix")[0]


def test_it_is_kept_as_said_by_them() -> None:
    chat, matrix, _ = bridged()
    matrix.send("RELAYMSG #tea carol/matrix :hi there", "MODE matrix +B")
    matrix.take()
    after = MemoryChat(log=chat.log)
    again = after.irc("dave", *CAPS)
    again.send("JOIN #tea")
    again.take()
    assert again.ask("CHATHISTORY LATEST #tea * 9")[1:-1] == [
        "@batch=b1;draft/relaymsg=matrix :carol/matrix!relay@relayed PRIVMSG #tea :hi there"
    ]


def test_in_plain_text_it_is_theirs() -> None:
    chat, matrix, _ = bridged()
    erin = chat.connect("plain")
    erin.send("", "erin", "/join tea")
    matrix.send("RELAYMSG #tea carol/matrix :hi there")
    assert erin.take()[-1].endswith("[carol/matrix] (in tea): hi there")


def test_the_account_of_the_bridge_is_not_theirs() -> None:
    chat, _, _ = bridged()
    bridge = chat.connect(secure=True)
    bridge.send("CAP REQ draft/account-registration", "NICK irc", "USER irc 0 * :Bridge")
    bridge.send("REGISTER * * :correct horse", "CAP END", "JOIN #hall")
    dave = chat.irc("dave", "account-tag")
    dave.send("JOIN #hall")
    dave.take()
    bridge.send("RELAYMSG #hall carol/matrix hi", "PRIVMSG #hall :me")
    tags = [line.partition(" ")[0] for line in dave.take()]
    assert tags[0].startswith(":carol/matrix!")
    assert tags[1] == "@account=irc"


def test_the_bridge_may_redact_what_it_relayed() -> None:
    chat, matrix, bob = bridged("message-tags", "draft/message-redaction")
    matrix.send("RELAYMSG #tea carol/matrix hi")
    msgid = bob.take()[0].partition("msgid=")[2].partition(" ")[0].partition(";")[0]
    matrix.send("MODE #tea -o matrix", f"REDACT #tea {msgid}")
    assert bob.take()[-1].endswith(f" REDACT #tea {msgid}")
    assert chat.world.rooms["#tea"].recent[-1].event is not None


def test_nothing_is_relayed_where_all_are_silent() -> None:
    chat, matrix, bob = bridged()
    chat.world.lockdown = Lockdown.READ_ONLY
    (refused,) = matrix.ask("RELAYMSG #tea carol/matrix :hi")
    assert refused.startswith(":hubbub ")
    assert bob.take() == []
