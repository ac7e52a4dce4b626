"""The page that says how to join this server with something else than the browser."""

from __future__ import annotations

from collections.abc import Callable
from string import Template
from urllib.parse import urlsplit

from hubbub.server.net.hosts import split_host

from .framed import HEADERS, HTML, framed, template
from .request import Request
from .response import Response
from .routes import Route
from .static import Folder


class Pages:
    """`about` is what there is to know of this server, `url` where its pages are (`web.url`), or empty."""

    def __init__(self, about: Callable[[], dict[str, str]], url: str) -> None:
        self.about = about
        self.url = urlsplit(url)
        self.folder = Folder(HTML)
        self._clients = template("clients.html")
        self._direct = template("direct.html")
        self._proxied = template("proxied.html")

    def rows(self) -> tuple[Route, ...]:
        return (
            Route("GET", "/clients", self.clients),
            Route("GET", "/pages/{name*}", self.file),
        )

    def clients(self, request: Request) -> Response:
        """How to join with whatever is at hand; behind a proxy for HTTP, with what gets through it."""
        return self._filled(self._proxied if request.caller.proxied else self._direct, request)

    def file(self, request: Request) -> Response:
        """What these pages are made with."""
        return self.folder.answer(request.params["name"], request)

    def _filled(self, ways: Template, request: Request) -> Response:
        import html  # with its table of entities, which nobody needs before

        about = self.values(request)
        about["lobby"] = about["lobby"] or "any you like"
        values = {key: html.escape(value) for key, value in about.items()}
        content = self._clients.substitute(values, ways=ways.substitute(values))
        return Response(200, HEADERS, framed(values["server"], content))

    def values(self, request: Request) -> dict[str, str]:
        """What there is to know of this server at the address that was asked."""
        name, given = split_host(request.host)
        port = str(given or (443 if request.caller.tls else 80))
        about = self.about()
        path = self.url.path.rstrip("/") if request.host == self.url.netloc else ""
        return {
            **about,
            "name": name,
            "address": f"[{name}]:{port}" if ":" in name else f"{name}:{port}",
            "port": port,
            "websocket": f"{'wss' if request.caller.tls else 'ws'}://{request.host}{path}/",
            "page": f"{'https' if request.caller.tls else 'http'}://{request.host}{path}/",
            "irc": about.get("irc") or "not from here",
            "fingerprint": about["fingerprint"] or "none",
            "pinned": f"-tls_pinned_cert {about['pin']} " if about["pin"] else "",
        }
