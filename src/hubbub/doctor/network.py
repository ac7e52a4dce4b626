"""Where the server listens, and how people reach it."""

from __future__ import annotations

import errno
import ipaddress
import os
import socket
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

from hubbub.settings import listeners

from .finding import Case, Finding, bad, warn

FILES = 1024  # that a server of some size has open


def look(case: Case) -> Iterator[Finding]:
    """All that is wrong with it."""
    if not case.running:
        yield from _listening(case)
    yield from _proxies(case)
    yield from _metrics(case)
    yield from _address(case)
    yield from _open_files()


def _listening(case: Case) -> Iterator[Finding]:
    for listener in listeners(case.settings.listen):
        if listener.path:
            yield from _path(Path(listener.path))
            continue
        host = listener.host or "0.0.0.0"
        try:
            family, _, _, _, address = socket.getaddrinfo(host, listener.port, type=socket.SOCK_STREAM)[0]
        except (OSError, UnicodeError):  # what can be no name is no name of IDNA, either
            yield bad("host_unknown", f"nobody knows an address of {host}", "mend listen.host")
            continue
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(address)
            except OSError as error:
                yield _cannot_bind(str(listener), listener.port, error)


def _path(path: Path) -> Iterator[Finding]:
    """A socket in the file system."""
    if not path.parent.is_dir() or not os.access(path.parent, os.W_OK | os.X_OK):
        yield bad("socket_folder", f"no socket can be made in {path.parent}", f"make that folder, or mend unix:{path}")
    elif path.exists() and not path.is_socket():
        yield bad("socket_taken", f"something else is at {path}", "move it away")


def _proxies(case: Case) -> Iterator[Finding]:
    listen, web = case.settings.listen.trusted_proxies, case.settings.web.trusted_proxies
    for name, given in (("listen", listen), ("web", web)):
        if any(ipaddress.ip_network(one, strict=False).prefixlen == 0 for one in given):
            yield bad(
                "proxies_all",
                f"everybody is believed to be a proxy ({name}.trusted_proxies): anybody can come from any address",
                "name the proxy's own address there",
            )


def _cannot_bind(place: str, port: int, error: OSError) -> Finding:
    if error.errno == errno.EADDRINUSE:
        return bad(
            "port_taken", f"another program has {place}", "end that one (ss -ltnp shows it), or choose another port"
        )
    if error.errno == errno.EACCES:
        return bad("port_rights", f"port {port} needs special rights", "choose one above 1023, or AmbientCapabilities=")
    return bad("host_not_here", f"this machine does not have the address {place}", "mend listen.host")


def _metrics(case: Case) -> Iterator[Finding]:
    settings = case.settings
    is_asked = any(listener.kind == "metrics" for listener in listeners(settings.listen))
    if is_asked and not settings.metrics.on:
        yield warn("metrics_off", "there is an address for Prometheus, and no figures are made", "[metrics] on = true")
    if settings.metrics.on and not settings.metrics.token and not is_asked:
        yield warn(
            "metrics_unread",
            "figures are made for Prometheus, and nobody can read them",
            'listen.addresses = ["metrics://127.0.0.1:7778"], or a metrics.token',
        )


def _address(case: Case) -> Iterator[Finding]:
    given = urlsplit(case.settings.web.url)
    host = given.hostname or ""
    if not host:
        return
    local = host == "localhost" or _is_private(host)
    if given.scheme == "http" and not local:
        yield warn("url_plain", f"people come by {case.settings.web.url}: others can read along", "use https")
    try:
        socket.getaddrinfo(host, given.port or 443)
    except (OSError, UnicodeError):
        yield bad("url_unknown", f"nobody knows an address of {host} (web.url)", "mend web.url, or the DNS")


def _is_private(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_private
    except ValueError:
        return False


def _open_files() -> Iterator[Finding]:
    try:
        import resource
    except ImportError:
        return
    most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    if most != resource.RLIM_INFINITY and most < FILES:
        yield warn("few_files", f"only {most} files may be open, and each connection is one", "raise it: LimitNOFILE=")
