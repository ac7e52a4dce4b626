"""What the types of the settings cannot say: shapes of names and addresses, and settings that contradict each other."""

from __future__ import annotations

import ipaddress
import re
import ssl
from collections.abc import Iterable, Iterator
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import urlsplit

from . import keep
from .listen import checked, is_loopback, parse_listener
from .model import HIDDEN, Backup, Settings

Contradiction = tuple[str, str]
"""Dotted key, message."""

EXAMPLE_SECRETS = frozenset({"changeme", "change-me", "example", "password", "secret", "hubbub"})

_HASH = re.compile(r"\$argon2(?:id|i|d)\$v=\d+\$m=\d+,t=\d+,p=\d+\$[A-Za-z0-9+/]+\$[A-Za-z0-9+/]+")
ICON = TAGS = 300  # bytes that fit into a line of 005 with the longest names
LONGEST = {"name_bytes": 64, "room_bytes": 128}  # of the limits

_CONTACT = re.compile(r"mailto:[!-~]{1,100}@[A-Za-z0-9._-]{1,253}|https://[!-~]{1,300}")
_TYPE = re.compile(r"[a-z]+/(?:\*|[a-z0-9][a-z0-9.+-]*)")
_IMAGE = re.compile(r"https?://[A-Za-z0-9._:\[\]-]+(?:[/?][!-\[\]-~]*)?")
_STORE = re.compile(r"s3://[a-z0-9][a-z0-9.-]{1,61}[a-z0-9](?:/[A-Za-z0-9._-]+)*/?")
_LABEL = "[A-Za-z0-9_](?:[A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?"
_NAME = rf"{_LABEL}(?:\.{_LABEL})*\.?"
_HOST = rf"(?:{_NAME}|\[[0-9A-Fa-f:.]+\])"
_PORT = "(?:[1-9][0-9]{0,3}|[1-5][0-9]{4}|6[0-4][0-9]{3}|65[0-4][0-9]{2}|655[0-2][0-9]|6553[0-5])"
_ORIGIN = re.compile(f"https?://{_HOST}(?::{_PORT})?")
_DIRECTORY = re.compile(f"https://{_HOST}(?::{_PORT})?(?:[/?][!-~]*)?")
_URL = re.compile(rf"{_ORIGIN.pattern}(?:/[A-Za-z0-9._~-]+)*/?")


def contradictions(settings: Settings) -> Iterator[Contradiction]:
    """Everything about `settings` that cannot be."""
    yield from _hidden(settings)
    yield from _server(settings)
    yield from _listen(settings)
    yield from _acme(settings)
    yield from _sts(settings)
    yield from _web(settings)
    yield from _files(settings)
    yield from _backup(settings)
    yield from _push(settings)
    yield from _metrics(settings)
    yield from _cluster(settings)
    yield from _operators(settings)
    yield from _gateways(settings)
    if settings.limits.dead_seconds <= settings.limits.ping_seconds:
        yield "limits.dead_seconds", f"must be more than ping_seconds ({settings.limits.ping_seconds:g})"


def is_first_guess(settings: Settings, password: str) -> bool:
    """Whether others can reach this server, and the password is one that examples have."""
    return password.lower() in EXAMPLE_SECRETS and not _only_here(settings)


def secrets_of(settings: Settings) -> dict[str, str]:
    """Those that the settings have, by their keys."""
    secrets = {"server.password": settings.server.password}
    secrets["metrics.token"] = settings.metrics.token
    secrets["backup.upload_secret"] = settings.backup.upload_secret
    secrets["cluster.log"] = settings.cluster.log
    secrets["cluster.bus"] = settings.cluster.bus
    secrets |= {f"operators.{n}.password": one.password for n, one in enumerate(settings.operators, 1)}
    secrets |= {f"webirc.{n}.password": one.password for n, one in enumerate(settings.webirc, 1)}
    return secrets


def _hidden(settings: Settings) -> Iterator[Contradiction]:
    for key, secret in secrets_of(settings).items():
        if secret == HIDDEN:
            yield key, "was not printed by `hubbub config`; put it here (`hubbub config --save FILE` keeps it)"


