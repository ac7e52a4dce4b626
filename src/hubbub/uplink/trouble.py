"""What can go wrong between a face and a server, as a code and its details; a face has a sentence for each."""

from __future__ import annotations

from collections.abc import Mapping

# The codes with the details that each of them has.
CODES: dict[str, tuple[str, ...]] = {
    # addresses
    "bad-address": ("address", "reason", "why"),  # one of addresses.REASONS; why: in words, for a link
    # nobody there, or not as expected; trying again makes sense
    "no-host": ("host", "port"),
    "no-lookup": ("host", "port"),  # nobody can be asked for its address: no network?
    "refused": ("host", "port"),
    "unreachable": ("host", "port", "reason"),
    "no-answer": ("host", "port"),
    "broken-off": ("host", "port", "reason", "tls"),  # tls: "chosen" when the server may have none
    "no-websocket": ("host", "port", "status"),
    # not trusted; trying again does not help
    "certificate-changed": ("host", "port", "known", "shown", "file"),
    "certificate-not-invited": ("host", "port", "invited", "shown"),
    "certificate-strict": ("host", "port", "shown", "file"),
    "certificate-declined": ("host", "port", "shown"),
    # our own certificate
    "own-certificate": ("file", "reason"),  # not-pem, passphrase, or the words of the system
    # the end of a connection, or of a visit
    "lost": ("reason",),
    "silent": (),
    "left": (),
    "banned": ("reason",),
    "turned-away": ("reason",),  # the server closed the very first connection
    "unanswered": (),  # a question that nobody answered
    "running": (),  # another window of ours is there already
    # files that are shared
    "not-connected": (),
    "no-files": (),  # nobody uploads on this server
    "refused-file": ("reason",),  # the server's words
    "not-now": ("reason",),  # for ten minutes the server said so
    "not-fetched": ("reason",),
    # our files
    "file": ("file", "reason"),
    "fault": ("reason", "file"),  # ours; it is written down there
}


class Trouble(Exception):
    """`code`: one of CODES; `details`: what its row there names, as texts."""

    def __init__(self, code: str, /, **details: object) -> None:
        super().__init__(code, details)
        self.code = code
        self.details: Mapping[str, str] = {name: str(value) for name, value in details.items()}

    def __str__(self) -> str:
        return " ".join((self.code, *(f"{name}={value}" for name, value in self.details.items())))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Trouble) and (self.code, self.details) == (other.code, other.details)

    def __hash__(self) -> int:
        return hash((self.code, tuple(self.details.items())))


class CannotReach(Trouble):
    """Nobody answers there, or not as expected. Trying again later makes sense."""


class NotTrusted(Trouble):
    """The server's certificate was refused. Trying again does not help."""


class BadCertificate(Trouble):
    """Our own certificate cannot be shown."""
