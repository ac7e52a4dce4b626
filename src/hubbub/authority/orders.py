"""What the server and the process that asks an authority say to each other: a JSON object a line.

| who says it | what        | when                                                                              |
|-------------|-------------|-----------------------------------------------------------------------------------|
| the server  | `Order`     | first                                                                             |
| the process | `Challenge` | for each name that has to be proved; the server answers an empty line when it can |
| the process | `Issued`    | the certificate is in its file                                                    |
| the process | `Advice`    | in place of all that, when the order only asks when to renew                      |
| the process | `Failed`    | at any time, and last                                                             |
"""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import msgspec

Way = Literal["http-01", "tls-alpn-01"]


class Order(msgspec.Struct, frozen=True, kw_only=True):
    """A certificate for `names`, from the authority whose `directory` is at that URL and whose own certificate
    `ca_file` vouches for (empty: what the system trusts). `only_ask`: when to renew the one that there is."""

    folder: Path
    names: tuple[str, ...]
    directory: str
    way: Way
    email: str = ""
    ca_file: str = ""
    only_ask: bool = False


class Challenge(msgspec.Struct, frozen=True, tag=True):
    """The authority looks whether `name` is ours: by http-01 it asks for `token` and wants the `answer`, by tls-alpn-01
    it wants the certificate in the file `certificate`."""

    way: Way
    name: str
    token: str = ""
    answer: str = ""
    certificate: str = ""


class Issued(msgspec.Struct, frozen=True, tag=True):
    """Seconds since 1970; `window`: when the authority would like it renewed, if it says so."""

    begins: float
    ends: float
    window: tuple[float, float] | None = None


class Advice(msgspec.Struct, frozen=True, tag=True):
    """When the authority would like it renewed, if it says so; and when to ask again."""

    window: tuple[float, float] | None
    ask_again: float


class Failed(msgspec.Struct, frozen=True, tag=True):
    """Why, in one sentence; `not_before`: seconds since 1970 until which the authority wants to hear nothing, or 0."""

    why: str
    not_before: float = 0.0


Said = Challenge | Issued | Advice | Failed


def encode(message: Order | Said) -> bytes:
    return msgspec.json.encode(message, enc_hook=str) + b"\n"


def decode_order(line: bytes) -> Order:
    return msgspec.json.decode(line, type=Order, dec_hook=_path)


def decode(line: bytes) -> Said:
    """Raises msgspec.MsgspecError."""
    return msgspec.json.decode(line, type=Said)


def _path(kind: type, value: object) -> object:
    return Path(str(value)) if kind is Path else value
