"""A process that asks an authority for a certificate: `python -m hubbub.authority.child`, with an order on standard
input (`orders`). What it imports is the extra `hubbub[acme]`, and would cost the server some 30 MB.
"""

from __future__ import annotations

import base64
import datetime
import email.utils
import hashlib
import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import requests
from acme import challenges, client, crypto_util, errors, messages
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from josepy.errors import Error as JoseError
from josepy.jwa import ES256
from josepy.jwk import JWK, JWKEC

import hubbub
from hubbub.wire.numbers import whole

from . import record
from .orders import Advice, Challenge, Failed, Issued, Order, Said, decode_order, encode

PATIENCE = 180.0  # seconds that the authority may take to look and to sign
NETWORK = 30  # and to answer
ASK, SOON, LATE = 6 * 3600.0, 60.0, 86_400.0  # seconds until it is asked again when to renew; at least, at most
NONCES = 5  # that are tried for one request
TROUBLE = (errors.Error, JoseError, messages.Error, requests.exceptions.RequestException)
IDENTIFIER = x509.ObjectIdentifier("1.3.6.1.5.5.7.1.31")  # id-pe-acmeIdentifier (RFC 8737, 3)


class CannotOrder(Exception):
    """One sentence."""


class TLSALPN01Response(challenges.KeyAuthorizationChallengeResponse):
    typ = "tls-alpn-01"


class TLSALPN01(challenges.KeyAuthorizationChallenge):
    """RFC 8737, which the library has no more."""

    typ = "tls-alpn-01"
    response_cls = TLSALPN01Response

    def validation(self, account_key: JWK, **kwargs: Any) -> bytes:
        """What stands in the certificate: "the SHA-256 digest of the key authorization"."""
        return hashlib.sha256(self.key_authorization(account_key).encode()).digest()


challenges.ChallengeResponse.register(TLSALPN01Response)
challenges.Challenge.register(TLSALPN01)


class Network(client.ClientNetwork):
    """Remembers until when the authority wants to hear nothing (`Retry-After`, RFC 9110, 10.2.3). What it calls a bad
    nonce is tried again."""

    not_before = 0.0

    def post(self, *args: Any, **kwargs: Any) -> requests.Response:
        """After a bad nonce a client retries (RFC 8555, 6.5), and an authority may be restless."""
        for attempt in range(NONCES):
            try:
                return super().post(*args, **kwargs)
            except messages.Error as error:
                if error.code != "badNonce" or attempt == NONCES - 1:
                    raise
        raise AssertionError

    def _send_request(self, method: str, url: str, *args: Any, **kwargs: Any) -> requests.Response:
        response = super()._send_request(method, url, *args, **kwargs)
        if response.status_code in (429, 503):
            self.not_before = _moment(response.headers.get("Retry-After", ""))
        return response


def _moment(retry_after: str) -> float:
    seconds = whole(retry_after)
    if seconds is not None:
        return time.time() + seconds
    try:
        return email.utils.parsedate_to_datetime(retry_after).timestamp()
    except ValueError:
        return 0.0


