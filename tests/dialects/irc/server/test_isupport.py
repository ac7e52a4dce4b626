"""What the server supports, at any time (https://ircv3.net/specs/extensions/extended-isupport), and its icon
(https://ircv3.net/specs/extensions/network-icon)."""

from __future__ import annotations

from tests.support.memory_chat import MemoryChat

from hubbub.chat.limits.policy import Policy


def test_it_is_told_before_registration_to_who_asked() -> None:
    """ "When the draft/extended-isupport capability is enabled by the client, the server MUST accept ISUPPORT commands
    before connection registration completes" """
    someone = MemoryChat(Policy(server="example")).connect()
    someone.send("CAP REQ :draft/extended-isupport")
    answers = someone.ask("ISUPPORT")
    assert answers[0].startswith(":example 005 * NETWORK=example ")
    assert all(line.startswith(":example 005 * ") for line in answers)
    assert MemoryChat().connect().ask("ISUPPORT")[0].startswith(":hubbub 451 * :")


def test_it_is_told_again_to_everybody_who_is_here() -> None:
    """ "When receiving this command, the server MUST reply with one or more RPL_ISUPPORT messages" """
    answers = MemoryChat().irc("alice").ask("ISUPPORT")
    assert answers
    assert all(line.startswith(":hubbub 005 alice ") for line in answers)


def test_it_is_a_batch_for_who_can_read_one() -> None:
    """ "The server MUST group all RPL_ISUPPORT messages inside a draft/isupport batch when the batch and
    draft/extended-isupport capabilities are enabled." """
    someone = MemoryChat().connect()
    someone.send("CAP REQ :draft/extended-isupport", "CAP REQ batch")
    first, *inside, last = someone.ask("ISUPPORT")
    assert first == ":hubbub BATCH +b1 draft/isupport"
    assert inside
    assert all(line.startswith("@batch=b1 :hubbub 005 * ") for line in inside)
    assert last == ":hubbub BATCH -b1"


def test_no_line_of_it_is_ever_outside_of_a_batch() -> None:
    """ "The server MUST NOT send any unbatched RPL_ISUPPORT message while both of these capabilities are enabled." """
    alice = MemoryChat().connect()
    alice.send("CAP REQ :batch draft/extended-isupport", "NICK alice", "USER alice 0 * :Alice", "CAP END")
    lines = [*alice.take(), *alice.ask("VERSION"), *alice.ask("ISUPPORT")]
    told = [line for line in lines if " 005 " in line]
    assert told
    assert all(line.startswith("@batch=") for line in told)
    assert sum(" draft/isupport" in line for line in lines) == 3


def test_its_label_is_that_of_the_batch() -> None:
    alice = MemoryChat().irc("alice", "labeled-response", "batch", "draft/extended-isupport")
    answers = alice.ask("@label=x ISUPPORT")
    assert answers[0].startswith("@label=x :hubbub BATCH +")
    assert answers[0].endswith(" draft/isupport")
    assert not any("label" in line for line in answers[1:])


def test_the_icon_is_one_of_the_tokens() -> None:
    """network-icon: "If a server publishes a draft/ICON ISUPPORT token, the value MUST be a URL to an image." """
    shown = MemoryChat(Policy(icon="https://example.org/icon.svg?size={size}")).irc("alice").ask("ISUPPORT")
    assert " draft/ICON=https://example.org/icon.svg?size\\x3D{size} " in " ".join(shown)
    assert not any("ICON" in line for line in MemoryChat().irc("alice").ask("ISUPPORT"))
