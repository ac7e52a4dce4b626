"""Whether the server is well, for those who watch over it, whatever host they ask by.

`/healthz` says whether it lives and can write; `/readyz` also what is not as it should be, such as a certificate that
ends soon: as lines, or as JSON for who accepts that. Only what keeps people from talking makes it 503.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import msgspec

from hubbub.server.core.engine import Engine
from hubbub.server.core.troubles import Trouble, of_log

from .request import Request
from .response import Response, text
from .routes import Route

FRESH = {"Cache-Control": "no-store"}


def rows(engine: Engine, troubles: Callable[[], Sequence[Trouble]]) -> tuple[Route, ...]:
    def health(_: Request) -> Response:
        found = of_log(engine)
        return text(found[0].says, 503, FRESH) if found else text("ok", headers=FRESH)

    def ready(request: Request) -> Response:
        found = troubles()
        status = 503 if any(one.down for one in found) else 200
        if "application/json" in request.field("accept"):
            word = "down" if status == 503 else "degraded" if found else "ok"
            body = msgspec.json.encode({"status": word, "troubles": [one.shown for one in found]})
            return Response(status, {"Content-Type": "application/json", **FRESH}, body)
        return text("\n".join([f"{one.what}: {one.says}" for one in found] or ["ok"]), status, FRESH)

    return Route("GET", "/healthz", health), Route("GET", "/readyz", ready)
