"""The words of the page: a file for each language, of which the reader's own are asked for with the page."""

from __future__ import annotations

from collections.abc import Callable

USUAL = "en"


def files(language: str) -> tuple[str, ...]:
    """What a page in that language needs at once, as `web/strings/index.js` loads it."""
    return f"strings/{language}.js", f"strings/{language}.views.js"


def language_of(accepted: str, has: Callable[[str], bool]) -> str:
    """The first language of an Accept-Language that there is; browsers name them in the reader's order."""
    names = (offer.partition(";")[0].strip().lower().partition("-")[0] for offer in accepted.split(","))
    return next((name for name in names if name.isalpha() and name.isascii() and has(name)), USUAL)
