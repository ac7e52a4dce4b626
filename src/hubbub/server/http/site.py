"""All that is served over HTTP: the rows of every feature, put together."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from urllib.parse import urlsplit

from hubbub.files import FileStore
from hubbub.server.core.engine import Engine
from hubbub.server.core.troubles import Trouble, of_log
from hubbub.settings import Api

from . import api, client, docs, download, files, health, push, session, upgrade
from .pages import Pages
from .routes import Route, Routes


def site(
    engine: Engine,
    about: Callable[[], dict[str, str]],
    programs: Callable[[], Api],
    url: str,
    store: FileStore | None = None,
    troubles: Callable[[], Sequence[Trouble]] | None = None,
    more: Iterable[Route] = (),
) -> Routes:
    """The table. `about` is what pages say of this server, `programs` the settings of the API, `url` where it is found
    from outside (`web.url`), `store` the uploaded files; `troubles` what is not as it should be, and `more` are rows of
    what the settings ask for.

    The files of the web client come last: any path fits them.
    """
    pages = Pages(about, url)
    prefix = urlsplit(url).path.rstrip("/")
    features = (
        *health.rows(engine, troubles or (lambda: of_log(engine))),
        *more,
        *download.rows(engine),
        *session.rows(engine, prefix),
        *push.rows(engine, prefix),
        *api.rows(engine, programs),
        *files.rows(engine, store, prefix),
        *docs.rows(prefix),
        *upgrade.ROWS,
    )
    return Routes((*features, *pages.rows(), *client.rows(pages)))