def _server(settings: Settings) -> Iterator[Contradiction]:
    server = settings.server
    if not re.fullmatch(r"(?![:@#&])[^\s!@,:]{0,63}", server.name):
        yield "server.name", "must be one word of at most 63 characters, without any of : , ! @"
    if server.lobby and not re.fullmatch(r"#[^\s,]+", server.lobby):
        yield "server.lobby", 'must begin with # and have no space or comma (or be "" for no lobby)'
    if server.icon and not _IMAGE.fullmatch(server.icon):
        yield "server.icon", "must be a URL like https://example.org/icon.svg, in visible ASCII characters"
    if len(server.icon) + 3 * server.icon.count("=") > ICON:  # in 005 a = is written as \x3D
        yield "server.icon", "is too long; at most 300 characters fit, and each = counts for four"
    if sum(len(tag.encode()) + 1 for tag in server.denied_tags) > TAGS:
        yield "server.denied_tags", 'are too many for a line of IRC; 300 bytes fit, and "*" denies all'
    if len(server.admin) > 3:
        yield "server.admin", "has at most three lines"
    for key, most in LONGEST.items():
        if getattr(settings.limits, key) > most:
            yield f"limits.{key}", f"is at most {most}, so that a line of IRC has place for names"
    if len(server.lobby.encode()) > settings.limits.room_bytes:
        yield "server.lobby", f"is longer than room_bytes ({settings.limits.room_bytes})"
    if server.password and server.password_file:
        yield "server.password_file", "cannot be set together with password"
    if is_first_guess(settings, server.password):
        yield "server.password", "is everybody's first guess; choose another one"


def _listen(settings: Settings) -> Iterator[Contradiction]:
    listen = settings.listen
    try:
        checked("any", listen.host, listen.port)
    except ValueError as error:
        yield "listen.port" if not listen.port else "listen.host", str(error)
    for text in listen.addresses:
        try:
            parse_listener(text)
        except ValueError as error:
            yield "listen.addresses", str(error)
    for key, path in (("tls_cert", listen.tls_cert), ("tls_key", listen.tls_key)):
        if path and not Path(path).is_file():
            yield f"listen.{key}", f'there is no file "{path}"'
    yield from _networks("listen.trusted_proxies", listen.trusted_proxies)
    yield from _networks("web.trusted_proxies", settings.web.trusted_proxies)
    if bool(listen.tls_cert) != bool(listen.tls_key):
        yield "listen.tls_key" if listen.tls_cert else "listen.tls_cert", "is needed too: a certificate and its key"


def _acme(settings: Settings) -> Iterator[Contradiction]:
    acme = settings.acme
    yield from _host_names("acme.names", acme.names)
    if not acme.on:
        return
    if find_spec("acme") is None:
        yield "acme.on", "needs the library acme: pip install 'hubbub[acme]'"
    if not acme.names:
        yield "acme.names", "must have the host names that the certificate is for"
    if any("." not in name or name.replace(".", "").isdecimal() for name in acme.names):
        yield "acme.names", "are whole names such as chat.example.org: authorities give certificates for no others"
    if settings.listen.tls_cert:
        yield "acme.on", "cannot be set together with listen.tls_cert"
    if acme.email and not re.fullmatch(r"[!-~]+@[!-~]+", acme.email):
        yield "acme.email", "is not an e-mail address"
    if not _is_address(acme.directory, _DIRECTORY):
        yield "acme.directory", "must be a URL that begins with https://"
    if acme.ca_file and not Path(acme.ca_file).expanduser().is_file():
        yield "acme.ca_file", f'there is no file "{acme.ca_file}"'


def _sts(settings: Settings) -> Iterator[Contradiction]:
    """Clients keep to what they were told, and a mistake here locks them out."""
    sts = settings.sts
    yield from _host_names("sts.names", sts.names)
    if not sts.port:
        if sts.names or sts.duration or sts.preload:
            yield "sts.port", "is needed too: the port for TLS, as clients reach it from outside"
        return
    if not sts.names:
        yield "sts.names", "must have the host names that clients connect to"
    if not settings.listen.tls_cert and not settings.acme.on:
        yield "sts.port", "needs a certificate that clients trust; set listen.tls_cert and listen.tls_key"
    if sts.preload and not sts.duration:
        yield "sts.preload", "needs a duration"


