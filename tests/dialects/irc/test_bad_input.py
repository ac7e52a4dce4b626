"""Bad input 1 to 31, row by row, as far as a dialect in memory can tell.

6, 11, 12, 22 and 27 are in tests/server (sniffing, connection, proxy_protocol), 29 in
tests/commands/messages/test_messages.py, 57 and 58 in test_sasl.py.
"""

from __future__ import annotations

import pytest
from tests.support.each import each
from tests.support.memory_chat import MemoryChat, Person

from hubbub.chat.limits.policy import Policy
from hubbub.dialects.irc.dialect import IRC
from hubbub.irc.masks import match
from hubbub.wire.lines import LineReader

CAPS = ("batch", "message-tags", "server-time", "standard-replies", "echo-message", "draft/chathistory")


def talk(policy: Policy | None = None, *caps: str) -> tuple[Person, Person]:
    """alice and bob, who share #a."""
    chat = MemoryChat(policy)
    alice, bob = chat.irc("alice", *caps), chat.irc("bob", *caps)
    for person in (alice, bob):
        person.send("JOIN #a")
        person.take()
    alice.take()
    return alice, bob


def sent(person: Person, data: bytes) -> list[str]:
    """What comes back to these bytes."""
    person.take()
    person.send(*LineReader().feed(data))
    return person.take()


def numerics(lines: list[str]) -> list[str]:
    return [line.removeprefix("@").split(" ")[1] for line in lines]


def heard(person: Person) -> list[str]:
    """What was said to them."""
    return [line.rpartition(" :")[2] for line in person.take() if " PRIVMSG " in line]


@pytest.mark.parametrize("line", ["", " ", "   "])
def test_1_empty_lines_are_ignored_and_counted(line: str) -> None:
    alice, _ = talk()
    assert alice.ask(line) == []
    assert IRC.cost(alice.session, line) == 1


def test_2_lf_ends_a_line_and_an_inner_cr_is_refused() -> None:
    alice, bob = talk()
    assert sent(alice, b"PRIVMSG #a :one\nPRIVMSG #a :two\r\n") == []
    assert sent(alice, b"PRIVMSG #a :three\rQUIT\r\n")[0].startswith(":hubbub FAIL PRIVMSG INVALID_CHARACTER :")
    assert heard(bob) == ["one", "two"]


def test_3_nul_is_refused() -> None:
    alice, bob = talk()
    assert sent(alice, b"PRIVMSG #a :a\0b\r\n")[0].startswith(":hubbub FAIL * INVALID_CHARACTER :")
    assert bob.take() == []


def test_4_512_bytes_are_a_line_and_513_are_none() -> None:
    alice, bob = talk()
    """As others read them: with their sender in front."""
    source, head = b":alice!alice@guest ", b"PRIVMSG #a :"
    text = b"x" * (510 - len(source + head))
    assert sent(alice, head + text + b"\r\n") == []
    assert numerics(sent(alice, head + text + b"y\r\n")) == ["417"]
    assert heard(bob) == [text.decode()], "whole, and only the first"
    assert numerics(sent(alice, b"PING " + b"x" * 506 + b"\r\n")) == ["417"]
    (pong,) = sent(alice, b"PING " + b"x" * 505 + b"\r\n")
    assert pong.startswith(":hubbub PONG hubbub :" + "x" * 450)


def test_5_tag_data_of_4094_bytes_is_taken_and_one_more_is_not() -> None:
    alice, bob = talk(None, "message-tags")
    tags = b"+x=" + b"y" * (4094 - 3)
    assert sent(alice, b"@" + tags + b" TAGMSG #a\r\n") == []
    assert ("y" * (4094 - 3)) in bob.take()[0]
    assert numerics(sent(alice, b"@" + tags + b"y TAGMSG #a\r\n")) == ["417"]
    assert bob.take() == []


