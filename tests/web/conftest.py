"""A real browser against real servers: one browser for each worker, one server that many tests share."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, async_playwright
from tests.support.programs import CHROMIUM
from tests.support.server_process import ServerProcess, server_process
from tests.web.face import Face, Faces, Used
from tests.web.stage import ARGS, Stage, stage


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """All tests of this folder that use the browser share its loop."""
    for item in items:
        if "tests/web/" in item.nodeid and "chromium" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.asyncio(loop_scope="session"), append=False)


@asynccontextmanager
async def launched(program: str, args: list[str] = ARGS) -> AsyncIterator[Browser]:
    """A browser that compiles nothing twice: its pages live too short for what is compiled better to pay."""
    assert program, "chromium is needed: make test installs it"
    args = [*args, "--js-flags=--no-maglev --no-turbofan"]
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=program, args=args)
        yield browser
        await browser.close()


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def chromium() -> AsyncIterator[Browser]:
    async with launched(CHROMIUM) as browser:
        yield browser


SETTINGS = """
[[operators]]
name = "root"
password = "correcthorse"
[push]
enabled = true
contact = "mailto:a@example.org"
allow = ["localhost"]
"""


@asynccontextmanager
async def _served(folder: Path) -> AsyncIterator[ServerProcess]:
    (folder / "data").mkdir(mode=0o700, parents=True)
    (folder / "data" / "hubbub.toml").write_text(SETTINGS)
    async with server_process(folder) as process:
        yield process


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def shared(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[ServerProcess]:
    async with _served(tmp_path_factory.mktemp("web")) as process:
        yield process


@pytest_asyncio.fixture(loop_scope="session")
async def server(request: pytest.FixtureRequest, shared: ServerProcess, tmp_path: Path) -> AsyncIterator[ServerProcess]:
    """One server for all tests that do it no harm; each has a room of its own. OPER root correcthorse runs it.

    A second try has another one: what the first said stands in the shared one's rooms.
    """
    if getattr(request.node, "execution_count", 1) == 1:
        yield shared
        return
    async with _served(tmp_path / "again") as process:
        yield process


@asynccontextmanager
async def opening(browser: Browser, used: list[Used] | None = None) -> AsyncIterator[Faces]:
    """Opens pages; what went wrong in one fails the test."""
    faces = Faces(browser, used)
    yield faces
    await faces.close()
    assert not faces.problems, faces.problems


@pytest.fixture(scope="session")
def used() -> dict[Browser, list[Used]]:
    """Contexts of tests that are over. They end with their browser."""
    return {}


@pytest_asyncio.fixture(loop_scope="session")
async def faces(
    request: pytest.FixtureRequest, chromium: Browser, used: dict[Browser, list[Used]]
) -> AsyncIterator[Faces]:
    """A second try has nothing that was used."""
    first = getattr(request.node, "execution_count", 1) == 1
    async with opening(chromium, used.setdefault(chromium, []) if first else None) as faces:
        yield faces


@pytest_asyncio.fixture(loop_scope="session")
async def alice(faces: Faces, server: ServerProcess) -> Face:
    """Somebody in the lobby of the shared server, under a name of this test alone."""
    return await faces.joined(server, "alice")


@pytest_asyncio.fixture(loop_scope="session")
async def own_server(tmp_path: Path) -> AsyncIterator[ServerProcess]:
    """A server that the test may kill."""
    async with server_process(tmp_path) as process:
        yield process


def pytest_configure() -> None:
    os.environ.setdefault("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")


@pytest.fixture(scope="module")
def views() -> Iterator[Stage]:
    """The views over a made-up server, in a browser of their own."""
    with stage() as one:
        yield one


@pytest.fixture
def no_complaints(views: Stage) -> Iterator[None]:
    """The page reports nothing while the test runs."""
    views.problems.clear()
    yield
    assert views.problems == []
