"""Labelled responses, by the sentences of https://ircv3.net/specs/extensions/labeled-response."""

from __future__ import annotations

from itertools import product

from tests.support.each import each
from tests.support.memory_chat import MemoryChat, Person

from hubbub.chat.limits.policy import Operator, Policy
from hubbub.dialects.irc.verbs import VERBS

CAPS = ("labeled-response", "batch", "message-tags", "standard-replies")


def somebody(*more: str) -> Person:
    chat = MemoryChat()
    chat.irc("bob")
    return chat.irc("alice", *CAPS, *more)


@each("line", ["PONG :x", "PRIVMSG bob :hi", "NOTICE nobody :hi", "NOTICE ,", "@x TAGMSG bob"])
def test_what_has_no_answer_is_acknowledged(line: str) -> None:
    """ "Servers MUST respond with a labeled ACK message when a client sends a labeled command that normally produces
    no response." """
    tag, _, rest = line.partition(" ") if line.startswith("@") else ("", "", line)
    assert somebody().ask(f"@label=L{';' + tag[1:] if tag else ''} {rest}") == ["@label=L :hubbub ACK"]


@each(
    ("line", "answer"),
    [
        ("PRIVMSG zzz :hi", "401"),
        ("NOSUCH", "421"),
        ("JOIN", "461"),
        ("PING :x", "PONG"),
        ("CHATHISTORY LATEST #none * 9", "FAIL"),
        ("AWAY :x", "306"),
    ],
)
def test_one_line_carries_the_label(line: str, answer: str) -> None:
    """ "the server MUST include the same tag and value in any response produced from this message" """
    (got,) = somebody().ask(f"@label=a\\sb {line}")
    assert got.startswith(f"@label=a\\sb :hubbub {answer} ")


def test_several_lines_are_a_batch_with_the_label_on_its_start() -> None:
    """ "If a response consists of more than one message, a batch MUST be used ... The start of the batch MUST be tagged
    with the label tag." """
    opened, *lines, closed = somebody().ask("@label=L JOIN #a")
    assert opened.startswith("@label=L :hubbub BATCH +")
    reference, kind = opened.split(" ")[3][1:], opened.split(" ")[4]
    assert kind == "labeled-response"
    assert closed == f":hubbub BATCH -{reference}"
    assert [line.split(" ")[2] for line in lines] == ["JOIN", "353", "366"]
    assert all(line.startswith((f"@batch={reference} ", f"@batch={reference};")) for line in lines)


def test_history_has_its_own_batch_which_carries_the_label() -> None:
    """ "The batch type MUST be one of: An existing type applicable to the entire response" """
    alice = somebody()
    alice.send("JOIN #a", "PRIVMSG #a :one", "PRIVMSG #a :two")
    lines = alice.ask("@label=L CHATHISTORY LATEST #a * 9")
    assert lines[0].startswith("@label=L;hubbub.chat/beginning :hubbub BATCH +")
    assert lines[0].endswith(" chathistory #a")
    assert len(lines) == 4
    assert sum("label=" in line for line in lines) == 1
    empty = alice.ask("@label=M CHATHISTORY AFTER #a timestamp=2100-01-01T00:00:00.000Z 9")
    assert [line.startswith("@label=M ") for line in empty] == [True, False]


def test_a_long_history_carries_the_label_once_too() -> None:
    alice = somebody()
    alice.send("JOIN #a", *(f"PRIVMSG #a :{number}" for number in range(120)))
    lines = alice.ask("@label=L CHATHISTORY LATEST #a * 200")
    assert len(lines) == 122
    assert [number for number, line in enumerate(lines) if "label=" in line] == [0]
    reference = lines[0].split(" ")[3][1:]
    assert all(line.startswith(f"@batch={reference};") for line in lines[1:-1])


def test_an_echo_carries_the_label_and_others_never_see_it() -> None:
    """ "Servers MUST include the tag in exactly one logical message." """
    alice = somebody("echo-message")
    bob = alice.chat.irc("carol", *CAPS)
    (echo,) = alice.ask("@label=L PRIVMSG carol :hi")
    assert echo.startswith("@label=L;msgid=")
    (heard,) = bob.take()
    assert "label" not in heard


def test_an_echo_and_a_note_are_one_batch() -> None:
    alice = somebody("echo-message")
    alice.chat.irc("zed").vanish()
    opened, echo, note, closed = alice.ask("@label=L PRIVMSG zed :hi")
    reference = opened.split(" ")[3][1:]
    assert opened.endswith(" labeled-response")
    assert echo.startswith(f"@batch={reference};msgid=")
    assert note.startswith(f"@batch={reference} :hubbub NOTE ")
    assert closed == f":hubbub BATCH -{reference}"


