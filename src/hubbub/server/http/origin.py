"""Which pages a browser may send requests from that change something here (RFC 6454)."""

from __future__ import annotations

from collections.abc import Iterable

from .head import Head
from .refused import Refused

HARMLESS = ("GET", "HEAD", "OPTIONS")
LONGEST = 100  # of an origin that is shown
FOREIGN = (
    "A page of {page} may not do that here. Whoever runs this server can add that to web.origins, or have the proxy "
    "pass on the name by which it was asked (Host)."
)
_OWN_PAGES = ("same-origin", "none")


def own_origin(host: str, tls: bool) -> str:
    """The origin of pages that this server serves under the Host `host` (6.2: no default port)."""
    scheme, default = ("https", ":443") if tls else ("http", ":80")
    return f"{scheme}://{host.lower().removesuffix(default)}"


def judge_origin(head: Head, *, tls: bool, others: Iterable[str]) -> None:
    """Raise Refused for a request that changes something, from a page that is neither ours nor one of `others`.

    Programs that are no browsers send no Origin; with a cookie, or with what browsers say of the page (Fetch Metadata),
    they are none of these.
    """
    if head.method in HARMLESS:
        return
    origins = head.all("origin")
    if not origins:
        foreign = head.all("cookie") or any(site not in _OWN_PAGES for site in head.words("sec-fetch-site"))
    else:
        foreign = len(origins) > 1 or origins[0] not in (own_origin(head.host, tls), *others)
    if foreign:
        page = origins[0][:LONGEST] if origins else "another site"
        raise Refused(403, FOREIGN.format(page=page))