def _host_names(key: str, names: Iterable[str]) -> Iterator[Contradiction]:
    for name in names:
        if len(name) > 253 or not re.fullmatch(_NAME, name):
            yield key, f'"{name}" is not a host name'


def _web(settings: Settings) -> Iterator[Contradiction]:
    if settings.web.url and not _is_address(settings.web.url, _URL):
        yield "web.url", f'"{settings.web.url}" is not of the form https://host[:port][/path]'
    if settings.web.irc and not re.fullmatch(f"{_HOST}:{_PORT}", settings.web.irc):
        yield "web.irc", f'"{settings.web.irc}" is not of the form host:port'
    for origin in settings.web.origins:
        if not _is_address(origin, _ORIGIN):
            yield "web.origins", f'"{origin}" is not of the form https://host[:port]'
    yield from _host_names("web.names", settings.web.names)


def _backup(settings: Settings) -> Iterator[Contradiction]:
    backup = settings.backup
    if backup.every and backup.every < 600:
        yield "backup.every", 'must be at least ten minutes, such as "6 h" or "1 d" (or 0 for never)'
    if not re.fullmatch("([01][0-9]|2[0-3]):[0-5][0-9]", backup.at):
        yield "backup.at", 'must be a time of day like "03:30"'
    try:
        keep.parse(backup.keep)
    except ValueError as error:
        yield "backup.keep", str(error)
    if backup.encrypt_to and backup.passphrase_file:
        yield "backup.passphrase_file", "cannot be set together with encrypt_to"
    if backup.encrypt_to and not backup.encrypt_to.startswith(("age1", "ssh-")):
        yield "backup.encrypt_to", "must be a recipient of age, which begins with age1 (or ssh-)"
    yield from _upload(backup)
    if backup.passphrase_file and not Path(backup.passphrase_file).is_file():
        yield "backup.passphrase_file", f'there is no file "{backup.passphrase_file}"'


def _upload(backup: Backup) -> Iterator[Contradiction]:
    if backup.upload and not _STORE.fullmatch(backup.upload):
        yield (
            "backup.upload",
            f'"{backup.upload}" is not of the form s3://BUCKET or s3://BUCKET/PATH (a BUCKET has 3 letters or more)',
        )
    if backup.upload and find_spec("obstore") is None:
        yield "backup.upload", "needs the library obstore: pip install 'hubbub[s3]'"
    if backup.upload_endpoint and not _is_address(backup.upload_endpoint, _ORIGIN):
        yield "backup.upload_endpoint", f'"{backup.upload_endpoint}" is not of the form https://host[:port]'
    if bool(backup.upload_key) != bool(backup.upload_secret):
        yield "backup.upload_key", "and upload_secret go together"
    encrypted = backup.encrypt_to or backup.passphrase_file
    if backup.upload_endpoint.startswith("http:") and not encrypted and not is_loopback(_host(backup.upload_endpoint)):
        yield "backup.upload_endpoint", "is http, where all can read along: use https, or encrypt the copies"


def _is_address(text: str, pattern: re.Pattern[str]) -> bool:
    """Whether it is of that form, with a host and a port that can be."""
    return pattern.fullmatch(text) is not None and bool(_host(text))  # https://[1:2] has none


def _host(url: str) -> str:
    """Empty where it has none, or is no URL."""
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


def _files(settings: Settings) -> Iterator[Contradiction]:
    for text in settings.files.types:
        if not _TYPE.fullmatch(text):
            yield "files.types", f'"{text}" is no media type like image/png or image/*'
    if settings.files.per_person < settings.files.largest:
        yield "files.per_person", "must be at least as much as files.largest"
    if settings.files.total < settings.files.largest:
        yield "files.total", "must be at least as much as files.largest"


