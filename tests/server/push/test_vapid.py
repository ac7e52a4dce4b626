"""Push services know who asks (RFC 8292)."""

from __future__ import annotations

from tests.support.push_service import Asked, from_base64

from hubbub.server.push.vapid import GOOD_FOR, Vapid


def test_the_token_is_signed_for_one_push_service_and_renewed() -> None:
    now = 1_760_000_000.0
    vapid = Vapid(b"secret", "mailto:a@example.org", lambda: now)
    first = vapid.authorization("https://push.example")
    claims = Asked("/", {"authorization": first}, b"").claims(vapid.key)
    assert claims == {"aud": "https://push.example", "exp": int(now) + GOOD_FOR, "sub": "mailto:a@example.org"}
    assert GOOD_FOR <= 24 * 3600
    assert vapid.authorization("https://push.example") is first
    assert vapid.authorization("https://other.example") != first
    now += GOOD_FOR / 2
    assert vapid.authorization("https://push.example") != first
    now -= 10 * GOOD_FOR
    later = vapid.authorization("https://push.example")
    assert Asked("/", {"authorization": later}, b"").claims(vapid.key)["exp"] == int(now) + GOOD_FOR, "a clock set back"


def test_the_key_is_the_servers_for_ever() -> None:
    keys = {Vapid(secret, "", lambda: 0).key for secret in (b"secret", b"secret", b"another")}
    assert len(keys) == 2
    assert all(len(from_base64(key)) == 65 for key in keys)
