"""SCRAM-SHA-256 by the example of RFC 7677, section 3, and what is no proof."""

from __future__ import annotations

from base64 import b64decode
from hashlib import pbkdf2_hmac

import pytest
from tests.support.each import each

from hubbub.irc.scram import BadExchange, Exchange, First, keys_of, made_up_salt, prepared

SALT = b64decode("W22ZaJ0SNY7soEsUEjb6gQ==")
NONCE = "%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0"
FIRST = b"n,,n=user,r=rOprNGfwEbeRWgbNEkqO"
PROOF = b"p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ="
FINAL = b"c=biws,r=rOprNGfwEbeRWgbNEkqO" + NONCE.encode() + b"," + PROOF
KEYS = keys_of(pbkdf2_hmac("sha256", b"pencil", SALT, 4096))


def exchange(first: bytes = FIRST) -> Exchange:
    return Exchange(First(first), NONCE, SALT, 4096)


def test_the_example_of_rfc_7677() -> None:
    said = exchange()
    assert said.challenge == f"r=rOprNGfwEbeRWgbNEkqO{NONCE},s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096"
    assert said.finish(FINAL, *KEYS) == b"v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4="


@each(
    "final",
    [
        FINAL.replace(b"dHzb", b"eHzb"),
        FINAL.replace(b"c=biws", b"c=eSws"),  # "y,,": another gs2 header than that of the beginning
        FINAL.replace(b"k0,", b"k1,"),
        b"c=biws,r=rOprNGfwEbeRWgbNEkqO," + PROOF,
        FINAL.replace(b"dHzb", b"!!!!"),
        b"p=dHzb",
        b"\xff",
        b"",
    ],
)
def test_what_proves_nothing_is_refused(final: bytes) -> None:
    with pytest.raises(BadExchange):
        exchange().finish(final, *KEYS)


@each(
    "first",
    [b"p=tls-unique,,n=user,r=abc", b"n,,n=user", b"n,,n=us=er,r=abc", b"n=user,r=abc", b"\xff", b"x,,n=a,r=b"],
)
def test_what_begins_no_exchange_is_refused(first: bytes) -> None:
    with pytest.raises(BadExchange):
        First(first)


def test_names_are_unescaped() -> None:
    """ "The characters ',' or '=' in usernames are sent as '=2C' and '=3D' respectively" (RFC 5802, section 5.1)."""
    assert First(b"y,a=b=2Cc,n=a=3Db,r=abc").name == "a=b"
    assert First(b"y,a=b=2Cc,n=a=3Db,r=abc").wanted == "b,c"


def test_passwords_are_prepared() -> None:
    """RFC 4013, section 3: I<U+00AD>X is IX, and U+00AA is a."""
    assert prepared("I\u00adX") == "IX"
    assert prepared("\u00aa") == "a"
    assert prepared("bell\u0007") == "bell\u0007"


def test_a_made_up_salt_stays_and_is_as_long_as_a_real_one() -> None:
    assert made_up_salt(b"k", "nobody") == made_up_salt(b"k", "nobody") != made_up_salt(b"k", "other")
    assert len(made_up_salt(b"k", "nobody")) == 16
