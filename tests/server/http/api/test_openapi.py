"""The description of the API is whole, and needs no token; what is no clear request is a problem to programs, too."""

from __future__ import annotations

import json
import re

import pytest
from tests.server.http.api.stage import staged
from tests.server.http.test_protocol import request, status

from hubbub.server.http.api.openapi import openapi
from hubbub.server.http.api.table import CALLS


def test_each_call_is_in_it_and_what_it_refers_to_is_there() -> None:
    text = openapi(CALLS).decode()
    told = json.loads(text)
    for name in set(re.findall(r'"#/components/schemas/(\w+)"', text)):
        assert name in told["components"]["schemas"], name
    assert {(row.method.lower(), row.path) for row in CALLS} == {
        (method, path) for path, methods in told["paths"].items() for method in methods if "servers" not in methods
    }
    beside = {path: set(item) for path, item in told["paths"].items() if item.get("servers") == [{"url": "/"}]}
    assert beside == {"/files": {"servers", "post"}, "/files/{id}": {"servers", "get"}}
    assert told["paths"]["/rooms/{room}/messages"]["post"]["operationId"] == "say"
    assert told["paths"]["/openapi.json"]["get"]["security"] == []


async def test_anybody_may_read_it() -> None:
    async with staged() as stage:
        assert (await stage.stranger().get("/openapi.json"))["openapi"] == "3.1.0"


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (request("/api/v1/rooms/a%00b"), 404),
        (request("/api/v1/me?access_token=x"), 401),
        (request("/api/v1/me", "X: " + "x" * 9000), 431),
        (request("/api/v1/me", "Content-Length: x"), 400),
        (request("/api/v1/me", "Content-Length: 99999999", method="POST"), 413),
        (request("/api/v1/me", method="OPTIONS"), 405),
    ],
)
async def test_what_is_no_clear_request_is_a_problem(raw: str, code: int) -> None:
    async with staged() as stage:
        answer = await stage.served.ask(raw)
        assert status(answer) == code
        head, _, body = answer.partition("\r\n\r\n")
        assert "Content-Type: application/problem+json" in head
        assert json.loads(body)["status"] == code
