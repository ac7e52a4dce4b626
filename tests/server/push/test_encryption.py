"""What is pushed is what the device reads (RFC 8291)."""

from __future__ import annotations

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from hypothesis import given
from hypothesis import strategies as st
from tests.support.each import each
from tests.support.push_service import Device, base64, from_base64

from hubbub.server.push.encryption import MOST, RECORD, STEP, device_key, encrypted, point_of

CURVE = ec.SECP256R1()


def private(text: str) -> ec.EllipticCurvePrivateKey:
    return ec.derive_private_key(int.from_bytes(from_base64(text), "big"), CURVE)


def test_the_example_of_the_rfc() -> None:
    """Section 5 and appendix A."""
    ours = private("yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw")
    device = Device(private("q1dXpw3UpT5VOmu_cf_v6ih07Aems3njxI-JWgLcM94"), from_base64("BTBZMqHH6r4Tts7J_aSIgg"))
    assert base64(point_of(ours)) == (
        "BP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A8"
    )
    told = b"When I grow up, I want to be a watermelon"
    salt = from_base64("DGv6ra1nlYgDCS1FRnbzlw")
    body = encrypted(told, device.point, device.secret, ours, salt, padded=False)
    assert base64(body) == (
        "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3j"
        "l7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN"
    )
    assert device.read(body) == told.decode()


@given(st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=MOST // 4))
def test_a_device_reads_what_was_said(text: str) -> None:
    device = Device()
    assert device.read(encrypted(text.encode(), device.point, device.secret)) == text


def test_its_length_tells_little() -> None:
    device = Device()
    lengths = {len(encrypted(b"x" * size, device.point, device.secret)) for size in range(STEP)}
    assert len(lengths) == 1
    assert len(encrypted(b"x" * MOST, device.point, device.secret)) == RECORD
    with pytest.raises(ValueError, match="at most"):
        encrypted(b"x" * (MOST + 1), device.point, device.secret)


@each(
    "point", [b"", b"\x04", bytes(65), b"\x04" + bytes(64), b"\x04" + b"\xff" * 64, b"\x02" + bytes(32), bytes(10_000)]
)
def test_what_is_no_key_of_a_device(point: bytes) -> None:
    with pytest.raises(ValueError, match="p256dh"):
        device_key(point)
