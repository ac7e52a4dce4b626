"""A real authority: pebble of Let's Encrypt, and the name server of its tests, installed, or unpacked by
`make test-long`.

It looks at the one port of a server for both challenges, wherever the names of the certificate lead otherwise.
"""

from __future__ import annotations

import asyncio
import json
import os
import ssl
from asyncio.subprocess import DEVNULL, Process
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

import trustme
from tests.proxies.nginx import free_port
from tests.support.programs import program

PATIENCE = 20.0


def missing() -> str:
    """Why there is none here; empty when there is."""
    return "" if program("pebble") and program("pebble-challtestsrv") else "pebble could not be unpacked"


class Pebble:
    """`looks_at` is the port at which it proves names; `directory` the URL of it, `ca_file` what vouches for that."""

    def __init__(self, folder: Path, looks_at: int) -> None:
        self.folder = folder
        self.looks_at = looks_at
        self.port, self.names = free_port(), free_port()
        self.directory = f"https://localhost:{self.port}/dir"
        self.ca_file = folder / "ca.pem"
        self.process: Process | None = None

    def settings(self) -> str:
        """The lines of a settings file that make it the authority."""
        return f'directory = "{self.directory}"\nca_file = "{self.ca_file}"\n'

    def prepare(self) -> None:
        ca = trustme.CA()
        ca.cert_pem.write_to_path(self.ca_file)
        own = ca.issue_cert("localhost")
        own.private_key_pem.write_to_path(self.folder / "own.key")
        own.cert_chain_pems[0].write_to_path(self.folder / "own.pem")
        settings = {
            "listenAddress": f"127.0.0.1:{self.port}",
            "managementListenAddress": f"127.0.0.1:{free_port()}",
            "certificate": str(self.folder / "own.pem"),
            "privateKey": str(self.folder / "own.key"),
            "httpPort": self.looks_at,
            "tlsPort": self.looks_at,
            "ocspResponderURL": "",
            "externalAccountBindingRequired": False,
        }
        (self.folder / "pebble.json").write_text(json.dumps({"pebble": settings}))

    async def start(self) -> None:
        """Begin to answer. Every third request is told that its nonce is bad."""
        self.process = await asyncio.create_subprocess_exec(
            program("pebble"), "-strict", "-config", str(self.folder / "pebble.json"),
            "-dnsserver", f"127.0.0.1:{self.names}",
            env={**os.environ, "PEBBLE_VA_NOSLEEP": "1", "PEBBLE_WFE_NONCEREJECT": "33"},
            stdout=DEVNULL, stderr=DEVNULL,
        )  # fmt: skip
        async with asyncio.timeout(PATIENCE):
            while True:
                try:
                    trusted = ssl.create_default_context(cafile=self.ca_file)
                    _, writer = await asyncio.open_connection("localhost", self.port, ssl=trusted)
                except OSError:
                    await asyncio.sleep(0.02)  # it says nothing when it is ready
                else:
                    writer.close()
                    return

    async def stop(self) -> None:
        if self.process is not None and self.process.returncode is None:
            self.process.kill()
            await self.process.wait()


@asynccontextmanager
async def pebble(folder: Path, looks_at: int) -> AsyncIterator[Pebble]:
    """An authority for which every name is on this machine."""
    authority = Pebble(folder, looks_at)
    authority.prepare()
    async with AsyncExitStack() as stack:
        off = [part for name in ("http01", "https01", "tlsalpn01", "doh") for part in (f"-{name}", "")]
        names = await asyncio.create_subprocess_exec(
            program("pebble-challtestsrv"), "-defaultIPv6", "", "-defaultIPv4", "127.0.0.1",
            "-dns01", f"127.0.0.1:{authority.names}", "-management", f"127.0.0.1:{free_port()}", *off[:6],
            stdout=DEVNULL, stderr=DEVNULL,
        )  # fmt: skip
        stack.push_async_callback(names.wait)
        stack.callback(names.kill)
        stack.push_async_callback(authority.stop)
        await authority.start()
        yield authority
