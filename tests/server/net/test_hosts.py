from __future__ import annotations

import socket

from tests.support.each import each

from hubbub.server.net.hosts import OwnHosts, split_host


@each(
    "host",
    [
        "localhost", "LOCALHOST:7777", "127.0.0.1", "192.0.2.7:80", "[::1]:7777", "[fe80::1]", "printer.local",
        "chat.example", "chat.example.:7777", socket.gethostname(),
    ],
)  # fmt: skip
def test_ours(host: str) -> None:
    assert OwnHosts(["Chat.Example"]).ours(host)


@each(
    "host",
    ["evil.example", "", "localhost.evil.example", "chat.example.evil", "localhost:0", "localhost:70000", "localhost:x",
     "user@localhost", "localhost/", "[::1", "127.0.0.1.evil", ".local\n", "256.1.1.1"],
)  # fmt: skip
def test_foreign(host: str) -> None:
    assert not OwnHosts(["chat.example"]).ours(host)


def test_split() -> None:
    assert split_host("[::1]:7777") == ("::1", 7777)
    assert split_host("chat.example") == ("chat.example", None)
