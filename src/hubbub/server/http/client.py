"""The web client: its page at `/`, and its files beside it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

import msgspec

import hubbub
from hubbub.typed.browsers import as_json

from .pages import Pages
from .request import Request
from .response import Response
from .routes import Route
from .static import INDEX, Asset, Folder, respond

CLIENT = Path(hubbub.__file__).parent / "web"
ASK_AGAIN = "no-cache"


def rows(pages: Pages, folder: Folder | None = None) -> tuple[Route, ...]:
    folder = folder or Folder(CLIENT, look_again=1.0)
    commands = Asset("application/json", as_json())

    def index(request: Request) -> Response | Awaitable[Response]:
        about = pages.values(request)
        values = {"about": _about(about), "name": about["server"], "lobby": about["lobby"]}
        return once_ready(lambda: folder.page(INDEX, request, values))

    def typed(request: Request) -> Response:
        return respond(commands, request, ASK_AGAIN)

    def manifest(request: Request) -> Response:
        return respond(
            Asset("application/manifest+json", _manifest(pages.values(request)["server"])), request, ASK_AGAIN
        )

    def file(request: Request) -> Response | Awaitable[Response]:
        return once_ready(lambda: folder.answer(request.params["name"], request))

    def once_ready(answer: Callable[[], Response]) -> Response | Awaitable[Response]:
        """At once, but for the first visitors after a start or an upgrade: nobody else waits for what is made then."""
        return answer() if folder.is_ready else made_first(answer)

    async def made_first(answer: Callable[[], Response]) -> Response:
        await asyncio.to_thread(folder.make_ready)
        return answer()

    return (
        Route("GET", "/", index),
        Route("GET", "/invite", index),
        Route("GET", "/operator", index),
        Route("GET", "/commands.json", typed),
        Route("GET", "/manifest.webmanifest", manifest),
        Route("GET", "/{name*}", file),
    )


def _about(values: dict[str, str]) -> str:
    """What the page has to know of this server before it is connected, as JSON."""
    port = int(values["port"])
    about = {
        **{name: values[name] for name in ("access", "lobby", "icon", "version", "fingerprint", "pin")},
        "name": values["server"],
        "host": values["name"],
        "port": port,
        "tls_port": port if values["fingerprint"] != "none" else 0,
        "secure": values["websocket"].startswith("wss:"),
        "register": values["register"] == "yes",
        "files": {"max_bytes": int(values["largest"])} if values.get("largest") else None,
    }
    return msgspec.json.encode(about).decode()


def _manifest(name: str) -> bytes:
    """What a browser needs to install the client like a program (https://www.w3.org/TR/appmanifest/)."""
    icons = [
        {"src": "icons/mark.svg", "sizes": "any", "type": "image/svg+xml", "purpose": "any maskable"},
        *({"src": f"icons/mark-{size}.png", "sizes": f"{size}x{size}", "type": "image/png"} for size in (192, 512)),
    ]
    return msgspec.json.encode(
        {
            "name": name,
            "short_name": name,
            "id": "./",
            "start_url": "./",
            "scope": "./",
            "display": "standalone",
            "background_color": "#ffffff",
            "theme_color": "#ffffff",
            "icons": icons,
        }
    )
