"""The file of pinned certificates."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from hubbub.uplink.pins import Pins, fingerprint


def test_a_pin_is_found_again_by_host_and_port(tmp_path: Path) -> None:
    pins = Pins(tmp_path / "new folder" / "known")
    assert pins.find("chat.example", 7777) is None
    pins.add("Chat.Example", 7777, "AB:CD")
    pins.add("::1", 7777, "11:22")
    pins.add("chat.example", 7777, "EF:01")
    again = Pins(pins.file)
    assert (again.find("chat.example", 7777), again.find("::1", 7777)) == ("EF:01", "11:22")
    assert again.find("chat.example", 7778) is None


def test_lines_that_are_no_pins_do_no_harm(tmp_path: Path) -> None:
    file = tmp_path / "known"
    file.write_bytes(b"# mine\n\nnonsense\n\xff\xfe x y\nchat.example:7777 sha256:AB\n")
    assert Pins(file).find("chat.example", 7777) == "AB"


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such modes")
def test_only_the_owner_can_read_it(tmp_path: Path) -> None:
    pins = Pins(tmp_path / "known")
    pins.add("h", 1, "AB")
    pins.add("h", 2, "AB")
    assert pins.file.stat().st_mode & 0o777 == 0o600


def test_a_fingerprint_is_the_sha_256_in_pairs() -> None:
    assert fingerprint(b"").startswith("E3:B0:C4:42")
    assert len(fingerprint(b"")) == 95