class Ordering:
    """One order, from the account to the certificate."""

    def __init__(self, order: Order) -> None:
        self.order = order
        self.key, self.uri = self._account()
        jwk = JWKEC(key=self.key)
        self.network = Network(jwk, alg=ES256, user_agent=f"hubbub/{hubbub.__version__}", timeout=NETWORK)
        if order.ca_file:
            self.network.verify_ssl = order.ca_file  # type: ignore[assignment]  # requests takes a file, too
        self.client = client.ClientV2(client.ClientV2.get_directory(order.directory, self.network), self.network)

    def advice(self) -> Advice:
        """When the authority would like the certificate renewed."""
        pem = (self.order.folder / record.CERTIFICATE).read_bytes()
        return Advice(*self._window(pem))

    def issue(self) -> Issued:
        """Prove the names, and get it."""
        self._log_in()
        key = ec.generate_private_key(ec.SECP256R1())
        private = _pem(key)
        order = self.client.new_order(crypto_util.make_csr(private, list(self.order.names)))
        drafts: list[Path] = []
        try:
            for place in order.authorizations:
                if place.body.status != messages.STATUS_VALID:
                    drafts += self._prove(place)
            until = datetime.datetime.now() + datetime.timedelta(seconds=PATIENCE)
            order = self.client.finalize_order(self.client.poll_authorizations(order, until), until)
        finally:
            for draft in drafts:
                draft.unlink(missing_ok=True)
        chain = order.fullchain_pem.encode()
        record.write(self.order.folder / record.CERTIFICATE, chain.rstrip() + b"\n" + private)
        leaf = x509.load_pem_x509_certificate(chain)
        begins, ends = leaf.not_valid_before_utc.timestamp(), leaf.not_valid_after_utc.timestamp()
        return Issued(begins, ends, self._window(chain)[0])

    def _account(self) -> tuple[ec.EllipticCurvePrivateKey, str]:
        """Our key at that authority, made when there is none, and the account if it is known."""
        path = self.order.folder / record.ACCOUNT
        try:
            known = msgspec.json.decode(path.read_bytes(), type=dict[str, dict[str, str]])[self.order.directory]
            key = serialization.load_pem_private_key(known["key"].encode(), None)
            assert isinstance(key, ec.EllipticCurvePrivateKey)
        except (OSError, msgspec.MsgspecError, KeyError, ValueError, AssertionError):
            return ec.generate_private_key(ec.SECP256R1()), ""
        return key, known.get("uri", "")

    def _keep_account(self, uri: str) -> None:
        path = self.order.folder / record.ACCOUNT
        try:
            known = msgspec.json.decode(path.read_bytes(), type=dict[str, dict[str, str]])
        except (OSError, msgspec.MsgspecError):
            known = {}
        known[self.order.directory] = {"uri": uri, "key": _pem(self.key).decode()}
        record.write(path, msgspec.json.format(msgspec.json.encode(known), indent=1))

    def _log_in(self) -> None:
        if self.uri:
            known = messages.RegistrationResource(uri=self.uri, body=messages.Registration())
            try:
                self.client.query_registration(known)
            except messages.Error as error:
                if error.code not in ("accountDoesNotExist", "unauthorized", "malformed"):
                    raise
                self.network.account = None
            else:
                return
        if self.client.external_account_required():
            raise CannotOrder("this authority wants an account that was opened elsewhere, which hubbub cannot use")
        wanted = messages.NewRegistration.from_data(email=self.order.email or None, terms_of_service_agreed=True)
        try:
            uri = self.client.new_account(wanted).uri
        except errors.ConflictError as known_already:
            uri = known_already.location
            self.client.query_registration(messages.RegistrationResource(uri=uri, body=messages.Registration()))
        self._keep_account(uri)

    def _prove(self, place: messages.AuthorizationResource) -> Iterator[Path]:
        name = place.body.identifier.value
        offered = {one.chall.typ: one for one in place.body.challenges}
        wanted = offered.get(self.order.way)
        if wanted is None:
            raise CannotOrder(f"{name}: the authority offers {', '.join(offered)}, not {self.order.way}")
        jwk = JWKEC(key=self.key)
        answer, validation = wanted.chall.response_and_validation(jwk)
        if isinstance(validation, bytes):
            draft = self.order.folder / f".acme-{hashlib.sha256(name.encode()).hexdigest()[:16]}.pem"
            record.write(draft, challenge_certificate(name, validation))
            yield draft
            tell(Challenge(self.order.way, name, certificate=str(draft)))
        else:
            tell(Challenge(self.order.way, name, wanted.chall.encode("token"), validation))
        if not sys.stdin.buffer.readline():
            raise SystemExit(1)  # the server is gone
        self.client.answer_challenge(wanted, answer)

    def _window(self, chain: bytes) -> tuple[tuple[float, float] | None, float]:
        """When the authority would like this one renewed (RFC 9773), if it says so, and when to ask again."""
        again = time.time() + ASK
        try:
            url = f"{self.client.directory['renewalInfo']}/{certificate_id(x509.load_pem_x509_certificate(chain))}"
            response = self.network.get(url)
            asked = response.headers.get("Retry-After", "")
            window = response.json()["suggestedWindow"]
            start, end = (datetime.datetime.fromisoformat(window[name]).timestamp() for name in ("start", "end"))
        except (KeyError, TypeError, ValueError, x509.ExtensionNotFound, *TROUBLE):
            return None, again
        return (start, end), min(max(_moment(asked) or again, time.time() + SOON), time.time() + LATE)


def certificate_id(leaf: x509.Certificate) -> str:
    """RFC 9773, 4.1: the authority's key and the serial number, each as the bytes of its DER."""
    authority = leaf.extensions.get_extension_for_class(x509.AuthorityKeyIdentifier).value.key_identifier or b""
    serial = leaf.serial_number.to_bytes(leaf.serial_number.bit_length() // 8 + 1, "big")
    return ".".join(base64.urlsafe_b64encode(part).rstrip(b"=").decode() for part in (authority, serial))


def challenge_certificate(name: str, digest: bytes) -> bytes:
    """What is shown to an authority that looks by tls-alpn-01 (RFC 8737, 3): a certificate for that name alone, with
    the digest in a critical extension, and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "ACME challenge")])
    now = datetime.datetime.now(datetime.UTC)
    signed = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=7))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .add_extension(x509.UnrecognizedExtension(IDENTIFIER, b"\x04\x20" + digest), critical=True)
        .sign(key, hashes.SHA256())
    )
    return signed.public_bytes(serialization.Encoding.PEM) + _pem(key)


def _pem(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )


def tell(message: Said) -> None:
    sys.stdout.buffer.write(encode(message))
    sys.stdout.buffer.flush()


def carry_out(order: Order) -> Said:
    ordering: Ordering | None = None
    try:
        ordering = Ordering(order)
        return ordering.advice() if order.only_ask else ordering.issue()
    except CannotOrder as error:
        why = str(error)
    except errors.ValidationError as error:
        why = "; ".join(_refused(one) for one in error.failed_authzrs)
    except messages.Error as error:
        why = f"the authority refuses: {error.detail or error.description or error.typ}"
    except errors.TimeoutError:
        why = f"the authority has not answered for {PATIENCE:.0f} seconds"
    except requests.exceptions.SSLError as error:
        why = f"the certificate of {order.directory} is not trusted: {error}"
    except (requests.exceptions.RequestException, OSError) as error:
        why = f"{order.directory} cannot be asked: {_plainly(error)}"
    except (errors.Error, JoseError, ValueError, KeyError) as error:
        why = f"{order.directory} does not answer as an authority does: {error or type(error).__name__}"
    return Failed(" ".join(why.split()), ordering.network.not_before if ordering else 0.0)


def _refused(place: messages.AuthorizationResource) -> str:
    """Which name could not be proved, and what the authority saw."""
    details = [one.error.detail or str(one.error) for one in place.body.challenges if one.error is not None]
    return f"{place.body.identifier.value} could not be proved: {'; '.join(details)}"


def _plainly(error: Exception) -> str:
    """The last cause of it, which has the words of the system."""
    while (deeper := error.__cause__ or error.__context__) is not None and isinstance(deeper, Exception):
        error = deeper
    return getattr(error, "strerror", None) or str(error)


def main() -> None:
    os.umask(0o077)
    order = decode_order(sys.stdin.buffer.readline())
    tell(carry_out(order))


if __name__ == "__main__":
    main()
