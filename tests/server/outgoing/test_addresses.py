"""Where the server goes when somebody gives it an address, and where it does not."""

from __future__ import annotations

import asyncio
import socket
import threading

import pytest
from tests.support.each import each

from hubbub.server.outgoing import addresses
from hubbub.server.outgoing.addresses import (
    Allowed,
    BadAddress,
    NotFound,
    RequestAddress,
    Resolver,
    is_public,
    place_of,
)
from hubbub.wire.addresses import parse

NOTHING = Allowed()


def test_what_an_address_means() -> None:
    assert place_of("https://Push.Example/a/b?c=d", NOTHING) == RequestAddress("push.example", 443, "/a/b?c=d")
    assert place_of("HTTPS://push.example:443", NOTHING) == RequestAddress("push.example", 443, "/")
    assert place_of("https://push.example./x", NOTHING).host == "push.example"
    assert RequestAddress("push.example", 443, "/").origin == "https://push.example"
    assert RequestAddress("::1", 8443, "/").origin == "https://[::1]:8443"


@each(
    "url",
    [
        "",
        "https",
        "https://",
        "https:///x",
        "http://push.example/",
        "ftp://push.example/",
        "file:///etc/passwd",
        "//push.example/",
        "javascript:alert(1)",
        "https://user@push.example/",
        "https://user:password@push.example/",
        "https://push.example@127.0.0.1/",
        "https://push.example/#x",
        "https://push.example/#",
        "https://push.example\\@127.0.0.1/",
        "https://push.example:22/",
        "https://push.example:0/",
        "https://push.example:99999/",
        "https://push.example:x/",
        "https://push.example/a b",
        "https://push.example/ä",
        "https://pusch.exämple/",
        "https://push.example/\r\nHost: x",
        "https://push.example/\t",
        "https://push.example/\0",
        "https://localhost/",
        "https://localhost./",
        "https://intranet/",
        "https://-x.example/",
        "https://a..example/",
        "https://.example/",
        "https://push%2eexample/",
        "https://[::1]/",
        "https://[::ffff:127.0.0.1]/",
        "https://[::ffff:7f00:1]/",
        "https://[::1%25eth0]/",
        "https://[2606:4700::1]/",
        "https://[v1.x]/",
        "https://[::1/",
        "https://127.0.0.1/",
        "https://127.1/",
        "https://2130706433/",
        "https://0x7f000001/",
        "https://0x7f.1/",
        "https://0177.0.0.1/",
        "https://017700000001/",
        "https://127.0.0.1./",
        "https://1.1.1.1/",
        "https://169.254.169.254/latest/meta-data/",
        "https://127.0.0.0x1/",
        "https://1.2.3.4.5/",
        f"https://push.example/{'x' * 10_240}",
        f"https://{'x' * 64}.example/",
        f"https://{'.'.join(['abcdefgh'] * 40)}/",
    ],
)
def test_what_it_does_not_go_to(url: str) -> None:
    with pytest.raises(BadAddress):
        place_of(url, NOTHING)


@each(
    "text",
    [
        "0.0.0.0", "10.1.2.3", "100.64.0.1", "127.0.0.1", "127.255.255.254", "169.254.169.254", "172.16.0.1",
        "172.31.255.255", "192.0.0.1", "192.0.2.1", "192.168.1.1", "198.18.0.1", "198.51.100.1", "203.0.113.1",
        "224.0.0.1", "239.255.255.255", "240.0.0.1", "255.255.255.255",
        "::", "::1", "::127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::10.0.0.1", "64:ff9b::7f00:1", "64:ff9b:1::1", "100::1",
        "2001::1", "2001:db8::1", "2002:7f00:1::", "2002:a00:1::1", "fc00::1", "fd12:3456::1", "fe80::1", "fec0::1",
        "ff02::1", "fe80::1%eth0",
    ],
)  # fmt: skip
def test_what_is_not_in_the_public_internet(text: str) -> None:
    assert not is_public(parse(text))


