"""A certificate from an authority, as the server looks after it; the authority is said by the test."""

from __future__ import annotations

import asyncio
import json
import shutil
import ssl
import time
from pathlib import Path

import msgspec
import pytest
from tests.support.real_server import Running, running
from tests.support.told import told

from hubbub.authority import record
from hubbub.authority.orders import Advice, Challenge, Failed, Issued, Said
from hubbub.authority.record import Record
from hubbub.doctor.certificate import look
from hubbub.doctor.examine import case_of
from hubbub.server.entrance.selfsigned import make
from hubbub.server.entrance.tls import Pair
from hubbub.server.process.certificates import Certificates
from hubbub.server.process.status import status
from hubbub.settings import Acme, Settings

NAMES = ("chat.example.org",)
GET = "GET {} HTTP/1.1\r\nHost: chat.example.org\r\nConnection: close\r\n\r\n"


class Told(Certificates):
    """`says`: what comes of each attempt. `asked` has for each whether it only asked when to renew."""

    def __init__(self, served: Running, folder: Path, *says: Said) -> None:
        given = Acme(on=True, names=NAMES)
        served.server.settings = msgspec.structs.replace(served.server.settings, acme=given)
        super().__init__(served.server, folder)
        served.server.certificates = self
        self.says = list(says)
        self.asked: list[bool] = []

    async def _ask(self, *, only_ask: bool) -> Said:
        self.asked.append(only_ask)
        said = self.says.pop(0)
        if isinstance(said, Issued):
            make(self.directory / "c", self.directory / "k")
            pem = (self.directory / "c").read_bytes() + (self.directory / "k").read_bytes()
            record.write(self.directory / record.CERTIFICATE, pem)
        return said


def issued() -> Issued:
    return Issued(time.time() - 60, time.time() + 90 * 86_400)


async def test_it_is_taken_into_use_at_once_and_nobody_is_disconnected(tmp_path: Path, pair: Pair) -> None:
    async with running(pair) as served:
        olga = await served.connect(tls=True)
        olga.send("NICK olga", "USER o 0 * :O", "PING in")
        await olga.until(" PONG ")
        mine = Told(served, tmp_path, Failed("nobody is there"), issued())
        assert mine.there_is() is None
        await mine._look()
        before = served.server.fingerprint
        assert record.read(tmp_path).error == "nobody is there"
        assert 50 < record.read(tmp_path).renew_at - time.time() < 70
        assert [one.what for one in served.server.health.troubles()] == ["certificate_failed"]
        await served.server.reload()
        assert mine.woken.is_set()
        await mine._look()
        assert served.server.fingerprint != before
        assert served.server.health.troubles() == []
        olga.send("PING still")
        await olga.until(" PONG ")
        assert mine.asked == [False, False]
        known = record.read(tmp_path)
        assert known.failures == 0
        assert 59 * 86_400 < known.renew_at - time.time() < 64 * 86_400
        told = status(served.server)["certificate"]
        assert (told["there"], told["names"], told["failures"]) == (True, list(NAMES), 0)
        assert mine.there_is() is not None


async def test_an_authority_that_would_like_it_sooner_gets_its_way(tmp_path: Path, pair: Pair) -> None:
    async with running(pair) as served:
        soon = time.time() + 3600
        mine = Told(served, tmp_path, issued(), Advice((soon, soon), soon), Failed("no advice"))
        await mine._look()
        mine.known = msgspec.structs.replace(mine.known, ask_at=1.0)
        await mine._look()
        assert mine.known.renew_at == soon
        assert mine.known.ask_at == soon
        mine.known = msgspec.structs.replace(mine.known, ask_at=1.0)
        await mine._look()
        assert (mine.known.renew_at, mine.known.failures) == (soon, 0)
        assert mine.asked == [False, True, True]


async def test_another_name_or_authority_is_another_certificate(tmp_path: Path, pair: Pair) -> None:
    async with running(pair) as served:
        mine = Told(served, tmp_path, issued())
        await mine._look()
        assert mine._next() > time.time()
        mine.known = msgspec.structs.replace(mine.known, names=("other.example.org",))
        assert mine._next() == 0


