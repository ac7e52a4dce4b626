"""Behind a real nginx, set up as docs/running.md says: everything on one port, and a web site with TLS of its own."""

from __future__ import annotations

import re
import ssl
from pathlib import Path

import aiohttp
import pytest
from tests.proxies.nginx import free_port, missing, nginx
from tests.server.http.test_websocket import until
from tests.support.real_server import Running, running, trusting
from tests.support.watching import Staying
from websockets.asyncio.client import connect
from websockets.typing import Origin

from hubbub.chat.world.session import Session
from hubbub.client.changes import MessageAdded
from hubbub.server.entrance.tls import Pair
from hubbub.settings import Web
from hubbub.uplink import addresses
from hubbub.uplink.dial import Dialer, known

pytestmark = pytest.mark.skipif(bool(missing()), reason=missing())

PAGE = (Path(__file__).parents[2] / "docs" / "running.md").read_text()
HERE = "127.0.0.1"


def example(first: str) -> str:
    """The nginx example of the docs that begins with this line."""
    found = re.search(rf"```nginx\n({re.escape(first)}\n.*?)```", PAGE, re.DOTALL)
    assert found, f"docs/running.md has no such example: {first}"
    return found[1]


def session_of(here: Running, name: str) -> Session:
    user = here.server.engine.chat.world.user(name)
    assert user is not None
    return user.sessions[0]


async def test_one_port_for_everything(pair: Pair, tmp_path: Path) -> None:
    """TLS goes through to the server; its first bytes are the PROXY header."""
    port = free_port()
    async with running(pair, proxies=("127.0.0.1",)) as here:
        block = example("server {  # one port for everything").replace("7000", f"{HERE}:{port}")
        block = block.replace("127.0.0.1:7777", f"{HERE}:{here.port}")
        async with nginx(tmp_path, port, stream=block):
            ours = trusting()
            address = f"wss://{HERE}:{port}/"
            async with connect(address, ssl=ours, proxy=None, local_addr=("127.0.0.9", 0)) as socket:
                await socket.send("NICK bob")
                await socket.send("USER bob 0 * :bob")
                await until(socket, " 422 ")
                session = session_of(here, "bob")
                assert (session.address, session.secure) == ("127.0.0.9", True)


@pytest.mark.parametrize("taken_away", ["", "/"])
async def test_a_path_of_a_web_site(tmp_path: Path, taken_away: str) -> None:
    """nginx takes the path away when proxy_pass has one, too."""
    port = free_port()
    async with running(web=Web(url=f"http://{HERE}:{port}/chat", trusted_proxies=("127.0.0.1",))) as here:
        block = f"""server {{ listen {HERE}:{port}; location /chat/ {{
            proxy_pass http://{HERE}:{here.port}{taken_away}; proxy_http_version 1.1; proxy_set_header Host $http_host;
            proxy_set_header Upgrade $http_upgrade; proxy_set_header Connection $http_connection;
            proxy_set_header X-Forwarded-For $remote_addr; }} }}"""
        async with nginx(tmp_path, port, http=block), aiohttp.ClientSession() as browser:
            page = await browser.get(f"http://{HERE}:{port}/chat/clients")
            assert f"ws://{HERE}:{port}/chat/" in await page.text()
            async with browser.get(f"http://{HERE}:{port}/chat/pages/style.css") as style:
                assert (style.status, style.content_type) == (200, "text/css")
            origin = Origin(f"http://{HERE}:{port}")
            async with connect(f"ws://{HERE}:{port}/chat/", proxy=None, origin=origin) as socket:
                await socket.send("CAP LS")
                await until(socket, " LS ")


async def test_a_web_site_with_tls_of_its_own(pair: Pair, tmp_path: Path) -> None:
    port = free_port()
    async with running(web=Web(trusted_proxies=("127.0.0.1",), names=("chat.example.org",))) as here:
        block = example("server {  # a web site with TLS of its own").replace("443", f"{HERE}:{port}")
        block = block.replace("127.0.0.1:7777", f"{HERE}:{here.port}")
        block = block.replace("/etc/ssl/chat.example.org.pem", str(pair.certificate))
        block = block.replace("/etc/ssl/chat.example.org.key", str(pair.key))
        async with nginx(tmp_path, port, http=block):
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
            context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
            async with connect(
                "wss://chat.example.org/", host=HERE, port=port, ssl=context, proxy=None,
                local_addr=("127.0.0.9", 0), origin=Origin("https://chat.example.org"),
            ) as socket:  # fmt: skip
                await socket.send("NICK bob")
                await socket.send("USER bob 0 * :bob")
                await until(socket, " 422 ")
                session = session_of(here, "bob")
                assert (session.address, session.secure) == ("127.0.0.9", True)


@pytest.mark.parametrize("link", ["http://{here}/chat/", "http://{here}/chat/invite#ABCD-EFGH-IJKL-MNOP"])
async def test_our_own_clients_come_through_a_web_site_and_come_back(tmp_path: Path, link: str) -> None:
    port = free_port()
    async with running(web=Web(url=f"http://{HERE}:{port}/chat", trusted_proxies=("127.0.0.1",))) as here:
        block = f"""server {{ listen {HERE}:{port}; location /chat/ {{
            proxy_pass http://{HERE}:{here.port}; proxy_http_version 1.1; proxy_set_header Host $http_host;
            proxy_set_header Upgrade $http_upgrade; proxy_set_header Connection $http_connection; }} }}"""
        way = Dialer(addresses.read(link.format(here=f"{HERE}:{port}")), known(tmp_path))
        async with Staying("alice", way, patient=True) as alice:
            async with nginx(tmp_path, port, http=block):
                await alice.watching.until_phase("on")
            await alice.watching.until_phase("waiting")
            alice.visit.typed("said meanwhile")
            async with nginx(tmp_path, port, http=block):
                alice.visit.retry()
                await alice.watching.until_phase("on", 2)
                await alice.watching.until(lambda: bool(alice.watching.all(MessageAdded)))
                said = [one.message.text for one in alice.watching.all(MessageAdded)]
    assert said == ["said meanwhile"]