@each("text", ["1.1.1.1", "142.250.1.1", "2606:4700::1", "::ffff:1.1.1.1", "64:ff9b::1.1.1.1"])
def test_what_is(text: str) -> None:
    assert is_public(parse(text))


async def found(known: list[str], url: str = "https://push.example/", *allowed: str) -> list[str]:
    """Where it would connect to, when the name has these addresses."""
    permitted = Allowed(allowed)
    resolver = Resolver(permitted, lambda host, port: known)
    try:
        return await resolver.addresses(place_of(url, permitted))
    finally:
        resolver.close()


async def test_a_name_is_resolved_once_and_all_its_addresses_are_judged() -> None:
    asked: list[tuple[str, int]] = []

    def resolve(host: str, port: int) -> list[str]:
        asked.append((host, port))
        return ["1.1.1.1"] if len(asked) == 1 else ["127.0.0.1"]

    resolver = Resolver(NOTHING, resolve)
    assert await resolver.addresses(place_of("https://push.example/", NOTHING)) == ["1.1.1.1"]
    assert asked == [("push.example", 443)]
    with pytest.raises(BadAddress):
        await resolver.addresses(place_of("https://push.example/", NOTHING))
    resolver.close()
    for bad in ("127.0.0.1", "::1", "::ffff:192.168.0.1", "fe80::1%eth0", "64:ff9b::a00:1"):
        with pytest.raises(BadAddress):
            await found(["1.1.1.1", bad])
    assert await found(["::ffff:1.1.1.1"]) == ["1.1.1.1"]
    with pytest.raises(NotFound):
        await found([])


async def test_what_the_operator_allows() -> None:
    assert await found(["10.0.0.5"], "https://ntfy.lan/x", "ntfy.lan") == ["10.0.0.5"]
    assert await found(["10.0.0.5"], "https://NTFY.lan:8443/x", "Ntfy.LAN.") == ["10.0.0.5"]
    assert await found(["127.0.0.1"], "https://localhost:8443/x", "localhost") == ["127.0.0.1"]
    assert await found(["10.0.0.5"], "https://any.lan:8443/x", "10.0.0.0/8") == ["10.0.0.5"]
    assert await found([], "https://10.0.0.5:8443/x", "10.0.0.0/8") == ["10.0.0.5"]
    assert await found([], "https://[fd00::5]/x", "fd00::5") == ["fd00::5"]
    for url, known, allowed in (
        ("https://other.lan/x", "10.0.0.5", "ntfy.lan"),
        ("https://any.lan/x", "192.168.0.5", "10.0.0.0/8"),
        ("https://push.example:8443/x", "1.1.1.1", "10.0.0.0/8"),
        ("https://192.168.0.5/x", "", "10.0.0.0/8"),
    ):
        with pytest.raises(BadAddress):
            await found([known], url, allowed)


async def test_a_name_that_nobody_knows() -> None:
    def resolve(host: str, port: int) -> list[str]:
        raise socket.gaierror(-2, "Name or service not known")

    resolver = Resolver(NOTHING, resolve)
    with pytest.raises(NotFound):
        await resolver.addresses(place_of("https://push.example/", NOTHING))
    assert resolver.waiting == 0
    resolver.close()


async def test_slow_names_keep_nobody_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two are asked for at once; those who wait for longer than a while are told that nobody knows."""
    monkeypatch.setattr(addresses, "RESOLVING", 0.05)
    monkeypatch.setattr(addresses, "MOST_WAITING", 3)
    go = threading.Event()

    def resolve(host: str, port: int) -> list[str]:
        go.wait(10)
        return ["1.1.1.1"]

    resolver = Resolver(NOTHING, resolve)
    place = place_of("https://push.example/", NOTHING)
    answers = await asyncio.gather(*(resolver.addresses(place) for _ in range(5)), return_exceptions=True)
    assert [type(answer) for answer in answers] == [NotFound] * 5
    assert resolver.waiting == 3
    go.set()
    while resolver.waiting:  # noqa: ASYNC110
        await asyncio.sleep(0.005)
    assert await resolver.addresses(place) == ["1.1.1.1"]
    resolver.close()
