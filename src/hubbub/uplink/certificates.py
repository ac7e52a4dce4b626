"""Certificates: ours, that logs in, and the fingerprint of the one that a server shows."""

from __future__ import annotations

import ssl
from pathlib import Path

from .files import reason
from .pins import fingerprint
from .trouble import BadCertificate


def load(context: ssl.SSLContext, certificate: Path) -> None:
    """Show this certificate of ours: a PEM file with its key. Raises BadCertificate."""
    try:
        context.load_cert_chain(certificate, password=_no_passphrase)  # without one, OpenSSL would ask the terminal
    except ssl.SSLError:
        raise BadCertificate("own-certificate", file=certificate, reason="not-pem") from None
    except _Encrypted:
        raise BadCertificate("own-certificate", file=certificate, reason="passphrase") from None
    except (OSError, ValueError) as error:
        raise BadCertificate("own-certificate", file=certificate, reason=reason(error)) from None


def check(certificate: Path) -> None:
    """Raises BadCertificate when it cannot be shown."""
    load(ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT), certificate)


def trusting_nobody() -> ssl.SSLContext:
    """TLS in which the certificate is looked at by us."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context


def fingerprint_of(tls: ssl.SSLObject) -> str | None:
    """That of the certificate which the other end showed, if it did."""
    certificate = tls.getpeercert(binary_form=True)
    return fingerprint(certificate) if certificate else None


class _Encrypted(ValueError):
    """The key of a certificate has a passphrase."""


def _no_passphrase() -> str:
    raise _Encrypted