@each("line", ["@x=y", "@x=y ", ":alice", ":alice ", "@x=y :alice"])
def test_7_tags_or_a_source_without_a_command(line: str) -> None:
    alice, _ = talk()
    assert numerics(alice.ask(line)) == ["421"]


@pytest.mark.parametrize(("written", "value"), [(r"a\b", "ab"), ("a\\", "a"), (r"a\:\s\\", r"a;·\\")])
def test_8_odd_escapes_in_tags_lose_their_backslash(written: str, value: str) -> None:
    alice, bob = talk(None, "message-tags")
    alice.send(f"@+x={written} TAGMSG #a")
    told = bob.take()[0].split(" ")[0]
    assert told == "@+x=" + value.replace(";", "\\:").replace("·", "\\s")


@each("bad", [b"\xff", b"\xc0\xaf", b"\xed\xa0\x80", b"\xf8\x88\x80\x80\x80", b"\xe2\x82"])
def test_9_what_is_not_utf8_is_refused(bad: bytes) -> None:
    alice, bob = talk()
    assert sent(alice, b"PRIVMSG #a :" + bad + b"\r\n")[0].startswith(":hubbub FAIL PRIVMSG INVALID_UTF8 :")
    assert bob.take() == []
    someone = alice.chat.connect()
    assert sent(someone, b"USER x 0 * :" + bad + b"\r\n")[0].startswith(":hubbub FAIL USER INVALID_UTF8 :")


def test_10_a_byte_order_mark_is_named() -> None:
    assert "byte order mark" in sent(MemoryChat().connect(), b"\xef\xbb\xbfNICK alice\r\n")[0]


def test_13_a_source_from_a_client_is_ignored() -> None:
    alice, bob = talk()
    alice.send(":bob!bob@guest PRIVMSG #a :me", ":op!u@h MODE #a +m")
    assert heard(bob) == ["me"]
    bob.take()
    alice.send(":op!u@h PRIVMSG #a :x")
    assert bob.take() == [":alice!alice@guest PRIVMSG #a :x"]


def test_14_odd_commands_and_parameters() -> None:
    alice, bob = talk()
    (answer,) = alice.ask("A" * 400)
    assert numerics([answer]) == ["421"]
    assert len(answer) < 150, "a shortened echo"
    assert numerics(alice.ask("A" * 4000)) == ["417"]
    assert numerics(alice.ask("001 alice :Welcome")) == ["421"]
    assert alice.ask(f"PRIVMSG{' ' * 400}#a :far") == []
    assert heard(bob) == ["far"]
    assert numerics(alice.ask(f"PRIVMSG #a {' '.join('x' * 28)}")) == []
    assert heard(bob) == ["x"]


def test_15_messages_to_nobody_of_nothing_and_to_too_many() -> None:
    alice, _ = talk()
    assert numerics(alice.ask("PRIVMSG")) == ["411"]
    assert numerics(alice.ask("PRIVMSG :")) == ["411"]
    assert numerics(alice.ask("PRIVMSG #a")) == ["412"]
    assert numerics(alice.ask("PRIVMSG #a :")) == ["412"]
    assert numerics(alice.ask(f"PRIVMSG {','.join(f'n{n}' for n in range(100))} :hello")) == ["407"]


def test_16_too_many_rooms_and_rooms_that_cannot_be() -> None:
    alice = MemoryChat(Policy(rooms_per_user=3)).irc("alice")
    joined = numerics(alice.ask("JOIN " + ",".join(f"#{n}" for n in range(80))))
    assert joined.count("JOIN") == 3
    assert joined[-1] == "405"
    assert joined.count("405") == 1
    alice.send("PART #0")
    for name in ("#a\x07b", f"#{'x' * 64}", "#", "&a", "#\u200b"):
        assert numerics(alice.ask(f"JOIN {name}")) in (["476"], ["403"])
    assert numerics(alice.ask("JOIN #x,,#x")) == ["JOIN", "353", "366"]


