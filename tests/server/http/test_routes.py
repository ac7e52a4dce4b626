"""Which path goes where."""

from __future__ import annotations

import pytest

from hubbub.server.http.refused import Refused
from hubbub.server.http.request import Request
from hubbub.server.http.response import Response, text
from hubbub.server.http.routes import Route, Routes


def handler(_: Request) -> Response:
    return text("")


TABLE = Routes(
    (
        Route("GET", "/a", handler),
        Route("POST", "/a", handler),
        Route("GET", "/files/{id}/{name}", handler, with_head=False),
        Route("DELETE", "/files/{id}/{name}", handler),
        Route("GET", "/{rest*}", handler),
    )
)


def refused(method: str, path: str) -> Refused:
    with pytest.raises(Refused) as found:
        TABLE.find(method, path)
    return found.value


def test_rows_are_found_with_the_parts_of_the_path() -> None:
    assert TABLE.find("POST", "/a")[0].method == "POST"
    assert TABLE.find("HEAD", "/a")[0].method == "GET"
    assert TABLE.find("GET", "/files/1/x y")[1] == {"id": "1", "name": "x y"}
    assert TABLE.find("GET", "/files/1/x/y")[1] == {"rest": "files/1/x/y"}
    assert TABLE.find("HEAD", "/b\n")[1] == {"rest": "b\n"}


def test_the_first_pattern_decides_what_may_be_asked() -> None:
    assert (refused("HEAD", "/files/1/a").status, refused("HEAD", "/files/1/a").headers) == (
        405,
        {"Allow": "DELETE, GET"},
    )
    assert refused("DELETE", "/a").headers == {"Allow": "GET, HEAD, POST"}
    assert refused("GET", "/").status == 404


def test_no_row_hides_another() -> None:
    with pytest.raises(ValueError, match="two rows"):
        Routes((Route("GET", "/a", handler), Route("HEAD", "/a", handler)))
