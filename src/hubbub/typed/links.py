"""The links that invitations are: https://HOST:PORT/invite#CODE, or #CODE.PIN for a server with its own certificate;
#CODE.PIN.ROOM or #CODE..ROOM names the room they open, where its name is short.

The same with hubbub:// opens a client of hubbub's own instead of a browser. What stands behind the # is never sent by
browsers: neither the server's log nor anybody between sees the code.
"""

from __future__ import annotations

import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from urllib.parse import quote, unquote, urlsplit

import msgspec

PATH = "/invite"
PORTS = {"http": 80, "https": 443, "hubbub": 7777}

_SECRET = re.compile(
    r"(?P<code>[A-Za-z2-7]{4}(?:-[A-Za-z2-7]{4}){3})"
    r"(?:\.(?P<pin>[A-Za-z0-9_-]{43})?(?:\.(?P<room>.+))?)?"
)
LONGEST = 40  # characters of a room's name as it stands in a link: QR codes grow with them


class NoLink(ValueError):
    """Not a link of an invitation. The text says why, for people."""


class InviteLink(msgspec.Struct, frozen=True):
    """Where the server is, and the code. `pin`: the SHA-256 of its own certificate as AB:CD:..., or empty; `room`: what
    whoever made the link says that it opens, or empty.

    `url`: the server's pages, as http://HOST:PORT, or the server itself, as hubbub://HOST:PORT.
    """

    url: str
    code: str
    pin: str = ""
    room: str = ""

    @property
    def host(self) -> str:
        return urlsplit(self.url).hostname or ""

    @property
    def port(self) -> int:
        parts = urlsplit(self.url)
        return parts.port or PORTS[parts.scheme]

    @property
    def tls(self) -> bool:
        """Whether the server is known to have TLS."""
        return bool(self.pin) or self.url.startswith("https:")

    def __str__(self) -> str:
        room = quote(self.room.removeprefix("#"), safe="").replace(".", "%2E")  # no sentence ends with it
        parts = [self.code, _short(self.pin), room if len(room) <= LONGEST else ""]
        return f"{self.url}{PATH}#{'.'.join(parts).rstrip('.')}"


def is_link(text: str) -> bool:
    """Whether this is meant to be one."""
    return text.startswith(("http://", "https://", "hubbub://"))


def read(text: str) -> InviteLink:
    """The link as it was handed on. Raises NoLink."""
    try:
        parts = urlsplit(text.strip())
        port = parts.port
    except ValueError:
        raise NoLink("its address cannot be read") from None
    if parts.scheme not in PORTS or not parts.hostname or parts.username is not None:
        raise NoLink("it does not begin with http://, https:// or hubbub:// and the name of a server")
    path = parts.path.rstrip("/")
    if not path.endswith(PATH):
        raise NoLink(f"it does not lead to {PATH}")
    found = _SECRET.fullmatch(parts.fragment)
    if found is None:
        raise NoLink("the code behind # is missing, or cut off; quote it: 'http://...'")
    where = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    url = f"{parts.scheme}://{where}{f':{port}' if port else ''}{path.removesuffix(PATH)}"
    room = unquote(found["room"] or "")[:LONGEST]
    return InviteLink(url, found["code"].upper(), _fingerprint(found["pin"] or ""), room)


def _short(fingerprint: str) -> str:
    """AB:CD:... as 43 letters that may stand in a URL."""
    return urlsafe_b64encode(bytes.fromhex(fingerprint.replace(":", ""))).decode().rstrip("=")


def _fingerprint(short: str) -> str:
    return urlsafe_b64decode(f"{short}=").hex(":").upper() if short else ""
