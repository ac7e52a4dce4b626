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


LONG = Look(asked={"long": "1"}, place="#room/long")

FIRST = """(() => {
  const top = document.querySelector(".stream").getBoundingClientRect().top;
  const row = [...document.querySelectorAll(".page > *")].find((one) => one.getBoundingClientRect().top >= top);
  return [row.dataset.key, row.getBoundingClientRect().top];
})()"""


def place_of(page: Page, key: str) -> float:
    where: float = page.evaluate(
        "(key) => document.querySelector(`[data-key='${key}']`).getBoundingClientRect().top", key
    )
    return where


def scroll(page: Page, by: int) -> None:
    page.evaluate("(by) => { document.querySelector('.stream').scrollTop += by }", by)
    pass_time(page, 100)


def newest_shown(page: Page) -> str:
    text: str = page.locator(".page .msg .text").last.inner_text()
    return text


def test_what_is_read_stays_on_its_pixel(views: Stage) -> None:
    with views.open(LONG) as page:
        for _ in range(8):
            scroll(page, -500)
        key, top = page.evaluate(FIRST)
        number = int(key[1:])
        for act in (
            *("come(3)", f"react('L{number - 3}')", f"react('L{number + 2}')", f"edit('L{number - 2}')"),
            *(f"edit('L{number + 1}')", f"redact('L{number - 4}')", f"redact('L{number + 3}')", "come(60)"),
        ):
            page.evaluate(f"happen.{act}")
            pass_time(page, 100)
            assert place_of(page, key) == pytest.approx(top, abs=1), act
        for _ in range(4):
            page.evaluate("app.do('load_older', {})")
            pass_time(page, 100)
            assert place_of(page, key) == pytest.approx(top, abs=1)
        assert page.locator(".down").inner_text().startswith("63 below")


def test_walking_up_and_down_again_never_jumps(views: Stage) -> None:
    """Pages come and go, gaps are filled: each step moves what is seen by its own size, and by nothing else."""
    with views.open(LONG) as page:
        for by, steps in ((-700, 24), (700, 24)):
            for _ in range(steps):
                key, _ = page.evaluate(FIRST)
                before = page.evaluate("document.querySelector('.stream').scrollTop")
                page.evaluate("(by) => { document.querySelector('.stream').scrollTop += by }", by)
                moved = page.evaluate("document.querySelector('.stream').scrollTop") - before
                wanted = place_of(page, key)
                pass_time(page, 100)
                if page.locator(f"[data-key='{key}']").count():
                    assert place_of(page, key) == pytest.approx(wanted, abs=1)
                assert moved == pytest.approx(by, abs=701)
        assert page.locator(".msg").count() <= 200
        assert newest_shown(page).startswith("49999:")


def test_who_is_at_the_end_stays_there_and_who_is_not_is_told(views: Stage) -> None:
    with views.open(LONG) as page:
        page.evaluate("happen.come(5)")
        pass_time(page, 100)
        assert page.evaluate("document.querySelector('.stream').scrollTop") == 0
        assert newest_shown(page) == "came 50005"
        scroll(page, -400)
        page.evaluate("happen.come(2, {mention: true})")
        pass_time(page, 100)
        assert page.locator(".down").inner_text().split() == ["2", "below", "2"]
        press("Escape")(page)
        assert page.evaluate("document.querySelector('.stream').scrollTop") == 0
        assert not page.locator(".down").count()


def test_a_place_far_back_is_gone_to_and_lit_and_one_comes_back(views: Stage) -> None:
    with views.open(LONG) as page:
        page.evaluate("location.hash = '#room/long/L20000'")
        pass_time(page, 300)
        goal = page.locator(".msg.goal")
        assert "20000: " in goal.inner_text()
        assert 100 < place_of(page, "L20000") < 500
        pass_time(page, 3000)
        assert not goal.count()
        page.locator(".down").click()
        pass_time(page, 300)
        assert newest_shown(page).startswith("49999:")
