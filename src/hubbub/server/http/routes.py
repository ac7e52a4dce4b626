"""Which path and method go to which handler: a table that each feature has rows of."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Iterable

import msgspec

from .body import NO_BODY, BodyLimits
from .refused import Refused
from .request import Request
from .response import Response

Handler = Callable[[Request], Response | Awaitable[Response]]

_PART = re.compile(r"\{(\w+)(\*?)\}")


class Route(msgspec.Struct, frozen=True):
    """One row. In `pattern` `{name}` stands for one part of a path, and `{name*}` at its end for all the rest.

    A HEAD goes where GET does, unless `with_head` is False. `limits`: what of a body it takes.
    """

    method: str
    pattern: str
    handler: Handler
    limits: BodyLimits = NO_BODY
    with_head: bool = True


class Routes:
    """All rows. The first pattern that fits a path decides; what it has no row for is not allowed there."""

    def __init__(self, rows: Iterable[Route]) -> None:
        self._literal: dict[str, dict[str, Route]] = {}
        self._patterns: dict[str, tuple[re.Pattern[str], dict[str, Route]]] = {}
        for row in rows:
            self._add(row)

    def find(self, method: str, path: str) -> tuple[Route, dict[str, str]]:
        """The row for a decoded path, and the named parts of the path. Raises Refused."""
        methods, params = self._methods(path)
        route = methods.get(method)
        if route is None:
            allowed = ", ".join(sorted(methods))
            raise Refused(405, f"Only {allowed} may be asked here.", {"Allow": allowed})
        return route, params

    def _methods(self, path: str) -> tuple[dict[str, Route], dict[str, str]]:
        literal = self._literal.get(path)
        if literal is not None:
            return literal, {}
        for pattern, methods in self._patterns.values():
            found = pattern.fullmatch(path)
            if found is not None:
                return methods, found.groupdict()
        raise Refused(404, "There is nothing here.")

    def _add(self, row: Route) -> None:
        if "{" in row.pattern:
            methods = self._patterns.setdefault(row.pattern, (_compiled(row.pattern), {}))[1]
        else:
            methods = self._literal.setdefault(row.pattern, {})
        for method in ("GET", "HEAD") if row.method == "GET" and row.with_head else (row.method,):
            if method in methods:
                raise ValueError(f"two rows for {method} {row.pattern}")
            methods[method] = row


def _compiled(pattern: str) -> re.Pattern[str]:
    expression, at = "", 0
    for found in _PART.finditer(pattern):
        expression += re.escape(pattern[at : found.start()])
        expression += f"(?P<{found[1]}>{'.+' if found[2] else '[^/]+'})"
        at = found.end()
    return re.compile(expression + re.escape(pattern[at:]), re.DOTALL)
