"""What there is to call, as OpenAPI 3.1: made from the rows and their structs, which also decode and encode."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import msgspec

from hubbub import __version__
from hubbub.server.http.problems import PROBLEM, Problem

from . import BASE
from .calls import Call, Nothing

TEMPLATE = "#/components/schemas/{name}"
ROOM = "The room's name, its # as %23 or left out, a slash as %2F; or id:NUMBER, which stays when it is renamed."
KEY = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": False,
    "description": "With it the call is done once, however often it comes: for a day it is answered as at first.",
    "schema": {"type": "string", "pattern": "^[!-~]{1,128}$"},
}


@lru_cache(maxsize=4)
def openapi(rows: tuple[Call, ...]) -> bytes:
    """The document, as JSON."""
    from hubbub.server.http.files.uploading import Uploaded  # what handles files is there where there are some

    kinds = [kind for row in rows for kind in (row.query, row.body, row.answer) if kind not in (None, Nothing)]
    known = list({id(kind): kind for kind in [*kinds, Problem, Uploaded]}.values())
    schemas, components = msgspec.json.schema_components(known, ref_template=TEMPLATE)
    of = {id(kind): schema for kind, schema in zip(known, schemas, strict=True)}
    paths: dict[str, dict[str, Any]] = {}
    for row in rows:
        paths.setdefault(row.path, {})[row.method.lower()] = _operation(row, of, components)
    paths |= _files(of[id(Uploaded)])
    bodies = {row.body.__name__ for row in rows if row.body is not None}
    queries = {row.query.__name__ for row in rows if row.query is not None} - bodies
    return msgspec.json.encode(
        {
            "openapi": "3.1.0",
            "info": {
                "title": "hubbub",
                "version": __version__,
                "description": "What programs do in the chat, by a token: docs/api.md.",
            },
            "servers": [{"url": BASE}],
            "security": [{"token": []}],
            "paths": paths,
            "components": {
                "schemas": {name: schema for name, schema in components.items() if name not in queries},
                "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
            },
        }
    )


def _files(uploaded: Any) -> dict[str, dict[str, Any]]:
    """Files lie beside the API, and take the same token (docs/ext/files.md)."""
    anything = {"*/*": {"schema": {"type": "string", "format": "binary"}}}
    name = {
        "name": "Content-Disposition",
        "in": "header",
        "schema": {"type": "string"},
        "description": "Its file name.",
    }
    why = {"description": "It is not done, and why.", "content": {"text/plain": {"schema": {"type": "string"}}}}
    id = {"name": "id", "in": "path", "required": True, "schema": {"type": "string", "minLength": 1}}
    upload = {
        "operationId": "upload",
        "summary": "Upload a file; its link is said in a message.",
        "description": "Needs the scope `say`, in a room or all.",
        "parameters": [name],
        "requestBody": {"required": True, "content": anything},
        "responses": {
            "201": {"description": "It is kept.", "content": {"application/json": {"schema": uploaded}}},
            "default": why,
        },
    }
    fetch = {
        "operationId": "file",
        "summary": "Fetch a file.",
        "description": "Needs the scope `read`, in a room where it was said or all.",
        "parameters": [id],
        "responses": {"200": {"description": "The file.", "content": anything}, "default": why},
    }
    there = [{"url": "/"}]
    return {"/files": {"servers": there, "post": upload}, "/files/{id}": {"servers": there, "get": fetch}}


def _operation(row: Call, of: dict[int, Any], components: dict[str, Any]) -> dict[str, Any]:
    parameters = [
        {
            "name": name,
            "in": "path",
            "required": True,
            "description": ROOM if name == "room" else "",
            "schema": {"type": "string", "minLength": 1},
        }
        for name in row.parts
    ]
    if row.query is not None:
        parameters += _query(components[row.query.__name__])
    if row.method == "POST":
        parameters.append(KEY)
    made: dict[str, Any] = {
        "operationId": row.name,
        "summary": row.does,
        "description": _needs(row),
        "parameters": parameters,
        "responses": {**_answer(row, of), "default": _problem(of)},
    }
    if row.body is not None:
        made["requestBody"] = {"required": True, "content": {"application/json": {"schema": of[id(row.body)]}}}
    if row.open:
        made["security"] = []
    return made


def _needs(row: Call) -> str:
    if row.open:
        return "Needs no token."
    scope = f"Needs the scope `{row.scope}`." if row.scope else "Needs a token."
    return f"{scope} For operators of the server." if row.operators else scope


def _query(schema: dict[str, Any]) -> list[dict[str, Any]]:
    needed = schema.get("required", ())
    return [
        {
            "name": name,
            "in": "query",
            "required": name in needed,
            "description": field.get("description", ""),
            "schema": field,
        }
        for name, field in schema["properties"].items()
    ]


def _answer(row: Call, of: dict[int, Any]) -> dict[str, Any]:
    if row.answer is Nothing:
        return {"204": {"description": "It is done."}}
    schema = of[id(row.answer)]
    kinds = ("application/x-ndjson", "text/event-stream") if row.stream else ("application/json",)
    content = {kind: {"schema": schema if kind != "text/event-stream" else {"type": "string"}} for kind in kinds}
    status = "201" if row.makes else "200"
    return {status: {"description": row.does, "content": content}}


def _problem(of: dict[int, Any]) -> dict[str, Any]:
    return {"description": "It is not done, and why.", "content": {PROBLEM: {"schema": of[id(Problem)]}}}
