"""The documentation as pages of the server."""

from __future__ import annotations

import posixpath
import re

from tests.server.http.test_protocol import request, status
from tests.support.each import each
from tests.support.real_server import running

from hubbub import shipped
from hubbub.server.http.docs import rendered

PAGES = ("", *shipped.pages())


def page(name: str) -> str:
    made = rendered(name)
    assert made is not None
    return made.decode()


@each("name", PAGES)
def test_every_link_of_a_page_leads_to_a_page(name: str) -> None:
    for link in re.findall(r'href="([^":]+)"', page(name)):
        path, _, fragment = link.partition("#")
        there = posixpath.normpath(posixpath.join("/docs", posixpath.dirname(name), path)) if path else f"/docs/{name}"
        if there in ("/clients", "/pages/style.css"):
            continue
        other = there.removeprefix("/docs").removeprefix("/")
        assert other in PAGES, link
        assert not fragment or f'id="{fragment}"' in page(other), link


def test_what_is_no_page_here_is_left_as_words() -> None:
    assert ">packaging/prometheus/<" not in page("running")
    assert "packaging/prometheus/ has alerts" in page("running")
    assert "<table>" in page("running")
    assert "<!--" not in page("running").partition("<body>")[2]
    assert rendered("../pyproject") is None


async def test_they_are_served() -> None:
    async with running() as served:
        listed = await served.ask(request("/docs/"))
        assert status(listed) == 200
        assert '<a href="running">Running a server</a>' in listed
        assert status(await served.ask(request("/docs"))) == 308
        assert "<h1" in await served.ask(request("/docs/ext/push"))
        assert status(await served.ask(request("/docs/nothing"))) == 404
        assert status(await served.ask(request("/docs/..%2fpyproject"))) in (400, 404)
