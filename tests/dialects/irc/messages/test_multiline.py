"""Messages of several lines, by the sentences of https://ircv3.net/specs/extensions/multiline."""

from __future__ import annotations

from tests.support.each import each
from tests.support.memory_chat import MemoryChat, Person, run

from hubbub.dialects.irc.dialect import IRC
from hubbub.wire.lines import LineReader

CAPS = (
    "batch", "message-tags", "echo-message", "labeled-response", "standard-replies", "draft/multiline",
    "draft/chathistory",
)  # fmt: skip


def two(*caps: str) -> tuple[Person, Person]:
    """alice, who has multiline, and bob with these capabilities, in #a."""
    chat = MemoryChat()
    alice, bob = chat.irc("alice", *CAPS), chat.irc("bob", *caps)
    for person in (alice, bob):
        person.send("JOIN #a")
    alice.take()
    bob.take()
    return alice, bob


def send(person: Person, *lines: str, target: str = "#a", tags: str = "") -> list[str]:
    """A batch of these lines, a + in front of those that are joined to the one before; what comes back."""
    person.take()
    person.send(f"{tags}BATCH +123 draft/multiline {target}")
    for line in lines:
        concat = ";draft/multiline-concat" if line.startswith("+") else ""
        person.send(f"@batch=123{concat} PRIVMSG {target} :{line.removeprefix('+')}")
    person.send("BATCH -123")
    return person.take()


def without_id(lines: list[str]) -> list[str]:
    """The lines with a fixed reference in place of the message's id."""
    id = next(line.partition("msgid=")[2].split(";")[0].split(" ")[0] for line in lines if "msgid=" in line)
    return [line.replace(id, "ID") for line in lines]


def failure(lines: list[str]) -> str:
    (line,) = lines
    return line.removeprefix(":hubbub FAIL BATCH ").partition(" :")[0]


def test_the_capability_tells_the_limits() -> None:
    """ "The capability MUST be advertised by servers with a REQUIRED value" """
    offered = MemoryChat().connect().ask("CAP LS 302")
    assert "draft/multiline=max-bytes=4096,max-lines=100" in " ".join(offered).replace(":", " ").split(" ")


def test_it_is_delivered_as_a_batch_to_those_who_know_it() -> None:
    """The example of the specification, sent and delivered."""
    alice, bob = two(*CAPS)
    echo = send(alice, "hello", "how is ", "+everyone?", tags="@+x=y ")
    assert without_id(echo) == [
        "@msgid=ID;+x=y :alice!alice@guest BATCH +mID draft/multiline #a",
        "@batch=mID :alice!alice@guest PRIVMSG #a :hello",
        "@batch=mID :alice!alice@guest PRIVMSG #a :how is ",
        "@batch=mID;draft/multiline-concat :alice!alice@guest PRIVMSG #a :everyone?",
        ":alice!alice@guest BATCH -mID",
    ]
    assert bob.take() == echo


def test_others_get_the_component_messages() -> None:
    """ "servers MUST deliver the component messages without using a multiline BATCH"; "Servers MUST NOT send blank
    lines to clients that have not negotiated the multiline capability." """
    alice, bob = two("message-tags")
    send(alice, "hello", "", "how is ", "+everyone?")
    assert without_id(bob.take()) == [
        "@msgid=ID :alice!alice@guest PRIVMSG #a :hello",
        ":alice!alice@guest PRIVMSG #a :how is ",
        ":alice!alice@guest PRIVMSG #a :everyone?",
    ]


def test_the_label_stands_on_the_opening_alone() -> None:
    """ "Servers MUST only include the label tag on the opening BATCH command when replying to a client using
    echo-message." """
    alice, _ = two()
    opening, *rest = send(alice, "a", "b", tags="@label=L ")
    assert opening.startswith("@label=L;msgid=")
    assert not any("label" in line for line in rest)


