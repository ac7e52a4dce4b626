"""The pages, served by aiohttp: what this server is and how to join it, and whether it is well."""

from __future__ import annotations

import html
from importlib.resources import files
from string import Template
from typing import TYPE_CHECKING

from aiohttp import web
from aiohttp.typedefs import Handler
from aiohttp.web_protocol import RequestHandler

from hubbub.server.net.hosts import split_host

from .download import Download, download
from .protocol import SAFE_HEADERS

if TYPE_CHECKING:
    from .protocol import HttpConnection, Web

NEVER = 86_400.0  # seconds; the clock is HttpConnection's business


class Site:
    """aiohttp with our pages. A handler is one connection's; requests reach it one at a time, already judged."""

    def __init__(self, shared: Web) -> None:
        self.shared = shared
        self._connections: dict[RequestHandler, HttpConnection] = {}
        here = files(__package__)
        self._page = Template(here.joinpath("page.html").read_text("utf-8"))
        self._invite = Template(here.joinpath("invite.html").read_text("utf-8"))
        self._script = here.joinpath("invite.js").read_text("utf-8")
        self._style = here.joinpath("style.css").read_text("utf-8")

    async def start(self) -> None:
        """Make the application ready."""

        @web.middleware
        async def finish(request: web.Request, handler: Handler) -> web.StreamResponse:
            return await self._finish(request, handler)

        app = web.Application(middlewares=[finish])
        app.router.add_get("/", self._root)
        app.router.add_get("/style.css", self._css)
        app.router.add_get("/invite", self._invited)
        app.router.add_get("/invite.js", self._js)
        app.router.add_get("/healthz", self._health)
        app.router.add_get("/export/{token}", self._export, allow_head=False)
        self._runner = web.AppRunner(
            app, access_log=None, handle_signals=False, keepalive_timeout=NEVER, lingering_time=0, tcp_keepalive=False
        )
        await self._runner.setup()

    def handler(self, connection: HttpConnection) -> RequestHandler:
        """aiohttp's side of one connection."""
        assert self._runner.server is not None
        handler = self._runner.server()
        self._connections[handler] = connection
        return handler

    def forget(self, handler: RequestHandler) -> None:
        """That connection has ended, or goes on without aiohttp."""
        self._connections.pop(handler, None)

    async def _finish(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Send the answer as a whole, with our headers, and let the connection look for the next request."""
        try:
            response = await handler(request)
        except web.HTTPException as error:
            response = web.Response(status=error.status, text=f"{error.reason}\n")
        response.headers.update(SAFE_HEADERS)
        connection = self._connections.get(request.protocol)
        await response.prepare(request)
        if isinstance(response, Download) and connection is not None:
            await response.write_parts(connection)
        await response.write_eof()
        if connection is not None:
            self.shared.engine.loop.call_soon(connection.answered)
        return response

    async def _root(self, request: web.Request) -> web.Response:
        return self._filled(self._page, request)

    async def _invited(self, request: web.Request) -> web.Response:
        """The code is for the browser alone: no server sees what stands behind a #."""
        return self._filled(self._invite, request)

    def _filled(self, template: Template, request: web.Request) -> web.Response:
        """A page with what there is to know of this server at the address that was asked."""
        name, port = split_host(request.host)
        secure = request.secure
        about = self.shared.about()
        shown_port = port or (443 if secure else 80)
        values = {
            **about,
            "name": name,
            "address": f"[{name}]:{shown_port}" if ":" in name else f"{name}:{shown_port}",
            "port": str(shown_port),
            "websocket": f"{'wss' if secure else 'ws'}://{request.host}/",
            "fingerprint": about["fingerprint"] or "none",
            "pinned": f"-tls_pinned_cert {about['pin']} " if about["pin"] else "",
        }
        page = template.substitute({key: html.escape(value) for key, value in values.items()})
        return web.Response(text=page, content_type="text/html", headers={"Cache-Control": "no-cache"})

    async def _css(self, request: web.Request) -> web.Response:
        return web.Response(text=self._style, content_type="text/css", headers={"Cache-Control": "max-age=3600"})

    async def _js(self, request: web.Request) -> web.Response:
        return web.Response(
            text=self._script, content_type="text/javascript", headers={"Cache-Control": "max-age=3600"}
        )

    async def _export(self, request: web.Request) -> web.StreamResponse:
        connection = self._connections.get(request.protocol)
        secure = connection is not None and connection.is_secure
        return download(self.shared.engine, request.match_info["token"], secure=secure)

    async def _health(self, request: web.Request) -> web.Response:
        commits = self.shared.engine.commits
        if commits.dead:
            return web.Response(status=503, text="the log is broken\n")
        if self.shared.engine.turn.disk_full:
            return web.Response(status=503, text="the disk is full\n")
        return web.Response(text="ok\n", headers={"Cache-Control": "no-store"})
