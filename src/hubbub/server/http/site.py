"""The pages, served by aiohttp: the web client, how to join with others, and whether the server is well."""

from __future__ import annotations

import html
from pathlib import Path
from string import Template
from typing import TYPE_CHECKING

from aiohttp import web
from aiohttp.typedefs import Handler
from aiohttp.web_protocol import RequestHandler

import hubbub
from hubbub.server.net.hosts import split_host

from .download import Download, download
from .protocol import SAFE_HEADERS
from .static import Answer, Folder

if TYPE_CHECKING:
    from .protocol import HttpConnection, Web

CLIENT = Path(hubbub.__file__).parent / "web"
PAGES = Path(__file__).parent / "pages"
NEVER = 86_400.0  # seconds; the clock is HttpConnection's business


class Site:
    """aiohttp with our pages. A handler is one connection's; requests reach it one at a time, already judged."""

    def __init__(self, shared: Web) -> None:
        self.shared = shared
        self._connections: dict[RequestHandler, HttpConnection] = {}
        self.client = Folder(CLIENT)
        self.pages = Folder(PAGES)
        self._page = Template((PAGES / "clients.html").read_text("utf-8"))
        self._invite = Template((PAGES / "invite.html").read_text("utf-8"))

    async def start(self) -> None:
        """Make the application ready."""

        @web.middleware
        async def finish(request: web.Request, handler: Handler) -> web.StreamResponse:
            return await self._finish(request, handler)

        app = web.Application(middlewares=[finish])
        app.router.add_get("/", self._root)
        app.router.add_get("/clients", self._clients)
        app.router.add_get("/invite", self._invited)
        app.router.add_get("/pages/{name:.+}", self._of_pages)
        app.router.add_get("/healthz", self._health)
        app.router.add_get("/export/{token}", self._export, allow_head=False)
        app.router.add_get("/{name:(?!export/).+}", self._of_client)
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
        """The web client."""
        answer = self.client.page("index.html", request.headers)
        return self._filled(self._page, request) if answer is None else _response(answer)

    async def _clients(self, request: web.Request) -> web.Response:
        """How to join with anything else."""
        return self._filled(self._page, request)

    async def _of_client(self, request: web.Request) -> web.Response:
        return _response(self.client.answer(request.match_info["name"], request.headers))

    async def _of_pages(self, request: web.Request) -> web.Response:
        return _response(self.pages.answer(request.match_info["name"], request.headers))

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

    async def _export(self, request: web.Request) -> web.StreamResponse:
        connection = self._connections.get(request.protocol)
        secure = connection is not None and connection.is_secure
        return download(self.shared.engine, request.match_info["token"], secure=secure)

    async def _health(self, request: web.Request) -> web.Response:
        commits = self.shared.engine.commits
        if commits.dead:
            return web.Response(status=503, text="the log is broken\n")
        if self.shared.engine.chat.disk_full:
            return web.Response(status=503, text="the disk is full\n")
        return web.Response(text="ok\n", headers={"Cache-Control": "no-store"})


def _response(answer: Answer | None) -> web.Response:
    if answer is None:
        raise web.HTTPNotFound
    return web.Response(status=answer.status, headers=answer.headers, body=answer.body)
