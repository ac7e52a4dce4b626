"""The web client's page: what it says of the server, the table of commands, the modules that it needs at once."""

from __future__ import annotations

import functools
import gzip
import html
import inspect
import json
import re
from collections.abc import Awaitable
from pathlib import Path

import msgspec
import pytest
from tests.server.http.test_static import asked

from hubbub.server.http import words
from hubbub.server.http.client import CLIENT, rows
from hubbub.server.http.modules import imported, needed
from hubbub.server.http.pages import Pages
from hubbub.server.http.response import Response
from hubbub.server.http.routes import Routes
from hubbub.server.http.static import Folder
from hubbub.typed import table

ABOUT = {
    "server": 'Tea & "Co"', "lobby": "#lobby", "fingerprint": "AB:CD", "pin": "", "version": "1", "access": "invited",
    "icon": "", "register": "yes",
}  # fmt: skip


HEADERS = 660  # bytes before an answer, as a browser counts them


@functools.cache
def ready() -> Folder:
    folder = Folder(CLIENT, look_again=60.0)
    folder.make_ready()
    return folder


def get(path: str) -> bytes:
    route, params = Routes(rows(Pages(lambda: dict(ABOUT), ""), ready())).find("GET", path)
    request = msgspec.structs.replace(asked(host="chat.example:7777"), params=params)
    response = route.handler(request)
    assert not hasattr(response, "__await__")
    return response.body


async def test_nobody_waits_for_what_the_first_visitor_asks_for() -> None:
    """It is made in a thread, once; then the page and its files are answered at once."""
    folder = Folder(CLIENT, look_again=60.0)
    routes = Routes(rows(Pages(lambda: dict(ABOUT), ""), folder))

    def ask(path: str) -> Response | Awaitable[Response]:
        route, params = routes.find("GET", path)
        return route.handler(msgspec.structs.replace(asked(host="chat.example:7777"), params=params))

    first = [ask("/"), ask(f"/v/{folder.version()}/bundle.js")]
    for answer in first:
        assert inspect.isawaitable(answer)
        assert (await answer).status == 200
    for path in ("/", "/main.js", f"/v/{folder.version()}/bundle.js"):
        assert isinstance(ask(path), Response)


def test_the_table_of_commands() -> None:
    assert json.loads(get("/commands.json"))[0]["name"] == table.COMMANDS[0].name


def test_what_a_page_says_of_the_server_is_text(tmp_path: Path) -> None:
    (tmp_path / "main.js").write_text('import "./a/b.js";\nexport { x } from "./c.js";\n')
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "b.js").write_text('import {\n  y,\n} from "../c.js";\nconst later = () => import("./d.js");\n')
    (tmp_path / "c.js").write_text("export const x = 1;\n")
    (tmp_path / "index.html").write_text("<meta content='{{about}}'>{{modules}}<script src=\"./main.js\"></script>")
    page = Folder(tmp_path).page("index.html", asked(), {"about": "<&'\""}).body.decode()
    assert "<meta content='&lt;&amp;&#x27;&quot;'>" in page
    links = re.findall(r'<link rel="modulepreload" href="\./v/[0-9a-f]{16}/([^"]+)">', page)
    assert links == ["main.js", "bundle.js"]


@pytest.mark.parametrize("language", ["en", "de"])
def test_a_first_visit_is_small_and_needs_few_requests(language: str) -> None:
    """What a page asks for before anything is done in it, with what goes before each answer (docs/performance.md)."""
    folder = Folder(CLIENT)
    given = {"accept_encoding": "gzip", "accept_language": f"{language}-XX,fr;q=0.5"}
    page = folder.page("index.html", asked(**given), {"about": json.dumps(ABOUT), "name": "", "lobby": ""})
    files = set(re.findall(r'(?:href|src)="\./(v/[^"]+)"', gunzipped(page)))
    files = {name for name in files if not name.endswith("mark-192.png")}  # for who puts it on a home screen
    assert {name for name in files if "/strings/" in name} == {
        f"v/{folder.version()}/{name}" for name in words.files(language)
    }
    sizes = {name: len(folder.answer(name, asked(**given)).body) for name in files}
    sizes |= {"/": len(page.body), "headers": HEADERS * (len(files) + 1)}  # commands.json is asked for with the name
    assert sum(sizes.values()) < 150_000, sizes
    assert len(sizes) <= 15


def gunzipped(response: Response) -> str:
    return gzip.decompress(response.body).decode()


def test_every_module_of_the_client_is_found_by_its_imports() -> None:
    def read(name: str) -> str | None:
        file = CLIENT / name
        return file.read_text("utf-8") if file.is_file() else None

    names = needed("main.js", read)
    assert len(names) > 50
    assert all(read(name) is not None for name in names), [name for name in names if read(name) is None]


def test_imports_of_other_forms_are_none() -> None:
    source = '// import x from "./no.js"\nimport "preact";\nimport("./later.js");\nexport const a = "./no.js";\n'
    assert list(imported(source, "a/b.js")) == []


def test_pages_of_the_client() -> None:
    page = html.unescape(get("/operator").decode())
    assert '"access":"invited"' in page
    assert get("/invite") == get("/")


def test_a_browser_may_install_the_client_under_the_servers_name() -> None:
    manifest = json.loads(get("/manifest.webmanifest"))
    assert manifest["name"] == ABOUT["server"]
    assert all((CLIENT / icon["src"]).is_file() for icon in manifest["icons"])
