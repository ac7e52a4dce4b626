"""All that is served over HTTP: the rows of every feature, put together."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit

from hubbub.files import FileStore
from hubbub.server.core.engine import Engine

from . import client, download, files, health, session
from .pages import Pages
from .routes import Routes


def site(engine: Engine, about: Callable[[], dict[str, str]], url: str, store: FileStore | None = None) -> Routes:
    """The table. `about` is what pages say of this server, `url` where it is found from outside (`web.url`), `store`
    the uploaded files.

    The files of the web client come last: any path fits them.
    """
    pages = Pages(about, url)
    prefix = urlsplit(url).path.rstrip("/")
    features = (
        *health.rows(engine),
        *download.rows(engine),
        *session.rows(engine, prefix),
        *files.rows(engine, store, prefix),
    )
    return Routes((*features, *pages.rows(), *client.rows(pages)))