@each("name", ["1abc", "#x", "a!b", "n" * 33, "a b", "a@b", ":x", "*", "a\u202eb", "a\u200db", "a\ufe0f"])
def test_17_and_19_names_that_cannot_be(name: str) -> None:
    alice, _ = talk()
    assert numerics(alice.ask(f"NICK :{name}")) == ["432"]


def test_17_no_name() -> None:
    alice, _ = talk()
    assert numerics(alice.ask("NICK")) == numerics(alice.ask("NICK :")) == ["431"]


@each("name", ["alice", "ALICE", "аlice", "ALIСE"])
def test_18_names_in_use_and_what_looks_like_them(name: str) -> None:
    _, bob = talk()
    assert numerics(bob.ask(f"NICK {name}"))[0] in ("433", "432")


@each("name", ["ChanServ", "ChɑnServ", "nickserv", "Admin"])
def test_18_reserved_names(name: str) -> None:
    alice, _ = talk()
    assert numerics(alice.ask(f"NICK {name}")) == ["432"]


def test_20_twice_and_too_early() -> None:
    someone = MemoryChat().connect()
    assert numerics(someone.ask("JOIN #a")) == ["451"]
    assert someone.ask("USER a 0 * :A") == []
    assert numerics(someone.ask("USER a 0 * :A")) == ["462"]
    someone.send("NICK alice")
    assert numerics(someone.ask("USER a 0 * :A"))[-1] == "462"


def test_21_five_hundred_capabilities() -> None:
    someone = MemoryChat().connect()
    (answer,) = someone.ask("CAP REQ :" + " ".join(f"c{n}" for n in range(90)))
    assert answer.startswith(":hubbub CAP * NAK :c0 c1 ")
    assert len(answer) <= 510
    assert numerics(someone.ask("CAP REQ :" + " ".join(f"cap{n}" for n in range(500)))) == ["417"]


def test_23_batches_that_cannot_be() -> None:
    alice, bob = talk(None, "batch", "standard-replies", "draft/multiline", "message-tags")

    def codes(*lines: str) -> list[str]:
        return [line.split(" ")[3] for said in lines for line in alice.ask(said) if " FAIL " in line]

    assert codes("BATCH +1 draft/multiline #a", "BATCH +2 draft/multiline #a") == ["MULTILINE_INVALID"]
    assert codes("BATCH -2", "BATCH +3 draft/multiline #a", "@batch=3 PRIVMSG #b :x") == ["MULTILINE_INVALID_TARGET"]
    many = ["@batch=4 PRIVMSG #a :x"] * 101
    assert codes("BATCH -3", "BATCH +4 draft/multiline #a", *many) == ["MULTILINE_MAX_LINES"]
    wide = ["@batch=5 PRIVMSG #a :" + "x" * 450] * 10
    assert codes("BATCH -4", "BATCH +5 draft/multiline #a", *wide) == ["MULTILINE_MAX_BYTES"]
    assert codes("BATCH -5", "BATCH +6 draft/multiline #a", "@batch=6 PRIVMSG #a :", "BATCH -6") == [
        "MULTILINE_INVALID"
    ]
    alice.send("BATCH +7 draft/multiline #a")
    alice.chat.now += 31_000
    assert codes("PING x") == ["TIMEOUT"]
    assert bob.take() == []


@each(
    ("line", "code"),
    [
        ("CHATHISTORY LATEST #a * -1", "INVALID_PARAMS"),
        ("CHATHISTORY LATEST #a * x", "INVALID_PARAMS"),
        ("CHATHISTORY LATEST #a timestamp=2024-13-01T00:00:00.000Z 10", "INVALID_PARAMS"),
        ("CHATHISTORY LATEST #a timestamp=now 10", "INVALID_PARAMS"),
        ("CHATHISTORY LATEST #a foo=1 10", "INVALID_MSGREFTYPE"),
        ("CHATHISTORY LATEST #none * 10", "INVALID_TARGET"),
        ("CHATHISTORY LATEST #secret * 10", "INVALID_TARGET"),
        ("CHATHISTORY LATEST nobody * 10", "INVALID_TARGET"),
    ],
)
def test_24_history_that_cannot_be_asked_for(line: str, code: str) -> None:
    alice, bob = talk(None, *CAPS)
    bob.send("JOIN #secret", "MODE #secret +s", "PRIVMSG #secret :hidden")
    (answer,) = alice.ask(line)
    assert answer.startswith(f":hubbub FAIL CHATHISTORY {code} ")
    assert "hidden" not in answer