def test_without_an_echo_the_label_is_acknowledged() -> None:
    chat = MemoryChat()
    alice = chat.irc("alice", "batch", "labeled-response", "draft/multiline")
    alice.send("JOIN #a")
    assert send(alice, "a", "b", tags="@label=L ") == ["@label=L :hubbub ACK"]
    assert send(alice, "a", target="#none", tags="@label=L ")[0].startswith("@label=L :hubbub 403 alice #none ")


def test_every_label_has_its_answer() -> None:
    """ "When a client sends a message with a label tag, the server MUST reply with the same label" """
    alice, _ = two()
    alice.send("@label=A BATCH +1 draft/multiline #a", "@batch=1 PRIVMSG #a :x")
    ack, echo = alice.ask("@label=B BATCH -1")
    assert ack == "@label=B :hubbub ACK"
    assert echo.startswith("@label=A;msgid=")
    alice.send("@label=C BATCH +1 draft/multiline #a")
    first, second = alice.ask("@label=D BATCH +2 draft/multiline #a")
    assert first.startswith("@label=C :hubbub FAIL BATCH MULTILINE_INVALID :")
    assert second.startswith("@label=D :hubbub FAIL BATCH MULTILINE_INVALID :")
    assert alice.ask("@label=E BATCH -2") == ["@label=E :hubbub ACK"]


def test_it_is_one_message_in_history() -> None:
    alice, bob = two(*CAPS)
    echo = send(alice, "a", "", "b")
    bob.take()
    opened, *lines, closed = bob.ask("CHATHISTORY LATEST #a * 1")
    outer = opened.split(" ")[2].removeprefix("+")
    assert closed == f":hubbub BATCH -{outer}"
    assert lines == [line if line.startswith("@batch=") else tagged(line, outer) for line in echo]


def tagged(line: str, outer: str) -> str:
    return f"@batch={outer};{line[1:]}" if line.startswith("@") else f"@batch={outer} {line}"


def test_a_batch_of_one_line_is_an_ordinary_message() -> None:
    alice, bob = two()
    send(alice, "hi")
    assert bob.take() == [":alice!alice@guest PRIVMSG #a :hi"]


def test_the_limits_are_kept() -> None:
    """ "MULTILINE_MAX_BYTES <limit>", "MULTILINE_MAX_LINES <limit>"; a line feed counts as one byte."""
    alice, bob = two()
    assert failure(send(alice, *["x"] * 101)) == "MULTILINE_MAX_LINES 100"
    assert failure(send(alice, *["x" * 409] * 10)) == "MULTILINE_MAX_BYTES 4096"  # 4090 and 9 line feeds
    assert failure(send(alice, *["é" * 200] * 11)) == "MULTILINE_MAX_BYTES 4096"
    assert bob.take() == []
    assert len(send(alice, *["x"] * 100)) == 102
    assert len(send(alice, *["x" * 255] * 16)) == 18


def test_services_are_told_one_line_at_a_time() -> None:
    """They are there: nobody hears that nobody of that name has been here."""
    alice, _ = two()
    assert failure(alice.ask("BATCH +9 draft/multiline NickServ")) == "MULTILINE_INVALID"
    assert alice.ask("@batch=9 PRIVMSG NickServ :HELP") == alice.ask("BATCH -9") == []


def test_a_target_in_other_capitals_is_the_same() -> None:
    alice, bob = two(*CAPS)
    alice.send("BATCH +9 draft/multiline #A", "@batch=9 PRIVMSG #a :x", "@batch=9 PRIVMSG #A :y", "BATCH -9")
    assert [line.rpartition(":")[2] for line in bob.take()[1:-1]] == ["x", "y"]