def test_a_batch_inside_is_part_of_the_outer_one() -> None:
    """batch: nested batches name the outer one on their first and last line."""
    alice = somebody()
    zed = alice.chat.irc("zed")
    alice.send("PRIVMSG zed :before")
    zed.vanish()
    alice.send("PRIVMSG zed :one")
    taker = alice.chat.irc("carol", *CAPS)
    opened, nick, *inner, closed = taker.ask("@label=L NICK zed")
    outer = opened.split(" ")[3][1:]
    assert nick.startswith(f"@batch={outer};msgid=")
    begin = next(line for line in inner if " BATCH +" in line)
    reference = begin.split(" ")[3][1:]
    assert begin == f"@batch={outer} :hubbub BATCH +{reference} hubbub.chat/held"
    assert f"@batch={outer} :hubbub BATCH -{reference}" in inner
    assert sum(line.startswith(f"@batch={reference}") for line in inner) == 1
    assert closed == f":hubbub BATCH -{outer}"


def test_words_that_look_like_a_batch_are_words() -> None:
    chat = MemoryChat()
    chat.irc("BATCH")
    chat.irc("bob")
    alice = chat.irc("alice", *CAPS, "echo-message")
    lines = alice.ask("@label=L PRIVMSG BATCH,bob :x +1 BATCH -1")
    assert lines[0].endswith(" labeled-response")
    assert len(lines) == 4


def test_labels_need_the_capability_and_batch() -> None:
    """ "depends on the batch capability which MUST be negotiated to use labeled responses" """
    chat = MemoryChat()
    for caps in ((), ("labeled-response",), ("batch",)):
        assert chat.irc(f"alice{len(caps)}{''.join(caps)[:1]}", *caps).ask("@label=L PING :x") == [
            ":hubbub PONG hubbub :x"
        ]


def test_a_label_of_65_bytes_is_none() -> None:
    """ "The value MUST NOT exceed 64 bytes." """
    alice = somebody()
    assert alice.ask(f"@label={'x' * 64} PING :x")[0].startswith("@label=")
    assert alice.ask(f"@label={'x' * 65} PING :x") == [":hubbub PONG hubbub :x"]
    assert alice.ask("@label PING :x") == [":hubbub PONG hubbub :x"]


def test_goodbye_is_the_last_word() -> None:
    assert somebody().ask("@label=L QUIT :bye") == ["ERROR :bye"]


def assert_labelled_once(lines: list[str]) -> None:
    """ACK or one line with the label, or a batch from its first line to its last, which is all that carries it."""
    first = lines[0]
    assert first.startswith(("@label=L ", "@label=L;"))
    assert sum("label=L" in line.split(" ")[0] for line in lines) == 1
    if len(lines) > 1:
        assert lines[-1].endswith(f" BATCH -{first.partition(' BATCH +')[2].split(' ')[0]}")


@each("verb, words", product(sorted({*VERBS} - {"QUIT"}), ["", "#a", "bob x y z 1", "bob,carol,#a,#b x,y"]))
def test_every_command_is_answered_once_with_its_label(verb: str, words: str) -> None:
    """ "Servers MUST include the tag in exactly one logical message", whether the command is done or refused."""
    alice = somebody()
    alice.send("JOIN #a")
    assert_labelled_once(alice.ask(f"@label=L {verb} {words}"))


@each("verb", sorted({*VERBS} - {"QUIT", "WEBIRC"}))
def test_so_is_every_command_before_registration(verb: str) -> None:
    somebody_new = MemoryChat().connect()
    somebody_new.send(f"CAP REQ :{' '.join(CAPS)}")
    assert_labelled_once(somebody_new.ask(f"@label=L {verb} x y z 1 2"))


@each("line", ["KILL bob :out", "WALLOPS :hi", "REHASH", "SAJOIN #b", "SAMODE #a +m", "STATS u", "DIE"])
def test_so_are_operators(line: str) -> None:
    chat = MemoryChat(Policy(operators=(Operator("root", "pass"),)))
    chat.irc("bob").send("JOIN #a")
    alice = chat.irc("alice", *CAPS, secure=True)
    alice.send("OPER root pass")
    assert_labelled_once(alice.ask(f"@label=L {line}"))


@each("words", ["", "bob", "bob :", "#none :hi", "nobody :hi", "a,b,c,d,e,f,g,h :hi", "@#a :hi"])
def test_a_notice_never_brings_an_error_back(words: str) -> None:
    """ "automatic replies MUST NEVER be sent in response to a NOTICE message" (RFC 2812, section 3.3.2)."""
    alice = somebody()
    assert alice.ask(f"NOTICE {words}") == []
    assert alice.ask(f"@label=L NOTICE {words}") == ["@label=L :hubbub ACK"]


def test_a_batch_that_is_none_is_refused_with_the_label() -> None:
    assert somebody("draft/multiline").ask("@label=L BATCH -none")[0].startswith("@label=L :hubbub FAIL BATCH ")


def test_a_line_of_a_batch_that_is_none_is_refused_with_its_label() -> None:
    told = somebody("draft/multiline").ask("@label=L;batch=none PRIVMSG #a :x")
    assert told == ["@label=L :hubbub FAIL BATCH INVALID_REFTAG none :There is no such batch open"]
