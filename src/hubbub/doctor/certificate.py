"""The certificate: whether clients will trust it, for which names, and until when."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

from hubbub.authority import record
from hubbub.settings import listeners

from .finding import Case, Finding, bad, warn

SOON = 21 * 86_400
MANY = 3  # attempts at a certificate that failed
OWN = ("tls.crt", "tls.key")
NAMED = "listen.tls_cert and listen.tls_key"
ASK_AGAIN = "hubbub reload asks the authority again; its log says why it gave none"
RENEW = "renew it (certbot renew), then: hubbub reload; or let hubbub get and renew it: [acme] on = true"


def look(case: Case) -> Iterator[Finding]:
    """All that is wrong with it."""
    listen = case.settings.listen
    if case.settings.acme.on:
        yield from _from_authority(case)
        return
    if listen.tls_cert and listen.tls_key:
        yield from _given(case, Path(listen.tls_cert).expanduser(), Path(listen.tls_key).expanduser())
        return
    there = [(case.folder / name).exists() for name in OWN]
    if any(there) and not all(there):
        missing = OWN[there.index(False)]
        yield bad("certificate_half", f"{case.folder / missing} is missing", "remove the other: both are made anew")
    elif all(there):
        yield from _pair(case.folder / OWN[0], case.folder / OWN[1], "remove both: they are made anew")
    url = urlsplit(case.settings.web.url)
    if url.scheme == "https" and not case.settings.web.trusted_proxies:
        yield bad(
            "proxy_missing",
            f"people come by {case.settings.web.url}, but there is neither a certificate nor a proxy that has one",
            "set web.trusted_proxies to the proxy's address, or listen.tls_cert and tls_key",
        )


def _from_authority(case: Case) -> Iterator[Finding]:
    """It is got and renewed by itself, if the authority finds us."""
    acme, known = case.settings.acme, record.read(case.folder)
    port = 80 if acme.challenge == "http-01" else 443
    if port not in {listener.port for listener in listeners(case.settings.listen)}:
        place = f"http://:{port}" if port == 80 else f":{port}"
        yield warn(
            "acme_port",
            f"the authority looks for {', '.join(acme.names)} at port {port}, and hubbub does not listen there",
            f'let that port lead here, or listen.addresses = ["{place}"]',
        )
    pem = case.folder / record.CERTIFICATE
    if pem.exists():
        yield from _given(case, pem, pem)
    if known.failures:
        level = warn if pem.exists() and known.failures < MANY else bad
        attempts = "attempt" if known.failures == 1 else "attempts"
        yield level(
            "certificate_failed",
            f"{known.failures} {attempts} at a certificate failed, the last one because: {known.error}",
            "mend that, then: hubbub reload",
        )


def _pair(certificate: Path, key: Path, helps: str) -> Iterator[Finding]:
    """Whether they can be read, and belong together."""
    from cryptography import x509
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_pem_private_key

    try:
        leaf = x509.load_pem_x509_certificates(certificate.read_bytes())[0]
        private = load_pem_private_key(key.read_bytes(), None)
    except (OSError, ValueError, TypeError) as error:
        why = error.strerror if isinstance(error, OSError) else "not a certificate and its key in PEM"
        helps = "let the user that runs the server read both" if isinstance(error, PermissionError) else helps
        yield bad("certificate_unreadable", f"{certificate} and {key} cannot be used: {why}", helps)
        return

    def shape(public: object) -> bytes:
        return public.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)  # type: ignore[attr-defined,no-any-return]

    if shape(leaf.public_key()) != shape(private.public_key()):
        yield bad("certificate_key", f"the key {key} does not belong to {certificate}", helps)


def _given(case: Case, certificate: Path, key: Path) -> Iterator[Finding]:
    from cryptography import x509

    found = list(_pair(certificate, key, f"name two that belong together: {NAMED}"))
    yield from found
    if any(one.what == "certificate_unreadable" for one in found):
        return
    chain = x509.load_pem_x509_certificates(certificate.read_bytes())
    leaf = chain[0]
    if os.name == "posix" and key.stat().st_mode & (stat.S_IROTH | stat.S_IWOTH):
        yield bad("key_open", f"everybody on this machine can read {key}", f"chmod o= {key}", partial(key.chmod, 0o600))
    end, renew = leaf.not_valid_after_utc.timestamp(), ASK_AGAIN if case.settings.acme.on else RENEW
    if end < case.now:
        yield bad("certificate_ended", f"the certificate ended {_long(case.now - end)} ago", renew)
    elif end < case.now + SOON:
        yield warn("certificate_ends", f"the certificate ends in {_long(end - case.now)}", renew)
    if leaf.not_valid_before_utc.timestamp() > case.now:
        helps = "look whether this machine's clock is right: timedatectl"
        yield bad("certificate_early", "the certificate is not valid yet", helps)
    if len(chain) == 1 and leaf.issuer != leaf.subject:
        yield warn(
            "certificate_chain", "the certificates between yours and the authority's are missing",
            f"put them into {certificate}, behind yours (certbot: fullchain.pem)",
        )  # fmt: skip
    names: list[str] = []
    with suppress(x509.ExtensionNotFound):
        others = leaf.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
        names = [name.lower() for name in others.get_values_for_type(x509.DNSName)]
    wanted = {
        *case.settings.sts.names,
        *(case.settings.acme.names if case.settings.acme.on else ()),
        urlsplit(case.settings.web.url).hostname or "",
    } - {""}
    wrong = sorted(name for name in wanted if not any(_fits(name.lower(), one) for one in names))
    if wrong:
        yield bad("certificate_names", f"the certificate is not for {', '.join(wrong)}", "get one for that name, too")


def _long(seconds: float) -> str:
    """Some time, in days or, when it is less than two, in hours."""
    return f"{int(seconds) // 86_400} days" if seconds >= 2 * 86_400 else f"{int(seconds) // 3600} hours"


def _fits(name: str, pattern: str) -> bool:
    """Whether a name of a certificate means it (RFC 6125, 6.4.3)."""
    return name == pattern or (pattern.startswith("*.") and name.partition(".")[2] == pattern[2:])