@each(
    ("lines", "code"),
    [
        (["@batch=9 PRIVMSG #b :x"], "MULTILINE_INVALID_TARGET #a #b"),
        (["@batch=9 PRIVMSG #a :x", "@batch=9 NOTICE #a :x"], "MULTILINE_INVALID"),
        (["@batch=9 NOTICE #a :x", "@batch=9 PRIVMSG #a :x"], "MULTILINE_INVALID"),
        (["@batch=9 PRIVMSG #a :x", "@batch=9;draft/multiline-concat PRIVMSG #a :"], "MULTILINE_INVALID"),
        (["@batch=9;draft/multiline-concat PRIVMSG #a :"], "MULTILINE_INVALID"),
        (["@batch=9 JOIN #b"], "MULTILINE_INVALID"),
        (["@batch=9 PRIVMSG #a :", "@batch=9 PRIVMSG #a :", "BATCH -9"], "MULTILINE_INVALID"),
        (["BATCH -9"], "MULTILINE_INVALID"),
        (["BATCH +8 draft/multiline #a"], "MULTILINE_INVALID"),
    ],
)
def test_what_is_wrong_is_told_once_and_nothing_is_sent(lines: list[str], code: str) -> None:
    """ "MULTILINE_INVALID_TARGET <batch-target> <provided-target>: mismatched PRIVMSG target"; "MULTILINE_INVALID: any
    other error" """
    alice, bob = two()
    alice.send("BATCH +9 draft/multiline #a", *lines)
    assert failure(alice.take()) == code
    alice.send("@batch=9 PRIVMSG #a :more")
    alice.take()
    alice.send("BATCH -9")
    alice.take()
    assert bob.take() == []
    assert len(send(alice, "a", "b")) == 4


@each(
    ("line", "code"),
    [
        ("BATCH +1 other #a", "UNKNOWN_TYPE 1 other"),
        ("BATCH +1", "UNKNOWN_TYPE 1 *"),
        ("BATCH +a.b draft/multiline #a", "INVALID_REFTAG a.b"),
        ("BATCH + draft/multiline #a", "INVALID_REFTAG *"),
        (f"BATCH +{'a' * 65} draft/multiline #a", f"INVALID_REFTAG {'a' * 64}"),
        ("BATCH +1 draft/multiline", "MULTILINE_INVALID"),
        ("BATCH +1 draft/multiline #a,#b", "MULTILINE_INVALID"),
        ("BATCH -1", "INVALID_REFTAG 1"),
        ("BATCH 1", "INVALID_REFTAG 1"),
        ("@batch=1 PRIVMSG #a :x", "INVALID_REFTAG 1"),
        ("@batch=1 JOIN #b", "INVALID_REFTAG 1"),
    ],
)
def test_what_is_no_batch_is_refused(line: str, code: str) -> None:
    """ "INVALID_REFTAG <reference-tag>", "UNKNOWN_TYPE <reference-tag> <batch-type>" (client-batch)."""
    alice, bob = two()
    assert failure(alice.ask(line)) == code
    assert bob.take() == []


@each(
    "written",
    [
        b"@batch=123 PRIVMSG #a :\xff", b"@batch=123 PRIVMSG #a :\0", b"@batch=123 PRIVMSG #a :a\rb",
        b"@batch=123 PRIVMSG #a :" + b"x" * 520, b"@batch=123;+a=" + b"x" * 5000 + b" PRIVMSG #a :x",
    ],
)  # fmt: skip
def test_a_message_is_not_sent_without_those_of_its_lines_that_could_not_be_read(written: bytes) -> None:
    """ "Servers MUST use FAIL messages to notify clients of failed batches": it would be another message."""
    alice, bob = two(*CAPS)
    alice.send("BATCH +123 draft/multiline #a", "@batch=123 PRIVMSG #a :one")
    for line in LineReader().feed(written + b"\r\n"):
        run(alice.session.dialect.handle(alice.chat.core, alice.session, line))
    alice.send("@batch=123 PRIVMSG #a :three", "BATCH -123")
    told = alice.take()
    assert [line.split(" :")[0] for line in told if " BATCH " in line] == [":hubbub FAIL BATCH MULTILINE_INVALID"]
    assert bob.take() == []
    alice.send("PRIVMSG #a :next")
    assert bob.take() != []