def test_24_a_huge_limit_is_cut_and_another_rooms_message_leaks_nothing() -> None:
    alice, bob = talk(Policy(history_page=3), *CAPS)
    bob.send("JOIN #secret", *(f"PRIVMSG #secret :hidden {n}" for n in range(3)))
    id = bob.take()[-1].partition("msgid=")[2].partition(" ")[0].partition(";")[0]
    alice.send(*(f"PRIVMSG #a :said {n}" for n in range(6)))
    alice.take()
    assert len([line for line in alice.ask(f"CHATHISTORY LATEST #a * {10**9}") if " PRIVMSG " in line]) == 3
    for kind in ("BEFORE", "AFTER", "AROUND"):
        assert "hidden" not in " ".join(alice.ask(f"CHATHISTORY {kind} #a msgid={id} 10"))


def test_25_too_many_names_watched_and_bans_and_too_long_topics() -> None:
    alice, bob = talk()
    for start in range(0, 200, 40):
        answers = alice.ask("MONITOR + " + ",".join(f"n{n}" for n in range(start, start + 40)))
    assert "734" in numerics(answers)
    for number in range(110):
        answers = alice.ask(f"MODE #a +b m{number}!*@*")
    assert numerics(answers) == ["478"]
    bob.take()
    assert numerics(alice.ask("TOPIC #a :" + "é" * 5000)) == ["417"]
    refused = alice.ask("TOPIC #a :" + "é" * 200)
    assert "TOPIC" not in numerics(refused)
    assert bob.take() == [], "refused, not cut"


def test_26_a_mask_of_many_stars_is_matched_in_one_pass() -> None:
    assert not match("*a" * 100 + "b", "a" * 5000)
    assert match("*a" * 100 + "*", "a" * 5000)


def test_28_redactions_that_cannot_be() -> None:
    alice, bob = talk(None, *CAPS, "draft/message-redaction")
    alice.send("PRIVMSG #a :mine")
    id = alice.take()[-1].partition("msgid=")[2].partition(" ")[0].partition(";")[0]
    assert " FAIL REDACT REDACT_FORBIDDEN #a " in bob.ask(f"REDACT #a {id}")[-1]
    assert " FAIL REDACT UNKNOWN_MSGID #a " in bob.ask("REDACT #a 123456")[-1]


def test_30_who_has_no_access_any_more_reads_nothing() -> None:
    alice, bob = talk(None, *CAPS)
    alice.send("PRIVMSG #a :before")
    bob.send("PART #a")
    alice.send("MODE #a +s", "PRIVMSG #a :after")
    bob.take()
    for line in (
        "CHATHISTORY LATEST #a * 10",
        "CHATHISTORY AFTER #a msgid=ffffffffffff 10",
        "NAMES #a",
        "WHO #a",
        "TOPIC #a",
    ):
        assert not any(word in " ".join(bob.ask(line)) for word in ("before", "after", "alice"))


def test_31_rooms_that_nobody_is_in_any_more_are_gone() -> None:
    alice = MemoryChat().irc("alice")
    world = alice.chat.world
    before = len(world.rooms), len(world.journals)
    for number in range(1000):
        alice.send(f"JOIN #r{number}", f"PART #r{number}")
    assert (len(world.rooms), len(world.journals)) == before
    for number in range(150):
        alice.send(f"JOIN #s{number}")
    assert len(world.rooms) == before[0] + Policy().rooms_per_user
