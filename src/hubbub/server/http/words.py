"""The words of the page: a file for each language, of which the reader's own are asked for with the page."""

from __future__ import annotations

from collections.abc import Collection, Container

USUAL = "en"
FOLDER = "strings/"
OFFERS = 10  # that are looked at; readers have a few


def files(language: str) -> tuple[str, ...]:
    """What a page in that language needs at once, as `web/strings/index.js` loads it."""
    return f"{FOLDER}{language}.js", f"{FOLDER}{language}.views.js"


def languages(names: Collection[str]) -> frozenset[str]:
    """Those in which all that a page needs at once is among the files of these names."""
    there = frozenset(name.removeprefix(FOLDER).removesuffix(".js") for name in names if name.startswith(FOLDER))
    return frozenset(one for one in there if _is_name(one) and all(file in names for file in files(one)))


def language_of(accepted: str, known: Container[str]) -> str:
    """The first known language of the first ten that an Accept-Language offers; browsers name them in the reader's
    order."""
    offers = accepted.split(",", OFFERS)[:OFFERS]
    names = (offer.partition(";")[0].strip().lower().partition("-")[0] for offer in offers)
    return next((name for name in names if name in known), USUAL)


def _is_name(text: str) -> bool:
    return text.isalpha() and text.isascii()
