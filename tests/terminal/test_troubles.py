"""The line client has a sentence for everything that can go wrong."""

from __future__ import annotations

from tests.support.each import each

from hubbub.terminal import troubles
from hubbub.uplink.addresses import REASONS
from hubbub.uplink.trouble import CODES, Trouble

ALREADY_TOLD = {"left", "lost", "silent", "banned", "turned-away", "unanswered"}


def trouble(code: str, **details: str) -> Trouble:
    return Trouble(code, **{name: f"<{name}>" for name in CODES[code]} | details)


@each("code", sorted(CODES.keys() - ALREADY_TOLD - {"bad-address"}))
def test_each_code_has_one(code: str) -> None:
    assert troubles.of(trouble(code))


@each("code", sorted(ALREADY_TOLD))
def test_what_the_core_told_is_not_told_again(code: str) -> None:
    assert troubles.of(trouble(code)) == ""


@each("reason", REASONS)
def test_each_kind_of_bad_address_has_one(reason: str) -> None:
    assert troubles.of(trouble("bad-address", reason=reason))


def test_a_server_without_tls_gets_a_hint() -> None:
    text = "cannot talk to h:1: the connection was closed"
    details = {"host": "h", "port": "1", "reason": "the connection was closed"}
    assert troubles.of(trouble("broken-off", **details, tls="chosen")) == (
        f"{text}; for a server without TLS there is --no-tls"
    )
    assert troubles.of(trouble("broken-off", **details, tls="")) == text


def test_a_changed_certificate_shows_both_and_the_way_out() -> None:
    text = troubles.of(trouble("certificate-changed", known="AB:CD", shown="EF:01", file="/known"))
    assert [line.strip() for line in text.split("\n")][1:4:2] == ["AB:CD", "EF:01"]
    assert text.endswith("remove the line of this server from /known")


def test_our_own_certificate() -> None:
    assert troubles.of(trouble("own-certificate", file="x", reason="not-pem")) == (
        "x is no PEM file with a certificate and its key"
    )
    assert troubles.of(trouble("own-certificate", file="x", reason="passphrase")) == (
        "x cannot be used: its key is encrypted with a passphrase"
    )
    assert troubles.of(trouble("own-certificate", file="x", reason="gone")) == "x cannot be used: gone"
