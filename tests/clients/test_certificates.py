"""Real clients that log in by a certificate of their own (SASL EXTERNAL)."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.clients.client import Way
from tests.clients.conftest import ArriveBy
from tests.clients.kinds import KINDS, PASSWORD
from tests.support.real_server import Running

from hubbub.server.entrance import selfsigned
from hubbub.server.entrance.tls import Pair


@pytest.mark.parametrize("kind", [kind for kind in ("irssi", "weechat") if kind in KINDS])
async def test_a_certificate_logs_in(kind: str, server: Running, arrive_by: ArriveBy, tmp_path: Path) -> None:
    mine = Pair(tmp_path / "me.crt", tmp_path / "me.key")
    selfsigned.make(mine.certificate, mine.key)
    both = tmp_path / "me.pem"
    both.write_text(mine.key.read_text() + mine.certificate.read_text())
    owner = await server.irc("ivy")
    owner.send(f"REGISTER * * :{PASSWORD}", f"NS CERT ADD {mine.fingerprint}")
    await owner.until("can log in to your account")
    owner.send("QUIT")
    await owner.rest()

    await arrive_by(kind, "ivy", Way(True, "", str(both)))
    watcher = await server.irc("watcher")
    watcher.send("WHOIS ivy")
    assert any(" 330 watcher ivy ivy " in line for line in await watcher.until(" 318 "))
