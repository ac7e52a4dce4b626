"""Certificates from a real authority, over the one port of a real server."""

from __future__ import annotations

import asyncio
import json
import ssl
from pathlib import Path
from typing import Any

import msgspec
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from tests.authority.pebble import Pebble, missing, pebble
from tests.faults.test_upgrade import over_tls
from tests.proxies.nginx import free_port
from tests.support.server_process import PATIENCE, ServerProcess

from hubbub.authority import record

pytestmark = [pytest.mark.long, pytest.mark.skipif(bool(missing()), reason=missing())]

NAMES = ("chat.example.org", "irc.example.org")


class Certified(ServerProcess):
    """A server whose certificate comes from an authority."""

    def __init__(self, folder: Path, authority: Pebble, way: str) -> None:
        settings = folder / "hubbub.toml"
        table = f'on = true\nnames = {json.dumps(NAMES)}\nchallenge = "{way}"\nemail = "admin@example.org"\n'
        settings.write_text(f'[acme]\n{table}{authority.settings()}[metrics]\non = true\ntoken = "the-token"\n')
        super().__init__(folder, "--config", str(settings))
        self.port = authority.looks_at

    async def says(self, event: str) -> dict[str, Any]:
        """The first line of its log about that."""
        async with asyncio.timeout(2 * PATIENCE):
            while not (found := [line for line in self.log_lines() if line["event"] == event]):
                assert self.running, self.log_text()
                await asyncio.sleep(0.02)  # the log is a file
        return found[0]

    async def certificate(self) -> x509.Certificate:
        """What it shows to those who come over TLS now."""
        pem = await asyncio.to_thread(ssl.get_server_certificate, ("127.0.0.1", self.port))
        return x509.load_pem_x509_certificate(pem.encode())

    async def asked(self, *command: str) -> str:
        """What a command says that looks at its data."""
        process = await asyncio.create_subprocess_exec(
            *(*self.command[:3], *command, "--data", str(self.data)), stdout=-1, stderr=-2
        )
        return (await process.communicate())[0].decode()


@pytest.mark.parametrize("way", ["http-01", "tls-alpn-01"])
async def test_a_first_start_gets_a_certificate_and_a_later_one_renews_it_under_those_who_talk(
    tmp_path: Path, way: str
) -> None:
    async with pebble(tmp_path, free_port()) as authority:
        server = Certified(tmp_path, authority, way)
        try:
            await server.start()
            issued = await server.says("certificate_issued")
            first = await server.certificate()
            names = first.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
            assert names.get_values_for_type(x509.DNSName) == list(NAMES)
            assert "Pebble" in first.issuer.rfc4514_string()
            assert issued["fingerprint"].replace(":", "").lower() == first.fingerprint(hashes.SHA256()).hex()
            known = record.read(server.data)
            life = known.ends - known.begins
            assert known.begins + life * 0.66 < known.renew_at < known.begins + life * 0.71
            assert known.names == NAMES
            for secret in (record.CERTIFICATE, record.ACCOUNT):
                assert (server.data / secret).stat().st_mode & 0o777 == 0o600
            assert await server.stop() == 0

            account = json.loads((server.data / record.ACCOUNT).read_bytes())
            server.log.unlink()
            record.note(server.data, msgspec.structs.replace(known, renew_at=1.0))
            await server.start()
            olga, _ = await over_tls(server, "olga")
            assert (await server.certificate()).serial_number == first.serial_number
            await server.says("certificate_issued")
            assert (await server.certificate()).serial_number != first.serial_number
            olga.send("PING :still")
            await olga.until(" PONG hubbub :still")
            assert json.loads((server.data / record.ACCOUNT).read_bytes()) == account
            assert not list(server.data.glob(".acme-*"))
            status = json.loads(await server.asked("status", "--json"))
            assert status["certificate"]["there"]
            assert status["certificate"]["names"] == list(NAMES)
            assert "hubbub_certificate_failures 0.0" in await metrics(server)
            assert await server.stop() == 0
        finally:
            server.let_go()
            if server.running:
                await server.kill()


async def test_an_authority_that_is_gone_is_told_of_and_asked_again_when_told_to(tmp_path: Path) -> None:
    async with pebble(tmp_path, free_port()) as authority:
        await authority.stop()
        server = Certified(tmp_path, authority, "http-01")
        try:
            await server.start()
            failed = await server.says("certificate_failed")
            assert "cannot be asked: Connection refused" in failed["why"]
            await over_tls(server, "olga")  # by our own certificate
            assert "hubbub_certificate_failures 1.0" in await metrics(server)
            assert "Connection refused" in await server.asked("status")
            doctor = await server.asked("doctor", "--config", str(tmp_path / "hubbub.toml"))
            assert "at a certificate failed" in doctor
            assert "does not listen there" in doctor
            await authority.start()
            await server.asked("reload")
            await server.says("certificate_issued")
            assert "certificate_failed" not in await server.asked("doctor", "--config", str(tmp_path / "hubbub.toml"))
            assert await server.stop() == 0
        finally:
            server.let_go()
            if server.running:
                await server.kill()


async def test_a_name_that_leads_elsewhere_is_said(tmp_path: Path) -> None:
    async with pebble(tmp_path, free_port()) as authority:
        server = Certified(tmp_path, authority, "http-01")
        server.port = free_port()  # where it looks, nobody is
        try:
            await server.start()
            failed = await server.says("certificate_failed")
            assert "chat.example.org could not be proved" in failed["why"]
            assert "refused" in failed["why"]
            assert await server.stop() == 0
        finally:
            if server.running:
                await server.kill()


async def metrics(server: ServerProcess) -> str:
    reader, writer = await asyncio.open_connection("127.0.0.1", server.port)
    writer.write(b"GET /metrics HTTP/1.0\r\nHost: localhost\r\nAuthorization: Bearer the-token\r\n\r\n")
    text = (await reader.read()).decode()
    writer.close()
    return text
