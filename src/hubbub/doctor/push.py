"""Whether people's devices can be told of messages over push services."""

from __future__ import annotations

import ssl
from collections.abc import Iterator

from .finding import Case, Finding, bad, warn


def look(case: Case) -> Iterator[Finding]:
    """All that is wrong with it."""
    push, web = case.settings.push, case.settings.web
    if not push.enabled:
        return
    if not push.ca_file and not knows_any():
        yield bad(
            "push_no_ca",
            "this machine knows no certificates, so that no push service can be believed",
            "install them: apt-get install ca-certificates",
        )
    if web.url.startswith("http:"):
        yield warn("push_plain", "browsers take no pushes from pages that come by http", "set web.url to the https one")


def knows_any() -> bool:
    """Whether there are certificates to believe; those in a folder are read only when they are needed."""
    known = ssl.create_default_context().cert_store_stats()["x509_ca"]
    return bool(known) or ssl.get_default_verify_paths().capath is not None
