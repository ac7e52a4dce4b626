"""One request over HTTP/1.1 and TLS (RFC 9112), to an address that was judged before; redirects are not followed.

What the other side says is read as far as its head, and no further than `HEAD_BYTES`.
"""

from __future__ import annotations

import asyncio
import re
import ssl
from collections.abc import Mapping

import msgspec

from .addresses import RequestAddress

HEAD_BYTES = 16 * 1024
INFORMATIONAL = 4  # answers of 1xx before the one that counts
TRIED = 2  # addresses of one name
_STATUS = re.compile(rb"HTTP/1\.[01] ([1-9][0-9]{2})(?: |\r|$)")
_FIELD = re.compile(rb"([!#$%&'*+.^_`|~0-9A-Za-z-]{1,100}):[ \t]*([^\r\n\0]*?)[ \t]*")


class RequestFailed(Exception):
    """There was no answer, or none that could be understood; the text says what happened."""


class Answer(msgspec.Struct, frozen=True):
    """`headers` by their name in lower case."""

    status: int
    headers: Mapping[str, str]


async def post(
    place: RequestAddress,
    addresses: list[str],
    headers: Mapping[str, str],
    body: bytes,
    context: ssl.SSLContext,
    seconds: float,
) -> Answer:
    """Send it there, to the first of these addresses that takes the connection. Raises RequestFailed."""
    request = _written(place, headers, body)
    try:
        async with asyncio.timeout(seconds):
            return await _asked(place, addresses[:TRIED], request, context)
    except TimeoutError:
        raise RequestFailed(f"no answer within {seconds:g} s") from None


async def _asked(place: RequestAddress, addresses: list[str], request: bytes, context: ssl.SSLContext) -> Answer:
    wrong = "there is no address"
    for address in addresses:
        try:
            reader, writer = await asyncio.open_connection(
                address, place.port, ssl=context, server_hostname=place.host, limit=HEAD_BYTES
            )
        except (OSError, ssl.SSLError, ValueError) as error:
            wrong = _what(error)
            continue
        try:
            writer.write(request)
            return await _answer(reader)
        except (OSError, EOFError, asyncio.LimitOverrunError) as error:
            raise RequestFailed(_what(error)) from error
        finally:
            writer.transport.abort()
    raise RequestFailed(wrong)


async def _answer(reader: asyncio.StreamReader) -> Answer:
    for _ in range(INFORMATIONAL):
        found = read_head(await reader.readuntil(b"\r\n\r\n"))
        if found.status >= 200:
            return found
    raise RequestFailed("it never answers")


def read_head(head: bytes) -> Answer:
    """The head of an answer, with the empty line that ends it. Raises RequestFailed."""
    first, *lines = head.removesuffix(b"\r\n\r\n").split(b"\r\n")
    status = _STATUS.match(first + b"\r")
    if status is None:
        raise RequestFailed("that is no answer of HTTP")
    headers: dict[str, str] = {}
    for line in lines:
        field = _FIELD.fullmatch(line)
        if field is None:
            raise RequestFailed("that is no answer of HTTP")
        headers[field[1].decode().lower()] = field[2].decode("latin-1")
    return Answer(int(status[1]), headers)


def _written(place: RequestAddress, headers: Mapping[str, str], body: bytes) -> bytes:
    all_of_them = {
        "Host": place.origin.removeprefix("https://"),
        "Connection": "close",
        "Content-Length": str(len(body)),
        **headers,
    }
    lines = [f"POST {place.target} HTTP/1.1", *(f"{name}: {value}" for name, value in all_of_them.items())]
    return "\r\n".join([*lines, "", ""]).encode("ascii") + body


def _what(error: Exception) -> str:
    """What went wrong, in few words: of TLS what it says itself."""
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"its certificate is not good: {error.verify_message}"
    if isinstance(error, asyncio.IncompleteReadError):
        return "it ended the connection"
    if isinstance(error, asyncio.LimitOverrunError):
        return "its answer is too long"
    return str(error) or error.__class__.__name__
