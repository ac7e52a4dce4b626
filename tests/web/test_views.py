"""The views in a browser, over a made-up server: axe finds nothing, what is read never moves, keys do what they say."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page
from tests.web.looks import SETTINGS, click, press
from tests.web.stage import ROOT, Look, Scheme, Stage, pass_time, stage

AXE = ROOT / ".venv/node/node_modules/axe-core/axe.min.js"


@pytest.fixture(scope="module")
def views() -> Iterator[Stage]:
    with stage() as one:
        yield one


@pytest.fixture(autouse=True)
def no_complaints(views: Stage) -> Iterator[None]:
    views.problems.clear()
    yield
    assert views.problems == []


def violations(page: Page, every: bool = True) -> list[str]:
    """What axe finds, one line each."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.read_text("utf-8"))
    only = "" if every else ", runOnly: ['color-contrast']"
    found: dict[str, Any] = page.evaluate(f"axe.run(document, {{resultTypes: ['violations']{only}}})")
    return [
        f"{one['id']}: {node['html'][:150]} {json.dumps(node['any'][:1])[:300]}"
        for one in found["violations"]
        for node in one["nodes"]
    ]


THEMES: list[tuple[Scheme, str]] = [("light", "system"), ("dark", "system"), ("light", "more"), ("dark", "more")]


@pytest.mark.parametrize(("scheme", "contrast"), THEMES)
def test_axe_finds_nothing(views: Stage, scheme: Scheme, contrast: str) -> None:
    """All rules once; in the other themes those of colours, as nothing else is another there."""
    found: dict[str, list[str]] = {}
    every = (scheme, contrast) == THEMES[0]
    with views.open(Look(scheme=scheme, asked={"contrast": contrast})) as page:
        found["chat"] = violations(page, every)
        press("Control+k")(page)
        found["switcher"] = violations(page, every)
        press("Escape", "Control+/")(page)
        found["help"] = violations(page, every)
        press("Escape", "Control+f")(page)
        found["search"] = violations(page, every)
        click(SETTINGS)(page)
        for tab in page.locator("[role=tab]").all():
            tab.click()
            pass_time(page, 500)
            found[f"settings {tab.inner_text()}"] = violations(page, every)
        press("Escape")(page)
        click('.by .who:has-text("kofi")')(page)
        found["card"] = violations(page, every)
        click('.opt:has-text("Ban")')(page)
        found["ban"] = violations(page, every)
    with views.open(Look(scheme=scheme, asked={"contrast": contrast, "step": "form"})) as page:
        found["join"] = violations(page, every)
    with views.open(Look(scheme=scheme, asked={"contrast": contrast, "page": "operator"})) as page:
        found["operator"] = violations(page, every)
    assert {name: lines for name, lines in found.items() if lines} == {}