def _push(settings: Settings) -> Iterator[Contradiction]:
    push = settings.push
    if push.contact and not _CONTACT.fullmatch(push.contact):
        yield "push.contact", "must be like mailto:you@example.org or https://example.org/contact"
    if push.enabled and not push.contact:
        yield "push.contact", "is needed too: whom a push service may ask, as mailto:you@example.org"
    if push.ca_file:
        try:
            ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT).load_verify_locations(push.ca_file)
        except OSError as error:
            yield "push.ca_file", f'no certificates can be read in "{push.ca_file}": {error}'
    for text in push.allow:
        if not re.fullmatch(r"[A-Za-z0-9._:-]{1,253}(?:/[0-9]{1,3})?", text) or text.endswith("/0"):
            yield "push.allow", f'"{text}" is neither a host name nor an address or a network like 10.0.0.0/8'
        elif "/" in text or ":" in text:
            yield from _networks("push.allow", (text,))


def _metrics(settings: Settings) -> Iterator[Contradiction]:
    if settings.metrics.on and find_spec("prometheus_client") is None:
        yield "metrics.on", "needs the library prometheus-client: pip install 'hubbub[metrics]'"


def _is_nats(address: str) -> bool:
    try:
        parts = urlsplit(address)
        return parts.scheme in ("nats", "tls") and bool(parts.hostname) and parts.port != 0
    except ValueError:  # such as a port that is no number
        return False


def _cluster(settings: Settings) -> Iterator[Contradiction]:
    bus, name = settings.cluster.bus, settings.cluster.name
    if not re.fullmatch(r"[A-Za-z0-9_-]{0,63}", name):
        yield "cluster.name", "is at most 63 letters, digits, - and _"
    if bus and not settings.cluster.log:
        yield "cluster.bus", "needs a database, too: cluster.log"
    if bus and not all(_is_nats(one.strip()) for one in bus.split(",")):
        yield "cluster.bus", "has the form nats://NAME:PASSWORD@HOST:PORT"
    if bus and settings.acme.on:
        yield "acme.on", "is for one machine; give all machines the same certificate (listen.tls_cert, tls_key)"
    if not settings.cluster.log:
        return
    if not settings.cluster.log.startswith(("postgresql://", "postgres://")):
        yield "cluster.log", "has the form postgresql://NAME:PASSWORD@HOST:PORT/DATABASE"
    elif find_spec("asyncpg") is None:
        yield "cluster.log", "needs the library asyncpg: pip install 'hubbub[cluster]'"
    if settings.backup.every:
        yield "backup.every", "copies a data folder; what is in PostgreSQL is copied by its own means (pg_dump)"


def _operators(settings: Settings) -> Iterator[Contradiction]:
    names: set[str] = set()
    for number, operator in enumerate(settings.operators, 1):
        key = f"operators.{number}"
        if not re.fullmatch(r"(?!:)\S{1,64}", operator.name):
            yield f"{key}.name", "must be one word of at most 64 characters"
        elif operator.name in names:
            yield f"{key}.name", "another operator has that name"
        names.add(operator.name)
        yield from _password(settings, key, operator.password)


def _gateways(settings: Settings) -> Iterator[Contradiction]:
    for number, gateway in enumerate(settings.webirc, 1):
        key = f"webirc.{number}"
        yield from _password(settings, key, gateway.password)
        if not gateway.hosts:
            yield f"{key}.hosts", "must name the addresses that the gateway connects from"
        yield from _networks(f"{key}.hosts", gateway.hosts)


def _password(settings: Settings, key: str, password: str) -> Iterator[Contradiction]:
    if not password:
        yield f"{key}.password", "must not be empty"
    elif password.startswith("$argon2") and not _HASH.fullmatch(password):
        yield f"{key}.password", "is not a whole argon2 hash; `hubbub hash` prints one"
    elif is_first_guess(settings, password):
        yield f"{key}.password", "is everybody's first guess; choose another one"


def _networks(key: str, texts: Iterable[str]) -> Iterator[Contradiction]:
    for text in texts:
        try:
            ipaddress.ip_network(text, strict=False)
        except ValueError:
            yield key, f'"{text}" is neither an address nor a network like 10.0.0.0/8'


def _only_here(settings: Settings) -> bool:
    try:
        extra = [parse_listener(text).loopback for text in settings.listen.addresses]
        return checked("any", settings.listen.host, settings.listen.port).loopback and all(extra)
    except ValueError:
        return False
