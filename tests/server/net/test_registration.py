"""Who somebody turns out to be before they have a name. Bad inputs 11 and 22."""

from __future__ import annotations

from tests.support.each import each

from hubbub.server.net.registration import MOST_LINES, Registration
from hubbub.wire.lines import BadLine


@each(
    ("line", "expected"),
    [
        ("alice", "go on"),
        ("NICK alice", "irc"),
        ("nick alice", "irc"),
        ("GET / HTTP/1.1", "http"),
        ("POST / HTTP/1.1", "http"),
        ("PROXY TCP4 192.0.2.1 192.0.2.2 1 2", "http"),
        (BadLine("INVALID_UTF8", "*"), "go on"),
    ],
)
def test_the_first_line_of_a_person(line: str | BadLine, expected: str) -> None:
    assert Registration(unsure=True).look(line, plain=True) == expected


def test_a_port_for_persons_alone_takes_nobody_for_an_irc_client() -> None:
    assert Registration(unsure=False).look("NICK alice", plain=True) == "go on"


def test_an_irc_client_stays_one() -> None:
    registration = Registration(unsure=True)
    assert [registration.look(line, plain=False) for line in ("GET / HTTP/1.1", "NICK alice")] == ["go on", "go on"]


def test_only_the_first_line_may_be_http() -> None:
    registration = Registration(unsure=True)
    assert registration.look("alice", plain=True) == "go on"
    assert registration.look("GET is a word", plain=True) == "go on"


def test_more_lines_than_anybody_needs() -> None:
    registration = Registration(unsure=True)
    verdicts = [registration.look("alice", plain=True) for _ in range(MOST_LINES + 1)]
    assert verdicts == ["go on"] * MOST_LINES + ["too many"]
