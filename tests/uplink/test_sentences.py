"""Each trouble has a sentence that uses nothing but its details."""

from __future__ import annotations

from tests.support.each import each

from hubbub.uplink import sentences
from hubbub.uplink.trouble import CODES, Trouble

REASONS = {
    "bad-address": ("empty", "host", "port", "scheme", "user", "link"),
    "own-certificate": ("not-pem", "passphrase", "other"),
}


@each(("code", "reason"), [(code, reason) for code in CODES for reason in REASONS.get(code, ("why",))])
def test_every_trouble_has_a_sentence(code: str, reason: str) -> None:
    details = dict.fromkeys(CODES[code], "[x]") | ({"reason": reason} if "reason" in CODES[code] else {})
    said = sentences.of(Trouble(code, **details))
    assert said
    assert "{" not in said


def test_a_reason_that_nobody_knows_is_left_out() -> None:
    assert sentences.of(Trouble("lost", reason="")) == "The connection was lost"


def test_what_others_have_written_does_nothing() -> None:
    trouble = Trouble("no-websocket", host="h", port="80", status="404 \x9b31m\x1b]0;x\x07\nsecond")
    assert not {"\x9b", "\x1b", "\x07", "\n"} & set(sentences.of(trouble))


def test_an_address_of_many_colons_stands_in_brackets() -> None:
    assert "[2001:db8::1]:7777" in sentences.of(Trouble("refused", host="2001:db8::1", port="7777"))
