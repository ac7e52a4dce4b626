"""Whatever is sent, in whatever order: an answer or none, but no accident; and every line out is one."""

from __future__ import annotations

import gc
import re
import time
from functools import cache
from random import Random

import pytest
from hypothesis import given, note, settings
from hypothesis import strategies as st
from tests.support.any_line import any_line
from tests.support.every_cap import requests
from tests.support.examples import examples
from tests.support.memory_chat import MemoryChat, Person

from hubbub.chat.limits.policy import Gateway, Operator, Policy
from hubbub.log.memory import MemoryLog
from hubbub.wire.lines import check_line

POLICY = Policy(
    operators=(Operator("root", "pass"),), gateways=(Gateway("kiwi", "gate", ("192.0.2.0/24",)),), motd="Hello\nthere"
)
SEED = 4  # bytes that a line is made from
TAGS_LIMIT = 8191  # bytes with "@" and the space (message-tags)
BODY_LIMIT = 510  # bytes without CR LF
MSGID = re.compile(rb"msgid=([^; ]+)")
SLOW = 0.1  # seconds


def one_line(line: bytes) -> bytes:
    """The framing of a plain stream, for lines that are what a client may rely on."""
    assert not set(b"\r\n\0") & set(line), line
    tags, body = line.split(b" ", 1) if line.startswith(b"@") else (b"", line)
    assert len(tags) < TAGS_LIMIT, line
    assert len(body) <= BODY_LIMIT, line
    line.decode()
    return line + b"\r\n"


@cache
def before() -> MemoryLog:
    """What is there already: an account, and a room with a few messages."""
    chat = MemoryChat(POLICY, lobby="#lobby")
    alice = chat.connect(secure=True)
    alice.send("NICK alice", "USER alice 0 * :Alice", "REGISTER * * secret12", "JOIN #room")
    assert b"REGISTER SUCCESS" in alice.written
    alice.send(*(f"PRIVMSG #room :hello {number}" for number in range(5)))
    return chat.log


class Stage:
    """Two people on IRC, one with every capability and one with none, one at a terminal, and one who is just coming."""

    def __init__(self) -> None:
        self.chat = MemoryChat(POLICY, "#lobby", before().after_a_crash())
        self.people = [self.connect("irc"), self.connect("irc"), self.connect("irc"), self.connect("plain")]
        self.msgid = "1"
        first, second, _, last = self.people
        first.send("CAP LS 302", *requests(), "NICK anna", "USER a 0 * :Anna", "CAP END")
        second.send("NICK bob", "USER b 0 * :Bob")
        last.send("carol", "/join room")
        for person in (first, second):
            person.send("JOIN #room")
        self.read()

    def connect(self, dialect: str) -> Person:
        return self.chat.connect(dialect, secure=True, frame=one_line)

    def say(self, seed: int) -> None:
        random = Random(seed)
        number = random.randrange(len(self.people))
        person = self.people[number]
        if person.session.ended:
            person = self.people[number] = self.connect(person.session.dialect.name)
        line = any_line(random, self.msgid)
        note(f"{number}: {line!r}")
        for part in line.split(b"\n"):
            person.send(check_line(part))
        self.read()

    def read(self) -> None:
        """Every line was looked at when it was framed; what people at terminals get has no frame."""
        for person in self.people:
            written, person.written = person.written, b""
            assert b"\0" not in written
            found = MSGID.search(written)
            if found is not None:
                self.msgid = found[1].decode()


def lines(number: int) -> st.SearchStrategy[bytes]:
    return st.binary(min_size=number * SEED, max_size=number * SEED)


def seeds(written: bytes) -> list[int]:
    """One for each line; nothing is said for zero, so that a failure becomes as short as it can be."""
    found = (int.from_bytes(written[at : at + SEED], "big") for at in range(0, len(written), SEED))
    return [seed for seed in found if seed]


@pytest.mark.timeout(400)
@settings(max_examples=examples(400))
@given(lines(100))
def test_no_line_is_an_accident(written: bytes) -> None:
    stage = Stage()
    for seed in seeds(written):
        stage.say(seed)


@pytest.mark.long
@pytest.mark.timeout(3600)  # a line takes a millisecond on a slow machine
@settings(max_examples=2000)
@given(lines(500))
def test_of_a_million_lines_none_is_an_accident_or_slow(written: bytes) -> None:
    stage = Stage()
    for seed in seeds(written):
        gc.disable()  # to look through all that a long run has made takes longer than any line may
        began = time.process_time()
        stage.say(seed)
        took = time.process_time() - began
        gc.enable()
        assert took < SLOW
