from __future__ import annotations

import datetime
import time
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
from acme import messages
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding

from hubbub.authority import child, record
from hubbub.authority.child import IDENTIFIER, Network, Ordering, certificate_id, challenge_certificate
from hubbub.authority.orders import Challenge, Failed, Order, decode, decode_order, encode


def leaf(serial: int, authority: bytes) -> x509.Certificate:
    key = ec.generate_private_key(ec.SECP256R1())
    now = datetime.datetime.now(datetime.UTC)
    return (
        x509.CertificateBuilder()
        .subject_name(x509.Name([]))
        .issuer_name(x509.Name([]))
        .public_key(key.public_key())
        .serial_number(serial)
        .not_valid_before(now)
        .not_valid_after(now + datetime.timedelta(days=90))
        .add_extension(x509.AuthorityKeyIdentifier(authority, None, None), critical=False)
        .sign(key, hashes.SHA256())
    )


def test_what_an_authority_sees_that_looks_over_tls() -> None:
    made = x509.load_pem_x509_certificate(challenge_certificate("chat.example.org", b"d" * 32))
    names = made.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    assert names.get_values_for_type(x509.DNSName) == ["chat.example.org"]
    found = made.extensions.get_extension_for_oid(IDENTIFIER)
    assert found.critical
    assert cast(x509.UnrecognizedExtension, found.value).value == b"\x04\x20" + b"d" * 32


def test_a_certificate_is_asked_about_as_the_example_of_rfc_9773_is() -> None:
    key = bytes.fromhex("69885b6b8746404115e1b38fc6fe24bcbc0f2d2e")[:20]
    serial = int.from_bytes(bytes.fromhex("0087654321"), "big")
    made = certificate_id(leaf(serial, bytes.fromhex("69885B6B87464041E1B37B847BA0AE2CDE01C8D4")))
    assert made == "aYhba4dGQEHhs3uEe6CuLN4ByNQ.AIdlQyE"
    assert certificate_id(leaf(0x7F, key)).endswith(".fw")


class Answered(Network):
    """An authority that refuses so many nonces, and says when it would like a renewal."""

    def __init__(self, bad: int = 0, answer: object = None, headers: dict[str, str] | None = None) -> None:
        super().__init__()
        self.bad, self.answer, self.headers = bad, answer, headers or {}

    def _post_once(self, *args: Any, **kwargs: Any) -> Any:
        if self.bad:
            self.bad -= 1
            raise messages.Error.with_code("badNonce")
        return "done"

    def get(self, *args: Any, **kwargs: Any) -> Any:
        return SimpleNamespace(headers=self.headers, json=lambda: self.answer)


def test_a_restless_authority_is_asked_again_but_not_for_ever() -> None:
    done: object = Answered(bad=4).post("https://a.example/")
    assert done == "done"
    with pytest.raises(messages.Error, match="badNonce"):
        Answered(bad=50).post("https://a.example/")


def window(network: Network, directory: dict[str, str]) -> tuple[tuple[float, float] | None, float]:
    ordering = Ordering.__new__(Ordering)
    ordering.network = network
    ordering.client = SimpleNamespace(directory=directory)  # type: ignore[assignment]
    pem = leaf(7, b"k" * 20).public_bytes(Encoding.PEM)
    return ordering._window(pem)


def test_when_the_authority_would_like_it_renewed() -> None:
    there, now = {"renewalInfo": "https://a.example/renewal"}, time.time()
    said = {"suggestedWindow": {"start": "2025-01-02T04:00:00Z", "end": "2025-01-03T04:00:00Z"}}
    found, again = window(Answered(answer=said, headers={"Retry-After": "21600"}), there)
    assert found == (1735790400.0, 1735876800.0)
    assert again == pytest.approx(now + 21600, abs=10)
    assert window(Answered(answer=said, headers={"Retry-After": "1"}), there)[1] >= now + 60
    assert window(Answered(answer=said, headers={"Retry-After": "99999999"}), there)[1] < now + 86_500
    window_of_nothing: dict[str, object] = {"start": 7, "end": None}
    strange: list[object] = [None, [], {}, {"suggestedWindow": window_of_nothing}, {"suggestedWindow": "soon"}]
    for nonsense in strange:
        assert window(Answered(answer=nonsense), there)[0] is None
    assert window(Answered(), {})[0] is None


def test_until_when_it_wants_to_hear_nothing() -> None:
    now = time.time()
    assert child._moment("120") == pytest.approx(now + 120, abs=10)
    assert child._moment("Wed, 01 Jan 2031 00:00:00 GMT") == 1924992000
    assert child._moment("") == child._moment("later") == child._moment("\uff11\uff12") == 0
    assert child._moment("9" * 5000) == pytest.approx(now + 999_999_999, abs=10)


def test_orders_and_answers_cross_as_lines(tmp_path: Path) -> None:
    order = Order(folder=tmp_path, names=("a.example",), directory="https://a.example/dir", way="http-01")
    assert decode_order(encode(order)) == order
    for said in (Challenge("http-01", "a.example", "t", "a"), Failed("no\nlines")):
        line = encode(said)
        assert line.count(b"\n") == 1
        assert decode(line) == said


def test_what_is_kept_is_its_owners_alone_and_nonsense_is_nothing(tmp_path: Path) -> None:
    known = record.Record(names=("a.example",), renew_at=7.0)
    record.note(tmp_path, known)
    assert record.read(tmp_path) == known
    assert (tmp_path / record.RECORD).stat().st_mode & 0o777 == 0o600
    (tmp_path / record.RECORD).write_text("[]")
    assert record.read(tmp_path) == record.Record()
    record.note(tmp_path / "nowhere", known)
