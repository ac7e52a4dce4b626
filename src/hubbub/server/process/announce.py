"""The first lines: where the server listens, and what to type to join it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec

from hubbub.server.net.hosts import reachable_addresses


class BoundAddress(msgspec.Struct, frozen=True):
    """A listening address as it came to be: the port is the real one. `host` empty: all addresses."""

    kind: str
    host: str
    port: int
    loopback: bool
    path: str = ""

    def __str__(self) -> str:
        if self.path:
            return f"unix:{self.path}" if self.kind == "any" else f"{self.kind}://unix:{self.path}"
        host = f"[{self.host}]" if ":" in self.host else self.host or "*"
        return f"{host}:{self.port}" if self.kind == "any" else f"{self.kind}://{host}:{self.port}"


def announcement(
    server: str, places: Sequence[BoundAddress], fingerprint: str, code: str = "", *, open: bool = True
) -> str:
    """Some lines for people. `places` begins with the one port; `fingerprint` is empty when there is no TLS, and
    `code` (it makes the first operator) when there is an operator. `open`: people make accounts for themselves."""
    return "\n".join([*_lines(server, places, fingerprint), *_first_run(code, open), "", "Ctrl-C stops it."]) + "\n"


def _lines(server: str, places: Sequence[BoundAddress], fingerprint: str) -> Iterator[str]:
    first = places[0]
    yield f"hubbub on {server} listens on {', '.join(map(str, places))}"
    yield ""
    here = "localhost" if not first.host or (first.loopback and first.host != "::1") else first.host
    yield f"  From this machine:          nc {here} {first.port}"
    elsewhere = others(first)
    for address in elsewhere:
        yield f"  From others on the network: nc {address} {first.port}"
    if first.loopback:
        yield "  From other machines: not at all; it listens on this machine only."
    name = elsewhere[0] if elsewhere else here
    url = f"[{name}]" if ":" in name else name
    yield f"  hubbub's own client:        hubbub chat {name} {first.port}"
    yield f"  An IRC client:              server {name}, port {first.port}, with TLS or without"
    yield f"  In a browser, how to join:  http://{url}:{first.port}/"
    if fingerprint:
        yield ""
        yield f"  TLS certificate, SHA-256:   {fingerprint}"


def _first_run(code: str, open: bool) -> list[str]:
    if not code:
        return []
    if not open:
        return [
            "",
            "Nobody runs this server yet. To do so, type on this machine (with the same --data as here):",
            "  hubbub account add YOUR-NAME",
            "  hubbub account operator YOUR-NAME",
        ]
    return [
        "",
        "Nobody runs this server yet. To do so, join from this machine and type:",
        "  /register PASSWORD",
        f"  /operator {code}",
    ]


def others(place: BoundAddress) -> list[str]:
    """The addresses under which other machines find it."""
    if place.loopback:
        return []
    return [place.host] if place.host and place.host not in ("0.0.0.0", "::") else reachable_addresses()
