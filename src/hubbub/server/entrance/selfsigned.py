"""A self-signed certificate for a server that was given none; clients pin it at their first visit.

Run as a program of its own (`python -m hubbub.server.entrance.selfsigned CERTIFICATE KEY`): what it imports costs the
server 14 MB that it never needs again.
"""

from __future__ import annotations

import datetime
import ipaddress
import os
import re
import socket
import sys
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from hubbub.log.sqlite.files import sync_directory

LIFE = datetime.timedelta(days=3652)


def make(certificate: Path, key: Path) -> None:
    """Write a P-256 key and a certificate for this machine's name and localhost. Raises OSError."""
    private = ec.generate_private_key(ec.SECP256R1())
    signed = _certificate(private, socket.gethostname())
    _write(
        key,
        private.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        ),
    )
    _write(certificate, signed.public_bytes(serialization.Encoding.PEM))


def _certificate(private: ec.EllipticCurvePrivateKey, machine: str) -> x509.Certificate:
    names = [name for name in (machine, "localhost") if re.fullmatch(r"[A-Za-z0-9.-]{1,253}", name)]
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, names[0][:64])])
    now = datetime.datetime.now(datetime.UTC)
    alternatives: list[x509.GeneralName] = [x509.DNSName(name) for name in dict.fromkeys(names)]
    alternatives += [x509.IPAddress(ipaddress.ip_address(text)) for text in ("127.0.0.1", "::1")]
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(private.public_key())
        .serial_number(x509.random_serial_number())
        # A day's grace for clients whose clock is behind.
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + LIFE)
        .add_extension(x509.SubjectAlternativeName(alternatives), critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .sign(private, hashes.SHA256())
    )


def _write(path: Path, data: bytes) -> None:
    """Put a whole file in place, readable by its owner alone from its first moment."""
    part = path.with_name(path.name + ".part")
    part.unlink(missing_ok=True)
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)
    sync_directory(path.parent)  # people pin it: one that a power cut takes away keeps them out


if __name__ == "__main__":
    make(Path(sys.argv[1]), Path(sys.argv[2]))
