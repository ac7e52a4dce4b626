"""Whether people reach the running server as `web.url` says: asked as they would ask, from this machine."""

from __future__ import annotations

import http.client
import ssl
from collections.abc import Iterator
from urllib.parse import SplitResult, urlsplit

from .finding import Case, Finding, bad, warn

SECONDS = 5.0
WEBSOCKET = {
    "Connection": "Upgrade", "Upgrade": "websocket", "Sec-WebSocket-Version": "13",
    "Sec-WebSocket-Key": "aHViYnViIGRvY3RvciBvaw==",
}  # fmt: skip


def look(case: Case) -> Iterator[Finding]:
    """All that is wrong with it."""
    if not case.running or not case.settings.web.url:
        by_proxy = bool(case.settings.web.trusted_proxies)
        if not case.settings.web.url and (by_proxy or case.settings.server.access == "invited"):
            yield warn(
                "url_guessed", "the links of invitations begin with a guess, which others may not reach",
                'say where people find this server: [web] url = "https://..."',
            )  # fmt: skip
        return
    url = urlsplit(case.settings.web.url)
    try:
        status, said = _ask(url, "/healthz", {})
    except ssl.SSLCertVerificationError as error:
        yield bad("url_certificate", f"nobody believes the certificate at {url.netloc}: {error.verify_message}",
                  "get one for that name: [acme] on = true, or at the proxy")  # fmt: skip
        return
    except (OSError, http.client.HTTPException) as error:
        yield warn("url_unreachable", f"{case.settings.web.url} is not reached from this machine: {_why(error)}",
                   "look at the DNS, the router's port, the firewall, and whether the proxy runs")  # fmt: skip
        return
    if status != 200 or "ok" not in said.lower():
        yield bad("url_other", f"something else than this server answers at {case.settings.web.url} ({status})",
                  "let the proxy pass it on to hubbub, or mend web.url")  # fmt: skip
        return
    try:
        status, _ = _ask(url, "/", WEBSOCKET)
    except (OSError, http.client.HTTPException):
        status = 0
    if status != 101:
        yield bad("proxy_no_websocket", f"WebSockets do not get through at {url.netloc}, so browsers cannot talk",
                  "let the proxy pass on the headers Upgrade and Connection (hubbub help running)")  # fmt: skip


def _ask(url: SplitResult, path: str, headers: dict[str, str]) -> tuple[int, str]:
    """The status, and the beginning of what is said. Raises OSError and HTTPException."""
    kind = http.client.HTTPSConnection if url.scheme == "https" else http.client.HTTPConnection
    connection = kind(url.hostname or "", url.port, timeout=SECONDS)
    try:
        connection.request("GET", f"{url.path.rstrip('/')}{path}", headers=headers)
        answer = connection.getresponse()
        return answer.status, "" if answer.status == 101 else answer.read(1000).decode(errors="replace")
    finally:
        connection.close()


def _why(error: Exception) -> str:
    return getattr(error, "strerror", None) or str(error) or error.__class__.__name__