async def test_failures_count_only_when_there_is_none_or_after_some(
    tmp_path: Path, pair: Pair, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    async with running(pair) as served:
        mine = Told(served, tmp_path, issued(), *(Failed("no", time.time() + 9000) for _ in range(3)))
        await mine._look()
        for attempt in range(3):
            assert served.server.health.troubles() == []
            mine.known = msgspec.structs.replace(mine.known, renew_at=1.0, ask_at=0.0)
            await mine._look()
            assert mine.known.failures == attempt + 1
            assert mine.known.renew_at > time.time() + 8000
        assert [one.what for one in served.server.health.troubles()] == ["certificate_failed"]
        events = [event for event in told(caplog) if event.startswith("certificate_")]
        assert events == ["certificate_issued", *["certificate_failed"] * 3]


async def test_a_certificate_that_cannot_be_used_changes_nothing(tmp_path: Path, pair: Pair) -> None:
    async with running(pair) as served:
        mine = Told(served, tmp_path, issued())
        before = served.server.fingerprint
        shutil.copyfile(pair.certificate, tmp_path / record.CERTIFICATE)
        assert mine.there_is() is None
        assert "acme.pem" in mine._use()
        assert served.server.fingerprint == before


async def test_challenges_are_answered_over_http_by_whatever_host(tmp_path: Path) -> None:
    async with running() as served:
        server = served.server
        assert "404" in (await served.ask(GET.format("/.well-known/acme-challenge/abc"))).split("\r\n")[0]
    async with running(acme=Acme(on=True, names=NAMES)) as served:
        mine = Told(served, tmp_path)
        mine._prepare(Challenge("http-01", NAMES[0], "abc", "abc.def"))
        place = "/.well-known/acme-challenge/"
        answer = await served.ask(GET.format(f"{place}abc").replace("chat.example.org", "any.example"))
        assert answer.startswith("HTTP/1.1 200")
        assert answer.endswith("\r\n\r\nabc.def")
        assert (await served.ask(GET.format(f"{place}abd"))).startswith("HTTP/1.1 404")
        assert (await served.ask(GET.format(f"{place}a/b"))).startswith("HTTP/1.1 404")
    assert server.answers == {}


@pytest.mark.parametrize("kind", ["any", "http"])
async def test_challenges_are_shown_over_tls_on_the_same_port(tmp_path: Path, pair: Pair, kind: str) -> None:
    async with running(pair, kind) as served:
        mine = Told(served, tmp_path)
        record.write(tmp_path / "c.pem", pair.certificate.read_bytes() + pair.key.read_bytes())
        mine._prepare(Challenge("tls-alpn-01", NAMES[0], certificate=str(tmp_path / "c.pem")))
        assert await shown(served.port, "chat.example.org", ["acme-tls/1"]) == "acme-tls/1"
        assert await shown(served.port, "CHAT.example.org", ["acme-tls/1"]) == "acme-tls/1"
        if kind == "any":  # others are served as ever
            assert await shown(served.port, "other.example.org", ["acme-tls/1"]) is None
            assert await shown(served.port, "chat.example.org", ["http/1.1"]) is None


async def shown(port: int, name: str, protocols: list[str]) -> str | None:
    """What is spoken after a handshake."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    context.set_alpn_protocols(protocols)
    reader, writer = await asyncio.open_connection("127.0.0.1", port, ssl=context, server_hostname=name)
    spoken: str | None = writer.get_extra_info("ssl_object").selected_alpn_protocol()
    if spoken is not None:
        assert await reader.read() == b""  # and nothing is said
    writer.transport.abort()
    return spoken


async def test_the_process_that_asks_says_what_is_wrong(tmp_path: Path, pair: Pair) -> None:
    given = Acme(on=True, names=NAMES, directory="https://127.0.0.1:1/dir")
    async with running(pair, acme=given) as served:
        mine = Certificates(served.server, tmp_path)
        said = await mine._ask(only_ask=False)
        assert said == Failed("https://127.0.0.1:1/dir cannot be asked: Connection refused")
        assert not (tmp_path / record.ACCOUNT).exists()


def test_doctor_says_where_the_authority_looks_and_how_it_went(tmp_path: Path) -> None:
    settings = Settings(acme=Acme(on=True, names=NAMES))
    case = case_of(settings, tmp_path, None, running=False, now=time.time())
    assert [one.what for one in look(case)] == ["acme_port"]
    record.note(tmp_path, Record(failures=1, error="port 80 is closed"))
    found = {one.what: one for one in look(case)}
    assert "port 80 is closed" in found["certificate_failed"].says
    assert found["certificate_failed"].level == "bad"
    assert json.loads((tmp_path / record.RECORD).read_bytes())["failures"] == 1
