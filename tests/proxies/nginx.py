"""A real nginx in front of a server, unpacked by `make test` (tools/debian-unpacked)."""

from __future__ import annotations

import asyncio
import os
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

from tests.support.ending import ended

UNPACKED = Path(sys.prefix) / "debian" / "usr"
NGINX = UNPACKED / "sbin" / "nginx"
STREAM = UNPACKED / "lib" / "nginx" / "modules" / "ngx_stream_module.so"
PATIENCE = 10.0

HEAD = """
daemon off; worker_processes 1; pid {folder}/pid; error_log {folder}/error.log;
{user} {modules}
events {{ worker_connections 64; }}
"""
HTTP = """
http {{
    access_log off;
    client_body_temp_path {folder}/1; proxy_temp_path {folder}/2; fastcgi_temp_path {folder}/3;
    uwsgi_temp_path {folder}/4; scgi_temp_path {folder}/5;
    {http}
}}
"""


def missing() -> str:
    """Why nginx cannot be run here; empty when it can."""
    return "" if NGINX.is_file() and STREAM.is_file() else "nginx could not be unpacked"


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port: int = taken.getsockname()[1]
        return port


@asynccontextmanager
async def nginx(folder: Path, port: int, *, http: str = "", stream: str = "") -> AsyncIterator[None]:
    """nginx with these blocks, which listen on that port."""
    user = "user root;" if os.geteuid() == 0 else ""
    modules = f"load_module {STREAM};" if stream else ""
    text = HEAD.format(folder=folder, user=user, modules=modules)
    text += HTTP.format(folder=folder, http=http) if http else ""
    text += f"stream {{ {stream} }}" if stream else ""
    settings = folder / "nginx.conf"
    settings.write_text(text)
    process = await asyncio.create_subprocess_exec(
        str(NGINX), "-p", str(folder), "-c", str(settings), "-e", str(folder / "error.log")
    )
    try:
        await _until_it_listens(process, port, folder)
        yield
    finally:
        with suppress(ProcessLookupError):
            process.terminate()
        await ended(process, "nginx")


async def _until_it_listens(process: asyncio.subprocess.Process, port: int, folder: Path) -> None:
    async with asyncio.timeout(PATIENCE):
        while True:
            assert process.returncode is None, (folder / "error.log").read_text()
            with suppress(OSError):
                _, writer = await asyncio.open_connection("127.0.0.1", port)
                writer.close()
                return
            await asyncio.sleep(0.02)
