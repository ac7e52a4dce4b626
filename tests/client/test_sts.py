"""What is read of a server's sts (IRCv3)."""

from __future__ import annotations

from tests.support.each import each

from hubbub.client.events import StrictTransport
from hubbub.client.protocol.sts import read
from hubbub.client.session import Client


@each(
    ("words", "port", "duration"),
    [
        ("sasl sts=port=6697 batch", 6697, None),
        ("sts=duration=15552000", None, 15_552_000),
        ("sts=unknown,duration=31536000,foo=bar", None, 31_536_000),  # the example of the specification
        ("sts=duration=0,preload", None, 0),
        ("sts=port=6697,duration=1", 6697, 1),
        ("sts=port=0,duration=-1", None, None),
        ("sts=port=70000,duration=99999999999999", None, 315_360_000),
        ("sts=port=x,duration=", None, None),
        ("sts=port=²", None, None),
    ],
)
def test_what_is_said(words: str, port: int | None, duration: int | None) -> None:
    assert read(words.split(" ")) == StrictTransport(port, duration)


@each("words", ["", "sts", "sts=", "xsts=port=1", "sasl=PLAIN"])
def test_nothing_is_said(words: str) -> None:
    assert read(words.split(" ")) is None


def events(client: Client, *lines: str) -> list[StrictTransport]:
    told = client.receive("".join(f"{line}\r\n" for line in lines).encode(), 0)
    return [event for event in told if isinstance(event, StrictTransport)]


def test_it_is_heard_in_any_line_of_the_list_and_never_asked_for() -> None:
    """ "Clients MUST NOT request this capability"; "clients MUST ignore" CAP DEL of it."""
    client = Client("alice", "n")
    client.connect()
    client.bytes_to_send(0)
    assert events(client, ":s CAP * LS * :sts=port=6697", ":s CAP * LS :batch sts") == [StrictTransport(6697, None)]
    assert client.bytes_to_send(0) == b"CAP REQ batch\r\n"
    assert events(client, ":s CAP * DEL sts", ":s CAP * ACK :sts=port=1") == []
    assert events(client, ":s CAP * NEW :sts=duration=5") == [StrictTransport(None, 5)]