def test_a_notice_may_have_several_lines() -> None:
    """ "Multiline batches MUST only contain one or more PRIVMSG lines, or one or more NOTICE lines." """
    alice, bob = two(*CAPS)
    carol = alice.chat.irc("carol")
    carol.send("JOIN #a")
    carol.take()
    alice.send("BATCH +9 draft/multiline #a", "@batch=9 NOTICE #a :one", "@batch=9 NOTICE #a :two", "BATCH -9")
    assert [line.partition(":alice!alice@guest ")[2] for line in bob.take()][2:4] == [
        "NOTICE #a :one",
        "NOTICE #a :two",
    ]
    assert carol.take() == [":alice!alice@guest NOTICE #a :one", ":alice!alice@guest NOTICE #a :two"]
    alice.take()
    alice.send("BATCH +9 draft/multiline #none", "@batch=9 NOTICE #none :x", "BATCH -9")
    assert alice.take() == [], "a NOTICE is not answered"


def test_a_line_that_gets_too_long_with_its_sender_is_two_lines_of_the_message() -> None:
    """Nothing of it is lost, and no line has more than 512 bytes."""
    alice, bob = two(*CAPS)
    carol = alice.chat.irc("carol")
    carol.send("JOIN #a")
    carol.take()
    text = "word " * 99
    send(alice, "a", text)
    *_, first, second, _ = bob.take()
    assert second.startswith("@batch=")
    assert ";draft/multiline-concat" in second
    assert first.partition(" :")[2].partition(" :")[2] + second.partition(" :")[2].partition(" :")[2] == text
    shown = carol.take()
    assert "".join(line.partition(" :")[2] for line in shown) == "a" + text
    assert all(len(line) <= 510 for line in shown)


def test_who_has_not_asked_for_it_cannot_use_it() -> None:
    _, bob = two("batch", "message-tags")
    assert failure(bob.ask("BATCH +1 draft/multiline #a")) == "MULTILINE_INVALID"


def test_a_batch_left_open_is_given_up() -> None:
    """ "TIMEOUT <reference-tag>: the batch was left open for too long, all past and future messages in this batch will
    be ignored." (client-batch)"""
    alice, bob = two()
    alice.send("BATCH +1 draft/multiline #a", "@batch=1 PRIVMSG #a :x")
    alice.chat.now += 31_000
    alice.chat.tell_time()
    assert alice.session.dialect.ping(alice.session)
    alice.chat.commit()
    assert alice.take()[0].startswith(":hubbub FAIL BATCH TIMEOUT 1 :")
    alice.send("@batch=1 PRIVMSG #a :y", "BATCH -1")
    assert alice.take() == []
    assert bob.take() == []


def test_another_line_finds_the_batch_too_old_as_well() -> None:
    alice, _ = two()
    alice.send("BATCH +1 draft/multiline #a")
    alice.chat.now += 31_000
    assert failure(alice.ask("@batch=1 PRIVMSG #a :y")) == "TIMEOUT 1"


def test_a_line_of_a_batch_costs_less_but_never_nothing() -> None:
    session = two()[0].session
    assert IRC.cost(session, "@batch=1 PRIVMSG #a :x") == 0.1
    assert IRC.cost(session, "@batch=1 PRIVMSG #a :" + "x" * 400) > 1
    assert IRC.cost(session, "@x=1 PRIVMSG #a :@batch=1") == 1


def test_a_private_one_waits_for_who_is_offline() -> None:
    alice, bob = two()
    bob.vanish()
    assert "NOTE" in send(alice, "a", "b", target="bob")[-1]
    bob = alice.chat.connect()
    bob.send("NICK bob", "USER bob 0 * :Bob")
    assert [line.partition(" :")[2] for line in bob.take() if " PRIVMSG " in line] == ["a", "b"]
