"""Files of a folder, as browsers ask for them. Bad input 45."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import pytest
from tests.support.each import each

from hubbub.server.http.body import Body
from hubbub.server.http.framing import Sized
from hubbub.server.http.head import Head
from hubbub.server.http.refused import Refused
from hubbub.server.http.request import Caller, Request
from hubbub.server.http.response import Response
from hubbub.server.http.static import ASK_AGAIN, FOREVER, Folder, takes_gzip


class Nowhere:
    """Where no body comes from."""

    def hold(self) -> None: ...

    def go_on(self) -> None: ...

    def wanted(self) -> None: ...


def asked(**fields: str) -> Request:
    """A request with these header fields."""
    head = Head("GET", "/", tuple((name.replace("_", "-"), value) for name, value in fields.items()))
    return Request(head, Caller("127.0.0.1", True, False), "/", {}, Body(Nowhere(), Sized(0), 0))


def got(folder: Folder, name: str, **fields: str) -> Response:
    return folder.answer(name, asked(**fields))


LONG = "let x=1\n" * 100
PAGE = b'<link href="./a.css"><script src="./js/main.js"></script><link href="manifest.webmanifest"><a href="/x">'


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    root = tmp_path / "web"
    (root / "js").mkdir(parents=True)
    (root / "js" / "main.js").write_text(LONG)
    (root / "a.css").write_text("a {}")
    (root / "index.html").write_bytes(PAGE)
    (root / "notes.md").write_text("not for browsers")
    (root / ".hidden.js").write_text("hidden")
    (tmp_path / "secret.txt").write_text("secret")
    (root / "linked.txt").symlink_to(tmp_path / "secret.txt")
    (root / "outside").symlink_to(tmp_path)
    return Folder(root)


def test_a_file_has_its_type_and_is_asked_for_again(folder: Folder) -> None:
    answer = got(folder, "js/main.js")
    assert (answer.status, answer.body) == (200, LONG.encode())
    assert answer.headers["Content-Type"] == "text/javascript; charset=utf-8"
    assert answer.headers["Cache-Control"] == ASK_AGAIN
    again = got(folder, "js/main.js", if_none_match=f'"x", W/{answer.headers["ETag"]}')
    assert (again.status, again.body, again.headers["ETag"]) == (304, b"", answer.headers["ETag"])
    assert got(folder, "js/main.js", if_none_match="*").status == 304
    assert got(folder, "js/main.js", if_none_match='"x"').status == 200


def test_it_is_compressed_for_those_who_take_that_and_has_a_tag_of_its_own(folder: Folder) -> None:
    plain, packed = got(folder, "js/main.js"), got(folder, "js/main.js", accept_encoding="br, gzip")
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.body) == plain.body
    assert packed.headers["ETag"] != plain.headers["ETag"]
    assert packed.headers["Vary"] == plain.headers["Vary"] == "Accept-Encoding"
    assert "Content-Encoding" not in got(folder, "a.css", accept_encoding="gzip").headers


def test_links_of_a_page_lead_to_files_that_may_be_kept_for_ever(folder: Folder) -> None:
    page = folder.page("index.html", asked())
    found = re.search(rb'src="\./(v/[0-9a-f]{16}/js/main\.js)"', page.body)
    assert found
    assert b'href="manifest.webmanifest"' in page.body
    assert b'href="/x"' in page.body
    assert got(folder, found[1].decode()).headers["Cache-Control"] == FOREVER


def test_a_change_is_served_at_once_and_under_a_new_version(folder: Folder) -> None:
    old = folder.version()
    (folder.root / "a.css").write_text("b { color: red }")
    assert got(folder, "a.css").body == b"b{color:red}"
    assert folder.version() != old
    assert got(folder, f"v/{old}/a.css").headers["Cache-Control"] == ASK_AGAIN


@each(
    "name",
    ["", "nothing.js", "js", "js/", "notes.md", ".hidden.js", "../secret.txt", "linked.txt", "outside/secret.txt",
     "js/../a.css", "/a.css", "a.css/", "v/0/a.css", "v/0123456789abcdef/../a.css", "x" * 5000 + ".js"],
)  # fmt: skip
def test_nothing_else_is_there(folder: Folder, name: str) -> None:
    with pytest.raises(Refused) as refused:
        got(folder, name)
    assert refused.value.status == 404


def test_what_takes_gzip() -> None:
    assert takes_gzip("deflate, GZIP;q=0.5")
    assert not takes_gzip("gzip;q=0, br")
    assert not takes_gzip("")
    assert not takes_gzip("x-gzip")


def test_the_readers_language_is_looked_for_among_those_that_there_are(folder: Folder) -> None:
    """Each name of an Accept-Language was looked for on the disk: two thousand held everybody for 42 ms."""
    strings = folder.root / "strings"
    strings.mkdir()
    for name in ("en", "en.views", "de", "de.views", "fr"):
        (strings / f"{name}.js").write_text(name)
    (folder.root / "main.js").write_text("")
    (folder.root / "page.html").write_text("{{modules}}")
    asked_for: list[str] = []

    class Counting(Folder):
        def _path(self, name: str) -> Path | None:
            asked_for.append(name)
            return super()._path(name)

    counting = Counting(folder.root, look_again=3600)

    def page(accepted: str) -> str:
        asked_for.clear()
        return counting.page("page.html", asked(accept_language=accepted)).body.decode()

    assert "strings/de.views.js" in page("fr, DE-AT;q=0.9, en")  # there are no views in French
    assert "strings/en.views.js" in page("fr")
    page("de")
    usual = len(asked_for)
    names = ",".join(f"x{chr(97 + one % 26)}{chr(97 + one // 26)}" for one in range(600))
    said = page(f"{names},de")
    assert len(asked_for) == usual
    assert "strings/en.views.js" in said
